/* lists/common.c -- what the readers of all formats share: adding to an entity
 * in one line, telling kinds of identifiers from the labels of lists, splitting
 * enumerations.
 *
 * Representation: none of its own; everything goes into the caller's arena.
 *
 *   (1) An empty value adds nothing and succeeds, so readers need no guards.
 *   (2) A label that no rule knows is SJ_ID_OTHER and keeps its text: guessing
 *       a kind is a convenience, dropping is never its result.
 *   (3) The rules are tried in order, the narrow before the wide: "Electoral
 *       Registry No." is seen before "regist", "Driver's Permit" before
 *       "permit".
 *   (4) An enumeration is split only if its markers run in sequence from the
 *       first one at the very start of the text; all other text stays whole.
 *
 * Not chosen: one table of whole labels. OFAC alone has some 120, the UN lets
 * committees write what they like, and every month brings new ones. */
#include "lists/reader.h"
#include <stdarg.h>
#include <stdio.h>

sj_entity *sj_list_add_entity(sj_list *list, sj_arena *a, sj_str id, sj_schema schema)
{
    sj_entity *e = sj_arena_push(a, &list->entity, &list->entity_count, sizeof *list->entity);
    if (!e)
        return NULL;
    e->id = id;
    e->schema = schema;
    return e;
}

sj_status sj_list_warn(sj_list *list, sj_arena *a, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    const int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (n < 0)
        return SJ_EINVAL;
    const size_t len = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    sj_str copy;
    SJ_TRY(sj_arena_copy(a, (sj_str){text, len}, &copy));
    sj_str *w = sj_arena_push(a, &list->warning, &list->warning_count, sizeof *list->warning);
    if (!w)
        return SJ_ENOMEM;
    *w = copy;
    return SJ_OK;
}

/* ---- short additions: (1) ---- */

sj_status sj_list_name(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str full)
{
    if (full.len == 0)
        return SJ_OK;
    sj_entity_name *n = sj_entity_add_name(e, a);
    if (!n)
        return SJ_ENOMEM;
    n->kind = kind;
    n->full = full;
    return SJ_OK;
}

static bool about_a_state(sj_fact_kind kind)
{
    return kind == SJ_FACT_NATIONALITY || kind == SJ_FACT_RESIDENCE ||
           kind == SJ_FACT_JURISDICTION || kind == SJ_FACT_VESSEL_FLAG ||
           kind == SJ_FACT_VESSEL_FLAG_FORMER;
}

sj_status sj_list_fact(sj_entity *e, sj_arena *a, sj_fact_kind kind, sj_str label, sj_str value)
{
    if (value.len == 0)
        return SJ_OK;
    sj_entity_fact *f = sj_entity_add_fact(e, a);
    if (!f)
        return SJ_ENOMEM;
    f->kind = kind;
    f->label = label;
    f->value = value;
    if (about_a_state(kind))
        f->country = sj_country_parse(value);
    return SJ_OK;
}

sj_status sj_list_identifier(sj_entity *e, sj_arena *a, sj_identifier_kind kind, sj_str type_text,
                             sj_str value, sj_str issuer_text)
{
    if (value.len == 0)
        return SJ_OK;
    sj_entity_identifier *i = sj_entity_add_identifier(e, a);
    if (!i)
        return SJ_ENOMEM;
    i->kind = kind;
    i->type_text = type_text;
    i->value = value;
    i->issuer_text = issuer_text;
    if (issuer_text.len)
        i->country = sj_country_parse(issuer_text);
    return SJ_OK;
}

sj_status sj_list_date(sj_entity *e, sj_arena *a, sj_date_kind kind, sj_str text, int32_t name)
{
    if (text.len == 0)
        return SJ_OK;
    sj_entity_date *d = sj_entity_add_date(e, a);
    if (!d)
        return SJ_ENOMEM;
    d->kind = kind;
    d->text = text;
    d->name = name;
    d->parsed = sj_date_parse(text, &d->range);
    return SJ_OK;
}

