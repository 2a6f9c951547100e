// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ControlLaw
import Indicators
import Testing
import TradeModel

private func item(
  _ row: Int, day: Int, kilograms: Int = 5, exporter: UInt32 = 1, consignee: UInt32 = 2,
  code: UInt64 = 2_846_901_500, declared: Outcome = .notControlled, material: UInt16? = 7
) -> FileItem {
  FileItem(
    row: row, day: Day(number: 20_000 + Int32(day)), exporter: exporter, consignee: consignee,
    destination: CountryCode("JP")!, commodityCode: CommodityCode(number: code, count: 10),
    netMass: Mass(ExactDecimal(kilograms), .kilogram), value: 100, mode: .express, declared: declared,
    material: material.map { MaterialID(rawValue: $0) })
}

@Suite("Indicators across items") struct FileIndicatorTests {
  @Test func `four small parcels in ten days are one consignment in parts`() {
    let items = (0..<4).map { item($0, day: $0 * 3) }
    #expect(Splitting().findings(items).map(\.row) == [0, 1, 2, 3])
  }

  @Test func `three parcels, or four spread over a month, or to four customers, are not`() {
    #expect(Splitting().findings((0..<3).map { item($0, day: $0) }).isEmpty)
    #expect(Splitting().findings((0..<4).map { item($0, day: $0 * 10) }).isEmpty)
    #expect(Splitting().findings((0..<4).map { item($0, day: $0, consignee: UInt32($0 + 2)) }).isEmpty)
    #expect(Splitting().findings((0..<4).map { item($0, day: $0, kilograms: 500) }).isEmpty)
    #expect(Splitting().findings((0..<4).map { item($0, day: $0, material: nil) }).isEmpty)
  }

  @Test func `a move from a controlled line to a free one is seen after the move only`() {
    let items = [
      item(0, day: 1, declared: .licenceRequired), item(1, day: 5, code: 2_846_909_990),
      item(2, day: 0, code: 2_846_909_990), item(3, day: 6, exporter: 9, code: 2_846_909_990),
    ]
    #expect(TariffLineShift().findings(items).map(\.row) == [1])
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `the order of items changes nothing`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let items = (0..<60).map { row in
      item(
        row, day: Int.random(in: 0..<25, using: &random), kilograms: Int.random(in: 1...40, using: &random),
        exporter: UInt32.random(in: 0...3, using: &random),
        consignee: UInt32.random(in: 1...2, using: &random),
        code: Bool.random(using: &random) ? 2_846_901_500 : 2_846_909_990,
        declared: Bool.random(using: &random) ? .licenceRequired : .notControlled)
    }
    for indicator in IndicatorCatalogue.across {
      let straight = indicator.findings(items)
      #expect(straight == indicator.findings(items.shuffled(using: &random)))
    }
  }
}
