// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Gives each distinct run of bytes a code, 1, 2, 3 ... in order of first appearance; 0 stands for no bytes.
///
/// Open addressing with a keyed hash, so that no input can make it slow. Writing is for one thread at a time;
/// once the table is built nothing writes to it any more, which is why it may be shared.
@safe final class Interner: @unchecked Sendable {
  @unsafe private struct State {
    var arena: UnsafeMutablePointer<UInt8>
    var arenaCapacity: Int
    var ends: UnsafeMutablePointer<Int>
    var endsCapacity: Int
    /// Entries without the absent one; `ends[code]` is where the bytes of a code end, `ends[0]` is 0.
    var count: Int
    /// High half: hash tag; low half: code; 0 is a free slot.
    var slots: UnsafeMutablePointer<UInt64>
    var mask: Int
    var seed: UInt64
  }

  /// The state lies behind a pointer so that the inner loop has no exclusivity checks.
  private let state: UnsafeMutablePointer<State>

  init() {
    let slotCount = 64
    unsafe state = .allocate(capacity: 1)
    let ends = UnsafeMutablePointer<Int>.allocate(capacity: 64)
    unsafe ends[0] = 0
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: slotCount)
    unsafe slots.initialize(repeating: 0, count: slotCount)
    unsafe state.initialize(
      to: State(
        arena: .allocate(capacity: 256), arenaCapacity: 256, ends: ends, endsCapacity: 64, count: 0,
        slots: slots,
        mask: slotCount - 1, seed: UInt64.random(in: .min ... .max)))
  }

  deinit {
    unsafe state.pointee.arena.deallocate()
    unsafe state.pointee.ends.deallocate()
    unsafe state.pointee.slots.deallocate()
    unsafe state.deallocate()
  }

  /// How many distinct runs there are, the absent one not counted.
  var count: Int { unsafe state.pointee.count }

  /// Bytes of memory in use.
  var byteCount: Int {
    unsafe state.pointee.arenaCapacity + state.pointee.endsCapacity * 8 + (state.pointee.mask + 1) * 8
  }

  /// The bytes of a code; valid until the next `intern`.
  @inline(__always) subscript(code: UInt32) -> Bytes {
    if code == 0 { return Bytes.empty }
    precondition(Int(code) <= count, "a code belongs to its dictionary")
    let start = unsafe state.pointee.ends[Int(code) &- 1]
    return unsafe Bytes(state.pointee.arena + start, state.pointee.ends[Int(code)] &- start)
  }

  /// The code of the bytes; a new one when they were not seen before.
  @inline(__always) func intern(_ bytes: Bytes) -> UInt32 {
    if bytes.isEmpty { return 0 }
    let hash = unsafe bytes.hash(seed: state.pointee.seed)
    let tag = hash >> 32
    let mask = unsafe state.pointee.mask
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = unsafe state.pointee.slots[slot]
      if entry == 0 { return insert(bytes, tag: tag, at: slot) }
      if entry >> 32 == tag {
        let code = UInt32(truncatingIfNeeded: entry)
        let start = unsafe state.pointee.ends[Int(code) &- 1]
        let end = unsafe state.pointee.ends[Int(code)]
        if unsafe bytes.equals(state.pointee.arena + start, end &- start) { return code }
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// The code of the bytes, 0 when they were not seen.
  func find(_ bytes: Bytes) -> UInt32 {
    if bytes.isEmpty { return 0 }
    let hash = unsafe bytes.hash(seed: state.pointee.seed)
    let mask = unsafe state.pointee.mask
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = unsafe state.pointee.slots[slot]
      if entry == 0 { return 0 }
      let code = UInt32(truncatingIfNeeded: entry)
      if entry >> 32 == hash >> 32, self[code].array.elementsEqual(bytes.array) { return code }
      slot = (slot &+ 1) & mask
    }
  }

  @inline(never) private func insert(_ bytes: Bytes, tag: UInt64, at slot: Int) -> UInt32 {
    let code = unsafe state.pointee.count + 1
    precondition(code < Int(UInt32.max), "a dictionary holds at most 4,294,967,294 texts")
    let start = unsafe state.pointee.ends[code - 1]
    let end = start + bytes.count
    if unsafe end > state.pointee.arenaCapacity {
      let capacity = unsafe max(end, state.pointee.arenaCapacity * 2)
      let arena = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      unsafe arena.update(from: state.pointee.arena, count: start)
      unsafe state.pointee.arena.deallocate()
      unsafe state.pointee.arena = arena
      unsafe state.pointee.arenaCapacity = capacity
    }
    if unsafe code >= state.pointee.endsCapacity {
      let capacity = unsafe state.pointee.endsCapacity * 2
      let ends = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
      unsafe ends.update(from: state.pointee.ends, count: code)
      unsafe state.pointee.ends.deallocate()
      unsafe state.pointee.ends = ends
      unsafe state.pointee.endsCapacity = capacity
    }
    unsafe (state.pointee.arena + start).update(from: bytes.base, count: bytes.count)
    unsafe state.pointee.ends[code] = end
    unsafe state.pointee.count = code
    unsafe state.pointee.slots[slot] = tag << 32 | UInt64(code)
    if unsafe code * 2 > state.pointee.mask { grow() }
    return UInt32(code)
  }

  private func grow() {
    let size = unsafe (state.pointee.mask + 1) * 4
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: size)
    unsafe slots.initialize(repeating: 0, count: size)
    let mask = size - 1
    for code in unsafe 1...state.pointee.count {
      let hash = unsafe self[UInt32(code)].hash(seed: state.pointee.seed)
      var slot = Int(truncatingIfNeeded: hash) & mask
      while unsafe slots[slot] != 0 { slot = (slot &+ 1) & mask }
      unsafe slots[slot] = (hash >> 32) << 32 | UInt64(code)
    }
    unsafe state.pointee.slots.deallocate()
    unsafe state.pointee.slots = slots
    unsafe state.pointee.mask = mask
  }
}

/// Remembers what a text was read as, so that each distinct text is read once.
@safe final class ValueCache {
  private let keys = Interner()
  private var values: [Int64] = [Int64.min]

  /// The value of a text, read by `make` at its first appearance.
  @inline(__always) func value(of bytes: Bytes, make: (Bytes) -> Int64) -> Int64 {
    let code = Int(keys.intern(bytes))
    if code < values.count { return values[code] }
    let made = make(bytes)
    values.append(made)
    return made
  }
}
