/* lists/mof_xlsx.c -- Japan's list of frozen assets: a workbook of some 45
 * sheets, one a measure, each with its own columns under a title and notes.
 *
 * A sheet begins to be a table at the row that has `日本語表記` (name in Japanese)
 * and `英語表記` (name in English) as cells; what stands above is its title. A
 * sheet without such a row (the index, measures that were lifted) holds nobody.
 * Columns are known by their headings (two dozen spellings, matched by how they
 * begin, the narrow before the wide); an unknown heading becomes the label of a
 * fact. An id is the sheet's number and the number of the notice: `14-*1`.
 *
 *   (1) a row without any name is a designation that was lifted (`削除`: only
 *       date and number are left) or the rest of the row above, whose cells
 *       were merged: its texts are added to the entity above;
 *   (2) a cell is split for matching, and kept whole as a fact where splitting
 *       could lose words.
 *
 * Whether somebody is a person or an organisation is told by the sheet's name
 * (`個人`, `団体`, `銀行`) or else by whether a row has a birth date, a title, a
 * passport; a row that says neither compares with every schema. */
#include "lists/mof_text.h"
#include "lists/sheet.h"
#include "lists/unread.h"
#include "lists/xlsx.h"

enum role {
    ROLE_UNKNOWN,
    ROLE_NOTICE_DATE,
    ROLE_NUMBER,
    ROLE_JAPANESE,
    ROLE_ENGLISH,
    ROLE_ALIAS,
    ROLE_WEAK,
    ROLE_FORMER,
    ROLE_TITLE,
    ROLE_POSITION,
    ROLE_BIRTH,
    ROLE_BIRTH_AND_PLACE,
    ROLE_BIRTH_PLACE,
    ROLE_NATIONALITY,
    ROLE_PASSPORT,
    ROLE_NATIONAL_ID,
    ROLE_ADDRESS,
    ROLE_UN_DATE,
    ROLE_UN_REFERENCE,
    ROLE_BASIS,
    ROLE_PHONE,
    ROLE_REMARK
};
static const struct {
    const char *heading; /* how it begins */
    enum role role;
} roles[] = {
    {"告示日付", ROLE_NOTICE_DATE},
    {"告示番号", ROLE_NUMBER},
    {"日本語表記", ROLE_JAPANESE},
    {"英語表記", ROLE_ENGLISH},
    {"確定に十分でない別名", ROLE_WEAK},
    {"確定可能な別名", ROLE_ALIAS},
    {"別名", ROLE_ALIAS},
    {"別称", ROLE_ALIAS},
    {"旧称", ROLE_FORMER},
    {"以前の別名", ROLE_FORMER},
    {"過去の別名", ROLE_FORMER},
    {"称号", ROLE_TITLE},
    {"役職", ROLE_POSITION},
    {"肩書", ROLE_POSITION},
    {"生年月日・出生地", ROLE_BIRTH_AND_PLACE},
    {"生年月日", ROLE_BIRTH},
    {"出生地", ROLE_BIRTH_PLACE},
    {"国籍", ROLE_NATIONALITY},
    {"旅券番号", ROLE_PASSPORT},
    {"ID番号", ROLE_NATIONAL_ID},
    {"身分登録番号", ROLE_NATIONAL_ID},
    {"身分証番号", ROLE_NATIONAL_ID},
    {"住所", ROLE_ADDRESS},
    {"所在地", ROLE_ADDRESS},
    {"活動地域・住所", ROLE_ADDRESS},
    {"国連制裁", ROLE_UN_DATE},
    {"リスト掲載日", ROLE_UN_DATE},
    {"国連参照番号", ROLE_UN_REFERENCE},
    {"決議1483上の根拠", ROLE_BASIS},
    {"指定の根拠", ROLE_BASIS},
    {"電話", ROLE_PHONE},
    {"FAX", ROLE_PHONE},
    {"その他の情報", ROLE_REMARK},
    {"詳細", ROLE_REMARK},
};
enum { COLUMNS_MAX = 256 }; /* the file has 18; Excel's limit is 16,384 */

