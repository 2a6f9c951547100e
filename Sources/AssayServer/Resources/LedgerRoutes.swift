// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import Licensing
import Recording
import TradeModel

/// What becomes of licences, which of them fits, and screening again what a change may decide otherwise.
enum LedgerRoutes {
  /// What ends a licence or brings it back.
  private enum Turn: String, CaseIterable {
    case revoke, surrender, exhaust, expire, reopen
  }

  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/licences/fit", .screening, tag: "licences",
      "Asks every licence whether it covers goods, and why each other one does not.",
      body: Schema.object(
        [
          "control_codes": Schema.texts, "exporter_name": Schema.text, "exporter_id": Schema.text,
          "consignee_name": Schema.text, "end_user": Schema.text, "destination": Schema.text,
          "commodity_code": Schema.text, "quantity": Schema.text, "day": Schema.day,
        ], required: ["control_codes", "destination"])
    ) { request, _, services in
      let demand = try demand(try await request.object(upTo: 64 << 10), services)
      let choice = try services.requireWorkspace().read { try LicenceRegister.fit(demand, in: $0) }
      return .json(JSON(choice.json))
    },
    Endpoint(
      .patch, "/v1/licences/{name}", .approval, tag: "licences",
      "Amends the quantity granted or the last day; never below what is drawn and kept aside.",
      body: Schema.object(["quantity": Schema.text, "valid_to": Schema.day, "reason": Schema.text]),
      others: [409]
    ) { request, context, services in
      let name = try context.text("name")
      let form = try await request.object(upTo: 64 << 10)
      let quantity = try form.optional("quantity", most: 64).map { text in
        guard let quantity = LedgerQuantity(text) else {
          throw Problem(.badRequest, "field", "'quantity' is a number with its unit, such as '250 kg'")
        }
        return quantity
      }
      let last = try day("valid_to", form)
      guard quantity != nil || last != nil else {
        throw Problem(.badRequest, "field", "give a 'quantity' or a last day as 'valid_to'")
      }
      return try perform(name, form, context, services) { record throws(LedgerRefusal) in
        .amendLicence(
          granted: try quantity?.converted(to: record.licence.unit) ?? record.licence.granted,
          validTo: last ?? record.licence.validTo)
      }
    },
    Endpoint(
      .post, "/v1/licences/{name}/status", .approval, tag: "licences",
      "Revokes, surrenders, marks as used up, ends after its last day, or reopens a licence.",
      body: Schema.object(
        [
          "action": ["type": "string", "enum": .strings(Turn.allCases.map(\.rawValue))],
          "reason": Schema.text,
        ], required: ["action", "reason"]), others: [409]
    ) { request, context, services in
      let name = try context.text("name")
      let form = try await request.object(upTo: 64 << 10)
      guard let turn = try form.choice("action", Turn.self) else {
        throw Problem(.badRequest, "field", "'action' must be given")
      }
      _ = try form.required("reason", most: 2000)
      let today = services.chinaDay
      return try perform(name, form, context, services) { _ throws(LedgerRefusal) in
        switch turn {
        case .revoke: .revoke
        case .surrender: .surrender
        case .exhaust: .markExhausted
        case .expire: .expire(day: today)
        case .reopen: .reopen(day: today)
        }
      }
    },
    Endpoint(
      .get, "/v1/reservations", .reading, tag: "licences",
      "Lists open reservations that have not moved for some days, oldest first.",
      parameters: [.query("days", "Days without a movement.", Schema.integer(0...3660, default: 7))]
        + Schema.paging
    ) { request, _, services in
      try request.allow(only: ["days", "limit", "offset"])
      let (offset, limit) = try request.page()
      let since = services.clock().advanced(days: -(try request.number("days", 0...3660, default: 7)))
      let stuck = try services.requireWorkspace().read { try LicenceRegister.stuck(since: since, in: $0) }
      let page = stuck.dropFirst(offset).prefix(limit).map { entry -> JSON in
        ["licence": .string(entry.licence), "reservation": JSON(entry.reservation.json)]
      }
      return .page(page, total: stuck.count, offset: offset, limit: limit, for: request)
    },
    Endpoint(
      .get, "/v1/rescreenings", .reading, tag: "screenings",
      "Lists what was screened again after a change, latest first, with every decision that came out otherwise.",
      parameters: [.query("limit", "Reports of the page.", Schema.integer(1...100, default: 20))]
    ) { request, _, services in
      try request.allow(only: ["limit"])
      let limit = try request.number("limit", 1...100, default: 20)
      let reports = try services.requireWorkspace().read { try Rescreenings.reports(limit: limit, in: $0) }
      return .tagged(["items": .array(reports.map { JSON($0) }), "limit": .int(limit)], for: request)
    },
    Endpoint(
      .post, "/v1/rescreenings", .approval, tag: "screenings",
      "Screens again what rests on a law, list or party record that has changed; each change once.",
      body: Schema.any
    ) { request, context, services in
      _ = try await request.object(upTo: 1024)
      let (workspace, actor) = (try services.requireWorkspace(), try context.requireCaller().principal)
      let engines = services.engines
      let reports = try await Background.run {
        Result {
          try Rescreening.run(
            in: workspace, engines: engines, exceptions: WorkspaceExceptions.inForce(in: workspace),
            actor: actor)
        }
      }.get()
      return .json(["items": .array(reports.map { JSON($0.json) })])
    },
  ]

  private static func perform(
    _ name: String, _ form: JSON, _ context: AssayContext, _ services: Services,
    _ operation: (LicenceRecord) throws(LedgerRefusal) -> LedgerOperation
  ) throws -> Response {
    let reason = try form.optional("reason", most: 2000)
    let answer = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
      try LicenceRegister.perform(name, in: $0, audit: $1, reason: reason, operation)
    }
    return .json(JSON(answer.json))
  }

  private static func day(_ name: String, _ form: JSON) throws -> Day? {
    guard let text = try form.optional(name, most: 32) else { return nil }
    guard let day = Day(text) else {
      throw Problem(.badRequest, "field", "'\(name)' is a day such as 2025-04-04")
    }
    return day
  }

  private static func demand(_ form: JSON, _ services: Services) throws -> LicenceDemand {
    let controls = try (form["control_codes"]?.elements ?? []).map { value in
      guard let text = value.text, !text.isEmpty, text.utf8.count <= 200 else {
        throw Problem(.badRequest, "field", "'control_codes' is a list of texts")
      }
      return text
    }
    guard let destination = CountryCode(try form.required("destination", most: 8).uppercased()) else {
      throw Problem(.badRequest, "field", "'destination' is a country of two letters, such as JP")
    }
    var code: CommodityCode?
    if let text = try form.optional("commodity_code", most: 32) {
      do throws(ValueError) { code = try CommodityCode(text) } catch {
        throw Problem(.badRequest, "field", "'commodity_code' is 4 to 10 digits")
      }
    }
    var quantity: LedgerQuantity?
    if let text = try form.optional("quantity", most: 64) {
      quantity = LedgerQuantity(text)
      if quantity == nil {
        throw Problem(.badRequest, "field", "'quantity' is a number with its unit, such as '250 kg'")
      }
    }
    func party(_ name: String, _ id: String) throws -> Party? {
      let (name, id) = (try form.optional(name, most: 2000), try form.optional(id, most: 200))
      return name == nil && id == nil ? nil : Party(name: name, identifier: id)
    }
    return LicenceDemand(
      item: 0, day: try day("day", form) ?? services.chinaDay, declarationID: nil, itemNumber: nil,
      exporter: try party("exporter_name", "exporter_id"),
      consignee: try party("consignee_name", "consignee_id"),
      endUser: try form.optional("end_user", most: 2000), destination: destination, commodityCode: code,
      controlCodes: controls, cited: [], netMass: nil, quantity: quantity?.value,
      quantityUnit: quantity?.unit)
  }
}
