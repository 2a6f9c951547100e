// SPDX-License-Identifier: Apache-2.0

import Casework
import ControlLaw
import GoodsIdentity
import HTTPTypes
import Hummingbird
import ReferenceData
import Screening
import TradeModel
import Workbench

/// The law: over time by mineral, act by act, and asked.
enum LawPages {
  static let all: [Endpoint] =
    Pages.page(
      "/law", .reading, "The law of a mineral over time, its acts, and questions put to it.",
      parameters: [
        .query("mineral", "The mineral shown, such as gallium."),
        .query("goods", "Goods in words."), .query("code", "A commodity code."),
        .query("composition", "Composition."), .query("from", "The country of export."),
        .query("to", "The destination."),
        .query("day", "The day whose law is asked."),
      ]
    ) { request, _, services in
      try page(request, services)
    }
    + Pages.page("/law/instruments/{name}", .reading, "One act with its controls.") { _, context, services in
      try act(try context.text("name"), services)
    }

  private static func page(_ request: Request, _ services: Services) throws -> LawPage {
    let (book, day) = (services.law, services.chinaDay)
    let minerals = minerals(services)
    let (asked, named) = try ask(request, services)
    // Without a mineral named, the one that the question is about.
    let wanted = try request.query("mineral")
    guard
      let mineral = minerals.first(where: { $0.slug == wanted ?? named ?? "gallium" })
        ?? (wanted == nil ? minerals.first : nil)
    else { throw Problem.notFound }
    let ids = book.controls(onMineral: mineral.slug)
    var acts: [InstrumentView] = []
    for instrument in book.tables.instruments.reversed() {
      let own = ids.filter { book.instrument(of: $0).id == instrument.id }
      guard !own.isEmpty else { continue }
      acts.append(view(instrument, own, day, book))
    }
    acts.sort { ($1.published, $0.citation) < ($0.published, $1.citation) }
    return LawPage(
      minerals: minerals, mineral: mineral, day: day.description,
      timeline: timeline(of: mineral.slug, day, book), acts: acts, whatIf: asked,
      version: book.version.description, digest: book.digest)
  }

  /// Minerals of which some control speaks, by name.
  private static func minerals(_ services: Services) -> [LawPage.Mineral] {
    services.screener.reference.minerals.compactMap { mineral in
      let count = services.law.controls(onMineral: mineral.slug).count
      guard count > 0 else { return nil }
      return LawPage.Mineral(
        slug: mineral.slug, name: mineral.name, nameLocal: mineral.chineseName ?? "", controls: count)
    }.sorted { $0.name < $1.name }
  }

  private static func timeline(of mineral: String, _ day: Day, _ book: LawBook) -> LawTimeline {
    let timeline = book.timeline(of: mineral, knownOn: day)
    let citations = Dictionary(
      book.tables.instruments.map { ($0.citation, $0.id) }, uniquingKeysWith: { first, _ in first })
    let (first, last) = (timeline.first, timeline.last)
    let years = last.civil.year - first.civil.year
    let step = years > 60 ? 20 : years > 24 ? 5 : years > 12 ? 2 : 1
    return LawTimeline(
      first: Double(first.number), last: Double(last.number), today: Double(day.number),
      years: (first.civil.year...last.civil.year).compactMap { year in
        guard year.isMultiple(of: step), let start = Day(year: year, month: 1, day: 1), start >= first else {
          return nil
        }
        return LawTimeline.Year(name: String(year), at: Double(start.number))
      },
      rows: timeline.rows.map { row in
        // A clause stands behind the citation in parentheses.
        let plain =
          row.citation.hasSuffix(")") ? row.citation.split(separator: " (").first.map(String.init) : nil
        let id = citations[row.citation] ?? plain.flatMap { citations[$0] } ?? row.citation
        return LawTimeline.Row(
          citation: row.citation, href: "/law/instruments/\(Address.segment(id))", items: row.items,
          outcome: row.outcome.name,
          spans: row.spans.filter { $0.state != .ended }.map { span in
            LawTimeline.Span(
              from: Double(max(span.from, first).number),
              to: Double(min(span.to?.advanced(by: 1) ?? last, last).number),
              fromDay: span.from.description, toDay: span.to?.description, state: span.state.name)
          })
      })
  }

  private static func view(
    _ instrument: Instrument, _ ids: [ControlID], _ day: Day, _ book: LawBook
  ) -> InstrumentView {
    InstrumentView(
      id: instrument.id, citation: instrument.citation, title: instrument.title,
      titleLocal: instrument.titleLocal, published: instrument.published.description,
      confidence: instrument.confidence.rawValue,
      items: ids.map { id in
        let control = book.control(id)
        return InstrumentView.Item(
          item: control.item, code: control.code,
          outcome: control.isNote ? "note only" : control.outcome.name,
          state: book.stateName(of: id, on: day, knownOn: day), wording: control.text,
          wordingLocal: control.textLocal, audience: book.audience(of: id),
          confidence: control.confidence.rawValue, sources: book.sourceTexts(control.sources),
          notes: control.notes, commodityCodes: control.codes.map(\.code.digits))
      })
  }

