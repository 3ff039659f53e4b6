/* Tests of lists/sheet.c and the CSV lists on it (EU, UK, US CSL): an audit that
 * walks each real file with a scanner of its own and looks for every cell in the
 * entity of its row, counts, small mappings, refusals, out-of-memory. */
#include "audit.h"

/* ---- the witness: a CSV scanner that shares nothing with the readers ---- */

enum { CELLS = 160 };
struct scan {
    const char *at, *end;
    char separator;
    sj_buf text[CELLS];
    size_t count;
};
static bool scan_row(struct scan *s)
{
    s->count = 0;
    if (s->at >= s->end)
        return false;
    bool quoted = false;
    sj_buf_clear(&s->text[0]);
    while (s->at < s->end) {
        const char c = *s->at++;
        sj_buf *to = &s->text[s->count];
        if (c == '"' && (quoted || to->len == 0)) {
            if (quoted && s->at < s->end && *s->at == '"')
                sj_buf_add_char(to, *s->at++);
            else
                quoted = !quoted;
        } else if (!quoted && c == s->separator) {
            assert_true(++s->count < CELLS);
            sj_buf_clear(&s->text[s->count]);
        } else if (!quoted && c == '\n') {
            break;
        } else if (c != '\r') {
            sj_buf_add_char(to, c);
        }
    }
    s->count++;
    return true;
}

static bool left_out(const sj_list_reader *r, const char *header)
{
    for (size_t i = 0; i < r->left_out_count; i++) {
        const char *p = r->left_out[i].path;
        const size_t n = strlen(p), h = strlen(header);
        if (strcmp(p, header) == 0 ||
            (p[0] == '*' && h >= n && !strcmp(header + h - n + 1, p + 1)) ||
            (p[n - 1] == '*' && strncmp(p, header, n - 1) == 0))
            return true;
    }
    return false;
}

/* A cell counts as found if the entity holds it, or every piece of it. */
static bool found(const sj_buf *blob, const char *cell)
{
    static const char *const marks[] = {";", ";,", ";,/()", ";)"};
    if (audit_found(blob, sj_str_from(cell)))
        return true;
    for (size_t m = 0; m < SJ_COUNT(marks); m++) {
        const char *p = cell;
        bool all = true;
        while (*p && all) {
            const size_t n = strcspn(p, marks[m]);
            sj_str piece = sj_str_trim((sj_str){p, n});
            if (p[n] == ')' && piece.len > 2 && piece.ptr[piece.len - 2] == ' ')
                piece = sj_str_trim(sj_str_slice(piece, 0, piece.len - 2)); /* "one b) two" */
            while (piece.len && strchr(".\",", piece.ptr[piece.len - 1]))
                piece.len--;
            while (piece.len && strchr("\"", piece.ptr[0]))
                piece = sj_str_slice(piece, 1, piece.len);
            /* the marker of an enumeration */
            const bool marker = piece.len <= 2 || sj_str_eq(piece, SJ_S("or"));
            all = marker || audit_holds(blob, piece);
            p += n + (p[n] != '\0');
        }
        if (all)
            return true;
    }
    return false;
}

