#!/usr/bin/env python3
"""harbour_test.py SOJOURN: the fictional port, judged; precision and recall by grade.

Also what records.md promises about people: other names, names in another script, or
other nationalities with the states that issued the papers, leave every finding outside
the named families as it was; shuffled rows change nothing; a column less only takes
findings away; a person more changes nobody else's; nothing that leaves the house says
where a protected person is; labour never stands beside an assessment; the same input
gives the same bytes.
"""
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
HARBOUR = ROOT / "examples" / "harbour"
SOJOURN = sys.argv[1]
AS_OF = "2025-01-15"
# Findings that say themselves that something is not recorded.
SAYS_MISSING = {"regime.declared-not-documented", "permit.none"}
OPTIONAL = [("people", "birth_date"), ("people", "nationality"), ("people", "phone"), ("people", "address"), ("people", "country"),
            ("papers", "mrz"), ("papers", "number"), ("papers", "name"), ("papers", "birth_date"), ("papers", "nationality"), ("papers", "image_hash"),
            ("permits", "class"), ("permits", "valid_from"), ("permits", "valid_to"), ("permits", "sponsor_id"), ("permits", "granted"),
            ("jobs", "hours_week"), ("jobs", "paid_to"), ("jobs", "payee_account_id"), ("jobs", "agency_id"), ("jobs", "site"), ("jobs", "deductions"),
            ("jobs", "wage_recorded"), ("jobs", "wage_contracted"), ("jobs", "wage_received"), ("jobs", "contract_signed"), ("accounts", "holder_id"),
            ("accounts", "holder_name"), ("sessions", "device_id"), ("sessions", "ends"), ("sessions", "ip"), ("shipments", "country"), ("claims", "verified")]
failures = []


def expect(condition, what):
    print(("ok      " if condition else "FAILED  ") + what)
    if not condition:
        failures.append(what)


def screen(roster, out, *more):
    done = subprocess.run([SOJOURN, "screen", roster, "--lists", ROOT / "examples" / "lists", "--out", out, "--as-of", AS_OF,
                           "--quiet", *more], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"screen: exit {done.returncode}\n{done.stdout}{done.stderr}")


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(name, folder=HARBOUR):
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def write_table(folder, name, rows):
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def grades(out):
    truth = {row["person_id"]: row["dispatched"] == "yes" for row in table("truth")}
    guilty = sum(truth.values())
    by_grade = {}
    for a in lines(out / "assessments.jsonl"):
        by_grade.setdefault(a["grade"], []).append(truth[a["subject"]["id"]])
    print(f"{'grade':14} {'people':>6} {'dispatched':>10} {'precision':>9} {'recall':>7}   (of {guilty} dispatched)")
    at_least = []
    for grade in ("refer", "review", "clear", "insufficient"):
        found = by_grade.get(grade, [])
        at_least += found
        print(f"{grade:14} {len(found):6} {sum(found):10} {sum(found) / max(len(found), 1):9.3f} {sum(at_least) / guilty:7.3f}")
    refer, review = by_grade["refer"], by_grade["refer"] + by_grade.get("review", [])
    expect(sum(refer) / len(refer) >= 0.98, "refer: precision at least 0.98")
    expect(sum(refer) / guilty >= 0.90, "refer: recall at least 0.90")
    expect(sum(review) / guilty >= 0.98, "refer and review: recall at least 0.98")
    expect(len(review) - sum(review) <= 20, "at most 20 innocent people are looked at")


def keys(out, without_families, without_rules=()):
    return sorted((f["rule"], f["subject"]["table"], f["subject"]["id"], f["person"]) for f in lines(out / "findings.jsonl")
                  if f["family"] not in without_families and f["rule"] not in without_rules)


def rename(folder):
    people = table("people")
    names = [row["name"] for row in people]
    new = dict(zip(names, names[137:] + names[:137]))
    for row in people:
        row["name"] = new[row["name"]]
    papers, accounts = table("papers"), table("accounts")
    for row in papers:
        row["name"] = new[row["name"]]
        words = row["name"].upper().replace("-", "<").split()
        if row["mrz"]:
            first, second = row["mrz"].split("|")
            row["mrz"] = (first[:5] + words[0] + "<<" + "<".join(words[1:])).ljust(44, "<")[:44] + "|" + second
    for row in accounts:
        row["holder_name"] = new.get(row["holder_name"], row["holder_name"])
    for name, rows in (("people", people), ("papers", papers), ("accounts", accounts)):
        write_table(folder, name, rows)


def renationalise(folder):
    codes = ["RU", "CN", "VN", "KR", "KZ", "KP", "IN", "UA"]
    new = dict(zip(codes, codes[3:] + codes[:3]))
    people, papers = table("people"), table("papers")
    for row in people:
        row["nationality"] = new[row["nationality"]]
    for row in papers:
        row["country"], row["nationality"], row["mrz"] = new[row["country"]], new[row["nationality"]], ""
    write_table(folder, "people", people)
    write_table(folder, "papers", papers)


