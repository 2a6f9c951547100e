// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Figures as the workbench shows them.
enum Number {
  static func grouped(_ value: Int) -> String { Figures.grouped(value) }
  static func percent(_ share: Double) -> String { Figures.percent(share) }
  static func score(_ value: Double) -> String { Figures.fixed(max(0, min(1, value)), 2) }
  static func rounded(_ value: Double) -> String { Figures.rounded(value) }
  static func mass(_ kilograms: Double?) -> String { kilograms.map(Figures.mass(kilograms:)) ?? "–" }
  static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + Figures.fixed(value, 1) }

  /// The size of a file in the unit in which its figure is handiest.
  static func bytes(_ count: Int) -> String {
    switch count {
    case 1_048_576...: Figures.rounded(Double(count) / 1_048_576) + "\u{A0}MiB"
    case 1024...: Figures.rounded(Double(count) / 1024) + "\u{A0}KiB"
    default: "\(count)\u{A0}B"
    }
  }

  /// A sentence of the engines with a capital letter at its head.
  static func sentence(_ text: String) -> String {
    guard let first = text.first, first.isASCII, first.isLowercase else { return text }
    return first.uppercased() + text.dropFirst()
  }

  /// A length of a drawing with one place and no commas.
  static func length(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int((max(-1e6, min(1e6, value)) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }
}
