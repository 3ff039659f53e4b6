#!/usr/bin/env python3
"""Whole runs of the command, compared with what was accepted.

Each line of cases.tsv is a name and the arguments; NAME.out holds the exit status,
standard output and standard error. `--accept` rewrites. use: run.py BINARY [--accept]
"""
import os
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def run(binary, line, given):
    done = subprocess.run([binary] + shlex.split(line), cwd=ROOT, capture_output=True,
                          input=given, timeout=120, env={**os.environ, "NO_COLOR": "1"})
    return f"exit {done.returncode}\n{done.stdout.decode()}-- standard error\n{done.stderr.decode()}"


def main():
    binary, accept = os.path.abspath(sys.argv[1]), "--accept" in sys.argv
    wrong = 0
    with open(os.path.join(HERE, "cases.tsv"), encoding="utf-8") as cases:
        for row in cases:
            row = row.rstrip("\n")
            if not row or row.startswith("#"):
                continue
            name, line, *given = row.split("\t")
            got = run(binary, line, open(os.path.join(ROOT, given[0]), "rb").read() if given else b"")
            path = os.path.join(HERE, name + ".out")
            if accept:
                with open(path, "w", encoding="utf-8") as f:
                    f.write(got)
            elif not os.path.exists(path) or open(path, encoding="utf-8").read() != got:
                wrong += 1
                print(f"{name}: differs from {path}; got:\n{got}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