sj_status sj_list_place(sj_entity *e, sj_arena *a, sj_place_kind kind, sj_str full,
                        sj_str country_text)
{
    if (full.len == 0 && country_text.len == 0)
        return SJ_OK;
    sj_entity_place *p = sj_entity_add_place(e, a);
    if (!p)
        return SJ_ENOMEM;
    p->kind = kind;
    p->full = full.len ? full : country_text;
    p->country_text = country_text;
    if (country_text.len)
        p->country = sj_country_parse(country_text);
    return SJ_OK;
}

/* ---- labels of identifiers ---- */

enum match { ANYWHERE, WORD, WHOLE };
struct rule {
    const char *keyword; /* ASCII in lower case; other scripts as written */
    enum match match;
    sj_identifier_kind kind;
};
/* Order matters: (3). Labels of the UN, OFAC, EU, UK, Switzerland, Canada,
 * Australia and Japan as seen in their files. */
static const struct rule rules[] = {
    {"digital currency", ANYWHERE, SJ_ID_CRYPTO},
    {"crypto", ANYWHERE, SJ_ID_CRYPTO},
    {"wallet", ANYWHERE, SJ_ID_CRYPTO},
    {"e-mail", ANYWHERE, SJ_ID_EMAIL},
    {"email", ANYWHERE, SJ_ID_EMAIL},
    {"courriel", ANYWHERE, SJ_ID_EMAIL},
    {"correo", ANYWHERE, SJ_ID_EMAIL},
    {"メール", ANYWHERE, SJ_ID_EMAIL},
    {"website", ANYWHERE, SJ_ID_WEBSITE},
    {"web site", ANYWHERE, SJ_ID_WEBSITE},
    {"web address", ANYWHERE, SJ_ID_WEBSITE},
    {"homepage", ANYWHERE, SJ_ID_WEBSITE},
    {"url", WORD, SJ_ID_WEBSITE},
    {"ウェブ", ANYWHERE, SJ_ID_WEBSITE},
    {"swift", ANYWHERE, SJ_ID_BIC},
    {"bic", WORD, SJ_ID_BIC},
    {"legal entity identifier", ANYWHERE, SJ_ID_LEI},
    {"lei", WORD, SJ_ID_LEI},
    {"d-u-n-s", ANYWHERE, SJ_ID_DUNS},
    {"duns", WORD, SJ_ID_DUNS},
    {"ogrn", ANYWHERE, SJ_ID_OGRN},
    {"ОГРН", ANYWHERE, SJ_ID_OGRN},
    {"primary state registration number", ANYWHERE, SJ_ID_OGRN},
    {"main state registration number", ANYWHERE, SJ_ID_OGRN},
    {"inn", WORD, SJ_ID_INN},
    {"ИНН", ANYWHERE, SJ_ID_INN},
    /* a shipping company's number in the IMO scheme is no ship's number */
    {"company number imo", ANYWHERE, SJ_ID_REGISTRATION},
    {"imo company", ANYWHERE, SJ_ID_REGISTRATION},
    {"imo", WORD, SJ_ID_IMO},
    {"imo number", ANYWHERE, SJ_ID_IMO},
    {"vessel registration", ANYWHERE, SJ_ID_IMO},
    {"international maritime", ANYWHERE, SJ_ID_IMO},
    {"mmsi", ANYWHERE, SJ_ID_MMSI},
    {"maritime mobile", ANYWHERE, SJ_ID_MMSI},
    {"call sign", ANYWHERE, SJ_ID_CALL_SIGN},
    {"callsign", ANYWHERE, SJ_ID_CALL_SIGN},
    {"hull", ANYWHERE, SJ_ID_HULL},
    {"tail number", ANYWHERE, SJ_ID_AIRCRAFT_TAIL},
    {"aircraft registration", ANYWHERE, SJ_ID_AIRCRAFT_TAIL},
    {"serial number", ANYWHERE, SJ_ID_AIRCRAFT_SERIAL},
    {"serial identification", ANYWHERE, SJ_ID_AIRCRAFT_SERIAL},
    {"construction number", ANYWHERE, SJ_ID_AIRCRAFT_SERIAL},
    {"msn", WORD, SJ_ID_AIRCRAFT_SERIAL},
    {"mode s", ANYWHERE, SJ_ID_MODE_S},
    {"iban", WORD, SJ_ID_IBAN},
    {"isin", WORD, SJ_ID_ISIN},
    {"telegram", ANYWHERE, SJ_ID_HANDLE},
    {"twitter", ANYWHERE, SJ_ID_HANDLE},
    {"facebook", ANYWHERE, SJ_ID_HANDLE},
    {"skype", ANYWHERE, SJ_ID_HANDLE},
    {"wechat", ANYWHERE, SJ_ID_HANDLE},
    {"icq", WORD, SJ_ID_HANDLE},
    {"handle", WORD, SJ_ID_HANDLE},
    {"username", ANYWHERE, SJ_ID_HANDLE},
    {"user name", ANYWHERE, SJ_ID_HANDLE},
    {"bank account", ANYWHERE, SJ_ID_ACCOUNT},
    {"account n", ANYWHERE, SJ_ID_ACCOUNT},
    {"phone", ANYWHERE, SJ_ID_PHONE},
    {"téléphone", ANYWHERE, SJ_ID_PHONE},
    {"teléfono", ANYWHERE, SJ_ID_PHONE},
    {"fax", ANYWHERE, SJ_ID_PHONE},
    {"mobile", WORD, SJ_ID_PHONE},
    {"tel", WORD, SJ_ID_PHONE},
    {"電話", ANYWHERE, SJ_ID_PHONE},
    {"seaman", ANYWHERE, SJ_ID_SEAMAN},
    {"seafarer", ANYWHERE, SJ_ID_SEAMAN},
    {"merchant marine", ANYWHERE, SJ_ID_SEAMAN},
    {"driver", ANYWHERE, SJ_ID_DRIVING_LICENCE},
    {"driving", ANYWHERE, SJ_ID_DRIVING_LICENCE},
    {"permis de conduire", ANYWHERE, SJ_ID_DRIVING_LICENCE},
    {"licencia de conduc", ANYWHERE, SJ_ID_DRIVING_LICENCE},
    {"運転免許", ANYWHERE, SJ_ID_DRIVING_LICENCE},
    {"passport", ANYWHERE, SJ_ID_PASSPORT},
    {"passeport", ANYWHERE, SJ_ID_PASSPORT},
    {"pasaporte", ANYWHERE, SJ_ID_PASSPORT},
    {"passaporto", ANYWHERE, SJ_ID_PASSPORT},
    {"reisepass", ANYWHERE, SJ_ID_PASSPORT},
    {"паспорт", ANYWHERE, SJ_ID_PASSPORT},
    {"旅券", ANYWHERE, SJ_ID_PASSPORT},
    {"パスポート", ANYWHERE, SJ_ID_PASSPORT},
    {"护照", ANYWHERE, SJ_ID_PASSPORT},
    {"travel document", ANYWHERE, SJ_ID_PASSPORT},
    {"laissez-passer", ANYWHERE, SJ_ID_PASSPORT},
    {"social security", ANYWHERE, SJ_ID_SOCIAL_SECURITY},
    {"seguridad social", ANYWHERE, SJ_ID_SOCIAL_SECURITY},
    {"national insurance", ANYWHERE, SJ_ID_SOCIAL_SECURITY},
    {"ssn", WORD, SJ_ID_SOCIAL_SECURITY},
    {"military", ANYWHERE, SJ_ID_OTHER},
    {"militar", ANYWHERE, SJ_ID_OTHER},
    {"electoral", ANYWHERE, SJ_ID_OTHER},
    {"voter", ANYWHERE, SJ_ID_OTHER},
    {"birth cert", ANYWHERE, SJ_ID_OTHER},
    {"student", ANYWHERE, SJ_ID_OTHER},
    {"ration card", ANYWHERE, SJ_ID_OTHER},
    {"serviceman", ANYWHERE, SJ_ID_OTHER},
    {"visa", WORD, SJ_ID_VISA_OR_PERMIT},
    {"residen", ANYWHERE, SJ_ID_VISA_OR_PERMIT},
    {"séjour", ANYWHERE, SJ_ID_VISA_OR_PERMIT},
    {"work permit", ANYWHERE, SJ_ID_VISA_OR_PERMIT},
    {"green card", ANYWHERE, SJ_ID_VISA_OR_PERMIT},
    {"refugee", ANYWHERE, SJ_ID_VISA_OR_PERMIT},
    {"social credit", ANYWHERE, SJ_ID_REGISTRATION},
    {"uscc", WORD, SJ_ID_REGISTRATION},
    {"okpo", WORD, SJ_ID_REGISTRATION},
    {"tax", ANYWHERE, SJ_ID_TAX},
    {"fiscal", ANYWHERE, SJ_ID_TAX},
    {"tribut", ANYWHERE, SJ_ID_TAX},
    {"c.i.f.", ANYWHERE, SJ_ID_TAX},
    {"n.i.f.", ANYWHERE, SJ_ID_TAX},
    {"v.a.t.", ANYWHERE, SJ_ID_TAX},
    {"vat", WORD, SJ_ID_TAX},
    {"nit", WORD, SJ_ID_TAX},
    {"ruc", WORD, SJ_ID_TAX},
    {"r.u.c.", ANYWHERE, SJ_ID_TAX},
    {"rfc", WORD, SJ_ID_TAX},
    {"r.f.c.", ANYWHERE, SJ_ID_TAX},
    {"rif", WORD, SJ_ID_TAX},
    {"cuit", WORD, SJ_ID_TAX},
    {"c.u.i.t.", ANYWHERE, SJ_ID_TAX},
    {"rut", WORD, SJ_ID_TAX},
    {"rtn", WORD, SJ_ID_TAX},
    {"r.t.n.", ANYWHERE, SJ_ID_TAX},
    {"cnpj", WORD, SJ_ID_TAX},
    {"cpf", WORD, SJ_ID_TAX},
    {"fein", WORD, SJ_ID_TAX},
    {"npwp", WORD, SJ_ID_TAX},
    {"tin", WORD, SJ_ID_TAX},
    {"identity", ANYWHERE, SJ_ID_NATIONAL},
    {"national id", ANYWHERE, SJ_ID_NATIONAL},
    {"national no", ANYWHERE, SJ_ID_NATIONAL},
    {"national number", ANYWHERE, SJ_ID_NATIONAL},
    {"jordanian national", ANYWHERE, SJ_ID_NATIONAL},
    {"national foreign id", ANYWHERE, SJ_ID_NATIONAL},
    {"personal id", ANYWHERE, SJ_ID_NATIONAL},
    {"personal numerical", ANYWHERE, SJ_ID_NATIONAL},
    {"kenyan id", ANYWHERE, SJ_ID_NATIONAL},
    {"civil id", ANYWHERE, SJ_ID_NATIONAL},
    {"identification card", ANYWHERE, SJ_ID_NATIONAL},
    {"id card", WORD, SJ_ID_NATIONAL},
    {"citizen's card", ANYWHERE, SJ_ID_NATIONAL},
    {"turkish identification", ANYWHERE, SJ_ID_NATIONAL},
    {"cedula", ANYWHERE, SJ_ID_NATIONAL},
    {"cédula", ANYWHERE, SJ_ID_NATIONAL},
    {"tazkira", ANYWHERE, SJ_ID_NATIONAL},
    {"d.n.i.", ANYWHERE, SJ_ID_NATIONAL},
    {"dni", WORD, SJ_ID_NATIONAL},
    {"c.u.r.p.", ANYWHERE, SJ_ID_NATIONAL},
    {"curp", WORD, SJ_ID_NATIONAL},
    {"c.u.i.p.", ANYWHERE, SJ_ID_NATIONAL},
    {"c.u.i.", ANYWHERE, SJ_ID_NATIONAL},
    {"nie", WORD, SJ_ID_NATIONAL},
    {"n.i.e.", ANYWHERE, SJ_ID_NATIONAL},
    {"nric", WORD, SJ_ID_NATIONAL},
    {"jmbg", WORD, SJ_ID_NATIONAL},
    {"egn", WORD, SJ_ID_NATIONAL},
    {"bosnian personal", ANYWHERE, SJ_ID_NATIONAL},
    {"identidad", ANYWHERE, SJ_ID_NATIONAL},
    {"identité", ANYWHERE, SJ_ID_NATIONAL},
    {"personalausweis", ANYWHERE, SJ_ID_NATIONAL},
    {"numéro national", ANYWHERE, SJ_ID_NATIONAL},
    {"身分証", ANYWHERE, SJ_ID_NATIONAL},
    {"身份证", ANYWHERE, SJ_ID_NATIONAL},
    {"国民識別", ANYWHERE, SJ_ID_NATIONAL},
    {"id", WHOLE, SJ_ID_NATIONAL}, /* the EU's type code */
    {"regist", ANYWHERE, SJ_ID_REGISTRATION},
    {"regnumber", ANYWHERE, SJ_ID_REGISTRATION},
    {"company n", ANYWHERE, SJ_ID_REGISTRATION},
    {"company id", ANYWHERE, SJ_ID_REGISTRATION},
    {"enterprise n", ANYWHERE, SJ_ID_REGISTRATION},
    {"legal entity n", ANYWHERE, SJ_ID_REGISTRATION},
    {"business n", ANYWHERE, SJ_ID_REGISTRATION},
    {"mercantil", ANYWHERE, SJ_ID_REGISTRATION},
    {"chamber of commerce", ANYWHERE, SJ_ID_REGISTRATION},
    {"trade licen", ANYWHERE, SJ_ID_REGISTRATION},
    {"business licen", ANYWHERE, SJ_ID_REGISTRATION},
    {"incorporation", ANYWHERE, SJ_ID_REGISTRATION},
    {"government gazette", ANYWHERE, SJ_ID_REGISTRATION}, /* OFAC's name for OKPO */
    {"c.r.", ANYWHERE, SJ_ID_REGISTRATION},
    {"cr no", WORD, SJ_ID_REGISTRATION},
    {"brn", WORD, SJ_ID_REGISTRATION},
    {"kvk", WORD, SJ_ID_REGISTRATION},
    {"siren", WORD, SJ_ID_REGISTRATION},
    {"hrb", WORD, SJ_ID_REGISTRATION},
};

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool rule_applies(const struct rule *r, sj_str label)
{
    const sj_str keyword = sj_str_from(r->keyword);
    if (r->match == WHOLE)
        return sj_str_eq(label, keyword);
    for (size_t at = sj_str_find(label, keyword, 0); at < label.len;
         at = sj_str_find(label, keyword, at + 1)) {
        const size_t end = at + keyword.len;
        const bool starts = at == 0 || !is_letter_or_digit(label.ptr[at - 1]);
        const bool ends = end == label.len || !is_letter_or_digit(label.ptr[end]);
        if (r->match == ANYWHERE || (starts && ends))
            return true;
    }
    return false;
}