struct walk {
    const sj_list_reader *reader;
    const sj_list *list;
    size_t id_column, cells, lost, first; /* id_column CELLS: one row, one entity */
    size_t header_row;
};
static void audit_csv(struct walk *w, sj_str bytes, char separator)
{
    static struct scan s;
    static char header[CELLS][128];
    SJ_SCOPED(sj_buf) blob = {0};
    s.at = bytes.ptr;
    s.end = bytes.ptr + bytes.len;
    s.separator = separator;
    size_t row = 0, width = 0;
    while (scan_row(&s)) {
        if (row++ < w->header_row)
            continue;
        if (row == w->header_row + 1) {
            for (size_t i = 0; i < s.count; i++)
                snprintf(header[i], sizeof header[i], "%.*s", SJ_STR_FMT(sj_buf_str(&s.text[i])));
            width = s.count;
            continue;
        }
        const sj_entity *e = NULL;
        if (w->id_column == CELLS)
            e = &w->list->entity[w->first++];
        for (size_t i = 0; !e && i < w->list->entity_count; i++)
            if (sj_str_eq(w->list->entity[i].id, sj_str_trim(sj_buf_str(&s.text[w->id_column]))))
                e = &w->list->entity[i];
        assert_non_null(e);
        audit_blob(&blob, e);
        for (size_t i = 0; i < s.count && i < width; i++) {
            sj_buf_add_char(&s.text[i], '\0');
            w->cells += s.text[i].len > 1;
            if (left_out(w->reader, header[i]) || found(&blob, s.text[i].ptr))
                continue;
            if (w->lost++ < 12)
                print_message("lost: row %zu %s: %.150s\n", row, header[i], s.text[i].ptr);
        }
    }
    for (size_t i = 0; i < CELLS; i++) {
        sj_buf_done(&s.text[i]);
        s.text[i] = (sj_buf){0};
    }
}

static sj_str load(const char *relative, sj_arena *arena)
{
    char path[512];
    sj_file file = {0};
    sj_str copy = {0};
    if (!sj_test_shared(relative, path, sizeof path))
        return copy;
    assert_int_equal(sj_file_open(path, (size_t)1 << 30, &file), SJ_OK);
    assert_int_equal(sj_arena_copy(arena, (sj_str){file.ptr, file.len}, &copy), SJ_OK);
    sj_file_done(&file);
    return copy;
}

/* ---- EU Official Journal ---- */

static void journal_is_whole(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static const char folder[] = "lists/eu-journal";
    char path[512];
    if (!sj_test_shared("lists/eu-journal/32014R0269.csv", path, sizeof path))
        return;
    path[strlen(path) - strlen("/32014R0269.csv")] = '\0';
    sj_str *name;
    size_t count, schemas[SJ_SCHEMA_OTHER + 1] = {0};
    assert_int_equal(sj_file_list(path, &arena, &name, &count), SJ_OK);
    static sj_list_file file[64];
    size_t files = 0;
    for (size_t i = 0; i < count; i++) {
        char relative[128];
        if (!sj_str_ends(name[i], SJ_S(".csv")))
            continue;
        snprintf(relative, sizeof relative, "%s/%.*s", folder, SJ_STR_FMT(name[i]));
        file[files++] = (sj_list_file){name[i], load(relative, &arena)};
    }
    sj_list list = {0};
    sj_diag diag = {0};
    const sj_list_options options = {0};
    assert_int_equal(sj_reader_eu_journal_csv.read(file, files, &options, &arena, &list, &diag),
                     SJ_OK);
    assert_int_equal(list.entity_count, 8017);
    for (size_t i = 0; i < list.entity_count; i++)
        schemas[list.entity[i].schema]++;
    assert_int_equal(schemas[SJ_SCHEMA_PERSON], 4500);
    assert_int_equal(schemas[SJ_SCHEMA_UNKNOWN], 2553);
    assert_int_equal(schemas[SJ_SCHEMA_VESSEL], 708);
    assert_int_equal(schemas[SJ_SCHEMA_ORGANISATION], 227);
    assert_int_equal(schemas[SJ_SCHEMA_OTHER], 29);
    /* not dates: four of another calendar, places, ages, days without a year */
    size_t dates = 0, unread = 0;
    for (size_t i = 0; i < list.entity_count; i++)
        for (size_t k = 0; k < list.entity[i].date_count; k++) {
            dates++;
            unread += !list.entity[i].date[k].parsed;
        }
    assert_int_equal(dates, 4718);
    assert_int_equal(unread, 13);
    struct walk w = {&sj_reader_eu_journal_csv, &list, CELLS, 0, 0, 0, 0};
    for (size_t i = 0; i < files; i++)
        audit_csv(&w, file[i].bytes, ',');
    print_message("audit: %zu cells, %zu lost\n", w.cells, w.lost);
    assert_int_equal(w.first, 8017);
    assert_int_equal(w.lost, 0);
}

