#!/usr/bin/env python3
"""regime_test.py SOJOURN: outcomes of jobs, written by hand, through the command.

Each of the eight outcomes; the day before, the day and the day after on which a
provision begins or its deadline ends; contracts around 2017-09-11; the decisions
of the EU; readings; relief with snapback, wind-down and grandfathering from a law
file; the six statuses of a timeline.
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

SOJOURN, ROOT = sys.argv[1], pathlib.Path(__file__).resolve().parent.parent.parent
failures = []

PEOPLE = "person_id,name,nationality,returned"
PAPERS = "paper_id,person_id,kind,country,nationality"
PERMITS = "permit_id,person_id,country,purpose,class,granted,valid_from,valid_to"
JOBS = "job_id,person_id,organisation_id,country,starts,ends,contract_signed"
ROSTER = {
    "people": [PEOPLE, "kp,A,KP,", "own,B,,", "refugee,C,,", "approved,D,,", "old,E,,", "new,F,,", "official,G,,", "south,H,KR,", "silent,I,KP,",
               "fresh,J,,", "early,K,,", "pl,L,,", "home,M,KP,2024-01-10", "vn,N,VN,", "both,O,,", "gulf,P,,", "student,Q,VN,"],
    "papers": [PAPERS] + [f"d-{p},{p},passport,KP,KP" for p in "kp own refugee approved old new official fresh early pl home both gulf".split()]
    + ["own2,own,national_id,RU,RU", "d-south,south,passport,KR,KR", "d-vn,vn,passport,VN,VN", "d-student,student,passport,VN,VN", "gulf2,gulf,national_id,AE,"],
    "permits": [PERMITS, "v1,kp,RU,study,,2017-09-01,2017-09-01,2026-12-31", "v2,refugee,RU,protection,,2015-01-01,2015-01-01,", "v3,approved,RU,work,UN-1718 2018/7,2018-01-01,2018-01-01,2020-12-31",
                "v4,old,RU,work,,2016-01-01,2016-01-01,2020-06-30", "v5,new,RU,work,,2016-01-01,2016-01-01,2020-06-30", "v6,official,RU,official,,2015-01-01,2015-01-01,",
                "v7,fresh,RU,work,,2017-09-12,2017-09-12,2019-12-31", "v8,early,RU,work,,2017-09-10,2017-09-10,2019-12-31", "v9,vn,RU,work,,2020-01-01,2020-01-01,2021-12-31",
                "v10,both,RU,study,,2016-01-01,2016-01-01,", "v11,both,RU,work,,2016-01-01,2016-01-01,", "v12,student,RU,study,,2020-09-01,2020-09-01,2021-06-30"],
    "jobs": [JOBS, "kp,kp,o,RU,2016-01-01,,", "own,own,o,RU,2016-01-01,,", "refugee,refugee,o,RU,2016-01-01,,", "approved,approved,o,RU,2016-01-01,,",
             "old,old,o,RU,2016-01-01,,2017-09-10", "new,new,o,RU,2016-01-01,,2017-09-11", "official,official,o,RU,2016-01-01,,", "south,south,o,RU,2016-01-01,,",
             "silent,silent,o,RU,2016-01-01,,", "fresh,fresh,o,RU,2017-09-12,,2017-09-12", "early,early,o,RU,2017-09-10,,2017-09-11", "pl,pl,o,PL,2016-01-01,,2017-09-10",
             "home,home,o,RU,2016-01-01,2024-01-05,", "vn,vn,o,RU,2020-06-01,2022-03-31,", "both,both,o,RU,2016-01-01,,", "at-home,kp,o,KP,2016-01-01,,",
             "gulf,gulf,o,AE,2016-01-01,,", "jp,kp,o,JP,2016-01-01,,", "us,kp,o,US,2016-01-01,,", "gb,kp,o,GB,2016-01-01,,", "kr,kp,o,KR,2016-01-01,,"],
}
# job, day, outcome, provision (instrument paragraph), in wind-down
CASES = [
    ("kp", "2024-05-01", "applies", "UNSCR 2397 8", False),
    ("own", "2024-05-01", "own national", "UNSCR 2397 8", False),
    ("refugee", "2024-05-01", "protected", "UNSCR 2397 8", False),
    ("approved", "2018-06-01", "committee approved", "UNSCR 2397 8", False),
    ("approved", "2020-12-31", "committee approved", "UNSCR 2397 8", False),
    ("approved", "2021-01-01", "applies", "UNSCR 2397 8", False),
    ("old", "2018-06-01", "grandfathered", "UNSCR 2397 8", False),
    ("official", "2024-05-01", "official accreditation", "UNSCR 2397 8", False),
    ("south", "2024-05-01", "not in scope", "UNSCR 2397 8", False),
    ("silent", "2024-05-01", "undetermined", "UNSCR 2397 8", False),
    ("at-home", "2024-05-01", "not in scope", "UNSCR 2397 8", False),
    # an identity card that every resident of the state has makes nobody its national
    ("gulf", "2024-05-01", "applies", "UNSCR 2397 8", False),
    # other states' own law is told by `show`; the duty to return is the UN's
    ("jp", "2024-05-01", "applies", "UNSCR 2397 8", False),
    ("us", "2024-05-01", "applies", "UNSCR 2397 8", False),
    ("gb", "2024-05-01", "applies", "UNSCR 2397 8", False),
    ("kr", "2024-05-01", "applies", "UNSCR 2397 8", False),
    # 2321: vigilance; 2371 paragraph 11: a cap on the total, no rule on one job
    ("kp", "2016-11-29", "not in scope", "", False),
    ("kp", "2016-11-30", "not in scope", "UNSCR 2321 34", False),
    ("kp", "2017-08-04", "not in scope", "UNSCR 2321 34", False),
    ("kp", "2017-08-05", "not in scope", "UNSCR 2371 11", False),
    ("kp", "2017-09-10", "not in scope", "UNSCR 2371 11", False),
    # 2375 paragraph 17: permits granted from the day of adoption, but for contracts finalised before it
    ("kp", "2017-09-11", "undetermined", "UNSCR 2375 17", False),
    ("early", "2017-09-10", "not in scope", "UNSCR 2371 11", False),
    ("early", "2017-09-11", "not in scope", "UNSCR 2375 17", False),
    ("fresh", "2017-09-12", "applies", "UNSCR 2375 17", False),
    ("old", "2017-09-11", "grandfathered", "UNSCR 2375 17", False),
    ("new", "2017-09-11", "not in scope", "UNSCR 2375 17", False),
    ("old", "2017-12-21", "grandfathered", "UNSCR 2375 17", False),
    # 2397 paragraph 8: from its adoption; the last day of the wind-down
    ("new", "2017-12-21", "not in scope", "UNSCR 2375 17", False),
    ("new", "2017-12-22", "applies", "UNSCR 2397 8", True),
    ("kp", "2017-12-23", "applies", "UNSCR 2397 8", True),
    ("kp", "2019-12-21", "applies", "UNSCR 2397 8", True),
    ("kp", "2019-12-22", "applies", "UNSCR 2397 8", True),
    ("kp", "2019-12-23", "applies", "UNSCR 2397 8", False),
    ("old", "2019-12-22", "grandfathered", "UNSCR 2397 8", False),
    ("old", "2019-12-23", "applies", "UNSCR 2397 8", False),
    ("new", "2019-12-22", "applies", "UNSCR 2397 8", True),
    # the EU's decision sets the day before
    ("pl", "2019-12-21", "grandfathered", "UNSCR 2397 8", False),
    ("pl", "2019-12-22", "applies", "Decision (CFSP) 2018/293", False),
    ("pl", "2019-12-23", "applies", "UNSCR 2397 8", False),
    ("pl", "2017-10-11", "grandfathered", "UNSCR 2375 17", False),
]
READINGS = [
    ("kp", "permit-decides", "not in scope"), ("kp", "practice", "applies"), ("kp", "text", "applies"),
    ("both", "permit-decides", "applies"),  # a permit for work beside that for study
]
# Relief for two years, then back with a wind-down of ninety days; contracts signed under the relief go on until it ends.
LAW = ["id\tinstrument\tparagraph\tin_force_from\tterritory\tsubject\teffect\texceptions\tdeadline\tcontracts_before\tsuspended_from\tsuspended_to\ttrigger\tclock_days\tdefault_outcome\twind_down_days\tcontested",
       "X-8\tRelief\t8\t2017-12-22\tUN\tlabour\trepatriate\town_national;protected;grandfathered\t2019-12-22\t2027-06-01\t2026-01-01\t2027-12-31\tany member\t30\trestore\t90\tRU; CN: the snapback is void"]
RELIEF = [
    ("kp", "2025-12-31", "applies", "Relief 8", False), ("kp", "2026-01-01", "not in scope", "", False), ("kp", "2027-12-31", "not in scope", "", False),
    ("kp", "2028-01-01", "applies", "Relief 8", True), ("kp", "2028-03-30", "applies", "Relief 8", True), ("kp", "2028-03-31", "applies", "Relief 8", False),
    ("new", "2028-01-01", "grandfathered", "Relief 8", False), ("new", "2028-03-30", "grandfathered", "Relief 8", False), ("new", "2028-03-31", "applies", "Relief 8", False),
    ("own", "2028-05-01", "own national", "Relief 8", False),
]


def expect(got, want, what):
    ok = got == want
    print(("ok      " if ok else "FAILED  ") + what + ("" if ok else f": {got}, not {want}"))
    if not ok:
        failures.append(what)


def sojourn(*arguments):
    done = subprocess.run([SOJOURN, *arguments], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{arguments}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def judged(roster, job, day, *more):
    v = json.loads(sojourn("regime", "at", day, "--job", job, "--roster", roster, "--json", *more))
    law = f"{v['instrument']} {v['paragraph']}".strip() if "instrument" in v else ""
    return v["outcome"], law, v["wind_down"]


def shown():
    """The instruments that the issue names, each with its day in force."""
    rows = [json.loads(line) for line in sojourn("regime", "show", "--json").splitlines()]
    days = {(row["instrument"], row["paragraph"]): row["in_force"] for row in rows}
    for key, day in {("UNSCR 1718", "8(d)"): "2006-10-14", ("UNSCR 2270", "13"): "2016-03-02", ("UNSCR 2321", "34"): "2016-11-30", ("UNSCR 2371", "11"): "2017-08-05",
                     ("UNSCR 2375", "17"): "2017-09-11", ("UNSCR 2375", "18"): "2017-09-11", ("UNSCR 2397", "8"): "2017-12-22", ("UNSCR 2664", "1"): "2022-12-09",
                     ("Decision (CFSP) 2017/1562", ""): "2017-09-14", ("Decision (CFSP) 2017/1838", ""): "2017-10-10", ("Decision (CFSP) 2017/1860", "1"): "2017-10-16",
                     ("Decision (CFSP) 2018/293", ""): "2018-02-26", ("CAATSA", "321(b)"): "2017-08-02", ("E.O. 13722", "2(a)(iv)"): "2016-03-15", ("E.O. 13810", "1"): "2017-09-21",
                     ("31 CFR", "510"): "2018-03-05"}.items():
        expect(days.get(key), day, f"{' '.join(key)} is in force from {day}")
    for territory in ("GB", "JP", "KR"):
        expect(any(territory in row["territory"].split(";") for row in rows), True, f"there are rows of {territory}")
    deadlines = {row["id"]: row.get("deadline") for row in rows}
    expect((deadlines["UN-2397-8"], deadlines["EU-2018-293"], deadlines["UN-2375-18"]), ("2019-12-22", "2019-12-21", "2018-01-09"), "deadlines")
    expect("UNSCR 2397" in sojourn("regime", "at", "2018-03-01"), True, "2397 is among what is in force on 2018-03-01")
    expect("UNSCR 2397" in sojourn("regime", "at", "2017-12-21"), False, "and not on 2017-12-21")


def stays(folder, roster):
    """Statuses as the page lists them, span by span."""
    out = folder / "out"
    sojourn("screen", roster, "--lists", ROOT / "examples" / "lists", "--out", out, "--as-of", "2025-01-15", "--quiet")
    page = (out / "report.html").read_text(encoding="utf-8")
    for status in ("in wind-down", "should have been returned", "could not return", "returned"):
        expect(status in page, True, f"report: somebody's day is {status}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        roster = folder / "roster"
        roster.mkdir()
        for table, rows in ROSTER.items():
            (roster / f"{table}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        expect(len(list(csv.reader(ROSTER["jobs"]))), 22, "jobs")
        for job, day, outcome, law, wind_down in CASES:
            expect(judged(roster, job, day), (outcome, law, wind_down), f"{job} at {day}")
        expect({case[2] for case in CASES} >= {"applies", "own national", "protected", "committee approved", "grandfathered", "official accreditation", "not in scope", "undetermined"},
               True, "all eight outcomes are there")
        for job, reading, outcome in READINGS:
            expect(judged(roster, job, "2024-05-01", "--reading", reading)[0], outcome, f"{job} by the reading {reading}")
        law = folder / "law.tsv"
        law.write_text("\n".join(LAW) + "\n", encoding="utf-8")
        for job, day, outcome, provision, wind_down in RELIEF:
            expect(judged(roster, job, day, "--law", law), (outcome, provision, wind_down), f"relief: {job} at {day}")
        expect(json.loads(sojourn("regime", "show", "--json", "--law", law))["contested"], "RU; CN: the snapback is void", "a law from a file says who contests it")
        expect("contested" in sojourn("regime", "at", "2028-05-01", "--job", "kp", "--roster", roster, "--law", law), True, "and the outcome says so")
        shown()
        stays(folder, roster)
    sys.exit(1 if failures else 0)


main()
