/* lists/mof_text.c -- the small grammar of a cell in Japan's list.
 *
 * Names come as `アリ・アトワ`, as a Japanese line over an English line, as
 * `ボスコ・ンタガンダ（Bosco Ntaganda）`, as `(a)... (b)...`, separated by `;` or
 * `、` or `,`, inside `（a.k.a. ...）`, with `(original script: ...)`. Everything
 * is narrowed first, so that each mark has one spelling, then cut from the
 * outside in:
 *     line -> wrapper and prefix -> enumeration -> list -> outside (inside).
 *
 *   (1) no letter is dropped: what is not a mark ends up in some name;
 *   (2) a comma separates English names only where no stronger mark does, and
 *       never before a legal form ("CO., LTD") or a suffix ("Jr.").
 *
 * Not chosen: one name a cell. Half of the aliases would be unmatchable. */
#include "lists/mof_text.h"

/* ---- characters ---- */

static uint32_t narrow(uint32_t cp)
{
    if (cp >= 0xff01 && cp <= 0xff5e)
        return cp - 0xfee0;
    return cp == 0x3000 || cp == 0xa0 ? ' ' : cp;
}

/* Of a number or an English word. */
static bool is_code_point(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

/* Hyphens, dashes, the minus and the mark of a long vowel, which people type
 * for one another: "SEー011697". */
static bool is_dash(uint32_t cp)
{
    return (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0x30fc || cp == 0x2500;
}

sj_status sj_mof_narrow(sj_arena *a, sj_str text, sj_str *ret)
{
    SJ_SCOPED(sj_buf) b = {0};
    uint32_t before = 0;
    for (size_t pos = 0; pos < text.len;) {
        uint32_t cp = narrow(sj_utf8_decode(text, &pos));
        size_t next = pos;
        if (is_dash(cp) && is_code_point(before) && next < text.len &&
            is_code_point(narrow(sj_utf8_decode(text, &next))))
            cp = '-';
        sj_buf_add_cp(&b, cp);
        before = cp;
    }
    SJ_TRY(sj_buf_status(&b));
    return sj_arena_copy(a, sj_str_trim(sj_buf_str(&b)), ret);
}

struct scripts {
    bool latin, kana, han, other;
};

static struct scripts scripts_of(sj_str s)
{
    struct scripts r = {0};
    for (size_t pos = 0; pos < s.len;) {
        const uint32_t c = sj_utf8_decode(s, &pos);
        r.latin |= (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0x250);
        r.kana |= c >= 0x3041 && c <= 0x30fe && c != 0x30fb;
        r.han |= (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff);
        r.other |= (c >= 0x370 && c < 0x1e00) || (c >= 0xac00 && c <= 0xd7a3);
    }
    return r;
}

bool sj_mof_is_nothing(sj_str text)
{
    text = sj_str_trim(text);
    return text.len == 0 || sj_str_eq(text, SJ_S("不明")) || sj_str_eq(text, SJ_S("なし")) ||
           sj_str_eq(text, SJ_S("-")) || sj_str_eq(text, SJ_S("―"));
}

static sj_str trim_marks(sj_str s)
{
    static const sj_str mark[] = {{"、", 3}, {",", 1}, {";", 1}, {"。", 3}, {"・", 3}};
    for (bool again = true; again;) {
        again = false;
        s = sj_str_trim(s);
        for (size_t i = 0; i < SJ_COUNT(mark); i++) {
            if (sj_str_starts(s, mark[i])) {
                s = sj_str_slice(s, mark[i].len, s.len);
                again = true;
            } else if (sj_str_ends(s, mark[i])) {
                s = sj_str_slice(s, 0, s.len - mark[i].len);
                again = true;
            }
        }
    }
    return s;
}

/* ---- enumerations ---- */

/* Length of "(x)" or "(xx)" with letters or digits at `at`; 0 if none. */
static size_t marker_at(sj_str s, size_t at)
{
    if (at >= s.len || s.ptr[at] != '(')
        return 0;
    size_t n = 1;
    while (n < 3 && at + n < s.len &&
           ((s.ptr[at + n] >= 'a' && s.ptr[at + n] <= 'z') ||
            (s.ptr[at + n] >= '0' && s.ptr[at + n] <= '9')))
        n++;
    return n > 1 && at + n < s.len && s.ptr[at + n] == ')' ? n + 1 : 0;
}

static sj_status push(sj_arena *a, sj_str item, sj_str **ret, size_t *ret_count)
{
    item = trim_marks(item);
    if (sj_mof_is_nothing(item))
        return SJ_OK;
    sj_str *to = sj_arena_push(a, ret, ret_count, sizeof **ret);
    if (!to)
        return SJ_ENOMEM;
    *to = item;
    return SJ_OK;
}

static bool has_marker(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (marker_at(s, i))
            return true;
    return false;
}

static sj_status cut_markers(sj_arena *a, sj_str s, sj_str **ret, size_t *ret_count)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        const size_t len = marker_at(s, i);
        if (len == 0)
            continue;
        SJ_TRY(push(a, sj_str_slice(s, from, i), ret, ret_count));
        from = i + len;
        i = from - 1;
    }
    return push(a, sj_str_slice(s, from, s.len), ret, ret_count);
}

