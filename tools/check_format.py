#!/usr/bin/env python3
"""Every hand-written C file is as clang-format 14 leaves it (`--fix` rewrites).

Other versions lay out some lines otherwise, so with them the check is skipped
(exit 77): the format is Debian 12's.
"""
import re
import shutil
import subprocess
import sys

from sources import hand_written

VERSION = "14"


def main():
    tool = shutil.which("clang-format-" + VERSION) or shutil.which("clang-format")
    if not tool:
        print("skipped: clang-format is not installed")
        return 77
    text = subprocess.run([tool, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"version (\d+)", text)
    if not found or found.group(1) != VERSION:
        print(f"skipped: the format is that of clang-format {VERSION}, here is {text.strip()}")
        return 77
    mode = ["-i"] if "--fix" in sys.argv else ["--dry-run", "-Werror"]
    return subprocess.run([tool, *mode, *hand_written(".c", ".h")]).returncode


if __name__ == "__main__":
    sys.exit(main())
