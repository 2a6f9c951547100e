// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// How names of places are compared: capitals, accents off, signs as blanks.
public enum PortName {
  /// The name of a place in the form in which `ReferenceData.portCountries` keeps it.
  public static func folded(_ text: some StringProtocol) -> String {
    var words: [String] = []
    var word = ""
    for scalar in text.uppercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        word.unicodeScalars.append(scalar)
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return words.joined(separator: " ")
  }
}

extension ReferenceData {
  /// Countries that have a port or airport of a name, by the name in capitals; several where the name is common.
  /// - Complexity: O(n) in the ports of the reference; callers keep the answer.
  public func portCountries() -> [String: [CountryCode]] {
    var found: [String: [CountryCode]] = [:]
    for port in ports {
      let parts = port.split(separator: "=")
      guard parts.count == 2 else { continue }
      found[String(parts[0])] = parts[1].split(separator: "/").compactMap { CountryCode(String($0)) }
    }
    return found
  }
}
