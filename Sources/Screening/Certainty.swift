// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// How much of what would be needed to judge an item is on its declaration.
///
/// The weights say how often a field decides a question of law or identity in the cases of record; they sum to 1.
/// A missing field lowers the certainty and nothing else.
enum Certainty {
  /// Which deciding fields are present.
  struct Fields: OptionSet, Sendable {
    let rawValue: UInt16
    static let code = Fields(rawValue: 1 << 0)
    static let description = Fields(rawValue: 1 << 1)
    static let specificWords = Fields(rawValue: 1 << 2)
    static let composition = Fields(rawValue: 1 << 3)
    static let netMass = Fields(rawValue: 1 << 4)
    static let value = Fields(rawValue: 1 << 5)
    static let exporter = Fields(rawValue: 1 << 6)
    static let consignee = Fields(rawValue: 1 << 7)
    static let endUser = Fields(rawValue: 1 << 8)
    static let packages = Fields(rawValue: 1 << 9)
    static let origin = Fields(rawValue: 1 << 10)
  }

  static let weights: [Double] = [0.18, 0.12, 0.14, 0.12, 0.10, 0.10, 0.06, 0.06, 0.04, 0.05, 0.03]

  /// The weight of the fields present, 0 to 1.
  static func share(_ fields: Fields) -> Double { shares[Int(fields.rawValue)] }

  /// By the fields as bits.
  private static let shares: [Double] = (0..<1 << weights.count).map { fields in
    var sum = 0.0
    for (bit, weight) in weights.enumerated() where fields & (1 << bit) != 0 { sum += weight }
    return min(1, sum)
  }
}
