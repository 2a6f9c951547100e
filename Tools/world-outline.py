#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Re-tabulates Natural Earth's 1:110m country outlines as Reference/outline/world.csv.

usage: Tools/world-outline.py naturalearth_countries_110m.geojson

One row a ring: the country, then the first point and the steps to each next one, in tenths of a degree east and north.
Rings under a quarter of a square degree and Antarctica are left out; maps of a page are too small to show them.
"""
import csv
import json
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent
alpha2 = {row["alpha3"]: row["alpha2"] for row in csv.DictReader(
    line for line in (root / "Reference" / "countries.csv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#"))}
# Natural Earth gives no code to these; the two without an ISO code of their own are drawn unnamed.
by_name = {"France": "FR", "Norway": "NO", "Kosovo": "XK", "N. Cyprus": "", "Somaliland": ""}


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2


rows = []
for feature in json.load(open(sys.argv[1], encoding="utf-8"))["features"]:
    properties, geometry = feature["properties"], feature["geometry"]
    code = properties["iso_a3"]
    if code == "ATA":
        continue
    country = alpha2[code] if code in alpha2 else by_name[properties["name"]]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            if area(ring) < 0.25:
                continue
            points = []
            for east, north in ring:
                point = (round(east * 10), round(north * 10))
                if not points or points[-1] != point:
                    points.append(point)
            if points[0] == points[-1]:
                points.pop()
            if len(points) < 3:
                continue
            steps = [points[0]] + [(b[0] - a[0], b[1] - a[1]) for a, b in zip(points, points[1:])]
            rows.append((country, " ".join(f"{x} {y}" for x, y in steps)))
rows.sort(key=lambda row: (row[0], -len(row[1]), row[1]))
out = root / "Reference" / "outline" / "world.csv"
out.parent.mkdir(exist_ok=True)
with out.open("w", encoding="utf-8") as file:
    file.write("""\
# Outlines of countries for small maps, in tenths of a degree: first point, then steps, east and north.
# Source: Natural Earth 1:110m Cultural Vectors, Admin 0 Countries (public domain), re-tabulated by Tools/world-outline.py.
# Lines on disputed areas are Natural Earth's own choice, not a position of this project.
""")
    for country, ring in rows:
        file.write(f"{country},{ring}\n")
print(f"{len(rows)} rings, {sum(len(r.split()) // 2 for _, r in rows)} points, {out.stat().st_size} bytes")