/* Cuts at a separator outside brackets. */
static sj_status cut_at(sj_arena *a, sj_str s, sj_str separator, sj_str **ret, size_t *ret_count)
{
    size_t from = 0;
    int depth = 0;
    for (size_t i = 0; i < s.len; i++) {
        depth += s.ptr[i] == '(' ? 1 : s.ptr[i] == ')' && depth > 0 ? -1 : 0;
        if (depth || !sj_str_starts(sj_str_slice(s, i, s.len), separator))
            continue;
        SJ_TRY(push(a, sj_str_slice(s, from, i), ret, ret_count));
        from = i + separator.len;
        i = from - 1;
    }
    return push(a, sj_str_slice(s, from, s.len), ret, ret_count);
}

sj_status sj_mof_items(sj_arena *a, sj_str cell, sj_str **ret, size_t *ret_count)
{
    sj_str text, *item = NULL;
    size_t count = 0;
    SJ_TRY(sj_mof_narrow(a, cell, &text));
    if (has_marker(text))
        SJ_TRY(cut_markers(a, text, &item, &count));
    else
        SJ_TRY(cut_at(a, text, SJ_S("\n"), &item, &count));
    *ret = item;
    *ret_count = count;
    return SJ_OK;
}

/* ---- names ---- */

static const struct prefix {
    const char *text;
    bool changes;
    sj_name_kind kind;
} prefixes[] = {
    {"a.k.a.", false, 0},
    {"aka ", false, 0},
    {"also known as", false, 0},
    {"別称", false, 0},
    {"別名", false, 0},
    {"f.k.a.", true, SJ_NAME_FORMER},
    {"formerly known as", true, SJ_NAME_FORMER},
    {"旧称", true, SJ_NAME_FORMER},
    {"original script", true, SJ_NAME_ORIGINAL},
};

/* Takes "(旧称)", "f.k.a.", "別称、" or "original script:" off the front. */
static sj_str strip_prefix(sj_str s, sj_name_kind *kind)
{
    s = trim_marks(s);
    for (size_t i = 0; i < SJ_COUNT(prefixes); i++) {
        const bool open = sj_str_starts(s, SJ_S("("));
        const sj_str word = sj_str_from(prefixes[i].text);
        const sj_str inner = sj_str_trim(sj_str_slice(s, open, s.len));
        if (!sj_str_starts_nocase(inner, word))
            continue;
        sj_str rest = sj_str_trim(sj_str_slice(inner, word.len, inner.len));
        if (rest.len > 1 && rest.ptr[0] >= '1' && rest.ptr[0] <= '9' &&
            (rest.ptr[1] == ')' || rest.ptr[1] == ':')) /* "(別名1)" */
            rest = sj_str_slice(rest, 1, rest.len);
        const bool closed = open && sj_str_starts(rest, SJ_S(")"));
        if (closed || sj_str_starts(rest, SJ_S(":")))
            rest = sj_str_slice(rest, 1, rest.len);
        if (open && !closed && sj_str_ends(rest, SJ_S(")")))
            rest = sj_str_slice(rest, 0, rest.len - 1);
        if (prefixes[i].changes)
            *kind = prefixes[i].kind;
        return trim_marks(rest);
    }
    return s;
}

