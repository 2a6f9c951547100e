#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times searches for names: one query over 100,000 entities, and opening an index file of a million names.

usage: search_speed.py WORK_FOLDER [--assay PATH] [--entities N] [--names N]

Makes firms of invented words; queries are their names with one letter missing. Prints the median and the 99th percentile of
one query as `assay match --timing` tells them, whether the right firm came first, and the seconds in which a file of an
index was opened and asked once, process start included.
"""
import argparse, csv, os, random, subprocess, time

ap = argparse.ArgumentParser()
ap.add_argument("work")
ap.add_argument("--assay", default=".build/release/assay")
ap.add_argument("--entities", type=int, default=100_000)
ap.add_argument("--names", type=int, default=1_000_000)
a = ap.parse_args()
os.makedirs(a.work, exist_ok=True)
rng = random.Random(11)
SYLLABLES = "ba be bi bo bu da de di do du fa fe ga go ka ke ki ko la le li lo lu ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi xa xi ya yu za ze zo".split()
BUSINESS = "Trading|Metals|Minerals|Chemicals|Materials|Industrial|Resources|Technology|Mining|Alloys|Logistics|Shipping|Engineering|Import and Export|Group|Holdings".split("|")
FORMS = "Ltd|Co., Ltd.|LLC|GmbH|S.A.|JSC|Inc.|B.V.".split("|")
PLACES = [("".join(rng.choice(SYLLABLES) for _ in range(3))).title() for _ in range(400)]


def firm():
    words = [("".join(rng.choice(SYLLABLES) for _ in range(rng.choice([2, 3, 3, 4])))).title() for _ in range(rng.choice([1, 2, 2]))]
    if rng.random() < 0.4: words.insert(0, rng.choice(PLACES))
    return " ".join(words + [rng.choice(BUSINESS), rng.choice(FORMS)])


def table(path, count):
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["entity_id", "schema", "name"])
        names = [firm() for _ in range(count)]
        w.writerows((f"e{k}", "Company", n) for k, n in enumerate(names))
    return names


names = table(f"{a.work}/entities.csv", a.entities)
with open(f"{a.work}/asked.csv", "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["query_id", "schema", "name"])
    for k in range(5000):
        n = rng.randrange(len(names))
        at = rng.randrange(1, len(names[n]) - 1)
        w.writerow([f"e{n}-{k}", "Company", names[n][:at] + names[n][at + 1:]])
run = [a.assay, "match", "--list", f"{a.work}/entities.csv", "--queries", f"{a.work}/asked.csv", "--out", f"{a.work}/answers.csv", "--top", "5", "--timing"]
print(subprocess.run(run, check=True, stderr=subprocess.PIPE, text=True).stderr.strip())
first = [r for r in csv.DictReader(open(f"{a.work}/answers.csv")) if r["rank"] == "1"]
same = lambda r: names[int(r["entity_id"][1:])] == names[int(r["query_id"].split("-")[0][1:])]
print(f"the right firm first in {sum(same(r) for r in first) / 5000:.4f} of 5000")

table(f"{a.work}/million.csv", a.names)
subprocess.run([a.assay, "lists", "index", f"{a.work}/million.csv", "--out", f"{a.work}/million.index"], check=True, stdout=subprocess.DEVNULL)
with open(f"{a.work}/one.csv", "w") as f: f.write("query_id,schema,name\nq,Company,Bakeli Metals Ltd\n")
times = []
for _ in range(5):
    t = time.time()
    subprocess.run([a.assay, "match", "--list", f"{a.work}/million.index", "--queries", f"{a.work}/one.csv", "--out", "-"], check=True, stdout=subprocess.DEVNULL)
    times.append(time.time() - t)
print(f"{a.names} names: opened and asked in {sorted(times)[2]:.2f} s (median of 5, {max(times):.2f} s at most)")
