// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ReferenceData
import TradeFlows
import TradeModel

/// Question on origin, destination and windows, shared by chain and report.
struct FlowsQuestion: ParsableArguments {
  @Option(help: "Commodity code; may be given several times.")
  var code: [String]

  @Option(help: "Country of the controlled origin.")
  var origin: String = "CN"

  @Option(help: "Country of destination under the measure.")
  var destination: String = "US"

  @Option(help: "Periods before: 2022, or 2023-01..2023-12.")
  var base: String?

  @Option(help: "Periods after.")
  var end: String?

  @Option(
    help:
      "A control date: 2024-09, 2024-08:2024-09 (announced, in force) or 2024-12..2025-10 (a ban), with =TITLE; instead of the law's own."
  )
  var control: [String] = []

  /// One question for each of the codes, or for each code given.
  func questions(codes: [CommodityCode]? = nil) throws -> [RelayQuestion] {
    guard let base, let end else {
      guard base == nil, end == nil else { throw ValidationError("--base and --end go together") }
      return []
    }
    return try (codes ?? code.map(FlowsFiles.code)).map {
      RelayQuestion(
        code: $0, origin: try FlowsFiles.country(origin),
        destination: try FlowsFiles.country(destination), base: try FlowsFiles.periods(base),
        end: try FlowsFiles.periods(end))
    }
  }
}

/// `assay flows chain`.
struct FlowsChain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chain",
    abstract: "Bound what can have gone from origin to destination over others, month by month.",
    discussion: """
      Greatest flow through a network of countries and months whose arcs carry what is recorded above former shares; \
      needs monthly statistics. The result is an upper bound, with the ways that make it up.
      """)

  @OptionGroup var input: FlowsInput
  @OptionGroup var question: FlowsQuestion

  func validate() throws {
    guard question.base != nil, question.end != nil else {
      throw ValidationError("--base and --end are needed: the months before and the months after")
    }
  }

  func run() throws {
    let table = try input.read()
    let pairs: [MirrorPair]
    do throws(ValueError) { pairs = try MirrorPairs(table).pairs } catch {
      throw FlowsFiles.fail(error.message)
    }
    var answers: [(question: RelayQuestion, answer: ChainAnswer)] = []
    let isAsked = try FlowsFiles.prefixes(question.code)
    let seen = Set(pairs.map(\.code)).filter(isAsked).sorted()
    if seen.isEmpty { throw FlowsFiles.fail("none of these codes is in the table") }
    for q in try question.questions(codes: seen) {
      guard q.end.allSatisfy({ $0.months == 1 }) else {
        throw FlowsFiles.fail("chains need months, not years")
      }
      let answer = ChainFinder().chains(
        excess: ChainFinder.excess(pairs, code: q.code, base: q.base, end: q.end), from: q.origin,
        to: q.destination)
      answers.append((q, answer))
    }
    let sums = answers.map {
      "\($0.question.code): at most \(BreakTable.decimal($0.answer.upperBound / 1000, places: 1)) t; firm level "
        + "\(BreakTable.decimal($0.answer.firmLevel / 1000, places: 1)) t."
    }
    try input.write(
      header: ["code", "way", "months", "tonnes"],
      rows: answers.flatMap { $0.answer.rows(code: $0.question.code) },
      note: (sums + [Wording.leads]).joined(separator: " "), table: ChainAnswer.table(answers))
    if answers.contains(where: { $0.answer.upperBound > 0 }) { throw Exit.findings }
  }
}