/* Of one entity: each is compared with those before. Seen: 48. */
enum { NAMES_MAX = 2000 };

static sj_status add_one(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str full)
{
    full = trim_marks(full);
    if (sj_mof_is_nothing(full))
        return SJ_OK;
    const struct scripts sc = scripts_of(full);
    const bool plain = kind == SJ_NAME_PRIMARY || kind == SJ_NAME_ALIAS;
    if (plain && (sc.kana || sc.han))
        kind = SJ_NAME_TRANSLATION;
    else if (plain && sc.other && !sc.latin)
        kind = SJ_NAME_ORIGINAL;
    for (size_t i = 0; i < e->name_count; i++)
        if (e->name[i].kind == kind && sj_str_eq(e->name[i].full, full))
            return SJ_OK;
    if (e->name_count == NAMES_MAX)
        return SJ_ELIMIT;
    SJ_TRY(sj_list_name(e, a, kind, full));
    if (sc.kana || (sc.han && kind == SJ_NAME_TRANSLATION))
        e->name[e->name_count - 1].language = SJ_S("ja");
    return SJ_OK;
}

static bool is_acronym(sj_str s)
{
    if (s.len < 2 || s.len > 10)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || (s.ptr[i] >= '0' && s.ptr[i] <= '9')))
            return false;
    return true;
}

static bool blank_at(sj_str s, size_t i)
{
    return i >= s.len || s.ptr[i] == ' ' || s.ptr[i] == '\n';
}

/* "Yurii(Yuriy) DEGTYAREV": the bracket is another spelling of the word before
 * it; gives "Yurii DEGTYAREV" and "Yuriy DEGTYAREV". */
static sj_status add_spellings(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str s, size_t open,
                               size_t close)
{
    const sj_str inner = sj_str_trim(sj_str_slice(s, open + 1, close));
    sj_str before = sj_str_trim(sj_str_slice(s, 0, open)), both[2];
    const sj_str after = sj_str_trim(sj_str_slice(s, close + 1, s.len));
    size_t word = before.len;
    while (word > 0 && !blank_at(before, word - 1))
        word--;
    const sj_str first[] = {before, after},
                 second[] = {sj_str_slice(before, 0, word), inner, after};
    SJ_TRY(sj_list_join(a, first, 2, SJ_S(" "), &both[0]));
    SJ_TRY(sj_list_join(a, second, 3, SJ_S(" "), &both[1]));
    SJ_TRY(add_one(e, a, kind, both[0]));
    return add_one(e, a, kind == SJ_NAME_PRIMARY ? SJ_NAME_ALIAS : kind, both[1]);
}

static sj_status add_inside(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str inner,
                            const struct scripts *outside)
{
    sj_name_kind k = kind == SJ_NAME_PRIMARY ? SJ_NAME_ALIAS : kind;
    inner = strip_prefix(inner, &k);
    const struct scripts in = scripts_of(inner);
    if (is_acronym(inner) && k == SJ_NAME_ALIAS)
        k = SJ_NAME_ABBREVIATION;
    else if (outside->latin && !in.latin && !in.kana && (in.han || in.other))
        k = SJ_NAME_ORIGINAL;
    return add_one(e, a, k, inner);
}

