// SPDX-License-Identifier: Apache-2.0

import CByteScan
import TradeModel

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
    var slots: UnsafeMutablePointer<Slot>
    var mask: Int
    var seed: UInt64
  }

  private struct Slot {
    /// High half: hash tag; low half: code; 0 is a free slot.
    var entry: UInt64
    /// Where the bytes begin, times 2^24, plus how many there are, at most 2^24 - 1.
    var extent: UInt64

    @inline(__always) init(entry: UInt64, extent: UInt64) {
      self.entry = entry
      self.extent = extent
    }

    static let free = Slot(entry: 0, extent: 0)
    static let longest = (1 << 24) - 1
  }

  /// The state lies behind a pointer so that the inner loop has no exclusivity checks.
  private let state: UnsafeMutablePointer<State>

  init() {
    let slotCount = 64
    unsafe state = .allocate(capacity: 1)
    let ends = UnsafeMutablePointer<Int>.allocate(capacity: 64)
    unsafe ends[0] = 0
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: slotCount)
    unsafe slots.initialize(repeating: .free, count: slotCount)
    unsafe state.initialize(
      to: State(
        arena: .allocate(capacity: 256), arenaCapacity: 256, ends: ends, endsCapacity: 64, count: 0,
        slots: slots,
        mask: slotCount - 1, seed: HashSeed.next()))
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
    unsafe state.pointee.arenaCapacity + state.pointee.endsCapacity * 8 + (state.pointee.mask + 1) * 16
  }

  /// The bytes of a code; valid until the next `intern`.
  @inline(__always) subscript(code: UInt32) -> Bytes {
    if code == 0 { return Bytes.empty }
    precondition(Int(code) <= count, "a code belongs to its dictionary")
    let start = unsafe state.pointee.ends[Int(code) &- 1]
    return unsafe Bytes(state.pointee.arena + start, state.pointee.ends[Int(code)] &- start)
  }

  /// The key of its hashes, for those that hash ahead of looking up.
  var seed: UInt64 { unsafe state.pointee.seed }

  /// Asks for the memory where bytes of a hash would be looked up.
  @inline(__always) func prefetch(hash: UInt64) {
    unsafe assay_prefetch(state.pointee.slots + (Int(truncatingIfNeeded: hash) & state.pointee.mask))
  }

  /// The hash of the bytes; the memory where they would be looked up is asked for ahead of time.
  @inline(__always) func prefetch(_ bytes: Bytes) -> UInt64 {
    let hash = unsafe bytes.hash(seed: state.pointee.seed)
    unsafe assay_prefetch(state.pointee.slots + (Int(truncatingIfNeeded: hash) & state.pointee.mask))
    return hash
  }

  /// The code of the bytes; a new one when they were not seen before.
  @inline(__always) func intern(_ bytes: Bytes) -> UInt32 {
    if bytes.isEmpty { return 0 }
    return unsafe intern(bytes, hash: bytes.hash(seed: state.pointee.seed))
  }

  /// The same, with the hash that `prefetch` gave.
  @inline(__always) func intern(_ bytes: Bytes, hash: UInt64) -> UInt32 {
    if bytes.isEmpty { return 0 }
    let tag = hash >> 32
    let mask = unsafe state.pointee.mask
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = unsafe state.pointee.slots[index]
      if slot.entry == 0 { return insert(bytes, tag: tag, at: index) }
      if slot.entry >> 32 == tag, isSame(bytes, slot) { return UInt32(truncatingIfNeeded: slot.entry) }
      index = (index &+ 1) & mask
    }
  }

  @inline(__always) private func isSame(_ bytes: Bytes, _ slot: Slot) -> Bool {
    let length = Int(truncatingIfNeeded: slot.extent & 0xFF_FFFF)
    if length < Slot.longest {
      return unsafe bytes.equals(state.pointee.arena + Int(truncatingIfNeeded: slot.extent >> 24), length)
    }
    let whole = self[UInt32(truncatingIfNeeded: slot.entry)]
    return unsafe bytes.equals(whole.base, whole.count)
  }

  /// The code of the bytes, 0 when they were not seen.
  func find(_ bytes: Bytes) -> UInt32 {
    if bytes.isEmpty { return 0 }
    let hash = unsafe bytes.hash(seed: state.pointee.seed)
    let mask = unsafe state.pointee.mask
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = unsafe state.pointee.slots[index]
      if slot.entry == 0 { return 0 }
      if slot.entry >> 32 == hash >> 32, isSame(bytes, slot) { return UInt32(truncatingIfNeeded: slot.entry) }
      index = (index &+ 1) & mask
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
    unsafe state.pointee.slots[slot] = Slot(
      entry: tag << 32 | UInt64(code), extent: UInt64(start) << 24 | UInt64(min(bytes.count, Slot.longest)))
    // Small tables stay sparse for speed, large ones dense for memory.
    let mask = unsafe state.pointee.mask
    if code < 1 << 16 ? code * 2 > mask : code * 3 > mask * 2 { grow() }
    return UInt32(code)
  }

  private func grow() {
    let size = unsafe (state.pointee.mask + 1) * (state.pointee.mask < 1 << 16 ? 4 : 2)
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: size)
    unsafe slots.initialize(repeating: .free, count: size)
    let mask = size - 1
    for code in unsafe 1...state.pointee.count {
      let bytes = self[UInt32(code)]
      let hash = unsafe bytes.hash(seed: state.pointee.seed)
      var index = Int(truncatingIfNeeded: hash) & mask
      while unsafe slots[index].entry != 0 { index = (index &+ 1) & mask }
      let start = unsafe state.pointee.ends[code - 1]
      unsafe slots[index] = Slot(
        entry: (hash >> 32) << 32 | UInt64(code),
        extent: UInt64(start) << 24 | UInt64(min(bytes.count, Slot.longest)))
    }
    unsafe state.pointee.slots.deallocate()
    unsafe state.pointee.slots = slots
    unsafe state.pointee.mask = mask
  }
}

/// Remembers what a text was read as, so that each distinct text is read once.
struct ValueCache: ~Copyable {
  private let keys = Interner()
  private var values: [Int64] = [Int64.min]

  /// The value of a text, or nothing at its first appearance, after which `remember` must be called.
  @inline(__always) mutating func value(of bytes: Bytes) -> Int64? {
    let code = Int(keys.intern(bytes))
    return code < values.count ? values[code] : nil
  }

  /// Notes the value of the text that was asked for last.
  @inline(__always) mutating func remember(_ value: Int64) -> Int64 {
    values.append(value)
    return value
  }
}
