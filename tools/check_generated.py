#!/usr/bin/env python3
"""check_generated.py GENERATOR: the committed table is what the generator writes.

A generator that reads Debian's Unicode packages is compared on Debian 12 only,
the release whose data the tables are made of; elsewhere: exit 77, skipped.
"""
import pathlib
import platform
import subprocess
import sys

RELEASE = "12"


def main():
    generator = pathlib.Path(sys.argv[1])
    if "/usr/share" in generator.read_text():
        try:
            here = platform.freedesktop_os_release()
        except OSError:
            here = {}
        if (here.get("ID"), here.get("VERSION_ID")) != ("debian", RELEASE):
            print(f"skipped: {generator.name} reads packages of Debian {RELEASE}, "
                  f"here is {here.get('PRETTY_NAME', 'another system')}")
            return 77
    return subprocess.run([sys.executable, generator, "--check"]).returncode


if __name__ == "__main__":
    sys.exit(main())
