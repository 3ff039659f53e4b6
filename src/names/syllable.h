/* names/syllable.h -- names read as syllables: Korean, Mandarin, Cantonese.
 *
 * A written syllable in any system (DPRK, South Korean passport habits, McCune-
 * Reischauer, Revised Romanization, Hangul, Hanja, Russian press, Kontsevich,
 * pinyin of the Hanja, Katakana of the Japanese press; pinyin, Wade-Giles, Palladius; Hong Kong
 * spelling, Jyutping, Yale) stands for a small SET of syllables of the language with weights; names
 * are compared set with set. Sources: data/korean_syllables.tsv, data/mandarin_syllables.tsv,
 * data/cantonese_syllables.tsv, Unihan kHangul, kMandarin, kCantonese; generated tables by
 * tools/gen_syllables.py.
 *
 * Two sets meet with the weight max over common syllables of w_a * w_b. */
#ifndef SJ_NAMES_SYLLABLE_H
#define SJ_NAMES_SYLLABLE_H
#include "text/token.h"

enum { SJ_SYLLABLE_CHOICES = 12, SJ_SYLLABLES_MAX = 8, SJ_SYLLABLE_FORMS_MAX = 6 };
typedef struct sj_syllable_choice {
    uint16_t syllable; /* number in its language's table; Korean: Hangul - 0xAC00 */
    uint8_t weight;    /* 255 = certain. The initial law of the South gives a syllable two
                          choices: written 리 it is 리 at 255 and 이 at 245, and so the other way
                          round; 로 and 노, 녀 and 여 likewise. They meet, at a little less than 1. */
} sj_syllable_choice;
typedef struct sj_syllable {
    sj_syllable_choice choice[SJ_SYLLABLE_CHOICES]; /* heaviest first */
    uint8_t count;
    uint32_t from, to; /* bytes in the original name */
    sj_str written;    /* folded, for text and explanation */
} sj_syllable;
typedef enum sj_syllable_source { /* how a form was read; also the explanation's rule */
                                  SJ_READ_KOREAN_LATIN, /* DPRK, passport, MR, RR mixed: people mix
                                                           them */
                                  SJ_READ_HANGUL,
                                  SJ_READ_HANJA,          /* Korean reading of Han characters */
                                  SJ_READ_KOREAN_RUSSIAN, /* press and Kontsevich */
                                  SJ_READ_KOREAN_PINYIN,  /* pinyin of the Hanja, back to Korean */
                                  SJ_READ_PINYIN,
                                  SJ_READ_WADE_GILES,
                                  SJ_READ_PALLADIUS,
                                  SJ_READ_HAN_MANDARIN,
                                  SJ_READ_CANTONESE_LATIN,
                                  SJ_READ_HAN_CANTONESE,
                                  SJ_READ_CANTONESE_PINYIN, /* Hong Kong spelling, in pinyin */
                                  SJ_READ_KOREAN_KANA,      /* Japanese press */
                                  SJ_READ_MANDARIN_KANA
} sj_syllable_source;
typedef struct sj_syllable_form {
    uint8_t language; /* SJ_SYSTEM_KOREAN, _MANDARIN, _CANTONESE (names/form.h) */
    uint8_t source;   /* sj_syllable_source */
    bool certain;     /* reads in this system as a whole and looks like a name of it: a
                         family name of the language first or last, given name of 1 or 2 (3)
                         syllables. Only such forms switch typos off in the Latin words. */
    uint8_t family;   /* index of the family-name syllable, family_count of them (남궁 2) */
    uint8_t family_count;
    bool family_known;                      /* position certain (comma, upper case, only reading) */
    float weight;                           /* (0, 1] how likely the reading */
    sj_syllable syllable[SJ_SYLLABLES_MAX]; /* FAMILY FIRST, then given name in order */
    uint8_t count;
} sj_syllable_form;
/* Every plausible reading of the name as a personal name in a syllabic system,
 * at most SJ_SYLLABLE_FORMS_MAX, heaviest first; 0 forms is ordinary. Both
 * orders of a name whose first and last syllable are family names give two forms.
 * `family` is the source's part (may be empty): it makes the family name known.
 * Deterministic, allocates nothing. */
size_t sj_syllable_read(const sj_tokens *name, sj_str family,
                        sj_syllable_form ret[SJ_SYLLABLE_FORMS_MAX]);
/* The pinyin of Han characters joined, without tones; 0 if one has none or it is longer
 * than the capacity. For words that are no personal name. */
size_t sj_syllable_pinyin(sj_str han, char *ret, size_t capacity);
/* "jong" etc. for the explanation; the syllable in Revised Romanization or pinyin. */
size_t sj_syllable_write(unsigned language, uint16_t syllable, char ret[16]);
#endif
