#!/usr/bin/env python3
"""figures_test.py SOJOURN: tables of published figures as people write them.

What has one reading is read, what has two is refused by line, column and reason, and the
rest is pooled all the same; what low and high are decides the law; totals are held against
their parts.
"""
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

SOJOURN = sys.argv[1]
ROOT = pathlib.Path(__file__).parents[2]
HEAD = "place,sector,metric,period,low,point,high,unit,origin,source\n"
failures = 0


def expect(ok, what):
    global failures
    failures += not ok
    print(("ok      " if ok else "FAILED  ") + what)


def run(text, *options):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", delete=False) as f:
        f.write(text)
    done = subprocess.run([SOJOURN, "count", "--figures", f.name, "--json", *options], capture_output=True, text=True)
    pathlib.Path(f.name).unlink()
    answer = [json.loads(line) for line in done.stdout.splitlines()]
    return done, {kind: [a for a in answer if a["kind"] == kind] for kind in ("pool", "claim", "total", "identity", "left_out")}


def pool(text, *options):
    done, got = run(text, *options)
    expect(done.returncode == 0 and len(got["pool"]) == 1, f"one pool of {text.splitlines()[-1]!r} {done.stderr.strip()}")
    return got["pool"][0] if got["pool"] else {}


def near(a, b, tolerance=1e-6):
    return a is not None and abs(a - b) <= tolerance * abs(b)


def shapes():
    """Names, separators, a BOM, any order."""
    for head, row in (("Scope;Definition;Year;Value;Units;Document", "World;persons present;2023;100000;people;D"),
                      ("\ufeffdocument\tunit\testimate\tdate\tmetric\thost country", "D\tworkers\t100 000\t31 Dec 2023\tWorkers-Present\tworldwide"),
                      ("Country,Metric,Period,Low,High,Value,Unit,Origin,Origin_cluster", 'World,workers_present,2023,,,"100,000",persons,o,c'),
                      ("country;metric;period;value;unit;source", "World;workers_present;2023;100.000;persons;D")):
        got = pool(f"{head}\n{row}\n")
        expect(near(got.get("estimate"), 100000) and got["place"] == "World" and got["definition"] == "persons_present", f"read: {head[:40]!r}")
    got = pool("Country,Metric,Period,Value,Unit,Origin,Origin_cluster\nWorld,workers_present,2023,5,persons,o,c\nWorld,workers_present,2023,5,persons,p,c\n")
    expect(got["origins"] == 1 and got["n"] == 2, "a cluster of origins is one origin")
    done, got = run(HEAD.replace("source", "source,analyst,note") + "World,all,workers_present,2023,,5,,persons,o,s,a,b\n")
    expect(done.returncode == 0, "other columns do no harm")
    text = subprocess.run([SOJOURN, "count", "--figures", "/dev/stdin"], input=HEAD.replace("source", "source,analyst") + "World,all,workers_present,2023,,5,,persons,o,s,a\n",
                          capture_output=True, text=True)
    expect("Columns that are not read: analyst." in text.stdout, "a column that is not read is told")


def amounts():
    for cell, low, point, high in (("1200", 0, 1200, 0), ('"1,200"', 0, 1200, 0), ("1 200", 0, 1200, 0), ("1'200", 0, 1200, 0), ('"1,234,567.5"', 0, 1234567.5, 0),
                                   ("1.2 million", 0, 1.2e6, 0), ("20k", 0, 20000, 0), ("~100000", 0, 100000, 0), ("more than 5000", 5000, 0, 0), (">=5000", 5000, 0, 0),
                                   ('"5,000+"', 5000, 0, 0), ("up to 5000", 0, 0, 5000), ("<5000", 0, 0, 5000), ("5000-8000", 5000, 0, 8000),
                                   ("5000–8000", 5000, 0, 8000), ("1.2-2.3 billion", 1.2e9, 0, 2.3e9), ("1e5", 0, 1e5, 0)):
        f = pool(HEAD + f"World,all,workers_present,2023,,{cell},,persons,o,s\n")["figures"][0]
        expect([f["low"] or 0, f["point"] or 0, f["high"] or 0] == [low, point, high], f"amount {cell}: {f['low']} {f['point']} {f['high']}")
    for cell in ('"1,20"', '"12,00,000"', "1-2-3", "five", "0x10", "nan", "inf", "1e999", ">5-8", "-5", "--5", '"1,200 "-', "$5"):
        done, got = run(HEAD + f"World,all,workers_present,2023,,{cell},,persons,o,s\n")
        expect(done.returncode == 3 and not got["pool"], f"no amount: {cell}")
    wage = "place;metric;period;value;unit;source\nWorld;net_wage;2023;%s;USD/month;s\n"
    for cell, want in (("1,5", 1.5), ("1.500.000", 1.5e6), ("1.234,5", 1234.5), ("1200", 1200)):
        expect(near(pool(wage % cell)["estimate"], want), f"semicolons: {cell}")
    for cell in ("1,500", "1.500"):
        done, _ = run(wage % cell)
        expect(done.returncode == 3 and "thousands or a fraction" in done.stderr, f"semicolons: {cell} has two readings")


