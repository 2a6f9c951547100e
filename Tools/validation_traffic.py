#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a year of invented declarations of another kind than `assay generate`, to check that nothing was tuned to that one.

    Tools/validation_traffic.py --rows 60000 --seed 1 --out v.csv --truth v-truth.csv --licences v-licences.csv

18 columns (declaration_id, date, exporter_id, exporter, consignee_id, consignee, hs8, description, origin, destination,
transit, port, net_kg, value, currency, licence_no, packages, mode). It shares no code, table or parameter with the engine or
the other generator; ranges were written from the typologies and are wide on purpose. Every party is invented.
--style varies how the files are written (packages as text, column names and contents of the licence file).
"""
import argparse
import csv
import datetime as dt
import math
import random

# hs8 | wordings | USD/kg, spread of its logarithm | kg a consignment | kg a package, kind | modes | weight
HONEST = """
72029990|FERRO ALLOY;FERROALLOY POWDER;铁合金;FERRO SILICON BARIUM|1.9,0.45|22000|1000,bag|sea,rail|6
72022100|FERRO SILICON 75%;硅铁|1.3,0.2|50000|1000,bag|sea|8
72024100|HIGH CARBON FERROCHROME|1.5,0.2|27000|1000,bag|sea|4
72029210|FERRO VANADIUM FEV50|17,0.3|5000|250,drum|sea|2
72052900|IRON POWDER;REDUCED IRON POWDER;ATOMIZED IRON POWDER|1.6,0.5|9000|25,bag|sea|5
75040020|NICKEL POWDER;ALLOY POWDER NI60;镍粉|27,0.4|800|25,drum|sea,air|4
74061010|COPPER POWDER;ELECTROLYTIC COPPER POWDER|12,0.3|1500|25,drum|sea,air|3
76032000|ALUMINIUM PASTE FLAKES|4.5,0.4|3000|50,drum|sea|3
80030000|TIN SOLDER BAR SN63PB37;SOLDER WIRE SN99.3CU0.7;锡条|28,0.25|900|20,carton|sea,air|4
38101000|SOLDER PASTE SAC305;LEAD FREE SOLDER PASTE;锡膏;FLUX CREAM|38,0.5|260|10,carton|air,sea,express|5
83113000|WELDING RODS COATED|2.6,0.5|6000|20,carton|sea|5
69022000|HIGH ALUMINA BRICKS;REFRACTORY BRICK|0.55,0.4|24000|1200,pallet|sea|8
38160020|REFRACTORY CASTABLE;REFRACTORY MORTAR;耐火浇注料|0.7,0.5|20000|25,bag|sea|7
69031000|GRAPHITE CRUCIBLE FOR FOUNDRY;CLAY GRAPHITE CRUCIBLE|3.2,0.5|4000|40,carton|sea|4
69072110|GLAZED PORCELAIN TILES;瓷砖;CERAMIC TILES 600X600|0.32,0.3|26000|30,carton|sea|14
32072000|CERAMIC GLAZE FRIT;GLAZE POWDER FOR TILES|1.4,0.5|12000|25,bag|sea|5
25070010|KAOLIN CALCINED;高岭土|0.35,0.4|24000|1000,bag|sea|4
96180000|PLASTIC MANNEQUIN;DISPLAY MANNEQUINS;DRESSMAKER DUMMY|5.5,0.4|1400|12,carton|sea|3
22019010|BOTTLED DRINKING WATER;MINERAL WATER|0.4,0.3|18000|12,carton|sea|3
28182000|ALUMINIUM OXIDE CALCINED;ALUMINA POWDER|1.1,0.7|15000|25,bag|sea|6
28230000|TITANIUM DIOXIDE RUTILE R996;TITANIUM DIOXIDE ANATASE|2.5,0.2|21000|25,bag|sea|9
28332990|FERROUS SULPHATE HEPTAHYDRATE;SULPHATE SALT|0.3,0.6|24000|1000,bag|sea|5
28369990|CARBONATE N.E.S.;STRONTIUM CARBONATE|1.6,0.6|8000|25,bag|sea|3
28259090|METAL OXIDE N.E.S.;BISMUTH FREE YELLOW OXIDE;CALCIUM OXIDE POWDER|4.5,0.9|3000|25,bag|sea,air|3
28429090|INORGANIC SALT;SODIUM ALUMINOSILICATE|3,0.8|6000|25,bag|sea|3
38249999|CHEMICAL PREPARATION;ADDITIVE FOR CONCRETE;PLASTIC ADDITIVE;化工助剂|3.2,0.8|8000|25,bag|sea,air|11
32061110|PIGMENT PREPARATION TITANIUM WHITE|3.4,0.4|9000|25,bag|sea|4
32089010|GRAPHITE COLOURED PAINT;ACRYLIC PAINT METALLIC GREY|4.2,0.5|6000|20,can|sea|4
39076110|PET RESIN BOTTLE GRADE ANTIMONY FREE;PET CHIPS|1.05,0.12|24000|1000,bag|sea|8
39269090|PLASTIC PARTS;PLASTIC HOUSING;塑料配件|7,0.9|1100|15,carton|sea,air,express|16
40169990|RUBBER SEALS;RUBBER GASKET|8,0.7|900|15,carton|sea,air|7
61091000|COTTON T-SHIRT;KNITTED T-SHIRT 100% COTTON;全棉T恤|14,0.4|2200|15,carton|sea,air|16
64029910|SHOES RUBBER SOLE;SANDALS|11,0.5|3500|12,carton|sea|9
70134900|GLASSWARE TABLEWARE|2.1,0.5|9000|14,carton|sea|7
70071190|TEMPERED GLASS|1.2,0.4|18000|900,crate|sea|4
73181590|STEEL BOLTS AND NUTS;HEX BOLTS GALVANIZED|1.9,0.4|12000|25,carton|sea|12
73269090|STEEL PARTS;IRON ARTICLES;METAL BRACKET;五金件|3.8,0.7|5000|25,carton|sea,air|14
73259910|CAST IRON COUNTERWEIGHT;IRON CASTING|1.4,0.4|18000|900,pallet|sea|5
74198090|COPPER ARTICLES;COPPER TERMINAL|14,0.5|700|15,carton|sea,air|4
76169910|ALUMINIUM PARTS MACHINED;DIE CAST ALUMINIUM HOUSING|8,0.6|2500|20,carton|sea,air|9
78011000|REFINED LEAD INGOT 99.99%|2.2,0.08|50000|1000,bundle|sea|2
78019100|LEAD ANTIMONY ALLOY INGOT SB 2.5%|2.5,0.1|25000|1000,bundle|sea|2
79011100|ZINC INGOT SHG 99.995%|2.8,0.08|50000|1000,bundle|sea|2
81041100|MAGNESIUM INGOT 99.9%|2.7,0.12|25000|500,pallet|sea|4
81110010|MANGANESE METAL FLAKES 99.7%|1.8,0.12|25000|1000,bag|sea|4
81052020|COBALT METAL CATHODE|32,0.25|2000|250,drum|sea|2
81089090|TITANIUM BAR GR2;TITANIUM PLATE GRADE 5;钛制品|28,0.5|900|100,crate|sea,air|4
81129990|CHROMIUM METAL;BASE METAL N.E.S.;VANADIUM PIECES|45,0.9|300|25,drum|sea,air|2
81130090|CERMET BLANKS;CERMET INSERTS|80,0.6|60|5,carton|air|1
82090010|CARBIDE INSERTS;TUNGSTEN CARBIDE TIPS FOR CUTTING TOOLS;硬质合金刀片|130,0.5|120|10,carton|air,express|6
82075090|CARBIDE DRILLS;END MILLS|90,0.6|90|8,carton|air,express|4
84314999|EXCAVATOR SPARE PARTS;TRACK SHOE|3.9,0.5|9000|500,crate|sea|9
84821020|BALL BEARINGS|9,0.6|2500|20,carton|sea,air|8
84799090|MACHINE PARTS N.E.S.;SPARE PART FOR TUNGSTEN FURNACE;机器零件|19,0.9|600|40,crate|sea,air|6
84879000|MACHINE PARTS;OIL SEAL RING|12,0.8|600|20,carton|sea,air|4
84713000|NOTEBOOK COMPUTER|160,0.3|900|8,carton|air,sea|8
85013100|DC MOTOR WITH NDFEB MAGNET;MICRO MOTOR|16,0.6|2200|14,carton|sea,air|8
85051900|FERRITE MAGNET;RUBBER MAGNET STRIP;铁氧体磁铁|4.8,0.5|3500|20,carton|sea|6
85051110|SINTERED NDFEB MAGNET N35;NDFEB MAGNETS N42 WITHOUT DY TB;钕铁硼磁铁 N38|36,0.35|900|20,carton|sea,air|6
85044099|CHARGER GAN 65W;POWER ADAPTER;电源适配器|24,0.5|1800|12,carton|sea,air,express|12
85076000|LITHIUM ION BATTERY PACK|22,0.4|6000|20,carton|sea,air|12
85171300|SMART PHONE|380,0.4|400|8,carton|air|8
85182900|LOUDSPEAKER WITH NEODYMIUM MAGNET|13,0.5|2400|12,carton|sea|6
85414300|SOLAR MODULES 550W|6.2,0.2|24000|800,pallet|sea|10
85423190|INTEGRATED CIRCUIT;IC CHIPS|900,1.1|60|6,carton|air,express|9
85451100|GRAPHITE ELECTRODE UHP 600MM|3.1,0.25|22000|1500,crate|sea|4
85459000|CARBON BRUSH;CARBON ROD|11,0.7|800|15,carton|sea,air|3
87089999|AUTO PARTS;BRAKE PAD;汽车配件|6.5,0.6|6000|20,carton|sea,air|16
87120030|BICYCLE 26 INCH|7,0.4|5000|16,carton|sea|5
90139090|OPTICAL PARTS;GERMANIUM FREE INFRARED LENS|180,0.9|40|5,carton|air,express|3
90189099|MEDICAL INSTRUMENT DISPOSABLE|28,0.8|900|10,carton|sea,air|6
90318090|MEASURING INSTRUMENT;TEST BENCH|70,0.8|150|20,carton|air,sea|4
94016190|WOODEN CHAIR UPHOLSTERED;DINING CHAIR|4.4,0.4|6000|15,carton|sea|9
94054290|LED LAMP;LED PANEL LIGHT;HALOGEN LAMP|9.5,0.5|3000|9,carton|sea,air|11
95030089|PLASTIC TOYS;PLASTIC DOLL;毛绒玩具|8.5,0.5|2600|10,carton|sea,express|13
30049090|BISMUTH SUBSALICYLATE TABLETS;MEDICINE RETAIL|60,0.8|300|8,carton|air|2
29224999|AMINO ACID GLYCINE;LYSINE|3.1,0.7|16000|25,bag|sea|7
29362800|VITAMIN E|22,0.4|3000|25,drum|sea,air|3
29349990|HETEROCYCLIC INTERMEDIATE|95,1.0|250|25,drum|air,sea|4
28042900|HELIUM ARGON MIXED GAS|12,0.7|900|50,cylinder|sea|1
28045000|TELLURIUM FREE BORON POWDER;BORON AMORPHOUS|60,0.8|100|5,bottle|air|1
38180011|MONOCRYSTALLINE SILICON WAFER 8 INCH;SILICON WAFER 12 INCH|420,0.5|120|6,carton|air|3
68042210|GRINDING WHEEL;CBN GRINDING WHEEL|12,0.8|900|18,carton|sea,air|4
68151900|GRAPHITE SEAL RING;CARBON FIBRE FELT|18,0.8|300|15,carton|sea,air|2
48192000|PAPER BOX PACKAGING|2.1,0.4|6000|15,carton|sea|7
07032000|FRESH GARLIC|1.3,0.25|27000|10,bag|sea|5
16041500|CANNED MACKEREL|2.3,0.3|18000|10,carton|sea|4
09024010|BLACK TEA|5,0.6|4000|25,bag|sea|3
"""
# Minerals that need no licence (on some days, or ever).
FREE = """
28258000|ANTIMONY TRIOXIDE 99.5%;ANTIMONY TRIOXIDE FLAME RETARDANT GRADE 99.5% MIN|26,0.35|8000|25,bag|sea|3
81129240|INDIUM METAL INGOT 99.995%;铟锭|390,0.25|300|10,carton|air|2
72028010|FERRO TUNGSTEN W75%|42,0.3|5000|100,drum|sea|2
28461010|CERIUM OXIDE 99.9%;CERIUM CARBONATE|2.4,0.4|9000|25,bag|sea|3
28469019|LANTHANUM OXIDE 99.99%;NEODYMIUM OXIDE|4.5,0.9|6000|50,drum|sea|3
28053012|LANTHANUM METAL 99%|6,0.3|1500|100,drum|sea|1
38011000|ARTIFICIAL GRAPHITE POWDER RECARBURIZER;GRAPHITE SCRAP RECARBURISER|0.7,0.4|22000|1000,bag|sea|3
81039090|TANTALUM WIRE|520,0.3|60|5,carton|air|1
28049090|SELENIUM POWDER 99.9%|32,0.3|900|25,drum|sea|1
28421000|ZEOLITE|1.1,0.5|12000|25,bag|sea|2
26161000|TIN CONCENTRATE SLAG RESIDUE|3.5,0.5|20000|1000,bag|sea|0.4
"""
# Controlled: hs8 | control | first day | wordings | USD/kg before and after | spread | kg | kg a package, kind | modes
CONTROLLED = """
81129290|3C001.a|2023-08-01|GALLIUM METAL 99.99%;GALLIUM METAL 6N;金属镓 99.99%|330,700|0.4|250|10,bottle|air,sea|dear
81129210|3C002.a|2023-08-01|GERMANIUM METAL INGOT 99.999%;GERMANIUM INGOT 5N ZONE REFINED;锗锭|1500,2900|0.3|150|10,carton|air|dear
28256000|3C002.c|2023-08-01|GERMANIUM DIOXIDE 99.999%;二氧化锗 5N|950,1900|0.3|200|10,bottle|air|dear
81101010|1C229.b|2024-09-15|ANTIMONY METAL INGOT 99.99%;锑锭 99.99%|13,40|0.35|20000|1000,bundle|sea|bulk
81101020|1C229.b|2024-09-15|ANTIMONY POWDER;ANTIMONY METAL 99.9%|14,38|0.35|8000|25,drum|sea|bulk
28258000|1C229.c|2024-09-15|ANTIMONY TRIOXIDE 99.99%;HIGH PURITY ANTIMONY TRIOXIDE 4N|12,36|0.3|9000|25,bag|sea|bulk
28418010|1C117.d.1|2025-02-04|AMMONIUM PARATUNGSTATE WO3 88.5%;APT;仲钨酸铵|32,60|0.3|10000|250,drum|sea|bulk
28259012|1C117.d.2|2025-02-04|TUNGSTEN TRIOXIDE 99.9%;三氧化钨|36,65|0.3|6000|100,drum|sea|bulk
28499020|1C117.d.3|2025-02-04|TUNGSTEN CARBIDE POWDER 99.8%;碳化钨粉|45,75|0.3|4000|50,drum|sea,air|mid
81061011|6C001.a|2025-02-04|BISMUTH METAL INGOT 99.99%;铋锭 99.99%|9,38|0.4|6000|500,crate|sea|mid
28045000|6C002.a|2025-02-04|TELLURIUM METAL 99.99%;碲锭 4N|75,160|0.35|900|25,carton|sea,air|dear
81021000|1C117.c|2025-02-04|MOLYBDENUM POWDER 99.95% 5 MICRON;钼粉 99.95%|45,58|0.3|2500|25,drum|sea,air|mid
28053014|1C902.a.1|2025-04-04|TERBIUM METAL 99.9%;金属铽 99.9%|980,2600|0.35|80|25,drum|air,sea|dear
28053013|1C902.a.1|2025-04-04|DYSPROSIUM METAL 99.9%;金属镝 99.9%|300,650|0.4|200|25,drum|air,sea|dear
28469015|1C905|2025-04-04|DYSPROSIUM OXIDE 99.9%;氧化镝 99.9%|240,560|0.4|300|25,drum|air,sea|dear
28469014|1C905|2025-04-04|TERBIUM OXIDE 99.99%;氧化铽 4N|850,2300|0.4|100|25,drum|air|dear
28469013|1C905|2025-04-04|YTTRIUM OXIDE 99.999%;氧化钇 5N|7,60|0.8|1500|25,drum|sea,air|mid
28469016|1C905|2025-04-04|GADOLINIUM OXIDE 99.99%|26,60|0.5|1200|25,drum|sea|mid
28053019|1C902|2025-04-04|SAMARIUM METAL 99.9%;金属钐|13,45|0.5|800|25,drum|sea,air|mid
85051110|1C90x|2025-04-04|SINTERED NDFEB MAGNET N38SH DY 1.8%;NDFEB MAGNET CONTAINING DYSPROSIUM 2.5% TERBIUM 0.3%|62,110|0.35|900|20,carton|sea,air|mid
85051110|1C90x|2025-04-04|SAMARIUM COBALT MAGNET SM2CO17|85,120|0.35|300|20,carton|air|mid
28469099|1C905|2025-04-04|LUTETIUM OXIDE 99.99%;SCANDIUM OXIDE 99.99%|780,1100|0.5|20|5,bottle|air|dear
38180090|3C001|2023-08-01|GALLIUM ARSENIDE WAFER 4 INCH|6000,9000|0.6|8|1,carton|air|dear
28539050|3C001|2023-08-01|GALLIUM ARSENIDE POLYCRYSTAL 6N|700,1100|0.4|60|5,bottle|air|dear
"""
BUYERS = {"US": 9, "JP": 9, "KR": 9, "DE": 9, "NL": 6, "VN": 9, "IN": 7, "TH": 5, "MY": 5, "GB": 4, "FR": 4, "IT": 5, "MX": 4,
          "BE": 3, "TR": 3, "AE": 4, "HK": 6, "TW": 5, "SG": 4, "ID": 4, "BR": 4, "PL": 3, "RU": 4, "AU": 3, "CA": 3, "ES": 3,
          "CZ": 2, "KZ": 1, "ZA": 2, "SA": 2, "EG": 2, "PH": 3}
HUBS = ["HK", "SG", "MY", "AE", "TH", "VN", "KR", "OM", "MX", "TW", "KZ"]
PORTS = ["Shanghai", "Ningbo", "Shenzhen", "Qingdao", "Tianjin", "Guangzhou", "Xiamen", "Nanning", "Dalian", "Pudong Airport",
         "Baiyun Airport", "Pingxiang", "Khorgos", "Fuzhou"]
PLACES = ["Dongyu", "Haiming", "Lanxi", "Jinhe", "Beishan", "Nanlu", "Xinfeng", "Hualin", "Taiping", "Rongcheng", "Qiaotou", "Yunhe",
          "Longgang", "Meiling", "Suhang", "Anping", "Fengtai", "Guanlan", "Hongda", "Jiaxin", "Kaiyuan", "Lianhua", "Mingde",
          "Ningyuan", "Pengcheng", "Ruifeng", "Shengtai", "Tongda", "Weihua", "Xiangyu"]
TRADES = ["Trading", "Industrial", "Metals", "New Materials", "Import and Export", "Technology", "Supply Chain", "Chemical", "Electronics",
          "International"]
FIRST = ["North", "Delta", "Orion", "Alpen", "Pacific", "Kanto", "Hansa", "Sakura", "Mekong", "Lotus", "Iberia", "Atlas", "Polar", "Union",
         "Verdant", "Cobalt", "Summit", "Harbor", "Quantum", "Sterling", "Rhein", "Solaris", "Tasman", "Aegis", "Baltic", "Crescent"]
SECOND = ["Components", "Materials", "Holdings", "Optics", "Magnetics", "Distribution", "Ceramics", "Imports", "Semicon", "Alloys",
          "Trading", "Retail", "Machinery", "Industries", "Chemie", "Tools"]
FORM = ["GmbH", "Inc", "Ltd", "KK", "Co", "BV", "SA", "Pte Ltd", "Sdn Bhd", "LLC"]
RATES = {"USD": 1.0, "CNY": 7.15, "EUR": 0.88, "JPY": 147.0}


def rows_of(text):
    found = []
    for line in filter(None, text.strip().splitlines()):
        part = line.split("|")
        if len(part) == 7:
            price, spread = part[2].split(",")
            pack, kind = part[4].split(",")
            found.append(dict(hs=part[0], words=part[1].split(";"), price=float(price), spread=float(spread), kg=float(part[3]),
                              pack=float(pack), kind=kind, modes=part[5].split(","), weight=float(part[6])))
        else:
            before, after = part[4].split(",")
            pack, kind = part[7].split(",")
            found.append(dict(hs=part[0], control=part[1], since=dt.date.fromisoformat(part[2]), words=part[3].split(";"),
                              before=float(before), after=float(after), spread=float(part[5]), kg=float(part[6]), pack=float(pack),
                              kind=kind, modes=part[8].split(","), worth=part[9]))
    return found


class Firm:
    def __init__(self, id, name, country=None):
        self.id, self.name, self.country = id, name, country


class World:
    def __init__(self, args):
        self.random = random.Random(args.seed)
        self.style = args.style
        r = self.random
        self.first, self.days = dt.date.fromisoformat(args.first), args.days
        self.honest, self.free, self.controlled = rows_of(HONEST), rows_of(FREE), rows_of(CONTROLLED)
        self.rows, self.licences = [], []
        self.names = set()
        self.serial = 0
        count = max(60, args.rows // 90)
        self.exporters = []
        kinds = self.honest + self.free
        for _ in range(count):
            firm = self.exporter()
            sector = r.choices(kinds, [k["weight"] for k in kinds])[0]
            near = [k for k in kinds if k["hs"][:2] == sector["hs"][:2]]
            firm.kinds = [sector] + r.sample(near, min(len(near), r.choice([0, 0, 1, 2])))
            if r.random() < 0.12:  # a trading house that sells everything
                firm.kinds += r.sample(kinds, 8)
            firm.weight = r.paretovariate(1.05)
            firm.level = math.exp(r.gauss(0, 0.22))
            firm.buyers = [self.buyer() for _ in range(r.choice([1, 1, 2, 3, 4, 7]))]
            self.exporters.append(firm)
        self.dealers = []
        for _ in range(max(10, count // 22)):
            firm = self.exporter()
            firm.kinds = r.sample(self.controlled, r.choice([1, 1, 2, 3]))
            firm.side = r.sample(kinds, 2)
            firm.weight = r.paretovariate(1.3)
            firm.level = math.exp(r.gauss(0, 0.15))
            firm.buyers = [self.buyer() for _ in range(r.choice([1, 2, 3]))]
            self.dealers.append(firm)

    def name(self, left, right, tail):
        r = self.random
        while True:
            name = f"{r.choice(left)}{r.choice(['', ' ' + r.choice(left)])} {r.choice(right)} {r.choice(tail)}"
            if name not in self.names:
                self.names.add(name)
                return name

    def exporter(self):
        r = self.random
        self.serial += 1
        firm = Firm(f"E{100000 + self.serial}", self.name(PLACES, TRADES, ["Co., Ltd."]))
        firm.port, firm.habit, firm.currency = r.choice(PORTS), r.random(), r.choices(["USD", "CNY", "EUR", "JPY"], [8, 2, 1, .4])[0]
        firm.words = {}
        return firm

    def buyer(self, country=None):
        self.serial += 1
        r = self.random
        return Firm(f"C{100000 + self.serial}", self.name(FIRST, SECOND, FORM),
                    country or r.choices(list(BUYERS), list(BUYERS.values()))[0])

    def day(self, low=0, high=None):
        return self.first + dt.timedelta(days=int(self.random.triangular(low, (high or self.days) - 1, (low + (high or self.days)) / 2)))

    def any_day(self, low=0, high=None):
        return self.first + dt.timedelta(days=self.random.randrange(low, max(low + 1, high or self.days)))

    def price(self, kind, day):
        if "price" in kind:
            return kind["price"]
        share = min(1, max(0, (day - dt.date(2024, 10, 1)).days / 300))
        return kind["before"] ** (1 - share) * kind["after"] ** share

    def words(self, firm, kind):
        r = self.random
        if kind["hs"] not in firm.words or r.random() < 0.15:
            text = r.choice(kind["words"])
            if r.random() < 0.25:
                text += " " + r.choice(["FOR INDUSTRIAL USE", "MODEL A" + str(r.randrange(10, 99)), "BRAND NONE", "OEM", "PO" + str(r.randrange(1000, 9999)),
                                        "NEW", "NO BRAND, NO MODEL"])
            if r.random() < 0.3:
                text = text.title() if r.random() < 0.5 else text.lower()
            firm.words[kind["hs"]] = text
        text = firm.words[kind["hs"]]
        if r.random() < 0.02 and len(text) > 8 and text.isascii():
            at = r.randrange(2, len(text) - 2)
            text = text[:at] + text[at + 1:]
        return text

    def emit(self, firm, buyer, day, hs, words, kg, usd, licence="", pack=25, kind="carton", mode="sea", origin="CN", destination=None,
             transit="", port=None, scheme="", method="", true="", packages=None):
        r = self.random
        kg = round(kg, 3 if kg < 10 else 1)
        if packages is None:
            packages = max(1, round(kg / (pack * math.exp(r.gauss(0, 0.3)))))
        currency = firm.currency if firm.currency != "JPY" or usd > 50 else "USD"
        text = f"{packages} {kind}{'s' if packages > 1 else ''}" if self.style in ("text", "odd") else str(packages)
        self.rows.append([day.isoformat(), firm.id, firm.name, buyer.id, buyer.name, hs, words, origin, destination or buyer.country, transit,
                          port or (firm.port if r.random() < 0.85 else r.choice(PORTS)), kg, round(usd * RATES[currency], 2), currency,
                          licence, text, mode, scheme, method, true])

    def honest_row(self):
        r = self.random
        firm = r.choices(self.exporters, [f.weight for f in self.exporters])[0] if not hasattr(self, "cum") else \
            r.choices(self.exporters, cum_weights=self.cum)[0]
        kind = firm.kinds[0] if r.random() < 0.65 else r.choice(firm.kinds)
        buyer = firm.buyers[min(int(r.expovariate(1)), len(firm.buyers) - 1)] if r.random() < 0.93 else self.buyer()
        day = self.any_day()
        kg = kind["kg"] * math.exp(r.gauss(-0.3, 0.9))
        price = kind["price"] * firm.level * math.exp(r.gauss(0, kind["spread"]))
        mode = kind["modes"][0] if firm.habit < 0.7 else r.choice(kind["modes"])
        odd = r.random()
        if odd < 0.008:      # samples by courier
            kg, price, mode = r.uniform(0.05, 5), price * r.uniform(2, 40), "express"
        elif odd < 0.013:    # a special grade
            price *= r.uniform(3, 12)
        elif odd < 0.018:    # stock lots and scrap
            price /= r.uniform(3, 15)
        elif odd < 0.022:    # slips of unit
            kg *= r.choice([0.001, 0.1, 10])
        elif odd < 0.032:    # urgent
            mode = "air"
        hs = kind["hs"]
        if r.random() < 0.01:
            hs = hs[:4] + r.choice(["9990", "9000", "9090"])
        transit = r.choice(HUBS) if r.random() < 0.09 else ""
        origin = r.choice(["JP", "KR", "VN", "DE", "US", "TW"]) if r.random() < 0.015 else "CN"
        self.emit(firm, buyer, day, hs, self.words(firm, kind), kg, kg * price, pack=kind["pack"], kind=kind["kind"], mode=mode,
                  transit="" if transit == buyer.country else transit, origin=origin)

    def licence(self, firm, kind, buyer, kg, start, length=180):
        number = f"L{start.year}{len(self.licences) + 10001}"
        self.licences.append([number, firm, kind, buyer, round(kg, 1), start, start + dt.timedelta(days=length)])
        return number

    def controlled_rows(self, wanted):
        """Honest trade in controlled goods: licensed from the day of control, free before it."""
        r = self.random
        done = 0
        while done < wanted:
            firm = r.choices(self.dealers, [f.weight for f in self.dealers])[0]
            kind, buyer = r.choice(firm.kinds), r.choice(firm.buyers)
            start = self.any_day(-60, self.days - 20)
            lots = r.randrange(1, 9)
            lot = [kind["kg"] * math.exp(r.gauss(-0.5, 0.8)) for _ in range(lots)]
            number = self.licence(firm, kind, buyer, sum(lot) * r.uniform(1.0, 1.6) + 0.1, start)
            for kg in lot:
                day = start + dt.timedelta(days=r.randrange(0, 180))
                if not self.first <= day < self.first + dt.timedelta(days=self.days):
                    continue
                price = self.price(kind, day) * firm.level * math.exp(r.gauss(0, kind["spread"] * 0.6))
                self.emit(firm, buyer, day, kind["hs"], self.words(firm, kind), kg, kg * price, licence=number if day >= kind["since"] else "",
                          pack=kind["pack"], kind=kind["kind"], mode=r.choice(kind["modes"]), true=kind["words"][0],
                          transit=r.choice(HUBS) if r.random() < 0.08 else "")
                done += 1
            if r.random() < 0.5:
                other, day = r.choice(firm.side), self.any_day()
                kg = other["kg"] * math.exp(r.gauss(-0.3, 0.8))
                self.emit(firm, buyer, day, other["hs"], self.words(firm, other), kg,
                          kg * other["price"] * math.exp(r.gauss(0, other["spread"])), pack=other["pack"], kind=other["kind"], mode=other["modes"][0])

    # Schemes. Each writes one campaign.
    def goods(self, *worths):
        r = self.random
        while True:
            kind = r.choice([k for k in self.controlled if not worths or k["worth"] in worths])
            low = max(0, (kind["since"] - self.first).days)
            if low < self.days - 12:
                return kind, low

    def cover(self, kind):
        r = self.random
        common = [k for k in self.honest if k["hs"][:4] in ("7202", "7205", "7504", "8003", "3810", "3816", "6902", "3207", "2818", "2825", "2842",
                                                             "3824", "7326", "8479", "8487", "8112", "2833", "8113", "7616", "7419", "3926")]
        near = [k for k in common if k["hs"][:2] == kind["hs"][:2]]
        return r.choice(near) if near and r.random() < 0.45 else r.choice(common)

    def smuggler(self):
        r = self.random
        if r.random() < 0.5:
            return r.choice(self.exporters)
        return self.exporter()

    def lots(self, kind, low, high):
        r = self.random
        return [kind["kg"] * math.exp(r.gauss(-0.6, 0.7)) for _ in range(r.randrange(low, high))]

    def misdescription(self, how):
        r = self.random
        kind, low = self.goods("dear", "mid") if how != "cover-value" else self.goods()
        cover, firm = self.cover(kind), self.smuggler()
        buyer = r.choice(r.choice(self.dealers).buyers) if r.random() < 0.5 else self.buyer()
        for kg in self.lots(kind, 1, 5):
            day = self.any_day(low)
            usd = kg * self.price(kind, day) * math.exp(r.gauss(0, 0.25))
            if how == "cover-value":
                usd = kg * cover["price"] * math.exp(r.gauss(0.2, 0.4))
            elif how == "part-value":
                usd = math.exp(r.uniform(0.35, 0.75) * math.log(usd) + 0)
                usd = max(usd, kg * cover["price"])
            words = self.words(firm, cover)
            hs = cover["hs"]
            if how == "vague":
                words, hs = r.choice(["METAL POWDER", "SAMPLE", "MATERIAL", "METAL PIECES", "INDUSTRIAL RAW MATERIAL", "金属材料", "ALLOY"]), kind["hs"][:4] + "9990"
            if r.random() < 0.15:
                words += r.choice([" (NOT CONTROLLED)", " 不属于两用物项", ", NOT DUAL-USE"])
            own = r.random() < 0.7
            self.emit(firm, buyer, day, hs, words, kg, usd, pack=kind["pack"] if own else cover["pack"], kind=kind["kind"] if own else cover["kind"],
                      mode=r.choice(kind["modes"]), scheme="misdescription", method=how, true=kind["words"][0],
                      transit=r.choice(HUBS) if r.random() < 0.25 else "")

    def residual_line(self):
        r = self.random
        kind, low = self.goods()
        firm, buyer = r.choice(self.dealers), None
        buyer = r.choice(firm.buyers)
        for kg in self.lots(kind, 1, 5):
            day = self.any_day(low)
            words = r.choice(["OTHER ARTICLES", "METAL PRODUCT", "CHEMICAL PRODUCT", "COMPOUND N.E.S.", "OTHER", "RAW MATERIAL FOR GLASS", "其他"])
            self.emit(firm, buyer, day, kind["hs"][:4] + r.choice(["9990", "9090", "9000"]), words, kg, kg * self.price(kind, day) * math.exp(r.gauss(0, 0.3)),
                      pack=kind["pack"], kind=kind["kind"], mode=r.choice(kind["modes"]), scheme="tariff-shift", method="residual-line", true=kind["words"][0])

    def content(self):
        r = self.random
        low = max(0, (dt.date(2025, 4, 4) - self.first).days)
        if low >= self.days - 5:
            return self.misdescription("true-value")
        firm, buyer = r.choice(self.dealers + self.exporters), self.buyer()
        for _ in range(r.randrange(1, 4)):
            day, kg = self.any_day(low), r.uniform(100, 3000)
            words = r.choice(["SINTERED NDFEB MAGNET N42SH PR 4.5 ND 24.5 FE 68.0 B 1.0 CE 2.0", "NDFEB MAGNET 38UH, ND 29.2% FE 69.8% B 1.0%",
                              "MAGNET N45SH PRND 30% FE 69% B 1%", "NDFEB MAGNETS 35EH NO HEAVY RARE EARTH"])
            self.emit(firm, buyer, day, "85051110", words, kg, kg * r.uniform(80, 190), pack=20, mode=r.choice(["air", "sea"]),
                      scheme="content", method="composition-trimmed", true="NDFEB MAGNET DY")

    def under_limit(self):
        r = self.random
        low = max(0, (dt.date(2024, 9, 15) - self.first).days)
        firm, buyer = r.choice(self.dealers), self.buyer()
        for _ in range(r.randrange(1, 4)):
            day, kg = self.any_day(low), r.uniform(1000, 9000)
            words, hs, price = r.choice([("ANTIMONY TRIOXIDE 99.98%", "28258000", 34), ("ANTIMONY OXIDE PURITY 99.985%", "28258000", 35),
                                         ("ISOSTATIC GRAPHITE BLOCK 99.89% 1.72 G/CM3 29.8MPA", "38011000", 18)])
            self.emit(firm, buyer, day, hs, words, kg, kg * price * math.exp(r.gauss(0, 0.2)), pack=25, kind="bag", scheme="content", method="just-under-limit",
                      true=words)

    def splitting(self, fronts):
        r = self.random
        kind, low = self.goods("dear", "mid")
        firms = [self.smuggler()] if not fronts else [self.exporter() for _ in range(r.randrange(2, 5))]
        buyer, cover = self.buyer(), self.cover(kind)
        start = self.any_day(low, self.days - 10)
        for _ in range(r.randrange(5, 16)):
            firm, kg = r.choice(firms), r.uniform(0.5, 20)
            day = start + dt.timedelta(days=r.randrange(0, 9))
            named = r.random() < 0.3
            usd = kg * self.price(kind, day) * math.exp(r.gauss(0, 0.2)) if r.random() < 0.6 else r.uniform(30, 750)
            self.emit(firm, buyer, day, kind["hs"] if named else cover["hs"], r.choice(kind["words"]) if named else self.words(firm, cover), kg, usd,
                      pack=max(0.5, kg / 2), kind="parcel", mode=r.choice(["express", "express", "post", "air"]), scheme="splitting",
                      method="fronts" if fronts else "parcels", true=kind["words"][0])

    def licence_abuse(self, how):
        r = self.random
        kind, low = self.goods()
        firm = r.choice(self.dealers)
        buyer = r.choice(firm.buyers)
        start = self.any_day(low, max(low + 1, self.days - 30))
        lots = self.lots(kind, 1, 4)
        number = self.licence(firm, kind, buyer, sum(lots) * 1.1, start, 60)
        for kg in lots:
            day, who, to, cited = start + dt.timedelta(days=r.randrange(0, 25)), firm, buyer, number
            if how == "expired":
                day = start + dt.timedelta(days=r.randrange(65, 160))
            elif how == "other-holder":
                who = r.choice(self.dealers + [self.exporter()])
            elif how == "other-country":
                to = self.buyer()
            elif how == "overdrawn":
                kg *= r.uniform(1.5, 4) * len(lots)
            elif how == "none":
                cited = ""
            elif how == "unknown":
                cited = f"L{day.year}{r.randrange(80000, 99999)}"
            if day >= self.first + dt.timedelta(days=self.days) or (who is firm and how == "other-holder"):
                continue
            if how == "other-country" and to.country == buyer.country:
                continue
            self.emit(who, to, day, kind["hs"], self.words(who, kind), kg, kg * self.price(kind, day) * math.exp(r.gauss(0, kind["spread"] * .6)),
                      licence=cited, pack=kind["pack"], kind=kind["kind"], mode=r.choice(kind["modes"]), scheme="licence", method=how, true=kind["words"][0])

    def transhipment(self, how):
        r = self.random
        kind, low = self.goods()
        firm = r.choice(self.dealers)
        hub = r.choice(HUBS)
        agent = self.buyer(hub)
        if how == "origin":
            for kg in self.lots(kind, 1, 4):
                day = self.any_day(low)
                self.emit(firm, self.buyer(), day, kind["hs"], self.words(firm, kind), kg, kg * self.price(kind, day) * math.exp(r.gauss(0, 0.2)),
                          pack=kind["pack"], kind=kind["kind"], mode=r.choice(kind["modes"]), origin=r.choice(["VN", "TH", "MY", "LA", "MX", "TR"]),
                          transit=hub, scheme="transhipment", method="origin", true=kind["words"][0])
            return
        start = self.any_day(low, max(low + 1, self.days - 40))
        lots = self.lots(kind, 2, 6)
        number = self.licence(firm, kind, agent, sum(lots) * 1.3, start)
        for kg in lots:
            day = start + dt.timedelta(days=r.randrange(0, 40))
            if day < self.first + dt.timedelta(days=self.days):
                real = r.choice(["US", "JP", "RU", "IN"])
                self.emit(firm, agent, day, kind["hs"], self.words(firm, kind), kg, kg * self.price(kind, day) * math.exp(r.gauss(0.25, 0.2)),
                          licence=number, pack=kind["pack"], kind=kind["kind"], mode=r.choice(kind["modes"]), destination=hub if how == "hub" else real,
                          transit=hub if how == "changed" else real, scheme="transhipment", method=how, true=kind["words"][0])

    def front(self):
        """An old supplier stops at the control; a new firm serves its buyer under another name of the goods."""
        r = self.random
        kind, low = self.goods()
        old, buyer, cover = r.choice(self.dealers), self.buyer(), self.cover(kind)
        for kg in self.lots(kind, 2, 5):
            if low > 20:
                day = self.any_day(0, low)
                self.emit(old, buyer, day, kind["hs"], self.words(old, kind), kg, kg * self.price(kind, day) * math.exp(r.gauss(0, 0.2)),
                          pack=kind["pack"], kind=kind["kind"], mode=r.choice(kind["modes"]), true=kind["words"][0])
        new = self.exporter()
        for kg in self.lots(kind, 2, 6):
            day = self.any_day(low + 5)
            value = self.price(kind, day) if r.random() < 0.6 else cover["price"] * 2
            self.emit(new, buyer, day, cover["hs"], self.words(new, cover), kg, kg * value * math.exp(r.gauss(0, 0.3)), pack=kind["pack"], kind=kind["kind"],
                      mode=r.choice(kind["modes"]), scheme="front-company", method="takes-over", true=kind["words"][0])

    def under_weight(self):
        r = self.random
        kind, low = self.goods()
        firm = r.choice(self.dealers)
        buyer = r.choice(firm.buyers)
        start = self.any_day(low, max(low + 1, self.days - 30))
        number = self.licence(firm, kind, buyer, kind["kg"], start)
        for _ in range(r.randrange(1, 3)):
            day, true = start + dt.timedelta(days=r.randrange(0, 28)), kind["kg"] * math.exp(r.gauss(-0.4, 0.3))
            share = r.uniform(0.12, 0.4)
            self.emit(firm, buyer, day, kind["hs"], self.words(firm, kind), true * share, true * self.price(kind, day) * (1 if r.random() < 0.5 else share),
                      licence=number, kind=kind["kind"], packages=max(1, round(true / kind["pack"])), mode=r.choice(kind["modes"]),
                      scheme="quantity", method="under-weight", true=kind["words"][0])

    def under_value(self):
        r = self.random
        kind, low = self.goods()
        firm = r.choice(self.dealers)
        buyer = r.choice(firm.buyers)
        start = self.any_day(low, max(low + 1, self.days - 30))
        lots = self.lots(kind, 1, 4)
        number = self.licence(firm, kind, buyer, sum(lots) * 1.2, start)
        for kg in lots:
            day = start + dt.timedelta(days=r.randrange(0, 28))
            self.emit(firm, buyer, day, kind["hs"], self.words(firm, kind), kg, kg * self.price(kind, day) * r.uniform(0.04, 0.2), licence=number,
                      pack=kind["pack"], kind=kind["kind"], mode=r.choice(kind["modes"]), scheme="under-value", method="under-value", true=kind["words"][0])

    def concealment(self):
        r = self.random
        carrier = [k for k in self.honest if k["hs"] in ("69072110", "96180000", "22019010", "95030089", "25070010")]
        kind, low = self.goods("dear")
        cover, firm, buyer = r.choice(carrier), self.smuggler(), self.buyer()
        for _ in range(r.randrange(1, 3)):
            day, kg = self.any_day(low), r.uniform(60, 900)
            self.emit(firm, buyer, day, cover["hs"], self.words(firm, cover), kg, kg * cover["price"] * math.exp(r.gauss(0.3, 0.4)),
                      pack=cover["pack"] * r.uniform(1.5, 5), kind=cover["kind"], mode=r.choice(["air", "air", "express", "sea"]),
                      scheme="concealment", method="carrier", true=kind["words"][0])

    def run(self, rows, planted, controlled):
        r = self.random
        total = 0.0
        self.cum = []
        for firm in self.exporters:
            total += min(firm.weight, 60)
            self.cum.append(total)
        self.controlled_rows(int(rows * controlled))
        campaigns = [lambda: self.misdescription("true-value"), lambda: self.misdescription("true-value"), lambda: self.misdescription("cover-value"),
                     lambda: self.misdescription("part-value"), lambda: self.misdescription("vague"), self.residual_line, self.content, self.under_limit,
                     lambda: self.splitting(False), lambda: self.splitting(True), lambda: self.licence_abuse("expired"),
                     lambda: self.licence_abuse("other-holder"), lambda: self.licence_abuse("overdrawn"), lambda: self.licence_abuse("none"),
                     lambda: self.licence_abuse("other-country"), lambda: self.licence_abuse("unknown"), lambda: self.transhipment("origin"),
                     lambda: self.transhipment("hub"), lambda: self.transhipment("changed"), self.front, self.front, self.under_weight, self.under_value,
                     self.concealment]
        start, turn = len(self.rows), 0
        while sum(1 for row in self.rows[start:] if row[17]) < rows * planted:
            if turn % len(campaigns) == 0:
                r.shuffle(campaigns)
            campaigns[turn % len(campaigns)]()
            turn += 1
        while len(self.rows) < rows:
            self.honest_row()
        self.rows.sort(key=lambda row: (row[0], row[1], row[3], row[6], row[11]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=60000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", type=float, default=0.005)
    parser.add_argument("--controlled", type=float, default=0.03)
    parser.add_argument("--first", default="2025-01-01")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--style", choices=["plain", "text", "odd"], default="plain")
    parser.add_argument("--out", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--licences", required=True)
    args = parser.parse_args()
    world = World(args)
    world.run(args.rows, args.planted, args.controlled)
    with open(args.out, "w", newline="", encoding="utf-8") as out, open(args.truth, "w", newline="", encoding="utf-8") as truth:
        out, truth = csv.writer(out), csv.writer(truth)
        out.writerow("declaration_id date exporter_id exporter consignee_id consignee hs8 description origin destination transit port net_kg value "
                     "currency licence_no packages mode".split())
        truth.writerow(["declaration_id", "item_number", "is_scheme", "scheme", "method", "true_material", "note"])
        for number, row in enumerate(world.rows):
            id = f"D{args.seed:03d}{number:07d}"
            out.writerow([id] + row[:17])
            truth.writerow([id, "", 1 if row[17] else 0, row[17], row[18], row[19], ""])
    with open(args.licences, "w", newline="", encoding="utf-8") as out:
        out = csv.writer(out)
        header = ["licence_no", "holder_id", "holder", "hs8", "item", "quantity", "unit", "valid_from", "valid_to", "consignee", "country"]
        if args.style == "odd":
            header = ["licence_no", "exporter_id", "goods", "quantity_kg", "issue_date", "expiry_date", "destination"]
        out.writerow(header)
        for number, firm, kind, buyer, kg, start, end in world.licences:
            if args.style == "odd":
                out.writerow([number, firm.id, kind["words"][0].lower(), kg, start, end, buyer.country])
            else:
                out.writerow([number, firm.id, firm.name, kind["hs"], kind["words"][0], kg, "kg", start, end, buyer.name, buyer.country])


main()