static const char journal[] =
    "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,"
    "previousName,nationality,birthDate,passportNumber,registrationNumber,newColumn\r\n"
    "32099R0001,1,EU-TST,I,Asset freeze,1.2.2020,A reason.,Person,\"Ivan TESTOV (Иван ТЕСТОВ)\","
    "\"(a) Vanya; (b) Иван\",Joe,,\"Syrian, Russian\",\"1.2.1960, 3.2.1960\",\"AB123 (Romania)\",,"
    "kept\r\n"
    "32099R0001,1,EU-TST,II,Asset freeze,,,Vessel,Test Ship,,,OLD SHIP,,,,IMO 5122966,\r\n";

static void journal_maps(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(
        audit_read(&sj_reader_eu_journal_csv, sj_str_from(journal), &arena, &list, &diag), SJ_OK);
    assert_int_equal(list.entity_count, 2); /* one number in two annexes is two entries */
    const sj_entity *e = &list.entity[0];
    assert_int_equal(e->name_count, 5);
    assert_true(sj_str_eq(e->name[0].full, SJ_S("Ivan TESTOV")));
    assert_int_equal(e->name[1].kind, SJ_NAME_ORIGINAL);
    assert_int_equal(e->name[2].kind, SJ_NAME_ALIAS);
    assert_int_equal(e->name[3].kind, SJ_NAME_ORIGINAL);
    assert_int_equal(e->name[4].kind, SJ_NAME_WEAK);
    assert_int_equal(e->date_count, 2);
    assert_int_equal(e->date[1].range.from.day, 3);
    assert_true(sj_str_eq(e->identifier[0].value, SJ_S("AB123")));
    assert_true(sj_str_eq(e->identifier[0].country, SJ_S("RO")));
    assert_int_equal(e->listing[0].listed.from.year, 2020);
    assert_true(sj_str_eq(e->fact[e->fact_count - 1].value, SJ_S("kept")));
    assert_int_equal(list.entity[1].identifier[0].kind, SJ_ID_IMO);
    assert_true(sj_str_eq(list.entity[1].identifier[0].value, SJ_S("5122966")));
    assert_int_equal(list.entity[1].name[1].kind, SJ_NAME_FORMER);
}

/* A cell of many dates takes time by its length, not by its square. */
static void many_dates_in_a_cell(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    sj_buf_add(&text, SJ_S("celex,recordId,programKey,annex,measure,startDate,reason,schema,name,"
                           "birthDate\n32099R0001,1,P,I,M,,,Person,A,\""));
    for (int i = 0; i < 60000; i++)
        sj_buf_addf(&text, "1.2.%d, ", 1900 + i % 100);
    sj_buf_add(&text, SJ_S("1.2.1960\"\n"));
    const uint64_t start = sj_time_monotonic_ns();
    assert_int_equal(audit_read(&sj_reader_eu_journal_csv, sj_buf_str(&text), &arena, &list, &diag),
                     SJ_OK);
    assert_int_equal(list.entity[0].date_count, 60001);
    assert_true(sj_time_monotonic_ns() - start < (uint64_t)20 * 1000000000); /* was 80 s */
}

/* ---- United Kingdom ---- */

