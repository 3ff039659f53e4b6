#!/usr/bin/env python3
"""No room knows a room above it, and each bought library has its rooms.

Reads every #include of src/<room>/ and include/sojourn/<room>.h. A room may
include itself and the rooms of MAY; public headers may include public headers
only. Each run first shows that a breach is seen.
"""
import re
import sys

from sources import hand_written, short

MAY = {
    "base": set(),
    "text": {"base"},
    "records": {"base", "text"},
    "names": {"base", "text", "records"},
    "papers": {"base", "text", "records"},
    "lists": {"base", "text", "records"},
    "index": {"base", "text", "names", "records"},
    "regime": {"base", "text", "records"},
    "signals": {"base", "text", "names", "records", "papers", "regime"},
    "case": {"base", "text", "names", "records", "papers", "regime", "signals"},
    "report": {"base", "text", "names", "records", "papers", "regime", "signals", "case"},
    "count": {"base"},
    "cli": {"base", "text", "names", "records", "papers", "lists", "index", "regime", "signals",
            "case", "report", "count"},
}
BOUGHT = [  # (pattern of the header, rooms that may include it)
    (r"curl/", {"cli"}),
    (r"cjson/|cJSON", {"records", "lists"}),
    (r"expat", {"records", "lists"}),
    (r"archive|zlib\.h|zstd", {"records", "lists"}),
    (r"openssl/", {"base"}),
    (r"sqlite3|unicode/|glib", set()),
]
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def public_room(header):
    """The room of a public header; some rooms have several."""
    name = header.removesuffix(".h")
    return {"liststore": "lists", "mrz": "papers", "number": "papers", "roster": "records",
            "roster_ftm": "records", "tables": "records"}.get(name, name)


def room_of_header(name):
    """The room an include leads to, or None for a system header."""
    parts = name.split("/")
    if parts[0] == "sojourn":
        return public_room(parts[1])
    return parts[0] if len(parts) > 1 and parts[0] in MAY else None


def complaint(room, public, bracket, name):
    """Why this include may not stand, or None."""
    for pattern, rooms in BOUGHT:
        if bracket == "<" and re.match(pattern, name):
            return None if room in rooms and not public else f"<{name}> is not for {room}"
    target = room_of_header(name)
    if public and bracket == '"' and not name.startswith("sojourn/"):
        return f'a public header includes "{name}", which is not installed'
    if bracket == '"' and target is None and "/" in name:
        return f'"{name}" is in no room'
    if target is None or target == room:
        return None
    return None if target in MAY[room] else f'{room} includes "{name}", which stands above or beside it'


def room_of_file(parts):
    """(room, is public) of a path under the project, or None."""
    if parts[0] == "include":
        return public_room(parts[2]), True
    return parts[1], False


def check():
    bad = 0
    for path in hand_written(".c", ".h", folders=("src", "include")):
        room, public = room_of_file(short(path).split("/"))
        if room not in MAY:
            print(f"{short(path)}: {room} is not a room; add it to MAY in tools/check_layers.py")
            bad += 1
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = INCLUDE.match(line)
            why = complaint(room, public, *found.groups()) if found else None
            if why:
                print(f"{short(path)}:{number}: {why}")
                bad += 1
    return 1 if bad else 0


def self_test():
    breaches = [("base", False, '"', "text/fold.h"), ("records", False, '"', "sojourn/lists.h"),
                ("records", False, '"', "names/form.h"), ("lists", False, "<", "curl/curl.h"),
                ("text", False, "<", "expat.h"), ("records", True, '"', "base/base.h"),
                ("index", False, '"', "lists/reader.h")]
    fine = [("text", False, '"', "base/base.h"), ("records", False, "<", "expat.h"),
            ("index", False, '"', "sojourn/names.h"), ("cli", False, "<", "curl/curl.h"),
            ("lists", False, '"', "reader.h"), ("base", False, "<", "stdio.h")]
    missed = [b for b in breaches if not complaint(*b)] + [f for f in fine if complaint(*f)]
    for case in missed:
        print(f"self-test: wrong answer for {case}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(self_test() or check())
