// SPDX-License-Identifier: Apache-2.0

import Indicators
import Ranking

/// How common each indicator is in a file, and how much it therefore says of one item.
///
/// What speaks of a third of all items tells none of them from the others: the file is of another kind than the indicator was
/// made for (imports by air as a rule, prices that scatter widely). Up to a tolerated share nothing changes; beyond it the
/// strength falls in proportion. Findings of law, licences and lists are never tempered.
struct IndicatorRates: Sendable {
  /// The share of items at which an indicator begins to say less, and the least weight that is left.
  static let tolerated = 0.01, least = 0.05
  /// Files below this many rows are too small to learn it from.
  static let leastRows = 2_000

  /// By position in `IndicatorCatalogue.items`: the factor on the strength, from `least` to 1.
  let factors: [Double]
  /// The bits of the indicators whose factor is below 1.
  let tempered: UInt64

  /// Nothing is tempered.
  init() {
    factors = [Double](repeating: 1, count: IndicatorCatalogue.items.count)
    tempered = 0
  }

  init(_ compact: [CompactAssessment]) {
    self.init(compact, leastRows: Self.leastRows)
  }

  init(_ compact: [CompactAssessment], leastRows: Int) {
    guard compact.count >= leastRows else {
      self.init()
      return
    }
    var counts = [Int](repeating: 0, count: IndicatorCatalogue.items.count)
    let all: UInt64 = (1 << UInt64(counts.count)) - 1
    for assessment in compact {
      var rest = assessment.indicators & all
      while rest != 0 {
        counts[rest.trailingZeroBitCount] += 1
        rest &= rest - 1
      }
    }
    let factors = counts.indices.map { position -> Double in
      // An indicator that holds an item up by itself rests on a rule, not on how others do it.
      guard IndicatorCatalogue.itemFloors[position] == .green else { return 1 }
      let share = Double(counts[position]) / Double(compact.count)
      return share > Self.tolerated ? max(Self.least, Self.tolerated / share) : 1
    }
    self.init(factors: factors)
  }

  private init(factors: [Double]) {
    self.factors = factors
    tempered = factors.indices.reduce(0) { factors[$1] < 1 ? $0 | 1 << UInt64($1) : $0 }
  }
}
