/* cli/scenario_tables.c -- who and how much, by place and sector.
 *
 * Invariant: no cell stands without its 5 and 95 %. Not chosen: a square of places and
 * sectors on paper; with forty places and their ranges nobody could read it. The CSV can be
 * turned into one. */
#include "cli/scenario_tables.h"
#include "cli/svg.h"
#include "records/csv.h"

enum { SHOWN = 3, COLUMN = 42 }; /* times in the text: start, middle, end */
static const size_t shown[SHOWN] = {0, 3, SJ_SCENARIO_TIMES - 1};

static sj_str label_of(const sj_scenario *s, sj_str member)
{
    for (size_t i = 0; i < s->labels; i++)
        if (sj_str_eq(s->label[i].member, member))
            return s->label[i].words;
    return member.len ? member : SJ_S("all");
}

/* A table holds people and money: less than a millionth of one is what dying out leaves. */
static double amount(double x)
{
    return x < 1e-6 && x > -1e-6 ? 0 : x;
}

static void put_range(sj_buf *b, const sj_table_row *row, size_t k)
{
    sj_number_range(b, amount(row->at[k].p50), amount(row->at[k].p5), amount(row->at[k].p95));
}

/* Whether a row says what another has said: of one place only, its own are those of all. */
static bool is_repeated(const sj_scenario_result *r, const sj_table_row *row)
{
    size_t places = 0, sectors = 0;
    for (size_t i = 0; i < r->rows; i++) {
        places += r->row[i].table == row->table && r->row[i].place.len && !r->row[i].sector.len;
        sectors += r->row[i].table == row->table && r->row[i].sector.len && !r->row[i].place.len;
    }
    return (places == 1 && row->place.len) || (sectors == 1 && row->sector.len);
}

static void pad(sj_buf *b, size_t from, size_t width)
{
    size_t wide = sj_utf8_count(sj_str_slice(sj_buf_str(b), from, b->len));
    for (; wide < width && sj_buf_status(b) >= 0; wide++)
        sj_buf_add_char(b, ' ');
    sj_buf_add_char(b, ' ');
}

static void text_row(const sj_scenario *s, const sj_table_row *row, sj_buf *b)
{
    size_t from = b->len;
    sj_buf_add(b, SJ_S("  "));
    sj_buf_add(b, label_of(s, row->place));
    pad(b, from, 18);
    from = b->len;
    sj_buf_add(b, label_of(s, row->sector));
    pad(b, from, 22);
    for (size_t k = 0; k < SHOWN; k++) {
        from = b->len;
        put_range(b, row, shown[k]);
        if (k + 1 < SHOWN)
            pad(b, from, COLUMN);
    }
    sj_buf_add_char(b, '\n');
}

static void text_head(const sj_scenario *s, const sj_scenario_result *r, size_t table, sj_buf *b)
{
    sj_buf_addf(b, "%.*s\n", SJ_STR_FMT(s->table[table].text));
    size_t from = b->len;
    sj_buf_add(b, SJ_S("  by place"));
    pad(b, from, 18);
    from = b->len;
    sj_buf_add(b, SJ_S("and sector"));
    pad(b, from, 22);
    for (size_t k = 0; k < SHOWN; k++) {
        from = b->len;
        sj_buf_addf(b, "%.1f", r->row_time[shown[k]]);
        if (k + 1 < SHOWN)
            pad(b, from, COLUMN);
    }
    sj_buf_add_char(b, '\n');
}

void sj_scenario_tables_text(const sj_scenario *s, const sj_scenario_result *r, sj_buf *to)
{
    for (size_t i = 0; i < r->rows; i++) {
        const sj_table_row *row = &r->row[i];
        if (i == 0 || r->row[i - 1].table != row->table)
            text_head(s, r, row->table, to);
        if (!is_repeated(r, row))
            text_row(s, row, to);
    }
    sj_buf_add(to, r->rows ? SJ_S("\n") : SJ_S(""));
}

static void put_string(sj_buf *b, const char *name, sj_str text)
{
    sj_buf_addf(b, "\"%s\": ", name);
    sj_buf_add_json(b, text);
    sj_buf_add(b, SJ_S(", "));
}

