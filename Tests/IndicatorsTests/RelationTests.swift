// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ControlLaw
import Indicators
import Testing
import TradeModel

/// Ferro-alloy at a usual price by sea between two parties: nothing to see.
private func item(
  _ row: Int, day: Int = 0, exporter: UInt32 = 1, consignee: UInt32 = 2, code: UInt64 = 7_202_999_000,
  kilograms: Int = 800, to destination: String = "JP", mode: TransportMode = .sea,
  declared: Outcome = .notControlled,
  change: (inout FileItem) -> Void = { _ in }
) -> FileItem {
  var item = FileItem(
    row: row, day: Day(number: 20_000 + Int32(day)), exporter: exporter, consignee: consignee,
    destination: CountryCode(destination)!, commodityCode: CommodityCode(number: code, count: 10),
    netMass: Mass(ExactDecimal(kilograms), .kilogram), value: 100, mode: mode, declared: declared,
    material: nil)
  item.priceDistance = 0.1
  item.usualKilograms = 20_000
  item.office = 1
  change(&item)
  return item
}

private func rows(_ indicator: some FileIndicator, _ items: [FileItem]) -> [Int] {
  let findings = indicator.findings(items)
  for finding in findings {
    #expect(finding.strength > 0 && finding.strength <= 1)
    #expect(!finding.statement.text.isEmpty && !finding.statement.fields.isEmpty)
  }
  return findings.map(\.row)
}

@Suite("What items show together") struct RelationTests {
  @Test func `two consignments of the same parties at the price of other goods are more than an outlier`() {
    let items = (0..<3).map { item($0, day: $0) { $0.priceDistance = 4 } }
    #expect(rows(ConsistentPrice(), items) == [0, 1, 2])
  }

  @Test func `one odd price among usual ones, or of another customer, is an outlier`() {
    let one = [item(0) { $0.priceDistance = 4 }, item(1), item(2), item(3)]
    #expect(rows(ConsistentPrice(), one).isEmpty)
    let two = [item(0) { $0.priceDistance = 4 }, item(1, consignee: 9) { $0.priceDistance = 4 }]
    #expect(rows(ConsistentPrice(), two).isEmpty)
  }

  @Test func `regular trade with a faint doubt on each item adds up to nothing`() {
    let items = (0..<40).map { item($0, day: $0) { $0.hidden = 0.01 } }
    #expect(rows(ConsistentPrice(), items).isEmpty)
  }

  @Test func `what a code leaves open for everybody says nothing of one pair of parties`() {
    var items: [FileItem] = []
    for pair in 0..<6 {
      for day in 0..<4 {
        items.append(item(items.count, day: day, exporter: UInt32(pair + 1)) { $0.hidden = 0.4 })
      }
    }
    #expect(rows(ConsistentPrice(), items).isEmpty)
    for index in 0..<4 { items[index].hidden = 0.9 }
    #expect(rows(ConsistentPrice(), items) == [0, 1, 2, 3])
  }

  @Test func `parcels that leave under a licence are a fainter lead`() {
    let free = (0..<5).map { item($0, day: $0, exporter: UInt32($0 + 1), kilograms: 8, mode: .express) }
    let licensed = free.map { item -> FileItem in
      var item = item
      (item.licence, item.declared) = (7, .licenceRequired)
      return item
    }
    let (a, b) = (PooledParcels().findings(free), PooledParcels().findings(licensed))
    #expect(a.count == 5 && b.count == 5)
    #expect(zip(a, b).allSatisfy { $0.strength > 2 * $1.strength })
  }

  @Test func `parcels of several senders that reach one consignee within days are pooled`() {
    let items = (0..<5).map { item($0, day: $0, exporter: UInt32($0 + 1), kilograms: 8, mode: .express) }
    #expect(rows(PooledParcels(), items) == [0, 1, 2, 3, 4])
  }

