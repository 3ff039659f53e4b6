"""How every generator ends: it writes its file, or with --check says whether the
committed one is what it would write."""
import pathlib
import sys


def finish(target, text):
    """Exit status: 0, or 1 if with --check the file differs."""
    target = pathlib.Path(target)
    if "--check" not in sys.argv[1:]:
        target.write_text(text, encoding="utf-8")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return 0
    print(f"{target} is not what tools/{pathlib.Path(sys.argv[0]).name} makes: run it")
    return 1
