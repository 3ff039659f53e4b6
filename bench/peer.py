#!/usr/bin/env python3
"""peer.py SOJOURN SHARED_DATA: the same names scored by sojourn and by nomenklatura.

nomenklatura (MIT) holds logic-v2, the scorer behind yente. It is not needed to build or
to test; `make bench` puts it into build/peer where it can. Two tables are printed:

  pairs   tests/cases/names.csv, each pair scored by both at the threshold 0.70;
  people  every 7th treated person of the UN list and as many people who are on no
          list, each against all 730 individuals of the list. nomenklatura compares
          with everybody; sojourn searches its index, process and list included.

The labelled pairs are ours, so the second table is the fairer one: its people and their
mistreated names come from elsewhere.
"""
import csv
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from importlib.metadata import version

from followthemoney.proxy import EntityProxy
from nomenklatura.matching.logic_v2.model import LogicV2

ROOT = pathlib.Path(__file__).resolve().parent.parent
THRESHOLD = 0.70
SCHEMA = {"person": "Person", "company": "Company", "vessel": "Vessel"}
CONFIG = LogicV2.default_config()


NUMBER = itertools.count()


def entity(names, schema, weak=()):
    """An entity of its own number: the peer remembers names by it."""
    return EntityProxy.from_dict({"id": f"e{next(NUMBER)}", "schema": schema, "properties": {"name": names[:1], "alias": names[1:], "weakAlias": list(weak)}})


def tally(rows):
    """rows of (wanted, matched) -> precision, recall."""
    true = sum(w and m for w, m in rows)
    return true / max(1, sum(m for _, m in rows)), true / max(1, sum(w for w, _ in rows))


def pairs_of_ours(sojourn, rows, path):
    with open(path, "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f)
        w.writerow(["name1", "name2", "schema"])
        w.writerows([r["name1"], r["name2"], SCHEMA[r["kind"]]] for r in rows * 100)
    started = time.monotonic()
    out = subprocess.run([sojourn, "compare", "--csv", path], capture_output=True, text=True).stdout
    took = (time.monotonic() - started) / (100 * len(rows))
    return [float(r["score"]) >= THRESHOLD for r in csv.DictReader(out.splitlines())][: len(rows)], took


def pairs_of_peer(rows):
    for schema in SCHEMA.values():  # its tables are loaded at the first use
        LogicV2.compare(entity(["Ivan Petrov Trading"], schema), entity(["Trading Petrov Ivan"], schema), CONFIG)
    started = time.monotonic()
    matched = [LogicV2.compare(entity([r["name1"]], SCHEMA[r["kind"]]), entity([r["name2"]], SCHEMA[r["kind"]]), CONFIG).score >= THRESHOLD for r in rows]
    return matched, (time.monotonic() - started) / len(rows)


def un_people(path):
    """number, names good and weak, of each individual."""
    for e in ET.parse(path).iter("INDIVIDUAL"):
        full = " ".join((e.findtext(t) or "").strip() for t in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")).split()
        names, weak = [" ".join(full)], []
        for a in e.iter("INDIVIDUAL_ALIAS"):
            for name in (a.findtext("ALIAS_NAME") or "").split(";"):
                if name.strip():
                    (weak if a.findtext("QUALITY") == "Low" else names).append(name.strip())
        names += [n for n in [(e.findtext("NAME_ORIGINAL_SCRIPT") or "").strip()] if n]
        yield e.findtext("DATAID"), names, weak


def search_peer(people, names):
    found, started = [], time.monotonic()
    for name in names:
        q = entity([name], "Person")
        found.append({number for number, e in people if LogicV2.compare(q, e, CONFIG).score >= THRESHOLD})
    return found, (time.monotonic() - started) / len(names)


def search_ours(sojourn, shared, names, work):
    (work / "lists").mkdir()
    (work / "lists" / "UN_consolidated.xml").symlink_to(shared / "lists" / "un" / "UN_consolidated.xml")
    with open(work / "people.csv", "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f)
        w.writerow(["person_id", "name"])
        w.writerows(enumerate(names))
    started = time.monotonic()
    run = subprocess.run([sojourn, "screen", work / "people.csv", "--lists", work / "lists", "--out", work / "out", "--quiet"], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"screen: exit {run.returncode}: {run.stderr}")
    took = (time.monotonic() - started) / len(names)
    found = [set() for _ in names]
    with open(work / "out" / "matches.jsonl", encoding="utf-8") as f:
        for line in f:
            m = json.loads(line)
            found[int(m["query"]["id"])].add(m["candidate"]["id"])
    return found, took


def print_pairs(sojourn, work):
    with open(ROOT / "tests" / "cases" / "names.csv", encoding="utf-8", newline="") as f:
        rows = [r for r in csv.DictReader(f) if r["kind"] in SCHEMA]
    wanted = [r["match"] == "yes" for r in rows]
    print(f"| {len(rows)} pairs of tests/cases/names.csv | precision | recall | a pair |\n|---|---|---|---|")
    times = []
    for name, (matched, took) in (("sojourn compare --csv", pairs_of_ours(sojourn, rows, work / "pairs.csv")), (f"nomenklatura {version('nomenklatura')}, logic-v2", pairs_of_peer(rows))):
        precision, recall = tally(list(zip(wanted, matched)))
        times.append(took)
        print(f"| {name} | {precision:.3f} | {recall:.3f} | {took * 1e6:.1f} us |")
    print(f"\nA pair takes the peer {times[1] / times[0]:.0f} times as long.\n")


def read_names(path, step):
    with open(path, encoding="utf-8", newline="") as f:
        return [r["full_name"] for r in csv.DictReader(f)][::step]


def print_people(sojourn, shared, work):
    people = [(number, names, weak) for number, names, weak in un_people(shared / "lists" / "un" / "UN_consolidated.xml")]
    by_name = {}
    for number, names, _ in people:
        by_name.setdefault(" ".join(names[0].upper().split()), set()).add(number)
    truth = [by_name.get(" ".join(n.upper().split()), set()) for n in read_names(shared / "screening" / "positives_un_untreated.csv", 7)]
    names = read_names(shared / "screening" / "positives_un_treated.csv", 7)
    names, truth = [n for n, t in zip(names, truth) if t], [t for t in truth if t]
    innocent = read_names(shared / "screening" / "negatives_global.csv", 500)[: len(names)]
    proxies = [(number, entity(names, "Person", weak)) for number, names, weak in people]
    print(f"| {len(names)} treated UN people, {len(innocent)} people on no list, against {len(people)} | found | wrong people on the listed | innocent with an alert | a query |\n|---|---|---|---|---|")
    times = []
    for name, (found, took) in (("sojourn screen", search_ours(sojourn, shared, names + innocent, work)), ("nomenklatura, comparing with everybody", search_peer(proxies, names + innocent))):
        listed = found[: len(names)]
        right = sum(bool(f & t) for f, t in zip(listed, truth))
        wrong = sum(len(f - t) for f, t in zip(listed, truth))
        alerts = sum(bool(f) for f in found[len(names):])
        times.append(took)
        print(f"| {name} | {right} | {wrong} | {alerts} | {took * 1e3:.2f} ms |")
    print(f"\nA query takes the peer {times[1] / times[0]:.0f} times as long.\n")


def main():
    sojourn, shared = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        print_pairs(sojourn, pathlib.Path(folder))
        print_people(sojourn, shared, pathlib.Path(folder))


main()
