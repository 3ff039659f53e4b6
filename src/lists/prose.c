/* lists/prose.c -- documents and numbers that stand in a remark, where a list has
 * no column for them:
 *
 *   Passport no: a) 014797 b) 524521 c) Libya number AA862825, issued 12 Apr. 2015
 *   National identification no.: German federal identity card number 1007850441
 *   Registration ID: 1027800000084 (Russia) Tax ID No.: 7816228080 SWIFT/BIC: SMBKRUMM
 *
 *   (1) A number is taken only behind a label, with at most a few words between
 *       that have no digit: the first word with a digit is the number or there
 *       is none ("passport issued in 2012", "passport expires 27 October 2026").
 *   (2) The remark itself stays whole, so what is not taken here is not lost; what
 *       is taken wrongly would be somebody's alarm. In doubt it is left.
 *   (3) A shape that a kind has must be there: a BIC names a state, an IMO number
 *       has seven digits, an LEI twenty characters.
 *
 * Not chosen: taking every long number. Remarks are full of resolutions and dates. */
#include "lists/prose.h"
#include "lists/sheet.h"

static const struct label {
    const char *text; /* lower case; at the start of a word, and ending one */
    sj_identifier_kind kind;
} labels[] = {
    {"passport", SJ_ID_PASSPORT},
    {"national identification", SJ_ID_NATIONAL},
    {"national identity", SJ_ID_NATIONAL},
    {"national id", SJ_ID_NATIONAL},
    {"identity card", SJ_ID_NATIONAL},
    {"identification card", SJ_ID_NATIONAL},
    {"tazkira", SJ_ID_NATIONAL},
    {"tax registration", SJ_ID_TAX},
    {"tax id", SJ_ID_TAX},
    {"tax identification", SJ_ID_TAX},
    {"tax number", SJ_ID_TAX},
    {"registration id", SJ_ID_REGISTRATION},
    {"registration number", SJ_ID_REGISTRATION},
    {"registration no", SJ_ID_REGISTRATION},
    {"company identification", SJ_ID_REGISTRATION},
    {"company number", SJ_ID_REGISTRATION},
    {"company no", SJ_ID_REGISTRATION},
    {"ogrn", SJ_ID_OGRN},
    {"swift", SJ_ID_BIC},
    {"bank identifier code", SJ_ID_BIC},
    {"legal entity identifier", SJ_ID_LEI},
    {"imo", SJ_ID_IMO},
};

enum {
    BRIDGE_WORDS_MAX = 10, /* "no German federal identity card number" has 6 */
    NUMBERS_MAX = 1000,    /* of one remark: each is compared with those before; seen: 9 */
};

struct prose {
    sj_entity *e;
    sj_arena *arena;
    const struct label *label;
    sj_str label_text;
    sj_str state; /* that stands before the label: "Tunisian passport number" */
    size_t added;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

static bool is_word(char c) /* of a word or a number; beyond ASCII all are */
{
    return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80;
}

static size_t count_digits(sj_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += is_digit(s.ptr[i]);
    return n;
}

/* ---- labels ---- */

static const struct label *label_at(sj_str text, size_t at)
{
    if (at > 0 && is_word(text.ptr[at - 1]))
        return NULL;
    const sj_str rest = sj_str_slice(text, at, text.len);
    for (size_t i = 0; i < SJ_COUNT(labels); i++) {
        const sj_str word = sj_str_from(labels[i].text);
        if (sj_str_starts_nocase(rest, word) &&
            (rest.len == word.len || !is_word(rest.ptr[word.len])))
            return &labels[i];
    }
    return NULL;
}

/* The next label at or behind `from`; text.len if there is none. */
static size_t next_label(sj_str text, size_t from, const struct label **ret)
{
    for (size_t at = from; at < text.len; at++) {
        *ret = label_at(text, at);
        if (*ret)
            return at;
    }
    return text.len;
}

/* The words that name a state at the end of `text`, at most three; empty if none. */
static sj_str state_before(sj_str text, sj_str *ret_code)
{
    sj_str best = {0};
    size_t end = text.len;
    while (end && text.ptr[end - 1] == ' ')
        end--;
    size_t at = end;
    for (unsigned words = 0; words < 3 && at; words++) {
        while (at && text.ptr[at - 1] == ' ')
            at--;
        const size_t last = at;
        while (at && is_letter(text.ptr[at - 1]))
            at--;
        const sj_str all = sj_str_slice(text, at, end);
        if (at == last)
            break;
        if (all.len > 3 && sj_country_parse(all).len) {
            best = all;
            *ret_code = sj_country_parse(all);
        }
    }
    return best;
}

/* What is said of a number, without what already belongs to the next label: a
 * state and the mark of an enumeration, "... b) Kuwaiti". */
static sj_str without_next(sj_str text)
{
    sj_str code = {0}, state = state_before(text, &code);
    if (state.len)
        text = sj_str_slice(text, 0, (size_t)(state.ptr - text.ptr));
    text = sj_str_trim(text);
    const bool mark = text.len > 2 && text.ptr[text.len - 1] == ')' &&
                      is_letter(text.ptr[text.len - 2]) &&
                      (text.ptr[text.len - 3] == ' ' || text.ptr[text.len - 3] == '(');
    return mark ? sj_str_trim(sj_str_slice(text, 0, text.len - 3)) : text;
}

/* ---- numbers ---- */

static bool is_bic(sj_str s)
{
    if (s.len != 8 && s.len != 11)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!is_upper(s.ptr[i]) && (i < 6 || !is_digit(s.ptr[i])))
            return false;
    return sj_country_parse(sj_str_slice(s, 4, 6)).len != 0;
}

