// SPDX-License-Identifier: Apache-2.0

/// Measures of likeness between short folded texts.
enum TextLikeness {
  /// Jaro-Winkler similarity, 0...1.
  ///
  /// W. E. Winkler, "String comparator metrics and enhanced decision rules" (1990): matching characters within half the
  /// longer length, half a transposition each, and up to four equal first letters.
  static func jaroWinkler(_ a: [UInt8], _ b: [UInt8]) -> Double {
    jaroWinkler(a.span, b.span)
  }

  private static func jaroWinkler(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Double {
    let (n, m) = (min(a.count, 64), min(b.count, 64))
    if n == 0 || m == 0 { return 0 }
    let window = max(0, max(n, m) / 2 - 1)
    var (usedA, usedB): (UInt64, UInt64) = (0, 0)
    var matches = 0
    for i in 0..<n {
      let low = max(0, i - window)
      let high = min(m - 1, i + window)
      if low > high { continue }
      for j in low...high where usedB & (1 << UInt64(j)) == 0 && a[i] == b[j] {
        usedA |= 1 << UInt64(i)
        usedB |= 1 << UInt64(j)
        matches += 1
        break
      }
    }
    guard matches > 0 else { return 0 }
    var transpositions = 0
    var j = 0
    for i in 0..<n where usedA & (1 << UInt64(i)) != 0 {
      while usedB & (1 << UInt64(j)) == 0 { j += 1 }
      if a[i] != b[j] { transpositions += 1 }
      j += 1
    }
    let x = Double(matches)
    let jaro = (x / Double(n) + x / Double(m) + (x - Double(transpositions) / 2) / x) / 3
    var prefix = 0
    while prefix < min(4, n, m), a[prefix] == b[prefix] { prefix += 1 }
    return jaro + Double(prefix) * 0.1 * (1 - jaro)
  }

  /// Whether two texts differ by one edit or one swap of neighbours at most.
  static func isOneEdit(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    if a.count == b.count {
      var differing: [Int] = []
      for i in a.indices where a[i] != b[i] {
        differing.append(i)
        if differing.count > 2 { return false }
      }
      if differing.count <= 1 { return true }
      let (i, j) = (differing[0], differing[1])
      return j == i + 1 && a[i] == b[j] && a[j] == b[i]
    }
    let (short, long) = a.count < b.count ? (a, b) : (b, a)
    guard long.count - short.count == 1 else { return false }
    var i = 0
    while i < short.count, short[i] == long[i] { i += 1 }
    return short[i...].elementsEqual(long[(i + 1)...])
  }

  /// Whether two texts are equal when spaces are left out.
  static func sameWithoutSpaces(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard abs(a.count - b.count) <= 3 else { return false }
    return a.lazy.filter { $0 != 0x20 }.elementsEqual(b.lazy.filter { $0 != 0x20 })
  }
}
