/* signals/rules_access.c -- sessions: who uses which machine, from where, for how long. */
#include "signals/run.h"
#include <stdlib.h>

enum { DAY_SECONDS = 86400 };

static const sj_cell *session(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_SESSIONS, row, column);
}

static size_t sessions(const sj_run *r)
{
    return sj_tables_count(r->t, SJ_TABLE_SESSIONS);
}

static sj_finding *raise_session(sj_run *r, size_t row)
{
    sj_finding *f = sj_raise(r, sj_person_of(r, SJ_TABLE_SESSIONS, row), SJ_TABLE_SESSIONS, row);
    const sj_cell *time = session(r, row, SJ_SESSIONS_TIME);
    if (f && sj_has(time)) {
        f->day = (int32_t)(time->as.time / DAY_SECONDS);
        f->dated = true;
    }
    return f;
}

static void share_column(sj_run *r, size_t column, size_t least, int64_t window, const char *what)
{
    sj_shares s = {0};
    for (size_t i = 0; i < sessions(r); i++) {
        const sj_cell *time = session(r, i, SJ_SESSIONS_TIME);
        sj_share_add(r, &s,
                     (sj_share){.key = sj_cell_text(session(r, i, column)),
                                .person = sj_person_of(r, SJ_TABLE_SESSIONS, i),
                                .table = SJ_TABLE_SESSIONS,
                                .row = i,
                                .column = (uint8_t)column,
                                .time = sj_has(time) ? time->as.time : 0});
    }
    sj_shares_raise(r, &s, least, window, what);
    sj_shares_done(&s);
}

static void many_accounts_one_ip(sj_run *r)
{
    share_column(r, SJ_SESSIONS_IP, (size_t)sj_threshold(r), 30 * (int64_t)DAY_SECONDS,
                 "The address %.*s is used for the accounts of %zu people within 30 days.");
}

static void device_shared(sj_run *r)
{
    share_column(r, SJ_SESSIONS_DEVICE_ID, (size_t)sj_threshold(r), 0,
                 "The device %.*s is used for the accounts of %zu people.");
}

static void session_without_break(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sessions(r); i++) {
        const sj_cell *from = session(r, i, SJ_SESSIONS_TIME),
                      *to = session(r, i, SJ_SESSIONS_ENDS);
        if (!sj_has(from) || !sj_has(to) ||
            (double)(to->as.time - from->as.time) < sj_threshold(r) * 3600)
            continue;
        sj_finding *f = raise_session(r, i);
        sj_because(r, f, SJ_TABLE_SESSIONS, i, SJ_SESSIONS_TIME);
        sj_because(r, f, SJ_TABLE_SESSIONS, i, SJ_SESSIONS_ENDS);
        sj_say(r, f, "A session of %.0f hours without a break.",
               (double)(to->as.time - from->as.time) / 3600);
    }
}

static void remote_desktop_port(sj_run *r)
{
    static const int ports[] = {3389, 5900, 5901, 5938, 7070, 21115, 21116, 21117};
    for (size_t i = 0; r->status >= 0 && i < sessions(r); i++) {
        const sj_cell *port = session(r, i, SJ_SESSIONS_PORT);
        for (size_t p = 0; sj_has(port) && p < SJ_COUNT(ports); p++) {
            if (port->as.number != ports[p] * INT64_C(1000000))
                continue;
            sj_finding *f = raise_session(r, i);
            sj_because(r, f, SJ_TABLE_SESSIONS, i, SJ_SESSIONS_PORT);
            sj_say(r, f, "Port %d, of remote-control software, was open at the client's end.",
                   ports[p]);
        }
    }
}

/* ---- tools ---- */

/* Position of the first of the words that stands in the tool or the user agent. */
static int tool_of(const sj_run *r, size_t row, const char *const *words, size_t count,
                   size_t *ret_column)
{
    static const size_t columns[] = {SJ_SESSIONS_TOOL, SJ_SESSIONS_USER_AGENT};
    for (size_t c = 0; c < SJ_COUNT(columns); c++) {
        const sj_str text = sj_cell_text(session(r, row, columns[c]));
        for (size_t w = 0; w < count; w++)
            for (size_t at = 0; at < text.len; at++)
                if (sj_str_starts_nocase(sj_str_slice(text, at, text.len), sj_str_from(words[w]))) {
                    *ret_column = columns[c];
                    return (int)w;
                }
    }
    return -1;
}

