// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Intake
import ReferenceData
import TradeFlows
import TradeModel

/// `assay flows alerts`.
struct FlowsAlerts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "List lanes whose flow changed at a control, with band, q-value and every explanation tested.",
    discussion: """
      Needs monthly statistics. Announcement and entry into force are both tested; placebos are pooled over the codes \
      given with --placebo, which no control touches. With --declarations, each alert lists the shipments and parties of \
      its lane; 'assay screen --alerts FILE' takes the JSON as context.
      """)

  @OptionGroup var input: FlowsInput

  @Option(help: "Commodity code; may be given several times. A shorter code takes all codes under it.")
  var code: [String]

  @Option(help: "Jurisdiction whose controls are asked.")
  var jurisdiction: String = "CN"

  @Option(
    help:
      "A control date: 2024-09, 2024-08:2024-09 (announced, in force) or 2024-12..2025-10 (a ban), with =TITLE; instead of the law's own."
  )
  var control: [String] = []

  @Option(
    help: "Code that no control touches, for placebos; may be given several times. All others when not given."
  )
  var placebo: [String] = []

  @Option(help: ArgumentHelp("Declarations of the lanes (CSV or JSON Lines).", valueName: "file"))
  var declarations: [String] = []

  @Flag(help: "Also lists lanes without an alert, with the reason.")
  var all = false

  func run() throws {
    let isAsked = try FlowsFiles.prefixes(code)
    let isPlacebo = try FlowsFiles.prefixes(placebo)
    let country = try FlowsFiles.country(jurisdiction)
    let given = try control.map(FlowsCalendar.event).sorted { $0.effective < $1.effective }
    let table = try input.read()
    let lanes = LaneSeries.all(in: table)
    let surroundings = LaneSurroundings(table, lanes: lanes)
    let asked = lanes.filter { isAsked($0.code) }
    if asked.isEmpty {
      FlowsFiles.warn("no monthly lane of these codes is in the table; alerts need months, not years")
    }
    var uncontrolled: [LaneSeries] = []
    for lane in lanes where !isAsked(lane.code) {
      if !placebo.isEmpty {
        if isPlacebo(lane.code) { uncontrolled.append(lane) }
      } else if FlowsCalendar.events(for: lane.code, jurisdiction: country).isEmpty {
        uncontrolled.append(lane)
      }
    }
    let shipments = declarations.isEmpty ? nil : try LaneShipments(declarations)
    var alerts: [FlowAlert] = []
    let finder = AlertFinder(reference: .embedded)
    for (family, lanes) in Dictionary(grouping: asked, by: \.code).sorted(by: { $0.key < $1.key }) {
      let events = given.isEmpty ? FlowsCalendar.events(for: family, jurisdiction: country) : given
      for event in events {
        alerts += finder.results(
          for: event, lanes: lanes, placebos: uncontrolled, surroundings: surroundings)
      }
    }
    if let shipments {
      for index in alerts.indices where alerts[index].isAlert {
        alerts[index].shipments = shipments.on(alerts[index])
      }
    }
    if alerts.isEmpty, let reason = FlowsCalendar.whyUntested(asked, given: given, jurisdiction: country) {
      FlowsFiles.warn(TextTable.wrapped(reason, width: 100).joined(separator: "\n"))
    }
    let shown = alerts.filter { all || $0.isAlert }
    let note =
      Wording.leads + " \(alerts.count) lanes tested, \(alerts.count(where: \.isAlert)) alerts."
    try input.write(
      header: FlowAlert.header, rows: shown.map(\.row), note: note,
      table: FlowAlert.table(shown, tested: alerts.count))
    if alerts.contains(where: \.isAlert) { throw Exit.findings }
  }
}

/// Declarations by lane, so that an alert can name who shipped on it.
struct LaneShipments {
  private let table: DeclarationTable

  init(_ paths: [String]) throws {
    var options = IntakeOptions()
    options.today = ScreeningInput.today
    do throws(IntakeError) {
      let read = try DeclarationReader(options).read(paths.map { $0 == "-" ? .standardInput : .file($0) })
      table = read.table
      if !read.quarantine.isEmpty {
        FlowsFiles.warn("\(read.quarantine.count) rows of the declarations cannot be read and are left out")
      }
    } catch { throw couldNotRun(error.description) }
  }

  /// Shipments to the importer of a lane, or to its exporter (the leg before), under its subheading from the control on.
  func on(_ alert: FlowAlert) -> [AlertShipment] {
    let lane = alert.lane
    let first = alert.event.effective.firstDay
    let last = alert.event.until.map { $0.advanced(by: 1).firstDay }
    var found: [AlertShipment] = []
    for row in 0..<table.rowCount {
      let day = Day(number: table.day[row])
      guard day >= first, last.map({ day < $0 }) ?? true, table.destination[row] != 0,
        let code = table.commodityCodes[Int(table.commodityCode[row])],
        code.subheading == lane.code.subheading
      else { continue }
      let destination = CountryCode(packed: table.destination[row])
      let origin = table.origin[row] == 0 ? nil : CountryCode(packed: table.origin[row])
      let onLane = destination == lane.importer && (origin == nil || origin == lane.exporter)
      guard onLane || destination == lane.exporter else { continue }
      let mass = table.netMass[row]
      func party(_ role: PartyRole) -> String {
        table.parties.party(table.party(role)[row])?.name ?? "not stated"
      }
      found.append(
        AlertShipment(
          declaration: table.declarationID.text(at: row) ?? "line \(table.line[row])", day: day.description,
          exporter: party(.exporter), consignee: party(.consignee), code: code.digits,
          kilograms: mass == DeclarationTable.absent64 ? nil : Double(mass) / 1e6))
    }
    return found.sorted { ($0.day, $0.declaration) < ($1.day, $1.declaration) }
  }
}
