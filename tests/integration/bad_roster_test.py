#!/usr/bin/env python3
"""bad_roster_test.py SOJOURN: rosters that are empty, broken or written by an enemy.

Each must end with an exit status that says so and a message that names what is wrong,
within a memory that has nothing to do with what the file claims to hold; a broken row
costs itself and nothing else.
"""
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HARBOUR = ROOT / "examples" / "harbour"
SOJOURN = sys.argv[1]
UNREADABLE = 3
failures = []


def expect(condition, what, shown=""):
    print(("ok      " if condition else "FAILED  ") + what + ("" if condition else f": {shown}"))
    if not condition:
        failures.append(what)


def screen(roster, out):
    """Exit status, what was said, and the most memory in kilobytes."""
    said = open(f"{out}.stderr", "w+", encoding="utf-8")
    run = subprocess.Popen([SOJOURN, "screen", roster, "--lists", ROOT / "examples" / "lists", "--out", out, "--as-of", "2025-01-15", "--quiet"],
                           stdout=subprocess.DEVNULL, stderr=said)
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    said.seek(0)
    return run.returncode, said.read(), usage.ru_maxrss


def refused(work, name, make, *says):
    roster = work / name
    make(roster)
    code, text, kilobytes = screen(roster, work / f"{name}-out")
    expect(code == UNREADABLE and all(word in text for word in says), f"{name}: refused, and says why", (code, text[:300]))
    expect(kilobytes < 600_000, f"{name}: in less than 600 MB", kilobytes)


def tables(change):
    """A copy of the harbour in which `change` has had its way with the folder."""
    def make(folder):
        shutil.copytree(HARBOUR, folder)
        change(folder)
    return make


def all_empty(folder):
    for path in folder.glob("*.csv"):
        path.write_bytes(b"")


def in_utf16(folder):
    path = folder / "people.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def jobs_in_utf16(folder):
    path = folder / "jobs.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def long_cell(folder):
    with open(folder / "claims.csv", "a", encoding="utf-8") as f:
        f.write("c99999,p001,employer," + "x" * 100_000_000 + ",,no\n")


def open_quote(folder):
    with open(folder / "permits.csv", "a", encoding="utf-8") as f:
        f.write('v99999,p001,RU,"study' + ",x" * 3_000_000)


def no_header(folder):
    text = (folder / "papers.csv").read_text(encoding="utf-8")
    (folder / "papers.csv").write_text(text.split("\n", 1)[1], encoding="utf-8")


def zip_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for table in HARBOUR.glob("*.csv"):
            if table.stem != "sessions":
                z.write(table, table.name)
        with z.open("sessions.csv", "w", force_zip64=True) as f:
            f.write(b"session_id,account_id,time\n")
            for _ in range(600):
                f.write(b"0" * 1_000_000)


def people_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        with z.open("people.csv", "w", force_zip64=True) as f:
            f.write(b"person_id,name\n")
            for _ in range(600):
                f.write(b"0" * 1_000_000)


def not_a_zip(path):
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 4000)


