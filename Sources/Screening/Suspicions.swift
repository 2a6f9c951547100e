// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Indicators
import Ranking

/// What the score of rows rests on where an indicator fired: a few numbers a row, so that a row can be ranked again when it
/// is known how common each indicator is in the file, without being looked at again.
struct Suspicions: Sendable {
  private var rows: [Int32] = []
  /// By row noted: the probability of hidden goods that nothing covers.
  private var hidden: [Double] = []
  /// The strengths of the item indicators that fired, in the order of rows and of the catalogue.
  private var strengths: [Double] = []

  private static let itemBits: UInt64 = (1 << UInt64(IndicatorCatalogue.items.count)) - 1

  /// - Parameter grounds: lent, not changed.
  mutating func note(_ row: Int, _ grounds: inout LanePolicy.Grounds) {
    guard !grounds.indicators.isEmpty || grounds.hiddenIllegality > 0 else { return }
    rows.append(Int32(truncatingIfNeeded: row))
    hidden.append(grounds.hiddenIllegality)
    strengths.append(contentsOf: grounds.indicators)
  }

  /// Ranks rows again on which a tempered indicator fired, or of whose parties' habits something is known, and of which
  /// nothing else has changed.
  /// - Parameter isLeft: rows that are judged anew as a whole.
  func temper(
    _ compact: inout [CompactAssessment], by rates: IndicatorRates, policy: LanePolicy, except isLeft: [Bool],
    habits: TradeHabits = TradeHabits()
  ) {
    var next = 0
    var grounds = LanePolicy.Grounds()
    for (index, number) in rows.enumerated() {
      let row = Int(number)
      let fired = compact[row].indicators & Self.itemBits
      let first = next
      next += fired.nonzeroBitCount
      let odds = habits.logOdds(row)
      guard fired & rates.tempered != 0 || odds != 0, !isLeft[row] else { continue }
      grounds.indicators.removeAll(keepingCapacity: true)
      grounds.indicatorFloor = .green
      grounds.contextLogOdds = odds
      grounds.undecided = compact[row].declaredOutcome == .cannotDecide
      grounds.hiddenIllegality = hidden[index]
      var rest = fired
      for place in first..<next {
        let position = rest.trailingZeroBitCount
        rest &= rest - 1
        grounds.indicators.append(strengths[place] * rates.factors[position])
        grounds.indicatorFloor = max(grounds.indicatorFloor, IndicatorCatalogue.itemFloors[position])
      }
      let (score, lane) = policy.decide(grounds)
      compact[row].score = Float(score)
      compact[row].lane = lane
    }
  }
}