struct mof {
    sj_list *list;
    sj_arena *arena;
    sj_diag *diag;
    sj_str sheet, title; /* name of the sheet; its first line */
    sj_str number;       /* "14" of "14.北朝鮮..." */
    sj_str label[COLUMNS_MAX];
    uint8_t role[COLUMNS_MAX];
    bool has_header;
    sj_builder unknown; /* counts the columns that have no role */
    bool has_entity;    /* the sheet's last entity takes what was merged: (1) */
    sj_map seen;
    sj_date newest;
};

static bool recognise(sj_str bytes)
{
    const sj_str wanted[] = {SJ_S("日本語表記"), SJ_S("英語表記")};
    return sj_xlsx_has_row(bytes, wanted, 2);
}

/* ---- dates of notices ---- */

/* "2001.9.22\n2008.6.25改訂": the first is the notice, the last an amendment. */
static bool dotted_date(sj_str s, sj_date *ret)
{
    unsigned part[3] = {0};
    size_t n = 0, i = 0;
    s = sj_str_trim(s);
    for (; i < s.len && n < 3; i++) {
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9' && part[n] < 10000)
            part[n] = part[n] * 10 + (unsigned)(s.ptr[i] - '0');
        else if (s.ptr[i] == '.' && n < 2)
            n++;
        else
            break;
    }
    const sj_date d = {(int16_t)part[0], (uint8_t)(part[1] % 100), (uint8_t)(part[2] % 100)};
    if (n != 2 || part[1] > 12 || part[2] > 31 || part[0] > 9999 || !sj_date_valid(d))
        return false;
    *ret = d;
    return true;
}

static void notice_dates(struct mof *m, sj_str cell, sj_entity_listing *l)
{
    sj_str line;
    bool first = true;
    while (sj_str_split(&cell, '\n', &line)) {
        sj_date d;
        if (!dotted_date(line, &d))
            continue; /* "200812.19改訂" stands in the file: the words are kept */
        *(first ? &l->listed : &l->amended) = (sj_date_range){d, d, false};
        first = false;
        if (sj_date_first_day(d) > sj_date_first_day(m->newest) || m->newest.year == 0)
            m->newest = d;
    }
}

/* ---- cells ---- */

static sj_status add_serial(struct mof *m, sj_entity *e, sj_str text, sj_date day)
{
    SJ_TRY(sj_list_date(e, m->arena, SJ_DATE_BIRTH, text, -1));
    sj_entity_date *d = &e->date[e->date_count - 1];
    d->parsed = true;
    d->range = (sj_date_range){day, day, false};
    return SJ_OK;
}

/* The last birth date the entity has, NULL without one. */
static sj_entity_date *last_birth(sj_entity *e)
{
    sj_entity_date *d = e->date_count ? &e->date[e->date_count - 1] : NULL;
    return d && d->kind == SJ_DATE_BIRTH ? d : NULL;
}

static sj_status add_birth_text(struct mof *m, sj_entity *e, sj_str item)
{
    sj_entity_date *before = last_birth(e);
    if (before && sj_str_starts(item, SJ_S("月"))) { /* a line break inside a date */
        const sj_str both[] = {before->text, item};
        SJ_TRY(sj_list_join(m->arena, both, 2, (sj_str){0}, &before->text));
        before->parsed = sj_mof_date(before->text, &before->range);
        return SJ_OK;
    }
    const sj_date last = before && before->parsed ? before->range.to : (sj_date){0};
    SJ_TRY(sj_list_date(e, m->arena, SJ_DATE_BIRTH, item, -1));
    sj_entity_date *d = &e->date[e->date_count - 1];
    d->parsed = sj_mof_date(item, &d->range) || sj_mof_date_after(item, last, &d->range);
    return SJ_OK;
}

/* Cuts at the mark between two dates: "or" in its two spellings, and a comma
 * behind a bare year ("1958、59"). */