def units():
    for metric, unit, currency, dimension, factor in (("state_revenue", "million USD per year", "", "money_year", 1e6), ("state_revenue", "USD bn", "", "money_year", 1e9),
                                                      ("state_revenue", "million/year", "USD", "money_year", 1e6), ("state_revenue", "USD_million/year", "USD", "money_year", 1e6),
                                                      ("state_revenue", "USD/worker/year", "", "money_year_per_head", 1), ("net_wage", "USD per worker per month", "", "money_month", 1),
                                                      ("net_wage_month", "", "CNY", "money_month", 1), ("net_wage", "yuan a month", "", "money_month", 1),
                                                      ("workers_present", "thousand persons", "", "persons", 1e3), ("workers_present", "thousand", "", "persons", 1e3),
                                                      ("workers_present", "", "", "persons", 1), ("border_entries", "entries/year", "", "entries", 1), ("repatriated", "persons per year", "", "persons", 1), ("workers_present", "count", "", "persons", 1),
                                                      ("scheme_total", "USD million", "", "money", 1e6), ("state_share", "%", "", "share", 0.01)):
        got = pool(HEAD.replace("unit", "unit,currency") + f"World,all,{metric},2023,,5,,{unit},{currency},o,s\n")
        expect(got.get("unit") == dimension and near(got["figures"][0]["point"], 5 * factor), f"unit {metric} {unit!r} {currency!r}: {got.get('unit')}")
    for metric, unit, currency, reason in (("net_wage", "USD", "", "pay needs its time"), ("net_wage", "won/month", "", "unknown unit"), ("net_wage", "USD/month", "CNY", "different currencies"),
                                           ("workers_present", "visas", "", "does not count"), ("workers_present", "persons/year", "", "unknown unit"), ("workers_present", "USD/month", "", "unit"), ("net_wage", "", "", "unit"),
                                           ("workers_present", "heads", "", "unknown unit"), ("state_share", "persons", "", "does not count")):
        done, _ = run(HEAD.replace("unit", "unit,currency") + f"World,all,{metric},2023,,5,,{unit},{currency},o,s\n")
        expect(done.returncode == 3 and "line 2: unit: " in done.stderr and reason in done.stderr, f"refused: {metric} {unit!r} {currency!r}")


def places():
    for place, sector, want in (("IT abroad", "", ("World", "it")), ("China (IT)", "", ("China", "it")), ("RU", "Information technology", ("Russia", "it")),
                                ("Russian Federation", "ALL", ("Russia", "all")), ("", "", ("World", "all")), ("UAE", "", ("United Arab Emirates", "all")),
                                ("Dubai", "", ("Dubai", "all")), ("KP", "it", ("DPRK", "it")), ("Italy", "", ("Italy", "all")), ("<b>", "Sea food", ("<b>", "sea_food"))):
        got = pool(HEAD + f"{place},{sector},workers_present,2023,,5,,persons,o,s\n")
        expect((got["place"], got["sector"]) == want, f"place {place!r} {sector!r}: {got['place']} {got['sector']}")
    for place, sector in (("IT", ""), ("China IT", "farm")):
        done, _ = run(HEAD + f"{place},{sector},workers_present,2023,,5,,persons,o,s\n")
        expect(done.returncode == 3 and "line 2: place" in done.stderr, f"two readings: {place} {sector}")
    done, got = run(HEAD + "".join(f"Russia,all,border_entries,{p},,{n},,entries,fsb,s\n" for p, n in (("2024", 13221), ("2024-Q3", 5263), ("2024 H1", 2508), ("2023", 1117), ("2024-12-31", 13000))))
    expect([(p["period"], p["n"]) for p in got["pool"]] == [("2024", 2), ("2024 Q3", 1), ("2024 H1", 1), ("2023", 1)], "a quarter is no disagreement with its year")


