#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A second generator of trade-party records, with other habits than trade_parties.py, resolved with `assay resolve`.

usage: trade_parties_mixed.py WORK_FOLDER [--assay PATH] [--parties N] [--seed N] [--layout plain|split|bilingual|sparse]

Firms write telephone numbers in several formats, addresses in another order and with other abbreviations, registration
numbers with slips and prefixes; Chinese firms appear under their Chinese and their English name; agents lend their address,
telephone and mail box to many; groups have members of like names; founders trade under a name of their own; many fields are
empty. Column names differ by layout. All of it is generated: the figures say how resolution does on these habits.
Prints F1 over pairs, and the pairs missed and wrong by what was done to them.
"""
import argparse, collections, csv, os, random, subprocess, time
ap = argparse.ArgumentParser(); ap.add_argument("work"); ap.add_argument("--assay", default=".build/release/assay"); ap.add_argument("--parties", type=int, default=3000)
ap.add_argument("--seed", type=int, default=21); ap.add_argument("--layout", default="plain", choices=["plain", "split", "bilingual", "sparse"]); ap.add_argument("--show", type=int, default=0)
a = ap.parse_args(); rng = random.Random(f"{a.seed}-{a.layout}"); pick = rng.choice
os.makedirs(a.work, exist_ok=True)
# Characters with their pinyin, for brands that have both names.
HAN = dict(zip("华金盛泰安瑞宏德恒昌达信兴丰隆裕康嘉永源天海江新联合中东南北方成山明光龙凤鑫鹏正远航凯博锐创科宝利顺祥和福晟邦".replace(" ", ""),
    "hua jin sheng tai an rui hong de heng chang da xin xing feng long yu kang jia yong yuan tian hai jiang xin lian he zhong dong nan bei fang cheng shan ming guang long feng xin peng zheng yuan hang kai bo rui chuang ke bao li shun xiang he fu sheng bang".split()))
CN_CITY = {"上海": "Shanghai", "广州": "Guangzhou", "深圳": "Shenzhen", "宁波": "Ningbo", "长沙": "Changsha", "昆明": "Kunming", "厦门": "Xiamen", "南京": "Nanjing", "赣州": "Ganzhou", "柳州": "Liuzhou"}
CN_BIZ = {"贸易": "Trading", "进出口": "Import & Export", "矿业": "Mining", "金属材料": "Metal Materials", "新材料": "New Materials", "稀土": "Rare Earth", "化工": "Chemical", "科技": "Technology", "实业": "Industrial", "国际物流": "International Logistics"}
WEST_A = "Aber Bran Cala Dorn Elm Fal Glen Hart Iver Kess Lor Mar Nav Ost Pen Quill Rook Sel Tarn Ulm Ves Wick Yar Zell".split(); WEST_B = "dale ton mont berg field stad more wood haven brook ford well stone gate hurst land".split()
WEST_BIZ = "Trading|Metals|Minerals|Chemicals|Commodities|Alloys|Resources|Shipping|Forwarding|Industries|Supply|Recycling|Metallurgy|Ores".split("|")
FORM = {"DE": ["GmbH", "GmbH & Co. KG"], "GB": ["Ltd", "Limited", "Ltd."], "US": ["LLC", "L.L.C.", "Inc.", "Incorporated"], "TR": ["A.S.", "Anonim Sirketi"], "AE": ["FZE", "F.Z.E."], "VN": ["Co., Ltd", "Company Limited"], "IN": ["Pvt. Ltd.", "Private Limited", "Pvt Ltd"], "HK": ["Limited", "Ltd", "Co., Limited"]}
CITY = {"DE": ["Hamburg", "Bremen", "Köln", "München"], "GB": ["London", "Hull", "Leeds"], "US": ["Los Angeles", "Long Beach", "Savannah"], "TR": ["Istanbul", "Mersin"], "AE": ["Dubai", "Sharjah"], "VN": ["Haiphong", "Ho Chi Minh City"], "IN": ["Mumbai", "Chennai"], "HK": ["Hong Kong", "Kowloon"]}
NAME_OF = {"CN": "China", "DE": "Germany", "GB": "United Kingdom", "US": "USA", "TR": "Turkey", "AE": "United Arab Emirates", "VN": "Viet Nam", "IN": "India", "HK": "Hong Kong"}
DIAL = {"CN": "86", "DE": "49", "GB": "44", "US": "1", "TR": "90", "AE": "971", "VN": "84", "IN": "91", "HK": "852"}
STREET = "Canal|Church|Dock|Factory|Granite|Hill|Iron|Junction|Kiln|Lime|Mineral|North|Orchard|Park|Quay|Railway|South|Tower|Union|Wharf|Pearl|Jade|Cherry|Walnut|Elm|Maple|Copper|Silver|Golden|Linden".split("|")
KIND = [("Road", "Rd"), ("Street", "St"), ("Avenue", "Ave"), ("Lane", "Ln"), ("Boulevard", "Blvd")]
def address(): return dict(no=rng.randint(1, 400), street=pick(STREET) + pick(["", "", " " + pick(STREET)]), kind=pick(KIND), floor=rng.randint(1, 40) if rng.random() < .3 else 0, unit=rng.randint(1, 30) * 100 + rng.randint(1, 20) if rng.random() < .4 else 0, building=pick(STREET) + " " + pick(["Building", "Plaza", "Centre"]) if rng.random() < .3 else "")
def phone(c): return DIAL[c], str(rng.randint(10, 99)), str(rng.randint(2000000, 99999999))
agents = {c: [(address(), pick(CITY[c] if c in CITY else list(CN_CITY)), phone(c), f"ops@{pick(WEST_A).lower()}{pick(WEST_B)}-forwarding.com") for _ in range(5)] for c in NAME_OF}
parties, groups = [], []
for k in range(a.parties):
    c = rng.choices(list(NAME_OF), [10, 3, 3, 3, 2, 2, 2, 2, 4])[0]
    chinese = c == "CN" or c == "HK" and rng.random() < .6
    if groups and rng.random() < .1: brand = pick(groups)  # a member of a group: another place or another business
    else:
        h = "".join(rng.sample(list(HAN), pick([2, 2, 2, 3]))) if chinese else ""
        brand = (h, "".join(HAN[x] for x in h).title() if chinese else pick(WEST_A) + pick(WEST_B) + (" " + pick(WEST_A) + pick(WEST_B) if rng.random() < .25 else "")); groups.append(brand)
    if chinese != bool(brand[0]): c = "CN" if brand[0] else pick(list(CITY)); chinese = bool(brand[0])
    city = pick(list(CN_CITY)) if c == "CN" else pick(CITY[c]); biz = pick(list(CN_BIZ)) if chinese else pick(WEST_BIZ)
    shared = rng.random() < .2; ag = pick(agents[c])
    p = dict(c=c, brand=brand, city=ag[1] if shared else city, biz=biz, place=c == "CN" and rng.random() < .7, address=ag[0] if shared else address(), phone=ag[2] if shared and rng.random() < .6 else phone(c),
        email=ag[3] if shared and rng.random() < .5 else f"{pick(['info', 'sales', 'export', 'office'])}@{brand[1].lower().replace(' ', '')}{pick(['', '', '-' + c.lower()])}.{pick(['com', 'net', c.lower()])}", form=pick(FORM[c]) if c in FORM else "", reg=pick(["9144", "9131", "9133"]) + "".join(pick("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(14)) if c == "CN" else str(rng.randint(1000000, 99999999)))
    parties.append(p)
def slip(s, n=1):
    for _ in range(n):
        if len(s) < 4: return s
        k = rng.randrange(1, len(s) - 1); r = rng.random(); new = pick("0123456789") if s[k].isdigit() else pick("aeionrstl")
        s = s[:k] + s[k + 1:] if r < .3 else s[:k] + s[k + 1] + s[k] + s[k + 2:] if r < .55 else s[:k] + new + s[k + 1:] if r < .85 else s[:k] + s[k] + s[k:]
    return s
def english(p, done):
    b, w = p["brand"][1], []
    if p["brand"][0]:
        city = CN_CITY.get(p["city"], "") if p["place"] else ""; biz = CN_BIZ[p["biz"]]; form = pick(["Co., Ltd.", "Co.,Ltd", "Company Limited", "CO LTD"]) if p["c"] == "CN" else pick(["Limited", "Ltd", "Co., Limited"])
        if rng.random() < .1 and len(p["brand"][0]) > 1: b = " ".join(HAN[x] for x in p["brand"][0]).title(); done.append("split")
        if city and rng.random() < .1: city = ""; done.append("no place")
        w = [city, b, biz, form]
    else: w = [b, p["biz"], p["form"] if rng.random() < .85 else ""]
    if rng.random() < .08: w = w[:-1]; done.append("no form")
    s = " ".join(x for x in w if x)
    if rng.random() < .12: s = slip(s); done.append("slip")
    if rng.random() < .05: s = s.replace("International", "Intl").replace("Trading", "Trdg").replace("Technology", "Tech").replace("Industries", "Inds").replace("Import & Export", "I/E"); done.append("short")
    if rng.random() < .06: s = s[:28].rstrip(); done.append("cut")
    if rng.random() < .05: s = pick(["M/S ", "Messrs. ", "The "]) + s; done.append("title")
    if rng.random() < .05: s += pick([" (HEAD OFFICE)", " C/O AGENT", f" - {NAME_OF[p['c']]}"]); done.append("added")
    return s.upper() if rng.random() < .35 else s
def chinese_name(p): return (p["city"] + pick(["市", ""]) if p["place"] else "") + p["brand"][0] + p["biz"] + pick(["有限公司", "有限公司", "有限责任公司"])
def write_phone(t, done):
    d, area, n = t; f = rng.randrange(7)
    if f > 2: done.append("phone format")
    return [f"+{d} {area} {n}", f"+{d}-{area}-{n}", f"+{d}{area}{n}", f"00{d} {area} {n[:4]} {n[4:]}", f"(0{area}) {n[:4]}-{n[4:]}", f"0{area}-{n} ext. {rng.randint(1, 99)}", f"+{d} ({area}) {n}"][f]
def write_address(x, done):
    kind = x["kind"][1] + pick(["", "."]) if rng.random() < .35 else x["kind"][0]
    line = f"{pick(['No. ', 'No.', '', '', ''])}{x['no']} {x['street']} {kind}"
    unit = pick(["Room {}", "Rm {}", "Unit {}", "Suite {}", "#{}"]).format(x["unit"]) if x["unit"] else ""
    floor = pick(["{}/F", "{}F", "Floor {}", "{}th Floor"]).format(x["floor"]) if x["floor"] else ""
    parts = [z for z in (unit, floor, x["building"] if rng.random() < .8 else "") if z]
    if rng.random() < .2 and parts: parts.pop(); done.append("address part left out")
    s = ", ".join(parts + [line]) if rng.random() < .5 else ", ".join([line] + parts)
    if rng.random() < .06: s = slip(s)
    return s.upper() if rng.random() < .35 else s
rows, truth, how = [], {}, {}
full = a.layout != "sparse"
for k, p in enumerate(parties):
    for j in range(rng.choices([1, 2, 3, 4, 5, 8], [40, 25, 15, 10, 7, 3])[0]):
        done = []; has = lambda x: rng.random() < (x if full else x * .45)
        en = english(p, done); cn = chinese_name(p) if p["brand"][0] else ""
        if a.layout == "bilingual": names = [en if not cn or rng.random() < .75 else "", cn if rng.random() < .6 else ""]; names = names if any(names) else [en, ""]
        else:
            names = [cn if cn and a.layout == "plain" and rng.random() < .12 else en, ""]
            if names[0] == cn: done = [x for x in done if "phone" in x or "address" in x] + ["chinese"]
        ad = write_address(p["address"], done) if has(.8) else ""; ph = write_phone(p["phone"], done) if has(.5) else ""; em = p["email"] if has(.35) else ""
        if em and rng.random() < .25 and not em.startswith("ops@"): em = pick(["li.wei", "logistics", "m.smith", "purchasing"]) + "@" + em.split("@")[1]; done.append("other mail box")
        city = (CN_CITY.get(p["city"], p["city"]) if rng.random() < .9 else p["city"]) if has(.8) else ""
        reg = p["reg"] if has(.3) else ""
        if reg and rng.random() < .12: reg = slip(reg); done.append("reg slip")
        if reg and rng.random() < .15: reg = pick(["Reg. No. ", "USCC:", "ID "]) + reg
        country = (p["c"] if a.layout != "split" or rng.random() < .6 else NAME_OF[p["c"]]) if has(.9) else ""
        i = f"{rng.randrange(16**6):06x}-{len(rows)}"
        rows.append(dict(id=i, en=names[0], cn=names[1], address=ad, no=str(p["address"]["no"]), city=city, country=country, phone=ph, email=em, reg=reg)); truth[i] = k; how[i] = done
rng.shuffle(rows)
LAYOUT = {"plain": [("id", "id"), ("name", "en"), ("address", "address"), ("city", "city"), ("country", "country"), ("phone", "phone"), ("email", "email"), ("registration", "reg")],
    "split": [("Record_ID", "id"), ("Country Code", "country"), ("Tel. No.", "phone"), ("E-Mail", "email"), ("Company Registration No", "reg"), ("Street Address", "address"), ("Town", "city"), ("Remarks", "none"), ("Trader Name", "en")],
    "bilingual": [("id", "id"), ("name_en", "en"), ("name_zh", "cn"), ("address", "address"), ("city", "city"), ("country", "country"), ("telephone", "phone"), ("registration_number", "reg")],
    "sparse": [("id", "id"), ("company_name", "en"), ("address", "address"), ("city", "city"), ("country", "country"), ("phone", "phone"), ("email", "email"), ("uscc", "reg")]}[a.layout]
with open(f"{a.work}/records.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f); w.writerow([h for h, _ in LAYOUT]); w.writerows([[r.get(x, "") for _, x in LAYOUT] for r in rows])
with open(f"{a.work}/entities.csv", "w", newline="") as f: w = csv.writer(f); w.writerow(["id", "entity"]); w.writerows(sorted(truth.items()))
sizes = collections.Counter(truth.values()); total = sum(n * (n - 1) // 2 for n in sizes.values())
start = time.time(); subprocess.run([a.assay, "resolve", f"{a.work}/records.csv", "--out", f"{a.work}/links.csv"], check=True); wall = time.time() - start
links = {(r["id1"], r["id2"]) for r in csv.DictReader(open(f"{a.work}/links.csv"))}
hit = sum(truth[x] == truth[y] for x, y in links)
print(f"{a.layout}, seed {a.seed}: {len(rows)} records of {a.parties} parties, precision {hit / max(1, len(links)):.3f} recall {hit / total:.3f} F1 {2 * hit / (len(links) + total):.3f}, {wall:.2f} s")
if a.show:
    by = {r["id"]: r for r in rows}; of = collections.defaultdict(list); missed = collections.Counter(); shown = 0
    for i, k in truth.items(): of[k].append(i)
    for m in of.values():
        for x in range(len(m)):
            for y in range(x):
                if (m[x], m[y]) not in links and (m[y], m[x]) not in links:
                    missed.update(set(how[m[x]] + how[m[y]]) or {"nothing"})
                    if shown < a.show: shown += 1; print("MISSED", *[[v for v in by[z].values()][1:] for z in (m[x], m[y])], how[m[x]], how[m[y]], sep="\n   ")
    print("missed by what was done:", dict(missed.most_common(12)))
    for x, y in [z for z in sorted(links) if truth[z[0]] != truth[z[1]]][:a.show]: print("WRONG", *[[v for v in by[z].values()][1:] for z in (x, y)], sep="\n   ")
