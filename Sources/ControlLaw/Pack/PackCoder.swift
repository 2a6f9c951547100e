// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// One walk over a value that either writes it into a pack or reads it back: the two cannot disagree on the order.
///
/// A broken pack sets `fault` and yields empty values; nothing traps, and no count allocates more than the bytes
/// that are left could fill.
struct PackCoder {
  let isWriting: Bool
  private(set) var bytes: [UInt8]
  private var position = 0
  private var strings: [String] = []
  private var indexByString: [String: Int] = [:]
  private(set) var fault = false

  /// A coder that writes.
  init() {
    isWriting = true
    bytes = []
  }

  /// A coder that reads the body of a pack with its strings.
  init(reading bytes: [UInt8], at position: Int, strings: [String]) {
    isWriting = false
    self.bytes = bytes
    self.position = position
    self.strings = strings
  }

  var isAtEnd: Bool { position == bytes.count }
  var table: [String] { strings }

  mutating func code(_ value: inout Int) {
    if isWriting {
      var rest = UInt64(bitPattern: Int64(value << 1 ^ value >> 63))
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    } else {
      var raw: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        guard position < bytes.count, shift < 64 else { return fail(&value) }
        let byte = bytes[position]
        position += 1
        raw |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { break }
        shift += 7
      }
      value = Int(Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1))
    }
  }

  private mutating func fail(_ value: inout Int) {
    fault = true
    value = 0
  }

  mutating func reject() { fault = true }

  mutating func code(_ value: inout String) {
    var index = 0
    if isWriting {
      if let known = indexByString[value] {
        index = known
      } else {
        index = strings.count
        strings.append(value)
        indexByString[value] = index
      }
    }
    code(&index)
    if !isWriting {
      guard strings.indices.contains(index) else {
        fault = true
        return
      }
      value = strings[index]
    }
  }

  mutating func code(_ value: inout Double) {
    var bits = value.bitPattern
    if isWriting {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    } else {
      guard position + 8 <= bytes.count else {
        fault = true
        return
      }
      bits = 0
      for i in 0..<8 { bits |= UInt64(bytes[position + i]) << UInt64(8 * i) }
      position += 8
      value = Double(bitPattern: bits)
      if !value.isFinite {
        value = 0
        fault = true
      }
    }
  }

  mutating func code(_ value: inout Bool) {
    var number = value ? 1 : 0
    code(&number)
    value = number != 0
  }

  mutating func code<Value>(
    _ values: inout [Value], of empty: Value, _ element: (inout PackCoder, inout Value) -> Void
  ) {
    var count = values.count
    code(&count)
    if isWriting {
      for i in values.indices { element(&self, &values[i]) }
      return
    }
    guard count >= 0, count <= bytes.count - position else {
      fault = true
      return
    }
    values = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      var value = empty
      element(&self, &value)
      if fault { return }
      values.append(value)
    }
  }

  mutating func code<Value>(
    _ value: inout Value?, of empty: Value, _ body: (inout PackCoder, inout Value) -> Void
  ) {
    var present = value != nil
    code(&present)
    guard present else {
      value = nil
      return
    }
    var inner = value ?? empty
    body(&self, &inner)
    value = inner
  }

  mutating func code(_ values: inout [String]) {
    code(&values, of: "") { $0.code(&$1) }
  }

  mutating func code(_ value: inout String?) {
    code(&value, of: "") { $0.code(&$1) }
  }

  /// Codes a value of an enumeration by its raw value.
  mutating func code<Value: RawRepresentable>(_ value: inout Value) where Value.RawValue == UInt8 {
    var raw = Int(value.rawValue)
    code(&raw)
    if isWriting { return }
    guard let byte = UInt8(exactly: raw), let read = Value(rawValue: byte) else {
      fault = true
      return
    }
    value = read
  }

  mutating func code<Value: RawRepresentable>(_ value: inout Value) where Value.RawValue == String {
    var raw = value.rawValue
    code(&raw)
    if isWriting { return }
    guard let read = Value(rawValue: raw) else {
      fault = true
      return
    }
    value = read
  }
}
