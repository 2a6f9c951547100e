// SPDX-License-Identifier: Apache-2.0

/// One column of a table: a value a row.
///
/// A column in which all rows are alike, such as one that the input does not have, holds its value once.
@frozen @safe
public struct Column<Value: BitwiseCopyable & Sendable>: RandomAccessCollection, @unchecked Sendable {
  /// Keeps the memory of the values, to which nobody writes any more.
  @usableFromInline let memory: GrowingMemory
  @usableFromInline let base: UnsafePointer<Value>
  /// All ones, or 0 where the first value stands for all.
  @usableFromInline let mask: Int
  public let count: Int

  init(_ memory: GrowingMemory, base: UnsafePointer<Value>, isUniform: Bool, count: Int) {
    self.memory = memory
    unsafe self.base = base
    mask = isUniform ? 0 : ~0
    self.count = count
  }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  @inlinable public subscript(row: Int) -> Value {
    precondition(row >= 0 && row < count, "a row of the table")
    return unsafe base[row & mask]
  }

  /// Bytes of memory that the values take.
  var byteCount: Int { (mask == 0 ? Swift.min(count, 1) : count) * MemoryLayout<Value>.stride }
}

extension Column: Equatable where Value: Equatable {
  public static func == (a: Self, b: Self) -> Bool { a.elementsEqual(b) }
}

extension Column: ExpressibleByArrayLiteral where Value: Equatable {
  public init(arrayLiteral values: Value...) {
    var builder = ColumnBuilder<Value>()
    unsafe values.withUnsafeBufferPointer { unsafe builder.append($0, room: 0) }
    self = builder.finish()
  }
}

/// A column as it grows. It takes memory for its rows from the first row on that differs from those before.
struct ColumnBuilder<Value: BitwiseCopyable & Sendable & Equatable> {
  private let memory = GrowingMemory()
  private(set) var count = 0
  private var isUniform = true

  /// Appends the first rows of a chunk; `room` is how many rows there should be room for.
  mutating func append(_ cells: Cells<Value>, _ rows: Int, room: Int) {
    unsafe cells.lend(rows) { unsafe append($0, room: room) }
  }

  mutating func append(_ values: UnsafeBufferPointer<Value>, room: Int) {
    guard let first = unsafe values.first else { return }
    if isUniform {
      if count == 0 { unsafe reserve(1).initialize(to: first) }
      let common = unsafe reserve(1).pointee
      if unsafe Self.areAll(values, common) {
        count += values.count
        return
      }
      let base = unsafe reserve(max(room, count + values.count))
      unsafe base.initialize(repeating: common, count: count)
      isUniform = false
    }
    var capacity = memory.capacity / MemoryLayout<Value>.stride
    let needed = count + values.count
    if capacity < needed { capacity = max(room, needed + needed / 2) }
    let base = unsafe reserve(capacity)
    memory.prepare(upTo: needed * MemoryLayout<Value>.stride)
    unsafe (base + count).initialize(from: values.baseAddress!, count: values.count)
    count = needed
  }

  subscript(row: Int) -> Value {
    precondition(row >= 0 && row < count, "a row of the column")
    return unsafe reserve(1)[isUniform ? 0 : row]
  }

  consuming func finish() -> Column<Value> {
    unsafe Column(memory, base: UnsafePointer(reserve(1)), isUniform: isUniform, count: count)
  }

  private func reserve(_ values: Int) -> UnsafeMutablePointer<Value> {
    unsafe memory.reserve(values * MemoryLayout<Value>.stride).assumingMemoryBound(to: Value.self)
  }

  /// Whether all values are one; written without a way out in between, so that many are compared at once.
  private static func areAll(_ values: UnsafeBufferPointer<Value>, _ common: Value) -> Bool {
    var first = 0
    while first < values.count {
      let end = min(first + 4096, values.count)
      var same = true
      for index in first..<end { unsafe same = same && values[index] == common }
      if !same { return false }
      first = end
    }
    return true
  }
}
