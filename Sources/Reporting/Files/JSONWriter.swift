// SPDX-License-Identifier: Apache-2.0

/// Writes JSON (RFC 8259) with keys in the order given; the same value always gives the same bytes.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

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
    string(name.description)
    bytes.append(0x3A)
    needsComma = false
  }

  mutating func value(_ text: String) {
    separate()
    string(text)
  }

  mutating func value(_ number: Int) {
    separate()
    bytes += Array(String(number).utf8)
  }

  mutating func value(_ flag: Bool) {
    separate()
    bytes += Array((flag ? "true" : "false").utf8)
  }

  /// A number with at most a count of decimal places.
  mutating func value(_ number: Double, places: Int) {
    separate()
    bytes += Array((number.isFinite ? PlainFigures.fixed(number, places) : "null").utf8)
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
    for byte in text.utf8 {
      switch byte {
      case 0x22: bytes += [0x5C, 0x22]
      case 0x5C: bytes += [0x5C, 0x5C]
      case 0x0A: bytes += [0x5C, 0x6E]
      case 0x0D: bytes += [0x5C, 0x72]
      case 0x09: bytes += [0x5C, 0x74]
      case 0..<0x20, 0x7F:
        let hex = Array("0123456789abcdef".utf8)
        bytes += [0x5C, 0x75, 0x30, 0x30, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
