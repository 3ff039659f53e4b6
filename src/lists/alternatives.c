/* lists/alternatives.c -- names that stand inside a name. Committees, journals
 * and ministries write several into one cell:
 *
 *   Sohra Group / Sohra LLC
 *   Samer Kamal AL-ASSAD a.k.a. 'Samir' <the same in Arabic letters>
 *   Denis (Denys) BEREZOVSKIY (BEREZOVSKY/BEREZOVSKII)
 *   Aerospace Research Institute/Institut de recherche aerospatiale
 *
 * Compared whole, such a name is longer than any name a query has, and words of
 * the second contradict the first, so the listed one would be missed. Hence:
 *
 *   (1) the name as written stays, with its kind; what is found in it is added
 *       behind all names of the entity, so no index of a name changes;
 *   (2) what is added has two words at least (or is Han or Hangul): one word, an
 *       acronym or a surname, would match strangers;
 *   (3) brackets are dropped from a person's name only; in a company's they may
 *       hold the place that makes it another company, unless they say "a.k.a.";
 *   (4) in a person's name one word in brackets, or behind a slash, is another
 *       spelling of the word before it;
 *   (5) a slash without blanks parts names only on a list in two languages: else
 *       "IMPORT/EXPORT CORPORATION" would bring an "EXPORT CORPORATION".
 * Not chosen: doing this when names are compared. There the text has no schema
 * that can be relied on, and each comparison would pay for it. */
#include "lists/sheet.h"
#include "text/unicode.h"

/* What one listed name may bring; the most seen is 5. The whole name stays in
 * any case, so nothing is lost beyond. */
enum { ADDED_MAX = 16, NAME_MAX_BYTES = 2048, KNOWN_MAX = 512 };

struct search {
    sj_entity *e;
    sj_arena *arena;
    sj_name_kind kind; /* of the name that is searched */
    bool person, bilingual;
    unsigned added;
    sj_status status;
};

/* ---- words ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
static bool is_letter(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (unsigned char)c >= 0x80;
}

static size_t count_words(sj_str s)
{
    size_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < s.len; i++) {
        const bool gap = is_blank(s.ptr[i]) || s.ptr[i] == '/' || s.ptr[i] == '(';
        if (gap)
            inside = false;
        else if (!inside && is_letter(s.ptr[i]))
            inside = ++words > 0;
    }
    return words;
}

static bool is_cjk(sj_str s)
{
    size_t letters = 0;
    for (size_t at = 0; at < s.len;) {
        const sj_script script = sj_unicode_script(sj_utf8_decode(s, &at));
        if (script == SJ_SCRIPT_HAN || script == SJ_SCRIPT_HANGUL)
            letters++;
        else if (script != SJ_SCRIPT_COMMON && script != SJ_SCRIPT_INHERITED)
            return false;
    }
    return letters >= 2;
}

/* Without quotes, stray marks and half brackets at its ends. */
static sj_str tidy(sj_str s)
{
    static const char *const marks[] = {" ", ",", ";", ":", "/", "\"", "'", "‘", "’", "“", "”"};
    for (bool again = true; again;) {
        s = sj_str_trim(s);
        again = false;
        for (size_t i = 0; i < SJ_COUNT(marks) && s.len; i++) {
            const sj_str mark = sj_str_from(marks[i]);
            const size_t n = mark.len;
            if (sj_str_starts(s, mark)) {
                s = sj_str_slice(s, n, s.len);
                again = true;
            }
            if (sj_str_ends(s, mark)) {
                s.len -= n;
                again = true;
            }
        }
    }
    if (sj_str_ends(s, SJ_S(")")) && sj_str_find(s, SJ_S("("), 0) == s.len)
        s.len--;
    if (sj_str_starts(s, SJ_S("(")) && sj_str_find(s, SJ_S(")"), 0) == s.len)
        s = sj_str_slice(s, 1, s.len);
    return sj_str_trim(s);
}

/* ---- adding: (1) and (2) ---- */

static sj_name_kind kind_of(const struct search *s, sj_str text)
{
    const bool plain =
        s->kind == SJ_NAME_PRIMARY || s->kind == SJ_NAME_ALIAS || s->kind == SJ_NAME_ORIGINAL;
    if (!plain)
        return s->kind;
    return sj_build_is_original(text) ? SJ_NAME_ORIGINAL : SJ_NAME_ALIAS;
}

/* Beyond some hundred names only the last ones: a name that is added twice does
 * no harm, an entity of a million names would. */
