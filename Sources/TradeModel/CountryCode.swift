// SPDX-License-Identifier: Apache-2.0

/// A country or territory by its ISO 3166-1 alpha-2 code, two capital letters.
///
/// The type guarantees the shape only; whether the code is assigned is asked of the reference data.
public struct CountryCode: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Both letters, the first in the high byte.
  public let packed: UInt16

  public init?(_ text: some StringProtocol) {
    var bytes = text.utf8.makeIterator()
    guard let first = bytes.next(), let second = bytes.next(), bytes.next() == nil,
      let a = Self.capital(first), let b = Self.capital(second)
    else { return nil }
    packed = UInt16(a) << 8 | UInt16(b)
  }

  /// Makes a code from a value of `packed`; traps when it does not hold two capital letters.
  public init(packed: UInt16) {
    precondition(
      Self.capital(UInt8(packed >> 8)) != nil && Self.capital(UInt8(packed & 0xFF)) != nil,
      "a country code is two letters")
    self.packed = packed
  }

  static func capital(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte
    case 0x61...0x7A: byte - 0x20
    default: nil
    }
  }

  public var description: String {
    String(decoding: [UInt8(packed >> 8), UInt8(packed & 0xFF)], as: UTF8.self)
  }

  public static func < (a: Self, b: Self) -> Bool { a.packed < b.packed }

  public static let china = CountryCode("CN")!
}