/* One name, perhaps with a bracket: outside (inside). */
static sj_status add_item(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str s)
{
    s = strip_prefix(s, &kind);
    const size_t open = sj_str_find(s, SJ_S("("), 0);
    size_t close = s.len;
    while (close > open && s.ptr[close - 1] != ')')
        close--;
    if (open == s.len || close <= open + 1)
        return add_one(e, a, kind, s);
    close--;
    const sj_str before = sj_str_slice(s, 0, open), inner = sj_str_slice(s, open + 1, close),
                 after = sj_str_trim(sj_str_slice(s, close + 1, s.len));
    const struct scripts out = scripts_of(before), in = scripts_of(inner);
    if (open > 0 && !out.kana && !out.han && !in.kana && after.len &&
        sj_str_find(sj_str_trim(inner), SJ_S(" "), 0) == sj_str_trim(inner).len)
        return add_spellings(e, a, kind, s, open, close);
    const bool foreign =
        (out.kana || out.han) ? in.latin && !in.kana : in.han || in.other || is_acronym(inner);
    if (open == 0 || after.len || (!foreign && sj_str_find(inner, SJ_S("script"), 0) == inner.len))
        return add_one(e, a, kind, s); /* (1): kept whole */
    SJ_TRY(add_one(e, a, kind, before));
    return add_inside(e, a, kind, inner, &out);
}

static bool continues(sj_str s) /* (2) */
{
    static const char *const word[] = {"ltd",  "llc",   "inc", "co", "limited", "jsc",
                                       "s.a",  "sa",    "plc", "jr", "sr",      "gmbh",
                                       "corp", "l.l.c", "ii",  "iii"};
    s = sj_str_trim(s);
    while (s.len && (s.ptr[s.len - 1] == '.' || s.ptr[s.len - 1] == ')'))
        s.len--;
    for (size_t i = 0; i < SJ_COUNT(word); i++)
        if (sj_str_eq_nocase(s, sj_str_from(word[i])))
            return true;
    return false;
}

static sj_status add_by_commas(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str s)
{
    sj_str *piece = NULL;
    size_t count = 0;
    SJ_TRY(cut_at(a, s, SJ_S(","), &piece, &count));
    for (size_t i = 0; i < count; i++) {
        sj_str name = piece[i];
        for (; i + 1 < count && continues(piece[i + 1]); i++) /* one text: join by its edges */
            name.len = (size_t)(piece[i + 1].ptr + piece[i + 1].len - name.ptr);
        SJ_TRY(add_item(e, a, kind, name));
    }
    return SJ_OK;
}

static sj_status add_list(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str s, bool alone)
{
    const sj_str semicolon = SJ_S(";"), comma = SJ_S("、");
    sj_str *piece = NULL;
    size_t count = 0;
    const struct scripts sc = scripts_of(s);
    if (sj_str_find(s, semicolon, 0) < s.len)
        SJ_TRY(cut_at(a, s, semicolon, &piece, &count));
    else if (alone && kind != SJ_NAME_PRIMARY && (sc.kana || sc.han))
        SJ_TRY(cut_at(a, s, comma, &piece, &count));
    else if (alone && kind != SJ_NAME_PRIMARY)
        return add_by_commas(e, a, kind, s);
    else
        return add_item(e, a, kind, s);
    for (size_t i = 0; i < count; i++)
        SJ_TRY(add_item(e, a, kind, piece[i]));
    return SJ_OK;
}

sj_status sj_mof_names(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str cell)
{
    sj_str text, *line = NULL;
    size_t line_count = 0;
    SJ_TRY(sj_mof_narrow(a, cell, &text));
    SJ_TRY(cut_at(a, text, SJ_S("\n"), &line, &line_count));
    for (size_t i = 0; i < line_count; i++) {
        sj_name_kind k = kind;
        sj_str *item = NULL;
        size_t count = 0;
        const sj_str s = strip_prefix(line[i], &k);
        const bool alone = !has_marker(s);
        SJ_TRY(cut_markers(a, s, &item, &count));
        for (size_t j = 0; j < count; j++)
            SJ_TRY(add_list(e, a, k, item[j], alone));
    }
    return SJ_OK;
}