static size_t next_mark(sj_str item, size_t from, size_t *ret_len)
{
    static const char *const marks[] = {"又は", "または", "、"};
    size_t best = item.len;
    for (size_t i = 0; i < SJ_COUNT(marks); i++) {
        const sj_str mark = sj_str_from(marks[i]);
        const size_t at = sj_str_find(item, mark, from);
        const bool digits = at + mark.len < item.len && at && item.ptr[at - 1] >= '0' &&
                            item.ptr[at - 1] <= '9' && item.ptr[at + mark.len] >= '0' &&
                            item.ptr[at + mark.len] <= '9';
        if (at < best && (i < 2 || digits)) {
            best = at;
            *ret_len = mark.len;
        }
    }
    return best;
}

static sj_status add_birth_item(struct mof *m, sj_entity *e, sj_str item)
{
    for (size_t from = 0; from < item.len;) {
        size_t len = 0;
        const size_t end = next_mark(item, from, &len);
        const sj_str piece = sj_str_trim(sj_str_slice(item, from, end));
        if (!sj_mof_is_nothing(piece))
            SJ_TRY(add_birth_text(m, e, piece));
        from = end + len;
    }
    return SJ_OK;
}

static sj_status add_birth(struct mof *m, sj_entity *e, const sj_xlsx_cell *c)
{
    sj_str *item = NULL;
    size_t count = 0;
    uint64_t serial;
    sj_date day;
    const sj_str text = sj_str_trim(c->text);
    if (c->number && sj_str_to_u64(text, &serial) && serial > 2100 &&
        sj_date_from_excel(serial, &day))
        return add_serial(m, e, text, day);
    SJ_TRY(sj_mof_items(m->arena, text, &item, &count));
    for (size_t i = 0; i < count; i++)
        SJ_TRY(add_birth_item(m, e, item[i]));
    return SJ_OK;
}

static sj_status add_places(struct mof *m, sj_entity *e, sj_place_kind kind, sj_str text)
{
    sj_str *item = NULL;
    size_t count = 0;
    SJ_TRY(sj_mof_items(m->arena, text, &item, &count));
    for (size_t i = 0; i < count; i++) {
        sj_str piece;
        for (sj_str rest = item[i]; sj_str_split(&rest, ';', &piece);) {
            piece = sj_str_trim(piece);
            if (sj_mof_is_nothing(piece))
                continue;
            SJ_TRY(sj_list_place(e, m->arena, kind, piece, (sj_str){0}));
            e->place[e->place_count - 1].country = sj_mof_place_country(piece);
        }
    }
    return SJ_OK;
}

static sj_status add_one_nationality(struct mof *m, sj_entity *e, sj_str text)
{
    const sj_str country = sj_mof_country(text);
    bool known = false; /* "イラン\nIran" says it twice */
    for (size_t k = 0; k < e->fact_count && country.len; k++)
        known |= e->fact[k].kind == SJ_FACT_NATIONALITY && sj_str_eq(e->fact[k].country, country);
    SJ_TRY(
        sj_list_fact(e, m->arena, known ? SJ_FACT_OTHER : SJ_FACT_NATIONALITY, SJ_S("国籍"), text));
    e->fact[e->fact_count - 1].country = country;
    return SJ_OK;
}

/* "トルコ、ヨルダン": two states, if each side is the whole name of one. */
static bool two_states(sj_str text, sj_str ret[2])
{
    const sj_str comma = SJ_S("、");
    const size_t at = sj_str_find(text, comma, 0);
    ret[0] = sj_str_trim(sj_str_slice(text, 0, at));
    ret[1] = sj_str_trim(sj_str_slice(text, at + comma.len, text.len));
    sj_str code;
    return at < text.len && ret[0].len && ret[1].len &&
           sj_mof_leading_state(ret[0], &code) == ret[0].len &&
           sj_mof_leading_state(ret[1], &code) == ret[1].len;
}

