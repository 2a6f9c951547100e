// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Licensing
import Ranking
import ReferenceData
public import Screening
import TradeModel

/// Made-up assessments for tests of reports: parties, figures and findings are invented, the shapes are real.
public enum SampleAssessments {
  /// One of each kind, in order of row.
  public static var all: [Assessment] {
    [plain, magnet, ferroAlloy, solderPaste, antimonyOxide, unverified, chinese, hostile]
  }

  /// The same, the first to open first.
  public static var ranked: [Assessment] { all.sorted { ($1.score, $0.row) < ($0.score, $1.row) } }

  public static var plain: Assessment {
    var item = item(
      0, "EX-2026-0001", "2026-03-02", "DE", "731815", "Steel bolts M8 x 40, zinc plated", kg: 1250)
    item.statisticalValue = usd(3375)
    return make(
      item, declared: Determination(outcome: .notControlled, findings: []), score: 0.01, lane: .green,
      certainty: 0.95, headline: "No control applies and nothing stands out.", none: 0.98, specific: true)
  }

  public static var magnet: Assessment {
    var item = item(
      1, "EX-2026-0002", "2026-02-11", "IN", "8505111000",
      "Sintered NdFeB magnets, grade N42UH, segments for traction motors", kg: 864)
    item.compositionText = "Nd 24, Pr 5.5, Dy 2.8, Tb 0.2, Fe balance, B 1"
    item.licenceNumbers = ["26BA0000417"]
    item.statisticalValue = usd(82_080)
    item.exporter = Party(
      name: "Example Magnetics Co., Ltd.", identifier: "91000000EXAMPLE01", country: .china)
    item.consignee = Party(name: "Example Motors Private Limited", country: CountryCode("IN"))
    item.endUse = "motors for lifts"
    let law = Determination(
      outcome: .licenceRequired,
      findings: [
        finding(
          .licenceRequired, 18, "Dy-magnet", "1C902.c",
          "Permanent magnets of neodymium, iron and boron that hold dysprosium", .confirmed,
          matched: ["Dy 2.8 % is stated", "the goods are named as magnets of NdFeB"]),
        finding(
          .licenceRequired, 18, "Tb-magnet", "1C902.b",
          "Permanent magnets that hold terbium", .memory, matched: ["Tb 0.2 % is stated"],
          notes: ["the item stands here from memory; read the announcement before relying on it"]),
      ])
    let licence = LicenceSettlement(
      item: 1, state: .unfit,
      rejections: [
        .init(licence: "26BA0000417", reasons: [.expired(on: day("2026-01-31")), .otherConsignee])
      ],
      fitting: ["26BA0000533"])
    return make(
      item, declared: law, score: 0.95, lane: .red, certainty: 0.9,
      headline: "A licence is required; the one cited expired on 2026-01-31.",
      hypotheses: [hypothesis(1, "neodymium-magnets/dysprosium", "NdFeB magnet with dysprosium", 0.96, law)],
      none: 0.02, licence: licence,
      evidence: [
        IdentityEvidence(
          .words, material: id(1), logOdds: 4.2, statement: "“NdFeB magnets” names the material"),
        IdentityEvidence(
          .composition, material: id(1), logOdds: 2.1, statement: "Dy 2.8 % and Tb 0.2 % are stated"),
        IdentityEvidence(
          .price, material: id(1), logOdds: 0.6, statement: "95 USD/kg lies in the band 60 to 140"),
      ],
      remedies: [
        "Cite a licence that is valid on 2026-02-11 and covers 1C902.c for this consignee.",
        "Licence 26BA0000533 on file would fit; it is not cited.",
      ], specific: true)
  }

