#!/usr/bin/env python3
"""roster_ftm_test.py SOJOURN: the fictional port as FollowTheMoney lines and back.

The tables come back equal, the lines of them are the same bytes, and all that `screen`
writes of the lines is what it writes of the folder, byte for byte: as a file, in any order
of lines, compressed, and from standard input. What is written is valid to the
followthemoney package, where that is installed. A line that cannot be read costs itself.
"""
import csv
import gzip
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HARBOUR = ROOT / "examples" / "harbour"
SOJOURN = sys.argv[1]
TABLES = "people organisations papers permits jobs accounts transfers sessions shipments claims".split()
FILES = "matches.jsonl findings.jsonl assessments.jsonl labour.jsonl report.html".split()
failures = []


def expect(condition, what, shown=""):
    print(("ok      " if condition else "FAILED  ") + what + ("" if condition else f": {shown}"))
    if not condition:
        failures.append(what)


def run(*arguments, given=None):
    done = subprocess.run([SOJOURN, *map(str, arguments)], capture_output=True, input=given)
    return done.returncode, done.stderr.decode()


def screen(roster, out, given=None):
    code, said = run("screen", roster, "--lists", ROOT / "examples" / "lists", "--out", out, "--as-of", "2025-01-15", "--quiet", given=given)
    expect(code == 1, f"screen {roster}: exit 1", (code, said[:300]))
    return {name: (out / name).read_bytes() for name in FILES}


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        header, *rest = csv.reader(f)
        header[0] = header[0].removeprefix("\ufeff")
        return header, sorted(row + [""] * (len(header) - len(row)) for row in rest)


def there_and_back(work):
    lines = work / "harbour.ftm.json"
    expect(run("roster", "export", HARBOUR, "--out", lines)[0] == 0, "export: exit 0")
    expect(run("roster", "import", lines, "--out", work / "csv", "--quiet")[0] == 0, "import: exit 0")
    for table in TABLES:
        expect(rows(HARBOUR / f"{table}.csv") == rows(work / "csv" / f"{table}.csv"), f"{table}: the same columns and rows come back")
    expect(run("roster", "export", work / "csv", "--out", work / "again.json")[0] == 0
           and (work / "again.json").read_bytes() == lines.read_bytes(), "what came back is written as the same bytes")
    code, said = run("roster", "import", lines, "--out", work / "csv")
    expect(code == 2 and "is there already" in said, "import does not write beside tables that are there", said)
    return lines


def same_findings(work, lines):
    want = screen(HARBOUR, work / "of-folder")
    expect(b"permit." in want["findings.jsonl"], "the folder has findings")
    text = lines.read_bytes()
    expect(screen(lines, work / "of-lines") == want, "lines are judged as the folder is, byte for byte")
    expect(screen("-", work / "of-input", given=text) == want, "from standard input, too")
    first, *rest = text.splitlines(keepends=True)
    random.Random(3).shuffle(rest)
    (work / "shuffled.json").write_bytes(b"".join([first, *rest]))
    shuffled = screen(work / "shuffled.json", work / "of-shuffled")
    expect(all(shuffled[f] == want[f] for f in FILES if f != "matches.jsonl"), "in any order of lines, too")
    (work / "lines.gz").write_bytes(gzip.compress(text))
    expect(screen(work / "lines.gz", work / "of-gzip") == want, "compressed, too")
    with zipfile.ZipFile(work / "lines.zip", "w") as z:
        z.write(lines, "roster.json")
    expect(screen(work / "lines.zip", work / "of-zip") == want, "alone in a zip, too")
    headless = work / "headless.json"
    headless.write_bytes(b"".join(rest))
    expect(screen(headless, work / "of-headless")["findings.jsonl"] == want["findings.jsonl"], "without the line of the roster, too")


def listed(work):
    """Matches, which the harbour has none of: names, an alias, a native name, a number on a paper."""
    folder = work / "listed"
    shutil.copytree(HARBOUR, folder)
    with open(folder / "people.csv", "a", encoding="utf-8") as f:
        f.write("z1,Choe Ryong Hae,,1950-01-15,KP,male,,,,\n")
        f.write("z2,Somebody Else,최룡해,1950-01-15,KP,male,,,,\n")
    with open(folder / "organisations.csv", "a", encoding="utf-8") as f:
        f.write("z3,Silver Star,agency,CN,,,\n")
    with open(folder / "accounts.csv", "a", encoding="utf-8") as f:
        f.write("z4,wallet,,0x098B716B8Aaf21512996dC57EB0615e2383E2f96,p001,,,,,\n")
    expect(run("roster", "export", folder, "--out", work / "listed.json")[0] == 0, "listed: export")
    want, got = screen(folder, work / "listed-folder"), screen(work / "listed.json", work / "listed-lines")
    expect(want["matches.jsonl"].count(b"\n") >= 3 and want == got, "matches and what follows from them are the same")
    first, *rest = (work / "listed.json").read_bytes().splitlines(keepends=True)
    random.Random(5).shuffle(rest)
    (work / "listed-shuffled.json").write_bytes(b"".join([first, *rest]))
    shuffled = screen(work / "listed-shuffled.json", work / "listed-shuffled")
    expect(all(shuffled[f] == want[f] for f in FILES if f != "matches.jsonl"), "matches of lines in another order, too")
    found = [json.loads(line) for line in want["findings.jsonl"].splitlines()]
    expect(any(f["rule"] == "list.identifier" and f["person"] == "p001" and "LAZARUS" in f["says"] for f in found), "the holder of a listed wallet is found")


