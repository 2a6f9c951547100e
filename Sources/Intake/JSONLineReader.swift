// SPDX-License-Identifier: Apache-2.0

/// Reads one line of JSON Lines: one object, its scalar values by key (RFC 8259, https://jsonlines.org).
///
/// Objects inside are flattened (`exporter.name` is `exporter_name`), arrays of scalars are joined by `;`.
struct JSONLineReader: ~Copyable {
  enum Value {
    case text(Bytes)
    /// An array that holds objects or arrays.
    case nested
  }

  static let deepest = 4
  private static let longestKey = 256
  private let scratch = Scratch()
  private let path = Memory(2048)
  private var line = Bytes.empty
  private var at = 0

  /// Reads a line; gives the offset of the fault when it is not one object.
  mutating func read(_ line: Bytes, _ emit: (Bytes, Value, Int) -> Void) -> Int? {
    self.line = line
    at = 0
    // Decoded text is never longer than its escaped form; joined arrays need no more than their brackets and commas.
    scratch.reset(capacity: line.count + 64)
    skipBlanks()
    guard object(prefix: 0, depth: 0, emit) else { return at }
    skipBlanks()
    return at == line.count ? nil : at
  }

  private var byte: UInt8? { at < line.count ? line[at] : nil }

  private mutating func skipBlanks() {
    while at < line.count, Bytes.isBlank(line[at]) { at += 1 }
  }

  private mutating func take(_ wanted: UInt8) -> Bool {
    guard byte == wanted else { return false }
    at += 1
    return true
  }

  private mutating func object(prefix: Int, depth: Int, _ emit: (Bytes, Value, Int) -> Void) -> Bool {
    guard depth <= Self.deepest, take(0x7B) else { return false }
    skipBlanks()
    if take(0x7D) { return true }
    while true {
      skipBlanks()
      guard let key = string() else { return false }
      let kept = key[0..<min(key.count, Self.longestKey)]
      path.put(kept, at: prefix)
      let length = prefix + kept.count
      skipBlanks()
      guard take(0x3A) else { return false }
      skipBlanks()
      if byte == 0x7B {
        path.put(byte: 0x5F, at: length)
        guard object(prefix: length + 1, depth: depth + 1, emit) else { return false }
      } else {
        let start = at
        guard let value = self.value() else { return false }
        emit(path.bytes(0..<length), value, start)
      }
      skipBlanks()
      if take(0x7D) { return true }
      guard take(0x2C) else { return false }
    }
  }

  private mutating func value() -> Value? {
    switch byte {
    case 0x22: return string().map { .text($0) }
    case 0x5B: return array()
    default: return scalar().map { .text($0) }
    }
  }

  private mutating func array() -> Value? {
    at += 1
    let mark = scratch.count
    var isNested = false
    skipBlanks()
    if take(0x5D) { return .text(Bytes.empty) }
    while true {
      skipBlanks()
      if byte == 0x7B || byte == 0x5B {
        isNested = true
        guard skipNested() else { return nil }
      } else {
        // A string is decoded into the scratch where it belongs already; a slice of the line is copied.
        let before = scratch.count
        guard let element = byte == 0x22 ? string() : scalar() else { return nil }
        if scratch.count == before { scratch.append(element) }
      }
      skipBlanks()
      if take(0x5D) { return isNested ? .nested : .text(scratch.bytes(from: mark)) }
      guard take(0x2C) else { return nil }
      scratch.append(byte: 0x3B)
    }
  }

  /// Passes over an object or array inside an array, counting brackets outside of strings.
  private mutating func skipNested() -> Bool {
    var open = 0
    while at < line.count {
      switch line[at] {
      case 0x22:
        at += 1
        while at < line.count, line[at] != 0x22 { at += line[at] == 0x5C ? 2 : 1 }
        guard at < line.count else { return false }
      case 0x7B, 0x5B: open += 1
      case 0x7D, 0x5D:
        open -= 1
        if open == 0 {
          at += 1
          return true
        }
      default: break
      }
      at += 1
    }
    at = min(at, line.count)
    return false
  }

  /// A number as written, true or false; null is empty.
  private mutating func scalar() -> Bytes? {
    let start = at
    while at < line.count, Self.isTokenByte(line[at]) { at += 1 }
    let token = line[start..<at]
    guard let first = byteOrNil(token, 0) else { return nil }
    if first == 0x6E { return token.text == "null" ? Bytes.empty : nil }
    if first == 0x74 { return token.text == "true" ? token : nil }
    if first == 0x66 { return token.text == "false" ? token : nil }
    guard first == 0x2D || first &- 0x30 < 10 else { return nil }
    for index in 0..<token.count {
      let byte = token[index]
      let isDigit = byte &- 0x30 < 10
      guard isDigit || byte == 0x2E || byte == 0x2D || byte == 0x2B || byte == 0x65 || byte == 0x45 else {
        return nil
      }
    }
    return token
  }

  private func byteOrNil(_ bytes: Bytes, _ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte == 0x2E || byte == 0x2D || byte == 0x2B || (byte | 0x20) &- 0x61 < 26
  }

  /// A string; a slice of the line where it holds no escape.
  private mutating func string() -> Bytes? {
    guard take(0x22) else { return nil }
    let start = at
    while at < line.count, line[at] != 0x22, line[at] != 0x5C {
      if line[at] < 0x20 { return nil }
      at += 1
    }
    if byte == 0x22 {
      at += 1
      return line[start..<at - 1]
    }
    let mark = scratch.count
    scratch.append(line[start..<at])
    while let byte {
      if byte == 0x22 {
        at += 1
        return scratch.bytes(from: mark)
      }
      if byte < 0x20 { return nil }
      if byte == 0x5C {
        guard escape() else { return nil }
      } else {
        scratch.append(line[at..<at + 1])
        at += 1
      }
    }
    return nil
  }

  private mutating func escape() -> Bool {
    at += 1
    guard let kind = byte else { return false }
    at += 1
    switch kind {
    case 0x22, 0x5C, 0x2F: scratch.append(byte: kind)
    case 0x62: scratch.append(byte: 0x08)
    case 0x66: scratch.append(byte: 0x0C)
    case 0x6E: scratch.append(byte: 0x0A)
    case 0x72: scratch.append(byte: 0x0D)
    case 0x74: scratch.append(byte: 0x09)
    case 0x75:
      guard var code = hex() else { return false }
      if (0xD800..<0xDC00).contains(code) {
        guard take(0x5C), take(0x75), let low = hex(), (0xDC00..<0xE000).contains(low) else { return false }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code), code != 0 else { return false }
      for byte in String(scalar).utf8 { scratch.append(byte: byte) }
    default: return false
    }
    return true
  }

  private mutating func hex() -> UInt32? {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte else { return nil }
      switch byte {
      case 0x30...0x39: code = code << 4 | UInt32(byte - 0x30)
      case 0x41...0x46, 0x61...0x66: code = code << 4 | UInt32((byte | 0x20) - 0x61 + 10)
      default: return nil
      }
      at += 1
    }
    return code
  }
}
