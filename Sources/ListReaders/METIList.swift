// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import Tabular
internal import TradeModel

/// Japan's notices of parties to whom exports are prohibited, as the text of their PDF.
///
/// An entry begins with a number and a Japanese name, goes on in Latin letters ("X, a.k.a. the following two
/// aliases: -Y; and -Z.") and ends with 所在地 (address). The last address line may run into the next number.
enum METIList {
  static func read(_ bytes: [UInt8], _ source: ListSource) throws(ListReadError) -> ListBuild {
    guard DelimitedText.isUTF8(bytes) else { throw ListReadError("the notice is not in UTF-8") }
    var build = ListBuild()
    var lines: [String] = []
    for raw in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
    {
      lines += cut(normalised(raw))
    }
    for line in lines {
      if line.contains("最終更新日") { build.version = date(line)?.description }
    }
    let listed = lines.first { $0.contains("指定日") }.flatMap(date)
    var block: [String] = []
    var expected = 1
    var from = listed
    func finish() {
      guard !block.isEmpty else { return }
      build.rows += 1
      if let entry = entry(block, number: build.rows, from, source) {
        build.entries.append(entry)
      } else {
        build.problem("entry \(build.rows): no name")
      }
      block = []
    }
    for line in lines {
      if line.hasPrefix("○") || line.contains("指定日") || line.contains("最終更新日") {
        finish()
        if line.contains("指定日"), let day = date(line) { from = day }
        if line.hasPrefix("○") { expected = 1 }
        continue
      }
      if let (number, rest) = number(line), number == expected {
        finish()
        expected += 1
        block = [rest]
      } else if !block.isEmpty {
        block.append(line)
      }
    }
    finish()
    return build
  }

  /// Full-width digits and spaces as ASCII.
  private static func normalised(_ line: Substring) -> String {
    var text = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      switch scalar.value {
      case 0xFF10...0xFF19: text.append(Unicode.Scalar(UInt8(scalar.value - 0xFF10 + 0x30)))
      case 0x3000, 0xA0: text.append(" ")
      case 0x0D, 0x0C: break
      default: text.append(scalar)
      }
    }
    return String(text).trimmed
  }

  /// Cuts a line where the next entry begins within it: "... Emirates.4 サクセス".
  private static func cut(_ line: String) -> [String] {
    var from = line.startIndex
    while let dot = line[from...].firstIndex(of: ".") {
      let after = line.index(after: dot)
      let rest = line[after...].trimmed
      if let (_, name) = number(rest),
        name.unicodeScalars.contains(where: { $0.value >= 0x3040 && $0.value < 0xFF60 })
      {
        return [String(line[...dot]), rest]
      }
      from = after
    }
    return [line]
  }

  private static func number(_ line: String) -> (Int, String)? {
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard (1...4).contains(digits.count), let number = Int(digits) else { return nil }
    let rest = line.dropFirst(digits.count)
    guard rest.first == " " || rest.first == "." else { return nil }
    return (number, rest.drop { $0 == " " || $0 == "." }.trimmed)
  }

  private static func date(_ line: String) -> Day? {
    var numbers: [Int] = []
    var current = ""
    for character in line + " " {
      if character.isASCII, character.isNumber {
        current.append(character)
      } else if character != " ", let value = Int(current) {
        numbers.append(value)
        current = ""
      }
    }
    if let value = Int(current) { numbers.append(value) }
    guard let year = numbers.firstIndex(where: { $0 > 1900 }), numbers.count >= year + 3 else { return nil }
    return Day(year: numbers[year], month: numbers[year + 1], day: numbers[year + 2])
  }

  private static func entry(_ block: [String], number: Int, _ from: Day?, _ source: ListSource) -> ListEntry?
  {
    var japanese = ""
    var latin: [String] = []
    var address = ""
    var part = 0
    for line in block {
      if line.hasPrefix("所在地") {
        part = 2
        address = line.drop { $0 != "：" && $0 != ":" }.dropFirst().trimmed
      } else if part == 2 {
        address += " " + line
      } else if part == 0,
        line.unicodeScalars.contains(where: { $0.value >= 0x3040 && $0.value < 0xFF60 })
          || latin.isEmpty && japanese.isEmpty
      {
        japanese += line
      } else {
        part = 1
        latin.append(line)
      }
    }
    var entry = ListEntry(id: "", kind: .organisation, effect: source.effect)
    let text = latin.joined(separator: " ")
    let main =
      text.firstRange(of: ", a.k.a.").map { String(text[..<$0.lowerBound]) }
      ?? String(text.split(separator: "-", maxSplits: 0)[safe: 0] ?? "")
    entry.add(trimmedName(main), .primary)
    if let range = text.firstRange(of: ":"), text.contains("a.k.a.") {
      for alias in text[range.upperBound...].split(separator: ";") {
        var name = alias.trimmed
        if name.hasPrefix("and ") { name = String(name.dropFirst(4)) }
        while let first = name.first, "-—–－".contains(first) { name = String(name.dropFirst()).trimmed }
        for piece in name.split(separator: " and -") { entry.add(trimmedName(String(piece)), .alias) }
      }
    }
    // 名前（別称、甲、乙及び丙）
    let name = japanese.prefix { $0 != "（" && $0 != "(" }.trimmed
    entry.add(name, entry.names.isEmpty ? .primary : .alias)
    guard !entry.names.isEmpty else { return nil }
    if !address.isEmpty {
      entry.addresses = [address]
      let last = address.split(separator: ",").last.map { $0.trimmed } ?? ""
      entry.countries = ListValues.countries(last.hasSuffix(".") ? String(last.dropLast()) : last)
    }
    entry.from = from
    entry.program = source.title
    entry.id =
      "\(from?.description ?? "x")-\(SHA256.hexDigest(of: (entry.names[0].text + address).utf8).prefix(10))"
    return entry
  }

  private static func trimmedName(_ text: String) -> String {
    var name = text.trimmed
    while name.hasSuffix(".") && !name.hasSuffix("Co.") && !name.hasSuffix("Ltd.") && !name.hasSuffix("Inc.")
      || name.hasSuffix(",")
    {
      name.removeLast()
    }
    return name
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
