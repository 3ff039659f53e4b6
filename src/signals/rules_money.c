/* signals/rules_money.c -- who is paid, and how much of it stays with the worker. */
#include "signals/run.h"

enum { WORKER, AGENCY, EMPLOYER, OTHER };
enum account_kind { BANK, CARD, PLATFORM, EXCHANGE, WALLET };
enum { HOUR_SECONDS = 3600, DAY_SECONDS = 86400 };

static const sj_cell *job(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_JOBS, row, column);
}

static sj_finding *raise_job(sj_run *r, size_t row)
{
    sj_finding *f = sj_raise(r, sj_person_of(r, SJ_TABLE_JOBS, row), SJ_TABLE_JOBS, row);
    sj_on_day(f, job(r, row, SJ_JOBS_STARTS));
    return f;
}

static size_t jobs(const sj_run *r)
{
    return sj_tables_count(r->t, SJ_TABLE_JOBS);
}

static void paid_to_agency(sj_run *r)
{
    for (size_t j = 0; r->status >= 0 && j < jobs(r); j++) {
        if (!sj_is_word(job(r, j, SJ_JOBS_PAID_TO), AGENCY))
            continue;
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_PAID_TO);
        if (sj_has(job(r, j, SJ_JOBS_AGENCY_ID)))
            sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_AGENCY_ID);
        sj_say(r, f, "The pay for the job (%.*s) goes to the agency, not to the worker.",
               SJ_STR_FMT(job(r, j, 0)->text));
    }
}

static size_t payee(const sj_run *r, size_t row)
{
    const sj_str id = job(r, row, SJ_JOBS_PAYEE_ACCOUNT_ID)->text;
    return id.len ? sj_tables_find(r->t, SJ_TABLE_ACCOUNTS, id) : SIZE_MAX;
}

static void payee_not_worker(sj_run *r)
{
    for (size_t j = 0; r->status >= 0 && j < jobs(r); j++) {
        const size_t account = payee(r, j);
        if (account == SIZE_MAX)
            continue;
        const sj_str holder = sj_at(r, SJ_TABLE_ACCOUNTS, account, SJ_ACCOUNTS_HOLDER_ID)->text;
        if (holder.len == 0 || sj_str_eq(holder, job(r, j, SJ_JOBS_PERSON_ID)->text))
            continue;
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_PAYEE_ACCOUNT_ID);
        sj_because(r, f, SJ_TABLE_ACCOUNTS, account, SJ_ACCOUNTS_HOLDER_ID);
        sj_say(r, f, "The pay goes to account %.*s, which %.*s holds.",
               SJ_STR_FMT(sj_at(r, SJ_TABLE_ACCOUNTS, account, 0)->text), SJ_STR_FMT(holder));
    }
}

/* Only an account that the worker is said to hold: of another's account the rule above
 * speaks, and names of two people are not compared. */
static void payee_name_differs(sj_run *r)
{
    for (size_t j = 0; r->status >= 0 && j < jobs(r); j++) {
        const size_t account = payee(r, j), person = sj_person_of(r, SJ_TABLE_JOBS, j);
        if (account == SIZE_MAX || person == SIZE_MAX ||
            sj_person_of(r, SJ_TABLE_ACCOUNTS, account) != person)
            continue;
        const sj_str name = sj_at(r, SJ_TABLE_ACCOUNTS, account, SJ_ACCOUNTS_HOLDER_NAME)->text;
        const double score = name.len ? sj_names_score(r, person, name) : -1;
        if (score < 0 || score >= sj_threshold(r))
            continue;
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_ACCOUNTS, account, SJ_ACCOUNTS_HOLDER_NAME);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME);
        sj_say(
            r, f, "The account that is paid is in the name %.*s; the worker is recorded as %.*s.",
            SJ_STR_FMT(name), SJ_STR_FMT(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME)->text));
    }
}

static void many_workers_one_payee(sj_run *r)
{
    sj_shares s = {0};
    for (size_t j = 0; j < jobs(r); j++)
        sj_share_add(r, &s,
                     (sj_share){.key = job(r, j, SJ_JOBS_PAYEE_ACCOUNT_ID)->text,
                                .person = sj_person_of(r, SJ_TABLE_JOBS, j),
                                .table = SJ_TABLE_JOBS,
                                .row = j,
                                .column = SJ_JOBS_PAYEE_ACCOUNT_ID});
    sj_shares_raise(r, &s, (size_t)sj_threshold(r), 0,
                    "The account %.*s takes the pay of %zu workers.");
    sj_shares_done(&s);
}

