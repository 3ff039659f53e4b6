/* cli/papers.h -- one number or zone as an answer for people, JSON or a CSV row. */
#ifndef SJ_CLI_PAPERS_H
#define SJ_CLI_PAPERS_H
#include "base/base.h"
#include "sojourn/mrz.h"
#include "sojourn/number.h"

typedef struct sj_paper_question {
    sj_str scheme; /* empty: find out */
    sj_date as_of;
    bool json;
} sj_paper_question;

/* Appends the answer for one value (lines of text, or one JSON object and a
 * newline). False if it is not valid in any reading. */
bool sj_paper_answer(const sj_paper_question *ask, sj_str value, sj_buf *to);

/* The cells of one CSV row: "true", "false" or "unknown", why, facts. The row's
 * own scheme goes before the question's; a country makes "passport" into
 * "passport.XX", "iban" into "xx.iban", and chooses among guesses. The scheme "mrz",
 * or none and the shape of a zone, reads a zone. False if the
 * row names an unknown scheme or country; ret_why says so. */
bool sj_paper_row(const sj_paper_question *ask, sj_str scheme, sj_str country, sj_str value,
                  sj_str *ret_answer, sj_buf *ret_why, sj_buf *ret_facts);
#endif