/* ---- dates ---- */

static bool number_before(sj_str s, size_t *pos, const char *unit, unsigned max, unsigned *ret)
{
    size_t i = *pos;
    unsigned n = 0, digits = 0;
    while (i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\n'))
        i++;
    for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && digits < 5; i++, digits++)
        n = n * 10 + (unsigned)(s.ptr[i] - '0');
    while (i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\n'))
        i++;
    const sj_str u = sj_str_from(unit);
    if (digits == 0 || n == 0 || n > max || !sj_str_starts(sj_str_slice(s, i, s.len), u))
        return false;
    *pos = i + u.len;
    *ret = n;
    return true;
}

/* The next "1941年8月20日" at or after *pos; the month and the day may lack. */
static bool next_day(sj_str s, size_t *pos, sj_date *ret)
{
    for (size_t i = *pos; i < s.len; i++) {
        unsigned year, month = 0, day = 0;
        if (s.ptr[i] < '0' || s.ptr[i] > '9' ||
            (i > 0 && s.ptr[i - 1] >= '0' && s.ptr[i - 1] <= '9'))
            continue;
        size_t at = i;
        if (!number_before(s, &at, "年", 9999, &year) || year < 1000)
            continue;
        if (number_before(s, &at, "月", 12, &month))
            (void)number_before(s, &at, "日", 31, &day);
        const sj_date d = {(int16_t)year, (uint8_t)month, (uint8_t)day};
        *pos = at;
        if (!sj_date_valid(d))
            continue;
        *ret = d;
        return true;
    }
    return false;
}

bool sj_mof_date(sj_str item, sj_date_range *ret)
{
    size_t pos = 0;
    sj_date first, second;
    if (!next_day(item, &pos, &first))
        return sj_date_parse(item, ret);
    size_t end = pos;
    const bool two = next_day(item, &end, &second);
    const sj_str between = two ? sj_str_slice(item, pos, end) : (sj_str){0};
    const bool span = two && (sj_str_find(between, SJ_S("から"), 0) < between.len ||
                              sj_str_find(between, SJ_S("-"), 0) < between.len ||
                              sj_str_find(between, SJ_S("～"), 0) < between.len ||
                              sj_str_find(between, SJ_S("~"), 0) < between.len);
    const bool circa = sj_str_find(item, SJ_S("頃"), 0) < item.len;
    *ret = (sj_date_range){first, span ? second : first, circa};
    return true;
}

bool sj_mof_date_after(sj_str item, sj_date last, sj_date_range *ret)
{
    unsigned year, month, day;
    size_t at = 0;
    sj_date d = {last.year, 0, 0};
    if (last.year == 0)
        return false;
    if (number_before(item, &at, "月", 12, &month)) {
        d.month = (uint8_t)month;
        if (number_before(item, &at, "日", 31, &day))
            d.day = (uint8_t)day;
    } else if (number_before(item, &at, "日", 31, &day)) {
        d.month = last.month;
        d.day = (uint8_t)day;
    } else if (item.len >= 2 && number_before(item, &at, "", 99, &year) && at == 2) {
        d.year = (int16_t)(last.year / 100 * 100 + (int)year);
    } else {
        return false;
    }
    if (!sj_date_valid(d))
        return false;
    *ret = (sj_date_range){d, d, false};
    return true;
}

/* ---- states ---- */

/* What stands behind the short name of a state in its full one, or behind a
 * state's name where its people are meant. */
static const char *const state_endings[] = {"共和国",
                                            "連邦共和国",
                                            "民主共和国",
                                            "人民共和国",
                                            "イスラム共和国",
                                            "アラブ共和国",
                                            "社会主義共和国",
                                            "王国",
                                            "公国",
                                            "連邦",
                                            "国",
                                            "人"};

static sj_str state_named(sj_str s)
{
    const sj_str code = sj_country_parse(s);
    for (size_t i = 0; i < SJ_COUNT(state_endings) && code.len == 0; i++) {
        const sj_str ending = sj_str_from(state_endings[i]);
        const sj_str name = sj_str_slice(s, 0, s.len - ending.len);
        if (s.len > ending.len && sj_str_ends(s, ending) && sj_country_parse(name).len)
            return sj_country_parse(name);
    }
    return code;
}

static bool is_katakana(uint32_t c)
{
    return (c >= 0x30a1 && c <= 0x30ff);
}

static bool is_latin(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0x250);
}

