// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import TradeModel

/// The licence ledger.
enum LicenceRoutes {
  private static let key = Endpoint.Parameter(
    name: "Idempotency-Key", place: .header,
    note: "The same request under the same key is done once; 1 to 200 characters.",
    schema: ["type": "string", "minLength": 1, "maxLength": 200])

  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/licences", .reading, tag: "licences", "Lists licences with their balances.",
      parameters: Schema.paging
    ) {
      request, _, services in
      try request.allow(only: ["limit", "offset"])
      let (offset, limit) = try request.page()
      let all = try services.requireWorkspace().read { try LicenceRegister.list(in: $0) }
      let page = all.dropFirst(offset).prefix(limit).map { JSON($0.json) }
      return .page(page, total: all.count, offset: offset, limit: limit, for: request)
    },
    Endpoint(
      .post, "/v1/licences", .approval, tag: "licences", "Puts a licence on the ledger.", parameters: [key],
      body: Schema.object(
        [
          "number": Schema.text, "holder_name": Schema.text, "holder_id": Schema.text,
          "control_codes": Schema.texts, "commodity_codes": Schema.texts, "quantity": Schema.text,
          "valid_from": Schema.day, "valid_to": Schema.day, "consignee": Schema.text, "country": Schema.text,
          "end_user": Schema.text,
        ], required: ["number", "valid_from", "valid_to"]), success: 201, others: [409, 422]
    ) { request, context, services in
      let workspace = try services.requireWorkspace()
      let licence = try licence(try await request.object(upTo: 64 << 10))
      let (key, actor) = (try idempotencyKey(request), try context.requireCaller().principal)
      let record = try workspace.write(actor: actor) {
        try LicenceRegister.grant(licence, in: $0, audit: $1, key: key)
      }
      return .json(JSON(record.json), status: .created)
    },
    Endpoint(
      .get, "/v1/licences/{name}", .reading, tag: "licences", "Shows a licence, its reservations and events."
    ) {
      request, context, services in
      let name = try context.text("name")
      let answer = try services.requireWorkspace().read { database -> JSON in
        [
          "licence": JSON(try LicenceRegister.record(name, in: database).json),
          "reservations": .array(
            try LicenceRegister.reservations(of: name, in: database).map { JSON($0.json) }),
          "events": .array(try LicenceRegister.events(of: name, in: database).map { JSON($0.json) }),
        ]
      }
      return .tagged(answer, for: request)
    },
    Endpoint(
      .post, "/v1/licences/{name}/operations", .casework, tag: "licences",
      "Reserves, draws, releases or gives back a quantity.", parameters: [key],
      body: Schema.object(
        [
          "operation": ["type": "string", "enum": ["reserve", "amend", "commit", "release", "return"]],
          "reservation": Schema.text, "declaration": Schema.text, "item": ["type": "integer", "minimum": 1],
          "quantity": Schema.text, "day": Schema.day, "final": ["type": "boolean"], "reason": Schema.text,
        ], required: ["operation", "reservation"]), others: [409, 422]
    ) { request, context, services in
      let workspace = try services.requireWorkspace()
      let name = try context.text("name")
      let form = try await request.object(upTo: 64 << 10)
      let (key, actor) = (try idempotencyKey(request), try context.requireCaller().principal)
      let order = try Order(form, today: services.clock().day)
      let reason = try form.optional("reason", most: 2000)
      let answer = try workspace.write(actor: actor) { database, audit in
        try LicenceRegister.perform(name, in: database, audit: audit, reason: reason, key: key) {
          record throws(LedgerRefusal) in try order.operation(on: record)
        }
      }
      return .json(JSON(answer.json))
    },
  ]

  private static func idempotencyKey(_ request: Request) throws -> String? {
    guard let key = request.headers[HTTPField.Name("Idempotency-Key")!] else { return nil }
    guard (1...200).contains(key.utf8.count) else {
      throw Problem(.badRequest, "parameter", "'Idempotency-Key' has 1 to 200 characters")
    }
    return key
  }

  private static func licence(_ form: JSON) throws -> Licence {
    func day(_ name: String) throws -> Day {
      guard let day = Day(try form.required(name, most: 32)) else {
        throw Problem(.badRequest, "field", "'\(name)' is a day such as 2025-04-04")
      }
      return day
    }
    func texts(_ name: String) throws -> [String] {
      guard let value = form[name] else { return [] }
      guard let elements = value.elements, elements.count <= 1000 else {
        throw Problem(.badRequest, "field", "'\(name)' is a list of texts")
      }
      return try elements.map {
        guard let text = $0.text, text.utf8.count <= 200 else {
          throw Problem(.badRequest, "field", "'\(name)' is a list of texts")
        }
        return text
      }
    }
    var quantity: LedgerQuantity?
    if let text = try form.optional("quantity", most: 64) {
      guard let given = LedgerQuantity(text) else {
        throw Problem(.badRequest, "field", "'quantity' is a number with its unit, such as '250 kg'")
      }
      quantity = given
    }
    let codes = try texts("commodity_codes").map { text -> CommodityCode in
      do throws(ValueError) { return try CommodityCode(text) } catch {
        throw Problem(.badRequest, "field", "'commodity_codes' holds codes of 4 to 10 digits")
      }
    }
    var country: CountryCode?
    if let text = try form.optional("country", most: 8) {
      country = CountryCode(text.uppercased())
      if country == nil { throw Problem(.badRequest, "field", "'country' is a country of two letters") }
    }
    return Licence(
      number: try form.required("number", most: 100),
      holder: Party(
        name: try form.optional("holder_name", most: 1000),
        identifier: try form.optional("holder_id", most: 200)),
      controlCodes: try texts("control_codes"), commodityCodes: codes, granted: quantity?.value,
      unit: quantity?.unit ?? .kilogram, validFrom: try day("valid_from"), validTo: try day("valid_to"),
      consignee: try form.optional("consignee", most: 1000), country: country,
      endUser: try form.optional("end_user", most: 1000), source: SourceLocation(file: "request", line: 1))
  }

  /// What is asked of the ledger, before the licence's unit is known.
  private struct Order: Sendable {
    var kind: String
    var reservation: String
    var declaration: String?
    var item: Int
    var quantity: LedgerQuantity?
    var day: Day
    var isFinal: Bool

    init(_ form: JSON, today: Day) throws {
      kind = try form.required("operation", most: 32)
      reservation = try form.required("reservation", most: 200)
      declaration = try form.optional("declaration", most: 200)
      item = try form.integer("item") ?? 1
      day = today
      if let text = try form.optional("day", most: 32) {
        guard let given = Day(text) else {
          throw Problem(.badRequest, "field", "'day' is a day such as 2025-04-04")
        }
        day = given
      }
      isFinal = form["final"]?.flag ?? true
      if let text = try form.optional("quantity", most: 64) {
        guard let given = LedgerQuantity(text) else {
          throw Problem(.badRequest, "field", "'quantity' is a number with its unit, such as '250 kg'")
        }
        quantity = given
      }
      guard ["reserve", "amend", "commit", "release", "return"].contains(kind) else {
        throw Problem(.badRequest, "field", "'operation' is reserve, amend, commit, release or return")
      }
      if ["reserve", "amend", "return"].contains(kind), quantity == nil {
        throw Problem(.badRequest, "field", "'quantity' must be given, such as '250 kg'")
      }
      if kind == "reserve", declaration == nil || item < 1 {
        throw Problem(.badRequest, "field", "'declaration' must be given, and 'item' is 1 or more")
      }
    }

    func operation(on record: LicenceRecord) throws(LedgerRefusal) -> LedgerOperation {
      let amount = try quantity?.converted(to: record.licence.unit)
      switch kind {
      case "reserve":
        return .reserve(
          id: reservation, declaration: declaration ?? "", item: item, quantity: amount ?? .zero, day: day)
      case "amend": return .amendReservation(id: reservation, quantity: amount ?? .zero, day: day)
      case "commit": return .commit(id: reservation, quantity: amount, final: isFinal, day: day)
      case "return": return .giveBack(id: reservation, quantity: amount ?? .zero)
      default: return .release(id: reservation)
      }
    }
  }
}
