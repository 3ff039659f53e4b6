/* cli/svg.c -- eight pictures and a page. Each picture maps its values to a box of
 * fixed width and lets the height follow the rows.
 *
 * Invariant: all that came from a file passes sj_svg_escape, so a figure's source
 * cannot write markup into the report. Not chosen: a plotting library; the
 * shapes need lines, rectangles and text. */
#include "cli/svg.h"
#include "cli/number.h"
#include <math.h>

enum { WIDTH = 900, LABEL = 300, RIGHT = 30, ROW = 20, TOP = 34, FAN_HEIGHT = 280 };

void sj_svg_escape(sj_buf *to, sj_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.ptr[i]) {
        case '<':
            sj_buf_add(to, SJ_S("&lt;"));
            break;
        case '>':
            sj_buf_add(to, SJ_S("&gt;"));
            break;
        case '&':
            sj_buf_add(to, SJ_S("&amp;"));
            break;
        case '"':
            sj_buf_add(to, SJ_S("&quot;"));
            break;
        default:
            sj_buf_add_char(to, text.ptr[i]);
        }
    }
}

static void text_at(sj_buf *to, double x, double y, const char *anchor, sj_str text)
{
    sj_buf_addf(to, "<text x='%.1f' y='%.1f' text-anchor='%s'>", x, y, anchor);
    sj_svg_escape(to, text);
    sj_buf_add(to, SJ_S("</text>"));
}

static void number_at(sj_buf *to, double x, double y, const char *anchor, double value)
{
    sj_buf_addf(to, "<text x='%.1f' y='%.1f' text-anchor='%s'>", x, y, anchor);
    sj_number_people(to, value);
    sj_buf_add(to, SJ_S("</text>"));
}

static void line(sj_buf *to, double x1, double y1, double x2, double y2, const char *look)
{
    sj_buf_addf(to, "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' class='%s'/>", x1, y1, x2, y2,
                look);
}

static void box(sj_buf *to, double x1, double x2, double y, double height, const char *look)
{
    sj_buf_addf(to, "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' class='%s'/>", fmin(x1, x2),
                y, fmax(0.5, fabs(x2 - x1)), height, look);
}

static void open_picture(sj_buf *to, sj_str title, double height)
{
    sj_buf_addf(to, "<div class='wide'><svg viewBox='0 0 %d %.0f' role='img'><title>", WIDTH,
                height);
    sj_svg_escape(to, title);
    sj_buf_add(to, SJ_S("</title>"));
    sj_buf_add(to, SJ_S("<g class='head'>"));
    text_at(to, 0, 16, "start", title);
    sj_buf_add(to, SJ_S("</g>"));
}

static void close_picture(sj_buf *to)
{
    sj_buf_add(to, SJ_S("</svg></div>\n"));
}

struct axis {
    double low, high; /* of the values, on the axis' own scale */
    bool logarithmic;
    double right; /* kept free for numbers */
};

static double place(const struct axis *a, double value)
{
    const double v = a->logarithmic ? log(value) : value;
    const double part = a->high > a->low ? (v - a->low) / (a->high - a->low) : 0.5;
    return LABEL + fmin(1, fmax(0, part)) * (WIDTH - LABEL - RIGHT - a->right);
}

static void widen(struct axis *a, double value)
{
    const double v = a->logarithmic ? log(value) : value;
    if (!isfinite(v))
        return;
    a->low = fmin(a->low, v);
    a->high = fmax(a->high, v);
}

static void short_number(sj_buf *to, double value);

static void short_number_at(sj_buf *to, double x, double y, const char *anchor, double value)
{
    sj_buf_addf(to, "<text x='%.1f' y='%.1f' text-anchor='%s'>", x, y, anchor);
    short_number(to, value);
    sj_buf_add(to, SJ_S("</text>"));
}