  public static var ferroAlloy: Assessment {
    var item = item(
      2, "EX-2026-0003", "2026-04-20", "VN", "7202999000", "Ferro alloy lumps for steel making", kg: 498)
    item.statisticalValue = usd(205_200)
    item.packageCount = 10
    item.packageKind = "steel drum"
    let metal = Determination(
      outcome: .licenceRequired,
      findings: [
        finding(
          .licenceRequired, 18, "Dy-metal", "1C902.a", "Dysprosium metal and alloys that hold it", .confirmed,
          matched: ["supposed to be dysprosium metal"])
      ])
    let declared = Determination(
      outcome: .notControlled,
      findings: [
        finding(
          .notControlled, 18, "Dy-metal", "1C902.a", "Dysprosium metal and alloys that hold it", .confirmed,
          misses: ["the description names a ferro-alloy, not dysprosium"])
      ])
    return make(
      item, declared: declared, score: 0.9, lane: .red, certainty: 0.7,
      headline: "Priced as dysprosium metal: 412 USD/kg is 60 times the band of ferro-alloys.",
      hypotheses: [
        hypothesis(2, "dysprosium/metal", "dysprosium metal", 0.88, metal, stricter: true),
        hypothesis(3, "dysprosium/ferro-alloy", "dysprosium ferro-alloy", 0.06, metal, stricter: true),
      ], none: 0.05,
      licence: LicenceSettlement(item: 2, state: .notCited),
      indicators: [
        indicator(
          "price-outside-band", "Price outside the band of the declared goods", "T1", 0.45,
          "412 USD/kg was declared; ferro-alloys of this heading were declared at 1 to 7 USD/kg.",
          ["net_mass", "statistical_value"], innocent: ["A special master alloy", "A sample at list price"],
          tested: ["A wrong currency: in CNY the price would be 57 USD/kg, still outside the band."]),
        indicator(
          "residual-code", "A residual code where a named one exists", "T2", 0.2,
          "7202 99 is the code for other ferro-alloys.", ["commodity_code"],
          innocent: ["The alloy is named nowhere else"]),
      ],
      evidence: [
        IdentityEvidence(
          .price, material: id(2), logOdds: 5.1, statement: "412 USD/kg is 60 times the band of ferro-alloys"),
        IdentityEvidence(
          .words, material: id(2), logOdds: -1.4, statement: "“ferro alloy” names another form"),
        IdentityEvidence(
          .packing, material: id(3), logOdds: 0.7, statement: "50 kg a steel drum is usual for it"),
        IdentityEvidence(
          .code, material: nil, logOdds: 1.2, statement: "7202 99 is mostly ferro-silicon-magnesium"),
      ],
      remedies: [
        "Ask for an assay certificate that states rare-earth elements.",
        "If it is dysprosium: a dual-use export licence for 1C902.a.",
      ], specific: true)
  }

  public static var solderPaste: Assessment {
    var item = item(
      3, "EX-2026-0004", "2026-05-08", "MY", "3810100000", "Solder paste SnAgCu, 500 g jars", kg: 60)
    item.statisticalValue = usd(19_800)
    item.mode = .express
    let indium = Determination(
      outcome: .licenceRequired,
      findings: [finding(.licenceRequired, 10, "In-organic", "3C004.a", "Indium phosphide", .reported)])
    return make(
      item, declared: Determination(outcome: .notControlled, findings: []), score: 0.27, lane: .yellow,
      certainty: 0.6, headline: "Declared at three times the price of tin solder paste.",
      hypotheses: [hypothesis(4, "indium/compound", "indium compound", 0.22, indium, stricter: true)],
      none: 0.75,
      licence: LicenceSettlement(item: 3, state: .notCited),
      indicators: [
        indicator(
          "price-outside-band", "Price outside the band of the declared goods", "T1", 0.1,
          "330 USD/kg was declared; solder paste was declared at 60 to 110 USD/kg.", ["statistical_value"],
          innocent: ["A paste with gold or indium"])
      ],
      evidence: [
        IdentityEvidence(.price, material: id(4), logOdds: 1.1, statement: "330 USD/kg is near indium")
      ],
      remedies: ["Ask for the safety data sheet of the paste."], specific: true)
  }

  public static var antimonyOxide: Assessment {
    var item = item(
      4, "EX-2026-0005", "2026-06-15", "NL", "2825800000", "Antimony trioxide powder", kg: 20_000)
    item.statisticalValue = usd(560_000)
    let law = Determination(
      outcome: .cannotDecide,
      findings: [
        finding(
          .cannotDecide, 33, "Sb-oxide", "1C604.c", "Oxides of antimony of 99.99 % purity or more",
          .confirmed,
          matched: ["the goods are named as an oxide of antimony"],
          questions: ["What is the purity, in percent of Sb2O3?"], year: 2024)
      ])
    return make(
      item, declared: law, score: 0.12, lane: .yellow, certainty: 0.5,
      headline: "The purity decides and is not stated.",
      hypotheses: [hypothesis(5, "antimony/oxide", "antimony oxide", 0.97, law)], none: 0.02,
      licence: LicenceSettlement(item: 4, state: .notCited),
      evidence: [
        IdentityEvidence(.words, material: id(5), logOdds: 5, statement: "“antimony trioxide” names it")
      ],
      remedies: ["State the purity: below 99.99 % this control does not apply."], specific: true)
  }

