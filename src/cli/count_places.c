/* cli/count_places.c -- see the header. Representation: of one quantity the latest pool of
 * each place and sector, found by a scan; places and sectors are in order of first
 * appearance, `all` of the sectors first. */
#include "cli/count_places.h"
#include "cli/count_report.h"
#include "cli/cli.h"
#include "cli/map.h"
#include "cli/number.h"
#include "cli/svg.h"
#include "records/csv.h"
#include "sojourn/records.h"

/* People, then what they earn and who gets it. A quantity is one of these in one unit. */
static const struct {
    sj_str definition;
    const char *title;
} quantities[] = {{{"persons_present", 15}, "People present"},
                  {{"gross", 5}, "Gross pay"},
                  {{"paid_by_employer", 16}, "Paid by the employer"},
                  {{"state_take", 10}, "Taken by the state"},
                  {{"take_home", 9}, "Left to the worker"}};

struct places {
    sj_arena arena;
    const sj_figure_pool **pool; /* the latest of its place and sector */
    size_t count;
    sj_str *place, *sector;
    size_t places, sectors;
};

static bool same(const sj_figure_pool *a, const sj_figure_pool *b)
{
    return sj_str_eq(a->figure[0]->place, b->figure[0]->place) &&
           sj_str_eq(a->figure[0]->sector, b->figure[0]->sector);
}

static bool same_quantity(const sj_figure_pool *a, const sj_figure_pool *b)
{
    const sj_figure *x = a->figure[0], *y = b->figure[0];
    return sj_str_eq(x->definition, y->definition) && sj_str_eq(x->dimension, y->dimension) &&
           sj_str_eq(x->currency, y->currency);
}

static void keep_latest(struct places *p, const sj_figure_pool *new)
{
    for (size_t i = 0; i < p->count; i++)
        if (same(p->pool[i], new)) {
            if (new->era > p->pool[i]->era)
                p->pool[i] = new;
            return;
        }
    p->pool[p->count++] = new;
}

static void add_once(sj_str *list, size_t *count, sj_str s)
{
    for (size_t i = 0; i < *count; i++)
        if (sj_str_eq(list[i], s))
            return;
    list[(*count)++] = s;
}

/* The pools of the quantity that `first` is of. */
static sj_status gather(const sj_figure_pool *pool, size_t pools, const sj_figure_pool *first,
                        struct places *p)
{
    p->count = p->places = p->sectors = 0;
    p->pool = sj_arena_alloc(&p->arena, (pools + 1) * sizeof *p->pool);
    p->place = sj_arena_alloc(&p->arena, (pools + 1) * sizeof *p->place);
    p->sector = sj_arena_alloc(&p->arena, (pools + 1) * sizeof *p->sector);
    if (!p->pool || !p->place || !p->sector)
        return SJ_ENOMEM;
    for (size_t i = 0; i < pools; i++)
        if (same_quantity(&pool[i], first))
            keep_latest(p, &pool[i]);
    for (size_t i = 0; i < p->count; i++)
        if (sj_str_eq(p->pool[i]->figure[0]->sector, SJ_S("all")))
            add_once(p->sector, &p->sectors, SJ_S("all"));
    for (size_t i = 0; i < p->count; i++) {
        add_once(p->place, &p->places, p->pool[i]->figure[0]->place);
        add_once(p->sector, &p->sectors, p->pool[i]->figure[0]->sector);
    }
    return SJ_OK;
}

static const sj_figure_pool *find(const struct places *p, sj_str place, sj_str sector)
{
    for (size_t i = 0; i < p->count; i++)
        if (sj_str_eq(p->pool[i]->figure[0]->place, place) &&
            sj_str_eq(p->pool[i]->figure[0]->sector, sector))
            return p->pool[i];
    return NULL;
}

/* What the map shows of a place: all sectors, else the one with most people. */
static const sj_figure_pool *shown(const struct places *p, sj_str place)
{
    const sj_figure_pool *best = find(p, place, SJ_S("all"));
    for (size_t i = 0; !best && i < p->count; i++)
        if (sj_str_eq(p->pool[i]->figure[0]->place, place))
            best = p->pool[i];
    return best;
}

