#!/usr/bin/env python3
"""The tables of law and signals in data/ say what their readers expect.

Columns, words, dates, countries and numbers are checked; ids are unique; what
`needs` names exists in include/sojourn/tables.h; effects and exceptions are
those that src/regime/law.c accepts; a reading belongs to a provision; what the
engine runs (src/signals, the readings of judge.c) is what the tables call live. Two
promises of records.md are held here too: a rule reads a nationality only in
the legal test, the list comparison or between the papers of one person, and no
rule speaks of ethnicity, language, accent, face or the origin of a name.
"""
import datetime
import re
import sys

from sources import ROOT

HEADERS = {
    "permits": "country class name purpose work hours_week hours_week_break employer_bound conditions "
               "from to source confirmed",
    "instruments": "id instrument paragraph adopted in_force_from in_force_to deadline territory binds "
                   "subject effect nationality contracts_before suspended_from suspended_to trigger "
                   "clock_days default_outcome wind_down_days exceptions rule contested source tag "
                   "text_confirmed",
    "readings": "id provision who says changes source tag",
    "indicators": "id name needs rule threshold threshold_kind kind convention source tag",
    "signals": "id family strength live needs rule threshold unit threshold_kind likelihood_ratio "
               "ratio_source innocent source",
}
LEAST_ROWS = {"permits": 250, "instruments": 38, "readings": 4, "indicators": 11, "signals": 80}
LIVE_SIGNALS = 45
NONE_LIVE = re.compile(r"[a-z].{5,}")  # what data a rule that cannot run would need
WORDS = {
    "permits": {
        "purpose": "work study trainee exchange tourism business transit family official crew protection "
                   "residence other",
        "work": "yes no limited permit_needed unknown",
        "employer_bound": "yes no unknown",
        "confirmed": "recalled F F2 R",
    },
    "instruments": {"tag": "F F2 R", "text_confirmed": "yes no"},
    "readings": {"tag": "F F2 R"},
    "indicators": {"threshold_kind": "stated proposed", "kind": "involuntariness coercion neither",
                   "tag": "F F2 R"},
    "signals": {
        "family": "list regime paper permit access money network labour",
        "strength": "hard strong context",
        "live": "now links money none",
        "threshold_kind": "stated proposed",
    },
}
MAY_BE_EMPTY = {("indicators", "threshold_kind"), ("signals", "threshold_kind")}
KEYS = {"permits": ("country", "class", "name", "purpose", "from"), "instruments": ("id",),
        "readings": ("id",), "indicators": ("id",), "signals": ("id",)}
FILLED = {  # beside the key, and the columns of WORDS
    "permits": ("country", "name", "source"),
    "instruments": ("instrument", "in_force_from", "territory", "binds", "subject", "rule", "source"),
    "readings": ("provision", "who", "says", "changes", "source"),
    "indicators": ("name", "needs", "rule", "convention", "source"),
    "signals": ("needs", "rule", "likelihood_ratio", "ratio_source", "innocent", "source"),
}
DATES = {"permits": ("from", "to"),
         "instruments": ("adopted", "in_force_from", "in_force_to", "deadline", "contracts_before",
                         "suspended_from", "suspended_to")}
ORDER = (("permits", "from", "to"), ("instruments", "adopted", "in_force_from"),
         ("instruments", "in_force_from", "in_force_to"), ("instruments", "adopted", "deadline"))
RATIOS = {"context": (1, 3), "strong": (3, 30), "hard": (50, 1000)}
ID = {"signals": r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*", "readings": r"[a-z0-9]+(-[a-z0-9]+)*",
      "indicators": r"[a-z]+", "instruments": r"[A-Z]{2,4}-[A-Za-z0-9]+(-[A-Za-z0-9]+)*"}
# A state is a state: of persons these may be read by the legal test, the lists and the papers alone.
OF_ORIGIN = {"people.nationality", "papers.nationality", "people.birth_place"}
MAY_READ_ORIGIN = {"list", "regime", "paper"}
FORBIDDEN = re.compile(r"\b(ethnic\w*|race|racial|accent\w*|language\w*|face|faces|facial|surname\w*|"
                       r"looks? like|appearance)\b", re.I)


