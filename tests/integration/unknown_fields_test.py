"""tests/integration/unknown_fields_test.py SOJOURN EXAMPLES SHARED -- a list of tomorrow has an
element, attribute, column or key that today's has not. Whatever the format, what it says is
kept (`lists diff` shows it) or the file is refused, and the import tells of it."""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

SOJOURN, EXAMPLES, SHARED = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
MARK = "Zqx planted"


def run(*words):
    return subprocess.run([SOJOURN, *map(str, words)], capture_output=True, text=True)


def leaf(tag):
    """An attribute and a child inside a leaf that the reader takes the text of."""
    return [("attribute of a leaf", lambda s: re.sub(rf"<{tag}\b", f'<{tag} novel="{MARK}"', s, count=1)),
            ("child of a leaf", lambda s: re.sub(rf"</{tag}>", f"<novel>{MARK}</novel></{tag}>", s, count=1))]


def child(parent):
    return [("child of a record", lambda s: re.sub(rf"</{parent}>", f"<novel>{MARK}</novel></{parent}>", s, count=1)),
            ("deeper", lambda s: re.sub(rf"</{parent}>", f"<a><b novel='{MARK}'/></a></{parent}>", s, count=1))]


def attribute(tag):
    return [("attribute", lambda s: re.sub(rf"<([\w]+:)?{tag}\b", rf'<\g<0>'[1:] + f' novel="{MARK}"', s, count=1))]


def column(header_row):
    def plant(s):
        rows, to = list(csv.reader(io.StringIO(s))), io.StringIO()
        for i, row in enumerate(rows):
            if i >= header_row:
                row.append({header_row: "novel", header_row + 1: MARK}.get(i, ""))
        csv.writer(to, lineterminator="\n").writerows(rows)
        return to.getvalue()
    return [("column", plant)]


def key(inside=None):
    def plant(s):
        first, _, rest = s.partition("\n")
        record = json.loads(first)
        (record[inside] if inside else record)["novel"] = [MARK] if inside else MARK
        return json.dumps(record, ensure_ascii=False) + "\n" + rest
    return [("property" if inside else "key", plant)]


def workbook(path, to, heading):
    """A column behind the last one, in the sheet whose headings hold `heading`."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        strings = re.findall(r"<si>(.*?)</si>", old.read("xl/sharedStrings.xml").decode(), re.S)
        numbers = "|".join(str(i) for i, s in enumerate(strings)
                           if re.sub("<[^>]*>", "", s).strip().startswith(heading))
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = data.decode()
                at = re.search(rf'<c r="[A-Z]+(\d+)"[^>]*t="s"[^>]*><v>(?:{numbers})</v></c>', text)
                if at:
                    row = int(at.group(1))
                    for r, word in ((row, "novel"), (row + 1, MARK)):
                        cell = f'<c r="AZ{r}" t="inlineStr"><is><t>{word}</t></is></c>'
                        text = re.sub(rf'(<row [^>]*\br="{r}"[^>]*>.*?)</row>', rf"\1{cell}</row>", text,
                                      count=1, flags=re.S)
                    data = text.encode()
            new.writestr(name, data)


PLACES = [
    (EXAMPLES / "un/un.xml", leaf("FIRST_NAME") + leaf("QUALITY") + child("INDIVIDUAL") + leaf("VALUE")
     + attribute("INDIVIDUAL_ALIAS")),
    (EXAMPLES / "eu/eu.xml", attribute("nameAlias") + child("sanctionEntity") + attribute("birthdate")
     + attribute("subjectType")),
    (SHARED / "ofac-sdnxml/consolidated_nonsdn_2024-05-06.xml", leaf("lastName") + leaf("program")
     + leaf("uid") + child("aka") + leaf("city")),
    (SHARED / "ofac-enhanced/IRGC_sanctions.xml", leaf("formattedFullName") + leaf("documentNumber")
     + child("feature") + child("namePart")),
    (SHARED / "ofac-advanced/cons_advanced.xml", leaf("NamePartValue") + child("DistinctParty")
     + leaf("Comment") + attribute("Location")),
    (SHARED / "uk-sl/uksl_excerpt_2026-08.xml", leaf("Name6") + leaf("UniqueID") + child("Designation")
     + leaf("DOB")),
    (SHARED / "seco/seco_excerpt_2026-08-27.xml", leaf("value") + child("identity") + leaf("justification")
     + attribute("nationality")),
    (SHARED / "canada-sema/sema-lmes.xml", leaf("Country") + child("record") + leaf("Aliases")),
    (SHARED / "uk-sl/uksl_watchman_2026-02-13_testrows.csv", column(1)),
    (SHARED / "opensanctions/targets.simple.csv", column(0)),
    (SHARED / "ftm/zala.ftm.json", key() + key("properties")),
    (SHARED / "opensanctions/targets.nested.json", key() + key("properties")),
    (SHARED / "opensanctions/senzing.json", [("property", key()[0][1])]),
]
FLAT = {"eu_journal.csv": "celex,recordId,programKey,annex,measure,startDate,reason,schema,name\n"
                          "32014R0269,r1,EU-X,I,freeze,2014-03-17,why,Person,Ann Example\n",
        "plain.csv": "id,name,birth_date\n1,Ann Example,1970\n"}


def check(file, what, before, after, folder):
    """Kept and told, or refused."""
    imported = run("lists", "import", "novel", after, "--lists", folder / "store", "--accept-shrink")
    if imported.returncode == 3:
        return None
    if imported.returncode != 0:
        return f"{file}: {what}: import: exit {imported.returncode}: {imported.stderr}"
    told = [line for line in imported.stderr.splitlines() if "not known" in line]
    kept = MARK in run("lists", "diff", before, after).stdout
    if kept and what == "property":
        return None  # a vocabulary that is open: FollowTheMoney's properties, Senzing's attributes
    if not told:
        return f"{file}: {what}: nothing is said ({'kept' if kept else 'lost'})"
    if not kept and not any("not kept" in line for line in told):
        return f"{file}: {what}: said to be kept, but it is not: {told}"
    return None


def try_all(path, places, folder):
    wrong = []
    text = path.read_text(encoding="utf-8")
    for what, plant in places:
        after = folder / f"after{path.suffix}"
        planted = plant(text)
        if MARK not in planted:
            return [f"{path.name}: {what}: no place to plant"]
        after.write_text(planted, encoding="utf-8")
        wrong.append(check(path.name, what, path, after, folder))
    return [w for w in wrong if w]


def main():
    wrong, checked, absent = [], 0, []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path, places in PLACES:
            if not path.exists():
                absent.append(str(path))
                continue
            wrong += try_all(path, places, folder)
            checked += len(places)
        for file, text in FLAT.items():
            (folder / file).write_text(text, encoding="utf-8")
            wrong += try_all(folder / file, column(0), folder)
            checked += 1
        for file, heading in (("australia-dfat/regulation8_consolidated.xlsx", "Name Type"),
                              ("japan-mof/shisantouketsu20260305.xlsx", "英語")):
            path = SHARED / file
            if not path.exists():
                absent.append(str(path))
                continue
            workbook(path, folder / "after.xlsx", heading)
            wrong.append(check(file, "column", path, folder / "after.xlsx", folder))
            checked += 1
    wrong = [w for w in wrong if w]
    print("\n".join(wrong))
    if absent:
        print(f"skipped: {len(absent)} lists are not here: {absent[0]} ...")
    print(f"{checked} planted, {len(wrong)} lost or silent")
    return 1 if wrong or checked < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