/* Ticks at round numbers of a logarithmic axis; more of them where it spans little. */
static void log_ticks(sj_buf *to, const struct axis *a, double bottom)
{
    static const double wide[] = {1, 2, 5}, narrow[] = {1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9};
    const bool many = a->high - a->low < 2;
    const double *step = many ? narrow : wide, ends[] = {exp(a->low), exp(a->high)};
    double last = -1e9;
    int shown = 0;
    for (int e = (int)floor(a->low / log(10)); e <= (int)ceil(a->high / log(10)); e++)
        for (size_t i = 0; i < (many ? SJ_COUNT(narrow) : SJ_COUNT(wide)); i++) {
            const double value = step[i] * pow(10, e), x = place(a, value);
            if (log(value) < a->low || log(value) > a->high || x - last < 70)
                continue;
            line(to, x, TOP - 6, x, bottom, "grid");
            short_number_at(to, x, bottom + 14, "middle", value);
            last = x;
            shown++;
        }
    for (size_t i = 0; shown < 2 && i < SJ_COUNT(ends); i++) /* too narrow: its ends */
        if (shown == 0 || fabs(place(a, ends[i]) - last) > 60)
            short_number_at(to, place(a, ends[i]), bottom + 14, "middle", ends[i]);
}

/* A label that is too long for its margin is cut; the whole is told by pointing at it. */
static void label_at(sj_buf *to, double y, sj_str label)
{
    enum { LETTERS = 50 };
    size_t letters = 0, end = 0;
    for (; end < label.len && letters <= LETTERS; end++)
        letters += ((unsigned char)label.ptr[end] & 0xc0) != 0x80;
    if (letters <= LETTERS) {
        text_at(to, LABEL - 8, y, "end", label);
        return;
    }
    sj_buf_addf(to, "<text x='%d' y='%.1f' text-anchor='end'><title>", LABEL - 8, y);
    sj_svg_escape(to, label);
    sj_buf_add(to, SJ_S("</title>"));
    sj_svg_escape(to, sj_str_slice(label, 0, end - 1));
    sj_buf_add(to, SJ_S("\xe2\x80\xa6</text>"));
}

static void range_row(sj_buf *to, const struct axis *a, const sj_svg_range *row, double y)
{
    label_at(to, y + 4, row->label);
    if (!(row->low > 0 && isfinite(row->high))) {
        text_at(to, WIDTH, y + 4, "end", SJ_S("not estimable"));
        return;
    }
    if (row->pooled)
        box(to, place(a, row->low), place(a, row->high), y - 5, 10, "pool");
    else
        line(to, place(a, row->low), y, place(a, row->high), y, "range");
    sj_buf_addf(to, "<circle cx='%.1f' cy='%.1f' r='4' class='dot'/>", place(a, row->middle), y);
    sj_buf_addf(to, "<text x='%d' y='%.1f' text-anchor='end'>", WIDTH, y + 4);
    short_number(to, row->middle);
    if (row->low < row->high) {
        sj_buf_add(to, SJ_S(" ["));
        short_number(to, row->low);
        sj_buf_add(to, SJ_S(" - "));
        short_number(to, row->high);
        sj_buf_add_char(to, ']');
    }
    sj_buf_add(to, SJ_S("</text>"));
}

static void density(sj_buf *to, const struct axis *a, const double *x, const double *y,
                    size_t points, double bottom, double height)
{
    double most = 0;
    for (size_t i = 0; i < points; i++)
        most = fmax(most, y[i]);
    if (!(most > 0))
        return;
    text_at(to, LABEL - 8, bottom - 4, "end", SJ_S("density of the pool"));
    sj_buf_addf(to, "<polygon class='outer' points='%.1f,%.1f ", place(a, x[0]), bottom);
    for (size_t i = 0; i < points; i++)
        sj_buf_addf(to, "%.1f,%.1f ", place(a, x[i]), bottom - height * y[i] / most);
    sj_buf_addf(to, "%.1f,%.1f'/>", place(a, x[points - 1]), bottom);
}

