/* text/distance.c -- optimal string alignment for at most two edits, by trimming.
 *
 * After the common prefix and suffix are cut, words within one edit are left with
 * 0 or 1 letters on each side (or two swapped). Within two edits a small banded
 * search over what is left remains: try each edit at the first difference, trim
 * again. That is at most 4 + 16 trims of O(length), no matrix. OSA forbids
 * touching a swapped pair twice, which trimming respects because it moves past the
 * pair. Checked against the full matrix in tests/ref. */
#include "text/distance.h"

enum { LENGTH_MAX = 256 }; /* code points; longer words are compared for equality only */

struct word {
    uint32_t cp[LENGTH_MAX];
    size_t len;
};

static bool decode(sj_str s, struct word *w)
{
    size_t ascii = 0;
    while (ascii < s.len && ascii < LENGTH_MAX && (unsigned char)s.ptr[ascii] < 0x80) {
        w->cp[ascii] = (unsigned char)s.ptr[ascii];
        ascii++;
    }
    w->len = ascii;
    for (size_t pos = ascii; pos < s.len;) {
        if (w->len == LENGTH_MAX)
            return false;
        w->cp[w->len++] = sj_utf8_decode(s, &pos);
    }
    return true;
}

struct found {
    unsigned count;
    struct {
        size_t a, b;
        sj_edit_kind kind;
    } edit[2];
};

/* Edits between a[i..] and b[j..], at most `max`; fills ret and returns true if
 * they suffice. Order of trial: swap, replace, delete, insert: the first that
 * leads to the fewest edits is kept. */
static bool walk(const struct word *a, size_t i, const struct word *b, size_t j, unsigned max,
                 unsigned done, struct found *ret)
{
    while (i < a->len && j < b->len && a->cp[i] == b->cp[j]) {
        i++;
        j++;
    }
    const size_t left_a = a->len - i, left_b = b->len - j;
    if (left_a == 0 && left_b == 0) {
        ret->count = done;
        return true;
    }
    const size_t apart = left_a > left_b ? left_a - left_b : left_b - left_a;
    if (done == max || apart > max - done)
        return false;
    struct found best = {.count = max + 1}, trial = *ret;
    const bool swap =
        left_a > 1 && left_b > 1 && a->cp[i] == b->cp[j + 1] && a->cp[i + 1] == b->cp[j];
    const struct {
        bool possible;
        size_t a, b;
        sj_edit_kind kind;
    } step[] = {{swap, 2, 2, SJ_EDIT_TRANSPOSE},
                {left_a > 0 && left_b > 0, 1, 1, SJ_EDIT_REPLACE},
                {left_a > 0, 1, 0, SJ_EDIT_DELETE},
                {left_b > 0, 0, 1, SJ_EDIT_INSERT}};
    for (size_t s = 0; s < SJ_COUNT(step); s++) {
        if (!step[s].possible)
            continue;
        trial.edit[done].a = i;
        trial.edit[done].b = j;
        trial.edit[done].kind = step[s].kind;
        const unsigned limit = best.count ? best.count - 1 : 0;
        if (limit > done &&
            walk(a, i + step[s].a, b, j + step[s].b, limit < max ? limit : max, done + 1, &trial) &&
            trial.count < best.count)
            best = trial;
    }
    if (best.count > max)
        return false;
    *ret = best;
    return true;
}

/* One edit is what is left between the common beginning and the common end; walk() would
 * find the same. */
static bool is_within_one_edit(const struct word *a, const struct word *b, struct found *ret)
{
    size_t i = 0, end_a = a->len, end_b = b->len;
    while (i < end_a && i < end_b && a->cp[i] == b->cp[i])
        i++;
    while (end_a > i && end_b > i && a->cp[end_a - 1] == b->cp[end_b - 1]) {
        end_a--;
        end_b--;
    }
    const size_t left_a = end_a - i, left_b = end_b - i;
    const bool swap =
        left_a == 2 && left_b == 2 && a->cp[i] == b->cp[i + 1] && a->cp[i + 1] == b->cp[i];
    if (!swap && (left_a > 1 || left_b > 1))
        return false;
    ret->count = left_a + left_b ? 1 : 0;
    ret->edit[0].a = ret->edit[0].b = i;
    ret->edit[0].kind = swap      ? SJ_EDIT_TRANSPOSE
                        : !left_a ? SJ_EDIT_INSERT
                        : !left_b ? SJ_EDIT_DELETE
                                  : SJ_EDIT_REPLACE;
    return true;
}

