// SPDX-License-Identifier: Apache-2.0

import CNames

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memory that lives as long as somebody holds it: allocated here, or a file mapped for reading.
@safe final class HeldMemory: @unchecked Sendable {
  // Written before it is shared, only read afterwards.
  let base: UnsafeMutableRawPointer
  let count: Int
  private let isMapped: Bool

  init(count: Int) {
    unsafe base = .allocate(byteCount: max(count, 1), alignment: 64)
    self.count = count
    isMapped = false
  }

  /// Maps a file; nothing when it cannot be opened or is empty.
  init?(mapping path: String) {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size > 0, let address = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0),
      unsafe address != UnsafeMutableRawPointer(bitPattern: -1)
    else { return nil }
    unsafe base = address
    count = size
    isMapped = true
  }

  deinit {
    if isMapped { unsafe munmap(base, count) } else { unsafe base.deallocate() }
  }

  /// The bytes held.
  var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: count) }
}

/// Values of a fixed layout end to end, in memory or in a mapped file; read only, shared by copies.
@safe struct FlatArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // The memory is never written once an array exists.
  private let memory: HeldMemory
  private let start: UnsafePointer<Element>
  let count: Int

  init(_ values: [Element]) {
    memory = HeldMemory(count: values.count * MemoryLayout<Element>.stride)
    let target = unsafe memory.base.bindMemory(to: Element.self, capacity: values.count)
    for (index, value) in values.enumerated() { unsafe target[index] = value }
    unsafe start = UnsafePointer(target)
    count = values.count
  }

  /// A part of held memory; nothing when the part does not lie within it or is not whole values.
  init?(_ memory: HeldMemory, offset: Int, byteCount: Int) {
    let stride = MemoryLayout<Element>.stride
    guard offset >= 0, byteCount >= 0, offset <= memory.count, byteCount <= memory.count - offset,
      byteCount % stride == 0, offset % MemoryLayout<Element>.alignment == 0
    else { return nil }
    self.memory = memory
    unsafe start = UnsafePointer(
      (memory.base + offset).bindMemory(to: Element.self, capacity: byteCount / stride))
    count = byteCount / stride
  }

  subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "the place is within the array")
    return unsafe start[index]
  }

  var indices: Range<Int> { 0..<count }

  /// Asks for the memory of a value, and of the line of memory behind it.
  func prefetch(_ index: Int) {
    guard index >= 0, index < count else { return }
    unsafe assay_names_prefetch(start + index)
  }

  /// The values as a span that lives no longer than the array.
  var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      let whole = unsafe Span(_unsafeStart: start, count: count)
      return unsafe _overrideLifetime(whole, borrowing: self)
    }
  }

  func values(_ range: Range<Int>) -> [Element] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range is within the array")
    return unsafe Array(UnsafeBufferPointer(start: start + range.lowerBound, count: range.count))
  }

  /// Puts a run of values in place of those of an array, whose memory is kept.
  func copy(_ range: Range<Int>, into values: inout [Element]) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range is within the array")
    values.removeAll(keepingCapacity: true)
    unsafe values.append(
      contentsOf: UnsafeBufferPointer(start: start + range.lowerBound, count: range.count))
  }

  /// The bytes of all values, for writing to a file.
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    unsafe try body(UnsafeRawBufferPointer(start: start, count: count * MemoryLayout<Element>.stride))
  }
}