def ranges():
    """What low and high are decides the law."""
    head = HEAD.replace("source", "source,range")
    z = {0.05: 1.6448536269514722, 0.025: 1.959963984540054, 0.1: 1.2815515655446004, 0.25: 0.6744897501960817}
    for cell, tail in (("", 0.05), ("5-95", 0.05), ("90 %", 0.05), ("95 % CI", 0.025), ("2.5-97.5", 0.025), ("80%", 0.1), ("10-90 %", 0.1), ("p25/p75", 0.25), ("0.05-0.95", 0.05), ("sources", 0.25)):
        got = pool(head + f"World,all,workers_present,2023,50000,,120000,persons,o,s,{cell}\n")
        want = math.sqrt(50000 * 120000) * (120000 / 50000) ** (z[0.05] / z[tail] / 2)
        expect(near(got["high"], want), f"range {cell!r}: 95 % is {got['high']:.0f}, want {want:.0f}; {got['figures'][0]['range']}")
    got = pool(head + "World,all,workers_present,2023,50000,100000,120000,persons,o,s,least-most\n")
    expect(near(got["low"], 72260.79) and near(got["high"], 113698.4) and got["figures"][0]["law"] == "beta", "least-most is a PERT")
    got = pool(head + "World,all,state_share,2023,70,,90,percent,o,s,5-95\n")
    expect(near(got["low"], 0.7) and near(got["high"], 0.9), f"a share with quantiles: {got['low']:.4f} {got['high']:.4f}")
    got = pool(head + "World,all,state_share,2023,70,,90,percent,o,s,\n")
    expect(got["figures"][0]["range"] == "least-most (not stated)" and got["low"] > 0.7, "a share without: limits")
    for cell in ("5-90", "tight", "95-5", "0-100", "5-50-95", "120 %"):
        done, _ = run(head + f"World,all,workers_present,2023,5,,12,persons,o,s,{cell}\n")
        expect(done.returncode == 3 and "line 2: range" in done.stderr, f"no range: {cell}")


def left_out():
    head = HEAD.replace("source", "source,status")
    good = "World,all,workers_present,2023,,50000,,persons,o,s,found\n"
    bad = ("World,all,workers_present,2023,9,,5,persons,o,s,found\n", "World,all,magic,2023,,5,,persons,o,s,found\n", "World,all,workers_present,2023,,5,,heads,o,s,found\n",
           "World,all,workers_present,never,,5,,persons,o,s,found\n", "World,all,workers_present,2023,,5,,persons,o,s,maybe\n", "World,all,workers_present,2023,,5,,persons,o\n",
           "World,all,workers_present,2023,,5,,persons,,,found\n", "World,all,workers_present,2023,,,,persons,o,s,found\n", "World,all,state_share,2023,,120,,percent,o,s,found\n")
    columns = ["low, point, high", "metric", "unit", "period", "status", "row", "origin", "low, point, high", "low, point, high"]
    done, got = run(head + good + "".join(bad))
    expect(done.returncode == 3 and len(got["pool"]) == 1 and near(got["pool"][0]["estimate"], 50000), "the rest is pooled, exit 3")
    expect([(x["line"], x["column"]) for x in got["left_out"]] == list(zip(range(3, 12), columns)) and done.stderr.count("(row left out)") == 9, f"each is told: {got['left_out']}")
    expect(got["pool"][0]["left_out"] == 6, f"the pool says what it lacks: {got['pool'][0]['left_out']}")
    done, got = run(head + good + bad[0], "--strict")
    expect(done.returncode == 3 and not got["pool"] and "line 3: low, point, high" in done.stderr, "--strict stops")
    head = HEAD.replace("source", "source,id,derived_from,status")
    for status, want in (("found", "found"), ("[F2]", "found2"), ("R", "recalled"), ("derived", "derived"), ("", "found")):
        got = pool(HEAD.replace("source", "source,status") + f"World,all,workers_present,2023,,5,,persons,o,s,{status}\n")
        expect(got["figures"][0]["status"] == want, f"status {status}")
    got = pool(head + "World,all,workers_present,2023,,100,,persons,a,s,r1,,F\nWorld,all,workers_present,2023,,300,,persons,b,s,r2,r1,D\n"
               "World,all,workers_present,2023,,200,,persons,c,s,r3,r2|x,D\nWorld,all,workers_present,2023,,200,,persons,d,s,r4,r5,D\n"
               "World,all,workers_present,2023,,200,,persons,e,s,r5,r4,D\nWorld,all,workers_present,2023,,200,,persons,f,s,r6,elsewhere,D\n")
    expect([f["origin"] for f in got["figures"]][:3] == ["a", "a", "a"] and got["figures"][5]["origin"] == "elsewhere" and got["origins"] <= 4, f"derived figures share: {[f['origin'] for f in got['figures']]}")


