/* lists/senzing_json.c -- records in Senzing's generic entity specification, as
 * JSON lines or one JSON array, in its three dialects: flat attributes
 * (`NAME_FULL`, `PRIMARY_NAME_LAST`), arrays of groups (`NAMES`, `DATES`,
 * `IDENTIFIERS` ...), and `FEATURES`, an array of small objects.
 *
 * All three are groups of attributes: a record's flat attributes are one group
 * (a prefix like PRIMARY_ before NAME_ or ADDR_ makes a group of its own), and
 * every object inside an array is one. A group is read by what its attributes
 * are called, so dialects may be mixed.
 *
 *   (1) an attribute that no rule reads becomes a fact with its name;
 *   (2) dates are month first when they have slashes, as Senzing's samples are:
 *       "12/11/1978" is 11 December. A date that cannot be so (day over 12 in
 *       front) falls to the general reader.
 * Source: Senzing Entity Specification, attribute names. */
#include "lists/builder.h"
#include "records/json.h"

enum { ATTRIBUTES_MAX = 512, GROUP_DEPTH_MAX = 8 };

struct attribute {
    sj_str name, value, prefix;
    bool used;
};
struct group {
    struct attribute item[ATTRIBUTES_MAX]; /* a flat record of a bank has some 60 */
    size_t count;
};
struct senzing {
    sj_builder b;
    sj_diag *diag;
    struct group *group; /* scratch, one at a time */
};

/* ---- groups ---- */

static bool starts(sj_str s, const char *prefix)
{
    return sj_str_starts(s, sj_str_from(prefix));
}

/* "PRIMARY_NAME_LAST" -> prefix "PRIMARY", name "NAME_LAST". */
static void cut_prefix(struct attribute *a)
{
    static const char *const family[] = {"_NAME_", "_ADDR_", "_PHONE_", "_PASSPORT_"};
    if (starts(a->name, "NAME_") || starts(a->name, "ADDR_") || starts(a->name, "PHONE_"))
        return;
    for (size_t i = 0; i < SJ_COUNT(family); i++) {
        const size_t at = sj_str_find(a->name, sj_str_from(family[i]), 0);
        if (at == a->name.len || at == 0)
            continue;
        a->prefix = sj_str_slice(a->name, 0, at);
        a->name = sj_str_slice(a->name, at + 1, a->name.len);
        return;
    }
}

static sj_status fill_group(struct senzing *z, const cJSON *object)
{
    struct group *g = z->group;
    g->count = 0;
    for (const cJSON *m = object->child; m; m = m->next) {
        sj_str value = {0};
        sj_status status = SJ_OK;
        if (cJSON_IsArray(m) || cJSON_IsObject(m) ||
            !sj_json_text(object, m->string, z->b.arena, &value, &status)) {
            SJ_TRY(status);
            continue;
        }
        if (g->count == ATTRIBUTES_MAX)
            return sj_diag_set(z->diag, SJ_ELIMIT, "expected at most 512 attributes", 0, 0, 0);
        struct attribute *a = &g->item[g->count++];
        *a = (struct attribute){.name = sj_str_from(m->string), .value = sj_str_trim(value)};
        a->used = a->value.len == 0;
        cut_prefix(a);
    }
    return SJ_OK;
}

static sj_str take(struct group *g, sj_str prefix, const char *name)
{
    for (size_t i = 0; i < g->count; i++)
        if (!g->item[i].used && sj_str_eq(g->item[i].name, sj_str_from(name)) &&
            sj_str_eq(g->item[i].prefix, prefix)) {
            g->item[i].used = true;
            return g->item[i].value;
        }
    return (sj_str){0};
}

/* ---- names ---- */

static sj_name_kind name_kind(sj_str type, bool first)
{
    if (sj_str_eq_nocase(type, SJ_S("FORMER")) || sj_str_eq_nocase(type, SJ_S("FKA")))
        return SJ_NAME_FORMER;
    if (sj_str_eq_nocase(type, SJ_S("MAIDEN")))
        return SJ_NAME_MAIDEN;
    if (sj_str_eq_nocase(type, SJ_S("NICKNAME")) || sj_str_eq_nocase(type, SJ_S("WEAK")))
        return SJ_NAME_WEAK;
    if (sj_str_eq_nocase(type, SJ_S("NATIVE")) || sj_str_eq_nocase(type, SJ_S("SCRIPT")))
        return SJ_NAME_ORIGINAL;
    const bool alias = sj_str_eq_nocase(type, SJ_S("ALIAS")) ||
                       sj_str_eq_nocase(type, SJ_S("AKA")) || sj_str_eq_nocase(type, SJ_S("DBA"));
    return first && !alias ? SJ_NAME_PRIMARY : SJ_NAME_ALIAS;
}