static bool fits(sj_identifier_kind kind, sj_str s) /* (3) */
{
    const size_t digits = count_digits(s);
    if (kind == SJ_ID_BIC)
        return is_bic(s);
    if (kind == SJ_ID_IMO)
        return s.len == 7 && digits == 7;
    if (kind == SJ_ID_LEI)
        return s.len == 20 && digits >= 2;
    return digits >= 5 || (digits == 4 && s.len > 4);
}

static size_t run_end(sj_str text, size_t at)
{
    while (at < text.len && (is_letter(text.ptr[at]) || is_digit(text.ptr[at]) ||
                             text.ptr[at] == '-' || text.ptr[at] == '/'))
        at++;
    while (at && (text.ptr[at - 1] == '-' || text.ptr[at - 1] == '/'))
        at--;
    return at;
}

/* "1 027 809 210 054", "101 0015 9792", "8208 No. 555627": a number in groups. */
static size_t groups_end(sj_str text, size_t from, size_t end)
{
    const sj_str first = sj_str_slice(text, from, end);
    sj_str rest = sj_str_slice(text, end, text.len);
    if (count_digits(first) != first.len || first.len > 4)
        return end;
    if (first.len == 4 && sj_str_starts_nocase(rest, SJ_S(" no. "))) {
        const size_t last = run_end(text, end + 5);
        return count_digits(sj_str_slice(text, end + 5, last)) == last - end - 5 ? last : end;
    }
    for (;;) {
        size_t n = 0;
        rest = sj_str_slice(text, end, text.len);
        while (1 + n < rest.len && rest.ptr[0] == ' ' && is_digit(rest.ptr[1 + n]))
            n++;
        if (n < 3 || n > 4 || (1 + n < rest.len && is_word(rest.ptr[1 + n])))
            return end;
        end += 1 + n;
    }
}

/* Words that say the next number is of something else; of the kinds with a shape
 * of their own all but a few do: remarks list vessels by name and IMO number. */
static bool is_other(sj_identifier_kind kind, sj_str word)
{
    static const char *const plain[] = {
        "no",   "number", "numbers", "identification", "ship", "bic", "swift",
        "code", "id",     "lei",     "ogrn",           "imo",  "is"};
    static const char *const others[] = {"phone",  "telephone",  "tel",     "fax",
                                         "mobile", "box",        "address", "born",
                                         "dob",    "resolution", "listed",  "account"};
    const bool shaped =
        kind == SJ_ID_IMO || kind == SJ_ID_BIC || kind == SJ_ID_LEI || kind == SJ_ID_OGRN;
    for (size_t i = 0; i < SJ_COUNT(plain) && shaped; i++)
        if (sj_str_eq_nocase(word, sj_str_from(plain[i])))
            return false;
    for (size_t i = 0; i < SJ_COUNT(others); i++)
        if (sj_str_eq_nocase(word, sj_str_from(others[i])))
            return true;
    return shaped;
}

/* The number that `piece` begins with behind at most `words` words; (1). */
static bool number_in(sj_identifier_kind kind, sj_str piece, size_t words, sj_str *ret)
{
    for (size_t at = 0; at < piece.len;) {
        if (!is_word(piece.ptr[at])) {
            at++;
            continue;
        }
        const size_t end = run_end(piece, at);
        sj_str word = sj_str_slice(piece, at, end > at ? end : at + 1);
        at += word.len;
        if (count_digits(word) == word.len && kind != SJ_ID_IMO)
            word = sj_str_slice(piece, sj_build_series_start(piece, at - word.len),
                                groups_end(piece, at - word.len, at));
        if (fits(kind, word)) {
            *ret = word;
            return true;
        }
        if (count_digits(word) || is_other(kind, word) || words-- == 0)
            return false;
    }
    return false;
}

