// SPDX-License-Identifier: Apache-2.0

/// Writes JSON (RFC 8259) with keys in the order given; the same value always gives the same bytes.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// - Parameter room: bytes that are likely to be written.
  init(room: Int = 0) { bytes.reserveCapacity(room) }

  mutating func object(_ body: (inout JSONWriter) -> Void) { container(0x7B, 0x7D, body) }
  mutating func array(_ body: (inout JSONWriter) -> Void) { container(0x5B, 0x5D, body) }

  private mutating func container(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    needsComma = false
    body(&self)
    bytes.append(close)
    needsComma = true
  }

  mutating func key(_ name: StaticString) {
    separate()
    bytes.append(0x22)
    name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    bytes.append(0x22)
    bytes.append(0x3A)
    needsComma = false
  }

  mutating func value(_ text: String) {
    separate()
    string(text)
  }

  mutating func value(_ number: Int) {
    separate()
    bytes += String(number).utf8
  }

  mutating func value(_ flag: Bool) {
    separate()
    bytes += (flag ? "true" : "false").utf8
  }

  /// A number with at most a count of decimal places.
  mutating func value(_ number: Double, places: Int) {
    separate()
    bytes += (number.isFinite ? PlainFigures.fixed(number, places) : "null").utf8
  }

  /// A member that is left out when its value is absent.
  mutating func member(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    key(name)
    value(text)
  }

  mutating func member(_ name: StaticString, _ texts: [String]) {
    key(name)
    array { writer in for text in texts { writer.value(text) } }
  }

  mutating func endLine() {
    bytes.append(0x0A)
    needsComma = false
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = true
  }

  private mutating func string(_ text: String) {
    bytes.append(0x22)
    // Most texts need no escape: runs of bytes are copied whole.
    var text = text
    text.withUTF8 { unsafe Self.escape($0.span, to: &bytes) }
    bytes.append(0x22)
  }

  private static func escape(_ text: Span<UInt8>, to out: inout [UInt8]) {
    var start = 0
    for at in text.indices {
      let byte = text[at]
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F else { continue }
      copy(text, start..<at, to: &out)
      start = at + 1
      switch byte {
      case 0x0A: out += [0x5C, 0x6E]
      case 0x0D: out += [0x5C, 0x72]
      case 0x09: out += [0x5C, 0x74]
      case 0x22, 0x5C: out += [0x5C, byte]
      default: out += [0x5C, 0x75, 0x30, 0x30, hex(byte >> 4), hex(byte & 15)]
      }
    }
    copy(text, start..<text.count, to: &out)
  }

  private static func copy(_ text: Span<UInt8>, _ range: Range<Int>, to out: inout [UInt8]) {
    guard !range.isEmpty else { return }
    unsafe text.extracting(range).withUnsafeBufferPointer { unsafe out.append(contentsOf: $0) }
  }

  private static func hex(_ half: UInt8) -> UInt8 { half < 10 ? 0x30 + half : 0x57 + half }
}
