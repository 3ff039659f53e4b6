/* base/map.c -- entries in order of insertion, and a table of their numbers.
 *
 *   entry: [k0 v0][k1 v1][k2 v2] ...        slot: [0][h 2][0][h 1][h 3][0] ...
 *
 * Invariants: slot_count is a power of two or 0; at most 3/4 of it is used; a
 * slot holds entry index + 1 and half of the key's hash. Iterating `entry` is
 * deterministic whatever the hash, which is why the entries do not live in the table.
 * With the half of the hash at hand a probe reads no key but the one it is after, and
 * growing reads none: in a table of millions each is a miss of the cache. */
#include "base/base.h"

enum { FIRST_SLOTS = 16 };
static const size_t max_entries = (size_t)1 << 31;

/* The low half also says where to begin: a table of more than 2^32 slots would need 2^31
 * entries. */
static uint32_t tag_of(sj_str key)
{
    return (uint32_t)sj_hash_str(key);
}

static size_t probe(const sj_map *m, sj_str key, uint32_t tag)
{
    size_t i = tag & (m->slot_count - 1);
    while (m->slot[i].number &&
           !(m->slot[i].tag == tag && sj_str_eq(m->entry[m->slot[i].number - 1].key, key)))
        i = (i + 1) & (m->slot_count - 1);
    return i;
}

sj_map_entry *sj_map_find(const sj_map *m, sj_str key)
{
    if (m->slot_count == 0)
        return NULL;
    const uint32_t number = m->slot[probe(m, key, tag_of(key))].number;
    return number ? &m->entry[number - 1] : NULL;
}

static sj_status rehash(sj_map *m)
{
    const size_t count = m->slot_count ? m->slot_count * 2 : FIRST_SLOTS;
    sj_map_slot *slot = sj_mem_zalloc(count * sizeof *slot);
    if (!slot)
        return SJ_ENOMEM;
    for (size_t i = 0; i < m->slot_count; i++) {
        size_t to = m->slot[i].tag & (count - 1);
        if (m->slot[i].number == 0)
            continue;
        while (slot[to].number)
            to = (to + 1) & (count - 1);
        slot[to] = m->slot[i];
    }
    sj_mem_free(m->slot);
    m->slot = slot;
    m->slot_count = count;
    return SJ_OK;
}

sj_status sj_map_put(sj_map *m, sj_str key, sj_map_entry **ret_entry)
{
    const uint32_t tag = tag_of(key);
    const uint32_t found = m->slot_count ? m->slot[probe(m, key, tag)].number : 0;
    if (found) {
        *ret_entry = &m->entry[found - 1];
        return SJ_OK;
    }
    SJ_TRY(sj_mem_grow(&m->entry, &m->entry_capacity, m->len + 1, max_entries, sizeof *m->entry));
    if ((m->len + 1) * 4 > m->slot_count * 3)
        SJ_TRY(rehash(m));
    m->slot[probe(m, key, tag)] = (sj_map_slot){(uint32_t)(m->len + 1), tag};
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
