#!/usr/bin/env python3
"""Every option of a command stands in its help and in its man page, and no other does.

Options are read from the tables of src/cli (`{"name", true}`), the help from the table of
commands in src/cli/main.c, the man page from docs/man/sojourn-COMMAND.1.scd. A page may name
an option of another command only in a line of its examples (indented, `sojourn OTHER ...`).
"""
import re
import sys

from sources import ROOT

CLI = ROOT / "src" / "cli"
NO_PAGE = {"doctor", "version"}  # they take no option and stand in sojourn(1)


def files_of(command):
    return [p for p in sorted(CLI.glob("cmd_*.c")) if re.fullmatch(rf"cmd_{command}(_\w+)?", p.stem)]


def options_of(command):
    rows = re.compile(r'\{"(?:--)?([a-z][a-z-]+)", (?:sj_\w+, )?(?:true|false)\}')
    return {name for p in files_of(command) for name in rows.findall(p.read_text(encoding="utf-8"))
            if name not in ("overlap", "seen", "arrivals")}  # verbs of count


def named(text):
    return set(re.findall(r"--([a-z][a-z-]+)", text))


def main():
    wrong = []
    table = (CLI / "main.c").read_text(encoding="utf-8")
    table = table[table.index("commands[] = {"):table.index("static const struct command *find")]
    rows = re.findall(r'\{"(\w+)", sj_cmd_\w+,(.*?)\},?\n(?=    \{|\};)', table, re.S)
    for command, use in rows:
        options, told = options_of(command), named(use)
        wrong += [f"help {command}: --{o} is missing" for o in sorted(options - told)]
        wrong += [f"help {command}: there is no --{o}" for o in sorted(told - options)]
        page = ROOT / "docs" / "man" / f"sojourn-{command}.1.scd"
        if command in NO_PAGE:
            continue
        if not page.is_file():
            wrong.append(f"{page.name}: no such page")
            continue
        text = page.read_text(encoding="utf-8")
        own = "\n".join(line for line in text.splitlines()
                        if not re.match(rf"\tsojourn (?!{command}\b)", line))
        own = re.sub(r"\*sojourn (?!%s\b)[^*]*\*" % command, "", own)
        wrong += [f"{page.name}: --{o} is missing" for o in sorted(options - named(text))]
        wrong += [f"{page.name}: there is no --{o}" for o in sorted(named(own) - options)]
    if len(rows) < 10:
        wrong.append("src/cli/main.c: the table of commands was not understood")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
