#!/usr/bin/env python3
"""protected_test.py SOJOURN: of a protected person no export says where.

Two people under protection share everything with six others who are not: address,
telephone, mailbox, site, employer, agency, sponsor, account, machine, network, parcel,
referee. Every value that tells a place holds ZZ or is one of a few odd words. For every
audience, no line that names one of the two may hold such a value, nor stand in one
finding or section with another person; while of the six the same values are told, so
that the test would see a leak.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SOJOURN = sys.argv[1]
AUDIENCES = ("self", "employer", "bank", "fiu", "expert-panel", "ngo", "public")
SECRET = re.compile(r"(?i:zz|thailand|cambodia)|990000777|203\.0\.113|13\.7563|\bTH\b|\bKH\b|\bTHA\b|THB")
GUARDED = re.compile(r"\bq[a-z]?[0-9]?[12]\b|\bq[12]|[a-z]q[12]")  # ids of the two and of their rows hold q1 or q2
OTHERS = re.compile(r"\bp[1-6]\b|[a-z]p[1-6]")
PEOPLE = ["q1", "q2"] + [f"p{i}" for i in range(1, 7)]
failures = []


def expect(condition, what, shown=""):
    print(("ok      " if condition else "FAILED  ") + what + ("" if condition else f": {shown}"))
    if not condition:
        failures.append(what)


def people():
    shared = dict(email="zzmail@zz.example", phone="+66 990000777", address="77 ZZhidden lane", country="TH", birth_place="ZZ village", lat="13.7563", lon="100.5")
    yield dict(shared, person_id="q1", name="Choi Ryong-hae", birth_date="1950-01-15", nationality="KP", gender="male")
    yield dict(shared, person_id="q2", name="Pak Chol", birth_date="1980-01-15", nationality="TH", gender="male")
    for i in range(1, 7):
        yield dict(shared, person_id=f"p{i}", name=f"Ivan Orlov{i}", birth_date=f"198{i}-01-01", nationality="RU", gender="male")


def papers():
    for p in PEOPLE:
        yield dict(paper_id=f"d{p}", person_id=p, kind="passport", country="TH", number="ZZ1234567", nationality="TH", name="Dmitri Zimin", birth_date="1960-02-02",
                   image_hash="ZZff", issued="1940-01-01", expires="1990-01-01", gender="F", held_by="agency", mrz="")
        yield dict(paper_id=f"e{p}", person_id=p, kind="residence_card", country="TH", number="ZZ77", nationality="", name="", birth_date="1971-07-07", image_hash="",
                   issued="", expires="", gender="", held_by="employer", mrz="I<THAZZ77<<<<<<<<<<<<<<<<<<<<<<|7107071M3001017THA<<<<<<<<<<<0|ZIMIN<<DMITRI<<<<<<<<<<<<<<<<<")


def permits():
    yield dict(permit_id="vq1", person_id="q1", country="TH", purpose="protection", valid_from="2023-06-01", valid_to="2023-09-01", sponsor_id="oZZ3")
    yield dict(permit_id="vq2", person_id="q2", country="KH", purpose="refuge in ZZ", valid_from="2023-06-01", valid_to="2023-09-01", sponsor_id="oZZ3")
    for p in PEOPLE:
        yield dict(permit_id=f"w{p}", person_id=p, country="TH", purpose="study", valid_from="2023-01-01", valid_to="2023-09-01", sponsor_id="oZZ3")


def jobs():
    for p in PEOPLE:
        yield dict(job_id=f"j{p}", person_id=p, organisation_id="oZZ1", agency_id="oZZ2", country="TH", site="ZZ kitchen", starts="2022-12-01", ends="", hours_week="60", paid_to="agency",
                   payee_account_id="aZZ9", wage_contracted="1000", wage_recorded="1000", wage_received="100", deductions="400", currency="THB", housing="ZZ dormitory on the site",
                   escorted="yes", fee_paid="9000", period="month", rest_days_month="0")
    yield dict(job_id="jp6b", person_id="p6", organisation_id="oZZ1", country="TH", starts="2022-12-01", payee_account_id="aq10")  # paid to an account of the first


def accounts():
    shared = dict(country="TH", phone="+66 990000777", email="zzmail@zz.example", provider="ZZprov")
    yield dict(shared, account_id="aZZ9", kind="bank", identifier="TH99ZZ", holder_id="", holder_name="ZZ agency", opened="2020-01-01")
    yield dict(shared, account_id="aZZ8", kind="exchange", identifier="TH98ZZ", holder_id="", holder_name="x", opened="2020-01-01")
    for p in PEOPLE:
        for number, kind in enumerate(("bank", "platform", "exchange", "bank")):
            yield dict(shared, account_id=f"a{p}{number}", kind=kind, identifier="ZZhandle", holder_id=p, holder_name="Dmitri ZZ", opened="2023-01-01")


def transfers():
    for p in PEOPLE:
        for month in range(1, 5):
            yield dict(transfer_id=f"t{p}{month}a", time=f"2023-0{month}-01T00:00:00Z", from_account=f"a{p}1", to_account=f"a{p}0", amount="100", currency="THB")
            yield dict(transfer_id=f"t{p}{month}b", time=f"2023-0{month}-01T05:00:00Z", from_account=f"a{p}0", to_account="aZZ8", amount="99", currency="THB")


def sessions():
    for p in PEOPLE:
        for day in range(1, 7):
            yield dict(session_id=f"s{p}{day}", account_id=f"a{p}1", time=f"2023-01-0{day}T00:00:00Z", ends=f"2023-01-0{day + 1}T08:00:00Z", ip="203.0.113.99", device_id="ZZdev" if day % 2 else "ZZdev2",
                       tool="AnyDesk PiKVM Mullvad remoting_start_host ZZ" if day % 2 else "TeamViewer", user_agent="ZZagent", port="3389")


def shipments():
    for p in PEOPLE:
        yield dict(shipment_id=f"h{p}", person_id=p, item="ZZlaptop", address="PO Box ZZ77", country="KH", time="2023-01-01T00:00:00Z")


def claims():
    for p in PEOPLE:
        for number, (kind, value) in enumerate((("employer", "ZZ works"), ("identity", "ZZid"), ("referee", "ZZ ref"), ("referee", "ZZ ref2"), ("portfolio", "https://zz.example"), ("address", "ZZ lane"))):
            yield dict(claim_id=f"c{p}{number}", person_id=p, kind=kind, value=value, contact="zzmail@zz.example" if number == 2 else "zzref@zz.example", verified="no")


ORGANISATIONS = [dict(organisation_id="oZZ1", name="Ocean Maritime Management Company Limited", kind="employer", country="TH", address="ZZ pier"),
                 dict(organisation_id="oZZ2", name="ZZ agency", kind="agency", country="TH"), dict(organisation_id="oZZ3", name="ZZ school", kind="school", country="TH")]


def write(folder):
    for name, rows in (("people", people()), ("papers", papers()), ("permits", permits()), ("jobs", jobs()), ("accounts", accounts()), ("transfers", transfers()),
                       ("sessions", sessions()), ("shipments", shipments()), ("claims", claims()), ("organisations", ORGANISATIONS)):
        rows = list(rows)
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as f:
            writer = csv.DictWriter(f, list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)


def records(path):
    text = path.read_text(encoding="utf-8")
    return text.splitlines() if path.suffix == ".jsonl" else re.findall(r"<section class=.person.*?</section>|<li.*?</li>|<tr.*?</tr>", text, re.S)


def leaks(lines):
    """Lines on one of the two that hold a place, or another person."""
    about = [line for line in lines if GUARDED.search(line)]
    return [line for line in about if SECRET.search(line) or OTHERS.search(line)]


def screen(roster, *more):
    done = subprocess.run([SOJOURN, "screen", roster, "--lists", ROOT / "examples" / "lists", "--as-of", "2024-06-01", "--quiet", *more], capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"exit {done.returncode}: {done.stderr}")
    return done.stdout


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "roster").mkdir()
        write(work / "roster")
        for audience in AUDIENCES:
            out = work / audience
            said = screen(work / "roster", "--out", out, "--for", audience)
            found = leaks(said.splitlines())
            for path in sorted(out.iterdir()):
                found += leaks(records(path))
            expect(not found, f"{audience}: no place of a protected person", (len(found), [line[:300] for line in found[:3]]))
            names = [path.name for path in sorted(out.iterdir()) if "Choi" in path.read_text(encoding="utf-8")]
            expect(not (names or "Choi" in said) or audience not in ("ngo", "public"), f"{audience}: no name where people are not shown", names)
        expect(not leaks(screen(work / "roster", "--json").splitlines()), "--json: no place of a protected person")
        with open(work / "roster" / "jobs.csv", encoding="utf-8", newline="") as f:
            theirs = [row["job_id"] for row in csv.DictReader(f) if row["person_id"] == "q1"]
        for form in ([], ["--json"]):
            told = "".join(subprocess.run([SOJOURN, "regime", "explain", job, "--roster", work / "roster", *form], capture_output=True, text=True).stdout for job in theirs)
            expect(told.count("labour in force") >= 1 and not SECRET.search(told), f"regime explain {form}: no place of a protected person", told[:300])
        findings = [json.loads(line) for line in (work / "self" / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
        rules = {f["rule"] for f in findings if f["person"] == "q1"}
        expect(len(rules) >= 40, "the roster shows at least 40 signals on a protected person", sorted(rules))
        told = [f for f in findings if f["person"] == "p1" and SECRET.search(json.dumps(f))]
        expect(len(told) >= 25, "of others the places are told", len(told))
    sys.exit(1 if failures else 0)


main()
