// SPDX-License-Identifier: Apache-2.0

internal import Parties

/// How often each level of agreement of names occurs in pairs of one party and of two, known from labelled pairs.
struct NameLevels: Sendable {
  var same: [Double]
  var other: [Double]
}

/// Weights of agreement levels, after Fellegi and Sunter, estimated without labels.
///
/// I. P. Fellegi, A. B. Sunter, "A theory for record linkage" (1969), doi:10.1080/01621459.1969.10501049. How often
/// levels occur among pairs of one party (m) and of two (u), and the share of the former, come from expectation
/// maximisation (A. P. Dempster, N. M. Laird, D. B. Rubin, 1977) over the candidate pairs, which starts at the
/// frequencies of random pairs. Candidates of two parties are alike in what made them candidates, so u is theirs and
/// not that of random pairs.
struct LinkageModel: Sendable {
  /// For each field and level, the probability among pairs of one party and of two.
  var m: [[Double]]
  var u: [[Double]]
  /// Share of candidate pairs that are of one party.
  var share: Double
  /// Log-odds of a candidate pair before any field is looked at.
  private(set) var base = 0.0
  /// Logarithms of m / u, set once the estimate stands.
  private var weights: [[Double]] = []

  /// Estimates a model from the levels of candidate pairs and of random pairs.
  /// - Parameter fixed: fields whose levels are calibrated already; their m anchors what the two classes mean.
  init(
    candidates: [(levels: [Int8], count: Int)], random: [[Int8]: Int], top: [Int8], fixed: [Int: NameLevels]
  ) {
    u = Self.frequencies(random, top, smoothing: 0.5)
    // To begin with, one party's records agree on a field nine times in ten.
    m = top.map { top in
      (0...Int(top)).map { $0 == Int(top) ? 0.8 : 0.2 / Double(top) }
    }
    for (field, levels) in fixed {
      m[field] = levels.same
      // In a file that holds little else than one party, random pairs are of that party too.
      u[field] = levels.other
    }
    share = Self.usualShare
    let (usualM, usualU) = (m, u)
    // A fixed order, so that sums do not depend on hashing.
    let patterns = candidates.sorted { $0.levels.lexicographicallyPrecedes($1.levels) }
    // One field alone does not tell what it owes to parties and what to chance: its calibrated levels stand.
    let compared = top.indices.filter { field in patterns.contains { $0.levels[field] >= 0 } }
    if compared.count < 2 { share = Self.shareByOneField }
    for _ in 0..<(compared.count < 2 ? 0 : 100) {
      weigh()
      var sums = top.map { Array(repeating: 0.0, count: Int($0) + 1) }
      var others = sums
      var expected = 0.0
      var total = 0.0
      for (levels, count) in patterns {
        let p = LogisticFit.sigmoid(logOdds(levels))
        let weight = p * Double(count)
        expected += weight
        total += Double(count)
        for field in levels.indices where levels[field] >= 0 {
          sums[field][Int(levels[field])] += weight
          others[field][Int(levels[field])] += Double(count) - weight
        }
      }
      let estimate = (expected + Self.usualShare * Self.usualPairs) / (total + Self.usualPairs)
      var change = abs(share - estimate)
      share = min(0.9, max(1e-6, estimate))
      for field in top.indices {
        u[field] = Self.shares(others[field], like: usualU[field])
        guard fixed[field] == nil else { continue }
        let estimate = Self.shares(sums[field], like: usualM[field])
        for level in estimate.indices { change = max(change, abs(estimate[level] - m[field][level])) }
        m[field] = estimate
      }
      if change < 1e-5 {
        // Once both classes stand, what anchored them is estimated like all else.
        for field in fixed.keys { m[field] = Self.shares(sums[field], like: usualM[field]) }
        break
      }
    }
    weigh()
  }

  /// Share of candidates that are of one party, before anything is known.
  private static let usualShare = 0.05
  private static let shareByOneField = 0.007
  /// Pairs that the estimate starts with: few, so that a small file is not judged by itself alone and a large one is.
  private static let usualPairs = 5.0

  /// Shares of counts, drawn towards usual ones; a weak prior keeps a level that was never seen from deciding alone.
  private static func shares(_ counts: [Double], like usual: [Double]) -> [Double] {
    let all = counts.reduce(0, +) + 0.5 * Double(counts.count) + usualPairs
    return zip(counts, usual).map { ($0 + 0.5 + usualPairs * $1) / all }
  }

  private mutating func weigh() {
    base = logarithm(share / (1 - share))
    weights = zip(m, u).map { m, u in zip(m, u).map { logarithm($0 / $1) } }
  }

  static func frequencies(_ patterns: [[Int8]: Int], _ top: [Int8], smoothing: Double) -> [[Double]] {
    var counts = top.map { Array(repeating: smoothing, count: Int($0) + 1) }
    for (levels, count) in patterns {
      for field in levels.indices where levels[field] >= 0 {
        counts[field][Int(levels[field])] += Double(count)
      }
    }
    return counts.map { field in
      let sum = field.reduce(0, +)
      return field.map { $0 / sum }
    }
  }

  /// What a level of a field adds to the log-odds.
  func weight(_ field: Int, _ level: Int8) -> Double {
    level < 0 ? 0 : weights[field][Int(level)]
  }

  /// Log-odds that a pair is of one party, values' own frequencies left aside.
  func logOdds(_ levels: [Int8]) -> Double {
    var z = base
    for field in levels.indices { z += weight(field, levels[field]) }
    return z
  }
}

/// Natural logarithm from the shared numerics.
func logarithm(_ x: Double) -> Double { NameNumerics.log(x) }