#define MAX_LABEL_BYTES 120 /* the longest seen is 66; what follows tells no more */

sj_identifier_kind sj_list_identifier_kind(sj_str label)
{
    char lower[MAX_LABEL_BYTES];
    bool present[256] = {false}; /* most rules end at their first byte */
    size_t n = 0;
    label = sj_str_trim(label);
    for (size_t i = 0; i < label.len && n < sizeof lower; i++) {
        const char c = label.ptr[i];
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (blank && n && lower[n - 1] == ' ')
            continue;
        lower[n++] = blank ? ' ' : (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    const sj_str s = {lower, n};
    for (size_t i = 0; i < n; i++)
        present[(unsigned char)lower[i]] = true;
    for (size_t i = 0; i < SJ_COUNT(rules); i++)
        if (present[(unsigned char)rules[i].keyword[0]] && rule_applies(&rules[i], s))
            return rules[i].kind;
    return SJ_ID_OTHER; /* (2) */
}

/* ---- texts ---- */

sj_status sj_list_join(sj_arena *a, const sj_str *part, size_t count, sj_str separator, sj_str *ret)
{
    size_t len = 0, used = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        if (part[i].len == 0)
            continue;
        len += part[i].len + (used ? separator.len : 0);
        used++;
        last = i;
    }
    if (used < 2) { /* nothing to copy */
        *ret = used ? part[last] : (sj_str){0};
        return SJ_OK;
    }
    char *to = sj_arena_alloc(a, len);
    if (!to)
        return SJ_ENOMEM;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (part[i].len == 0)
            continue;
        if (at && separator.len) {
            memcpy(to + at, separator.ptr, separator.len);
            at += separator.len;
        }
        memcpy(to + at, part[i].ptr, part[i].len);
        at += part[i].len;
    }
    *ret = (sj_str){to, len};
    return SJ_OK;
}

