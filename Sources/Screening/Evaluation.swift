// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Indicators
import Ranking
import TradeModel

/// One material the goods may be, and what the law says of it; small.
struct CompactHypothesis {
  var material: MaterialID
  var probability: Double
  var determination: CompactDetermination
  var isStricter: Bool
  var isCovered: Bool
}

/// Everything found about one row in figures; words are made from it only where they are shown.
struct Evaluation {
  var text: TextSight
  var declared: CompactDetermination
  /// Control codes that need a licence for the goods as declared.
  var controlCodes: [String]
  var hypotheses: [CompactHypothesis]
  var context: ItemContext
  /// Item indicators of the catalogue that fire, as bits in their order.
  var fired: UInt64
  var grounds: LanePolicy.Grounds
  var score: Double
  var lane: Lane
  var certainty: Double
  /// Parties that may be listed on the day.
  var listed: [ListedParty]
}
