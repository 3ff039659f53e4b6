/* lists/un_xml.c -- the UN Security Council's consolidated list.
 *
 * CONSOLIDATED_LIST@dateGenerated / INDIVIDUALS/INDIVIDUAL, ENTITIES/ENTITY.
 * What real files taught: they do not validate against their own schema, names
 * have outer blanks, empty elements stand for nothing, several aliases share
 * one ALIAS_NAME separated by ';', labels of documents are in three languages
 * and broken by line ends, a birth date inside an alias belongs to that alias.
 *
 *   (1) FIRST_NAME to FOURTH_NAME are positions, not roles: for a Korean the
 *       first is the family name, for an Arab the second is the father's. They
 *       become `full` in order and no part, because a wrong part is worse than
 *       none.
 *   (2) Every non-empty child has a mapping here or becomes a fact with its own
 *       label (sj_build_rest).
 *   (3) A record without DATAID or FIRST_NAME makes the file corrupt.
 *
 * Not chosen: REFERENCE_NUMBER as the id. It is what people quote, so it is the
 * listing's reference, but committees have renumbered entries. */
#include "lists/builder.h"

#define TEXT(n, name) sj_xml_child_text(n, SJ_S(name))

/* ---- names ---- */

/* Pieces of a name field between ';', each a name of its own. */
static void split_names(sj_builder *b, sj_name_kind first, sj_name_kind others, sj_str text,
                        sj_str note)
{
    sj_str piece;
    sj_name_kind kind = first;
    while (sj_str_split(&text, ';', &piece)) {
        piece = sj_str_trim(piece);
        if (piece.len == 0)
            continue;
        sj_entity_name *n = sj_build_name(b, kind, piece);
        n->note = sj_build_keep(b, note);
        kind = others;
    }
}

static void read_names(sj_builder *b, const sj_xml_node *n)
{
    const sj_str part[] = {TEXT(n, "FIRST_NAME"), TEXT(n, "SECOND_NAME"), TEXT(n, "THIRD_NAME"),
                           TEXT(n, "FOURTH_NAME")};
    if (sj_str_trim(part[0]).len == 0) {
        sj_build_refuse(b, "expected a FIRST_NAME in the record"); /* (3) */
        return;
    }
    split_names(b, SJ_NAME_PRIMARY, SJ_NAME_ALIAS,
                sj_build_join(b, part, SJ_COUNT(part), SJ_S(" ")), (sj_str){0});
    split_names(b, SJ_NAME_ORIGINAL, SJ_NAME_ORIGINAL, TEXT(n, "NAME_ORIGINAL_SCRIPT"),
                (sj_str){0});
}

static sj_name_kind alias_kind(sj_str quality)
{
    if (sj_str_eq_nocase(quality, SJ_S("Low")))
        return SJ_NAME_WEAK;
    if (sj_str_starts_nocase(quality, SJ_S("f.k.a")))
        return SJ_NAME_FORMER;
    return SJ_NAME_ALIAS; /* "Good", "a.k.a." */
}

static void read_alias(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"QUALITY",       "ALIAS_NAME",    "NOTE",
                                        "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"};
    const size_t before = b->e->name_count;
    const sj_str name = TEXT(n, "ALIAS_NAME"), note = TEXT(n, "NOTE");
    const sj_name_kind kind = alias_kind(TEXT(n, "QUALITY"));
    split_names(b, kind, kind, name, note);
    const size_t after = b->e->name_count;
    if (before == after) /* a note without a name */
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("ALIAS/NOTE"), note);
    for (size_t i = before; i < after || i == before; i++) {
        sj_entity_date *d = sj_build_date(b, SJ_DATE_BIRTH, TEXT(n, "DATE_OF_BIRTH"));
        d->name = after > before ? (int32_t)i : -1;
    }
    const sj_str city = TEXT(n, "CITY_OF_BIRTH"), country = TEXT(n, "COUNTRY_OF_BIRTH");
    if (city.len || country.len)
        sj_build_place(
            b, SJ_PLACE_BIRTH,
            &(sj_build_place_parts){.city = city, .country_text = country, .note = name});
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- dates and places ---- */