/* How one enumeration is written: "(a)", "a)", "(1)", "1)", "1:". */
struct style {
    bool open;
    char first, close;
};
static const struct style styles[] = {
    {true, 'a', ')'},  {false, 'a', ')'}, {true, '1', ')'},  {false, '1', ')'},
    {false, '1', ':'}, {true, 'A', ')'},  {false, 'A', ')'},
};

/* Length of the `index`-th marker of a style at `at`, 0 if none stands there. */
static size_t marker(sj_str s, size_t at, const struct style *style, unsigned index)
{
    const size_t start = at;
    if (at > 0 && !(s.ptr[at - 1] == ' ' || s.ptr[at - 1] == '\n' || s.ptr[at - 1] == '\t' ||
                    s.ptr[at - 1] == ';' || s.ptr[at - 1] == ','))
        return 0;
    if (style->open && (at >= s.len || s.ptr[at++] != '('))
        return 0;
    char text[12];
    int n;
    if (style->first == '1')
        n = snprintf(text, sizeof text, "%u%c", index + 1, style->close);
    else
        n = snprintf(text, sizeof text, "%c%c", style->first + (char)index, style->close);
    if (!sj_str_starts(sj_str_slice(s, at, s.len), (sj_str){text, (size_t)n}))
        return 0;
    const size_t end = at + (size_t)n;
    if (style->close == ':' && end < s.len && s.ptr[end] != ' ') /* a time of day */
        return 0;
    return end - start;
}

