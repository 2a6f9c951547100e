// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// JSON in one form only: keys sorted by their bytes, no white space, no fractions (decimals are texts).
///
/// The same value always gives the same bytes, so that it can be hashed and signed.
public enum CanonicalValue: Sendable, Hashable {
  case null
  case flag(Bool)
  case integer(Int64)
  case text(String)
  case list([CanonicalValue])
  case object([String: CanonicalValue])

  public static func decimal(_ value: ExactDecimal) -> Self { .text(value.description) }
  public static func optional(_ text: String?) -> Self { text.map(Self.text) ?? .null }
  public static func texts(_ texts: [String]) -> Self { .list(texts.map(Self.text)) }

  public subscript(key: String) -> CanonicalValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }
  public var textValue: String? { if case .text(let value) = self { value } else { nil } }
  public var integerValue: Int64? { if case .integer(let value) = self { value } else { nil } }
  public var listValue: [CanonicalValue]? { if case .list(let value) = self { value } else { nil } }

  /// The canonical bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  public var string: String { String(decoding: bytes, as: UTF8.self) }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += Array("null".utf8)
    case .flag(let value): bytes += Array((value ? "true" : "false").utf8)
    case .integer(let value): bytes += Array(String(value).utf8)
    case .text(let value): Self.write(value, to: &bytes)
    case .list(let values):
      bytes.append(0x5B)
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        value.write(to: &bytes)
      }
      bytes.append(0x5D)
    case .object(let members):
      bytes.append(0x7B)
      let sorted = members.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        Self.write(member.key, to: &bytes)
        bytes.append(0x3A)
        member.value.write(to: &bytes)
      }
      bytes.append(0x7D)
    }
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22: bytes += [0x5C, 0x22]
      case 0x5C: bytes += [0x5C, 0x5C]
      case 0..<0x20, 0x7F:
        let hex = Array("0123456789abcdef".utf8)
        bytes += [0x5C, 0x75, 0x30, 0x30, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}

extension CanonicalValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
  public init(stringLiteral value: String) { self = .text(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .flag(value) }
  public init(arrayLiteral elements: CanonicalValue...) { self = .list(elements) }
  public init(dictionaryLiteral elements: (String, CanonicalValue)...) {
    self = .object(Dictionary(elements) { $1 })
  }
}
