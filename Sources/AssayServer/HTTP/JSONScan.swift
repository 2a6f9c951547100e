// SPDX-License-Identifier: Apache-2.0

/// Tells whether bytes are a JSON object without making values of them.
///
/// It decides what is plain: texts without escapes, few names in one object. For all else it gives no answer, and the parser
/// decides.
struct JSONScan {
  private let bytes: [UInt8]
  private var at = 0
  /// Where the names of open objects begin and end.
  private var names: [Range<Int>] = []
  private static let mostNames = 64

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// True for an object, false for what is none, nothing where the parser must decide.
  mutating func isObject() -> Bool? {
    skip()
    guard next == 0x7B else { return false }
    guard let isValue = value(32) else { return nil }
    guard isValue else { return false }
    skip()
    return at == bytes.count && (try? UTF8Span(validating: bytes.span)) != nil
  }

  private var next: UInt8 { at < bytes.count ? bytes[at] : 0 }

  private mutating func skip() {
    while at < bytes.count, bytes[at] == 0x20 || (0x09...0x0A).contains(bytes[at]) || bytes[at] == 0x0D {
      at += 1
    }
  }

  private mutating func value(_ depth: Int) -> Bool? {
    guard depth > 0 else { return false }
    switch next {
    case 0x7B: return object(depth)
    case 0x5B: return array(depth)
    case 0x22: return string().map { _ in true }
    case 0x2D, 0x30...0x39: return number()
    case 0x74: return take("true")
    case 0x66: return take("false")
    case 0x6E: return take("null")
    default: return false
    }
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard at + length <= bytes.count else { return false }
    let isSame = word.withUTF8Buffer { word in
      (0..<length).allSatisfy { unsafe bytes[at + $0] == word[$0] }
    }
    if isSame { at += length }
    return isSame
  }

  private mutating func object(_ depth: Int) -> Bool? {
    at += 1
    let first = names.count
    defer { names.removeSubrange(first...) }
    skip()
    if next == 0x7D {
      at += 1
      return true
    }
    while true {
      skip()
      guard next == 0x22 else { return false }
      guard let name = string(), names.count - first < Self.mostNames else { return nil }
      if names[first...].contains(where: { isSame($0, name) }) { return false }
      names.append(name)
      skip()
      guard next == 0x3A else { return false }
      at += 1
      skip()
      guard let isValue = value(depth - 1) else { return nil }
      guard isValue else { return false }
      skip()
      if next == 0x7D {
        at += 1
        return true
      }
      guard next == 0x2C else { return false }
      at += 1
    }
  }

  private func isSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    a.count == b.count && (0..<a.count).allSatisfy { bytes[a.lowerBound + $0] == bytes[b.lowerBound + $0] }
  }

  private mutating func array(_ depth: Int) -> Bool? {
    at += 1
    skip()
    if next == 0x5D {
      at += 1
      return true
    }
    while true {
      skip()
      guard let isValue = value(depth - 1) else { return nil }
      guard isValue else { return false }
      skip()
      if next == 0x5D {
        at += 1
        return true
      }
      guard next == 0x2C else { return false }
      at += 1
    }
  }

  /// Where a text without escapes stands; nothing where there are escapes, control characters or no end.
  private mutating func string() -> Range<Int>? {
    at += 1
    let start = at
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x22 {
        at += 1
        return start..<at - 1
      }
      guard byte >= 0x20, byte != 0x5C else { return nil }
      at += 1
    }
    return nil
  }

  /// Long or fractional numbers may be beyond what a number can hold: the parser decides.
  private mutating func number() -> Bool? {
    if next == 0x2D { at += 1 }
    let start = at
    digits()
    guard at > start, at - start == 1 || bytes[start] != 0x30 else { return false }
    guard at - start <= 15 else { return nil }
    if next == 0x2E {
      at += 1
      let fraction = at
      digits()
      guard at > fraction else { return false }
    }
    return next | 0x20 == 0x65 ? nil : true
  }

  private mutating func digits() {
    while (0x30...0x39).contains(next) { at += 1 }
  }
}
