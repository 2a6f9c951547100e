// SPDX-License-Identifier: Apache-2.0

/// A description brought to one form: full-width and subscript figures plain, accents off, look-alike letters Latin,
/// traditional characters simplified, invisible characters gone. Capitals stay, because formulas need them.
struct FoldedText {
  /// Folded bytes: ASCII, and UTF-8 for the rest.
  var bytes: [UInt8] = []
  var tokens: [Token] = []

  /// A word, a number, one ideograph or kana, or one sign.
  struct Token {
    enum Kind: UInt8 { case word, number, ideograph, sign }
    var kind: Kind
    /// Whether white space stands before it.
    var spaced: Bool
    var start: Int32
    var end: Int32
    /// Position in the vocabulary, or -1.
    var symbol: Int32
  }

  /// Folds and divides a text.
  /// - Complexity: O(n).
  mutating func read(_ text: String, characters: borrowing CharacterFolding) {
    bytes.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    var pending: UInt32 = 0
    var left = 0
    for byte in text.utf8 {
      if byte < 0x80 {
        bytes.append(byte)
      } else if byte < 0xC0 {
        pending = pending << 6 | UInt32(byte & 0x3F)
        left -= 1
        if left == 0 { characters.fold(pending, into: &bytes) }
      } else {
        left = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3
        pending = UInt32(byte) & (0x7F >> UInt32(left + 1))
      }
    }
    divide()
  }

  private mutating func divide() {
    var index = 0
    var spaced = true
    let count = bytes.count
    while index < count {
      let byte = bytes[index]
      let start = index
      var kind = Token.Kind.sign
      switch ByteClass.of(byte) {
      case .space:
        spaced = true
        index += 1
        continue
      case .letter:
        kind = .word
        index += 1
        while index < count, ByteClass.of(bytes[index]).isWord {
          // "OXIDE99.9%", "WINDOW50MM": a word of some length ends where figures begin; formulas and models are shorter.
          if index - start >= 5, ByteClass.of(bytes[index]) == .digit, isWord(start, index) { break }
          index += 1
        }
      case .digit:
        kind = .number
        index += 1
        while index < count {
          let next = bytes[index]
          if ByteClass.of(next) == .digit {
            index += 1
          } else if next == 0x2E || next == 0x2C, index + 1 < count, ByteClass.of(bytes[index + 1]) == .digit
          {
            index += 1
          } else {
            break
          }
        }
      case .lead:
        kind = .ideograph
        index += 1
        while index < count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      case .sign:
        // "Gallium(III) oxide": a state of oxidation is no part of the sentence.
        if byte == 0x28, let end = oxidationState(index), let last = tokens.last, last.kind != .sign {
          index = end
          continue
        }
        index += 1
      }
      tokens.append(Token(kind: kind, spaced: spaced, start: Int32(start), end: Int32(index), symbol: -1))
      spaced = false
    }
  }
}

extension FoldedText {
  /// Whether bytes are letters only.
  private func isWord(_ start: Int, _ end: Int) -> Bool {
    for index in start..<end where ByteClass.of(bytes[index]) != .letter { return false }
    return true
  }

  /// Where a Roman numeral in parentheses ends, or nothing.
  private func oxidationState(_ open: Int) -> Int? {
    var index = open + 1
    while index < min(bytes.count, open + 5), bytes[index] == 0x49 || bytes[index] == 0x56 { index += 1 }
    guard index > open + 1, index < bytes.count, bytes[index] == 0x29 else { return nil }
    return index + 1
  }

  /// Divides a word into the words it is compounded of.
  mutating func divide(_ index: Int, into parts: [CompoundWords.Part]) {
    let whole = tokens[index]
    var start = whole.start
    var divided: [Token] = []
    for (position, part) in parts.enumerated() {
      let end = position == parts.count - 1 ? whole.end : Int32(part.end)
      divided.append(
        Token(
          kind: .word, spaced: position == 0 && whole.spaced, start: start, end: end, symbol: part.symbol))
      start = end
    }
    tokens.replaceSubrange(index...index, with: divided)
  }
}

/// What a byte of a folded text is.
enum ByteClass: UInt8 {
  case space, letter, digit, lead, sign

  var isWord: Bool { self == .letter || self == .digit }

  static func of(_ byte: UInt8) -> ByteClass {
    switch byte {
    case 0x41...0x5A, 0x61...0x7A: .letter
    case 0x30...0x39: .digit
    case 0...0x20, 0x7F: .space
    case 0x80...0xFF: .lead
    default: .sign
    }
  }
}

/// How characters outside ASCII are written in a folded text.
struct CharacterFolding {
  /// By scalar value below 0x3000: up to four ASCII bytes, low byte first; 0 keeps the character, 0xFF drops it.
  private var low: [UInt32]
  private var high: [UInt32: UInt32]

