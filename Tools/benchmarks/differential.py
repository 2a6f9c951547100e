#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lists pairs on which `assay match` and nomenklatura's logic-v2 differ by more than a limit.

usage: differential.py PAIRS.csv [--assay PATH] [--limit 0.4]    (PAIRS: schema,name1,name2 and optionally is_match)
Ends with 0 and says so when nomenklatura is not installed.
"""
import argparse, csv, subprocess, sys, tempfile
ap = argparse.ArgumentParser(); ap.add_argument("pairs"); ap.add_argument("--assay", default=".build/release/assay"); ap.add_argument("--limit", type=float, default=.4); a = ap.parse_args()
try:
    from followthemoney import model
    from nomenklatura.matching import LogicV2
except ImportError as e:
    print(f"skipped, nomenklatura is not installed: {e}"); sys.exit(0)
rows = list(csv.DictReader(open(a.pairs)))
with tempfile.TemporaryDirectory() as d:
    with open(f"{d}/p.csv", "w", newline="") as f:
        w = csv.writer(f); w.writerow(["id", "schema", "name1", "name2"])
        for k, r in enumerate(rows): w.writerow([k, r["schema"], r["name1"], r["name2"]])
    subprocess.run([a.assay, "match", "--pairs", f"{d}/p.csv", "--out", f"{d}/s.csv"], check=True)
    ours = [float(r["score"]) for r in csv.DictReader(open(f"{d}/s.csv"))]
config = LogicV2.default_config()
proxy = lambda i, s, n: model.get_proxy({"id": i, "schema": s if s in model.schemata else "LegalEntity", "properties": {"name": [n]}})
theirs = [LogicV2.compare(proxy(f"a{k}", r["schema"], r["name1"]), proxy(f"b{k}", r["schema"], r["name2"]), config).score for k, r in enumerate(rows)]  # it remembers by id
n = right = 0
for r, x, y in sorted(zip(rows, ours, theirs), key=lambda t: -abs(t[1] - t[2])):
    if abs(x - y) <= a.limit: break
    n += 1; label = r.get("is_match", "")
    if label: right += (x >= .5) == (label == "true")
    print(f"{x:.2f} {y:.2f} {label:5} {r['schema']:12} {r['name1']} | {r['name2']}")
print(f"{n} of {len(rows)} pairs differ by more than {a.limit}" + (f"; assay agrees with the label on {right}, logic-v2 on {sum(1 for r, x, y in zip(rows, ours, theirs) if abs(x - y) > a.limit and (y >= .7) == (r['is_match'] == 'true'))}" if rows and "is_match" in rows[0] else ""))
for title, higher in (("logic-v2 higher", lambda x, y: y > x), ("assay higher", lambda x, y: x > y)):
    for kind, of in (("persons", lambda s: s == "Person"), ("others", lambda s: s != "Person")):
        own = [r for r, x, y in zip(rows, ours, theirs) if abs(x - y) > a.limit and higher(x, y) and of(r["schema"])]
        print(f"   {title}, {kind}: {len(own)}, of which the label calls {sum(r.get('is_match') == 'true' for r in own)} the same")
