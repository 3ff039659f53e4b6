/* lists/uk.c -- see the header. Blank strength stays a good alias: the list
 * does not call it weak, and a guess from its length would be ours. */
#include "lists/uk.h"

sj_name_kind sj_uk_name_kind(sj_str type, sj_str strength)
{
    if (sj_str_starts_nocase(strength, SJ_S("Low")))
        return SJ_NAME_WEAK;
    if (sj_str_eq_nocase(type, SJ_S("FKA")) || sj_str_starts_nocase(type, SJ_S("Former")))
        return SJ_NAME_FORMER;
    const bool primary = sj_str_eq_nocase(type, SJ_S("Primary name")) || type.len == 0 ||
                         sj_str_eq_nocase(type, SJ_S("Prime Alias"));
    return primary ? SJ_NAME_PRIMARY : SJ_NAME_ALIAS;
}

sj_schema sj_uk_schema(sj_str type)
{
    if (sj_str_eq_nocase(type, SJ_S("Individual")))
        return SJ_SCHEMA_PERSON;
    if (sj_str_eq_nocase(type, SJ_S("Entity")))
        return SJ_SCHEMA_ORGANISATION;
    return sj_str_eq_nocase(type, SJ_S("Ship")) ? SJ_SCHEMA_VESSEL : SJ_SCHEMA_UNKNOWN;
}

sj_str sj_uk_full_name(sj_builder *b, const sj_str name[6])
{
    return sj_build_join(b, name, 6, SJ_S(" "));
}

sj_entity_name *sj_uk_name(sj_builder *b, const sj_str name[6], sj_name_kind kind)
{
    sj_entity_name *n = sj_build_name(b, kind, sj_uk_full_name(b, name));
    if (b->e->schema == SJ_SCHEMA_PERSON && sj_str_trim(name[0]).len) {
        n->part[SJ_PART_GIVEN] = sj_build_keep(b, name[0]);
        n->part[SJ_PART_MIDDLE] = sj_build_join(b, name + 1, 4, SJ_S(" "));
        n->part[SJ_PART_FAMILY] = sj_build_keep(b, name[5]);
    }
    return n;
}

void sj_uk_address(sj_builder *b, const sj_str part[8])
{
    const sj_build_place_parts parts = {.street = sj_build_join(b, part, 5, SJ_S(", ")),
                                        .city = part[5],
                                        .postcode = part[6],
                                        .country_text = part[7]};
    sj_build_place(b, SJ_PLACE_ADDRESS, &parts);
}
