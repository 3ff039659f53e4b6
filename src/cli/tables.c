/* cli/tables.c -- problems of a roster, and standard input kept for a second look. The file
 * loses its name as soon as it is open: nothing of it is left behind, however we end. */
#include "cli/tables.h"
#include "cli/cli.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROBLEMS_SHOWN = 20, BLOCK_BYTES = 1 << 16 };

size_t sj_cli_say_problems(const sj_tables *t)
{
    const size_t problems = sj_tables_problem_count(t);
    size_t notes;
    const sj_str *note = sj_tables_notes(t, &notes);
    for (size_t i = 0; i < problems && i < PROBLEMS_SHOWN; i++) {
        sj_diag d;
        sj_tables_problem(t, i, &d);
        sj_cli_say_diag(&d);
    }
    if (problems > PROBLEMS_SHOWN)
        sj_cli_say("%zu problems in all; the first %d are shown", problems, PROBLEMS_SHOWN);
    for (size_t i = 0; i < notes && i < PROBLEMS_SHOWN; i++)
        sj_cli_say("%.*s", SJ_STR_FMT(note[i]));
    return problems;
}

static sj_status copy_input(int to)
{
    static char block[BLOCK_BYTES];
    for (;;) {
        const ssize_t got = read(STDIN_FILENO, block, sizeof block);
        if (got <= 0)
            return got < 0 ? SJ_EIO : SJ_OK;
        for (ssize_t put = 0, n; put < got; put += n)
            if ((n = write(to, block + put, (size_t)(got - put))) <= 0)
                return SJ_EIO;
    }
}

sj_status sj_cli_spool_input(sj_cli_spool *ret)
{
    SJ_SCOPED(sj_buf) name = {0};
    const char *folder = getenv("TMPDIR");
    sj_buf_addf(&name, "%s/sojourn-XXXXXX", folder && folder[0] ? folder : "/tmp");
    sj_buf_add_char(&name, 0);
    SJ_TRY(sj_buf_status(&name));
    ret->descriptor = mkostemp(name.ptr, O_CLOEXEC); /* readable by us alone */
    if (ret->descriptor < 0)
        return SJ_EIO;
    const sj_status s = unlink(name.ptr) == 0 ? copy_input(ret->descriptor) : SJ_EIO;
    if (s < 0) {
        (void)close(ret->descriptor);
        return s;
    }
    (void)snprintf(ret->path, sizeof ret->path, "/dev/fd/%d", ret->descriptor);
    return SJ_OK;
}

void sj_cli_spool_done(sj_cli_spool *s)
{
    if (s->path[0])
        (void)close(s->descriptor);
    s->path[0] = 0;
}