def awkward(work):
    """Everything that a property cannot give back."""
    folder = work / "awkward"
    folder.mkdir()
    (folder / "people.csv").write_text(
        "shoe size,person_id,name,native_name,other_names,birth_date,nationality,gender,country,Shoe size,ftm:weakAlias,ftm::datasets\r\n"
        '42,p1,Kim Yong Chol,김영철,Kim Y.|YC,1986-04,"Korea, North",M,RUS,x,Weak|Er,ds1|ds2\r\n'
        ',p/2,"Quote ""x"", new\nline",Same Latin,,yesterday,SU,robot,,,,\r\n'
        ",p1,Duplicate,,,,,,,,,\r\n,,Nobody,,,,,,,,,,beyond,more\r\n,o1,Shared id,,,1986|1988,KP|CN,f,DE,,,\r\n"
        ",people.p1,Prefixed,,,,,,,,,\r\n", encoding="utf-8-sig", newline="")
    (folder / "organisations.csv").write_text(
        "organisation_id,name,kind,parent_id,ownership_share\no1,Shared,Employer,o2,51\no2,Self,government,o2,\no3,Cyc,agency,o4,10.5\n"
        "o4,Cyc2,bank,o3,\no5,Dangling,other,nowhere,\n")
    (folder / "accounts.csv").write_text(
        "account_id,kind,provider,identifier,holder_id,holder_name,country,opened,closed,email,phone\n"
        "a1,bank,B,DE89 3704 0044 0532 0130 00,o1,H,DE,2020,,x@y.example,1\na2,card,B,4111111111111111,p1,H,,2020-01-01,2021,,\n"
        "a3,wallet,X,bc1q,p/2,,,2020,2021,,\na4,email,G,foo@x,nobody,,,2020,,e@x,2\na5,teapot,G,foo@x,p1,,,2020,,e@x,2\n")
    (folder / "transfers.csv").write_text(
        "transfer_id,time,from_account,to_account,amount,currency,purpose,reference\n"
        "t1,2024-05-01T08:00:00+09:00,a1,a2,1e3,USD,a|b,r\nt2,2024-05-01,a1,a9,10.50,usd,,\nt3,2024-05-01T08:00:00Z,a1,a2,10.5,JPY,,\n")
    (folder / "claims.csv").write_text("claim_id,person_id,kind,value\n")
    code, said = run("roster", "export", folder, "--out", work / "awkward.json")
    expect(code == 3 and "transfers.csv: line 4: column 5: amount" in said and "nowhere" in said, "awkward: told with line and column", said)
    code, said = run("roster", "import", work / "awkward.json", "--out", work / "awkward-csv", "--quiet")
    expect(code == 3 and "awkward.json: line" in said and ": transfers.amount: " in said, "awkward: told of the lines, too", said)
    for table in ("people", "organisations", "accounts", "transfers", "claims"):
        expect(rows(folder / f"{table}.csv") == rows(work / "awkward-csv" / f"{table}.csv"), f"awkward {table}: come back as they were")
    return work / "awkward.json"


def validate(*paths):
    try:
        from followthemoney import model
    except ImportError:
        print("skipped: the followthemoney package is not here")
        return
    wrong = []
    allowed_to_miss = {("Identification", "number"), ("Passport", "number"), ("Payment", "payer"), ("Payment", "beneficiary"), ("UserAccount", "username")}
    for path in paths:
        entities = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        expect(len({e["id"] for e in entities}) == len(entities), f"{path.name}: no id stands twice")
        for e in entities:
            schema = model.get(e["schema"])
            for name, values in e["properties"].items():
                prop = schema.properties.get(name)
                if prop is None or prop.stub:
                    wrong.append((e["schema"], name))
                elif prop.type.name in ("country", "date", "gender", "entity"):
                    wrong += [(e["schema"], name, v) for v in values if not prop.type.validate(v)]
            wrong += [(e["schema"], name, "missing") for name in schema.required
                      if name not in e["properties"] and (e["schema"], name) not in allowed_to_miss]
            if model.get_proxy(dict(e)).to_dict().get("sojourn") != e["sojourn"]:
                wrong.append((e["id"], "the member beside the properties"))
    expect(not wrong, "valid to the followthemoney package", wrong[:5])


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        lines = there_and_back(work)
        same_findings(work, lines)
        listed(work)
        validate(lines, awkward(work))
    if failures:
        sys.exit(f"{len(failures)} failed")


main()
