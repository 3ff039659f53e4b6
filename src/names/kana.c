/* names/kana.c -- the sounds of Kana and the letters they may stand for.
 *
 * Making: the Hepburn text is cut into consonants; each has a short list of skeleton
 * letters, likeliest first (a table below, each row with what it comes from), and the
 * skeletons are counted off with the last consonant changing fastest, as many as a core
 * holds. Comparing: two rows of sounds are aligned at least cost (Needleman and Wunsch,
 * 1970); vowels that Kana had to put in cost nothing, vowels that differ cost by how far
 * they are apart, and who costs more than a part of its length is another name.
 *
 * Not chosen: a key for both sides. English vowels in Kana follow the ear and Russian ones
 * the letters, so a key with vowels parts spellings of one name, and one without joins
 * Hussein and Hassan. */
#include "names/kana.h"
#include "names/spelling.h"
#include "text/roman.h"

#define WEIGHT_OF(x) ((unsigned)((x)*255 + 0.5))
enum { SOUNDS_MAX = 32, SKELETONS_MAX = 56, DETOURS_MAX = 3 };
enum { STEPS_MAX = 20000 }; /* in search of skeletons; a name takes a few hundred */

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* ---- signing ---- */

/* What a consonant of Kana may be in a skeleton: behind a bar as likely, behind a blank a
 * detour; a dot is nothing. */
struct sound {
    const char *kana, *inside, *first;
};
static const struct sound sounds[] = {
    {"sh", "S s C j", "S s C j"},            /* Shah, Sidorov, Charekh in French dress, Zhzh */
    {"ch", "C|t s k", "C|t s j"},            /* Putin has ti */
    {"ts", "s t z", "s t z"},                /* Tsar, Tula, Zvi */
    {"ky", "k x", "k x"},                    /* */
    {"kus", "k|. x", "k x"},                 /* x is s in a skeleton: Alexander */
    {"kis", "k|. x", "k x"},                 /* */
    {"k", "k x", "k x"},                     /* Khalid */
    {"g", "j k", "j k"},                     /* g and gh are j in a skeleton */
    {"s", "s t z S k", "s t z S k"},         /* th */
    {"z", "z s d t", "z s d t"},             /* dh, th */
    {"j", "j|d z dz dj s", "j|d z dz dj s"}, /* zh, dzh, dj; di */
    {"t", "t d", "t"},                       /* */
    {"d", "d t", "d"},                       /* */
    {"n", "n", "n"},                         /* */
    {"h", "h|x . f", "h|x f"},               /* Khan; the silent h */
    {"f", ".|f h x", "f|h x"},               /* -ov; Hussein */
    {"b", "b|.", "b|w"},                     /* v */
    {"v", ". b", "w b"},                     /* v is a glide of skeletons */
    {"p", "b", "b"},                         /* p is b in a skeleton */
    {"m", "m", "m"},                         /* */
    {"r", "r|l", "r|l"},                     /* */
    {"y", ".", "y . j"},                     /* */
    {"w", ".", "w ."},                       /* */
};
/* N before a consonant or at the end, and vowels that begin a name. */
static const struct sound nasal = {"n", "n nj m", "n"}, labial = {"n", "m n .", "m"},
                          first_u = {"u", ".", ".|w h"}, first_e = {"e", ".", ". y h"},
                          first_i = {"i", ".", ". y h"}, first_a = {"a", ".", ". h"};

static const struct sound *sound_at(sj_str s, size_t at, size_t *ret_used)
{
    const char c = s.ptr[at], next = at + 1 < s.len ? s.ptr[at + 1] : 0;
    *ret_used = 1;
    if (at == 0 && is_vowel(c))
        return c == 'u' || c == 'o' ? &first_u
               : c == 'e'           ? &first_e
               : c == 'i'           ? &first_i
                                    : &first_a;
    if (c == 'n' && !is_vowel(next) && next != 'y')
        return next == 'b' || next == 'p' || next == 'm' ? &labial : &nasal;
    for (size_t i = 0; i < SJ_COUNT(sounds); i++)
        if (sj_str_starts(sj_str_slice(s, at, s.len), sj_str_from(sounds[i].kana))) {
            const size_t n = strlen(sounds[i].kana);
            *ret_used = n < 3 ? n : 1; /* of three the others are only looked at */
            return &sounds[i];
        }
    return NULL;
}

struct row {
    const char *choice[SOUNDS_MAX];
    size_t count;
};
struct way {
    char text[SOUNDS_MAX * 2];
    size_t len, shortest, signed_count, steps;
};

