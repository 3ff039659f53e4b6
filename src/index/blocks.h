/* index/blocks.h -- the checksums of a big file, block by block, as they are needed.
 *
 * Shape:  BLOCKS holds one checksum for each SJ_INDEX_BLOCK bytes of every section
 *         before it, section by section; the last block of a section may be short.
 *         A bit a block says that it was compared; a block is compared once.
 * Rule:   in an index with `checked` set, nothing is read before it is compared, and
 *         no number is followed before the items it leads to are. Without `checked`
 *         the whole file was compared when it was opened, and all of these succeed.
 * Threads: bits are set and read atomically; two threads may compare one block twice. */
#ifndef SJ_INDEX_BLOCKS_H
#define SJ_INDEX_BLOCKS_H
#include "index/build.h"

/* Checksums of all parts but the last, which they become. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_blocks_make(const sj_index_part part[SJ_SECTION_COUNT], sj_arena *arena,
                                 sj_index_part *ret);
/* Begins: compares BLOCKS and the sections that are small and always read. Bounds of
 * sections were checked. Errors: SJ_ECORRUPT, SJ_ENOMEM. */
SJ_MUST sj_status sj_blocks_begin(sj_index *ix);
size_t sj_blocks_count(const sj_index *ix);

enum { SJ_BLOCK_BITS = 64 }; /* a word of `checked` */
static const size_t sj_index_item_bytes[SJ_SECTION_COUNT] = {
#define X(name, type) sizeof(type),
    SJ_INDEX_SECTION_MAP(X)
#undef X
};
SJ_MUST sj_status sj_blocks_compare(const sj_index *ix, sj_index_section s, uint64_t first,
                                    uint64_t count);
/* The items [first, first + count) of a section. SJ_ECORRUPT if one lies in a damaged
 * block or past the section's end. A block that was compared costs some ten
 * instructions. */
SJ_MUST static inline sj_status sj_blocks_check(const sj_index *ix, sj_index_section s,
                                                uint64_t first, uint64_t count)
{
    if (!ix->checked || count == 0)
        return SJ_OK;
    const uint64_t size = sj_index_item_bytes[s], have = ix->header->section[s].count;
    const uint64_t from = first * size / SJ_INDEX_BLOCK,
                   last = ((first + count) * size - 1) / SJ_INDEX_BLOCK;
    const size_t number = ix->block_first[s] + (size_t)from;
    if (from == last && first < have && count <= have - first &&
        __atomic_load_n(&ix->checked[number / SJ_BLOCK_BITS], __ATOMIC_RELAXED) >>
                number % SJ_BLOCK_BITS &
            1)
        return SJ_OK;
    return sj_blocks_compare(ix, s, first, count);
}
/* Everything, as the scan reads it. */
SJ_MUST sj_status sj_blocks_check_all(const sj_index *ix);
/* A bucket of a table and its items. */
SJ_MUST sj_status sj_blocks_check_bucket(const sj_index *ix, sj_index_section start,
                                         uint64_t bucket, sj_index_section item);
/* A core with its text and signatures. */
SJ_MUST sj_status sj_blocks_check_core(const sj_index *ix, uint32_t core);
/* A form, its units and name. */
SJ_MUST sj_status sj_blocks_check_form(const sj_index *ix, uint32_t form);
/* A record and its facts. */
SJ_MUST sj_status sj_blocks_check_record(const sj_index *ix, uint32_t record);
#endif