static void read_name(struct senzing *z, struct group *g, sj_str prefix)
{
    sj_builder *b = &z->b;
    const sj_str full = take(g, prefix, "NAME_FULL"), org = take(g, prefix, "NAME_ORG");
    const sj_str title = take(g, prefix, "NAME_PREFIX"), given = take(g, prefix, "NAME_FIRST"),
                 middle = take(g, prefix, "NAME_MIDDLE"), family = take(g, prefix, "NAME_LAST"),
                 suffix = take(g, prefix, "NAME_SUFFIX");
    const sj_str part[] = {given, middle, family, suffix};
    const sj_str built = sj_build_join(b, part, SJ_COUNT(part), SJ_S(" "));
    const sj_str name = full.len ? full : org.len ? org : built;
    if (name.len == 0) {
        if (title.len)
            (void)sj_build_fact(b, SJ_FACT_TITLE, SJ_S("NAME_PREFIX"), title);
        return;
    }
    const sj_str type = take(g, prefix, "NAME_TYPE");
    bool first = true;
    for (size_t i = 0; i < b->e->name_count; i++)
        first &= b->e->name[i].kind != SJ_NAME_PRIMARY;
    sj_entity_name *n = sj_build_name(b, name_kind(type.len ? type : prefix, first), name);
    n->part[SJ_PART_TITLE] = sj_build_keep(b, title);
    n->part[SJ_PART_GIVEN] = sj_build_keep(b, given);
    n->part[SJ_PART_MIDDLE] = sj_build_keep(b, middle);
    n->part[SJ_PART_FAMILY] = sj_build_keep(b, family);
    n->part[SJ_PART_SUFFIX] = sj_build_keep(b, suffix);
    n->note = sj_build_keep(b, type.len ? type : prefix);
    if (full.len && org.len)
        (void)sj_build_name(b, SJ_NAME_ALIAS, org);
    if (b->e->schema == SJ_SCHEMA_UNKNOWN && org.len)
        b->e->schema = SJ_SCHEMA_ORGANISATION;
}

/* ---- addresses ---- */

static void read_address(struct senzing *z, struct group *g, sj_str prefix)
{
    sj_builder *b = &z->b;
    const sj_str full = take(g, prefix, "ADDR_FULL");
    const sj_str lines[] = {take(g, prefix, "ADDR_LINE1"), take(g, prefix, "ADDR_LINE2"),
                            take(g, prefix, "ADDR_LINE3"), take(g, prefix, "ADDR_LINE4")};
    const sj_str line = sj_build_join(b, lines, SJ_COUNT(lines), SJ_S(", "));
    const sj_str state = take(g, prefix, "ADDR_STATE"), province = take(g, prefix, "ADDR_PROVINCE");
    const sj_build_place_parts parts = {.street = full.len ? full : line,
                                        .city = take(g, prefix, "ADDR_CITY"),
                                        .region = state.len ? state : province,
                                        .postcode = take(g, prefix, "ADDR_POSTAL_CODE"),
                                        .country_text = take(g, prefix, "ADDR_COUNTRY"),
                                        .note = take(g, prefix, "ADDR_TYPE")};
    (void)sj_build_place(b, SJ_PLACE_ADDRESS, &parts);
    if (full.len && line.len)
        (void)sj_build_fact(b, SJ_FACT_OTHER, SJ_S("ADDR_LINE"), line);
}

/* ---- numbers ---- */

static const struct number {
    const char *base; /* BASE_NUMBER, BASE_TYPE, BASE_COUNTRY, BASE_STATE */
    sj_identifier_kind kind;
} numbers[] = {
    {"PASSPORT", SJ_ID_PASSPORT},
    {"NATIONAL_ID", SJ_ID_NATIONAL},
    {"TAX_ID", SJ_ID_TAX},
    {"SSN", SJ_ID_SOCIAL_SECURITY},
    {"DRIVERS_LICENSE", SJ_ID_DRIVING_LICENCE},
    {"DUNS", SJ_ID_DUNS},
    {"LEI", SJ_ID_LEI},
    {"IMO", SJ_ID_IMO},
    {"ACCOUNT", SJ_ID_ACCOUNT},
    {"PHONE", SJ_ID_PHONE},
    {"OTHER_ID", SJ_ID_OTHER},
    {"TRUSTED_ID", SJ_ID_OTHER},
    {"NPI", SJ_ID_OTHER},
    {"COMPANY_ID", SJ_ID_REGISTRATION},
};