static sj_status add_nationality(struct mof *m, sj_entity *e, sj_str text)
{
    sj_str *item = NULL, both[2];
    size_t count = 0;
    SJ_TRY(sj_mof_items(m->arena, text, &item, &count));
    for (size_t i = 0; i < count; i++) {
        if (!two_states(item[i], both)) {
            SJ_TRY(add_one_nationality(m, e, item[i]));
            continue;
        }
        SJ_TRY(add_one_nationality(m, e, both[0]));
        SJ_TRY(add_one_nationality(m, e, both[1]));
    }
    return SJ_OK;
}

static bool is_code(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '/';
}

/* Where the number goes on that ends at `end`: "8208 No.555627", a series and
 * its number. */
static size_t second_half(sj_str s, size_t end)
{
    const sj_str rest = sj_str_slice(s, end, s.len), word = SJ_S(" No.");
    size_t at = word.len, from;
    if (!sj_str_starts_nocase(rest, word))
        return end;
    at += at < rest.len && rest.ptr[at] == ' ';
    for (from = at; at < rest.len && rest.ptr[at] >= '0' && rest.ptr[at] <= '9';)
        at++;
    return at > from ? end + at : end;
}

/* The first run of letters and digits that has four digits, with the letters of
 * its series: the number itself; the cell's other words (state, dates of issue)
 * stay in the note. False if there is none. */
static bool code_in(sj_str s, sj_str *ret)
{
    for (size_t i = 0; i < s.len;) {
        size_t end = i, digits = 0;
        for (; end < s.len && is_code(s.ptr[end]); end++)
            digits += s.ptr[end] >= '0' && s.ptr[end] <= '9';
        const bool is_year = end - i == 4 && sj_str_starts(sj_str_slice(s, end, s.len), SJ_S("年"));
        if (digits >= 4 && !is_year) {
            *ret = digits == end - i
                       ? sj_str_slice(s, sj_build_series_start(s, i), second_half(s, end))
                       : sj_str_slice(s, i, end);
            return true;
        }
        i = end > i ? end : i + 1;
    }
    return false;
}

/* Who issued it, where the text begins so ("リビア旅券 ...") or says it behind the
 * number ("...(イエメン)"), and when. */
static void describe(sj_entity_identifier *id, sj_str text)
{
    const size_t open = sj_str_find(text, SJ_S("("), 0);
    const sj_str inside = sj_str_slice(text, open + 1, sj_str_find(text, SJ_S(")"), open));
    static const char *const invalid[] = {"偽", "不正", "取消", "取り消", "無効", "紛失", "盗難"};
    for (size_t i = 0; i < SJ_COUNT(invalid); i++)
        id->invalid |= sj_str_find(text, sj_str_from(invalid[i]), 0) < text.len;
    if (id->country.len == 0)
        (void)sj_mof_leading_state(text, &id->country);
    if (id->country.len == 0 && inside.len > 3)
        id->country = sj_mof_country(inside);
    sj_build_describe(id, text);
}

/* Words about the number before them, on a line of their own: "(1998年... 発行)". */
static sj_status add_words(struct mof *m, sj_entity_identifier *id, sj_str words)
{
    const sj_str all[] = {id->note.len ? id->note : id->value, words};
    SJ_TRY(sj_list_join(m->arena, all, 2, SJ_S(" "), &id->note));
    describe(id, id->note);
    return SJ_OK;
}

static sj_status add_number(struct mof *m, sj_entity *e, sj_identifier_kind kind, sj_str label,
                            sj_str text)
{
    sj_str code = text;
    if (kind != SJ_ID_PHONE)
        (void)code_in(text, &code);
    SJ_TRY(sj_list_identifier(e, m->arena, kind, label, code, (sj_str){0}));
    if (code.len != text.len) {
        e->identifier[e->identifier_count - 1].note = text;
        describe(&e->identifier[e->identifier_count - 1], text);
    }
    return SJ_OK;
}

