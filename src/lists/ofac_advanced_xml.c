/* lists/ofac_advanced_xml.c -- OFAC's advanced XML (sdn_advanced.xml, 120 MB).
 *
 * A file of tables that point at each other by number. They come in one order,
 * and it is read in one pass:
 *
 *   ReferenceValueSets -> Locations -> IDRegDocuments -> DistinctParties
 *       -> ProfileRelationships -> SanctionsEntries -> SanctionsEntryLinks
 *
 *   (1) What a party points at (words, places, documents) stands before it and
 *       is kept in `words`, `places` and `documents` until the end; what points
 *       at a party stands behind it and finds it in `profiles`. Of the XML one
 *       record at a time is in memory, so memory follows the content.
 *   (2) Keys are "Set/ID" ("AliasType/1400"): numbers repeat between the sets.
 *   (3) A number that points nowhere makes the file corrupt: a part is missing.
 *   (4) A date has a Start and an End, each with From and To. The range goes
 *       from Start/From to End/To; 1 January to 31 December is a year.
 *       SanctionsMeasure has an empty DatePeriod, which is no date.
 *   (5) The programme of a listing is the Comment of the measure whose type is
 *       "Program"; the other measures are what is done ("Block").
 *   (6) Unknown elements and attributes become facts (sj_build_rest).
 *
 * Not chosen: building the tree of the whole file. It takes some 2 GB. */
#include "lists/ofac_advanced.h"

#define TEXT(n, name) sj_xml_child_text(n, SJ_S(name))
#define ATTRIBUTE(n, name) sj_xml_attribute(n, SJ_S(name))

/* ---- numbers ---- */

static sj_str key_of(struct advanced *r, const char *set, sj_str id)
{
    const int n = snprintf(r->key, sizeof r->key, "%s/%.*s", set, (int)(id.len < 64 ? id.len : 64),
                           id.len ? id.ptr : "");
    return (sj_str){r->key, (size_t)n < sizeof r->key ? (size_t)n : sizeof r->key - 1};
}

void sj_advanced_put(struct advanced *r, sj_map *map, const char *set, sj_str id, uint64_t value)
{
    sj_map_entry *entry;
    sj_str key;
    if (!r->b.status)
        r->b.status = sj_arena_copy(&r->scratch, key_of(r, set, id), &key);
    if (!r->b.status)
        r->b.status = sj_map_put(map, key, &entry);
    if (!r->b.status)
        entry->value = value;
}

bool sj_advanced_find(struct advanced *r, const sj_map *map, const char *set, sj_str id,
                      uint64_t *ret)
{
    const sj_map_entry *m = sj_map_find(map, key_of(r, set, id));
    if (m)
        *ret = m->value;
    else
        sj_build_refuse(&r->b, "expected a number that the tables before it explain"); /* (3) */
    return m != NULL;
}

sj_str sj_advanced_word(struct advanced *r, const char *set, sj_str id)
{
    uint64_t at;
    if (id.len == 0 || !sj_advanced_find(r, &r->words, set, id, &at))
        return (sj_str){0};
    return r->word[at];
}

/* ---- ReferenceValueSets ---- */

static void read_sets(struct advanced *r, const sj_xml_node *n)
{
    for (const sj_xml_node *set = n->child; set; set = set->next)
        for (const sj_xml_node *v = set->child; v && !r->b.status; v = v->next) {
            char name[64];
            snprintf(name, sizeof name, "%.*s", (int)(v->name.len < 63 ? v->name.len : 63),
                     v->name.ptr);
            sj_str text = v->text;
            if (text.len == 0) /* an AreaCode without ISO code has a Description */
                text = ATTRIBUTE(v, "Description");
            const size_t at = r->word_count;
            sj_str *word = sj_arena_push(&r->scratch, &r->word, &r->word_count, sizeof *word);
            if (!word) {
                r->b.status = SJ_ENOMEM;
                return;
            }
            *word = sj_build_keep(&r->b, text);
            sj_advanced_put(r, &r->words, name, ATTRIBUTE(v, "ID"), at);
            if (sj_str_eq(v->name, SJ_S("PartySubType")) || sj_str_eq(v->name, SJ_S("AreaCode"))) {
                /* what they belong to, found again as "PartySubType>" and "AreaCode>" */
                const bool area = sj_str_eq(v->name, SJ_S("AreaCode"));
                const size_t up = r->word_count;
                word = sj_arena_push(&r->scratch, &r->word, &r->word_count, sizeof *word);
                if (word)
                    *word = sj_build_keep(&r->b, area ? ATTRIBUTE(v, "Description")
                                                      : ATTRIBUTE(v, "PartyTypeID"));
                else
                    r->b.status = SJ_ENOMEM;
                sj_advanced_put(r, &r->words, area ? "AreaCode>" : "PartySubType>",
                                ATTRIBUTE(v, "ID"), up);
            }
        }
}