/* An array with a number for each time. */
static void put_times(sj_buf *b, const char *name, const double *first, size_t stride)
{
    sj_buf_addf(b, ", \"%s\": [", name);
    for (size_t k = 0; k < SJ_SCENARIO_TIMES; k++) {
        sj_buf_add(b, k ? SJ_S(", ") : SJ_S(""));
        sj_number_put(b, first[k * stride], 9);
    }
    sj_buf_add_char(b, ']');
}

void sj_scenario_tables_json(const sj_scenario *s, const sj_scenario_result *r,
                             const sj_number *beside, sj_buf *to)
{
    enum { STRIDE = sizeof r->row->at[0] / sizeof(double), LAST = SJ_SCENARIO_TIMES - 1 };
    for (size_t i = 0; i < r->rows; i++) {
        const sj_table_row *row = &r->row[i];
        sj_number n = *beside;
        n.interval = "over runs, at the last time";
        n.low = row->at[LAST].p5;
        n.estimate = row->at[LAST].p50;
        n.high = row->at[LAST].p95;
        n.mc_error = row->at[LAST].mc_error[1];
        sj_buf_add(to, SJ_S("{\"kind\": \"cell\", "));
        put_string(to, "scenario", s->title);
        put_string(to, "table", s->table[row->table].name);
        put_string(to, "text", s->table[row->table].text);
        put_string(to, "place", row->place.len ? row->place : SJ_S("all"));
        put_string(to, "sector", row->sector.len ? row->sector : SJ_S("all"));
        sj_number_json(to, &n);
        put_times(to, "time", r->row_time, 1);
        put_times(to, "p5", &row->at[0].p5, STRIDE);
        put_times(to, "p50", &row->at[0].p50, STRIDE);
        put_times(to, "p95", &row->at[0].p95, STRIDE);
        put_times(to, "mc_error_p5", &row->at[0].mc_error[0], STRIDE);
        put_times(to, "mc_error_p50", &row->at[0].mc_error[1], STRIDE);
        put_times(to, "mc_error_p95", &row->at[0].mc_error[2], STRIDE);
        sj_buf_add(to, SJ_S("}\n"));
    }
}

void sj_scenario_tables_csv(const sj_scenario *s, const sj_scenario_result *r, const char *heads,
                            sj_str provenance, sj_buf *to)
{
    sj_buf_addf(to,
                "table,place,sector,time,p5,p50,p95,mc_error_p5,mc_error_p50,mc_error_p95,"
                "text,interval,%s",
                heads);
    for (size_t i = 0; i < r->rows; i++)
        for (size_t k = 0; k < SJ_SCENARIO_TIMES; k++) {
            const sj_table_row *row = &r->row[i];
            sj_csv_write_cell(to, s->table[row->table].name);
            sj_buf_add_char(to, ',');
            sj_csv_write_cell(to, row->place.len ? row->place : SJ_S("all"));
            sj_buf_add_char(to, ',');
            sj_csv_write_cell(to, row->sector.len ? row->sector : SJ_S("all"));
            sj_buf_addf(to, ",%.6f,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,", r->row_time[k], row->at[k].p5,
                        row->at[k].p50, row->at[k].p95, row->at[k].mc_error[0],
                        row->at[k].mc_error[1], row->at[k].mc_error[2]);
            sj_csv_write_cell(to, s->table[row->table].text);
            sj_buf_add(to, SJ_S(",5-95 % over runs,"));
            sj_buf_add(to, provenance);
        }
}

/* ---- the page ---- */

static void page_head(const sj_scenario *s, const sj_scenario_result *r, size_t table, sj_buf *to)
{
    sj_buf_add(to, SJ_S("<div class='wide'><table><tr><th>"));
    sj_svg_escape(to, s->table[table].text);
    sj_buf_add(to, SJ_S("</th><th>sector</th>"));
    for (size_t k = 0; k < SJ_SCENARIO_TIMES; k++)
        sj_buf_addf(to, "<th>%.1f</th>", r->row_time[k]);
    sj_buf_add(to, SJ_S("</tr>\n"));
}

static void page_row(const sj_scenario *s, const sj_table_row *row, sj_buf *to)
{
    sj_buf_add(to, SJ_S("<tr><td>"));
    sj_svg_escape(to, label_of(s, row->place));
    sj_buf_add(to, SJ_S("</td><td>"));
    sj_svg_escape(to, label_of(s, row->sector));
    for (size_t k = 0; k < SJ_SCENARIO_TIMES; k++) {
        sj_buf_add(to, SJ_S("</td><td>"));
        put_range(to, row, k);
    }
    sj_buf_add(to, SJ_S("</td></tr>\n"));
}

