// SPDX-License-Identifier: Apache-2.0

public import Casework
import Foundation

/// A JSON value whose members keep their order.
public enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])
  /// Bytes that are JSON already.
  case raw([UInt8])

  public struct Member: Sendable, Hashable {
    public var name: String
    public var value: JSON
  }

  public static func int(_ value: Int) -> JSON { .integer(Int64(value)) }
  public static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
  public static func strings(_ texts: some Sequence<String>) -> JSON { .array(texts.map(JSON.string)) }

  public init(_ value: CanonicalValue) { self = .raw(value.bytes) }

  public subscript(name: String) -> JSON? {
    if case .object(let members) = self { members.last { $0.name == name }?.value } else { nil }
  }
  public var text: String? { if case .string(let value) = self { value } else { nil } }
  public var int: Int? { if case .integer(let value) = self { Int(value) } else { nil } }
  public var flag: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var elements: [JSON]? { if case .array(let values) = self { values } else { nil } }
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  public var bytes: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  private func write(to out: inout [UInt8]) {
    switch self {
    case .null: out += "null".utf8
    case .bool(let value): out += (value ? "true" : "false").utf8
    case .integer(let value): out += String(value).utf8
    case .number(let value): out += (value.isFinite ? "\(value)" : "null").utf8
    case .string(let text): Self.write(text, to: &out)
    case .raw(let bytes): out += bytes
    case .array(let values):
      out.append(0x5B)
      for (index, value) in values.enumerated() {
        if index > 0 { out.append(0x2C) }
        value.write(to: &out)
      }
      out.append(0x5D)
    case .object(let members):
      out.append(0x7B)
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(0x2C) }
        Self.write(member.name, to: &out)
        out.append(0x3A)
        member.value.write(to: &out)
      }
      out.append(0x7D)
    }
  }

  private static let hex = Array("0123456789abcdef".utf8)

  /// `<`, `>` and `&` are escaped too, so that no answer can be taken for a page.
  private static func write(_ text: String, to out: inout [UInt8]) {
    out.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: out += [0x5C, byte]
      case 0x0A: out += [0x5C, 0x6E]
      case 0..<0x20, 0x7F, 0x3C, 0x3E, 0x26:
        out += [0x5C, 0x75, 0x30, 0x30, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: out.append(byte)
      }
    }
    out.append(0x22)
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(name: $0.0, value: $0.1) })
  }
}
