// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// Figures and names as people read them.
public enum Figure {
  /// A number with a fixed count of decimals and commas between thousands.
  public static func grouped(_ value: Double, places: Int) -> String {
    let plain = BreakTable.decimal(value, places: places)
    guard abs(value) >= 1000, abs(value) < 1e15 else { return plain }
    let isNegative = plain.hasPrefix("-")
    let parts = plain.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
    var out: [Character] = []
    for (place, digit) in parts[0].reversed().enumerated() {
      if place > 0, place % 3 == 0 { out.append(",") }
      out.append(digit)
    }
    let fraction = parts.count > 1 ? "." + parts[1] : ""
    return (isNegative ? "-" : "") + String(out.reversed()) + fraction
  }

  /// Tonnes of a mass in kilograms, with as many decimals as its size asks for.
  public static func tonnes(_ kilograms: Double) -> String {
    let t = kilograms / 1000
    if abs(t) < 0.0005 { return "0" }
    return grouped(t, places: abs(t) < 1 ? 3 : abs(t) < 100 ? 1 : 0)
  }

  /// `1 month`, `3 months`.
  public static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(Double(number), places: 0)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// A chance for people: three decimals, and never a bare zero.
  public static func chance(_ p: Double) -> String {
    p < 0.0005 ? "<0.001" : BreakTable.decimal(p, places: 3)
  }
}

extension CountryCode {
  /// The name of the country, or its code where the reference has none.
  var place: String { ReferenceData.embedded.countries[self]?.name ?? description }
}
