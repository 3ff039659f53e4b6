/* names/form.h -- what a prepared name is made of; shared by names/ and index/.
 *
 * A name has one or more FORMS; two names are compared form by form within a
 * SYSTEM (plain Latin words, Korean syllables, ...), and the best pair counts:
 *
 *     score(A, B) = max over forms a of A, b of B with a.system == b.system of
 *                   a.weight * b.weight * sj_form_score(a, b)
 *
 * A form is a row of UNITS. The first `token_count` units are its words, in
 * order; behind them stand spans: two neighbouring words joined ("jong"+"un" ->
 * "jongun"), and the acronym of the whole form. A unit's CORE is what it is by
 * itself, whatever name it stands in: the index interns cores. Likeness of two
 * units is a function of their cores alone.
 *
 * The law that makes the index complete (tested on random cores):
 *   (S) if sj_core_similarity(x, y) > 0 then x and y share a signature, where at
 *       least one of the two holds it actively.
 *   (C) if sj_form_score(a, b) > SJ_NAME_CONTRADICTED then all distinctive words of a
 *       are matched, or all distinctive words of b are.
 *   (I) and then at least one distinctive word of each is matched by something better
 *       than an initial.
 *   (L) and then, in a syllabic system, a and b have as many units.
 *   (E) sj_form_score(a, b) depends only on the cores, first/count, roles, flags of the forms
 *       and the similarities of their units. */
#ifndef SJ_NAMES_FORM_H
#define SJ_NAMES_FORM_H
#include "base/base.h"
#include "sojourn/names.h"

typedef enum sj_system {
    SJ_SYSTEM_LATIN,    /* words: Latin, or romanised, or letters without a reading */
    SJ_SYSTEM_KOREAN,   /* units are syllables of Korean */
    SJ_SYSTEM_MANDARIN, /* units are toneless syllables */
    SJ_SYSTEM_CANTONESE,
    SJ_SYSTEM_HAN, /* units are characters in simplified form */
    SJ_SYSTEM_COUNT
} sj_system;

typedef enum sj_unit_class {
    SJ_UNIT_WORD,
    SJ_UNIT_SYLLABLE,
    SJ_UNIT_NUMBER,  /* digits, number words, ordinals, Roman numerals: text is the value */
    SJ_UNIT_PLACE,   /* a city or country inside a company's name */
    SJ_UNIT_GENERIC, /* trading, general, group ...: weighs by rarity on the lists */
    SJ_UNIT_LEGAL_FORM,
    SJ_UNIT_PARTICLE, /* bin, al, de, van, the, of */
    SJ_UNIT_HONORIFIC,
    SJ_UNIT_SUFFIX, /* Jr., II, fils */
    SJ_UNIT_INITIAL,
    SJ_UNIT_PREFIX, /* M/V, MT */
    SJ_UNIT_FILLER, /* group, international ...: generic, and contradicts nothing */
    SJ_UNIT_SPAN,   /* two neighbouring words joined */
    SJ_UNIT_ACRONYM /* initials of the whole form; has no text, meets words only */
} sj_unit_class;

/* Signature kinds; the kind is mixed into the hash, so kinds never collide by
 * design. DELETION signatures are not stored in the core: sj_core_deletions. */
typedef enum sj_signature_kind {
    SJ_SIGNATURE_TEXT,     /* the text itself */
    SJ_SIGNATURE_SPELLING, /* spelling key (names/spelling.h) */
    SJ_SIGNATURE_READING,  /* another romanisation, a Japanese reading */
    SJ_SIGNATURE_SKELETON, /* consonants; passive for written-out vowels */
    SJ_SIGNATURE_GROUP,    /* row of a table: nickname, name variant, legal form, abbreviation */
    SJ_SIGNATURE_SYLLABLE, /* number of a syllable in its system */
    SJ_SIGNATURE_INITIAL,  /* first letter; passive for whole words */
    SJ_SIGNATURE_ACRONYM,  /* initials; passive for words */
    SJ_SIGNATURE_OCR,      /* text after sj_distance_ocr_fold */
    SJ_SIGNATURE_DELETION
} sj_signature_kind;
/* Kinds under which a core may stand passively; of the others all are active. */
static inline bool sj_signature_may_be_passive(unsigned kind)
{
    return kind == SJ_SIGNATURE_READING || kind == SJ_SIGNATURE_SKELETON ||
           kind == SJ_SIGNATURE_INITIAL || kind == SJ_SIGNATURE_ACRONYM;
}
/* What a signature says beside its hash. The two lie apart: what is compared are hashes,
 * and most are no one else's. */
typedef struct sj_signature_traits {
    uint8_t weight; /* 1..255 = up to 1.0; likeness by it is weight_x * weight_y / 255^2 */
    uint8_t kind;   /* sj_signature_kind */
    uint8_t rule;   /* sj_rule, for the explanation */
    bool passive;   /* counts only against an active one */
} sj_signature_traits;

typedef struct sj_core {
    sj_str text; /* a-z0-9; or UTF-8 letters where there is no reading */
    uint8_t system, unit_class;
    uint8_t typo_edits; /* how many edits this word tolerates: 0, 1 or 2 */
    /* Bits of syllabic systems in which the WHOLE name reads with certainty: two
     * words that share a bit are compared there, so no typo, no spelling key. */
    uint8_t syllabic;                  /* and SJ_CORE_NEAR_NAME */
    bool distinctive;                  /* a contradiction in it decides */
    float weight;                      /* (0, 1]: rarity and class; a pure function of the core */
    const uint64_t *signature;         /* hashes, ascending; no DELETION among them */
    const sj_signature_traits *traits; /* of each signature */
    uint16_t signature_count;
} sj_core;
/* A bit of `syllabic` that is no system: the word is a given name that a letter or two
 * make another (Robert, Roberta). Two such words are alike by the tables and the
 * spelling key, signed once more as TEXT, and never by a typing slip. */
