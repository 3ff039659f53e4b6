/* signals/stated_place.c -- places of birth as people write them: "Nampo, DPRK", "Nam'po City".
 *
 * The state is the last piece between commas, if it names one; the rest are words. Not chosen:
 * a gazetteer. Where one is missing a name, two names of one town would contradict each other
 * all the same, and it could not be used for a finding that is more than context. */
#include "signals/stated.h"
#include "text/distance.h"

enum { PIECES_MAX = 8, WORDS_MAX = 16, WORD_MAX = 32 }; /* of a place; the rest is not read */

struct place {
    char state[3];
    char word[WORDS_MAX][WORD_MAX];
    size_t words;
    bool foreign; /* letters outside ASCII */
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Words that many places share. */
static bool is_general(const char *word)
{
    static const char *const general[] = {"city",   "town",   "village",  "province", "prefecture",
                                          "region", "oblast", "raion",    "rayon",    "district",
                                          "county", "state",  "republic", "north",    "south",
                                          "east",   "west",   "new",      "the",      "and"};
    for (size_t i = 0; i < SJ_COUNT(general); i++)
        if (strcmp(word, general[i]) == 0)
            return true;
    return false;
}

/* Words of three letters and more, in small letters; an apostrophe parts nothing (Nam'po). */
static void read_words(sj_str piece, struct place *p)
{
    size_t n = 0;
    for (size_t i = 0; i <= piece.len; i++) {
        const char c = i < piece.len ? piece.ptr[i] : ' ';
        p->foreign |= (c & 0x80) != 0;
        if (c == '\'' || c == '-')
            continue;
        if (is_letter(c) && p->words < WORDS_MAX && n + 1 < WORD_MAX) {
            p->word[p->words][n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
            continue;
        }
        if (p->words < WORDS_MAX) {
            p->word[p->words][n] = 0;
            p->words += n > 2 && !is_general(p->word[p->words]);
        }
        n = 0;
    }
}

static void read_place(sj_str text, struct place *p)
{
    sj_str rest = text, piece[PIECES_MAX];
    size_t n = 0;
    *p = (struct place){.words = 0};
    while (rest.len && n < PIECES_MAX && sj_str_split(&rest, ',', &piece[n]))
        n++;
    for (size_t i = 0; i < n; i++) {
        const sj_str one = sj_str_trim(piece[i]);
        const sj_str state = i + 1 == n ? sj_country_parse(one) : (sj_str){0};
        if (state.len == 2)
            memcpy(p->state, state.ptr, 2);
        else
            read_words(one, p);
    }
}

static bool alike(const char *a, const char *b)
{
    enum { LONG = 5 };
    sj_edits edits;
    if (strcmp(a, b) == 0)
        return true;
    if (strlen(a) < LONG || strlen(b) < LONG)
        return false;
    sj_distance(sj_str_from(a), sj_str_from(b), 1, &edits);
    return edits.count <= 1;
}

bool sj_stated_places_apart(sj_str a, sj_str b)
{
    struct place x, y;
    read_place(a, &x);
    read_place(b, &y);
    if (x.state[0] && y.state[0] && strcmp(x.state, y.state) != 0)
        return true;
    if (x.foreign || y.foreign || x.words == 0 || y.words == 0)
        return false;
    for (size_t i = 0; i < x.words; i++)
        for (size_t k = 0; k < y.words; k++)
            if (alike(x.word[i], y.word[k]))
                return false;
    return true;
}
