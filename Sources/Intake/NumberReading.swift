// SPDX-License-Identifier: Apache-2.0

/// A decimal number as written: digits and how many of them stand after the point.
struct WrittenNumber {
  var mantissa: Int64
  var places: Int

  /// Ten to the power of 0...18.
  static let powers: [Int64] = (0...18).map { n in (0..<n).reduce(Int64(1)) { p, _ in p * 10 } }

  /// The number times a factor, rounded half away from zero to a whole; nothing when it is out of range.
  @inline(__always) func scaled(by factor: Int64) -> Int64? {
    if factor == 1_000_000, places <= 6 {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: Self.powers[6 &- places])
      return overflow ? nil : product
    }
    return scaledWide(by: factor)
  }

  private func scaledWide(by factor: Int64) -> Int64? {
    let product = Int128(mantissa) * Int128(factor)
    let divisor = Int128(Self.powers[places])
    let half = divisor / 2
    let rounded = (product + (product < 0 ? -half : half)) / divisor
    return Int64(exactly: rounded)
  }

  /// Reads a number; nothing when the text is none.
  ///
  /// `1234.5`, `1,234.50` (groups of three), `1.2e3`; with a decimal comma `1234,5`, `1.234,50`. Digits beyond
  /// eighteen significant ones are allowed only when they stand after the point, where they are dropped.
  @inline(__always) static func read(_ text: Bytes, decimalComma: Bool) -> WrittenNumber? {
    let point: UInt8 = decimalComma ? 0x2C : 0x2E
    var value: Int64 = 0
    var pointAt = -1
    let count = text.count
    if count == 0 || count > 18 { return readSlowly(text, decimalComma: decimalComma) }
    var i = 0
    while i < count {
      let digit = text[i] &- 0x30
      if digit < 10 {
        value = value &* 10 &+ Int64(digit)
      } else if text[i] == point, pointAt < 0, i > 0 {
        pointAt = i
      } else {
        return readSlowly(text, decimalComma: decimalComma)
      }
      i &+= 1
    }
    return WrittenNumber(mantissa: value, places: pointAt < 0 ? 0 : count &- 1 &- pointAt)
  }

  @inline(never) private static func readSlowly(_ text: Bytes, decimalComma: Bool) -> WrittenNumber? {
    let point: UInt8 = decimalComma ? 0x2C : 0x2E
    let group: UInt8 = decimalComma ? 0x2E : 0x2C
    var bytes = text.trimmed.array[...]
    guard !bytes.isEmpty, bytes.count <= 64 else { return nil }
    var negative = false
    if let first = bytes.first, first == 0x2D || first == 0x2B {
      negative = first == 0x2D
      bytes.removeFirst()
    }
    var value: Int64 = 0
    var digits = 0
    var significant = 0
    var places = 0
    var seenPoint = false
    var sinceGroup = -1
    var exponent = 0
    scan: while let byte = bytes.popFirst() {
      switch byte {
      case 0x30...0x39:
        digits += 1
        if sinceGroup >= 0, !seenPoint { sinceGroup += 1 }
        if significant >= 18 {
          guard seenPoint else { return nil }
          continue
        }
        value = value * 10 + Int64(byte - 0x30)
        if value > 0 { significant += 1 }
        if seenPoint { places += 1 }
      case point where !seenPoint:
        guard sinceGroup < 0 || sinceGroup == 3 else { return nil }
        seenPoint = true
      case group where !seenPoint && digits > 0 && (sinceGroup < 0 ? digits <= 3 : sinceGroup == 3):
        sinceGroup = 0
      case 0x65, 0x45:
        var sign = 1
        if let next = bytes.first, next == 0x2D || next == 0x2B {
          sign = next == 0x2D ? -1 : 1
          bytes.removeFirst()
        }
        guard (1...2).contains(bytes.count) else { return nil }
        for digit in bytes {
          guard (0x30...0x39).contains(digit) else { return nil }
          exponent = exponent * 10 + Int(digit - 0x30)
        }
        exponent *= sign
        break scan
      default: return nil
      }
    }
    guard digits > 0, sinceGroup < 0 || seenPoint || sinceGroup == 3 else { return nil }
    places -= exponent
    while places < 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
      places += 1
    }
    while places > 18 {
      value /= 10
      places -= 1
    }
    return WrittenNumber(mantissa: negative ? -value : value, places: places)
  }
}
