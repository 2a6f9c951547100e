// SPDX-License-Identifier: Apache-2.0

/// Remembers which goods items were read, to find one that stands twice.
///
/// As long as the items of each declaration come in rising order the highest one of each is enough; the full
/// table is made at the first item that comes out of order.
struct ItemRegister {
  struct Place {
    var file: Int
    var line: UInt32
  }

  private var highest: [Int32] = [0]
  private var table: ItemTable?

  /// Gives the place of the same item when it was read before; otherwise notes it.
  mutating func register(
    _ code: UInt32, _ item: Int32, at place: Place, earlier: ((UInt32, Int32, Place) -> Void) -> Void
  ) -> Place? {
    let index = Int(code)
    while highest.count <= index { highest.append(-1) }
    if item > highest[index] {
      highest[index] = item
      if table != nil { _ = table?.insert(code, item, place) }
      return nil
    }
    if table == nil {
      var made = ItemTable()
      earlier { code, item, place in _ = made.insert(code, item, place) }
      table = made
    }
    return table?.insert(code, item, place)
  }

  /// The next item number of a declaration whose items are not numbered.
  mutating func next(_ code: UInt32) -> Int32 {
    let index = Int(code)
    while highest.count <= index { highest.append(-1) }
    highest[index] = max(highest[index], 0) + 1
    return highest[index]
  }
}

/// Items and where they stand: open addressing, keyed so that no input can make it slow.
struct ItemTable {
  private var keys = [UInt64](repeating: 0, count: 1024)
  private var places = [UInt64](repeating: 0, count: 1024)
  private var count = 0
  private let seed = UInt64.random(in: .min ... .max) | 1

  /// Gives the place of the item when it is there; otherwise puts it in.
  mutating func insert(_ code: UInt32, _ item: Int32, _ place: ItemRegister.Place) -> ItemRegister.Place? {
    // Codes start at 1, so that no key is 0.
    let key = UInt64(code) << 32 | UInt64(UInt32(bitPattern: item))
    let value = UInt64(place.file) << 32 | UInt64(place.line)
    if let found = put(key, value) {
      return ItemRegister.Place(file: Int(found >> 32), line: UInt32(truncatingIfNeeded: found))
    }
    count += 1
    if count * 2 > keys.count { grow() }
    return nil
  }

  private mutating func put(_ key: UInt64, _ value: UInt64) -> UInt64? {
    let mixed = (key ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15 ^ seed)
    var slot = Int(truncatingIfNeeded: mixed.high ^ mixed.low) & (keys.count - 1)
    while keys[slot] != 0 {
      if keys[slot] == key { return places[slot] }
      slot = (slot + 1) & (keys.count - 1)
    }
    keys[slot] = key
    places[slot] = value
    return nil
  }

  private mutating func grow() {
    let (oldKeys, oldPlaces) = (keys, places)
    keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
    places = keys
    for (key, place) in zip(oldKeys, oldPlaces) where key != 0 { _ = put(key, place) }
  }
}
