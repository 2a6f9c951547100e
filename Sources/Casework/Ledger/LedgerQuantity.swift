// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A quantity with its unit, as somebody gives it.
public struct LedgerQuantity: Sendable, Hashable, CustomStringConvertible {
  public var value: ExactDecimal
  public var unit: QuantityUnit

  public init(_ value: ExactDecimal, _ unit: QuantityUnit) {
    self.value = value
    self.unit = unit
  }

  /// Reads `12.5 kg` or `12.5kg`; nothing for another shape.
  public init?(_ text: some StringProtocol) {
    let split = text.firstIndex { $0.isLetter || $0 == "千" } ?? text.endIndex
    let number = String(text[..<split].filter { !$0.isWhitespace })
    let name = text[split...].filter { !$0.isWhitespace }
    guard let unit = QuantityUnit(name: String(name)) else { return nil }
    do throws(ValueError) { self.init(try ExactDecimal(number), unit) } catch { return nil }
  }

  public var description: String { "\(value) \(unit.code)" }

  /// The quantity in another unit; masses convert into each other, other units only into themselves.
  ///
  /// What does not come out even at six places is rounded up for a draw, so that small parts are never free, and down
  /// for a return.
  public func converted(to other: QuantityUnit, roundingUp: Bool = true) throws(LedgerRefusal) -> ExactDecimal
  {
    if unit == other { return value }
    guard let own = unit.milligrams, let factor = other.milligrams else {
      throw .unitMismatch(given: unit, licence: other)
    }
    let product = value.millionths.multipliedFullWidth(by: own)
    guard product.high < factor / 2, product.high > -factor / 2 else { throw .outOfRange }
    let (quotient, remainder) = factor.dividingFullWidth(product)
    guard remainder > 0, roundingUp else { return ExactDecimal(millionths: quotient) }
    let (rounded, overflow) = quotient.addingReportingOverflow(1)
    guard !overflow else { throw .outOfRange }
    return ExactDecimal(millionths: rounded)
  }
}

/// Licence numbers compare without white space of any kind, hyphens and case: a stray blank never breaks a link.
enum LicenceNumber {
  static func key(_ number: String) -> String {
    let skipped: Set<Unicode.Scalar> = [
      "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{200B}", "\u{FEFF}",
    ]
    return String(
      String.UnicodeScalarView(
        number.uppercased().unicodeScalars.filter { !$0.properties.isWhitespace && !skipped.contains($0) }))
  }
}
