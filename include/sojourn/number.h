/* sojourn/number.h -- numbers on papers: national and tax numbers, passport
 * numbers, IBAN, BIC, LEI, cards, wallets, IMO. Is it valid, why not, and what
 * does the number itself state?
 *
 * Shape:  sj_number is one plain value without pointers into the caller's text:
 *         copy it, keep it, nothing to free. Names of regions and the like are
 *         constant text.
 * Unit:   positions are byte offsets in the value as it was given.
 * Rule:   a number states what it states and no more. A region is where it was
 *         issued or registered, not where somebody is from; a check digit that
 *         agrees shows that it was typed well, not that it was ever issued.
 * Schemes: `sj_number_scheme_at` lists them. Ids are those of the open libraries
 *         ("cn.ric", "ru.inn", "iban"); "passport.XX" is the form of passport
 *         numbers of issuer XX (ISO 3166 alpha-2), "xx.iban" an IBAN that must
 *         be of country xx. Ids are compared without case. */
#ifndef SOJOURN_NUMBER_H
#define SOJOURN_NUMBER_H
#include "sojourn/records.h"

typedef enum sj_number_verdict {
    SJ_NUMBER_VALID,
    SJ_NUMBER_INVALID,
    SJ_NUMBER_UNKNOWN /* nothing is known of this issuer's form: no answer */
} sj_number_verdict;

/* The rule that a number breaks, in the order in which they are asked. */
typedef enum sj_number_rule {
    SJ_NUMBER_RULE_NONE,
    SJ_NUMBER_RULE_EMPTY,
    SJ_NUMBER_RULE_CHARACTER,  /* a character that the scheme does not use here */
    SJ_NUMBER_RULE_SEPARATOR,  /* a hyphen or blank where the scheme has none */
    SJ_NUMBER_RULE_LENGTH,     /* too short or too long */
    SJ_NUMBER_RULE_COUNTRY,    /* a country code that is none, or another country's */
    SJ_NUMBER_RULE_COMPONENT,  /* a part outside its values: type, prefix, serial */
    SJ_NUMBER_RULE_REGION,     /* no such region */
    SJ_NUMBER_RULE_DATE,       /* no such day, or after as_of */
    SJ_NUMBER_RULE_RESERVED,   /* well formed and never issued */
    SJ_NUMBER_RULE_CHECK_DIGIT /* the check digits do not agree */
} sj_number_rule;
SJ_API sj_str sj_number_rule_text(sj_number_rule rule); /* "check digit" ...; empty for none */

typedef enum sj_number_check_state {
    SJ_NUMBER_CHECK_NONE,     /* the scheme has none, or it was not reached */
    SJ_NUMBER_CHECK_AGREES,   /* at least one check digit stood there and agreed */
    SJ_NUMBER_CHECK_ABSENT,   /* optional and not there: an address without mixed case */
    SJ_NUMBER_CHECK_DISAGREES /* and that does not decide: Korean numbers since 2020 */
} sj_number_check_state;

typedef enum sj_number_sex {
    SJ_NUMBER_SEX_UNSTATED,
    SJ_NUMBER_SEX_MALE,
    SJ_NUMBER_SEX_FEMALE
} sj_number_sex;

typedef enum sj_number_fact_kind {
    SJ_NUMBER_FACT_BIRTH_DATE,  /* code: "1986-04-12", "1986", "XX86-04-12" (EDTF) */
    SJ_NUMBER_FACT_SEX,         /* code: "male", "female" */
    SJ_NUMBER_FACT_REGION,      /* first level: code as in the number, name */
    SJ_NUMBER_FACT_DISTRICT,    /* second level */
    SJ_NUMBER_FACT_COUNTY,      /* third level */
    SJ_NUMBER_FACT_CITIZENSHIP, /* code: "citizen", "foreigner", or an ISO alpha-2 */
    SJ_NUMBER_FACT_HOLDER,      /* "person", "company", "branch", "state" ...: code, name */
    SJ_NUMBER_FACT_ISSUED,      /* year or date of issue or registration */
    SJ_NUMBER_FACT_ISSUER,      /* issuing state (alpha-2), or the issuing body's code */
    SJ_NUMBER_FACT_BANK,
    SJ_NUMBER_FACT_BRANCH,
    SJ_NUMBER_FACT_ACCOUNT,
    SJ_NUMBER_FACT_NETWORK, /* of a card or a wallet */
    SJ_NUMBER_FACT_FORM,    /* which of several forms of the scheme this is */
    SJ_NUMBER_FACT_NOTE     /* name: a sentence that a reader must know */
} sj_number_fact_kind;
SJ_API sj_str sj_number_fact_kind_text(sj_number_fact_kind kind); /* "birth_date" ... */

enum { SJ_NUMBER_FACT_MAX = 12, SJ_NUMBER_CODE_MAX = 39, SJ_NUMBER_TEXT_MAX = 127 };
typedef struct sj_number_fact {
    sj_number_fact_kind kind;
    char code[SJ_NUMBER_CODE_MAX + 1]; /* zero-terminated; may be empty */
    sj_str name;                       /* constant text: what the code means; may be empty */
} sj_number_fact;

