// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Ranking
import Reporting
import Screening
import Testing
import TradeModel

@Suite("Charts of the page") struct ChartTests {
  /// Counts drawn, by lane, in drawings whose label starts with a text.
  static func drawn(_ tree: MarkupTree, _ label: String) -> [Lane: Int] {
    var sums: [Lane: Int] = [:]
    for node in tree.marks(in: label) {
      guard let lane = node.attributes["data-lane"].flatMap(Lane.init(name:)) else { continue }
      sums[lane, default: 0] += node.attributes["data-n"].flatMap(Int.init) ?? 0
    }
    return sums
  }

  @Test func `what the bars of lanes and days hold adds up to the summary`() throws {
    let page = try SamplePage()
    let tree = try MarkupTree(page.render())
    #expect(Self.drawn(tree, "Items by lane") == page.summary.byLane)
    #expect(Self.drawn(tree, "All lanes") == page.summary.byLane)
    let upper = page.summary.byLane.filter { $0.key >= .yellow }
    #expect(Self.drawn(tree, "Yellow and red alone") == upper)
  }

  @Test func `every mark of the price chart is counted once, and numbers lead to the list`() throws {
    let page = try SamplePage()
    let tree = try MarkupTree(page.render())
    let drawn = Self.drawn(tree, "Price a kilogram")
    for lane in Lane.allCases {
      #expect(drawn[lane, default: 0] == page.points.count { $0.lane == lane })
    }
    let numbers = tree.all(class: "number").map(\.text)
    #expect(numbers.contains("1") && numbers.contains("2"))
  }

  @Test func `destinations hold all red and yellow items, and the table all items`() throws {
    let page = try SamplePage()
    let tree = try MarkupTree(page.render())
    let cells = tree.nodes.indices.filter {
      tree.nodes[$0].attributes["data-n"] != nil && tree.nodes[$0].path.contains("td")
    }
    let drawn = cells.reduce(0) { $0 + (tree.nodes[$1].attributes["data-n"].flatMap(Int.init) ?? 0) }
    #expect(drawn == page.summary.byLane[.red, default: 0] + page.summary.byLane[.yellow, default: 0])
    #expect(tree.all("th").map(\.text).contains { $0.contains("Korea, Republic of") && $0.contains("KR") })
  }

  @Test func `bars by mineral, control, indicator and licence hold the counts of the summary`() throws {
    let page = try SamplePage()
    let tree = try MarkupTree(page.render())
    let drawn = tree.nodes.filter { $0.attributes["data-lane"] == nil }
      .compactMap { $0.attributes["data-n"].flatMap(Int.init) }.sorted()
    let summary = page.summary
    let expected = [summary.byMineral, summary.byControl, summary.byIndicator, summary.byLicence]
      .flatMap(\.values).sorted()
    #expect(drawn == expected)
  }

  @Test func `the lane bar is filled end to end, and a lone item can be seen in it`() throws {
    var page = try SamplePage(items: 100)
    page.summary.byLane = [.green: 1_000_000, .red: 1]
    let tree = try MarkupTree(page.render())
    let bars = tree.marks(in: "Items by lane")
    let widths = bars.compactMap { $0.attributes["width"].flatMap { Double($0.dropLast()) } }
    #expect(abs(widths.reduce(0, +) - 100) < 0.01)
    #expect(widths.count == 2 && widths.allSatisfy { $0 > 1 })
    #expect(tree.text.contains("drawn wider than its share"))
  }

