// SPDX-License-Identifier: Apache-2.0

internal import Parties

/// Resolves records to parties: blocking, probabilistic weights, components with a guard against over-merging.
public enum PartyResolver {
  /// Log-odds from which two records are called one party.
  public static let threshold = 0.0
  /// Random pairs at whose chance agreement the estimate starts.
  static let randomPairs = 2_000
  /// Pairs that lie further below the threshold are not kept: joined with others they would not join parties.
  static let margin = 6.0

  /// Resolves a table; the same table gives the same answer, whatever the order of its rows and the number of threads.
  /// - Parameter evidence: whether each link says what speaks for it; without, links take less time and memory.
  public static func resolve(_ table: ResolutionTable, threads: Int = 1, evidence: Bool = true) -> Resolution
  {
    let distinct = DistinctRecords(table)
    let table = distinct.table
    let scan = PairScan(table, Blocking(table), threads: threads)
    var comparison = RecordComparison(table)
    let model = LinkageModel(
      candidates: scan.patterns, random: random(table, &comparison), top: comparison.top,
      fixed: comparison.fixed)
    let weights = PairWeights(model, table, comparison.top, scan)
    // What values can add is bounded: most pairs need no closer look.
    let likely = scan.patterns.map { weights.mostLogOdds($0.levels) > threshold - margin }
    var scored: [ScoredPair] = []
    for (index, pair) in scan.pairs.enumerated() where likely[Int(scan.patternOf[index])] {
      let pattern = scan.patternOf[index]
      let odds = weights.logOdds(scan.patterns[Int(pattern)].levels, Int(pair >> 32))
      if odds > threshold - margin { scored.append(ScoredPair(pair: pair, odds: odds)) }
    }
    var assembly = PartyAssembly(distinct, weights, consume comparison, evidence: evidence)
    return assembly.resolution(scored, compared: scan.pairs.count)
  }

  /// Levels of pairs drawn at random, with a fixed seed.
  private static func random(_ table: ResolutionTable, _ comparison: inout RecordComparison) -> [[Int8]: Int]
  {
    var state: UInt64 = 0x2545_F491_4F6C_DD1D
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    var levels = [Int8](repeating: 0, count: table.columns.count)
    var patterns: [[Int8]: Int] = [:]
    guard table.count > 1 else { return patterns }
    for _ in 0..<min(randomPairs, table.count * (table.count - 1)) {
      let (a, b) = (next(table.count), next(table.count))
      if a == b { continue }
      comparison.compare(a, b, into: &levels)
      patterns[levels, default: 0] += 1
    }
    return patterns
  }
}

/// Two records with the log-odds that they are of one party.
struct ScoredPair: Sendable {
  /// The smaller record in the upper half, the other in the lower.
  var pair: UInt64
  var odds: Double
}
