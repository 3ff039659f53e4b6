"""tests/integration/terminal_test.py SOJOURN LISTS -- a stranger's name cannot write to the
terminal: control characters and marks that turn text around are shown, not sent. A file or a
pipe gets the bytes as they are. A name without a letter or digit is refused, and text that is
not UTF-8 is told with what to do."""
import os
import pathlib
import pty
import subprocess
import sys
import tempfile

SOJOURN, LISTS = sys.argv[1], sys.argv[2]
FAILED = []


def demand(holds, what):
    if not holds:
        FAILED.append(what)
        print("failed:", what)


def on_terminal(*words):
    """Exit status and what a terminal got; None where there is none to open, as in some containers."""
    try:
        ours, theirs = pty.openpty()
    except OSError as why:
        print("skipped: no terminal can be opened here:", why)
        return None
    with subprocess.Popen([SOJOURN, *words], stdout=theirs, stderr=theirs) as p:
        os.close(theirs)
        seen = b""
        try:
            while part := os.read(ours, 65536):
                seen += part
        except OSError:  # the terminal's other end is closed
            pass
    os.close(ours)
    return p.returncode, seen


def main():
    hostile = "Kim\x1b[2J\u202e\u009b31m Jong Un"
    if got := on_terminal("compare", hostile, "Kim Jong Un"):
        status, seen = got
        demand(status == 0 and b"\x1b" not in seen and b"Kim\\x1b[2J\\u202e\\x9b31m" in seen, seen)
    piped = subprocess.run([SOJOURN, "compare", hostile, "Kim Jong Un"], capture_output=True, check=True).stdout
    demand(hostile.encode() in piped, piped)
    with tempfile.TemporaryDirectory() as folder:
        people = pathlib.Path(folder) / "people.csv"
        people.write_text('id,name\n1,"Kim\x1b[2J Jong Un"\n2,"\x07Ri \x1b]0;x"\n')
        if got := on_terminal("screen", str(people), "--lists", LISTS, "--out", folder + "/out"):
            status, seen = got
            demand(status in (0, 1) and b"\x1b" not in seen and b"\x07" not in seen, seen)
        absent = subprocess.run([SOJOURN, "screen", folder + "/\x1b[31m", "--lists", LISTS], capture_output=True)
        demand(absent.returncode == 3 and b"\x1b" not in absent.stderr and b"\\x1b[31m" in absent.stderr, absent.stderr)
        for encoding, told in (("utf-16", b"UTF-16"), ("windows-1251", b"another encoding")):
            people.write_bytes("id,name\n1,Ким Чен Ын\n".encode(encoding))
            refused = subprocess.run([SOJOURN, "screen", str(people), "--lists", LISTS], capture_output=True)
            demand(refused.returncode == 3 and told in refused.stderr and b"CSV UTF-8" in refused.stderr, refused.stderr)
    for empty in ("", "  ", "???"):
        refused = subprocess.run([SOJOURN, "compare", empty, "Kim"], capture_output=True)
        demand(refused.returncode == 2 and b"letter" in refused.stderr, empty)
    print(f"{len(FAILED)} failed")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