def grades():
    head = HEAD.replace("source", "source,reliability,credibility,admiralty")
    text = head + "World,all,workers_present,2023,,50000,,persons,a,s,A,1,\nWorld,all,workers_present,2023,,200000,,persons,b,s,,,E3\n"
    got = pool(text)
    expect([(f["reliability"], f["credibility"]) for f in got["figures"]] == [("A", "1"), ("E", "3")] and got["weights"] == "equal" and got["graded_p50"] < got["estimate"], "two fields; graded beside equal")
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", delete=False) as f:
        f.write("# mine\nreliability\tA\t1\nreliability\tE\t1\n\ncredibility\t3\t9\n")
    mine = pool(text, "--weights", f.name)
    expect(mine["estimate"] == got["estimate"] and mine["graded_p50"] > got["estimate"] and mine["graded_by"] == f.name, "weights of one's own")
    pathlib.Path(f.name).write_text("reliability\tG\t1\n", encoding="utf-8")
    done, _ = run(text, "--weights", f.name)
    expect(done.returncode == 3 and "line 1: weight" in done.stderr, "a grade that is none")
    pathlib.Path(f.name).unlink()
    got = pool(head + 'World,all,workers_present,2023,,5,,persons,a,s,"admiralty-scale:source-reliability=""b""",2,\n')
    expect(got["figures"][0]["reliability"] == "B", "a machine tag")


def totals():
    rows = "".join(f"{p},{s},workers_present,2023,,{n},,persons,{p}{s},s\n" for p, s, n in
                   (("World", "all", 1000), ("China", "all", 3000), ("Russia", "all", 2000), ("Africa", "all", 9000), ("World", "it", 300), ("China", "it", 100)))
    done, got = run(HEAD + rows)
    by = {(t["of"], t["place"], t["sector"]): t for t in got["total"]}
    expect(set(by) == {("places", "World", "all"), ("places", "World", "it"), ("sectors", "World", "all"), ("sectors", "China", "all"), ("twice", "World", "all")}, f"totals: {sorted(by)}")
    t = by["places", "World", "all"]
    expect(t["parts"] == "China 3,000, Russia 2,000" and t["probability_above"] > 0.95 and "exceed" in t["verdict"] and 4 < t["parts_over_whole"] < 7, "states against the world, regions left out")
    expect(by["twice", "World", "all"]["estimate"] > 1200 and "fit" in by["places", "World", "it"]["verdict"], "IT on top is more than the world")
    done, got = run((ROOT / "data" / "estimates.csv").read_text(encoding="utf-8"))
    expect(done.returncode == 0 and len(got["claim"]) == 6 and all(c["estimate"] is not None for c in got["claim"]), "every claim of the article has a pool")
    expect(all(c["claimant_pooled"] for c in got["claim"]) and sum(c["others_p50"] is not None for c in got["claim"]) == 5, "and one without the claimant, but for IT at home")
    expect(any(t["of"] == "places" and t["probability_above"] > 0.5 for t in got["total"]), "China and Russia from 2023 are likelier above the world than below")


