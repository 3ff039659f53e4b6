/* names/patronymic.h -- one father's name in the dress of several languages.
 *
 * Heydar oglu, Geydarovich; Abishuly, Abishevich; Arif qizi, Arifovna; Hryhoravich,
 * Grigoryevich, Hryhorovych. A word that is a patronymic signs itself with the father's
 * name and with the child's sex; so does a word before "oglu", "qizi" and their like. */
#ifndef SJ_NAMES_PATRONYMIC_H
#define SJ_NAMES_PATRONYMIC_H
#include "names/core.h"

typedef enum sj_child { SJ_CHILD_NONE, SJ_CHILD_SON, SJ_CHILD_DAUGHTER } sj_child;
/* What "oglu", "uly", "qizi" say of the word before them. */
sj_child sj_patronymic_of(sj_str particle);
/* Signs a Latin word. `child` is what stands behind it; NONE: its own ending tells. */
void sj_patronymic_sign(sj_core_draft *d, sj_str latin, sj_child child);
#endif
