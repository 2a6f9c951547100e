// SPDX-License-Identifier: Apache-2.0

public import TradeModel

extension EffectStudy.Result {
  /// The result as fields of `assay flows effect`.
  public var row: [String] {
    [
      lane, method, date, month.description, BreakTable.decimal(effect, places: 4),
      error.map { BreakTable.decimal($0, places: 4) } ?? "", BreakTable.decimal(100 * change, places: 1),
      p.map { BreakTable.decimal($0, places: 5) } ?? "", note,
    ]
  }

  /// The change in per cent that a bound of the effect in logarithms means.
  private static func percent(_ effect: Double) -> String {
    let change = 100 * (Mathematics.exp(min(30, effect)) - 1)
    return change > 99_999 ? ">99,999" : Figure.grouped(change, places: 0)
  }

  fileprivate var cells: [String] {
    let interval =
      error.map { "\(Self.percent(effect - 1.96 * $0)) to \(Self.percent(effect + 1.96 * $0))" } ?? ""
    return [
      method.split(separator: "-").joined(separator: " "), date == "announced" ? "announcement" : "in force",
      month.description, Self.percent(effect), interval, p.map(Figure.chance) ?? "",
    ]
  }
}

extension EffectStudy {
  /// Results for the terminal, lane by lane, with what could not be estimated and why.
  public static func table(
    _ results: [Result], treated: [LaneSeries], of lanes: Int, event: ControlEvent
  ) -> TextTable {
    var order: [String] = []
    var groups: [String: [Result]] = [:]
    for result in results {
      if groups[result.lane] == nil { order.append(result.lane) }
      groups[result.lane, default: []].append(result)
    }
    let blocks = order.map { lane in
      TextTable.Block(
        lane == "all" ? "All lanes together" : lane,
        (groups[lane] ?? []).map { result in
          TextTable.Row(result.cells, below: [TextTable.Note("", result.note)])
        })
    }
    let methods = Set(results.map(\.method))
    var missing: [String] = []
    if !methods.contains("interrupted-series") {
      missing.append("interrupted series: needs six months on each side of the date")
    }
    if !methods.contains("synthetic-difference") {
      missing.append("synthetic difference: needs at least two donor lanes without a gap in the same months")
    }
    if !methods.contains("poisson-triple-difference") {
      missing.append("Poisson triple difference: needs other products and destinations beside the treated")
    }
    return TextTable(
      [
        .words("Method"), .words("At"), .words("Month"), .figure("Change", "%"),
        .figure("95 % interval", "%"),
        .figure("p"),
      ], blocks: blocks, whenEmpty: "No effect could be estimated.",
      notes: [
        "\(Figure.count(treated.count, "lane")) under the control of \(lanes) in the table.",
        missing.isEmpty ? "" : "Not estimated: " + missing.joined(separator: "; ") + ".",
        Wording.leads,
      ])
  }
}

extension ChainAnswer {
  /// The chains as fields of `assay flows chain`.
  public func rows(code: CommodityCode) -> [[String]] {
    chains.map { chain in
      [
        code.digits, chain.route.map(\.description).joined(separator: " > "),
        chain.legs.map(\.month.description).joined(separator: " > "),
        BreakTable.decimal(chain.kilograms / 1000, places: 3),
      ]
    }
  }

  /// Chains for the terminal, with the legs whose audit would settle them.
  public static func table(_ answers: [(question: RelayQuestion, answer: ChainAnswer)]) -> TextTable {
    var blocks: [TextTable.Block] = []
    var notes: [String] = []
    for (question, answer) in answers {
      let lane = "\(question.code), \(question.origin.place) to \(question.destination.place)"
      blocks.append(
        TextTable.Block(
          "\(lane) · ways over others",
          answer.chains.map { chain in
            let months = chain.legs.map(\.month)
            let span = months.count > 1 && months.first != months.last
            return TextTable.Row([
              chain.route.map(\.place).joined(separator: " > "),
              (months.first?.description ?? "") + (span ? " to \(months[months.count - 1])" : ""),
              Figure.tonnes(chain.kilograms),
            ])
          }, most: 30))
      var legs: [String: (kilograms: Double, months: Set<Month>)] = [:]
      for leg in answer.cut {
        legs["\(leg.exporter.place) > \(leg.importer.place)", default: (0, [])].kilograms += leg.kilograms
        legs["\(leg.exporter.place) > \(leg.importer.place)", default: (0, [])].months.insert(leg.month)
      }
      blocks.append(
        TextTable.Block(
          "\(lane) · legs whose audit would settle it (a least cut)",
          legs.sorted { ($1.value.kilograms, $0.key) < ($0.value.kilograms, $1.key) }.map { leg, entry in
            let first = entry.months.min()?.description ?? ""
            let last = entry.months.max()?.description ?? ""
            return TextTable.Row([
              leg, first == last ? first : "\(first) to \(last)", Figure.tonnes(entry.kilograms),
            ])
          }, most: 30))
      notes.append(
        "\(lane): at most \(Figure.tonnes(answer.upperBound)) t above former shares can have gone over others; "
          + "\(Figure.tonnes(answer.firmLevel)) t at the factor of nine by which firm-level data cut such a bound elsewhere."
      )
    }
    return TextTable(
      [.words("Way", widest: 62), .words("Months"), .figure("Mass", "t")], blocks: blocks,
      whenEmpty: "No way over others carries more than its former share.", notes: notes + [Wording.leads])
  }
}