/* ---- what a label is followed by ---- */

/* Without the sentences behind the first: ". " and a capital, where the word
 * before it is no abbreviation ("Mar.", "no."). */
static sj_str first_sentence(sj_str text)
{
    size_t word = 0;
    for (size_t i = 0; i + 2 < text.len; i++) {
        word = is_letter(text.ptr[i]) ? word + 1 : text.ptr[i] == '.' ? word : 0;
        if (text.ptr[i] == '.' && text.ptr[i + 1] == ' ' && is_upper(text.ptr[i + 2]) && i &&
            (is_digit(text.ptr[i - 1]) || text.ptr[i - 1] == ')' || word > 4))
            return sj_str_slice(text, 0, i);
    }
    return text;
}

/* A ship's number ends with a check digit and begins with 7 to 9; those of
 * shipping companies, which lists write in the same words, begin lower. */
static bool is_ship(sj_str imo)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 6; i++)
        sum += (unsigned)(imo.ptr[i] - '0') * (7 - i);
    return imo.ptr[0] >= '7' && sum % 10 == (unsigned)(imo.ptr[6] - '0');
}

static sj_status add_number(struct prose *p, sj_str number, sj_str words)
{
    sj_identifier_kind kind = p->label->kind;
    if (kind == SJ_ID_IMO && p->e->schema != SJ_SCHEMA_VESSEL && !is_ship(number))
        kind = SJ_ID_REGISTRATION;
    for (size_t i = 0; i < p->e->identifier_count; i++)
        if (sj_str_eq(p->e->identifier[i].value, number))
            return SJ_OK;
    if (p->added++ == NUMBERS_MAX)
        return SJ_ELIMIT;
    SJ_TRY(sj_list_identifier(p->e, p->arena, kind, p->label_text, number, (sj_str){0}));
    sj_entity_identifier *id = &p->e->identifier[p->e->identifier_count - 1];
    id->note = words;
    id->invalid = sj_build_says_invalid(words);
    id->country = p->state;
    sj_build_describe(id, words);
    return SJ_OK;
}

/* One of "a) 014797 b) Libya number AA862825, issued ...; 524521". */
static sj_status add_item(struct prose *p, sj_str item)
{
    sj_str piece, number;
    size_t words = BRIDGE_WORDS_MAX;
    for (sj_str rest = first_sentence(item); sj_str_split(&rest, ';', &piece); words = 0) {
        piece = sj_str_trim(piece);
        if (!number_in(p->label->kind, piece, words, &number))
            return SJ_OK;
        SJ_TRY(add_number(p, number, piece));
    }
    return SJ_OK;
}

/* Behind "no: " and the like before the first "a)" or "(a)". */
static sj_str enumerated(sj_str text)
{
    for (size_t i = 0; i + 1 < text.len && !is_digit(text.ptr[i]); i++) {
        const bool open = text.ptr[i] == '(';
        const sj_str rest = sj_str_slice(text, i + open, text.len);
        if ((i == 0 || !is_word(text.ptr[i - 1])) && sj_str_starts(rest, SJ_S("a)")))
            return sj_str_slice(text, i, text.len);
    }
    return text;
}

static sj_status read_text(sj_entity *e, sj_arena *a, sj_str text)
{
    struct prose p = {.e = e, .arena = a};
    const struct label *next = NULL;
    bool again = false; /* "National identification no.: German identity card number" */
    size_t from = 0;
    for (size_t at = next_label(text, 0, &p.label); at < text.len;) {
        const size_t behind = at + strlen(p.label->text), end = next_label(text, behind, &next);
        sj_str *item = NULL;
        size_t count = 0;
        from = again ? from : behind;
        p.label_text = sj_str_slice(text, at, behind);
        p.state = (sj_str){0};
        (void)state_before(sj_str_slice(text, 0, at), &p.state);
        const sj_str words = sj_str_slice(text, from, end);
        again = p.label->kind != SJ_ID_BIC && count_digits(sj_str_slice(text, behind, end)) == 0;
        if (!again)
            SJ_TRY(sj_list_enumeration(a, enumerated(next ? without_next(words) : words), &item,
                                       &count));
        for (size_t i = 0; i < count; i++)
            SJ_TRY(add_item(&p, item[i]));
        at = end;
        p.label = next;
    }
    return SJ_OK;
}

sj_status sj_list_numbers_in_prose(sj_entity *e, sj_arena *a)
{
    for (size_t i = 0; i < e->fact_count; i++)
        if (e->fact[i].kind == SJ_FACT_REMARK)
            SJ_TRY(read_text(e, a, e->fact[i].value));
    return SJ_OK;
}
