/* lists/sheet.c -- see the header. Invariants:
 *   (1) after a failure in the builder no row is handed out any more;
 *   (2) every non-empty cell of a row is mapped by on_row, by the table, or
 *       kept as a fact, unless the table says it is left out;
 *   (3) joining is by maps: cost is linear in the file whatever it holds.
 * Not chosen: comparing with what the entity already has; one group of a
 * hostile file may hold a million rows. */
#include "lists/sheet.h"
#include "lists/unread.h"

void sj_sheet_done(sj_sheet *s)
{
    sj_map_done(&s->entity);
    sj_unread_forget(&s->b);
    sj_map_done(&s->seen);
    sj_buf_done(&s->key);
}

sj_str sj_sheet_get(const sj_sheet *s, size_t column)
{
    const int at = s->at[column];
    if (at < 0 || (size_t)at >= s->cell_count)
        return (sj_str){0};
    return sj_str_trim(s->cell[at]);
}

void sj_sheet_entity(sj_sheet *s, sj_str id, sj_schema schema)
{
    sj_map_entry *found = sj_map_find(&s->entity, id);
    s->fresh = !found;
    if (found) {
        s->b.e = &s->b.list->entity[found->value];
        return;
    }
    if (id.len == 0)
        sj_build_refuse(&s->b, "expected the entry's identifier");
    sj_build_entity(&s->b, id, schema);
    if (s->b.status)
        return;
    s->b.status = sj_map_put(&s->entity, s->b.e->id, &found);
    if (!s->b.status)
        found->value = s->b.list->entity_count - 1;
}

bool sj_sheet_first(sj_sheet *s, sj_str label, sj_str value)
{
    if (s->b.status || value.len == 0)
        return false;
    sj_buf_clear(&s->key);
    sj_buf_add(&s->key, s->b.e->id);
    sj_buf_add_char(&s->key, '\x1f');
    sj_buf_add(&s->key, label);
    sj_buf_add_char(&s->key, '\x1f');
    sj_buf_add(&s->key, value);
    sj_map_entry *entry;
    s->b.status = sj_buf_status(&s->key);
    if (s->b.status || sj_map_find(&s->seen, sj_buf_str(&s->key)))
        return false;
    sj_str copy;
    s->b.status = sj_arena_copy(s->b.arena, sj_buf_str(&s->key), &copy);
    if (!s->b.status)
        s->b.status = sj_map_put(&s->seen, copy, &entry);
    return !s->b.status;
}

/* ---- values ---- */

static sj_str bare(sj_str s)
{
    s = sj_str_trim(s);
    while (s.len && (s.ptr[0] == '"' || s.ptr[0] == ';' || s.ptr[0] == ','))
        s = sj_str_trim(sj_str_slice(s, 1, s.len));
    while (s.len && (s.ptr[s.len - 1] == '"' || s.ptr[s.len - 1] == ';' || s.ptr[s.len - 1] == ','))
        s = sj_str_trim(sj_str_slice(s, 0, s.len - 1));
    return s;
}