void sj_svg_forest_density(sj_buf *to, sj_str title, const sj_svg_range *row, size_t count,
                           const double *x, const double *y, size_t points)
{
    enum { HEIGHT = 36 };
    struct axis a = {INFINITY, -INFINITY, true, 180};
    const double rows = TOP + (double)count * ROW, bottom = rows + (points ? HEIGHT + 4 : 0);
    for (size_t i = 0; i < count; i++) {
        widen(&a, row[i].low);
        widen(&a, row[i].high);
    }
    open_picture(to, title, bottom + 24);
    if (a.high >= a.low)
        log_ticks(to, &a, bottom);
    for (size_t i = 0; i < count; i++)
        range_row(to, &a, &row[i], TOP + ((double)i + 0.5) * ROW);
    if (points && a.high > a.low)
        density(to, &a, x, y, points, bottom, HEIGHT);
    close_picture(to);
}

void sj_svg_forest(sj_buf *to, sj_str title, const sj_svg_range *row, size_t count)
{
    sj_svg_forest_density(to, title, row, count, NULL, NULL, 0);
}

/* The widest bar not yet drawn; marks it. */
static size_t widest(const sj_svg_bar *bar, size_t count, uint64_t *drawn)
{
    size_t best = 0;
    double width = -1;
    for (size_t i = 0; i < count && i < 64; i++)
        if (!(*drawn >> i & 1) && fabs(bar[i].high - bar[i].low) > width) {
            width = fabs(bar[i].high - bar[i].low);
            best = i;
        }
    *drawn |= (uint64_t)1 << best;
    return best;
}

/* The base, both ends, and what the colours mean. */
static void tornado_axis(sj_buf *to, const struct axis *a, double base, double bottom)
{
    const double at[] = {base, a->low, a->high};
    for (size_t i = 0; i < SJ_COUNT(at); i++)
        if (i == 0 || fabs(place(a, at[i]) - place(a, base)) > 70)
            short_number_at(to, place(a, at[i]), bottom + 14, i == 2 ? "end" : "middle", at[i]);
    box(to, LABEL, LABEL + 12, bottom + 22, 10, "below");
    text_at(to, LABEL + 18, bottom + 31, "start", SJ_S("the input at 5 %"));
    box(to, LABEL + 130, LABEL + 142, bottom + 22, 10, "above");
    text_at(to, LABEL + 148, bottom + 31, "start", SJ_S("at 95 %, the others at the median"));
}

void sj_svg_tornado(sj_buf *to, sj_str title, double base, const sj_svg_bar *bar, size_t count)
{
    struct axis a = {base, base, false, 0};
    const double bottom = TOP + (double)count * ROW;
    for (size_t i = 0; i < count; i++) {
        widen(&a, bar[i].low);
        widen(&a, bar[i].high);
    }
    open_picture(to, title, bottom + 40);
    line(to, place(&a, base), TOP - 6, place(&a, base), bottom, "grid");
    tornado_axis(to, &a, base, bottom);
    uint64_t drawn = 0;
    for (size_t i = 0; i < count && i < 64; i++) {
        const double y = TOP + (double)i * ROW;
        const sj_svg_bar *b = &bar[widest(bar, count, &drawn)];
        text_at(to, LABEL - 8, y + 14, "end", b->label);
        box(to, place(&a, base), place(&a, b->low), y + 3, ROW - 6, "below");
        box(to, place(&a, base), place(&a, b->high), y + 3, ROW - 6, "above");
    }
    close_picture(to);
}

static void share_limits(sj_buf *to, const struct axis *a, double low, double high, double y)
{
    if (isfinite(low) && isfinite(high))
        line(to, place(a, low), y, place(a, high), y, "range");
}

