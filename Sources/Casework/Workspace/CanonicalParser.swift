// SPDX-License-Identifier: Apache-2.0

extension CanonicalValue {
  /// Reads JSON whose numbers are whole; anything else, a key given twice or more than 64 levels gives nothing.
  public init?(parsing bytes: some Sequence<UInt8>) {
    var parser = CanonicalParser(bytes: Array(bytes))
    guard let value = parser.value(depth: 0) else { return nil }
    parser.skipSpace()
    guard parser.position == parser.bytes.count else { return nil }
    self = value
  }
}

private struct CanonicalParser {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  mutating func take(_ text: StaticString) -> Bool {
    let expected = Array(text.description.utf8)
    guard bytes[position...].starts(with: expected) else { return false }
    position += expected.count
    return true
  }

  mutating func value(depth: Int) -> CanonicalValue? {
    guard depth < 64 else { return nil }
    skipSpace()
    switch next {
    case 0x7B: return object(depth)
    case 0x5B: return list(depth)
    case 0x22: return text().map(CanonicalValue.text)
    case 0x74: return take("true") ? .flag(true) : nil
    case 0x66: return take("false") ? .flag(false) : nil
    case 0x6E: return take("null") ? .null : nil
    default: return integer()
    }
  }

  private mutating func integer() -> CanonicalValue? {
    let start = position
    if next == 0x2D { position += 1 }
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    if let byte = next, byte == 0x2E || byte == 0x65 || byte == 0x45 { return nil }
    return Int64(String(decoding: bytes[start..<position], as: UTF8.self)).map(CanonicalValue.integer)
  }

  private mutating func list(_ depth: Int) -> CanonicalValue? {
    position += 1
    var values: [CanonicalValue] = []
    skipSpace()
    if next == 0x5D {
      position += 1
      return .list([])
    }
    while let value = value(depth: depth + 1) {
      values.append(value)
      skipSpace()
      guard let byte = next else { return nil }
      position += 1
      if byte == 0x5D { return .list(values) }
      guard byte == 0x2C else { return nil }
    }
    return nil
  }

  private mutating func object(_ depth: Int) -> CanonicalValue? {
    position += 1
    var members: [String: CanonicalValue] = [:]
    skipSpace()
    if next == 0x7D {
      position += 1
      return .object([:])
    }
    while true {
      skipSpace()
      guard next == 0x22, let key = text(), members[key] == nil else { return nil }
      skipSpace()
      guard next == 0x3A else { return nil }
      position += 1
      guard let value = value(depth: depth + 1) else { return nil }
      members[key] = value
      skipSpace()
      guard let byte = next else { return nil }
      position += 1
      if byte == 0x7D { return .object(members) }
      guard byte == 0x2C else { return nil }
    }
  }

  private mutating func text() -> String? {
    position += 1
    var content: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case 0x22: return String(validating: content, as: UTF8.self)
      case 0x5C:
        guard let escaped = next else { return nil }
        position += 1
        guard let decoded = escape(escaped) else { return nil }
        content += decoded
      case 0..<0x20: return nil
      default: content.append(byte)
      }
    }
    return nil
  }

  private mutating func escape(_ byte: UInt8) -> [UInt8]? {
    switch byte {
    case 0x22, 0x5C, 0x2F: return [byte]
    case 0x62: return [0x08]
    case 0x66: return [0x0C]
    case 0x6E: return [0x0A]
    case 0x72: return [0x0D]
    case 0x74: return [0x09]
    case 0x75:
      guard var code = unit() else { return nil }
      if (0xD800..<0xDC00).contains(code) {
        guard take("\\u"), let low = unit(), (0xDC00..<0xE000).contains(low) else { return nil }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      return Unicode.Scalar(code).map { Array(String(Character($0)).utf8) }
    default: return nil
    }
  }

  private mutating func unit() -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    defer { position += 4 }
    return UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
  }
}
