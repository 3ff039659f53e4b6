#!/usr/bin/env python3
"""scenario_test.py SOJOURN: scenarios against a second program, written here from the manual.

The twin reads the text, writes out its loops, integrates and plays the machine where it has
no chance; every output of every supplied file is compared at every time. Then hand-computed
cases, the conservation of persons, tables that add up, and bad input.
"""
import csv
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

SOJOURN = sys.argv[1]
FOLDER = pathlib.Path(__file__).parents[2] / "data" / "scenarios"
failures = 0


def expect(ok, what):
    global failures
    failures += not ok
    print(("ok      " if ok else "FAILED  ") + what)


def run(text, *options):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8", delete=False) as f:
        f.write(text)
    done = subprocess.run([SOJOURN, "scenario", f.name, *options], capture_output=True, text=True)
    pathlib.Path(f.name).unlink()
    return done


def fans(text, *options):
    done = run(text, "--json", *options)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {r["output"]: r for r in rows if r["kind"] == "fan"}, rows


# ---- the twin ----

def members(words, sets, env):
    """The members that `NAME`, `NAME in A B` or `NAME of SET` goes over."""
    if len(words) > 2 and words[1] == "in":
        return words[2:]
    name = words[2] if len(words) > 2 else words[0]
    return sets[put(name, env)]


def put(text, env):
    return re.sub(r"\{(\w+)( label)?\}", lambda m: env[m.group(1)], text)


def sums(text, sets, env):
    while (found := re.search(r"\bsum\s*\(", text)):
        at, depth = found.end(), 1
        while depth:
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        over, term = text[found.end():at - 1].split(":", 1)
        parts = [sums(term, sets, {**env, over.split()[0]: m}) for m in members(over.split(), sets, env)]
        text = text[:found.start()] + "((" + ")+(".join(parts) + "))" + text[at:]
    return put(text, env)


def expand(lines, sets, env):
    i = 0
    while i < len(lines):
        words = lines[i].split()
        if words[0] == "each":
            end, depth = i + 1, 1
            while True:
                depth += {"each": 1, "end": -1}.get(lines[end].split()[0], 0)
                if depth == 0:
                    break
                end += 1
            for m in members(words[1:], sets, env):
                yield from expand(lines[i + 1:end], sets, {**env, words[1]: m})
            i = end
        elif words[0] not in ("set", "label"):
            yield sums(lines[i], sets, env)
        i += 1


def python(equation):
    equation = re.sub(r"(?<![<>=])=(?!=)", "==", equation.strip().replace("^", "**"))
    return compile(re.sub(r"\bif\s*\(", "cond(", equation), equation, "eval")