static void received_far_less(sj_run *r)
{
    static const size_t columns[] = {SJ_JOBS_WAGE_CONTRACTED, SJ_JOBS_WAGE_RECORDED};
    for (size_t j = 0; r->status >= 0 && j < jobs(r); j++) {
        const sj_cell *received = job(r, j, SJ_JOBS_WAGE_RECEIVED);
        size_t against = SIZE_MAX;
        for (size_t c = 0; c < SJ_COUNT(columns) && sj_has(received); c++) {
            const sj_cell *agreed = job(r, j, columns[c]);
            if (against == SIZE_MAX && sj_has(agreed) && agreed->as.number > 0 &&
                (double)received->as.number * 100 < sj_threshold(r) * (double)agreed->as.number)
                against = columns[c];
        }
        if (against == SIZE_MAX)
            continue;
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_JOBS, j, against);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_WAGE_RECEIVED);
        sj_say(r, f, "Of %.*s %s the worker received %.*s (%.0f per cent).",
               SJ_STR_FMT(job(r, j, against)->text),
               against == SJ_JOBS_WAGE_CONTRACTED ? "agreed" : "recorded",
               SJ_STR_FMT(received->text),
               100.0 * (double)received->as.number / (double)job(r, j, against)->as.number);
    }
}

static void identical_deductions(sj_run *r)
{
    static const size_t by[] = {SJ_JOBS_ORGANISATION_ID, SJ_JOBS_AGENCY_ID};
    for (size_t b = 0; b < SJ_COUNT(by) && r->status >= 0; b++) {
        sj_shares s = {0};
        for (size_t j = 0; r->status >= 0 && j < jobs(r); j++) {
            const sj_cell *d = job(r, j, SJ_JOBS_DEDUCTIONS),
                          *wage = job(r, j, SJ_JOBS_WAGE_RECORDED);
            if (!sj_has(wage))
                wage = job(r, j, SJ_JOBS_WAGE_CONTRACTED);
            sj_str key;
            if (!sj_has(d) || d->as.number <= 0 || !sj_has(wage) ||
                job(r, j, by[b])->text.len == 0 ||
                (b == 0 && job(r, j, SJ_JOBS_AGENCY_ID)->text.len) || /* by agency then */
                (double)d->as.number * 100 < sj_threshold(r) * (double)wage->as.number)
                continue;
            r->status = sj_arena_format(
                &r->to->arena, &key, "%.*s %.*s by %.*s", SJ_STR_FMT(d->text),
                SJ_STR_FMT(job(r, j, SJ_JOBS_CURRENCY)->text), SJ_STR_FMT(job(r, j, by[b])->text));
            sj_share_add(r, &s,
                         (sj_share){.key = key,
                                    .person = sj_person_of(r, SJ_TABLE_JOBS, j),
                                    .table = SJ_TABLE_JOBS,
                                    .row = j,
                                    .column = SJ_JOBS_DEDUCTIONS});
        }
        sj_shares_raise(r, &s, 3, 0, "The same deduction (%.*s) is taken from %zu workers.");
        sj_shares_done(&s);
    }
}

/* ---- transfers ---- */

static const sj_cell *transfer(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_TRANSFERS, row, column);
}

static bool same_currency(const sj_run *r, size_t a, size_t b)
{
    return sj_str_eq_nocase(transfer(r, a, SJ_TRANSFERS_CURRENCY)->text,
                            transfer(r, b, SJ_TRANSFERS_CURRENCY)->text);
}

static bool usable(const sj_run *r, size_t row)
{
    return sj_has(transfer(r, row, SJ_TRANSFERS_TIME)) &&
           sj_has(transfer(r, row, SJ_TRANSFERS_AMOUNT));
}

static int32_t month_of(int64_t seconds)
{
    return (int32_t)(seconds / (30 * (int64_t)DAY_SECONDS)); /* thirty days serve as a month */
}

