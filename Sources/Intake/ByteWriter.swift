// SPDX-License-Identifier: Apache-2.0

import CByteScan
public import TradeModel

/// Bytes to be written: numbers, days and texts are appended without making strings of them.
///
///     var out = ByteWriter()
///     out.field(code); out.field(item.day); out.endRow()
///
/// Fields are separated by commas, rows end in a line feed. A text is quoted where RFC 4180 asks for it; one that
/// a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return) gets an
/// apostrophe before it unless `guardsFormulas` is off.
public struct ByteWriter: Sendable {
  private var memory: WriterMemory
  /// How many bytes were written.
  public private(set) var count = 0
  /// Whether texts that look like formulas are made harmless.
  public var guardsFormulas: Bool
  private var isRowStart = true

  public init(capacity: Int = 0, guardsFormulas: Bool = true) {
    self.guardsFormulas = guardsFormulas
    memory = WriterMemory(capacity)
  }

  /// What was written.
  public var bytes: [UInt8] { unsafe withBytes { unsafe [UInt8]($0) } }

  /// Lends what was written, without a copy.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: memory.base, count: count))
  }

  /// Where so many more bytes may be written; whoever writes them counts them.
  @inline(__always) private mutating func room(_ more: Int) -> UnsafeMutablePointer<UInt8> {
    if count &+ more > memory.capacity || !isKnownUniquelyReferenced(&memory) { grow(more) }
    return unsafe memory.base + count
  }

  @inline(never) private mutating func grow(_ more: Int) {
    let wanted = count + more
    let larger = WriterMemory(wanted > memory.capacity ? max(wanted, memory.capacity * 2) : memory.capacity)
    unsafe larger.base.update(from: memory.base, count: count)
    memory = larger
  }

  @inline(__always) private mutating func put(_ byte: UInt8) {
    unsafe room(1).pointee = byte
    count &+= 1
  }

  @inline(__always) private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else { return }
    unsafe room(bytes.count).update(from: base, count: bytes.count)
    count &+= bytes.count
  }

  /// Forgets what was written and keeps the memory.
  public mutating func removeAll() {
    count = 0
    isRowStart = true
  }

  // MARK: Rows

  @inline(__always) private mutating func separate() {
    if !isRowStart { put(0x2C) }
    isRowStart = false
  }

  /// An empty field.
  public mutating func emptyField() { separate() }

  @inlinable
  public mutating func field(_ value: some FixedWidthInteger) {
    field(magnitude: UInt64(value.magnitude), isNegative: value < 0)
  }

  @usableFromInline
  mutating func field(magnitude: UInt64, isNegative: Bool) {
    separate()
    append(magnitude: magnitude, isNegative: isNegative)
  }

  public mutating func field(_ value: ExactDecimal) {
    separate()
    append(value)
  }

  public mutating func field(_ day: Day) {
    separate()
    append(day)
  }

  public mutating func field(_ text: String) {
    var text = text
    separate()
    text.withUTF8 { buffer in unsafe appendEscaped(buffer.span) }
  }

  public mutating func field(_ text: borrowing Span<UInt8>) {
    separate()
    appendEscaped(text)
  }

  /// A text of a dictionary, without a string in between.
  public mutating func field(_ code: UInt32, of dictionary: TextDictionary) {
    separate()
    if code != 0 { dictionary.withUTF8(code) { appendEscaped($0) } }
  }

  public mutating func endRow() {
    put(0x0A)
    isRowStart = true
  }

  // MARK: Parts

  /// Bytes as they are.
  public mutating func append(raw: some Sequence<UInt8>) {
    if raw.withContiguousStorageIfAvailable({ unsafe put($0) }) == nil {
      for byte in raw { put(byte) }
    }
  }

  /// A text as it is, neither quoted nor guarded.
  public mutating func append(raw text: StaticString) {
    unsafe put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inlinable
  public mutating func append(_ value: some FixedWidthInteger) {
    append(magnitude: UInt64(value.magnitude), isNegative: value < 0)
  }

  @usableFromInline
  mutating func append(magnitude: UInt64, isNegative: Bool) {
    var magnitude = magnitude
    if isNegative { put(0x2D) }
    if magnitude < 10 {
      put(0x30 &+ UInt8(truncatingIfNeeded: magnitude))
      return
    }
    var length = 1
    var power: UInt64 = 10
    while length < 20, magnitude >= power {
      length &+= 1
      // Beyond the greatest power the length is told by itself.
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow {
        break
      }
      power = next
    }
    let place = unsafe room(length)
    count &+= length
    while length > 0 {
      length &-= 1
      unsafe place[length] = 0x30 &+ UInt8(truncatingIfNeeded: magnitude % 10)
      magnitude /= 10
    }
  }

  /// The shortest exact text, such as `12.5`.
  public mutating func append(_ value: ExactDecimal) {
    let magnitude = value.millionths.magnitude
    if value.millionths < 0 { put(0x2D) }
    append(magnitude / 1_000_000)
    var fraction = magnitude % 1_000_000
    if fraction == 0 { return }
    put(0x2E)
    var power: UInt64 = 100_000
    while fraction > 0 {
      put(0x30 &+ UInt8(truncatingIfNeeded: fraction / power))
      fraction %= power
      power /= 10
    }
  }

  /// A number with a fixed count of places (0 to 9), rounded half away from zero; not-a-number writes nothing.
  public mutating func append(_ value: Double, places: Int) {
    precondition((0...9).contains(places), "0 to 9 places")
    let power = UInt64(WrittenNumber.powers[places])
    let scaled = (value.magnitude * Double(power)).rounded()
    guard scaled.isFinite, scaled < 1.8e19 else { return }
    let whole = UInt64(scaled)
    if value < 0, whole > 0 { put(0x2D) }
    append(whole / power)
    if places == 0 { return }
    put(0x2E)
    var digit = power / 10
    while digit > 0 {
      put(0x30 &+ UInt8(truncatingIfNeeded: whole / digit % 10))
      digit /= 10
    }
  }

  public mutating func append(_ day: Day) {
    let (year, month, dayOfMonth) = day.civil
    for power in [1000, 100, 10, 1] { put(0x30 &+ UInt8(truncatingIfNeeded: year / power % 10)) }
    for part in [month, dayOfMonth] {
      put(0x2D)
      put(0x30 &+ UInt8(truncatingIfNeeded: part / 10))
      put(0x30 &+ UInt8(truncatingIfNeeded: part % 10))
    }
  }

  /// A text quoted where needed and made harmless for spreadsheets.
  public mutating func appendEscaped(_ text: borrowing Span<UInt8>) {
    unsafe text.withUnsafeBufferPointer { unsafe appendEscaped($0) }
  }

  @inline(__always)
  private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    let length = text.count
    guard length > 0, let base = text.baseAddress else { return }
    let (first, last) = unsafe (base[0], base[length - 1])
    let isFormula =
      guardsFormulas
      && (first == 0x3D || first == 0x2B || first == 0x2D || first == 0x40 || first == 0x09 || first == 0x0D)
    if !isFormula, first != 0x20, last != 0x20, unsafe assay_needs_quotes(base, length) == 0 {
      unsafe put(text)
      return
    }
    put(0x22)
    if isFormula { put(0x27) }
    for index in 0..<length {
      let byte = unsafe base[index]
      if byte == 0x22 { put(0x22) }
      put(byte)
    }
    put(0x22)
  }
}

/// The memory of a writer; only a writer that holds it alone writes to it.
@safe private final class WriterMemory: @unchecked Sendable {
  let base: UnsafeMutablePointer<UInt8>
  let capacity: Int

  init(_ capacity: Int) {
    self.capacity = max(64, capacity)
    unsafe base = .allocate(capacity: self.capacity)
  }

  deinit { unsafe base.deallocate() }
}
