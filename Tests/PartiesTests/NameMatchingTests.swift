// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ListReaders
import Parties
import Tabular
import Testing

@Suite("Matching names") struct NameMatchingTests {
  static func p(_ a: String, _ b: String, _ kind: PartyKind = .organisation) -> Double {
    var scorer = NameScorer()
    return scorer.score(PreparedName(a, kind: kind), PreparedName(b, kind: kind)).probability
  }

  @Test(
    "the same party written otherwise is a match",
    arguments: [
      (
        "Nordic Tungsten GmbH", "NORDIC TUNGSTEN Gesellschaft mit beschränkter Haftung",
        PartyKind.organisation
      ),
      ("Hunan Xinhua Antimony Co., Ltd.", "Hunan Xin Hua Antimony Company Limited", .organisation),
      ("First Mining Int'l", "1st Mining International", .organisation),
      ("ООО Северный Галлий", "OOO Severnyy Galliy", .organisation),
      ("Ｎｏｒｄｉｃ Ｔｕｎｇｓｔｅｎ", "Nordic Tungsten", .organisation),
      ("Nor\u{200B}dic Tung\u{202E}sten", "Nordic Tungsten", .organisation),
      ("Crédit Métallique", "Credit Metallique", .organisation),
      ("SIDOROV, Ivan Petrovich", "Ivan Petrovich Sidorov", .person),
      ("Dr. Ivan Sidorov", "Ivan Sidorov", .person), ("Mao Tse-tung", "Mao Zedong", .person),
      ("김정은", "Kim Jeong-eun", .person), ("習近平", "Xi Jinping", .person),
    ])
  func matches(_ a: String, _ b: String, _ kind: PartyKind) {
    #expect(Self.p(a, b, kind) >= NameModel.threshold)
  }

  @Test(
    "another party is not a match",
    arguments: [
      ("Nordic Tungsten GmbH", "Baltic Graphite GmbH", PartyKind.organisation),
      ("China Petroleum Corporation", "China Pipeline Corporation", .organisation),
      ("Bank of China (Hong Kong) Limited", "Bank of China (Australia) Limited", .organisation),
      ("Ivan Sidorov", "Pyotr Sidorov", .person), ("Omar bin Khalid", "Khalid bin Omar", .person),
      ("A. Sidorov", "Ivan Sidorov", .person),
    ])
  func differs(_ a: String, _ b: String, _ kind: PartyKind) {
    #expect(Self.p(a, b, kind) < NameModel.threshold)
  }

  @Test(
    "hostile names neither crash nor match anything",
    arguments: [
      "", " ", "\u{0}", "😀😀😀", "Ltd.", "GmbH & Co. KG", "....", "\u{202E}\u{202C}", "'''", "&&&&", "a", "1",
      String(repeating: "x", count: 100_000), String(repeating: "a b ", count: 50_000),
      String(repeating: "铁", count: 20_000),
      "\u{FFFD}\u{FFFE}", "𝐀𝐁𝐂", String(repeating: "\u{301}", count: 5000),
    ])
  func hostile(_ name: String) {
    for kind in PartyKind.allCases {
      let score = Self.p(name, "Nordic Tungsten Trading", kind)
      #expect(score < 0.5)
      #expect(score.isFinite)
    }
  }

