// SPDX-License-Identifier: Apache-2.0

/// A table from one number to a small one, such as from two dictionary codes side by side to a place in an array; for loops
/// over millions.
///
/// Key and value stand together, so that a look-up touches memory once, where a `NumberMap` does three times. Open
/// addressing under a hash that is keyed anew in each run, so that no input can make it slow.
@frozen
public struct NumberIndex: Sendable {
  @frozen @usableFromInline
  struct Slot: Sendable {
    @usableFromInline var key: UInt64
    /// The value plus one; 0 is free.
    @usableFromInline var entry: UInt64

    @inlinable init(key: UInt64, entry: UInt64) {
      self.key = key
      self.entry = entry
    }
  }

  @usableFromInline var slots: [Slot] = []
  @usableFromInline let seed: UInt64
  /// How many numbers it holds.
  public private(set) var count = 0

  public init() { seed = HashSeed.next() | 1 }

  @inlinable
  func place(of key: UInt64) -> Int {
    let mixed = (key ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    let again = (mixed.high ^ mixed.low ^ seed).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return Int(truncatingIfNeeded: again.high ^ again.low)
  }

  /// The value of a number, or nothing.
  @inlinable
  public subscript(key: UInt64) -> Int? {
    if slots.isEmpty { return nil }
    let mask = slots.count &- 1
    var index = place(of: key) & mask
    while true {
      let slot = slots[index]
      if slot.entry == 0 { return nil }
      if slot.key == key { return Int(slot.entry) &- 1 }
      index = (index &+ 1) & mask
    }
  }

  /// The value of a number; one that is not there yet is put in with a value, 0 to 2^63 - 2.
  @inlinable
  public mutating func value(of key: UInt64, orPut value: Int) -> Int {
    if let known = self[key] { return known }
    put(key, value)
    return value
  }

  /// The place of a number in the order of first appearance.
  @inlinable
  public mutating func number(of key: UInt64) -> Int { value(of: key, orPut: count) }

  @usableFromInline
  mutating func put(_ key: UInt64, _ value: Int) {
    if (count + 1) * 2 > slots.count {
      let old = slots
      slots = Array(
        repeating: Slot(key: 0, entry: 0), count: old.isEmpty ? 16 : old.count * (old.count < 4096 ? 4 : 2))
      for slot in old where slot.entry != 0 { settle(slot) }
    }
    settle(Slot(key: key, entry: UInt64(value) + 1))
    count += 1
  }

  private mutating func settle(_ slot: Slot) {
    let mask = slots.count - 1
    var index = place(of: slot.key) & mask
    while slots[index].entry != 0 { index = (index + 1) & mask }
    slots[index] = slot
  }
}

/// Some of the rows of a table, with the place of each among them: two bits a row of the table.
public struct RowRanks: Sendable {
  private var words: [UInt64]
  /// By word, how many rows stand before it.
  private var before: [UInt32]

  /// - Parameters:
  ///   - rows: rising.
  ///   - count: rows of the table.
  public init(_ rows: [Int], of count: Int) {
    words = [UInt64](repeating: 0, count: rows.isEmpty ? 0 : (count + 63) / 64)
    for row in rows { words[row / 64] |= 1 << UInt64(row % 64) }
    before = []
    before.reserveCapacity(words.count)
    var sum: UInt32 = 0
    for word in words {
      before.append(sum)
      sum += UInt32(word.nonzeroBitCount)
    }
  }

  /// The place of a row, or nothing for a row that is not among them.
  public subscript(row: Int) -> Int? {
    let (index, bit) = (row / 64, UInt64(row % 64))
    guard index < words.count, words[index] &>> bit & 1 != 0 else { return nil }
    return Int(before[index]) + (words[index] & ((1 &<< bit) &- 1)).nonzeroBitCount
  }
}
