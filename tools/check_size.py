#!/usr/bin/env python3
"""A function has at most 60 lines, a hand-written file at most 800.

Functions are found by their layout, which clang-format fixes: the body opens
and closes with a brace in the first column.
"""
import sys

from sources import hand_written, short

FUNCTION_LINES = 60
FILE_LINES = 800


def functions(lines):
    """(first line of the signature, number of lines) of each function."""
    start = None
    for i, line in enumerate(lines):
        if line == "{":
            start = i
            while start > 0 and lines[start - 1].strip() and lines[start - 1][-1] not in ";}/":
                start -= 1
        elif line == "}" and start is not None:
            yield start + 1, i - start + 1
            start = None


def main():
    bad = 0
    for path in hand_written(".c", ".h", ".py", ".sh"):
        lines = path.read_text().splitlines()
        if len(lines) > FILE_LINES:
            print(f"{short(path)}: {len(lines)} lines, at most {FILE_LINES}")
            bad += 1
        for start, size in functions(lines) if path.suffix in (".c", ".h") else ():
            if size > FUNCTION_LINES:
                print(f"{short(path)}:{start}: a function of {size} lines, at most {FUNCTION_LINES}")
                bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
