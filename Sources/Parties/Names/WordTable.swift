// SPDX-License-Identifier: Apache-2.0

/// Values found by the hash of a word or phrase: open addressing, for hashes need no further hashing.
struct WordTable<Value: Sendable>: Sendable {
  /// Hash of each place; 0 where the place is free.
  private var keys: [UInt64]
  private var numbers: [Int32]
  private(set) var values: [Value] = []

  init(minimumCapacity: Int = 64) {
    var size = 64
    while size < minimumCapacity * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    numbers = Array(repeating: 0, count: size)
  }

  private func place(of hash: UInt64) -> Int {
    let key = max(1, hash)
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (keys.count - 1)
    while keys[place] != 0, keys[place] != key { place = (place + 1) & (keys.count - 1) }
    return place
  }

  subscript(_ hash: UInt64) -> Value? {
    let place = place(of: hash)
    return keys[place] == 0 ? nil : values[Int(numbers[place])]
  }

  /// Changes the value of a hash, which begins as given.
  mutating func update(_ hash: UInt64, from initial: @autoclosure () -> Value, _ body: (inout Value) -> Void)
  {
    var at = place(of: hash)
    if keys[at] == 0 {
      if values.count * 2 >= keys.count {
        grow()
        at = place(of: hash)
      }
      keys[at] = max(1, hash)
      numbers[at] = Int32(values.count)
      values.append(initial())
    }
    body(&values[Int(numbers[at])])
  }

  private mutating func grow() {
    let (oldKeys, oldNumbers) = (keys, numbers)
    keys = Array(repeating: 0, count: oldKeys.count * 2)
    numbers = Array(repeating: 0, count: oldKeys.count * 2)
    for (key, number) in zip(oldKeys, oldNumbers) where key != 0 {
      let at = place(of: key)
      keys[at] = key
      numbers[at] = number
    }
  }
}
