// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import TradeModel

/// How values of fields are brought to one form, so that ways of writing do not count as differences.
enum FieldFolding {
  /// Lower-case letters and digits only; at most 64 bytes are looked at.
  static func lettersAndDigits(_ text: some Collection<UInt8>) -> [UInt8] {
    text.prefix(64).compactMap { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
        ? byte : (0x41...0x5A).contains(byte) ? byte | 0x20 : nil
    }
  }

  /// A name without the words by which it is addressed: "M/S", "Messrs", and whoever it is in care of.
  static func name(_ text: String) -> String {
    // Most names hold no stroke and do not begin so.
    guard text.utf8.contains(0x2F) || text.lowercased().hasPrefix("messrs") else { return text }
    var words = text.split(separator: " ")
    if words.count > 1, ["m/s", "m/s.", "messrs", "messrs."].contains(words[0].lowercased()) {
      words.removeFirst()
    }
    if let care = words.dropFirst().firstIndex(where: { $0.lowercased() == "c/o" }) {
      words.removeSubrange(care...)
    }
    return words.joined(separator: " ")
  }

  /// A number of a register: words before the first with a digit say which register it is ("Reg. No. 123", "USCC: 9144...").
  static func identifier(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8.prefix(100))
    var start = 0
    for at in bytes.indices {
      if (0x30...0x39).contains(bytes[at]) { break }
      if bytes[at] == 0x20 || bytes[at] == 0x3A || bytes[at] == 0x2E || bytes[at] == 0x23 { start = at + 1 }
    }
    let number = lettersAndDigits(bytes[start...])
    return number.contains { $0 < 0x3A } ? number : lettersAndDigits(bytes)
  }

  /// The last eight digits of a telephone number: codes of countries and areas are written in many ways or left out. An
  /// extension or a second number is not looked at; less than five digits are no number.
  static func phone(_ text: String) -> [UInt8] {
    var digits: [UInt8] = []
    for byte in text.utf8.prefix(64) {
      if (0x30...0x39).contains(byte) {
        digits.append(byte)
      } else if digits.count >= 7,
        byte | 0x20 == 0x65 || byte | 0x20 == 0x78 || byte >= 0x80 || [0x2F, 0x3B, 0x2C, 0x23].contains(byte)
      {
        break
      }
    }
    return digits.count >= 5 ? Array(digits.suffix(8)) : []
  }

  /// The code of a country where its name is known.
  static func country(_ text: String) -> [UInt8] {
    if text.utf8.count > 2, let code = NameCountries.code(of: text) {
      return Array(code.description.lowercased().utf8)
    }
    return PreparedName.folded(text, longest: 100)
  }
}