/// The price screen of one code, ready to be written.
public struct PriceAnswer: Sendable {
  public var identity: CodeIdentity
  /// The calendar year of the flows: prices of one year only are compared.
  public var year: Int
  public var records: [FlowRecord]
  /// Nothing when fewer than five flows have mass and value.
  public var screen: PriceScreen?
  /// Smallest flow listed, in kilograms.
  public var least: Double
  /// Whether flows without a flag are listed too.
  public var all: Bool

  public init(identity: CodeIdentity, year: Int, records: [FlowRecord], least: Double, all: Bool) {
    self.identity = identity
    self.year = year
    self.records = records
    screen = PriceScreen(kilograms: records.map(\.kilograms), usd: records.map(\.usd))
    self.least = least
    self.all = all
  }

  public static let header = [
    "code", "period", "reporter", "partner", "flow", "tonnes", "usd_per_kg", "of_fair", "off_usd", "flags",
  ]

  private struct Line {
    var record: FlowRecord
    var price: Double
    var share: Double
    /// What the value lacks (below zero) or has too much against the fair price, in USD.
    var off: Double
    var flags: [String]
  }

  /// Flows to list, the most value off first.
  private var lines: [Line] {
    guard let screen else { return [] }
    var lines: [Line] = []
    for (index, record) in records.enumerated() {
      guard let price = record.unitValue, record.kilograms >= least else { continue }
      let isFlagged = screen.flags[index].contains { $0 != .outlier }
      guard all || isFlagged else { continue }
      lines.append(
        Line(
          record: record, price: price, share: price / screen.fairPrice,
          off: record.usd - screen.fairPrice * record.kilograms,
          flags: screen.flags[index].map(\.rawValue)
            + (screen.forwardOutliers.contains(index) ? ["forward-search"] : [])))
    }
    return lines.sorted { (abs($1.off), $0.record.reporter) < (abs($0.off), $1.record.reporter) }
  }

  public var hasFlags: Bool { lines.contains { !$0.flags.isEmpty } }

  public var rows: [[String]] {
    lines.map { line in
      [
        line.record.code.digits, line.record.period.description, line.record.reporter.description,
        line.record.partner.description, line.record.direction == .goodsIn ? "import" : "export",
        BreakTable.decimal(line.record.kilograms / 1000, places: 3),
        BreakTable.decimal(line.price, places: 3),
        BreakTable.decimal(line.share, places: 3), BreakTable.decimal(line.off, places: 0),
        line.flags.joined(separator: " "),
      ]
    }
  }

  /// The fair price in one sentence.
  public var sentence: String {
    guard let screen else { return "fewer than five flows with mass and value." }
    return
      "fair price \(Figure.grouped(screen.fairPrice, places: 2)) USD/kg by least trimmed squares, "
      + "\(Figure.grouped(screen.forwardPrice, places: 2)) by forward search, which leaves out "
      + "\(screen.forwardOutliers.count) of \(records.count) flows."
  }

  /// Prices for the terminal, code by code.
  public static func table(_ answers: [PriceAnswer]) -> TextTable {
    let words = [
      "under-half": "below half", "over-twice": "above twice", "outlier": "outlier",
      "forward-search": "forward search",
    ]
    let blocks = answers.map { answer in
      TextTable.Block(
        "\(answer.identity.heading), \(answer.year) · \(answer.sentence)",
        answer.lines.map { line in
          TextTable.Row([
            line.record.period.description, line.record.reporter.place,
            (line.record.direction == .goodsIn ? "from " : "to ") + line.record.partner.place,
            Figure.tonnes(line.record.kilograms),
            Figure.grouped(line.price, places: line.price < 100 ? 2 : 0),
            BreakTable.decimal(line.share, places: 2), Figure.grouped(line.off / 1000, places: 0),
            line.flags.filter { $0 != "forward-search" }.map { words[$0] ?? $0 }.joined(separator: ", "),
          ])
        }, most: 40)
    }
    return TextTable(
      [
        .words("Period"), .words("Reporter", widest: 15), .words("Partner", widest: 20), .figure("Mass", "t"),
        .figure("Price", "USD/kg"), .figure("Of fair", "times"), .figure("Value off", "1000 USD"),
        .words("Flag", widest: 24),
      ], blocks: blocks, whenEmpty: "No flow is below half or above twice the fair price of its code.",
      notes: answers.filter { $0.screen == nil }.map { "\($0.identity.code), \($0.year): \($0.sentence)" } + [
        "Below half of the fair price is the lowest acceptable price of European customs practice. A price far off can be "
          + "another grade, form or alloy under the same code, or a mistaken mass.", Wording.leads,
      ])
  }
}
