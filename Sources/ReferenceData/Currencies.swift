// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A currency of ISO 4217.
public struct Currency: Sendable, Hashable {
  public var code: CurrencyCode
  public var name: String
  /// Usual signs and names beside the code (`RMB`, `¥`, `美元`).
  public var otherNames: [String]
}

/// An exchange rate: USD for one unit.
public struct ExchangeRate: Sendable, Hashable {
  public var usd: Double
  public var confidence: Confidence
  /// Key of the source.
  public var source: String
}

/// Currencies, and what they were worth in US dollars month by month.
public struct CurrencyTable: Sendable {
  public let all: [Currency]
  let names: [String: CurrencyCode]
  /// Monthly rates from the first month on, zero where none was published; keyed by packed currency.
  let monthly: [UInt16: [Double]]
  let firstMonth: Int
  /// Approximate rates by month from which they hold, in order of month.
  let approximate: [UInt16: [(month: Int, usd: Double)]]

  init(
    _ currencies: [Currency], monthly: [UInt16: [Double]], firstMonth: Int,
    approximate: [UInt16: [(month: Int, usd: Double)]]
  ) {
    all = currencies.sorted { $0.code < $1.code }
    var names: [String: CurrencyCode] = [:]
    for currency in all {
      for name in [currency.code.description, currency.name] + currency.otherNames {
        names[name.lowercased()] = currency.code
      }
    }
    self.names = names
    self.monthly = monthly
    self.firstMonth = firstMonth
    self.approximate = approximate
  }

  public func isAssigned(_ code: CurrencyCode) -> Bool { names[code.description.lowercased()] == code }

  /// Finds a currency by its code or a usual sign or name (`RMB`, `US$`, `人民币`).
  public func code(named text: String) -> CurrencyCode? {
    text.utf8.count <= 64 ? names[text.lowercased()] : nil
  }

  /// USD for one unit of a currency in the month of a day; the nearest published month within two years, or nothing.
  public func rate(of code: CurrencyCode, on day: Day) -> ExchangeRate? {
    if code == .usd { return ExchangeRate(usd: 1, confidence: .confirmed, source: "ecb") }
    let (year, month, _) = day.civil
    let wanted = year * 12 + month - 1
    if let rates = monthly[code.packed] {
      for distance in 0...24 {
        for index in [wanted - distance - firstMonth, wanted + distance - firstMonth]
        where rates.indices.contains(index) && rates[index] > 0 {
          if distance > 1, approximate[code.packed] != nil { break }
          return ExchangeRate(
            usd: rates[index], confidence: distance == 0 ? .confirmed : .inferred, source: "ecb")
        }
      }
    }
    guard let steps = approximate[code.packed],
      let step = steps.last(where: { $0.month <= wanted }) ?? steps.first
    else { return nil }
    return ExchangeRate(usd: step.usd, confidence: .memory, source: "compiled")
  }

  /// An amount in US dollars at the rate of its month, or nothing when no rate is known.
  public func usd(_ money: Money, on day: Day) -> Double? {
    rate(of: money.currency, on: day).map { money.amount.double * $0.usd }
  }
}
