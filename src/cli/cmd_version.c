/* cli/cmd_version.c -- what this binary is, and whether it reads names as it
 * should on this machine. */
#include "cli/cli.h"
#include "index/format.h"
#include "sojourn/names.h"

int sj_cmd_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    uint64_t fingerprint;
    const sj_status s = sj_index_fingerprint(&fingerprint);
    if (s < 0)
        return sj_cli_fail("version", s, NULL);
    (void)printf("sojourn %s (names %016llx, index format %d)\n", SJ_VERSION,
                 (unsigned long long)fingerprint, SJ_INDEX_VERSION);
    return SJ_EXIT_DONE;
}

/* Pairs that any working engine answers so; a fault here means a damaged build. */
static const struct {
    sj_str a, b;
    sj_compare_kind kind;
    bool match;
} checks[] = {
    {{"KIM, Jong Un", 12}, {"Jong Un Kim", 11}, SJ_COMPARE_PERSON, true},
    {{"Choe Ryong Hae", 14}, {"\xEC\xB5\x9C\xEB\xA3\xA1\xED\x95\xB4", 9}, SJ_COMPARE_PERSON, true},
    {{"Kim Yong Chol", 13}, {"Kim Yong Chun", 13}, SJ_COMPARE_PERSON, false},
    {{"Vladimir Petrov", 15}, {"Sergei Petrov", 13}, SJ_COMPARE_PERSON, false},
    {{"Siemens AG", 10}, {"Siemens Aktiengesellschaft", 26}, SJ_COMPARE_COMPANY, true},
};

int sj_cmd_doctor(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    int status = SJ_EXIT_DONE;
    for (size_t i = 0; i < SJ_COUNT(checks); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        const sj_name *a, *b;
        sj_status s = sj_name_prepare(checks[i].a, NULL, checks[i].kind, &arena, &a);
        if (s >= 0)
            s = sj_name_prepare(checks[i].b, NULL, checks[i].kind, &arena, &b);
        if (s < 0)
            return sj_cli_fail("doctor", s, NULL);
        const double score = sj_name_compare(a, b);
        const bool good = (score >= SJ_NAME_THRESHOLD) == checks[i].match;
        (void)printf("%s  %.4f  %.*s ~ %.*s\n", good ? "ok   " : "FAULT", score,
                     SJ_STR_FMT(checks[i].a), SJ_STR_FMT(checks[i].b));
        if (!good)
            status = SJ_EXIT_FAILED;
    }
    return status;
}
