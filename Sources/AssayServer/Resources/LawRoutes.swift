// SPDX-License-Identifier: Apache-2.0

import Casework
import ControlLaw
import GoodsIdentity
import HTTPTypes
import Hummingbird
import NIOCore
import ReferenceData
import Screening
import TradeModel

/// What the law says.
enum LawRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/law/check", .screening, tag: "law", "Says what the law demands of goods on a day.",
      body: Schema.object([
        "goods": Schema.text, "commodity_code": Schema.text, "composition": Schema.text, "from": Schema.text,
        "origin": Schema.text, "destination": Schema.text, "as_of": Schema.day, "known_on": Schema.day,
      ])
    ) { request, _, services in
      .json(try check(try await request.object(), services))
    },
    Endpoint(
      .get, "/v1/law/controls", .reading, tag: "law", "Lists controls by mineral and day.",
      parameters: [
        .query("mineral", "A mineral, such as gallium."), .query("as_of", "A day.", Schema.day),
      ] + Schema.paging
    ) { request, _, services in
      try request.allow(only: ["mineral", "as_of", "limit", "offset"])
      let book = services.law
      let (offset, limit) = try request.page()
      let day = try request.day("as_of")
      var ids = book.controlIDs
      if let mineral = try request.query("mineral") { ids = book.controls(onMineral: mineral) }
      if let day { ids = ids.filter { book.control($0).force.force(on: day, knownOn: day).current != nil } }
      let page = ids.dropFirst(offset).prefix(limit).map { control($0, day ?? today(services), book) }
      return .page(page, total: ids.count, offset: offset, limit: limit, for: request)
    },
    Endpoint(
      .get, "/v1/law/instruments/{name}", .reading, tag: "law", "Shows an instrument with its controls."
    ) { request, context, services in
      let book = services.law
      let name = try context.text("name")
      guard let instrument = book.tables.instruments.first(where: { $0.id == name }) else {
        throw Problem.notFound
      }
      let ids = book.controlIDs.filter { book.instrument(of: $0).id == name }
      return .tagged(
        [
          "id": .string(instrument.id), "citation": .string(instrument.citation),
          "title": .string(instrument.title), "title_local": .string(instrument.titleLocal),
          "published": .string(instrument.published.description),
          "confidence": .string(instrument.confidence.rawValue),
          "sources": .strings(book.sourceTexts(instrument.sources)),
          "controls": .array(ids.map { control($0, today(services), book) }),
        ], for: request)
    },
    Endpoint(
      .get, "/v1/law/minerals/{name}/timeline", .reading, tag: "law",
      "Draws the law of a mineral over time as SVG.", produces: "image/svg+xml"
    ) { request, context, services in
      let timeline = services.law.timeline(of: try context.text("name"), knownOn: today(services))
      guard !timeline.rows.isEmpty else { throw Problem.notFound }
      return Response(
        status: .ok, headers: [.contentType: "image/svg+xml"],
        body: .init(byteBuffer: .init(string: timeline.svg)))
    },
    Endpoint(
      .get, "/v1/law/changes", .reading, tag: "law", "Says what changed between two days.",
      parameters: [
        .required("from", "The earlier day.", Schema.day), .required("to", "The later day.", Schema.day),
      ]
    ) { request, _, services in
      guard let first = try request.day("from"), let second = try request.day("to"), first <= second else {
        throw Problem(.badRequest, "parameter", "give 'from' and 'to', the earlier day first")
      }
      let book = services.law
      let changes = book.changes(from: first, to: second).map { change -> JSON in
        [
          "instrument": .string(change.instrument.id), "citation": .string(change.instrument.citation),
          "before": .string("\(change.before)"), "after": .string("\(change.after)"),
          "by": .string(book.citation(change.by)),
          "controls": .strings(change.controls.map { book.control($0).code ?? book.control($0).item }),
        ]
      }
      return .page(changes, total: changes.count, offset: 0, limit: changes.count, for: request)
    },
  ]

  static func today(_ services: Services) -> Day { services.clock().day }

  private static func control(_ id: ControlID, _ day: Day, _ book: LawBook) -> JSON {
    let control = book.control(id)
    return [
      "instrument": .string(book.instrument(of: id).id),
      "citation": .string(book.instrument(of: id).citation),
      "item": .string(control.item), "control_code": .optional(control.code),
      "outcome": .string(control.isNote ? "note only" : control.outcome.name),
      "state": .string(book.stateName(of: id, on: day, knownOn: day)), "text": .string(control.text),
      "minerals": .strings(control.minerals),
    ]
  }

  private static func check(_ form: JSON, _ services: Services) throws -> JSON {
    let goods = try form.optional("goods")
    var code: CommodityCode?
    if let text = try form.optional("commodity_code", most: 32) {
      do throws(ValueError) { code = try CommodityCode(text) } catch {
        throw Problem(.badRequest, "field", "'commodity_code' is 4 to 10 digits")
      }
    }
    guard goods != nil || code != nil else {
      throw Problem(.badRequest, "field", "give 'goods' in words or a 'commodity_code'")
    }
    let reading = services.screener.reader.read(
      description: goods, composition: try form.optional("composition"), code: code)
    let question = LawQuestion(
      commodityCode: code, reading: reading, validOn: try day("as_of", form) ?? today(services),
      knownOn: try day("known_on", form), exportCountry: try country("from", form, services) ?? .china,
      origin: try country("origin", form, services), destination: try country("destination", form, services))
    let answer = services.law.determine(question)
    return [
      "outcome": .string(answer.outcome.name), "as_of": .string(question.validOn.description),
      "known_on": .string(question.knownOn.description), "basis": services.basis,
      "findings": .array(
        answer.findings.map { finding in
          [
            "outcome": .string(finding.outcome.name), "instrument": .string(finding.instrument),
            "citation": .string(finding.citation), "item": .optional(finding.item),
            "control_code": .optional(finding.controlCode), "article": .optional(finding.article),
            "text": .string(finding.itemDescription), "version": .string(finding.version.description),
            "confidence": .string(finding.confidence.rawValue), "matched": .strings(finding.matched),
            "misses": .strings(finding.misses), "questions": .strings(finding.questions),
            "notes": .strings(finding.notes), "sources": .strings(finding.sources),
          ]
        }),
      "changes": .array(
        services.law.counterfactuals(question).map {
          [
            "fact": .string($0.fact.name), "change": .string($0.change), "outcome": .string($0.outcome.name),
          ]
        }),
    ]
  }

  private static func day(_ name: String, _ form: JSON) throws -> Day? {
    guard let text = try form.optional(name, most: 32) else { return nil }
    guard let day = Day(text) else {
      throw Problem(.badRequest, "field", "'\(name)' is a day such as 2025-04-04")
    }
    return day
  }

  private static func country(_ name: String, _ form: JSON, _ services: Services) throws -> CountryCode? {
    guard let text = try form.optional(name, most: 100) else { return nil }
    guard let country = CountryCode(text) ?? services.screener.reference.country(named: text) else {
      throw Problem(.badRequest, "field", "'\(name)' is a country of two letters, such as JP")
    }
    return country
  }
}
