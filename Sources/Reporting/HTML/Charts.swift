// SPDX-License-Identifier: Apache-2.0

import Ranking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Round values for the lines of an axis.
enum Axis {
  /// Multiples of 1, 2 or 5 times a power of ten from 0 to at least `maximum`, `count` of them or a few more.
  static func ticks(upTo maximum: Double, count: Int = 4) -> [Double] {
    guard maximum.isFinite, maximum > 0 else { return [0, 1] }
    let raw = maximum / Double(max(1, count))
    let power = pow(10, floor(log10(raw)))
    let step = max(1, [1, 2, 5, 10].map { $0 * power }.first { $0 >= raw } ?? raw)
    return (0...Int((maximum / step).rounded(.up))).map { Double($0) * step }
  }

  static func log10(_ value: Double) -> Double { logarithm10(value) }
}

private func logarithm10(_ value: Double) -> Double { log10(value) }

/// The place of values on a logarithmic axis of whole decades.
struct LogScale {
  /// Powers of ten of the ends; at least one apart, at most 16.
  let first: Int
  let last: Int

  /// The decades that hold all values, cut at 1e-8 and 1e8.
  init(_ values: some Sequence<Double>) {
    var low = Int.max
    var high = Int.min
    for value in values where value > 0 && value.isFinite {
      let exponent = Axis.log10(value)
      low = min(low, Int(exponent.rounded(.down)))
      high = max(high, Int(exponent.rounded(.up)))
    }
    first = low == .max ? 0 : max(-8, min(7, low))
    last = high == .min ? 1 : max(first + 1, min(8, high))
  }

  /// The share of the axis before a value, 0 to 1; values beyond the ends stand at the ends.
  func position(_ value: Double) -> Double {
    max(0, min(1, (Axis.log10(value) - Double(first)) / Double(last - first)))
  }

  /// Where each power of ten stands, from end to end.
  var lines: [Double] { (first...last).map { Double($0 - first) / Double(last - first) } }

  /// Powers of ten from end to end with their places; every second one when there are many.
  var labels: [(position: Double, value: Double)] {
    let step = last - first > 6 ? 2 : 1
    return stride(from: first, through: last, by: step).map {
      (Double($0 - first) / Double(last - first), pow(10, Double($0)))
    }
  }
}

extension Lane {
  /// The lane with a capital letter.
  var title: String { name.prefix(1).uppercased() + name.dropFirst() }
}

extension Markup {
  /// A rectangle of a stacked bar, drawn in the lane's own tint and pattern, with its count for reading and testing.
  mutating func segment(
    _ lane: Lane, x: String, y: String, width: String, height: String, count: Int, label: String
  ) {
    element(
      "rect",
      [
        "class": "f-\(lane.name)", "x": x, "y": y, "width": width, "height": height, "data-lane": lane.name,
        "data-n": String(count),
      ]
    ) { $0.element("title", text: label) }
  }

  /// The small mark that stands for a lane in keys, badges and charts: a shape of its own beside a tint.
  mutating func mark(_ lane: Lane) {
    raw("<svg class=\"mark\" viewBox=\"-7 -7 14 14\" width=\"14\" height=\"14\" aria-hidden=\"true\">")
    empty("use", ["href": "#m-\(lane.name)"])
    raw("</svg>")
  }

  /// The key of lanes under a chart, strictest first.
  mutating func laneKey(_ lanes: [Lane] = Lane.allCases) {
    element("p", ["class": "key"]) { page in
      for lane in lanes.sorted(by: >) {
        page.element("span") { page in
          page.raw("<svg class=\"swatch\" width=\"18\" height=\"12\" aria-hidden=\"true\">")
          page.empty("rect", ["class": "f-\(lane.name)", "width": "18", "height": "12"])
          page.raw("</svg>")
          page.text(" \(lane.name)")
        }
      }
    }
  }

  /// Patterns and marks that charts refer to; hatching tells yellow from green and blue where colour does not.
  mutating func chartDefinitions() {
    raw(
      """
      <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
      <pattern id="p-yellow" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="tint-yellow" width="5" height="5"/><rect class="line-yellow" width="2.2" height="5"/></pattern>
      <pattern id="p-blue" width="4" height="4" patternUnits="userSpaceOnUse">
      <rect class="tint-blue" width="4" height="4"/><circle class="line-blue" cx="2" cy="2" r="0.9"/></pattern>
      <g id="m-green"><circle class="mk-green" r="2.8"/></g>
      <g id="m-blue"><rect class="mk-blue" x="-2.9" y="-2.9" width="5.8" height="5.8"/></g>
      <g id="m-yellow"><path class="mk-yellow" d="M0-4.2 4.2 3.3-4.2 3.3Z"/></g>
      <g id="m-red"><path class="mk-red" d="M0-4.8 4.8 0 0 4.8-4.8 0Z"/></g>
      </defs></svg>

      """)
  }
}
