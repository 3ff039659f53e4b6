/* papers/mrz_state.c -- codes of issuers and nationalities, 9303-3 section 5: ISO 3166-1
 * alpha-3 and the codes that are added to it. UTO is the state of ICAO's specimens. */
#include "papers/mrz.h"

static const struct {
    const char *code, *country;
    sj_str text;
} added[] = {
    {"D", "DE", {"Germany", 7}},
    {"EUE", "", {"European Union (laissez-passer)", 31}},
    {"GBD", "GB", {"British Overseas Territories citizen", 36}},
    {"GBN", "GB", {"British National (Overseas)", 27}},
    {"GBO", "GB", {"British Overseas citizen", 24}},
    {"GBP", "GB", {"British protected person", 24}},
    {"GBS", "GB", {"British subject", 15}},
    {"RKS", "XK", {"Kosovo", 6}},
    {"UNK", "XK", {"resident of Kosovo (UN mission)", 31}},
    {"UNO", "", {"United Nations", 14}},
    {"UNA", "", {"specialised agency of the United Nations", 40}},
    {"UTO", "", {"Utopia (specimen)", 17}},
    {"XXA", "", {"stateless person", 16}},
    {"XXB", "", {"refugee (1951 Convention)", 25}},
    {"XXC", "", {"refugee, other", 14}},
    {"XXX", "", {"person of unspecified nationality", 33}},
    {"XBA", "", {"African Development Bank", 24}},
    {"XCC", "", {"Caribbean Community", 19}},
    {"XCE", "", {"Council of Europe", 17}},
    {"XCO", "", {"Common Market for Eastern and Southern Africa", 45}},
    {"XDC", "", {"Southern African Development Community", 38}},
    {"XEC", "", {"Economic Community of West African States", 41}},
    {"XES", "", {"Organization of Eastern Caribbean States", 40}},
    {"XIM", "", {"African Export-Import Bank", 26}},
    {"XMP", "", {"Parliamentary Assembly of the Mediterranean", 43}},
    {"XOM", "", {"Sovereign Military Order of Malta", 33}},
    {"XPO", "", {"Interpol", 8}},
    {"IAO", "", {"International Civil Aviation Organization", 41}},
    {"NTZ", "", {"neutral zone", 12}},
    {"SCG", "", {"Serbia and Montenegro (until 2006)", 34}},
    {"ZIM", "ZW", {"Zimbabwe (code used before)", 27}},
};

bool sj_mrz_state(sj_str code, char ret_country[3], sj_str *ret_text)
{
    ret_country[0] = 0;
    *ret_text = SJ_S("");
    for (size_t i = 0; i < SJ_COUNT(added); i++)
        if (code.len && code.ptr[0] == added[i].code[0] &&
            sj_str_eq(code, sj_str_from(added[i].code))) {
            memcpy(ret_country, added[i].country, strlen(added[i].country) + 1);
            *ret_text = added[i].text;
            return true;
        }
    if (code.len != 3)
        return false;
    for (size_t i = 0; i < 3; i++)
        if (code.ptr[i] < 'A' || code.ptr[i] > 'Z')
            return false;
    const sj_str alpha2 = sj_country_parse(code);
    if (alpha2.len != 2)
        return false;
    memcpy(ret_country, alpha2.ptr, 2);
    ret_country[2] = 0;
    *ret_text = sj_country_name(alpha2);
    return true;
}
