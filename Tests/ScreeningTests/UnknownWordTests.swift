// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ControlLaw
import GoodsIdentity
import Indicators
import Ranking
import ReferenceData
import Screening
import Testing
import TradeModel

/// Promise 2 for words that nobody knows: they rule nothing out.
@Suite("Unknown words") struct UnknownWordTests {
  /// Every subheading under which goods that the law of China controls may travel.
  static let carriers: [CommodityCode] = {
    var codes: Set<Int> = []
    for id in screener.law.controlIDs {
      for dated in screener.law.control(id).codes { codes.insert(dated.code.subheading) }
    }
    for material in screener.reference.materials { codes.formUnion(material.subheadings) }
    return codes.sorted().compactMap { number in
      let digits = String(number)
      return try? CommodityCode(String(repeating: "0", count: 6 - digits.utf8.count) + digits)
    }.filter { screener.law.canTouch(GoodsReading(), code: $0, exportCountry: .china) }
  }()

  /// A text of words that mean nothing: consonants without vowels, rare ideographs, mark-up and formulas of tables.
  static func nonsense(_ generator: inout SeededGenerator) -> String {
    let letters = Array("qxzjvkwpfg")
    var words: [String] = []
    for _ in 0..<Int.random(in: 1...5, using: &generator) {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0:
        words.append(
          String(
            (0..<2).map { _ in
              Character(Unicode.Scalar(UInt32.random(in: 0x3500...0x4A00, using: &generator))!)
            }))
      case 1:
        words.append(
          ["<script>", "=cmd|calc", "@sum(1)", "'--", "{{x}}", "<b>zq</b>"].randomElement(using: &generator)!)
      case 2: words.append("\(Int.random(in: 1...9999, using: &generator))")
      default:
        var word = String(
          (0..<Int.random(in: 3...14, using: &generator)).map { _ in letters.randomElement(using: &generator)!
          })
        if Bool.random(using: &generator) { word = word.uppercased() }
        words.append(word)
      }
    }
    return words.joined(separator: Bool.random(using: &generator) ? " " : ", ")
  }

  @Test
  func `leave open whatever vague words leave open, under every code that can carry goods under control`() {
    #expect(Self.carriers.count > 100)
    var generator = SeededGenerator(seed: 20_251_125)
    for code in Self.carriers {
      let open = answer("goods", code)
      for _ in 0..<40 {
        let text = Self.nonsense(&generator)
        #expect(answer(text, code) == open, "\(text) under \(code)")
      }
    }
  }

  private func answer(_ text: String, _ code: CommodityCode) -> CompactDetermination {
    let reading = screener.reader.read(description: text, composition: nil, code: code)
    return screener.law.compact(
      LawQuestion(
        commodityCode: code, reading: reading, validOn: Day(year: 2025, month: 6, day: 10)!,
        exportCountry: .china,
        destination: CountryCode("JP")!))
  }

  @Test(arguments: [
    "=cmd|calc <script>", "xqzt blorf", "龘靐齉", "Qwrtz GmbH 12/7", "ZX-900 premium", "packed in boxes",
  ])
  func `are never released under a code that can carry gallium or germanium`(_ words: String) throws {
    let assessment = try assess(
      dysprosiumOxide.setting("goods_description", words).setting("commodity_code", "8112921000"))
    #expect(!assessment.reading.isSpecific)
    #expect(assessment.declared.outcome == .cannotDecide)
    #expect(assessment.lane >= .yellow)
  }

  @Test(arguments: [
    "plastic toys", "塑料玩具", "women's cotton jackets", "steel bolts", "sodium sulphate", "bicycle frames",
  ])
  func `known words of other goods still say that the goods are other goods`(_ words: String) throws {
    let reading = screener.reader.read(description: words, composition: nil, code: nil)
    #expect(reading.isSpecific && reading.claims.isEmpty)
  }

  @Test func `under a code that can carry nothing of concern, unknown words harm nobody`() throws {
    let assessment = try assess(bolts.setting("goods_description", "xqzt blorf"))
    #expect(assessment.lane == .green)
    #expect(assessment.declared.outcome == .notControlled)
  }
}
