// SPDX-License-Identifier: Apache-2.0

/// Measures of likeness between short folded texts; holds scratch memory, one per thread.
struct TextLikeness: ~Copyable {
  /// Where each byte stands in the text compared with, one bit a place.
  private var places: [256 of UInt64] = .init(repeating: 0)

  /// Jaro-Winkler similarity, 0...1.
  ///
  /// W. E. Winkler, "String comparator metrics and enhanced decision rules" (1990): matching characters within half the
  /// longer length, half a transposition each, and up to four equal first letters. At most 64 characters are looked at.
  mutating func jaroWinkler(_ a: [UInt8], _ b: [UInt8]) -> Double {
    jaroWinkler(a.span, b.span)
  }

  private mutating func jaroWinkler(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Double {
    let (n, m) = (min(a.count, 64), min(b.count, 64))
    if n == 0 || m == 0 { return 0 }
    for j in 0..<m { places[Int(b[j])] |= 1 << UInt64(j) }
    defer { for j in 0..<m { places[Int(b[j])] = 0 } }
    let window = max(0, max(n, m) / 2 - 1)
    var (usedA, usedB): (UInt64, UInt64) = (0, 0)
    for i in 0..<n {
      // The first free place of the letter within the window.
      let low = max(0, i - window)
      guard low < 64 else { break }
      let high = min(63, i + window)
      let free = places[Int(a[i])] & ~usedB & (.max << UInt64(low)) & (.max >> UInt64(63 - high))
      if free != 0 {
        usedA |= 1 << UInt64(i)
        usedB |= free & (0 &- free)
      }
    }
    let matches = usedA.nonzeroBitCount
    guard matches > 0 else { return 0 }
    var transpositions = 0
    var (restA, restB) = (usedA, usedB)
    while restA != 0 {
      if a[restA.trailingZeroBitCount] != b[restB.trailingZeroBitCount] { transpositions += 1 }
      restA &= restA - 1
      restB &= restB - 1
    }
    let x = Double(matches)
    let jaro = (x / Double(n) + x / Double(m) + (x - Double(transpositions) / 2) / x) / 3
    var prefix = 0
    while prefix < min(4, n, m), a[prefix] == b[prefix] { prefix += 1 }
    return jaro + Double(prefix) * 0.1 * (1 - jaro)
  }

  /// Whether two texts differ by one edit or one swap of neighbours at most.
  static func isOneEdit(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard abs(a.count - b.count) <= 1 else { return false }
    var i = 0
    while i < min(a.count, b.count), a[i] == b[i] { i += 1 }
    func same(_ x: Int, _ y: Int) -> Bool {
      var (x, y) = (x, y)
      while x < a.count, y < b.count, a[x] == b[y] {
        x += 1
        y += 1
      }
      return x >= a.count && y >= b.count
    }
    if a.count > b.count { return same(i + 1, i) }
    if a.count < b.count { return same(i, i + 1) }
    return same(i + 1, i + 1) || i + 1 < a.count && a[i] == b[i + 1] && a[i + 1] == b[i] && same(i + 2, i + 2)
  }

  /// Whether two texts are equal when spaces are left out.
  static func sameWithoutSpaces(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard abs(a.count - b.count) <= 3 else { return false }
    var (i, j) = (0, 0)
    while true {
      while i < a.count, a[i] == 0x20 { i += 1 }
      while j < b.count, b[j] == 0x20 { j += 1 }
      guard i < a.count, j < b.count else { return i >= a.count && j >= b.count }
      guard a[i] == b[j] else { return false }
      i += 1
      j += 1
    }
  }
}