void sj_svg_shares(sj_buf *to, sj_str title, const sj_svg_share *share, size_t count)
{
    const struct axis a = {0, 1, false};
    const double bottom = TOP + (double)count * ROW;
    open_picture(to, title, bottom + 24);
    for (int tenth = 0; tenth <= 10; tenth += 2) {
        const double x = place(&a, tenth / 10.0);
        line(to, x, TOP - 6, x, bottom, "grid");
        sj_buf_addf(to, "<text x='%.1f' y='%.1f' text-anchor='middle'>%.1f</text>", x, bottom + 14,
                    tenth / 10.0);
    }
    for (size_t i = 0; i < count; i++) {
        const double y = TOP + (double)i * ROW;
        text_at(to, LABEL - 8, y + 14, "end", share[i].label);
        box(to, place(&a, 0), place(&a, share[i].total), y + 3, ROW - 6, "part");
        box(to, place(&a, 0), place(&a, share[i].first), y + 3, ROW - 6, "pool");
        share_limits(to, &a, share[i].first_low, share[i].first_high, y + 7);
        share_limits(to, &a, share[i].total_low, share[i].total_high, y + ROW - 7);
    }
    close_picture(to);
}

struct frame { /* of a fan: time to the right, values up from zero or the least below it */
    double first, last, bottom, top;
};

static double fan_x(const struct frame *f, double t)
{
    return 70 + (f->last > f->first ? (t - f->first) / (f->last - f->first) : 0.5) * (WIDTH - 90);
}

static double fan_y(const struct frame *f, double v)
{
    return TOP + (f->top - v) / (f->top - f->bottom) * (FAN_HEIGHT - TOP - 24);
}

static void band(sj_buf *to, const struct frame *f, const double *time, const double *low,
                 const double *high, size_t count, const char *look)
{
    sj_buf_addf(to, "<polygon class='%s' points='", look);
    for (size_t i = 0; i < count; i++)
        sj_buf_addf(to, "%.1f,%.1f ", fan_x(f, time[i]), fan_y(f, low[i]));
    for (size_t i = count; i-- > 0;)
        sj_buf_addf(to, "%.1f,%.1f ", fan_x(f, time[i]), fan_y(f, high[i]));
    sj_buf_add(to, SJ_S("'/>"));
}

/* Of an axis: millions and billions by word, so that the margin holds them. */
static void short_number(sj_buf *to, double value)
{
    const double unit = fabs(value) >= 1e9 ? 1e9 : fabs(value) >= 1e6 ? 1e6 : 1;
    if (unit == 1)
        sj_number_people(to, value);
    else
        sj_buf_addf(to, "%.3g %s", value / unit, unit == 1e9 ? "billion" : "million");
}

static void fan_axes(sj_buf *to, const struct frame *f)
{
    for (int i = 0; i <= 4; i++) {
        const double v = f->bottom + (f->top - f->bottom) * i / 4;
        line(to, 70, fan_y(f, v), WIDTH - 20, fan_y(f, v), "grid");
        short_number_at(to, 66, fan_y(f, v) + 4, "end", v);
    }
    if (f->bottom < 0)
        line(to, 70, fan_y(f, 0), WIDTH - 20, fan_y(f, 0), "range");
    const double step = fmax(1, ceil((f->last - f->first) / 12));
    for (double t = ceil(f->first); t <= f->last; t += step) {
        sj_buf_addf(to, "<text x='%.1f' y='%d' text-anchor='middle'>%.0f</text>", fan_x(f, t),
                    FAN_HEIGHT - 6, t);
    }
}

