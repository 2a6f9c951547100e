// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
import ReferenceData
import TradeFlows
public import TradeModel

extension FlowStudy {
  /// What is asked of the statistics.
  public struct Question: Sendable, Hashable {
    /// The publisher whose columns are expected: `comtrade`, `census`, `eurostat`, `hmrc`, `baci` or `generic`.
    public var source = "comtrade"
    /// Codes asked about, each with all codes under it; all codes that a control names when empty.
    public var codes: [CommodityCode] = []
    /// Whose controls give the dates.
    public var jurisdiction: CountryCode = .china
    /// Codes that no control touches, for placebos; all others when empty.
    public var placebos: [CommodityCode] = []

    public init() {}
  }

  /// Series kept beside those of the alerts, the largest first.
  private static let mostSeries = 12
  private static let mostSilent = 40

  /// Reads statistics and tests every lane at every control of the law.
  ///
  /// - Complexity: lanes times controls times permutations; a file of a megabyte takes seconds.
  /// - Throws: `ValueError` when a file cannot be read as a whole, or names no column that is needed.
  public static func make(
    of files: [(name: String, bytes: [UInt8])], _ question: Question, law: LawBook
  ) throws(ValueError) -> FlowStudy {
    guard let map = ColumnMap.named(question.source) else {
      throw ValueError("the source is one of comtrade, census, eurostat, hmrc, baci, generic")
    }
    var columns = map
    if !columns.twoLetterAreas { columns.twoLetterAreas = ["eurostat", "hmrc"].contains(question.source) }
    let reader = FlowReader(
      map: columns, areas: .embedded, currencies: ReferenceData.embedded.currencies)
    var table = FlowTable()
    for file in files { table.append(try reader.read(file.bytes, file: file.name)) }
    return study(of: table, files: files.map(\.name), question, law)
  }

  private static func study(
    of table: FlowTable, files: [String], _ question: Question, _ law: LawBook
  ) -> FlowStudy {
    let all = LaneSeries.all(in: table)
    let surroundings = LaneSurroundings(table, lanes: all)
    var calendar: [CommodityCode: [ControlEvent]] = [:]
    for code in Set(all.map(\.code)) {
      calendar[code] = ControlCalendar.events(for: code, jurisdiction: question.jurisdiction, law: law)
    }
    func isAsked(_ code: CommodityCode) -> Bool {
      question.codes.isEmpty
        ? calendar[code]?.isEmpty == false : question.codes.contains { code.hasPrefix($0) }
    }
    let asked = all.filter { isAsked($0.code) }
    let placebos = all.filter { lane in
      !isAsked(lane.code)
        && (question.placebos.isEmpty
          ? calendar[lane.code]?.isEmpty != false : question.placebos.contains { lane.code.hasPrefix($0) })
    }
    var results: [FlowAlert] = []
    let finder = AlertFinder(reference: .embedded)
    for (code, lanes) in Dictionary(grouping: asked, by: \.code).sorted(by: { $0.key < $1.key }) {
      for event in calendar[code] ?? [] {
        results += finder.results(for: event, lanes: lanes, placebos: placebos, surroundings: surroundings)
      }
    }
    let alerts = results.filter(\.isAlert)
    let (lanes, place) = series(alerts, asked, calendar)
    let shown = alerts.map { Alert($0, lane: place[$0.lane.key] ?? 0) }
    return FlowStudy(
      files: files, jurisdiction: question.jurisdiction.description,
      codes: Set(asked.map(\.code.digits)).sorted(), law: law.digest, rows: table.rows,
      gates: table.gates.sorted { $0.key < $1.key }.map { Gate(name: $0.key.rawValue, rows: $0.value) },
      tested: results.count, alerts: shown, silent: silent(results), lanes: lanes, note: Wording.leads,
      leads: AnswerTable(header: FlowAlert.header, rows: alerts.map(\.row), note: Wording.leads)
        .text(as: "json"))
  }

  /// Lanes of the alerts, then the largest of the others, with breaks and controls.
  private static func series(
    _ alerts: [FlowAlert], _ asked: [LaneSeries], _ calendar: [CommodityCode: [ControlEvent]]
  ) -> ([Lane], [String: Int]) {
    var chosen: [LaneSeries] = []
    var place: [String: Int] = [:]
    for lane in alerts.map(\.lane) where place[lane.key] == nil {
      place[lane.key] = chosen.count
      chosen.append(lane)
    }
    let largest = asked.sorted { ($1.total, $0.key) < ($0.total, $1.key) }
    for lane in largest where place[lane.key] == nil {
      guard chosen.count < alerts.count + mostSeries, lane.total > 0 else { break }
      place[lane.key] = chosen.count
      chosen.append(lane)
    }
    let breaks = BreakFinder()
    let lanes = chosen.map { lane in
      Lane(
        code: lane.code.digits, mineral: CodeIdentity(lane.code, reference: .embedded).mineral?.name,
        exporter: lane.exporter.description, importer: lane.importer.description,
        reportOf: (lane.byImporter ? lane.importer : lane.exporter).description,
        first: lane.mass.start.description, kilograms: lane.mass.values.map { $0.isFinite ? $0 : nil },
        breaks: breaks.report(on: lane.mass).breaks.map {
          Lane.Break(month: $0.month.description, kind: $0.kind.rawValue)
        }, events: (calendar[lane.code] ?? []).map(Event.init))
    }
    return (lanes, place)
  }

  /// The largest changes that are not reported, each with the reason.
  private static func silent(_ results: [FlowAlert]) -> [Silent] {
    results.filter { !$0.isAlert && ($0.silence != nil || $0.q < 0.05) }
      .sorted { (abs($1.kilograms), $0.lane.key) < (abs($0.kilograms), $1.lane.key) }
      .prefix(mostSilent).map { result in
        let explained = result.explanations.first { $0.verdict == .explains }
        return Silent(
          lane: "\(result.lane.code) \(result.lane.exporter) → \(result.lane.importer)",
          control: result.event.title,
          reason: result.silence ?? explained.map { "\($0.kind.rawValue): \($0.words)" } ?? "")
      }
  }
}

extension FlowStudy.Event {
  init(_ event: ControlEvent) {
    self.init(
      title: event.title, announced: event.announced?.description, effective: event.effective.description,
      until: event.until?.description)
  }
}

extension FlowStudy.Alert {
  init(_ alert: FlowAlert, lane: Int) {
    self.init(
      lane: lane, event: .init(alert.event), purity: alert.identity.purity.rawValue,
      breakMonth: alert.breakMonth?.description, kilograms: alert.kilograms, low: alert.band.lowerBound,
      high: alert.band.upperBound, q: alert.q, placeboP: alert.placeboP, placebos: alert.placebos,
      words: alert.words,
      explanations: alert.explanations.map {
        .init(kind: $0.kind.rawValue, verdict: $0.verdict.rawValue, words: $0.words)
      })
  }
}

extension LaneSeries {
  /// Names the lane and whose report it is.
  fileprivate var key: String { "\(code) \(exporter)-\(importer) \(byImporter ? "i" : "e")" }
  fileprivate var total: Double { mass.values.filter(\.isFinite).reduce(0, +) }
}
