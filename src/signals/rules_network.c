/* signals/rules_network.c -- numbers, addresses, referees and claims that people share,
 * and shipments that go elsewhere. */
#include "signals/run.h"

enum { YES, NO, UNKNOWN };
static void share(sj_run *r, sj_shares *s, sj_str key, sj_table table, size_t row, size_t column)
{
    sj_share_add(r, s,
                 (sj_share){.key = key,
                            .person = sj_person_of(r, table, row),
                            .table = (uint8_t)table,
                            .row = row,
                            .column = (uint8_t)column});
}

/* Digits only, without the zeros and plus that lead: 00 44 20 ... and +44 20 ... are
 * one number. Shorter than seven digits is no number of a person. */
static sj_str phone_key(sj_run *r, sj_str text)
{
    char digits[32];
    size_t n = 0;
    sj_str key = {0};
    for (size_t i = 0; i < text.len && n < sizeof digits; i++) {
        const char c = text.ptr[i];
        if (c >= '0' && c <= '9' && (n > 0 || c != '0'))
            digits[n++] = c;
    }
    if (n >= 7 && r->status >= 0)
        r->status = sj_arena_copy(r->scratch, (sj_str){digits, n}, &key);
    return key;
}

static void share_pieces(sj_run *r, sj_shares *s, sj_table table, size_t row, size_t column,
                         bool phone)
{
    sj_str rest = sj_cell_text(sj_at(r, table, row, column)), piece;
    while (rest.len && sj_str_split(&rest, '|', &piece)) {
        const sj_str key = phone ? phone_key(r, piece) : sj_plain(r, piece);
        share(r, s, key, table, row, column);
    }
}

static void share_contact(sj_run *r, sj_shares s, size_t of_people, size_t of_accounts, bool phone,
                          const char *what)
{
    for (size_t i = 0; i < sj_tables_count(r->t, SJ_TABLE_PEOPLE); i++)
        share_pieces(r, &s, SJ_TABLE_PEOPLE, i, of_people, phone);
    for (size_t i = 0; i < sj_tables_count(r->t, SJ_TABLE_ACCOUNTS); i++)
        share_pieces(r, &s, SJ_TABLE_ACCOUNTS, i, of_accounts, phone);
    sj_shares_raise(r, &s, 2, 0, what);
    sj_shares_done(&s);
}

/* ---- one household, or not ----
 *
 * Few people with one telephone and one address are a family until more is known. So a number
 * speaks loudly only where those it stands for are many, or surely live apart: where somebody
 * gives an address that somebody else does not give. A roster without addresses cannot say. */

enum { HOUSEHOLD_MAX = 4 }; /* as network.address-many: from five on it is a lodging */

/* The first people of a group, each once; one more than a household if there are. */
static size_t first_people(const sj_share *item, size_t count, size_t ret[HOUSEHOLD_MAX + 1])
{
    size_t n = 0;
    for (size_t i = 0; i < count && n <= HOUSEHOLD_MAX; i++) {
        size_t k = 0;
        while (k < n && ret[k] != item[i].person)
            k++;
        if (k == n)
            ret[n++] = item[i].person;
    }
    return n;
}

static bool are_few(sj_run *r, const sj_share *item, size_t count)
{
    size_t person[HOUSEHOLD_MAX + 1];
    (void)r;
    return first_people(item, count, person) <= HOUSEHOLD_MAX;
}

static bool are_no_household(sj_run *r, const sj_share *item, size_t count)
{
    size_t person[HOUSEHOLD_MAX + 1];
    const size_t n = first_people(item, count, person);
    sj_str first = {0};
    bool differ = n > HOUSEHOLD_MAX;
    for (size_t i = 0; i < n && !differ; i++) {
        const sj_str home =
            sj_plain(r, sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person[i], SJ_PEOPLE_ADDRESS)));
        differ = i > 0 && !sj_str_eq(home, first);
        first = i ? first : home;
    }
    return differ;
}

static void phone_shared(sj_run *r)
{
    share_contact(r, (sj_shares){.counts = are_no_household}, SJ_PEOPLE_PHONE, SJ_ACCOUNTS_PHONE,
                  true, "The telephone number %.*s stands for %zu people.");
}

static void phone_in_common(sj_run *r)
{
    share_contact(r, (sj_shares){.counts = are_few}, SJ_PEOPLE_PHONE, SJ_ACCOUNTS_PHONE, true,
                  "The telephone number %.*s stands for %zu people, few enough for a household.");
}

static void email_shared(sj_run *r)
{
    share_contact(r, (sj_shares){0}, SJ_PEOPLE_EMAIL, SJ_ACCOUNTS_EMAIL, false,
                  "The address %.*s stands for %zu people.");
}

