// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ReferenceData
import TradeFlows
import TradeModel

/// `assay flows effect`.
struct FlowsEffect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "effect",
    abstract: "Estimates what a control did to a lane, against lanes that it does not touch.",
    discussion: """
      Three methods beside each other, each at the announcement and at the entry into force: an interrupted series \
      (Newey-West errors), synthetic difference-in-differences with the other lanes as donors, and a Poisson triple \
      difference (product x destination x month). Effects are in logarithms; change is exp(effect) - 1.
      """)

  @OptionGroup var input: FlowsInput

  @Option(help: "Controlled commodity code; may be given several times.")
  var code: [String]

  @Option(help: "Country of the controlled origin.")
  var origin: String = "CN"

  @Option(help: "Destination under the measure; may be given several times.")
  var destination: [String] = ["US"]

  @Option(help: "The control: 2024-09, 2024-08:2024-09 (announced, in force), with =TITLE.")
  var control: String

  func run() throws {
    let codes = try code.map(FlowsFiles.code)
    let origin = try FlowsFiles.country(origin)
    let banned = Set(try destination.map(FlowsFiles.country))
    let event = try FlowsCalendar.event(control)
    let lanes = LaneSeries.all(in: try input.read())
    let study = EffectStudy(
      lanes: lanes, treatedCodes: codes, origin: origin, destinations: banned, event: event)
    let rows = study.results().map { result in
      [
        result.lane, result.method, result.date, result.month.description,
        BreakTable.decimal(result.effect, places: 4),
        result.error.map { BreakTable.decimal($0, places: 4) } ?? "",
        BreakTable.decimal(100 * (result.change), places: 1),
        result.p.map { BreakTable.decimal($0, places: 5) } ?? "", result.note,
      ]
    }
    try input.write(
      header: ["lane", "method", "date", "month", "effect", "error", "change_percent", "p", "note"],
      rows: rows,
      note: Wording.leads)
  }
}

/// `assay flows prices`.
struct FlowsPrices: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prices",
    abstract: "Finds flows below half or above twice the fair price of their code.",
    discussion: """
      Fair price: slope of value on mass by least trimmed squares (75 %), and by a forward search that adds flows until \
      one does not belong. Below half of it is the lowest acceptable price of European customs practice.
      """)

  @OptionGroup var input: FlowsInput

  @Option(help: "Only this commodity code; a shorter code takes all codes under it.")
  var code: String?

  @Flag(help: "Lists all flows, not only those flagged.")
  var all = false

  func run() throws {
    let only = try code.map(FlowsFiles.code)
    let table = try input.read()
    var rows: [[String]] = []
    var notes: [String] = []
    let usable = table.records.filter {
      ($0.direction == .goodsIn || $0.direction == .goodsOut) && !$0.estimated
        && (only == nil || $0.code.hasPrefix(only!))
    }
    for (code, records) in Dictionary(grouping: usable, by: \.code).sorted(by: { $0.key < $1.key }) {
      guard let screen = PriceScreen(kilograms: records.map(\.kilograms), usd: records.map(\.usd)) else {
        notes.append("\(code): fewer than five flows with mass and value.")
        continue
      }
      notes.append(
        "\(code): fair price \(BreakTable.decimal(screen.fairPrice, places: 3)) USD/kg by least trimmed squares, "
          + "\(BreakTable.decimal(screen.forwardPrice, places: 3)) by forward search (\(screen.forwardOutliers.count) of "
          + "\(records.count) flows do not belong).")
      for (index, record) in records.enumerated() {
        var flags = screen.flags[index].map(\.rawValue)
        if screen.forwardOutliers.contains(index) { flags.append("forward-search") }
        guard all || screen.flags[index].contains(where: { $0 != .outlier }) else { continue }
        rows.append([
          code.digits, record.period.description, record.reporter.description, record.partner.description,
          record.direction == .goodsIn ? "import" : "export",
          BreakTable.decimal(record.kilograms / 1000, places: 3),
          record.unitValue.map { BreakTable.decimal($0, places: 3) } ?? "",
          record.unitValue.map { BreakTable.decimal($0 / screen.fairPrice, places: 3) } ?? "",
          flags.joined(separator: " "),
        ])
      }
    }
    try input.write(
      header: ["code", "period", "reporter", "partner", "flow", "tonnes", "usd_per_kg", "of_fair", "flags"],
      rows: rows, note: (notes + [Wording.leads]).joined(separator: " "))
  }
}
