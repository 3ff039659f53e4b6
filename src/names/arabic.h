/* names/arabic.h -- what Arabic and Persian names write joined or apart.
 *
 * Abdulrahman, Abd al-Rahman, عبدالرحمن and アブドゥルラフマン are cut alike: "Abdul" and a
 * name. Abdullah, عبد الله, Abd Allah are one word: there God's name is all that follows. */
#ifndef SJ_NAMES_ARABIC_H
#define SJ_NAMES_ARABIC_H
#include "text/token.h"

/* Bytes of "abdul", "abdel" ... in a joined word of Latin letters or Kana; 0 if it has none or
 * what follows is no name of its own. */
size_t sj_arabic_abdul(sj_str word);
/* How many tokens at `at` are the prefix written apart ("Abd al"); 0 if none. */
size_t sj_arabic_abdul_apart(const sj_tokens *t, size_t at);
/* Are the two tokens at `at` "Abd Allah"? */
bool sj_arabic_is_abdullah(const sj_tokens *t, size_t at);
/* Bytes of the article, or of "Abd al-", that a word in Arabic letters begins with; 0 if none. */
size_t sj_arabic_prefix(sj_str word, bool *ret_abdul);
/* Bytes before -nejad, -zadeh, -pour; all of the word if it ends in none. */
size_t sj_persian_stem(sj_str word);
/* In a company's name: bytes of "for the" (للتجارة) before a word of the tables; of the article. */
size_t sj_arabic_purpose(const sj_token *t);
size_t sj_arabic_company_article(const sj_token *t);
#endif