/* ---- Locations ---- */

static void read_location_part(struct advanced *r, sj_build_place_parts *p, sj_str street[4],
                               const sj_xml_node *n)
{
    const sj_str type = sj_advanced_word(r, "LocPartType", ATTRIBUTE(n, "LocPartTypeID"));
    sj_str text = {0};
    for (const sj_xml_node *v = sj_xml_child(n, SJ_S("LocationPartValue")); v;
         v = sj_xml_sibling(v, SJ_S("LocationPartValue")))
        text = sj_build_join(&r->b, (const sj_str[]){text, TEXT(v, "Value"), TEXT(v, "Comment")}, 3,
                             SJ_S(", "));
    if (sj_str_eq(type, SJ_S("ADDRESS1")))
        street[0] = text;
    else if (sj_str_eq(type, SJ_S("ADDRESS2")))
        street[1] = text;
    else if (sj_str_eq(type, SJ_S("ADDRESS3")))
        street[2] = text;
    else if (sj_str_eq(type, SJ_S("CITY")))
        p->city = text;
    else if (sj_str_eq(type, SJ_S("STATE/PROVINCE")))
        p->region = text;
    else if (sj_str_eq(type, SJ_S("POSTAL CODE")))
        p->postcode = text;
    else
        street[3] = sj_build_join(&r->b, (const sj_str[]){street[3], text}, 2, SJ_S(", "));
}

static void read_location(struct advanced *r, const sj_xml_node *n)
{
    sj_build_place_parts p = {0};
    sj_str street[4] = {{0}}, area = {0};
    for (const sj_xml_node *c = n->child; c; c = c->next) {
        if (sj_str_eq(c->name, SJ_S("LocationCountry"))) {
            sj_str country = sj_advanced_word(r, "Country", ATTRIBUTE(c, "CountryID"));
            if (sj_str_eq_nocase(country, SJ_S("undetermined"))) /* says that nothing is known */
                country = (sj_str){0};
            p.country_text =
                sj_build_join(&r->b, (const sj_str[]){p.country_text, country}, 2, SJ_S(", "));
        } else if (sj_str_eq(c->name, SJ_S("LocationAreaCode")))
            area = sj_advanced_word(r, "AreaCode>", ATTRIBUTE(c, "AreaCodeID"));
        else if (sj_str_eq(c->name, SJ_S("LocationPart")))
            read_location_part(r, &p, street, c);
        else if (sj_str_eq(c->name, SJ_S("Comment"))) {
            sj_xml_used(c);
            p.note = c->text;
        }
    }
    if (p.country_text.len == 0)
        p.country_text = area;
    p.street = sj_build_join(&r->b, street, 4, SJ_S(", "));
    p.note = sj_build_keep(&r->b, p.note);
    const size_t at = r->place_count;
    sj_build_place_parts *kept =
        sj_arena_push(&r->scratch, &r->place, &r->place_count, sizeof *kept);
    if (!kept) {
        r->b.status = SJ_ENOMEM;
        return;
    }
    *kept = p;
    sj_advanced_put(r, &r->places, "", ATTRIBUTE(n, "ID"), at);
}

/* ---- IDRegDocuments ---- */

static void date_document(struct advanced *r, struct advanced_document *d, const sj_xml_node *n)
{
    for (const sj_xml_node *c = sj_xml_child(n, SJ_S("DocumentDate")); c;
         c = sj_xml_sibling(c, SJ_S("DocumentDate"))) {
        const sj_str type =
            sj_advanced_word(r, "IDRegDocDateType", ATTRIBUTE(c, "IDRegDocDateTypeID"));
        const sj_date_range range = sj_advanced_period(sj_xml_child(c, SJ_S("DatePeriod")));
        if (sj_str_starts(type, SJ_S("Issue")))
            d->statement.issued = range;
        else
            d->statement.expires = range;
    }
}

/* What a document says in elements that nothing here reads: into its note. */
static sj_str unread_of(struct advanced *r, const sj_xml_node *n)
{
    static const char *const known[] = {"Comment", "IDRegistrationNo", "IssuingAuthority",
                                        "DocumentDate", "DocumentedNameReference"};
    sj_str all = {0};
    for (const sj_xml_node *c = n->child; c; c = c->next) {
        bool read = false;
        for (size_t i = 0; i < SJ_COUNT(known); i++)
            read |= sj_str_eq(c->name, sj_str_from(known[i]));
        if (!read && c->text.len) {
            sj_xml_used(c);
            const sj_str more[] = {all, c->name, c->text};
            all = sj_build_join(&r->b, more, 3, SJ_S(" "));
        }
    }
    return all;
}