enum { SJ_CORE_NEAR_NAME = 0x80 };
/* Equal cores are interchangeable: same text, system, class, syllabic,
 * signatures. The identity covers all that similarity can see. */
uint64_t sj_core_identity(const sj_core *c);
/* [0, 1]; 1 for equal text in one system; symmetric; cannot fail. *ret_why may
 * be NULL. Cost: tens of ns. */
typedef struct sj_similarity_reason {
    sj_align_kind kind;
    uint16_t rule; /* see sj_rule_text */
} sj_similarity_reason;
double sj_core_similarity(const sj_core *x, const sj_core *y, sj_similarity_reason *ret_why);
/* The same for two cores of one system that are known to share no signature that
 * counts (only deletions brought them together): what typing slips alone say. */
double sj_core_slips(const sj_core *x, const sj_core *y);
sj_str sj_rule_text(uint16_t rule);
/* All deletion signatures of a core (its text with up to typo_edits letters
 * left out, over the first 10 code points, symmetric deletion: two texts within
 * k edits share one). Writes at most `capacity` (SJ_DELETIONS_MAX suffices). */
enum { SJ_DELETIONS_MAX = 64, SJ_DELETION_PREFIX = 10 };
size_t sj_core_deletions(const sj_core *c, uint64_t *ret, size_t capacity);

typedef enum sj_role { SJ_ROLE_UNKNOWN, SJ_ROLE_GIVEN, SJ_ROLE_FAMILY, SJ_ROLE_PATRONYMIC } sj_role;
typedef struct sj_unit {
    const sj_core *core;
    uint8_t first, count; /* words it covers; count > 1 for spans */
    uint8_t role;         /* sj_role, of single words */
    uint32_t from, to;    /* bytes in the original text, for the explanation */
} sj_unit;
enum { SJ_FORM_TOKENS_MAX = 60, SJ_FORM_UNITS_MAX = 180, SJ_NAME_FORMS_MAX = 8 };
typedef struct sj_form {
    uint8_t system;
    uint8_t kind; /* sj_compare_kind after resolution: what rules apply */
    uint8_t token_count, unit_count;
    uint8_t distinctive_count;
    uint8_t flags; /* SJ_FORM_* */
    float weight;  /* how certain this reading is, (0, 1] */
    const sj_unit *unit;
} sj_form;
enum {
    SJ_FORM_ROLES_KNOWN = 1,  /* the source or a comma says which is the family name */
    SJ_FORM_DERIVED = 2,      /* a reading through another language: two derived forms of one
                                 system are not compared with each other */
    SJ_FORM_COMPANY_RULES = 4 /* asked as a company, or a legal form or trade word stands in it */
};
struct sj_name {
    sj_str text;          /* as written */
    sj_compare_kind kind; /* as asked */
    const sj_form *form;
    size_t form_count;
};

/* The score of two forms of one system, given the likeness of every pair of
 * their units: similarity[i * b->unit_count + j]. Symmetric under transposition.
 * Returns [0, 1]; does not include the forms' weights. Pure. The optional
 * alignment names unit pairs (SJ_NO_UNIT: none) for the explanation. */
enum { SJ_NO_UNIT = 255 };
typedef struct sj_form_alignment {
    uint8_t a[SJ_ALIGN_MAX], b[SJ_ALIGN_MAX];
    uint8_t kind[SJ_ALIGN_MAX]; /* sj_align_kind; SAME stands for "by similarity" */
    size_t count;
    bool exchanged; /* given and family name */
    bool reordered;
    bool scrambled; /* given names of syllables in another order: another name */
} sj_form_alignment;
double sj_form_score(const sj_form *a, const sj_form *b, const float *similarity,
                     sj_form_alignment *ret_alignment);
/* The same for who asks only for scores of `least` and more: bit for bit the score where
 * that is at least `least`, and some number below `least` where it is not. Faster. */
double sj_form_score_from(const sj_form *a, const sj_form *b, const float *similarity,
                          double least);
/* An upper bound on sj_form_score, word by word. Of two forms of words (not of syllables), let L be
 * the greatest likeness that any unit over a word has to any unit of the other form, 0 if none. If
 * the gains of all words of both sum to less than 0, sj_form_score is below `least`. (Each word is
 * paired with likeness <= L or left out at the price `lack`; factors of order and contradiction
 * only lower the score.) */
double sj_form_lack(sj_compare_kind kind_a, unsigned flags_a, sj_compare_kind kind_b,
                    unsigned flags_b);
static inline double sj_form_gain(double likeness, double least, double lack)
{
    return likeness - least > -least * lack ? likeness - least : -least * lack;
}
static inline bool sj_system_is_syllabic(unsigned system)
{
    return system == SJ_SYSTEM_KOREAN || system == SJ_SYSTEM_MANDARIN ||
           system == SJ_SYSTEM_CANTONESE;
}
/* May forms of these kinds be compared (ANY with all; person, company, vessel
 * only with their own and ANY)? */
bool sj_kinds_compare(sj_compare_kind a, sj_compare_kind b);
#endif
