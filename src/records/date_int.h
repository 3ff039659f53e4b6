/* records/date_int.h -- the words of dates, shared by the grammar and its table. */
#ifndef SJ_RECORDS_DATE_INT_H
#define SJ_RECORDS_DATE_INT_H
#include <stddef.h>
#include <stdint.h>

enum token_kind {
    NUMBER,
    WORD,
    MONTH,
    MARK,    /* one ASCII byte in `value` */
    BETWEEN, /* between two points: value is one of the connectors below */
    CIRCA,
    SKIP,   /* "born", "in", "the" */
    PERIOD, /* early, mid, late: value 0, 1, 2 */
    UNIT    /* 年 月 日, 년 월 일: value 'y', 'm', 'd' */
};
enum connector { TO = 1, OR, AND, COMMA };

typedef struct sj_date_word {
    const char *word; /* lower case */
    enum token_kind kind;
    uint32_t value;
} sj_date_word;
extern const sj_date_word sj_date_word_table[];
extern const size_t sj_date_word_count;
#endif
