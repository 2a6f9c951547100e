// SPDX-License-Identifier: Apache-2.0

/// Edit distance between two folded words, in tenths of an edit.
///
/// Optimal string alignment (Damerau 1964, Levenshtein 1966) where slips that people and machines often make cost
/// less: vowels among themselves, sounds spelled two ways, neighbouring keys, shapes that scanners mix up, doubled
/// letters and a silent h.
struct TokenDistance: ~Copyable {
  static let edit: Int32 = 10
  /// What stands behind that many letters is not compared.
  static let longest = 64

  /// Three rows of the table, and what each letter of the second word costs to put in.
  private var rows: [Int32] = Array(repeating: 0, count: 4 * 66)

  /// Cost of writing one letter for another.
  private static let substitution: [UInt8] = {
    var cost = [UInt8](repeating: 10, count: 128 * 128)
    func set(_ groups: [String], _ value: UInt8) {
      for group in groups {
        let letters = Array(group.utf8)
        for a in letters {
          for b in letters where a != b {
            cost[Int(a) << 7 | Int(b)] = min(cost[Int(a) << 7 | Int(b)], value)
          }
        }
      }
    }
    set(
      [
        "qw", "we", "er", "rt", "ty", "yu", "ui", "io", "op", "as", "sd", "df", "fg", "gh", "hj", "jk", "kl",
        "zx",
        "xc", "cv", "vb", "bn", "nm",
      ], 9)
    set(["aeiouy"], 7)
    set(["ckq", "sz", "vw", "ij", "iy", "uw", "td", "bp", "gk", "gj", "fv", "mn", "cs", "xs", "ou", "ei"], 6)
    set(["o0", "l1i", "s5", "b8", "z2", "g9q", "e3", "a4", "t7", "g6"], 3)
    for letter in 0..<128 { cost[letter << 7 | letter] = 0 }
    return cost
  }()

  /// The distance, or anything above `limit` as soon as it is sure to exceed it.
  ///
  /// Only cells near the diagonal are looked at: each letter left out or put in costs something, so that a path that strays
  /// too far costs more than the limit (after E. Ukkonen, "Algorithms for approximate string matching", 1985,
  /// doi:10.1016/S0019-9958(85)80046-2).
  mutating func callAsFunction(_ a: Span<UInt8>, _ b: Span<UInt8>, limit: Int32) -> Int32 {
    let n = min(a.count, Self.longest)
    let m = min(b.count, Self.longest)
    if n == 0 || m == 0 { return Int32(max(n, m)) * Self.edit }
    let least = min(leastGap(a, n, at: 0), leastGap(b, m, at: Self.insertions))
    let apart = m - n
    let spare = Int(limit / least) - abs(apart)
    if spare < 0 { return limit + 1 }
    // How far right of the row's own place a path may be, and how far left.
    let right = max(0, apart) + spare / 2
    let left = max(0, -apart) + spare / 2
    let far = limit + 100
    var two = 0
    var one = 66
    var zero = 132
    unsafe rows.withUnsafeMutableBufferPointer { rows in
      unsafe Self.substitution.withUnsafeBufferPointer { substitution in
        let reach = min(m, right)
        for j in 0...reach { unsafe rows[one + j] = Int32(j) * Self.edit }
        var i = 1
        var bestBefore: Int32 = 0
        while i <= n {
          let ai = a[i - 1]
          let previousA = i > 1 ? a[i - 2] : 0
          let deletion = Self.gap(ai, after: previousA)
          let first = max(1, i - left)
          let last = min(m, i + right)
          // The row before ends one place earlier, unless it had the last one.
          if i + right <= m { unsafe rows[one + last] = far }
          var before = first == 1 ? unsafe rows[one] + deletion : far
          unsafe rows[zero + first - 1] = before
          var best = before
          let line = Int(ai & 127) << 7
          var j = first
          while j <= last {
            // Costs are small: 64 letters at 10 each.
            let bj = b[j &- 1]
            var cost = unsafe rows[one &+ j &- 1] &+ Int32(substitution[line | Int(bj & 127)])
            cost = unsafe min(cost, rows[one &+ j] &+ deletion)
            cost = unsafe min(cost, before &+ rows[Self.insertions &+ j])
            if i > 1, j > 1, bj == previousA, ai != bj, ai == b[j &- 2] {
              cost = unsafe min(cost, rows[two &+ j &- 2] &+ 9)
            }
            unsafe rows[zero &+ j] = cost
            before = cost
            best = min(best, cost)
            j &+= 1
          }
          // Later rows come from this one, or by a swap from the one before.
          if best > limit, bestBefore + 9 > limit {
            unsafe rows[zero + m] = limit + 1
            (two, one, zero) = (one, zero, two)
            break
          }
          bestBefore = best
          (two, one, zero) = (one, zero, two)
          i += 1
        }
      }
    }
    return rows[one + m]
  }

  /// What it costs that a letter stands on one side only.
  @inline(__always)
  private static func gap(_ letter: UInt8, after previous: UInt8) -> Int32 {
    letter == previous ? 5 : letter == 0x68 ? 6 : 10
  }

  private static let insertions = 198

  /// The least that any letter of a word costs to be left out; what each costs is written behind a place of the rows.
  private mutating func leastGap(_ word: Span<UInt8>, _ count: Int, at place: Int) -> Int32 {
    var least = Self.edit
    var previous: UInt8 = 0
    for index in 0..<count {
      let cost = Self.gap(word[index], after: previous)
      rows[place + index + 1] = cost
      least = min(least, cost)
      previous = word[index]
    }
    return least
  }

  /// A lower bound from the letters that occur in either word (bits 0 to 25; digits above): each letter that the other
  /// word lacks is written for another or left out at least once.
  func least(_ x: UInt32, _ y: UInt32) -> Int32 {
    let (onlyX, onlyY) = (x & ~y, y & ~x)
    // Digits share bits: only what looks like a letter counts.
    if (x | y) >> 26 != 0 { return 3 * Int32(max(onlyX.nonzeroBitCount, onlyY.nonzeroBitCount)) }
    return max(least(writing: onlyX, as: y), least(writing: onlyY, as: x))
  }

  @inline(__always)
  private func least(writing letters: UInt32, as others: UInt32) -> Int32 {
    let table = cheap.span
    var rest = letters
    var sum: Int32 = 0
    while rest != 0 {
      let letter = rest.trailingZeroBitCount
      rest &= rest - 1
      let near = table[letter]
      sum +=
        others & near.shape != 0
        ? 3
        : letter == 7 || others & near.sound != 0
          ? 6 : others & near.vowel != 0 ? 7 : others & near.key != 0 ? 9 : 10
    }
    return sum
  }

  /// The letters that a letter is written for cheaply.
  private struct Near: BitwiseCopyable {
    var shape: UInt32 = 0
    var sound: UInt32 = 0
    var vowel: UInt32 = 0
    var key: UInt32 = 0
  }

  private let cheap: [26 of Near] = {
    var table: [26 of Near] = .init(repeating: Near())
    for letter in 0..<26 {
      for other in 0..<26 where other != letter {
        let bit: UInt32 = 1 << UInt32(other)
        switch substitution[(letter + 0x61) << 7 | (other + 0x61)] {
        case ...3: table[letter].shape |= bit
        case ...6: table[letter].sound |= bit
        case ...7: table[letter].vowel |= bit
        case ...9: table[letter].key |= bit
        default: break
        }
      }
    }
    return table
  }()
}
