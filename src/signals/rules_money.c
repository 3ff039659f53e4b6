/* signals/rules_money.c -- who is paid, and how much of it stays with the worker. */
#include "signals/run.h"

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
        if (!sj_is_word(job(r, j, SJ_JOBS_PAID_TO), SJ_PAID_TO_AGENCY))
            continue;
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_PAID_TO);
        if (sj_has(job(r, j, SJ_JOBS_AGENCY_ID)))
            sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_AGENCY_ID);
        sj_say(r, f, "The pay for the job (%.*s) goes to the agency, not to the worker.",
               SJ_STR_FMT(sj_cell_text(job(r, j, 0))));
    }
}

static size_t payee(const sj_run *r, size_t row)
{
    return sj_cell_row(job(r, row, SJ_JOBS_PAYEE_ACCOUNT_ID));
}

static void payee_not_worker(sj_run *r)
{
    for (size_t j = 0; r->status >= 0 && j < jobs(r); j++) {
        const size_t account = payee(r, j);
        if (account == SIZE_MAX)
            continue;
        const sj_str holder =
            sj_cell_text(sj_at(r, SJ_TABLE_ACCOUNTS, account, SJ_ACCOUNTS_HOLDER_ID));
        if (holder.len == 0 || sj_str_eq(holder, sj_cell_text(job(r, j, SJ_JOBS_PERSON_ID))))
            continue;
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_PAYEE_ACCOUNT_ID);
        sj_because(r, f, SJ_TABLE_ACCOUNTS, account, SJ_ACCOUNTS_HOLDER_ID);
        sj_say(r, f, "The pay goes to account %.*s, which %.*s holds.",
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_ACCOUNTS, account, 0))),
               SJ_STR_FMT(holder));
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
        const sj_str name =
            sj_cell_text(sj_at(r, SJ_TABLE_ACCOUNTS, account, SJ_ACCOUNTS_HOLDER_NAME));
        const double score = name.len ? sj_account_name_score(r, person, name) : -1;
        if (score < 0 || score >= sj_threshold(r))
            continue;
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_ACCOUNTS, account, SJ_ACCOUNTS_HOLDER_NAME);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME);
        sj_say(r, f,
               "The account that is paid is in the name %.*s; the worker is recorded as %.*s.",
               SJ_STR_FMT(name),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME))));
    }
}

/* Who holds the money, whether or not a job names the account: of accounts with a public
 * profile access.account-name-differs speaks. */
static void holder_name_differs(sj_run *r)
{
    sj_raise_holder_names(r,
                          1u << SJ_ACCOUNT_BANK | 1u << SJ_ACCOUNT_CARD | 1u << SJ_ACCOUNT_WALLET);
}

static void many_workers_one_payee(sj_run *r)
{
    sj_shares s = {0};
    for (size_t j = 0; j < jobs(r); j++)
        sj_share_add(r, &s,
                     (sj_share){.key = sj_cell_text(job(r, j, SJ_JOBS_PAYEE_ACCOUNT_ID)),
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
               SJ_STR_FMT(sj_cell_text(job(r, j, against))),
               against == SJ_JOBS_WAGE_CONTRACTED ? "agreed" : "recorded",
               SJ_STR_FMT(sj_cell_text(received)),
               100.0 * (double)received->as.number / (double)job(r, j, against)->as.number);
    }
}

/* Of the wage that was recorded, or of that agreed. */
static bool is_great_deduction(const sj_run *r, size_t row)
{
    static const size_t wages[] = {SJ_JOBS_WAGE_RECORDED, SJ_JOBS_WAGE_CONTRACTED};
    const sj_cell *d = job(r, row, SJ_JOBS_DEDUCTIONS);
    for (size_t i = 0; i < SJ_COUNT(wages) && sj_has(d) && d->as.number > 0; i++) {
        const sj_cell *wage = job(r, row, wages[i]);
        if (sj_has(wage) && (double)d->as.number * 100 >= sj_threshold(r) * (double)wage->as.number)
            return true;
    }
    return false;
}

