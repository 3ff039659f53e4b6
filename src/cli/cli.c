/* cli/cli.c -- options and messages. Options are looked up in a command's own
 * table; there are no abbreviations, so a script never changes meaning when an
 * option is added. */
#include "cli/cli.h"
#include "text/unicode.h"
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_for_terminals(uint32_t cp)
{
    return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0) ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

void sj_cli_make_visible(sj_str text, sj_buf *to)
{
    for (size_t at = 0; at < text.len;) {
        const sj_str left = sj_str_slice(text, at, text.len);
        const size_t from = at;
        const bool valid = sj_utf8_check(sj_str_slice(left, 0, 4)) > 0;
        const uint32_t cp = valid ? sj_utf8_decode(text, &at) : (unsigned char)text.ptr[at++];
        if (valid && !is_for_terminals(cp))
            sj_buf_add(to, sj_str_slice(text, from, at));
        else
            sj_buf_addf(to, cp < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)cp);
    }
}

void sj_cli_say(const char *format, ...)
{
    SJ_SCOPED(sj_buf) b = {.max_bytes = 65536};
    char text[4096];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sj_cli_make_visible(sj_str_from(text), &b);
    (void)fprintf(stderr, "sojourn: %.*s\n", SJ_STR_FMT(sj_buf_str(&b)));
}

bool sj_cli_is_name(const char *text)
{
    const sj_str s = sj_str_from(text);
    for (size_t at = 0; at < s.len;) {
        const sj_char_class c = sj_unicode_class(sj_utf8_decode(s, &at));
        if (c == SJ_CHAR_LETTER || c == SJ_CHAR_DIGIT)
            return true;
    }
    sj_cli_say("a name has a letter or a digit: there is nothing to compare in '%s'", text);
    return false;
}

static int find_option(const char *name, size_t len, const sj_cli_option *option, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(option[i].name) == len && memcmp(option[i].name, name, len) == 0)
            return (int)i;
    return SJ_CLI_BAD;
}

static int positional(sj_cli_args *args)
{
    args->value = args->argv[args->at++];
    return SJ_CLI_POSITIONAL;
}

int sj_cli_next(sj_cli_args *args, const sj_cli_option *option, size_t count)
{
    if (args->at == 0)
        args->at = 1;
    if (args->at >= args->argc)
        return SJ_CLI_END;
    const char *word = args->argv[args->at];
    if (args->options_ended || word[0] != '-' || word[1] != '-')
        return positional(args);
    if (word[2] == 0) {
        args->options_ended = true;
        args->at++;
        return sj_cli_next(args, option, count);
    }
    const char *equals = strchr(word, '=');
    const size_t len = equals ? (size_t)(equals - word) - 2 : strlen(word + 2);
    const int i = find_option(word + 2, len, option, count);
    if (i < 0) {
        sj_cli_say("unknown option %s (see sojourn help %s)", word, args->argv[0]);
        return SJ_CLI_BAD;
    }
    args->at++;
    args->value = equals ? equals + 1 : NULL;
    if (!option[i].takes_value && equals) {
        sj_cli_say("--%s takes no value", option[i].name);
        return SJ_CLI_BAD;
    }
    if (option[i].takes_value && !equals) {
        if (args->at >= args->argc) {
            sj_cli_say("--%s needs a value", option[i].name);
            return SJ_CLI_BAD;
        }
        args->value = args->argv[args->at++];
    }
    return i;
}

bool sj_cli_number(const char *text, const char *what, double low, double high, double *ret)
{
    uint64_t whole = 0, part = 0;
    double scale = 1;
    sj_str rest = sj_str_from(text), piece;
    bool good =
        sj_str_split(&rest, '.', &piece) && (piece.len == 0 || sj_str_to_u64(piece, &whole));
    if (good && rest.ptr && rest.len) {
        good = rest.len <= 9 && sj_str_to_u64(rest, &part);
        for (size_t i = 0; i < rest.len; i++)
            scale *= 10;
    }
    const double x = (double)whole + (double)part / scale;
    if (!good || text[0] == 0 || x < low || x > high) {
        sj_cli_say("%s must be a number from %.16g to %.16g, not '%s'", what, low, high, text);
        return false;
    }
    *ret = x;
    return true;
}

void sj_cli_say_diag(const sj_diag *d)
{
    SJ_SCOPED(sj_buf) b = {.max_bytes = 4096};
    if (d->file[0])
        sj_buf_addf(&b, "%s: ", d->file);
    if (d->line)
        sj_buf_addf(&b, "line %llu: ", (unsigned long long)d->line);
    if (d->line && d->column)
        sj_buf_addf(&b, "column %llu: ", (unsigned long long)d->column);
    if (!d->line && d->offset_bytes)
        sj_buf_addf(&b, "byte %llu: ", (unsigned long long)d->offset_bytes);
    if (d->field[0])
        sj_buf_addf(&b, "%s: ", d->field);
    sj_buf_addf(&b, "%s", d->reason ? d->reason : sj_status_text(d->status));
    sj_cli_say("%.*s", SJ_STR_FMT(sj_buf_str(&b)));
}

int sj_cli_fail(const char *what, sj_status s, const sj_diag *d)
{
    sj_cli_say("%s: %s", what, sj_status_text(s));
    if (d && d->status < 0)
        sj_cli_say_diag(d);
    switch (s) {
    case SJ_EINVAL:
        return SJ_EXIT_USE;
    case SJ_ESYNTAX:
    case SJ_EENCODING:
    case SJ_ECORRUPT:
    case SJ_EFORMAT:
    case SJ_EVERSION:
    case SJ_ENOTFOUND:
    case SJ_EREFUSED:
    case SJ_ELIMIT:
        return SJ_EXIT_UNREADABLE;
    default:
        return SJ_EXIT_FAILED;
    }
}

bool sj_cli_write(FILE *to, const sj_buf *b)
{
    SJ_SCOPED(sj_buf) shown = {0};
    if (b->status >= 0 && isatty(fileno(to)) == 1) {
        sj_cli_make_visible(sj_buf_str(b), &shown);
        b = &shown;
    }
    if (b->status < 0 || (b->len && fwrite(b->ptr, 1, b->len, to) != b->len)) {
        sj_cli_say("cannot write: %s", sj_status_text(b->status < 0 ? b->status : SJ_EIO));
        return false;
    }
    return true;
}

FILE *sj_cli_open_out(const char *path)
{
    if (!path || strcmp(path, "-") == 0)
        return stdout;
    FILE *f = fopen(path, "wbe");
    if (!f)
        sj_cli_say("%s: cannot be opened for writing", path);
    return f;
}

bool sj_cli_close_out(FILE *f)
{
    const bool flushed = fflush(f) == 0 && !ferror(f);
    const bool closed = f == stdout || fclose(f) == 0;
    if (!flushed || !closed)
        sj_cli_say("cannot write: %s", sj_status_text(SJ_EIO));
    return flushed && closed;
}
