/* names/patronymic.c -- the father's name out of a patronymic.
 *
 * The ending is cut off (longest first), what Russian and Ukrainian put before it goes too
 * (Valeriyovych, Valeryevich: valer), g and h are one (Geydar, Heydar), and the spelling
 * key of the rest is signed, with the rows of data/name_variants.tsv that the father's
 * name stands in (Hryhor, Grigory). Son and daughter sign apart: they are two people. */
#include "names/patronymic.h"
#include "names/lexicon.h"
#include "names/spelling.h"

#define WEIGHT_OF(x) ((unsigned)((x)*255 + 0.5))
#define ENDING(text, child)                          \
    {                                                \
        {(text), sizeof(text) - 1}, SJ_CHILD_##child \
    }

struct ending {
    sj_str text;
    sj_child child;
};

sj_child sj_patronymic_of(sj_str particle)
{
    static const struct ending rows[] = {
        ENDING("oglu", SON),      ENDING("ogly", SON),      ENDING("oghlu", SON),
        ENDING("oglou", SON),     ENDING("ogli", SON),      ENDING("ugli", SON),
        ENDING("uulu", SON),      ENDING("uly", SON),       ENDING("qizi", DAUGHTER),
        ENDING("kizi", DAUGHTER), ENDING("kyzy", DAUGHTER), ENDING("gyzy", DAUGHTER),
        ENDING("qyzy", DAUGHTER), ENDING("gizi", DAUGHTER)};
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (sj_str_eq(particle, rows[i].text))
            return rows[i].child;
    return SJ_CHILD_NONE;
}

static sj_str stem_of(sj_str s, sj_child *ret_child)
{
    static const struct ending rows[] = {
        ENDING("ovich", SON),     ENDING("evich", SON),     ENDING("ovych", SON),
        ENDING("evych", SON),     ENDING("avich", SON),     ENDING("ovitch", SON),
        ENDING("evitch", SON),    ENDING("ovic", SON),      ENDING("evic", SON),
        ENDING("owitsch", SON),   ENDING("ewitsch", SON),   ENDING("uly", SON),
        ENDING("ovna", DAUGHTER), ENDING("evna", DAUGHTER), ENDING("ivna", DAUGHTER),
        ENDING("auna", DAUGHTER), ENDING("euna", DAUGHTER), ENDING("owna", DAUGHTER),
        ENDING("ewna", DAUGHTER), ENDING("kyzy", DAUGHTER), ENDING("qyzy", DAUGHTER)};
    enum { STEM_MIN = 3 };
    for (size_t i = 0; s.len && strchr("hcya", s.ptr[s.len - 1]) && i < SJ_COUNT(rows); i++)
        if (s.len >= rows[i].text.len + STEM_MIN && sj_str_ends(s, rows[i].text)) {
            *ret_child = rows[i].child;
            return sj_str_slice(s, 0, s.len - rows[i].text.len);
        }
    return SJ_S("");
}

/* Without the glide or vowel before the ending: Valeriy-ovich, Valery-evich, Andre-evich;
 * Murtuza oglu, Murtuz-ovich. */
static size_t bare(sj_str stem, char ret[SJ_SPELLING_MAX])
{
    size_t n = stem.len < SJ_SPELLING_MAX ? stem.len : SJ_SPELLING_MAX;
    while (n > 3 && strchr("yijea", stem.ptr[n - 1]))
        n--;
    for (size_t i = 0; i < n; i++)
        ret[i] = stem.ptr[i] == 'g' ? 'h' : stem.ptr[i];
    return n;
}

static void sign_variants(sj_core_draft *d, sj_str stem, sj_child child)
{
    static const sj_str ends[] = {{"", 0}, {"y", 1}, {"i", 1}, {"iy", 2}, {"ei", 2}, {"a", 1}};
    char text[SJ_SPELLING_MAX];
    for (size_t k = 0; k < SJ_COUNT(ends) && stem.len + ends[k].len <= sizeof text; k++) {
        size_t n;
        memcpy(text, stem.ptr, stem.len);
        memcpy(text + stem.len, ends[k].ptr, ends[k].len);
        const sj_lexicon_entry *e = sj_lexicon_find((sj_str){text, stem.len + ends[k].len}, &n);
        for (size_t i = 0; i < n; i++)
            if (e[i].entry_class == SJ_LEXICON_VARIANT && e[i].weight >= WEIGHT_OF(0.94))
                sj_core_sign_number(d, SJ_SIGNATURE_GROUP, (uint32_t)e[i].group << 2 | child,
                                    WEIGHT_OF(0.94), SJ_RULE_PATRONYMIC);
    }
}

void sj_patronymic_sign(sj_core_draft *d, sj_str latin, sj_child child)
{
    char text[SJ_SPELLING_MAX], key[SJ_SPELLING_MAX + 2] = {'+'}; /* no key begins so */
    const sj_str stem = child ? latin : stem_of(latin, &child);
    if (!child || stem.len < 3)
        return;
    const size_t n = bare(stem, text);
    key[1] = child == SJ_CHILD_SON ? 's' : 'd';
    const size_t len = sj_spelling_key((sj_str){text, n}, key + 2);
    sj_core_sign(d, SJ_SIGNATURE_SPELLING, (sj_str){key, len + 2}, WEIGHT_OF(0.95),
                 SJ_RULE_PATRONYMIC, false);
    sign_variants(d, stem, child);
}