/* "アフガニスタン国民IDカード番号:" before the numbers it speaks of. */
static bool is_heading(sj_str piece)
{
    for (size_t i = 0; i < piece.len; i++)
        if (piece.ptr[i] >= '0' && piece.ptr[i] <= '9')
            return false;
    return sj_str_find(piece, SJ_S("番号"), 0) < piece.len && !sj_str_starts(piece, SJ_S("("));
}

/* One piece of a cell whose numbers begin at `first`. */
static sj_status add_piece(struct mof *m, sj_entity *e, sj_identifier_kind kind, sj_str label,
                           sj_str piece, size_t first, sj_str heading)
{
    sj_str code;
    if (sj_str_starts(piece, SJ_S("(")) && !code_in(piece, &code) && e->identifier_count > first)
        return add_words(m, &e->identifier[e->identifier_count - 1], piece);
    SJ_TRY(add_number(m, e, kind, label, piece));
    if (heading.len == 0)
        return SJ_OK;
    sj_entity_identifier *id = &e->identifier[e->identifier_count - 1];
    const sj_str note[] = {heading, piece};
    describe(id, heading);
    return sj_list_join(m->arena, note, 2, SJ_S(" "), &id->note);
}

static sj_status add_numbers(struct mof *m, sj_entity *e, sj_identifier_kind kind, sj_str label,
                             sj_str text)
{
    sj_str *item = NULL, heading = {0};
    size_t count = 0;
    const size_t first = e->identifier_count;
    SJ_TRY(sj_mof_items(m->arena, text, &item, &count));
    for (size_t i = 0; i < count; i++) {
        sj_str piece;
        for (sj_str rest = item[i]; sj_str_split(&rest, ';', &piece);) {
            piece = sj_str_trim(piece);
            const bool last = i + 1 == count && rest.len == 0;
            if (is_heading(piece) && kind != SJ_ID_PHONE && !last)
                heading = piece;
            else if (piece.len)
                SJ_TRY(add_piece(m, e, kind, label, piece, first, heading));
        }
    }
    if (heading.len && e->identifier_count == first) /* only marks followed */
        return add_number(m, e, kind, label, heading);
    return SJ_OK;
}

/* A line "label：value" of a remark whose label names an identifier. */
static sj_status add_remark_line(struct mof *m, sj_entity *e, sj_str line)
{
    const size_t colon = sj_str_find(line, SJ_S(":"), 0);
    const sj_str label = sj_str_trim(sj_str_slice(line, 0, colon)),
                 value = sj_str_trim(sj_str_slice(line, colon + 1, line.len));
    if (colon == line.len || label.len > 60 || value.len == 0)
        return SJ_OK;
    if (sj_str_eq(label, SJ_S("出生地")))
        return add_places(m, e, SJ_PLACE_BIRTH, value);
    if (sj_str_eq(label, SJ_S("性別")))
        return sj_list_fact(e, m->arena, SJ_FACT_GENDER, label,
                            sj_str_starts(value, SJ_S("男"))   ? SJ_S("male")
                            : sj_str_starts(value, SJ_S("女")) ? SJ_S("female")
                                                               : value);
    if (sj_str_eq(label, SJ_S("死亡年月日"))) {
        SJ_TRY(sj_list_date(e, m->arena, SJ_DATE_DEATH, value, -1));
        sj_entity_date *d = &e->date[e->date_count - 1];
        d->parsed = sj_mof_date(value, &d->range);
        return SJ_OK;
    }
    const sj_identifier_kind kind = sj_list_identifier_kind(label);
    if (kind == SJ_ID_OTHER)
        return SJ_OK;
    const sj_str number =
        sj_str_slice(value, 0, sj_str_find(value, SJ_S("。"), 0)); /* prose follows */
    SJ_TRY(sj_list_identifier(e, m->arena, kind, label, number, (sj_str){0}));
    if (number.len && number.len < value.len)
        e->identifier[e->identifier_count - 1].note = value;
    return SJ_OK;
}

