/* cli/cmd_lists.c -- sojourn lists fetch|import|show|diff|index: the folder of
 * lists from the command line. Fetching downloads into a folder of its own
 * beside the lists (its name begins with a dot, so nobody reads it), imports
 * from there, and removes it; what fails leaves the list as it was. */
#include "cli/cli.h"
#include "cli/fetch.h"
#include "sojourn/liststore.h"
#include <stdlib.h>
#include <unistd.h>

struct options {
    const char *dir, *from, *out;
    sj_list_format format;
    bool json, accept_shrink;
    sj_fetch_options fetch;
    const char *word[64]; /* positional arguments; more is bad use */
    size_t words;
};

enum {
    OPT_LISTS,
    OPT_FORMAT,
    OPT_FROM,
    OPT_OUT,
    OPT_JSON,
    OPT_SHRINK,
    OPT_LOOPBACK,
    OPT_ATTEMPTS,
    OPT_BACKOFF,
    OPT_STALL,
    OPT_MAX
};
static const sj_cli_option option_table[] = {
    {"lists", true},
    {"format", true},
    {"from", true},
    {"out", true},
    {"json", false},
    {"accept-shrink", false},
    {"plain-loopback", false},
    {"attempts", true},
    {"backoff-ms", true},
    {"stall-seconds", true},
    {"max-bytes", true},
};

static bool take_number(const char *text, const char *what, double high, double *ret)
{
    return sj_cli_number(text, what, 1, high, ret);
}

static bool take_option(struct options *o, int which, const char *value)
{
    double n = 0;
    switch (which) {
    case OPT_LISTS:
        o->dir = value;
        return true;
    case OPT_FORMAT:
        if (sj_list_format_parse(sj_str_from(value), &o->format))
            return true;
        sj_cli_say("--format: no format '%s'", value);
        return false;
    case OPT_FROM:
        o->from = value;
        return true;
    case OPT_OUT:
        o->out = value;
        return true;
    case OPT_JSON:
        o->json = true;
        return true;
    case OPT_SHRINK:
        o->accept_shrink = true;
        return true;
    case OPT_LOOPBACK:
        o->fetch.plain_loopback = true;
        return true;
    case OPT_ATTEMPTS:
        if (!take_number(value, "--attempts", 20, &n))
            return false;
        o->fetch.attempts = (unsigned)n;
        return true;
    case OPT_BACKOFF:
        if (!take_number(value, "--backoff-ms", 60000, &n))
            return false;
        o->fetch.backoff_ms = (unsigned)n;
        return true;
    case OPT_STALL:
        if (!take_number(value, "--stall-seconds", 3600, &n))
            return false;
        o->fetch.stall_seconds = (unsigned)n;
        return true;
    default:
        if (!take_number(value, "--max-bytes", 4e9, &n))
            return false;
        o->fetch.max_bytes = (uint64_t)n;
        return true;
    }
}

static bool parse(int argc, char **argv, struct options *o)
{
    sj_cli_args args = {.argc = argc, .argv = argv};
    for (int i; (i = sj_cli_next(&args, option_table, SJ_COUNT(option_table))) != SJ_CLI_END;) {
        if (i == SJ_CLI_BAD || (i >= 0 && !take_option(o, i, args.value)))
            return false;
        if (i != SJ_CLI_POSITIONAL)
            continue;
        if (o->words == SJ_COUNT(o->word)) {
            sj_cli_say("too many arguments");
            return false;
        }
        o->word[o->words++] = args.value;
    }
    return true;
}

static int bad_use(const char *use)
{
    sj_cli_say("use: sojourn lists %s", use);
    return SJ_EXIT_USE;
}

static int put(const sj_buf *b)
{
    return sj_cli_write(stdout, b) ? SJ_EXIT_DONE : SJ_EXIT_FAILED;
}

/* ---- import ---- */

static void json_field(sj_buf *b, const char *key, sj_str value)
{
    sj_buf_addf(b, ",\"%s\":", key);
    sj_buf_add_json(b, value);
}

