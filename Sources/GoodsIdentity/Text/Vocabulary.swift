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
