/* fuzz/roster_fuzz.c -- any bytes as a roster, through a file of this process.
 * Law: a row has an id; without a problem it has a name too; a problem says
 * where and what was expected. */
#include "records_check.h"
#include "sojourn/roster.h"
#include <stdio.h>
#include <unistd.h>

static void check_row(const sj_roster_row *row)
{
    const sj_entity *e = row->entity;
    demand(e->id.len > 0 && row->table.len > 0 && row->line > 0);
    demand(e->name_count > 0 || row->problem_count > 0);
    for (size_t i = 0; i < e->name_count; i++) {
        demand(e->name[i].full.len > 0);
        demand_text(e->name[i].full);
    }
    for (size_t i = 0; i < row->problem_count; i++)
        demand(row->problem[i].reason && row->problem[i].line == row->line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    SJ_AUTO(sj_roster) *r = NULL;
    const sj_roster_row *row;
    sj_diag d = {0};
    (void)snprintf(path, sizeof path, "/tmp/sojourn-roster-fuzz-%ld", (long)getpid());
    FILE *f = fopen(path, "wb");
    demand(f && fwrite(data, 1, size, f) == size && fclose(f) == 0);
    sj_status s = sj_roster_open(path, NULL, &r, &d);
    demand_refusal(s, &d);
    while (s == SJ_OK && (s = sj_roster_next(r, &row, &d)) == SJ_OK)
        check_row(row);
    demand_refusal(s, &d);
    (void)unlink(path);
    return 0;
}
