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
    let study = kept.isEmpty ? nil : try show(Int64(wanted), services)
    return FlowsPage(
      studies: kept.map { Link($0.title, "/flows?study=\($0.id)") }, study: study,
      mayStudy: Access.screening.admits(context.caller?.role), limit: services.configuration.uploadLimit)
  }

  private static func show(_ id: Int64, _ services: Services) throws -> FlowsPage.Study {
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
      alerts: study.alerts.enumerated().map { number, alert in
        view(alert, id: "flows:\(id):\(number + 1)", study, plots, services)
      }, series: plots.indices.filter { !used.contains($0) }.map { plots[$0] },
      silent: study.silent.map {
        FlowsPage.Silent(lane: $0.lane, control: $0.control, reason: $0.reason)
      }, gates: study.gates.map { Fact($0.name, Self.grouped($0.rows)) })
  }

  private static func view(
    _ alert: FlowStudy.Alert, id: String, _ study: FlowStudy, _ plots: [MonthPlot], _ services: Services
  ) -> FlowsPage.Alert {
    let lane = study.lanes.indices.contains(alert.lane) ? study.lanes[alert.lane] : nil
    return FlowsPage.Alert(
      id: id.replacing(":", with: "-"), title: lane.map { title($0, services) } ?? "",
      control: "\(alert.event.effective)  \(alert.event.title)", words: alert.words,
      facts: [
        Fact("excess", signed(alert.kilograms)), Fact("band", "\(signed(alert.low)) … \(signed(alert.high))"),
        Fact("break", alert.breakMonth ?? ""), Fact("false-alarms", share(alert.q)),
        Fact("placebos", alert.placeboP.map { "\(share($0)) / \(alert.placebos)" } ?? ""),
      ],
      explanations: alert.explanations.map {
        FlowsPage.Explanation(kind: $0.kind, verdict: $0.verdict, words: $0.words)
      }, plot: plots.indices.contains(alert.lane) ? plots[alert.lane] : nil)
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

  /// Lanes of the alerts on the world; of several alerts on one lane the largest.
  private static func map(_ study: FlowStudy, _ services: Services) -> RouteMap? {
    var masses: [[String]: Double] = [:]
    for alert in study.alerts where study.lanes.indices.contains(alert.lane) {
      let lane = study.lanes[alert.lane]
      let key = [lane.exporter, lane.importer]
      if abs(alert.kilograms) > abs(masses[key] ?? 0) { masses[key] = alert.kilograms }
    }
    let places = FlowReference.embedded.places
    let drawn = masses.sorted {
      (abs($1.value), $0.key[0], $0.key[1]) < (abs($0.value), $1.key[0], $1.key[1])
    }
    .filter { lane in lane.key.allSatisfy { CountryCode($0).map { places[$0] != nil } ?? false } }
    .prefix(16)
    guard !drawn.isEmpty else { return nil }
    var stops: [RouteMap.Stop] = []
    func stop(_ code: String, _ role: String) -> Int {
      if let known = stops.firstIndex(where: { $0.country == code }) { return known }
      let place = CountryCode(code).flatMap { places[$0] } ?? (east: 0, north: 0)
      stops.append(
        RouteMap.Stop(
          country: code, name: services.country(code), east: place.east, north: place.north, role: role))
      return stops.count - 1
    }
    let most = drawn.map { abs($0.value) }.max() ?? 1
    let legs = drawn.map { lane in
      RouteMap.Leg(
        from: stop(lane.key[0], "export"), to: stop(lane.key[1], "destination"),
        weight: (abs(lane.value) / max(most, 1e-9)).squareRoot(), isMarked: lane.value > 0,
        label: "\(services.country(lane.key[0])) → \(services.country(lane.key[1])): \(signed(lane.value))")
    }
    return RouteMap(stops: stops, legs: legs)
  }

  private static func signed(_ kilograms: Double) -> String {
    let tonnes = kilograms / 1000
    let places = abs(tonnes) < 10 ? 2 : abs(tonnes) < 100 ? 1 : 0
    return (kilograms > 0 ? "+" : "") + BreakTable.decimal(tonnes, places: places) + " t"
  }

  private static func share(_ value: Double) -> String {
    value < 0.001 ? "< 0.1 %" : BreakTable.decimal(value * 100, places: 1) + " %"
  }

  private static func grouped(_ value: Int) -> String {
    let digits = Array(String(value))
    return String(
      digits.enumerated().flatMap { index, digit in
        index > 0 && (digits.count - index).isMultiple(of: 3) ? [",", digit] : [digit]
      })
  }
}
