// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ControlLaw
import Foundation
import Indicators
import Licensing
import Ranking
import Testing
import TradeModel

/// A plain item: steel bolts by sea at an ordinary price, nothing controlled, nothing missing.
private func plain() -> ItemContext {
  var item = ItemContext(
    day: Day("2025-06-10")!, destination: CountryCode("DE")!, mode: .sea,
    reading: GoodsReading(isSpecific: true), signs: TextSigns(),
    declared: CompactDetermination(outcome: .notControlled, control: nil),
    licence: LicenceSettlement.notNeeded(item: 0))
  item.commodityCode = CommodityCode(number: 7_318_150_000, count: 10)
  item.netMass = Mass(ExactDecimal(1200), .kilogram)
  item.grossMass = Mass(ExactDecimal(1260), .kilogram)
  item.pricePerKilogram = 2.4
  item.consigneeCountry = item.destination
  item.notifyCountry = item.destination
  return item
}

private func magnetReading(_ shares: [(String, Double)]) -> GoodsReading {
  GoodsReading(
    composition: shares.map { ElementShare(Element(symbol: $0.0)!, Bounds(exactly: $0.1)) },
    compositionIsWhole: true, isSpecific: true)
}

private func fired(_ item: ItemContext) -> [String] {
  IndicatorCatalogue.items.compactMap { $0.finding(item)?.definition.id }
}

@Suite("Indicators on one item") struct ItemIndicatorTests {
  @Test func `plain goods raise nothing`() {
    #expect(fired(plain()).isEmpty)
  }

  @Test func `every indicator has a name of its own, a source and innocent explanations`() {
    let definitions = IndicatorCatalogue.definitions
    #expect(Set(definitions.map(\.id)).count == definitions.count)
    for definition in definitions {
      #expect(!definition.source.isEmpty && !definition.innocentExplanations.isEmpty)
      #expect((0...1).contains(definition.weight))
    }
  }

  @Test func `the Yangshan composition that closes at exactly 100 without Dy or Tb is pointed out`() {
    var item = plain()
    item.reading = magnetReading([("Pr", 4.49), ("Nd", 13.5), ("Fe", 65.7), ("B", 0.95), ("Ce", 15.36)])
    item.signs = TextSigns(description: "NdFeB magnet", composition: nil, reading: item.reading)
    #expect(fired(item) == ["composition-closure"])
  }

  @Test func `the same composition with dysprosium stated is not`() {
    var item = plain()
    item.reading = magnetReading([("Nd", 29.0), ("Dy", 0.36), ("Fe", 69.69), ("B", 0.95)])
    item.signs = TextSigns(description: "NdFeB magnet", composition: nil, reading: item.reading)
    #expect(fired(item).isEmpty)
  }

  @Test(arguments: ["N38SH", "45UH", "magnet n35eh block", "N42AH"])
  func `a grade made with heavy rare earths as a rule is found`(_ text: String) {
    #expect(
      TextSigns(description: text, composition: nil, reading: GoodsReading()).highCoercivityGrade != nil)
  }

  @Test(arguments: ["N38", "N52M", "45H", "1234SH", "NSH38", "shaft 38 SHAPE"])
  func `other grades and words are not`(_ text: String) {
    #expect(
      TextSigns(description: text, composition: nil, reading: GoodsReading()).highCoercivityGrade == nil)
  }

  @Test func `a claim of not controlled counts only against the law`() {
    var item = plain()
    item.signs = TextSigns(description: "氧化镝 不属于管制物项", composition: nil, reading: GoodsReading())
    #expect(fired(item).isEmpty)
    item.declared = CompactDetermination(outcome: .licenceRequired, control: nil)
    #expect(fired(item) == ["not-controlled-claim"])
  }

  @Test func `a hidden material is stated with its probability`() throws {
    var item = plain()
    item.hidden = HiddenMaterial(
      material: MaterialID(rawValue: 3), name: "dysprosium metal", probability: 0.93,
      outcome: .licenceRequired)
    let finding = try #require(Misdescription().finding(item))
    #expect(finding.statement.contains("dysprosium metal (93 %)"))
    item.hidden?.probability = 0.05
    #expect(fired(item).isEmpty)
  }

  @Test func `a price must be far out, and the file must know enough`() {
    var item = plain()
    item.pricePerKilogram = 400
    item.expectation = PriceExpectation(logMedian: 0.9, logSpread: 0.4, observations: 50)
    #expect(fired(item) == ["price-outside-band"])
    item.expectation?.observations = 5
    #expect(fired(item).isEmpty)
    item.expectation = PriceExpectation(logMedian: 5.5, logSpread: 0.4, observations: 50)
    #expect(fired(item).isEmpty)
  }

  @Test func `a price many times that of the heading is the price of other goods`() {
    var item = plain()
    item.pricePerKilogram = 62
    item.headingUpperPrice = 6
    #expect(fired(item) == ["price-of-other-goods"])
    item.netMass = Mass(ExactDecimal(1), .kilogram)
    #expect(fired(item).isEmpty)
    item = plain()
    item.headingUpperPrice = 2
    #expect(fired(item).isEmpty)
  }

  @Test func `controlled goods without a licence cited are said to be so`() {
    var item = plain()
    item.licence.state = .notCited
    #expect(fired(item) == ["licence-missing"])
  }

  @Test func `a limit just kept counts only when the law lets the goods go`() {
    var item = plain()
    item.nearLimits = [NearLimit(quantity: "purity, %", value: 99.8, limit: 99.9, controlCode: "1C108.b")]
    #expect(fired(item) == ["just-under-limit"])
    item.declared = CompactDetermination(outcome: .licenceRequired, control: nil)
    #expect(fired(item).isEmpty)
  }

  @Test func `a licence that does not cover puts the item in the red lane`() {
    var item = plain()
    item.licence.state = .unfit
    let floors = IndicatorCatalogue.items.compactMap { $0.finding(item)?.definition.floor }
    #expect(floors == [.red])
  }

  @Test func `parties in another country matter for goods of concern only`() {
    var item = plain()
    item.notifyCountry = CountryCode("US")
    item.consigneeIsForwarder = true
    #expect(fired(item).isEmpty)
    item.declared = CompactDetermination(outcome: .cannotDecide, control: nil)
    #expect(fired(item) == ["transhipment", "forwarder-consignee"])
  }

  @Test func `masses that contradict each other and cheap goods by air are pointed out`() {
    var item = plain()
    item.grossMass = Mass(ExactDecimal(1100), .kilogram)
    #expect(fired(item) == ["quantity-misstatement"])
    item = plain()
    item.mode = .air
    item.pricePerKilogram = 0.4
    #expect(fired(item) == ["costly-carriage"])
  }

  @Test func `a residual code is pointed out beside the one that names the goods`() {
    var item = plain()
    item.commodityCode = CommodityCode(number: 8_108_901_090, count: 10)
    item.namedCode = CommodityCode(number: 8_108_901_010, count: 10)
    #expect(fired(item) == ["residual-code"])
  }
}

@Suite("The page on indicators") struct IndicatorPageTests {
  @Test func `names every indicator with its typology, weight, source and innocent explanations`() throws {
    let path = repositoryRoot() + "/docs/indicators.md"
    let page = try String(contentsOfFile: path, encoding: .utf8)
    for definition in IndicatorCatalogue.definitions {
      #expect(page.contains("| `\(definition.id)` | \(definition.typology) |"))
      #expect(page.contains("## \(definition.title) (`\(definition.id)`)"))
      #expect(page.contains(definition.source))
      for explanation in definition.innocentExplanations { #expect(page.contains(explanation)) }
    }
  }
}
