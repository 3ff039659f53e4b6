/* lists/ofac_remarks.c -- the prose of OFAC's Remarks, where the legacy files
 * keep most of what they know:
 *
 *   DOB 10 Dec 1948; alt. DOB 1950; POB Tunis, Tunisia; nationality Tunisia;
 *   Passport L191609 (Tunisia) issued 28 Feb 1996 expires 27 Feb 2001;
 *   a.k.a. 'SHORTY'; Linked To: SOME COMPANY S.A.
 *
 *   (1) Clauses end at ';', the text at one '.', unless that dot closes an
 *       abbreviation such as "S.A.".
 *   (2) A clause becomes exactly one statement; one that fits nothing is a
 *       remark, whole. So no word of the text is lost but "alt.", the marks
 *       between clauses and the words that turned into a field.
 *   (3) Where a label is not in the table, it ends with one of a few words that
 *       end labels ("No.", "Number", "#", "ID" ...), and a number must follow.
 *
 * Not chosen: a grammar for what stands behind the number. "(Country)", "issued"
 * and "expires" are read wherever they stand and the tail is kept as a note. */
#include "lists/ofac.h"
#include "lists/ofac_int.h"

static bool has_digit(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

/* Without the marks that may follow a label. */
static sj_str after_label(sj_str s)
{
    s = sj_str_trim(s);
    while (s.len && (s.ptr[0] == ':' || (s.ptr[0] == '-' && s.len > 1 && s.ptr[1] == ' ')))
        s = sj_str_trim(sj_str_slice(s, 1, s.len));
    return s;
}

/* Where " (Country)" starts: brackets without digits that end a word. */
static size_t find_country(sj_str text)
{
    size_t at = sj_str_find(text, SJ_S(" ("), 0);
    for (; at < text.len; at = sj_str_find(text, SJ_S(" ("), at + 1)) {
        const size_t close = sj_str_find(text, SJ_S(")"), at);
        const bool ends = close + 1 >= text.len || strchr(" ,.", text.ptr[close + 1]);
        if (close < text.len && ends && !has_digit(sj_str_slice(text, at, close)))
            return at;
    }
    return text.len;
}

/* "A0003445 (Libya) issued 1 Jan 2000 expires 2010" into its parts. */
static void split_value(sj_ofac_statement *s)
{
    const sj_str text = s->value;
    size_t end = find_country(text);
    const size_t dates[] = {sj_build_find_nocase(text, SJ_S(" issued"), 0),
                            sj_build_find_nocase(text, SJ_S(" expire"), 0)};
    size_t tail = end;
    if (end < text.len) {
        const size_t close = sj_str_find(text, SJ_S(")"), end);
        s->country = sj_str_trim(sj_str_slice(text, end + 2, close));
        tail = close + 1;
    }
    for (size_t i = 0; i < SJ_COUNT(dates); i++)
        if (dates[i] < end) {
            end = dates[i];
            tail = end;
        }
    s->note = sj_str_trim(sj_str_slice(text, tail, text.len));
    s->value = sj_str_trim(sj_str_slice(text, 0, end));
    sj_build_date_after(text, SJ_S("issued"), &s->issued);
    sj_build_date_after(text, SJ_S("expire"), &s->expires);
}

static bool ends_a_label(sj_str word)
{
    static const char *const words[] = {"No.",          "No",
                                        "No.:",         "#",
                                        "Number",       "ID",
                                        "Code",         "Code:",
                                        "Card",         "Passport",
                                        "RFC",          "R.F.C.",
                                        "C.U.R.P.",     "CURP",
                                        "D.N.I.",       "C.U.I.T.",
                                        "C.U.I.P.",     "C.U.I.",
                                        "I.F.E.",       "N.I.E.",
                                        "N.I.F.",       "C.I.F.",
                                        "SSN",          "FEIN",
                                        "RTN",          "License",
                                        "Nacional",     "electoral",
                                        "Identidad",    "Booklet",
                                        "Booklet:",     "Serial",
                                        "VisaNumberID", "Identification",
                                        "CUD:"};
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (sj_str_eq_nocase(word, sj_str_from(words[i])))
            return true;
    return false;
}

#define MAX_LABEL_WORDS 10 /* the longest label seen has 7 */

/* Length of an unknown label at the start of the clause, 0 if there is none. */
static size_t label_length(sj_str clause)
{
    size_t label = 0;
    sj_str rest = clause, word;
    for (unsigned i = 0; i < MAX_LABEL_WORDS && sj_str_split(&rest, ' ', &word); i++) {
        if (has_digit(word))
            break;
        if (ends_a_label(word))
            label = (size_t)(word.ptr - clause.ptr) + word.len;
    }
    return label && has_digit(sj_str_slice(clause, label, clause.len)) ? label : 0;
}

/* 'NICK' -> NICK, with the quotes where they stand inside the name too. */
static sj_str unquote(sj_str s)
{
    s = sj_str_trim(s);
    if (s.len >= 2 && s.ptr[0] == '\'' && s.ptr[s.len - 1] == '\'')
        return sj_str_trim(sj_str_slice(s, 1, s.len - 1));
    return s;
}

static bool read_alias(sj_builder *b, sj_str clause)
{
    static const struct {
        const char *head;
        sj_name_kind kind;
    } heads[] = {
        {"a.k.a. '", SJ_NAME_WEAK}, {"f.k.a. '", SJ_NAME_FORMER}, {"n.k.a. '", SJ_NAME_ALIAS}};
    for (size_t i = 0; i < SJ_COUNT(heads); i++) {
        const sj_str head = sj_str_from(heads[i].head);
        if (!sj_str_starts_nocase(clause, head) || clause.ptr[clause.len - 1] != '\'')
            continue;
        sj_ofac_name(b, heads[i].kind, unquote(sj_str_slice(clause, head.len - 1, clause.len)));
        return true;
    }
    return false;
}

/* "Listing Date (EO 14024 Directive 2): 24 Feb 2022": the brackets belong to
 * the label; "Digital Currency Address - XBT x": so does the currency. */
static size_t widen(const sj_ofac_label *l, sj_str clause, size_t len)
{
    const sj_str rest = sj_str_slice(clause, len, clause.len);
    if (l->action == SJ_OFAC_DATE && sj_str_starts(rest, SJ_S(" ("))) {
        const size_t close = sj_str_find(rest, SJ_S(")"), 0);
        return close < rest.len ? len + close + 1 : len;
    }
    if (l->action == SJ_OFAC_WALLET && sj_str_starts(rest, SJ_S(" - ")))
        return len + sj_str_find(rest, SJ_S(" "), 3);
    return len;
}

static bool read_labelled(sj_builder *b, sj_str clause)
{
    size_t len = 0;
    const sj_ofac_label *l = sj_ofac_find_label(clause, &len);
    if (l)
        len = widen(l, clause, len);
    else
        len = label_length(clause);
    if (len == 0)
        return false;
    sj_ofac_statement s = {.label = sj_str_slice(clause, 0, len),
                           .value = after_label(sj_str_slice(clause, len, clause.len)),
                           .document = true};
    if (s.value.len == 0)
        return false;
    if (!l || l->action == SJ_OFAC_IDENTIFIER)
        split_value(&s);
    if (s.value.len == 0) /* "Passport (Iran)": no number */
        return false;
    sj_ofac_state(b, &s);
    return true;
}

static void read_clause(sj_builder *b, sj_str clause)
{
    clause = sj_str_trim(clause);
    if (sj_str_starts(clause, SJ_S("(Linked To: ")) && sj_str_ends(clause, SJ_S(")")))
        clause = sj_str_slice(clause, 1, clause.len - 1);
    sj_str bare = clause;
    if (sj_str_starts_nocase(clause, SJ_S("alt. ")))
        bare = sj_str_trim(sj_str_slice(clause, 5, clause.len));
    if (clause.len == 0 || read_alias(b, bare) || read_labelled(b, bare))
        return;
    sj_build_fact(b, SJ_FACT_REMARK, SJ_S("Remarks"), clause); /* (2) */
}

static sj_str without_full_stop(sj_str s)
{
    s = sj_str_trim(s);
    const bool stop = s.len && s.ptr[s.len - 1] == '.';
    const bool abbreviation = /* (1): a capital between two dots */
        s.len > 2 && s.ptr[s.len - 3] == '.' && s.ptr[s.len - 2] >= 'A' && s.ptr[s.len - 2] <= 'Z';
    return stop && !abbreviation ? sj_str_slice(s, 0, s.len - 1) : s;
}

void sj_ofac_remarks(sj_builder *b, sj_str text)
{
    sj_str clause;
    text = without_full_stop(text);
    while (sj_str_split(&text, ';', &clause))
        read_clause(b, clause);
}
