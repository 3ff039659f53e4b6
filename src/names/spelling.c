/* names/spelling.c -- one pass of longest-match rewriting, then doubled letters
 * are made single.
 *
 * The rules are what romanisations and orthographies disagree on: Russian BGN, GOST
 * and press (kh h, zh j, ts, y i iy ii), French and English (ou oo u, ch sh), German
 * (sch, w), Arabic in English, French and German dress (q k, ai ei ay ey, final h). A
 * rule that would make different names equal more often than it joins spellings of
 * one is left out: a and e, o and u stay apart (Ahmed and Ahmad are a row of
 * data/name_variants.tsv). Capital letters in the output are no input, so a key
 * keyed again stays as it is. */
#include "names/spelling.h"

struct rule {
    const char *from, *to;
};
/* Longer patterns before their prefixes. '^' binds to the start, '$' to the end. */
static const struct rule rules[] = {
    {"shch", "X"}, /* щ: shch, sch, sh by country */
    {"tsch", "C"}, /* German tsch, French tch: ch */
    {"schtsch", "X"}, {"sch", "X"},  {"sh", "X"},   {"tch", "C"},  {"ch", "C"},  {"dzh", "j"},
    {"dj", "j"},      {"zh", "J"},   {"kh", "h"}, /* х, خ */
    {"gh", "g"},      {"ph", "f"},   {"th", "t"},   {"dh", "d"},   {"rh", "r"},  {"tz", "ts"},
    {"ck", "k"},      {"cz", "C"},   {"cc", "k"},   {"qu", "k"},   {"q", "k"},   {"w", "v"},
    {"x", "ks"},      {"^ye", "e"},  {"^ie", "e"}, /* Yevgeny, Evgeny */
    {"eye", "ee"},    {"aye", "ae"}, {"iou", "iu"}, {"you", "iu"}, {"ou", "u"},  {"oo", "u"},
    {"yi", "i"},      {"iy", "i"},   {"ij", "i"},   {"ii", "i"},   {"yy", "i"},  {"ee", "i"},
    {"ai", "e"},      {"ay", "e"},   {"ei", "e"},   {"ey", "e"},   {"ej", "e"},  {"aj", "e"},
    {"ae", "e"},      {"oe", "o"},   {"ue", "u"},  /* umlauts written out */
    {"ja", "ia"},     {"ju", "iu"},  {"jo", "io"}, /* Jan, Yan; Juri, Yuri */
    {"y", "i"},       {"ah$", "a"},  {"eh$", "e"},  {"ih$", "i"},  {"oh$", "o"}, {"uh$", "u"},
    {"ce", "se"},     {"ci", "si"},  {"cy", "si"},  {"c", "k"},
};

static size_t match(sj_str s, size_t at, const char *from)
{
    size_t i = at;
    if (*from == '^') {
        if (at > 0)
            return 0;
        from++;
    }
    for (; *from && *from != '$'; from++, i++)
        if (i >= s.len || s.ptr[i] != *from)
            return 0;
    return *from == '$' && i != s.len ? 0 : i - at;
}

static void put(char *ret, size_t *n, char c)
{
    const bool doubled = *n > 0 && ret[*n - 1] == c && !(c >= '0' && c <= '9');
    if (!doubled && *n < SJ_SPELLING_MAX)
        ret[(*n)++] = c;
}

static size_t rewrite(sj_str s, char ret[SJ_SPELLING_MAX])
{
    size_t n = 0;
    for (size_t at = 0; at < s.len;) {
        size_t used = 0;
        for (size_t r = 0; r < SJ_COUNT(rules) && !used; r++) {
            used = match(s, at, rules[r].from);
            for (const char *p = rules[r].to; used && *p; p++)
                put(ret, &n, *p);
        }
        if (!used)
            put(ret, &n, s.ptr[at]);
        at += used ? used : 1;
    }
    return n;
}

/* A rewriting can bring letters together that a rule joins (Aleksseyy); twice is
 * rarely needed, and the length falls or the text settles, so it ends. */
size_t sj_spelling_key(sj_str latin, char ret[SJ_SPELLING_MAX])
{
    enum { ROUNDS = 4 };
    char before[SJ_SPELLING_MAX];
    size_t n = rewrite(latin, ret);
    for (unsigned round = 0; round < ROUNDS; round++) {
        const size_t old = n;
        memcpy(before, ret, n);
        n = rewrite((sj_str){before, old}, ret);
        if (n == old && memcmp(before, ret, n) == 0)
            break;
    }
    return n;
}