/* In each month: what came in, and what went to one account within 48 hours of it. */
static void pass_through_account(sj_run *r, size_t account, size_t person)
{
    enum { MONTHS = 3, ROWS_MAX = 2000 };
    const sj_str id = sj_at(r, SJ_TABLE_ACCOUNTS, account, 0)->text;
    size_t ins, outs, months = 0, shown = SIZE_MAX;
    const uint32_t *in =
        sj_tables_linked(r->t, SJ_TABLE_TRANSFERS, SJ_TRANSFERS_TO_ACCOUNT, id, &ins);
    const uint32_t *out =
        sj_tables_linked(r->t, SJ_TABLE_TRANSFERS, SJ_TRANSFERS_FROM_ACCOUNT, id, &outs);
    int32_t last_month = INT32_MIN;
    sj_str to = {0};
    if (ins > ROWS_MAX || outs > ROWS_MAX)
        return; /* an account of a business */
    for (size_t i = 0; i < ins; i++) {
        if (!usable(r, in[i]))
            continue;
        const int64_t time = transfer(r, in[i], SJ_TRANSFERS_TIME)->as.time;
        int64_t onward = 0;
        for (size_t o = 0; o < outs; o++) {
            const int64_t later =
                usable(r, out[o]) ? transfer(r, out[o], SJ_TRANSFERS_TIME)->as.time - time : -1;
            const sj_str target = transfer(r, out[o], SJ_TRANSFERS_TO_ACCOUNT)->text;
            if (later < 0 || later > 48 * HOUR_SECONDS || !same_currency(r, in[i], out[o]) ||
                (to.len && !sj_str_eq(to, target)))
                continue;
            onward += transfer(r, out[o], SJ_TRANSFERS_AMOUNT)->as.number;
            if (to.len == 0)
                to = target;
            shown = out[o];
        }
        const int64_t amount = transfer(r, in[i], SJ_TRANSFERS_AMOUNT)->as.number;
        if ((double)onward * 100 >= sj_threshold(r) * (double)amount && amount > 0 &&
            month_of(time) != last_month) {
            months++;
            last_month = month_of(time);
        }
    }
    if (months < MONTHS || shown == SIZE_MAX)
        return;
    sj_finding *f = sj_raise(r, person, SJ_TABLE_ACCOUNTS, account);
    sj_because(r, f, SJ_TABLE_TRANSFERS, shown, SJ_TRANSFERS_TO_ACCOUNT);
    sj_because(r, f, SJ_TABLE_TRANSFERS, shown, SJ_TRANSFERS_AMOUNT);
    sj_say(r, f, "In %zu months what came into account %.*s went on to %.*s within 48 hours.",
           months, SJ_STR_FMT(id), SJ_STR_FMT(to));
}

static void pass_through(sj_run *r)
{
    for (size_t a = 0; r->status >= 0 && a < sj_tables_count(r->t, SJ_TABLE_ACCOUNTS); a++) {
        const size_t person = sj_person_of(r, SJ_TABLE_ACCOUNTS, a);
        if (person != SIZE_MAX)
            pass_through_account(r, a, person);
    }
}

static void consolidation(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_TRANSFERS); i++) {
        const size_t from = sj_tables_find(r->t, SJ_TABLE_ACCOUNTS,
                                           transfer(r, i, SJ_TRANSFERS_FROM_ACCOUNT)->text);
        const sj_str to = transfer(r, i, SJ_TRANSFERS_TO_ACCOUNT)->text;
        const size_t target = sj_tables_find(r->t, SJ_TABLE_ACCOUNTS, to);
        const size_t person =
            from == SIZE_MAX ? SIZE_MAX : sj_person_of(r, SJ_TABLE_ACCOUNTS, from);
        if (person == SIZE_MAX ||
            (target != SIZE_MAX && sj_person_of(r, SJ_TABLE_ACCOUNTS, target) == person))
            continue;
        sj_share_add(r, &s,
                     (sj_share){.key = to,
                                .person = person,
                                .table = SJ_TABLE_TRANSFERS,
                                .row = i,
                                .column = SJ_TRANSFERS_TO_ACCOUNT});
    }
    sj_shares_raise(r, &s, (size_t)sj_threshold(r), 0,
                    "The account %.*s is sent money by %zu workers.");
    sj_shares_done(&s);
}

