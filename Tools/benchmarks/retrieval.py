#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a retrieval benchmark from published lists, runs `assay match` on it and, when installed, nomenklatura beside it.

usage: retrieval.py LISTS_FOLDER WORK_FOLDER [--assay PATH] [--queries N] [--peer N]

LISTS_FOLDER holds us/, eu/, un/, cn/ as published. Writes list.csv, queries.csv, truth.csv; prints recall at 1 at the
threshold that lets 1 % of the negatives through, by class of corruption, and queries a CPU-second.
"""
import argparse, csv, glob, os, random, re, resource, subprocess, sys, time, xml.etree.ElementTree as ET
from collections import defaultdict

ap = argparse.ArgumentParser(); ap.add_argument("lists"); ap.add_argument("work"); ap.add_argument("--assay", default=".build/release/assay")
ap.add_argument("--queries", type=int, default=4000); ap.add_argument("--peer", type=int, default=0); ap.add_argument("--seed", type=int, default=20260101)
a = ap.parse_args()
os.makedirs(a.work, exist_ok=True); rng = random.Random(a.seed)
ent = {}  # id -> (schema, [names])
turn = lambda n: " ".join(reversed([x.strip() for x in n.split(",", 1)])) if "," in n else n
def add(i, schema, names):
    names = [n for n in dict.fromkeys(" ".join(x.split()) for x in names if x and len(x.strip()) > 2)]
    if names: ent[i] = (schema, names)
for pre, fs in (("us", ("sdn.csv", "alt.csv")), ("usc", ("cons_prim.csv", "cons_alt.csv"))):
    al = defaultdict(list)
    for r in csv.reader(open(f"{a.lists}/us/{fs[1]}", encoding="latin-1")):
        if len(r) > 3: al[r[0]].append(r[3])
    for r in csv.reader(open(f"{a.lists}/us/{fs[0]}", encoding="latin-1")):
        if len(r) < 4: continue
        k = r[2].strip().strip('"'); person = k == "individual"
        add(f"{pre}-{r[0]}", "Person" if person else "Vessel" if k == "vessel" else "Company", [turn(n) if person else n for n in [r[1], *al[r[0]]]])
for f in sorted(glob.glob(f"{a.lists}/eu/*.csv")):
    for n, r in enumerate(csv.DictReader(open(f, encoding="utf-8-sig"))):
        add(f"{r['celex']}-{n}", r["schema"], [r["name"], *r["alias"].split(";"), *r["previousName"].split(";")])
root = ET.parse(f"{a.lists}/un/UN_consolidated.xml").getroot()
for e in root.iter():
    if e.tag in ("INDIVIDUAL", "ENTITY"):
        n = " ".join((e.findtext(t) or "").strip() for t in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"))
        add("un-" + e.findtext("DATAID"), "Person" if e.tag == "INDIVIDUAL" else "Company", [n] + [x.findtext("ALIAS_NAME") for x in e.iter() if x.tag.endswith("_ALIAS")])
for n, r in enumerate(csv.DictReader(open(glob.glob(f"{a.lists}/cn/*.csv")[0], encoding="utf-8-sig"))):
    add(f"cn-{n}", r["Type"], [r["Name"], r["Chinese name"], *r["Alias"].split(";")])

norm = lambda s: " ".join(sorted(re.findall(r"\w+", s.lower())))
same = defaultdict(set)  # parties that share a name are one party: several lists hold the same ones
for i, (s, ns) in ent.items():
    for n in ns: same[norm(n)].add(i)
group = {i: i for i in ent}
def find(x):
    while group[x] != x: group[x] = group[group[x]]; x = group[x]
    return x
for ids in same.values():
    ids = sorted(ids)
    for j in ids[1:]: group[find(j)] = find(ids[0])
roots = sorted({find(i) for i in ent}); rng.shuffle(roots)
held = set(roots[: len(roots) // 10])  # wholly left out of the list: true negatives
listed = [i for i in sorted(ent) if find(i) not in held]
members = defaultdict(list)
for i in listed: members[find(i)].append(i)
with open(f"{a.work}/list.csv", "w", newline="") as f:
    w = csv.writer(f); w.writerow(["entity_id", "schema", "name"]); rows = 0
    for i in listed:
        for n in ent[i][1]: w.writerow([find(i), ent[i][0], n]); rows += 1

V = "aeiou"
def typo(n):
    k = [x for x, c in enumerate(n) if c.isalpha()]
    if len(k) < 4: return n
    x = rng.choice(k); c = n[x]; r = rng.random()
    if r < .3: return n[:x] + n[x + 1:]
    if r < .5: return n[:x] + c + n[x:]
    if r < .7 and x + 1 < len(n): return n[:x] + n[x + 1] + c + n[x + 2:]
    return n[:x] + rng.choice("abcdefghiklmnoprstuvz") + n[x + 1:]
def words(n): return n.replace(",", " ").split()
FORM = {"limited": "ltd", "ltd": "limited", "co": "company", "company": "co", "llc": "limited liability company", "corporation": "corp", "gmbh": "g.m.b.h.", "jsc": "joint stock company", "ooo": "llc", "ltda": "limitada"}
def corrupt(kind, schema, n):
    w = words(n)
    if kind == "exact": return n
    if kind == "case": return n.upper() if n != n.upper() else n.lower()
    if kind == "order" and len(w) > 1: return w[-1] + (", " if schema == "Person" else " ") + " ".join(w[:-1])
    if kind == "typo": return typo(n)
    if kind == "typos": return typo(typo(n))
    if kind == "drop" and len(w) > 2: k = rng.randrange(len(w)); return " ".join(w[:k] + w[k + 1:])
    if kind == "join" and len(w) > 1: k = rng.randrange(len(w) - 1); return " ".join(w[:k] + [w[k] + w[k + 1]] + w[k + 2:])
    if kind == "split":
        k = max(range(len(w)), key=lambda j: len(w[j]))
        if len(w[k]) > 6: p = rng.randrange(3, len(w[k]) - 2); return " ".join(w[:k] + [w[k][:p], w[k][p:]] + w[k + 1:])
    if kind == "initial" and schema == "Person" and len(w) > 1: return " ".join([w[0][0] + "."] + w[1:])
    if kind == "form" and schema != "Person":
        o = [FORM.get(x.lower().strip("."), x) for x in w]
        return " ".join(o) if o != w else n + rng.choice([" Ltd", " LLC", " Co., Ltd.", " GmbH"])
    if kind == "vowel":
        k = [x for x, c in enumerate(n) if c.lower() in V]
        if k: x = rng.choice(k); return n[:x] + rng.choice([v for v in V if v != n[x].lower()]) + n[x + 1:]
    if kind == "title" and schema == "Person": return rng.choice(["Mr. ", "Dr. ", "Sheikh ", "General "]) + n
    return None
KINDS = ["exact", "case", "order", "typo", "typos", "drop", "join", "split", "initial", "form", "vowel", "title"]
queries, truth = [], {}
names = [(find(i), ent[i][0], n) for i in listed for n in ent[i][1] if len(words(n)) > 1 or len(n) > 7]
while len(queries) < a.queries:
    k = KINDS[len(queries) % len(KINDS)]
    for _ in range(50):
        i, s, n = rng.choice(names); q = corrupt(k, s, n)
        if q: break
    truth[f"p{len(queries)}"] = (i, k); queries.append((f"p{len(queries)}", s, q))
neg = []
outside = [(ent[i][0], n) for i in sorted(ent) if find(i) in held for n in ent[i][1] if n.isascii() and len(words(n)) > 1 or len(n) > 7]
rng.shuffle(outside)
# Lists repeat one another in other spellings: a held-out name that an independent measure finds in the list is dropped.
try:
    from rapidfuzz import fuzz, process, utils
    have = [" ".join(sorted(re.findall(r"\w+", n.lower()))) for i in listed for n in ent[i][1]]
    neg = []
    for s, n in outside:
        if len(neg) >= a.queries // 4: break
        if not process.extractOne(norm(n), have, scorer=fuzz.ratio, score_cutoff=75) and not process.extractOne(norm(n), have, scorer=fuzz.token_set_ratio, score_cutoff=97): neg.append((s, n))
except ImportError:
    print("rapidfuzz is not installed: held-out negatives may name listed parties"); neg = outside[: a.queries // 4]
have = {norm(n) for i in ent for n in ent[i][1]}
by = defaultdict(list)
for i in listed:
    for n in ent[i][1]:
        if len(words(n)) > 1 and n.isascii(): by["Person" if ent[i][0] == "Person" else "Company"].append(n)
while len(neg) < a.queries // 2:  # parts of two parties of one kind put together
    s = rng.choice(["Person", "Company"]); x, y = words(rng.choice(by[s])), words(rng.choice(by[s]))
    if not 2 <= len(x) <= 4 or len(y) < 2 or len(y[0]) < 4 or len(y[-1]) < 3: continue
    # Another given name with a surname, another leading word with the rest of a firm's name.
    n = " ".join([x[0], y[-1]] if s == "Person" else [y[0]] + x[1:])
    if norm(n) not in have and len(n) > 7: neg.append((s, n))
rng.shuffle(neg)
for k, (s, n) in enumerate(neg):
    if k % 2: n = corrupt(rng.choice(["typo", "order", "vowel", "case"]), s, n) or n
    truth[f"n{k}"] = (None, "negative"); queries.append((f"n{k}", s, n))
with open(f"{a.work}/queries.csv", "w", newline="") as f:
    w = csv.writer(f); w.writerow(["query_id", "schema", "name"]); w.writerows(queries)
with open(f"{a.work}/truth.csv", "w", newline="") as f:
    w = csv.writer(f); w.writerow(["query_id", "entity_id", "class"]); w.writerows((q, *map(str, truth[q])) for q, _, _ in queries)
print(f"{len(members)} parties, {rows} names; {a.queries} positive and {len(neg)} negative queries")

def judge(title, best):
    negs = sorted((best[q][1] for q, _, _ in queries if q in best and truth[q][0] is None), reverse=True)
    nn = sum(1 for q, _, _ in queries if truth[q][0] is None and (q in best or True))
    cut = negs[int(.01 * nn)] if len(negs) > int(.01 * nn) else float("-inf")
    by = defaultdict(lambda: [0, 0, 0])
    for q, _, _ in queries:
        e, k = truth[q]
        if e is None or q not in best and title != "assay": continue
        b = best.get(q, (None, 0)); x = by[k]; x[0] += 1; x[1] += b[0] == e; x[2] += b[0] == e and b[1] > cut
    n = sum(x[0] for x in by.values())
    print(f"{title}: recall@1 {sum(x[1] for x in by.values()) / n:.3f}, with 1 % of negatives {sum(x[2] for x in by.values()) / n:.3f} (threshold {cut:.3f}, {n} queries)")
    for k in KINDS: x = by[k]; print(f"   {k:8} {x[1] / max(1, x[0]):.3f} {x[2] / max(1, x[0]):.3f}")
    return cut

# More classes, beside the twelve above and judged at their threshold: slips of scanners, keyboards and fields.
SCAN = {"o": "0", "l": "1", "s": "5", "b": "8", "z": "2", "i": "l", "rn": "m", "m": "rn", "cl": "d", "u": "ii", "w": "vv"}
KEYS = {k: n for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for i, k in enumerate(row) for n in [row[max(0, i - 1):i] + row[i + 1:i + 2]]}
SHORT = {"international": "intl", "technology": "tech", "trading": "trdg", "company": "co", "corporation": "corp", "industry": "ind", "industries": "inds", "import": "imp", "export": "exp", "limited": "ltd", "general": "gen", "enterprise": "ent", "research": "res", "institute": "inst", "development": "dev", "manufacturing": "mfg", "group": "grp", "national": "natl", "engineering": "eng", "services": "svcs"}
CYR = {"sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ya": "я", "yu": "ю", **dict(zip("abvgdezijklmnoprstufhcy", "абвгдезийклмнопрстуфхцы"))}
def slip(kind, schema, n):
    low, w = n.lower(), words(n)
    if kind == "scan":
        k = [(x, o) for o in SCAN for x in range(len(low)) if low.startswith(o, x)]
        if k: x, o = rng.choice(k); return n[:x] + SCAN[o] + n[x + len(o):]
    if kind == "key":
        k = [x for x, c in enumerate(low) if KEYS.get(c)]
        if k: x = rng.choice(k); return n[:x] + rng.choice(KEYS[low[x]]) + n[x + 1:]
    if kind == "short":
        o = [SHORT.get(x.strip(".,").lower(), x) for x in w]
        if o != w: return " ".join(o)
    if kind == "punct": return re.sub(r"[ ]", lambda m: rng.choice([" ", "-", " - ", ", ", ". ", "  "]), n)
    if kind == "glued" and 1 < len(w) < 4: return "".join(w)
    if kind == "cut" and len(n) > 30: return n[:30]
    if kind == "twice" and len(w) > 1: x = rng.randrange(len(w)); return " ".join(w[:x + 1] + w[x:])
    if kind == "cyrillic" and schema == "Person" and low.isascii() and not set("qwx'") & set(low):
        return re.sub("sh|ch|zh|kh|ya|yu|.", lambda m: CYR.get(m.group(), m.group()), low).title()
    return None
MORE = ["scan", "key", "short", "punct", "glued", "cut", "twice", "cyrillic"]
more = []
for number in range(a.queries // 3):
    k = MORE[number % len(MORE)]
    for _ in range(400):
        i, s, n = rng.choice(names); q = slip(k, s, n)
        if q and q != n: truth[f"m{number}"] = (i, k); more.append((f"m{number}", s, q)); break
with open(f"{a.work}/more.csv", "w", newline="") as f:
    w = csv.writer(f); w.writerow(["query_id", "schema", "name"]); w.writerows(more)

u0 = resource.getrusage(resource.RUSAGE_CHILDREN)
subprocess.run([a.assay, "match", "--list", f"{a.work}/list.csv", "--queries", f"{a.work}/queries.csv", "--out", f"{a.work}/result.csv", "--top", "5", "--timing"], check=True)
u1 = resource.getrusage(resource.RUSAGE_CHILDREN); cpu = u1.ru_utime + u1.ru_stime - u0.ru_utime - u0.ru_stime
best, rest = {}, defaultdict(list)
for r in csv.DictReader(open(f"{a.work}/result.csv")):
    if r["rank"] == "1": best[r["query_id"]] = (r["entity_id"], float(r["score"]))
cut = judge("assay", best)
print(f"assay: {len(queries)} queries in {cpu:.2f} CPU s with start-up, reading and indexing: {len(queries) / cpu:.0f} a CPU-second")
subprocess.run([a.assay, "match", "--list", f"{a.work}/list.csv", "--queries", f"{a.work}/more.csv", "--out", f"{a.work}/more-result.csv", "--top", "1"], check=True)
first = {r["query_id"]: (r["entity_id"], float(r["score"])) for r in csv.DictReader(open(f"{a.work}/more-result.csv"))}
for k in MORE:
    own = [x for x, _, _ in more if truth[x][1] == k]
    hit = [x for x in own if first.get(x, (None, 0))[0] == truth[x][0]]
    print(f"   {k:8} {len(hit) / max(1, len(own)):.3f} {sum(first[x][1] > cut for x in hit) / max(1, len(own)):.3f} ({len(own)})")
q = {x: n for x, _, n in queries}
if "-v" in sys.argv or True:
    with open(f"{a.work}/misses.txt", "w") as f:
        for x, (e, k) in truth.items():
            if x in q and e is not None and (best.get(x, (None, 0))[0] != e or best[x][1] <= cut):
                f.write(f"{k}\t{q[x]}\t{best.get(x)}\t{ent[best[x][0]][1][:3] if x in best else ''}\t{ent[e][1][:3]}\n")
        f.write("NEGATIVES\n")
        for x in sorted((x for x in truth if truth[x][0] is None and x in best), key=lambda x: -best[x][1])[:80]:
            f.write(f"{best[x][1]:.2f}\t{q[x]}\t{ent[best[x][0]][1][:4]}\n")

if a.peer:
    try:
        from nomenklatura.matching import LogicV2  # noqa: F401
    except Exception as e:
        sys.exit(f"nomenklatura is not installed: {e}")
    import peer_index
    judge("trigram index + logic-v2", peer_index.run(f"{a.work}/list.csv", [x for x in queries if int(x[0][1:]) < a.peer]))