static bool is_known(const sj_entity *e, sj_str text)
{
    for (size_t i = e->name_count > KNOWN_MAX ? e->name_count - KNOWN_MAX : 0; i < e->name_count;
         i++)
        if (sj_str_eq_nocase(e->name[i].full, text))
            return true;
    return false;
}

static void propose(struct search *s, sj_str text)
{
    text = tidy(text);
    const bool brackets = sj_str_find(text, SJ_S("("), 0) < text.len;
    const size_t article = sj_str_starts_nocase(text, SJ_S("the "));
    if (s->status || brackets || s->added == ADDED_MAX ||
        (count_words(text) < 2 + article && !is_cjk(text)) || is_known(s->e, text))
        return;
    sj_str kept;
    s->status = sj_arena_copy(s->arena, text, &kept);
    sj_entity_name *n = s->status ? NULL : sj_entity_add_name(s->e, s->arena);
    if (!n) {
        s->status = SJ_ENOMEM;
        return;
    }
    n->full = kept;
    n->kind = kind_of(s, kept);
    n->note = SJ_LIST_PART_NOTE;
    s->added++;
}

/* ---- marks between names ---- */

/* The length of "a.k.a. " and its like at the start of the text, 0 if none. */
static size_t marker_length(sj_str s)
{
    static const char *const words[] = {"a.k.a.:",  "a.k.a.",        "a.k.a",  "aka",
                                        "alias",    "also known as", "f.k.a.", "f.k.a",
                                        "formerly", "previously"};
    for (size_t i = 0; i < SJ_COUNT(words); i++) {
        const sj_str word = sj_str_from(words[i]);
        if (sj_str_starts_nocase(s, word) && (s.len == word.len || !is_letter(s.ptr[word.len])))
            return word.len;
    }
    return 0;
}

/* (5), and both must have two words, with none of one letter at the slash
 * ("J/V", "R/E"). */
static bool parts_two(sj_str text, size_t from, size_t at)
{
    const sj_str left = sj_str_slice(text, from, at), after = sj_str_slice(text, at + 1, text.len);
    size_t end = 0;
    while (end < after.len && after.ptr[end] != '/' && after.ptr[end] != ';' &&
           after.ptr[end] != '(')
        end++;
    const sj_str right = sj_str_slice(after, 0, end);
    return count_words(left) >= 2 && count_words(right) >= 2 && left.len >= 3 && right.len >= 3 &&
           (is_letter(left.ptr[left.len - 2]) || left.ptr[left.len - 1] == ')') &&
           is_letter(right.ptr[0]) && is_letter(right.ptr[1]);
}

/* The length of the mark at `at` that ends a name begun at `from`, 0 if none. */
static size_t mark_length(const struct search *s, sj_str text, size_t from, size_t at)
{
    const sj_str here = sj_str_slice(text, at, text.len);
    if (here.ptr[0] == ';')
        return 1;
    if (sj_str_starts(here, SJ_S(" / ")))
        return 3;
    if (s->bilingual && here.ptr[0] == '/' && parts_two(text, from, at))
        return 1;
    if (!s->person && sj_str_starts(here, SJ_S("、")))
        return 3;
    if (here.ptr[0] != ' ')
        return 0;
    if (s->person && sj_str_starts_nocase(here, SJ_S(" or ")))
        return 4;
    const size_t marker = marker_length(sj_str_slice(here, 1, here.len));
    return marker ? marker + 1 : 0;
}

static size_t depth_after(char c, size_t depth)
{
    if (c == '(')
        return depth + 1;
    return c == ')' && depth ? depth - 1 : depth;
}

/* ---- scripts ---- */

enum letters { NONE, LATIN, OTHER };

/* NONE also for a word of both: a Latin "i" or "c" among Cyrillic letters is a
 * slip of the keyboard, not a name. */
static enum letters letters_of(sj_str word)
{
    bool latin = false, other = false;
    size_t letters = 0;
    for (size_t at = 0; at < word.len;) {
        const sj_script script = sj_unicode_script(sj_utf8_decode(word, &at));
        latin |= script == SJ_SCRIPT_LATIN;
        other |= script > SJ_SCRIPT_LATIN;
        letters += script >= SJ_SCRIPT_LATIN;
    }
    if (letters < 2 || latin == other)
        return NONE;
    return latin ? LATIN : OTHER;
}

/* A name in Latin letters and, before or behind, the same in others. False if
 * there is one script or a mixture. */
