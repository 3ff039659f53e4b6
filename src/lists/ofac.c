/* lists/ofac.c -- OFAC's vocabulary. One table maps the labels that the four
 * formats share (as a feature type, an idType or the head of a clause) to the
 * places of the model.
 *
 *   (1) The first label that is a prefix of the text wins, so the longer stands
 *       before the shorter ("Nationality of Registration", "nationality").
 *   (2) A label that is not in the table is an identifier if the format calls
 *       it a document or sj_list_identifier_kind knows it, else a fact.
 *   (3) A number of the IMO's company scheme is never the number of a ship:
 *       only a vessel gets SJ_ID_IMO.
 *   (4) Russian tax and registration numbers are told by their length: OFAC
 *       writes INN and OGRN as "Tax ID No." and "Registration ID". So are
 *       LEIs: "Legal Entity Number" holds those and national numbers.
 *   (5) A label that ends in "Information" or "Determination" heads a sentence,
 *       never a number, also where the format calls it a document. */
#include "lists/ofac.h"
#include "lists/ofac_int.h"

static const sj_ofac_label labels[] = {
    {"Birthdate", SJ_OFAC_DATE, SJ_DATE_BIRTH},
    {"DOB", SJ_OFAC_DATE, SJ_DATE_BIRTH},
    {"Place of Birth", SJ_OFAC_PLACE, SJ_PLACE_BIRTH},
    {"POB", SJ_OFAC_PLACE, SJ_PLACE_BIRTH},
    {"Nationality of Registration", SJ_OFAC_FACT, SJ_FACT_JURISDICTION},
    {"Registration Country", SJ_OFAC_FACT, SJ_FACT_JURISDICTION},
    {"Citizenship Country", SJ_OFAC_FACT, SJ_FACT_NATIONALITY},
    {"Nationality Country", SJ_OFAC_FACT, SJ_FACT_NATIONALITY},
    {"nationality", SJ_OFAC_FACT, SJ_FACT_NATIONALITY},
    {"citizen", SJ_OFAC_FACT, SJ_FACT_NATIONALITY},
    {"Gender", SJ_OFAC_FACT, SJ_FACT_GENDER},
    {"Title", SJ_OFAC_FACT, SJ_FACT_TITLE},
    {"Organization Type", SJ_OFAC_FACT, SJ_FACT_SECTOR},
    {"Organization Established Date", SJ_OFAC_DATE, SJ_DATE_FOUNDED},
    {"Vessel Year of Build", SJ_OFAC_DATE, SJ_DATE_BUILT},
    {"Aircraft Manufacture Date", SJ_OFAC_DATE, SJ_DATE_BUILT},
    {"Listing Date", SJ_OFAC_DATE, SJ_DATE_OTHER},
    {"Effective Date", SJ_OFAC_DATE, SJ_DATE_OTHER},
    {"Purchase/Sales For Divestment Date", SJ_OFAC_DATE, SJ_DATE_OTHER},
    {"Vessel Registration Identification", SJ_OFAC_IDENTIFIER, 0},
    {"Vessel Call Sign", SJ_OFAC_IDENTIFIER, 0},
    {"Other Vessel Call Sign", SJ_OFAC_IDENTIFIER, 0},
    {"Vessel Type", SJ_OFAC_FACT, SJ_FACT_VESSEL_TYPE},
    {"Other Vessel Type", SJ_OFAC_FACT, SJ_FACT_VESSEL_TYPE},
    {"Vessel Flag", SJ_OFAC_FACT, SJ_FACT_VESSEL_FLAG},
    {"Other Vessel Flag", SJ_OFAC_FACT, SJ_FACT_VESSEL_FLAG},
    {"Former Vessel Flag", SJ_OFAC_FACT, SJ_FACT_VESSEL_FLAG_FORMER},
    {"Vessel Owner", SJ_OFAC_FACT, SJ_FACT_VESSEL_OWNER},
    {"Vessel Tonnage", SJ_OFAC_FACT, SJ_FACT_VESSEL_TONNAGE},
    {"Vessel Gross Registered Tonnage", SJ_OFAC_FACT, SJ_FACT_VESSEL_TONNAGE},
    {"Vessel Gross Tonnage", SJ_OFAC_FACT, SJ_FACT_VESSEL_TONNAGE},
    {"Aircraft Manufacturer's Serial Number (MSN)", SJ_OFAC_IDENTIFIER, 0},
    {"Aircraft Manufacturer\u2019s Serial Number (MSN)", SJ_OFAC_IDENTIFIER, 0},
    {"Aircraft Construction Number (also called L/N or S/N or F/N)", SJ_OFAC_IDENTIFIER, 0},
    {"Aircraft Serial Identification", SJ_OFAC_IDENTIFIER, 0},
    {"Aircraft Mode S Transponder Code", SJ_OFAC_IDENTIFIER, 0},
    {"Aircraft Tail Number", SJ_OFAC_IDENTIFIER, 0},
    {"Previous Aircraft Tail Number", SJ_OFAC_IDENTIFIER, 0},
    {"Aircraft Model", SJ_OFAC_FACT, SJ_FACT_AIRCRAFT_TYPE},
    {"Aircraft Operator", SJ_OFAC_FACT, SJ_FACT_AIRCRAFT_OPERATOR},
    {"Digital Currency Address", SJ_OFAC_WALLET, 0},
    {"BIK (RU)", SJ_OFAC_IDENTIFIER, 0},
    {"Unified Social Credit Code (USCC)", SJ_OFAC_IDENTIFIER, 0},
    {"United Social Credit Code Certificate (USCCC)", SJ_OFAC_IDENTIFIER, 0},
    {"Numero Unico de Identificacao Tributaria (NUIT)", SJ_OFAC_IDENTIFIER, 0},
    {"Website", SJ_OFAC_IDENTIFIER, 0},
    {"Email Address", SJ_OFAC_IDENTIFIER, 0},
    {"Phone Number", SJ_OFAC_IDENTIFIER, 0},
    {"Phone No.", SJ_OFAC_IDENTIFIER, 0},
    {"Phone", SJ_OFAC_IDENTIFIER, 0},
    {"Telephone No.", SJ_OFAC_IDENTIFIER, 0},
    {"Telephone", SJ_OFAC_IDENTIFIER, 0},
    {"Fax No.", SJ_OFAC_IDENTIFIER, 0},
    {"Fax", SJ_OFAC_IDENTIFIER, 0},
    {"SWIFT/BIC", SJ_OFAC_IDENTIFIER, 0},
    {"MMSI", SJ_OFAC_IDENTIFIER, 0},
    {"Linked To", SJ_OFAC_LINK, 0},
    {"Secondary sanctions risk", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"Additional Sanctions Information -", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"Executive Order 13662 Directive Determination -", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"Executive Order 14024 Directive Information", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"Executive Order 14014 Directive Information", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"Executive Order 13846 information", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"CAATSA Section 235 Information", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"PEESA Information", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"IFCA Determination -", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions",
     SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"Target Type", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"Equity Ticker", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"Issuer Name", SJ_OFAC_FACT, SJ_FACT_OTHER},
    {"ISIN", SJ_OFAC_IDENTIFIER, 0},
};

