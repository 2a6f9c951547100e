// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A country or territory of ISO 3166-1.
public struct Country: Sendable, Hashable {
  public var code: CountryCode
  public var alpha3: String
  public var numeric: Int
  /// English names and usual variants, the one to show first.
  public var names: [String]
  /// Chinese names and usual variants, the one to show first.
  public var chineseNames: [String]

  public var name: String { names.first ?? code.description }
}

/// Countries by code and by the names people write.
public struct CountryTable: Sendable {
  public let all: [Country]
  let positions: [UInt16: Int]
  let names: [String: UInt16]

  init(_ countries: [Country]) {
    all = countries.sorted { $0.code < $1.code }
    var positions: [UInt16: Int] = [:]
    var names: [String: UInt16] = [:]
    for (index, country) in all.enumerated() {
      positions[country.code.packed] = index
      let numeric = String(country.numeric)
      let padded = String(repeating: "0", count: 3 - min(3, numeric.utf8.count)) + numeric
      for key in [country.code.description, country.alpha3, padded] + country.names + country.chineseNames {
        names[NameKey.fold(key)] = country.code.packed
      }
    }
    self.positions = positions
    self.names = names
  }

  public subscript(code: CountryCode) -> Country? { positions[code.packed].map { all[$0] } }

  /// Finds a country by alpha-2, alpha-3 or numeric code, or by a usual name in English or Chinese.
  public func code(named text: String) -> CountryCode? {
    guard text.utf8.count <= 200 else { return nil }
    return names[NameKey.fold(text)].map(CountryCode.init(packed:))
  }

  /// Names nearest to a text that is none, for "did you mean"; at most `limit`, nearest first.
  public func suggestions(for text: String, limit: Int = 3) -> [Country] {
    let key = NameKey.fold(String(text.prefix(60)))
    guard !key.isEmpty else { return [] }
    var best: [UInt16: Int] = [:]
    for (name, code) in names where name.utf8.count > 3 || name.utf8.count == key.utf8.count {
      let bound = max(1, min(key.unicodeScalars.count, name.unicodeScalars.count) / 3)
      guard let distance = NameKey.distance(key, name, atMost: bound) else { continue }
      best[code] = min(best[code] ?? .max, distance)
    }
    let ranked = best.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    return ranked.prefix(limit).compactMap { self[CountryCode(packed: $0.key)] }
  }
}

/// How names are compared: case, accents, punctuation and spaces do not count.
enum NameKey {
  static func fold(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5A: out.append(Unicode.Scalar(UInt8(scalar.value + 0x20)))
      case 0x30...0x39, 0x61...0x7A: out.append(scalar)
      case 0xFF01...0xFF5E:
        out.append(contentsOf: fold(String(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))).unicodeScalars)
      case 0..<0x80, 0x200B...0x200F, 0x2010...0x206F, 0x3000...0x303F, 0xA0, 0xAD, 0xFEFF: continue
      case 0xC0...0x17F: out.append(contentsOf: latin(scalar).unicodeScalars)
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  /// The base letter of an accented Latin letter, lower case.
  static func latin(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "À"..."Å", "à"..."å", "Ā"..."ą": "a"
    case "Æ", "æ": "ae"
    case "Ç", "ç", "Ć"..."č": "c"
    case "Ď"..."đ", "Ð", "ð": "d"
    case "È"..."Ë", "è"..."ë", "Ē"..."ě": "e"
    case "Ĝ"..."ģ": "g"
    case "Ĥ"..."ħ": "h"
    case "Ì"..."Ï", "ì"..."ï", "Ĩ"..."ı": "i"
    case "Ĺ"..."ł": "l"
    case "Ñ", "ñ", "Ń"..."ŋ": "n"
    case "Ò"..."Ö", "ò"..."ö", "Ø", "ø", "Ō"..."ő": "o"
    case "Œ", "œ": "oe"
    case "Ŕ"..."ř": "r"
    case "Ś"..."š": "s"
    case "ß": "ss"
    case "Ţ"..."ŧ": "t"
    case "Ù"..."Ü", "ù"..."ü", "Ũ"..."ų": "u"
    case "Ŵ", "ŵ": "w"
    case "Ý", "ý", "ÿ", "Ŷ"..."Ÿ": "y"
    case "Ź"..."ž": "z"
    default: ""
    }
  }

  /// Edit distance with transpositions (optimal string alignment), or nothing when it is above the bound.
  static func distance(_ a: String, _ b: String, atMost bound: Int) -> Int? {
    let left = Array(a.unicodeScalars)
    let right = Array(b.unicodeScalars)
    guard abs(left.count - right.count) <= bound else { return nil }
    var before: [Int] = []
    var previous = Array(0...right.count)
    for i in 0..<left.count {
      var row = [i + 1]
      row.reserveCapacity(right.count + 1)
      for j in 0..<right.count {
        var cost = min(previous[j] + (left[i] == right[j] ? 0 : 1), previous[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, before[j - 1] + 1)
        }
        row.append(cost)
      }
      before = previous
      previous = row
    }
    return previous[right.count] <= bound ? previous[right.count] : nil
  }
}
