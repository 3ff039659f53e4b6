/* index/blocks.c -- see the header.
 *
 * Why blocks: a file of 4 GB takes seconds to sum, one query reads a few thousandths
 * of it, and an answer may rest on no byte that was not compared. A block is a page
 * of memory, so comparing one costs about what its page fault does.
 *
 * Invariants: (1) a bit is set only after its block was compared; the bytes are mapped
 * read-only and a file is replaced, never rewritten (base/file.c), so it stays true;
 * (2) a block's number is the seed of its checksum: blocks that changed places differ.
 * Not chosen: a note beside the file that it was once whole; a disk that loses a bit
 * later leaves size and times as they were. */
#include "index/blocks.h"

static size_t blocks_of(uint64_t bytes)
{
    return (size_t)((bytes + SJ_INDEX_BLOCK - 1) / SJ_INDEX_BLOCK);
}

static uint64_t checksum(const char *bytes, uint64_t len, size_t block, size_t number)
{
    const uint64_t from = (uint64_t)block * SJ_INDEX_BLOCK;
    const uint64_t rest = len - from;
    return sj_hash_bytes(bytes + from, rest < SJ_INDEX_BLOCK ? (size_t)rest : SJ_INDEX_BLOCK,
                         number);
}

sj_status sj_blocks_make(const sj_index_part part[SJ_SECTION_COUNT], sj_arena *arena,
                         sj_index_part *ret)
{
    size_t count = 0, n = 0;
    for (unsigned s = 0; s < SJ_SECTION_BLOCKS; s++)
        count += blocks_of((uint64_t)part[s].count * part[s].size_bytes);
    uint64_t *sum = sj_arena_alloc(arena, (count + 1) * sizeof *sum);
    if (!sum)
        return SJ_ENOMEM;
    for (unsigned s = 0; s < SJ_SECTION_BLOCKS; s++) {
        const uint64_t len = (uint64_t)part[s].count * part[s].size_bytes;
        for (size_t i = 0; i < blocks_of(len); i++, n++)
            sum[n] = checksum(part[s].bytes, len, i, n);
    }
    *ret = (sj_index_part){sum, count, sizeof *sum};
    return SJ_OK;
}

static uint64_t section_bytes(const sj_index *ix, unsigned s)
{
    return ix->header->section[s].count * sj_index_item_bytes[s];
}

size_t sj_blocks_count(const sj_index *ix)
{
    size_t count = 0;
    for (unsigned s = 0; s < SJ_SECTION_BLOCKS; s++)
        count += blocks_of(section_bytes(ix, s));
    return count;
}

sj_status sj_blocks_begin(sj_index *ix)
{
    const sj_index_section_item *blocks = &ix->header->section[SJ_SECTION_BLOCKS];
    size_t first = 0;
    for (unsigned s = 0; s < SJ_SECTION_BLOCKS; s++) {
        ix->block_first[s] = first;
        first += blocks_of(section_bytes(ix, s));
    }
    if (first != blocks->count ||
        blocks->checksum != sj_hash_bytes(ix->at.BLOCKS, (size_t)blocks->count * sizeof(uint64_t),
                                          SJ_SECTION_BLOCKS))
        return SJ_ECORRUPT;
    ix->checked = sj_mem_zalloc((first / SJ_BLOCK_BITS + 1) * sizeof *ix->checked);
    if (!ix->checked)
        return SJ_ENOMEM;
    SJ_TRY(sj_blocks_check(ix, SJ_SECTION_LISTS, 0, sj_index_count(ix, SJ_SECTION_LISTS)));
    return sj_blocks_check(ix, SJ_SECTION_RANGES, 0, sj_index_count(ix, SJ_SECTION_RANGES));
}

static sj_status compare(const sj_index *ix, sj_index_section s, size_t block)
{
    const size_t number = ix->block_first[s] + block;
    uint64_t *bits = &ix->checked[number / SJ_BLOCK_BITS];
    const uint64_t bit = (uint64_t)1 << number % SJ_BLOCK_BITS;
    if (__atomic_load_n(bits, __ATOMIC_RELAXED) & bit)
        return SJ_OK;
    if (checksum(ix->bytes + ix->header->section[s].offset, section_bytes(ix, s), block, number) !=
        ix->at.BLOCKS[number])
        return SJ_ECORRUPT;
    (void)__atomic_fetch_or(bits, bit, __ATOMIC_RELAXED); /* (1) */
    return SJ_OK;
}

sj_status sj_blocks_compare(const sj_index *ix, sj_index_section s, uint64_t first, uint64_t count)
{
    const uint64_t have = ix->header->section[s].count, size = sj_index_item_bytes[s];
    if (first > have || count > have - first)
        return SJ_ECORRUPT;
    const size_t last = (size_t)(((first + count) * size - 1) / SJ_INDEX_BLOCK);
    for (size_t i = (size_t)(first * size / SJ_INDEX_BLOCK); i <= last; i++)
        SJ_TRY(compare(ix, s, i));
    return SJ_OK;
}

sj_status sj_blocks_check_all(const sj_index *ix)
{
    for (unsigned s = 0; ix->checked && s < SJ_SECTION_BLOCKS; s++)
        SJ_TRY(sj_blocks_check(ix, (sj_index_section)s, 0, ix->header->section[s].count));
    return SJ_OK;
}

sj_status sj_blocks_check_bucket(const sj_index *ix, sj_index_section start, uint64_t bucket,
                                 sj_index_section item)
{
    if (!ix->checked)
        return SJ_OK;
    SJ_TRY(sj_blocks_check(ix, start, bucket, 2));
    const uint32_t *at =
        (const uint32_t *)(const void *)(ix->bytes + ix->header->section[start].offset) + bucket;
    return at[0] <= at[1] ? sj_blocks_check(ix, item, at[0], at[1] - at[0]) : SJ_ECORRUPT;
}

sj_status sj_blocks_check_core(const sj_index *ix, uint32_t core)
{
    if (!ix->checked)
        return SJ_OK;
    SJ_TRY(sj_blocks_check(ix, SJ_SECTION_CORES, core, 1));
    const sj_index_core_item *c = &ix->at.CORES[core];
    SJ_TRY(sj_blocks_check(ix, SJ_SECTION_TEXT, c->text, c->text_len));
    SJ_TRY(sj_blocks_check(ix, SJ_SECTION_SIGNATURES, c->signature_first, c->signature_count));
    return sj_blocks_check(ix, SJ_SECTION_TRAITS, c->signature_first, c->signature_count);
}

sj_status sj_blocks_check_form(const sj_index *ix, uint32_t form)
{
    if (!ix->checked)
        return SJ_OK;
    SJ_TRY(sj_blocks_check(ix, SJ_SECTION_FORMS, form, 1));
    const sj_index_form_item *f = &ix->at.FORMS[form];
    SJ_TRY(sj_blocks_check(ix, SJ_SECTION_UNITS, f->unit_first, f->unit_count));
    SJ_TRY(sj_blocks_check(ix, SJ_SECTION_NAMES, f->name, 1));
    return sj_blocks_check(ix, SJ_SECTION_RECORDS, ix->at.NAMES[f->name].record, 1);
}

sj_status sj_blocks_check_record(const sj_index *ix, uint32_t record)
{
    if (!ix->checked)
        return SJ_OK;
    SJ_TRY(sj_blocks_check(ix, SJ_SECTION_RECORDS, record, 1));
    const sj_index_record_item *r = &ix->at.RECORDS[record];
    return sj_blocks_check(ix, SJ_SECTION_BLOB, r->blob, r->blob_len);
}