class Model:
    def __init__(self, text):
        lines = [line.split("#")[0].strip() for line in text.splitlines()]
        lines = [line for line in lines if line]
        sets = {w[1]: w[2:] for w in (line.split() for line in lines) if w[0] == "set"}
        self.kind, self.equation, self.flow, self.value, self.machine, self.states = {}, {}, {}, {}, {}, []
        self.method, self.scopes = "euler", []
        for line in expand(lines, sets, {}):
            word, _, rest = line.partition(" ")
            self.statement(word, rest.strip())

    def statement(self, word, rest):
        first = rest.split()[0]
        if word in ("start", "stop", "dt"):
            top, _, bottom = rest.partition("/")
            setattr(self, word, float(top) / float(bottom or 1))
        elif word == "method":
            self.method = rest
        elif word == "input":
            self.value[first] = float(rest.split()[2])
        elif word in ("stock", "flow", "aux"):
            head, equation = rest.split("=", 1)
            self.kind[first], self.equation[first] = word, python(equation)
            ends = head.split()[1:]
            if word == "flow":
                self.flow[first] = (ends[ends.index("from") + 1] if "from" in ends else None, ends[ends.index("to") + 1] if "to" in ends else None)
        elif word == "machine":
            words = rest.split()
            if words[0] == "state":
                self.states.append(words[1:])
            elif words[0] == "scope":
                self.scopes.append(words[1:])
            else:
                self.machine[words[0]] = words[1]

    def order(self):
        done, names = [], {n for n, k in self.kind.items() if k != "stock"}
        left = {n: set(self.equation[n].co_names) & names for n in names}
        while left:
            ready = [n for n in self.kind if n in left and not left[n] - set(done)]
            done += ready
            for n in ready:
                del left[n]
        return done

    def outside(self, t, story):
        """The machine at t: story has when relief begins and ends, triggers, contests."""
        begin, snap, lapse = story["begin"], story["snapback"], story["lapse"]
        out = {"snapped": t >= snap, "lapsed": t >= lapse, "audit": 0}
        ended = min(snap, lapse)
        out["relief"] = t >= begin and t < ended
        out["wind_down"] = ended <= t < ended + story["wind"]
        out["since_end"] = max(0.0, t - ended) if t >= ended else 0.0
        since, out["trigger"] = begin, 0
        for at in story["triggers"]:
            if at <= t:
                out["trigger"] = t < at + story["clock"]
                since = min(t, at + story["clock"])
        out["steps"] = math.floor((t - since) / story["review"]) if out["relief"] else 0
        contested = {n: out["snapped"] and story["contest"] for n, *_ in self.states}
        out.update({f"contests_{n}": c for n, c in contested.items()})
        return {k: float(v) for k, v in out.items()}

    def evaluate(self, value, t):
        value["time"] = t
        if self.story:
            value.update(self.outside(t, self.story))
        for name in self.sequence:
            value[name] = eval(self.equation[name], FUNCTIONS, value)

    def cut(self, value):
        for _ in range(32):
            again = False
            for s, (into, out) in self.ends.items():
                most = max(0.0, value[s] / self.dt + sum(value[f] for f in into))
                total = sum(value[f] for f in out)
                if total > most and total > 0:
                    for f in out:
                        value[f] *= most / total
                    again = again or total > most * (1 + 1e-12)
            if not again:
                return

    def net(self, value):
        return {s: sum(value[f] for f in into) - sum(value[f] for f in out) for s, (into, out) in self.ends.items()}

    def run(self, story=None):
        self.story, self.sequence = story, self.order()
        stocks = [n for n, k in self.kind.items() if k == "stock"]
        self.ends = {s: ([f for f, (a, b) in self.flow.items() if b == s], [f for f, (a, b) in self.flow.items() if a == s]) for s in stocks}
        value = {**dict.fromkeys(self.kind, 0.0), **self.value}
        for _ in range(2):
            self.evaluate(value, self.start) if _ else self.first(value)
            value.update({s: eval(self.equation[s], FUNCTIONS, value) for s in stocks})
        steps = math.floor((self.stop - self.start) / self.dt + 0.5)
        for i in range(steps + 1):
            t = self.start + i * self.dt
            self.evaluate(value, t)
            if self.method == "euler":
                self.cut(value)
            yield i, t, value
            if self.method == "euler":
                for s, change in self.net(value).items():
                    value[s] += change * self.dt
            else:
                self.rk4(value, t, stocks)

    def first(self, value):
        """Equations that need a stock have none yet; a fault there is mended in the second pass."""
        try:
            self.evaluate(value, self.start)
        except ZeroDivisionError:
            pass

    def rk4(self, value, t, stocks):
        begin, total = {s: value[s] for s in stocks}, dict.fromkeys(stocks, 0.0)
        for stage, (part, weight) in enumerate(((0.5, 1 / 6), (0.5, 1 / 3), (1, 1 / 3), (0, 1 / 6))):
            if stage:
                self.evaluate(value, t + self.dt * (0.5, 0.5, 1)[stage - 1])
            slope = self.net(value)
            for s in stocks:
                total[s] += weight * slope[s] * self.dt
                value[s] = begin[s] + slope[s] * self.dt * part
        for s in stocks:
            value[s] = begin[s] + total[s]


