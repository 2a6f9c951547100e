// SPDX-License-Identifier: Apache-2.0

/// Known words by their bytes, case apart, in an open hash table; each has a position from 0.
struct Vocabulary {
  private var slots: [Int32] = [Int32](repeating: -1, count: 1 << 12)
  private var hashes: [UInt64] = []
  private var starts: [Int32] = [0]
  private var storage: [UInt8] = []

  var count: Int { hashes.count }

  /// FNV-1a over the bytes in lower case.
  static func hash(_ bytes: borrowing [UInt8], _ start: Int, _ end: Int, skipping: Int = -1) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var index = start
    while index < end {
      if index != skipping { hash = (hash ^ UInt64(lower(bytes[index]))) &* 0x100_0000_01b3 }
      index += 1
    }
    return hash
  }

  static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  /// The position of a word, or -1.
  func find(_ bytes: borrowing [UInt8], _ start: Int, _ end: Int, hash: UInt64) -> Int32 {
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 29) & (slots.count - 1)
    while slots[slot] >= 0 {
      let found = Int(slots[slot])
      if hashes[found] == hash, Int(starts[found + 1] - starts[found]) == end - start {
        var offset = Int(starts[found])
        var index = start
        while index < end, storage[offset] == Self.lower(bytes[index]) {
          index += 1
          offset += 1
        }
        if index == end { return slots[slot] }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return -1
  }

  func find(_ bytes: borrowing [UInt8], _ start: Int, _ end: Int) -> Int32 {
    find(bytes, start, end, hash: Self.hash(bytes, start, end))
  }

  /// The bytes of a word in lower case.
  func bytes(of symbol: Int32) -> [UInt8] {
    Array(storage[Int(starts[Int(symbol)])..<Int(starts[Int(symbol) + 1])])
  }

  /// The number of bytes of a word.
  func length(of symbol: Int32) -> Int { Int(starts[Int(symbol) + 1] - starts[Int(symbol)]) }

  /// Whether a word begins as some bytes do, case apart.
  func hasPrefix(_ symbol: Int32, _ bytes: borrowing [UInt8], _ start: Int, _ end: Int) -> Bool {
    guard length(of: symbol) >= end - start else { return false }
    let offset = Int(starts[Int(symbol)])
    for index in start..<end where storage[offset + index - start] != Self.lower(bytes[index]) {
      return false
    }
    return true
  }

  /// The least number of letters added, left out, changed or swapped that makes some bytes a word, or nothing above a limit.
  /// - Complexity: O(length) times a constant for limits of one or two.
  func edits(
    _ symbol: Int32, _ bytes: borrowing [UInt8], _ start: Int, _ end: Int, atMost limit: Int
  ) -> Int? {
    guard abs(length(of: symbol) - (end - start)) <= limit else { return nil }
    for budget in 0...limit
    where isWithin(
      budget, Int(starts[Int(symbol)]), Int(starts[Int(symbol) + 1]), bytes, start, end)
    {
      return budget
    }
    return nil
  }

  private func isWithin(
    _ budget: Int, _ from: Int, _ to: Int, _ bytes: borrowing [UInt8], _ start: Int, _ end: Int
  ) -> Bool {
    var (from, start) = (from, start)
    while from < to, start < end, storage[from] == Self.lower(bytes[start]) {
      from += 1
      start += 1
    }
    if from == to, start == end { return true }
    guard budget > 0 else { return false }
    if from < to, isWithin(budget - 1, from + 1, to, bytes, start, end) { return true }
    if start < end, isWithin(budget - 1, from, to, bytes, start + 1, end) { return true }
    guard from < to, start < end else { return false }
    if isWithin(budget - 1, from + 1, to, bytes, start + 1, end) { return true }
    return from + 1 < to && start + 1 < end && storage[from] == Self.lower(bytes[start + 1])
      && storage[from + 1] == Self.lower(bytes[start])
      && isWithin(budget - 1, from + 2, to, bytes, start + 2, end)
  }

  /// Whether one word stands before another in the order of their bytes.
  func isOrdered(_ a: Int32, _ b: Int32) -> Bool {
    storage[Int(starts[Int(a)])..<Int(starts[Int(a) + 1])]
      .lexicographicallyPrecedes(storage[Int(starts[Int(b)])..<Int(starts[Int(b) + 1])])
  }

  /// Whether a word stands before some bytes in that order.
  func isBefore(_ symbol: Int32, _ bytes: borrowing [UInt8], _ start: Int, _ end: Int) -> Bool {
    var index = start
    for offset in Int(starts[Int(symbol)])..<Int(starts[Int(symbol) + 1]) {
      guard index < end else { return false }
      let letter = Self.lower(bytes[index])
      if storage[offset] != letter { return storage[offset] < letter }
      index += 1
    }
    return index < end
  }

  mutating func insert(_ bytes: borrowing [UInt8], _ start: Int, _ end: Int) -> Int32 {
    let hash = Self.hash(bytes, start, end)
    let found = find(bytes, start, end, hash: hash)
    if found >= 0 { return found }
    if hashes.count * 2 >= slots.count { grow() }
    for index in start..<end { storage.append(Self.lower(bytes[index])) }
    starts.append(Int32(storage.count))
    hashes.append(hash)
    place(Int32(hashes.count - 1))
    return Int32(hashes.count - 1)
  }

  private mutating func place(_ symbol: Int32) {
    let hash = hashes[Int(symbol)]
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 29) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = symbol
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for symbol in hashes.indices { place(Int32(symbol)) }
  }
}