/// `assay flows report`.
struct FlowsReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one HTML page: map, series with control dates, relays, gaps, and what was tested.")

  @OptionGroup var input: FlowsInput
  @OptionGroup var question: FlowsQuestion

  @Option(help: ArgumentHelp("Declarations of the lanes, listed under their alerts.", valueName: "file"))
  var declarations: [String] = []

  @Option(help: "Title of the page.")
  var title: String = "Trade flows under control"

  func run() throws {
    let isAsked = try FlowsFiles.prefixes(question.code)
    let origin = try FlowsFiles.country(question.origin)
    let destination = try FlowsFiles.country(question.destination)
    let table = try input.read()
    var report = FlowReport(
      title: title, origin: origin, destination: destination,
      sources: input.files.map { $0.split(separator: "/").last.map(String.init) ?? $0 }, facts: .embedded)
    report.rows = table.rows
    report.gates = table.gates
    let seen = Set((table.records + table.totals).map(\.code)).filter(isAsked).sorted()
    if seen.isEmpty { throw FlowsFiles.fail("none of these codes is in the table") }
    report.identities = seen.map { CodeIdentity($0, reference: .embedded) }
    let given = try question.control.map(FlowsCalendar.event).sorted { $0.effective < $1.effective }
    func events(_ code: CommodityCode) -> [ControlEvent] {
      given.isEmpty ? FlowsCalendar.events(for: code, jurisdiction: origin) : given
    }
    if !table.reconciled {
      var finder = MirrorFinder(reference: .embedded, facts: .embedded)
      finder.options.exporter = origin
      do throws(ValueError) {
        let pairs = try MirrorPairs(table).pairs
        report.gaps = try finder.gaps(in: table).filter { gap in isAsked(gap.pair.code) }
        let relays = RelayFinder(reference: .embedded, facts: .embedded)
        let questions: [RelayQuestion]
        do { questions = try question.questions(codes: seen) } catch {
          throw ValueError("the windows cannot be read")
        }
        for q in questions {
          report.relays += relays.relays(for: q, in: pairs).map { (q.code, $0) }
          if q.end.allSatisfy({ $0.months == 1 }), report.chains == nil {
            report.chains = ChainFinder().chains(
              excess: ChainFinder.excess(pairs, code: q.code, base: q.base, end: q.end), from: origin,
              to: destination)
          }
        }
      } catch { throw FlowsFiles.fail(error.message) }
    }
    let allLanes = LaneSeries.all(in: table)
    let surroundings = LaneSurroundings(table, lanes: allLanes)
    let lanes = allLanes.filter { isAsked($0.code) }
    let uncontrolled = allLanes.filter { FlowsCalendar.events(for: $0.code, jurisdiction: origin).isEmpty }
    for (code, family) in Dictionary(grouping: lanes, by: \.code).sorted(by: { $0.key < $1.key }) {
      for event in events(code) {
        report.alerts += AlertFinder(reference: .embedded).results(
          for: event, lanes: family, placebos: uncontrolled, surroundings: surroundings)
        if event.isBan {
          report.arrivals += ArrivalsUnderBan.list(
            family.filter { $0.exporter == origin && $0.importer == destination && $0.byImporter },
            under: event)
        }
      }
    }
    if !declarations.isEmpty {
      let shipments = try LaneShipments(declarations)
      for index in report.alerts.indices where report.alerts[index].isAlert {
        report.alerts[index].shipments = shipments.on(report.alerts[index])
      }
    }
    let breaks = BreakFinder()
    let largest = lanes.sorted {
      $0.mass.values.filter(\.isFinite).reduce(0, +) > $1.mass.values.filter(\.isFinite).reduce(0, +)
    }
    for lane in largest.prefix(12) {
      var drawn = FlowReport.DrawnSeries(
        title:
          "\(CodeIdentity(lane.code, reference: .embedded).heading) · \(FlowsFiles.name(lane.exporter)) → \(FlowsFiles.name(lane.importer)), by the \(lane.byImporter ? "importer" : "exporter")",
        series: lane.mass, breaks: breaks.report(on: lane.mass).breaks, events: events(lane.code))
      drawn.atControls = report.alerts.filter { $0.lane.mass == lane.mass }.compactMap(\.breakMonth)
      report.series.append(drawn)
    }
    try FlowsFiles.write(report.html(), to: input.out)
  }
}
