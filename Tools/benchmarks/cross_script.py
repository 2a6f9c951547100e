#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Given the Chinese name of a party on the Chinese lists, finds it by its English name among all of them.

usage: cross_script.py CN_LIST.csv WORK_FOLDER [--assay PATH]
Prints how many are first and among the first five: by sound and meaning alone, and with the listed alias.
"""
import argparse, csv, os, subprocess
ap = argparse.ArgumentParser(); ap.add_argument("list"); ap.add_argument("work"); ap.add_argument("--assay", default=".build/release/assay"); a = ap.parse_args()
os.makedirs(a.work, exist_ok=True)
rows = [r for r in csv.DictReader(open(a.list, encoding="utf-8-sig"))]
pairs = [(k, r) for k, r in enumerate(rows) if r["Chinese name"].strip() and r["Name"].strip()]
def run(title, alias):
    with open(f"{a.work}/cl.csv", "w", newline="") as f:
        w = csv.writer(f); w.writerow(["entity_id", "schema", "name"])
        for k, r in enumerate(rows):
            if r["Name"].strip(): w.writerow([k, r["Type"], r["Name"]])
            if alias and r["Chinese name"].strip(): w.writerow([k, r["Type"], r["Chinese name"]])
    with open(f"{a.work}/cq.csv", "w", newline="") as f:
        w = csv.writer(f); w.writerow(["query_id", "schema", "name"]); w.writerows((k, r["Type"], r["Chinese name"]) for k, r in pairs)
    subprocess.run([a.assay, "match", "--list", f"{a.work}/cl.csv", "--queries", f"{a.work}/cq.csv", "--out", f"{a.work}/cr.csv"], check=True)
    same = {}
    for k, r in enumerate(rows): same.setdefault(r["Name"].strip(), set()).add(str(k))
    first = five = 0; got = {}
    for r in csv.DictReader(open(f"{a.work}/cr.csv")): got.setdefault(r["query_id"], []).append(r["entity_id"])
    for k, r in pairs:
        g = got.get(str(k), []); first += bool(g and g[0] in same[r["Name"].strip()]); five += any(x in same[r["Name"].strip()] for x in g)
    print(f"{title}: {first} of {len(pairs)} first ({first / len(pairs):.3f}), {five} among five ({five / len(pairs):.3f})")
run("English names only (sound and meaning)", False); run("with the listed alias", True)
