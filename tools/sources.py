"""The hand-written files of the project, for the checks beside this file."""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("src", "include", "tests", "fuzz", "bench", "tools")


def hand_written(*suffixes, folders=FOLDERS):
    """Sorted paths under the source folders; generated tables left out."""
    return sorted(p for folder in folders for p in (ROOT / folder).rglob("*")
                  if p.suffix in suffixes and not p.stem.endswith("_table"))


def short(path):
    return str(path.relative_to(ROOT))