static sj_status add_remark(struct mof *m, sj_entity *e, sj_str label, sj_str text)
{
    sj_str narrow, line;
    SJ_TRY(sj_list_fact(e, m->arena, SJ_FACT_REMARK, label, text)); /* (2) */
    SJ_TRY(sj_mof_narrow(m->arena, text, &narrow));
    while (sj_str_split(&narrow, '\n', &line))
        SJ_TRY(add_remark_line(m, e, sj_str_trim(line)));
    return SJ_OK;
}

static sj_status add_un(struct mof *m, sj_entity *e, const sj_xlsx_cell *c, enum role role)
{
    sj_entity_listing *l = NULL;
    for (size_t i = 0; i < e->listing_count; i++)
        if (sj_str_eq(e->listing[i].authority, SJ_S("UN")))
            l = &e->listing[i];
    if (!l && !(l = sj_entity_add_listing(e, m->arena)))
        return SJ_ENOMEM;
    l->authority = SJ_S("UN");
    const sj_str text = sj_str_trim(c->text);
    uint64_t serial;
    sj_date day;
    if (role == ROLE_UN_REFERENCE) {
        l->reference = text;
        return SJ_OK;
    }
    if (c->number && sj_str_to_u64(text, &serial) && sj_date_from_excel(serial, &day))
        l->listed = (sj_date_range){day, day, false};
    else
        (void)sj_mof_date(text, &l->listed);
    return sj_list_fact(e, m->arena, SJ_FACT_OTHER, SJ_S("国連指定日"), text);
}

static sj_status add_text_cell(struct mof *m, sj_entity *e, enum role role, sj_str label,
                               sj_str text)
{
    switch (role) {
    case ROLE_TITLE:
        return sj_list_fact(e, m->arena, SJ_FACT_TITLE, label, text);
    case ROLE_POSITION:
        return sj_list_fact(e, m->arena, SJ_FACT_POSITION, label, text);
    case ROLE_BIRTH_PLACE:
        return add_places(m, e, SJ_PLACE_BIRTH, text);
    case ROLE_ADDRESS:
        return add_places(m, e, SJ_PLACE_ADDRESS, text);
    case ROLE_NATIONALITY:
        return add_nationality(m, e, text);
    case ROLE_PASSPORT:
        return add_numbers(m, e, SJ_ID_PASSPORT, label, text);
    case ROLE_NATIONAL_ID:
        return add_numbers(m, e, SJ_ID_NATIONAL, label, text);
    case ROLE_PHONE:
        return add_numbers(m, e, SJ_ID_PHONE, label, text);
    case ROLE_REMARK:
        return add_remark(m, e, label, text);
    default:
        return sj_list_fact(e, m->arena, SJ_FACT_OTHER, label, text);
    }
}

static sj_status add_cell(struct mof *m, sj_entity *e, const sj_xlsx_cell *c)
{
    const enum role role = c->column < COLUMNS_MAX ? (enum role)m->role[c->column] : ROLE_UNKNOWN;
    const sj_str label = c->column < COLUMNS_MAX && m->label[c->column].len ? m->label[c->column]
                                                                            : SJ_S("(no heading)");
    const sj_str text = sj_str_trim(c->text);
    if (sj_mof_is_nothing(text))
        return SJ_OK;
    if (role == ROLE_UNKNOWN)
        sj_unread_kept(&m->unknown, label);
    SJ_TRY(m->unknown.status);
    switch (role) {
    case ROLE_JAPANESE:
        return sj_mof_names(e, m->arena, SJ_NAME_TRANSLATION, text);
    case ROLE_ENGLISH:
        return sj_mof_names(e, m->arena, SJ_NAME_PRIMARY, text);
    case ROLE_ALIAS:
        return sj_mof_names(e, m->arena, SJ_NAME_ALIAS, text);
    case ROLE_WEAK:
        return sj_mof_names(e, m->arena, SJ_NAME_WEAK, text);
    case ROLE_FORMER:
        return sj_mof_names(e, m->arena, SJ_NAME_FORMER, text);
    case ROLE_BIRTH:
        return add_birth(m, e, c);
    case ROLE_BIRTH_AND_PLACE:
        SJ_TRY(add_birth_text(m, e, text));
        return sj_list_place(e, m->arena, SJ_PLACE_BIRTH, text, (sj_str){0});
    case ROLE_UN_DATE:
    case ROLE_UN_REFERENCE:
        return add_un(m, e, c, role);
    case ROLE_NOTICE_DATE:
        notice_dates(m, text, &e->listing[0]);
        return sj_list_fact(e, m->arena, SJ_FACT_OTHER, label, text);
    case ROLE_NUMBER:
        e->listing[0].reference = text;
        return SJ_OK;
    case ROLE_BASIS:
        e->listing[0].reason = text;
        return SJ_OK;
    default:
        return add_text_cell(m, e, role, label, text);
    }
}

