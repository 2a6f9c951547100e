#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores declarations with scikit-learn's isolation forest, the peer of `assay evaluate identity`.

    Tools/isolation_forest.py DECLARATIONS.csv TRUTH.csv [--scores]

Features: logarithms of net mass, value, price per kilogram and mass per package; distance of the price from the median of
its subheading; subheading and destination by how common they are; mode. Prints precision and recall at one per cent and AUC, or with --scores one score a row for `assay evaluate identity`.
"""
import csv
import math
import sys
from collections import Counter, defaultdict


def number(text):
    try:
        value = float(text.replace(",", "").split(" ")[0])
    except (ValueError, IndexError):
        return None
    return value if value > 0 else None


def column(header, *names):
    for name in names:
        for position, given in enumerate(header):
            if given.strip().lower() == name:
                return position
    return None


def main():
    from sklearn.ensemble import IsolationForest
    from sklearn.metrics import roc_auc_score
    only_scores = "--scores" in sys.argv

    with open(sys.argv[1], newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    header, rows = rows[0], rows[1:]
    with open(sys.argv[2], newline="", encoding="utf-8") as file:
        truth = {(r["declaration_id"], r["item_number"]): r["is_scheme"] == "1" for r in csv.DictReader(file)}
    ids = column(header, "declaration_id", "declaration")
    items = column(header, "item_number", "item")
    code = column(header, "commodity_code", "hs8", "hs_code", "code")
    mass = column(header, "net_mass_kg", "net_mass", "net_kg")
    value = column(header, "statistical_value", "value")
    packages = column(header, "packages", "package_count")
    destination = column(header, "destination", "destination_country")
    mode = column(header, "mode", "transport_mode")
    prices = defaultdict(list)
    for row in rows:
        kilograms, worth = number(row[mass]), number(row[value])
        if kilograms and worth:
            prices[row[code][:6]].append(math.log(worth / kilograms))
    medians = {key: sorted(found)[len(found) // 2] for key, found in prices.items()}
    codes = Counter(row[code][:6] for row in rows)
    places = Counter(row[destination] for row in rows)
    modes = {name: index for index, name in enumerate(sorted({row[mode] for row in rows}))} if mode is not None else {}
    features = []
    for row in rows:
        kilograms, worth = number(row[mass]) or 1, number(row[value]) or 1
        count = (number(row[packages]) if packages is not None else None) or 1
        price = math.log(worth / kilograms)
        features.append([
            math.log(kilograms), math.log(worth), price, math.log(kilograms / count),
            price - medians.get(row[code][:6], price), math.log(codes[row[code][:6]]), math.log(places[row[destination]]),
            modes.get(row[mode], 0) if mode is not None else 0,
        ])
    labels = [truth.get((row[ids], row[items] if items is not None else "1"), False) for row in rows]
    forest = IsolationForest(n_estimators=200, random_state=0).fit(features)
    scores = -forest.score_samples(features)
    if only_scores:
        print("\n".join(f"{score:.9f}" for score in scores))
        return
    order = sorted(range(len(rows)), key=lambda i: -scores[i])[: max(1, round(len(rows) / 100))]
    hits = sum(labels[i] for i in order)
    print(f"isolation forest: precision at 1 % {hits / len(order):.3f}, recall {hits / max(1, sum(labels)):.3f}, "
          f"AUC {roc_auc_score(labels, scores):.3f}")


main()
