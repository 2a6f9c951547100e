#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes Reference/goods-words.txt: English words that name goods, from the headings of the Harmonized System.

    Tools/goods-words.py harmonized-system.csv > Reference/goods-words.txt

The input is the table of HS 2022 texts as published in github:datasets/harmonized-system (public domain). Taken are the
words that stand at the head of a text, before its first semicolon, colon or parenthesis, in singular and plural. Left out are
words that name no goods by themselves ("articles", "powder", "chemical", "rare", "other"), because goods under control could
be called so, and function words.
"""
import csv
import re
import sys

# Words that leave open what the goods are, words of form, state, measure and use, and function words.
VAGUE = set("""
abrasive abrasives accelerate accelerators accessories according account activated active added address
after agents agglomerated agglomerating aids allied alloy alloys alpha also analogues antimony apparatus appliances architectural
arms article articles artificial artwork assembled assembling assortments atom atlases attachments automatic auxiliary base based
bases basis baking bars being bent beta beryllium billets bismuth black blocks board boards bodies body boiling bonded bonding
boron bottled both bound boules briquettes broken bromide brominated building bulk bundles cadmium calcined calculated calculating
cake cakes calibrated calibrating capable capacity carbon carbons carbonaceous carbide carbides carbonate carbonates cargo carded carriage
carriers cast casting cathode cellular central centre centres ceramic ceramics cerium cermet cermets certain chapter charges
chemical chemically chemicals chilled chipped chloride chlorides chlorinated chromium clad cleaning coarse coated coats cobalt
cold collections colloidal colour coloured colouring colours combination combine combined commodities compacting complete complex
component components composite composition compositions compound compounded compounds compressed compression compressibility
concentrate concentrated concentrates conditioning consisting construction constructional constructions consumption contact contained
container containers containing content control controlled controlling cooked cooking copper corrective covered covering covers
crude crushed crushing crystal crystals cubes cultured cultivation current cutting dead decorated defined densified density derivatives
derived designed development developed device devices different digital dimension direct directly dioxide dichloride disabled disc discs
dish dispersing dissolving disulphide dithionites divided dividing domestic doped double down dried drilled drilling drinking
dross drum drums dummies dust earth edge electric electrical electrically electricity electro electronic electronics elements
elsewhere energy enriched equipment essential exceeding exceeds except exchange excluding exfoliated expanded exposed external
extract extracted extracting extracts factory false ferro ferrous ferruginous fabricated filler fillers final fine finished finishing
fitted fixed fixing flake flakes flat flask flasks flowing floating fluoride fluorides fluorinated flux fluxes foil form forming
forms foundations fraction fractions fracture free fresh from front frozen function functions further fused fuses gallium gamma
gaseous germanium giving good goods graded grades grading grain grains granulated granule granules granulated graphics graphite
gravel green grinding ground growth hafnium halide halides hand handling hard hardness harness have having head heading headings heads
heat heated heating heavy hetero hexafluoroaluminate high holding hollow homogenised hot house household human hydrides hydroxide
hydroxides image immediate imitation implements impregnated improvers included including incorporating indicating indium individual
industrial industries industry ingot ingots inner inorganic instrument instruments integrated intended inter interchangeable internal
intervals into iodide iodides irregularly isotopes issue item items keeping kind kinds laboratory laminated layers length lengthwise
less letter level life lift light like line lined lines liquid liquids lithium litre litres live load loading long lump lumps made
magnesium magnet magnetic magnets mainly maintenance making manganese manufacture manufactured manufactures manufacturing marked
marking material materials matrices matter matte mattes means measuring mechanical mechanically mechanisms medium merely metal metals
mica micro military mill milled mineral minerals miscellaneous mixed mixing mixture mixtures mobile modified module modules moulded
molybdenum monetary more mounted movements moving multi name narrow natural negligees neither nickel niobium nitrated nitrates
nitrides nitrosated normal nuclear nuggets number numbers obtained office only onto opening operated operating optical optically
order ore ores organic organo orientated oriented origin original originated other others otherwise outdoor outer oxidation oxide
oxides oxidising oxometallic oxychloride packing packings pack packs partially particle particles partly part parts paste pastes
pattern patterns pentachloride pentaoxide pentoxide peroxide peroxides person persons pellet pellets phenomena photo physical piece
pieces pig pigs pigment pigments piling pitch plain plate plated plates plating platinum point polishing poly powder powdered powders
power precious preparation preparations prepared preparing preserved press pressed pressure primarily primary principally printed
printing process processed processes processing produce producer product production products profile profiles project properties
propelled protecting provisionally pulverised pure purified purifying purpose purposes quantities quarter quaternary radiations
radioactive rare raw reaction reagents received recognised reconstituted recovered rectangular rectifying reducers reducing reduction
refined refining refractory refuse regulating remote removing rendered repairing reproduced reproducing requisites residual residue
residues resistors retail rhenium rods rolled rolling roll rolls rough roughly sale salt salts same sample samples saturated scrap
screening section sections sectional selenium self semi semiconductor sensitised sensitive separated separating service set sets shape shapes
shaped shaping sheet sheeting sheets shell shells side sides sight silicates siliceous silicides silicon silver similar simply single
sinking sintered size slab slabs slag small smart soft solely solid some source sources space special specified speed spent split
splittings spot spun square squared standard stand stands starting state static steel step stick sticks stock storage strand straight
strength strip stripped strips strontium structural structure structures sub subheading substance substances substituents substitutes
such suitable suited sulphide sulphides sulphate sulphates supplied support supported supports surface surfaces symbols synchronous
synthesis synthetic table tank tanks tantalum technical tellurium temperature tenders tens terbium test testing thallium than that
their therefor therefore therefrom thereof thereon therm thermic these they thickness thinned this those thread threads threading
tight time titanium total touch track traction transfer transfers transmission transport treated treatment trichloride trioxide
true tube tubes tubing tubular tungsten turbo type typed unassembled uncoated under undenatured unexposed unfit unhardened unit units
unloading unmanned unmanufactured unprepared unsaturated unsuitable unsupported unused unvulcanised unworked unwrought uranium use used
uses value values vanadium viscosity visual volatile voltage volts vulcanised wafer wafers washed waste wastes ware wares weighing
weight wet whether which wholly width will wire wires with without work worked working works wound writing zinc zirconium
iron lead gold mercury arsenic yttrium scandium magnesia corundum diamonds boride borides phosphide phosphides phosphate phosphates
aluminium aluminous lanthanum earths barium strontium silicone electrode electrodes carbonyl battery batteries accumulator accumulators
colours inked grades calcium alkali alkaline halogen halogens inlaid isotope monochloride nonwovens borates boring oral music
acid acids acetate acetates cyanide cyanides azides fines ash ashes sponge glaze glazes glazed target targets
amalgam amalgams body commercial general mixture crucible crucibles fluorspar quartz
agent agents aggregate aggregates anti alley angle angles band bands branch branches brief briefs case cases carton cartons crate
crates cask casks carboy carboys phial phials ampoule ampoules bottle bottles barrel barrels cylinder cylinders can cans cane sack sacks
bag bags box boxes vessel vessels tub tubs tin charge checking collector collectors communication commodity conductor conductors cone
cones core cores cross cycle cycles cyclic data date dates deck display displays displaying distribution distributor distributors
distillation distilling entirely exceed face finger floor foundry holder holders impression impressions improver indicator indicators
inhibitor inhibitors initiator initiators interval joint joints launching layer lustre lustres mean mine model models modelling mother
must network networks night novelty organ organs overall park plan plans plant plants property range ranges rain reagent reception
reciprocating register registers ride rides riding riddle riddles rock safe safes safety science sciences scraper scrapers seal seals
sharp sharps short shorts sign signal signals signalling skip slip slips soil sorting sound spirit spirits splitting spray sprays
spraying stamp stamps station stations stop street supply surveying switching tall tender tropical traffic trick tricks tracing travel
travelling transparent translucent vacuum volt wall walking pyrophoric thorium waxes loader master mastics mate means rotary scouring
reducer resistors rotary element substitute substituent requisite recreation revenue record recording respiration impression excursion
fighting connection connections connector connectors converter converters counter counters coupling couplings cover cowl crown driver
fitting fittings fixture frame frames framework frameworks handle handles insulating insulator insulators keys knock kraft label labels
lake line medium mount mountings mounting movement oral origin parting peak peaks pile pins piston pocket print prints radiation
receptacle reel reels revolution root roots sand sands screen screens shaft shafts shake spindle spool spools spore stone stones string
strings stitch strap structure string swelling symbol tack tackle tamping taper tapers trimming trimmings wash washing weaving web webs
""".split())
# Common names of goods in trade that the headings write otherwise.
OTHERS = """
mannequin mannequins dummy sneakers sandals jeans hoodie hoodies mug mugs backpack backpacks suitcase suitcases sofa sofas
laptop laptops notebook notebooks tablet smartphone headset headsets keyboard keyboards router routers printer printers
charger chargers adapter adapters inverter inverters scooter scooters excavator excavators forklift forklifts drone drones
castable castables mortar mortars alumina kaolin zeolite zeolites bentonite talc gypsum
polyethylene polypropylene pvc nylon polyester acrylic epoxy glycine lysine vitamin aspirin ibuprofen paracetamol caffeine
retardant retardants masterbatch masterbatches additive mortar spacer spacers lens lenses headlight headlights bumper bumpers
noodles tofu pomelo mandarin mandarins shiitake peanut peanuts walnut walnuts garlic ginger shrimp squid tilapia
tshirt trousers skirt skirts blanket blankets towel towels pillow pillows curtain curtains mattress mattresses
glycol ethanol methanol acetone toluene urea melamine
""".split()


def singular(word):
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


def main():
    words = set(OTHERS)
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            head = re.split(r"[;:(]", row["description"])[0]
            for word in re.findall(r"[a-z]{4,}", re.sub(r"n\.e\.c.*", "", head.lower())):
                if not word.endswith(("ed", "ingly")) and not word.startswith(("non", "un")):
                    words.update((word, singular(word)))
    def is_vague(word):
        return word.startswith("ferro") or any(form in VAGUE for form in (word, singular(word), word + "s", word + "es"))

    words = sorted(word for word in words if not is_vague(word) and (len(word) >= 4 or word == "pvc"))
    print("# SPDX-License-Identifier: Apache-2.0")
    print("# English words that name particular goods, one a line: heads of the texts of HS 2022 and common trade names.")
    print("# Written by Tools/goods-words.py, which says what is left out and why. Source: hs; compiled.")
    print("\n".join(words))


main()