static void raise_tool(sj_run *r, const char *const *words, size_t count, const char *what)
{
    for (size_t i = 0; r->status >= 0 && i < sessions(r); i++) {
        size_t column;
        const int word = tool_of(r, i, words, count, &column);
        if (word < 0)
            continue;
        sj_finding *f = raise_session(r, i);
        sj_because(r, f, SJ_TABLE_SESSIONS, i, column);
        sj_say(r, f, what, words[word]);
    }
}

static void kvm_over_ip(sj_run *r)
{
    static const char *const words[] = {"PiKVM", "TinyPilot", "JetKVM", "GLKVM", "NanoKVM"};
    raise_tool(r, words, SJ_COUNT(words),
               "%s, a keyboard-video-mouse device over the network, is in use.");
}

static void unattended_remote(sj_run *r)
{
    static const char *const words[] = {"remoting_start_host", "--pin="};
    raise_tool(r, words, SJ_COUNT(words),
               "Remote control was installed for use without anybody at the machine (%s).");
}

static void vpn_of_the_scheme(sj_run *r)
{
    static const char *const words[] = {"Astrill", "Mullvad"};
    raise_tool(r, words, SJ_COUNT(words), "The private network %s is in use.");
}

static void remote_tools_several(sj_run *r)
{
    static const char *const words[] = {"GoToRemote", "LogMeIn",    "Chrome Remote Desktop",
                                        "AnyDesk",    "TeamViewer", "RustDesk"};
    enum { WINDOW_DAYS = 7 };
    for (size_t i = 0; r->status >= 0 && i < sessions(r); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_SESSIONS, i);
        const sj_cell *time = session(r, i, SJ_SESSIONS_TIME);
        size_t column, other, count;
        const int tool = tool_of(r, i, words, SJ_COUNT(words), &column);
        if (tool < 0 || person == SIZE_MAX || !sj_has(time))
            continue;
        const uint32_t *row =
            sj_tables_linked(r->t, SJ_TABLE_SESSIONS, SJ_SESSIONS_ACCOUNT_ID,
                             sj_cell_row(session(r, i, SJ_SESSIONS_ACCOUNT_ID)), &count);
        for (size_t k = 0; k < count && row[k] < i; k++) { /* raised by the later of two */
            const sj_cell *then = session(r, row[k], SJ_SESSIONS_TIME);
            const int tool2 = tool_of(r, row[k], words, SJ_COUNT(words), &other);
            if (tool2 < 0 || tool2 == tool || !sj_has(then) ||
                llabs((long long)(time->as.time - then->as.time)) >
                    WINDOW_DAYS * (long long)DAY_SECONDS)
                continue;
            sj_finding *f = raise_session(r, i);
            sj_because(r, f, SJ_TABLE_SESSIONS, i, column);
            sj_because(r, f, SJ_TABLE_SESSIONS, row[k], other);
            sj_say(r, f, "%s and %s, two remote-control tools, within %d days.", words[tool2],
                   words[tool], WINDOW_DAYS);
            break;
        }
    }
}

/* ---- hours ---- */

