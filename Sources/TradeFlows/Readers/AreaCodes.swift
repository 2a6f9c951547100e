// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// Reads the codes and names that statistics use for countries and other areas.
public struct AreaCodes: Sendable {
  private let countries: CountryTable
  private let special: [String: CountryCode]

  /// Makes a reader from the countries of ISO 3166-1 and a table of codes that statistics add to them.
  public init(countries: CountryTable, special: [String: CountryCode]) {
    self.countries = countries
    self.special = special
  }

  /// The country or special area a text means, or nothing.
  ///
  /// - Parameter twoLetter: whether the column holds two-letter codes, where `NA` is Namibia; elsewhere it is nothing.
  public func area(_ text: String, twoLetter: Bool = false) -> CountryCode? {
    guard !text.isEmpty, text.utf8.count <= 80 else { return nil }
    if !twoLetter, text == "NA" { return nil }
    if let code = special[text] { return code }
    if twoLetter, let code = CountryCode(text), countries[code] != nil { return code }
    if let number = Int(text), number >= 0, number < 1000 {
      let digits = String(number)
      let padded = String(repeating: "0", count: 3 - digits.utf8.count) + digits
      return special[digits] ?? countries.code(named: padded)
    }
    return countries.code(named: text)
  }
}

extension AreaCodes {
  /// With the countries and special areas that the binary carries.
  public static let embedded = AreaCodes(
    countries: ReferenceData.embedded.countries, special: FlowReference.embedded.specialAreas)
}