  public static var unverified: Assessment {
    let item = item(5, "EX-2026-0006", "2026-11-15", "US", "8112929010", "Gallium metal 4N, ingots", kg: 25)
    let law = Determination(
      outcome: .cannotDecide,
      findings: [
        finding(
          .cannotDecide, 46, "Ga-to-US", nil, "Gallium to the United States", .unverified,
          article: "clause 2", matched: ["the goods are named as gallium", "the destination is US"],
          questions: ["Was the suspension that ended on 2026-11-10 prolonged?"],
          notes: ["suspended until 2026-11-10 by No. 72 of 2025; the state after that day is unverified"],
          year: 2024),
        finding(.licenceRequired, 23, "Ga-metal", "3C001.a", "Gallium metal", .confirmed, year: 2023),
      ])
    return make(
      item, declared: law, score: 0.61, lane: .red, certainty: 0.8,
      headline: "A licence is required and none is cited; whether export to US is open is unverified.",
      hypotheses: [hypothesis(6, "gallium/metal", "gallium metal", 0.99, law)], none: 0.01,
      licence: LicenceSettlement(item: 5, state: .notCited),
      remedies: ["Verify the state of No. 46 of 2024 on 2026-11-15.", "Cite a licence for 3C001.a."],
      specific: true)
  }

  public static var chinese: Assessment {
    var item = item(6, "223120260000123456", "2026-03-19", "JP", "2846901920", "氧化镝 粉末 纯度≥99.5%", kg: 300)
    item.compositionText = "Dy₂O₃ 99.5% 以上"
    item.statisticalValue = Money(ExactDecimal(486_000), .cny)
    item.licenceNumbers = ["26BA0000801"]
    item.exporter = Party(name: "示例稀土有限公司", country: .china)
    let law = Determination(
      outcome: .licenceRequired,
      findings: [
        finding(
          .licenceRequired, 18, "Dy-oxide", "1C902.d", "Oxides of dysprosium (氧化镝)", .inferred,
          matched: ["“氧化镝” is named", "purity of at least 99.5 % is stated"])
      ])
    return make(
      item, declared: law, score: 0.04, lane: .green, certainty: 1,
      headline: "A licence is required and licence 26BA0000801 covers it.",
      hypotheses: [hypothesis(7, "dysprosium/oxide", "dysprosium oxide", 0.99, law, covered: true)],
      none: 0.01,
      licence: LicenceSettlement(
        item: 6, state: .covered,
        draws: [
          .init(
            licence: "26BA0000801", quantity: ExactDecimal(300), unit: .kilogram, balance: ExactDecimal(1200))
        ]),
      evidence: [
        IdentityEvidence(.words, material: id(7), logOdds: 6, statement: "“氧化镝” names the material")
      ],
      remedies: [], specific: true)
  }

  /// Text that attacks whatever shows it.
  public static var hostile: Assessment {
    let attack =
      "=HYPERLINK(\"http://x.invalid\",\"a\")<script>alert(1)</script>\u{1B}[31m\u{202E}\u{0}\n'\"&;"
    var item = item(7, "=1+1,\"x\"", "2026-01-05", "MM", "280530", attack, kg: 0.4)
    item.compositionText = "</details><img src=x onerror=alert(1)>"
    item.endUse = "@SUM(A1)"
    item.packageKind = "-2+3"
    item.exporter = Party(name: "\u{FF1D}cmd<b>")
    item.licenceNumbers = ["+L1<i>"]
    item.source.file = "a\u{1B}]0;x\u{07}<u>.csv"
    let law = Determination(
      outcome: .prohibited,
      findings: [
        finding(
          .prohibited, 61, "<svg/onload=alert(1)>", "javascript:alert(1)", attack, .memory, matched: [attack],
          notes: ["\u{2028}</script>"],
          sources: ["javascript:alert(1)", "https://example.org/?a=1&b=\"><script>"])
      ])
    return make(
      item, declared: law, score: 0.99, lane: .red, certainty: 0.3, headline: attack,
      hypotheses: [hypothesis(8, "x/<b>", "<b>bold</b>", 0.5, law, stricter: true)], none: 0.5,
      licence: LicenceSettlement(
        item: 7, state: .unfit, rejections: [.init(licence: "+L1<i>", reasons: [.unknownNumber])]),
      indicators: [
        indicator("hostile", attack, "T9", 0.5, attack, ["<field>"], innocent: [attack], tested: [attack])
      ],
      evidence: [IdentityEvidence(.words, material: id(8), logOdds: 1, statement: attack)],
      remedies: [attack],
      specific: false)
  }