const sj_ofac_label *sj_ofac_find_label(sj_str text, size_t *ret_len)
{
    const char first = text.len ? (char)(text.ptr[0] | 0x20) : '\0'; /* letters in lower case */
    for (size_t i = 0; i < SJ_COUNT(labels); i++) {                  /* (1) */
        if ((labels[i].text[0] | 0x20) != first)
            continue;
        const size_t n = strlen(labels[i].text);
        if (!sj_str_starts_nocase(text, (sj_str){labels[i].text, n}))
            continue;
        if (n < text.len && !strchr(" :-(", text.ptr[n]))
            continue;
        *ret_len = n;
        return &labels[i];
    }
    return NULL;
}

/* ---- statements ---- */

static bool all_digits(sj_str s, size_t a, size_t b)
{
    uint64_t n;
    return (s.len == a || s.len == b) && sj_str_to_u64(s, &n);
}

/* 20 letters and digits, the last two digits: ISO 17442. */
static bool is_lei(sj_str s)
{
    size_t good = 0;
    for (size_t i = 0; i < s.len; i++) {
        const bool digit = s.ptr[i] >= '0' && s.ptr[i] <= '9';
        good += digit || (i < 18 && s.ptr[i] >= 'A' && s.ptr[i] <= 'Z');
    }
    return s.len == 20 && good == 20;
}

