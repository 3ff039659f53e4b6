#!/usr/bin/env python3
"""How often words stand in listed names: data/word_counts.tsv

Counts in how many listed names (OFAC SDN and Consolidated CSV, UN XML; all public
domain) each folded Latin word stands, for people and for others apart. Run by hand when the lists move on; the result is committed, because
weights are part of the engine, not of the lists a user loads.
use: tools/measure_rarity.py ../shared/data/lists > data/word_counts.tsv
"""
import collections
import csv
import re
import sys
import unicodedata
import xml.etree.ElementTree as tree

MIN_COUNT = 8  # rarer words weigh alike


def words(name):
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"['`\u2018\u2019\u02bb\u02bc]", "", plain)
    return set(re.findall(r"[a-z]+", plain))


def ofac(folder, primary, alternative):
    kind = {}
    for row in csv.reader(open(f"{folder}/{primary}", encoding="latin-1")):
        if len(row) > 2:
            kind[row[0]] = row[2].strip()
            yield row[2].strip() == "individual", row[1]
    for row in csv.reader(open(f"{folder}/{alternative}", encoding="latin-1")):
        if len(row) > 3:
            yield kind.get(row[0]) == "individual", row[3]


def united_nations(path):
    for record in tree.parse(path).iter():
        if record.tag not in ("INDIVIDUAL", "ENTITY"):
            continue
        person = record.tag == "INDIVIDUAL"
        yield person, " ".join((record.findtext(t) or "") for t in
                               ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"))
        for alias in record.iter("ALIAS_NAME"):
            yield person, alias.text or ""


def main():
    root = sys.argv[1]
    people, others = collections.Counter(), collections.Counter()
    for person, name in [*ofac(f"{root}/ofac-sdn", "sdn.csv", "alt.csv"),
                         *ofac(f"{root}/ofac-consolidated", "cons_prim.csv", "cons_alt.csv"),
                         *united_nations(f"{root}/un/UN_consolidated.xml")]:
        (people if person else others).update(words(name))
    print("# Listed names in which a word stands: people, others. Made by tools/measure_rarity.py")
    print("# from OFAC SDN (2021-07-07), OFAC Consolidated (2025-12-19), UN (2026-02-27).")
    for word in sorted(set(people) | set(others)):
        if max(people[word], others[word]) >= MIN_COUNT and len(word) > 1:
            print(f"{word}\t{people[word]}\t{others[word]}")


if __name__ == "__main__":
    main()
