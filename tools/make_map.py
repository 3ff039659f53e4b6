#!/usr/bin/env python3
"""world-atlas (Natural Earth, public domain) -> data/map.tsv

    make_map.py DIR    DIR holds countries-110m.json and countries-50m.json of the npm
                       package world-atlas 2.0.2; needs pycountry for the codes

Borders are of 1:110 million, simplified arc by arc, so that neighbours keep one line;
the places of labels are of 1:50 million, which knows small states, too. The projection
is Natural Earth's (Savric and others 2015, Cartography and Geographic Information
Science 42(1)), written in whole units of a picture 1,800 wide.
"""
import json
import math
import os
import sys

import pycountry

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WIDTH, HEIGHT, LEAST_AREA = 1800, 820, 6
TOLERANCE = 0.15  # degrees
NAMED = {"Kosovo": "XK"}  # without a number in ISO 3166


def project(longitude, latitude):
    a, b = math.radians(longitude), math.radians(latitude)
    b2 = b * b
    b4 = b2 * b2
    x = a * (0.8707 - 0.131979 * b2 + b4 * (-0.013791 + b4 * (0.003971 * b2 - 0.001529 * b4)))
    y = b * (1.007226 + b2 * (0.015085 + b4 * (-0.044475 + 0.028874 * b2 - 0.005916 * b4)))
    scale = WIDTH / (2 * 0.8707 * math.pi)
    return WIDTH / 2 + x * scale, HEIGHT * 0.56 - y * scale


def distance(p, a, b):
    length = math.hypot(b[0] - a[0], b[1] - a[1])
    if length == 0:
        return math.hypot(p[0] - a[0], p[1] - a[1])
    return abs((b[0] - a[0]) * (a[1] - p[1]) - (a[0] - p[0]) * (b[1] - a[1])) / length


def simplify(line):
    """Douglas and Peucker 1973."""
    if len(line) < 3:
        return line
    far, at = max((distance(p, line[0], line[-1]), i) for i, p in enumerate(line[1:-1], 1))
    if far <= TOLERANCE:
        return [line[0], line[-1]]
    return simplify(line[:at + 1])[:-1] + simplify(line[at:])


def arcs(topology, simplified):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        yield simplify(line) if simplified else line


def rings(shape, lines):
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points = []
            for arc in ring:
                line = lines[arc] if arc >= 0 else lines[~arc][::-1]
                points += line[1:] if points else line
            yield unwrap(points)


def unwrap(points):
    """A ring over the 180th meridian, which the file cuts into jumps, in one piece."""
    turn, ret = 0, []
    for x, y in points:
        if ret and abs(x + turn - ret[-1][0]) > 180:
            turn += 360 if x + turn < ret[-1][0] else -360
        ret.append((x + turn, y))
    return ret


def clip(points, edge, side):
    """What lies on one side of a meridian (Sutherland and Hodgman 1974)."""
    ret = []
    for a, b in zip(points, points[1:] + points[:1]):
        if (a[0] - edge) * side >= 0:
            ret.append(a)
        if (a[0] - edge) * (b[0] - edge) < 0:
            ret.append((edge, a[1] + (b[1] - a[1]) * (edge - a[0]) / (b[0] - a[0])))
    return ret


def pieces(points):
    """On the sheet from -180 to 180 degrees, projected."""
    for turn in (-360, 0, 360):
        part = clip(clip([(x + turn, y) for x, y in points], -180, 1), 180, -1)
        if len(part) > 2:
            yield [project(x, y) for x, y in part]


def area(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))) / 2


def centre(points):
    """Of the bounding box of the largest ring: inside for all but sickles."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return project((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def code(shape):
    name = shape["properties"]["name"]
    found = pycountry.countries.get(numeric=shape.get("id", ""))
    return found.alpha_2 if found else NAMED.get(name, "--")


def whole(points):
    ret = []
    for p in points:
        q = (round(p[0]), round(p[1]))
        if not ret or ret[-1] != q:
            ret.append(q)
    return ret[:-1] if len(ret) > 1 and ret[0] == ret[-1] else ret


def read(folder, scale, simplified):
    with open(os.path.join(folder, f"countries-{scale}.json"), encoding="utf-8") as f:
        topology = json.load(f)
    lines = list(arcs(topology, simplified))
    return [(code(s), list(rings(s, lines))) for s in topology["objects"]["countries"]["geometries"]
            if s.get("arcs")]


def main():
    drawn, labels = {}, {}
    for key, parts in read(sys.argv[1], "50m", False):
        labels.setdefault(key, centre(max(parts, key=area)))
    for key, parts in read(sys.argv[1], "110m", True):
        parts = [piece for part in parts for piece in pieces(part)]
        largest = max(parts, key=area)
        kept = [whole(p) for p in parts if p is largest or area(p) >= LEAST_AREA]
        drawn.setdefault(key, []).extend(p for p in kept if len(p) > 2)
    out = ["# Outlines of states: ISO 3166-1 alpha-2 (XK Kosovo, -- parts without a code), the",
           "# place of the label, then rings `x y x y ...` divided by `;`, in units of a picture",
           f"# {WIDTH} x {HEIGHT}. Made by tools/make_map.py.",
           "# Source: Natural Earth 1:110 million and 1:50 million, public domain, as the npm",
           "# package world-atlas 2.0.2 (ISC) carries them. Borders are drawn as there; nothing",
           "# is said of who holds what."]
    for key in sorted(set(drawn) | set(labels)):
        if key == "AQ":
            continue
        shape = ";".join(" ".join(f"{x} {y}" for x, y in ring) for ring in drawn.get(key, []))
        x, y = labels[key]
        out.append(f"{key}\t{round(x)}\t{round(y)}\t{shape}")
    with open(os.path.join(ROOT, "data", "map.tsv"), "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
