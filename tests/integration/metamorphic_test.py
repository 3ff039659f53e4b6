#!/usr/bin/env python3
"""metamorphic_test.py SOJOURN: what a change of the roster may change, and what not, on
the harbour and on a made roster with noise.

    names exchanged, in zones and accounts too    nothing outside the list family
    names written in another script               nothing outside the list family
    nationalities and issuers exchanged           nothing outside list, regime, number forms
    rows shuffled                                 the same bytes
    columns in another order                      the same bytes
    a column less, each that may be missing       no new finding outside the list family, nobody graded up
    an innocent person more                       nobody else's findings
    ids renamed                                   nothing but the ids

Each check is shown to be able to fail: a change that breaks the law is planted and must
be seen.
"""
import collections
import csv
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SOJOURN = sys.argv[1]
TABLES = "people organisations papers permits jobs accounts transfers sessions shipments claims".split()
FORMS = {"paper.number-check-digit", "paper.number-contradicts", "paper.number-form"}
SAYS_MISSING = {"regime.declared-not-documented", "permit.none"}  # they say that something is not recorded
ALPHA3 = {"RU": "RUS", "CN": "CHN", "VN": "VNM", "KR": "KOR", "KZ": "KAZ", "UZ": "UZB", "KP": "PRK", "IN": "IND", "UA": "UKR", "US": "USA"}
failures = []


def expect(condition, what, shown=""):
    print(("ok      " if condition else "FAILED  ") + what + ("" if condition else f": {shown}"), flush=True)
    if not condition:
        failures.append(what)


def read(folder):
    tables = {}
    for name in TABLES:
        with open(folder / f"{name}.csv", encoding="utf-8", newline="") as f:
            tables[name] = list(csv.DictReader(f))
    return tables


