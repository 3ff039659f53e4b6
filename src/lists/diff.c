/* lists/diff.c -- two versions of a list, entity by entity.
 *
 * Entities meet by id. Each field group of an entity is written as lines, the
 * lines are sorted, and the two sorted arrays are merged: what stands only on
 * one side went or came. So the order of names or addresses in a file is no
 * change, and a changed birth date is one line that went and one that came.
 *
 * Not chosen: a diff of the files' text; formats reorder elements at will. */
#include "sojourn/liststore.h"
#include "base/base.h"
#include <stdlib.h>

enum { FIELDS = 8 };
static const char *const field_name[FIELDS] = {"schema", "name", "date",    "identifier",
                                               "place",  "link", "listing", "fact"};

struct lines {
    sj_arena *arena;
    sj_str *line;
    size_t count;
};

static sj_status add(struct lines *l, const sj_str *part, size_t count)
{
    SJ_SCOPED(sj_buf) b = {0};
    for (size_t i = 0; i < count; i++) {
        if (part[i].len == 0)
            continue;
        if (b.len)
            sj_buf_add(&b, SJ_S(" | "));
        sj_buf_add(&b, part[i]);
    }
    SJ_TRY(sj_buf_status(&b));
    sj_str *to = sj_arena_push(l->arena, &l->line, &l->count, sizeof *l->line);
    return to ? sj_arena_copy(l->arena, sj_buf_str(&b), to) : SJ_ENOMEM;
}

static sj_str range_text(const sj_date_range *r, char text[32])
{
    if (r->from.year == 0 && r->to.year == 0)
        return (sj_str){0};
    return (sj_str){text, sj_date_write(r, text)};
}

static sj_status name_lines(struct lines *l, const sj_entity *e)
{
    for (size_t i = 0; i < e->name_count; i++) {
        const sj_entity_name *n = &e->name[i];
        const sj_str part[] = {sj_name_kind_text(n->kind), n->full, n->language, n->script,
                               n->note};
        SJ_TRY(add(l, part, SJ_COUNT(part)));
    }
    return SJ_OK;
}

static sj_status date_lines(struct lines *l, const sj_entity *e)
{
    static const char *const kind[] = {"birth", "death", "founded", "dissolved", "built", "other"};
    for (size_t i = 0; i < e->date_count; i++) {
        const sj_entity_date *d = &e->date[i];
        char text[32];
        const sj_str part[] = {sj_str_from(kind[d->kind]),
                               d->parsed ? range_text(&d->range, text) : d->text, d->note};
        SJ_TRY(add(l, part, SJ_COUNT(part)));
    }
    return SJ_OK;
}

static sj_status identifier_lines(struct lines *l, const sj_entity *e)
{
    for (size_t i = 0; i < e->identifier_count; i++) {
        const sj_entity_identifier *d = &e->identifier[i];
        char issued[32], expires[32];
        const sj_str part[] = {sj_identifier_kind_text(d->kind),
                               d->type_text,
                               d->value,
                               d->issuer_text,
                               range_text(&d->issued, issued),
                               range_text(&d->expires, expires),
                               d->invalid ? SJ_S("invalid") : (sj_str){0},
                               d->note};
        SJ_TRY(add(l, part, SJ_COUNT(part)));
    }
    return SJ_OK;
}

static sj_status place_lines(struct lines *l, const sj_entity *e)
{
    static const char *const kind[] = {"address", "birth", "death", "other"};
    for (size_t i = 0; i < e->place_count; i++) {
        const sj_entity_place *p = &e->place[i];
        const sj_str part[] = {sj_str_from(kind[p->kind]), p->full, p->country, p->note};
        SJ_TRY(add(l, part, SJ_COUNT(part)));
    }
    return SJ_OK;
}

static sj_status link_lines(struct lines *l, const sj_entity *e)
{
    static const char *const kind[] = {"other",       "owned by",   "owns",   "acts for",
                                       "employed by", "leads",      "family", "associate",
                                       "successor",   "predecessor"};
    for (size_t i = 0; i < e->link_count; i++) {
        const sj_entity_link *k = &e->link[i];
        char from[32], to[32];
        const sj_str part[] = {
            sj_str_from(kind[k->kind]), k->target_id,          k->target_name, k->text, k->share,
            range_text(&k->from, from), range_text(&k->to, to)};
        SJ_TRY(add(l, part, SJ_COUNT(part)));
    }
    return SJ_OK;
}

static sj_status listing_lines(struct lines *l, const sj_entity *e)
{
    for (size_t i = 0; i < e->listing_count; i++) {
        const sj_entity_listing *s = &e->listing[i];
        char listed[32], amended[32], delisted[32];
        const sj_str part[] = {s->authority,
                               s->programme,
                               s->measure,
                               s->reference,
                               s->legal_basis,
                               s->reason,
                               range_text(&s->listed, listed),
                               range_text(&s->amended, amended),
                               range_text(&s->delisted, delisted)};
        SJ_TRY(add(l, part, SJ_COUNT(part)));
    }
    return SJ_OK;
}

static sj_status fact_lines(struct lines *l, const sj_entity *e)
{
    for (size_t i = 0; i < e->fact_count; i++) {
        const sj_entity_fact *f = &e->fact[i];
        const sj_str part[] = {sj_fact_kind_text(f->kind), f->label, f->value, f->note};
        SJ_TRY(add(l, part, SJ_COUNT(part)));
    }
    return SJ_OK;
}

