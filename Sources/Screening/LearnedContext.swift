// SPDX-License-Identifier: Apache-2.0

import Indicators
import Intake
import ReferenceData
import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the whole file teaches before any row is judged: prices under each code, kinds of parties, rates of exchange.
///
/// Medians and sets do not depend on the order of rows.
struct LearnedContext: Sendable {
  /// By subheading.
  private let prices: [Int32: PriceExpectation]
  /// By code of the party dictionary: the name is that of a forwarder, warehouse or courier.
  private let forwarders: [Bool]
  private let rates: RateTable

  init(_ table: DeclarationTable, reference: ReferenceData) {
    let rates = RateTable(table, reference.currencies)
    self.rates = rates
    var logs: [Int32: [Float]] = [:]
    let subheadings = table.commodityCodes.map { $0.map { Int32($0.subheading) } }
    for row in 0..<table.rowCount {
      guard let subheading = subheadings[Int(table.commodityCode[row])],
        let price = Self.price(table, row, rates), price > 0
      else { continue }
      logs[subheading, default: []].append(Float(log(price)))
    }
    prices = logs.compactMapValues { values in
      guard values.count >= 3 else { return nil }
      let median = Self.median(values)
      let spread = 1.4826 * Self.median(values.map { abs($0 - median) })
      return PriceExpectation(
        logMedian: Double(median), logSpread: Double(spread), observations: values.count)
    }
    forwarders = (0..<UInt32(table.parties.count)).map { code in
      ForwarderNames.matches(table.parties.names[table.parties[code].name])
    }
  }

  /// The median; of an even number of values the lower one, so that it is a value that occurs.
  private static func median(_ values: [Float]) -> Float {
    let sorted = values.sorted()
    return sorted[(sorted.count - 1) / 2]
  }

  private static func price(_ table: DeclarationTable, _ row: Int, _ rates: RateTable) -> Double? {
    let mass = table.netMass[row]
    let value = table.statisticalValue[row]
    guard mass > 0, value > 0, value != DeclarationTable.absent64,
      let rate = rates.usd(packed: table.currency[row], day: table.day[row])
    else { return nil }
    return Double(value) / Double(mass) * rate
  }

  /// US dollars per kilogram of net mass, at the rate of the month.
  func price(_ table: DeclarationTable, _ row: Int) -> Double? { Self.price(table, row, rates) }

  /// The statistical value in US dollars.
  func value(_ table: DeclarationTable, _ row: Int) -> Double? {
    let value = table.statisticalValue[row]
    guard value != DeclarationTable.absent64,
      let rate = rates.usd(packed: table.currency[row], day: table.day[row])
    else { return nil }
    return Double(value) / 1e6 * rate
  }

  func expectation(_ code: CommodityCode?) -> PriceExpectation? {
    code.flatMap { prices[Int32($0.subheading)] }
  }

  func isForwarder(_ party: UInt32) -> Bool { forwarders[Int(party)] }
}

/// Rates of exchange for quick look-up, one for each currency and day that the table holds.
private struct RateTable: Sendable {
  private var rates: [UInt64: Double] = [:]

  init(_ table: DeclarationTable, _ currencies: CurrencyTable) {
    var last: UInt64 = 0
    for row in 0..<table.rowCount where table.currency[row] != 0 {
      let key = Self.key(table.currency[row], table.day[row])
      guard key != last, rates[key] == nil else { continue }
      last = key
      let code = CurrencyCode(packed: table.currency[row])
      rates[key] = currencies.rate(of: code, on: Day(number: table.day[row]))?.usd
    }
  }

  private static func key(_ currency: UInt16, _ day: Int32) -> UInt64 {
    UInt64(currency) << 32 | UInt64(UInt32(bitPattern: day))
  }

  func usd(packed: UInt16, day: Int32) -> Double? {
    packed == CurrencyCode.usd.packed ? 1 : rates[Self.key(packed, day)]
  }
}