void sj_svg_fan_draw(sj_buf *to, sj_str title, const sj_svg_fan *fan)
{
    struct frame f = {.top = 0};
    open_picture(to, title, FAN_HEIGHT);
    if (fan->count == 0) {
        close_picture(to);
        return;
    }
    f.first = fan->time[0];
    f.last = fan->time[fan->count - 1];
    for (size_t i = 0; i < fan->count; i++) {
        f.top = fmax(f.top, fan->p95[i]);
        f.bottom = fmin(f.bottom, fan->p5[i]);
    }
    for (size_t i = 0; i < fan->seen_count; i++) {
        f.top = fmax(f.top, fan->seen[i]);
        f.bottom = fmin(f.bottom, fan->seen[i]);
    }
    f.top = f.top > f.bottom ? f.top : 1;
    fan_axes(to, &f);
    band(to, &f, fan->time, fan->p5, fan->p95, fan->count, "outer");
    band(to, &f, fan->time, fan->p25, fan->p75, fan->count, "inner");
    sj_buf_add(to, SJ_S("<polyline class='median' points='"));
    for (size_t i = 0; i < fan->count; i++)
        sj_buf_addf(to, "%.1f,%.1f ", fan_x(&f, fan->time[i]), fan_y(&f, fan->p50[i]));
    sj_buf_add(to, SJ_S("'/>"));
    for (size_t i = 0; i < fan->seen_count; i++) {
        const double x = fan_x(&f, fan->seen_time[i]), y = fan_y(&f, fan->seen[i]);
        if (fan->seen_bound && fan->seen_bound[i])
            sj_buf_addf(to, "<polygon class='seen' points='%.1f,%.1f %.1f,%.1f %.1f,%.1f'/>", x - 5,
                        y, x + 5, y, x, y + 8);
        else
            sj_buf_addf(to, "<circle cx='%.1f' cy='%.1f' r='4' class='seen'/>", x, y);
    }
    close_picture(to);
}

void sj_svg_waterfall(sj_buf *to, sj_str title, const sj_str *label, const double *value,
                      size_t count)
{
    struct axis a = {0, 0, false, 0};
    double left = count ? value[0] : 0;
    const double bottom = TOP + (double)(count + 1) * ROW;
    for (size_t i = 0; i < count; i++) {
        left -= i ? value[i] : 0;
        widen(&a, left);
        widen(&a, value[0]);
    }
    open_picture(to, title, bottom + 10);
    left = 0;
    for (size_t i = 0; i < count; i++) {
        const double y = TOP + (double)i * ROW, next = i ? left - value[i] : value[0];
        text_at(to, LABEL - 8, y + 14, "end", label[i]);
        box(to, place(&a, left), place(&a, next), y + 3, ROW - 6, i ? "part" : "pool");
        number_at(to, fmax(place(&a, left), place(&a, next)) + 4, y + 14, "start", value[i]);
        left = next;
    }
    text_at(to, LABEL - 8, bottom - ROW + 14, "end", SJ_S("not accounted for"));
    box(to, place(&a, 0), place(&a, left), bottom - ROW + 3, ROW - 6, "below");
    number_at(to, fmax(place(&a, 0), place(&a, left)) + 4, bottom - ROW + 14, "start", left);
    close_picture(to);
}

static void circle(sj_buf *to, double x, double y, double radius, const char *look)
{
    sj_buf_addf(to, "<circle cx='%.1f' cy='%.1f' r='%.1f' class='%s'/>", x, y, radius, look);
}

void sj_svg_upset(sj_buf *to, sj_str title, const sj_str *list, unsigned lists,
                  const unsigned *mask, const double *people, size_t count)
{
    const double bars = 160, top = TOP + bars + 16,
                 step = (WIDTH - LABEL - RIGHT) / (double)(count + 1);
    double most = 1;
    for (size_t i = 0; i < count; i++)
        most = fmax(most, people[i]);
    open_picture(to, title, top + lists * ROW + 8);
    for (unsigned l = 0; l < lists; l++)
        text_at(to, LABEL - 8, top + (l + 0.5) * ROW + 4, "end", list[l]);
    for (size_t i = 0; i < count; i++) {
        const double x = LABEL + ((double)i + 0.5) * step, height = bars * people[i] / most;
        const bool empty = !(people[i] > 0);
        box(to, x - step * 0.3, x + step * 0.3, TOP + bars - height, height,
            empty ? "below" : "pool");
        sj_buf_addf(to, "<text x='%.1f' y='%.1f' text-anchor='middle'>%.0f</text>", x,
                    TOP + bars - height - 3, people[i]);
        for (unsigned l = 0; l < lists; l++) {
            const bool on = mask[i] >> l & 1;
            circle(to, x, top + (l + 0.5) * ROW, on ? 4 : 1, empty && on ? "ring" : "dot");
        }
    }
    close_picture(to);
}