static sj_identifier_kind kind_of(const sj_builder *b, sj_str label, sj_str value, sj_str country)
{
    sj_identifier_kind kind = sj_list_identifier_kind(label);
    const bool imo = sj_str_starts(value, SJ_S("IMO "));
    if (kind == SJ_ID_IMO || imo) /* (3) */
        kind = b->e->schema == SJ_SCHEMA_VESSEL ? SJ_ID_IMO : SJ_ID_REGISTRATION;
    if (sj_str_eq_nocase(label, SJ_S("Legal Entity Number")) && is_lei(value)) /* (4) */
        return SJ_ID_LEI;
    if (sj_str_eq_nocase(country, SJ_S("Russia"))) {
        if (kind == SJ_ID_TAX && all_digits(value, 10, 12))
            return SJ_ID_INN;
        if (kind == SJ_ID_REGISTRATION && all_digits(value, 13, 15))
            return SJ_ID_OGRN;
    }
    return kind;
}

/* "1026303117642 (Russia)" where the country has no field of its own filled. */
static void part_country(sj_ofac_statement *s)
{
    const size_t open = sj_str_find(s->value, SJ_S(" ("), 0);
    if (s->country.len || open == s->value.len || !sj_str_ends(s->value, SJ_S(")")))
        return;
    const sj_str country = sj_str_slice(s->value, open + 2, s->value.len - 1);
    if (sj_country_parse(country).len == 0)
        return;
    s->country = country;
    if (s->note.len == 0)
        s->note = s->value; /* as written */
    s->value = sj_str_trim(sj_str_slice(s->value, 0, open));
}

static void state_identifier(sj_builder *b, const sj_ofac_statement *given)
{
    sj_ofac_statement whole = *given;
    const sj_ofac_statement *s = &whole;
    part_country(&whole);
    sj_entity_identifier *id = sj_build_identifier(b, kind_of(b, s->label, s->value, s->country),
                                                   s->label, s->value, s->country);
    id->issued = s->issued;
    id->expires = s->expires;
    id->note = sj_build_keep(b, s->note);
    id->invalid = sj_build_says_invalid(s->note);
}

static void state_wallet(sj_builder *b, const sj_ofac_statement *s)
{
    const size_t dash = sj_str_find(s->label, SJ_S(" - "), 0);
    const sj_str currency = sj_str_slice(s->label, dash + 3, s->label.len);
    sj_entity_identifier *id = sj_build_identifier(
        b, SJ_ID_CRYPTO, dash < s->label.len ? currency : s->label, s->value, (sj_str){0});
    id->note = sj_build_keep(b, s->note);
}

static void state_date(sj_builder *b, const sj_ofac_statement *s, sj_date_kind kind)
{
    char iso[32];
    sj_str text = s->value;
    if (text.len == 0 && s->range)
        text = (sj_str){iso, sj_date_write(s->range, iso)};
    sj_entity_date *d = sj_build_date(b, kind, text);
    if (s->range) {
        d->range = *s->range;
        d->parsed = true;
    }
    const sj_str notes[] = {kind == SJ_DATE_BIRTH ? (sj_str){0} : s->label, s->note};
    d->note = sj_build_join(b, notes, 2, SJ_S("; "));
}

static void state_fact(sj_builder *b, const sj_ofac_statement *s, sj_fact_kind kind)
{
    sj_str value = s->value;
    if (kind == SJ_FACT_GENDER && sj_str_eq_nocase(value, SJ_S("male")))
        value = SJ_S("male");
    else if (kind == SJ_FACT_GENDER && sj_str_eq_nocase(value, SJ_S("female")))
        value = SJ_S("female");
    sj_entity_fact *f = sj_build_fact(b, kind, s->label, value);
    f->note = sj_build_keep(b, s->note);
}

static bool heads_a_sentence(sj_str label) /* (5) */
{
    while (label.len && strchr(" :-", label.ptr[label.len - 1]))
        label.len--;
    static const sj_str words[] = {{"information", 11}, {"determination", 13}};
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (label.len >= words[i].len &&
            sj_str_eq_nocase(sj_str_slice(label, label.len - words[i].len, label.len), words[i]))
            return true;
    return false;
}

