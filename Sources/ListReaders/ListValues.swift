// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import TradeModel

/// Values as lists write them.
enum ListValues {
  /// Reads a date as lists write it: ISO, 2.1.2025, 02.01.25, 06/29/2056, "October 1, 2027", "29 May 2014".
  static func day(_ text: String?) -> Day? {
    guard let text = text?.trimmed, !text.isEmpty, text.utf8.count < 40 else { return nil }
    if let day = Day(text), text.utf8.count >= 8, text.prefix(4).allSatisfy(\.isNumber) { return day }
    let parts = text.split { !$0.isLetter && !$0.isNumber }.map { String($0) }
    guard parts.count >= 3 else { return nil }
    if let month = month(parts[0]), let day = Int(parts[1]), let year = Int(parts[2].prefix(4)) {
      return Day(year: year, month: month, day: day)
    }
    guard let first = Int(parts[0]) else { return nil }
    if let month = month(parts[1]), let year = Int(parts[2].prefix(4)) {
      return Day(year: year, month: month, day: first)
    }
    guard let second = Int(parts[1]), var third = Int(parts[2].prefix(4)) else { return nil }
    if third < 100 { third += 2000 }
    // US lists write 06/29/2056, European and Chinese ones 29.6.2056.
    return text.contains("/")
      ? Day(year: third, month: first, day: second) : Day(year: third, month: second, day: first)
  }

  private static func month(_ text: String) -> Int? {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    guard text.count >= 3, let at = names.firstIndex(of: text.prefix(3).lowercased()) else { return nil }
    return at + 1
  }

  /// Splits a field that holds several values.
  static func several(_ text: String?) -> [String] {
    guard let text, !text.isEmpty else { return [] }
    return text.split { $0 == ";" || $0 == "\n" || $0 == "|" }.map { $0.trimmed }.filter { !$0.isEmpty }
  }

  static func countries(_ text: String?) -> [CountryCode] {
    var found: [CountryCode] = []
    for part in several(text?.replacing(",", with: ";")) {
      if let code = CountryCode(part) ?? CountryNames.code(part), !found.contains(code) { found.append(code) }
    }
    return found
  }

  /// Adds a name, and an acronym or trade name in closing brackets as an alias.
  static func add(_ text: String?, _ strength: ListEntry.Name.Strength, to entry: inout ListEntry) {
    guard var name = text?.trimmed else { return }
    while name.hasSuffix("*") { name.removeLast() }
    entry.add(name, strength)
    for (open, close) in [("(", ")"), ("（", "）")] {
      guard name.hasSuffix(close), let at = name.lastIndex(of: Character(open)), at > name.startIndex else {
        continue
      }
      let inside = name[name.index(after: at)...].dropLast().trimmed
      let before = name[..<at].trimmed
      if !inside.isEmpty, !before.isEmpty, inside.count <= 60 {
        entry.add(before, strength == .primary ? .alias : strength)
        entry.add(inside, inside.count <= 8 ? .weak : .alias)
      }
    }
  }
}

/// ISO codes of countries by name in many languages, from the embedded table.
enum CountryNames {
  static func code(_ name: String) -> CountryCode? { NameCountries.code(of: name) }
}