FUNCTIONS = {"min": min, "max": max, "exp": math.exp, "ln": math.log, "sqrt": math.sqrt, "abs": abs, "cond": lambda c, a, b: a if c else b, "__builtins__": {}}


def pointed(text, given=None):
    """Every input at a point: what is given, else the middle of its numbers."""
    lines = []
    for line in text.splitlines():
        m = re.match(r"(\s*input\s+)(\S+)\s+(\w+)\s+((?:[-0-9.e]+\s+)+)(.*)", line)
        if m:
            numbers = [float(x) for x in m.group(4).split()]
            middle = numbers[1] if len(numbers) == 3 else sum(numbers) / len(numbers)
            line = f"{m.group(1)}{m.group(2)} point {(given or {}).get(m.group(2), middle)!r} {m.group(5)}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def compare(name, text, story=None, *options):
    got, rows = fans(text, "--draws", "1", *options)
    if not got:
        return expect(False, f"{name}: no answer")
    model, times = Model(text), next(iter(got.values()))["time"]
    worst, which, k = 0.0, "", 0
    held, lost = None, 0.0
    people = [s for s, kind in model.kind.items() if kind == "stock" and not re.match(r"taken_|kept$|held$", s)]
    for _, t, value in model.run(story):
        if held is not None:
            lost = max(lost, abs(sum(value[s] for s in people) - held) / max(1, held))
        came = sum(value[f] for f, (a, b) in model.flow.items() if (a is None and b in people))
        held = sum(value[s] for s in people) + came * model.dt if model.method == "euler" else sum(value[s] for s in people)
        if k < len(times) and abs(times[k] - t) < model.dt / 4:
            for output, row in got.items():
                error = abs(row["p50"][k] - value[output]) / max(1e-3, abs(value[output]), max(abs(x) for x in row["p95"]) / 1e6)
                if error > worst:
                    worst, which = error, f"{output} at {t:.3f}: {row['p50'][k]} and {value[output]}"
            k += 1
    expect(k == len(times) and worst < 2e-8, f"{name}: {len(got)} outputs at {k} times as the twin has them ({worst:.1e} {which})")
    expect(lost < 1e-9, f"{name}: persons are conserved at every step ({lost:.1e})")


def twins():
    for name in ("ban_2017_russia", "more_400000"):
        compare(name, pointed((FOLDER / f"{name}.txt").read_text(encoding="utf-8")))
    text = (FOLDER / "relief_snapback.txt").read_text(encoding="utf-8")
    calm = {"breach_all": 0, "alerts": 0, "renewed": 1}
    storm = {"breach_all": 1e13, "alerts": 0, "renewed": 1, "notice_far": 1, "overturned": 0}
    base = {"begin": 2027.0, "snapback": math.inf, "lapse": math.inf, "wind": 180 / 365.25, "clock": 30 / 365.25, "review": 1, "triggers": [], "contest": 0}
    at = 2027 + 30 / 365.25
    back = {**base, "triggers": [2027.0 + 1e-12], "snapback": at + 1e-12}
    compare("relief without a breach", pointed(text, calm), base)
    compare("relief that lapses", pointed(text, {**calm, "renewed": 0}), {**base, "lapse": 2032.0})
    compare("snapback that all follow", pointed(text, {**storm, "contest_near": 0, "contest_far": 0}), back)
    compare("snapback that all contest", pointed(text, {**storm, "contest_near": 1, "contest_far": 1}), {**back, "contest": 1})
    again = [2027.0 + i * 30 / 365.25 + 1e-12 for i in range(32)]
    compare("nobody votes, relief goes on", pointed(text, storm), {**base, "triggers": again}, "--default", "continue")


# ---- by hand ----

MACHINE = ("machine authorise 0.5\nmachine breach {breach}\nmachine detect 1\nmachine clock_days 30\nmachine wind_down_days 180\n"
           "machine override 0\nmachine contested 0\nmachine review 1\nmachine default {default}\n")


