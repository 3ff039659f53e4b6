/* fuzz/roman_fuzz.c -- any bytes as a name, each word read. Laws: readings are a-z0-9,
 * alternatives differ from the text, skeletons keep their capacity, Japanese readings
 * are few, different and a-z. */
#include "records_check.h"
#include "text/roman.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand_plain(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        demand((s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= '0' && s.ptr[i] <= '9'));
}

static void check_word(const sj_token *t, sj_arena *a)
{
    char skeleton[64];
    sj_roman r;
    demand(sj_roman_token(t, a, &r) == SJ_OK);
    demand(r.alternative_count <= SJ_ROMAN_ALTERNATIVES);
    demand(sj_roman_skeleton(r.text, skeleton) <= sizeof skeleton);
    demand(r.skeleton.len <= sizeof skeleton && (r.vowels_unwritten || r.skeleton.len == 0));
    demand_plain(r.text);
    for (size_t i = 0; i < r.alternative_count; i++) {
        demand_plain(r.alternative[i]);
        demand(!sj_str_eq(r.alternative[i], r.text));
    }
}

static void check_japanese(sj_str word, sj_arena *a)
{
    sj_str *reading;
    size_t count;
    demand(sj_roman_han_japanese(word, a, &reading, &count) == SJ_OK);
    demand(count <= SJ_JAPANESE_READINGS);
    for (size_t i = 0; i < count; i++) {
        demand_plain(reading[i]);
        for (size_t j = 0; j < i; j++)
            demand(!sj_str_eq(reading[i], reading[j]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_tokens t;
    if (sj_tokens_split((sj_str){(const char *)data, size}, &a, &t) != SJ_OK)
        return 0;
    for (size_t i = 0; i < t.count; i++) {
        check_word(&t.token[i], &a);
        check_japanese(t.token[i].text, &a);
    }
    return 0;
}
