// SPDX-License-Identifier: Apache-2.0

/// A commodity code of 6 to 10 digits, as used on customs declarations.
///
/// The first six digits follow the Harmonized System (WCO); the digits after them are national. Codes compare
/// by their digits; dots and spaces in the text as received do not count.
///
///     let code = try CommodityCode("8505.11 10 00")
///     code.subheading   // "850511"
public struct CommodityCode: Hashable, Sendable, Comparable {
  /// The digits as one number, without leading zeros; `count` tells how many there are.
  public let number: UInt64
  /// How many digits the code has, 6 to 10.
  public let count: UInt8

  /// Makes a code from its digits as a number and their count, or nothing when they do not agree.
  public init?(number: UInt64, count: Int) {
    guard (6...10).contains(count), number < Self.power(count) else { return nil }
    self.number = number
    self.count = UInt8(count)
  }

  /// Reads a code from text.
  /// - Throws: `ValueError` when the text holds anything but 6 to 10 digits, dots, hyphens and spaces.
  public init(_ text: some StringProtocol) throws(ValueError) {
    var number: UInt64 = 0
    var count = 0
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39:
        count += 1
        guard count <= 10 else {
          throw ValueError("a commodity code has 6 to 10 digits, this one has more")
        }
        number = number * 10 + UInt64(byte - 0x30)
      case 0x2E, 0x20, 0x2D: continue
      default: throw ValueError("a commodity code holds digits only")
      }
    }
    guard count >= 6 else {
      throw ValueError("a commodity code has 6 to 10 digits, this one has \(count)")
    }
    self.number = number
    self.count = UInt8(count)
  }

  /// The digits, leading zeros included.
  public var digits: String {
    let text = String(number)
    return String(repeating: "0", count: Int(count) - text.utf8.count) + text
  }

  /// The chapter: the first two digits as a number, 1 to 99.
  public var chapter: Int { Int(number / Self.power(Int(count) - 2)) }
  /// The heading: the first four digits as a number.
  public var heading: Int { Int(number / Self.power(Int(count) - 4)) }
  /// The Harmonized System subheading: the first six digits as a number.
  public var subheading: Int { Int(number / Self.power(Int(count) - 6)) }

  /// How many leading digits two codes share, 0 to 10.
  public func commonPrefixLength(with other: CommodityCode) -> Int {
    let shared = Int(min(count, other.count))
    var a = number / Self.power(Int(count) - shared)
    var b = other.number / Self.power(Int(other.count) - shared)
    var length = shared
    while a != b {
      a /= 10
      b /= 10
      length -= 1
    }
    return length
  }

  /// Whether the code starts with all digits of another, shorter or equal one.
  public func hasPrefix(_ prefix: CommodityCode) -> Bool {
    count >= prefix.count && number / Self.power(Int(count) - Int(prefix.count)) == prefix.number
  }

  public static func < (a: Self, b: Self) -> Bool {
    let wide = 10
    let left = a.number * Self.power(wide - Int(a.count))
    let right = b.number * Self.power(wide - Int(b.count))
    return left != right ? left < right : a.count < b.count
  }

  /// Ten to a power of 0 to 10.
  @inline(__always) static func power(_ exponent: Int) -> UInt64 {
    switch exponent {
    case 0: 1
    case 1: 10
    case 2: 100
    case 3: 1000
    case 4: 10_000
    case 5: 100_000
    case 6: 1_000_000
    case 7: 10_000_000
    case 8: 100_000_000
    case 9: 1_000_000_000
    case 10: 10_000_000_000
    default: preconditionFailure("a commodity code has at most ten digits")
    }
  }
}

extension CommodityCode: CustomStringConvertible {
  public var description: String { digits }
}
