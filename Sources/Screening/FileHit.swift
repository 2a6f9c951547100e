// SPDX-License-Identifier: Apache-2.0

import Indicators
import Ranking

/// An indicator across items that fired on a row.
struct FileHit: Sendable {
  /// Position in `IndicatorCatalogue.acrossDefinitions`.
  let indicator: Int
  /// Weight applied, 0 to 1.
  let strength: Double
  let floor: Lane
  let statement: IndicatorStatement
}