void sj_ofac_state(sj_builder *b, const sj_ofac_statement *s)
{
    size_t len;
    const sj_ofac_label *l = sj_ofac_find_label(s->label, &len);
    sj_ofac_action action = l ? l->action : SJ_OFAC_IDENTIFIER;
    if (!l && heads_a_sentence(s->label))
        action = SJ_OFAC_FACT;
    if (!l && !s->document && sj_list_identifier_kind(s->label) == SJ_ID_OTHER) /* (2) */
        action = SJ_OFAC_FACT;
    if (action != SJ_OFAC_DATE && s->range && s->value.len == 0)
        action = SJ_OFAC_DATE;
    switch (action) {
    case SJ_OFAC_DATE:
        state_date(b, s, l && l->action == action ? (sj_date_kind)l->kind : SJ_DATE_OTHER);
        break;
    case SJ_OFAC_PLACE:
        sj_build_place(b, SJ_PLACE_BIRTH,
                       &(sj_build_place_parts){.street = s->value, .note = s->note});
        break;
    case SJ_OFAC_FACT:
        state_fact(b, s, l ? (sj_fact_kind)l->kind : SJ_FACT_OTHER);
        break;
    case SJ_OFAC_WALLET:
        state_wallet(b, s);
        break;
    case SJ_OFAC_LINK:
        sj_build_link(b, SJ_LINK_OTHER, s->value, s->label);
        break;
    case SJ_OFAC_IDENTIFIER:
        state_identifier(b, s);
        break;
    }
}

/* ---- names ---- */

/* U+200E, U+200F and U+202A to U+202E: bytes e2 80 xx. */
static bool is_direction_mark(const char *p)
{
    const unsigned char third = (unsigned char)p[2];
    return memcmp(p, "\xe2\x80", 2) == 0 &&
           (third == 0x8e || third == 0x8f || (third >= 0xaa && third <= 0xae));
}

sj_str sj_ofac_unwrap(sj_str s)
{
    s = sj_str_trim(s);
    while (s.len >= 3 && is_direction_mark(s.ptr))
        s = sj_str_trim(sj_str_slice(s, 3, s.len));
    while (s.len >= 3 && is_direction_mark(s.ptr + s.len - 3))
        s = sj_str_trim(sj_str_slice(s, 0, s.len - 3));
    return s;
}