static bool part_scripts(struct search *s, sj_str text)
{
    size_t cut = 0, cuts = 0;
    enum letters before = NONE;
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && !is_blank(text.ptr[end]))
            end++;
        const enum letters here = letters_of(sj_str_slice(text, at, end));
        if (here && before && here != before) {
            cut = at;
            cuts++;
        }
        before = here ? here : before;
        at = end + 1;
    }
    if (cuts != 1)
        return false;
    propose(s, sj_str_slice(text, 0, cut));
    propose(s, sj_str_slice(text, cut, text.len));
    return true;
}

/* ---- brackets: (3) and (4) ---- */

/* Where the bracket that opens at `open` closes; text.len if it does not. */
static size_t closing(sj_str text, size_t open)
{
    size_t depth = 0;
    for (size_t i = open; i < text.len; i++) {
        depth = depth_after(text.ptr[i], depth);
        if (depth == 0)
            return i;
    }
    return text.len;
}

static bool has_capital(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || (unsigned char)s.ptr[i] >= 0x80)
            return true;
    return false;
}

/* Behind "Russian:" and "original script:". */
static sj_str after_colon(sj_str s)
{
    const size_t colon = sj_str_find(s, SJ_S(":"), 0);
    return colon < s.len ? sj_str_slice(s, colon + 1, s.len) : s;
}

/* The next item between ',', ';', '/' and " or ", without its own marker. */
static bool next_item(sj_str *rest, sj_str *ret)
{
    if (rest->len == 0)
        return false;
    size_t end = 0, skip = 1;
    while (end < rest->len && !strchr(",;/", rest->ptr[end])) {
        if (sj_str_starts_nocase(sj_str_slice(*rest, end, rest->len), SJ_S(" or "))) {
            skip = 4;
            break;
        }
        end++;
    }
    *ret = tidy(sj_str_slice(*rest, 0, end));
    *ret = tidy(after_colon(sj_str_slice(*ret, marker_length(*ret), ret->len)));
    *rest = sj_str_slice(*rest, end + skip, rest->len);
    return true;
}

/* One word that can stand for the word before: the same letters, a capital and
 * no digit. */
static bool is_spelling(sj_str item, sj_str before)
{
    if (item.len < 3 || count_words(item) != 1 || (item.ptr[0] >= 'a' && item.ptr[0] <= 'z') ||
        !is_letter(item.ptr[0]) || before.len == 0 || strchr(".,", before.ptr[before.len - 1]))
        return false;
    for (size_t i = 0; i < item.len; i++)
        if ((item.ptr[i] >= '0' && item.ptr[i] <= '9') || is_blank(item.ptr[i]))
            return false;
    return sj_build_is_original(item) == sj_build_is_original(before);
}

/* The k-th spelling in the bracket, or the last; *most grows to their number. */
static sj_str spelling(sj_str inside, sj_str before, size_t k, size_t *most)
{
    sj_str item, found = {0};
    size_t count = 0;
    while (next_item(&inside, &item))
        if (is_spelling(item, before) && count++ < k)
            found = item;
    *most = count > *most ? count : *most;
    return found;
}

static void replace_last_word(sj_buf *to, sj_str word)
{
    while (to->len && is_blank(to->ptr[to->len - 1]))
        to->len--;
    while (to->len && !is_blank(to->ptr[to->len - 1]))
        to->len--;
    sj_buf_add(to, word);
}

/* The text with each bracket dropped or, for k > 0, put in place of the word
 * before it. Returns how many spellings the fullest bracket has. */
static size_t write_version(const struct search *s, sj_str text, size_t k, sj_buf *to)
{
    size_t most = 0;
    sj_buf_clear(to);
    for (size_t at = 0; at < text.len;) {
        const size_t open = sj_str_find(text, SJ_S("("), at), close = closing(text, open);
        sj_buf_add(to, sj_str_slice(text, at, open));
        const sj_str inside = sj_str_slice(text, open + 1, close);
        const sj_str word =
            s->person && open < text.len
                ? spelling(inside, sj_str_trim(sj_str_slice(text, at, open)), k, &most)
                : (sj_str){0};
        if (word.len)
            replace_last_word(to, word);
        while (open < text.len && to->len && is_blank(to->ptr[to->len - 1]))
            to->len--;
        at = close + 1;
        if (at < text.len && !strchr(" ,.;:)", text.ptr[at]))
            sj_buf_add_char(to, ' ');
    }
    return most;
}

