// SPDX-License-Identifier: Apache-2.0

/// An exact decimal with six places after the point: masses in kilograms, quantities, amounts of money.
///
/// Sums and differences are exact; results outside ±9.2e12 are reported, never rounded or wrapped.
public struct ExactDecimal: Hashable, Sendable, Comparable {
  /// The value times one million.
  public let millionths: Int64

  public init(millionths: Int64) { self.millionths = millionths }

  public init(_ whole: Int) { millionths = Int64(whole) * 1_000_000 }

  public static let zero = ExactDecimal(millionths: 0)
  static let scale: Int64 = 1_000_000

  /// Reads a plain decimal such as `1234.5`, `1,234.50` or `-3`; an exponent (`1.2e3`) is accepted.
  /// - Throws: `ValueError` for another shape, more than six places that are not zero, or a value out of range.
  public init(_ text: some StringProtocol) throws(ValueError) {
    var negative = false
    var mantissa: Int64 = 0
    var places = 0
    var seenPoint = false
    var digits = 0
    var exponent = 0
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, first == 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 { bytes.removeLast() }
    if let first = bytes.first, first == 0x2D || first == 0x2B {
      negative = first == 0x2D
      bytes.removeFirst()
    }
    func shape() -> ValueError { ValueError("not a number; write it as 1234.56") }
    func range() -> ValueError { ValueError("number out of range: at most 12 digits before the point") }
    scan: while let byte = bytes.popFirst() {
      switch byte {
      case 0x30...0x39:
        digits += 1
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, carried) = product.addingReportingOverflow(Int64(byte - 0x30))
        if overflow || carried {
          guard seenPoint, byte == 0x30 else { throw range() }
          continue
        }
        mantissa = sum
        if seenPoint { places += 1 }
      case 0x2E where !seenPoint: seenPoint = true
      case 0x2C where !seenPoint && digits > 0: continue
      case 0x65, 0x45:
        var sign = 1
        if let next = bytes.first, next == 0x2D || next == 0x2B {
          sign = next == 0x2D ? -1 : 1
          bytes.removeFirst()
        }
        guard !bytes.isEmpty, bytes.count <= 2 else { throw shape() }
        for digit in bytes {
          guard (0x30...0x39).contains(digit) else { throw shape() }
          exponent = exponent * 10 + Int(digit - 0x30)
        }
        exponent *= sign
        break scan
      default: throw shape()
      }
    }
    guard digits > 0 else { throw shape() }
    var shift = 6 - places + exponent
    while shift < 0 {
      guard mantissa % 10 == 0 else {
        throw ValueError("more than six places after the point")
      }
      mantissa /= 10
      shift += 1
    }
    while shift > 0 {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      guard !overflow else { throw range() }
      mantissa = product
      shift -= 1
    }
    millionths = negative ? -mantissa : mantissa
  }

  /// The nearest value to a floating-point number, or nothing when it is out of range or not a number.
  public init?(rounding value: Double) {
    let scaled = (value * 1e6).rounded()
    guard scaled.isFinite, abs(scaled) < 9.2e18 else { return nil }
    millionths = Int64(scaled)
  }

  /// The value as a floating-point number, for ratios and plots; never for sums on a ledger.
  public var double: Double { Double(millionths) / 1e6 }

  public static func < (a: Self, b: Self) -> Bool { a.millionths < b.millionths }

  /// The sum, or nothing when it is out of range.
  public func adding(_ other: Self) -> Self? {
    let (sum, overflow) = millionths.addingReportingOverflow(other.millionths)
    return overflow ? nil : Self(millionths: sum)
  }

  /// The difference, or nothing when it is out of range.
  public func subtracting(_ other: Self) -> Self? {
    let (difference, overflow) = millionths.subtractingReportingOverflow(other.millionths)
    return overflow ? nil : Self(millionths: difference)
  }

  /// The product with a whole number, or nothing when it is out of range.
  public func multiplied(by factor: Int64) -> Self? {
    let (product, overflow) = millionths.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Self(millionths: product)
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// The shortest exact text, such as `12.5`.
  public var description: String {
    let magnitude = millionths.magnitude
    var text = String(magnitude / 1_000_000)
    var fraction = magnitude % 1_000_000
    if fraction > 0 {
      var places = 6
      while fraction % 10 == 0 {
        fraction /= 10
        places -= 1
      }
      let digits = String(fraction)
      text += "." + String(repeating: "0", count: places - digits.utf8.count) + digits
    }
    return millionths < 0 ? "-" + text : text
  }
}