static void hours_of_account(sj_run *r, size_t account, size_t person)
{
    enum { DAYS = 5 };
    size_t count;
    const uint32_t *row =
        sj_tables_linked(r->t, SJ_TABLE_SESSIONS, SJ_SESSIONS_ACCOUNT_ID, account, &count);
    uint32_t hours = 0;
    int days = 0;
    int64_t last_day = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        const sj_cell *from = session(r, row[i], SJ_SESSIONS_TIME),
                      *to = session(r, row[i], SJ_SESSIONS_ENDS);
        if (!sj_has(from))
            continue;
        const int64_t end = sj_has(to) && to->as.time > from->as.time ? to->as.time : from->as.time;
        for (int64_t t = from->as.time; t <= end && t < from->as.time + DAY_SECONDS; t += 3600)
            hours |= 1u << (t / 3600 % 24 + 24) % 24;
        days += from->as.time / DAY_SECONDS != last_day;
        last_day = from->as.time / DAY_SECONDS;
    }
    const int distinct = __builtin_popcount(hours);
    if (distinct < (int)sj_threshold(r) || days < DAYS)
        return;
    sj_finding *f = sj_raise(r, person, SJ_TABLE_ACCOUNTS, account);
    sj_because(r, f, SJ_TABLE_SESSIONS, row[0], SJ_SESSIONS_TIME);
    sj_because(r, f, SJ_TABLE_SESSIONS, row[count - 1], SJ_SESSIONS_TIME);
    sj_say(r, f, "The account is active in %d of the 24 hours of the day, over %d days.", distinct,
           days);
}

static void round_the_clock(sj_run *r)
{
    for (size_t a = 0; r->status >= 0 && a < sj_tables_count(r->t, SJ_TABLE_ACCOUNTS); a++) {
        const size_t person = sj_person_of(r, SJ_TABLE_ACCOUNTS, a);
        if (person != SIZE_MAX)
            hours_of_account(r, a, person);
    }
}

static bool differ(const sj_cell *a, const sj_cell *b)
{
    return sj_cell_text(a).len && sj_cell_text(b).len &&
           !sj_str_eq(sj_cell_text(a), sj_cell_text(b));
}

static void simultaneous(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sessions(r); i++) {
        const sj_cell *from = session(r, i, SJ_SESSIONS_TIME);
        size_t count;
        const uint32_t *row =
            sj_tables_linked(r->t, SJ_TABLE_SESSIONS, SJ_SESSIONS_ACCOUNT_ID,
                             sj_cell_row(session(r, i, SJ_SESSIONS_ACCOUNT_ID)), &count);
        for (size_t k = 0; sj_has(from) && k < count && row[k] < i; k++) {
            const sj_cell *from2 = session(r, row[k], SJ_SESSIONS_TIME);
            const sj_cell *to2 = session(r, row[k], SJ_SESSIONS_ENDS),
                          *to = session(r, i, SJ_SESSIONS_ENDS);
            if (!sj_has(from2) || !sj_has(to2) || !sj_has(to) || from->as.time >= to2->as.time ||
                from2->as.time >= to->as.time ||
                !differ(session(r, i, SJ_SESSIONS_DEVICE_ID),
                        session(r, row[k], SJ_SESSIONS_DEVICE_ID)) ||
                !differ(session(r, i, SJ_SESSIONS_IP), session(r, row[k], SJ_SESSIONS_IP)))
                continue;
            sj_finding *f = raise_session(r, i);
            sj_because(r, f, SJ_TABLE_SESSIONS, row[k], SJ_SESSIONS_DEVICE_ID);
            sj_because(r, f, SJ_TABLE_SESSIONS, i, SJ_SESSIONS_DEVICE_ID);
            sj_say(r, f,
                   "Two sessions of one account overlap, from different devices and addresses.");
            break;
        }
    }
}

static void account_name_differs(sj_run *r)
{
    sj_raise_holder_names(r, 1u << SJ_ACCOUNT_PLATFORM | 1u << SJ_ACCOUNT_EXCHANGE |
                                 1u << SJ_ACCOUNT_CODE_HOST);
}

const sj_rule_row sj_rules_access[] = {{"access.many-accounts-one-ip", many_accounts_one_ip},
                                       {"access.session-without-break", session_without_break},
                                       {"access.remote-desktop-port", remote_desktop_port},
                                       {"access.device-shared", device_shared},
                                       {"access.device-many-personas", device_shared},
                                       {"access.remote-tools-several", remote_tools_several},
                                       {"access.kvm-over-ip", kvm_over_ip},
                                       {"access.unattended-remote", unattended_remote},
                                       {"access.vpn-of-the-scheme", vpn_of_the_scheme},
                                       {"access.round-the-clock", round_the_clock},
                                       {"access.simultaneous", simultaneous},
                                       {"access.account-name-differs", account_name_differs},
                                       {NULL, NULL}};