static sj_str take_of(struct group *g, sj_str prefix, const char *base, const char *end)
{
    char name[64];
    const sj_str b = sj_str_from(base), e = sj_str_from(end);
    memcpy(name, b.ptr, b.len);
    memcpy(name + b.len, e.ptr, e.len);
    name[b.len + e.len] = 0; /* bases and ends are constants of at most 24 bytes */
    return take(g, prefix, name);
}

static void read_numbers(struct senzing *z, struct group *g, sj_str prefix)
{
    sj_builder *b = &z->b;
    for (size_t i = 0; i < SJ_COUNT(numbers); i++) {
        const sj_str number = take_of(g, prefix, numbers[i].base, "_NUMBER");
        if (number.len == 0)
            continue;
        const sj_str type = take_of(g, prefix, numbers[i].base, "_TYPE"),
                     country = take_of(g, prefix, numbers[i].base, "_COUNTRY"),
                     state = take_of(g, prefix, numbers[i].base, "_STATE");
        const sj_str label = type.len ? type : prefix.len ? prefix : sj_str_from(numbers[i].base);
        sj_identifier_kind kind = numbers[i].kind;
        if (kind == SJ_ID_OTHER)
            kind = sj_list_identifier_kind(label);
        (void)sj_build_identifier(b, kind, label, number, country.len ? country : state);
        if (country.len && state.len)
            (void)sj_build_fact(b, SJ_FACT_OTHER, SJ_S("STATE"), state);
    }
}

/* ---- single attributes ---- */

enum action { AS_DATE, AS_PLACE, AS_FACT, AS_IDENTIFIER };
static const struct single {
    const char *name;
    enum action action;
    int kind;
} singles[] = {
    {"DATE_OF_BIRTH", AS_DATE, SJ_DATE_BIRTH},
    {"DATE_OF_DEATH", AS_DATE, SJ_DATE_DEATH},
    {"REGISTRATION_DATE", AS_DATE, SJ_DATE_FOUNDED},
    {"PLACE_OF_BIRTH", AS_PLACE, SJ_PLACE_BIRTH},
    {"PLACE_OF_DEATH", AS_PLACE, SJ_PLACE_DEATH},
    {"NATIONALITY", AS_FACT, SJ_FACT_NATIONALITY},
    {"CITIZENSHIP", AS_FACT, SJ_FACT_NATIONALITY},
    {"COUNTRY_OF_ASSOCIATION", AS_FACT, SJ_FACT_RESIDENCE},
    {"REGISTRATION_COUNTRY", AS_FACT, SJ_FACT_JURISDICTION},
    {"GENDER", AS_FACT, SJ_FACT_GENDER},
    {"EMAIL_ADDRESS", AS_IDENTIFIER, SJ_ID_EMAIL},
    {"WEBSITE_ADDRESS", AS_IDENTIFIER, SJ_ID_WEBSITE},
    {"LINKEDIN", AS_IDENTIFIER, SJ_ID_HANDLE},
    {"FACEBOOK", AS_IDENTIFIER, SJ_ID_HANDLE},
    {"TWITTER", AS_IDENTIFIER, SJ_ID_HANDLE},
    {"SKYPE", AS_IDENTIFIER, SJ_ID_HANDLE},
    {"URL", AS_FACT, SJ_FACT_SOURCE_URL},
    {"TOPIC", AS_FACT, SJ_FACT_TOPIC},
};

static bool slashed_date(sj_str text, sj_date_range *ret) /* (2) */
{
    uint64_t n[3];
    size_t count = 0;
    sj_str rest = text, piece;
    while (sj_str_split(&rest, '/', &piece)) {
        if (count == 3 || piece.len > 4 || !sj_str_to_u64(sj_str_trim(piece), &n[count]))
            return false;
        count++;
    }
    if (count != 3 || n[0] > 12 || n[1] > 31)
        return false;
    if (n[2] < 100)
        n[2] += n[2] > 30 ? 1900 : 2000;
    const sj_date d = {(int16_t)n[2], (uint8_t)n[0], (uint8_t)n[1]};
    if (!sj_date_valid(d))
        return false;
    *ret = (sj_date_range){d, d, false};
    return true;
}