/// Phrases of known words as a tree; the longest phrase from a place is found in one walk.
struct PhraseTree {
  /// Open hash table of edges: key is node << 32 | symbol, and the node it leads to.
  private var keys: [UInt64] = [UInt64](repeating: .max, count: 1 << 12)
  private var targets: [Int32] = [Int32](repeating: 0, count: 1 << 12)
  private var edges = 0
  /// The term that ends at a node, or -1.
  private var terms: [Int32] = [-1]
  /// By node: the word that leads to it, its first child and the next child of its parent, or -1.
  private var words: [Int32] = [-1]
  private var firstChildren: [Int32] = [-1]
  private var siblings: [Int32] = [-1]

  var nodeCount: Int32 { Int32(terms.count) }

  private func slot(_ key: UInt64) -> Int {
    var hash = key &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 32
    var slot = Int(truncatingIfNeeded: hash) & (keys.count - 1)
    while keys[slot] != .max, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
    return slot
  }

  func child(_ node: Int32, _ symbol: Int32) -> Int32 {
    let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: symbol))
    let slot = slot(key)
    return keys[slot] == key ? targets[slot] : -1
  }

  func term(at node: Int32) -> Int32 { terms[Int(node)] }

  /// Calls a body with each word that goes on from a node, and the node it leads to.
  func forEachChild(of node: Int32, _ body: (_ word: Int32, _ child: Int32) -> Void) {
    var child = firstChildren[Int(node)]
    while child >= 0 {
      body(words[Int(child)], child)
      child = siblings[Int(child)]
    }
  }

  /// Adds a phrase and gives the node at its end.
  mutating func insert(_ symbols: [Int32]) -> Int32 {
    var node: Int32 = 0
    for symbol in symbols {
      let next = child(node, symbol)
      if next >= 0 {
        node = next
        continue
      }
      if edges * 2 >= keys.count { grow() }
      terms.append(-1)
      words.append(symbol)
      firstChildren.append(-1)
      siblings.append(firstChildren[Int(node)])
      firstChildren[Int(node)] = Int32(terms.count - 1)
      let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: symbol))
      let slot = slot(key)
      keys[slot] = key
      targets[slot] = Int32(terms.count - 1)
      edges += 1
      node = targets[slot]
    }
    return node
  }

  mutating func setTerm(_ term: Int32, at node: Int32) { terms[Int(node)] = term }

  private mutating func grow() {
    let oldKeys = keys
    let oldTargets = targets
    keys = [UInt64](repeating: .max, count: oldKeys.count * 2)
    targets = [Int32](repeating: 0, count: oldKeys.count * 2)
    for (index, key) in oldKeys.enumerated() where key != .max {
      let slot = slot(key)
      keys[slot] = key
      targets[slot] = oldTargets[index]
    }
  }
}