static void cut(sj_str hepburn, struct row *r)
{
    size_t used;
    r->count = 0;
    for (size_t at = 0; at < hepburn.len && r->count < SOUNDS_MAX; at += used) {
        const struct sound *s = sound_at(hepburn, at, &used);
        const char next = at + 1 < hepburn.len ? hepburn.ptr[at + 1] : 0;
        const bool doubled = hepburn.ptr[at] == next || (hepburn.ptr[at] == 't' && next == 'c');
        if (doubled)
            used = 1;
        else if (s)
            r->choice[r->count++] = at == 0 ? s->first : s->inside;
    }
}

/* All ways to read the row whose choices cost `left` together; fewest detours first. */
static void sign_ways(sj_core_draft *d, const struct row *r, struct way *w, size_t at,
                      unsigned left)
{
    if (w->signed_count == SKELETONS_MAX || w->steps++ >= STEPS_MAX)
        return;
    if (at == r->count) {
        if (left == 0 && w->len < w->shortest)
            w->shortest = w->len;
        if (left == 0 && w->len >= 2) {
            sj_core_sign(d, SJ_SIGNATURE_SKELETON, (sj_str){w->text, w->len}, 255, SJ_RULE_KANA,
                         false);
            w->signed_count++;
        }
        return;
    }
    const size_t len = w->len;
    unsigned cost = 0;
    for (const char *c = r->choice[at]; cost <= left; c++) {
        w->len = len;
        for (; *c && *c != ' ' && *c != '|'; c++)
            if (*c != '.' && !(w->len && w->text[w->len - 1] == *c))
                w->text[w->len++] = *c;
        sign_ways(d, r, w, at + 1, left - cost);
        if (!*c)
            break;
        cost += *c == ' ';
    }
    w->len = len;
}

/* The word with the letters of Kana as Latin may have them: bits of `how` choose. */
static size_t respell(sj_str hepburn, unsigned how, char ret[SJ_SPELLING_MAX])
{
    static const char letters[][2] = {{'r', 'l'}, {'b', 'v'}, {'w', 'v'}, {'j', 'z'}};
    for (size_t i = 0; i < hepburn.len; i++) {
        ret[i] = hepburn.ptr[i];
        for (size_t p = 0; p < SJ_COUNT(letters); p++)
            if (ret[i] == letters[p][0] && (how >> p & 1))
                ret[i] = letters[p][1];
    }
    return hepburn.len;
}

/* A vowel that Kana put in at the end: -fu is v, h or f, -su s, -do d. */
static size_t without_end(char *text, size_t n, unsigned how)
{
    const char last = n > 2 ? text[n - 1] : 0, before = n > 2 ? text[n - 2] : 0;
    const bool put_in =
        (last == 'u' && !is_vowel(before)) || (last == 'o' && (before == 't' || before == 'd'));
    if (!put_in || how == 0)
        return how ? 0 : n;
    if (before == 'f')
        text[n - 2] = how == 1 ? 'v' : how == 2 ? 'h' : 'f';
    return how == 1 || before == 'f' ? n - 1 : 0;
}

/* Words with a consonant or none have no skeleton: Ali, Popov, Aziz, Lev. */
static void sign_short(sj_core_draft *d, sj_str hepburn)
{
    enum { LETTERS = 1 << 4, ENDS = 4 };
    char text[SJ_SPELLING_MAX], key[SJ_SPELLING_MAX];
    if (hepburn.len > sizeof text)
        return;
    for (unsigned end = 0; end < ENDS; end++)
        for (unsigned how = 0; how < LETTERS; how++) {
            const size_t n = without_end(text, respell(hepburn, how, text), end);
            if (n < 2)
                continue;
            sj_core_sign(d, SJ_SIGNATURE_READING, (sj_str){text, n}, WEIGHT_OF(0.93),
                         SJ_RULE_KANA_READING, false);
            const size_t k = sj_spelling_key((sj_str){text, n}, key);
            if (k >= 2)
                sj_core_sign(d, SJ_SIGNATURE_SPELLING, (sj_str){key, k}, WEIGHT_OF(0.92),
                             SJ_RULE_KANA_READING, false);
        }
}

void sj_kana_sign(sj_core_draft *d, sj_str hepburn)
{
    struct row r;
    cut(hepburn, &r);
    struct way w = {.shortest = SOUNDS_MAX};
    for (unsigned detours = 0; detours <= DETOURS_MAX; detours++)
        sign_ways(d, &r, &w, 0, detours);
    if (w.shortest < 2)
        sign_short(d, hepburn);
}

/* ---- comparing ---- */