/* Documents stand before the party that holds them: kept by identity. */
static void read_document(struct advanced *r, const sj_xml_node *n)
{
    struct advanced_document d = {.statement = {.document = true}};
    const sj_str validity = sj_advanced_word(r, "Validity", ATTRIBUTE(n, "ValidityID"));
    d.statement.label = sj_advanced_word(r, "IDRegDocType", ATTRIBUTE(n, "IDRegDocTypeID"));
    d.statement.value = sj_build_keep(&r->b, TEXT(n, "IDRegistrationNo"));
    d.statement.country = sj_advanced_word(r, "Country", ATTRIBUTE(n, "IssuedBy-CountryID"));
    d.invalid = validity.len && !sj_str_eq(validity, SJ_S("Valid"));
    const sj_str place = ATTRIBUTE(n, "IssuedIn-LocationID");
    uint64_t at;
    sj_str where = {0};
    if (place.len && sj_advanced_find(r, &r->places, "", place, &at))
        where = r->place[at].city.len ? r->place[at].city : r->place[at].country_text;
    const sj_str note[] = {TEXT(n, "IssuingAuthority"), TEXT(n, "Comment"), where,
                           d.invalid ? validity : (sj_str){0}, unread_of(r, n)};
    d.statement.note = sj_build_join(&r->b, note, SJ_COUNT(note), SJ_S("; "));
    date_document(r, &d, n);
    const sj_str identity = ATTRIBUTE(n, "IdentityID");
    const sj_map_entry *last = sj_map_find(&r->documents, key_of(r, "", identity));
    d.next = last ? last->value : 0; /* the one before, of the same identity */
    struct advanced_document *kept =
        sj_arena_push(&r->scratch, &r->document, &r->document_count, sizeof *kept);
    if (!kept) {
        r->b.status = SJ_ENOMEM;
        return;
    }
    *kept = d;
    sj_advanced_put(r, &r->documents, "", identity, r->document_count);
}

/* ---- the walk ---- */

static void read_record(sj_builder *b, const sj_xml_node *n)
{
    static const struct {
        const char *name;
        void (*read)(struct advanced *r, const sj_xml_node *n);
    } records[] = {
        {"ReferenceValueSets", read_sets},     {"DateOfIssue", sj_advanced_issue},
        {"Location", read_location},           {"IDRegDocument", read_document},
        {"DistinctParty", sj_advanced_party},  {"ProfileRelationship", sj_advanced_relationship},
        {"SanctionsEntry", sj_advanced_entry}, {"SanctionsEntryLink", sj_advanced_link}};
    for (size_t i = 0; i < SJ_COUNT(records); i++)
        if (sj_str_eq(n->name, sj_str_from(records[i].name)))
            records[i].read((struct advanced *)b, n);
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    const sj_str record[] = {SJ_S("ReferenceValueSets"), SJ_S("DateOfIssue"),
                             SJ_S("Location"),           SJ_S("IDRegDocument"),
                             SJ_S("DistinctParty"),      SJ_S("ProfileRelationship"),
                             SJ_S("SanctionsEntry"),     SJ_S("SanctionsEntryLink")};
    const sj_build_xml format = {.reader = &sj_reader_ofac_advanced_xml,
                                 .root = "Sanctions",
                                 .record = record,
                                 .record_count = SJ_COUNT(record),
                                 .on_record = read_record};
    struct advanced r = {.b = {.list = list, .arena = arena}};
    sj_status s = sj_build_read_xml(&format, file, file_count, &r.b, reterr_diag);
    if (s == SJ_OK && r.entry_count == 0) {
        sj_diag_file(reterr_diag, file->name);
        s = sj_diag_set(reterr_diag, SJ_ECORRUPT, "expected SanctionsEntries behind the parties",
                        file->bytes.len, 0, 0);
    }
    sj_map_done(&r.words);
    sj_map_done(&r.places);
    sj_map_done(&r.documents);
    sj_map_done(&r.profiles);
    sj_arena_done(&r.scratch);
    return s;
}

static bool recognise(sj_str first_bytes)
{
    return sj_build_is_xml(first_bytes, SJ_S("Sanctions")) &&
           (sj_str_find(first_bytes, SJ_S("ReferenceValueSets"), 0) < first_bytes.len ||
            sj_str_find(first_bytes, SJ_S("ADVANCED_XML"), 0) < first_bytes.len);
}