  @Test func `the score does not depend on the order of the two names`() {
    let names = [
      "Nordic Tungsten GmbH", "Hunan Xinhua Antimony", "OOO Severny Galliy", "Nordik Tungstn", "Xin Hua",
      "N. Tungsten",
    ]
    for a in names { for b in names { #expect(abs(Self.p(a, b) - Self.p(b, a)) < 0.12, "\(a) \(b)") } }
  }

  @Test func `case, accents, legal form and word order cost little, and an exact match ranks above them`()
    throws
  {
    var scorer = NameScorer()
    let exact = PreparedName("Hunan Xinhua Antimony Co Ltd", kind: .organisation)
    let top = scorer.score(exact, exact)
    for other in ["HUNAN XINHUA ANTIMONY", "Antimony Xinhua Hunan Co Ltd", "Hunan Xinhua Antimny Co Ltd"] {
      let score = scorer.score(exact, PreparedName(other, kind: .organisation))
      #expect(score.probability > 0.8)
      #expect(score.rank <= top.rank)
    }
    let long = PreparedName("Hunan Xinhua Antimony Smelting Export Works", kind: .organisation)
    #expect(scorer.score(long, long).rank > top.rank, "more confirmed words rank higher, with no ceiling")
  }

  @Test func `an explanation adds up to the probability and names the words`() throws {
    var scorer = NameScorer()
    let explanation = scorer.explain(
      PreparedName("Nordik Tungsten", kind: .organisation),
      PreparedName("Nordic Tungsten AG", kind: .organisation))
    let sum = explanation.base + explanation.contributions.reduce(0) { $0 + $1.logOdds }
    #expect(abs(LogisticFit.sigmoid(sum) - explanation.score.probability) < 1e-9)
    #expect(
      explanation.links.contains { $0.first == "nordik" && $0.second == "nordic" && $0.how == .likeness })
  }

  @Test func `logistic fitting recovers known weights`() {
    var generator = SeededGenerator(seed: 4)
    var rows: [[Double]] = []
    var labels: [Bool] = []
    for _ in 0..<20_000 {
      let row = [Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator)]
      let p = LogisticFit.sigmoid(2 * row[0] - 1 * row[1] + 0.5)
      rows.append(row)
      labels.append(Double.random(in: 0..<1, using: &generator) < p)
    }
    let fit = LogisticFit(rows: rows, labels: labels, penalty: 0.01)
    for (got, wanted) in zip(fit.weights, [2, -1, 0.5]) { #expect(abs(got - wanted) < 0.12) }
  }

  @Test(
    "labelled pairs are told apart without being fitted to",
    .enabled(if: SharedData.path("data/parties/name_pairs_dev.csv") != nil, "needs the labelled pairs"))
  func labelled() throws {
    let path = try #require(SharedData.path("data/parties/name_pairs_dev.csv"))
    let pairs = try LabelledPair.read(try DelimitedText(try ListFiles.bytes(path)))
    let result = NameEvaluation(pairs, probabilities: NameEvaluation.crossValidated(pairs, folds: 10))
    #expect(result.f1 >= 0.88)
    #expect(result.auc >= 0.93)
    let means = result.means.map(\.mean)
    #expect(means == means.sorted(by: >), "\(result.means)")
  }

  @Test func `search finds the name among many, whatever the order of its words`() throws {
    let words = [
      "alpha", "borex", "carbon", "delta", "ferrum", "gallon", "helix", "indigo", "jasper", "kobalt", "lumen",
      "mangan",
    ]
    var names: [(name: String, kind: PartyKind, owner: Int)] = []
    for (i, a) in words.enumerated() {
      for (j, b) in words.enumerated() where i != j {
        names.append(("\(a) \(b) trading", .organisation, names.count))
      }
    }
    var searcher = NameSearcher(NameIndex(names))
    for (index, entry) in names.enumerated() where index % 7 == 0 {
      let typo = entry.name.replacing("trading", with: "Tradng Ltd").uppercased()
      let best = try #require(searcher.search(typo, kind: .organisation, most: 3).first)
      // Word order does not tell parties apart.
      #expect(Set(names[best.owner].name.split(separator: " ")) == Set(entry.name.split(separator: " ")))
    }
    #expect(searcher.search("", kind: .unknown, most: 3).isEmpty)
    var empty = NameSearcher(NameIndex([(name: String, kind: PartyKind, owner: Int)]()))
    #expect(empty.search("alpha", kind: .unknown, most: 3).isEmpty)
  }

  @Test(
    "check digits",
    arguments: [("91350100M000100Y43", true), ("91350100M000100Y44", false), ("9135010OM000100Y43", false)])
  func uscc(_ code: String, _ valid: Bool) { #expect(IdentifierCheck.isUSCC(Array(code.utf8)) == valid) }

  @Test func `legal entity identifiers and ship numbers are checked by their last digits`() {
    #expect(IdentifierCheck.isLEI(Array("5493001KJTIIGC8Y1R12".utf8)))
    #expect(!IdentifierCheck.isLEI(Array("5493001KJTIIGC8Y1R13".utf8)))
    #expect(IdentifierCheck.isIMO(Array("9074729".utf8)))
    #expect(!IdentifierCheck.isIMO(Array("9074728".utf8)))
  }

  @Test(arguments: [
    ("Kanlo Trdg Co Ltd", "Kanlo Trading Company Limited", true),
    ("Ferro Mfg Inc", "Ferro Manufacturing Incorporated", true),
    ("Alder Intl Svcs", "Alder International Services", true),
    ("Kanlo Tdx Co Ltd", "Kanlo Trading Company Limited", false),
  ])
  func `usual words written short stand for the word, other letters do not`(
    _ short: String, _ long: String, _ isShort: Bool
  ) {
    var scorer = NameScorer()
    let explained = scorer.explain(
      PreparedName(short, kind: .organisation), PreparedName(long, kind: .organisation))
    #expect((explained.score.probability > 0.7) == isShort, "\(explained.lines)")
    let back = scorer.explain(
      PreparedName(long, kind: .organisation), PreparedName(short, kind: .organisation))
    #expect(abs(back.score.probability - explained.score.probability) < 1e-9)
  }

  @Test func `a name cut off at the width of its field is still found`() {
    var scorer = NameScorer()
    let whole = PreparedName("Scientific Research Institute of Applied Acoustics", kind: .organisation)
    let cut = scorer.score(PreparedName("Scientific Research Institute of Appl", kind: .organisation), whole)
    let other = scorer.score(
      PreparedName("Scientific Research Institute of Chem", kind: .organisation), whole)
    #expect(cut.probability > 0.6)
    #expect(cut.rank > other.rank + 1)
    // A short name is no name cut off.
    let short = scorer.explain(
      PreparedName("Delta Met", kind: .organisation), PreparedName("Delta Metals", kind: .organisation))
    #expect(!short.links.contains { $0.how == .cutOff })
  }

  @Test func `words more confirmed always rank higher`() {
    var scorer = NameScorer()
    var last = -Double.infinity
    for count in 1...12 {
      let name = PreparedName(
        (0..<count).map { "Word\(Character(Unicode.Scalar(UInt8(97 + $0))))ara" }.joined(separator: " "),
        kind: .organisation)
      let rank = scorer.score(name, name).rank
      #expect(rank > last)
      last = rank
    }
  }
}
