// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Signs in a description that indicators look for, found once per distinct text.
public struct TextSigns: Sendable, Hashable {
  /// The text says that the goods are not controlled or need no licence.
  public var claimsNotControlled = false
  /// The text says that the goods are dual-use items.
  public var claimsControlled = false
  /// The grade of a magnet that is made with dysprosium or terbium as a rule (`SH`, `UH`, `EH`, `AH`), as written.
  public var highCoercivityGrade: String?
  /// The text speaks of magnets, and of dysprosium or terbium.
  public var namesMagnet = false
  public var namesHeavyRareEarth = false
  /// The sum of stated shares in percent, when every share is an exact figure.
  public var exactSum: Double?
  /// How many shares are stated.
  public var shares = 0

  public init() {}

  /// Finds the signs in the texts of an item.
  /// - Complexity: O(n) in the length of the texts.
  public init(description: String?, composition: String?, reading: GoodsReading) {
    for text in [description, composition] {
      guard let text, !text.isEmpty else { continue }
      if Self.notControlled.matches(text) { claimsNotControlled = true }
      if Self.controlled.matches(text) { claimsControlled = true }
      if Self.magnet.matches(text) { namesMagnet = true }
      if namesMagnet, Self.heavyRareEarth.matches(text) || Self.statesHeavySymbol(text) {
        namesHeavyRareEarth = true
      }
      if highCoercivityGrade == nil { highCoercivityGrade = Self.grade(in: text) }
    }
    shares = reading.composition.count
    if shares > 1, reading.composition.allSatisfy(\.percent.isExact) {
      exactSum = reading.composition.reduce(0) { $0 + $1.percent.lower }
    }
  }

  /// Remarks asked for by Announcements 55 to 58 of 2025 (`不属于管制物项`) and what exporters write instead.
  static let notControlled = PhraseFinder([
    "不属于管制", "不属于两用", "非管制", "非两用", "无需许可", "不涉证", "not controlled", "non-controlled", "uncontrolled",
    "not subject to export control", "no licence required", "no license required", "not dual-use",
    "not dual use",
    "non dual-use", "export licence not required", "export license not required",
  ])
  /// Remarks that state a control (`属于两用物项`).
  static let controlled = PhraseFinder(["属于两用物项", "两用物项许可", "dual-use item", "dual use item"])

  static let magnet = PhraseFinder(["magnet", "ndfeb", "nd-fe-b", "磁", "钕铁硼", "aimant", "imán"])
  /// Stated to be there; "without" and "no" are the papers' claim that they are not, which the grade contradicts.
  static let heavyRareEarth = PhraseFinder([
    "dysprosium", "terbium", "镝", "铽",
  ])

  /// Whether the symbol of dysprosium or terbium stands as a word that is not denied ("CONTAINS DY", not "NO DY/TB").
  static func statesHeavySymbol(_ text: String) -> Bool {
    let words = text.utf8.split { !(0x30...0x39).contains($0) && !(0x41...0x5A).contains($0 & 0xDF) }
    for (index, word) in words.enumerated() {
      guard word.count >= 2, word.count <= 8, let first = word.first.map({ $0 & 0xDF }),
        first == 0x44 || first == 0x54,
        [0x59, 0x42].contains(word[word.index(after: word.startIndex)] & 0xDF)
      else { continue }
      let isDysprosium = first == 0x44 && word[word.index(after: word.startIndex)] & 0xDF == 0x59
      let isTerbium = first == 0x54 && word[word.index(after: word.startIndex)] & 0xDF == 0x42
      // "Dy1.8" is the symbol with a figure; "dye" is a word.
      guard isDysprosium || isTerbium, word.dropFirst(2).allSatisfy({ (0x30...0x39).contains($0) }) else {
        continue
      }
      let before = words[max(0, index - 3)..<index].map { String(decoding: $0, as: UTF8.self).lowercased() }
      if before.contains(where: { ["no", "non", "without", "free", "zero", "w/o", "not"].contains($0) }) {
        continue
      }
      let after = words.dropFirst(index + 1).prefix(2).map {
        String(decoding: $0, as: UTF8.self).lowercased()
      }
      if after.contains("free") { continue }
      return true
    }
    return false
  }

  /// Finds a sintered NdFeB grade such as `N38SH`, `45UH` or `30EH` between word boundaries.
  ///
  /// Grades from SH upward reach their coercivity with heavy rare earths as a rule; grain-boundary refined and
  /// cerium-free exceptions exist (GB/T 13560 names the grades).
  static func grade(in text: String) -> String? {
    let bytes = Array(text.utf8)
    func isWord(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    var index = 0
    while index < bytes.count {
      guard isWord(bytes[index]) else {
        index += 1
        continue
      }
      var end = index
      while end < bytes.count, isWord(bytes[end]) { end += 1 }
      var cursor = index
      if bytes[cursor] == 0x4E || bytes[cursor] == 0x6E { cursor += 1 }
      if end - cursor == 4, (0x32...0x35).contains(bytes[cursor]), (0x30...0x39).contains(bytes[cursor + 1]) {
        let first = bytes[cursor + 2] & 0xDF
        if bytes[cursor + 3] & 0xDF == 0x48, [0x53, 0x55, 0x45, 0x41, 0x54].contains(first) {
          return String(decoding: bytes[index..<end], as: UTF8.self)
        }
      }
      index = end
    }
    return nil
  }
}
