#!/usr/bin/env python3
"""roster.py SOJOURN: how good the grades are as noise grows, and how fast a roster is judged.

    roster.py SOJOURN [--people N] [--noise P ...] [--activity K] [--seed S] [--wrong FILE]
              [--least-precision P] [--least-recall P] [--most-seconds S] [--most-gigabytes G]

Makes rosters with tools/make_roster.py, screens them against examples/lists with the
default tables, compares the grades with the truth and prints a table. With limits it
exits 1 if the row of any noise misses one. The wrong ones are written to FILE.
"""
import argparse
import collections
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def screen(sojourn, roster, out):
    started = time.monotonic()
    run = subprocess.Popen([sojourn, "screen", roster, "--lists", ROOT / "examples" / "lists", "--out", out, "--as-of", "2025-01-15", "--quiet"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode not in (0, 1, 3):  # 3: cells that noise has made unreadable
        sys.exit(f"screen: exit {run.returncode}")
    return time.monotonic() - started, usage.ru_maxrss * 1024 / 1e9  # of KiB


def judge(roster, out, wrong):
    with open(roster / "truth.csv", encoding="utf-8", newline="") as f:
        truth = {row["person_id"]: (row["group"], row["dispatched"] == "yes") for row in csv.DictReader(f)}
    grades = collections.Counter()
    with open(out / "assessments.jsonl", encoding="utf-8") as f:
        for line in f:
            a = json.loads(line)
            group, guilty = truth[a["subject"]["id"]]
            grades[a["grade"], guilty] += 1
            if (a["grade"] == "refer") != guilty:
                wrong.write(f"{roster.name}\t{a['subject']['id']}\t{group}\t{a['grade']}\t{a['probability']}\n")
    return grades, sum(guilty for _, guilty in truth.values())


def measure(o, noise, work, wrong):
    roster, out = work / f"noise-{noise}", work / f"noise-{noise}-out"
    made = subprocess.run([sys.executable, ROOT / "tools" / "make_roster.py", roster, "--people", str(o.people), "--noise", str(noise), "--activity", str(o.activity),
                           "--seed", str(o.seed)], capture_output=True, text=True, check=True).stdout
    seconds, gigabytes = screen(o.sojourn, roster, out)
    grades, guilty = judge(roster, out, wrong)
    refer, true = grades["refer", True] + grades["refer", False], grades["refer", True]
    review = grades["review", True] + grades["review", False]
    precision, recall = true / max(refer, 1), true / max(guilty, 1)
    print(f"| {noise:g} | {made.split()[2]} | {refer} | {precision:.3f} | {recall:.3f} | {review} | {(true + grades['review', True]) / max(guilty, 1):.3f} "
          f"| {seconds:.1f} s | {gigabytes:.2f} GB |", flush=True)
    return precision >= o.least_precision and recall >= o.least_recall and seconds <= o.most_seconds and gigabytes <= o.most_gigabytes


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sojourn", type=pathlib.Path)
    parser.add_argument("--people", type=int, default=200000)
    parser.add_argument("--noise", type=float, nargs="+", default=[0, 0.02, 0.05, 0.1])
    parser.add_argument("--activity", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wrong", type=pathlib.Path, default=os.devnull)
    parser.add_argument("--least-precision", type=float, default=0)
    parser.add_argument("--least-recall", type=float, default=0)
    parser.add_argument("--most-seconds", type=float, default=float("inf"))
    parser.add_argument("--most-gigabytes", type=float, default=float("inf"))
    o = parser.parse_args()
    o.sojourn = o.sojourn.resolve()
    print(f"| noise ({o.people} people, 1 % dispatched) | rows | refer | precision | recall | review | recall of both | judged in | memory |\n|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, open(o.wrong, "w", encoding="utf-8") as wrong:
        held = [measure(o, noise, pathlib.Path(folder), wrong) for noise in o.noise]
    sys.exit(0 if all(held) else 1)


main()
