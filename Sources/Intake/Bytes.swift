// SPDX-License-Identifier: Apache-2.0

import CByteScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A run of bytes whose owner (a mapped file, a chunk, a text pool) outlives it.
///
/// The readers' one unsafe handle: every index is checked in debug builds and proven by the tokenizer in release.
/// It never leaves the module.
@safe struct Bytes: @unchecked Sendable {
  let base: UnsafePointer<UInt8>
  let count: Int

  @inline(__always) init(_ base: UnsafePointer<UInt8>, _ count: Int) {
    unsafe self.base = base
    self.count = count
  }

  /// No bytes at all; points at a byte that lives for ever.
  static let empty: Bytes = {
    let one = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    unsafe one.initialize(to: 0)
    return unsafe Bytes(UnsafePointer(one), 0)
  }()

  @inline(__always) var isEmpty: Bool { count == 0 }

  @inline(__always) subscript(index: Int) -> UInt8 {
    assert(index >= 0 && index < count, "byte out of bounds")
    return unsafe base[index]
  }

  @inline(__always) subscript(range: Range<Int>) -> Bytes {
    assert(range.lowerBound >= 0 && range.upperBound <= count, "bytes out of bounds")
    return unsafe Bytes(base + range.lowerBound, range.upperBound &- range.lowerBound)
  }

  /// The bytes without blanks (space and tab) at their ends.
  @inline(__always) var trimmed: Bytes {
    if count == 0 { return self }
    if unsafe base[0] > 0x20, unsafe base[count &- 1] > 0x20 { return self }
    return trimmedSlowly
  }

  /// The bytes between quotes that stand at both ends; the tokenizer has seen that they belong together.
  @inline(__always) var unquoted: Bytes {
    count >= 2 && self[0] == 0x22 && self[count &- 1] == 0x22 ? self[1..<count &- 1] : self
  }

  @inline(never) private var trimmedSlowly: Bytes {
    var low = 0
    var high = count
    while low < high, Bytes.isBlank(self[low]) { low += 1 }
    while high > low, Bytes.isBlank(self[high - 1]) { high -= 1 }
    return self[low..<high]
  }

  @inline(__always) static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  @inline(__always) func hash(seed: UInt64) -> UInt64 { unsafe assay_hash(base, count, seed) }

  @inline(__always) func equals(_ other: UnsafePointer<UInt8>, _ otherCount: Int) -> Bool {
    unsafe count == otherCount && assay_equal(base, other, count) != 0
  }

  /// Whether the bytes are the same; for long runs that mostly are.
  @inline(__always) func isSame(as other: Bytes) -> Bool {
    unsafe count == other.count && memcmp(base, other.base, count) == 0
  }

  /// Below 0, 0 or above 0 as the bytes come before another run, are the same or come after it.
  @inline(__always) func order(to other: Bytes) -> Int {
    let order = unsafe memcmp(base, other.base, min(count, other.count))
    return order != 0 ? Int(order) : count &- other.count
  }

  /// The offset of a byte at or after a start, or nothing.
  func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < count, let found = unsafe memchr(base + start, Int32(byte), count - start) else {
      return nil
    }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// The offset of the first byte that is not well-formed UTF-8, or nothing.
  var firstBadUTF8: Int? {
    let offset = unsafe assay_utf8_fault(base, count)
    return offset == count ? nil : offset
  }

  /// How many characters (Unicode scalars) the bytes hold, as well-formed UTF-8.
  var characterCount: Int {
    var count = 0
    for index in 0..<self.count where self[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  var array: [UInt8] { unsafe [UInt8](UnsafeBufferPointer(start: base, count: count)) }

  var text: String { unsafe String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self) }
}