/* ---- rows ---- */

static sj_str cell_of(const struct mof *m, const sj_xlsx_cell *cell, size_t count, enum role role)
{
    for (size_t i = 0; i < count; i++)
        if (cell[i].column < COLUMNS_MAX && m->role[cell[i].column] == role)
            return sj_str_trim(cell[i].text);
    return (sj_str){0};
}

static bool has_text(sj_str s, const char *part)
{
    return sj_str_find(s, sj_str_from(part), 0) < s.len;
}

static sj_schema schema_of(const struct mof *m, const sj_xlsx_cell *cell, size_t count)
{
    static const enum role personal[] = {ROLE_BIRTH, ROLE_TITLE, ROLE_PASSPORT, ROLE_BIRTH_PLACE,
                                         ROLE_BIRTH_AND_PLACE};
    if (has_text(m->sheet, "個人"))
        return SJ_SCHEMA_PERSON;
    if (has_text(m->sheet, "団体") || has_text(m->sheet, "銀行"))
        return SJ_SCHEMA_ORGANISATION;
    for (size_t i = 0; i < SJ_COUNT(personal); i++)
        if (!sj_mof_is_nothing(cell_of(m, cell, count, personal[i])))
            return SJ_SCHEMA_PERSON;
    return SJ_SCHEMA_UNKNOWN;
}

static bool read_header(struct mof *m, const sj_xlsx_cell *cell, size_t count)
{
    unsigned names = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t column = cell[i].column;
        const sj_str text = sj_str_trim(cell[i].text);
        if (column >= COLUMNS_MAX)
            continue;
        m->label[column] = text;
        m->role[column] = ROLE_UNKNOWN;
        for (size_t r = 0; r < SJ_COUNT(roles) && !m->role[column]; r++)
            if (sj_str_starts(text, sj_str_from(roles[r].heading)))
                m->role[column] = (uint8_t)roles[r].role;
        names += m->role[column] == ROLE_JAPANESE || m->role[column] == ROLE_ENGLISH;
    }
    return names == 2;
}

static sj_status make_id(struct mof *m, sj_str number, uint64_t line, sj_str *ret)
{
    sj_map_entry *entry = NULL;
    SJ_TRY(sj_arena_format(m->arena, ret, "%.*s-%.*s", SJ_STR_FMT(m->number), SJ_STR_FMT(number)));
    if (number.len)
        SJ_TRY(sj_map_put(&m->seen, *ret, &entry));
    if (entry && entry->value++ == 0)
        return SJ_OK;
    /* No number, or one used twice: the row tells them apart. */
    return sj_arena_format(m->arena, ret, "%.*s-%.*s@%llu", SJ_STR_FMT(m->number),
                           SJ_STR_FMT(number), (unsigned long long)line);
}