/* Keys side by side on QWERTY, QWERTZ or AZERTY boards, in a row or one below. */
static bool neighbours(uint32_t x, uint32_t y)
{
    static const char digits[10][3] = {"9", "2", "13", "24", "35", "46", "57", "68", "79", "08"};
    static const char letters[26][8] = {
        "qswz",    "nv",   "svx",  "efsx", "drwz",  "dgr",    "fht",  "gjy",  "kou",
        "hku",     "ijl",  "kos",  "n",    "bm",    "ilp",    "o",    "aw",   "eft",
        "acdlswx", "gryz", "ijyz", "bc",   "aeqsx", "cdswyz", "htux", "aetux"};
    if (y == 0 || y > 127)
        return false;
    if (x >= '0' && x <= '9')
        return strchr(digits[x - '0'], (int)y) != NULL;
    return x >= 'a' && x <= 'z' && strchr(letters[x - 'a'], (int)y) != NULL;
}

static sj_edit_kind refine(const struct word *a, const struct word *b, size_t i, size_t j,
                           sj_edit_kind kind)
{
    if (kind == SJ_EDIT_REPLACE && neighbours(a->cp[i], b->cp[j]))
        return SJ_EDIT_KEYBOARD;
    if (kind == SJ_EDIT_INSERT &&
        ((j > 0 && b->cp[j - 1] == b->cp[j]) || (j + 1 < b->len && b->cp[j + 1] == b->cp[j])))
        return SJ_EDIT_DOUBLE;
    if (kind == SJ_EDIT_DELETE &&
        ((i > 0 && a->cp[i - 1] == a->cp[i]) || (i + 1 < a->len && a->cp[i + 1] == a->cp[i])))
        return SJ_EDIT_DOUBLE;
    return kind;
}

/* The letter at *pos as a scanner sees it. */
static char next_ocr(sj_str s, size_t *pos)
{
    const char c = s.ptr[(*pos)++];
    const char next = *pos < s.len ? s.ptr[*pos] : 0;
    const bool two =
        (c == 'r' && next == 'n') || (c == 'v' && next == 'v') || (c == 'c' && next == 'l');
    *pos += two;
    if (two)
        return c == 'r' ? 'm' : c == 'v' ? 'w' : 'd';
    return c == '0' ? 'o' : c == '1' ? 'l' : c == '5' ? 's' : c == '8' ? 'b' : c;
}

size_t sj_distance_ocr_fold(sj_str s, char *ret, size_t capacity)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < capacity;)
        ret[n++] = next_ocr(s, &i);
    return n;
}

static bool may_be_first_of_two(char c)
{
    return c == 'r' || c == 'v' || c == 'c';
}

/* What both begin with is the same to a scanner, up to a letter behind which it may have
 * seen two as one: most words part there. */
static bool same_to_ocr(sj_str a, sj_str b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && a.ptr[i] == b.ptr[i])
        i++;
    while (i > 0 && may_be_first_of_two(a.ptr[i - 1]))
        i--;
    size_t j = i;
    while (i < a.len && j < b.len)
        if (next_ocr(a, &i) != next_ocr(b, &j))
            return false;
    return i == a.len && j == b.len;
}

/* An edit of ASCII words changes the length by at most one and at most two of the letters
 * that occur at all: most words that are not alike are told apart here. */
static bool letters_differ(sj_str a, sj_str b, unsigned max)
{
    uint64_t in_a = 0, in_b = 0;
    unsigned char any = 0;
    for (size_t i = 0; i < a.len; i++) {
        any |= (unsigned char)a.ptr[i];
        in_a |= (uint64_t)1 << (a.ptr[i] & 63);
    }
    for (size_t i = 0; i < b.len; i++) {
        any |= (unsigned char)b.ptr[i];
        in_b |= (uint64_t)1 << (b.ptr[i] & 63);
    }
    const size_t apart = a.len > b.len ? a.len - b.len : b.len - a.len;
    return any < 0x80 && (apart > max || (unsigned)__builtin_popcountll(in_a ^ in_b) > 2 * max);
}

void sj_distance(sj_str a, sj_str b, unsigned max, sj_edits *ret)
{
    *ret = (sj_edits){.count = max + 1};
    if (sj_str_eq(a, b)) {
        ret->count = 0;
        return;
    }
    struct word x, y;
    struct found f = {0};
    if (max == 0 || max > 2 || a.len > LENGTH_MAX * 4 || b.len > LENGTH_MAX * 4)
        return;
    if (same_to_ocr(a, b)) {
        *ret = (sj_edits){.count = 1, .kind = {SJ_EDIT_OCR}};
        return;
    }
    if (letters_differ(a, b, max) || !decode(a, &x) || !decode(b, &y))
        return;
    if (!is_within_one_edit(&x, &y, &f) && (max == 1 || !walk(&x, 0, &y, 0, max, 0, &f)))
        return;
    ret->count = f.count;
    for (unsigned i = 0; i < f.count; i++) {
        ret->kind[i] = refine(&x, &y, f.edit[i].a, f.edit[i].b, f.edit[i].kind);
        ret->at[i] = (uint32_t)f.edit[i].a;
    }
}