class Checker:
    def __init__(self):
        self.bad = 0
        self.fields = table_fields()
        self.countries = {line.split("\t")[0] for line in lines("countries")
                          if line and not line.startswith("#")}
        self.tables = {name: self.read(name) for name in HEADERS}

    def say(self, where, text):
        self.bad += 1
        print(f"data/{where[0]}.tsv:{where[1]}: {text}")

    def read(self, name):
        """[(line number, {column: cell})]; comments and empty lines left out."""
        rows, header = [], None
        for at, line in enumerate(lines(name), 1):
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if header is None:
                header = cells
                if header != HEADERS[name].split():
                    self.say((name, at), f"the header must be: {HEADERS[name]}")
                    return []
            elif len(cells) != len(header):
                self.say((name, at), f"{len(cells)} cells, expected {len(header)}")
            else:
                rows.append((at, dict(zip(header, cells))))
        if len(rows) < LEAST_ROWS[name]:
            self.say((name, 1), f"{len(rows)} rows, at least {LEAST_ROWS[name]}")
        return rows

    def common(self, name):
        seen = {}
        for at, row in self.tables[name]:
            where = (name, at)
            key = tuple(row[column] for column in KEYS[name])
            if key in seen:
                self.say(where, f"{' '.join(key)} stands in line {seen[key]} already")
            seen[key] = at
            if name in ID and not re.fullmatch(ID[name], row["id"]):
                self.say(where, f"{row['id']} is no id of this table ({ID[name]})")
            for column, cell in row.items():
                if cell != cell.strip() or "  " in cell:
                    self.say(where, f"{column}: stray blanks in {cell!r}")
            for column in FILLED[name]:
                if not row[column]:
                    self.say(where, f"{column} may not be empty")
            for column, words in WORDS[name].items():
                empty = not row[column] and (name, column) in MAY_BE_EMPTY
                if not empty and row[column] not in words.split():
                    self.say(where, f"{column}: {row[column]!r}, expected one of {words}")
            for column in DATES.get(name, ()):
                if row[column] and not span(row[column]):
                    self.say(where, f"{column}: {row[column]!r} is no date")

    def order(self):
        for name, first, second in ORDER:
            for at, row in self.tables[name]:
                a, b = span(row[first]), span(row[second])
                if a and b and a[0] > b[1]:
                    self.say((name, at), f"{first} {row[first]} is after {second} {row[second]}")

    def permits(self):
        for at, row in self.tables["permits"]:
            where = ("permits", at)
            if row["country"] not in self.countries:
                self.say(where, f"{row['country']} is no country of data/countries.tsv")
            for column, words in (("hours_week", ()), ("hours_week_break", ("full",))):
                cell = row[column]
                if cell and cell not in words and not (re.fullmatch(r"\d\d?", cell) and int(cell) <= 48):
                    self.say(where, f"{column}: {cell!r}, expected hours up to 48")
                if cell and row["work"] == "no":
                    self.say(where, f"{column} is given where no work is allowed")
            if row["work"] == "limited" and not (row["hours_week"] or row["conditions"]):
                self.say(where, "limited by what? neither hours nor conditions")
            if row["work"] == "unknown" and not row["conditions"]:
                self.say(where, "an unknown must be said in conditions")

    def instruments(self):
        text = (ROOT / "src/regime/law.c").read_text(encoding="utf-8")
        effects, exceptions = c_words(text, "effects"), c_words(text, "exceptions")
        for at, row in self.tables["instruments"]:
            where = ("instruments", at)
            if row["effect"] not in effects:
                self.say(where, f"effect: {row['effect']!r} is not in src/regime/law.c")
            for word in filter(None, row["exceptions"].split(";")):
                if word not in exceptions:
                    self.say(where, f"exceptions: {word!r} is not in src/regime/law.c")
            for word in row["territory"].split(";"):
                if word not in ("UN", "EU") and word not in self.countries:
                    self.say(where, f"territory: {word!r}, expected UN, EU or a country")
            if row["nationality"] and row["nationality"] not in self.countries:
                self.say(where, f"nationality: {row['nationality']!r} is no country")
            for column in ("clock_days", "wind_down_days"):
                if row[column] and not re.fullmatch(r"\d{1,5}", row[column]):
                    self.say(where, f"{column}: {row[column]!r} is no number of days")

    def readings(self):
        provisions = {row["id"] for _, row in self.tables["instruments"]}
        known = {row["id"] for _, row in self.tables["readings"]}
        judge = (ROOT / "src/regime/judge.c").read_text(encoding="utf-8")
        for word in re.findall(r'{"([a-z-]+)"', judge[judge.index("sj_reading_text(") :].split(";")[0]):
            if word not in known:
                self.say(("readings", 1), f"the reading {word} of src/regime/judge.c has no row")
        for at, row in self.tables["instruments"]:
            for words in re.findall(r"\(([^()]*)\)", row["contested"]):
                for word in words.split(", "):
                    if word not in known:
                        self.say(("instruments", at), f"contested: {word!r} is not in readings.tsv")
        for at, row in self.tables["readings"]:
            for word in row["provision"].split(";"):
                if word not in provisions:
                    self.say(("readings", at), f"provision: {word!r} is not in instruments.tsv")

    def needs(self, where, text):
        for word in re.split(r"[;|]", text):
            if word.split(":")[0] not in self.fields:
                self.say(where, f"needs: {word!r} is no table.field of include/sojourn/tables.h")

    def threshold(self, where, row):
        if bool(row["threshold"]) != bool(row["threshold_kind"]):
            self.say(where, "threshold and threshold_kind go together")
        if not row["threshold"]:
            return
        if not number(row["threshold"]):
            self.say(where, f"threshold: {row['threshold']!r} is no number")

    def red_flags(self):
        """Each of the 64 rows of regime.md 4.2 and each item of its section 5 has a signal."""
        sources = [row["source"] for _, row in self.tables["signals"]]
        numbers = {int(n) for text in sources for part in re.findall(r"4\.2 (#\d+(?:, #\d+)*)", text) for n in re.findall(r"\d+", part)}
        items = {item for text in sources for item in re.findall(r"5\(([a-l])\)", text)}
        sections = {int(n) for text in sources for n in re.findall(r"5\.(\d)", text)}
        missing = [f"4.2 #{n}" for n in range(1, 65) if n not in numbers] + [f"5({c})" for c in "abcdefghijkl" if c not in items]
        missing += [f"5.{n}" for n in range(1, 7) if n not in sections]
        for red_flag in missing:
            self.say(("signals", 1), f"no row for regime.md {red_flag}")

    def signals(self):
        self.red_flags()
        for at, row in self.tables["signals"]:
            where = ("signals", at)
            if row["id"].split(".")[0] != row["family"]:
                self.say(where, f"{row['id']} is not of the family {row['family']}")
            if row["live"] != "none":
                self.needs(where, row["needs"])
            elif not NONE_LIVE.match(row["needs"]):
                self.say(where, "needs: what data would feed it?")
            self.threshold(where, row)
            low, high = RATIOS.get(row["strength"], (0, 0))
            if not number(row["likelihood_ratio"]) or not low <= float(row["likelihood_ratio"]) <= high:
                self.say(where, f"likelihood_ratio: {row['likelihood_ratio']!r}; "
                                f"{row['strength']} is {low} to {high}")
            origin = OF_ORIGIN & set(row["needs"].split(";"))
            if origin and row["family"] not in MAY_READ_ORIGIN:
                self.say(where, f"the family {row['family']} may not read {', '.join(origin)}")
            if FORBIDDEN.search(row["rule"]):
                self.say(where, f"a rule may not speak of {FORBIDDEN.search(row['rule']).group()}")
        families = WORDS["signals"]["family"].replace(" ", "|")
        run = {word for path in sorted((ROOT / "src/signals").glob("rules_*.c"))
               for word in re.findall(rf'{{"((?:{families})\.[a-z0-9-]+)", ?\w+}}',
                                      path.read_text(encoding="utf-8"))}
        now = {row["id"] for _, row in self.tables["signals"] if row["live"] == "now"}
        for word in sorted(run ^ now):
            self.say(("signals", 1), f"{word} is live in only one of data/signals.tsv and src/signals")
        live = sum(row["live"] == "now" for _, row in self.tables["signals"])
        if live < LIVE_SIGNALS:
            self.say(("signals", 1), f"{live} rows are live now, at least {LIVE_SIGNALS}")

    def indicators(self):
        if len(self.tables["indicators"]) != 11:
            self.say(("indicators", 1), "the International Labour Office has eleven indicators")
        labour = (ROOT / "src/signals/labour.c").read_text(encoding="utf-8")
        judged = set(re.findall(r'{"([a-z]+)", \1}', labour))
        for word in sorted(judged - {row["id"] for _, row in self.tables["indicators"]}):
            self.say(("indicators", 1), f"{word} of src/signals/labour.c has no row")
        for at, row in self.tables["indicators"]:
            where = ("indicators", at)
            if row["id"] in judged:
                self.needs(where, row["needs"])
            elif not NONE_LIVE.match(row["needs"]):
                self.say(where, "needs: what data would feed it?")
            if bool(row["threshold"]) and not row["threshold_kind"]:
                self.say(where, "a threshold is stated or proposed")