static sj_status schema_line(struct lines *l, const sj_entity *e)
{
    const sj_str part[] = {sj_schema_text(e->schema)};
    return add(l, part, 1);
}

typedef sj_status (*write_lines)(struct lines *l, const sj_entity *e);
static const write_lines writer[FIELDS] = {schema_line, name_lines, date_lines,    identifier_lines,
                                           place_lines, link_lines, listing_lines, fact_lines};

static int by_text(const void *a, const void *b)
{
    return sj_str_cmp(*(const sj_str *)a, *(const sj_str *)b);
}

static sj_status sorted_lines(struct lines *l, const sj_entity *e, size_t field)
{
    SJ_TRY(writer[field](l, e));
    if (l->count)
        qsort(l->line, l->count, sizeof *l->line, by_text);
    return SJ_OK;
}

static void add_line(sj_buf *to, sj_str line)
{
    if (to->len)
        sj_buf_add_char(to, '\n');
    sj_buf_add(to, line);
}

static sj_status compare_lines(const struct lines *x, const struct lines *y, size_t field,
                               sj_arena *arena, sj_list_change *change)
{
    SJ_SCOPED(sj_buf) gone = {0};
    SJ_SCOPED(sj_buf) come = {0};
    for (size_t i = 0, k = 0; i < x->count || k < y->count;) {
        const int c = i == x->count ? 1 : k == y->count ? -1 : sj_str_cmp(x->line[i], y->line[k]);
        if (c < 0)
            add_line(&gone, x->line[i]);
        else if (c > 0)
            add_line(&come, y->line[k]);
        i += c <= 0;
        k += c >= 0;
    }
    SJ_TRY(sj_buf_status(&gone));
    SJ_TRY(sj_buf_status(&come));
    if (gone.len == 0 && come.len == 0)
        return SJ_OK;
    sj_list_field_change *f =
        sj_arena_push(arena, &change->field, &change->field_count, sizeof *change->field);
    if (!f)
        return SJ_ENOMEM;
    f->field = sj_str_from(field_name[field]);
    SJ_TRY(sj_arena_copy(arena, sj_buf_str(&gone), &f->before));
    return sj_arena_copy(arena, sj_buf_str(&come), &f->after);
}

static sj_status compare(const sj_entity *before, const sj_entity *after, sj_arena *arena,
                         sj_list_change *change)
{
    for (size_t field = 0; field < FIELDS; field++) {
        SJ_SCOPED(sj_arena) scratch = {0};
        struct lines x = {.arena = &scratch}, y = {.arena = &scratch};
        SJ_TRY(sorted_lines(&x, before, field));
        SJ_TRY(sorted_lines(&y, after, field));
        SJ_TRY(compare_lines(&x, &y, field, arena, change));
    }
    return SJ_OK;
}

static sj_status push(sj_arena *arena, sj_list_change **to, size_t *count, const sj_entity *e,
                      const sj_list_change *filled)
{
    sj_list_change *c = sj_arena_push(arena, to, count, sizeof **to);
    if (!c)
        return SJ_ENOMEM;
    if (filled)
        *c = *filled;
    c->id = e->id;
    c->name = e->name_count ? e->name[0].full : (sj_str){0};
    return SJ_OK;
}

static int by_id(const void *a, const void *b)
{
    return sj_str_cmp(((const sj_list_change *)a)->id, ((const sj_list_change *)b)->id);
}

static void sort(sj_list_change *change, size_t count)
{
    if (count)
        qsort(change, count, sizeof *change, by_id);
}

static sj_status index_ids(const sj_list *list, sj_map *map)
{
    for (size_t i = 0; i < list->entity_count; i++) {
        sj_map_entry *entry;
        SJ_TRY(sj_map_put(map, list->entity[i].id, &entry));
        entry->value = i;
    }
    return SJ_OK;
}

sj_status sj_list_diff(const sj_list *before, const sj_list *after, sj_arena *arena,
                       sj_list_difference *ret)
{
    SJ_SCOPED(sj_map) old = {0};
    SJ_SCOPED(sj_map) new = {0};
    sj_list_difference d = {0};
    SJ_TRY(index_ids(before, &old));
    SJ_TRY(index_ids(after, &new));
    for (size_t i = 0; i < after->entity_count; i++) {
        const sj_entity *e = &after->entity[i];
        const sj_map_entry *was = sj_map_find(&old, e->id);
        sj_list_change change = {0};
        if (!was) {
            SJ_TRY(push(arena, &d.added, &d.added_count, e, NULL));
            continue;
        }
        SJ_TRY(compare(&before->entity[was->value], e, arena, &change));
        if (change.field_count)
            SJ_TRY(push(arena, &d.changed, &d.changed_count, e, &change));
    }
    for (size_t i = 0; i < before->entity_count; i++)
        if (!sj_map_find(&new, before->entity[i].id))
            SJ_TRY(push(arena, &d.removed, &d.removed_count, &before->entity[i], NULL));
    sort(d.added, d.added_count);
    sort(d.changed, d.changed_count);
    sort(d.removed, d.removed_count);
    *ret = d;
    return SJ_OK;
}