static void address_many(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; i < sj_tables_count(r->t, SJ_TABLE_PEOPLE); i++)
        share(r, &s, sj_plain(r, sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, i, SJ_PEOPLE_ADDRESS))),
              SJ_TABLE_PEOPLE, i, SJ_PEOPLE_ADDRESS);
    sj_shares_raise(r, &s, (size_t)sj_threshold(r), 0,
                    "The address (%.*s) is given by %zu people.");
    sj_shares_done(&s);
}

/* ---- shipments ---- */

static const sj_cell *shipment(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_SHIPMENTS, row, column);
}

/* What is sent to the address that its own user lives at goes where it should: a flat
 * with two who work from home is no farm. Where the roster has no addresses at all, nobody
 * knows who lives there. */
static void shipments_one_address(sj_run *r)
{
    sj_shares s = {0};
    if (!sj_tables_has(r->t, SJ_TABLE_PEOPLE, SJ_PEOPLE_ADDRESS))
        return;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_SHIPMENTS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_SHIPMENTS, i);
        if (person == SIZE_MAX)
            continue;
        const sj_str to = sj_plain(r, sj_cell_text(shipment(r, i, SJ_SHIPMENTS_ADDRESS)));
        const sj_str home =
            sj_plain(r, sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_ADDRESS)));
        if (!sj_str_eq(to, home))
            share(r, &s, to, SJ_TABLE_SHIPMENTS, i, SJ_SHIPMENTS_ADDRESS);
    }
    sj_shares_raise(r, &s, (size_t)sj_threshold(r), 0,
                    "Equipment of several people is sent to one address (%.*s): %zu people.");
    sj_shares_done(&s);
}

static void shipment_elsewhere(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_SHIPMENTS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_SHIPMENTS, i);
        const sj_cell *to = shipment(r, i, SJ_SHIPMENTS_COUNTRY);
        if (person == SIZE_MAX || !sj_has(to))
            continue;
        const sj_cell *home = sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_COUNTRY);
        if (!sj_has(home) || memcmp(home->as.country, to->as.country, 2) == 0)
            continue;
        sj_finding *f = sj_raise(r, person, SJ_TABLE_SHIPMENTS, i);
        sj_because(r, f, SJ_TABLE_SHIPMENTS, i, SJ_SHIPMENTS_COUNTRY);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_COUNTRY);
        sj_say(r, f,
               "Equipment (%.*s) was sent to another state (%.*s) than the person lives in (%.*s).",
               SJ_STR_FMT(sj_cell_text(shipment(r, i, SJ_SHIPMENTS_ITEM))),
               SJ_STR_FMT(sj_cell_text(to)), SJ_STR_FMT(sj_cell_text(home)));
    }
}

static void shipment_po_box(sj_run *r)
{
    static const char *const words[] = {"po box",          "p o box",   "post office box",
                                        "freight forward", "mail drop", "parcel locker"};
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_SHIPMENTS); i++) {
        const sj_str address = sj_plain(r, sj_cell_text(shipment(r, i, SJ_SHIPMENTS_ADDRESS)));
        for (size_t w = 0; w < SJ_COUNT(words); w++) {
            if (sj_str_find(address, sj_str_from(words[w]), 0) == address.len)
                continue;
            sj_finding *f =
                sj_raise(r, sj_person_of(r, SJ_TABLE_SHIPMENTS, i), SJ_TABLE_SHIPMENTS, i);
            sj_because(r, f, SJ_TABLE_SHIPMENTS, i, SJ_SHIPMENTS_ADDRESS);
            sj_say(r, f, "Equipment was sent to a box or forwarder.");
            break;
        }
    }
}

/* ---- claims ---- */

static const sj_cell *claim(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_CLAIMS, row, column);
}

static size_t claims(const sj_run *r)
{
    return sj_tables_count(r->t, SJ_TABLE_CLAIMS);
}

static bool is_contact_of(sj_run *r, size_t person, sj_str contact)
{
    const sj_str email =
        sj_plain(r, sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_EMAIL)));
    const sj_str phone =
        phone_key(r, sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_PHONE)));
    return (email.len && sj_str_eq(email, sj_plain(r, contact))) ||
           (phone.len && sj_str_eq(phone, phone_key(r, contact)));
}

static void referee_is_applicant(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < claims(r); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_CLAIMS, i);
        const sj_str contact = sj_cell_text(claim(r, i, SJ_CLAIMS_CONTACT));
        if (person == SIZE_MAX || contact.len == 0 ||
            !sj_is_word(claim(r, i, SJ_CLAIMS_KIND), SJ_CLAIM_REFEREE) ||
            !is_contact_of(r, person, contact))
            continue;
        sj_finding *f = sj_raise(r, person, SJ_TABLE_CLAIMS, i);
        sj_because(r, f, SJ_TABLE_CLAIMS, i, SJ_CLAIMS_CONTACT);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_EMAIL);
        sj_say(r, f, "The contact of the referee is the applicant's own.");
    }
}

