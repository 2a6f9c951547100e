#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a set of trade-party records with known truth, resolves it with `assay resolve` and with Splink on DuckDB.

usage: trade_parties.py WORK_FOLDER [--assay PATH] [--parties N] [--seed N] [--splink] [--rounds N]

With --splink both run in turn, each in a process of its own, on the same file; wall and processor seconds are the medians
of the rounds. The clock of assay runs from its start to its end; that of Splink from the table in memory, imports left out.

Companies in several countries write themselves in several ways; agents and registration addresses are shared by many;
subsidiaries carry the name of their parent and another place, and are other parties. Prints F1 over pairs and seconds.
"""
import argparse, csv, itertools, json, os, random, resource, statistics, subprocess, sys, time
from collections import defaultdict
ap = argparse.ArgumentParser(); ap.add_argument("work"); ap.add_argument("--assay", default=".build/release/assay"); ap.add_argument("--parties", type=int, default=4000)
ap.add_argument("--seed", type=int, default=7); ap.add_argument("--splink", action="store_true"); ap.add_argument("--rounds", type=int, default=3); ap.add_argument("--splink-worker", action="store_true")
a = ap.parse_args()
os.makedirs(a.work, exist_ok=True)


def splink_worker():
    """Links records.csv with Splink on DuckDB; writes pairs by threshold and the seconds used."""
    import pandas as pd, splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    df = pd.read_csv(f"{a.work}/records.csv", dtype=str, keep_default_na=False).replace("", None).rename(columns={"id": "unique_id"})
    wall, cpu = time.time(), time.process_time()
    for column in ("name", "address", "city"): df[column] = df[column].str.lower()  # names stand in both cases
    df["name6"] = df["name"].str.replace(r"[^a-z]", "", regex=True).str[:6]
    s = SettingsCreator(link_type="dedupe_only", unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=[block_on("name6"), block_on("address"), block_on("phone"), block_on("registration")],
        comparisons=[cl.JaroWinklerAtThresholds("name", [.95, .9, .8]).configure(term_frequency_adjustments=True), cl.JaroWinklerAtThresholds("address", [.95, .85]).configure(term_frequency_adjustments=True),
                     cl.ExactMatch("city").configure(term_frequency_adjustments=True), cl.ExactMatch("country"), cl.LevenshteinAtThresholds("phone", 1).configure(term_frequency_adjustments=True), cl.ExactMatch("registration")])
    db = DuckDBAPI()
    try: src = db.register(df)
    except Exception: src = df
    try: linker = Linker(src, s)
    except TypeError: linker = Linker(src, s, db)
    linker.training.estimate_probability_two_random_records_match([block_on("registration")], recall=.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("name6"), block_on("address")): linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pred = linker.inference.predict(threshold_match_probability=.01)
    d = pred.as_pandas_dataframe(); out = {"predict": [time.time() - wall, time.process_time() - cpu], "pairs": {}}
    for th in (.1, .5, .9, .99, .999): x = d[d.match_probability >= th]; out["pairs"][f"pairs from {th}"] = [sorted(p) for p in zip(x.unique_id_l, x.unique_id_r)]
    for th in (.5, .9, .99, .999):
        c = linker.clustering.cluster_pairwise_predictions_at_threshold(pred, threshold_match_probability=th).as_pandas_dataframe(); g = defaultdict(list)
        if "whole" not in out: out["whole"] = [time.time() - wall, time.process_time() - cpu]
        for i, k in zip(c.unique_id, c.cluster_id): g[k].append(i)
        out["pairs"][f"clusters from {th}"] = [p for m in g.values() for p in itertools.combinations(sorted(m), 2)]
    json.dump(out, open(f"{a.work}/splink.json", "w"))


if a.splink_worker: splink_worker(); sys.exit()
rng = random.Random(a.seed)
SYL = "an ba bei chu da dong fa gang guang hai han heng hong hua hui ji jia jian jin jing ke li lin long lu ming nan ning ping qing rui sheng shun tai tian tong wan wei wu xi xiang xin xing yang yi yong yuan yue yun ze zhen zhong zhou".split()
WEST = "Alder Baltic Carbo Delta Ferro Gran Helio Inter Jura Kron Lumen Metal Nord Orion Pyro Quar Rhen Silva Terra Ultra Vanta Wolf Xeno Zeta".split()
TAIL = "met chem tech lloy trade mine corp lux dyne flux gen nova".split()
BIZ = "Trading|Metals|Minerals|Chemicals|Materials|Import & Export|Industrial|Resources|Technology|Mining|Alloys|Logistics|International Trading|New Materials|Rare Earth".split("|")
FORM = {"CN": ["Co., Ltd.", "Co Ltd", "Company Limited", "CO.,LTD"], "HK": ["Limited", "Ltd", "Ltd."], "DE": ["GmbH", "G.m.b.H.", "Gesellschaft mbH"], "US": ["Inc.", "Incorporated", "INC", "Inc"], "TH": ["Co., Ltd.", "Company Limited"], "JP": ["Co., Ltd.", "K.K.", "Co Ltd"], "NL": ["B.V.", "BV"], "MY": ["Sdn Bhd", "Sdn. Bhd."]}
CITY = {"CN": ["Guangzhou", "Changsha", "Shenzhen", "Ningbo", "Kunming", "Tianjin"], "HK": ["Hong Kong", "Kowloon"], "DE": ["Hamburg", "Duisburg", "Goslar"], "US": ["Houston", "Newark", "Chicago"], "TH": ["Bangkok", "Rayong"], "JP": ["Osaka", "Tokyo", "Nagoya"], "NL": ["Rotterdam", "Amsterdam"], "MY": ["Penang", "Klang"]}
STREET = "Harbour|Station|Industrial|Garden|Victory|People|Science|River|Market|Bank|Mill|Forest|Lake|Bridge|Queen|Zhongshan|Jiefang|Renmin|Nanjing|Beijing".split("|")
def brand(c): return ("".join(rng.choice(SYL) for _ in range(rng.choice([2, 2, 3]))).title() if c in ("CN", "HK", "TH", "MY") or rng.random() < .2 else rng.choice(WEST) + rng.choice(TAIL))
def address(c): return f"{rng.randint(1, 300)} {rng.choice(STREET)} {rng.choice(['Road', 'Street', 'Avenue'])}" + (f", Room {rng.randint(101, 3020)}" if rng.random() < .4 else ""), rng.choice(CITY[c])
agents = {c: [address(c) for _ in range(6)] for c in FORM}; phones = {c: [f"+{rng.randint(20, 99)} {rng.randint(10, 99)} {rng.randint(1000000, 9999999)}" for _ in range(4)] for c in FORM}
parties = []
for k in range(a.parties):
    c = rng.choices(list(FORM), [8, 4, 2, 3, 2, 2, 1, 1])[0]
    if parties and rng.random() < .12:  # a subsidiary: the parent's brand, another place or line of business
        b, biz = rng.choice(parties)["brand"], rng.choice(BIZ)
    else: b, biz = brand(c), rng.choice(BIZ)
    shared = rng.random() < .25
    ad, city = rng.choice(agents[c]) if shared else address(c)
    parties.append(dict(brand=b, biz=biz, country=c, address=ad, city=city, place=rng.choice(CITY[c]) if c == "CN" and rng.random() < .5 else "",
                        phone=rng.choice(phones[c]) if shared and rng.random() < .5 else f"+{rng.randint(20, 99)} {rng.randint(10, 99)} {rng.randint(1000000, 9999999)}",
                        reg="".join(rng.choice("0123456789ABCDEFGH") for _ in range(15))))
def typo(s):
    if len(s) < 5: return s
    k = rng.randrange(1, len(s) - 1); r = rng.random()
    return s[:k] + s[k + 1:] if r < .35 else s[:k] + s[k + 1] + s[k] + s[k + 2:] if r < .65 else s[:k] + rng.choice("aeionrst") + s[k + 1:]
rows, truth = [], {}
for k, p in enumerate(parties):
    for j in range(rng.choices([1, 2, 3, 4, 6], [45, 25, 15, 10, 5])[0]):
        words = [w for w in (p["place"], p["brand"], p["biz"]) if w]
        if rng.random() < .15: words = [w for w in words if w != p["place"]] or words
        n = " ".join(words)
        if rng.random() < .12: n = n.replace("International", "Int'l").replace("Import & Export", rng.choice(["Imp. & Exp.", "Import and Export"])).replace("Technology", "Tech")
        if rng.random() < .9: n += " " + rng.choice(FORM[p["country"]])
        if rng.random() < .15: n = typo(n)
        if rng.random() < .3: n = n.upper()
        ad = p["address"]
        if rng.random() < .25: ad = ad.replace("Road", "Rd").replace("Street", "St.").replace("Avenue", "Ave").replace("Room", "Rm")
        if rng.random() < .1: ad = typo(ad)
        i = f"r{len(rows)}"
        rows.append([i, n, "" if rng.random() < .15 else ad, "" if rng.random() < .1 else p["city"], p["country"] if rng.random() < .95 else "", "" if rng.random() < .5 else typo(p["phone"]) if rng.random() < .05 else p["phone"], p["reg"] if rng.random() < .3 else ""])
        truth[i] = k
rng.shuffle(rows)
H = ["id", "name", "address", "city", "country", "phone", "registration"]
with open(f"{a.work}/records.csv", "w", newline="") as f: w = csv.writer(f); w.writerow(H); w.writerows(rows)
with open(f"{a.work}/entities.csv", "w", newline="") as f: w = csv.writer(f); w.writerow(["id", "entity"]); w.writerows(sorted(truth.items()))
groups = defaultdict(list)
for i, k in truth.items(): groups[k].append(i)
total = sum(len(g) * (len(g) - 1) // 2 for g in groups.values())
print(f"{len(rows)} records of {a.parties} parties, {total} true pairs")
def judge(title, pairs):
    tp = sum(truth[x] == truth[y] for x, y in pairs); f1 = 2 * tp / (len(pairs) + total)
    print(f"{title}: precision {tp / max(1, len(pairs)):.3f} recall {tp / total:.3f} F1 {f1:.3f}")
    return f1
def timed(command):
    before, t = resource.getrusage(resource.RUSAGE_CHILDREN), time.time(); subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.time() - t, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
if a.splink:
    try: import splink
    except ImportError as e: sys.exit(f"Splink is not installed: {e}")
times = {"assay": [], "splink": []}
for _ in range(a.rounds):
    times["assay"].append(timed([a.assay, "resolve", f"{a.work}/records.csv", "--out", f"{a.work}/links.csv"]))
    if a.splink:
        timed([sys.executable, os.path.abspath(__file__), a.work, "--splink-worker"]); times["splink"].append(json.load(open(f"{a.work}/splink.json"))["predict"])
middle = lambda k: [statistics.median(t[i] for t in times[k]) for i in (0, 1)]
judge("assay", {(r["id1"], r["id2"]) for r in csv.DictReader(open(f"{a.work}/links.csv"))})
wall, cpu = middle("assay"); print(f"assay: {wall:.2f} s, {cpu:.2f} CPU s, median of {a.rounds}")
if a.splink:
    found = json.load(open(f"{a.work}/splink.json"))["pairs"]
    best = max(judge(f"splink {splink.__version__}, {k}", {tuple(p) for p in v}) for k, v in found.items())
    w, c = middle("splink")
    print(f"splink: {w:.2f} s, {c:.2f} CPU s to the end of predictions, clusters not counted; best F1 {best:.3f}")
    print(f"assay is {w / wall:.1f} times as fast by the clock, {c / cpu:.1f} times by processor time")