static void read_single(struct senzing *z, const struct attribute *a, const struct single *s)
{
    sj_builder *b = &z->b;
    if (s->action == AS_DATE) {
        sj_entity_date *d = sj_build_date(b, (sj_date_kind)s->kind, a->value);
        sj_date_range range;
        if (slashed_date(a->value, &range)) {
            d->parsed = true;
            d->range = range;
        }
    } else if (s->action == AS_PLACE) {
        const sj_build_place_parts parts = {.street = a->value};
        sj_build_place(b, (sj_place_kind)s->kind, &parts)->street = (sj_str){0};
    } else if (s->action == AS_IDENTIFIER) {
        (void)sj_build_identifier(b, (sj_identifier_kind)s->kind, a->name, a->value, (sj_str){0});
    } else {
        const bool gender = s->kind == SJ_FACT_GENDER;
        const sj_str value = gender && sj_str_eq(a->value, SJ_S("M"))   ? SJ_S("male")
                             : gender && sj_str_eq(a->value, SJ_S("F")) ? SJ_S("female")
                                                                        : a->value;
        (void)sj_build_fact(b, (sj_fact_kind)s->kind, a->name, value);
    }
}

static void read_rest(struct senzing *z, struct group *g)
{
    for (size_t i = 0; i < g->count; i++) {
        struct attribute *a = &g->item[i];
        const struct single *known = NULL;
        for (size_t k = 0; k < SJ_COUNT(singles) && !known; k++)
            if (sj_str_eq(a->name, sj_str_from(singles[k].name)))
                known = &singles[k];
        if (a->used)
            continue;
        a->used = true;
        if (known)
            read_single(z, a, known);
        else
            (void)sj_build_fact(&z->b, SJ_FACT_OTHER, a->name, a->value); /* (1) */
    }
}

/* A relation: the pointer names the record meant, the anchor this record. */
static void read_relation(struct senzing *z, struct group *g)
{
    const sj_str none = {0}, role = take(g, none, "REL_POINTER_ROLE");
    sj_str key = take(g, none, "REL_POINTER_KEY");
    if (sj_str_eq(key, z->b.e->id)) /* some exports swap the two ends */
        key = take(g, none, "REL_ANCHOR_KEY");
    sj_link_kind kind = SJ_LINK_OTHER;
    if (starts(role, "Owns"))
        kind = SJ_LINK_OWNS;
    else if (sj_str_eq_nocase(role, SJ_S("Family")))
        kind = SJ_LINK_FAMILY;
    else if (sj_str_eq_nocase(role, SJ_S("Associate")))
        kind = SJ_LINK_ASSOCIATE;
    if (key.len == 0) {
        if (role.len)
            (void)sj_build_fact(&z->b, SJ_FACT_OTHER, SJ_S("REL_POINTER_ROLE"), role);
        return;
    }
    const sj_str id = sj_build_keep(&z->b, key);
    sj_build_link(&z->b, kind, id, role)->target_id = id;
}

/* ---- a record ---- */

static sj_status read_group(struct senzing *z, const cJSON *object)
{
    SJ_TRY(fill_group(z, object));
    struct group *g = z->group;
    for (size_t i = 0; i < g->count; i++) { /* once for each prefix that occurs */
        const sj_str prefix = g->item[i].prefix;
        if (g->item[i].used)
            continue;
        read_name(z, g, prefix);
        read_address(z, g, prefix);
        read_numbers(z, g, prefix);
    }
    const sj_str domain = take(g, (sj_str){0}, "RECORD_TYPE");
    if (domain.len && z->b.e->schema == SJ_SCHEMA_UNKNOWN)
        z->b.e->schema = sj_str_eq_nocase(domain, SJ_S("PERSON")) ? SJ_SCHEMA_PERSON
                         : starts(domain, "ORGANI") || sj_str_eq_nocase(domain, SJ_S("COMPANY"))
                             ? SJ_SCHEMA_ORGANISATION
                         : sj_str_eq_nocase(domain, SJ_S("VESSEL"))   ? SJ_SCHEMA_VESSEL
                         : sj_str_eq_nocase(domain, SJ_S("AIRCRAFT")) ? SJ_SCHEMA_AIRCRAFT
                                                                      : SJ_SCHEMA_UNKNOWN;
    if (domain.len)
        (void)sj_build_fact(&z->b, SJ_FACT_OTHER, SJ_S("RECORD_TYPE"), domain);
    read_relation(z, g);
    read_rest(z, g);
    return z->b.status;
}

