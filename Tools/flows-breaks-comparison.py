#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `assay flows breaks` with ruptures (Pelt, rbf) on generated series with known breaks.

    pip install numpy ruptures
    python3 Tools/flows-breaks-comparison.py path/to/assay [seed] [--alone]

Five kinds in equal parts: level, slope, transient (both ends are breaks), seasonal (no break) and none. A found month
matches a true one within three months, each once; extra months count against precision. False alarms are series
without a break in which any was found. The peer gets its best penalty of those tried, on logarithms; --alone leaves it out,
for it takes some minutes a set.
"""
import csv
import subprocess
import sys
import tempfile

import numpy as np

KINDS = ["level", "slope", "transient", "seasonal", "none"]


def generate(seed, count=400, lengths=(84, 85), phi=0.0, outliers=0.0, missing=0.0, zeros=0.0, growing=0.0,
             stops=False, turning=False):
    rng = np.random.default_rng(seed)
    out = []
    for i in range(count):
        kind, n = KINDS[i % 5], int(rng.integers(*lengths))
        t = np.arange(n)
        base, amplitude, phase = rng.uniform(8, 13), rng.uniform(0, 0.3), rng.uniform(0, 2 * np.pi)
        spread, noise = rng.uniform(0.08, 0.25), np.zeros(n)
        for j in range(n):
            noise[j] = (phi * noise[j - 1] if j else 0) + rng.normal() * spread * (1 + growing * j / n)
        mean = base + rng.normal() * 0.003 * t + amplitude * np.cos(2 * np.pi * t / 12 + phase)
        edge = max(12, n // 5)
        at, sign, truth = int(rng.integers(edge, n - edge)), rng.choice([-1, 1]), []
        if kind == "level":
            mean[at:] += sign * rng.uniform(0.7, 2)
            truth = [at]
        elif kind == "slope":
            mean[at:] += sign * rng.uniform(0.03, 0.08) * (t[at:] - at)
            truth = [at]
        elif kind == "transient":
            length = int(rng.integers(3, 9))
            mean[at : at + length] += sign * rng.uniform(1, 2.5)
            truth = [at, at + length]
        elif kind == "seasonal":
            wave = rng.uniform(0.3, 0.8) * np.cos(2 * np.pi * t / 12 + phase)
            if turning:  # the season itself changes
                wave[:at], truth = 0, [at]
            mean += wave
        q = np.exp(mean + noise)
        if stops and kind in ("level", "transient"):
            q[truth[0] : truth[1] if kind == "transient" else n] = 0
        if outliers:
            hit = rng.random(n) < outliers
            q[hit] *= np.exp(rng.choice([-1, 1], hit.sum()) * rng.uniform(1, 2.5, hit.sum()))
        if zeros:
            q[rng.random(n) < zeros] = 0
        if missing:
            q[rng.random(n) < missing] = np.nan
        out.append((f"s{i:04d}", kind, q, truth))
    return out


def score(series, found):
    hits = extra = missed = quiet = alarms = 0
    for name, _, _, truth in series:
        left = list(found.get(name, []))
        for month in truth:
            near = sorted((abs(f - month), f) for f in left if abs(f - month) <= 3)
            if near:
                left.remove(near[0][1])
                hits += 1
            else:
                missed += 1
        extra += len(left)
        if not truth:
            quiet += 1
            alarms += bool(found.get(name))
    return 2 * hits / (2 * hits + extra + missed), alarms / quiet


def ours(binary, series):
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/a.csv", "w") as f:
            f.write("series_id,month,quantity\n")
            for name, _, q, _ in series:
                for t, v in enumerate(q):
                    if not np.isnan(v):
                        f.write(f"{name},{2015 + t // 12:04d}-{t % 12 + 1:02d},{v:.6f}\n")
        subprocess.run([binary, "flows", "breaks", folder + "/a.csv", "--out", folder + "/b.csv"], check=True,
                       stderr=subprocess.DEVNULL)
        found = {}
        for row in csv.DictReader(open(folder + "/b.csv")):
            year, month = map(int, row["break_month"].split("-"))
            found.setdefault(row["series_id"], []).append((year - 2015) * 12 + month - 1)
        return found


def peer(series, penalty):
    import ruptures

    found = {}
    for name, _, q, _ in series:
        place = np.flatnonzero(~np.isnan(q))
        y = np.log1p(q[place])
        y = (y - y.mean()) / (y.std() or 1)
        cuts = ruptures.Pelt(model="rbf", min_size=3, jump=1).fit(y).predict(pen=penalty)[:-1]
        found[name] = [int(place[c]) for c in cuts]
    return found


if __name__ == "__main__":
    alone = "--alone" in sys.argv
    given = [a for a in sys.argv[2:] if a != "--alone"]
    seed = int(given[0]) if given else 1
    sets = {
        "plain": {}, "36 to 120 months": dict(lengths=(36, 121)), "240 months": dict(lengths=(240, 241)),
        "AR(1) 0.3": dict(phi=0.3), "outliers 5 %": dict(outliers=0.05), "missing 10 %": dict(missing=0.1),
        "zeros 3 %": dict(zeros=0.03), "zeros 20 %": dict(zeros=0.2), "stops to zero": dict(stops=True),
        "seasons that change": dict(turning=True), "growing noise": dict(growing=1.0),
    }
    print(f"{'set':20s} {'assay F1':>9s} {'alarms':>7s} {'Pelt-rbf F1':>12s} {'alarms':>7s} {'penalty':>8s}")
    for name, options in sets.items():
        series = generate(seed, **options)
        f1, alarms = score(series, ours(sys.argv[1], series))
        if alone:
            print(f"{name:20s} {f1:9.3f} {alarms:7.3f}", flush=True)
            continue
        best = max(((*score(series, peer(series, p)), p) for p in (2, 3, 4, 5, 6, 8)), key=lambda x: x[0])
        print(f"{name:20s} {f1:9.3f} {alarms:7.3f} {best[0]:12.3f} {best[1]:7.3f} {best[2]:8.1f}", flush=True)