void sj_sheet_split(sj_sheet *s, sj_str text, sj_str **ret, size_t *ret_count)
{
    sj_str *item = NULL;
    size_t items = 0;
    *ret = NULL;
    *ret_count = 0;
    if (!s->b.status)
        s->b.status = sj_list_enumeration(s->b.arena, bare(text), &item, &items);
    for (size_t i = 0; i < items && !s->b.status; i++) {
        sj_str rest = item[i], piece;
        while (sj_str_split(&rest, ';', &piece)) {
            piece = bare(piece);
            if (piece.len == 0)
                continue;
            sj_str *to = sj_arena_push(s->b.arena, ret, ret_count, sizeof **ret);
            if (!to) {
                s->b.status = SJ_ENOMEM;
                return;
            }
            *to = piece;
        }
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "X (Y)" at the end of the text. */
static bool parenthesis(sj_str text, sj_str *ret_before, sj_str *ret_inside)
{
    while (text.len && text.ptr[text.len - 1] == '.')
        text.len--;
    const size_t open = sj_str_find(text, SJ_S("("), 0);
    if (open == 0 || open >= text.len || text.ptr[text.len - 1] != ')')
        return false;
    *ret_before = sj_str_trim(sj_str_slice(text, 0, open));
    *ret_inside = sj_str_trim(sj_str_slice(text, open + 1, text.len - 1));
    return ret_before->len && ret_inside->len &&
           sj_str_find(*ret_inside, SJ_S("("), 0) == ret_inside->len;
}

/* The number without what is said about it: "Uganda number DA025963",
 * "R00012098, South Sudan", "D 000857 issued on 20.11.1997". What stood around
 * it is *ret_words. Numbers written in groups ("68 13 814996") stay whole. */
static sj_str bare_number(sj_str value, sj_str *ret_words)
{
    const size_t issued = sj_build_find_nocase(value, SJ_S(" issued"), 0);
    sj_str head = sj_str_trim(sj_str_slice(value, 0, issued));
    if (sj_str_ends(head, SJ_S(",")))
        head.len--;
    const size_t comma = sj_str_find(head, SJ_S(", "), 0);
    if (comma < head.len && sj_country_parse(sj_str_slice(head, comma + 2, head.len)).len) {
        *ret_words = sj_str_slice(head, comma + 2, head.len);
        return sj_str_slice(head, 0, comma);
    }
    size_t last = head.len, letters = 0, digits = 0;
    while (last && head.ptr[last - 1] != ' ')
        digits += is_digit(head.ptr[--last]);
    for (size_t i = 0; i < last; i++) {
        letters += (head.ptr[i] | 32) >= 'a' && (head.ptr[i] | 32) <= 'z';
        if (is_digit(head.ptr[i]))
            return head;
    }
    if (letters < 3 || digits < 4)
        return head;
    *ret_words = sj_str_trim(sj_str_slice(head, 0, last));
    return sj_str_slice(head, last, head.len);
}

sj_entity_identifier *sj_build_number(sj_builder *b, sj_identifier_kind kind, sj_str label,
                                      sj_str text)
{
    sj_str value = sj_str_trim(text), inside = {0}, before, issuer = {0}, words = {0};
    if (parenthesis(value, &before, &inside)) {
        const sj_identifier_kind better = sj_list_identifier_kind(inside);
        if (better != SJ_ID_OTHER)
            kind = better;
        else
            issuer = inside;
        value = before;
    }
    if (sj_str_starts_nocase(value, SJ_S("IMO"))) {
        const sj_str number = sj_str_trim(sj_str_slice(value, 3, value.len));
        if (number.len == 7 && is_digit(number.ptr[0])) {
            kind = SJ_ID_IMO;
            value = number;
        }
    }
    const bool contact = kind == SJ_ID_PHONE || kind == SJ_ID_EMAIL || kind == SJ_ID_WEBSITE;
    if (!contact)
        value = bare_number(value, &words);
    if (words.len && sj_list_identifier_kind(words) != SJ_ID_OTHER)
        kind = sj_list_identifier_kind(words);
    sj_entity_identifier *id = sj_build_identifier(b, kind, label, value, issuer);
    if (value.len != sj_str_trim(text).len)
        id->note = sj_build_keep(b, text);
    id->invalid = sj_build_says_invalid(text);
    if (!contact)
        sj_build_describe(id, text);
    return id;
}

size_t sj_build_series_start(sj_str text, size_t from)
{
    if (from < 2 || text.ptr[from - 1] != ' ')
        return from;
    size_t at = from - 1;
    while (at && text.ptr[at - 1] >= 'A' && text.ptr[at - 1] <= 'Z')
        at--;
    const sj_str series = sj_str_slice(text, at, from - 1);
    const bool label = sj_str_eq(series, SJ_S("ID")) || sj_str_eq(series, SJ_S("NO")) ||
                       sj_str_eq(series, SJ_S("NI"));
    const bool whole =
        at == 0 || strchr(" (:,;", text.ptr[at - 1]) || (unsigned char)text.ptr[at - 1] >= 0x80;
    return whole && !label && series.len >= 1 && series.len <= 2 ? at : from;
}

static sj_str number_in(sj_str text)
{
    for (size_t from = 0; from < text.len;) {
        size_t end = from, digits = 0;
        while (end < text.len && !strchr(" \t\r\n,;().:", text.ptr[end]))
            digits += is_digit(text.ptr[end++]);
        if (digits >= 4)
            return sj_str_slice(
                text, digits == end - from ? sj_build_series_start(text, from) : from, end);
        from = end + 1;
    }
    return text;
}

sj_entity_identifier *sj_build_described(sj_builder *b, sj_identifier_kind kind, sj_str label,
                                         sj_str text, sj_str detail)
{
    const sj_str value = number_in(text);
    sj_entity_identifier *id = sj_build_identifier(b, kind, label, value, (sj_str){0});
    const sj_str notes[] = {value.len == text.len ? (sj_str){0} : text, detail};
    id->note = sj_build_join(b, notes, 2, SJ_S("; "));
    id->invalid = sj_build_says_invalid(id->note);
    if (detail.len)
        id->country = sj_country_parse(detail);
    sj_build_describe(id, id->note);
    return id;
}

/* The longest text that one date has, so that a cell of thousands of them is
 * not searched to its end for each; seen: 40 bytes. */
enum { DATE_MAX_BYTES = 128 };

/* Cuts at the first " or ", ", " or "/" whose left side is a date. */
static bool leading(sj_str text, sj_str *ret_head, sj_str *ret_rest)
{
    static const char *const marks[] = {" or ", ", ", "/", " and "};
    const sj_str near = sj_str_slice(text, 0, DATE_MAX_BYTES);
    sj_date_range r;
    for (size_t i = 0; i < SJ_COUNT(marks); i++) {
        const sj_str mark = sj_str_from(marks[i]);
        const size_t at = sj_str_find(near, mark, 0);
        *ret_head = sj_str_slice(text, 0, at);
        if (at < near.len && sj_date_parse(sj_str_trim(*ret_head), &r)) {
            *ret_rest = sj_str_trim(sj_str_slice(text, at + mark.len, text.len));
            return true;
        }
    }
    return false;
}

void sj_build_dates(sj_builder *b, sj_date_kind kind, sj_str text)
{
    sj_date_range r;
    text = sj_str_trim(text);
    for (;;) { /* each turn shortens the text */
        sj_str head, rest;
        if (sj_date_parse(text, &r) || !leading(text, &head, &rest))
            break;
        sj_build_date(b, kind, head);
        text = rest;
    }
    sj_str short_text = text;
    if (sj_str_ends(text, SJ_S(".")) && !sj_date_parse(text, &r))
        short_text.len--;
    text = sj_build_keep(b, sj_date_parse(short_text, &r) ? short_text : text);
    if (b->status >= 0 && text.len)
        b->status = sj_list_dates_among_words(b->e, b->arena, kind, text, -1);
}

bool sj_build_is_original(sj_str text)
{
    for (size_t at = 0; at < text.len;) {
        const uint32_t c = sj_utf8_decode(text, &at);
        if ((c | 32) >= 'a' && (c | 32) <= 'z')
            return false;
        if (c >= 0x370 && (c < 0x1e00 || c > 0x1eff) && (c < 0x2000 || c > 0x2bff))
            return true;
    }
    return false;
}

void sj_build_two_scripts(sj_builder *b, sj_name_kind kind, sj_str text)
{
    sj_str before, inside;
    if (parenthesis(text, &before, &inside) && sj_build_is_original(inside)) {
        sj_build_name(b, kind, before)->note = sj_build_keep(b, text);
        sj_build_name(b, SJ_NAME_ORIGINAL, inside);
        return;
    }
    const bool original = kind == SJ_NAME_ALIAS && sj_build_is_original(text);
    sj_build_name(b, original ? SJ_NAME_ORIGINAL : kind, text);
}

void sj_build_gender(sj_builder *b, sj_str label, sj_str text)
{
    const bool female =
        sj_str_starts_nocase(text, SJ_S("female")) || sj_str_eq_nocase(text, SJ_S("F"));
    const bool male = sj_str_starts_nocase(text, SJ_S("male")) || sj_str_eq_nocase(text, SJ_S("M"));
    sj_build_fact(b, SJ_FACT_GENDER, label, male ? SJ_S("male") : female ? SJ_S("female") : text);
}

void sj_build_listing_date(sj_builder *b, sj_date_range *to, sj_str label, sj_str text)
{
    if (!sj_date_parse(sj_str_trim(text), to))
        sj_build_fact(b, SJ_FACT_OTHER, label, text);
}

/* ---- rows ---- */

static void map_value(sj_sheet *s, const sj_sheet_column *c, sj_str label, sj_str value)
{
    sj_builder *b = &s->b;
    if (!sj_sheet_first(s, label, value))
        return;
    if (c && c->role == SJ_SHEET_IDENTIFIER)
        sj_build_number(b, (sj_identifier_kind)c->kind, label, value);
    else if (c && c->role == SJ_SHEET_DATE)
        sj_build_dates(b, (sj_date_kind)c->kind, value);
    else if (c && c->role == SJ_SHEET_ADDRESS)
        sj_build_place(b, SJ_PLACE_ADDRESS, &(sj_build_place_parts){.note = value});
    else if (c && c->role == SJ_SHEET_BIRTH_PLACE)
        sj_build_place(b, SJ_PLACE_BIRTH, &(sj_build_place_parts){.note = value});
    else if (c && c->kind == SJ_FACT_GENDER)
        sj_build_gender(b, label, value);
    else
        sj_build_fact(b, c ? (sj_fact_kind)c->kind : SJ_FACT_OTHER, label, value);
}

static void map_row(sj_sheet *s)
{
    for (size_t i = 0; i < s->header_count && i < s->cell_count; i++) { /* (2) */
        const sj_sheet_column *c = s->known[i] < 0 ? NULL : &s->format->column[s->known[i]];
        const sj_str value = sj_str_trim(s->cell[i]);
        if (value.len == 0 || (c && c->role <= SJ_SHEET_LEFT_OUT))
            continue;
        if (!c)
            sj_unread_kept(&s->b, s->header[i]);
        if (!c || !c->many) {
            map_value(s, c, s->header[i], value);
            continue;
        }
        sj_str *piece;
        size_t count;
        sj_sheet_split(s, value, &piece, &count);
        for (size_t k = 0; k < count; k++)
            map_value(s, c, s->header[i], piece[k]);
    }
}

static sj_status take_header(sj_sheet *s, const sj_str *cell, size_t count)
{
    const sj_sheet_format *f = s->format;
    if (count > SJ_SHEET_COLUMNS_MAX)
        return SJ_ELIMIT;
    for (size_t k = 0; k < f->column_count; k++)
        s->at[k] = -1;
    s->header_count = count;
    for (size_t i = 0; i < count; i++) {
        s->header[i] = sj_build_keep(&s->b, cell[i]);
        s->known[i] = -1;
        for (size_t k = 0; k < f->column_count; k++)
            if (sj_str_eq_nocase(s->header[i], sj_str_from(f->column[k].header))) {
                s->known[i] = (int)k;
                if (s->at[k] < 0)
                    s->at[k] = (int)i;
            }
    }
    for (size_t k = 0; k < f->required && !s->b.status; k++)
        if (s->at[k] < 0) {
            s->b.refusal = f->column[k].header;
            return SJ_EFORMAT;
        }
    return s->b.status;
}

static bool take_preamble(sj_sheet *s, const sj_str *cell, size_t count)
{
    const sj_str want = sj_str_from(s->format->preamble);
    if (!want.len || !count || !sj_str_starts_nocase(sj_str_trim(cell[0]), want) ||
        sj_str_eq_nocase(count > 1 ? sj_str_trim(cell[1]) : want, SJ_S("Unique ID")))
        return false;
    const sj_str first = sj_str_trim(cell[0]);
    const sj_str rest = sj_str_trim(sj_str_slice(first, want.len, first.len));
    s->b.list->version = sj_build_keep(&s->b, rest.len || count < 2 ? rest : cell[1]);
    return true;
}

/* Too many cells, or too few where that means a cut. */
static bool is_misshapen(const sj_sheet *s)
{
    for (size_t i = s->header_count; i < s->cell_count; i++)
        if (sj_str_trim(s->cell[i]).len)
            return true;
    return s->cell_count < s->header_count && !s->format->ragged;
}

static sj_status read_rows(sj_sheet *s, sj_csv *csv, sj_diag *d)
{
    const sj_str *cell;
    size_t count;
    uint64_t line;
    bool headed = false;
    for (sj_status got; (got = sj_csv_next(csv, &cell, &count, &line, d)) != SJ_DONE;) {
        SJ_TRY(got);
        s->cell = cell;
        s->cell_count = count;
        s->b.line = line;
        if (!headed) {
            if (take_preamble(s, cell, count))
                continue;
            headed = true;
            const sj_status h = take_header(s, cell, count);
            if (h < 0)
                return sj_diag_set(d, h, "expected this list's columns in the header", 0, line, 0);
            continue;
        }
        if (is_misshapen(s))
            return sj_diag_set(d, SJ_ECORRUPT, "expected as many cells as the header has", 0, line,
                               0);
        s->format->on_row(s);
        map_row(s);
        if (s->b.status) /* (1) */
            return sj_diag_set(d, s->b.status,
                               s->b.refusal ? s->b.refusal : sj_status_text(s->b.status), 0, line,
                               0);
    }
    if (!headed)
        return sj_diag_set(d, SJ_EFORMAT, "expected a header line", 0, 1, 0);
    return SJ_OK;
}

sj_status sj_sheet_read(const sj_sheet_format *format, const sj_list_file *file, sj_sheet *s,
                        sj_diag *reterr_diag)
{
    const sj_str bytes = file->bytes;
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    s->format = format;
    sj_status st = sj_input_open_memory(bytes, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, reterr_diag);
    if (st >= 0)
        st = sj_csv_new(in, &format->csv, &csv);
    if (st >= 0)
        st = read_rows(s, csv, reterr_diag);
    if (st >= 0 &&
        !(bytes.len && (bytes.ptr[bytes.len - 1] == '\n' || bytes.ptr[bytes.len - 1] == '\r')))
        st = sj_diag_set(reterr_diag, SJ_ECORRUPT,
                         "expected a line end after the last row: the file is cut", bytes.len,
                         s->b.line, 0);
    if (st < 0)
        sj_diag_file(reterr_diag, file->name);
    if (st == SJ_EFORMAT && s->b.refusal)
        sj_diag_field(reterr_diag, sj_str_from(s->b.refusal));
    return st < 0 ? st : SJ_OK;
}

sj_status sj_sheet_read_one(const sj_sheet_format *format, const sj_list_file *file,
                            size_t file_count, sj_arena *arena, sj_list *list, sj_diag *reterr_diag)
{
    SJ_SCOPED(sj_sheet) s = {.b = {.list = list, .arena = arena}};
    if (file_count != 1)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected one file", 0, 0, 0);
    SJ_TRY(sj_sheet_read(format, file, &s, reterr_diag));
    SJ_TRY(sj_unread_end(&s.b, SJ_OK));
    if (list->entity_count)
        return SJ_OK;
    sj_diag_file(reterr_diag, file->name);
    return sj_diag_set(reterr_diag, SJ_ECORRUPT, "expected at least one entry", file->bytes.len, 0,
                       0);
}

bool sj_sheet_is(sj_str first_bytes, char separator, const char *const *header, size_t count)
{
    sj_str line;
    for (unsigned lines = 0; lines < 3 && sj_str_split(&first_bytes, '\n', &line); lines++) {
        size_t found = 0;
        for (size_t i = 0; i < count; i++) {
            sj_str rest = line, cell;
            while (sj_str_split(&rest, separator, &cell)) {
                cell = bare(cell);
                if (sj_str_eq_nocase(cell, sj_str_from(header[i]))) {
                    found++;
                    break;
                }
            }
        }
        if (found == count)
            return true;
    }
    return false;
}