# Latin written in Cyrillic, longest first: only as good as a clerk's ear.
CYRILLIC = [("shch", "щ"), ("sh", "ш"), ("ch", "ч"), ("kh", "х"), ("zh", "ж"), ("ts", "ц"), ("ye", "е"), ("ya", "я"), ("yu", "ю"), ("yo", "ё"), ("j", "дж"), ("x", "кс"), ("w", "в"), ("q", "ч"),
            *zip("abcdefghiklmnoprstuvyz", "абкдефгхиклмнопрстувйз")]


def in_cyrillic(name):
    out, rest = "", name.lower()
    while rest:
        latin, letter = next(((a, b) for a, b in CYRILLIC if rest.startswith(a)), (rest[0], rest[0]))
        out, rest = out + letter, rest[len(latin):]
    return out.title()


def rescript(folder):
    people, papers, accounts = table("people"), table("papers"), table("accounts")
    names = {row["name"] for row in people} | {row["name"] for row in papers}
    for rows, column in ((people, "name"), (papers, "name"), (accounts, "holder_name")):
        for row in rows:
            if row[column] in names:
                row[column] = in_cyrillic(row[column])
    for name, rows in (("people", people), ("papers", papers), ("accounts", accounts)):
        write_table(folder, name, rows)


def shuffle(folder):
    draw = random.Random(7)
    for path in sorted(folder.glob("*.csv")):
        rows = table(path.stem)
        draw.shuffle(rows)
        write_table(folder, path.stem, rows)


def without_column(name, column):
    def change(folder):
        rows = table(name, folder)
        for row in rows:
            del row[column]
        write_table(folder, name, rows)
    return change


def one_more(folder):
    people, permits, jobs = table("people"), table("permits"), table("jobs")
    people.append(dict(people[0], person_id="p9999", name="Zoya Novikova", native_name="", email="zoya@mail.example", phone="+7 9149999999",
                       address="1 Quiet lane", nationality="RU", birth_date="1980-02-03"))
    jobs.append(dict(jobs[0], job_id="j9999", person_id="p9999", payee_account_id="", agency_id=""))
    for name, rows in (("people", people), ("permits", permits), ("jobs", jobs)):
        write_table(folder, name, rows)


def without_zones(folder):
    papers = table("papers")
    for row in papers:
        row["mrz"] = ""
    write_table(folder, "papers", papers)


def changed(work, name, *changes):
    folder, out = work / name, work / f"{name}-out"
    shutil.copytree(HARBOUR, folder)
    for change in changes:
        change(folder)
    screen(folder, out)
    return out


def metamorphic(work, out):
    """What must not change, and what may only go away, when the roster changes."""
    expect(keys(out, {"list"}) == keys(changed(work, "rescripted", rescript), {"list"}),
           "names in Cyrillic: every finding outside the list family stays")
    shuffled = changed(work, "shuffled", shuffle)
    for name in ("findings.jsonl", "assessments.jsonl", "labour.jsonl", "report.html"):
        expect((out / name).read_bytes() == (shuffled / name).read_bytes(), f"{name}: the same bytes with shuffled rows")
    before = set(keys(out, set()))
    for name, column in OPTIONAL:
        less = set(keys(changed(work, f"no-{name}-{column}", without_column(name, column)), set()))
        grown = less - before
        # a person whose papers stop saying something may be declared but no longer documented, and so on: context that says so
        grown = {key for key in grown if key[0] not in SAYS_MISSING}
        expect(not grown, f"without {name}.{column}: no finding is new {sorted(grown)[:3]}")
    more = [key for key in keys(changed(work, "one-more", one_more), set()) if key[3] != "p9999"]
    expect(sorted(before) == sorted(set(more)), "one innocent person more: nobody else's findings change")


def promises(work, out):
    expect(keys(out, {"list"}) == keys(changed(work, "renamed", rename), {"list"}),
           "another's name: every finding outside the list family stays")
    numbers = {"paper.number-check-digit", "paper.number-contradicts", "paper.number-form"}
    before = keys(changed(work, "zoneless", without_zones), {"list", "regime"}, numbers)
    after = keys(changed(work, "renationalised", renationalise), {"list", "regime"}, numbers)
    expect(before == after, "another nationality: every finding outside list and regime stays")
    refugees = {row["person_id"] for row in table("truth") if row["group"] == "refugee"}
    secrets = [row["address"] for row in table("people") if row["person_id"] in refugees]
    secrets += [row["site"] for row in table("jobs") if row["person_id"] in refugees]
    secrets += [row["phone"] for row in table("people") if row["person_id"] in refugees]
    for audience in ("self", "employer", "bank", "fiu", "expert-panel", "ngo", "public"):
        to = work / f"for-{audience}"
        screen(HARBOUR, to, "--for", audience)
        text = "".join(path.read_text(encoding="utf-8") for path in to.iterdir())
        expect(not any(secret in text for secret in secrets), f"{audience}: nothing says where a protected person is")
        people = (to / "assessments.jsonl").read_text(encoding="utf-8")
        labour = (to / "labour.jsonl").read_text(encoding="utf-8")
        expect(bool(people) == (audience not in ("ngo", "public")), f"{audience}: assessments of people")
        expect(bool(labour) == (audience in ("self", "ngo")), f"{audience}: labour indicators")
        expect("forced" not in people and "grade" not in labour, f"{audience}: labour and assessment apart")
        page = (to / "report.html").read_text(encoding="utf-8")
        if audience != "self":
            expect(not hidden_cells(page), f"{audience}: no small cell, and none that the others give away")
        expect("<script" not in page and "http://" not in page, f"{audience}: the report needs no script and fetches nothing")
    outcomes = {a["subject"]["id"]: a["regime"]["outcome"] for a in lines(out / "assessments.jsonl")}
    expect(all(outcomes[p] == "protected" for p in refugees), "refugees: outcome protected")