/* Letters to sounds: what is written with two letters and said as one. */
static size_t sounds_of(sj_str s, char ret[SOUNDS_MAX])
{
    static const struct {
        const char *letters;
        char sound;
    } rows[] = {{"ssh", 'S'}, {"sch", 'S'}, {"tch", 'C'}, {"dzh", 'j'}, {"sh", 'S'}, {"ch", 'C'},
                {"ts", 'T'},  {"tz", 'T'},  {"kh", 'x'},  {"gh", 'g'},  {"zh", 'j'}, {"th", 's'},
                {"dh", 'z'},  {"ph", 'f'},  {"dj", 'j'},  {"ck", 'k'},  {"qu", 'k'}, {"ou", 'u'},
                {"oo", 'u'},  {"ee", 'i'},  {"ah", 'a'}};
    size_t n = 0, used;
    for (size_t at = 0; at < s.len && n < SOUNDS_MAX; at += used) {
        char c = s.ptr[at] == 'q' || s.ptr[at] == 'c' ? 'k' : s.ptr[at];
        used = 1;
        for (size_t i = 0; i < SJ_COUNT(rows) && used == 1; i++)
            if (sj_str_starts(sj_str_slice(s, at, s.len), sj_str_from(rows[i].letters)) &&
                !(rows[i].sound == 'a' && at + 2 != s.len)) {
                c = rows[i].sound;
                used = strlen(rows[i].letters);
            }
        if (c == 'x' && used == 1 && n + 1 < SOUNDS_MAX)
            ret[n++] = 'k', c = 's';
        if (n == 0 || ret[n - 1] != c)
            ret[n++] = c;
    }
    return n;
}

/* Hundredths that two vowels are apart. */
static int vowels_apart(char a, char b)
{
    static const char order[] = "aeiou";
    static const int apart[5][5] = {{0, 8, 16, 10, 16},
                                    {8, 0, 6, 14, 16},
                                    {16, 6, 0, 22, 18},
                                    {10, 14, 22, 0, 6},
                                    {16, 16, 18, 6, 0}};
    return apart[strchr(order, a) - order][strchr(order, b) - order];
}

enum { FAR = 60 };
static int consonants_apart(char kana, char latin)
{
    static const char *const one[] = {"rl",    "bvw",  "sztSj", "zsdjt", "jzdgST", "CtTsSk", "Tstz",
                                      "fhxvw", "hxfg", "kxg",   "gk",    "nm",     "SCsj",   "td",
                                      "dt",    "vbfw", "yij",   "wvuo",  "pb",     "uwv"};
    if (kana == latin)
        return 0;
    for (size_t i = 0; i < SJ_COUNT(one); i++)
        if (one[i][0] == kana && strchr(one[i] + 1, latin))
            return 3;
    return FAR;
}

static int sound_apart(char kana, char latin)
{
    if (latin == 'y' && is_vowel(kana))
        return kana == 'i' ? 0 : 8;
    if (is_vowel(kana) && is_vowel(latin))
        return vowels_apart(kana, latin);
    return consonants_apart(kana, latin);
}

/* What a sound costs that only Kana has: a vowel it had to put in costs nothing. */
static int kana_alone(const char *s, size_t at, size_t n)
{
    const char c = s[at], before = at ? s[at - 1] : 0;
    if (c == 'f' && at + 2 == n) /* a final h is left out: Tilfah */
        return 6;
    if (c == 'u' && at > 0)
        return 0;
    if (c == 'o' && (before == 't' || before == 'd'))
        return 0;
    if (c == 'i' && before && strchr("CjSk", before))
        return 2;
    if (c == 'y' || c == 'w' || c == 'h')
        return 4;
    return is_vowel(c) ? 14 : c == 'n' || c == 't' ? 12 : FAR;
}

static int latin_alone(char c)
{
    if (c == 'h' || c == 'y' || c == 'w')
        return 4;
    return is_vowel(c) ? 12 : c == 'g' || c == 'k' ? 14 : c == 'r' ? 16 : FAR;
}

static int least_of(int a, int b, int c)
{
    const int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

double sj_kana_likeness(sj_str hepburn, sj_str latin)
{
    enum { ALLOWED = 12, ALLOWED_MORE = 2, ALLOWED_MOST = 30 };
    char a[SOUNDS_MAX], b[SOUNDS_MAX];
    int above[SOUNDS_MAX + 1], row[SOUNDS_MAX + 1];
    const size_t n = sounds_of(hepburn, a), m = sounds_of(latin, b);
    above[0] = 0;
    for (size_t j = 0; j < m; j++)
        above[j + 1] = above[j] + latin_alone(b[j]);
    for (size_t i = 0; i < n; i++) {
        const int alone = kana_alone(a, i, n);
        row[0] = above[0] + alone;
        for (size_t j = 0; j < m; j++)
            row[j + 1] = least_of(above[j] + sound_apart(a[i], b[j]), above[j + 1] + alone,
                                  row[j] + latin_alone(b[j]));
        memcpy(above, row, sizeof row);
    }
    const int more = ALLOWED + ALLOWED_MORE * (int)m;
    const int allowed = more < ALLOWED_MOST ? more : ALLOWED_MOST;
    return above[m] > allowed ? 0 : 0.96 - 0.006 * above[m];
}