def findings(out):
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def broken_rows(work):
    """One broken row in each table: named with line and column, and nobody else's findings move."""
    (work / "whole").mkdir()
    screen(HARBOUR, work / "whole")
    before = [(f["rule"], f["person"], f["subject"]["id"]) for f in findings(work / "whole")]
    broken = {"people": dict(birth_date="yesterday"), "papers": dict(issued="2020-13-45"), "permits": dict(purpose="leisure"), "jobs": dict(hours_week="many"),
              "accounts": dict(opened="soon"), "transfers": dict(amount="1,5"), "sessions": dict(time="noon"), "shipments": dict(time="25:00"),
              "claims": dict(verified="perhaps"), "organisations": dict(ownership_share="all")}
    folder = work / "broken"
    shutil.copytree(HARBOUR, folder)
    lines = {}
    for table, cells in broken.items():
        with open(folder / f"{table}.csv", encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f))
        key = next(iter(rows[0]))
        needed = {"people": {}, "organisations": {"name": "Nameless Works"}, "papers": {"kind": "passport", "country": "VN"}, "permits": {"country": "RU"},
                  "jobs": {"organisation_id": "z9999", "country": "RU", "starts": "2023-01-01"}, "accounts": {"kind": "bank"},
                  "transfers": {"time": "2024-01-01", "from_account": "z9999", "to_account": "z9999", "currency": "RUB"}, "sessions": {"account_id": "z9999"},
                  "shipments": {"address": "12 Nowhere lane"}, "claims": {"kind": "school", "value": "Polytechnic"}}[table]
        extra = dict.fromkeys(rows[0], "") | needed | {key: "z9999"} | cells
        if table == "people":
            extra["name"] = "Zoya Novikova"
        elif "person_id" in extra:
            extra["person_id"] = "z9999"
        rows.append(extra)
        lines[table] = len(rows) + 1
        with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as f:
            writer = csv.DictWriter(f, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    code, text, _ = screen(folder, work / "broken-out")
    expect(code == UNREADABLE, "broken rows: the exit status says so", (code, text[:300]))
    for table, cells in broken.items():
        expect(f"{table}.csv: line {lines[table]}: column" in text and next(iter(cells)) in text, f"broken row of {table}: table, line and column are named", text[:600])
    after = [(f["rule"], f["person"], f["subject"]["id"]) for f in findings(work / "broken-out") if f["person"] != "z9999"]
    expect(sorted(before) == sorted(after), "broken rows: nobody else's findings change")


def lines_of_harbour(path):
    subprocess.run([SOJOURN, "roster", "export", HARBOUR, "--out", path], check=True)


def long_line(path):
    lines_of_harbour(path)
    with open(path, "a", encoding="utf-8") as f:
        f.write('{"id":"z","schema":"Person","properties":{"name":["' + "x" * 100_000_000 + '"]}}\n')


def lines_in_utf16(path):
    lines_of_harbour(path)
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def lines_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        with z.open("roster.json", "w", force_zip64=True) as f:
            f.write(b'{"id":"z","schema":"Person","properties":{"name":["')
            for _ in range(600):
                f.write(b"0" * 1_000_000)


def broken_lines(work):
    """Lines that cannot be read, each told by its number, and nobody else's findings move."""
    path = work / "broken.json"
    lines_of_harbour(path)
    whole = path.read_text(encoding="utf-8").splitlines()
    deep = '{"id":"d","schema":"Thing","properties":{"x":[' * 60 + "]}}" * 60
    broken = ["nonsense", "[]", '{"id":"z"}', deep, '{"id":"z","schema":"Person","properties":{"name":["\\ud800"]}}',
              '{"id":"z1","schema":"Passport","properties":{"holder":["z9999"],"country":["zz"],"number":["1"],"startDate":["soon"]}}',
              '{"id":"z2","schema":"Person","properties":{"name":["' + "x" * 2_000_000 + '"]}}',
              '{"id":"z3","schema":"Payment","properties":{"payerAccount":["z3"],"beneficiaryAccount":["z3"],"amount":["1.005"],"currency":["USD"],"date":["2024-01-01"]}}']
    at = [5 + 100 * i for i in range(len(broken))]
    for place, line in zip(at, broken):
        whole.insert(place - 1, line)
    path.write_text("\n".join(whole), encoding="utf-8")
    code, text, _ = screen(path, work / "broken-lines-out")
    expect(code == UNREADABLE, "broken lines: the exit status says so", (code, text[:300]))
    for place in at:
        expect(f"broken.json: line {place}:" in text, f"broken lines: line {place} is named", text[:900])
    before = (work / "whole" / "findings.jsonl").read_bytes()
    expect((work / "broken-lines-out" / "findings.jsonl").read_bytes() == before, "broken lines: no finding changes")


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        refused(work, "nothing", lambda path: path.mkdir(), "people.csv")
        refused(work, "missing", tables(lambda folder: (folder / "people.csv").unlink()), "people.csv")
        refused(work, "empty", tables(all_empty), "people.csv")
        refused(work, "utf16", tables(in_utf16), "people.csv", "UTF-8")
        refused(work, "utf16-jobs", tables(jobs_in_utf16), "jobs.csv", "UTF-8")
        refused(work, "long-cell", tables(long_cell), "claims.csv", "1 MiB")
        refused(work, "open-quote", tables(open_quote), "permits.csv")
        refused(work, "no-header", tables(no_header), "papers.csv", "header")
        refused(work, "bomb.zip", zip_bomb, "sessions.csv")
        refused(work, "people-bomb.zip", people_bomb, "people.csv")
        refused(work, "not.zip", not_a_zip, "not.zip")
        refused(work, "long-line.json", long_line, "16 MiB")
        refused(work, "utf16.json", lines_in_utf16, "UTF-8")
        refused(work, "lines-bomb.zip", lines_bomb, "16 MiB")
        broken_rows(work)
        broken_lines(work)
    sys.exit(1 if failures else 0)


main()
