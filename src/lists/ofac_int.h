/* lists/ofac_int.h -- the label table of ofac.c, for ofac_remarks.c. */
#ifndef SJ_LISTS_OFAC_INT_H
#define SJ_LISTS_OFAC_INT_H
#include "lists/ofac.h"

typedef enum sj_ofac_action {
    SJ_OFAC_DATE,
    SJ_OFAC_PLACE,
    SJ_OFAC_FACT,
    SJ_OFAC_IDENTIFIER,
    SJ_OFAC_WALLET,
    SJ_OFAC_LINK
} sj_ofac_action;
typedef struct sj_ofac_label {
    const char *text;
    sj_ofac_action action;
    int kind; /* of the date or fact */
} sj_ofac_label;
/* The label that `text` begins with (and that a blank or mark ends), or NULL. */
const sj_ofac_label *sj_ofac_find_label(sj_str text, size_t *ret_len);
#endif
