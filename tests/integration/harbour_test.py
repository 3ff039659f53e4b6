#!/usr/bin/env python3
"""harbour_test.py SOJOURN: the fictional port, judged; precision and recall by grade.

Also what records.md promises about people: other names, or other nationalities with
the states that issued the papers, leave every finding outside the named families as
it was; nothing that leaves the house says where a protected person is; labour never
stands beside an assessment; the same input gives the same bytes.
"""
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HARBOUR = ROOT / "examples" / "harbour"
SOJOURN = sys.argv[1]
AS_OF = "2025-01-15"
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
        expect("<script" not in page and "http://" not in page, f"{audience}: the report needs no script and fetches nothing")
    outcomes = {a["subject"]["id"]: a["regime"]["outcome"] for a in lines(out / "assessments.jsonl")}
    expect(all(outcomes[p] == "protected" for p in refugees), "refugees: outcome protected")


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
        again = work / "again"
        screen(HARBOUR, again, "--threads", "1")
        for path in sorted(out.iterdir()):
            expect(path.read_bytes() == (again / path.name).read_bytes(), f"{path.name}: the same bytes with one thread")
        promises(work, out)
    sys.exit(1 if failures else 0)


main()