static sj_status add_entity(struct mof *m, uint64_t line, const sj_xlsx_cell *cell, size_t count)
{
    sj_str id;
    SJ_TRY(make_id(m, cell_of(m, cell, count, ROLE_NUMBER), line, &id));
    sj_entity *e = sj_list_add_entity(m->list, m->arena, id, schema_of(m, cell, count));
    sj_entity_listing *l = e ? sj_entity_add_listing(e, m->arena) : NULL;
    if (!l)
        return SJ_ENOMEM;
    m->has_entity = true;
    l->authority = SJ_S("JP");
    l->programme = m->sheet;
    l->measure = m->title;
    for (size_t i = 0; i < count; i++)
        SJ_TRY(add_cell(m, e, &cell[i]));
    if (e->name_count && e->name[0].kind == SJ_NAME_TRANSLATION &&
        sj_mof_is_nothing(cell_of(m, cell, count, ROLE_ENGLISH)))
        e->name[0].kind = SJ_NAME_PRIMARY; /* nothing better is given */
    return SJ_OK;
}

static sj_status on_row(void *ctx, uint64_t line, const sj_xlsx_cell *cell, size_t count)
{
    struct mof *m = ctx;
    if (!m->has_header) {
        m->has_header = read_header(m, cell, count);
        if (!m->has_header && m->title.len == 0)
            m->title = sj_str_trim(cell[0].text);
        return SJ_OK;
    }
    if (cell_of(m, cell, count, ROLE_ENGLISH).len || cell_of(m, cell, count, ROLE_JAPANESE).len)
        return add_entity(m, line, cell, count);
    if (cell_of(m, cell, count, ROLE_NOTICE_DATE).len || !m->has_entity)
        return SJ_OK; /* (1): lifted */
    sj_entity *e = &m->list->entity[m->list->entity_count - 1];
    for (size_t i = 0; i < count; i++) /* (1): merged with the row above */
        SJ_TRY(add_cell(m, e, &cell[i]));
    return SJ_OK;
}

static sj_status read_sheets(struct mof *m, sj_str bytes)
{
    sj_xlsx *x = NULL;
    SJ_TRY(sj_xlsx_open(bytes, m->arena, &x, m->diag));
    for (size_t i = 0; i < sj_xlsx_sheet_count(x); i++) {
        m->sheet = sj_str_trim(sj_xlsx_sheet_name(x, i));
        m->title = (sj_str){0};
        m->has_header = m->has_entity = false;
        size_t digits = 0;
        while (digits < m->sheet.len && m->sheet.ptr[digits] >= '0' && m->sheet.ptr[digits] <= '9')
            digits++;
        m->number = digits ? sj_str_slice(m->sheet, 0, digits) : m->sheet;
        sj_diag_field(m->diag, m->sheet);
        SJ_TRY(sj_xlsx_rows(x, i, on_row, m, m->diag));
    }
    return SJ_OK;
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options SJ_UNUSED, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    struct mof m = {.list = list, .arena = arena, .diag = reterr_diag};
    if (file_count != 1)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected one workbook", 0, 0, 0);
    m.unknown = (sj_builder){.list = list, .arena = arena};
    const sj_status s = sj_unread_end(&m.unknown, read_sheets(&m, file[0].bytes));
    sj_map_done(&m.seen);
    SJ_TRY(s);
    if (m.newest.year) {
        char iso[32];
        const sj_date_range range = {m.newest, m.newest, false};
        SJ_TRY(sj_arena_copy(arena, (sj_str){iso, sj_date_write(&range, iso)}, &list->version));
    }
    return SJ_OK;
}

static const sj_list_left_out left_out[] = {
    {"(above the headings)", "titles and notes of a sheet; the first line is the measure"},
    {"(sheets without headings)", "the index of sheets, and measures that were lifted as a whole"},
    {"(rows without a name)", "a designation that was lifted: only its date and number are left"},
    {"不明", "the list's word for unknown"},
};

const sj_list_reader sj_reader_mof_xlsx = {
    .format = SJ_LIST_MOF_XLSX,
    .authority = "JP",
    .recognise = recognise,
    .read = read_list,
    .left_out = left_out,
    .left_out_count = SJ_COUNT(left_out),
};