static void deductions_by(sj_run *r, size_t column)
{
    sj_shares s = {0};
    for (size_t j = 0; r->status >= 0 && j < jobs(r); j++) {
        sj_str key;
        if (!is_great_deduction(r, j) || sj_cell_text(job(r, j, column)).len == 0)
            continue;
        r->status = sj_arena_format(r->scratch, &key, "%.*s %.*s by %.*s",
                                    SJ_STR_FMT(sj_cell_text(job(r, j, SJ_JOBS_DEDUCTIONS))),
                                    SJ_STR_FMT(sj_cell_text(job(r, j, SJ_JOBS_CURRENCY))),
                                    SJ_STR_FMT(sj_cell_text(job(r, j, column))));
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

/* By the agency, then by the employer; said once of a job. Of all jobs also by the
 * employer: a roster that does not know the agencies finds no more than one that does. */
static void identical_deductions(sj_run *r)
{
    sj_findings *f = r->to;
    deductions_by(r, SJ_JOBS_AGENCY_ID);
    const size_t by_agency = f->count;
    bool *said = r->status < 0 ? NULL : sj_arena_zalloc(r->scratch, jobs(r) + 1);
    if (!said) {
        r->status = r->status < 0 ? r->status : SJ_ENOMEM;
        return;
    }
    for (size_t i = 0; i < by_agency; i++)
        said[f->finding[i].row] = true;
    deductions_by(r, SJ_JOBS_ORGANISATION_ID);
    size_t kept = by_agency;
    for (size_t i = by_agency; i < f->count; i++)
        if (!said[f->finding[i].row])
            f->finding[kept++] = f->finding[i];
    f->count = kept;
}

/* ---- transfers ---- */

static const sj_cell *transfer(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_TRANSFERS, row, column);
}

static bool same_currency(const sj_run *r, size_t a, size_t b)
{
    return sj_str_eq_nocase(sj_cell_text(transfer(r, a, SJ_TRANSFERS_CURRENCY)),
                            sj_cell_text(transfer(r, b, SJ_TRANSFERS_CURRENCY)));
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

/* The transfers into and out of one account of a person. */
struct flow {
    size_t account, person, ins, outs;
    const uint32_t *in, *out;
};
enum { FLOW_MAX = 500 }; /* rows each way; an account with more is a business's */

static bool flow_of(const sj_run *r, size_t account, struct flow *f)
{
    f->account = account;
    f->person = sj_person_of(r, SJ_TABLE_ACCOUNTS, account);
    if (f->person == SIZE_MAX)
        return false;
    f->in = sj_tables_linked(r->t, SJ_TABLE_TRANSFERS, SJ_TRANSFERS_TO_ACCOUNT, account, &f->ins);
    f->out =
        sj_tables_linked(r->t, SJ_TABLE_TRANSFERS, SJ_TRANSFERS_FROM_ACCOUNT, account, &f->outs);
    return f->ins && f->outs && f->ins <= FLOW_MAX && f->outs <= FLOW_MAX;
}

/* Is this the first transfer out of the account to where it goes, and is that not an
 * account of the same person? */
static bool first_to_another(const sj_run *r, const struct flow *f, size_t o)
{
    const sj_cell *to = transfer(r, f->out[o], SJ_TRANSFERS_TO_ACCOUNT);
    const size_t target = sj_cell_row(to);
    for (size_t i = 0; i < o; i++)
        if (sj_str_eq(sj_cell_text(transfer(r, f->out[i], SJ_TRANSFERS_TO_ACCOUNT)),
                      sj_cell_text(to)))
            return false;
    return to->len &&
           !(target != SIZE_MAX && sj_person_of(r, SJ_TABLE_ACCOUNTS, target) == f->person);
}

/* What went where transfer `sample` goes within 48 hours of the transfer `in`. */
static int64_t onward(const sj_run *r, const struct flow *f, size_t in, size_t sample)
{
    const sj_str to = sj_cell_text(transfer(r, sample, SJ_TRANSFERS_TO_ACCOUNT));
    int64_t sum = 0;
    for (size_t o = 0; o < f->outs; o++) {
        const size_t out = f->out[o];
        if (!usable(r, out) || !same_currency(r, in, out) ||
            !sj_str_eq(to, sj_cell_text(transfer(r, out, SJ_TRANSFERS_TO_ACCOUNT))))
            continue;
        const int64_t later = transfer(r, out, SJ_TRANSFERS_TIME)->as.time -
                              transfer(r, in, SJ_TRANSFERS_TIME)->as.time;
        if (later >= 0 && later <= 48 * HOUR_SECONDS)
            sum += transfer(r, out, SJ_TRANSFERS_AMOUNT)->as.number;
    }
    return sum;
}

/* In how many months most of what came in went where `sample` goes, within 48 hours. */
static size_t months_through(const sj_run *r, const struct flow *f, size_t sample)
{
    size_t months = 0;
    int32_t last_month = INT32_MIN;
    for (size_t i = 0; i < f->ins; i++) {
        if (!usable(r, f->in[i]))
            continue;
        const int64_t amount = transfer(r, f->in[i], SJ_TRANSFERS_AMOUNT)->as.number;
        const int32_t month = month_of(transfer(r, f->in[i], SJ_TRANSFERS_TIME)->as.time);
        if (amount <= 0 || month == last_month ||
            (double)onward(r, f, f->in[i], sample) * 100 < sj_threshold(r) * (double)amount)
            continue;
        months++;
        last_month = month;
    }
    return months;
}

static void pass_through_account(sj_run *r, const struct flow *f)
{
    enum { MONTHS = 3, TARGETS_MAX = 16 }; /* who pays more accounts than that spends money */
    size_t targets = 0;
    for (size_t o = 0; o < f->outs && targets < TARGETS_MAX; o++) {
        if (!first_to_another(r, f, o))
            continue;
        targets++;
        const size_t months = months_through(r, f, f->out[o]);
        if (months < MONTHS)
            continue;
        sj_finding *n = sj_raise(r, f->person, SJ_TABLE_ACCOUNTS, f->account);
        sj_because(r, n, SJ_TABLE_TRANSFERS, f->out[o], SJ_TRANSFERS_TO_ACCOUNT);
        sj_because(r, n, SJ_TABLE_TRANSFERS, f->out[o], SJ_TRANSFERS_AMOUNT);
        sj_say(r, n,
               "In %zu months most of what came into account %.*s went on to %.*s within 48 hours.",
               months, SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_ACCOUNTS, f->account, 0))),
               SJ_STR_FMT(sj_cell_text(transfer(r, f->out[o], SJ_TRANSFERS_TO_ACCOUNT))));
        return;
    }
}

