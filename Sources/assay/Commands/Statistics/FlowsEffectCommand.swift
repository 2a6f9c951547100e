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
    abstract: "Estimate what a control did to a lane, against lanes that it does not touch.",
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
    let isTreated = try FlowsFiles.prefixes(code)
    let origin = try FlowsFiles.country(origin)
    let banned = Set(try destination.map(FlowsFiles.country))
    let event = try FlowsCalendar.event(control)
    let lanes = LaneSeries.all(in: try input.read())
    let codes = Set(lanes.map(\.code)).filter(isTreated).sorted()
    let study = EffectStudy(
      lanes: lanes, treatedCodes: codes, origin: origin, destinations: banned, event: event)
    let results = study.results()
    let treated = lanes.filter {
      isTreated($0.code) && $0.exporter == origin && banned.contains($0.importer)
    }
    if treated.isEmpty {
      FlowsFiles.warn("no monthly lane of these codes from the origin to the destination")
    }
    try input.write(
      header: ["lane", "method", "date", "month", "effect", "error", "change_percent", "p", "note"],
      rows: results.map(\.row), note: Wording.leads,
      table: EffectStudy.table(results, treated: treated, of: lanes.count, event: event))
  }
}

/// `assay flows prices`.
struct FlowsPrices: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prices",
    abstract: "Find flows below half or above twice the fair price of their code.",
    discussion: """
      Fair price of a code and calendar year: slope of value on mass by least trimmed squares (75 %), and by a forward search that adds flows until \
      one does not belong. Below half of it is the lowest acceptable price of European customs practice.
      """)

  @OptionGroup var input: FlowsInput

  @Option(help: "Only this commodity code or its beginning (8110); may be given several times.")
  var code: [String] = []

  @Flag(help: "Lists all flows, not only those flagged.")
  var all = false

  @Option(help: "Smallest flow listed, in kilograms; the price of small lots says little.")
  var least: Double = 100

  func run() throws {
    let isAsked = try FlowsFiles.prefixes(code)
    let table = try input.read()
    var answers: [PriceAnswer] = []
    let usable = table.records.filter {
      ($0.direction == .goodsIn || $0.direction == .goodsOut) && !$0.estimated
        && (code.isEmpty || isAsked($0.code))
    }
    for (code, records) in Dictionary(grouping: usable, by: \.code).sorted(by: { $0.key < $1.key }) {
      let years = Dictionary(grouping: records) { $0.period.first.year }
      for (year, records) in years.sorted(by: { $0.key < $1.key }) {
        answers.append(
          PriceAnswer(
            identity: CodeIdentity(code, reference: .embedded), year: year, records: records, least: least,
            all: all))
      }
    }
    try input.write(
      header: PriceAnswer.header, rows: answers.flatMap(\.rows),
      note: (answers.map { "\($0.identity.code), \($0.year): \($0.sentence)" } + [Wording.leads]).joined(
        separator: " "),
      table: PriceAnswer.table(answers))
    if answers.contains(where: \.hasFlags) { throw Exit.findings }
  }
}