static sj_status draw_map(struct places *p, sj_buf *to)
{
    size_t n = 0, drawn = 0;
    sj_map_value *value = sj_arena_alloc(&p->arena, (p->places + 1) * sizeof *value);
    SJ_SCOPED(sj_buf) absent = {0};
    if (!value)
        return SJ_ENOMEM;
    for (size_t i = 0; i < p->places; i++) {
        const sj_str code = sj_country_parse(p->place[i]);
        const sj_figure_pool *pool = shown(p, p->place[i]);
        if (code.len == 2)
            value[n++] = (sj_map_value){code, p->place[i], pool->p50};
        else
            sj_buf_addf(&absent, "%s%.*s", absent.len ? ", " : "", SJ_STR_FMT(p->place[i]));
    }
    sj_map_draw(to, SJ_S("People present by state: median of the latest pool (places.csv)"), value,
                n, &drawn);
    if (absent.len) {
        SJ_SCOPED(sj_buf) text = {0};
        sj_buf_addf(&text,
                    "Not on the map: %.*s. Borders: Natural Earth, public domain; nothing is "
                    "said of who holds what.",
                    (int)absent.len, absent.ptr);
        sj_page_text(to, sj_buf_str(&text));
    }
    return SJ_OK;
}

/* The best grade among the figures of a pool: reliability, else credibility. */
static char best_grade(const sj_figure_pool *p, bool reliability)
{
    char best = reliability ? 'F' : '6';
    for (size_t i = 0; i < p->count; i++) {
        const char g = reliability ? p->figure[i]->reliability : p->figure[i]->credibility;
        best = g < best ? g : best;
    }
    return best;
}

static void draw_cell(const sj_figure_pool *p, sj_buf *to)
{
    char period[SJ_FIGURE_PERIOD];
    sj_buf_add(to, SJ_S("<td>"));
    if (p) {
        sj_figure_pool_period(p, period);
        sj_buf_add(to, SJ_S("<b>"));
        sj_number_people(to, p->p50);
        sj_buf_add(to, SJ_S("</b> ["));
        sj_number_people(to, p->p5);
        sj_buf_add(to, SJ_S(" - "));
        sj_number_people(to, p->p95);
        sj_buf_addf(to, "]<br><small>%s; %zu origin%s of %zu document%s", period, p->origins,
                    p->origins == 1 ? "" : "s", p->count, p->count == 1 ? "" : "s");
        if (p->origins > 1)
            sj_buf_addf(to, ", apart by %.1f", p->disagreement);
        sj_buf_addf(to, "; graded %c%c", best_grade(p, true), best_grade(p, false));
        sj_buf_add(to, SJ_S("</small>"));
    }
    sj_buf_add(to, SJ_S("</td>"));
}

static void draw_table(const struct places *p, sj_buf *to)
{
    sj_buf_add(to, SJ_S("<div class='wide'><table><tr><th>place</th>"));
    for (size_t s = 0; s < p->sectors; s++) {
        sj_buf_add(to, SJ_S("<th>"));
        sj_svg_escape(to, p->sector[s]);
        sj_buf_add(to, SJ_S("</th>"));
    }
    sj_buf_add(to, SJ_S("</tr>\n"));
    for (size_t i = 0; i < p->places; i++) {
        sj_buf_add(to, SJ_S("<tr><th>"));
        sj_svg_escape(to, p->place[i]);
        sj_buf_add(to, SJ_S("</th>"));
        for (size_t s = 0; s < p->sectors; s++)
            draw_cell(find(p, p->place[i], p->sector[s]), to);
        sj_buf_add(to, SJ_S("</tr>\n"));
    }
    sj_buf_add(to, SJ_S("</table></div>\n"));
}

static void draw_title(const char *title, const sj_figure *f, sj_buf *to)
{
    static const struct {
        sj_str dimension;
        const char *words;
    } per[] = {{{"money_year", 10}, "a year"},
               {{"money_month", 11}, "a worker and month"},
               {{"money_day", 9}, "a worker and day"},
               {{"money_hour", 10}, "a worker and hour"},
               {{"money_contract", 14}, "a contract"}};
    sj_buf_addf(to, "<h3>%s", title);
    if (f->currency.len) {
        sj_buf_add(to, SJ_S(", "));
        sj_svg_escape(to, f->currency);
    }
    for (size_t i = 0; i < SJ_COUNT(per); i++)
        if (sj_str_eq(f->dimension, per[i].dimension))
            sj_buf_addf(to, " %s", per[i].words);
    sj_buf_add(to, SJ_S("</h3>\n"));
}

