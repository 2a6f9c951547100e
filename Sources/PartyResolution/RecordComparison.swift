// SPDX-License-Identifier: Apache-2.0

internal import Parties

/// Compares two records field by field to levels of agreement: 0 for none, the highest for the same value.
///
/// Holds scratch memory and what was compared lately; one per thread.
struct RecordComparison: ~Copyable {
  let table: ResolutionTable
  /// Highest level of each field.
  let top: [Int8]
  /// Fields whose values are often exchanged: given name with surname, the lines of an address.
  private let exchanged: [(Int, Int)]
  /// Columns of whole names: names of one party in several scripts or of several trades.
  private let names: [Int]
  private var scorer = NameScorer()
  private var likeness = TextLikeness()
  /// Levels of values compared lately, one place a pair: parties repeat their spellings. The level of two values depends on
  /// nothing else, so that what is kept never changes a result.
  private var known: [(key: UInt64, level: Int8)]
  private static let places = 1 << 14

  /// Level of a field that a record lacks.
  static let absent: Int8 = -1

  init(_ table: ResolutionTable) {
    self.table = table
    top = table.columns.map { column in
      switch column.kind {
      case .name: 4
      case .givenName, .surname, .addressLine, .city: 3
      case .date, .number, .postcode, .identifier, .phone, .email: 2
      case .state, .country: 1
      }
    }
    var pairs: [(Int, Int)] = []
    let columns = table.columns
    for i in columns.indices {
      for j in columns.indices where j > i {
        let names = columns[i].kind == .givenName && columns[j].kind == .surname
        let lines = columns[i].kind == .addressLine && columns[j].kind == .addressLine
        if names || lines { pairs.append((i, j)) }
      }
    }
    exchanged = pairs
    names = columns.indices.filter { columns[$0].kind == .name }
    known = Array(repeating: (.max, 0), count: Self.places)
  }

  /// How often the levels of a company name occur in one party's records: the scorer is calibrated on labelled pairs, so
  /// this is known and anchors the estimate of all else. Without it two files' worth of neighbours can pass for matches.
  static let nameLevels = NameLevels(
    same: [0.004, 0.03, 0.12, 0.30, 0.546], other: [0.95, 0.03, 0.015, 0.004, 0.001])

  var fixed: [Int: NameLevels] {
    var known: [Int: NameLevels] = [:]
    for field in table.columns.indices where table.columns[field].kind == .name {
      known[field] = Self.nameLevels
    }
    return known
  }

  /// Fills the level of each field for a pair of records.
  mutating func compare(_ a: Int, _ b: Int, into levels: inout [Int8]) {
    for field in table.columns.indices {
      levels[field] = level(field, table.columns[field].codes[a], field, table.columns[field].codes[b])
    }
    if names.count > 1 { compareNames(a, b, &levels) }
    for (i, j) in exchanged where levels[i] <= 0 && levels[j] <= 0 {
      // Exchanged values are worth a likeness, not an equality.
      let x = level(i, table.columns[i].codes[a], j, table.columns[j].codes[b])
      let y = level(j, table.columns[j].codes[a], i, table.columns[i].codes[b])
      if x >= 2, y >= 2 || y == Self.absent {
        levels[i] = 2
        if y >= 2 { levels[j] = 2 }
      } else if y >= 2, x == Self.absent {
        levels[j] = 2
      }
    }
  }

  /// Several names of a party are one field: the best agreement of any two counts, once.
  private mutating func compareNames(_ a: Int, _ b: Int, _ levels: inout [Int8]) {
    var best = Self.absent
    for f in names {
      for g in names {
        best = max(
          best, f == g ? levels[f] : level(f, table.columns[f].codes[a], g, table.columns[g].codes[b]))
      }
    }
    for f in names { levels[f] = Self.absent }
    levels[names[0]] = best
  }