void sj_svg_scatter(sj_buf *to, sj_str title, sj_str x_label, sj_str y_label, const double *x,
                    const double *y, size_t count)
{
    struct axis a = {INFINITY, -INFINITY, true, 0};
    double most = 1;
    const double bottom = TOP + FAN_HEIGHT;
    for (size_t i = 0; i < count; i++) {
        widen(&a, x[i]);
        most = isfinite(y[i]) ? fmax(most, y[i]) : most;
    }
    most = 2 * ceil(most / 2);
    open_picture(to, title, bottom + 40);
    if (a.high >= a.low)
        log_ticks(to, &a, bottom);
    for (size_t i = 0; i < count; i++)
        if (x[i] > 0 && isfinite(x[i]) && isfinite(y[i]))
            circle(to, place(&a, x[i]), bottom - FAN_HEIGHT * y[i] / most, 3, "dot");
    text_at(to, WIDTH - RIGHT, bottom + 32, "end", x_label);
    text_at(to, LABEL - 40, TOP + 10, "end", y_label);
    for (int i = 0; i <= 4; i++) {
        const double y_tick = bottom - FAN_HEIGHT * i / 4.0;
        line(to, LABEL, y_tick, WIDTH - RIGHT, y_tick, "grid");
        sj_buf_addf(to, "<text x='%d' y='%.1f' text-anchor='end'>%.3g</text>", LABEL - 8,
                    y_tick + 4, most * i / 4);
    }
    close_picture(to);
}

/* A line from its label down. */
static void mark_line(sj_buf *to, const struct axis *a, const sj_svg_mark *m, double y,
                      double bottom)
{
    if (!(m->value > 0 && isfinite(m->value)))
        return;
    const double x = place(a, m->value);
    const bool left = x > WIDTH - 160;
    line(to, x, y, x, bottom, m->dashed ? "dashed" : "range");
    sj_buf_addf(to, "<text x='%.1f' y='%.1f' text-anchor='%s'>", left ? x - 4 : x + 4, y + 9,
                left ? "end" : "start");
    sj_svg_escape(to, sj_str_from(m->label));
    sj_buf_add_char(to, ' ');
    sj_number_people(to, m->value);
    sj_buf_add(to, SJ_S("</text>"));
}

void sj_svg_histogram(sj_buf *to, sj_str title, const double *sorted, size_t count,
                      const sj_svg_mark *mark, size_t marks)
{
    enum { STEPS = 40 };
    size_t in[STEPS] = {0}, most = 1;
    const double top = TOP + (double)marks * 13, bottom = top + FAN_HEIGHT / 2.0;
    struct axis a = {INFINITY, -INFINITY, true, 0};
    if (count) {
        widen(&a, sorted[0]);
        widen(&a, sorted[count - 1]);
    }
    for (size_t i = 0; i < count; i++) {
        const double part = a.high > a.low ? (log(sorted[i]) - a.low) / (a.high - a.low) : 0;
        const size_t at = part < 1 ? (size_t)(part * STEPS) : STEPS - 1;
        most = ++in[at] > most ? in[at] : most;
    }
    open_picture(to, title, bottom + 40);
    for (size_t i = 0; i < STEPS; i++) {
        const double left = exp(a.low + (a.high - a.low) * (double)i / STEPS);
        const double right = exp(a.low + (a.high - a.low) * (double)(i + 1) / STEPS);
        const double height = (bottom - top) * (double)in[i] / (double)most;
        if (in[i])
            box(to, place(&a, left), place(&a, right), bottom - height, height, "pool");
    }
    if (a.high >= a.low)
        log_ticks(to, &a, bottom);
    for (size_t i = 0; i < marks; i++)
        mark_line(to, &a, &mark[i], TOP + (double)i * 13, bottom);
    text_at(to, WIDTH - RIGHT, bottom + 30, "end", SJ_S("people in all"));
    text_at(to, LABEL - 8, top + 10, "end", SJ_S("replicates in a step, most"));
    sj_buf_addf(to, "<text x='%d' y='%.1f' text-anchor='end'>%zu</text>", LABEL - 8, top + 24,
                most);
    close_picture(to);
}