/* The first pool of the next unit of a definition at or after *at; NULL if there is none. */
static const sj_figure_pool *next_quantity(const sj_figure_pool *pool, size_t pools,
                                           sj_str definition, size_t *at)
{
    for (size_t i = *at; i < pools; i++) {
        bool seen = !sj_str_eq(pool[i].figure[0]->definition, definition);
        for (size_t k = 0; k < i && !seen; k++)
            seen = same_quantity(&pool[k], &pool[i]);
        if (seen)
            continue;
        *at = i + 1;
        return &pool[i];
    }
    return NULL;
}

static sj_status draw(struct places *p, const sj_figure_pool *pool, size_t pools, sj_buf *to)
{
    const sj_figure_pool *first;
    bool told = false;
    for (size_t k = 0; k < SJ_COUNT(quantities); k++)
        for (size_t at = 0;
             (first = next_quantity(pool, pools, quantities[k].definition, &at)) != NULL;) {
            SJ_TRY(gather(pool, pools, first, p));
            if (k == 0)
                SJ_TRY(draw_map(p, to));
            if (!told)
                sj_page_text(
                    to,
                    SJ_S("By place and sector (places.csv): median of the linear pool by origin "
                         "and its 5 to 95 %, of the latest years with a figure. Columns must not "
                         "be added: a figure of one sector may be part of one of all. Graded: the "
                         "best reliability (A to F) and credibility (1 to 6) among them; F6 is not "
                         "judged."));
            told = true;
            draw_title(quantities[k].title, first->figure[0], to);
            draw_table(p, to);
        }
    return SJ_OK;
}

sj_status sj_count_places_draw(const sj_figure_pool *pool, size_t pools, sj_buf *to)
{
    struct places p = {{0}};
    const sj_status s = draw(&p, pool, pools, to);
    sj_arena_done(&p.arena);
    return s;
}

static void csv_row(const sj_figure_pool *pool, bool mapped, const char *hash, uint64_t seed,
                    sj_buf *to)
{
    const sj_figure *f = pool->figure[0];
    char period[SJ_FIGURE_PERIOD];
    sj_figure_pool_period(pool, period);
    sj_csv_write_cell(to, f->place);
    sj_buf_addf(to, ",%.*s,", SJ_STR_FMT(sj_country_parse(f->place)));
    sj_csv_write_cell(to, f->sector);
    sj_buf_addf(to, ",%.*s,%.*s,%.*s,%s,", SJ_STR_FMT(f->definition), SJ_STR_FMT(f->dimension),
                SJ_STR_FMT(f->currency), period);
    sj_number_put(to, pool->p50, 9);
    sj_buf_add_char(to, ',');
    sj_number_put(to, pool->p5, 9);
    sj_buf_add_char(to, ',');
    sj_number_put(to, pool->p95, 9);
    sj_buf_addf(to, ",5-95 %% linear pool by origin,%zu,", pool->count);
    sj_number_put(to, pool->disagreement, 6);
    sj_buf_addf(to, ",%c,%c,%s,", best_grade(pool, true), best_grade(pool, false),
                mapped ? "yes" : "no");
    const sj_provenance p = {.n = pool->count,
                             .origins = pool->origins,
                             .seed = seed,
                             .hash = hash,
                             .assumption = SJ_FIGURES_ASSUMPTION};
    sj_provenance_csv(to, &p);
}

static sj_status csv_rows(struct places *p, const sj_figure_pool *pool, size_t pools,
                          const char *hash, uint64_t seed, sj_buf *to)
{
    const sj_figure_pool *first;
    for (size_t k = 0; k < SJ_COUNT(quantities); k++)
        for (size_t at = 0;
             (first = next_quantity(pool, pools, quantities[k].definition, &at)) != NULL;) {
            SJ_TRY(gather(pool, pools, first, p));
            for (size_t i = 0; i < p->count; i++) {
                const sj_str place = p->pool[i]->figure[0]->place;
                const bool mapped =
                    k == 0 && shown(p, place) == p->pool[i] && sj_country_parse(place).len == 2;
                csv_row(p->pool[i], mapped, hash, seed, to);
            }
        }
    return SJ_OK;
}

sj_status sj_count_places_csv(const sj_figure_pool *pool, size_t pools, const char *hash,
                              uint64_t seed, sj_buf *to)
{
    struct places p = {{0}};
    sj_buf_add(to, SJ_S("place,country,sector,definition,unit,currency,period,estimate,low,high,"
                        "interval,documents,disagreement,reliability,credibility,"
                        "mapped," SJ_PROVENANCE_CSV));
    const sj_status s = csv_rows(&p, pool, pools, hash, seed, to);
    sj_arena_done(&p.arena);
    return s;
}
