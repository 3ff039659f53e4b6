/* count/scenario_expand.c -- loops and sums written out before anything is parsed.
 *
 * The text is read twice: first sets, labels and which `end` closes which `each`, so
 * that a sum may stand above the set it goes over; then line by line, a loop by calling
 * itself for what stands between. Each byte written out remembers the column it came from,
 * so an error found later is told where its writer can see it.
 *
 * Invariants: (1) every turn of a loop and every term of a sum counts against a cap, so an
 * empty loop in a loop ends too; (2) a brace never reaches the parser. Not chosen: arrays
 * in the model. Every variable stays one number with a name, which the report, XMILE and
 * the reader of an error can all say. */
#include "count/scenario_expand.h"

struct source {
    sj_str text;
    uint64_t line;
    size_t end; /* of an `each`: where its `end` stands */
};
struct set {
    sj_str name, *member;
    size_t count;
};
struct binding {
    sj_str name, member;
};
struct expander {
    sj_arena *arena;
    sj_label *label;
    sj_diag *diag;
    struct source *source;
    struct set set[SJ_EXPAND_SETS];
    struct binding bound[SJ_EXPAND_NEST];
    sj_expanded_line *line;
    char *byte; /* of the line at work */
    uint32_t *column;
    size_t sources, sets, labels, depth, lines, turns, bytes, length, room, at; /* at: its source */
};

static sj_status refuse(struct expander *x, sj_status status, const char *reason, const char *at)
{
    const struct source *s = &x->source[x->at];
    const bool inside = at && at >= s->text.ptr && at <= s->text.ptr + s->text.len;
    return sj_diag_set(x->diag, status, reason, 0, s->line,
                       inside ? (uint64_t)(at - s->text.ptr) + 1 : 0);
}

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_word(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!word_char(s.ptr[i]))
            return false;
    return s.len > 0 && s.len <= 64;
}

sj_str sj_scenario_word(sj_str *rest)
{
    size_t end = 0;
    *rest = sj_str_trim(*rest);
    while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '\t')
        end++;
    const sj_str word = sj_str_slice(*rest, 0, end);
    *rest = sj_str_trim(sj_str_slice(*rest, end, rest->len));
    return word;
}

static sj_str statement(const struct source *s, sj_str *ret_rest)
{
    *ret_rest = s->text;
    return sj_scenario_word(ret_rest);
}

/* ---- sets ---- */

static struct set *find_set(struct expander *x, sj_str name)
{
    for (size_t i = 0; i < x->sets; i++)
        if (sj_str_eq(x->set[i].name, name))
            return &x->set[i];
    return NULL;
}

static bool has_member(const struct set *s, sj_str member)
{
    for (size_t i = 0; i < s->count; i++)
        if (sj_str_eq(s->member[i], member))
            return true;
    return false;
}

/* The words of rest as members of *ret, each once. */
static sj_status read_members(struct expander *x, sj_str rest, struct set *ret)
{
    for (sj_str word = sj_scenario_word(&rest); word.len; word = sj_scenario_word(&rest)) {
        if (!is_word(word))
            return refuse(x, SJ_ESYNTAX, "a member has letters, digits and _, at most 64",
                          word.ptr);
        if (has_member(ret, word))
            return refuse(x, SJ_EINVAL, "a member stands twice", word.ptr);
        if (ret->count == SJ_EXPAND_MEMBERS)
            return refuse(x, SJ_ELIMIT, "a set has at most 256 members", word.ptr);
        sj_str *to = sj_arena_push(x->arena, &ret->member, &ret->count, sizeof *to);
        if (!to)
            return SJ_ENOMEM;
        *to = word;
    }
    return ret->count ? SJ_OK : refuse(x, SJ_ESYNTAX, "expected members", rest.ptr);
}

