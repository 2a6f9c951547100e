#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes Reference/names/{legal_forms,name_words}.tsv from rigour's name data (MIT) and GLEIF's legal forms (CC0).

usage: symbols.py ORG_TYPES.yml NAME_SYMBOLS.yml ELF.csv FOLDER
"""
import csv, sys, unicodedata, yaml
types, symbols, elf, folder = sys.argv[1:]
clean = lambda s: " ".join(str(s).replace("\t", " ").split())
rows, seen = set(), set()
for t in yaml.safe_load(open(types))["types"]:
    form = clean(t.get("compare") or t.get("display") or t.get("generic") or "")
    for a in [t.get("display"), t.get("compare"), *t.get("aliases", [])]:
        if a and clean(a):
            rows.add((clean(t.get("generic") or "-"), form.lower(), clean(a).lower(), "rigour")); seen.add(clean(a).lower())
for r in csv.reader(open(elf, encoding="utf-8-sig")):
    if r[0] in ("ELF Code", "8888", "9999") or r[11] != "ACTV": continue
    for a in [r[5], r[8], *r[9].split(";"), *r[10].split(";")]:
        a = clean(a).lower()
        if a in seen or len([c for c in a if c.isalpha()]) < 3 or len(a.split()) > 6 or (a.isascii() and len(a.split()) == 1 and len(a) > 5): continue
        rows.add(("-", a, a, "gleif:" + r[0])); seen.add(a)
with open(folder + "/legal_forms.tsv", "w") as f:
    f.write("generic\tform\talias\tsource\n")
    for r in sorted(rows): f.write("\t".join(r) + "\n")
d = yaml.safe_load(open(symbols))
with open(folder + "/name_words.tsv", "w") as f:
    f.write("class\tword\talias\tsource\n")
    for cls in ("org_symbols", "org_domains", "person_symbols", "person_nick", "person_name_parts"):
        out = set()
        for k, v in d[cls].items():
            for a in [*(v or [])] + ([k] if cls != "person_name_parts" else []):
                if clean(a): out.add((cls, str(k).lower(), clean(a).lower(), "rigour"))
        for r in sorted(out): f.write("\t".join(r) + "\n")
print(len(rows))
