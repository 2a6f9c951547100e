// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// Country and currency names by the reference data.
///
/// A country given as a number is refused: the same digits are one country to ISO 3166-1 and another to the code
/// list of Chinese customs in use until 2018; a mapping file says which (`countries:`).
public struct ReferenceNames: TradeNames {
  let data: ReferenceData

  public init(_ data: ReferenceData = .embedded) { self.data = data }

  public func country(named text: String) -> CountryCode? {
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return nil }
    if let code = data.countries.code(named: text) { return code }
    // "日本(JPN)", "China (CN)": the name without what stands in brackets.
    if let bracket = text.firstIndex(where: { "(（[".contains($0) }), bracket > text.startIndex {
      return data.countries.code(named: String(text[..<bracket]))
    }
    return nil
  }

  public func nearestCountry(to text: String) -> String? {
    data.countries.suggestions(for: text, limit: 1).first.map { "\($0.name) (\($0.code))" }
  }

  public func currency(named text: String) -> CurrencyCode? { data.currencies.code(named: text) }
}