static sj_status add_set(struct expander *x, sj_str name, sj_str members)
{
    if (!is_word(name))
        return refuse(x, SJ_ESYNTAX, "expected the name of a set: letters, digits and _", name.ptr);
    if (find_set(x, name))
        return refuse(x, SJ_EINVAL, "the set has been named before", name.ptr);
    if (x->sets == SJ_EXPAND_SETS)
        return refuse(x, SJ_ELIMIT, "at most 256 sets", name.ptr);
    struct set s = {.name = name};
    SJ_TRY(read_members(x, members, &s));
    x->set[x->sets++] = s;
    return SJ_OK;
}

static const sj_label *find_label(const struct expander *x, sj_str member)
{
    for (size_t i = 0; i < x->labels; i++)
        if (sj_str_eq(x->label[i].member, member))
            return &x->label[i];
    return NULL;
}

static sj_status add_label(struct expander *x, sj_str rest)
{
    const sj_str member = sj_scenario_word(&rest), words = sj_str_trim(rest);
    if (!is_word(member) || words.len == 0)
        return refuse(x, SJ_ESYNTAX, "expected: label MEMBER WORDS", member.ptr);
    if (find_label(x, member))
        return refuse(x, SJ_EINVAL, "the member has a label", member.ptr);
    if (x->labels == SJ_EXPAND_LABELS)
        return refuse(x, SJ_ELIMIT, "at most 512 labels", member.ptr);
    sj_label *l = sj_arena_push(x->arena, &x->label, &x->labels, sizeof *l);
    if (!l)
        return SJ_ENOMEM;
    *l = (sj_label){member, words};
    return SJ_OK;
}

/* ---- the first reading ---- */

static sj_status split(struct expander *x, sj_str text)
{
    sj_str line;
    uint64_t number = 0;
    while (sj_str_split(&text, '\n', &line)) {
        struct source *s = sj_arena_push(x->arena, &x->source, &x->sources, sizeof *s);
        if (!s)
            return SJ_ENOMEM;
        *s = (struct source){sj_str_slice(line, 0, sj_str_find(line, SJ_S("#"), 0)), ++number, 0};
        x->at = x->sources - 1;
        if (number > SJ_EXPAND_SOURCE)
            return refuse(x, SJ_ELIMIT, "at most 10,000 lines", NULL);
    }
    return SJ_OK;
}

/* Matches loops and notes the set that `each NAME in ...` makes. */
static sj_status scan_line(struct expander *x, size_t *open, size_t *depth)
{
    sj_str rest, after;
    const sj_str word = statement(&x->source[x->at], &rest);
    if (sj_str_eq(word, SJ_S("set"))) {
        const sj_str name = sj_scenario_word(&rest);
        return add_set(x, name, rest);
    }
    if (sj_str_eq(word, SJ_S("label")))
        return add_label(x, rest);
    if (sj_str_eq(word, SJ_S("each"))) {
        if (*depth == SJ_EXPAND_NEST)
            return refuse(x, SJ_ELIMIT, "loops and sums nest at most 8 deep", word.ptr);
        open[(*depth)++] = x->at;
        const sj_str name = sj_scenario_word(&rest);
        after = rest;
        return sj_str_eq(sj_scenario_word(&after), SJ_S("in")) && !find_set(x, name)
                   ? add_set(x, name, after)
                   : SJ_OK;
    }
    if (!sj_str_eq(word, SJ_S("end")))
        return SJ_OK;
    if (*depth == 0 || sj_str_trim(rest).len)
        return refuse(x, SJ_ESYNTAX, "end stands alone and closes an each", word.ptr);
    x->source[open[--*depth]].end = x->at;
    return SJ_OK;
}

static sj_status scan(struct expander *x)
{
    size_t open[SJ_EXPAND_NEST], depth = 0;
    for (x->at = 0; x->at < x->sources; x->at++)
        SJ_TRY(scan_line(x, open, &depth));
    if (depth == 0)
        return SJ_OK;
    x->at = open[depth - 1];
    return refuse(x, SJ_ESYNTAX, "each without end", x->source[x->at].text.ptr);
}

/* ---- writing out ---- */

