// SPDX-License-Identifier: Apache-2.0

internal import CNames
public import TradeModel

/// Countries by their names in the main trade languages (CLDR).
public enum NameCountries {
  private static let codes: [String: CountryCode] = {
    var codes: [String: CountryCode] = [:]
    for (code, name) in NameTables.readCountries() where codes[name] == nil {
      codes[name] = CountryCode(code)
    }
    for (name, code) in [
      ("russian federation", "RU"), ("dprk", "KP"), ("iran (islamic republic of)", "IR"), ("korea", "KR"),
      ("people's republic of china", "CN"), ("united states of america", "US"), ("usa", "US"), ("uae", "AE"),
      ("burma", "MM"), ("korea, north", "KP"), ("korea, south", "KR"), ("congo", "CG"), ("england", "GB"),
      ("republic of korea", "KR"), ("democratic people's republic of korea", "KP"),
      ("syrian arab republic", "SY"),
      ("democratic republic of the congo", "CD"), ("uk", "GB"), ("czech republic", "CZ"), ("turkey", "TR"),
    ] { codes[name] = CountryCode(code) }
    return codes
  }()

  /// The code of a country named in any of the languages known, letters of either case.
  public static func code(of name: String) -> CountryCode? { codes[name.lowercased().trimmed] }
}