  private static func act(_ name: String, _ services: Services) throws -> InstrumentPage {
    let (book, day) = (services.law, services.chinaDay)
    guard let instrument = book.tables.instruments.first(where: { $0.id == name }) else {
      throw Problem.notFound
    }
    let ids = book.controlIDs.filter { book.instrument(of: $0).id == name }
    return InstrumentPage(
      act: view(instrument, ids, day, book),
      jurisdiction: services.country(instrument.jurisdiction.description), issuers: instrument.issuers,
      sources: book.sourceTexts(instrument.sources), reviewed: instrument.reviewedOn.description,
      reviewNext: instrument.reviewNext?.description, notes: instrument.notes, day: day.description)
  }

  /// Asks the law what the form asks, and names the mineral it is about; what it cannot read is said beside it, and the rest of the page stands.
  private static func ask(
    _ request: Request, _ services: Services
  ) throws -> (asked: LawPage.WhatIf, mineral: String?) {
    func field(_ name: String, most: Int) throws -> String {
      String((try request.query(name) ?? "").prefix(most))
    }
    var asked = LawPage.WhatIf(
      goods: try field("goods", most: 2000), code: try field("code", most: 32),
      composition: try field("composition", most: 2000), origin: try field("from", most: 100),
      destination: try field("to", most: 100),
      day: try field("day", most: 32))
    let isAsked = !asked.goods.isEmpty || !asked.code.isEmpty || !asked.destination.isEmpty
    if asked.day.isEmpty { asked.day = services.chinaDay.description }
    guard isAsked, let question = question(&asked, services) else { return (asked, nil) }
    let answer = services.law.determine(question)
    asked.outcome = answer.outcome.name
    let views = answer.findings.map { (view($0), isNear: !$0.misses.isEmpty && $0.outcome == .notControlled) }
    asked.controls = views.filter { !$0.isNear }.map(\.0)
    asked.near = views.filter(\.isNear).map(\.0)
    asked.turns = turns(question, services)
    let mineral = question.reading.claims.first.map {
      services.screener.reference.mineral(of: $0.material).slug
    }
    return (asked, mineral)
  }

  /// What would change the answer, changes of one kind with one outcome together; days stay apart, in order.
  private static func turns(_ question: LawQuestion, _ services: Services) -> [LawPage.Turn] {
    var turns: [LawPage.Turn] = []
    for turn in services.law.counterfactuals(question) {
      var change = turn.change
      if turn.fact == .destination, let code = change.split(separator: " ").last {
        change = "to \(services.country(String(code)))"
      }
      let isSame = { (other: LawPage.Turn) in
        other.fact == turn.fact.name && other.outcome == turn.outcome.name
      }
      if turn.fact != .day, let place = turns.firstIndex(where: isSame) {
        turns[place].changes.append(change)
      } else {
        turns.append(LawPage.Turn(fact: turn.fact.name, changes: [change], outcome: turn.outcome.name))
      }
    }
    return turns
  }

  private static func question(_ asked: inout LawPage.WhatIf, _ services: Services) -> LawQuestion? {
    var code: CommodityCode?
    if !asked.code.isEmpty {
      do throws(ValueError) { code = try CommodityCode(asked.code) } catch {
        asked.problem = "law.problem.code"
        return nil
      }
    }
    guard !asked.goods.isEmpty || code != nil else {
      asked.problem = "law.problem.goods"
      return nil
    }
    guard let day = Day(asked.day) else {
      asked.problem = "law.problem.day"
      return nil
    }
    var countries: [CountryCode?] = []
    for name in [asked.origin, asked.destination] {
      let country = services.screener.reference.country(named: name)
      guard country != nil || name.isEmpty else {
        asked.problem = "law.problem.country"
        return nil
      }
      countries.append(country)
    }
    let reading = services.screener.reader.read(
      description: asked.goods.isEmpty ? nil : asked.goods,
      composition: asked.composition.isEmpty ? nil : asked.composition, code: code)
    return LawQuestion(
      commodityCode: code, reading: reading, validOn: day, exportCountry: countries[0] ?? .china,
      destination: countries[1])
  }

  private static func view(_ finding: ControlFinding) -> ControlView {
    ControlView(
      outcome: finding.outcome.name, citation: finding.citation, code: finding.controlCode ?? finding.item,
      wording: finding.itemDescription, article: finding.article, version: finding.version.description,
      confidence: finding.confidence.rawValue, sources: finding.sources, matched: finding.matched,
      misses: finding.misses, questions: finding.questions, notes: finding.notes,
      instrument: finding.instrument)
  }
}
