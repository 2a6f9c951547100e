// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import ReferenceData
import Testing
import TradeModel

/// Sentences made of a pattern and the name of a mineral: what holds for one mineral must hold for all.
@Suite("Grammar of goods texts") struct GrammarTests {
  static let reference = ReferenceData.embedded

  /// Patterns by language: `X` is the name; whether the goods are the mineral.
  static let patterns: [(language: String, pattern: String, isNamed: Bool)] = [
    ("en", "unwrought X", true), ("en", "powder of X", true),
    ("en", "compounds of X, inorganic or organic", true),
    ("en", "X waste and scrap (excl. ash and residues containing X)", true),
    ("en", "slag, ash and residues containing mainly X", true), ("en", "ores and concentrates of X", true),
    ("en", "carbides of X, whether or not chemically defined", true), ("en", "crucibles of X metal", true),
    ("en", "products containing no X", false), ("en", "steel alloyed with X", false),
    ("en", "lamps with filaments of X", false), ("en", "ceramic goods (excl. of X)", false),
    ("en", "tubes of iron or steel, coated with X", false), ("en", "waste of metal other than X", false),
    ("en", "machines for working X", false), ("en", "plastics not containing lead, X or mercury", false),
    ("de", "X in Rohform", true), ("de", "Pulver, aus X", true), ("de", "Xverbindungen", true),
    ("de", "Abfälle und Schrott, aus X (ausg. Aschen und Rückstände, X enthaltend)", true),
    ("de", "Schlacken, Aschen und Rückstände, überwiegend X enthaltend", true), ("de", "Xlegierungen", true),
    ("de", "Waren, kein X enthaltend", false), ("de", "Stahl, mit X legiert", false),
    ("de", "Rohre aus Eisen oder Stahl, mit X überzogen", false), ("de", "Xhaltige Farben", false),
    ("de", "andere Metalle als X", false), ("de", "Öfen zum Schmelzen von X", false),
    ("fr", "X sous forme brute", true), ("fr", "minerais de X et leurs concentrés", true),
    ("fr", "composés inorganiques ou organiques, de X", true),
    ("fr", "scories, cendres et résidus contenant principalement du X", true),
    ("fr", "produits ne contenant pas de X", false), ("fr", "piles électriques, à l'oxyde de X", false),
    ("fr", "tubes en fer ou en acier, revêtus de X", false), ("fr", "peintures sans X", false),
    ("nl", "X, ruw", true), ("nl", "Xpoeder", true),
    ("nl", "slakken en residuen, die hoofdzakelijk X bevatten", true),
    ("nl", "verbindingen, anorganische of organische, van X", true),
    ("nl", "producten die geen X bevatten", false),
    ("nl", "buizen van ijzer of staal, bekleed met X", false), ("nl", "staal, gelegeerd met X", false),
    ("es", "X en bruto", true), ("es", "minerales de X y sus concentrados", true),
    ("es", "escorias, cenizas y residuos que contengan principalmente X", true),
    ("es", "productos que no contengan X", false), ("es", "desperdicios de metales distintos del X", false),
    ("es", "tubos de hierro o acero, revestidos de X", false),
    ("zh", "未锻轧X", true), ("zh", "X粉", true), ("zh", "X矿砂及其精矿", true), ("zh", "主要含X的矿渣、矿灰及残渣", true),
    ("zh", "不含X的塑料", false), ("zh", "镀X钢管", false), ("zh", "X以外的金属废料", false),
  ]

  /// Elements that are worth hiding, with their name in a language.
  static func names(_ language: String) -> [(slug: String, name: String)] {
    reference.minerals.compactMap { mineral in
      guard mineral.element != nil, reference.motives[mineral.slug] != nil,
        !["graphite", "superhard"].contains(mineral.slug),
        let name = mineral.names.first(where: { $0.language == language })?.names.first
      else { return nil }
      return (mineral.slug, name)
    }
  }

  @Test(arguments: patterns.indices)
  func `a pattern is read alike for every mineral`(_ index: Int) {
    let (language, pattern, isNamed) = Self.patterns[index]
    let names = Self.names(language)
    #expect(names.count > 20)
    var wrong: [String] = []
    for (slug, name) in names {
      let text = pattern.replacing("X", with: name)
      let claimed = GoodsReaderTests.reader.read(description: text, composition: nil, code: nil).claims
      let isClaimed = claimed.contains { Self.reference.mineral(of: $0.material).slug == slug }
      if isClaimed != isNamed { wrong.append(text) }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(names.count): \(wrong.prefix(4))")
  }

  @Test(arguments: [
    ("sodium paratungstate", "tungsten"), ("Natriummolybdat", "molybdenum"), ("vanadates", "vanadium"),
    ("hexafluorozirconate", "zirconium"), ("niobaten", "niobium"), ("antimoniato de sodio", "antimony"),
    ("vanadyl sulphate", "vanadium"), ("boric acid", "boron"), ("tungstic acid", "tungsten"),
    ("acide borique", "boron"),
    ("Verbindungen des Antimons", "antimony"),
    ("niobium, copper and tin, of a purity by weight of >= 95%", "tin"),
    ("ash containing principally niobium or tantalum", "niobium"),
    ("Unwrought lead, containing by weight antimony as the principal other element", "antimony"),
  ])
  func `salts, acids, genitives and lists name their minerals`(text: String, slug: String) {
    let claims = GoodsReaderTests.reader.read(description: text, composition: nil, code: nil).claims
    #expect(claims.contains { Self.reference.mineral(of: $0.material).slug == slug })
  }

  @Test(arguments: [
    "lead ingots containing by weight 0.02% of silver", "tris(2,3-dibromopropyl) phosphate",
    "waste and scrap of primary batteries, not containing lead, cadmium or mercury",
  ])
  func `a little of a metal, organic phosphates and negated lists name nothing`(text: String) {
    #expect(GoodsReaderTests.claims(text).isEmpty)
  }
}