def by_hand():
    body = ("start 0\nstop 3\ndt 1/52\ndraws 1\nstock c = 100\nstock old = 0\nstock gone = 0\naux rate = if(since_end > 0, 1 / max(180/365.25 - since_end, 1/52), 0)\n"
            "flow keep from c to old = c * rate * 0.25\nflow go from c to gone = c * rate * 0.75\noutput c a\noutput old b\noutput gone c\noutput snapped d\n")
    got, _ = fans(body + MACHINE.format(breach="1e9", default="restore"))
    expect(abs(got["old"]["p50"][-1] - 25) < 1e-6 and abs(got["gone"]["p50"][-1] - 75) < 1e-6 and got["c"]["p50"][-1] < 1e-6, "a wind-down ends with a quarter grandfathered")
    half = min(range(len(got["c"]["time"])), key=lambda i: abs(got["c"]["time"][i] - (0.5 + (30 + 90) / 365.25)))
    expect(abs(got["c"]["p50"][half] - 50) < 4, f"half of them are left in its middle ({got['c']['p50'][half]:.1f})")
    first = next(t for t, s in zip(got["snapped"]["time"], got["snapped"]["p50"]) if s)
    expect(0 <= first - (0.5 + 30 / 365.25) < 1 / 52 + 1e-9, "the clock runs 30 days")
    got, _ = fans(body + MACHINE.format(breach="1e9", default="continue"))
    expect(got["c"]["p50"][-1] == 100, "nobody votes and the default is to continue: nothing ends")
    for method, tolerance in (("euler", 1e-2), ("rk4", 1e-6)):
        got, _ = fans(f"start 0\nstop 8\ndt 1/52\nmethod {method}\ndraws 1\nstock w = 10\nflow in to w = 100\nflow out from w = w / 2\noutput w a\noutput out b\n")
        want = [200 - 190 * math.exp(-t / 2) for t in got["w"]["time"]]
        expect(all(abs(g - w) < tolerance * w for g, w in zip(got["w"]["p50"], want)), f"{method}: constant inflow, in closed form; Little's law at the end")
    chain = "start 0\nstop 1\ndt 1/4\ndraws 1\n" + "".join(f"stock s{i} = {0 if i else 8}\n" for i in range(9, -1, -1))
    chain += "".join(f"flow f{i} from s{i} to s{i + 1} = 100\n" for i in range(9)) + "".join(f"output s{i} s\n" for i in range(10))
    got, _ = fans(chain)
    expect(all(x >= -1e-12 for r in got.values() for x in r["p50"]) and abs(got["s9"]["p50"][1] - 8) < 1e-12, "no stock of a chain gives what it does not have")


def bars():
    """A bar is the end with one input at its 5 or 95 % and the others at their medians."""
    text = "start 0\nstop 5\ndt 1/4\ndraws 50\ninput a {a} w\ninput b {b} w\nstock s = 10 * a\nflow f from s = s * b\noutput s w\n"
    got, _ = fans(text.format(a="uniform 1 3", b="uniform 0.1 0.3"))
    end = lambda a, b: fans(text.format(a=f"point {a}", b=f"point {b}"))[0]["s"]["p50"][-1]
    want = {"a": (end(1.1, 0.2), end(2.9, 0.2)), "b": (end(2, 0.11), end(2, 0.29))}
    expect(all(abs(t["low"] / want[t["input"]][0] - 1) < 1e-8 and abs(t["high"] / want[t["input"]][1] - 1) < 1e-8 for t in got["s"]["tornado"]), "bars as single runs have them")


def tables():
    """Cells add up to places, sectors and all in a single run, and all is the output."""
    for name, whole in (("ban_2017_russia", "working"), ("more_400000", "working"), ("relief_snapback", "hidden")):
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([SOJOURN, "scenario", FOLDER / f"{name}.txt", "--draws", "1", "--out", out], capture_output=True, check=True)
            rows = [r for r in csv.DictReader((pathlib.Path(out) / "table.csv").open(encoding="utf-8")) if r["table"] == whole]
            fan = {(r["output"], r["time"]): float(r["p50"]) for r in csv.DictReader((pathlib.Path(out) / "fan.csv").open(encoding="utf-8"))}
        sums = {}
        for r in rows:
            kind = (r["place"] == "all", r["sector"] == "all")
            sums[kind, r["time"]] = sums.get((kind, r["time"]), 0) + float(r["p50"])
        times = {t for _, t in sums}
        worst = max(abs(sums[k, t] - fan[whole, t]) / max(1, fan[whole, t]) for k, t in sums)
        expect(len(times) == 6 and len(sums) == 24 and worst < 1e-7, f"{name}: cells, places, sectors and all say the same ({worst:.1e})")