  /// A summary that fits the samples, with fixed times.
  public static var summary: ScreeningSummary {
    var summary = ScreeningSummary()
    summary.rowsRead = 50_003
    summary.assessed = 50_000
    summary.quarantined = 3
    summary.byLane = [.green: 46_120, .blue: 1_940, .yellow: 1_520, .red: 420]
    summary.byMineral = [
      "dysprosium": 310, "antimony": 842, "gallium": 227, "graphite": 1_204, "tungsten": 96,
    ]
    summary.byControl = [
      "MOFCOM/GAC No. 18 of 2025 1C902.a": 204, "MOFCOM/GAC No. 33 of 2024 1C604.c": 842,
      "MOFCOM/GAC No. 23 of 2023 3C001.a": 227,
    ]
    summary.byIndicator = ["price-outside-band": 388, "residual-code": 1_022, "just-under-limit": 61]
    summary.byLicence = [
      "not needed": 47_212, "covered": 1_733, "none cited": 902, "cited, does not cover": 153,
    ]
    summary.digests = [
      "law": "2026.11 · 4f9c21aa07d1", "reference": "2026.10 · 98b0aa3e11c2", "input": "77aa01c9e5f3",
    ]
    summary.firstDay = "2026-03-01"
    summary.lastDay = "2026-03-31"
    summary.elapsedSeconds = 0.25
    return summary
  }
}

extension SampleAssessments {
  static func day(_ text: String) -> Day { Day(text)! }
  static func id(_ number: Int) -> MaterialID { MaterialID(rawValue: UInt16(number)) }
  static func usd(_ amount: Int) -> Money { Money(ExactDecimal(amount), .usd) }

  static func item(
    _ row: Int, _ declaration: String, _ date: String, _ destination: String, _ code: String,
    _ description: String, kg: Double
  ) -> GoodsItem {
    var item = GoodsItem(
      source: SourceLocation(file: "declarations.csv", line: row + 2), day: day(date),
      destination: CountryCode(destination)!)
    item.declarationID = declaration
    item.itemNumber = 1
    item.commodityCode = try? CommodityCode(code)
    item.goodsDescription = description
    item.origin = .china
    item.mode = .sea
    item.netMass = ExactDecimal(rounding: kg).flatMap { Mass($0, .kilogram) }
    return item
  }

  static func hypothesis(
    _ number: Int, _ slug: String, _ name: String, _ probability: Double, _ law: Determination,
    stricter: Bool = false, covered: Bool = false
  ) -> Assessment.Hypothesis {
    Assessment.Hypothesis(
      material: id(number), slug: slug, name: name, probability: probability, determination: law,
      isStricter: stricter, isCovered: covered)
  }

  static func finding(
    _ outcome: Outcome, _ number: Int, _ item: String, _ code: String?, _ description: String,
    _ confidence: Confidence, article: String? = nil, matched: [String] = [], misses: [String] = [],
    questions: [String] = [], notes: [String] = [],
    sources: [String] = ["https://www.example.org/announcement"], year: Int = 2025
  ) -> ControlFinding {
    ControlFinding(
      outcome: outcome, instrument: "CN-MOFCOM-GAC-\(year)-\(number)",
      citation: "MOFCOM/GAC No. \(number) of \(year)", item: item, controlCode: code, article: article,
      itemDescription: description, version: Day(year: year, month: 4, day: 4)!, confidence: confidence,
      sources: sources, matched: matched, misses: misses, questions: questions, notes: notes)
  }

  static func indicator(
    _ id: String, _ title: String, _ typology: String, _ strength: Double, _ statement: String,
    _ fields: [String], innocent: [String], tested: [String] = []
  ) -> IndicatorFinding {
    IndicatorFinding(
      IndicatorDefinition(
        id: id, title: title, typology: typology, weight: 0.5, source: "docs/indicators.md",
        innocentExplanations: innocent), strength: strength, statement: statement, fields: fields,
      tested: tested)
  }

  static func make(
    _ item: GoodsItem, declared: Determination, score: Double, lane: Lane, certainty: Double,
    headline: String,
    hypotheses: [Assessment.Hypothesis] = [], none: Double, licence: LicenceSettlement? = nil,
    indicators: [IndicatorFinding] = [], evidence: [IdentityEvidence] = [], remedies: [String] = [],
    specific: Bool
  ) -> Assessment {
    let row = item.source.line - 2
    return Assessment(
      row: row, item: item,
      reading: GoodsReading(
        claims: hypotheses.prefix(1).map { MaterialClaim($0.material, .named) }, isSpecific: specific),
      declared: declared,
      identity: Identity(
        candidates: hypotheses.map { .init($0.material, probability: $0.probability) }, none: none,
        evidence: evidence),
      hypotheses: hypotheses, licence: licence ?? .notNeeded(item: row), indicators: indicators, score: score,
      lane: lane, certainty: certainty, remedies: remedies, headline: headline)
  }
}