static int report_import(const struct options *o, const sj_import_result *r)
{
    SJ_SCOPED(sj_buf) b = {0};
    const sj_list_meta *m = &r->meta;
    if (o->json) {
        sj_buf_add(&b, SJ_S("{\"name\":"));
        sj_buf_add_json(&b, m->name);
        json_field(&b, "format", sj_list_format_text(m->format));
        json_field(&b, "version", m->version);
        json_field(&b, "sha256", m->hash);
        sj_buf_addf(&b, ",\"entities\":%llu,\"entities_before\":%llu,\"unchanged\":%s}\n",
                    (unsigned long long)r->entities, (unsigned long long)r->entities_before,
                    r->unchanged ? "true" : "false");
    } else {
        sj_buf_addf(&b, "%.*s: %.*s, %llu entities (before: %llu), version %.*s%s\n",
                    SJ_STR_FMT(m->name), SJ_STR_FMT(sj_list_format_text(m->format)),
                    (unsigned long long)r->entities, (unsigned long long)r->entities_before,
                    SJ_STR_FMT(m->version), r->unchanged ? ", unchanged" : "");
    }
    return put(&b);
}

static int say_shrunk(const char *name, const sj_import_result *r)
{
    const bool entities = r->entities * 10 < r->entities_before * 9;
    sj_cli_say("%s: %llu %s where there were %llu: refused (--accept-shrink takes it)", name,
               (unsigned long long)(entities ? r->entities : r->names),
               entities ? "entities" : "names",
               (unsigned long long)(entities ? r->entities_before : r->names_before));
    return SJ_EXIT_UNREADABLE;
}

/* What was odd about the list; `lists show --json` counts all of it. */
static void tell_warnings(const char *name, const sj_import_result *r)
{
    enum { SHOWN = 5 };
    for (size_t i = 0; i < r->warning_count && i < SHOWN; i++)
        sj_cli_say("%s: %.*s", name, SJ_STR_FMT(r->warning[i]));
    if (r->warning_count > SHOWN)
        sj_cli_say("%s: %zu more warnings", name, r->warning_count - SHOWN);
}

static int import_path(const struct options *o, const char *name, const char *path,
                       const sj_import_options *how)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_import_result r = {0};
    sj_diag d = {0};
    const sj_status s = sj_store_import(o->dir, sj_str_from(name), path, how, &arena, &r, &d);
    tell_warnings(name, &r);
    if (s == SJ_EREFUSED && r.entities_before)
        return say_shrunk(name, &r);
    if (s == SJ_EINVAL) {
        sj_cli_say("%s: %s", name, d.reason);
        return SJ_EXIT_USE;
    }
    return s < 0 ? sj_cli_fail(name, s, &d) : report_import(o, &r);
}

static int do_import(const struct options *o)
{
    if (o->words != 2 || !o->dir)
        return bad_use("import NAME PATH --lists DIR [--format F] [--accept-shrink] [--json]");
    const sj_import_options how = {.expected = o->format, .accept_shrink = o->accept_shrink};
    return import_path(o, o->word[0], o->word[1], &how);
}

/* ---- fetch ---- */

struct download {
    const struct options *options;
    const char *name;
    char folder[4000]; /* where the files go first */
    sj_str etag, last_modified;
    sj_arena arena;
    bool not_modified;
};

static int fetch_file(struct download *d, const sj_list_source *source, bool conditional)
{
    const struct options *o = d->options;
    sj_fetch_options how = o->fetch;
    sj_fetch_result r;
    sj_list_meta meta = {0};
    sj_str path;
    /* What another address said of its file says nothing about this one's. */
    if (conditional && sj_store_meta(o->dir, sj_str_from(d->name), &d->arena, &meta, NULL) >= 0 &&
        sj_str_eq(meta.url, sj_str_from(source->url))) {
        how.etag = meta.etag;
        how.last_modified = meta.last_modified;
    }
    sj_status s = sj_fetch(source->url, &how, &r);
    d->not_modified = s >= 0 && r.not_modified;
    if (s < 0)
        sj_cli_say("%s: %s: %s (%u attempt%s)", d->name, source->url,
                   r.reason[0] ? r.reason : sj_status_text(s), r.attempts,
                   r.attempts == 1 ? "" : "s");
    if (s >= 0 && !d->not_modified)
        s = sj_arena_format(&d->arena, &path, "%s/%s", d->folder, source->file);
    if (s >= 0 && !d->not_modified)
        s = sj_file_replace(path.ptr, r.body.ptr, r.body.len);
    if (s >= 0)
        s = sj_arena_copy(&d->arena, sj_str_from(r.etag), &d->etag);
    if (s >= 0)
        s = sj_arena_copy(&d->arena, sj_str_from(r.last_modified), &d->last_modified);
    sj_buf_done(&r.body);
    if (s >= 0)
        return SJ_EXIT_DONE;
    return s == SJ_ENOMEM || s == SJ_EIO ? sj_cli_fail(d->name, s, NULL) : SJ_EXIT_UNREADABLE;
}

