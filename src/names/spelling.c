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
/* By first letter, longer patterns before their prefixes. '^' binds to the start, '$'
 * to the end. */
#define RULES(letter, ...) static const struct rule rules_##letter[] = {__VA_ARGS__};
RULES(a, {"aye", "ae"}, {"ai", "e"}, {"ay", "e"}, {"aj", "e"}, {"ae", "e"}, {"ah$", "a"})
RULES(c, {"ch", "C"}, {"ck", "k"}, {"cz", "C"}, {"cc", "k"}, {"ce", "se"}, {"ci", "si"},
      {"cy", "si"}, {"c", "k"})
RULES(d, {"dzha", "ia"}, {"dzhu", "iu"}, {"dzho", "io"}, {"dja", "ia"}, {"dju", "iu"},
      {"djo", "io"}, {"dzh", "j"}, {"dj", "j"}, {"dh", "d"}) /* as j, which see */
RULES(e, {"eye", "ee"}, {"ee", "i"}, {"ei", "e"}, {"ey", "e"}, {"ej", "e"}, {"eh$", "e"})
RULES(g, {"gh", "g"})
RULES(i, {"^ie", "e"}, {"iou", "iu"}, {"iy", "i"}, {"ij", "i"}, {"ii", "i"}, {"ih$", "i"})
RULES(j, {"ja", "ia"}, {"ju", "iu"}, {"jo", "io"}) /* Jan, Yan; Juri, Yuri */
RULES(k, {"kh", "h"})
RULES(o, {"ou", "u"}, {"oo", "u"}, {"oe", "o"}, {"oh$", "o"})
RULES(p, {"ph", "f"})
RULES(q, {"qu", "k"}, {"q", "k"})
RULES(r, {"rh", "r"})
RULES(s, {"shch", "X"}, {"schtsch", "X"}, {"sch", "X"}, {"sh", "X"})
RULES(t, {"tsch", "C"}, {"tch", "C"}, {"th", "t"}, {"tz", "ts"})
RULES(u, {"ue", "u"}, {"uh$", "u"})
RULES(w, {"w", "v"})
RULES(x, {"x", "ks"})
RULES(y, {"^ye", "e"}, {"you", "iu"}, {"yi", "i"}, {"yy", "i"}, {"y", "i"})
RULES(z, {"zh", "J"})
#undef RULES
/* `second`: the letters of which one must follow, a bit each, so that at most letters no
 * rule is tried; ANY where a rule has one letter. Bits, because what follows a letter
 * cannot be foreseen, and a loop over letters would be. */
#define ANY UINT32_MAX
#define B(letter) ((uint32_t)1 << ((letter) - 'a'))
static const struct {
    const struct rule *rule;
    size_t count;
    uint32_t second;
} by_letter[26] = {
#define LETTER(letter, number, second) [number] = {rules_##letter, SJ_COUNT(rules_##letter), second}
    LETTER(a, 0, B('y') | B('i') | B('j') | B('e') | B('h')),
    LETTER(c, 2, ANY),
    LETTER(d, 3, B('z') | B('j') | B('h')),
    LETTER(e, 4, B('y') | B('e') | B('i') | B('j') | B('h')),
    LETTER(g, 6, B('h')),
    LETTER(i, 8, B('e') | B('o') | B('y') | B('j') | B('i') | B('h')),
    LETTER(j, 9, B('a') | B('u') | B('o')),
    LETTER(k, 10, B('h')),
    LETTER(o, 14, B('u') | B('o') | B('e') | B('h')),
    LETTER(p, 15, B('h')),
    LETTER(q, 16, ANY),
    LETTER(r, 17, B('h')),
    LETTER(s, 18, B('h') | B('c')),
    LETTER(t, 19, B('s') | B('c') | B('h') | B('z')),
    LETTER(u, 20, B('e') | B('h')),
    LETTER(w, 22, ANY),
    LETTER(x, 23, ANY),
    LETTER(y, 24, ANY),
    LETTER(z, 25, B('h')),
#undef LETTER
};

/* Whether a rule can begin with this letter and the next (0: none follows). */
static bool may_begin(char c, char next)
{
    const unsigned first = (unsigned)(unsigned char)c - 'a';
    const unsigned second = (unsigned)(unsigned char)next - 'a';
    if (first >= 26)
        return false;
    const uint32_t mask = by_letter[first].second;
    return mask == ANY || (second < 26 && (mask >> second & 1));
}
#undef ANY
#undef B

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

/* The first rule that fits at a letter; *ret_used letters of the input, 0 if none. */
static sj_str apply(sj_str s, size_t at, size_t *ret_used)
{
    const char c = s.ptr[at];
    const char next = at + 1 < s.len ? s.ptr[at + 1] : 0;
    *ret_used = 0;
    if (!may_begin(c, next))
        return SJ_S("");
    const struct rule *rule = by_letter[c - 'a'].rule;
    for (size_t r = 0; r < by_letter[c - 'a'].count; r++) {
        const char needed = rule[r].from[rule[r].from[0] == '^' ? 2 : 1];
        if (needed && needed != next)
            continue; /* most rules fail there */
        *ret_used = match(s, at, rule[r].from);
        if (*ret_used)
            return sj_str_from(rule[r].to);
    }
    return SJ_S("");
}

