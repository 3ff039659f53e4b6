#!/usr/bin/env python3
"""Every function that parses foreign bytes is reached by a fuzz target.

A parser is what a header calls so (a name with `_parse` or `_read`), and every function that
takes bytes from a reader of files, rows, lines, JSON, XML or spreadsheets, by name or not.
What a target reaches is followed through the source: from its LLVMFuzzerTestOneInput over
every function and table that a definition mentions. Each official list format has a target
that names its reader. A target that is not there or reaches nothing fails, too.
use: check_fuzz.py [--table]   (the table: parser, file, the targets that reach it)
"""
import re
import sys

from sources import ROOT, hand_written, short

READERS = {"sj_csv_next", "sj_lines_next", "sj_json_parse", "sj_json_parse_properties", "sj_xml_parse", "sj_xlsx_open", "sj_input_read",
           "sj_input_read_all", "sj_tsv_read", "sj_sheet_read", "sj_sheet_read_one", "sj_build_read_xml"}
# No target calls these. Some open a file and hand its bytes on: to a parser that stands in their
# body or in that of what they call, and that a target reaches. The others read a table that is
# compiled in, or compare an option with words. A name that needs no excuse any more fails.
BUILT_IN, OPTION = "a table that is compiled in", "a word of an option"
EXCUSED = {
    "permit.c:sj_permit_classes_new": BUILT_IN, "labour.c:sj_labour_new": BUILT_IN, "rules_paper.c:read_validity": BUILT_IN,
    "run.c:read_signals": BUILT_IN, "audience.c:sj_audience_parse": OPTION, "judge.c:sj_reading_parse": OPTION,
    "count_bayes.c:sj_count_method_parse": OPTION,
}
HANDS_ON = {
    "cmd_count_arrivals.c:read_table": "sj_entries_read", "cmd_scenario.c:read_scenario": "sj_scenario_parse", "figures.c:sj_figures_read": "sj_figures_parse",
    "figures.c:sj_figure_weights_read": "sj_figure_weights_parse",
    "list.c:sj_list_read": "sj_list_read_paths", "list.c:sj_list_read_paths": "read_files", "store.c:sj_store_read": "sj_list_read_paths",
    "tables_open.c:sj_tables_are_at": "sj_input_zip_members", "zone.c:sj_zones_read": "sj_mrz_parse",
}


def plain(text):
    """Without comments and strings, so that a word in them is no mention."""
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', " ", text, flags=re.S)


def definitions(path):
    """Name -> body of what stands at the first column, up to the brace that closes it."""
    text = plain(path.read_text(encoding="utf-8"))
    found = {}
    for m in re.finditer(r"^[A-Za-z_][^;{}=#()]*?\b(\w+)\s*\([^;{}]*\)\s*\{(.*?)^\}", text, re.M | re.S):
        found[m.group(1)] = found.get(m.group(1), "") + m.group(2)
    for m in re.finditer(r"^[A-Za-z_][^;{}=#()]*?\b(\w+)\s*(?:\[[^\]]*\]\s*)*=([^;]*);", text, re.M):
        found.setdefault(m.group(1), m.group(2))
    for m in re.finditer(r"^#define (\w+)(?:\([^)]*\))?((?:[^\n]*\\\n)*[^\n]*)", text, re.M):
        found.setdefault(m.group(1), m.group(2))
    return found


def words(text):
    return set(re.findall(r"\b[A-Za-z_]\w*\b", text))


