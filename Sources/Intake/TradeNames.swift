// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// What the readers ask of reference data: countries and currencies by the names that stand in declarations.
public protocol TradeNames: Sendable {
  /// The country of a code or a name in any language known, or nothing.
  func country(named text: String) -> CountryCode?
  /// The nearest known country name or code, for "did you mean".
  func nearestCountry(to text: String) -> String?
  /// The currency of a code or a name, or nothing.
  func currency(named text: String) -> CurrencyCode?
}

/// Country and currency codes by shape only: any two, any three letters.
///
/// For tools that have no reference data at hand; a misspelt code is not found by it.
public struct CodeShapes: TradeNames {
  public init() {}
  public func country(named text: String) -> CountryCode? { CountryCode(text) }
  public func nearestCountry(to text: String) -> String? { nil }
  public func currency(named text: String) -> CurrencyCode? { CurrencyCode(text.uppercased()) }
}
