"""The hand-written files of the project, for the checks beside this file."""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("src", "include", "tests", "fuzz", "bench", "tools")


def is_generated(path):
    """A table that a generator of tools/ wrote says so in its first lines."""
    if not path.stem.endswith("_table"):
        return False
    with path.open(encoding="utf-8") as f:
        return any("generated" in f.readline().lower() for _ in range(3))


def hand_written(*suffixes, folders=FOLDERS):
    """Sorted paths under the source folders; generated tables left out."""
    return sorted(p for folder in folders for p in (ROOT / folder).rglob("*")
                  if p.suffix in suffixes and not is_generated(p))


def short(path):
    return str(path.relative_to(ROOT))
