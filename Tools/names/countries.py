#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes Reference/names/countries.tsv: names of countries in the main trade languages, from CLDR through Babel."""
import sys
from babel import Locale
rows = set()
for tag in "en de fr es it pt nl sv da nb fi pl cs ro hu ru uk tr id vi ar fa zh zh_Hant ja ko".split():
    for code, name in Locale.parse(tag).territories.items():
        if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"):
            rows.add((code, " ".join(name.lower().split())))
with open(sys.argv[1], "w") as f:
    f.write("code\tname\n")
    for r in sorted(rows): f.write("\t".join(r) + "\n")
print(len(rows))
