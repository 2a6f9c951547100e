// SPDX-License-Identifier: Apache-2.0

import Licensing

/// How common each way is in which licences fail in a file, and how much a single failure therefore says.
///
/// Where one item in a hundred lacks its licence for the same reason, the files are kept differently more often than somebody
/// cheats (other numbers, names or codes in the licence file). The law's answer stays as it is; only the rank is tempered.
struct LicenceRates: Sendable {
  /// The share of items at which a reason begins to say less.
  static let tolerated = 0.01
  /// Files below this many rows are too small to learn it from.
  static let leastRows = 2_000

  private var counts: [String: Int] = [:]
  private let rows: Int

  init(_ settlements: [Int: LicenceSettlement], rows: Int) {
    self.rows = rows
    for settlement in settlements.values {
      for reason in Self.reasons(settlement) { counts[reason, default: 0] += 1 }
    }
  }

  private static func reasons(_ settlement: LicenceSettlement) -> Set<String> {
    switch settlement.state {
    case .notNeeded, .covered: []
    case .notCited: ["none"]
    case .unfit: Set(settlement.rejections.flatMap(\.reasons).map(\.name))
    }
  }

  /// The weight of a failure, 0.3 to 1: that of its rarest reason.
  func weight(_ settlement: LicenceSettlement?) -> Double {
    guard let settlement, rows >= Self.leastRows else { return 1 }
    let reasons = Self.reasons(settlement)
    guard let rarest = reasons.map({ counts[$0] ?? 0 }).min() else { return 1 }
    return max(0.3, min(1, Self.tolerated * Double(rows) / Double(max(rarest, 1))))
  }
}