def hidden_cells(page):
    """Rows of the tables of grades and signals whose one hidden cell the others give away."""
    given_away = []
    for row in re.findall(r"<tr>.*?</tr>", page, re.S):
        cells = re.findall(r'<td class="n" data-l="(?:yes|no|unknown)">(.*?)</td>', row)
        if cells and sum(not cell.isdigit() for cell in cells) == 1:
            given_away.append(row)
        given_away += [cell for cell in cells if cell in ("1", "2", "3", "4")]
    grades = re.findall(r'data-l="People">(.*?)</td>', page)
    if sum(not cell.isdigit() for cell in grades) == 1 or any(cell in ("1", "2", "3", "4") for cell in grades):
        given_away.append(grades)
    return given_away


def report(out):
    """What an investigator looks for, that it can be read aloud, and that it needs nothing."""
    page = (out / "report.html").read_text(encoding="utf-8")
    for section in ("summary", "before", "organisations", "people", "each", "signals", "lists", "how"):
        expect(page.count(f'<h2 id="{section}">') == 1, f"report: section {section}")
    refer = [a["subject"]["id"] for a in lines(out / "assessments.jsonl") if a["grade"] == "refer"]
    expect(all(f'<span class="quiet">{person}</span></h3>' in page for person in refer), "report: everybody to refer, in full")
    sections = re.findall(r'<section class="person.*?</section>', page, re.S)
    expect(all("Evidence: " in s and "Rule out first: " in s and "base rate of" in s and "innocent for each" in s and "Unknown for want of data" in s
               for s in sections), "report: evidence, innocent readings, base rate, consequence and what is unknown of each")
    expect(sum('<h4>Timeline</h4>' in s for s in sections) > len(sections) * 0.9, "report: timelines")
    expect(all("aria-label" in tag or "aria-hidden" in tag for tag in re.findall(r"<svg[^>]*>", page)), "report: each plot has words or is said beside")
    expect(not re.search(r"<script|<link|<img|url\(|src=|href=\"(?!#)", page), "report: no script, nothing fetched")
    expect(all(len(set(hash_)) > 1 for hash_ in re.findall(r'class="hash">([0-9a-f]{64})<', page)) and page.count('class="hash"') == 3, "report: lists with whole hashes")
    opened = [tag for tag in re.findall(r"<(/?)(section|table|ul|ol|li|p|h2|h3|h4|main|nav|thead|tbody|tr|svg|div)\b", page)]
    depth = []
    for closing, tag in opened:
        if not closing:
            depth.append(tag)
        elif not depth or depth.pop() != tag:
            depth = None
            break
    expect(depth == [], "report: elements nest")


def grading(out):
    families = {}
    for f in lines(out / "findings.jsonl"):
        families.setdefault(f["person"], []).append((f["strength"], f["family"]))
        expect_all = f["because"] and f["says"] and f["source"] and f["also_explained_by"] and f["engine"]
        if not expect_all:
            expect(False, f"finding {f['rule']} of {f['person']} says why")
    wrong = 0
    for a in lines(out / "assessments.jsonl"):
        found = families.get(a["subject"]["id"], [])
        hard = any(s == "hard" for s, _ in found)
        strong = {family for s, family in found if s == "strong"}
        want = "refer" if hard or len(strong) > 1 else "review" if strong else ("clear", "insufficient")
        wrong += a["grade"] not in want if isinstance(want, tuple) else a["grade"] != want
    expect(wrong == 0, "grades follow from the findings as the rule says")


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        out = work / "out"
        screen(HARBOUR, out)
        grades(out)
        grading(out)
        report(out)
        again = work / "again"
        screen(HARBOUR, again, "--threads", "1")
        for path in sorted(out.iterdir()):
            expect(path.read_bytes() == (again / path.name).read_bytes(), f"{path.name}: the same bytes with one thread")
        promises(work, out)
        metamorphic(work, out)
    sys.exit(1 if failures else 0)


main()
