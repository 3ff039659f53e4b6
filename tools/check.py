#!/usr/bin/env python3
"""Builds and tests in one or more configurations and adds everything up.

    tools/check.py gcc [clang asan tsan fuzz deep]

A configuration is a build folder, build-NAME. What is counted: each build that
fails (one failure), each meson test, each fuzz target, each script in
tests/deep. A test that exits 77 is skipped, neither passed nor failed. Skips
and failures are listed; the last line is `N passed, N failed`, and the exit
status is 1 unless something passed and nothing failed.
"""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FUZZ_SECONDS = os.environ.get("FUZZ_SECONDS", "120")  # a target, in `make check-deep`
OUTPUT_LINES = 40  # of a failed test, shown at the end

# name: (compiler, options of meson setup, options of meson test)
CONFIGS = {
    "gcc": ("gcc", ["-Dbuildtype=debugoptimized", "-Dwerror=true"], []),
    "clang": ("clang", ["-Dbuildtype=debugoptimized", "-Dwerror=true"], ["--no-suite", "checks"]),
    "asan": ("gcc", ["-Dbuildtype=debugoptimized", "-Db_sanitize=address,undefined"],
             ["--no-suite", "checks", "--timeout-multiplier", "3"]),
    "tsan": ("clang", ["-Dbuildtype=debugoptimized", "-Db_sanitize=thread", "-Db_lundef=false"],
             ["--no-suite", "checks", "--no-suite", "fuzz", "--timeout-multiplier", "5"]),
    "fuzz": ("clang", ["-Dbuildtype=debugoptimized", "-Db_sanitize=address,undefined",
                       "-Db_lundef=false", "-Dlibfuzzer=true"], None),
    "deep": ("gcc", ["-Dbuildtype=release"], None),
}
SANITIZER = "halt_on_error=1:abort_on_error=1:print_stacktrace=1"


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.notes = []

    def add(self, name, result, output):
        if result == "skip":
            self.skipped += 1
            self.notes.append(f"SKIPPED {name}: {last_line(output)}")
        elif result == "ok":
            self.passed += 1
            self.notes += [f"note {name}: {line}" for line in output.splitlines()
                           if line.startswith("skipped:")]
        else:
            self.failed += 1
            tail = "\n    ".join(output.splitlines()[-OUTPUT_LINES:])
            self.notes.append(f"FAILED {name} ({result})\n    {tail}")

    def report(self):
        for note in dict.fromkeys(self.notes):
            print(note)
        if self.skipped:
            print(f"{self.skipped} skipped")
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.passed and not self.failed else 1


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


def run(command, **more):
    return subprocess.run(command, cwd=ROOT, text=True, errors="replace", stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **more)


def build(name, tally):
    """Configures and builds; False after counting a failure."""
    compiler, options, _ = CONFIGS[name]
    folder = f"build-{name}"
    again = ["--reconfigure"] if (ROOT / folder / "build.ninja").exists() else []
    print(f"== {name}: building", flush=True)
    for command in (["meson", "setup", *again, folder, *options], ["ninja", "-k", "0", "-C", folder]):
        done = run(command, env={**os.environ, "CC": compiler})
        if done.returncode != 0:
            wrong = [line for line in done.stdout.splitlines() if not line.startswith("[")]
            tally.add(f"{name}: {command[0]}", "build failed", "\n".join(wrong))
            return False
    return True


def meson_tests(name, tally):
    """Runs the meson tests and reads meson's own log, a JSON object a line."""
    print(f"== {name}: testing", flush=True)
    log = ROOT / f"build-{name}" / "meson-logs" / "testlog.json"
    log.unlink(missing_ok=True)
    environment = {**os.environ, "ASAN_OPTIONS": SANITIZER, "UBSAN_OPTIONS": SANITIZER,
                   "TSAN_OPTIONS": "halt_on_error=1"}
    done = run(["meson", "test", "-C", f"build-{name}", "--no-rebuild", *CONFIGS[name][2]],
               env=environment)
    if not log.exists():
        tally.add(f"{name}: meson test", "no log", done.stdout)
        return
    results = {"OK": "ok", "EXPECTEDFAIL": "ok", "SKIP": "skip"}
    for line in log.read_text(errors="replace").splitlines():
        test = json.loads(line)
        output = test.get("stdout", "") + test.get("stderr", "")
        short = test["name"].split(" / ")[-1]  # without project and suite
        tally.add(f"{name}: {short}", results.get(test["result"], test["result"]), output)


def fuzz(tally):
    """Each libFuzzer target for FUZZ_SECONDS; finds stay in build-fuzz."""
    for source in sorted((ROOT / "fuzz").glob("*_fuzz.c")):
        target = ROOT / "build-fuzz" / "fuzz" / source.stem
        name = source.stem.removesuffix("_fuzz")
        grown = target.parent / "grown" / name
        grown.mkdir(parents=True, exist_ok=True)
        print(f"== fuzz: {name}, {FUZZ_SECONDS} s", flush=True)
        done = run([target, f"-max_total_time={FUZZ_SECONDS}", "-timeout=10", "-rss_limit_mb=4096",
                    f"-artifact_prefix={target.parent}/{name}-", grown, f"fuzz/corpus/{name}"])
        tally.add(f"fuzz: {name}", "ok" if done.returncode == 0 else "crashed", done.stdout)


def deep(tally):
    """tests/deep/*.sh, each with the build folder as its argument."""
    for script in sorted((ROOT / "tests" / "deep").glob("*.sh")):
        print(f"== deep: {script.name}", flush=True)
        done = run(["sh", script, "build-deep"])
        result = {0: "ok", 77: "skip"}.get(done.returncode, f"exit {done.returncode}")
        tally.add(f"deep: {script.name}", result, done.stdout)


def main():
    names = sys.argv[1:] or ["gcc"]
    unknown = [name for name in names if name not in CONFIGS]
    if unknown:
        sys.exit(f"check.py: no configuration {unknown[0]}; there are {', '.join(CONFIGS)}")
    tally = Tally()
    for name in names:
        if not build(name, tally):
            continue
        {"fuzz": fuzz, "deep": deep}.get(name, lambda t: meson_tests(name, t))(tally)
    return tally.report()


if __name__ == "__main__":
    sys.exit(main())
