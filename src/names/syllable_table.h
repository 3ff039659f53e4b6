/* names/syllable_table.h -- the generated tables of written syllables.
 * Keys are sorted by bytes; choices of a key stand heaviest first in the pool.
 * SJ_SYLLABLE_NONE: the character has no reading in the language. */
#ifndef SJ_NAMES_SYLLABLE_TABLE_H
#define SJ_NAMES_SYLLABLE_TABLE_H
#include <stddef.h>
#include <stdint.h>

enum { SJ_SYLLABLE_NONE = 0xFFFF, SJ_SYLLABLE_KEY_MAX = 16 };
typedef struct sj_syllable_pool {
    uint16_t syllable, weight;
} sj_syllable_pool;
typedef struct sj_syllable_key {
    char key[SJ_SYLLABLE_KEY_MAX];
    uint32_t first;
    uint8_t count, family; /* family: spells a family name */
} sj_syllable_key;
typedef struct sj_syllable_han {
    uint32_t cp, first;
    uint16_t mandarin[2], cantonese[2]; /* usual reading, reading as a family name */
    uint8_t count, family;              /* Korean choices; 1 Korean, 2 Chinese family name */
} sj_syllable_han;
typedef struct sj_syllable_compound { /* a family name of two syllables */
    uint8_t language;
    uint16_t first, second;
} sj_syllable_compound;
typedef struct sj_syllable_system {
    const sj_syllable_key *key;
    size_t count;
} sj_syllable_system;
enum { /* rows of sj_syllable_systems */
       SJ_KEYS_KOREAN_LATIN,
       SJ_KEYS_KOREAN_RUSSIAN,
       SJ_KEYS_KOREAN_PINYIN,
       SJ_KEYS_PINYIN,
       SJ_KEYS_WADE_GILES,
       SJ_KEYS_PALLADIUS,
       SJ_KEYS_CANTONESE,
       SJ_KEYS_CANTONESE_PINYIN,
       SJ_KEYS_KOREAN_KANA,
       SJ_KEYS_MANDARIN_KANA
};
extern const sj_syllable_pool sj_syllable_choices[];
extern const sj_syllable_system sj_syllable_systems[];
extern const sj_syllable_han sj_syllable_hans[];
extern const size_t sj_syllable_han_count;
extern const uint16_t sj_syllable_family_hangul[]; /* Hangul - 0xAC00, sorted */
extern const size_t sj_syllable_family_hangul_count;
extern const sj_syllable_compound sj_syllable_compounds[];
extern const size_t sj_syllable_compounds_count;
extern const char sj_syllable_mandarin[][8], sj_syllable_cantonese[][8];
extern const size_t sj_syllable_mandarin_count, sj_syllable_cantonese_count;
#endif
