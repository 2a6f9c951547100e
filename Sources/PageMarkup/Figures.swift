// SPDX-License-Identifier: Apache-2.0

package import TradeModel

/// Numbers and days as a page shows them, the same on every machine.
package enum Figures {
  /// A whole number with commas between thousands.
  package static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude).utf8)
    var text: [UInt8] = value < 0 ? [0x2D] : []
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(UInt8(ascii: ",")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A number with a fixed count of places, 0 to 6; "–" when it is not a finite number within ±9e15.
  package static func fixed(_ value: Double, _ places: Int) -> String {
    let scale = (0..<max(0, min(places, 6))).reduce(1.0) { scale, _ in scale * 10 }
    guard value.isFinite, abs(value) * scale < 9e15 else { return "–" }
    let scaled = Int64((abs(value) * scale).rounded())
    let whole = grouped(Int(scaled / Int64(scale)))
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard places > 0 else { return sign + whole }
    let fraction = String(scaled % Int64(scale))
    return sign + whole + "." + String(repeating: "0", count: places - fraction.utf8.count) + fraction
  }

  /// A number with about three significant digits.
  package static func rounded(_ value: Double) -> String {
    switch abs(value) {
    case 100...: fixed(value, 0)
    case 10..<100: trimmed(fixed(value, 1))
    case 1..<10: trimmed(fixed(value, 2))
    case 0.01..<1: trimmed(fixed(value, 3))
    default: value == 0 ? "0" : trimmed(fixed(value, 6))
    }
  }

  /// A number with four places and no commas, for scripts.
  package static func plain(_ value: Double) -> String {
    let figure = fixed(value, 4).filter { $0 != "," }
    return figure == "–" ? "" : trimmed(String(figure.map { $0 == "−" ? "-" : $0 }))
  }

  /// A share of one in percent; a share that is not nil never reads as 0 %, one that is not whole never as 100 %.
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    let value = share * 100
    switch value {
    case ...0: return "0\u{A0}%"
    case ..<0.1: return "<0.1\u{A0}%"
    case ..<9.95: return trimmed(fixed(value, 1)) + "\u{A0}%"
    case 99.5..<100: return ">99\u{A0}%"
    default: return fixed(value, 0) + "\u{A0}%"
    }
  }

  /// A share of one as a coordinate in percent with four places, between 0 and 100.
  package static func coordinate(_ share: Double) -> String {
    let value = share.isFinite ? max(0, min(1, share)) * 100 : 0
    return trimmed(fixed(value, 4)) + "%"
  }

  /// A length in pixels with two places.
  package static func pixels(_ value: Double) -> String {
    trimmed(String(fixed(max(0, value), 2).filter { $0 != "," }))
  }

  /// A mass in the unit in which its figure is handiest.
  package static func mass(kilograms: Double) -> String {
    switch kilograms {
    case 1_000...: rounded(kilograms / 1_000) + "\u{A0}t"
    case ..<0.001: rounded(kilograms * 1_000_000) + "\u{A0}mg"
    case ..<1: rounded(kilograms * 1_000) + "\u{A0}g"
    default: rounded(kilograms) + "\u{A0}kg"
    }
  }

  /// A day as "4 April 2025".
  package static func long(_ day: Day) -> String {
    let (year, month, number) = day.civil
    return "\(number) \(months[month - 1]) \(year)"
  }

  /// A day as "4 Apr".
  package static func short(_ day: Day) -> String {
    let (_, month, number) = day.civil
    return "\(number) \(months[month - 1].prefix(3))"
  }

  package static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November",
    "December",
  ]

  /// What is known of a value, as "≥ 99.8" or "20 to 30".
  package static func bounds(_ value: Bounds) -> String {
    let (lower, upper) = (value.lower, value.upper)
    if value.isExact { return rounded(lower) }
    if upper == .infinity || (upper == 100 && lower > 0 && value.includesUpper) {
      return (value.includesLower ? "≥ " : "> ") + rounded(lower)
    }
    if lower == -.infinity || lower == 0 { return (value.includesUpper ? "≤ " : "< ") + rounded(upper) }
    return "\(rounded(lower)) to \(rounded(upper))"
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var rest = text[...]
    while rest.last == "0" { rest.removeLast() }
    if rest.last == "." { rest.removeLast() }
    return String(rest)
  }
}
