/* index/near.h -- the query's form at work: which listed words are near its
 * units, which forms may hold enough of them. Shared by near.c, candidates.c and
 * search.c. */
#ifndef SJ_INDEX_NEAR_H
#define SJ_INDEX_NEAR_H
#include "index/search.h"

struct sj_row {
    uint64_t words; /* of the query that a near unit covers, a bit each */
    uint32_t core;
    float best;    /* likeness to the unit it is most like; 0: near none */
    bool complete; /* no unknown left */
};
struct sj_near {
    uint32_t core;
    uint32_t from, to; /* its postings in ALL; of syllables only those as long as the query */
};
/* A question to a table: which cores hold this hash? */
struct sj_ask {
    uint64_t hash;
    uint8_t unit;
    bool passive;  /* of the PASSIVE table */
    bool deletion; /* only slips can make these cores alike */
};
struct sj_met {
    uint32_t core;
    uint8_t unit;
    bool deletion;
};
/* Listed forms, by number: see candidates.c. */
typedef struct sj_form_set {
    uint64_t *bits, *mark, *summary;
    size_t forms, count;
} sj_form_set;
SJ_MUST sj_status sj_form_set_init(sj_form_set *set, size_t forms);
void sj_form_set_free(sj_form_set *set); /* of what init left, also when it failed */
enum { SJ_NEAR_FILTER = 4096 };
struct sj_search_scratch {
    struct sj_row *row;
    float *likeness; /* row-major, stride = units of the query's form */
    uint32_t *slot;  /* row + 1 by core; slot_count a power of two */
    size_t row_count, row_capacity, likeness_capacity, slot_count;
    struct sj_ask *ask; /* in the order of units, so are the next two */
    struct sj_met *met;
    size_t ask_count, ask_capacity, met_count, met_capacity;
    struct sj_near *near;
    size_t near_count, near_capacity, near_start[SJ_FORM_UNITS_MAX + 1];
    uint64_t filter[SJ_NEAR_FILTER / 64]; /* a core of `near` has its bit, by its last bits */
    sj_form_set set;                      /* empty between searches */
    uint32_t *candidate;
    size_t candidate_count, candidate_capacity;
    sj_record_best *best;
    uint32_t *best_slot; /* best + 1 by record */
    size_t best_count, best_capacity, best_slot_count;
    sj_hit *hit;
    size_t hit_capacity;
};
/* One form of the query at work. */
typedef struct sj_probe {
    const sj_index *ix;
    const sj_query *q;
    sj_search_scratch *s;
    const sj_form *form;
    uint32_t query_name;
    double name_least;    /* of a name pair, to be worth a record */
    double least;         /* of sj_form_score times the listed form's weight */
    uint64_t distinctive; /* words of the form, a bit each */
    uint64_t initial_words;
    unsigned initials;                   /* units that are initials: not gathered */
    float word_best[SJ_FORM_TOKENS_MAX]; /* likeness of each word, or of a span over it, to
                                            the core it is most like; an initial's is 1 */
} sj_probe;

/* Fills the rows and `near` of every unit but the initials. */
SJ_MUST sj_status sj_near_gather(sj_probe *p);
static inline uint64_t sj_near_words(unsigned first, unsigned count)
{
    return ((((uint64_t)1 << count) - 1)) << first; /* SJ_FORM_TOKENS_MAX < 64 */
}
static inline bool sj_near_is_gathered(const sj_unit *u)
{
    return u->core->unit_class != SJ_UNIT_INITIAL;
}
void sj_near_clear(sj_search_scratch *s);
/* The row of a core; NULL if it has none. */
struct sj_row *sj_near_find(const sj_search_scratch *s, uint32_t core);
SJ_MUST sj_status sj_near_get(sj_probe *p, uint32_t core, struct sj_row **ret);
static inline float *sj_near_likeness(const sj_probe *p, const struct sj_row *row)
{
    return p->s->likeness + (size_t)(row - p->s->row) * p->form->unit_count;
}
static inline size_t sj_near_slot(size_t slot_count, uint32_t number)
{
    const uint64_t golden = 0x9E3779B97F4A7C15u; /* 2^64 over the golden ratio */
    return (size_t)(number * golden >> 40) & (slot_count - 1);
}
/* The same, if the core is near a unit; NULL for most. */
static inline const struct sj_row *sj_near_like(const sj_search_scratch *s, uint32_t core)
{
    const uint32_t bit = core % SJ_NEAR_FILTER;
    if (!(s->filter[bit / 64] >> bit % 64 & 1))
        return NULL;
    const struct sj_row *row = sj_near_find(s, core);
    return row && row->best > 0 ? row : NULL;
}
/* Candidates by C1, then by C2 (see search.c), sorted, no repeats, in
 * s->candidate. */
SJ_MUST sj_status sj_candidates_find(sj_probe *p);
#endif