def files():
    """Every row of every CSV carries the same provenance; the page escapes and asks nobody."""
    hostile = '<script>alert(1)</script>"><img src=x onerror=y>'
    quoted = '"' + hostile.replace('"', '""') + '"'
    with tempfile.TemporaryDirectory() as out:
        table = pathlib.Path(out) / "t.csv"
        table.write_text((ROOT / "data" / "estimates.csv").read_text(encoding="utf-8") + f"{quoted},{quoted},workers_present,2023,,70,,persons,{quoted},{quoted},{quoted},found,F,6\n"
                         f"{quoted},{quoted},workers_present,2023,,90,,persons,{quoted},{quoted},{quoted},found,F,6\nWorld,all,{quoted},2023,,5,,persons,o,s,,found,F,6\n", encoding="utf-8")
        pages = []
        for _ in range(2):
            done = subprocess.run([SOJOURN, "count", "--figures", table, "--out", out, "--seed", "7"], capture_output=True, text=True)
            pages.append((pathlib.Path(out) / "count.html").read_text(encoding="utf-8"))
        page = pages[0]
        expect(done.returncode == 3 and page == pages[1], "the same bytes twice; a row left out is exit 3")
        expect("<script" not in page and "<img" not in page and "http:" not in page and "https:" not in page and "&lt;script&gt;" in page, "nothing is markup, nobody is asked")
        expect(all(h in page for h in ("The article's table", "Totals against their parts", "Rows left out", "density of the pool", "same origin: ")), "the sections of the page")
        for name in ("pools", "places", "forest", "waterfall", "tornado", "claims", "totals"):
            rows = list(csv.DictReader((pathlib.Path(out) / f"{name}.csv").open(encoding="utf-8")))
            expect(rows and None not in rows[0] and all(r["interval"] and r["n"].isdigit() and r["origins"].isdigit() and r["seed"] == "7" and r["engine"].startswith("sojourn")
                                                        and len(r["inputs_sha256"]) == 64 and r["assumption"] for r in rows), f"{name}.csv: provenance")
        rows = list(csv.DictReader((pathlib.Path(out) / "left_out.csv").open(encoding="utf-8")))
        expect([(r["column"], r["cell"][:7]) for r in rows] == [("metric", "<script")], "left_out.csv")
        rows = list(csv.DictReader((pathlib.Path(out) / "forest.csv").open(encoding="utf-8")))
        expect({"5-95 % (not stated)", "more than", "up to", "no range", "least-most (not stated)"} <= {r["range"] for r in rows}, "forest.csv says what low and high are")
    with tempfile.TemporaryDirectory() as out:
        table = pathlib.Path(out) / "o.csv"
        table.write_text("a,<b>,c,count\n1,0,0,50\n0,1,0,40\n0,0,1,30\n1,1,0,9\n0,1,1,5\n", encoding="utf-8")
        done = subprocess.run([SOJOURN, "count", "overlap", table, "--select", "main", "--interval", "bca", "--replicates", "100", "--out", out], capture_output=True, text=True)
        page = (pathlib.Path(out) / "count.html").read_text(encoding="utf-8")
        expect(done.returncode == 0 and "<b>" not in page and "class='ring'" in page and ">percentile " in page and ">bca " in page, "empty overlaps and both kinds of limits are drawn")
        for name in ("overlap", "estimate", "models", "omitted", "bootstrap"):
            rows = list(csv.DictReader((pathlib.Path(out) / f"{name}.csv").open(encoding="utf-8")))
            expect(rows and None not in rows[0] and all(r["n"] and r["lists"] and r["origins"] and r["seed"] and len(r["inputs_sha256"]) == 64 and r["assumption"] for r in rows), f"{name}.csv: provenance")


for check in (shapes, amounts, units, places, ranges, left_out, grades, totals, files):
    check()
print(f"{failures} failed")
sys.exit(failures > 0)
