// SPDX-License-Identifier: Apache-2.0

/// Folds a name in any script to lower-case ASCII words.
struct NameFolder: Sendable {
  let readingOf: [UInt16]
  let readings: [[UInt8]]
  let eastAsian: [[UInt32]: [UInt8]]

  /// Longest name considered, in bytes; what follows is left out, so that hostile names cost no more than long ones.
  static let longest = 400

  init(readingOf: [UInt16], readings: [[UInt8]], eastAsian: [[UInt32]: [UInt8]]) {
    self.readingOf = readingOf
    self.readings = readings
    self.eastAsian = eastAsian
  }

  static let shared = NameFolder(
    readingOf: NameTables.shared.readingOf, readings: NameTables.shared.readings,
    eastAsian: NameTables.shared.eastAsian)

  /// What was seen while folding.
  struct Seen: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt8
    /// Letters outside ASCII beyond diacritics: another script.
    static let otherScript = Seen(rawValue: 1)
    /// A script that leaves out vowels (Arabic, Hebrew).
    static let abjad = Seen(rawValue: 2)
    /// The name was longer than is looked at.
    static let truncated = Seen(rawValue: 4)
  }

  /// Han, kana and Hangul: scripts whose company words are known by their characters.
  static func isEastAsian(_ value: UInt32) -> Bool {
    (0x3040...0x30FF).contains(value) || (0x3400...0x9FFF).contains(value)
      || (0xAC00...0xD7A3).contains(value)
  }

  private static let asciiFold: [UInt8] = (0..<128).map { value in
    switch UInt8(value) {
    case 0x61...0x7A, 0x30...0x39, 0x2E: UInt8(value)
    case 0x41...0x5A: UInt8(value) | 0x20
    case 0x27, 0x60, 0x5E: 0  // apostrophes belong to the word
    case 0x26: 0x26
    default: 0x20
    }
  }

  /// Writes the folded name: letters, digits, `.` and spaces only.
  func fold(_ name: String, into out: inout [UInt8]) -> Seen {
    out.removeAll(keepingCapacity: true)
    var name = name
    var ascii = true
    name.withUTF8 { utf8 in
      for index in 0..<min(utf8.count, Self.longest) {
        let byte = unsafe utf8[index]
        guard byte < 0x80 else {
          ascii = false
          return
        }
        append(ascii: byte, to: &out)
      }
    }
    var seen: Seen = name.utf8.count > Self.longest ? .truncated : []
    if ascii { return seen }
    out.removeAll(keepingCapacity: true)
    let scalars = name.unicodeScalars.prefix(Self.longest).map(\.value)
    var place = 0
    while place < scalars.count {
      let value = scalars[place]
      if value < 0x80 {
        append(ascii: UInt8(value), to: &out)
      } else if Self.isEastAsian(value), let (text, length) = word(at: place, in: scalars) {
        seen.insert(.otherScript)
        out.append(0x20)
        out.append(contentsOf: text)
        out.append(0x20)
        place += length
        continue
      } else {
        append(value, to: &out, seen: &seen)
      }
      place += 1
    }
    return seen
  }

  @inline(__always)
  private func append(ascii byte: UInt8, to out: inout [UInt8]) {
    let folded = Self.asciiFold[Int(byte)]
    if folded == 0x26 {
      out.append(contentsOf: [0x20, 0x61, 0x6E, 0x64, 0x20])
    } else if folded != 0 {
      out.append(folded)
    }
  }

  private func append(_ value: UInt32, to out: inout [UInt8], seen: inout Seen) {
    guard value < 0x10000 else {
      // Mathematical letters stand for ASCII ones (a homoglyph trick).
      if (0x1D400...0x1D6A3).contains(value) {
        let letter = (value - 0x1D400) % 52
        out.append(UInt8(ascii: "a") + UInt8(letter % 26))
      } else {
        out.append(0x20)
      }
      return
    }
    if (0x02B9...0x02C9).contains(value) || value == 0x2019 || value == 0x2018 || value == 0xB4 { return }
    let reading = readingOf[Int(value)]
    if reading == 1 { return }
    guard reading > 1 else {
      out.append(0x20)
      return
    }
    if value >= 0x370, !(0x1E00...0x1FFF).contains(value), value < 0xFF00 { seen.insert(.otherScript) }
    if (0x590...0x7FF).contains(value) || (0xFB1D...0xFEFC).contains(value) { seen.insert(.abjad) }
    let letters = readings[Int(reading)]
    if letters.first == UInt8(ascii: "<") {
      if let last = out.last, Self.isVowel(last) { out.removeLast() }
      out.append(contentsOf: letters.dropFirst())
    } else {
      out.append(contentsOf: letters)
    }
  }

  static func isVowel(_ byte: UInt8) -> Bool {
    byte == 0x61 || byte == 0x65 || byte == 0x69 || byte == 0x6F || byte == 0x75
  }

  /// The longest known East Asian company word that begins here, as English text.
  private func word(at place: Int, in scalars: [UInt32]) -> ([UInt8], Int)? {
    guard !eastAsian.isEmpty else { return nil }
    var length = min(8, scalars.count - place)
    while length > 0 {
      if let text = eastAsian[Array(scalars[place..<place + length])] { return (text, length) }
      length -= 1
    }
    return nil
  }

  /// The folded words of a phrase given as UTF-8, for building tables.
  func words(_ phrase: some Collection<UInt8>) -> [[UInt8]] {
    var folded: [UInt8] = []
    _ = fold(String(decoding: phrase, as: UTF8.self), into: &folded)
    var words: [[UInt8]] = []
    Self.split(&folded) { words.append(Array($0)) }
    return words
  }

  /// Splits folded text into words; dots inside initials are taken out (`a.b.c.` is one word).
  static func split(_ folded: inout [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
    let count = folded.count
    var start = 0
    var write = 0
    var segment = 0
    var place = 0
    while place < count {
      let byte = folded[place]
      if byte == 0x2E {
        // A dot glues short segments: those of initials.
        var ahead = place + 1
        while ahead < count, folded[ahead] != 0x2E, folded[ahead] != 0x20, ahead - place <= 3 { ahead += 1 }
        let next = ahead - place - 1
        if segment <= 2, segment > 0, next > 0, next <= 2 {
          segment = 0
          place += 1
          continue
        }
      }
      if byte == 0x2E || byte == 0x20 {
        if write > start { body(folded[start..<write]) }
        start = place + 1
        write = start
        segment = 0
      } else {
        folded[write] = byte
        write += 1
        segment += 1
      }
      place += 1
    }
    if write > start { body(folded[start..<write]) }
  }
}

