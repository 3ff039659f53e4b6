#!/usr/bin/env python3
"""pools_oracle.py SOJOURN FIGURES.csv: every pool again with scipy, by the prose of
count/figure.h alone. Not part of `make check`: it needs scipy (pip install scipy).

Laws are written anew with scipy.stats, the linear pool is a root of the mixture's cdf, the
logarithmic pool a product of densities on a grid, random effects a numerical integral over
tau. Prints the largest relative difference of each column; exit 1 above its tolerance.
"""
import csv
import json
import math
import pathlib
import subprocess
import sys

import numpy as np
from scipy import integrate, optimize, stats

ROOT = pathlib.Path(__file__).parents[2]
Z95 = stats.norm.ppf(0.95)


def metalog(low, median, high, tail):
    lt = math.log((1 - tail) / tail)
    rows = np.array([[1, math.log(p / (1 - p)), (p - 0.5) * math.log(p / (1 - p))] if p != 0.5 else [1, 0, 0]
                     for p in (tail, 0.5, 1 - tail)])
    a = np.linalg.solve(rows, np.log([low, median, high]))
    quantile = lambda p: math.exp(a[0] + a[1] * math.log(p / (1 - p)) + a[2] * (p - 0.5) * math.log(p / (1 - p)))
    p = np.linspace(1e-6, 1 - 1e-6, 20001)
    values = a[0] + (a[1] + a[2] * (p - 0.5)) * np.log(p / (1 - p))
    if np.any(np.diff(values) <= 0):
        return None

    class Law:
        ppf = staticmethod(quantile)

        @staticmethod
        def cdf(x):
            if x <= 0:
                return 0.0
            f = lambda logit: a[0] + a[1] * logit + a[2] * (1 / (1 + math.exp(-logit)) - 0.5) * logit - math.log(x)
            return 1 / (1 + math.exp(-optimize.brentq(f, -300, 300, xtol=1e-13)))
    return Law


def pert(low, mode, high):
    w = high - low
    return stats.beta(1 + 4 * (mode - low) / w, 1 + 4 * (high - mode) / w, low, w)


def law(f, error, share):
    low, point, high = (f[k] if f[k] is not None else math.nan for k in ("low", "point", "high"))
    around = lambda m: stats.lognorm(error, scale=m)
    text = f["range"]
    tail = 0.25 if text == "range over sources" else float(text.split("-")[0]) / 100 if text[:1].isdigit() else 0.05
    if share:
        if math.isnan(low) and math.isnan(high):
            low, high = max(0, point - error), min(1, point + error)
        elif math.isnan(low):
            low = max(0, high - 2 * error)
        elif math.isnan(high):
            high = min(1, low + 2 * error)
        mode = (low + high) / 2 if math.isnan(point) else point
        if (text[:1].isdigit() or text == "range over sources") and high < 1:
            c, d = np.exp(optimize.fsolve(lambda x: [stats.beta(*np.exp(x)).cdf(low) - tail, stats.beta(*np.exp(x)).cdf(high) - 1 + tail], [1, 1]))
            return stats.beta(c, d)
        return pert(low, mode, high)
    if not math.isnan(low) and not math.isnan(high):
        if low == high:
            return around(low)
        if text == "least-most":
            return pert(low, math.sqrt(low * high) if math.isnan(point) else point, high)
        if not math.isnan(point) and low < point < high:
            d = metalog(low, point, high, tail)
            if d:
                return d
        s = math.log(high / low) / 2 / stats.norm.ppf(1 - tail)
        return stats.lognorm(s, scale=math.sqrt(low * high))
    if not math.isnan(point):
        return around(point)
    q = stats.norm.ppf(0.25)
    return around(low / math.exp(q * error)) if math.isnan(high) else around(high / math.exp(-q * error))


def mixture(laws, weights, p):
    ends = [d.ppf(p) for d in laws]
    if max(ends) - min(ends) < 1e-12 * max(ends):
        return max(ends)
    return optimize.brentq(lambda x: sum(w * d.cdf(x) for w, d in zip(weights, laws)) - p, min(ends), max(ends), xtol=1e-12 * max(ends))


def log_pool(laws, weights):
    par = [(math.log(d.ppf(0.05) * d.ppf(0.95)) / 2, math.log(d.ppf(0.95) / d.ppf(0.05)) / 2 / Z95) for d in laws]
    lo, hi = min(m - 12 * s for m, s in par), max(m + 12 * s for m, s in par)
    x = np.linspace(lo, hi, 400001)
    logf = sum(w * stats.norm.logpdf(x, m, s) for w, (m, s) in zip(weights, par))
    c = integrate.cumulative_trapezoid(np.exp(logf - logf.max()), x, initial=0)
    return [math.exp(np.interp(p, c / c[-1], x)) for p in (0.05, 0.5, 0.95)]


