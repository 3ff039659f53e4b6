/* records/entity_copy.c -- an entity that outlives what it was read from.
 *
 * The elements of each array are plain values in which strings are borrowed; where in them the
 * strings stand is written down once, so that one loop copies them all. Empty strings are left
 * as they are: most fields of most elements are empty. */
#include "base/base.h"
#include "sojourn/records.h"
#include <stddef.h>

#define AT(type, field) offsetof(sj_entity_##type, field)
#define PART(n) (AT(name, part) + (n) * sizeof(sj_str))
static const size_t of_name[] = {AT(name, full),   AT(name, language),
                                 AT(name, script), AT(name, note),
                                 PART(0),          PART(1),
                                 PART(2),          PART(3),
                                 PART(4),          PART(5),
                                 PART(6),          PART(7)};
static_assert(SJ_PART_COUNT == 8, "every part of a name is copied");
static const size_t of_date[] = {AT(date, text), AT(date, calendar), AT(date, note)};
static const size_t of_identifier[] = {AT(identifier, value), AT(identifier, type_text),
                                       AT(identifier, country), AT(identifier, issuer_text),
                                       AT(identifier, note)};
static const size_t of_place[] = {AT(place, full),         AT(place, street),   AT(place, city),
                                  AT(place, region),       AT(place, postcode), AT(place, country),
                                  AT(place, country_text), AT(place, note)};
static const size_t of_link[] = {AT(link, target_id), AT(link, target_name), AT(link, text),
                                 AT(link, share)};
static const size_t of_listing[] = {AT(listing, authority),   AT(listing, programme),
                                    AT(listing, measure),     AT(listing, reference),
                                    AT(listing, legal_basis), AT(listing, reason)};
static const size_t of_fact[] = {AT(fact, label), AT(fact, value), AT(fact, country),
                                 AT(fact, note)};

/* Copies `count` elements of `size` bytes and their strings; NULL if memory ran out. */
static void *copy_array(const void *from, size_t count, size_t size, const size_t *at,
                        size_t strings, sj_arena *a)
{
    char *to = sj_arena_alloc(a, (count ? count : 1) * size);
    if (!to || count == 0)
        return to;
    memcpy(to, from, count * size);
    for (size_t i = 0; i < count; i++)
        for (size_t s = 0; s < strings; s++) {
            sj_str text, kept;
            memcpy(&text, to + i * size + at[s], sizeof text);
            if (text.len == 0)
                continue;
            if (sj_arena_copy(a, text, &kept) < 0)
                return NULL;
            memcpy(to + i * size + at[s], &kept, sizeof kept);
        }
    return to;
}

#define COPY(field, count) \
    (ret->field =          \
         copy_array(e->field, e->count, sizeof *e->field, of_##field, SJ_COUNT(of_##field), a))

sj_status sj_entity_copy(const sj_entity *e, sj_arena *a, sj_entity *ret)
{
    *ret = *e;
    if (e->id.len)
        SJ_TRY(sj_arena_copy(a, e->id, &ret->id));
    return COPY(name, name_count) && COPY(date, date_count) && COPY(identifier, identifier_count) &&
                   COPY(place, place_count) && COPY(link, link_count) &&
                   COPY(listing, listing_count) && COPY(fact, fact_count)
               ? SJ_OK
               : SJ_ENOMEM;
}