static void read_birth(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"TYPE_OF_DATE", "DATE",    "YEAR",
                                        "FROM_YEAR",    "TO_YEAR", "NOTE"};
    const sj_str type = TEXT(n, "TYPE_OF_DATE"), note = TEXT(n, "NOTE");
    const sj_str years[] = {TEXT(n, "FROM_YEAR"), TEXT(n, "TO_YEAR")};
    const sj_str one[] = {TEXT(n, "DATE"), TEXT(n, "YEAR"),
                          sj_build_join(b, years, 2, SJ_S(" to "))};
    const bool only_note = one[0].len + one[1].len + one[2].len == 0; /* "Nov. 1973" */
    for (size_t i = 0; i < SJ_COUNT(one) && !(only_note && i); i++) {
        if (one[i].len == 0 && !only_note)
            continue;
        sj_entity_date *d = sj_build_date(b, SJ_DATE_BIRTH, only_note ? note : one[i]);
        d->range.circa = d->range.circa || sj_str_starts_nocase(type, SJ_S("APPROX"));
        d->note = only_note ? (sj_str){0} : sj_build_keep(b, note);
    }
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_place(sj_builder *b, const sj_xml_node *n, sj_place_kind kind)
{
    static const char *const known[] = {"STREET",   "CITY",    "STATE_PROVINCE",
                                        "ZIP_CODE", "COUNTRY", "NOTE"};
    sj_build_place(b, kind,
                   &(sj_build_place_parts){TEXT(n, "STREET"), TEXT(n, "CITY"),
                                           TEXT(n, "STATE_PROVINCE"), TEXT(n, "ZIP_CODE"),
                                           TEXT(n, "COUNTRY"), TEXT(n, "NOTE")});
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- documents ---- */

/* Where a committee wrote the number into a remark: the first word with four
 * digits or more. */
static sj_str number_in(sj_str text)
{
    for (size_t from = 0; from < text.len;) {
        size_t end = from, digits = 0;
        while (end < text.len && !strchr(" \t\r\n,;()", text.ptr[end])) {
            digits += text.ptr[end] >= '0' && text.ptr[end] <= '9';
            end++;
        }
        if (digits >= 4)
            return sj_str_slice(text, from, end);
        from = end + 1;
    }
    return (sj_str){0};
}

/* "National Identification Number" is the form's word for all that is no
 * passport; the second label is then the better one. */
static sj_identifier_kind document_kind(sj_str type, sj_str type2)
{
    const sj_identifier_kind kind = sj_list_identifier_kind(type);
    if (type2.len && kind == SJ_ID_NATIONAL)
        return sj_list_identifier_kind(type2);
    return kind == SJ_ID_OTHER && type2.len ? sj_list_identifier_kind(type2) : kind;
}

static void date_document(sj_builder *b, sj_entity_identifier *id, sj_str issued, sj_str note)
{
    sj_date_range r;
    if (sj_date_parse(issued, &r))
        id->issued = r;
    else if (issued.len) {
        const sj_str texts[] = {id->note, issued};
        id->note = sj_build_join(b, texts, 2, SJ_S("; issued "));
    } else if (sj_build_date_after(note, SJ_S("issued"), &r))
        id->issued = r;
    if (sj_build_date_after(note, SJ_S("expir"), &r))
        id->expires = r;
    id->invalid = sj_build_says_invalid(note);
}

static void read_document(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {
        "TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER",        "ISSUING_COUNTRY",
        "COUNTRY_OF_ISSUE", "CITY_OF_ISSUE",     "DATE_OF_ISSUE", "NOTE"};
    const sj_str type = TEXT(n, "TYPE_OF_DOCUMENT"), type2 = TEXT(n, "TYPE_OF_DOCUMENT2");
    const sj_str issuing = TEXT(n, "ISSUING_COUNTRY"), country = TEXT(n, "COUNTRY_OF_ISSUE");
    const sj_str city = TEXT(n, "CITY_OF_ISSUE"), note = TEXT(n, "NOTE");
    const sj_str issued = TEXT(n, "DATE_OF_ISSUE");
    sj_str number = TEXT(n, "NUMBER");
    if (number.len == 0)
        number = number_in(type2);
    if (number.len == 0)
        number = number_in(note);
    const bool differ = issuing.len && country.len && !sj_str_eq(issuing, country);
    const sj_str notes[] = {note, differ ? country : (sj_str){0}, city};
    const sj_str types[] = {type, type2};
    const sj_str label = sj_build_join(b, types, sj_str_eq(type, type2) ? 1 : 2, SJ_S(" / "));
    if (number.len) {
        sj_entity_identifier *id = sj_build_identifier(b, document_kind(type, type2), label, number,
                                                       issuing.len ? issuing : country);
        id->note = sj_build_join(b, notes, SJ_COUNT(notes), SJ_S("; "));
        date_document(b, id, issued, note);
    } else {
        const sj_str all[] = {label, issuing, country, city, issued, note};
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("INDIVIDUAL_DOCUMENT"),
                      sj_build_join(b, all, SJ_COUNT(all), SJ_S("; ")));
    }
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- one record ---- */

static void read_values(sj_builder *b, const sj_xml_node *n, sj_fact_kind kind)
{
    static const char *const known[] = {"VALUE"};
    for (const sj_xml_node *v = sj_xml_child(n, SJ_S("VALUE")); v;
         v = sj_xml_sibling(v, SJ_S("VALUE")))
        sj_build_fact(b, kind, n->name, v->text);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_listing(sj_builder *b, const sj_xml_node *n)
{
    sj_entity_listing *l = sj_build_listing(b, "UN");
    sj_date_range r;
    l->programme = sj_build_keep(b, TEXT(n, "UN_LIST_TYPE"));
    l->reference = sj_build_keep(b, TEXT(n, "REFERENCE_NUMBER"));
    const sj_str listed = TEXT(n, "LISTED_ON"), delisted = TEXT(n, "DELISTED_ON");
    if (sj_date_parse(listed, &r))
        l->listed = r;
    else
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("LISTED_ON"), listed);
    if (sj_date_parse(delisted, &r))
        l->delisted = r;
    else
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("DELISTED_ON"), delisted);
    const sj_xml_node *updated = sj_xml_child(n, SJ_S("LAST_DAY_UPDATED"));
    for (const sj_xml_node *v = updated ? sj_xml_child(updated, SJ_S("VALUE")) : NULL; v;
         v = sj_xml_sibling(v, SJ_S("VALUE")))
        if (sj_date_parse(v->text, &r) &&
            (l->amended.from.year == 0 ||
             sj_date_first_day(r.from) >= sj_date_first_day(l->amended.from)))
            l->amended = r; /* the latest; all of them are facts */
}

