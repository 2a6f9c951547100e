// SPDX-License-Identifier: Apache-2.0

import Casework
import Synchronization

/// Items by lane, counted once a run: decisions do not change, and a country's year is long to count.
final class LaneCounts: Sendable {
  private let kept = Mutex<(latest: Int64?, lanes: [Int])?>(nil)

  func lanes(in database: WorkspaceDatabase) throws -> [Int] {
    let latest = try DecisionStore.latestScreening(in: database)
    if let kept = kept.withLock({ $0 }), kept.latest == latest { return kept.lanes }
    let lanes = try DecisionStore.lanes(in: database)
    kept.withLock { $0 = (latest, lanes) }
    return lanes
  }
}