static sj_status emit(struct expander *x, char c, const char *from)
{
    if (++x->bytes > SJ_EXPAND_BYTES)
        return refuse(x, SJ_ELIMIT, "loops and sums write out more than 4 MiB", from);
    if (x->length + 1 >= x->room) {
        const size_t room = x->room ? 2 * x->room : 256;
        char *byte = sj_arena_alloc(x->arena, room);
        uint32_t *column = sj_arena_alloc(x->arena, room * sizeof *column);
        if (!byte || !column)
            return SJ_ENOMEM;
        if (x->length) {
            memcpy(byte, x->byte, x->length);
            memcpy(column, x->column, x->length * sizeof *column);
        }
        x->byte = byte;
        x->column = column;
        x->room = room;
    }
    x->byte[x->length] = c;
    x->column[x->length++] = (uint32_t)(from - x->source[x->at].text.ptr) + 1;
    return SJ_OK;
}

static sj_status emit_all(struct expander *x, sj_str text, const char *from)
{
    for (size_t i = 0; i < text.len; i++)
        SJ_TRY(emit(x, text.ptr[i], from));
    return SJ_OK;
}

/* {NAME} or {NAME label} at text[*at]. */
static sj_status subscript(struct expander *x, sj_str text, size_t *at, sj_str *ret)
{
    const char *from = text.ptr + *at;
    const size_t close = sj_str_find(text, SJ_S("}"), *at);
    sj_str rest = sj_str_slice(text, *at + 1, close);
    if (close == text.len)
        return refuse(x, SJ_ESYNTAX, "a brace is not closed", from);
    const sj_str name = sj_scenario_word(&rest), what = sj_str_trim(rest);
    for (size_t i = x->depth; i-- > 0;) {
        if (!sj_str_eq(x->bound[i].name, name))
            continue;
        const sj_label *l = find_label(x, x->bound[i].member);
        *ret = x->bound[i].member;
        if (what.len && l)
            *ret = l->words;
        *at = close + 1;
        return what.len == 0 || sj_str_eq(what, SJ_S("label"))
                   ? SJ_OK
                   : refuse(x, SJ_ESYNTAX, "expected {NAME} or {NAME label}", from);
    }
    return refuse(x, SJ_EINVAL, "no each and no sum here goes over this subscript", from);
}

/* Text in which only subscripts are replaced, in a string of its own. */
static sj_status plain(struct expander *x, sj_str text, sj_str *ret)
{
    char word[65];
    size_t n = 0;
    for (size_t i = 0; i < text.len;) {
        sj_str piece = sj_str_slice(text, i, i + 1);
        if (text.ptr[i] == '{')
            SJ_TRY(subscript(x, text, &i, &piece));
        else
            i++;
        if (n + piece.len >= sizeof word)
            return refuse(x, SJ_ELIMIT, "a name has at most 64 letters", text.ptr);
        memcpy(word + n, piece.ptr, piece.len);
        n += piece.len;
    }
    return sj_arena_copy(x->arena, (sj_str){word, n}, ret);
}

/* "NAME", "NAME in A B" or "NAME of SET": what a loop or a sum goes over. */
static sj_status read_range(struct expander *x, sj_str text, sj_str *ret_name, struct set *ret)
{
    sj_str name = sj_scenario_word(&text);
    const sj_str how = sj_scenario_word(&text);
    const struct set *whole = find_set(x, name);
    *ret_name = name;
    if (!is_word(name))
        return refuse(x, SJ_ESYNTAX, "expected a name to go over: each NAME, sum(NAME: ...)",
                      name.ptr);
    if (sj_str_eq(how, SJ_S("in"))) {
        *ret = (struct set){.name = name};
        SJ_TRY(read_members(x, text, ret));
        for (size_t i = 0; whole && i < ret->count; i++)
            if (!has_member(whole, ret->member[i]))
                return refuse(x, SJ_EINVAL, "no member of this set", ret->member[i].ptr);
        return SJ_OK;
    }
    if (sj_str_eq(how, SJ_S("of"))) {
        const char *from = sj_str_trim(text).ptr;
        SJ_TRY(plain(x, sj_str_trim(text), &name));
        whole = find_set(x, name);
        if (!whole)
            return refuse(x, SJ_EINVAL, "unknown set", from);
    } else if (how.len)
        return refuse(x, SJ_ESYNTAX, "expected NAME, NAME in MEMBERS or NAME of SET", how.ptr);
    if (!whole)
        return refuse(x, SJ_EINVAL, "unknown set; expected: set NAME MEMBERS", ret_name->ptr);
    *ret = *whole;
    return SJ_OK;
}

