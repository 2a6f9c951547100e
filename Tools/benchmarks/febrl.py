#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Resolves the FEBRL sets with `assay resolve` and prints F1 over pairs and the seconds used.

usage: febrl.py FEBRL.csv... [--assay PATH]     (records called rec-N-org and rec-N-dup-K are of one person)
"""
import argparse, collections, csv, resource, subprocess, tempfile, time

ap = argparse.ArgumentParser()
ap.add_argument("files", nargs="+")
ap.add_argument("--assay", default=".build/release/assay")
a = ap.parse_args()
person = lambda record: record.split("-")[1]
for path in a.files:
    ids = [next(iter(r.values())).strip() for r in csv.DictReader(open(path, encoding="utf-8-sig"))]
    sizes = collections.Counter(map(person, ids))
    total = sum(n * (n - 1) // 2 for n in sizes.values())
    with tempfile.TemporaryDirectory() as d:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
        subprocess.run([a.assay, "resolve", path, "--out", f"{d}/links.csv"], check=True)
        wall, after = time.time() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        links = [(r["id1"], r["id2"]) for r in csv.DictReader(open(f"{d}/links.csv"))]
    hit = sum(person(x) == person(y) for x, y in links)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{path}: {len(ids)} records, precision {hit / max(1, len(links)):.4f} recall {hit / total:.4f} F1 {2 * hit / (len(links) + total):.4f}, {wall:.2f} s, {cpu:.2f} CPU s")