  @Test func `parcels by sea, over months, or to many consignees are not`() {
    #expect(rows(PooledParcels(), (0..<5).map { item($0, day: $0, kilograms: 8) }).isEmpty)
    #expect(rows(PooledParcels(), (0..<5).map { item($0, day: $0 * 30, kilograms: 8, mode: .mail) }).isEmpty)
    #expect(
      rows(PooledParcels(), (0..<5).map { item($0, consignee: UInt32($0 + 2), kilograms: 8, mode: .mail) })
        .isEmpty)
  }

  @Test func `a shop whose goods always travel in parcels is a faint lead only`() throws {
    let shop = (0..<5).map { item($0, kilograms: 8, mode: .express) { $0.usualKilograms = 6 } }
    let bulk = (0..<5).map { item($0, kilograms: 8, mode: .express) }
    let faint = try #require(PooledParcels().findings(shop).first).strength
    let strong = try #require(PooledParcels().findings(bulk).first).strength
    #expect(faint < strong / 3)
  }

  @Test func `a new exporter that sends other goods to a buyer of strategic minerals is seen`() {
    let items = [
      item(0, day: 1, declared: .licenceRequired) { $0.isStrategic = true },
      item(1, day: 30, exporter: 7),
    ]
    #expect(rows(TakenOverBuyer(), items) == [1])
  }

  @Test func `the supplier itself, an earlier delivery, or another buyer is not`() {
    let strategic = item(0, day: 10, declared: .licenceRequired) { $0.isStrategic = true }
    #expect(rows(TakenOverBuyer(), [strategic, item(1, day: 30)]).isEmpty)
    #expect(rows(TakenOverBuyer(), [strategic, item(1, day: 3, exporter: 7)]).isEmpty)
    #expect(rows(TakenOverBuyer(), [strategic, item(1, day: 30, exporter: 7, consignee: 8)]).isEmpty)
  }

  @Test func `a country of transit that nobody else uses is seen for goods of concern only`() {
    var items = (0..<40).map { item($0) { $0.transit = CountryCode("SG") } }
    items.append(item(40, declared: .licenceRequired) { $0.transit = CountryCode("RU") })
    items.append(item(41) { $0.transit = CountryCode("RU") })
    #expect(rows(UnusualRoute(), items) == [40])
  }

  @Test func `a consignee's single delivery to another country is seen`() {
    var items = (0..<6).map { item($0, declared: .licenceRequired) }
    items.append(item(6, to: "RU", declared: .licenceRequired))
    #expect(rows(UnusualRoute(), items) == [6])
    #expect(rows(UnusualRoute(), Array(items.prefix(6))).isEmpty)
  }

  @Test func `a licence cited by two exporters is seen, one cited by its holder or by many is not`() {
    func citing(_ row: Int, _ exporter: UInt32, _ licence: UInt32) -> FileItem {
      item(row, exporter: exporter) { $0.licence = licence }
    }
    #expect(rows(SharedLicence(), [citing(0, 1, 5), citing(1, 2, 5)]) == [0, 1])
    #expect(rows(SharedLicence(), [citing(0, 1, 5), citing(1, 1, 5), citing(2, 2, 6)]).isEmpty)
    #expect(rows(SharedLicence(), (0..<12).map { citing($0, UInt32($0 + 1), 5) }).isEmpty)
  }

  @Test func `the same material at a tenth of what others pay is seen, at their price it is not`() {
    func sold(_ row: Int, at price: Double) -> FileItem {
      item(row, day: row, exporter: UInt32(row + 1), kilograms: 100, declared: .licenceRequired) {
        $0.isStrategic = true
        $0.material = MaterialID(rawValue: 7)
        $0.value = 100 * price
      }
    }
    let usual = (0..<10).map { sold($0, at: 300 + Double($0) * 10) }
    #expect(rows(BelowPeers(), usual).isEmpty)
    #expect(rows(BelowPeers(), usual + [sold(10, at: 30)]) == [10])
    #expect(rows(BelowPeers(), Array(usual.prefix(3)) + [sold(10, at: 30)]).isEmpty)
  }

  @Test
  func `light packages and a dear kilogram together say that mass is not stated, either alone does not`() {
    func sold(_ row: Int, at price: Double, each kilograms: Double) -> FileItem {
      item(row, day: row, exporter: UInt32(row + 1), kilograms: 100, declared: .licenceRequired) {
        $0.isStrategic = true
        $0.material = MaterialID(rawValue: 7)
        $0.value = 100 * price
        $0.packageKilograms = kilograms
      }
    }
    let usual = (0..<12).map { sold($0, at: 300 + Double($0), each: 20 + Double($0) / 10) }
    #expect(rows(UnstatedMass(), usual + [sold(12, at: 900, each: 6)]) == [12])
    #expect(rows(UnstatedMass(), usual + [sold(12, at: 900, each: 20), sold(13, at: 300, each: 12)]).isEmpty)
  }

  @Test func `packages far too light speak alone only where everybody packs alike`() {
    func sold(_ row: Int, exporter: UInt32? = nil, each kilograms: Double, in packages: Double = 8)
      -> FileItem
    {
      item(
        row, day: row, exporter: exporter ?? UInt32(row + 1), kilograms: Int(kilograms * packages),
        declared: .licenceRequired
      ) {
        $0.isStrategic = true
        $0.material = MaterialID(rawValue: 7)
        $0.value = kilograms * packages * 300
        $0.packageKilograms = kilograms
      }
    }
    let usual = (0..<12).map { sold($0, each: 980 + Double($0)) }
    #expect(rows(UnstatedMass(), usual + [sold(12, each: 240)]) == [12])
    // The only package, two exporters with the same bags, one exporter that always fills the same bag, and a light lack.
    #expect(rows(UnstatedMass(), usual + [sold(12, each: 240, in: 1)]).isEmpty)
    #expect(rows(UnstatedMass(), usual + [sold(12, each: 240), sold(13, each: 250)]).isEmpty)
    #expect(
      rows(UnstatedMass(), usual + [sold(12, exporter: 90, each: 240), sold(13, exporter: 90, each: 240)])
        .isEmpty)
    #expect(rows(UnstatedMass(), usual + [sold(12, each: 700)]).isEmpty)
    let mixed = (0..<12).map { sold($0, each: $0 % 2 == 0 ? 1_000 : 25) }
    #expect(rows(UnstatedMass(), mixed + [sold(12, each: 200)]).isEmpty)
  }

  @Test func `no licence where others cite one for the same goods is seen, before the control it is not`() {
    func sent(_ row: Int, day: Int, licence: UInt32) -> FileItem {
      item(row, day: day, exporter: UInt32(row + 1), declared: .cannotDecide) {
        $0.isStrategic = true
        $0.material = MaterialID(rawValue: 7)
        $0.licence = licence
      }
    }
    let licensed = (0..<10).map { sent($0, day: 100 + $0, licence: UInt32($0 + 1)) }
    #expect(rows(LicenceOfPeers(), licensed + [sent(10, day: 105, licence: 0)]) == [10])
    let free = (20..<30).map { sent($0, day: $0, licence: 0) }
    #expect(rows(LicenceOfPeers(), licensed + free).isEmpty)
  }

  @Test func `a remark that hardly anybody makes is seen, a usual one is not`() {
    func remarked(_ row: Int, _ says: Bool) -> FileItem { item(row) { $0.isRemarkedFree = says } }
    #expect(rows(RareRemark(), (0..<40).map { remarked($0, $0 == 3) }) == [3])
    #expect(rows(RareRemark(), (0..<40).map { remarked($0, $0 % 2 == 0) }).isEmpty)
  }

  @Test func `cheap goods that never fly are seen by air, the more so in heavy packages`() {
    var items = (0..<60).map { item($0) }
    items.append(item(60, mode: .air))
    items.append(item(61, mode: .air) { $0.packageDistance = 3 })
    let findings = UnusualCarriage().findings(items)
    #expect(findings.map(\.row) == [60, 61])
    #expect(findings.count == 2 && findings[1].strength > findings[0].strength)
    #expect(rows(UnusualCarriage(), (0..<60).map { item($0, mode: $0 % 2 == 0 ? .air : .sea) }).isEmpty)
  }

  @Test func `words that name nothing on the residual line of a dealer's heading are seen`() {
    let controlled = item(0, code: 2_846_901_500, declared: .licenceRequired) { $0.isStrategic = true }
    let vague = item(1, day: 0, code: 2_846_909_990, declared: .cannotDecide) { $0.isVague = true }
    #expect(rows(TariffLineShift(), [controlled, vague]) == [1])
    let other = item(1, exporter: 5, code: 2_846_909_990, declared: .cannotDecide) { $0.isVague = true }
    #expect(rows(TariffLineShift(), [controlled, other]).isEmpty)
  }

  @Test func `other goods by another mode and office after strategic ones are seen`() {
    let before = item(0, day: 1, declared: .licenceRequired) { $0.isStrategic = true }
    let after = item(1, day: 9, mode: .mail) { $0.office = 2 }
    #expect(rows(ChannelChange(), [before, after]) == [1])
    #expect(rows(ChannelChange(), [before, item(1, day: 9) { $0.office = 2 }]).isEmpty)
    #expect(rows(ChannelChange(), [before, item(1, day: 9, mode: .mail)]).isEmpty)
    #expect(rows(ChannelChange(), [item(1, day: 9, mode: .mail) { $0.office = 2 }]).isEmpty)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `the order of items changes nothing`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let items = (0..<80).map { row in
      item(
        row, day: Int.random(in: 0..<20, using: &random), exporter: UInt32.random(in: 1...4, using: &random),
        consignee: UInt32.random(in: 1...3, using: &random),
        kilograms: Int.random(in: 1...60, using: &random),
        to: Bool.random(using: &random) ? "JP" : "RU", mode: Bool.random(using: &random) ? .express : .sea,
        declared: Bool.random(using: &random) ? .licenceRequired : .notControlled
      ) {
        $0.isStrategic = Bool.random(using: &random)
        $0.hidden = Double.random(in: 0...0.4, using: &random)
        $0.priceDistance = Double.random(in: -3...5, using: &random)
        $0.licence = UInt32.random(in: 0...3, using: &random)
        $0.office = UInt32.random(in: 1...3, using: &random)
        $0.transit = Bool.random(using: &random) ? CountryCode("SG") : nil
      }
    }
    let shuffled = items.shuffled(using: &random)
    for indicator in IndicatorCatalogue.across {
      #expect(indicator.findings(items) == indicator.findings(shuffled))
    }
  }
}
