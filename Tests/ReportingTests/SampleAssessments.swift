// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Licensing
import Ranking
import ReferenceData
import Screening
import TradeModel

/// Invented assessments of the shapes a report must show well; every party and number is made up.
enum Sample {
  static let dysprosium = MaterialID(rawValue: 0)
  static let magnet = MaterialID(rawValue: 1)
  static let ferroalloy = MaterialID(rawValue: 2)
  static let solder = MaterialID(rawValue: 3)
  static let indium = MaterialID(rawValue: 4)
  static let antimony = MaterialID(rawValue: 5)
  static let holmium = MaterialID(rawValue: 6)
  static let steel = MaterialID(rawValue: 7)

  static let names = [
    "dysprosium metal", "neodymium-iron-boron magnet with dysprosium", "ferro-silicon", "solder paste",
    "indium metal", "antimony trioxide", "holmium-iron alloy", "iron and steel articles",
  ]
  static let slugs = [
    "dysprosium/metal", "dysprosium/magnet", "silicon/ferroalloy", "tin/alloy", "indium/metal",
    "antimony/oxide",
    "holmium/alloy", "iron/article",
  ]

  static func name(_ material: MaterialID) -> String { names[Int(material.rawValue)] }

  static func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }

  static func decimal(_ value: Double) -> ExactDecimal { ExactDecimal(rounding: value) ?? .zero }

  /// A declaration with the cells that most samples share.
  static func item(
    line: Int, day text: String, code: String, to destination: String, description: String,
    netKilograms: Double,
    dollars: Double
  ) throws -> GoodsItem {
    var item = GoodsItem(
      source: SourceLocation(file: "declarations.csv", line: line), day: day(text),
      destination: CountryCode(destination) ?? .china)
    item.declarationID = "EXP-2025-\(100_000 + line)"
    item.itemNumber = 1
    item.office = "CNSHA"
    item.procedure = "general trade"
    item.exporter = Party(
      name: "Example Exporter \(line) Co., Ltd.", identifier: "91310000EXAMPLE\(line)", country: .china)
    item.consignee = Party(
      name: "Example Consignee \(line)", address: "1 Sample Road", country: CountryCode(destination))
    item.commodityCode = try CommodityCode(code)
    item.goodsDescription = description
    item.origin = .china
    item.mode = .sea
    item.packageCount = 12
    item.packageKind = "drums"
    item.netMass = Mass(decimal(netKilograms), .kilogram)
    item.grossMass = Mass(decimal(netKilograms * 1.04), .kilogram)
    item.quantity = decimal(netKilograms)
    item.quantityUnit = .kilogram
    item.statisticalValue = Money(decimal(dollars), .usd)
    return item
  }

  static func control(
    _ outcome: Outcome, citation: String, instrument: String, item: String?, code: String?,
    article: String? = nil,
    wording: String, version: String, confidence: Confidence = .confirmed, matched: [String] = [],
    misses: [String] = [], questions: [String] = [], notes: [String] = []
  ) -> ControlFinding {
    ControlFinding(
      outcome: outcome, instrument: instrument, citation: citation, item: item, controlCode: code,
      article: article, itemDescription: wording, version: day(version), confidence: confidence,
      sources: ["https://example.org/law/\(instrument)"], matched: matched, misses: misses,
      questions: questions,
      notes: notes)
  }

  static let free = Determination(outcome: .notControlled, findings: [])

  static func hypothesis(
    _ material: MaterialID, _ probability: Double, _ determination: Determination, stricter: Bool = false
  ) -> Assessment.Hypothesis {
    Assessment.Hypothesis(
      material: material, slug: slugs[Int(material.rawValue)], name: name(material), probability: probability,
      determination: determination, isStricter: stricter, isCovered: false)
  }

  /// Steel bolts: nothing to see.
  static func green(row: Int = 3) throws -> Assessment {
    let item = try item(
      line: row + 2, day: "2025-04-21", code: "7318159001", to: "DE",
      description: "Steel bolts M8 x 40, zinc plated",
      netKilograms: 8_400, dollars: 14_700)
    return Assessment(
      row: row, item: item, reading: GoodsReading(isSpecific: true), declared: free,
      identity: Identity(
        candidates: [], none: 0.998,
        evidence: [
          IdentityEvidence(.words, material: nil, logOdds: 4.2, statement: "steel bolts are named in full")
        ]),
      hypotheses: [], licence: .notNeeded(item: row), indicators: [], score: 0.002, lane: .green,
      certainty: 0.9,
      remedies: [], headline: "Steel bolts; nothing in code, words or price points to a strategic material")
  }

  static let magnetControl = control(
    .licenceRequired, citation: "MOFCOM/GAC No. 18 of 2025", instrument: "CN-MOFCOM-GAC-2025-18",
    item: "Dy-magnet",
    code: "1C905.a.4", article: "Article 1",
    wording: "NdFeB permanent magnet materials containing dysprosium (magnets or magnet powder)",
    version: "2025-04-04",
    matched: [
      "the composition states 2.6 % Dy", "the commodity code 8505111000 is that of rare-earth magnets",
    ],
    notes: ["the item states no minimum content"])

  /// A magnet with dysprosium whose licence ran out.
  static func expiredMagnet(row: Int = 11) throws -> Assessment {
    var item = try item(
      line: row + 2, day: "2025-09-02", code: "8505111000", to: "VN",
      description: "Sintered NdFeB magnets, grade 42SH, 钕铁硼永磁体", netKilograms: 640, dollars: 51_200)
    item.compositionText = "Nd 29, Dy 2.6, B 1.0, Fe balance"
    item.licenceNumbers = ["25-SAMPLE-0417"]
    item.endUser = "Example Motors"
    item.endUse = "servo motors"
    let declared = Determination(outcome: .licenceRequired, findings: [magnetControl])
    let parts: [(String, Double)] = [("Nd", 29), ("Dy", 2.6), ("B", 1)]
    return Assessment(
      row: row, item: item,
      reading: GoodsReading(
        claims: [MaterialClaim(magnet, .named)],
        composition: parts.compactMap { part in
          Element(symbol: part.0).map { ElementShare($0, Bounds(exactly: part.1)) }
        }, compositionIsWhole: true, isSpecific: true),
      declared: declared,
      identity: Identity(
        candidates: [.init(magnet, probability: 0.97)], none: 0.03,
        evidence: [
          IdentityEvidence(.words, material: magnet, logOdds: 3.9, statement: "“NdFeB”, “钕铁硼永磁体”"),
          IdentityEvidence(
            .composition, material: magnet, logOdds: 2.4, statement: "2.6 % Dy in an Nd-Fe-B body"),
          IdentityEvidence(
            .price, material: magnet, logOdds: 0.4, statement: "80 USD/kg is within the band 55 to 110"),
          IdentityEvidence(
            .packing, material: magnet, logOdds: -0.2, statement: "drums are less usual than boxes"),
        ]),
      hypotheses: [hypothesis(magnet, 0.97, declared)],
      licence: LicenceSettlement(
        item: row, state: .unfit,
        rejections: [
          .init(licence: "25-SAMPLE-0417", reasons: [.expired(on: day("2025-08-15")), .otherConsignee]),
          .init(
            licence: "25-SAMPLE-0502",
            reasons: [.spent(balance: decimal(120), needed: decimal(640), unit: .kilogram)]),
        ], fitting: ["25-SAMPLE-0611"]),
      indicators: [
        IndicatorFinding(
          LicenceMisuse().definition, strength: 0.9,
          statement: "The cited licence expired 18 days before the export and names another consignee.",
          fields: ["licence_numbers", "date", "consignee_name"],
          tested: ["a renewal under the same number: not in the licence file"])
      ],
      score: 0.91, lane: .red, certainty: 1,
      remedies: [
        "Cite licence 25-SAMPLE-0611, which covers item 1C905.a.4 to Viet Nam with 900 KGM left.",
        "Or have licence 25-SAMPLE-0417 renewed for this consignee before the goods leave.",
      ],
      headline: "Magnets with dysprosium need a licence; the one cited expired on 2025-08-15")
  }

  /// A ferro-alloy that is likely dysprosium metal.
  static func ferroalloy(row: Int = 27) throws -> Assessment {
    var item = try item(
      line: row + 2, day: "2025-06-18", code: "7202290090", to: "AE", description: "Ferro alloy, lumps",
      netKilograms: 180, dollars: 74_160)
    item.itinerary = "CNTAO, SGSIN, AEJEA"
    item.mode = .air
    let metal = Determination(
      outcome: .licenceRequired,
      findings: [
        control(
          .licenceRequired, citation: "MOFCOM/GAC No. 18 of 2025", instrument: "CN-MOFCOM-GAC-2025-18",
          item: "Dy-metal", code: "1C905.a.1", article: "Article 1",
          wording: "dysprosium metal (ingot, lump, bar, wire, sheet, rod, plate, tube, granule, powder)",
          version: "2025-04-04",
          matched: ["supposed to be dysprosium metal", "lumps are a form the item names"])
      ])
    let declared = Determination(
      outcome: .notControlled,
      findings: [
        control(
          .notControlled, citation: "MOFCOM/GAC No. 18 of 2025", instrument: "CN-MOFCOM-GAC-2025-18",
          item: "Dy-alloy", code: "1C905.a.2", article: "Article 1", wording: "Dy-Fe; Tb-Dy-Fe",
          version: "2025-04-04", confidence: .inferred,
          misses: ["the papers name no rare earth; ferro-silicon is not Dy-Fe"])
      ])
    return Assessment(
      row: row, item: item, reading: GoodsReading(claims: [MaterialClaim(ferroalloy, .coded)]),
      declared: declared,
      identity: Identity(
        candidates: [.init(dysprosium, probability: 0.84), .init(ferroalloy, probability: 0.09)], none: 0.07,
        evidence: [
          IdentityEvidence(
            .price, material: dysprosium, logOdds: 4.6,
            statement: "412 USD/kg is within the band of dysprosium metal"),
          IdentityEvidence(
            .packing, material: dysprosium, logOdds: 0.9,
            statement: "15 kg a drum fits a dense metal of 8.5 g/cm³"),
          IdentityEvidence(
            .code, material: dysprosium, logOdds: -1.4,
            statement: "heading 7202 is not where the metal travels"),
          IdentityEvidence(
            .price, material: ferroalloy, logOdds: -5.1,
            statement: "412 USD/kg is 240 times the band of ferro-silicon"),
          IdentityEvidence(
            .code, material: ferroalloy, logOdds: 3.2, statement: "7202290090 names ferro-silicon"),
          IdentityEvidence(
            .context, material: nil, logOdds: -0.7, statement: "flown, where ferro-alloys go by sea"),
        ]),
      hypotheses: [
        hypothesis(dysprosium, 0.84, metal, stricter: true), hypothesis(ferroalloy, 0.09, declared),
      ],
      licence: LicenceSettlement(item: row, state: .notCited, fitting: []),
      indicators: [
        IndicatorFinding(
          PriceOutsideBand().definition, strength: 1,
          statement: "412 USD/kg stands against 1.1 to 1.9 USD/kg for ferro-silicon in June 2025.",
          fields: ["statistical_value", "net_mass", "commodity_code"],
          tested: [
            "a unit slip (t for kg): the quantity in KGM agrees with the net mass",
            "another currency: 412 CNY/kg would still be 30 times the band",
          ]),
        IndicatorFinding(
          CostlyCarriage().definition, strength: 0.6,
          statement: "Flown in 12 drums; ferro-alloys go by sea in bulk.",
          fields: ["mode", "packages"], tested: ["an urgent sample: 180 kg is too much for one"]),
      ],
      score: 0.86, lane: .red, certainty: 0.7,
      remedies: [
        "Ask for the certificate of analysis; ferro-silicon with under 0.1 % rare earths needs no licence.",
        "If the goods are dysprosium metal: a licence for item 1C905.a.1 that names the consignee.",
      ],
      headline: "Declared as ferro-alloy at 412 USD/kg; most likely dysprosium metal, which needs a licence")
  }

  /// Solder paste that may be indium.
  static func solder(row: Int = 40) throws -> Assessment {
    var item = try item(
      line: row + 2, day: "2025-05-30", code: "3810100000", to: "MX",
      description: "焊锡膏 solder paste, not controlled",
      netKilograms: 25, dollars: 9_900)
    item.packageKind = "cartons"
    let indiumLaw = Determination(
      outcome: .licenceRequired,
      findings: [
        control(
          .licenceRequired, citation: "MOFCOM/GAC No. 10 of 2025", instrument: "CN-MOFCOM-GAC-2025-10",
          item: "In-phosphide", code: "3C004.a", wording: "indium phosphide; trimethylindium; triethylindium",
          version: "2025-02-04", confidence: .reported,
          questions: ["Is the indium bound as phosphide or as an organic compound?"])
      ])
    return Assessment(
      row: row, item: item, reading: GoodsReading(claims: [MaterialClaim(solder, .named)], isSpecific: true),
      declared: free,
      identity: Identity(
        candidates: [.init(solder, probability: 0.55), .init(indium, probability: 0.31)], none: 0.14,
        evidence: [
          IdentityEvidence(.words, material: solder, logOdds: 2.7, statement: "“焊锡膏”, “solder paste”"),
          IdentityEvidence(
            .price, material: solder, logOdds: -1.9, statement: "396 USD/kg is 6 times the band"),
          IdentityEvidence(
            .price, material: indium, logOdds: 2.2, statement: "396 USD/kg is within the band of indium"),
        ]),
      hypotheses: [hypothesis(solder, 0.55, free), hypothesis(indium, 0.31, indiumLaw, stricter: true)],
      licence: .notNeeded(item: row),
      indicators: [
        IndicatorFinding(
          NotControlledClaim().definition, strength: 0.5,
          statement: "The description itself says “not controlled”.",
          fields: ["goods_description"])
      ], score: 0.38, lane: .yellow, certainty: 0.8,
      remedies: ["Ask for the data sheet: the share of indium and its compound."],
      headline: "Solder paste at 396 USD/kg; may hold indium")
  }

  /// Antimony oxide of unstated purity: the law cannot be answered.
  static func antimony(row: Int = 52) throws -> Assessment {
    let item = try item(
      line: row + 2, day: "2025-07-11", code: "2825800090", to: "JP", description: "三氧化二锑 Antimony trioxide",
      netKilograms: 20_000, dollars: 460_000)
    let open = Determination(
      outcome: .cannotDecide,
      findings: [
        control(
          .cannotDecide, citation: "MOFCOM/GAC No. 33 of 2024", instrument: "CN-MOFCOM-GAC-2024-33",
          item: "Sb-oxide",
          code: "3C901.c", article: "Article 1(3)",
          wording: "antimony oxides 99.99 % or purer, including powder",
          version: "2024-09-15", confidence: .memory, matched: ["the description names antimony trioxide"],
          questions: ["What is the purity? The limit is 99.99 %."])
      ])
    return Assessment(
      row: row, item: item,
      reading: GoodsReading(claims: [MaterialClaim(antimony, .named)], isSpecific: true),
      declared: open,
      identity: Identity(
        candidates: [.init(antimony, probability: 0.99)], none: 0.01,
        evidence: [IdentityEvidence(.words, material: antimony, logOdds: 5, statement: "“三氧化二锑”")]),
      hypotheses: [hypothesis(antimony, 0.99, open)], licence: LicenceSettlement(item: row, state: .notCited),
      indicators: [], score: 0.12, lane: .yellow, certainty: 0.6,
      remedies: ["State the purity: below 99.99 % the oxide needs no licence."],
      headline: "Antimony trioxide without a purity; the law turns on 99.99 %")
  }

  /// Goods of a control whose state after a suspension nobody has verified.
  static func unverified(row: Int = 66) throws -> Assessment {
    let item = try item(
      line: row + 2, day: "2026-11-16", code: "2846909990", to: "KR",
      description: "Holmium-iron alloy, 80 % Ho",
      netKilograms: 300, dollars: 24_000)
    let open = Determination(
      outcome: .cannotDecide,
      findings: [
        control(
          .cannotDecide, citation: "MOFCOM/GAC No. 57 of 2025", instrument: "CN-MOFCOM-GAC-2025-57",
          item: "Ho-alloy",
          code: "1C909.a.2", wording: "Ho-Cu, Mg-Ho and Ho-Fe alloys", version: "2026-11-10",
          confidence: .unverified, matched: ["the description names holmium-iron alloy"],
          questions: ["Was the suspension that ran to 2026-11-10 extended?"],
          notes: ["suspended from 2025-11-10 to 2026-11-10; no later announcement is known"])
      ])
    return Assessment(
      row: row, item: item, reading: GoodsReading(claims: [MaterialClaim(holmium, .named)], isSpecific: true),
      declared: open,
      identity: Identity(
        candidates: [.init(holmium, probability: 0.96)], none: 0.04,
        evidence: [
          IdentityEvidence(.words, material: holmium, logOdds: 4.1, statement: "“Holmium-iron alloy”")
        ]),
      hypotheses: [hypothesis(holmium, 0.96, open)], licence: LicenceSettlement(item: row, state: .notCited),
      indicators: [], score: 0.15, lane: .yellow, certainty: 0.8,
      remedies: ["Check whether the suspension was extended beyond 2026-11-10."],
      headline: "Holmium-iron alloy after the suspension's last day; the state of the law is not verified")
  }

  /// Text made to break pages and mislead readers.
  static func hostile(row: Int = 80) throws -> Assessment {
    var item = try item(
      line: row + 2, day: "2025-08-08", code: "8112999000", to: "HK",
      description:
        "</bdi><script>alert('x')</script> \" onmouseover=\"alert(1)\u{0} & \u{202E}0090902827\u{202C} end",
      netKilograms: 0.000_5, dollars: 1)
    item.exporter = Party(name: "<img src=x onerror=alert(1)> \u{2066}Co\u{2069}\u{200B}mpany")
    item.consignee = Party(name: "Z\(String(repeating: "\u{301}", count: 400))algo")
    item.compositionText = String(repeating: "Unbroken", count: 900)
    item.endUse = "]]> --> <!-- </style></title>"
    var bad = magnetControl
    bad.outcome = .notControlled
    bad.sources = [
      "javascript:alert(3)", "https://example.org/\" onclick=\"alert(4)", "https://example.org/a?b=1&c=2",
    ]
    bad.citation = "<i>No. 1</i>"
    return Assessment(
      row: row, item: item, reading: GoodsReading(),
      declared: Determination(outcome: .notControlled, findings: [bad]),
      identity: Identity(candidates: [], none: 1, evidence: []), hypotheses: [],
      licence: .notNeeded(item: row),
      indicators: [], score: .nan, lane: .blue, certainty: 0.2, remedies: ["<b>bold</b> & “quotes”"],
      headline: "Hostile </summary><script>alert(2)</script> \u{202E}txet desrever "
        + String(repeating: "W", count: 300))
  }

  static func all() throws -> [Assessment] {
    [
      try expiredMagnet(), try ferroalloy(), try solder(), try unverified(), try antimony(), try hostile(),
      try green(),
    ]
  }
}