/* The ranges at the end, of what is more than nothing: the axis is logarithmic. */
static void page_forest(const sj_scenario *s, const sj_scenario_result *r, size_t table, sj_buf *to)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_svg_range *bar = NULL;
    size_t bars = 0;
    for (size_t i = 0; i < r->rows; i++) {
        const sj_table_row *row = &r->row[i];
        if (row->table != table || is_repeated(r, row) ||
            !(row->at[SJ_SCENARIO_TIMES - 1].p5 > 1e-6))
            continue;
        sj_svg_range *b = sj_arena_push(&arena, &bar, &bars, sizeof *b);
        sj_str label = {0};
        if (!b || sj_arena_format(&arena, &label, "%.*s, %.*s", SJ_STR_FMT(label_of(s, row->place)),
                                  SJ_STR_FMT(label_of(s, row->sector))) < 0) {
            to->status = SJ_ENOMEM;
            return;
        }
        *b = (sj_svg_range){label, row->at[SJ_SCENARIO_TIMES - 1].p5,
                            row->at[SJ_SCENARIO_TIMES - 1].p50, row->at[SJ_SCENARIO_TIMES - 1].p95,
                            row->place.len == 0 || row->sector.len == 0};
    }
    if (bars)
        sj_svg_forest(to, s->table[table].text, bar, bars);
}

void sj_scenario_tables_page(const sj_scenario *s, const sj_scenario_result *r, sj_buf *to)
{
    for (size_t table = 0; table < s->tables; table++) {
        page_forest(s, r, table, to);
        page_head(s, r, table, to);
        for (size_t i = 0; i < r->rows; i++)
            if (r->row[i].table == table && !is_repeated(r, &r->row[i]))
                page_row(s, &r->row[i], to);
        sj_buf_add(to, SJ_S("</table></div>\n"));
    }
}

/* ---- remarks ---- */

void sj_scenario_remarks(const sj_scenario *s, const sj_scenario_result *r, sj_buf *to)
{
    bool any = false;
    if (sj_scenario_is_certain(s))
        sj_buf_add(to, s->has_machine
                           ? SJ_S("No input has a range: only the machine's chance widens the "
                                  "fans, and they say nothing on how sure the inputs are\n")
                           : SJ_S("No input has a range: the fans are lines, and their lack of "
                                  "width says nothing on how sure they are\n"));
    for (size_t i = 0; i < s->inputs; i++) {
        if (sj_scenario_reads(s, s->input[i].variable))
            continue;
        sj_buf_add(to, any ? SJ_S(", ") : SJ_S("Inputs that nothing reads: "));
        sj_buf_add(to, s->system.variable[s->input[i].variable].name);
        any = true;
    }
    sj_buf_add(to, any ? SJ_S("\n") : SJ_S(""));
    if (s->has_machine)
        sj_buf_addf(to, "What changes an end by a fifth: medians over the same %zu machine%s\n",
                    r->moved_runs, r->moved_runs == 1 ? ", which is chance" : "s");
    sj_buf_addf(to, "Half the step changes the last values by at most %.2g %%", 100 * r->half_step);
    if (r->half_step > 0)
        sj_buf_addf(to, " (%.*s)",
                    SJ_STR_FMT(s->system.variable[s->output[r->half_output].variable].name));
    sj_buf_add_char(to, '\n');
}

void sj_scenario_remarks_json(const sj_scenario *s, const sj_scenario_result *r, sj_buf *to)
{
    bool any = false;
    sj_buf_addf(to, ", \"no_input_has_a_range\": %s, \"unread_inputs\": [",
                sj_scenario_is_certain(s) ? "true" : "false");
    for (size_t i = 0; i < s->inputs; i++) {
        if (sj_scenario_reads(s, s->input[i].variable))
            continue;
        sj_buf_add(to, any ? SJ_S(", ") : SJ_S(""));
        sj_buf_add_json(to, s->system.variable[s->input[i].variable].name);
        any = true;
    }
    sj_buf_addf(to, "], \"tornado_machines\": %zu, \"half_step_change\": ", r->moved_runs);
    sj_number_put(to, r->half_step, 9);
}
