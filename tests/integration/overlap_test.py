#!/usr/bin/env python3
"""overlap_test.py SOJOURN SHARED [deep]: reference values of overlap estimates.

Each line: what of shared data/estimate/mse/acceptance.csv, the options, the member of the
answer, the value, the relative tolerance. Where the shared data is absent: exit 77.
Own tables follow, with closed forms, and bad input.
"""
import csv
import hashlib
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

SOJOURN, SHARED = sys.argv[1], pathlib.Path(sys.argv[2]) / "estimate" / "mse"
DEEP = len(sys.argv) > 3  # a minute more of seeds
failures = 0


def expect(ok, what):
    global failures
    failures += not ok
    print(("ok      " if ok else "FAILED  ") + what)


def overlap(table, *options):
    done = subprocess.run([SOJOURN, "count", "overlap", table, "--json", *options], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{table}: exit {done.returncode}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def near(got, want, tolerance):
    return got is not None and abs(got - want) <= tolerance * abs(want)


UK, UK5, KOSOVO, KOREA, SMALL = ("sparsemse_UKdat", "sparsemse_UKdat_5", "modslavmse_Kosovo", "mse2026_Korea", "sparsemse_Artificial_3")
SPINA, HAV = "madigan_york_spina3", "care1_HAV"
GRAPHS = ["--method", "graphs", "--delta"]
THRESHOLD = ["--method", "threshold"]
STEP = ["--select", "stepwise"]
PROFILE = [*STEP, "--interval", "profile"]
ROWS = [
    ("A01", UK, ["--select", "main"], "estimate", 12213.99512, 1e-5), ("A02", UK, ["--select", "main"], "low", 10988.80013, 1e-5),
    ("A03", UK, ["--select", "main"], "high", 13621.25672, 1e-5), ("A04", UK, ["--select", "main"], "deviance", 179.3548494, 1e-8),
    ("A05", UK, STEP, "estimate", 11417.99109, 1e-5), ("A07", UK, [*STEP, "--threshold", "0.001"], "estimate", 13181.24051, 1e-5),
    ("A08", UK, PROFILE, "estimate", 11408.92024, 1e-5), ("A09", UK, PROFILE, "low", 9982.256265, 1e-4),
    ("A10", UK, PROFILE, "high", 13181.68727, 1e-4), ("A11", UK, STEP, "aic", 162.659055, 1e-8), ("A12", UK, STEP, "bic", 245.4994628, 1e-8),
    ("A13", UK5, STEP, "estimate", 11312.99029, 1e-5), ("A15", UK5, [], "estimate", 22991.33131, 1e-5),
    ("A16", UK5, ["--select", "[12,13,25,35,45]"], "estimate", 12262.41242, 1e-5),
    ("A17", UK5, ["--order", "4"], "estimate", 25311.29061, 1e-5),
    ("A20", KOSOVO, ["--select", "main"], "estimate", 7394.586662, 1e-6), ("A21", KOSOVO, ["--order", "3"], "estimate", 10356.51896, 1e-6),
    ("A22", KOSOVO, ["--order", "3"], "bic", 203.0296328, 1e-8), ("A23", KOSOVO, ["--order", "3"], "deviance", 9.322670016, 1e-7),
    ("A24 low", KOSOVO, ["--order", "3", "--interval", "profile"], "low", 8994.256707, 1e-4),
    ("A24 high", KOSOVO, ["--order", "3", "--interval", "profile"], "high", 12110.40811, 1e-4),
    ("A25", KOSOVO, ["--select", "[123;134]"], "estimate", 12740.96774, 1e-6), ("A26", KOSOVO, ["--select", "[134;12;23]"], "estimate", 18393.30612, 1e-6),
    ("A27", KOSOVO, ["--select", "[12,13,14,23,24,34]"], "estimate", 14402.48895, 1e-6),
    ("A28 low", KOSOVO, ["--order", "3", "--interval", "bca", "--top", "1"], "low", 9100, 0.03),
    ("A28 high", KOSOVO, ["--order", "3", "--interval", "bca", "--top", "1"], "high", 12000, 0.03),
    ("A29 low", KOSOVO, ["--order", "3", "--interval", "bca", "--top", "5"], "low", 8500, 0.1),  # its level is below 1 in 1,000: the least replicates
    ("A29 high", KOSOVO, ["--order", "3", "--interval", "bca", "--top", "5"], "high", 17000, 0.08),
    ("A30 low", KOSOVO, ["--order", "3", "--interval", "bca"], "low", 6900, 0.08),
    ("A30 high", KOSOVO, ["--order", "3", "--interval", "bca"], "high", 18000, 0.08),
    ("A31", KOSOVO, THRESHOLD, "estimate", 13971.48, 0.02),
    ("A32", KOSOVO, [*THRESHOLD, "--order", "3", "--threshold", "2.5"], "estimate", 10313.86, 0.02),
    ("A36", KOREA, [], "estimate", 157.1666667, 1e-7), ("A37", KOREA, [], "bic", 57.14080988, 1e-8),
    ("A38", KOREA, ["--select", "[12;3]"], "estimate", 268.7777778, 1e-7),
    ("A40 low", KOREA, ["--interval", "bca", "--top", "2"], "low", 130, 0.05), ("A40 high", KOREA, ["--interval", "bca", "--top", "2"], "high", 348, 0.1),
    ("A34 mean", KOSOVO, [*GRAPHS, "0.0625", "--hidden", "15000"], "mean", 12736.707, 1e-6),
    ("A34 median", KOSOVO, [*GRAPHS, "0.0625", "--hidden", "15000"], "estimate", 12591, 0),
    ("A35 mean", KOSOVO, [*GRAPHS, "1", "--hidden", "15000"], "mean", 4829.4559, 1e-6),
    ("A35 median", KOSOVO, [*GRAPHS, "1", "--hidden", "15000"], "estimate", 4617, 0),
    ("A50 estimate", SPINA, [*GRAPHS, "1", "--hidden", "300", "--prior", "13.14,55.17"], "bayes_estimate", 731.0966, 1e-6),
    ("A50 mode", SPINA, [*GRAPHS, "1", "--hidden", "300", "--prior", "13.14,55.17"], "mode", 728, 0),
    ("A65", HAV, ["--method", "latent"], "estimate", 508.5, 0.03),  # 505 to 512
    ("A42", SMALL, ["--select", "main"], "estimate", 539.0939294, 1e-6),
]


def shared_rows():
    answers = {}
    for name, table, options, member, want, tolerance in ROWS:
        key = (table, *options)
        if key not in answers:
            answers[key] = overlap(SHARED / f"{table}.csv", *options)[0]
        got = answers[key][member]
        expect(near(got, want, tolerance), f"{name}: {table} {' '.join(options)} {member}: {got} (reference {want}, tolerance {tolerance:g})")
    expect(" ".join(answers[(UK, *STEP)]["pairs"]) == "PF:NCA LA:NG NG:GP LA:PF PF:GP GO:GP NG:GO", "A06: the pairs in their order")
    expect(answers[(UK5,)]["model"] == "[12,13,23,25,34]", "A14: the best model")
    expect(answers[(UK5, "--order", "4")]["spread"]["estimable"] == 6519, "A17: 6,519 models exist")
    for model in ("[12;13]", "[12;13;23]"):
        expect(not overlap(SHARED / f"{KOREA}.csv", "--select", model)[0]["exists"], f"A39: {model} does not exist")
    codes = [overlap(SHARED / f"{SMALL}.csv", "--select", m)[0]["diagnostics"]["code"]
             for m in ("[1;2;3]", "[12;3]", "[13;2]", "[23;1]", "[12;13]", "[12;23]", "[13;23]", "[12;13;23]")]
    expect(codes == [0, 1, 0, 0, 1, 1, 0, 2], f"A41: codes of existence {codes}")


def monte_carlo():
    """A28 to A30, A40: BCa limits of 1,000 replicates that another program drew once. They have to
    lie among those of other seeds here, the middle 99 %, and these have to be about as wide."""
    for row, table, options, seeds, low, high in (
            ("A28", KOSOVO, ["--order", "3", "--top", "1"], 40, 9101.37, 12003.15),
            ("A29", KOSOVO, ["--order", "3", "--top", "5"], 80, 8461.39, 17033.49),
            ("A30", KOSOVO, ["--order", "3"], 30, 6947.04, 18009.99),
            ("A40 of 1", KOREA, ["--top", "1"], 40, 130.78, 248.78), ("A40 of 2", KOREA, ["--top", "2"], 40, 129.73, 348.00),
            ("A40 of 6", KOREA, ["--top", "6"], 40, 128.31, 349.71)):
        if table == KOSOVO and not DEEP:
            continue
        answers = [overlap(SHARED / f"{table}.csv", "--interval", "bca", *options, "--seed", str(seed))[0] for seed in range(1, seeds + 1)]
        for member, want in (("low", low), ("high", high)):
            got = sorted(answer[member] for answer in answers)
            below = sum(x < want for x in got) / seeds
            middle = got[seeds // 2]
            expect(0.005 < below < 0.995 and near(middle, want, 0.05), f"{row} {member}: median {middle} of {seeds} seeds, {100 * below:.0f} % below {want}")


def closed_forms():
    """A55 to A59, A64: estimators that need no fit."""
    done = subprocess.run([SOJOURN, "count", "seen", SHARED / "rcapture_ill.csv", "--json"], capture_output=True, text=True)
    seen = {row["estimator"]: row for row in json.loads(done.stdout)["estimators"]}
    for what, got, want, tolerance in [
            ("A55 estimate", seen["chao"]["estimate"], 9273.510929, 1e-6), ("A55 se", seen["chao"]["se"], 662.589998, 1e-6),
            ("A56", seen["chao_bias_corrected"]["estimate"], 9228.858696, 1e-6), ("A57", seen["zelterman"]["estimate"], 9424.555194, 1e-6),
            ("A57 se", seen["zelterman"]["se"], 683.970605, 1e-6), ("A58 rate", seen["poisson"]["rate"], 0.3086189512, 1e-8),
            ("A58", seen["poisson"]["estimate"], 7079.92815, 1e-8), ("A59", seen["geometric"]["estimate"], 13468.19672, 1e-6),
            ("Turing", seen["turing"]["estimate"], 7607.037, 1e-6)]:
        expect(near(got, want, tolerance), f"{what}: count seen {got} (reference {want})")
    answer = overlap(SHARED / "care1_HAV.csv")[0]
    for member, want in (("independent", 407.00379), ("high", 970.80476), ("low", 507.772)):
        expect(near(answer["sample_coverage"][member], want, 1e-5), f"A64 {member}: {answer['sample_coverage'][member]} (reference {want})")
    for pair, petersen, chapman in zip(answer["two_lists"], (336.12, 378.00, 334.17), (333.56, 374.48, 331.36)):
        expect(near(pair["petersen"], petersen, 2e-5) and near(pair["chapman"], chapman, 2e-5), f"two lists {pair['lists']}: Petersen, Chapman")


def replicates():
    """1,000 resampled tables, each with the estimate that another program gave."""
    for name in ("UKdat", "Kosovo"):
        with open(SHARED / f"sparsemse_bootreps_{name}.csv", encoding="utf-8", newline="") as f:
            given = list(csv.DictReader(f))
        cells = [key for key in given[0] if key.startswith("c")]
        lists = len(cells[0]) - 1
        with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as out:
            out.write(",".join(f"L{i}" for i in range(lists)) + ",count,rep\n")
            for row in given:
                for cell in cells:
                    out.write(",".join(cell[1:]) + f",{row[cell]},{row['rep']}\n")
        got = {a["rep"]: a["estimate"] for a in overlap(out.name, "--select", "stepwise")}
        worst = max(abs(got[row["rep"]] / float(row["popest"]) - 1) for row in given)
        expect(worst < 1e-6, f"{name}: {len(given)} replicates agree to {worst:.1e}")


def write(text):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as f:
        f.write(text)
    return f.name


def own():
    two = overlap(write("A,B,count\n1,0,80\n0,1,60\n1,1,20\n"), "--select", "main")[0]  # Lincoln and Petersen: 80 * 60 / 20 more
    expect(near(two["estimate"], 160 + 80 * 60 / 20, 1e-12), "two lists: Lincoln-Petersen")
    expect(near(math.log(two["high"] - 160) - math.log(240), 1.959963985 * math.sqrt(1 / 80 + 1 / 60 + 1 / 20), 1e-6), "two lists: its interval")
    seeds = [overlap(write("A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,30\n1,1,0,9\n1,0,1,8\n0,1,1,7\n1,1,1,2\n"), "--interval", "bca", "--replicates", "200",
                     "--seed", seed)[0] for seed in ("1", "1", "2")]
    expect(seeds[0] == seeds[1] and seeds[0] != seeds[2], "a seed says which draws")
    for text, reason in (("A,count\n1,5\n", "one list"), ("A,B\n1,0\n", "no count"), ("A,B,count\n1,0,-5\n", "negative"), ("A,B,count\n1,0,2.5\n", "fraction"),
                         ("A,B,count\n1,0,5\n1,0,5\n", "twice"), ("A,B,count\n1,0,5\n0,1,0\n", "nobody"), ("A,B,count\n2,0,5\n", "two"), ("", "empty"),
                         ("A,A,count\n1,0,5\n0,1,2\n", "one name twice"), ("A,,count\n1,0,5\n0,1,2\n", "no name")):
        done = subprocess.run([SOJOURN, "count", "overlap", write(text)], capture_output=True, text=True)
        expect(done.returncode == 3 and ".csv" in done.stderr and (not text or "line " in done.stderr), f"bad input: {reason}: {done.stderr.strip()}")


ROWS_OF_THREE = [("0,0,1", 41), ("0,1,0", 5), ("1,0,0", 5), ("1,1,0", 54), ("1,0,1", 6), ("1,1,1", 12)]


def tables_as_users_have_them():
    """The same people in every dress, and what is refused because it has two readings."""
    head, rows = "b,c,d", ROWS_OF_THREE
    plain = head + ",count\n" + "".join(f"{cells},{n}\n" for cells, n in rows)
    want = overlap(write(plain), "--select", "[12,3]")[0]
    del want["headline"]
    words = {"0": "FALSE", "1": "TRUE"}
    dressed = {
        "count first": "count,b,c,d\n" + "".join(f"{n},{cells}\n" for cells, n in rows),
        "Freq": plain.replace("count", "Freq"), "semicolons": plain.replace(",", ";"), "mark and CRLF": "\ufeff" + plain.replace("\n", "\r\n"),
        "words": head + ",count\n" + "".join(",".join(words[c] for c in cells.split(",")) + f",{n}\n" for cells, n in rows),
        "floating": head + ",count\n" + "".join(",".join(c + ".0" for c in cells.split(",")) + f",{n}.0\n" for cells, n in rows),
        "nobody known": plain + "0,0,0,NA\n", "zero given": plain + "0,0,0,0\n0,1,1,0\n",
    }
    for name, text in dressed.items():
        for model in ("[12,3]", "12;3", "21", "b:c,d", "1:2", "c*b+3"):
            got = overlap(write(text), "--select", model)[0]
            expect(all(got[k] == v for k, v in want.items()), f"{name}, {model}: the same answer")
    people = head + "\n" + "".join(f"{cells}\n" * n for cells, n in rows)
    got = overlap(write(people), "--people", "--select", "12,3")[0]
    expect(all(got[k] == v for k, v in want.items()), "a row a person: the same answer")
    replicates = head + ",count,rep\n" + "".join(f"{cells},{n},{rep}\n" for cells, n in rows for rep in "xyz")
    got = overlap(write(replicates), "--select", "12,3")
    expect([a["rep"] for a in got] == ["x", "y", "z"] and all(a["estimate"] == want["estimate"] for a in got), "replicates row by row")
    expect(overlap(write("n,b,count\n1,0,80\n0,1,60\n1,1,20\n"))[0]["lists"] == ["n", "b"], "a list called n beside count")
    for text, options, code, says in (
            (plain, ["--select", "12:3"], 2, "12:3"), (plain, ["--select", "[12,3"], 2, "[12,3"), (plain, ["--select", "[11]"], 2, "1 to 3"),
            (plain, ["--select", "nonsense"], 2, "nonsense"), (plain, ["--people"], 3, "line 1: column 4"), (people, [], 3, "--people"),
            (plain + "0,0,0,4\n", [], 3, "line 8: column 4"), (plain.replace("54", "NA"), [], 3, "line 5: column 4"),
            ("b,c,rep,rep,count\n1,0,1,1,5\n", [], 3, "column 4"), ("b,c,count,rep\n1,0,5,1\n0,1,5,1\n1,1,5,1\n1,0,3,2\n", [], 3, "line 5"),
            (head + "\n1,0,0\n0,0,0\n", ["--people"], 3, "line 3")):
        done = subprocess.run([SOJOURN, "count", "overlap", write(text), *options], capture_output=True, text=True)
        expect(done.returncode == code and says in done.stderr and not done.stdout, f"refused: {' '.join(options)} {done.stderr.strip()}")


def extremes():
    """One person on all lists; people by the hundred million."""
    one = overlap(write("a,b,c,count\n1,1,1,1\n"), "--select", "main")[0]
    expect(one["n"] == 1 and not one["exists"], "one person on all lists: not estimable, no error")
    for options in ([], ["--interval", "bca", "--replicates", "50"], ["--select", "stepwise"]):
        big = overlap(write("b,c,d,count\n" + "".join(f"{cells},{n * 1000000}\n" for cells, n in ROWS_OF_THREE)), "--order", "1", *options)[0]
        expect(big["exists"] and big["n"] == 123000000, f"a hundred million people {' '.join(options)}")
    main = overlap(write("b,c,d,count\n" + "".join(f"{cells},{n}\n" for cells, n in ROWS_OF_THREE)), "--select", "main")[0]
    big = overlap(write("b,c,d,count\n" + "".join(f"{cells},{n * 1000000}\n" for cells, n in ROWS_OF_THREE)), "--select", "main")[0]
    expect(near(big["estimate"], main["estimate"] * 1000000, 1e-9), "a million times the people, a million times the estimate")


def seen_from_all_sides():
    """The headline holds more than the chosen model; other choices of lists; cautions."""
    hav = write("A,B,C,count\n1,0,0,69\n0,1,0,55\n0,0,1,63\n1,1,0,21\n1,0,1,17\n0,1,1,18\n1,1,1,28\n")
    a = overlap(hav)[0]
    spread = a["spread"]
    expect(a["model"] == "[12,13,23]" and spread["low_within_bic_10"] < 545 < spread["high_within_bic_10"] and spread["within_bic_10"] > 1,
           f"HAV: the headline holds 545 and is not the model of all pairs: {a['headline']}")
    expect(spread["low_with_intervals"] < spread["low_within_bic_10"] and spread["high_with_intervals"] > spread["high_within_bic_10"]
           and a["headline"].startswith("between 388 and 1313 by the 4 models"), "HAV: the headline as a sentence")
    expect(subprocess.run([SOJOURN, "count", "overlap", hav], capture_output=True, text=True).stdout.splitlines()[1] == a["headline"], "HAV: it comes first")
    known = {row["list"]: row for row in a["known_lists"]}
    expect(known["A"]["known"] == 135 and known["A"]["n"] == 66 and near(known["A"]["estimate"], 66 + 21 * 17 / 28, 1e-7) and known["A"]["holds"] is False,
           f"HAV: the 135 on A by Petersen from B and C {known['A']}")
    merged = {row["lists"]: row for row in a["merged_lists"]}
    expect(near(merged["A:B"]["estimate"], 271 + (69 + 55 + 21) * 63 / (17 + 18 + 28), 1e-7), "HAV: A and B taken as one, by Petersen")
    expect(any("misjudge" in caution for caution in a["cautions"]), f"HAV: cautions {a['cautions']}")
    few = overlap(write("a,b,c,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"), "--select", "main")[0]
    expect(any(c.startswith("only 6 stand") for c in few["cautions"]), f"few: cautions {few['cautions']}")
    many = overlap(write("a,b,count\n1,0,400\n0,1,300\n1,1,2\n"), "--select", "main")[0]
    expect(len(many["cautions"]) == 3 and many["known_lists"] == many["merged_lists"] == [], f"two lists: cautions {many['cautions']}")


def seven_lists():
    """Two million models of order two: searched, not refused."""
    rows = ["a,b,c,d,e,f,g,count"]
    for mask in range(1, 128):
        on = [mask >> i & 1 for i in range(7)]
        rows.append(",".join(map(str, on)) + f",{240 * (1 + mask % 3) // 4 ** sum(on)}")
    table = write("\n".join(rows) + "\n")
    for select in ("main", "stepwise", "bic", "[12,34,5,6,7]"):
        answer = overlap(table, "--select", select)[0]
        expect(answer["exists"] and not answer["spread"]["exhaustive"] and answer["spread"]["models"] <= 3000, f"seven lists: {select}")
    done = subprocess.run([SOJOURN, "count", "overlap", table, "--select", "[89]"], capture_output=True, text=True)
    expect(done.returncode == 2 and "1 to 7" in done.stderr, "seven lists: a model of others")


def beside():
    """What stands beside the estimate: certificate, heterogeneity, profiles, provenance."""
    answer = overlap(write("A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"), "--select", "[12,13]")[0]
    expect(answer["certificate"]["code"] == 1 and answer["certificate"]["largest_least_mean"] == 0 and answer["certificate"]["cells_run_empty"],
           f"no maximum: {answer['certificate']}")
    answer = overlap(write("A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,30\n1,1,0,9\n1,0,1,8\n0,1,1,7\n1,1,1,2\n"), "--select", "main", "--interval", "profile")[0]
    expect(answer["certificate"]["code"] == 0 and answer["certificate"]["largest_least_mean"] > 0, "a positive table")
    models = {row["model"]: row for row in answer["heterogeneity"]}
    expect(len(models) == 10 and near(models["Mt"]["estimate"], answer["diagnostics"]["poisson_estimate"], 1e-9), "heterogeneity: Mt is main effects")
    expect(answer["diagnostics"]["likelihood"] == "multinomial" and answer["diagnostics"]["poisson_low"] < answer["estimate"] < answer["diagnostics"]["poisson_high"],
           "both profiles, by name")
    expect(answer["origins"] == 3 and len(answer["inputs_sha256"]) == 64 and answer["engine"] and "seed" in answer, "provenance")


def arrivals():
    """Sicily, Lopez Bernal 2017: the published rate ratios, through the command."""
    shared = SHARED.parent / "its" / "sicily.csv"
    with shared.open(encoding="utf-8", newline="") as f:
        rows = [f"{r['year']}-{int(r['month']):02d},aces,{r['aces']},observed,x,{r['stdpop']}" for r in csv.DictReader(f)]
    table = write("period,purpose,count,kind,source,exposure\n" + "\n".join(rows) + "\n")
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run([SOJOURN, "count", "arrivals", table, "--change", "2005-01", "--json", "--out", out], capture_output=True, text=True)
        answer = json.loads(done.stdout)
        rows = list(csv.DictReader((pathlib.Path(out) / "excess.csv").open(encoding="utf-8")))
        expect([r["unit"] for r in rows] == ["entries", "persons"] and (pathlib.Path(out) / "count.html").is_file(), "excess as page and table")
        for row, number in zip(rows, (answer, answer["persons"])):
            expect(all(near(float(row[k]), number[j], 1e-6) for k, j in (("excess", "estimate"), ("low", "low"), ("high", "high"), ("level", "level")))
                   and (row["n"], row["origins"], row["replicates"], row["seed"]) == ("36", "1", "20000", "1") and row["interval"] == number["interval"]
                   and row["inputs_sha256"] == answer["inputs_sha256"], f"excess.csv: provenance of {row['unit']}")
        expect(answer["persons"]["low"] < answer["persons"]["estimate"] < answer["persons"]["high"], "persons of a fitted series")
    steps = {(s["law"], s["season"]): s for s in answer["steps"]}
    for key, member, want in ((("Poisson", False), "ratio", 0.8943765), (("Poisson", False), "low", 0.8646864), (("quasi-Poisson", False), "high", 0.9531933),
                              (("quasi-Poisson", True), "ratio", 0.8850715), (("quasi-Poisson", True), "low", 0.8394010),
                              (("negative binomial", False), "ratio", 0.8933289), (("negative binomial", False), "theta", 356.2886)):
        expect(near(steps[key][member], want, 1e-6), f"Sicily {key} {member}: {steps[key][member]} (reference {want})")
    expect(near(answer["expected"], 21964.316, 1e-6) and near(answer["se_prediction"], 638.241, 1e-4), "Sicily: counterfactual")


def arrivals_rows():
    """Origins are those of the counts used; a count that stands twice is named by its line,
    among many too."""
    head = "period,purpose,count,kind,source,"
    short = write(head + "origin\n2022,study,10,observed,a,border\n2023,study,12,observed,b,border\n2024,study,90,observed,c,border\n"
                  "2024,study,20,baseline,d,school\n2024,work,5,observed,c,border\n")
    done = subprocess.run([SOJOURN, "count", "arrivals", short, "--json"], capture_output=True, text=True)
    answers = {a["purpose"]: a for a in map(json.loads, done.stdout.splitlines())}
    expect(answers["study"]["origins"] == 2 and answers["work"]["origins"] == 1, "arrivals: origins of the counts used")
    expect(answers["study"]["n"] == 3 and answers["study"]["excess_low"] == 70 and answers["study"]["excess_high"] == 80, "arrivals: all baselines")
    months = [f"{year}-{month:02d},work,{100 + month},observed,s,{'new' if year > 2020 else 'old'}" for year in range(2018, 2024) for month in range(1, 13)]
    done = subprocess.run([SOJOURN, "count", "arrivals", write(head + "origin\n" + "\n".join(months) + "\n"), "--change", "2022-01", "--json"],
                          capture_output=True, text=True)
    expect(json.loads(done.stdout)["origins"] == 2, "arrivals: origins of a series")
    many = [f"{1950 + i % 100},purpose {i // 100},{i},observed,s" for i in range(50000)]
    done = subprocess.run([SOJOURN, "count", "arrivals", write(head[:-1] + "\n" + "\n".join(many + [many[40000], many[3]]) + "\n")],
                          capture_output=True, text=True, timeout=60)
    expect(done.returncode == 3 and "line 50002: period" in done.stderr, f"arrivals: the first line that stands twice {done.stderr.strip()}")
    done = subprocess.run([SOJOURN, "count", "arrivals", write(head + "origin,origin\n2024,work,5,observed,s,o,o\n")], capture_output=True, text=True)
    expect(done.returncode == 3 and "line 1: header" in done.stderr, "arrivals: a column twice")


def figures():
    """The map and the table by place and sector."""
    head = "place,sector,metric,period,low,point,high,unit,origin,source\n"
    with tempfile.TemporaryDirectory() as out:
        table = write(head + "Russia,all,workers_present,2024,100,,200,persons,o,s\nRussia,it,workers_present,2024,,20,,persons,o,s\nNowhere,all,workers_present,2024,,7,,persons,p,<s>\n")
        done = subprocess.run([SOJOURN, "count", "--figures", table, "--out", out], capture_output=True, text=True)
        page = (pathlib.Path(out) / "count.html").read_text(encoding="utf-8")
        rows = list(csv.DictReader((pathlib.Path(out) / "places.csv").open(encoding="utf-8")))
        expect(done.returncode == 0 and [(r["country"], r["sector"], r["mapped"]) for r in rows] == [("RU", "all", "yes"), ("RU", "it", "no"), ("", "all", "no")], "places.csv")
        expect("Not on the map: Nowhere" in page and ">Russia 141</text>" in page and "<script" not in page, "the map labels who is on it and names who is not")
    root = pathlib.Path(__file__).parents[2]
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([SOJOURN, "count", "--figures", root / "data" / "estimates.csv", "--out", out], capture_output=True, check=True)
        given = list(csv.DictReader((root / "data" / "estimates.csv").open(encoding="utf-8")))
        wages = {(f["metric"].split("_wage")[0], f["origin"]) for f in given if f["unit"] == "USD/month" and f["sector"] != "it"}
        gross, net = ({origin for kind, origin in wages if kind == which} for which in ("gross", "net"))
        persons = {f["origin"] for f in given if (f["place"], f["sector"], f["metric"]) == ("World", "all", "workers_present") and int(f["period"][:4]) >= 2017}
        forest = list(csv.DictReader((pathlib.Path(out) / "forest.csv").open(encoding="utf-8")))
        expect(forest and all(r["interval"] and r["n"] == r["origins"] == "1" and len(r["inputs_sha256"]) == 64 and r["engine"] for r in forest), "forest.csv: provenance")
        for name, want in (("tornado", len(gross | persons)), ("waterfall", len(gross | net | {"us-100k"}))):
            rows = [r for r in csv.DictReader((pathlib.Path(out) / f"{name}.csv").open(encoding="utf-8")) if r.get("state_take_of") in (None, "US statement 2017")]
            expect(rows and all(int(r["origins"]) == want and r["engine"] and len(r["inputs_sha256"]) == 64 for r in rows), f"{name}.csv: {want} origins")
        subprocess.run([SOJOURN, "scenario", root / "data" / "scenarios" / "ban_2017_russia.txt", "--draws", "20", "--out", out], capture_output=True, check=True)
        for name in ("fan", "tornado", "observed", "table"):
            rows = list(csv.DictReader((pathlib.Path(out) / f"{name}.csv").open(encoding="utf-8")))
            expect(rows and all((r["n"], r["origins"], r["assumed_inputs"], r["replicates"]) == ("23", "7", "14", "20") and r["interval"] and len(r["inputs_sha256"]) == 64
                                for r in rows), f"{name}.csv of a scenario: provenance in every row")
    done = subprocess.run([SOJOURN, "count", "--json", "--figures", table], capture_output=True, text=True)
    expect(done.returncode == 0 and done.stdout.startswith("{"), "options in any order")
    done = subprocess.run([SOJOURN, "count", "--figures", write(head.replace("source", "source,reliability") + "Russia,all,workers_present,2024,1,,2,persons,o,s,Z\n")],
                          capture_output=True, text=True)
    expect(done.returncode == 3 and "line 2: reliability" in done.stderr, "an unknown reliability is refused")
    for text, reason in ((head.replace("high", "low") + "World,all,workers_present,2023,,5,,persons,o,s\n", "line 1: header"),
                         (head + "World,all,workers_present,2023,,5,,persons,o,s, and more\n", "line 2: row"),
                         (head + "World,all,workers_present,2023,9,,5,persons,o,s\n", "line 2: low, point, high: the range is upside down"),
                         (head + "World,all,,2023,,5,,persons,o,s\n", "line 2: metric: a figure with no definition"),
                         (head + "World,all,workers_present,2023,,5,,heads,o,s\n", "line 2: unit: unknown unit"),
                         (head + "World,all,state_revenue,2023,,5,,,o,s\n", "line 2: unit")):
        done = subprocess.run([SOJOURN, "count", "--figures", write(text)], capture_output=True, text=True)
        expect(done.returncode == 3 and ".csv: " in done.stderr and reason in done.stderr, f"bad figures: {reason}: {done.stderr.splitlines()[-1]}")
    words = ("persons present,persons", "entries,entries", "Visas,visas", "permits,permits", "identities,identities", "gross,USD/month",
             "paid by employer,USD/month", "state take,USD_million/year", "take-home,USD/month")
    done = subprocess.run([SOJOURN, "count", "--json", "--figures", write(head.replace("metric", "definition") + "".join(
        f"World,all,{w.split(',')[0]},2023,,5,,{w.split(',')[1]},o,s\n" for w in words))], capture_output=True, text=True)
    expect(done.returncode == 0 and done.stdout.count('"kind": "pool"') == len(words), "figures by the names of their definitions")


def read_back():
    """The export of every supplied scenario is read again."""
    for path in sorted((pathlib.Path(__file__).parents[2] / "data" / "scenarios").glob("*.txt")):
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([SOJOURN, "scenario", path, "--draws", "10", "--out", out], capture_output=True, text=True)
            done = subprocess.run([SOJOURN, "scenario", pathlib.Path(out) / "model.xmile"], capture_output=True, text=True)
            expect(done.returncode == 0, f"{path.name}: XMILE out and in {done.stderr}")


def generated_findings(seed, people=600):
    """People of whom three sources report some, three records in four of them for certain."""
    draw = random.Random(seed)
    for i in range(people):
        sources = [{"name": name, "probability": 1 if draw.random() < 0.75 else round(draw.uniform(0.3, 0.95), 2)}
                   for name, chance in (("camp", 0.3), ("court", 0.25), ("press", 0.2)) if draw.random() < chance]
        yield json.dumps({"subject": {"kind": "person", "id": f"p{i}"}, "grade": "refer", "sources": sources}) + "\n"


def links():
    """count --from: the estimate is the middle of what the draws of links say."""
    harbour = pathlib.Path(__file__).parents[1] / "golden" / "assessments.jsonl"
    lines = harbour.read_text(encoding="utf-8").splitlines(keepends=True)
    again = [line for line in lines if '"grade":"refer"' in line.replace(" ", "")][0]
    done = subprocess.run([SOJOURN, "count", "--from", write("".join(lines + [again]))], capture_output=True, text=True)
    expect(done.returncode == 3 and f"line {len(lines) + 1}: subject: each person once" in done.stderr, f"a person who stands twice is told {done.stderr.strip()}")
    for name, path in [("harbour", harbour), *((f"generated {seed}", write("".join(generated_findings(seed)))) for seed in (1, 2))]:
        for options in ([], ["--select", "main"], ["--select", "stepwise"], ["--grade", "review"]):
            done = subprocess.run([SOJOURN, "count", "--from", path, "--json", *options], capture_output=True, text=True)
            a = json.loads(done.stdout)
            expect(a["link_low"] <= a["estimate"] <= a["link_high"] and a["low"] < a["estimate"] < a["high"],
                   f"{name} {' '.join(options)}: {a['estimate']} within {a['link_low']} to {a['link_high']} by links, {a['low']} to {a['high']} in all")
            expect(near(sum(a["table"]), a["n"], 1e-5) and a["n_low"] <= a["n"] <= a["n_high"] and a["estimate_as_linked"] < a["estimate"],
                   f"{name}: the mean table lies among the draws; links taken as certain give less, {a['estimate_as_linked']}")
            spread = a["spread"]
            expect(a["headline"].startswith("between") and spread["low_with_intervals"] < spread["low_within_bic_10"] <= spread["high_within_bic_10"],
                   f"{name}: the spread over models first, whatever --select says")
            expect(a["inputs_sha256"] == hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest() and a["origins"] == 3 and a["replicates"] == 1000,
                   f"{name}: provenance")


def pages():
    """count.html and its tables: what is drawn stands in a CSV, and nothing is fetched."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = pathlib.Path(folder) / "t.csv", pathlib.Path(folder) / "out"
        path.write_text("a,<b>,c,count\n1,0,0,60\n0,1,0,49\n1,1,0,14\n0,0,1,247\n1,0,1,112\n0,1,1,142\n1,1,1,12\n", encoding="utf-8")
        answer = overlap(path, "--interval", "percentile", "--replicates", "50", "--out", out)[0]
        rows = {name: list(csv.DictReader((out / f"{name}.csv").open(encoding="utf-8"))) for name in ("estimate", "overlap", "models", "omitted", "bootstrap")}
        page = (out / "count.html").read_text(encoding="utf-8")
        expect(sum(int(row["count"]) for row in rows["overlap"]) == answer["n"], "overlap.csv: everybody")
        expect(len(rows["models"]) == answer["spread"]["estimable"] and near(float(rows["models"][0]["estimate"]), answer["spread"]["best"][0]["estimate"], 1e-6),
               "models.csv: every model")
        expect([row["without"] for row in rows["omitted"]] == [row["list"] for row in answer["without_list"]] == ["a", "<b>", "c"], "omitted.csv: every list")
        expect(len(rows["bootstrap"]) == 50 - answer["diagnostics"]["without_estimate"], "bootstrap.csv: every replicate")
        expect("<script" not in page and "http://" not in page and "<b>" not in page and "&lt;b&gt;" in page, "count.html: no script, nothing fetched, names escaped")
        for name, n, lists, replicates in (("estimate", 636, 3, 50), ("models", 636, 3, 0), ("bootstrap", 636, 3, 50), ("omitted", None, 2, 0)):
            expect(all((n is None or int(r["n"]) == n) and (int(r["lists"]), int(r["origins"]), int(r["replicates"])) == (lists, lists, replicates)
                       and r["seed"] == "1" and r["engine"] and r["inputs_sha256"] == answer["inputs_sha256"] for r in rows[name]), f"{name}.csv: provenance")
        expect(all(float(r["low"]) < float(r["estimate"]) < float(r["high"]) for name in ("models", "omitted") for r in rows[name] if r["estimate"]),
               "models.csv, omitted.csv: limits around the estimate")
        for kind in ("normal", "profile", "percentile", "bca"):
            answer = overlap(path, "--interval", kind, "--replicates", "50", "--out", out)[0]
            row = next(csv.DictReader((out / "estimate.csv").open(encoding="utf-8")))
            expect(all(near(float(row[k]), answer[k], 1e-8) for k in ("estimate", "low", "high", "level")) and (row["interval"], row["model"]) == (kind, answer["model"])
                   and f"says {answer['estimate']:.0f}, {kind} interval" in (out / "count.html").read_text(encoding="utf-8"), f"estimate.csv and page: {kind}")


def main():
    own()
    tables_as_users_have_them()
    extremes()
    seen_from_all_sides()
    seven_lists()
    beside()
    figures()
    read_back()
    links()
    arrivals_rows()
    if not SHARED.is_dir():
        print("skipped: the shared data is absent")
    else:
        shared_rows()
        replicates()
        monte_carlo()
        closed_forms()
        arrivals()
    pages()
    sys.exit(1 if failures else 0)


main()