/* What is done with a child of a record, by its name. */
struct child {
    const char *name;
    void (*read)(sj_builder *b, const sj_xml_node *n);
};

static void read_address(sj_builder *b, const sj_xml_node *n)
{
    read_place(b, n, SJ_PLACE_ADDRESS);
}
static void read_birth_place(sj_builder *b, const sj_xml_node *n)
{
    read_place(b, n, SJ_PLACE_BIRTH);
}
static void read_title(sj_builder *b, const sj_xml_node *n)
{
    read_values(b, n, SJ_FACT_TITLE);
}
static void read_designation(sj_builder *b, const sj_xml_node *n)
{
    read_values(b, n, SJ_FACT_POSITION);
}
static void read_nationality(sj_builder *b, const sj_xml_node *n)
{
    read_values(b, n, SJ_FACT_NATIONALITY);
}
static void read_other_values(sj_builder *b, const sj_xml_node *n)
{
    read_values(b, n, SJ_FACT_OTHER);
}
static void read_comment(sj_builder *b, const sj_xml_node *n)
{
    sj_build_fact(b, SJ_FACT_REMARK, n->name, n->text);
}
static void read_other(sj_builder *b, const sj_xml_node *n)
{
    sj_build_fact(b, SJ_FACT_OTHER, n->name, n->text);
}
static void read_gender(sj_builder *b, const sj_xml_node *n)
{
    const bool male = sj_str_eq_nocase(n->text, SJ_S("male"));
    const bool female = sj_str_eq_nocase(n->text, SJ_S("female"));
    sj_build_fact(b, SJ_FACT_GENDER, n->name,
                  male     ? SJ_S("male")
                  : female ? SJ_S("female")
                           : n->text);
}