static sj_status bind(struct expander *x, sj_str name)
{
    for (size_t i = 0; i < x->depth; i++)
        if (sj_str_eq(x->bound[i].name, name))
            return refuse(x, SJ_EINVAL, "a loop or sum around this one has the same name",
                          name.ptr);
    if (x->depth == SJ_EXPAND_NEST)
        return refuse(x, SJ_ELIMIT, "loops and sums nest at most 8 deep", name.ptr);
    x->bound[x->depth++].name = name;
    return SJ_OK;
}

static sj_status turn(struct expander *x, sj_str member, const char *at) /* (1) */
{
    x->bound[x->depth - 1].member = member;
    return ++x->turns > SJ_EXPAND_LINES
               ? refuse(x, SJ_ELIMIT, "loops and sums take more than 20,000 turns", at)
               : SJ_OK;
}

/* Whether "sum (" stands at text[at]; *ret_inside is the byte after the bracket. */
static bool at_sum(sj_str text, size_t at, size_t *ret_inside)
{
    if ((at > 0 && word_char(text.ptr[at - 1])) ||
        !sj_str_starts(sj_str_slice(text, at, text.len), SJ_S("sum")))
        return false;
    for (at += 3; at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t');)
        at++;
    *ret_inside = at + 1;
    return at < text.len && text.ptr[at] == '(';
}

/* Where the bracket opened before `from` closes; text.len if it does not. */
static size_t closing(sj_str text, size_t from)
{
    size_t depth = 1;
    for (; from < text.len; from++) {
        depth += text.ptr[from] == '(';
        depth -= text.ptr[from] == ')';
        if (depth == 0)
            break;
    }
    return from;
}

static sj_status write_out(struct expander *x, sj_str text, bool sums);

/* sum(RANGE: EXPRESSION) as ((...) + (...)). */
static sj_status write_sum(struct expander *x, sj_str text, size_t *at, size_t inside)
{
    const char *from = text.ptr + *at;
    const size_t close = closing(text, inside);
    const size_t colon = sj_str_find(text, SJ_S(":"), inside);
    struct set over;
    sj_str name;
    if (close == text.len)
        return refuse(x, SJ_ESYNTAX, "the bracket of this sum is not closed", from);
    if (colon >= close)
        return refuse(x, SJ_ESYNTAX, "expected: sum(NAME: EXPRESSION)", from);
    SJ_TRY(read_range(x, sj_str_slice(text, inside, colon), &name, &over));
    SJ_TRY(bind(x, name));
    SJ_TRY(emit(x, '(', from));
    for (size_t i = 0; i < over.count; i++) {
        SJ_TRY(turn(x, over.member[i], from));
        SJ_TRY(emit_all(x, i ? SJ_S(" + (") : SJ_S("("), from));
        SJ_TRY(write_out(x, sj_str_slice(text, colon + 1, close), true));
        SJ_TRY(emit(x, ')', from));
    }
    SJ_TRY(emit(x, ')', from));
    x->depth--;
    *at = close + 1;
    return SJ_OK;
}

static sj_status write_out(struct expander *x, sj_str text, bool sums)
{
    for (size_t i = 0, inside; i < text.len;) {
        const char *from = text.ptr + i;
        sj_str piece;
        if (*from == '{') {
            SJ_TRY(subscript(x, text, &i, &piece));
            SJ_TRY(emit_all(x, piece, from));
        } else if (*from == '}')
            return refuse(x, SJ_ESYNTAX, "a brace closes that was not opened", from); /* (2) */
        else if (sums && at_sum(text, i, &inside))
            SJ_TRY(write_sum(x, text, &i, inside));
        else {
            SJ_TRY(emit(x, *from, from));
            i++;
        }
    }
    return SJ_OK;
}

static sj_status say_instance(struct expander *x, sj_str *ret)
{
    *ret = (sj_str){0};
    for (size_t i = 0; i < x->depth; i++)
        SJ_TRY(sj_arena_format(x->arena, ret, "%.*s%s%.*s %.*s", SJ_STR_FMT(*ret), i ? ", " : "",
                               SJ_STR_FMT(x->bound[i].name), SJ_STR_FMT(x->bound[i].member)));
    return SJ_OK;
}

static bool needs_writing(sj_str text, bool sums)
{
    return sj_str_find(text, SJ_S("{"), 0) < text.len ||
           sj_str_find(text, SJ_S("}"), 0) < text.len ||
           (sums && sj_str_find(text, SJ_S("sum"), 0) < text.len);
}

static sj_status write_line(struct expander *x)
{
    const struct source *s = &x->source[x->at];
    sj_str rest;
    const sj_str word = statement(s, &rest);
    const bool sums = sj_str_eq(word, SJ_S("aux")) || sj_str_eq(word, SJ_S("flow")) ||
                      sj_str_eq(word, SJ_S("stock"));
    if (word.len == 0 || sj_str_eq(word, SJ_S("set")) || sj_str_eq(word, SJ_S("label")))
        return SJ_OK;
    if (x->lines == SJ_EXPAND_LINES)
        return refuse(x, SJ_ELIMIT, "loops write out more than 20,000 lines", word.ptr);
    sj_expanded_line *l = sj_arena_push(x->arena, &x->line, &x->lines, sizeof *l);
    if (!l)
        return SJ_ENOMEM;
    *l = (sj_expanded_line){s->text, s->line, NULL, {0}};
    if (x->depth == 0 && !needs_writing(s->text, sums))
        return SJ_OK;
    x->byte = NULL;
    x->length = x->room = 0;
    SJ_TRY(write_out(x, s->text, sums));
    SJ_TRY(emit(x, ' ', s->text.ptr + s->text.len)); /* the column of the end */
    l->text = (sj_str){x->byte, x->length - 1};
    l->column = x->column;
    return say_instance(x, &l->instance);
}

/* Lines from to below `to`; a loop calls this again, at most SJ_EXPAND_NEST deep. */
static sj_status write_lines(struct expander *x, size_t from, size_t to)
{
    for (x->at = from; x->at < to; x->at++) {
        sj_str rest, name;
        struct set over;
        const size_t here = x->at, end = x->source[here].end;
        const sj_str word = statement(&x->source[here], &rest);
        if (!sj_str_eq(word, SJ_S("each"))) {
            SJ_TRY(write_line(x));
            continue;
        }
        SJ_TRY(read_range(x, rest, &name, &over));
        SJ_TRY(bind(x, name));
        for (size_t i = 0; i < over.count; i++) {
            x->at = here;
            SJ_TRY(turn(x, over.member[i], word.ptr));
            SJ_TRY(write_lines(x, here + 1, end));
        }
        x->depth--;
        x->at = end;
    }
    return SJ_OK;
}

sj_status sj_scenario_expand(sj_str text, sj_arena *arena, sj_expanded *ret, sj_diag *reterr_diag)
{
    struct expander *x = sj_arena_zalloc(arena, sizeof *x);
    if (!x)
        return SJ_ENOMEM;
    x->arena = arena;
    x->diag = reterr_diag;
    SJ_TRY(split(x, text));
    SJ_TRY(scan(x));
    SJ_TRY(write_lines(x, 0, x->sources));
    *ret = (sj_expanded){x->line, x->label, x->lines, x->labels};
    return SJ_OK;
}

uint64_t sj_expanded_column(const sj_expanded_line *l, const char *at)
{
    if (!at || at < l->text.ptr || at > l->text.ptr + l->text.len)
        return 0;
    const size_t i = (size_t)(at - l->text.ptr);
    return l->column ? l->column[i] : i + 1;
}
