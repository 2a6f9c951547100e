// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Ranking

/// Colour for terminals, or none.
struct Style {
  let colour: Bool

  func lane(_ lane: Lane, _ text: String) -> String {
    switch lane {
    case .green: paint("32", text)
    case .blue: paint("34", text)
    case .yellow: paint("33", text)
    case .red: paint("1;31", text)
    }
  }

  func dim(_ text: String) -> String { paint("2", text) }
  func strong(_ text: String) -> String { paint("1", text) }

  private func paint(_ code: String, _ text: String) -> String {
    colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// Figures without grouping, for terminals and for machines.
enum PlainFigures {
  /// A number with a fixed count of decimal places, rounded half away from zero.
  static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "?" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int64((abs(value) * scale).rounded())
    let whole = scaled / Int64(scale)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + String(whole) }
    let fraction = String(scaled % Int64(scale))
    return sign + "\(whole)." + String(repeating: "0", count: places - fraction.utf8.count) + fraction
  }

  /// A bar of a width, filled to a share, in eighths of a cell.
  static func bar(_ share: Double, _ width: Int) -> String {
    let eighths = Int((min(max(share, 0), 1) * Double(width * 8)).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