static const struct child children[] = {
    {"INDIVIDUAL_ALIAS", read_alias},
    {"ENTITY_ALIAS", read_alias},
    {"INDIVIDUAL_ADDRESS", read_address},
    {"ENTITY_ADDRESS", read_address},
    {"INDIVIDUAL_DATE_OF_BIRTH", read_birth},
    {"INDIVIDUAL_PLACE_OF_BIRTH", read_birth_place},
    {"INDIVIDUAL_DOCUMENT", read_document},
    {"TITLE", read_title},
    {"DESIGNATION", read_designation},
    {"NATIONALITY", read_nationality},
    {"NATIONALITY2", read_nationality},
    {"LAST_DAY_UPDATED", read_other_values},
    {"COMMENTS1", read_comment},
    {"GENDER", read_gender},
    {"SUBMITTED_ON", read_other},
    {"SUBMITTED_BY", read_other},
};

static void read_record(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"DATAID",           "FIRST_NAME",           "SECOND_NAME",
                                        "THIRD_NAME",       "FOURTH_NAME",          "UN_LIST_TYPE",
                                        "LISTED_ON",        "NAME_ORIGINAL_SCRIPT", "DELISTED_ON",
                                        "REFERENCE_NUMBER", "VERSIONNUM",           "LIST_TYPE",
                                        "SORT_KEY",         "SORT_KEY_LAST_MOD"};
    const sj_str id = TEXT(n, "DATAID");
    if (id.len == 0) {
        sj_build_refuse(b, "expected a DATAID in the record"); /* (3) */
        return;
    }
    const bool person = sj_str_eq(n->name, SJ_S("INDIVIDUAL"));
    sj_build_entity(b, id, person ? SJ_SCHEMA_PERSON : SJ_SCHEMA_ORGANISATION);
    read_names(b, n);
    read_listing(b, n);
    const char *all[SJ_COUNT(known) + SJ_COUNT(children)];
    memcpy(all, known, sizeof known);
    for (size_t i = 0; i < SJ_COUNT(children); i++)
        all[SJ_COUNT(known) + i] = children[i].name;
    for (const sj_xml_node *c = n->child; c; c = c->next)
        for (size_t i = 0; i < SJ_COUNT(children); i++)
            if (sj_str_eq(c->name, sj_str_from(children[i].name))) {
                sj_xml_used(c);
                children[i].read(b, c);
            }
    sj_build_rest(b, n, all, SJ_COUNT(all)); /* (2) */
}

static void read_root(sj_builder *b, sj_str name, const sj_str *attribute, size_t count)
{
    if (!sj_str_eq(name, SJ_S("CONSOLIDATED_LIST")))
        return;
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq(attribute[2 * i], SJ_S("dateGenerated")))
            b->list->version = sj_build_keep(b, attribute[2 * i + 1]);
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    const sj_str record[] = {SJ_S("INDIVIDUAL"), SJ_S("ENTITY")};
    const sj_build_xml format = {.reader = &sj_reader_un_xml,
                                 .root = "CONSOLIDATED_LIST",
                                 .record = record,
                                 .record_count = SJ_COUNT(record),
                                 .on_record = read_record,
                                 .on_open = read_root};
    sj_builder b = {.list = list, .arena = arena};
    return sj_build_read_xml(&format, file, file_count, &b, reterr_diag);
}

static bool recognise(sj_str first_bytes)
{
    return sj_build_is_xml(first_bytes, SJ_S("CONSOLIDATED_LIST"));
}

static const sj_list_left_out left_out[] = {
    {"@noNamespaceSchemaLocation", "names the schema, which real files do not obey"},
    {"VERSIONNUM", "a counter inside the UN's editor; LAST_DAY_UPDATED tells of changes"},
    {"LIST_TYPE/VALUE", "always \"UN List\""},
    {"SORT_KEY", "an aid for printing the list"},
    {"SORT_KEY_LAST_MOD", "an aid for printing the list"},
    {"QUALITY", "coded: the kind of the name"},
    {"TYPE_OF_DATE", "coded: circa, and a range where there are two years"},
};

const sj_list_reader sj_reader_un_xml = {
    .format = SJ_LIST_UN_XML,
    .authority = "UN",
    .recognise = recognise,
    .read = read_list,
    .left_out = left_out,
    .left_out_count = SJ_COUNT(left_out),
};