static void remove_download(struct download *d)
{
    sj_str *name = NULL, path;
    size_t count = 0;
    if (sj_file_list(d->folder, &d->arena, &name, &count) >= 0)
        for (size_t i = 0; i < count; i++)
            if (sj_arena_format(&d->arena, &path, "%s/%.*s", d->folder, SJ_STR_FMT(name[i])) >= 0)
                (void)unlink(path.ptr);
    (void)rmdir(d->folder);
}

static int keep_unchanged(struct download *d)
{
    char now[21];
    sj_diag diag = {0};
    sj_time_now(now);
    const sj_status s =
        sj_store_touch(d->options->dir, sj_str_from(d->name), sj_str_from(now), &d->arena, &diag);
    if (s < 0)
        return sj_cli_fail(d->name, s, &diag);
    SJ_SCOPED(sj_buf) b = {0};
    if (d->options->json) {
        sj_buf_add(&b, SJ_S("{\"name\":"));
        sj_buf_add_json(&b, sj_str_from(d->name));
        sj_buf_add(&b, SJ_S(",\"unchanged\":true}\n"));
    } else {
        sj_buf_addf(&b, "%s: not modified\n", d->name);
    }
    return put(&b);
}

static int fetch_sources(struct download *d, const sj_list_source *source, size_t count)
{
    for (size_t i = 0; i < count; i++) { /* several files: all anew, so that they fit together */
        const int status = fetch_file(d, &source[i], count == 1);
        if (status != SJ_EXIT_DONE)
            return status;
        if (d->not_modified)
            return keep_unchanged(d);
    }
    sj_import_options how = {.accept_shrink = d->options->accept_shrink,
                             .url = sj_str_from(source[0].url),
                             .etag = count == 1 ? d->etag : (sj_str){0},
                             .last_modified = count == 1 ? d->last_modified : (sj_str){0}};
    (void)sj_list_format_parse(sj_str_from(source[0].format), &how.expected);
    sj_str path;
    if (sj_arena_format(&d->arena, &path, count == 1 ? "%s/%s" : "%s", d->folder, source[0].file) <
        0)
        return sj_cli_fail(d->name, SJ_ENOMEM, NULL);
    return import_path(d->options, d->name, path.ptr, &how);
}

static int fetch_list(const struct options *o, const char *name, const sj_list_source *source,
                      size_t count)
{
    struct download d = {.options = o, .name = name};
    const int n = snprintf(d.folder, sizeof d.folder, "%s/.fetch-%ld", o->dir, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof d.folder)
        return bad_use("fetch: the path is too long");
    const sj_status s = sj_file_make_folder(d.folder);
    const int status = s < 0 ? sj_cli_fail(d.folder, s, NULL) : fetch_sources(&d, source, count);
    remove_download(&d);
    sj_arena_done(&d.arena);
    return status;
}

static int fetch_named(const struct options *o, const char *name)
{
    for (size_t i = 0; i < sj_list_source_count; i++) {
        size_t count = 0;
        if (strcmp(sj_list_sources[i].name, name) != 0)
            continue;
        while (i + count < sj_list_source_count &&
               strcmp(sj_list_sources[i + count].name, name) == 0)
            count++;
        if (strstr(sj_list_sources[i].url, "{date}")) {
            sj_cli_say("%s: %s; %s", name, sj_list_sources[i].url, sj_list_sources[i].note);
            return SJ_EXIT_USE;
        }
        return fetch_list(o, name, &sj_list_sources[i], count);
    }
    sj_cli_say("no list '%s'; give its address with --from and its --format", name);
    return SJ_EXIT_USE;
}