HEAD = "start 0\nstop 2\ndt 1/4\ndraws 20\nset p x y\n"


def bad_input():
    """File, line, column and reason."""
    for text, want in (
            ("each p\naux a_{q} = 1\nend\n", "line 7: column 7: no each and no sum here goes over this subscript"),
            ("each p\naux a_{p = 1\nend\n", "line 7: column 7: a brace is not closed"),
            ("aux a} = 1\n", "line 6: column 6: a brace closes that was not opened"),
            ("each p\n", "line 6: column 1: each without end"),
            ("end\n", "line 6: column 1: end stands alone"),
            ("each q\nend\n", "line 6: column 6: unknown set"),
            ("each p in z\nend\n", "line 6: column 11: no member of this set"),
            ("aux a = sum(p: (1\noutput a w\n", "line 6: column 9: the bracket of this sum is not closed"),
            ("each p\naux a_{p} = 1 + zz_{p}\nend\noutput a_x w\n", "line 7: column 17: a_x (p x): the equation reads an unknown name"),
            ("each p\naux a = 1\nend\noutput a w\n", "line 7: column 5: a (p y): the name is used twice"),
            ("".join(f"each a{i} of p\n" for i in range(9)) + "end\n" * 9, "line 14: column 1: loops and sums nest at most 8 deep"),
            ("set q " + " ".join(f"m{i}" for i in range(200)) + "\n" + "".join(f"each a{i} of q\n" for i in range(8)) + "end\n" * 8, "more than 20,000 turns"),
            ("aux a = b\naux b = c + 1\naux c = a\noutput a w\n", "line 6: column 5: a reads b reads c reads a: the equation reads itself"),
            ("stock s = 1\nflow f from s = s * 4\naux x = 1 / s\naux y = x\noutput y w\n", "line 8: column 5: x: the equation has no finite value"),
            ("aux a = 1\noutput a w\nobserve a 5 3 score z\n", "line 8: column 11: observed before the start or after the stop"),
            ("input x lognormal 5 1 word\n", "line 6: column 9: the range is upside down"),
            ("stock a = 1\nflow f from a to a = 3\noutput f w\n", "line 7: column 18: a flow goes from one stock to another"),
            ("start 1\n", "line 6: column 1: start: the statement stands twice"),
            ("aux a = 1\noutput a w\ncell t x y a\n", "line 8: column 6: t: unknown table"),
            (MACHINE.format(breach=1, default="restore").replace("authorise 0.5", "authorise 9") + "aux a = relief\noutput a w\n", "line 6: column 19: the corridor would open after the stop"),
            (MACHINE.format(breach=1, default="restore").replace("override 0", "override 2") + "aux a = relief\noutput a w\n", "line 11: column 18: a setting of the machine")):
        done = run(HEAD + text)
        expect(done.returncode == 3 and want in done.stderr and ".txt: line" in done.stderr, f"{want}: {done.stderr.splitlines()[-1] if done.stderr else ''}")
    done = run(HEAD + "input x point 2 w\nstock s = x\noutput s w\n")
    expect("No input has a range: the fans are lines" in done.stdout, "a file without ranges is told so")
    done = run(HEAD + "input x uniform 1 2 w\ninput y uniform 1 2 w\nstock s = x\noutput s w\n")
    expect("Inputs that nothing reads: y\n" in done.stdout, "an input that nothing reads is told")


twins()
by_hand()
bars()
tables()
bad_input()
sys.exit(1 if failures else 0)