  @Test(
    "gathers days so that bars can be told apart, and loses none",
    arguments: [
      (1, "Items by day"), (92, "Items by day"), (93, "Items by week"), (600, "Items by week"),
      (700, "Items by month"), (2_700, "Items by month"), (3_000, "Items by year"), (33_000, "Items by year"),
      (400_000, "Items by 12 years"),
    ])
  func bins(span: Int, heading: String) throws {
    var page = try SamplePage(items: 10)
    for start in [Day(number: -4_000), Day(number: 3), Day(number: 20_000)] {
      page.days = [0, span / 3, span / 2, span - 1].map { DayCount(start.advanced(by: $0), .red, 2) }
      page.days += [DayCount(start, .green, 5), DayCount(start, .blue, 0), DayCount(start, .yellow, -4)]
      let tree = try MarkupTree(page.render())
      #expect(tree.all("h2").contains { $0.text == heading })
      #expect(Self.drawn(tree, "All lanes") == [.red: 8, .green: 5])
      let places = tree.marks(in: "All lanes").compactMap {
        $0.attributes["x"].flatMap { Double($0.dropLast()) }
      }
      #expect(places.allSatisfy { (0..<100).contains($0) })
      #expect(Set(places).count <= 4)
    }
  }

  @Test func `values that cannot be drawn on a logarithmic scale are left out`() throws {
    var page = try SamplePage(items: 0)
    page.points = [
      PricePoint(netKilograms: 0, dollarsPerKilogram: 4, lane: .red),
      PricePoint(netKilograms: 4, dollarsPerKilogram: -.infinity, lane: .red),
      PricePoint(netKilograms: .nan, dollarsPerKilogram: 1, lane: .red),
      PricePoint(netKilograms: 1e300, dollarsPerKilogram: 1e-300, lane: .blue),
    ]
    let tree = try MarkupTree(page.render())
    #expect(Self.drawn(tree, "Price a kilogram") == [.blue: 1])
  }
}

@Suite("Contrast of the page") struct ContrastTests {
  /// Relative luminance of a colour (WCAG 2.2).
  static func luminance(_ hex: String) throws -> Double {
    let digits = hex.count == 4 ? hex.dropFirst().map { "\($0)\($0)" }.joined() : String(hex.dropFirst())
    let number = try #require(Int(digits, radix: 16))
    func linear(_ value: Int) -> Double {
      let share = Double(value & 255) / 255
      guard share > 0.040_45 else { return share / 12.92 }
      // x^2.4 by x^2 times the fifth root of x squared, by Newton's method.
      let base = (share + 0.055) / 1.055
      var root = 0.7
      for _ in 0..<60 {
        root -= (root * root * root * root * root - base * base) / (5 * root * root * root * root)
      }
      return base * base * root
    }
    return 0.2126 * linear(number >> 16) + 0.7152 * linear(number >> 8) + 0.0722 * linear(number)
  }

  static func contrast(_ a: String, _ b: String) throws -> Double {
    let (first, second) = (try luminance(a), try luminance(b))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// The colours of each scheme (light, dark, print) by name.
  static func schemes() throws -> [[String: String]] {
    let style = try MarkupTree(SamplePage(items: 1).render()).all("style").first?.text ?? ""
    return style.split(separator: ":root {", omittingEmptySubsequences: false).dropFirst().map { part in
      var colours: [String: String] = [:]
      for rule in part.prefix(while: { $0 != "}" }).split(separator: ";") {
        let sides = rule.split(separator: ":").map { $0.filter { !$0.isWhitespace } }
        guard sides.count == 2, sides[1].hasPrefix("#") else { continue }
        colours[sides[0]] = sides[1]
      }
      return colours
    }
  }

  @Test func `text has 4,5 to 1 and marks have 3 to 1 in every scheme`() throws {
    let schemes = try Self.schemes()
    #expect(schemes.count == 3)
    #expect(try abs(Self.contrast("#000", "#ffffff") - 21) < 0.01)
    #expect(try abs(Self.contrast("#777777", "#ffffff") - 4.48) < 0.01)
    for scheme in schemes {
      for (name, least) in [
        ("--ink", 4.5), ("--soft", 4.5), ("--faint", 4.5), ("--accent", 4.5), ("--red", 3), ("--yellow", 3),
        ("--blue", 3), ("--green", 3), ("--green-line", 3), ("--bar", 3),
      ] {
        let colour = try #require(scheme[name])
        for behind in ["--paper", "--card", "--wash"] {
          let ratio = try Self.contrast(colour, try #require(scheme[behind]))
          #expect(ratio >= least, "\(name) \(colour) on \(behind): \(ratio)")
        }
      }
    }
  }
}