  private mutating func level(_ f: Int, _ x: Int32, _ g: Int, _ y: Int32) -> Int8 {
    guard x != 0, y != 0 else { return Self.absent }
    // A value has one code in its column.
    if f == g, x == y { return top[f] }
    // The smaller first, so that the level does not depend on which record asks.
    let swapped = f == g && y < x
    let key = UInt64(f * 32 + g) << 54 ^ UInt64(swapped ? y : x) << 27 ^ UInt64(swapped ? x : y)
    let place = Int((key &* 0x9E37_79B9_7F4A_7C15) >> 50)
    if known[place].key == key { return known[place].level }
    let level = swapped ? compared(g, y, f, x) : compared(f, x, g, y)
    known[place] = (key, level)
    return level
  }

  /// Log-odds of a name's probability at the bounds of its levels: .20, .60 and .95.
  private static let nameBounds = [
    -1.386_294_361_119_890_6, 0.405_465_108_108_164_4, 2.944_438_979_166_440_3,
  ]

  private mutating func compared(_ f: Int, _ x: Int32, _ g: Int, _ y: Int32) -> Int8 {
    switch table.columns[f].kind {
    case .name:
      if f != g, table.columns[f].values[Int(x)] == table.columns[g].values[Int(y)] { return top[f] }
      guard
        let odds = scorer.logOdds(
          table.columns[f].prepared[Int(x)], table.columns[g].prepared[Int(y)], atLeast: Self.nameBounds[0])
      else { return 0 }
      // The labelled pairs call names of one series a match ("Storm 1", "Storm 2"), and so does the scorer. Parties of a file are
      // told apart by such numbers, works and ships of one house among them.
      if scorer.numbersContradict { return 1 }
      return odds >= Self.nameBounds[2] ? 3 : odds >= Self.nameBounds[1] ? 2 : 1
    case .givenName, .surname, .city:
      let (a, b) = (table.columns[f].values[Int(x)], table.columns[g].values[Int(y)])
      if f != g, a == b { return top[f] }
      return likenessLevel(a, b)
    case .addressLine:
      let (a, b) = (table.columns[f].values[Int(x)], table.columns[g].values[Int(y)])
      if f != g, a == b { return top[f] }
      let common = table.columns[f].addresses[Int(x)].common(with: table.columns[g].addresses[Int(y)])
      if common.share >= 0.8 && !common.contradicts { return 2 }
      // One of the two leaves parts out.
      if common.shareOfShorter >= 0.8, common.numbers > 0, common.names > 0 { return 2 }
      let level = likenessLevel(a, b)
      if common.contradicts { return min(1, level) }
      return max(level, common.share >= 0.5 && common.names > 0 ? 1 : 0)
    case .date:
      let (a, b) = (table.columns[f].values[Int(x)], table.columns[g].values[Int(y)])
      return TextLikeness.isOneEdit(a, b) || Self.dayAndMonthSwapped(a, b) ? 1 : 0
    case .number, .postcode, .identifier, .phone:
      let (a, b) = (table.columns[f].values[Int(x)], table.columns[g].values[Int(y)])
      return TextLikeness.isOneEdit(a, b) && max(a.count, b.count) > 2 ? 1 : 0
    case .email:
      let (first, second) = (table.columns[f].domains[Int(x)], table.columns[g].domains[Int(y)])
      return f == g && first != 0 && first == second ? 1 : 0
    case .state, .country: return 0
    }
  }

  private mutating func likenessLevel(_ a: [UInt8], _ b: [UInt8]) -> Int8 {
    if TextLikeness.sameWithoutSpaces(a, b) { return 2 }
    let likeness = likeness.jaroWinkler(a, b)
    return likeness >= 0.90 ? 2 : likeness >= 0.80 ? 1 : 0
  }

  private static func dayAndMonthSwapped(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == 8, b.count == 8 else { return false }
    return a[0..<4] == b[0..<4] && a[4..<6] == b[6..<8] && a[6..<8] == b[4..<6]
  }
}
