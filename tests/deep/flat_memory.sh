#!/bin/sh
# tests/deep/flat_memory.sh BUILD -- ten times the rows, the same memory: a roster is
# streamed. The peak of `screen` over 3 million rows may be a tenth over that of 300,000.
set -eu
build=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
exec python3 - "$build/sojourn" "$here/examples/lists" "$work" <<'PYTHON'
import resource, subprocess, sys, time
sojourn, lists, work = sys.argv[1:]
given = ["Anna", "Jong Un", "Mohammed", "Li Na", "Olga", "Peter", "Somsak", "Maria", "Ali", "Ryong Hae"]
family = ["Berg", "Kim", "Hassan", "Wang", "Ivanova", "Schmidt", "Chai", "Lopez", "Khan", "Choe"]

def roster(rows):
    path = f"{work}/people.csv"
    with open(path, "w", encoding="utf-8") as f:
        f.write("person_id,name,birth_date\n")
        for i in range(rows):
            f.write(f"p{i},{given[i % 10]} {family[i // 10 % 10]} {i:x},19{50 + i % 50}-01-02\n")
    return path

def peak(rows):
    """The high-water mark of children only grows, so the small run goes first."""
    before = time.monotonic()
    done = subprocess.run([sojourn, "screen", roster(rows), "--lists", lists, "--out", f"{work}/out"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"screen of {rows} rows: exit {done.returncode}: {done.stderr}")
    took = time.monotonic() - before
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{rows} rows: {kilobytes / 1024:.0f} MB, {rows / took:.0f} rows/s")
    return kilobytes

small, large = peak(300_000), peak(3_000_000)
sys.exit(0 if large <= small * 1.1 else f"memory grew from {small} to {large} KB")
PYTHON
