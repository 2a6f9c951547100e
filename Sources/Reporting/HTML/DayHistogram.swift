// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Ranking
import TradeModel

/// Items over time, stacked by lane; and those of the two upper lanes once more on a scale of their own, because a
/// hundred items to examine cannot be seen above a million released.
struct DayHistogram {
  /// Days are gathered into weeks, months or years so that at most about this many bars are drawn.
  static let mostBars = 92

  /// What one bar stands for.
  enum Bin: Equatable {
    case day, week, month
    case years(Int)

    var name: String {
      switch self {
      case .day: "day"
      case .week: "week"
      case .month: "month"
      case .years(1): "year"
      case .years(let count): "\(count) years"
      }
    }

    /// The number of the bar a day belongs to; bars of consecutive numbers adjoin.
    func index(_ day: Day) -> Int {
      let (year, month, _) = day.civil
      return switch self {
      case .day: Int(day.number)
      // 1970-01-05 was a Monday.
      case .week: Int(((Double(day.number) - 4) / 7).rounded(.down))
      case .month: year * 12 + month - 1
      case .years(let count): year / count
      }
    }

    func label(_ index: Int, spansYears: Bool) -> String {
      switch self {
      case .day: return Figures.short(Day(number: Int32(clamping: index)))
      case .week:
        let monday = Day(number: Int32(clamping: index * 7 + 4))
        let civil = monday.civil
        return spansYears
          ? "\(Figures.months[civil.month - 1].prefix(3)) \(civil.year)" : Figures.short(monday)
      case .month: return "\(Figures.months[index % 12].prefix(3)) \(index / 12)"
      case .years(let count): return String(index * count)
      }
    }

    /// The finest bin that draws few enough bars between two days.
    static func fitting(_ first: Day, _ last: Day) -> Bin {
      for bin in [Bin.day, .week, .month, .years(1)] where bin.index(last) - bin.index(first) < mostBars {
        return bin
      }
      return .years((last.civil.year - first.civil.year) / mostBars + 1)
    }
  }

  let bin: Bin
  let first: Int
  let last: Int
  let spansYears: Bool
  /// Counts of every bar that holds items, in order of time.
  let bars: [(index: Int, counts: [Lane: Int])]

  init?(_ days: [DayCount]) {
    let counted = days.filter { $0.count > 0 }
    guard let earliest = counted.map(\.day).min(), let latest = counted.map(\.day).max() else { return nil }
    bin = Bin.fitting(earliest, latest)
    first = bin.index(earliest)
    last = bin.index(latest)
    spansYears = earliest.civil.year != latest.civil.year
    var gathered: [Int: [Lane: Int]] = [:]
    for day in counted { gathered[bin.index(day.day), default: [:]][day.lane, default: 0] += day.count }
    bars = gathered.sorted { $0.key < $1.key }.map { (index: $0.key, counts: $0.value) }
  }

  func write(to page: inout Markup) {
    page.element("section", ["class": "wide", "aria-labelledby": "h-days"]) { page in
      page.element("h2", ["id": "h-days"], text: "Items by \(bin.name)")
      panel(Lane.allCases, height: 150, caption: "All lanes", axis: false, to: &page)
      panel(
        [.yellow, .red], height: 90, caption: "Yellow and red alone, on their own scale", axis: true,
        to: &page)
      page.laneKey()
      table(to: &page)
    }
  }

  /// One panel: lanes stacked, strictest at the foot, where heights compare best.
  private func panel(_ lanes: [Lane], height: Int, caption: String, axis: Bool, to page: inout Markup) {
    let order = lanes.sorted(by: >)
    let tallest = bars.map { bar in order.reduce(0) { $0 + (bar.counts[$1] ?? 0) } }.max() ?? 0
    let ticks = Axis.ticks(upTo: Double(tallest), count: height > 100 ? 4 : 2)
    let top = ticks.last ?? 1
    let count = Double(last - first + 1)
    page.element("p", ["class": "panel"], text: caption)
    page.element("div", ["class": "plot"]) { page in
      yAxis(ticks: ticks.map { ($0 / top, Figures.grouped(Int($0))) }, height: height, to: &page)
      page.element(
        "svg",
        [
          "class": "area", "height": String(height), "role": "img",
          "aria-label": "\(caption), by \(bin.name)",
        ]
      ) { page in
        gridLines(ticks.map { $0 / top }, height: height, to: &page)
        for bar in bars {
          var foot = 0
          let x = Figures.coordinate((Double(bar.index - first) + 0.09) / count)
          let width = Figures.coordinate(0.82 / count)
          for lane in order {
            guard let items = bar.counts[lane], items > 0 else { continue }
            let y = Double(height) * (1 - Double(foot + items) / top)
            page.segment(
              lane, x: x, y: Figures.pixels(y), width: width,
              height: Figures.pixels(Double(height) * Double(items) / top), count: items,
              label: "\(bin.label(bar.index, spansYears: spansYears)): \(Figures.grouped(items)) \(lane.name)"
            )
            foot += items
          }
        }
      }
      if axis { xAxis(to: &page) }
    }
  }

  private func xAxis(to page: inout Markup) {
    let count = last - first + 1
    let step = max(1, (count + 6) / 7)
    page.element("svg", ["class": "xaxis", "height": "20", "aria-hidden": "true"]) { page in
      for index in stride(from: first, through: last, by: step) {
        let x = Figures.coordinate((Double(index - first) + 0.5) / Double(count))
        page.empty("line", ["x1": x, "x2": x, "y1": "0", "y2": "4"])
        page.element(
          "text",
          [
            "x": x, "y": "16", "text-anchor": index == first && count > 3 ? "start" : "middle",
            "class": ((index - first) / step).isMultiple(of: 2) ? "" : "alt",
          ], text: bin.label(index, spansYears: spansYears))
      }
    }
  }

  /// The same figures as a table, for readers who cannot see the bars.
  private func table(to page: inout Markup) {
    page.element("details", ["class": "figures"]) { page in
      page.element("summary", text: "These figures as a table")
      page.element("div", ["class": "scroll"]) { page in
        page.element("table") { page in
          page.element("thead") { page in
            page.element("tr") { page in
              page.element(
                "th", ["scope": "col"], text: bin.name.prefix(1).uppercased() + bin.name.dropFirst())
              for lane in Lane.allCases { page.element("th", ["scope": "col"], text: lane.name) }
            }
          }
          page.element("tbody") { page in
            for bar in bars {
              page.element("tr") { page in
                page.element("th", ["scope": "row"], text: bin.label(bar.index, spansYears: spansYears))
                for lane in Lane.allCases {
                  page.element("td", text: Figures.grouped(bar.counts[lane] ?? 0))
                }
              }
            }
          }
        }
      }
    }
  }
}

/// Labels left of a plot.
func yAxis(ticks: [(position: Double, label: String)], height: Int, to page: inout Markup) {
  page.element("svg", ["class": "yaxis", "height": String(height), "aria-hidden": "true"]) { page in
    for tick in ticks {
      page.element(
        "text",
        ["x": "100%", "y": Figures.pixels(Double(height) * (1 - tick.position) + 4), "text-anchor": "end"],
        text: tick.label)
    }
  }
}

/// Quiet lines across a plot.
func gridLines(_ positions: [Double], height: Int, to page: inout Markup) {
  for position in positions {
    let y = Figures.pixels(Double(height) * (1 - position))
    page.empty("line", ["class": position == 0 ? "base" : "grid", "x1": "0", "x2": "100%", "y1": y, "y2": y])
  }
}