static void conlist_is_whole(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    const sj_str bytes = load("lists/uk-conlist/conlist_2018.csv", &arena);
    sj_list list = {0};
    sj_diag diag = {0};
    if (!bytes.len)
        return;
    assert_int_equal(audit_read(&sj_reader_uk_conlist_csv, bytes, &arena, &list, &diag), SJ_OK);
    size_t people = 0;
    for (size_t i = 0; i < list.entity_count; i++)
        people += list.entity[i].schema == SJ_SCHEMA_PERSON;
    assert_int_equal(list.entity_count, 2106);
    assert_int_equal(people, 1426);
    /* the witness turns windows-1252 by a table of the C library */
    SJ_SCOPED(sj_buf) utf8 = {0};
    for (size_t i = 0; i < bytes.len; i++) {
        static const uint16_t high[32] = {
            0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
            0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
            0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
        const unsigned char c = (unsigned char)bytes.ptr[i];
        sj_buf_add_cp(&utf8, c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c);
    }
    struct walk w = {&sj_reader_uk_conlist_csv, &list, 28, 0, 0, 0, 1};
    audit_csv(&w, sj_buf_str(&utf8), ',');
    print_message("audit: %zu cells, %zu lost\n", w.cells, w.lost);
    assert_int_equal(w.lost, 0);
}

static void uk_sl_is_whole(void **state)
{
    (void)state;
    static const char *const samples[] = {"lists/uk-sl/uksl_real_header_and_one_row_2026-10-08.csv",
                                          "lists/uk-sl/uksl_watchman_2026-02-13_testrows.csv"};
    for (size_t i = 0; i < SJ_COUNT(samples); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        const sj_str bytes = load(samples[i], &arena);
        sj_list list = {0};
        sj_diag diag = {0};
        if (!bytes.len)
            return;
        assert_int_equal(audit_read(&sj_reader_uk_sl_csv, bytes, &arena, &list, &diag), SJ_OK);
        struct walk w = {&sj_reader_uk_sl_csv, &list, 1, 0, 0, 0, 1};
        audit_csv(&w, bytes, ',');
        assert_true(w.cells > 15);
        assert_int_equal(w.lost, 0);
    }
}

/* ---- EU FSF as CSV: every one of the 118 columns filled ---- */

static void fsf_columns_are_whole(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    const sj_str header = sj_str_trim(load("lists/eu-fsf/eu_csv_1_1_header.csv", &arena));
    SJ_SCOPED(sj_buf) bytes = {0};
    if (!header.len)
        return;
    sj_buf_add(&bytes, header);
    sj_buf_add_char(&bytes, '\n');
    sj_str rest = header, column;
    for (unsigned i = 0; sj_str_split(&rest, ';', &column); i++) {
        const bool date = sj_str_ends(column, SJ_S("Date")) || sj_str_ends(column, SJ_S("ValidTo"));
        const bool yes = sj_str_find(column, SJ_S("_Known"), 0) < column.len ||
                         sj_str_ends(column, SJ_S("Circa")) ||
                         sj_str_ends(column, SJ_S("AsAtListingTime")) ||
                         sj_str_ends(column, SJ_S("Diplomatic"));
        const bool person = sj_str_eq(column, SJ_S("Entity_SubjectType"));
        if (i)
            sj_buf_add_char(&bytes, ';');
        if (date)
            sj_buf_addf(&bytes, "1960-01-%02u", i % 28 + 1);
        else if (yes)
            sj_buf_add(&bytes, SJ_S("true"));
        else if (sj_str_ends(column, SJ_S("Iso2Code")))
            sj_buf_add(&bytes, SJ_S("BY"));
        else if (person)
            sj_buf_add(&bytes, SJ_S("person"));
        else
            sj_buf_addf(&bytes, "value%u", i);
    }
    sj_buf_add_char(&bytes, '\n');
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(audit_read(&sj_reader_eu_fsf_csv, sj_buf_str(&bytes), &arena, &list, &diag),
                     SJ_OK);
    SJ_SCOPED(sj_buf) blob = {0};
    audit_blob(&blob, &list.entity[0]);
    static const char *const coded[] = {
        "Diplomatic", "Reported",      "Revoked",         "Circa",          "AsAtListing",
        "_Known",     "BirthDate_Day", "BirthDate_Month", "BirthDate_Year", "fileGenerationDate"};
    sj_str line = sj_str_slice(sj_buf_str(&bytes), header.len + 1, bytes.len - 1), value;
    rest = header;
    size_t lost = 0;
    while (sj_str_split(&rest, ';', &column) && sj_str_split(&line, ';', &value)) {
        char name[96];
        snprintf(name, sizeof name, "%.*s", SJ_STR_FMT(column));
        bool skip = left_out(&sj_reader_eu_fsf_csv, name);
        for (size_t i = 0; i < SJ_COUNT(coded); i++)
            skip = skip || strstr(name, coded[i]) != NULL;
        if (!skip && !audit_holds(&blob, value) && ++lost)
            print_message("lost: %s %.*s\n", name, SJ_STR_FMT(value));
    }
    assert_int_equal(lost, 0);
    assert_true(list.entity[0].identifier[0].invalid);
    assert_true(list.entity[0].date[0].range.circa);
    assert_true(audit_holds(&blob, SJ_S("as at listing time")));
    assert_true(audit_holds(&blob, SJ_S("diplomatic")));
}

static void mangled_is_refused(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    const sj_str bytes = load("lists/eu-fsf/eu_csv_v1_0_excel_mangled_2018-07-04.csv", &arena);
    sj_list list = {0};
    sj_diag diag = {0};
    if (!bytes.len)
        return;
    assert_true(sj_reader_eu_fsf_csv.recognise(sj_str_slice(bytes, 0, 65536)));
    assert_int_equal(audit_read(&sj_reader_eu_fsf_csv, bytes, &arena, &list, &diag), SJ_ECORRUPT);
    assert_non_null(strstr(diag.reason, "spreadsheet"));
    assert_int_equal(diag.line, 1);
}

static const char fsf_1_0[] =
    "Date_file;Entity_logical_id;Subject_type;Leba_numtitle;Programme;Naal_lastname;Naal_firstname;"
    "Naal_wholename;Naal_language;Birt_date;Birt_country;Iden_number;Iden_country;EU_ref_num\n"
    "04/07/2018;7;P;1/2018 (OJ L1);TST;Testov;Ivan;Ivan Testov;;;;;;EU.7.1\n"
    "04/07/2018;7;P;1/2018 (OJ L1);TST;;;;;1960-05-06;RUS;;;EU.7.1\n"
    "04/07/2018;7;P;1/2018 (OJ L1);TST;;;;;;;AD001 (passport);ROU;EU.7.1\n";

static void fsf_1_0_maps(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(audit_read(&sj_reader_eu_fsf_csv, sj_str_from(fsf_1_0), &arena, &list, &diag),
                     SJ_OK);
    assert_int_equal(list.entity_count, 1);
    const sj_entity *e = &list.entity[0];
    assert_int_equal(e->name_count, 1);
    assert_int_equal(e->listing_count, 1);
    assert_int_equal(e->date[0].range.from.year, 1960);
    assert_int_equal(e->identifier[0].kind, SJ_ID_PASSPORT);
    assert_true(sj_str_eq(e->identifier[0].value, SJ_S("AD001")));
    assert_true(sj_str_eq(e->identifier[0].country, SJ_S("RO")));
}

/* ---- US CSL ---- */

static const char csl[] =
    "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,"
    "end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,"
    "gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,"
    "alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,"
    "ids\n"
    "Test List (TL) - Nobody,77,Individual,TST; TST2,\"TESTOV, Ivan\",Director,\"1 Road, Town; 2 "
    "Way\",85 FR 1,2020-02-03,2030-01-01,Y,For all items,Denial,,,,,,,A remark.,http://a.example,"
    "Vanya; \"\"Joe\"\",RU,1960; 1961-02-03,RU; BY,Minsk,http://b.example,\"Passport, AB1,2, RU; "
    "Digital Currency Address - XBT, 1xyz\"\n";

static void csl_is_whole(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    SJ_SCOPED(sj_buf) bytes = {0};
    for (const char *p = csl; *p; p++) /* the bare quotes in alt_names are ours */
        if (!(p[0] == '"' && (p[1] == '"' || p[-1] == '"')))
            sj_buf_add_char(&bytes, *p);
    assert_int_equal(audit_read(&sj_reader_us_csl_csv, sj_buf_str(&bytes), &arena, &list, &diag),
                     SJ_OK);
    const sj_entity *e = &list.entity[0];
    assert_true(sj_str_eq(e->name[0].full, SJ_S("Ivan TESTOV")));
    assert_int_equal(e->name_count, 3);
    assert_int_equal(e->date_count, 2);
    assert_true(sj_str_eq(e->identifier[0].value, SJ_S("AB1,2")));
    assert_int_equal(e->identifier[1].kind, SJ_ID_CRYPTO);
    struct walk w = {&sj_reader_us_csl_csv, &list, CELLS, 0, 0, 0, 0};
    audit_csv(&w, sj_buf_str(&bytes), ',');
    assert_int_equal(w.lost, 0);
    SJ_SCOPED(sj_buf) keyed = {0};
    sj_list second = {0};
    const size_t line = sj_str_find(sj_buf_str(&bytes), SJ_S("\n"), 0) + 1;
    sj_buf_add(&keyed, SJ_S("_id,"));
    sj_buf_add(&keyed, sj_str_slice(sj_buf_str(&bytes), 0, line));
    sj_buf_add(&keyed, SJ_S("abc,"));
    sj_buf_add(&keyed, sj_str_slice(sj_buf_str(&bytes), line, bytes.len));
    assert_int_equal(audit_read(&sj_reader_us_csl_csv, sj_buf_str(&keyed), &arena, &second, &diag),
                     SJ_OK);
    assert_true(sj_str_eq(second.entity[0].id, SJ_S("abc")));
}

/* ---- examples/formats: the official layouts of formats that have no sample ---- */

struct counts {
    size_t entities, names, dates, identifiers, places, links;
};

static void counts_of(const char *file, const sj_list_reader *reader, char separator,
                      const struct counts *want, sj_list *list, sj_arena *arena)
{
    sj_diag diag = {0};
    struct counts n = {.entities = 0};
    char path[4096];
    sj_file bytes = {0};
    const char *root = getenv("SOJOURN_SOURCE");
    assert_non_null(root);
    (void)snprintf(path, sizeof path, "%s/examples/formats/%s", root, file);
    assert_int_equal(sj_file_open(path, SIZE_MAX, &bytes), SJ_OK);
    const sj_str all = {bytes.ptr, bytes.len};
    assert_true(reader->recognise(all));
    assert_int_equal(audit_read(reader, all, arena, list, &diag), SJ_OK);
    for (size_t i = 0; i < list->entity_count; i++) {
        const sj_entity *e = &list->entity[i];
        n = (struct counts){i + 1,
                            n.names + e->name_count,
                            n.dates + e->date_count,
                            n.identifiers + e->identifier_count,
                            n.places + e->place_count,
                            n.links + e->link_count};
    }
    assert_memory_equal(&n, want, sizeof n);
    assert_int_equal(list->warning_count, 0);
    /* EU's rows are joined: fsf_columns_are_whole walks them; beside `_id` the source is the
     * listing's authority, which the audit does not look at */
    if (separator == ',' && list->entity[0].id.len > 10) {
        struct walk w = {reader, list, CELLS, 0, 0, 0, 0};
        audit_csv(&w, all, separator);
        assert_int_equal(w.lost, 1); /* "Linked To: X" is a link to X */
    }
    sj_file_done(&bytes);
}

static void examples_are_counted(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list eu = {0}, keyed = {0}, older = {0};
    const struct counts csl_want = {4, 8, 2, 3, 5, 1};
    counts_of("eu_fsf_1_1.csv", &sj_reader_eu_fsf_csv, ';', &(struct counts){2, 5, 2, 2, 2, 0}, &eu,
              &arena);
    const sj_entity *e = &eu.entity[0];
    assert_int_equal(e->name[1].kind, SJ_NAME_ORIGINAL); /* Hangul is no translation of the EU's */
    assert_int_equal(e->name[2].kind, SJ_NAME_WEAK);
    assert_true(e->date[1].range.circa && e->date[1].range.to.year == 1962);
    counts_of("us_csl.csv", &sj_reader_us_csl_csv, ',', &csl_want, &keyed, &arena);
    counts_of("us_csl_without_id.csv", &sj_reader_us_csl_csv, ',', &csl_want, &older, &arena);
    assert_true(sj_str_eq(keyed.entity[0].id, SJ_S("ex1")));
    assert_int_equal(keyed.entity[0].link[0].kind, SJ_LINK_OTHER);
    assert_int_equal(keyed.entity[2].schema, SJ_SCHEMA_VESSEL);
    assert_true(older.entity[0].id.len > 10); /* source, number and name */
}

/* ---- refusals and out-of-memory ---- */

static void damaged_is_refused(void **state)
{
    (void)state;
    const struct {
        const sj_list_reader *reader;
        const char *text;
    } rows[] = {{&sj_reader_eu_journal_csv, journal}, {&sj_reader_eu_fsf_csv, fsf_1_0}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        const size_t len = strlen(rows[i].text);
        for (size_t at = 0; at < len; at++) {
            SJ_SCOPED(sj_arena) arena = {0};
            sj_list list = {0};
            sj_diag diag = {0};
            const char before = at ? rows[i].text[at - 1] : '\n';
            const bool row_end = before == '\n' || before == '\r'; /* cannot be seen */
            const sj_status s =
                audit_read(rows[i].reader, (sj_str){rows[i].text, at}, &arena, &list, &diag);
            if (!row_end && (s >= 0 || !diag.reason))
                fail_msg("cut at %zu: %s", at, sj_status_name(s));
        }
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        sj_str copy;
        assert_int_equal(sj_arena_copy(&arena, sj_str_from(rows[i].text), &copy), SJ_OK);
        char *bad = sj_arena_alloc(&arena, copy.len);
        memcpy(bad, copy.ptr, copy.len);
        bad[copy.len - 5] = (char)0xfe;
        assert_int_equal(audit_read(rows[i].reader, (sj_str){bad, copy.len}, &arena, &list, &diag),
                         SJ_EENCODING);
        assert_true(diag.offset_bytes == copy.len - 5 || diag.line);
        /* the other list's file, and nothing */
        const sj_str other = sj_str_from(rows[1 - i].text);
        assert_true(audit_read(rows[i].reader, other, &arena, &list, &diag) < 0);
        assert_true(audit_read(rows[i].reader, (sj_str){0}, &arena, &list, &diag) < 0);
        assert_true(rows[i].reader->recognise(sj_str_from(rows[i].text)));
        assert_false(rows[i].reader->recognise(other));
    }
}

static sj_status story(void *ctx)
{
    (void)ctx;
    const struct {
        const sj_list_reader *reader;
        const char *text;
    } rows[] = {{&sj_reader_eu_journal_csv, journal}, {&sj_reader_eu_fsf_csv, fsf_1_0}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        SJ_TRY(audit_read(rows[i].reader, sj_str_from(rows[i].text), &arena, &list, NULL));
    }
    return SJ_OK;
}
static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(journal_is_whole),     cmocka_unit_test(journal_maps),
        cmocka_unit_test(many_dates_in_a_cell), cmocka_unit_test(conlist_is_whole),
        cmocka_unit_test(uk_sl_is_whole),       cmocka_unit_test(fsf_columns_are_whole),
        cmocka_unit_test(mangled_is_refused),   cmocka_unit_test(fsf_1_0_maps),
        cmocka_unit_test(csl_is_whole),         cmocka_unit_test(examples_are_counted),
        cmocka_unit_test(damaged_is_refused),   cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