static sj_status read_groups(struct senzing *z, const cJSON *node, unsigned depth)
{
    if (depth > GROUP_DEPTH_MAX)
        return sj_diag_set(z->diag, SJ_ELIMIT, "expected at most 8 nested groups", 0, 0, 0);
    if (cJSON_IsObject(node))
        SJ_TRY(read_group(z, node));
    for (const cJSON *m = node->child; m; m = m->next) {
        if (cJSON_IsArray(m) || cJSON_IsObject(m))
            SJ_TRY(read_groups(z, m, depth + 1));
        else if (cJSON_IsArray(node) && cJSON_IsString(m)) /* a list of texts */
            (void)sj_build_fact(&z->b, SJ_FACT_OTHER,
                                node->string ? sj_str_from(node->string) : SJ_S("(list)"),
                                sj_str_from(m->valuestring));
    }
    return z->b.status;
}

static sj_status read_record(struct senzing *z, const cJSON *record, uint64_t line)
{
    sj_str id = {0};
    sj_status status = SJ_OK;
    if (!cJSON_IsObject(record) || !sj_json_text(record, "RECORD_ID", z->b.arena, &id, &status)) {
        SJ_TRY(status);
        return sj_diag_set(z->diag, SJ_ESYNTAX, "expected a record with a RECORD_ID", 0, line, 0);
    }
    z->b.e = sj_build_entity(&z->b, id, SJ_SCHEMA_UNKNOWN);
    SJ_TRY(z->b.status);
    return read_groups(z, record, 0);
}

static sj_status read_array(struct senzing *z, sj_str bytes)
{
    sj_json_auto cJSON *json = NULL;
    SJ_TRY(sj_json_parse(bytes, &json, z->diag));
    for (const cJSON *r = json->child; r; r = r->next)
        SJ_TRY(read_record(z, r, 0));
    return SJ_OK;
}

static sj_status read_lines(struct senzing *z, sj_str bytes)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_lines) *lines = NULL;
    sj_str line;
    uint64_t number, offset;
    SJ_TRY(sj_input_open_memory(bytes, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, z->diag));
    SJ_TRY(sj_lines_new(in, &lines));
    for (;;) {
        const sj_status s = sj_lines_next(lines, &line, &number, &offset, z->diag);
        if (s == SJ_DONE)
            return SJ_OK;
        SJ_TRY(s);
        sj_json_auto cJSON *json = NULL;
        const sj_status parsed = sj_json_parse(line, &json, z->diag);
        if (parsed < 0 && z->diag)
            z->diag->line = number;
        SJ_TRY(parsed);
        SJ_TRY(read_record(z, json, number));
    }
}

static bool recognise(sj_str bytes)
{
    if (sj_str_starts(bytes, SJ_S("\xEF\xBB\xBF")))
        bytes = sj_str_slice(bytes, 3, bytes.len);
    bytes = sj_str_trim(bytes);
    const sj_str head = sj_str_slice(bytes, 0, 4096);
    return (starts(bytes, "{") || starts(bytes, "[")) &&
           sj_str_find(head, SJ_S("\"RECORD_ID\""), 0) < head.len &&
           sj_str_find(head, SJ_S("\"DATA_SOURCE\""), 0) < head.len;
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options SJ_UNUSED, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    struct senzing z = {.b = {.list = list, .arena = arena}, .diag = reterr_diag};
    if (file_count != 1)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected one file", 0, 0, 0);
    z.group = sj_arena_alloc(arena, sizeof *z.group);
    if (!z.group)
        return SJ_ENOMEM;
    const bool array = starts(sj_str_trim(file->bytes), "[");
    return array ? read_array(&z, file->bytes) : read_lines(&z, file->bytes);
}

const sj_list_reader sj_reader_senzing_json = {
    .format = SJ_LIST_SENZING_JSON, .authority = "", .recognise = recognise, .read = read_list};
