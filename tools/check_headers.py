#!/usr/bin/env python3
"""check_headers.py CC ...: each header compiles alone and leaks no warning."""
import subprocess
import sys

from sources import ROOT, hand_written

FLAGS = ["-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only",
         "-x", "c"]


def main():
    compiler, bad, count = sys.argv[1:], 0, 0
    for path in hand_written(".h", folders=("include", "src")):
        public = path.is_relative_to(ROOT / "include")
        folders = ["-I", ROOT / "include"] + ([] if public else ["-I", ROOT / "src"])
        count += 1
        # Through an outer file: a header as the main file has warnings of its own.
        outer = f'#include "{path}"\ntypedef int not_an_empty_file;\n'
        done = subprocess.run([*compiler, *FLAGS, *folders, "-"], text=True, input=outer)
        bad += done.returncode != 0
    print(f"{count} headers, {bad} do not compile alone")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(main())