static bool is_suffix(sj_str s)
{
    static const char *const suffixes[] = {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"};
    for (size_t i = 0; i < SJ_COUNT(suffixes); i++)
        if (sj_str_eq_nocase(s, sj_str_from(suffixes[i])))
            return true;
    return false;
}

/* LAST, Given[, Jr.]: all given names are one part. Where the first ends and a
 * middle name begins the list does not say, and "KIM, Jong Un" has none. */
static void fill_parts(sj_entity_name *n)
{
    sj_str rest = n->full, last, given, suffix = {0};
    const size_t comma = sj_str_find(rest, SJ_S(","), 0);
    if (comma == rest.len)
        return;
    last = sj_str_trim(sj_str_slice(rest, 0, comma));
    given = sj_str_trim(sj_str_slice(rest, comma + 1, rest.len));
    const size_t second = sj_str_find(given, SJ_S(","), 0);
    if (second < given.len) {
        suffix = sj_str_trim(sj_str_slice(given, second + 1, given.len));
        given = sj_str_trim(sj_str_slice(given, 0, second));
        if (!is_suffix(suffix))
            return; /* a list of titles: better no parts than wrong ones */
    }
    n->part[SJ_PART_FAMILY] = last;
    n->part[SJ_PART_GIVEN] = given;
    n->part[SJ_PART_SUFFIX] = suffix;
}

sj_entity_name *sj_ofac_name(sj_builder *b, sj_name_kind kind, sj_str full)
{
    sj_entity_name *n = sj_build_name(b, kind, full);
    if (b->e->schema == SJ_SCHEMA_PERSON)
        fill_parts(n);
    return n;
}

sj_entity_name *sj_ofac_name_of(sj_builder *b, sj_name_kind kind, sj_str last, sj_str first)
{
    const sj_str part[] = {last, first};
    return sj_ofac_name(b, kind, sj_build_join(b, part, 2, SJ_S(", ")));
}

/* ---- codes ---- */

sj_schema sj_ofac_schema(sj_str type)
{
    type = sj_str_trim(type);
    if (sj_str_eq_nocase(type, SJ_S("individual")))
        return SJ_SCHEMA_PERSON;
    if (sj_str_eq_nocase(type, SJ_S("vessel")))
        return SJ_SCHEMA_VESSEL;
    if (sj_str_eq_nocase(type, SJ_S("aircraft")))
        return SJ_SCHEMA_AIRCRAFT;
    if (type.len == 0 || sj_str_eq(type, SJ_S("-0-")) || sj_str_eq_nocase(type, SJ_S("entity")))
        return SJ_SCHEMA_ORGANISATION;
    return SJ_SCHEMA_UNKNOWN;
}

sj_link_kind sj_ofac_link_kind(sj_str relation)
{
    static const struct {
        const char *word;
        sj_link_kind kind;
    } words[] = {{"owned", SJ_LINK_OWNED_BY},       {"owns", SJ_LINK_OWNS},
                 {"acting for", SJ_LINK_ACTS_FOR},  {"providing support", SJ_LINK_ACTS_FOR},
                 {"leader", SJ_LINK_LEADS},         {"executive", SJ_LINK_LEADS},
                 {"employ", SJ_LINK_EMPLOYED_BY},   {"family", SJ_LINK_FAMILY},
                 {"associate", SJ_LINK_ASSOCIATE},  {"successor", SJ_LINK_SUCCESSOR},
                 {"predecess", SJ_LINK_PREDECESSOR}};
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (sj_build_find_nocase(relation, sj_str_from(words[i].word), 0) < relation.len)
            return words[i].kind;
    return SJ_LINK_OTHER;
}

sj_str sj_ofac_script(sj_str script)
{
    static const char *const codes[][2] = {{"Latin", "Latn"},
                                           {"Cyrillic", "Cyrl"},
                                           {"Arabic", "Arab"},
                                           {"Persian", "Arab"},
                                           {"Farsi", "Arab"},
                                           {"Chinese Simplified", "Hans"},
                                           {"Chinese Traditional", "Hant"},
                                           {"Chinese", "Hani"},
                                           {"Han", "Hani"},
                                           {"Japanese", "Jpan"},
                                           {"Korean", "Kore"},
                                           {"Hangul", "Hang"},
                                           {"Hebrew", "Hebr"},
                                           {"Greek", "Grek"},
                                           {"Thai", "Thai"},
                                           {"Burmese", "Mymr"},
                                           {"Myanmar", "Mymr"},
                                           {"Khmer", "Khmr"},
                                           {"Devanagari", "Deva"},
                                           {"Georgian", "Geor"},
                                           {"Armenian", "Armn"},
                                           {"Bengali", "Beng"}};
    for (size_t i = 0; i < SJ_COUNT(codes); i++)
        if (sj_str_eq_nocase(script, sj_str_from(codes[i][0])))
            return sj_str_from(codes[i][1]);
    return (sj_str){0};
}

sj_name_kind sj_ofac_alias_kind(sj_str type, bool low_quality)
{
    if (low_quality)
        return SJ_NAME_WEAK;
    if (sj_str_starts_nocase(type, SJ_S("f")))
        return SJ_NAME_FORMER;
    return sj_str_eq_nocase(type, SJ_S("Name")) ? SJ_NAME_PRIMARY : SJ_NAME_ALIAS;
}

/* ---- links ---- */

#define AMBIGUOUS UINT64_MAX

static sj_status index_names(const sj_list *list, sj_map *by_name)
{
    for (size_t i = 0; i < list->entity_count; i++) {
        const sj_entity *e = &list->entity[i];
        if (e->name_count == 0)
            continue;
        sj_map_entry *entry;
        SJ_TRY(sj_map_put(by_name, e->name[0].full, &entry));
        entry->value = entry->value ? AMBIGUOUS : i + 1;
    }
    return SJ_OK;
}

sj_status sj_ofac_resolve_links(sj_list *list)
{
    SJ_SCOPED(sj_map) by_name = {0};
    SJ_TRY(index_names(list, &by_name));
    for (size_t i = 0; i < list->entity_count; i++)
        for (size_t k = 0; k < list->entity[i].link_count; k++) {
            sj_entity_link *l = &list->entity[i].link[k];
            const sj_map_entry *m = l->target_id.len ? NULL : sj_map_find(&by_name, l->target_name);
            if (m && m->value != AMBIGUOUS)
                l->target_id = list->entity[m->value - 1].id;
        }
    return SJ_OK;
}
