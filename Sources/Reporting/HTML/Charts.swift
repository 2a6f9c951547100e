// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Ranking

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