def lines(name):
    return (ROOT / "data" / f"{name}.tsv").read_text(encoding="utf-8").split("\n")


def number(text):
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text))


def span(text):
    """First and last day of 2017, 2017-12 or 2017-12-22; None if it is no date."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return None
    try:
        first = datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return None
    if len(text) == 10:
        return first, first
    month = 12 if len(text) == 4 else first.month
    following = datetime.date(first.year + month // 12, month % 12 + 1, 1)
    return first, following - datetime.timedelta(days=1)


def table_fields():
    """{"people.name", ...} from the X-macros of tables.h."""
    text = (ROOT / "include/sojourn/tables.h").read_text(encoding="utf-8").replace("\\\n", " ")
    fields = set()
    for table, columns in re.findall(r"#define SJ_([A-Z]+)_COLUMNS\(X\)(.*)", text):
        fields |= {f"{table.lower()}.{header}"
                   for header in re.findall(r'X\(\w+, "(\w+)", [A-Z]+,', re.sub(r"\s+", " ", columns))}
    return fields


def c_words(text, name):
    """The strings of a constant array."""
    return set(re.findall(r'"(\w+)"', re.search(rf"\b{name}\[\] = {{([^}}]*)}}", text).group(1)))


def main():
    checker = Checker()
    for name in HEADERS:
        checker.common(name)
    for check in (checker.order, checker.permits, checker.instruments, checker.readings,
                  checker.signals, checker.indicators):
        check()
    return 1 if checker.bad else 0


if __name__ == "__main__":
    sys.exit(main())
