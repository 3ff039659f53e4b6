/* cli/linked_people.c -- see the header. A person without sources is counted and no more: there
 * is no list that he stands on. */
#include "cli/linked_people.h"
#include "records/json.h"

enum { RECORDS_MAX = 100000000 };

static sj_status bad(sj_linked_people *in, uint64_t line, const char *field, const char *expected)
{
    sj_diag_field(&in->diag, sj_str_from(field));
    return sj_diag_set(&in->diag, SJ_EFORMAT, expected, 0, line, 0);
}

static sj_status add_record(sj_linked_people *in, const cJSON *source, uint64_t line)
{
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(source, "name");
    const cJSON *probability = cJSON_GetObjectItemCaseSensitive(source, "probability");
    sj_map_entry *e;
    sj_str own;
    if (!cJSON_IsString(name) || !name->valuestring[0] || !cJSON_IsNumber(probability) ||
        !(probability->valuedouble > 0 && probability->valuedouble <= 1))
        return bad(in, line, "sources", "objects with a name and a probability in (0, 1]");
    SJ_TRY(sj_arena_copy(&in->arena, sj_str_from(name->valuestring), &own));
    SJ_TRY(sj_map_put(&in->source, own, &e));
    if (e->value == 0)
        e->value = in->source.len;
    if (in->source.len > SJ_OVERLAP_LISTS_MAX)
        return bad(in, line, "sources", "at most eight different sources");
    SJ_TRY(
        sj_mem_grow(&in->record, &in->capacity, in->records + 1, RECORDS_MAX, sizeof *in->record));
    in->record[in->records++] =
        (sj_overlap_record){(uint32_t)in->people, (unsigned)e->value - 1, probability->valuedouble};
    return SJ_OK;
}

/* A word that is no grade may be one misspelt: its person would be left out in silence. */
static sj_status grade_of(sj_linked_people *in, const cJSON *person, uint64_t line, bool review,
                          bool *ret_counts)
{
    static const char *const grades[] = {"refer", "review", "clear", "insufficient"};
    const cJSON *grade = cJSON_GetObjectItemCaseSensitive(person, "grade");
    for (size_t i = 0; cJSON_IsString(grade) && i < SJ_COUNT(grades); i++)
        if (strcmp(grade->valuestring, grades[i]) == 0) {
            *ret_counts = i == 0 || (i == 1 && review);
            return SJ_OK;
        }
    return bad(in, line, "grade", "an object with a grade: refer, review, clear or insufficient");
}

/* Counting a person twice would be a link that is missed, in the largest overlap. */
static sj_status once(sj_linked_people *in, const cJSON *person, uint64_t line)
{
    const cJSON *subject = cJSON_GetObjectItemCaseSensitive(person, "subject");
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(subject, "id");
    sj_map_entry *e;
    sj_str own;
    if (!cJSON_IsString(id))
        return SJ_OK;
    SJ_TRY(sj_arena_copy(&in->arena, sj_str_from(id->valuestring), &own));
    SJ_TRY(sj_map_put(&in->id, own, &e));
    if (e->value)
        return bad(in, line, "subject", "each person once");
    e->value = 1;
    return SJ_OK;
}

static sj_status read_person(bool review, sj_linked_people *in, sj_str line, uint64_t number)
{
    sj_json_auto cJSON *person = NULL;
    bool counts = false;
    SJ_TRY(sj_json_parse(line, &person, &in->diag));
    SJ_TRY(grade_of(in, person, number, review, &counts));
    if (!counts)
        return SJ_OK;
    SJ_TRY(once(in, person, number));
    in->of_grade++;
    const cJSON *sources = cJSON_GetObjectItemCaseSensitive(person, "sources"), *source;
    if (sources && !cJSON_IsNull(sources) && !cJSON_IsArray(sources))
        return bad(in, number, "sources", "an array of objects");
    if (cJSON_GetArraySize(sources) == 0)
        return SJ_OK; /* counted above: nobody says who reported this person */
    cJSON_ArrayForEach(source, sources) SJ_TRY(add_record(in, source, number));
    in->people++;
    return SJ_OK;
}

/* Lists in the order of their names, so that nothing depends on the order of people. */
static void sort_sources(sj_linked_people *in)
{
    unsigned place[SJ_OVERLAP_LISTS_MAX] = {0};
    in->lists = (unsigned)in->source.len;
    for (size_t i = 0; i < in->lists; i++) {
        for (size_t j = 0; j < in->lists; j++)
            place[i] += sj_str_cmp(in->source.entry[j].key, in->source.entry[i].key) < 0;
        in->list[place[i]] = in->source.entry[i].key;
    }
    for (size_t i = 0; i < in->records; i++)
        in->record[i].list = place[in->record[i].list];
}

static sj_status read_lines(sj_lines *lines, sj_sha256 *hash, bool review, sj_linked_people *in)
{
    sj_str line;
    uint64_t number = 0, offset;
    sj_status s;
    while ((s = sj_lines_next(lines, &line, &number, &offset, &in->diag)) == SJ_OK) {
        SJ_TRY(sj_sha256_add(hash, line.ptr, line.len));
        SJ_TRY(sj_sha256_add(hash, "\n", 1));
        s = read_person(review, in, line, number);
        if (s < 0) {
            in->diag.line = number;
            return s;
        }
    }
    return s < 0 ? s : SJ_OK;
}

sj_status sj_linked_people_read(sj_input *file, bool review, sj_linked_people *in)
{
    SJ_AUTO(sj_lines) *lines = NULL;
    SJ_AUTO(sj_sha256) *hash = NULL;
    SJ_TRY(sj_lines_new(file, &lines));
    SJ_TRY(sj_sha256_new(&hash));
    SJ_TRY(read_lines(lines, hash, review, in));
    SJ_TRY(sj_sha256_hex(hash, in->hash));
    if (in->source.len < 2)
        return bad(in, 0, "sources",
                   "people of this grade with two or more different `sources`; people.csv gives "
                   "them in a column `sources`");
    sort_sources(in);
    return SJ_OK;
}

void sj_linked_people_done(sj_linked_people *in)
{
    sj_mem_free(in->record);
    in->record = NULL;
    sj_map_done(&in->source);
    sj_map_done(&in->id);
    sj_arena_done(&in->arena);
}
