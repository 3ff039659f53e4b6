"""tests/integration/store_test.py SOJOURN EXAMPLES -- a folder of lists under attack: whatever
happens to an import or to the files, `match` finds the person in the old list or the new one,
or says that it cannot; it never answers from less."""
import gzip
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SOJOURN, EXAMPLES = sys.argv[1], pathlib.Path(sys.argv[2])
NAME = "Kim Jong Un"
FAILED = []


def run(*words, **more):
    return subprocess.run([SOJOURN, *map(str, words)], capture_output=True, text=True, **more)


def demand(holds, what):
    if not holds:
        FAILED.append(what)
        print("failed:", what)


def big_list(path, people, listed):
    """A plain list of many people, one of whom is looked for."""
    with open(path, "w", encoding="utf-8") as f:
        f.write("id,name,birth_date\n")
        for i in range(people):
            f.write(f"{i},Person {i:x} Example,19{i % 100:02}-01-01\n")
        f.write(f"k,{listed},1984-01-08\n")


def answer(store):
    return run("match", NAME, "--lists", store, "--quiet", "--json")


def finds(store):
    done = answer(store)
    return done.returncode == 1 and NAME in done.stdout


def damaged_files(folder):
    for what, damage in {
        "a byte of the list": lambda s: flip(next(s.glob("un/*/*.xml"))),
        "the list cut": lambda s: os.truncate(next(s.glob("un/*/*.xml")), 4000),
        "the list gone": lambda s: next(s.glob("un/*/*.xml")).unlink(),
        "the version gone": lambda s: shutil.rmtree(next(p for p in (s / "un").iterdir() if p.is_dir())),
        "meta.json cut": lambda s: os.truncate(s / "un/meta.json", 100),
        "meta.json empty": lambda s: os.truncate(s / "un/meta.json", 0),
        "meta.json leads elsewhere": lambda s: edit(s / "un/meta.json", '"current": "', '"current": "../'),
        "an empty list beside it": lambda s: (s / "sdn.csv").write_text(""),
        "a cut archive beside it": lambda s: (s / "more.xml.gz").write_bytes(gzip.compress(b"<a/>" * 9999)[:40]),
        "a zip that is none": lambda s: (s / "more.zip").write_bytes(b"PK\3\4" + b"\0" * 40),
    }.items():
        store = folder / "damaged"
        shutil.rmtree(store, ignore_errors=True)
        demand(run("lists", "import", "un", EXAMPLES / "un/un.xml", "--lists", store).returncode == 0, "import")
        demand(answer(store).returncode in (0, 1), "a sound store answers")
        damage(store)
        done = answer(store)
        demand(done.returncode == 3 and done.stderr and not done.stdout, f"{what}: exit {done.returncode}")
    (store / "un/meta.json").write_text('{"tool": "somebody else\'s"}')


def flip(path):
    data = bytearray(path.read_bytes())
    at = data.index(b"</") - 2  # inside a text: the file stays well formed
    data[at] ^= 1
    path.write_bytes(data)


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def killed_imports(folder):
    """kill -9 at any moment leaves the old list or the new one, and the next import works."""
    store, old, new = folder / "killed", folder / "old.csv", folder / "new.csv"
    big_list(old, 4000, NAME)
    big_list(new, 4400, NAME)
    demand(run("lists", "import", "people", old, "--lists", store).returncode == 0, "import")
    start = time.monotonic()
    run("lists", "import", "people", new, "--lists", store)
    took = time.monotonic() - start
    random.seed(4)
    for turn in range(24):
        source = (old, new)[turn % 2]
        child = subprocess.Popen([SOJOURN, "lists", "import", "people", source, "--lists", store],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0, took * 1.1))
        child.send_signal(signal.SIGKILL)
        child.wait()
        demand(finds(store), f"after kill {turn}: {answer(store).stderr}")
    demand(run("lists", "import", "people", new, "--lists", store).returncode == 0, "import after kills")
    demand(len([p for p in (store / "people").iterdir() if p.is_dir()]) <= 2, "versions are cleared away")


def imports_at_once(folder):
    store, sources = folder / "at_once", []
    for i in range(3):
        sources.append(folder / f"at_once{i}.csv")
        big_list(sources[i], 3000 + 50 * i, NAME)
    run("lists", "import", "people", sources[0], "--lists", store)
    for _ in range(6):
        children = [subprocess.Popen([SOJOURN, "lists", "import", "people", sources[i % 3], "--lists", store],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for i in range(8)]
        for child in children:
            error = child.communicate()[1]
            demand(child.returncode == 0, f"an import beside others: {error}")
        demand(finds(store), f"after imports at once: {answer(store).stderr}")


def no_room(folder):
    """A file may not grow past a limit, as on a full disk."""
    store, new = folder / "no_room", folder / "larger.csv"
    big_list(new, 6000, NAME)
    run("lists", "import", "people", folder / "old.csv", "--lists", store)
    before = sorted(p.name for p in store.rglob("*"))

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))
    done = run("lists", "import", "people", new, "--lists", store, preexec_fn=limit)
    demand(done.returncode == 4, f"no room: exit {done.returncode}: {done.stderr}")
    demand(finds(store), "no room: the old list stays")
    demand(run("lists", "import", "people", new, "--lists", store).returncode == 0, "and room again")
    demand(len(before) > 0 and finds(store), "and finds")


def shrunk(folder):
    """A tenth fewer is taken, one more is not."""
    for entries, exit_status in ((100, 0), (89, 3), (90, 0), (80, 3), (81, 0)):
        big_list(folder / "shrunk.csv", entries - 1, NAME)
        done = run("lists", "import", "people", folder / "shrunk.csv", "--lists", folder / "shrunk")
        demand(done.returncode == exit_status, f"{entries} entries: exit {done.returncode}")


def huge_markup(folder):
    """Expat reads an unfinished tag anew with every block: one of 40 MiB took minutes."""
    text = (EXAMPLES / "un/un.xml").read_text(encoding="utf-8")
    for what, bytes_in, exit_status in (("attribute", 40 << 20, 3), ("attribute", 1 << 20, 0)):
        (folder / "huge.xml").write_text(text.replace("<INDIVIDUAL>", f'<INDIVIDUAL x="{"A" * bytes_in}">', 1),
                                         encoding="utf-8")
        start = time.monotonic()
        done = run("lists", "import", "huge", folder / "huge.xml", "--lists", folder / "huge")
        demand(done.returncode == exit_status, f"{what} of {bytes_in} bytes: exit {done.returncode}")
        demand(time.monotonic() - start < 30, f"{what} of {bytes_in} bytes: {time.monotonic() - start:.0f} s")


def read_only(folder):
    store = folder / "read_only"
    run("lists", "import", "people", folder / "old.csv", "--lists", store)
    for path in [store, *store.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    demand(finds(store), "a read-only store is read")
    if os.geteuid() == 0:
        print("skipped: who is root may write anywhere")
    else:
        done = run("lists", "import", "people", folder / "new.csv", "--lists", store)
        demand(done.returncode == 4 and finds(store), f"read-only: exit {done.returncode}")
    for path in [store, *store.rglob("*")]:
        path.chmod(0o755)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        damaged_files(folder)
        killed_imports(folder)
        imports_at_once(folder)
        no_room(folder)
        shrunk(folder)
        huge_markup(folder)
        read_only(folder)
    print(f"{len(FAILED)} failed")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
