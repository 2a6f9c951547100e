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
  public private(set) var bytes: [UInt8] = []
  /// Whether texts that look like formulas are made harmless.
  public var guardsFormulas: Bool
  private var isRowStart = true

  public init(capacity: Int = 0, guardsFormulas: Bool = true) {
    self.guardsFormulas = guardsFormulas
    bytes.reserveCapacity(capacity)
  }

  public var count: Int { bytes.count }

  /// Forgets what was written and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    isRowStart = true
  }

  // MARK: Rows

  @inline(__always) private mutating func separate() {
    if !isRowStart { bytes.append(0x2C) }
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
    bytes.append(0x0A)
    isRowStart = true
  }

  // MARK: Parts

  /// Bytes as they are.
  public mutating func append(raw: some Sequence<UInt8>) { bytes.append(contentsOf: raw) }

  /// A text as it is, neither quoted nor guarded.
  public mutating func append(raw text: StaticString) {
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inlinable
  public mutating func append(_ value: some FixedWidthInteger) {
    append(magnitude: UInt64(value.magnitude), isNegative: value < 0)
  }

  @usableFromInline
  mutating func append(magnitude: UInt64, isNegative: Bool) {
    var magnitude = magnitude
    if isNegative { bytes.append(0x2D) }
    if magnitude < 10 {
      bytes.append(0x30 &+ UInt8(truncatingIfNeeded: magnitude))
      return
    }
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var at = 20
    while magnitude > 0 {
      at &-= 1
      digits[at] = 0x30 &+ UInt8(truncatingIfNeeded: magnitude % 10)
      magnitude /= 10
    }
    while at < 20 {
      bytes.append(digits[at])
      at &+= 1
    }
  }

  /// The shortest exact text, such as `12.5`.
  public mutating func append(_ value: ExactDecimal) {
    let magnitude = value.millionths.magnitude
    if value.millionths < 0 { bytes.append(0x2D) }
    append(magnitude / 1_000_000)
    var fraction = magnitude % 1_000_000
    if fraction == 0 { return }
    bytes.append(0x2E)
    var power: UInt64 = 100_000
    while fraction > 0 {
      bytes.append(0x30 &+ UInt8(truncatingIfNeeded: fraction / power))
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
    if value < 0, whole > 0 { bytes.append(0x2D) }
    append(whole / power)
    if places == 0 { return }
    bytes.append(0x2E)
    var digit = power / 10
    while digit > 0 {
      bytes.append(0x30 &+ UInt8(truncatingIfNeeded: whole / digit % 10))
      digit /= 10
    }
  }

  public mutating func append(_ day: Day) {
    let (year, month, dayOfMonth) = day.civil
    for power in [1000, 100, 10, 1] { bytes.append(0x30 &+ UInt8(truncatingIfNeeded: year / power % 10)) }
    for part in [month, dayOfMonth] {
      bytes.append(0x2D)
      bytes.append(0x30 &+ UInt8(truncatingIfNeeded: part / 10))
      bytes.append(0x30 &+ UInt8(truncatingIfNeeded: part % 10))
    }
  }

  /// A text quoted where needed and made harmless for spreadsheets.
  public mutating func appendEscaped(_ text: borrowing Span<UInt8>) {
    if text.isEmpty { return }
    var needsQuotes = text[0] == 0x20 || text[text.count - 1] == 0x20
    let first = text[0]
    let isFormula =
      guardsFormulas
      && (first == 0x3D || first == 0x2B || first == 0x2D || first == 0x40 || first == 0x09 || first == 0x0D)
    if isFormula { needsQuotes = true }
    if !needsQuotes {
      needsQuotes = unsafe text.withUnsafeBufferPointer { bytes in
        unsafe bytes.baseAddress.map { unsafe assay_needs_quotes($0, bytes.count) != 0 } ?? false
      }
    }
    if needsQuotes {
      bytes.append(0x22)
      if isFormula { bytes.append(0x27) }
      for index in text.indices {
        if text[index] == 0x22 { bytes.append(0x22) }
        bytes.append(text[index])
      }
      bytes.append(0x22)
    } else {
      unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
  }
}
