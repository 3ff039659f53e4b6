/* papers/mrz_name.c -- names as a zone writes them, 9303-3 section 6: A. Latin national
 * characters, B. Cyrillic, C. Arabic. Other Latin letters lose their marks through the
 * fold of text/; apostrophes and full stops fall away, hyphens and blanks part. */
#include "papers/mrz.h"
#include "text/unicode.h"

struct letter {
    uint32_t cp;
    const char *to;
};
/* Where the section gives several, the first is what is written; all are accepted by
 * sj_mrz_name_agrees through the two Latin readings. Small letters are folded first. */
static const struct letter latin[] = {
    {0xC4, "AE"}, {0xC5, "AA"},  {0xC6, "AE"}, {0xD0, "D"},    {0xD6, "OE"},  {0xD8, "OE"},
    {0xDC, "UE"}, {0xDE, "TH"},  {0xDF, "SS"}, {0x1E9E, "SS"}, {0x110, "D"},  {0x126, "H"},
    {0x131, "I"}, {0x132, "IJ"}, {0x141, "L"}, {0x14A, "N"},   {0x152, "OE"}, {0x166, "T"}};
static const struct letter cyrillic[] = {
    {0x401, "E"},  {0x402, "D"},  {0x403, "G"},  {0x404, "IE"},   {0x405, "DZ"}, {0x406, "I"},
    {0x407, "I"},  {0x408, "J"},  {0x409, "LJ"}, {0x40A, "NJ"},   {0x40B, "C"},  {0x40C, "K"},
    {0x40E, "U"},  {0x40F, "DZ"}, {0x410, "A"},  {0x411, "B"},    {0x412, "V"},  {0x413, "G"},
    {0x414, "D"},  {0x415, "E"},  {0x416, "ZH"}, {0x417, "Z"},    {0x418, "I"},  {0x419, "I"},
    {0x41A, "K"},  {0x41B, "L"},  {0x41C, "M"},  {0x41D, "N"},    {0x41E, "O"},  {0x41F, "P"},
    {0x420, "R"},  {0x421, "S"},  {0x422, "T"},  {0x423, "U"},    {0x424, "F"},  {0x425, "KH"},
    {0x426, "TS"}, {0x427, "CH"}, {0x428, "SH"}, {0x429, "SHCH"}, {0x42A, "IE"}, {0x42B, "Y"},
    {0x42C, ""},   {0x42D, "E"},  {0x42E, "IU"}, {0x42F, "IA"},   {0x46A, "U"},  {0x474, "Y"},
    {0x490, "G"},  {0x492, "F"}};
static const struct letter arabic[] = {
    {0x621, "XE"},  {0x622, "XAA"}, {0x623, "XAE"}, {0x624, "U"},   {0x625, "I"},   {0x626, "XI"},
    {0x627, "A"},   {0x628, "B"},   {0x629, "XTA"}, {0x62A, "T"},   {0x62B, "XTH"}, {0x62C, "J"},
    {0x62D, "XH"},  {0x62E, "XKH"}, {0x62F, "D"},   {0x630, "XDH"}, {0x631, "R"},   {0x632, "Z"},
    {0x633, "S"},   {0x634, "XSH"}, {0x635, "XSS"}, {0x636, "XDZ"}, {0x637, "XTT"}, {0x638, "XZZ"},
    {0x639, "E"},   {0x63A, "G"},   {0x641, "F"},   {0x642, "Q"},   {0x643, "K"},   {0x644, "L"},
    {0x645, "M"},   {0x646, "N"},   {0x647, "H"},   {0x648, "W"},   {0x649, "XAY"}, {0x64A, "Y"},
    {0x671, "XXA"}, {0x679, "XXT"}, {0x67C, "XRT"}, {0x67E, "P"},   {0x681, "XKE"}, {0x685, "XXH"},
    {0x686, "XC"},  {0x688, "XXD"}, {0x689, "XDR"}, {0x691, "XXR"}, {0x693, "XRR"}, {0x696, "XRX"},
    {0x698, "XJ"},  {0x69A, "XXS"}, {0x6A9, "XKK"}, {0x6AB, "XXK"}, {0x6AD, "XNG"}, {0x6AF, "XGG"},
    {0x6BA, "XNN"}, {0x6BC, "XXN"}, {0x6BE, "XDO"}, {0x6C0, "XYH"}, {0x6C1, "XXG"}, {0x6C2, "XGE"},
    {0x6C3, "XTG"}, {0x6CC, "XYA"}, {0x6CD, "XXY"}, {0x6D0, "Y"},   {0x6D2, "XYB"}, {0x6D3, "XBE"}};

static const char *find(const struct letter *table, size_t count, uint32_t cp)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].cp == cp)
            return table[i].to;
    return NULL;
}

