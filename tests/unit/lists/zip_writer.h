/* tests/unit/lists/zip_writer.h -- a zip in memory, stored or deflated, for
 * tests that make spreadsheets and archives, good ones and hostile ones. */
#ifndef SJ_TESTS_ZIP_WRITER_H
#define SJ_TESTS_ZIP_WRITER_H
#include "base/base.h"
#include <zlib.h>

typedef struct zip_writer {
    sj_buf body, directory;
    unsigned count;
} zip_writer;

static inline void zip_number(sj_buf *to, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++, value >>= 8) /* more than eight: zeros follow */
        sj_buf_add_char(to, (char)(value & 0xff));
}

/* From the version needed to the length of the extra field: the same twice. */
static inline void zip_head(sj_buf *to, sj_str name, int method, uint32_t crc, size_t packed,
                            size_t plain)
{
    zip_number(to, 20, 2);
    zip_number(to, 0, 2);
    zip_number(to, (uint64_t)method, 2);
    zip_number(to, 0x21, 4); /* the first day that a zip knows */
    zip_number(to, crc, 4);
    zip_number(to, packed, 4);
    zip_number(to, plain, 4);
    zip_number(to, name.len, 2);
    zip_number(to, 0, 2);
}

static inline void zip_add_raw(zip_writer *z, sj_str name, int method, uint32_t crc, sj_str packed,
                               size_t plain)
{
    const size_t offset = z->body.len;
    sj_buf_add(&z->body, SJ_S("PK\3\4"));
    zip_head(&z->body, name, method, crc, packed.len, plain);
    sj_buf_add(&z->body, name);
    sj_buf_add(&z->body, packed);
    sj_buf_add(&z->directory, SJ_S("PK\1\2"));
    zip_number(&z->directory, 20, 2);
    zip_head(&z->directory, name, method, crc, packed.len, plain);
    zip_number(&z->directory, 0, 2 + 2 + 2 + 4);
    zip_number(&z->directory, offset, 4);
    sj_buf_add(&z->directory, name);
    z->count++;
}

static inline void zip_add(zip_writer *z, const char *name, sj_str bytes)
{
    const uint32_t crc = (uint32_t)crc32(0, (const unsigned char *)bytes.ptr, (unsigned)bytes.len);
    zip_add_raw(z, sj_str_from(name), 0, crc, bytes, bytes.len);
}

/* The archive; lives until zip_done. */
static inline sj_str zip_end(zip_writer *z)
{
    const size_t offset = z->body.len;
    sj_buf_add(&z->body, sj_buf_str(&z->directory));
    sj_buf_add(&z->body, SJ_S("PK\5\6"));
    zip_number(&z->body, 0, 4);
    zip_number(&z->body, z->count, 2);
    zip_number(&z->body, z->count, 2);
    zip_number(&z->body, z->directory.len, 4);
    zip_number(&z->body, offset, 4);
    zip_number(&z->body, 0, 2);
    return sj_buf_str(&z->body);
}

static inline void zip_done(zip_writer *z)
{
    sj_buf_done(&z->body);
    sj_buf_done(&z->directory);
}
/* A workbook with one sheet, whose rows of text are `cell`, `columns` a row. */
static inline sj_str zip_book(zip_writer *z, const char *sheet, const char *const *cell,
                              size_t columns, size_t rows)
{
    SJ_SCOPED(sj_buf) workbook = {0};
    SJ_SCOPED(sj_buf) text = {0};
    sj_buf_addf(&workbook, "<workbook><sheet name=\"%s\" id=\"a\"/></workbook>", sheet);
    sj_buf_add(&text, SJ_S("<w>"));
    for (size_t r = 0; r < rows; r++) {
        sj_buf_add(&text, SJ_S("<row>"));
        for (size_t c = 0; c < columns; c++)
            sj_buf_addf(&text, "<c t=\"str\"><v>%s</v></c>", cell[r * columns + c]);
        sj_buf_add(&text, SJ_S("</row>"));
    }
    sj_buf_add(&text, SJ_S("</w>"));
    zip_add(z, "xl/workbook.xml", sj_buf_str(&workbook));
    zip_add(z, "xl/_rels/workbook.xml.rels",
            SJ_S("<R><Relationship Id=\"a\" Target=\"one.xml\"/></R>"));
    zip_add(z, "xl/one.xml", sj_buf_str(&text));
    return zip_end(z);
}

#endif
