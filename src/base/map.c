/* base/map.c -- entries in order of insertion, and a table of their numbers.
 *
 *   entry: [k0 v0][k1 v1][k2 v2] ...        slot: [0][2][0][1][3][0] ...
 *
 * Invariants: slot_count is a power of two or 0; at most 3/4 of it is used; a
 * slot holds entry index + 1. Iterating `entry` is deterministic whatever the
 * hash, which is why the entries do not live in the table. */
#include "base/base.h"

enum { FIRST_SLOTS = 16 };
static const size_t max_entries = (size_t)1 << 31;

static size_t probe(const sj_map *m, sj_str key)
{
    size_t i = (size_t)sj_hash_str(key) & (m->slot_count - 1);
    while (m->slot[i] && !sj_str_eq(m->entry[m->slot[i] - 1].key, key))
        i = (i + 1) & (m->slot_count - 1);
    return i;
}

sj_map_entry *sj_map_find(const sj_map *m, sj_str key)
{
    if (m->slot_count == 0)
        return NULL;
    const uint32_t number = m->slot[probe(m, key)];
    return number ? &m->entry[number - 1] : NULL;
}

static sj_status rehash(sj_map *m)
{
    const size_t count = m->slot_count ? m->slot_count * 2 : FIRST_SLOTS;
    uint32_t *slot = sj_mem_zalloc(count * sizeof *slot);
    if (!slot)
        return SJ_ENOMEM;
    sj_mem_free(m->slot);
    m->slot = slot;
    m->slot_count = count;
    for (size_t i = 0; i < m->len; i++)
        m->slot[probe(m, m->entry[i].key)] = (uint32_t)(i + 1);
    return SJ_OK;
}

sj_status sj_map_put(sj_map *m, sj_str key, sj_map_entry **ret_entry)
{
    sj_map_entry *found = sj_map_find(m, key);
    if (found) {
        *ret_entry = found;
        return SJ_OK;
    }
    SJ_TRY(sj_mem_grow(&m->entry, &m->entry_capacity, m->len + 1, max_entries, sizeof *m->entry));
    if ((m->len + 1) * 4 > m->slot_count * 3)
        SJ_TRY(rehash(m));
    m->slot[probe(m, key)] = (uint32_t)(m->len + 1);
    m->entry[m->len] = (sj_map_entry){key, 0};
    *ret_entry = &m->entry[m->len++];
    return SJ_OK;
}

void sj_map_done(sj_map *m)
{
    sj_mem_free(m->entry);
    sj_mem_free(m->slot);
    *m = (sj_map){0};
}