/* The capital of the letters of these tables; other letters as they are. */
static uint32_t capital(uint32_t cp)
{
    if ((cp >= 'a' && cp <= 'z') || (cp >= 0xE0 && cp <= 0xFE && cp != 0xF7) ||
        (cp >= 0x430 && cp <= 0x44F))
        return cp - 32;
    if (cp >= 0x450 && cp <= 0x45F)
        return cp - 80;
    const bool paired = (cp >= 0x100 && cp <= 0x137) || (cp >= 0x14A && cp <= 0x177) ||
                        (cp >= 0x460 && cp <= 0x4FF);
    if (paired && (cp & 1))
        return cp == 0x131 ? cp : cp - 1;
    return cp == 0x142 ? 0x141 : cp;
}

static const char *letters_of(uint32_t cp)
{
    const uint32_t c = capital(cp);
    const char *to = find(latin, SJ_COUNT(latin), c);
    if (!to)
        to = find(cyrillic, SJ_COUNT(cyrillic), c);
    return to ? to : find(arabic, SJ_COUNT(arabic), c);
}

struct written {
    char *to;
    size_t len, capacity;
    bool parted;
};

static void put(struct written *w, char c)
{
    if (c == '<') {
        w->parted = w->len > 0;
        return;
    }
    if (w->parted && w->len < w->capacity)
        w->to[w->len++] = '<';
    w->parted = false;
    if (w->len < w->capacity)
        w->to[w->len++] = c;
}

/* A letter without an entry: what the fold leaves of it, if that is ASCII. */
static void put_folded(struct written *w, uint32_t cp)
{
    uint32_t folded[SJ_FOLD_MAX];
    const size_t n = sj_unicode_fold(cp, folded);
    for (size_t i = 0; i < n; i++) {
        if (folded[i] >= 'a' && folded[i] <= 'z')
            put(w, (char)(folded[i] - 'a' + 'A'));
        else if (folded[i] >= '0' && folded[i] <= '9')
            put(w, (char)folded[i]);
    }
}

static bool is_parting(uint32_t cp)
{
    return cp == ' ' || cp == '-' || cp == ',' || cp == 0x2010 || cp == 0x2013 || cp == 0xA0;
}

enum { TEH_MARBUTA = 0x629, SHADDA = 0x651 };

/* The letter's signs in its place: teh marbuta at the end of a part is XAH, a shadda is
 * the letter before it once more. */
static const char *signs_of(uint32_t cp, sj_str rest, const char *before)
{
    size_t pos = 0;
    if (cp == SHADDA)
        return before;
    if (cp == TEH_MARBUTA && (rest.len == 0 || is_parting(sj_utf8_decode(rest, &pos))))
        return "XAH";
    return letters_of(cp);
}

/* `plain`: umlauts lose their marks instead (both ways are met on real documents). */
static size_t write_name(sj_str name, bool plain, char *ret, size_t capacity)
{
    struct written w = {.to = ret, .capacity = capacity};
    const char *before = "";
    for (size_t pos = 0; pos < name.len;) {
        const uint32_t cp = sj_utf8_decode(name, &pos);
        if (is_parting(cp)) {
            put(&w, '<');
            continue;
        }
        const sj_str rest = sj_str_slice(name, pos, name.len);
        const char *to = plain && capital(cp) < 0x180 ? NULL : signs_of(cp, rest, before);
        before = to ? to : "";
        if (!to)
            put_folded(&w, cp);
        for (; to && *to; to++)
            put(&w, *to);
    }
    return w.len;
}

size_t sj_mrz_transliterate(sj_str name, char *ret, size_t capacity)
{
    return write_name(name, false, ret, capacity);
}

static bool has_part(sj_str name, sj_str part, bool prefix)
{
    sj_str rest = name, one;
    while (rest.len && sj_str_split(&rest, '<', &one))
        if (sj_str_eq(one, part) || (prefix && sj_str_starts(one, part)))
            return true;
    return false;
}

static bool parts_agree(const sj_mrz *m, sj_str name)
{
    const sj_str all[2] = {sj_str_from(m->surname), sj_str_from(m->given)};
    size_t parts = 0;
    for (size_t i = 0; i < 2; i++) {
        sj_str rest = all[i], part;
        while (rest.len && sj_str_split(&rest, ' ', &part)) {
            const bool last = rest.len == 0 && (i == 1 || all[1].len == 0);
            if (!has_part(name, part, m->names_cut && last))
                return false;
            parts++;
        }
    }
    return parts > 0;
}

bool sj_mrz_name_agrees(const sj_mrz *m, sj_str name)
{
    char written[256];
    for (int plain = 0; plain < 2; plain++) {
        const size_t n = write_name(name, plain != 0, written, sizeof written);
        if (parts_agree(m, (sj_str){written, n}))
            return true;
    }
    return false;
}
