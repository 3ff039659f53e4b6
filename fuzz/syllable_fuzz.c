/* Any bytes as a name read into syllables: forms are well made (family first, at most
 * the stated counts, positions inside the text, heaviest first), and the same bytes
 * give the same forms. */
#include "names/syllable.h"
#include "names/form.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_syllable(const sj_syllable *s, size_t size)
{
    if (s->count == 0 || s->count > SJ_SYLLABLE_CHOICES || s->from > s->to || s->to > size ||
        s->written.len == 0)
        abort();
    for (unsigned i = 0; i < s->count; i++)
        if (s->choice[i].weight == 0)
            abort();
}

static void check_form(const sj_syllable_form *f, size_t size)
{
    if (!sj_system_is_syllabic(f->language) || f->count < 2 || f->count > SJ_SYLLABLES_MAX ||
        f->family_count == 0 || f->family_count >= f->count || f->family != 0 ||
        !(f->weight > 0 && f->weight <= 1))
        abort();
    for (unsigned i = 0; i < f->count; i++)
        check_syllable(&f->syllable[i], size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_tokens tokens;
    sj_syllable_form form[SJ_SYLLABLE_FORMS_MAX], again[SJ_SYLLABLE_FORMS_MAX];
    const sj_str none = {"", 0};
    if (sj_tokens_split((sj_str){(const char *)data, size}, &a, &tokens) < 0)
        return 0;
    const size_t n = sj_syllable_read(&tokens, none, form);
    if (n > SJ_SYLLABLE_FORMS_MAX || sj_syllable_read(&tokens, none, again) != n)
        abort();
    for (size_t i = 0; i < n; i++) {
        check_form(&form[i], size);
        if (i && form[i].weight > form[i - 1].weight)
            abort();
        if (form[i].weight != again[i].weight || form[i].count != again[i].count ||
            form[i].source != again[i].source)
            abort();
    }
    return 0;
}