#define MAX_ITEMS 999 /* numbers of three digits; the most seen is 22, letters end at z */

static size_t next_marker(sj_str s, size_t from, const struct style *style, unsigned index,
                          size_t *ret_len)
{
    if (index >= (style->first == '1' ? MAX_ITEMS : 26))
        return s.len;
    for (size_t at = from; at < s.len; at++) {
        *ret_len = marker(s, at, style, index);
        if (*ret_len)
            return at;
    }
    return s.len;
}

static sj_str without_separator(sj_str s)
{
    s = sj_str_trim(s);
    while (s.len && (s.ptr[s.len - 1] == ';' || s.ptr[s.len - 1] == ','))
        s = sj_str_trim(sj_str_slice(s, 0, s.len - 1));
    return s;
}

static sj_status push_item(sj_arena *a, sj_str item, sj_str **ret, size_t *ret_count)
{
    if (item.len == 0)
        return SJ_OK;
    sj_str *to = sj_arena_push(a, ret, ret_count, sizeof **ret);
    if (!to)
        return SJ_ENOMEM;
    *to = item;
    return SJ_OK;
}

sj_status sj_list_enumeration(sj_arena *a, sj_str text, sj_str **ret, size_t *ret_count)
{
    sj_str *item = NULL;
    size_t count = 0;
    text = sj_str_trim(text);
    for (size_t i = 0; i < SJ_COUNT(styles) && count == 0; i++) {
        size_t len = marker(text, 0, &styles[i], 0), next_len = 0;
        size_t next = len ? next_marker(text, len, &styles[i], 1, &next_len) : text.len;
        if (len == 0 || next == text.len) /* (4): no sequence */
            continue;
        size_t from = len;
        for (unsigned index = 2; from < text.len; index++) {
            SJ_TRY(push_item(a, without_separator(sj_str_slice(text, from, next)), &item, &count));
            from = next + next_len;
            next =
                from < text.len ? next_marker(text, from, &styles[i], index, &next_len) : text.len;
        }
    }
    if (count == 0)
        SJ_TRY(push_item(a, text, &item, &count));
    *ret = item;
    *ret_count = count;
    return SJ_OK;
}