static int list_sources(const struct options *o)
{
    SJ_SCOPED(sj_buf) b = {0};
    for (size_t i = 0; i < sj_list_source_count; i++) {
        const sj_list_source *s = &sj_list_sources[i];
        if (!o->json) {
            sj_buf_addf(&b, "%-27s %-20s %s\n", s->name, s->format, s->url);
            continue;
        }
        sj_buf_add(&b, SJ_S("{\"name\":"));
        sj_buf_add_json(&b, sj_str_from(s->name));
        json_field(&b, "format", sj_str_from(s->format));
        json_field(&b, "url", sj_str_from(s->url));
        json_field(&b, "note", sj_str_from(s->note));
        sj_buf_add(&b, SJ_S("}\n"));
    }
    return put(&b);
}

static int do_fetch(const struct options *o)
{
    if (o->words == 0 && !o->from)
        return list_sources(o);
    if (!o->dir || o->words == 0 || (o->from && o->words != 1))
        return bad_use("fetch [NAME ...] --lists DIR [--from URL --format F] [--accept-shrink]");
    if (o->from) {
        const sj_str format = sj_list_format_text(o->format);
        const char *slash = strrchr(o->from, '/');
        const bool odd = !slash || !slash[1] || strpbrk(slash + 1, "?&%");
        const sj_list_source one = {.name = o->word[0],
                                    .file = odd ? "list" : slash + 1,
                                    .format = format.ptr,
                                    .authority = "",
                                    .url = o->from,
                                    .note = ""};
        return fetch_list(o, o->word[0], &one, 1);
    }
    int worst = SJ_EXIT_DONE;
    for (size_t i = 0; i < o->words; i++) {
        const int status = fetch_named(o, o->word[i]);
        worst = status > worst ? status : worst;
    }
    return worst;
}

/* ---- show ---- */

static void show_json(sj_buf *b, const sj_store_item *item, const sj_list *list)
{
    sj_buf_add(b, SJ_S("{\"name\":"));
    sj_buf_add_json(b, item->name);
    json_field(b, "path", item->path[0]);
    if (item->is_list) {
        json_field(b, "format", sj_list_format_text(list->format));
        json_field(b, "authority", list->authority);
        json_field(b, "version", list->version);
        json_field(b, "sha256", list->hash);
        json_field(b, "fetched_at", item->meta.fetched_at);
        json_field(b, "url", item->meta.url);
        size_t names = 0;
        for (size_t i = 0; i < list->entity_count; i++)
            names += list->entity[i].name_count;
        sj_buf_addf(b, ",\"entities\":%zu,\"names\":%zu,\"warnings\":%zu", list->entity_count,
                    names, list->warning_count);
    } else {
        json_field(b, "problem", sj_str_from(item->problem));
    }
    sj_buf_add(b, SJ_S("}\n"));
}

static int show_item(const struct options *o, const sj_store_item *item, sj_buf *b)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag d = {0};
    const sj_status s = item->is_list ? sj_store_read(item, &arena, &list, &d) : SJ_OK;
    if (s < 0) {
        char name[256];
        (void)snprintf(name, sizeof name, "%.*s", SJ_STR_FMT(item->name));
        return sj_cli_fail(name, s, &d);
    }
    if (o->json)
        show_json(b, item, &list);
    else if (item->is_list)
        sj_buf_addf(b, "%-28.*s %-20.*s %8zu  %.*s\n", SJ_STR_FMT(item->name),
                    SJ_STR_FMT(sj_list_format_text(list.format)), list.entity_count,
                    SJ_STR_FMT(list.version));
    else
        sj_buf_addf(b, "%-28.*s %s\n", SJ_STR_FMT(item->name), item->problem);
    return SJ_EXIT_DONE;
}

static int do_show(const struct options *o)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) b = {0};
    sj_store store = {0};
    sj_diag d = {0};
    const char *dir = o->dir ? o->dir : o->words == 1 ? o->word[0] : NULL;
    int worst = SJ_EXIT_DONE;
    if (!dir)
        return bad_use("show --lists DIR [--json]");
    const sj_status s = sj_store_open(dir, &arena, &store, &d);
    if (s < 0)
        return sj_cli_fail(dir, s, &d);
    for (size_t i = 0; i < store.count; i++) {
        const int status = show_item(o, &store.item[i], &b);
        worst = status > worst ? status : worst;
    }
    const int written = put(&b);
    return written > worst ? written : worst;
}