static const sj_list_left_out left_out[] = {
    {"Sanctions@Version", "of the schema"},
    {"@schemaLocation", "names the schema"},
    {"DateOfIssue/Year", "in the version of the list"},
    {"DateOfIssue/Month", "in the version of the list"},
    {"DateOfIssue/Day", "in the version of the list"},
    {"ReferenceValueSets/*", "words for numbers; kept where a party uses them"},
    {"@CalendarTypeID", "Gregorian is the only calendar in use; another is kept as a fact"},
    {"@ID", "a number inside the file"},
    {"@FixedRef", "the party's id; repeated below it"},
    {"@AreaCodeID", "a number, resolved to its word"},
    {"@CountryID", "a number, resolved to its word"},
    {"@CountryRelevanceID", "PRIMARY is the only value in use"},
    {"@LocPartTypeID", "a number, resolved to the part of the address"},
    {"@LocPartValueTypeID", "Unknown is the only value in use"},
    {"@LocPartValueStatusID", "Main is the only value in use"},
    {"@Primary", "which of several is printed first: the order is kept"},
    {"@FeatureVersionID", "points back to the feature that points here"},
    {"@IDRegDocumentID", "points back to the document that points here"},
    {"@DocumentedNameID", "the alias a document was issued in"},
    {"@IDRegDocTypeID", "a number, resolved to its word"},
    {"@IDRegDocDateTypeID", "a number, resolved to issued or expires"},
    {"@IdentityID", "a number, resolved to the party"},
    {"@IssuedBy-CountryID", "a number, resolved to its word"},
    {"@IssuedIn-LocationID", "a number, resolved to its place"},
    {"@ValidityID", "a number, resolved: invalid, and a note"},
    {"@PartySubTypeID", "a number, resolved to the schema"},
    {"@AliasTypeID", "a number, resolved to the kind of the name"},
    {"@LowQuality", "coded: the kind of the name"},
    {"@False", "an identity OFAC calls false; true is kept as a note"},
    {"@DocNameStatusID", "Primary Latin or Others: the order is kept"},
    {"@NamePartGroupID", "a number, resolved to the part of the name"},
    {"@NamePartTypeID", "a number, resolved to the part of the name"},
    {"@ScriptID", "a number, resolved to ISO 15924"},
    {"@ScriptStatusID", "Unknown is the only value in use"},
    {"@Acronym", "coded: the kind of the name"},
    {"@FeatureTypeID", "a number, resolved to its word"},
    {"@ReliabilityID", "a number; a word that is not Confirmed or Unknown is kept as a note"},
    {"@YearFixed", "flags of the form, always alike; the dates stand beside them"},
    {"@MonthFixed", "flags of the form, always alike; the dates stand beside them"},
    {"@DayFixed", "flags of the form, always alike; the dates stand beside them"},
    {"@Approximate", "coded: circa"},
    {"Start/*", "coded: the start of the range"},
    {"End/*", "coded: the end of the range"},
    {"@DetailTypeID", "says only that a text or a reference follows"},
    {"@DetailReferenceID", "a number, resolved to its word"},
    {"@LocationID", "a number, resolved to its place"},
    {"@IdentityFeatureLinkTypeID", "Unknown is the only value in use"},
    {"@From-ProfileID", "a number, resolved to the party"},
    {"@To-ProfileID", "a number, resolved to the party"},
    {"@RelationTypeID", "a number, resolved to its word"},
    {"@RelationQualityID", "a number; a word that is not Unknown is kept"},
    {"@Former", "coded: a former relation says so in its words"},
    {"@SanctionsEntryID", "the listing that made the relation public"},
    {"@ProfileID", "a number, resolved to the party"},
    {"@ListID", "a number, resolved to its word"},
    {"@EntryEventTypeID", "Created is the only value in use; another is kept as a fact"},
    {"@LegalBasisID", "a number, resolved to its word"},
    {"Date/Year", "coded: the date of the listing"},
    {"Date/Month", "coded: the date of the listing"},
    {"Date/Day", "coded: the date of the listing"},
    {"@SanctionsTypeID", "a number, resolved to its word"},
};

const sj_list_reader sj_reader_ofac_advanced_xml = {
    .format = SJ_LIST_OFAC_ADVANCED_XML,
    .authority = "OFAC",
    .recognise = recognise,
    .read = read_list,
    .left_out = left_out,
    .left_out_count = SJ_COUNT(left_out),
};
