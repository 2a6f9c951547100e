// SPDX-License-Identifier: Apache-2.0

/// A risk indicator that looks at one goods item by itself.
///
/// `strength` is asked of every item and must be cheap; `finding` is asked only where it fired and something is shown.
public protocol ItemIndicator: Sendable {
  var definition: IndicatorDefinition { get }
  /// How strongly the indicator fires, from 0 (silent) to 1; multiplied by the weight of the definition.
  func strength(_ item: borrowing ItemContext) -> Double
  /// What was seen, in words; asked only when the strength is above 0.
  func statement(_ item: borrowing ItemContext) -> IndicatorStatement
}

/// The words of an indicator that fired.
public struct IndicatorStatement: Sendable, Hashable {
  public var text: String
  /// Fields of the declaration it rests on.
  public var fields: [String]
  /// Innocent explanations tested here, with what came out.
  public var tested: [String]

  public init(_ text: String, fields: [String], tested: [String] = []) {
    self.text = text
    self.fields = fields
    self.tested = tested
  }
}

extension ItemIndicator {
  /// The full finding, with its weight applied.
  public func finding(_ item: borrowing ItemContext) -> IndicatorFinding? {
    let strength = strength(item)
    guard strength > 0 else { return nil }
    let statement = statement(item)
    return IndicatorFinding(
      definition, strength: strength * definition.weight, statement: statement.text,
      fields: statement.fields, tested: statement.tested)
  }
}

/// Writes a figure with two to four significant digits, the same on every machine.
func figure(_ value: Double) -> String {
  guard value.isFinite else { return "?" }
  let magnitude = abs(value)
  let places = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 4
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = (magnitude * scale).rounded()
  guard scaled < 1e15 else { return "over 1e11" }
  let whole = Int64(scaled / scale)
  var text = String(whole)
  if places > 0 {
    let fraction = String(Int64(scaled) - whole * Int64(scale))
    var digits = String(repeating: "0", count: max(0, places - fraction.utf8.count)) + fraction
    while digits.last == "0" { digits.removeLast() }
    if !digits.isEmpty { text += "." + digits }
  }
  return value < 0 ? "-" + text : text
}