/* A name ends with a letter, and where its script ends: no Mali in Mariupol. */
static bool name_ends_at(sj_str s, size_t last, size_t end)
{
    size_t at = last, next = end;
    const uint32_t before = sj_utf8_decode(s, &at),
                   after = end < s.len ? sj_utf8_decode(s, &next) : 0;
    const bool letter = is_latin(before) || (before >= 0x370 && before < 0x2000) ||
                        (before >= 0x3041 && before <= 0xd7a3);
    return letter && !(is_katakana(before) && is_katakana(after)) &&
           !(is_latin(before) && is_latin(after));
}

/* Shorter ones are codes and words ("No"); the longest full name has 84. */
enum { STATE_BYTES_MIN = 4, STATE_BYTES_MAX = 96 };

size_t sj_mof_leading_state(sj_str s, sj_str *ret)
{
    size_t best = 0, last = 0;
    for (size_t at = 0; at < s.len && at < STATE_BYTES_MAX;) {
        last = at;
        (void)sj_utf8_decode(s, &at);
        const sj_str code = at >= STATE_BYTES_MIN && name_ends_at(s, last, at)
                                ? state_named(sj_str_slice(s, 0, at))
                                : (sj_str){0};
        if (code.len) {
            *ret = code;
            best = at;
        }
    }
    return best;
}

sj_str sj_mof_country(sj_str text)
{
    static const char *const behind[] = {" ", "(", "\n", "。", "、", ",", ";"};
    text = trim_marks(text);
    sj_str code = state_named(text), other;
    if (code.len || text.len == 0)
        return code;
    const size_t end = sj_mof_leading_state(text, &code);
    const sj_str rest = sj_str_slice(text, end, text.len);
    bool apart = end && sj_mof_leading_state(rest, &other) == rest.len && sj_str_eq(code, other);
    for (size_t i = 0; i < SJ_COUNT(behind); i++)
        apart |= end && sj_str_starts(rest, sj_str_from(behind[i]));
    return apart ? code : (sj_str){0};
}

/* Behind the last comma, or inside the last bracket if the text ends with it. */
static sj_str last_piece(sj_str text)
{
    static const char *const commas[] = {",", "、", ":"};
    size_t from = 0;
    if (sj_str_ends(text, SJ_S(")"))) {
        const sj_str open = SJ_S("(");
        for (size_t at = sj_str_find(text, open, 0); at < text.len;
             at = sj_str_find(text, open, at + 1))
            from = at + 1;
        return sj_str_slice(text, from, text.len - 1);
    }
    for (size_t i = 0; i < SJ_COUNT(commas); i++) {
        const sj_str comma = sj_str_from(commas[i]);
        for (size_t at = sj_str_find(text, comma, 0); at < text.len;
             at = sj_str_find(text, comma, at + 1))
            from = at + comma.len > from ? at + comma.len : from;
    }
    return sj_str_slice(text, from, text.len);
}

sj_str sj_mof_place_country(sj_str text)
{
    text = trim_marks(text);
    sj_str first = {0};
    const sj_str last = state_named(sj_str_trim(last_piece(text)));
    (void)sj_mof_leading_state(text, &first);
    if (first.len && last.len && !sj_str_eq(first, last))
        return (sj_str){0}; /* two states: no guess */
    return first.len ? first : last;
}