class Source:
    def __init__(self):
        self.files = {p: definitions(p) for p in hand_written(".c", ".h", folders=("src", "include", "fuzz"))}
        self.home = {}  # of a name that other files see
        for p, names in self.files.items():
            for name in names:
                if p.suffix == ".c" and "fuzz" not in p.parts and name.startswith("sj_"):
                    self.home.setdefault(name, p)

    def included(self, target):
        """The target with the sources and headers of the folder that it includes."""
        text = target.read_text(encoding="utf-8")
        found = [target]
        for name in re.findall(r'#include "([^"]+)"', text):
            for folder in ("src", "fuzz", "include"):
                if (ROOT / folder / name) in self.files:
                    found.append(ROOT / folder / name)
        return found

    def reached(self, target):
        """(file, name) of all that the target can come to."""
        return self.reached_from((target, "LLVMFuzzerTestOneInput"), self.included(target))

    def reached_from(self, start, local=()):
        todo = [start]
        seen = set()
        while todo:
            at = todo.pop()
            if at in seen or at[1] not in self.files.get(at[0], {}):
                continue
            seen.add(at)
            for word in words(self.files[at[0]][at[1]]):
                for p in (at[0], *(local if at[0] in local else ()), self.home.get(word)):
                    if p and word in self.files[p]:
                        todo.append((p, word))
                        break
        return seen


def declared_parsers():
    for p in hand_written(".h", folders=("src", "include")):
        for m in re.finditer(r"^[A-Za-z_][\w \*]*?\b(sj_\w+)\(", plain(p.read_text(encoding="utf-8")), re.M):
            if re.search(r"_(parse|read)(_|$)", m.group(1)):
                yield m.group(1)


def parsers(source):
    """(file, name) of every function that is one."""
    found = set()
    for name in declared_parsers():
        if name in source.home:
            found.add((source.home[name], name))
    for p, names in source.files.items():
        if "src" in p.parts and p.suffix == ".c":
            found |= {(p, name) for name, body in names.items() if words(body) & READERS}
    return found


def key(at):
    return f"{at[0].name}:{at[1]}"


def hands_on(source, targets, at):
    """Comes to the parser that is said to take its bytes, which a target reaches (or hands on)."""
    to = HANDS_ON.get(key(at))
    found = [x for x in source.reached_from(at) if x[1] == to]
    return to is not None and any(x != at and (any(x in seen for seen in targets.values()) or hands_on(source, targets, x)) for x in found)


def list_readers():
    """The reader of each official format: every object of that type."""
    return sorted({name for p in hand_written(".c", folders=("src",)) for name in
                   re.findall(r"^const sj_list_reader (sj_reader_\w+) = ", p.read_text(encoding="utf-8"), re.M)})


def main():
    source = Source()
    targets = {p.name[:-len("_fuzz.c")]: source.reached(p) for p in hand_written(".c", folders=("fuzz",)) if p.name.endswith("_fuzz.c")}
    wrong = [f"fuzz/{name}_fuzz.c: reaches no code of src" for name, seen in targets.items() if not any("src" in p.parts for p, _ in seen)]
    needed = sorted(parsers(source), key=lambda at: (short(at[0]), at[1]))
    for at in needed:
        by = sorted(name for name, seen in targets.items() if at in seen)
        if "--table" in sys.argv:
            print(f"{at[1]}\t{short(at[0])}\t{' '.join(by)}")
        if not by and key(at) not in EXCUSED and not hands_on(source, targets, at):
            wrong.append(f"{short(at[0])}: {at[1]} is reached by no fuzz target")
        if by and (key(at) in EXCUSED or key(at) in HANDS_ON):
            wrong.append(f"{short(at[0])}: {at[1]} is excused and reached by {by[0]}")
    gone = {*EXCUSED, *HANDS_ON} - {key(at) for at in needed}
    wrong += [f"tools/check_fuzz.py: {name} is excused and no parser" for name in sorted(gone)]
    texts = {p: p.read_text(encoding="utf-8") for p in hand_written(".c", folders=("fuzz",))}
    for reader in list_readers():
        if not any(re.search(rf"\b{reader}\b", text) for text in texts.values()):
            wrong.append(f"src/lists: no target is named for {reader}")
    for line in wrong:
        print(line)
    if "--table" not in sys.argv:
        print(f"{len(needed)} parsers, {len(targets)} targets, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


main()
