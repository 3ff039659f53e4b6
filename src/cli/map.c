/* cli/map.c -- shading by powers of ten, since the numbers span five of them; labels are
 * moved apart from each other in the order given, with a line to the place they mean.
 *
 * Not chosen: circles whose area is the value: at five powers of ten the small ones cannot
 * be seen. Invariant: labels never cover each other while one of TRIES places is free. */
#include "cli/map.h"
#include "cli/number.h"
#include "cli/svg.h"
#include <math.h>

enum { VALUES_MAX = 64, CLASSES = 6, TRIES = 160, LETTER = 12, HIGH = 26 };
static const char *const shade[CLASSES] = {"#dbe9f6", "#b5d2ea", "#7fb2d8",
                                           "#4a8cc2", "#1f639f", "#0b3a6b"};
struct spot {
    double x, y, width;
};

static const sj_map_country *find(sj_str alpha2)
{
    for (size_t i = 0; i < sj_map_countries_count; i++)
        if (sj_str_eq(alpha2, sj_str_from(sj_map_countries[i].alpha2)))
            return &sj_map_countries[i];
    return NULL;
}

static int power(double value)
{
    return (int)floor(log10(value) + 1e-9);
}

static int lowest(const sj_map_value *value, size_t count)
{
    int ret = 99, most = -99;
    for (size_t i = 0; i < count; i++) {
        ret = power(value[i].value) < ret ? power(value[i].value) : ret;
        most = power(value[i].value) > most ? power(value[i].value) : most;
    }
    return most - ret >= CLASSES ? most - CLASSES + 1 : ret;
}

static int class_of(double value, int low)
{
    const int c = power(value) - low;
    return c < 0 ? 0 : c >= CLASSES ? CLASSES - 1 : c;
}

static void outline(sj_buf *to, const sj_map_country *c, const char *fill)
{
    bool inside = false;
    if (c->count == 0)
        return;
    sj_buf_addf(to, "<path fill='%s' d='", fill);
    for (uint32_t i = c->first; i < c->first + c->count; i++) {
        const sj_map_point p = sj_map_points[i];
        if (p.x == SJ_MAP_END)
            sj_buf_add_char(to, 'z');
        else
            sj_buf_addf(to, "%c%d %d", inside ? 'L' : 'M', p.x, p.y);
        inside = p.x != SJ_MAP_END;
    }
    sj_buf_add(to, SJ_S("'/>\n"));
}

static bool is_free(const struct spot *placed, size_t count, struct spot s)
{
    if (s.x < 0 || s.x + s.width > SJ_MAP_WIDTH || s.y < HIGH || s.y > SJ_MAP_HEIGHT)
        return false;
    for (size_t i = 0; i < count; i++)
        if (fabs(s.y - placed[i].y) < HIGH && s.x < placed[i].x + placed[i].width + LETTER &&
            placed[i].x < s.x + s.width + LETTER)
            return false;
    return true;
}

/* On a spiral around the place, the first that is free. */
static struct spot find_spot(const struct spot *placed, size_t count, const sj_map_country *c,
                             double width)
{
    struct spot s = {c->x - width / 2, c->y - HIGH / 2.0, width};
    for (int i = 0; i < TRIES; i++) {
        const double turn = i * 2.399963, far = 6 * sqrt(i) * 2; /* the golden angle */
        s.x = c->x + far * cos(turn) * 1.6 - width / 2;
        s.y = c->y - HIGH / 2.0 + far * sin(turn);
        if (is_free(placed, count, s))
            break;
    }
    return s;
}

static void label(sj_buf *to, const sj_map_value *v, const sj_map_country *c, struct spot s)
{
    const double foot = s.y > c->y ? s.y - HIGH + 6 : s.y + 5;
    sj_buf_addf(to, "<path class='lead' d='M%d %dL%.0f %.0f'/>", c->x, c->y, s.x + s.width / 2,
                foot);
    sj_buf_addf(to, "<text x='%.0f' y='%.0f'>", s.x, s.y);
    sj_svg_escape(to, v->label);
    sj_buf_add_char(to, ' ');
    sj_number_people(to, v->value);
    sj_buf_add(to, SJ_S("</text>\n"));
}

static void legend(sj_buf *to, const sj_map_value *value, size_t count, int low)
{
    int most = low;
    for (size_t i = 0; i < count; i++)
        most = power(value[i].value) > most ? power(value[i].value) : most;
    for (int k = 0; k <= most - low; k++) {
        const double from = pow(10, low + k);
        const int y = SJ_MAP_HEIGHT - 40 - (most - low - k) * 30;
        sj_buf_addf(to,
                    "<rect x='20' y='%d' width='34' height='22' fill='%s'/><text x='64' y='%d'>", y,
                    shade[k], y + 18);
        sj_number_people(to, from);
        sj_buf_add(to, SJ_S(" to "));
        sj_number_people(to, from * 10);
        sj_buf_add(to, SJ_S("</text>\n"));
    }
    sj_buf_addf(to,
                "<rect x='20' y='%d' width='34' height='22' fill='#eee'/>"
                "<text x='64' y='%d'>no figure</text>\n",
                SJ_MAP_HEIGHT - 70 - (most - low) * 30, SJ_MAP_HEIGHT - 52 - (most - low) * 30);
}

static void shade_states(sj_buf *to, const sj_map_value *value, size_t count, int low)
{
    for (size_t i = 0; i < sj_map_countries_count; i++) {
        const char *fill = "#eee";
        for (size_t k = 0; k < count; k++)
            if (sj_str_eq(value[k].alpha2, sj_str_from(sj_map_countries[i].alpha2)))
                fill = shade[class_of(value[k].value, low)];
        outline(to, &sj_map_countries[i], fill);
    }
}

static void open_map(sj_buf *to, sj_str title)
{
    sj_buf_add(to, SJ_S("<p class='head'>"));
    sj_svg_escape(to, title);
    sj_buf_addf(to, "</p><div class='wide'><svg class='map' viewBox='0 0 %d %d' role='img'><title>",
                SJ_MAP_WIDTH, SJ_MAP_HEIGHT);
    sj_svg_escape(to, title);
    sj_buf_add(to, SJ_S("</title>\n"));
}

void sj_map_draw(sj_buf *to, sj_str title, const sj_map_value *value, size_t count,
                 size_t *ret_shown)
{
    struct spot placed[VALUES_MAX];
    const size_t most = count < VALUES_MAX ? count : VALUES_MAX;
    const int low = lowest(value, most);
    *ret_shown = 0;
    if (most == 0)
        return;
    open_map(to, title);
    shade_states(to, value, most, low);
    for (size_t i = 0; i < most; i++) {
        const sj_map_country *c = find(value[i].alpha2);
        if (!c)
            continue;
        SJ_SCOPED(sj_buf) number = {0};
        sj_number_people(&number, value[i].value);
        const double width = (double)(value[i].label.len + number.len + 1) * LETTER;
        sj_buf_addf(to, "<circle cx='%d' cy='%d' r='6' fill='%s'/>", c->x, c->y,
                    shade[class_of(value[i].value, low)]);
        placed[*ret_shown] = find_spot(placed, *ret_shown, c, width);
        label(to, &value[i], c, placed[*ret_shown]);
        ++*ret_shown;
    }
    legend(to, value, most, low);
    sj_buf_add(to, SJ_S("</svg></div>\n"));
}
