// SPDX-License-Identifier: Apache-2.0

/// Edit distance between two folded words, in tenths of an edit.
///
/// Optimal string alignment (Damerau 1964, Levenshtein 1966) where slips that people and machines often make cost
/// less: vowels among themselves, sounds spelled two ways, neighbouring keys, shapes that scanners mix up, doubled
/// letters and a silent h.
struct TokenDistance: ~Copyable {
  static let edit: Int32 = 10

  private var rows: [Int32] = Array(repeating: 0, count: 3 * 66)

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
  mutating func callAsFunction(_ a: Span<UInt8>, _ b: Span<UInt8>, limit: Int32) -> Int32 {
    let n = min(a.count, 64)
    let m = min(b.count, 64)
    if n == 0 || m == 0 { return Int32(max(n, m)) * Self.edit }
    if Int32(abs(n - m)) * 5 > limit { return limit + 1 }
    let width = m + 1
    var two = 0
    var one = 66
    var zero = 132
    unsafe rows.withUnsafeMutableBufferPointer { rows in
      unsafe Self.substitution.withUnsafeBufferPointer { substitution in
        for j in 0..<width { unsafe rows[one + j] = Int32(j) * Self.edit }
        var i = 1
        var bestBefore: Int32 = 0
        while i <= n {
          let ai = a[i - 1]
          let previousA = i > 1 ? a[i - 2] : 0
          let deletion: Int32 = ai == previousA ? 5 : ai == 0x68 ? 6 : 10
          unsafe rows[zero] = unsafe rows[one] + deletion
          var best = unsafe rows[zero]
          var j = 1
          while j <= m {
            let bj = b[j - 1]
            let previousB = j > 1 ? b[j - 2] : 0
            let insertion: Int32 = bj == previousB ? 5 : bj == 0x68 ? 6 : 10
            var cost =
              unsafe rows[one + j - 1] + Int32(unsafe substitution[Int(ai & 127) << 7 | Int(bj & 127)])
            cost = unsafe min(cost, rows[one + j] + deletion)
            cost = unsafe min(cost, rows[zero + j - 1] + insertion)
            if i > 1, j > 1, ai == previousB, previousA == bj, ai != bj {
              cost = unsafe min(cost, rows[two + j - 2] + 9)
            }
            unsafe rows[zero + j] = cost
            best = min(best, cost)
            j += 1
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
}