def write(folder, tables):
    folder.mkdir()
    for name, rows in tables.items():
        if not rows:
            continue
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as f:
            writer = csv.DictWriter(f, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


class Run:
    """A roster judged: findings by key, answers that are unknown, and the files."""

    def __init__(self, work, tables):
        Run.count = getattr(Run, "count", 0) + 1
        folder, self.out = work / f"roster{Run.count}", work / f"out{Run.count}"
        write(folder, tables)
        done = subprocess.run([SOJOURN, "screen", folder, "--lists", ROOT / "examples" / "lists", "--out", self.out, "--as-of", "2025-01-15", "--quiet"],
                              capture_output=True, text=True)
        if done.returncode not in (0, 1, 3):
            sys.exit(f"exit {done.returncode}: {done.stderr}")
        shutil.rmtree(folder)
        self.findings = [json.loads(line) for line in (self.out / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
        self.grades = {a["subject"]["id"]: a["grade"] for a in map(json.loads, (self.out / "assessments.jsonl").read_text(encoding="utf-8").splitlines())}

    def keys(self, families=(), rules=()):
        return collections.Counter((f["rule"], f["subject"]["table"], f["subject"]["id"], f["person"]) for f in self.findings
                                   if f["family"] not in families and f["rule"] not in rules)

    def files(self):
        return {path.name: path.read_bytes() for path in sorted(self.out.iterdir())}


def copy(tables):
    return {name: [dict(row) for row in rows] for name, rows in tables.items()}


def with_history(tables):
    """Jobs that ended long ago, permits granted late or without dates, agencies that sponsor,
    papers of a state that is not the holder's: what a missing column could hide."""
    tables, draw = copy(tables), random.Random(11)
    agencies = [row["organisation_id"] for row in tables["organisations"] if row["kind"] == "agency"]
    for row in tables["jobs"]:
        row.setdefault("ends", "")
        if draw.random() < 0.3:
            row["starts"] = row["contract_signed"] = f"{draw.randint(2013, 2018)}-03-01"
            row["ends"] = f"{draw.randint(2018, 2019)}-06-01"
        if draw.random() < 0.1:
            row["deductions"], row["wage_recorded"] = "9000", draw.choice(["", "12000", "90000"])
    for row in tables["permits"]:
        if draw.random() < 0.1:
            row["valid_from"], row["granted"] = "", draw.choice(["2021-01-01", ""])
        if draw.random() < 0.1:
            row["valid_to"] = draw.choice(["", "2025-01-01"])
        if row["purpose"] == "work" and draw.random() < 0.2:
            row["sponsor_id"] = draw.choice(agencies)
    jobs = {row["person_id"]: row for row in tables["jobs"]}
    for row in tables["permits"]:
        if row["sponsor_id"] in agencies and row["person_id"] in jobs and draw.random() < 0.8:
            jobs[row["person_id"]]["agency_id"] = row["sponsor_id"]
    for row in tables["papers"]:
        if draw.random() < 0.05:
            row["issued"], row["birth_date"] = "1975-01-01", draw.choice(["1960-01-01", "1990-01-01", ""])
    return tables


# ---- changes ----
def zone_with_name(zone, name):
    """The zone with another name: the names field of line one, no check digit covers it."""
    lines = zone.split("|")
    if len(lines) != 2 or len(lines[0]) != 44:
        return zone
    words = re.sub(r"[^A-Z<]", "", name.upper().replace(" ", "<").replace("-", "<")).strip("<").split("<")
    lines[0] = (lines[0][:5] + words[0] + "<<" + "<".join(words[1:])).ljust(44, "<")[:44]
    return "|".join(lines)


def exchanged_names(tables):
    """One permutation of all names, kept wherever a name stands: equal stays equal, and what
    noise has made of a name stays a name of its own."""
    tables = copy(tables)
    names = sorted({row["name"] for row in tables["people"] if row["name"]})
    new = dict(zip(names, names[len(names) // 3:] + names[:len(names) // 3]))
    for table, column in (("people", "name"), ("papers", "name"), ("accounts", "holder_name")):
        for row in tables[table]:
            row[column] = new.get(row[column], row[column])
    return tables


CYRILLIC = [("shch", "щ"), ("sh", "ш"), ("ch", "ч"), ("kh", "х"), ("zh", "ж"), ("ts", "ц"), ("ye", "е"), ("ya", "я"), ("yu", "ю"), ("yo", "ё"), ("j", "дж"), ("x", "кс"), ("w", "в"), ("q", "ч"),
            *zip("abcdefghiklmnoprstuvyz", "абкдефгхиклмнопрстувйз")]


def in_cyrillic(name):
    out, rest = "", name.lower()
    while rest:
        latin, letter = next(((a, b) for a, b in CYRILLIC if rest.startswith(a)), (rest[0], rest[0]))
        out, rest = out + letter, rest[len(latin):]
    return out.title()


def in_another_script(tables):
    tables = copy(tables)
    for table, column in (("people", "name"), ("papers", "name"), ("accounts", "holder_name")):
        for row in tables[table]:
            row[column] = in_cyrillic(row[column])
    return tables


def without_zones(tables):
    tables = copy(tables)
    for row in tables["papers"]:
        row["mrz"] = ""
    return tables


def exchanged_nationalities(tables):
    tables = without_zones(tables)
    codes = sorted({row["nationality"] for row in tables["people"] if row["nationality"] in ALPHA3} | {row["country"] for row in tables["papers"]})
    new = dict(zip(codes, codes[2:] + codes[:2]))
    for row in tables["people"]:
        row["nationality"] = new.get(row["nationality"], row["nationality"])
    for row in tables["papers"]:
        row["country"], row["nationality"] = new.get(row["country"], row["country"]), new.get(row["nationality"], row["nationality"])
    return tables


def shuffled(tables):
    tables, draw = copy(tables), random.Random(7)
    for rows in tables.values():
        draw.shuffle(rows)
    return tables


def other_columns(tables):
    """Every table's columns in reverse, under headers in capitals."""
    return {name: [{key.upper(): row[key] for key in reversed(row)} for row in rows] for name, rows in tables.items()}


def without(tables, table, column):
    tables = copy(tables)
    for row in tables[table]:
        del row[column]
    return tables


def with_one_more(tables):
    """A national with a job, an account, a passport and a machine: nothing shared but the employer."""
    tables = copy(tables)
    blank = lambda table, **cells: tables[table].append(dict(dict.fromkeys(tables[table][0], ""), **cells))
    blank("people", person_id="p999999", name="Zoya Novikova", nationality="RU", birth_date="1980-02-03", gender="female", email="zoya@other.example", phone="+7 4959999999", address="1 Quiet lane", country="RU")
    blank("papers", paper_id="d999999", person_id="p999999", kind="passport", country="RU", nationality="RU", number="759999999", name="Zoya Novikova", birth_date="1980-02-03")
    blank("accounts", account_id="a999999", kind="bank", provider="Port Bank", identifier="999999999", holder_id="p999999", holder_name="Zoya Novikova", country="RU", opened="2015-01-01")
    blank("jobs", job_id="j999999", person_id="p999999", organisation_id=tables["jobs"][0]["organisation_id"], country="RU", starts="2020-01-01", hours_week="40", paid_to="worker", payee_account_id="a999999")
    blank("sessions", session_id="s999999", account_id="a999999", time="2024-02-01T08:00:00Z", ip="192.0.2.250", device_id="zoya-1", port="443")
    return tables


LINKS = {"person_id", "organisation_id", "agency_id", "sponsor_id", "parent_id", "holder_id", "account_id", "payee_account_id", "from_account", "to_account",
         "paper_id", "permit_id", "job_id", "transfer_id", "session_id", "shipment_id", "claim_id"}


def renamed_ids(tables):
    """x in front of each id: the order of rows stays."""
    return {name: [{key: "x" + value if key in LINKS and value else value for key, value in row.items()} for row in rows] for name, rows in tables.items()}


# ---- laws ----
NAME_RULES = {"access.account-name-differs", "money.holder-name-differs", "money.payee-name-differs", "paper.name-contradicts"}


def foreign_names(tables):
    """Subjects with a name that is not their person's: borrowed, a spouse's, or with a slip.
    It is not carried along, and may be like the new name by chance."""
    names = {row["person_id"]: row["name"] for row in tables["people"]}
    accounts = {row["account_id"] for row in tables["accounts"] if row["holder_id"] in names and row["holder_name"] != names[row["holder_id"]]}
    return ({("accounts", account) for account in accounts} | {("papers", row["paper_id"]) for row in tables["papers"] if row["name"] != names.get(row["person_id"])}
            | {("jobs", row["job_id"]) for row in tables["jobs"] if row["payee_account_id"] in accounts})


def carried(run, foreign):
    return collections.Counter({key: n for key, n in run.keys({"list"}).items() if key[0] not in NAME_RULES or key[1:3] not in foreign})


def difference(a, b):
    return sorted((a - b).keys())[:3] + sorted((b - a).keys())[:3]


def optional_columns(tables):
    needed = {"people": {"person_id", "name"}, "organisations": {"organisation_id", "name"}, "papers": {"paper_id", "person_id", "kind", "country"},
              "permits": {"permit_id", "person_id", "country", "purpose"}, "jobs": {"job_id", "person_id", "organisation_id", "country", "starts"},
              "accounts": {"account_id", "kind"}, "transfers": {"transfer_id", "time", "from_account", "to_account", "amount", "currency"},
              "sessions": {"session_id", "account_id", "time"}, "shipments": {"shipment_id", "person_id", "address"}, "claims": {"claim_id", "person_id", "kind", "value"}}
    return [(name, column) for name in TABLES if tables[name] for column in tables[name][0] if column not in needed[name]]


def laws(work, name, tables, slips=False):
    """With `slips`, what is one slip of a key in Latin letters (of sh, or j) may be two in
    Cyrillic ones: of names that noise has changed the three name rules are left out there."""
    base = Run(work, tables)
    expect(len(base.findings) > 100, f"{name}: enough findings to compare", len(base.findings))
    bare, foreign = Run(work, without_zones(tables)), foreign_names(tables)
    scripted = Run(work, in_another_script(without_zones(tables)))
    before, after = carried(bare, foreign if slips else set()), carried(scripted, foreign if slips else set())
    expect(before == after, f"{name}: names in Cyrillic: findings stay", difference(before, after))
    zoned, renamed = carried(Run(work, clean_zones(tables)), foreign), carried(Run(work, clean_zones(exchanged_names(tables))), foreign)
    expect(zoned == renamed, f"{name}: names exchanged, with their zones and accounts: findings stay", difference(zoned, renamed))
    moved = Run(work, exchanged_nationalities(tables))
    expect(bare.keys({"list", "regime"}, FORMS) == moved.keys({"list", "regime"}, FORMS), f"{name}: nationalities exchanged: findings stay",
           difference(bare.keys({"list", "regime"}, FORMS), moved.keys({"list", "regime"}, FORMS)))
    expect(base.files() == Run(work, shuffled(tables)).files(), f"{name}: rows shuffled: the same bytes")
    expect(base.files() == Run(work, other_columns(tables)).files(), f"{name}: columns in another order and case: the same bytes")
    more = Run(work, with_one_more(tables))
    others = collections.Counter({key: n for key, n in more.keys().items() if key[3] != "p999999"})
    expect(others == base.keys(), f"{name}: an innocent person more: nobody else's findings change", difference(others, base.keys()))
    expect(more.grades["p999999"] == "clear", f"{name}: and that person is clear", more.grades["p999999"])
    ids = Run(work, renamed_ids(tables))
    cut = collections.Counter((rule, table, row[1:], person[1:]) for (rule, table, row, person), n in ids.keys().items() for _ in range(n))
    expect(cut == base.keys(), f"{name}: ids renamed: the same findings", difference(cut, base.keys()))
    columns(work, name, tables, base)
    planted(work, name, tables, base)


def clean_zones(tables):
    """Zones written anew from the names, so that they carry the name along."""
    tables = copy(tables)
    for row in tables["papers"]:
        if row["mrz"]:
            row["mrz"] = zone_with_name(row["mrz"], row["name"])
    return tables


def columns(work, name, tables, base):
    before = set(base.keys())
    for table, column in optional_columns(tables):
        less = Run(work, without(tables, table, column))
        # of a list match a missing field no longer contradicts; it is the score that says so
        grown = {key for key in set(less.keys({"list"})) - before if key[0] not in SAYS_MISSING}
        higher = [p for p in less.grades if less.grades[p] in ("review", "refer") and base.grades[p] not in ("review", "refer")]
        expect(not grown and not higher, f"{name}: without {table}.{column}: no new finding, nobody graded up", (sorted(grown)[:4], higher[:4]))


def planted(work, name, tables, base):
    """Each law must see a roster that breaks it."""
    wrong = copy(tables)
    wrong["people"][0]["name"] = "Somebody Else Entirely"
    expect(Run(work, wrong).keys({"list"}) != base.keys({"list"}), f"{name}: planted: one name that is not carried along is seen")
    wrong = copy(tables)
    row = next(row for row in wrong["papers"] if row["nationality"])
    row["nationality"] = "FR"
    expect(Run(work, wrong).keys({"list", "regime"}, FORMS) != base.keys({"list", "regime"}, FORMS), f"{name}: planted: one nationality that is not carried along is seen")
    wrong = shuffled(tables)
    wrong["people"][0]["birth_date"] = "1999-09-09"
    expect(Run(work, wrong).files() != base.files(), f"{name}: planted: a cell changed by the shuffle is seen")
    wrong = with_one_more(tables)
    wrong["people"][-1]["email"] = next(row["email"] for row in wrong["people"] if row["email"])
    others = collections.Counter({key: n for key, n in Run(work, wrong).keys().items() if key[3] != "p999999"})
    expect(others != base.keys(), f"{name}: planted: a newcomer with another's mailbox is seen")
    wrong = copy(tables)
    for row in wrong["jobs"]:
        row["hours_week"] = "90"
    grown = {key for key in set(Run(work, wrong).keys()) - set(base.keys()) if key[0] not in SAYS_MISSING}
    expect(bool(grown), f"{name}: planted: a column that grows instead of falling away is seen")


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        harbour = read(ROOT / "examples" / "harbour")
        laws(work, "harbour", harbour)
        hard = with_history(harbour)
        columns(work, "harbour with history", hard, Run(work, hard))
        for seed, noise in ((5, "0"), (6, "0.05")):
            made = work / f"made{seed}"
            subprocess.run([sys.executable, ROOT / "tools" / "make_roster.py", made, "--people", "1000", "--prevalence", "0.1", "--noise", noise, "--seed", str(seed)],
                           check=True, capture_output=True)
            laws(work, f"seed {seed}, noise {noise}", with_history(read(made)) if noise != "0" else read(made), slips=noise != "0")
    sys.exit(1 if failures else 0)


main()