static void accounts_changed(sj_run *r)
{
    enum { WINDOW_DAYS = 180 };
    const size_t least = (size_t)sj_threshold(r);
    for (size_t p = 0; r->status >= 0 && p < sj_tables_count(r->t, SJ_TABLE_PEOPLE); p++) {
        size_t count;
        const uint32_t *row = sj_rows_of(r, p, SJ_TABLE_ACCOUNTS, &count);
        for (size_t i = 0; i < count; i++) {
            const sj_cell *first = sj_at(r, SJ_TABLE_ACCOUNTS, row[i], SJ_ACCOUNTS_OPENED);
            uint32_t near[8];
            size_t n = 0;
            for (size_t k = 0; sj_has(first) && k < count && n < SJ_COUNT(near); k++) {
                const sj_cell *kind = sj_at(r, SJ_TABLE_ACCOUNTS, row[k], SJ_ACCOUNTS_KIND);
                const sj_cell *opened = sj_at(r, SJ_TABLE_ACCOUNTS, row[k], SJ_ACCOUNTS_OPENED);
                const bool pays = sj_has(kind) && kind->word <= WALLET && kind->word != PLATFORM;
                if (!pays || !sj_has(opened))
                    continue;
                const int32_t days = sj_date_first_day(opened->as.date.from) -
                                     sj_date_first_day(first->as.date.from);
                if (days >= 0 && days <= WINDOW_DAYS)
                    near[n++] = row[k];
            }
            if (n < least)
                continue;
            sj_finding *f = sj_raise(r, p, SJ_TABLE_ACCOUNTS, row[i]);
            sj_on_day(f, first);
            for (size_t k = 0; k < n; k++)
                sj_because(r, f, SJ_TABLE_ACCOUNTS, near[k], SJ_ACCOUNTS_OPENED);
            sj_say(r, f, "%zu accounts for payment were opened within %d days.", n, WINDOW_DAYS);
            break;
        }
    }
}

static bool account_is(const sj_run *r, sj_str id, unsigned kind1, unsigned kind2)
{
    const size_t a = sj_tables_find(r->t, SJ_TABLE_ACCOUNTS, id);
    if (a == SIZE_MAX)
        return false;
    const sj_cell *kind = sj_at(r, SJ_TABLE_ACCOUNTS, a, SJ_ACCOUNTS_KIND);
    return sj_is_word(kind, kind1) || sj_is_word(kind, kind2);
}

static void payout_to_crypto(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_TRANSFERS); i++) {
        const sj_str from = transfer(r, i, SJ_TRANSFERS_FROM_ACCOUNT)->text;
        const sj_str through = transfer(r, i, SJ_TRANSFERS_TO_ACCOUNT)->text;
        const size_t account = sj_tables_find(r->t, SJ_TABLE_ACCOUNTS, through);
        size_t outs;
        if (!usable(r, i) || account == SIZE_MAX || !account_is(r, from, PLATFORM, PLATFORM))
            continue;
        const uint32_t *out =
            sj_tables_linked(r->t, SJ_TABLE_TRANSFERS, SJ_TRANSFERS_FROM_ACCOUNT, through, &outs);
        for (size_t o = 0; o < outs; o++) {
            const int64_t later = usable(r, out[o])
                                      ? transfer(r, out[o], SJ_TRANSFERS_TIME)->as.time -
                                            transfer(r, i, SJ_TRANSFERS_TIME)->as.time
                                      : -1;
            if (later < 0 || (double)later > sj_threshold(r) * HOUR_SECONDS ||
                !account_is(r, transfer(r, out[o], SJ_TRANSFERS_TO_ACCOUNT)->text, EXCHANGE,
                            WALLET))
                continue;
            sj_finding *f = sj_raise(r, sj_person_of(r, SJ_TABLE_ACCOUNTS, account),
                                     SJ_TABLE_TRANSFERS, out[o]);
            sj_because(r, f, SJ_TABLE_TRANSFERS, i, SJ_TRANSFERS_FROM_ACCOUNT);
            sj_because(r, f, SJ_TABLE_TRANSFERS, out[o], SJ_TRANSFERS_TO_ACCOUNT);
            sj_say(r, f, "A payout of a platform was sent on to %.*s within %.0f hours.",
                   SJ_STR_FMT(transfer(r, out[o], SJ_TRANSFERS_TO_ACCOUNT)->text), sj_threshold(r));
            break;
        }
    }
}

const sj_rule_row sj_rules_money[] = {{"money.paid-to-agency", paid_to_agency},
                                      {"money.payee-not-worker", payee_not_worker},
                                      {"money.payee-name-differs", payee_name_differs},
                                      {"money.many-workers-one-payee", many_workers_one_payee},
                                      {"money.received-far-less", received_far_less},
                                      {"money.identical-deductions", identical_deductions},
                                      {"money.pass-through", pass_through},
                                      {"money.consolidation", consolidation},
                                      {"money.accounts-changed", accounts_changed},
                                      {"money.payout-to-crypto", payout_to_crypto},
                                      {NULL, NULL}};