/// The natural logarithm, without Foundation.
func logOf(_ x: Double) -> Double {
  guard x > 0 else { return -700 }
  // x = m 2^e with m in [0.75, 1.5); log m by the series of atanh.
  var mantissa = x.significand
  var exponent = Double(x.exponent)
  if mantissa > 1.5 {
    mantissa /= 2
    exponent += 1
  }
  let t = (mantissa - 1) / (mantissa + 1)
  let t2 = t * t
  var sum = 0.0
  var power = t
  for k in stride(from: 1.0, through: 27, by: 2) {
    sum += power / k
    power *= t2
  }
  return 2 * sum + exponent * 0.693_147_180_559_945_3
}

/// The exponential function, without Foundation.
func expOf(_ x: Double) -> Double {
  if x < -700 { return 0 }
  if x > 700 { return .infinity }
  let k = (x * 1.442_695_040_888_963_4).rounded()
  let r = x - k * 0.693_147_180_559_945_3
  let r2 = r * r
  // The series of the even and of the odd powers, which do not wait for one another.
  var even = 1 / 87_178_291_200.0
  var odd = 1 / 6_227_020_800.0
  even = even * r2 + 1 / 479_001_600.0
  odd = odd * r2 + 1 / 39_916_800.0
  even = even * r2 + 1 / 3_628_800.0
  odd = odd * r2 + 1 / 362_880.0
  even = even * r2 + 1 / 40_320.0
  odd = odd * r2 + 1 / 5_040.0
  even = even * r2 + 1 / 720.0
  odd = odd * r2 + 1 / 120.0
  even = even * r2 + 1 / 24.0
  odd = odd * r2 + 1 / 6.0
  even = even * r2 + 0.5
  odd = odd * r2 + 1
  let sum = 1 + even * r2 + odd * r
  return sum * Double(sign: .plus, exponent: Int(k), significand: 1)
}