/* True if each bracket says that it holds another name. */
static bool all_marked(sj_str text)
{
    size_t open = sj_str_find(text, SJ_S("("), 0);
    for (; open < text.len; open = sj_str_find(text, SJ_S("("), closing(text, open)))
        if (marker_length(sj_str_trim(sj_str_slice(text, open + 1, text.len))) == 0)
            return false;
    return true;
}

/* Whole names that stand in brackets: after a marker, between ';', or in the
 * script of origin. */
static void propose_insides(struct search *s, sj_str text)
{
    size_t open = sj_str_find(text, SJ_S("("), 0);
    for (; open < text.len; open = sj_str_find(text, SJ_S("("), closing(text, open))) {
        sj_str inside = sj_str_slice(text, open + 1, closing(text, open)), item;
        const bool marked = marker_length(sj_str_trim(inside)) > 0 ||
                            sj_str_find(inside, SJ_S(";"), 0) < inside.len;
        const sj_str plain = after_colon(inside);
        const bool original = sj_build_is_original(plain);
        if (original != sj_build_is_original(sj_str_slice(text, 0, open)) &&
            (original || (s->person && has_capital(plain))))
            propose(s, plain);
        while (marked && next_item(&inside, &item))
            if (has_capital(item))
                propose(s, item);
    }
}

/* "VARABEI/VERABEI" as "VARABEI(VERABEI)". */
static void bracket_slashes(sj_str text, sj_buf *to)
{
    size_t depth = 0;
    bool opened = false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool tight = i && i + 1 < text.len && is_letter(text.ptr[i - 1]) &&
                           is_letter(text.ptr[i + 1]) && depth == 0;
        depth = depth_after(c, depth);
        if (opened && (is_blank(c) || c == '(')) {
            sj_buf_add_char(to, ')');
            opened = false;
        }
        sj_buf_add_char(to, c == '/' && tight && !opened ? '(' : c);
        opened = opened || (c == '/' && tight);
    }
    if (opened)
        sj_buf_add_char(to, ')');
}

static void part_brackets(struct search *s, sj_str piece)
{
    SJ_SCOPED(sj_buf) text = {0}, version = {0};
    if (s->person)
        bracket_slashes(piece, &text);
    else
        sj_buf_add(&text, piece);
    const sj_str all = sj_buf_str(&text);
    const bool brackets = sj_str_find(all, SJ_S("("), 0) < all.len;
    if (brackets)
        propose_insides(s, piece);
    size_t most = 0;
    for (size_t k = 0; brackets && (s->person || all_marked(all)) && k <= most && k < ADDED_MAX;
         k++) {
        most = write_version(s, all, k, &version);
        if (sj_buf_status(&version) == SJ_OK)
            propose(s, sj_buf_str(&version));
    }
    const sj_status made[] = {sj_buf_status(&text), sj_buf_status(&version)};
    for (size_t i = 0; i < SJ_COUNT(made); i++)
        s->status = s->status ? s->status : made[i];
}

/* ---- one name ---- */

static void part_piece(struct search *s, sj_str piece, bool one_of_several)
{
    piece = tidy(piece);
    const bool brackets = sj_str_find(piece, SJ_S("("), 0) < piece.len;
    const bool two_scripts = !brackets && part_scripts(s, piece);
    if (one_of_several && !two_scripts)
        propose(s, piece);
    part_brackets(s, piece);
}

static void part_name(struct search *s, sj_str text)
{
    size_t from = 0, depth = 0;
    for (size_t at = 0; at < text.len;) {
        depth = depth_after(text.ptr[at], depth);
        const size_t mark = depth ? 0 : mark_length(s, text, from, at);
        if (mark) {
            part_piece(s, sj_str_slice(text, from, at), true);
            from = at + mark;
        }
        at += mark ? mark : 1;
    }
    part_piece(s, sj_str_slice(text, from, text.len), from > 0);
}

sj_status sj_list_alternatives(sj_entity *e, sj_arena *a, bool bilingual)
{
    const size_t count = e->name_count;
    struct search s = {
        .e = e, .arena = a, .person = e->schema == SJ_SCHEMA_PERSON, .bilingual = bilingual};
    for (size_t i = 0; i < count && !s.status; i++) {
        const sj_str full = e->name[i].full;
        s.kind = e->name[i].kind;
        s.added = 0;
        if (s.kind != SJ_NAME_TRANSLATION && full.len <= NAME_MAX_BYTES)
            part_name(&s, full);
    }
    return s.status;
}