def effects(figures, laws):
    """Posterior mean of the effect, half-normal(0.5) on tau; limits by the mixture over tau."""
    by = {}
    for f, d in zip(figures, laws):
        by.setdefault(f["origin"], []).append((math.log(d.ppf(0.5)), (math.log(d.ppf(0.95) / d.ppf(0.05)) / 2 / Z95) ** 2))
    if len(by) < 2:
        return None
    y = np.array([np.mean([m for m, _ in v]) for v in by.values()])
    v = np.array([np.mean([s for _, s in v]) for v in by.values()])
    tau = np.linspace(0, 2.5, 20001)
    w = 1 / (v[None, :] + tau[:, None] ** 2)
    mu = (w * y).sum(1) / w.sum(1)
    logp = -0.5 * (tau / 0.5) ** 2 + 0.5 * np.log(w).sum(1) - 0.5 * np.log(w.sum(1)) - 0.5 * (w * (y - mu[:, None]) ** 2).sum(1)
    p = np.exp(logp - logp.max())
    p /= p.sum()
    se = np.sqrt(1 / w.sum(1))
    limit = lambda q, extra: optimize.brentq(lambda x: (p * stats.norm.cdf(x, mu, np.sqrt(se ** 2 + extra * tau ** 2))).sum() - q, mu.min() - 30, mu.max() + 30)
    return [math.exp(z) for z in ((p * mu).sum(), limit(0.025, 0), limit(0.975, 0), limit(0.025, 1), limit(0.975, 1))]


def main():
    sojourn, table = sys.argv[1:]
    metrics = {}
    for line in (ROOT / "data" / "figure_metrics.tsv").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            name, definition, _, _, error = line.split("\t")
            metrics.setdefault(name, float(error))
    given = list(csv.DictReader(open(table, encoding="utf-8")))
    errors = {}
    for i, row in enumerate(given):  # the longest beginning that fits
        fits = [n for n in metrics if row["metric"] == n or (n[-1] == "*" and (row["metric"] + "_").startswith(n[:-1] + "_"))]
        errors[i] = metrics[max(fits, key=len)]
    line_of = {}
    line = 1
    for i, raw in enumerate(open(table, encoding="utf-8")):
        line_of[i + 1] = i - 1
    worst = {}
    for text in subprocess.run([sojourn, "count", "--figures", table, "--json"], capture_output=True, text=True, check=True).stdout.splitlines():
        pool = json.loads(text)
        if pool["kind"] != "pool":
            continue
        figures = pool["figures"]
        laws = [law(f, errors[line_of[f["line"]]], pool["unit"] == "share") for f in figures]
        size = {}
        for f in figures:
            size[f["origin"]] = size.get(f["origin"], 0) + 1
        weights = [1 / len(size) / size[f["origin"]] for f in figures]
        want = {k: mixture(laws, weights, p) for k, p in (("low", 0.05), ("p25", 0.25), ("estimate", 0.5), ("p75", 0.75), ("high", 0.95))}
        want["quantile_average_p50"] = math.exp(sum(w * math.log(d.ppf(0.5)) for w, d in zip(weights, laws)))
        want["effective_origins"] = len(size) / (1 + (len(size) - 1) * pool["rho"])
        if pool["log_pool_p50"] is not None:
            want.update(zip(("log_pool_p5", "log_pool_p50", "log_pool_p95"), log_pool(laws, weights)))
        fit = effects(figures, laws)
        if fit:
            want.update(zip(("random_effects", "random_effects_low", "random_effects_high", "prediction_low", "prediction_high"), fit))
        for k, v in want.items():
            d = abs(pool[k] / v - 1)
            if d > worst.get(k, (-1,))[0]:
                worst[k] = (d, pool["place"], pool["sector"], pool["definition"], pool[k], v)
    bad = 0
    for k, v in worst.items():
        tolerance = 2e-3 if k.startswith(("random", "prediction")) else 1e-5 if k.startswith("log") else 1e-6
        bad += v[0] > tolerance
        print(f"{'ok  ' if v[0] <= tolerance else 'FAIL'} {k:22} {v[0]:.2e}  {v[1:]}")
    return int(bad > 0)


sys.exit(main())