  init(_ pairs: [UInt32: UInt32]) {
    low = [UInt32](repeating: 0, count: 0x3000)
    high = [:]
    let latin: [(ClosedRange<UInt32>, String)] = [
      (0xC0...0xC5, "a"), (0xE0...0xE5, "a"), (0x100...0x105, "a"), (0xC7...0xC7, "c"), (0xE7...0xE7, "c"),
      (0x106...0x10D, "c"), (0x10E...0x111, "d"), (0xC8...0xCB, "e"), (0xE8...0xEB, "e"),
      (0x112...0x11B, "e"),
      (0x11C...0x123, "g"), (0xCC...0xCF, "i"), (0xEC...0xEF, "i"), (0x128...0x131, "i"),
      (0x139...0x142, "l"),
      (0xD1...0xD1, "n"), (0xF1...0xF1, "n"), (0x143...0x14B, "n"), (0xD2...0xD6, "o"), (0xF2...0xF6, "o"),
      (0xD8...0xD8, "o"), (0xF8...0xF8, "o"), (0x14C...0x151, "o"), (0x152...0x153, "oe"),
      (0x154...0x159, "r"),
      (0x15A...0x161, "s"), (0xDF...0xDF, "ss"), (0x162...0x167, "t"), (0xD9...0xDC, "u"), (0xF9...0xFC, "u"),
      (0x168...0x173, "u"), (0xDD...0xDD, "y"), (0xFD...0xFD, "y"), (0xFF...0xFF, "y"), (0x179...0x17E, "z"),
      (0xC6...0xC6, "ae"), (0xE6...0xE6, "ae"), (0xD7...0xD7, "x"), (0xB7...0xB7, "."), (0xB5...0xB5, "u"),
      (0x3BC...0x3BC, "u"), (0x2022...0x2022, "."), (0x2027...0x2027, "."), (0x22C5...0x22C5, "."),
      (0x2010...0x2015, "-"), (0x2212...0x2212, "-"), (0x2018...0x201B, "'"), (0x201C...0x201F, "\""),
      (0xA0...0xA0, " "), (0x2000...0x200A, " "), (0x202F...0x202F, " "), (0x2028...0x2029, "\n"),
      (0x2264...0x2264, "<="), (0x2265...0x2265, ">="), (0x2266...0x2266, "<="), (0x2267...0x2267, ">="),
      (0x2A7D...0x2A7D, "<="), (0x2A7E...0x2A7E, ">="), (0x2030...0x2030, "per "), (0xB1...0xB1, "+-"),
      (0x2044...0x2044, "/"), (0x223C...0x223C, "~"), (0x2103...0x2103, "C"), (0xB2...0xB2, "2"),
      (0xB3...0xB3, "3"),
      (0xB9...0xB9, "1"), (0x2070...0x2070, "0"), (0xAB...0xAB, "\""), (0xBB...0xBB, "\""),
    ]
    for (range, text) in latin { for scalar in range { low[Int(scalar)] = Self.packed(text) } }
    for digit in UInt32(0)...9 {
      low[Int(0x2080 + digit)] = 0x30 + digit
      if digit >= 4 { low[Int(0x2070 + digit)] = 0x30 + digit }
    }
    for range in [0xAD...0xAD, 0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F] {
      for scalar in range { low[scalar] = 0xFF }
    }
    for (from, to) in pairs {
      if from < 0x3000 { low[Int(from)] = to } else { high[from] = to }
    }
  }

  private static func packed(_ text: String) -> UInt32 {
    text.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Writes a character beyond ASCII.
  func fold(_ scalar: UInt32, into bytes: inout [UInt8]) {
    if scalar < 0x3000 {
      let mapped = low[Int(scalar)]
      if mapped == 0xFF { return }
      if mapped != 0 {
        var rest = mapped
        while rest != 0 {
          bytes.append(UInt8(truncatingIfNeeded: rest))
          rest >>= 8
        }
        return
      }
    } else if scalar >= 0xFF01, scalar <= 0xFF5E {
      bytes.append(UInt8(scalar - 0xFEE0))
      return
    } else {
      switch scalar {
      case 0x3000: bytes.append(0x20)
      case 0x3001, 0xFF64: bytes.append(0x2C)
      case 0x3002, 0xFF61: bytes.append(0x3B)
      case 0x3008...0x3011, 0x3014...0x301B: bytes.append(scalar % 2 == 0 ? 0x28 : 0x29)
      case 0xFEFF, 0xFE00...0xFE0F, 0xFFFD: return
      default: encode(high[scalar] ?? scalar, into: &bytes)
      }
      return
    }
    encode(scalar, into: &bytes)
  }

  private func encode(_ scalar: UInt32, into bytes: inout [UInt8]) {
    switch scalar {
    case 0..<0x80: bytes.append(UInt8(scalar))
    case 0x80..<0x800:
      bytes.append(UInt8(0xC0 | scalar >> 6))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      bytes.append(UInt8(0xE0 | scalar >> 12))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    default:
      bytes.append(UInt8(0xF0 | scalar >> 18 & 7))
      bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
