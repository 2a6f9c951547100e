// SPDX-License-Identifier: Apache-2.0

/// Divides words written as one: `Antimonsulfide`, `Ferrosiliciumchrom`, `mangaangehalte`, `ferrotungstène`.
///
/// A compound begins with the name of a mineral or with `ferro`; what follows are names and words of the lexicon. A word
/// that leaves a rest is no compound, so that "Titanic" and "Borneo" stay what they are.
struct CompoundWords {
  /// A part of a word: where it ends, and its position in the vocabulary.
  struct Part {
    var end: Int
    var symbol: Int32
  }

  private static let stem: UInt8 = 1
  private static let tail: UInt8 = 2
  private static let longest = 20

  /// What part a word of the vocabulary may be, by symbol.
  private var places: [UInt8] = []
  /// The first three letters of all stems, hashed: most words of a text end here.
  private var beginnings = [Bool](repeating: false, count: 1 << 12)

  mutating func addStem(_ symbol: Int32, _ bytes: borrowing [UInt8]) {
    guard bytes.count >= 4 else { return }
    add(symbol, Self.stem | Self.tail)
    beginnings[Self.beginning(bytes, 0)] = true
  }

  mutating func addTail(_ symbol: Int32) { add(symbol, Self.tail) }

  private mutating func add(_ symbol: Int32, _ place: UInt8) {
    while places.count <= Int(symbol) { places.append(0) }
    places[Int(symbol)] |= place
  }

  private static func beginning(_ bytes: borrowing [UInt8], _ start: Int) -> Int {
    (Int(bytes[start] | 0x20) & 31) << 7 ^ (Int(bytes[start + 1] | 0x20) & 31) << 4 ^ Int(
      bytes[start + 2] | 0x20) & 127
  }

  /// Whether a word may begin with the name of a mineral; most words do not.
  func mayBegin(_ bytes: borrowing [UInt8], _ start: Int, _ end: Int) -> Bool {
    end - start >= 3 && beginnings[Self.beginning(bytes, start)]
  }

  /// The parts of a word, or none.
  /// - Complexity: bounded by a constant for words of up to 48 letters; longer ones are not divided.
  func parts(
    _ bytes: borrowing [UInt8], _ start: Int, _ end: Int, vocabulary: borrowing Vocabulary
  ) -> [Part] {
    guard end - start >= 6, end - start <= 48, beginnings[Self.beginning(bytes, start)] else { return [] }
    var parts: [Part] = []
    var tries = 200
    return divide(bytes, start, end, vocabulary, &parts, &tries) && parts.count > 1 ? parts : []
  }

  private func divide(
    _ bytes: borrowing [UInt8], _ start: Int, _ end: Int, _ vocabulary: borrowing Vocabulary,
    _ parts: inout [Part], _ tries: inout Int
  ) -> Bool {
    let place = parts.isEmpty ? Self.stem : Self.tail
    var length = min(end - start, Self.longest)
    while length >= 3 {
      tries -= 1
      guard tries > 0 else { return false }
      let symbol = vocabulary.find(bytes, start, start + length)
      if symbol >= 0, Int(symbol) < places.count, places[Int(symbol)] & place != 0 {
        let next = start + length
        parts.append(Part(end: next, symbol: symbol))
        if parts.count > 1, Self.isEnding(bytes, next, end) { return true }
        if parts.count < 5 {
          for link in 0...2 where next + link + 3 <= end && Self.isLink(bytes, next, link) {
            if divide(bytes, next + link, end, vocabulary, &parts, &tries) { return true }
          }
        }
        parts.removeLast()
      }
      length -= 1
    }
    return false
  }

  /// Whether what is left is nothing or an ending of number and case.
  private static func isEnding(_ bytes: borrowing [UInt8], _ start: Int, _ end: Int) -> Bool {
    switch end - start {
    case 0: true
    case 1: [0x65, 0x6E, 0x73].contains(bytes[start] | 0x20)
    case 2:
      bytes[start] | 0x20 == 0x65 && [0x6E, 0x73, 0x72, 0x6D].contains(bytes[start + 1] | 0x20)
    default: false
    }
  }

  /// `s`, `en` or a vowel between two parts.
  private static func isLink(_ bytes: borrowing [UInt8], _ start: Int, _ length: Int) -> Bool {
    switch length {
    case 0: true
    case 1: [0x73, 0x6F, 0x6E, 0x65].contains(bytes[start] | 0x20)
    default: bytes[start] | 0x20 == 0x65 && bytes[start + 1] | 0x20 == 0x6E
    }
  }
}