static void pass_through(sj_run *r)
{
    struct flow f;
    for (size_t a = 0; r->status >= 0 && a < sj_tables_count(r->t, SJ_TABLE_ACCOUNTS); a++)
        if (flow_of(r, a, &f))
            pass_through_account(r, &f);
}

/* Does four fifths of what the account took in, in the currency of `sample`, go where
 * `sample` goes? Rent and gifts to a family leave the worker more than a fifth. */
static bool sends_most(const sj_run *r, const struct flow *f, size_t sample)
{
    enum { PER_CENT = 80 };
    const sj_str to = sj_cell_text(transfer(r, sample, SJ_TRANSFERS_TO_ACCOUNT));
    double in = 0, out = 0;
    for (size_t i = 0; i < f->ins; i++)
        if (usable(r, f->in[i]) && same_currency(r, f->in[i], sample))
            in += (double)transfer(r, f->in[i], SJ_TRANSFERS_AMOUNT)->as.number;
    for (size_t o = 0; o < f->outs; o++)
        if (usable(r, f->out[o]) && same_currency(r, f->out[o], sample) &&
            sj_str_eq(to, sj_cell_text(transfer(r, f->out[o], SJ_TRANSFERS_TO_ACCOUNT))))
            out += (double)transfer(r, f->out[o], SJ_TRANSFERS_AMOUNT)->as.number;
    return in > 0 && out * 100 >= in * PER_CENT;
}