/* ---- diff ---- */

static void diff_json(sj_buf *b, const char *what, const sj_list_change *c)
{
    sj_buf_addf(b, "{\"change\":\"%s\",\"id\":", what);
    sj_buf_add_json(b, c->id);
    json_field(b, "name", c->name);
    if (c->field_count)
        sj_buf_add(b, SJ_S(",\"fields\":["));
    for (size_t i = 0; i < c->field_count; i++) {
        sj_buf_add(b, i ? SJ_S(",{\"field\":") : SJ_S("{\"field\":"));
        sj_buf_add_json(b, c->field[i].field);
        json_field(b, "before", c->field[i].before);
        json_field(b, "after", c->field[i].after);
        sj_buf_add_char(b, '}');
    }
    sj_buf_add(b, c->field_count ? SJ_S("]}\n") : SJ_S("}\n"));
}

static void diff_lines(sj_buf *b, char sign, sj_str field, sj_str lines)
{
    sj_str line;
    while (lines.len && sj_str_split(&lines, '\n', &line))
        sj_buf_addf(b, "    %c %.*s: %.*s\n", sign, SJ_STR_FMT(field), SJ_STR_FMT(line));
}

static void diff_text(sj_buf *b, const char *sign, const sj_list_change *c)
{
    sj_buf_addf(b, "%s %.*s  %.*s\n", sign, SJ_STR_FMT(c->id), SJ_STR_FMT(c->name));
    for (size_t i = 0; i < c->field_count; i++) {
        diff_lines(b, '-', c->field[i].field, c->field[i].before);
        diff_lines(b, '+', c->field[i].field, c->field[i].after);
    }
}

static int print_diff(const struct options *o, const sj_list_difference *d)
{
    SJ_SCOPED(sj_buf) b = {0};
    const struct {
        const char *word, *sign;
        const sj_list_change *change;
        size_t count;
    } part[] = {{"added", "+", d->added, d->added_count},
                {"changed", "~", d->changed, d->changed_count},
                {"removed", "-", d->removed, d->removed_count}};
    for (size_t p = 0; p < SJ_COUNT(part); p++)
        for (size_t i = 0; i < part[p].count; i++) {
            if (o->json)
                diff_json(&b, part[p].word, &part[p].change[i]);
            else
                diff_text(&b, part[p].sign, &part[p].change[i]);
        }
    if (!o->json)
        sj_buf_addf(&b, "%zu added, %zu changed, %zu removed\n", d->added_count, d->changed_count,
                    d->removed_count);
    return put(&b);
}

static int do_diff(const struct options *o)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list[2] = {{0}, {0}};
    sj_list_difference difference = {0};
    if (o->words != 2)
        return bad_use("diff A B [--format F] [--json]");
    const sj_list_options how = {.expected = o->format};
    for (int i = 0; i < 2; i++) {
        sj_diag d = {0};
        const sj_status s = sj_list_read(o->word[i], &how, &arena, &list[i], &d);
        if (s < 0)
            return sj_cli_fail(o->word[i], s, &d);
    }
    const sj_status s = sj_list_diff(&list[0], &list[1], &arena, &difference);
    return s < 0 ? sj_cli_fail("diff", s, NULL) : print_diff(o, &difference);
}

static int do_index(const struct options *o)
{
    if (!o->dir || !o->out || o->words)
        return bad_use("index --lists DIR --out FILE");
    return sj_cmd_lists_index(o->dir, o->out);
}

int sj_cmd_lists(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(const struct options *o);
    } verbs[] = {{"fetch", do_fetch},
                 {"import", do_import},
                 {"show", do_show},
                 {"diff", do_diff},
                 {"index", do_index}};
    struct options o = {0};
    if (argc < 2)
        return bad_use("fetch|import|show|diff|index ...");
    if (!parse(argc - 1, argv + 1, &o))
        return SJ_EXIT_USE;
    for (size_t i = 0; i < SJ_COUNT(verbs); i++)
        if (strcmp(verbs[i].name, argv[1]) == 0)
            return verbs[i].run(&o);
    return bad_use("fetch|import|show|diff|index ...");
}
