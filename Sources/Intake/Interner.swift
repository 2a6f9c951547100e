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
/// It owns the memory; what is done with it, `InternTable` does.
@safe final class Interner: @unchecked Sendable {
  let table: InternTable

  /// - Parameter slots: a power of two; how large the table begins.
  init(slots: Int = InternTable.usualSlots) { table = InternTable(slots: slots) }

  deinit { table.deallocate() }

  /// How many distinct runs there are, the absent one not counted.
  var count: Int { table.count }
  /// Bytes of memory in use.
  var byteCount: Int { table.byteCount }
  /// The bytes of a code; valid until the next `intern`.
  @inline(__always) subscript(code: UInt32) -> Bytes { table[code] }
  /// The key of its hashes, for those that hash ahead of looking up.
  var seed: UInt64 { table.seed }
  /// The code of the bytes; a new one when they were not seen before.
  @inline(__always) func intern(_ bytes: Bytes) -> UInt32 { table.intern(bytes) }
  /// The code of the bytes, 0 when they were not seen.
  func find(_ bytes: Bytes) -> UInt32 { table.find(bytes) }
}

/// The table of an interner: a plain handle, so that the inner loop counts no references. The interner must outlive it.
///
/// Open addressing with a keyed hash, so that no input can make it slow. Writing is for one thread at a time;
/// once the table is built nothing writes to it any more, which is why it may be shared.
@safe struct InternTable: BitwiseCopyable, @unchecked Sendable {
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
    /// Whether every run so far is greater than all before it, so that none needs a slot.
    var isRising: Bool
  }

  private struct Slot {
    /// High half: the low half of the hash, which also tells the slot, so that a table grows without hashing anew; low half:
    /// code; 0 is a free slot.
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

  static let usualSlots = 64
  /// For the few texts of a single item.
  static let fewSlots = 8

  init(slots slotCount: Int = usualSlots) {
    unsafe state = .allocate(capacity: 1)
    let ends: UnsafeMutablePointer<Int> = unsafe Self.grown(nil, from: 0, to: slotCount)
    unsafe ends[0] = 0
    let arena = slotCount * 4
    unsafe state.initialize(
      to: State(
        arena: Self.grown(nil, from: 0, to: arena), arenaCapacity: arena, ends: ends, endsCapacity: slotCount,
        count: 0, slots: Self.freeSlots(slotCount),
        mask: slotCount - 1, seed: HashSeed.next(), isRising: false))
  }

  func deallocate() {
    unsafe Self.free(state.pointee.arena, state.pointee.arenaCapacity)
    unsafe Self.free(state.pointee.ends, state.pointee.endsCapacity)
    unsafe Self.free(state.pointee.slots, state.pointee.mask + 1)
    unsafe state.deallocate()
  }

  /// Memory grown without a copy where it is large.
  private static func grown<Value>(
    _ memory: UnsafeMutablePointer<Value>?, from held: Int, to wanted: Int
  ) -> UnsafeMutablePointer<Value> {
    func size(_ count: Int) -> Int { count == 0 ? 0 : assay_memory_size(count * MemoryLayout<Value>.stride) }
    guard let grown = unsafe assay_memory_grow(memory, size(held), size(wanted)) else {
      preconditionFailure("there is memory for \(wanted) more entries of a dictionary")
    }
    return unsafe grown.assumingMemoryBound(to: Value.self)
  }

  private static func free<Value>(_ memory: UnsafeMutablePointer<Value>, _ count: Int) {
    unsafe assay_memory_free(memory, assay_memory_size(count * MemoryLayout<Value>.stride))
  }

  private static func freeSlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots: UnsafeMutablePointer<Slot> = unsafe grown(nil, from: 0, to: count)
    // Mapped memory begins as zeros, which is what a free slot is.
    if count * MemoryLayout<Slot>.stride < assay_memory_mapped_from {
      unsafe slots.initialize(repeating: .free, count: count)
    } else {
      unsafe assay_memory_ready(slots, count * MemoryLayout<Slot>.stride)
    }
    return unsafe slots
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
    if unsafe state.pointee.isRising { return }
    unsafe assay_prefetch(state.pointee.slots + (Int(truncatingIfNeeded: hash) & state.pointee.mask))
  }

  /// The hash of the bytes; the memory where they would be looked up is asked for ahead of time.
  @inline(__always) func prefetch(_ bytes: Bytes) -> UInt64 {
    let hash = unsafe bytes.hash(seed: state.pointee.seed)
    unsafe assay_prefetch(state.pointee.slots + (Int(truncatingIfNeeded: hash) & state.pointee.mask))
    return hash
  }

  /// Asks for the bytes that those of a hash would be compared with; some time after `prefetch` and before `intern`.
  @inline(__always) func prefetchEntry(_ hash: UInt64) {
    let slot = unsafe state.pointee.slots[Int(truncatingIfNeeded: hash) & state.pointee.mask]
    unsafe assay_prefetch(state.pointee.arena + Int(truncatingIfNeeded: slot.extent >> 24))
  }

  /// The code of the bytes; a new one when they were not seen before.
  @inline(__always) func intern(_ bytes: Bytes) -> UInt32 {
    if bytes.isEmpty { return 0 }
    return unsafe intern(bytes, hash: bytes.hash(seed: state.pointee.seed))
  }

  /// The same, with the hash that `prefetch` gave.
  @inline(__always) func intern(_ bytes: Bytes, hash: UInt64) -> UInt32 {
    if bytes.isEmpty { return 0 }
    let tag = hash & 0xFFFF_FFFF
    let mask = unsafe state.pointee.mask
    var index = Int(truncatingIfNeeded: tag) & mask
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

  /// The same for a column whose runs may come in rising order, as identifiers often do: as long as they do, none is hashed.
  @inline(__always) func internRising(_ bytes: Bytes, hash: UInt64) -> UInt32 {
    if unsafe state.pointee.isRising || state.pointee.count == 0 {
      let order = bytes.isEmpty ? -1 : bytes.order(to: self[UInt32(count)])
      if order == 0 { return UInt32(truncatingIfNeeded: count) }
      if order > 0 {
        unsafe state.pointee.isRising = true
        return UInt32(truncatingIfNeeded: append(bytes).code)
      }
      endRising()
    }
    return intern(bytes, hash: hash)
  }

  /// Gives every run its slot.
  @inline(never) private func endRising() {
    guard unsafe state.pointee.isRising else { return }
    unsafe state.pointee.isRising = false
    var size = unsafe state.pointee.mask + 1
    while Self.isCrowded(count + 1, mask: size - 1) { size *= 2 }
    rehash(size)
  }

  /// The code of the bytes, 0 when they were not seen.
  func find(_ bytes: Bytes) -> UInt32 {
    if bytes.isEmpty { return 0 }
    if unsafe state.pointee.isRising { return findAmongRising(bytes) }
    let hash = unsafe bytes.hash(seed: state.pointee.seed) & 0xFFFF_FFFF
    let mask = unsafe state.pointee.mask
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = unsafe state.pointee.slots[index]
      if slot.entry == 0 { return 0 }
      if slot.entry >> 32 == hash, isSame(bytes, slot) { return UInt32(truncatingIfNeeded: slot.entry) }
      index = (index &+ 1) & mask
    }
  }

  private func findAmongRising(_ bytes: Bytes) -> UInt32 {
    var (low, high) = (1, count + 1)
    while low < high {
      let middle = (low + high) / 2
      let order = bytes.order(to: self[UInt32(middle)])
      if order == 0 { return UInt32(middle) }
      if order > 0 { low = middle + 1 } else { high = middle }
    }
    return 0
  }

  @inline(never) private func insert(_ bytes: Bytes, tag: UInt64, at slot: Int) -> UInt32 {
    let (code, start) = append(bytes)
    unsafe state.pointee.slots[slot] = Slot(
      entry: tag << 32 | UInt64(code), extent: UInt64(start) << 24 | UInt64(min(bytes.count, Slot.longest)))
    let mask = unsafe state.pointee.mask
    if Self.isCrowded(code, mask: mask) { grow((mask + 1) * (mask < 1 << 16 ? 4 : 2)) }
    return UInt32(code)
  }

  /// Small tables stay sparse for speed, large ones dense for memory.
  private static func isCrowded(_ count: Int, mask: Int) -> Bool {
    count < 1 << 16 ? count * 2 > mask : count * 3 > mask * 2
  }

  /// Gives bytes a code of their own, whether they were seen before or not; a table is used so alone or not at all.
  func appendEach(_ bytes: Bytes) -> UInt32 { UInt32(append(bytes).code) }

  /// Keeps new bytes; gives their code and where they begin.
  @inline(never) private func append(_ bytes: Bytes) -> (code: Int, start: Int) {
    let code = unsafe state.pointee.count + 1
    precondition(code < Int(UInt32.max), "a dictionary holds at most 4,294,967,294 texts")
    let start = unsafe state.pointee.ends[code - 1]
    let end = start + bytes.count
    if unsafe end > state.pointee.arenaCapacity {
      let capacity = unsafe max(end, state.pointee.arenaCapacity * 2)
      unsafe state.pointee.arena = Self.grown(
        state.pointee.arena, from: state.pointee.arenaCapacity, to: capacity)
      unsafe state.pointee.arenaCapacity = capacity
    }
    if unsafe code >= state.pointee.endsCapacity {
      let capacity = unsafe state.pointee.endsCapacity * 2
      unsafe state.pointee.ends = Self.grown(
        state.pointee.ends, from: state.pointee.endsCapacity, to: capacity)
      unsafe state.pointee.endsCapacity = capacity
    }
    unsafe (state.pointee.arena + start).update(from: bytes.base, count: bytes.count)
    unsafe state.pointee.ends[code] = end
    unsafe state.pointee.count = code
    return (code, start)
  }

  /// Moves all slots to a larger table.
  private func grow(_ size: Int) {
    let slots = unsafe Self.freeSlots(size)
    let mask = size - 1
    let held = unsafe state.pointee.mask + 1
    for old in 0..<held {
      let slot = unsafe state.pointee.slots[old]
      if slot.entry == 0 { continue }
      var index = Int(truncatingIfNeeded: slot.entry >> 32) & mask
      while unsafe slots[index].entry != 0 { index = (index &+ 1) & mask }
      unsafe slots[index] = slot
    }
    unsafe Self.free(state.pointee.slots, held)
    unsafe state.pointee.slots = slots
    unsafe state.pointee.mask = mask
  }

  /// Gives every run its slot in a new table.
  private func rehash(_ size: Int) {
    let slots = unsafe Self.freeSlots(size)
    let mask = size - 1
    for code in unsafe 1...state.pointee.count {
      let bytes = self[UInt32(code)]
      let hash = unsafe bytes.hash(seed: state.pointee.seed) & 0xFFFF_FFFF
      var index = Int(truncatingIfNeeded: hash) & mask
      while unsafe slots[index].entry != 0 { index = (index &+ 1) & mask }
      let start = unsafe state.pointee.ends[code - 1]
      unsafe slots[index] = Slot(
        entry: hash << 32 | UInt64(code),
        extent: UInt64(start) << 24 | UInt64(min(bytes.count, Slot.longest)))
    }
    unsafe Self.free(state.pointee.slots, state.pointee.mask + 1)
    unsafe state.pointee.slots = slots
    unsafe state.pointee.mask = mask
  }
}