typedef struct sj_number {
    char scheme[24]; /* "cn.ric", "passport.KR" */
    sj_number_verdict verdict;
    sj_number_check_state check;
    sj_number_rule rule; /* of an invalid number: the first rule it breaks */
    size_t position;     /* where, in bytes of the value as given; its length at the end */
    char expected[64];   /* "5", "a digit", "18 characters" */
    char found[24];      /* "7", "letter O", "17"; the end is "the end" */
    char normal[SJ_NUMBER_TEXT_MAX + 1]; /* canonical form; of an invalid number what was read */
    size_t normal_len;
    sj_date birth;        /* unknown parts are 0; facts say it in text, too */
    bool century_assumed; /* the number has two digits of the year; as_of decided */
    sj_number_sex sex;
    char country[3];                         /* alpha-2 of the issuing state, empty if none */
    sj_number_fact fact[SJ_NUMBER_FACT_MAX]; /* of valid numbers only */
    size_t fact_count;
} sj_number;

/* Reads `value` as a number of `scheme`. Blanks at the ends, full-width digits
 * and letters, and the scheme's separators are read away. `as_of` (year 0 =
 * unset) is the date at which the number was shown: a birth or issue after it
 * is refused, two-digit years are read back from it, and a rule that changed is
 * applied as of then. An invalid number is SJ_OK with a verdict. A value of more
 * than SJ_NUMBER_TEXT_MAX bytes is invalid by its length.
 * Errors: SJ_ENOTFOUND (no such scheme), SJ_EINVAL (as_of is no date). Cost: about
 * a microsecond, a few for an address of a wallet. No allocation. */
SJ_API SJ_MUST sj_status sj_number_check(sj_str scheme, sj_str value, sj_date as_of,
                                         sj_number *ret);

/* What a value could be. */
typedef struct sj_number_candidate {
    char scheme[24];
    sj_number_verdict verdict;
    sj_number_check_state check;
    sj_number_rule rule;
} sj_number_candidate;
enum { SJ_NUMBER_GUESS_MAX = 192 };
/* The schemes whose form the value has: valid ones first (those with a check
 * digit before those without), then those that fail by their check digit, a
 * date, a region or a reserved value. Passport forms are asked of every issuer in the table.
 * Returns how many, 0 if nothing fits; at most SJ_NUMBER_GUESS_MAX. */
SJ_API size_t sj_number_guess(sj_str value, sj_date as_of,
                              sj_number_candidate ret[SJ_NUMBER_GUESS_MAX]);

/* What a scheme's numbers are for. A paper of kind national_id and country XX
 * carries a number of a scheme of country XX and use IDENTITY or RESIDENCE. */
typedef enum sj_number_use {
    SJ_NUMBER_USE_IDENTITY,  /* of a person, on the identity card */
    SJ_NUMBER_USE_RESIDENCE, /* of a foreigner, on the residence card */
    SJ_NUMBER_USE_TAX,       /* of people, some of organisations, too */
    SJ_NUMBER_USE_INSURANCE, /* of people */
    SJ_NUMBER_USE_ORGANISATION,
    SJ_NUMBER_USE_ACCOUNT,
    SJ_NUMBER_USE_CARD,
    SJ_NUMBER_USE_WALLET,
    SJ_NUMBER_USE_VESSEL,
    SJ_NUMBER_USE_PASSPORT
} sj_number_use;
SJ_API sj_str sj_number_use_text(sj_number_use use); /* "identity" ... */

/* What there is. `source` names the standard or the law the rules come from. */
typedef struct sj_number_scheme {
    sj_str id, country /* alpha-2, may be empty */, name, source;
    sj_number_use use;
    bool has_check_digit;
} sj_number_scheme;
/* The scheme at `i` in a fixed order; false past the end. "passport" stands once. */
SJ_API bool sj_number_scheme_at(size_t i, sj_number_scheme *ret);

/* What is known of an issuer's passport numbers. `form` is in the notation of
 * data/passport_numbers.tsv; an unconfirmed form deserves a question, not a
 * finding. False if nothing is known. Constant text. */
typedef struct sj_passport_form {
    sj_str issuer, form, note, source;
    bool confirmed;
} sj_passport_form;
SJ_API bool sj_passport_form_find(sj_str issuer, sj_passport_form *ret);

/* One JSON object: scheme, valid (true, false or null if unknown), normal,
 * check, why {rule, position, expected, found}, facts [{kind, code, name}]. */
SJ_API void sj_number_write_json(const sj_number *n, sj_buf *to);
/* One line for people: "valid", or "check digit at byte 17: expected 5, found 7". */
SJ_API void sj_number_write_why(const sj_number *n, sj_buf *to);
/* The facts on one line: "birth_date 1949-12-31; sex female; region 11 Beijing". */
SJ_API void sj_number_write_facts(const sj_number *n, sj_buf *to);
#endif
