// SPDX-License-Identifier: Apache-2.0

import Casework
import FlowWatch
import HTTPTypes
import Hummingbird
import ReferenceData
import TradeFlows
import TradeModel
import Workbench

/// Trade statistics asked at the dates of the law.
enum FlowPages {
  static let all: [Endpoint] =
    Pages.page(
      "/flows", .reading, "Lanes that changed at a control, each with its innocent explanations.",
      parameters: [.query("study", "The study shown.", ["type": "integer", "minimum": 1])]
    ) { request, context, services in
      try page(request, context, services)
    } + [
      Pages.action(
        "/flows", .screening, "Studies a file of trade statistics and keeps the study.", isUpload: true,
        limit: 64 << 20
      ) { form, context, services in
        guard let file = form.files["file"], !file.bytes.isEmpty else {
          throw Problem(.badRequest, "field", "choose a file of trade statistics")
        }
        var question = FlowStudy.Question()
        question.source = form["source"] ?? "comtrade"
        question.codes = try FlowRoutes.codes(form["code"] ?? "")
        let record = try await FlowStudying(services).study(
          file.bytes, name: file.name, question, actor: try context.requireCaller().principal)
        return Services.with("studied", "/flows?study=\(record.id)")
      }
    ]

  private static func page(
    _ request: Request, _ context: AssayContext, _ services: Services
  ) throws -> FlowsPage {
    let kept = try services.requireWorkspace().read { try FlowStudies.list(limit: 12, in: $0) }
    let wanted = try request.number("study", 1...Int(Int32.max), default: Int(kept.first?.id ?? 1))
    if kept.isEmpty, try request.query("study") != nil { throw Problem.notFound }
    let mayOpen = Access.casework.admits(context.caller?.role)
    let study = kept.isEmpty ? nil : try show(Int64(wanted), mayOpen: mayOpen, services)
    return FlowsPage(
      studies: kept.map { Link($0.title, "/flows?study=\($0.id)") }, study: study,
      mayStudy: Access.screening.admits(context.caller?.role), limit: services.configuration.uploadLimit)
  }

  private static func show(_ id: Int64, mayOpen: Bool, _ services: Services) throws -> FlowsPage.Study {
    let record = try services.requireWorkspace().read { try FlowStudies.study(id, in: $0) }
    let study = try FlowStudying(services).study(id)
    let plots = study.lanes.map { plot($0, services) }
    let used = Set(study.alerts.map(\.lane))
    return FlowsPage.Study(
      id: id, title: record.title,
      facts: [
        Fact("rows", Self.grouped(study.rows)), Fact("tested", Self.grouped(study.tested)),
        Fact("alerts", Self.grouped(study.alerts.count)),
        Fact("law-of", services.country(study.jurisdiction)),
        Fact("codes", study.codes.joined(separator: ", ")),
      ], map: map(study, services),
      alerts: lanes(of: study).map { lane, alerts in
        FlowsPage.Alert(
          id: "lane-\(lane + 1)", title: title(study.lanes[lane], services),
          readings: alerts.map(reading), plot: plots[lane],
          link: mayOpen ? "flows:\(id):lane-\(lane + 1)" : nil)
      }, series: plots.indices.filter { !used.contains($0) }.map { plots[$0] },
      silent: study.silent.map {
        FlowsPage.Silent(lane: $0.lane, control: $0.control, reason: $0.reason)
      }, gates: study.gates.map { Fact($0.name, Self.grouped($0.rows)) })
  }

  /// Alerts by lane, lanes in the order of the study; of one lane the most certain alert first.
  private static func lanes(of study: FlowStudy) -> [(lane: Int, alerts: [FlowStudy.Alert])] {
    Dictionary(grouping: study.alerts.filter { study.lanes.indices.contains($0.lane) }, by: \.lane)
      .sorted { $0.key < $1.key }.map { lane, alerts in
        (
          lane,
          alerts.sorted {
            ($0.q, -abs($0.kilograms), $0.event.effective) < ($1.q, -abs($1.kilograms), $1.event.effective)
          }
        )
      }
  }

