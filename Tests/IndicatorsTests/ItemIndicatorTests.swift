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
    words: GoodsWords(GoodsReading(isSpecific: true), TextSigns()),
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

  private func controlled() -> ItemContext {
    var item = plain()
    item.declared = CompactDetermination(outcome: .licenceRequired, control: nil)
    item.licence = LicenceSettlement(item: 0, state: .covered)
    item.namedSpan = 200...600
    item.pricePerKilogram = 400
    item.packageCount = 10
    item.netMass = Mass(ExactDecimal(250), .kilogram)
    item.grossMass = Mass(ExactDecimal(270), .kilogram)
    return item
  }

  @Test
  func `a named material at a tenth of its price is pointed out, at its price or a little below it is not`() {
    var item = controlled()
    item.pricePerKilogram = 20
    #expect(fired(item).contains("under-valued"))
    item.pricePerKilogram = 180
    #expect(!fired(item).contains("under-valued"))
  }

  @Test func `a low price that the whole file shows is no strong lead`() {
    var item = controlled()
    item.pricePerKilogram = 20
    let alone = UnderValuedGoods().strength(item)
    item.expectation = PriceExpectation(logMedian: 3.2, logSpread: 0.4, observations: 50)
    #expect(UnderValuedGoods().strength(item) < alone)
  }

  @Test func `words that name nothing count in chapters of concern, particular ones never`() {
    var item = plain()
    item.reading = GoodsReading(isSpecific: false)
    #expect(fired(item).isEmpty)
    item.isChapterOfConcern = true
    #expect(fired(item) == ["vague-words"])
    item.isDescribed = false
    #expect(fired(item).isEmpty, "a file without descriptions says nothing by having none")
    item.isDescribed = true
    item.reading = GoodsReading(isSpecific: true)
    #expect(fired(item).isEmpty)
  }

  @Test func `packages far lighter than those of the code are pointed out for controlled goods`() {
    var item = controlled()
    item.packageMassDistance = -3
    #expect(!fired(item).contains("package-mass"), "the gross mass agrees with the net mass")
    item.grossMass = nil
    #expect(fired(item).contains("package-mass"))
    item.packageMassDistance = -1
    #expect(!fired(item).contains("package-mass"))
    item = plain()
    item.packageMassDistance = -3
    #expect(!fired(item).contains("package-mass"))
  }

  @Test func `a package lighter or heavier than its volume allows, or a gross mass far above net, cannot be`()
  {
    var item = controlled()
    item.packageBounds = 22...4200
    #expect(!fired(item).contains("impossible-load"))
    item.packageCount = 50
    #expect(fired(item).contains("impossible-load"))
    item.packageCount = 10
    item.grossMass = Mass(ExactDecimal(900), .kilogram)
    #expect(fired(item).contains("impossible-load"))
  }

  @Test func `an itinerary that goes on beyond the destination points to another one, for goods of concern`()
  {
    var item = controlled()
    #expect(!fired(item).contains("transhipment"))
    item.beyondDestination = CountryCode("HK")
    #expect(fired(item).contains("transhipment"))
    item = plain()
    item.beyondDestination = CountryCode("HK")
    #expect(!fired(item).contains("transhipment"))
  }

  @Test(arguments: [
    ("SINTERED NDFEB MAGNET 42UH BLOCK CONTAINS DY", true), ("NDFEB MAGNETS Dy1.8 N38SH", true),
    ("NDFEB MAGNET N38SH WITHOUT DY TB", false), ("magnet 35EH, no Tb", false), ("magnets dyed black", false),
    ("NDFEB MAGNET DY FREE", false),
  ])
  func `dysprosium and terbium are stated by their symbols, unless denied`(text: String, isStated: Bool) {
    let signs = TextSigns(description: text, composition: nil, reading: GoodsReading())
    #expect(signs.namesHeavyRareEarth == isStated)
  }

  @Test func `controlled goods of foreign origin are pointed out, steel bolts are not`() {
    var item = controlled()
    item.isForeignOrigin = true
    item.origin = CountryCode("TH")
    #expect(fired(item).contains("foreign-origin"))
    item = plain()
    item.isForeignOrigin = true
    #expect(fired(item).isEmpty)
  }

  @Test
  func `a purity that the trade sells as a grade is a faint lead, one a hair below the limit a strong one`() {
    var item = plain()
    item.nearLimits = [NearLimit(quantity: "purity, %", value: 99.9, limit: 99.99, controlCode: "3C003.c")]
    let grade = JustUnderLimit().strength(item)
    item.nearLimits[0].value = 99.98
    #expect(JustUnderLimit().strength(item) > 3 * grade)
  }

  @Test func `a magnet of a grade made with heavy rare earths that names none is pointed out`() {
    var item = plain()
    item.pricePerKilogram = 160
    item.signs = TextSigns(
      description: "MAGNET N45SH PrNd 30% Fe 69% B 1%", composition: nil, reading: item.reading)
    #expect(fired(item).contains("composition-closure"))
    item.signs = TextSigns(
      description: "MAGNET N45SH with dysprosium", composition: nil, reading: item.reading)
    #expect(!fired(item).contains("composition-closure"))
  }

  @Test func `an alloy priced many times its stated elements hides an element, at its worth it does not`() {
    var item = plain()
    item.commodityCode = CommodityCode(number: 7_202_999_000, count: 10)
    (item.isChapterOfConcern, item.isOfConcern) = (true, true)
    item.reading = magnetReading([("Fe", 60), ("Si", 30), ("Al", 6), ("Mn", 4)])
    item.signs = TextSigns(description: "ferro-alloy", composition: nil, reading: item.reading)
    item.containedValue = 9
    item.pricePerKilogram = 210
    #expect(fired(item).contains("composition-closure"))
    let exact = CompositionClosure().strength(item)
    item.reading = magnetReading([("Fe", 60), ("Si", 29.5), ("Al", 6), ("Mn", 4)])
    item.signs = TextSigns(description: "ferro-alloy", composition: nil, reading: item.reading)
    #expect(CompositionClosure().strength(item) < exact)
    item.pricePerKilogram = 20
    #expect(CompositionClosure().strength(item) == 0)
  }

  @Test func `goods of foreign origin that the law would hold as domestic ones are a strong lead`() {
    var item = plain()
    item.isForeignOrigin = true
    item.origin = CountryCode("VN")
    item.declared = CompactDetermination(outcome: .cannotDecide, control: nil)
    #expect(ForeignOrigin().strength(item) == 0)
    item.outcomeIfDomestic = .licenceRequired
    #expect(ForeignOrigin().strength(item) > 0.8)
    item.outcomeIfDomestic = .notControlled
    #expect(ForeignOrigin().strength(item) == 0)
  }

  @Test func `a coat at a wrong price is a slip, ferro-alloy at one a lead`() {
    var item = plain()
    item.expectation = PriceExpectation(logMedian: 0.9, logSpread: 0.4, observations: 40)
    item.pricePerKilogram = 60
    let coat = PriceOutsideBand().strength(item)
    item.isOfConcern = true
    #expect(PriceOutsideBand().strength(item) > 3 * coat)
  }

  @Test func `one dear sample is a fainter lead than a dear lot`() {
    var item = plain()
    item.expectation = PriceExpectation(logMedian: 0.9, logSpread: 0.4, observations: 40)
    item.pricePerKilogram = 60
    let lot = PriceOutsideBand().strength(item)
    item.netMass = Mass(ExactDecimal(2), .kilogram)
    #expect(PriceOutsideBand().strength(item) < lot / 2)
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