void sj_page_open(sj_buf *to, sj_str title)
{
    sj_buf_add(to, SJ_S("<!doctype html><html lang='en'><head><meta charset='utf-8'><meta "
                        "name='viewport' content='width=device-width,initial-scale=1'><meta "
                        "http-equiv='Content-Security-Policy' content=\"default-src 'none'; "
                        "style-src 'unsafe-inline'\"><title>"));
    sj_svg_escape(to, title);
    sj_buf_add(to, SJ_S("</title><style>body{font:14px/1.45 sans-serif;max-width:940px;margin:2em "
                        "auto;padding:0 1em;color:#222}svg{width:100%;height:auto;margin:1em 0;"
                        "font:11px sans-serif}.head{font-size:14px;font-weight:bold}"));
    sj_buf_add(to, SJ_S("p{overflow-wrap:anywhere}.grid{stroke:#ddd}.ring{fill:#fff;stroke:#cc6677;"
                        "stroke-width:2}"
                        ".dashed{stroke:#aa3344;stroke-width:2;stroke-dasharray:4 "
                        "3}.range{stroke:#333;stroke-width:2}.dot{fill:#333}"
                        ".pool{fill:#4477aa}.part{fill:#88a9c9}.below{fill:#cc6677}.above{fill:"
                        "#44aa99}.outer{fill:#c6d7e8}.inner{fill:#8fb1d1}.median{fill:none;stroke:"
                        "#123c66;stroke-width:2}.seen{fill:#aa3344}"));
    sj_buf_add(to,
               SJ_S(".map{font:20px sans-serif}.map path{stroke:#fff;stroke-width:1}.map "
                    ".lead{stroke:#222;fill:none;stroke-width:1.5}.map circle{stroke:#222;"
                    "stroke-width:1.5}.map text{paint-order:stroke;stroke:#fff;stroke-width:4px;"
                    "stroke-linejoin:round}p.head{margin:1em 0 0}.wide{overflow-x:auto}"
                    "small{color:#555}pre{white-space:pre-wrap;overflow-wrap:anywhere}"));
    sj_buf_add(
        to,
        SJ_S("@media print{body{margin:0;max-width:none}svg,table,tr{break-inside:avoid}"
             ".head{break-after:avoid}*{print-color-adjust:exact;"
             "-webkit-print-color-adjust:exact}}@media screen{table{display:block;overflow-x:auto;"
             "max-width:100%}}@media screen and (max-width:600px){svg{"
             "min-width:640px}}"));
    sj_buf_add(to, SJ_S("table{border-collapse:collapse;font-size:12px}td,th{border:1px solid "
                        "#ccc;padding:2px 6px;text-align:left}</style></head><body><h1>"));
    sj_svg_escape(to, title);
    sj_buf_add(to, SJ_S("</h1>\n"));
}

void sj_page_text(sj_buf *to, sj_str text)
{
    sj_buf_add(to, SJ_S("<p>"));
    sj_svg_escape(to, text);
    sj_buf_add(to, SJ_S("</p>\n"));
}

void sj_page_close(sj_buf *to)
{
    sj_buf_add(to, SJ_S("</body></html>\n"));
}