  private static func reading(_ alert: FlowStudy.Alert) -> FlowsPage.Reading {
    FlowsPage.Reading(
      control: "\(alert.event.effective)  \(alert.event.title)", words: alert.words,
      facts: [
        Fact("excess", signed(alert.kilograms)), Fact("band", "\(signed(alert.low)) … \(signed(alert.high))"),
        Fact("break", alert.breakMonth ?? ""), Fact("false-alarms", share(alert.q)),
        Fact("placebos", alert.placeboP.map { "\(share($0)) / \(alert.placebos)" } ?? ""),
      ],
      explanations: alert.explanations.map {
        FlowsPage.Explanation(kind: $0.kind, verdict: $0.verdict, words: $0.words)
      })
  }

  private static func title(_ lane: FlowStudy.Lane, _ services: Services) -> String {
    "\(lane.mineral ?? lane.code) (\(lane.code)): \(services.country(lane.exporter)) → \(services.country(lane.importer))"
  }

  private static func plot(_ lane: FlowStudy.Lane, _ services: Services) -> MonthPlot {
    guard let first = month(lane.first) else {
      return MonthPlot(title: title(lane, services), months: [], values: [], marks: [], breaks: [])
    }
    func place(_ text: String) -> Int? { month(text).map { first.distance(to: $0) } }
    return MonthPlot(
      title: title(lane, services), months: lane.kilograms.indices.map { first.advanced(by: $0).description },
      values: lane.kilograms,
      marks: lane.events.compactMap { event in
        guard let at = place(event.effective) else { return nil }
        return MonthPlot.Mark(
          at: at, month: event.effective, label: event.title, announced: event.announced.flatMap(place))
      },
      breaks: lane.breaks.compactMap { found in
        place(found.month).map { MonthPlot.Break(at: $0, month: found.month, kind: found.kind) }
      })
  }

  private static func month(_ text: String) -> Month? {
    do throws(ValueError) { return try Month(text) } catch { return nil }
  }

  /// Lanes of the alerts on the world, each by its most certain reading.
  private static func map(_ study: FlowStudy, _ services: Services) -> LaneMap? {
    let middles = FlowReference.embedded.places
    var map = LaneMap(places: [], lanes: [])
    var known: [String: Int] = [:]
    func place(_ code: String) -> Int? {
      if let known = known[code] { return known }
      guard let middle = CountryCode(code).flatMap({ middles[$0] }) else { return nil }
      map.places.append(
        LaneMap.Place(name: services.country(code), east: middle.east, north: middle.north))
      known[code] = map.places.count - 1
      return map.places.count - 1
    }
    for (number, alerts) in lanes(of: study).prefix(16) {
      let lane = study.lanes[number]
      guard let alert = alerts.first, let from = place(lane.exporter), let to = place(lane.importer) else {
        continue
      }
      map.lanes.append(
        LaneMap.Lane(
          from: from, to: to, kilograms: alert.kilograms,
          label:
            "\(services.country(lane.exporter)) → \(services.country(lane.importer)), \(lane.mineral ?? lane.code): \(signed(alert.kilograms))",
          href: "#lane-\(number + 1)"))
    }
    return map.lanes.isEmpty ? nil : map
  }

  private static func signed(_ kilograms: Double) -> String {
    let tonnes = kilograms / 1000
    let places = abs(tonnes) < 10 ? 2 : abs(tonnes) < 100 ? 1 : 0
    return (kilograms > 0 ? "+" : "") + grouped(BreakTable.decimal(tonnes, places: places)) + " t"
  }

  private static func share(_ value: Double) -> String {
    value < 0.001 ? "< 0.1 %" : BreakTable.decimal(value * 100, places: 1) + " %"
  }

  private static func grouped(_ value: Int) -> String { grouped(String(value)) }

  /// A figure with commas between thousands and a minus sign that is one.
  private static func grouped(_ figure: String) -> String {
    let parts = figure.split(separator: ".", maxSplits: 1)
    let digits = Array(parts.first.map { $0.drop { $0 == "-" } } ?? "")
    let whole = digits.enumerated().flatMap { index, digit -> [Character] in
      index > 0 && (digits.count - index).isMultiple(of: 3) ? [",", digit] : [digit]
    }
    return (figure.hasPrefix("-") ? "−" : "") + String(whole) + (parts.count > 1 ? ".\(parts[1])" : "")
  }
}
