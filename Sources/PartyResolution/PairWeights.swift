// SPDX-License-Identifier: Apache-2.0

internal import Parties

/// Weighs the levels of a pair: those of the model, and what the very value tells that both agree upon.
///
/// Of a firm's own telephone number nearly all pairs that share it agree in all else too; of an agent's, which many firms state,
/// few do. Expected matches among the pairs that share a value, against the others, say how much agreement on it tells beyond
/// agreement on an average value of the field.
struct PairWeights: Sendable {
  /// Held within two powers of ten: counts of small files are themselves uncertain.
  static let mostTold = 4.6
  /// Pairs that a value's own are drawn towards, alike to those of values that as many records have.
  private static let usualPairs = 2.0
  /// What the log-odds lack, chosen on generated trade parties (Tools/benchmarks): fields that are left empty or blurred by slips
  /// speak against a match more often than pairs of one party deserve.
  private static let calibration = 2.0

  let model: LinkageModel
  private let top: [Int8]
  private let codes: [[Int32]]
  /// For each field, what agreement on each of its values adds beyond the average agreement.
  private let told: [[Double]]
  private let isAddress: [Bool]
  /// Fields that an address line says too.
  private let isImplied: [Bool]

  init(_ model: LinkageModel, _ table: ResolutionTable, _ top: [Int8], _ scan: PairScan) {
    (self.model, self.top) = (model, top)
    codes = table.columns.map(\.codes)
    isAddress = table.columns.map { $0.kind == .addressLine }
    isImplied = table.columns.map {
      table.hasCompanyNames && [.city, .state, .country, .postcode].contains($0.kind)
    }
    let matches = Self.expectedMatches(model, table, top, scan)
    told = table.columns.indices.map { Self.told(table.columns[$0].counts, matches[$0]) }
  }

  /// For each field and value the expected number of pairs that share it and are of one party.
  private static func expectedMatches(
    _ model: LinkageModel, _ table: ResolutionTable, _ top: [Int8], _ scan: PairScan
  ) -> [[Double]] {
    var matches = table.columns.map { Array(repeating: 0.0, count: $0.counts.count) }
    let chances = scan.patterns.map { LogisticFit.sigmoid(model.logOdds($0.levels)) }
    let agreed = scan.patterns.map { pattern in
      pattern.levels.indices.filter { pattern.levels[$0] == top[$0] }
    }
    for (index, pair) in scan.pairs.enumerated() {
      let pattern = Int(scan.patternOf[index])
      guard chances[pattern] > 1e-4 else { continue }
      for field in agreed[pattern] {
        matches[field][Int(table.columns[field].codes[Int(pair >> 32)])] += chances[pattern]
      }
    }
    return matches
  }

  private static func told(_ counts: [Int32], _ matches: [Double]) -> [Double] {
    // Values that as many records have: each number up to eight, then powers of two.
    func bucket(_ count: Int32) -> Int { count <= 8 ? Int(count) : 5 + (32 - count.leadingZeroBitCount) }
    func pairs(_ count: Int32) -> Double { Double(count) * Double(count - 1) / 2 }
    var expected = Array(repeating: 0.0, count: 64)
    var all = expected
    for code in counts.indices.dropFirst() {
      expected[bucket(counts[code])] += matches[code]
      all[bucket(counts[code])] += pairs(counts[code])
    }
    let (allExpected, allPairs) = (expected.reduce(0.5, +), all.reduce(1, +))
    let average = allExpected / max(0.5, allPairs - allExpected)
    return counts.indices.map { code in
      guard code != 0, counts[code] > 1 else { return 0 }
      let like = bucket(counts[code])
      let usual = min(0.995, max(1e-4, (expected[like] + 0.5 * allExpected / allPairs) / (all[like] + 0.5)))
      let sure = matches[code] + usualPairs * usual
      let rest = max(0, pairs(counts[code]) - matches[code]) + usualPairs * (1 - usual)
      return min(mostTold, max(-mostTold, logarithm(sure / rest / average)))
    }
  }

  /// Bounds from above what the log-odds of a pattern can be, whatever the values.
  func mostLogOdds(_ levels: [Int8]) -> Double {
    model.logOdds(levels) + Self.calibration + Self.mostTold * Double(levels.count)
  }

  /// What a field adds to the log-odds of two records, of which one is given. The same value never speaks against a match.
  func contribution(_ field: Int, _ level: Int8, _ record: Int) -> Double {
    let weight = model.weight(field, level)
    return level == top[field] ? max(0, weight + told[field][Int(codes[field][record])]) : weight
  }

  /// Log-odds of two records, of which one is given.
  func logOdds(_ levels: [Int8], _ record: Int) -> Double {
    var odds = model.base + Self.calibration
    let sameLine = levels.indices.contains { isAddress[$0] && levels[$0] >= 2 }
    for field in levels.indices where levels[field] >= 0 {
      let added = contribution(field, levels[field], record)
      // An address line says its town and country too: they are not counted again.
      odds += sameLine && isImplied[field] ? min(0, added) : added
    }
    return odds
  }
}
