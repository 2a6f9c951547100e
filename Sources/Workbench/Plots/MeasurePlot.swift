// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// One measure of an item among others like it, on a scale of powers of ten: a price, or the mass in a package.
public struct MeasurePlot: Encodable, Sendable {
  public struct Band: Encodable, Sendable {
    public var name: String
    public var low: Double
    public var high: Double
    /// Whether it is the material the goods most likely are, rather than what they are declared as.
    public var isLikely: Bool

    public init(name: String, low: Double, high: Double, isLikely: Bool) {
      self.name = name
      self.low = low
      self.high = high
      self.isLikely = isLikely
    }
  }

  /// The unit as written beside figures, such as `USD/kg`.
  public var unit: String
  /// The measure of this item; nothing when the declaration does not give it.
  public var value: Double?
  /// The same measure of other items declared under the code.
  public var others: [Double]
  public var bands: [Band]

  public init(unit: String, value: Double?, others: [Double], bands: [Band]) {
    self.unit = unit
    self.value = value
    self.others = others
    self.bands = bands
  }

  private static let width = 520.0

  func write(_ title: String, to page: inout Page) {
    page.tag(
      "figure",
      [
        "class": "measure", "data-live": "measure", "data-say-hint": page.say("live.measure.hint"),
        "data-say-below": page.say("live.measure.below"),
      ]
    ) { page in
      page.tag("figcaption") { page in
        page.tag("h3", title)
        page.tag("p", ["class": "note"], sentence(page.say))
      }
      guard let value, value > 0 else { return }
      draw(value, title, to: &page)
    }
  }

  private func sentence(_ say: Words) -> String {
    guard let value, value > 0 else { return say("plot.unknown") }
    var parts = [say("plot.this", "\(Number.rounded(value)) \(unit)")]
    if others.count >= 5 {
      let below = others.count { $0 < value }
      parts.append(
        say("plot.rank", Number.percent(Double(below) / Double(others.count)), Number.grouped(others.count)))
    } else {
      parts.append(say("plot.few"))
    }
    return parts.joined(separator: " ")
  }

  private func draw(_ value: Double, _ title: String, to page: inout Page) {
    let scale = LogScale(others + [value] + bands.flatMap { [$0.low, $0.high] })
    let (left, right, top) = (8.0, 8.0, 22.0)
    let wide = Self.width - left - right
    func x(_ value: Double) -> Double { left + scale.position(value) * wide }
    let hills = 58.0
    let rowHeight = 22.0
    let floor = top + (others.isEmpty ? 6 : hills)
    let height = floor + Double(bands.count) * rowHeight + 30
    page.tag(
      "svg",
      [
        "viewBox": "0 0 \(Number.length(Self.width)) \(Number.length(height))", "role": "img",
        "aria-label": "\(title): \(sentence(page.say))", "class": "plot", "data-unit": unit,
        "data-decades": "\(scale.first),\(scale.last)",
        "data-box": [left, 16, Self.width - right, height - 22].map(Number.length).joined(separator: ","),
      ]
    ) { page in
      for (index, place) in scale.lines.enumerated() {
        let at = Number.length(left + place * wide)
        page.html.empty(
          "line",
          ["class": "grid", "x1": at, "x2": at, "y1": Number.length(top), "y2": Number.length(height - 22)])
        if scale.lines.count <= 8 || index.isMultiple(of: 2) {
          let anchor = index == 0 ? "start" : index == scale.lines.count - 1 ? "end" : "middle"
          let power = Double(scale.first + index)
          page.tag(
            "text", ["x": at, "y": Number.length(height - 8), "text-anchor": anchor, "class": "tick"],
            Number.rounded(power.powerOfTen))
        }
      }
      hill(x: x, floor: floor, height: hills - 8, scale: scale, to: &page)
      page.html.empty(
        "line",
        [
          "class": "base", "x1": Number.length(left), "x2": Number.length(Self.width - right),
          "y1": Number.length(floor), "y2": Number.length(floor),
        ])
      for (index, band) in bands.enumerated() {
        let y = floor + 6 + Double(index) * rowHeight
        let (from, to) = (x(band.low), max(x(band.low) + 3, x(band.high)))
        page.html.empty(
          "rect",
          [
            "class": band.isLikely ? "band likely" : "band declared", "x": Number.length(from),
            "y": Number.length(y),
            "width": Number.length(to - from), "height": "12", "rx": "2",
          ])
        // Behind the bar, before it, or on it: where the name has room.
        let room = Number.width(of: band.name, size: 12.5) + 6
        let (place, anchor) =
          to + room <= Self.width
          ? (to + 6, "start") : from - room >= 0 ? (from - 6, "end") : (from + 6, "start")
        page.tag(
          "text",
          [
            "class": "band-name", "x": Number.length(place), "y": Number.length(y + 10),
            "text-anchor": anchor,
          ],
          band.name)
      }
      let at = x(value)
      page.html.empty(
        "line",
        [
          "class": "needle", "x1": Number.length(at), "x2": Number.length(at), "y1": "16",
          "y2": Number.length(height - 22),
        ])
      page.html.path(["class": "needle-head"], d: "M\(Number.length(at)) 16l-5 -7h10z")
      page.tag(
        "text",
        [
          "class": "needle-name", "x": Number.length(at + (at > Self.width / 2 ? -9 : 9)), "y": "14",
          "text-anchor": at > Self.width / 2 ? "end" : "start",
        ], page.say("plot.item", "\(Number.rounded(value)) \(unit)"))
    }
  }

  /// Where the others lie: heights of a histogram of twelve bars a decade.
  private func hill(
    x: (Double) -> Double, floor: Double, height: Double, scale: LogScale, to page: inout Page
  ) {
    guard !others.isEmpty else { return }
    let bins = (scale.last - scale.first) * 12
    var counts = Array(repeating: 0, count: bins)
    for other in others where other > 0 && other.isFinite {
      counts[min(bins - 1, Int(scale.position(other) * Double(bins)))] += 1
    }
    let tallest = Double(max(1, counts.max() ?? 1))
    let (left, wide) = (8.0, Self.width - 16)
    for (bin, count) in counts.enumerated() where count > 0 {
      let high = max(1.5, height * (Double(count) / tallest).squareRoot())
      let from = left + Double(bin) / Double(bins) * wide
      page.html.empty(
        "rect",
        [
          "class": "hill", "x": Number.length(from), "y": Number.length(floor - high),
          "width": Number.length(max(1, wide / Double(bins) - 0.6)), "height": Number.length(high),
          "data-n": String(count),
        ])
    }
  }
}

extension Double {
  /// Ten to the power of this whole number.
  fileprivate var powerOfTen: Double {
    var out = 1.0
    for _ in 0..<Int(magnitude) { out *= 10 }
    return self < 0 ? 1 / out : out
  }
}
