// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import GoodsIdentity
import Testing
import TradeModel

@Suite("Prices of a file") struct FilePricesTests {
  private static let codes = [7_202_999_000, 7_318_150_000, 7_318_160_000, 8_105_209_000].map {
    CommodityCode(number: $0, count: 10)!
  }
  private static let places = ["CN", "US", "JP", "DE"].map { CountryCode($0)! }

  private struct Row {
    var code: CommodityCode?
    var price: Double?
    var day: Day
    var origin: CountryCode?
    var destination: CountryCode?
  }

  private static func rows(_ seed: UInt64) -> [Row] {
    var random = SeededGenerator(seed: seed)
    return (0..<Int.random(in: 0...900, using: &random)).map { _ in
      Row(
        code: Int.random(in: 0..<12, using: &random) == 0 ? nil : codes.randomElement(using: &random),
        price: [nil, 0, 1e-9, 1e12, exp(Double.random(in: -3...6, using: &random))][
          min(4, Int.random(in: 0..<30, using: &random))],
        day: Day(number: 19_000 + Int32.random(in: 0..<200, using: &random)),
        origin: Bool.random(using: &random) ? places.randomElement(using: &random) : nil,
        destination: places.randomElement(using: &random))
    }
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `answer for each row what a price book of the same rows answers`(_ seed: UInt64) {
    let rows = Self.rows(seed)
    var book = PriceBook.Builder()
    var file = FilePrices.Builder(rows: rows.count)
    for row in rows {
      if let code = row.code, let price = row.price {
        book.add(
          code: code, usdPerKilogram: price, day: row.day, origin: row.origin, destination: row.destination)
      }
      file.add(
        code: row.code, codeNumber: UInt32(row.code.map { $0.number % 100_000_007 } ?? 0),
        month: PriceBook.month(of: row.day), origin: row.origin, destination: row.destination,
        usdPerKilogram: row.price)
    }
    let learned = book.finish()
    let prices = file.finish()
    for (index, row) in rows.enumerated() {
      let expected = row.code.flatMap {
        learned.band(code: $0, day: row.day, origin: row.origin, destination: row.destination)
      }
      #expect(prices.band(index) == expected)
    }
  }
}
