/* papers/number_in.c -- India: Aadhaar, permanent account number.
 *
 * Sources: UIDAI, A UID Numbering Scheme (12 digits, the first 2..9, Verhoeff),
 * Income Tax Department (PAN: three letters, kind of holder, first letter of the
 * family name or name, serial 4 from 0001, check letter).
 *
 *   (1) Aadhaar states nothing; palindromes are not given.
 *   (2) The rule of PAN's check letter is not public: its form alone is checked. */
#include "papers/checkdigit.h"
#include "papers/number_int.h"

bool sj_number_read_aadhaar(sj_number_work *w)
{
    bool palindrome = true;
    if (w->text[0] < '2')
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 1, "2 to 9");
    for (size_t i = 0; i < 6; i++)
        palindrome = palindrome && w->text[i] == w->text[11 - i];
    if (palindrome)
        return sj_number_refuse(w, SJ_NUMBER_RULE_RESERVED, 0, 12, "no palindrome");
    return sj_number_expect(w, 11, sj_check_verhoeff(sj_number_span(w, 0, 11)));
}

static sj_str holder(char c)
{
    switch (c) {
    case 'A':
        return SJ_S("association of persons");
    case 'B':
        return SJ_S("body of individuals");
    case 'C':
        return SJ_S("company");
    case 'E':
        return SJ_S("limited liability partnership");
    case 'F':
        return SJ_S("firm");
    case 'G':
        return SJ_S("government");
    case 'H':
        return SJ_S("Hindu undivided family");
    case 'J':
        return SJ_S("artificial juridical person");
    case 'K':
        return SJ_S("Krish (trust)");
    case 'L':
        return SJ_S("local authority");
    case 'P':
        return SJ_S("person");
    case 'T':
        return SJ_S("trust");
    default:
        return SJ_S("");
    }
}

bool sj_number_read_pan(sj_number_work *w)
{
    const sj_str name = holder(w->text[3]);
    if (name.len == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 3, 1, "a kind of holder");
    if (sj_number_value(w, 5, 9) == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 5, 4, "a serial from 0001");
    sj_number_add(w, SJ_NUMBER_FACT_HOLDER, sj_number_span(w, 3, 4), name);
    sj_number_add(w, SJ_NUMBER_FACT_NOTE, sj_number_span(w, 4, 5),
                  SJ_S("first letter of the family name (of a person) or of the name"));
    return true;
}
