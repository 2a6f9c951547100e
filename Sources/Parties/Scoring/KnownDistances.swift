// SPDX-License-Identifier: Apache-2.0

/// Distances between words that were measured lately: names of one list or file repeat their words.
///
/// A table of fixed size with one place a pair; a new pair takes the place of the old one. The distance of two words depends
/// on nothing else, so that a table never changes a result.
struct KnownDistances: ~Copyable {
  private struct Known {
    var first: UInt64
    var second: UInt64
    var cost: Int32
  }
  /// Small enough to stay near the processor.
  private static let size = 1 << 11
  private var table: [Known] = []

  private static func place(_ a: UInt64, _ b: UInt64) -> Int {
    let mixed = (a ^ (b << 31 | b >> 33)) &* 0x9E37_79B9_7F4A_7C15
    return Int(mixed >> 53)
  }

  subscript(a: UInt64, b: UInt64) -> Int32? {
    guard !table.isEmpty else { return nil }
    let known = table[Self.place(a, b)]
    return known.first == a && known.second == b ? known.cost : nil
  }

  mutating func note(_ a: UInt64, _ b: UInt64, _ cost: Int32) {
    if table.isEmpty { table = Array(repeating: Known(first: 0, second: 0, cost: 0), count: Self.size) }
    table[Self.place(a, b)] = Known(first: a, second: b, cost: cost)
  }
}