static void share_claims(sj_run *r, unsigned kind, size_t column, const char *what)
{
    sj_shares s = {0};
    for (size_t i = 0; i < claims(r); i++)
        if (sj_is_word(claim(r, i, SJ_CLAIMS_KIND), kind))
            share(r, &s, sj_plain(r, sj_cell_text(claim(r, i, column))), SJ_TABLE_CLAIMS, i,
                  column);
    const double least = sj_threshold(r);
    sj_shares_raise(r, &s, least >= 2 ? (size_t)least : 2, 0, what);
    sj_shares_done(&s);
}

static void referee_shared(sj_run *r)
{
    share_claims(r, SJ_CLAIM_REFEREE, SJ_CLAIMS_CONTACT,
                 "One referee (%.*s) vouches for %zu people.");
}

static void portfolio_shared(sj_run *r)
{
    share_claims(r, SJ_CLAIM_PORTFOLIO, SJ_CLAIMS_VALUE,
                 "One portfolio (%.*s) is shown by %zu people.");
}

static void raise_false(sj_run *r, bool identity)
{
    for (size_t i = 0; r->status >= 0 && i < claims(r); i++) {
        const sj_cell *kind = claim(r, i, SJ_CLAIMS_KIND);
        const bool wanted =
            identity ? sj_is_word(kind, SJ_CLAIM_IDENTITY)
                     : sj_is_word(kind, SJ_CLAIM_EMPLOYER) || sj_is_word(kind, SJ_CLAIM_SCHOOL);
        if (!wanted || !sj_is_word(claim(r, i, SJ_CLAIMS_VERIFIED), NO))
            continue;
        sj_finding *f = sj_raise(r, sj_person_of(r, SJ_TABLE_CLAIMS, i), SJ_TABLE_CLAIMS, i);
        sj_because(r, f, SJ_TABLE_CLAIMS, i, SJ_CLAIMS_VALUE);
        sj_because(r, f, SJ_TABLE_CLAIMS, i, SJ_CLAIMS_VERIFIED);
        sj_say(r, f, "The claim (%.*s: %.*s) was checked and is false.",
               SJ_STR_FMT(sj_cell_text(kind)),
               SJ_STR_FMT(sj_cell_text(claim(r, i, SJ_CLAIMS_VALUE))));
    }
}

static void claim_false(sj_run *r)
{
    raise_false(r, false);
}

static void identity_false(sj_run *r)
{
    raise_false(r, true);
}

static void handle_shared(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_ACCOUNTS); i++) {
        const sj_str handle =
            sj_plain(r, sj_cell_text(sj_at(r, SJ_TABLE_ACCOUNTS, i, SJ_ACCOUNTS_IDENTIFIER)));
        sj_str key;
        if (handle.len == 0 || r->status < 0)
            continue;
        r->status = sj_arena_format(
            r->scratch, &key, "%.*s %.*s",
            SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_ACCOUNTS, i, SJ_ACCOUNTS_PROVIDER))),
            SJ_STR_FMT(handle));
        share(r, &s, key, SJ_TABLE_ACCOUNTS, i, SJ_ACCOUNTS_IDENTIFIER);
    }
    sj_shares_raise(r, &s, 2, 0, "One account (%.*s) is held by %zu people.");
    sj_shares_done(&s);
}

static void escorted_group(sj_run *r)
{
    sj_shares s = {0};
    for (size_t j = 0; j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++)
        if (sj_is_word(sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_ESCORTED), YES))
            share(r, &s, sj_cell_text(sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_AGENCY_ID)), SJ_TABLE_JOBS,
                  j, SJ_JOBS_ESCORTED);
    sj_shares_raise(r, &s, (size_t)sj_threshold(r), 0,
                    "The agency %.*s has %zu workers under escort.");
    sj_shares_done(&s);
}

const sj_rule_row sj_rules_network[] = {{"network.phone-shared", phone_shared},
                                        {"network.phone-in-common", phone_in_common},
                                        {"network.email-shared", email_shared},
                                        {"network.address-many", address_many},
                                        {"network.shipments-one-address", shipments_one_address},
                                        {"network.shipment-elsewhere", shipment_elsewhere},
                                        {"network.shipment-po-box", shipment_po_box},
                                        {"network.referee-is-applicant", referee_is_applicant},
                                        {"network.referee-shared", referee_shared},
                                        {"network.claim-false", claim_false},
                                        {"network.identity-false", identity_false},
                                        {"network.portfolio-shared", portfolio_shared},
                                        {"network.handle-shared", handle_shared},
                                        {"network.escorted-group", escorted_group},
                                        {NULL, NULL}};