static void consolidation(sj_run *r)
{
    sj_shares s = {0};
    struct flow f;
    for (size_t a = 0; r->status >= 0 && a < sj_tables_count(r->t, SJ_TABLE_ACCOUNTS); a++) {
        if (!flow_of(r, a, &f))
            continue;
        for (size_t o = 0; o < f.outs; o++)
            if (first_to_another(r, &f, o) && sends_most(r, &f, f.out[o]))
                sj_share_add(
                    r, &s,
                    (sj_share){.key = sj_cell_text(transfer(r, f.out[o], SJ_TRANSFERS_TO_ACCOUNT)),
                               .person = f.person,
                               .table = SJ_TABLE_TRANSFERS,
                               .row = f.out[o],
                               .column = SJ_TRANSFERS_TO_ACCOUNT});
    }
    sj_shares_raise(r, &s, (size_t)sj_threshold(r), 0,
                    "The account %.*s is sent most of their money by %zu workers.");
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
                const bool pays = sj_has(kind) && kind->word <= SJ_ACCOUNT_WALLET &&
                                  kind->word != SJ_ACCOUNT_PLATFORM;
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

static bool account_is(const sj_run *r, const sj_cell *link, unsigned kind1, unsigned kind2)
{
    const size_t a = sj_cell_row(link);
    if (a == SIZE_MAX)
        return false;
    const sj_cell *kind = sj_at(r, SJ_TABLE_ACCOUNTS, a, SJ_ACCOUNTS_KIND);
    return sj_is_word(kind, kind1) || sj_is_word(kind, kind2);
}

/* The first transfer to an exchange or wallet soon after the transfer `in`; SIZE_MAX. */
static size_t to_crypto_after(const sj_run *r, size_t in)
{
    size_t outs;
    const uint32_t *out =
        sj_tables_linked(r->t, SJ_TABLE_TRANSFERS, SJ_TRANSFERS_FROM_ACCOUNT,
                         sj_cell_row(transfer(r, in, SJ_TRANSFERS_TO_ACCOUNT)), &outs);
    for (size_t o = 0; o < outs && o < FLOW_MAX; o++) {
        const int64_t later = usable(r, out[o]) ? transfer(r, out[o], SJ_TRANSFERS_TIME)->as.time -
                                                      transfer(r, in, SJ_TRANSFERS_TIME)->as.time
                                                : -1;
        if (later >= 0 && (double)later <= sj_threshold(r) * HOUR_SECONDS &&
            account_is(r, transfer(r, out[o], SJ_TRANSFERS_TO_ACCOUNT), SJ_ACCOUNT_EXCHANGE,
                       SJ_ACCOUNT_WALLET))
            return out[o];
    }
    return SIZE_MAX;
}

static void payout_to_crypto(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_TRANSFERS); i++) {
        const size_t account = sj_cell_row(transfer(r, i, SJ_TRANSFERS_TO_ACCOUNT));
        if (account == SIZE_MAX || !usable(r, i) ||
            !account_is(r, transfer(r, i, SJ_TRANSFERS_FROM_ACCOUNT), SJ_ACCOUNT_PLATFORM,
                        SJ_ACCOUNT_PLATFORM))
            continue;
        const size_t out = to_crypto_after(r, i);
        if (out == SIZE_MAX)
            continue;
        sj_finding *f =
            sj_raise(r, sj_person_of(r, SJ_TABLE_ACCOUNTS, account), SJ_TABLE_TRANSFERS, out);
        sj_because(r, f, SJ_TABLE_TRANSFERS, i, SJ_TRANSFERS_FROM_ACCOUNT);
        sj_because(r, f, SJ_TABLE_TRANSFERS, out, SJ_TRANSFERS_TO_ACCOUNT);
        sj_say(r, f, "A payout of a platform was sent on to %.*s within %.0f hours.",
               SJ_STR_FMT(sj_cell_text(transfer(r, out, SJ_TRANSFERS_TO_ACCOUNT))),
               sj_threshold(r));
    }
}

const sj_rule_row sj_rules_money[] = {{"money.paid-to-agency", paid_to_agency},
                                      {"money.payee-not-worker", payee_not_worker},
                                      {"money.payee-name-differs", payee_name_differs},
                                      {"money.holder-name-differs", holder_name_differs},
                                      {"money.many-workers-one-payee", many_workers_one_payee},
                                      {"money.received-far-less", received_far_less},
                                      {"money.identical-deductions", identical_deductions},
                                      {"money.pass-through", pass_through},
                                      {"money.consolidation", consolidation},
                                      {"money.accounts-changed", accounts_changed},
                                      {"money.payout-to-crypto", payout_to_crypto},
                                      {NULL, NULL}};
