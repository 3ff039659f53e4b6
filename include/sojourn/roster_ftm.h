/* sojourn/roster_ftm.h -- the ten tables as FollowTheMoney entities, one JSON object a
 * line, and back; and as CSV.
 *
 * Shape:  a row is an entity; the columns that FollowTheMoney has a property for are that
 *         property, in FollowTheMoney's form (dates ISO 8601 in UTC, countries alpha-2 in lower
 *         case, gender a word, several values apart):
 *
 *   people         Person          name + native_name: name, other_names: alias, birth_date:
 *                                  birthDate, birth_place: birthPlace, nationality, gender,
 *                                  email, phone, address, country
 *   organisations  Company (employer, agency, platform, bank, and what has a parent),
 *                  PublicBody (government), Organization (the rest)
 *                                  names as above, kind: classification, country:
 *                                  jurisdiction, registration_number: registrationNumber,
 *                                  address, phone, email, website, parent_id: parent
 *   papers         Passport, Identification
 *                                  person_id: holder, kind: type, country, number, issued:
 *                                  startDate, expires: endDate; of a passport birth_date:
 *                                  birthDate, gender
 *   permits        Identification  person_id: holder, purpose: type ("study permit"), country,
 *                                  number, granted: date, valid_from: startDate, valid_to:
 *                                  endDate
 *   jobs           Employment      person_id: employee, organisation_id: employer, occupation:
 *                                  role, starts: startDate, ends: endDate, contract_signed: date
 *   accounts       BankAccount (bank, card)
 *                                  kind: accountType, provider: bankName, identifier: iban or
 *                                  accountNumber, country, opened: openingDate, closed:
 *                                  closingDate
 *                  CryptoWallet (wallet)
 *                                  provider: managingExchange, identifier: publicKey,
 *                                  holder_id: holder, country, opened: creationDate
 *                  UserAccount (the rest)
 *                                  kind: keywords, provider: service, identifier: username,
 *                                  holder_id: owner, country, email, phone
 *   transfers      Payment         time: date, from_account: payerAccount, to_account:
 *                                  beneficiaryAccount, amount, currency, purpose, reference:
 *                                  transactionNumber
 *   sessions       Event           "session" in keywords; time: startDate, ends: endDate
 *   shipments      Event           "shipment" in keywords; person_id: involved, item: summary,
 *                                  address, country, time: date
 *   claims         Note            kind: keywords ("employer claim"), person_id: entity, value:
 *                                  description, time: createdAt
 *
 * View:   for who reads the graph and not the tables, and not read back from entities that we
 *         wrote: an Ownership line from the parent of a company (with ownership_share) and from
 *         the holder of a bank account; payer, beneficiary (the accounts' holders); involved and
 *         name of a session, name of a shipment.
 * Beside: FollowTheMoney has no property for
 *           organisations  ownership_share (but in the Ownership line)
 *           papers         name, nationality, mrz, held_by, image_hash, birth_place; birth_date
 *                          and gender of what is no passport
 *           permits        class, sponsor_id
 *           jobs           agency_id, country, site, sector, hours_week, rest_days_month,
 *                          wage_contracted, wage_recorded, wage_received, currency, period,
 *                          paid_to, payee_account_id, deductions, fee_paid, housing, escorted
 *           accounts       holder_name; of a BankAccount holder_id, email, phone; of a
 *                          CryptoWallet closed, email, phone; of a UserAccount opened, closed
 *           sessions       account_id, ip, device_id, user_agent, tool, port
 *           claims         contact, verified
 *         These stand in the member "sojourn" beside "properties": FollowTheMoney's own tools
 *         hand such a member on as it is. There, too, stand unknown columns ("extra": header
 *         and text), and any cell whose text its property would not give back letter by letter
 *         ("Korea, North" for kp, a date that cannot be read). Where a tool has since changed
 *         the properties, they win over such a text.
 * Ids:    the row's own, where it is one FollowTheMoney takes in a reference (letters, digits,
 *         "." and "-", not at the ends) and no other table has it; else "people." and the id
 *         with each other byte as "-2f". A row without an id, or with that of an earlier row,
 *         is "people.-row3".
 * Lost:   the order of rows (they stand in the order of ids), blanks at the ends of cells, the
 *         empty ones among cells beyond the last header.
 *         The columns of each table in their order are said by the line "sojourn.roster", a
 *         Note.
 * Others: entities of anybody else are read by the same table, and: citizenship is nationality,
 * country and mainCountry of an organisation its country, passportNumber of a Passport its number,
 * surname and givenName its name, "visa" or "permit" in the type of an Identification a permit,
 *         Ownership the parent or the holder, addressEntity the address of that line, in any
 *         order of lines. A property without a column is the extra column "ftm:" and its name,
 *         a member beside properties "ftm::" and its name; both are written back as what they
 *         were. Schemata that no table has (Sanction, Family, Vessel ...) are counted in a note.
 * Source: FollowTheMoney 4 model (followthemoney.tech). */
#ifndef SOJOURN_ROSTER_FTM_H
#define SOJOURN_ROSTER_FTM_H
#include "sojourn/tables.h"

typedef struct sj_roster_writer sj_roster_writer;
/* `t` is borrowed. Errors: SJ_ENOMEM. Cost: a look at every id. */
SJ_API SJ_MUST sj_status sj_roster_writer_new(const sj_tables *t, sj_roster_writer **ret);
SJ_API sj_roster_writer *sj_roster_writer_free(sj_roster_writer *w);
SJ_DEFINE_AUTO(sj_roster_writer)
/* Appends the line of the roster itself (the columns that its tables had). */
SJ_API SJ_MUST sj_status sj_roster_write_ftm_start(const sj_roster_writer *w, sj_buf *to);
/* Appends a row as one line, or two with the Ownership. One thread a writer. */
SJ_API SJ_MUST sj_status sj_roster_write_ftm(sj_roster_writer *w, sj_table table, size_t row,
                                             sj_buf *to);
/* Appends the header, or a row, of a CSV table as records.md has it: the columns of
 * sj_tables_header. LF ends a row. */
SJ_API SJ_MUST sj_status sj_roster_write_csv_header(const sj_tables *t, sj_table table, sj_buf *to);
SJ_API SJ_MUST sj_status sj_roster_write_csv(const sj_tables *t, sj_table table, size_t row,
                                             sj_buf *to);
#endif