/* Returns the length; *ret_changed tells whether another round can change more. */
static size_t rewrite(sj_str s, char ret[SJ_SPELLING_MAX], bool *ret_changed)
{
    size_t n = 0, used;
    *ret_changed = false;
    for (size_t at = 0; at < s.len; at += used) {
        const sj_str to = apply(s, at, &used);
        for (size_t i = 0; i < to.len; i++)
            put(ret, &n, to.ptr[i]);
        *ret_changed |= used > 0;
        if (!used) {
            put(ret, &n, s.ptr[at]);
            used = 1;
        }
    }
    *ret_changed |= n != s.len;
    return n;
}

/* A rewriting can bring letters together that a rule joins (Aleksseyy); twice is
 * rarely needed, and the length falls or the text settles, so it ends. */
size_t sj_spelling_key(sj_str latin, char ret[SJ_SPELLING_MAX])
{
    enum { ROUNDS = 4 };
    char before[SJ_SPELLING_MAX];
    bool changed;
    size_t n = rewrite(latin, ret, &changed);
    for (unsigned round = 0; changed && round < ROUNDS; round++) {
        memcpy(before, ret, n);
        n = rewrite((sj_str){before, n}, ret, &changed);
    }
    return n;
}

/* ---- press keys ---- */

/* Longer patterns before their prefixes.  X is any
 * hissing or rasping sound; z is any s, z, ts. */
static const struct rule press[] = {
    {"schtsch", "X"}, {"chtch", "X"}, {"stsch", "X"}, {"shch", "X"}, {"dsch", "X"}, {"tsch", "X"},
    {"dzh", "X"},     {"tch", "X"},   {"tsh", "X"},   {"sch", "X"},  {"sh", "X"},   {"ch", "X"},
    {"kh", "X"},      {"zh", "X"},    {"cz", "X"},    {"dj", "X"},   {"h", "X"},    {"gue", "ge"},
    {"gui", "gi"},    {"gh", "g"},    {"ts", "z"},    {"tz", "z"},   {"c", "z"},    {"s", "z"},
    {"iou", "iu"},    {"you", "iu"},  {"ou", "u"},    {"oo", "u"},   {"yo", "e"},   {"jo", "e"},
    {"io", "e"},      {"ye", "e"},    {"je", "e"},    {"ie", "e"},   {"iy", "i"},   {"ij", "i"},
    {"ii", "i"},      {"yi", "i"},    {"y", "i"},     {"j", "i"},    {"ff$", "v"},  {"ine$", "in"},
    {"w", "v"},       {"q", "k"},     {"x", "kz"},
};

#define ENDING(text)             \
    {                            \
        (text), sizeof(text) - 1 \
    }
static bool is_press_name(sj_str s)
{
    static const sj_str ending[] = {
        ENDING("ov"),     ENDING("ev"),     ENDING("ow"),    ENDING("ew"),      ENDING("off"),
        ENDING("eff"),    ENDING("ova"),    ENDING("eva"),   ENDING("owa"),     ENDING("ewa"),
        ENDING("in"),     ENDING("ine"),    ENDING("ina"),   ENDING("sky"),     ENDING("ski"),
        ENDING("skij"),   ENDING("skiy"),   ENDING("skii"),  ENDING("skyi"),    ENDING("skyj"),
        ENDING("skaya"),  ENDING("skaja"),  ENDING("skaia"), ENDING("enko"),    ENDING("vich"),
        ENDING("witsch"), ENDING("vitch"),  ENDING("vic"),   ENDING("wicz"),    ENDING("vych"),
        ENDING("shvili"), ENDING("chvili"), ENDING("adze"),  ENDING("schwili"), ENDING("adse")};
    enum { LETTERS_MIN = 5 };
    if (s.len < LETTERS_MIN)
        return false;
    for (size_t i = 0; i < SJ_COUNT(ending); i++)
        if (s.ptr[s.len - 1] == ending[i].ptr[ending[i].len - 1] && sj_str_ends(s, ending[i]))
            return true;
    return false;
}
#undef ENDING

static bool may_be_french(sj_str s, size_t at)
{
    return s.ptr[at] == 'j' && at + 1 < s.len && strchr("aeiou", s.ptr[at + 1]);
}

static sj_str apply_press(sj_str s, size_t at, bool french, size_t *ret_used)
{
    const char c = s.ptr[at];
    *ret_used = 1;
    if (french && may_be_french(s, at))
        return SJ_S("X");
    for (size_t r = 0; r < SJ_COUNT(press); r++) {
        const size_t used = press[r].from[0] == c ? match(s, at, press[r].from) : 0;
        if (used) {
            *ret_used = used;
            return sj_str_from(press[r].to);
        }
    }
    return sj_str_slice(s, at, at + 1);
}

static size_t press_key(sj_str s, bool french, char ret[SJ_SPELLING_MAX])
{
    size_t n = 0, used;
    for (size_t at = 0; at < s.len; at += used) {
        const sj_str to = apply_press(s, at, french, &used);
        for (size_t i = 0; i < to.len; i++) {
            const bool soft = to.ptr[i] == 'o' && n && ret[n - 1] == 'X'; /* Chruschtschow */
            put(ret, &n, soft ? 'e' : to.ptr[i]);
        }
    }
    return n;
}

size_t sj_spelling_press(sj_str latin, sj_press_keys *ret)
{
    if (!is_press_name(latin))
        return 0;
    ret->len[0] = press_key(latin, false, ret->key[0]);
    for (size_t at = 0; at < latin.len; at++)
        if (may_be_french(latin, at)) {
            ret->len[1] = press_key(latin, true, ret->key[1]);
            return 2;
        }
    return 1;
}
