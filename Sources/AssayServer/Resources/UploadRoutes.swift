// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import NIOCore
import TradeModel

/// Files of declarations that are kept, screened and become decisions.
enum UploadRoutes {
  private static let types = ["text/csv", "application/x-ndjson", "application/octet-stream"]

  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/uploads", .screening, tag: "uploads",
      "Keeps a file of declarations or trade statistics as received; the same file is kept once.",
      parameters: [
        .required("name", "The file's name.", ["type": "string", "minLength": 1]),
        .query("kind", "What it holds.", Schema.choice(StoredUpload.Kind.self)),
      ], body: ["type": "string"], consumes: types, success: 201, others: [200, 507], bodyLimit: 64 << 20
    ) { request, context, services in
      try request.allow(only: ["name", "kind"])
      guard let name = try request.query("name"), !name.isEmpty else {
        throw Problem(.badRequest, "parameter", "'name' is the file's name and must be given")
      }
      let content = try await request.bytes(upTo: services.configuration.uploadLimit)
      let (upload, isNew) = try UploadScreening(services).keep(
        content, name: name, kind: try kind(request) ?? .declarations,
        actor: try context.requireCaller().principal)
      return .json(
        JSON(upload.json), status: isNew ? .created : .ok, headers: [.location: "/v1/uploads/\(upload.id)"])
    },
    Endpoint(
      .get, "/v1/uploads", .reading, tag: "uploads", "Lists files handed in, latest first.",
      parameters: [.query("kind", "What they hold.", Schema.choice(StoredUpload.Kind.self))] + Schema.paging
    ) { request, _, services in
      try request.allow(only: ["kind", "limit", "offset"])
      let ((offset, limit), kind) = (try request.page(), try kind(request))
      let (page, total) = try services.requireWorkspace().read {
        (
          try Uploads.list(kind: kind, offset: offset, limit: limit, in: $0),
          try Uploads.count(kind: kind, in: $0)
        )
      }
      return .page(page.map { JSON($0.json) }, total: total, offset: offset, limit: limit, for: request)
    },
    Endpoint(
      .get, "/v1/uploads/{id}", .reading, tag: "uploads", "Shows a file handed in, with its screenings."
    ) { request, context, services in
      let id = try context.id()
      let answer = try services.requireWorkspace().read { database -> JSON in
        let upload = try Uploads.upload(id, in: database)
        return [
          "upload": JSON(upload.json),
          "screenings": .array(try Uploads.screenings(of: upload, in: database).map { JSON($0.json) }),
        ]
      }
      return .tagged(answer, for: request)
    },
    Endpoint(
      .post, "/v1/uploads/{id}/screening", .screening, tag: "uploads",
      "Screens a kept file with the licences on the ledger, and keeps a decision for every item.",
      body: Schema.object(["known_on": Schema.day, "export_country": Schema.text]), success: 201,
      others: [409, 422, 507]
    ) { request, context, services in
      let (id, actor) = (try context.id(), try context.requireCaller().principal)
      let form = try await request.object(upTo: 4096)
      var knownOn: Day?
      if let text = try form.optional("known_on", most: 32) {
        knownOn = Day(text)
        if knownOn == nil { throw Problem(.badRequest, "field", "'known_on' is a day such as 2025-04-04") }
      }
      var country = CountryCode.china
      if let text = try form.optional("export_country", most: 8) {
        guard let code = CountryCode(text.uppercased()) else {
          throw Problem(.badRequest, "field", "'export_country' is a country of two letters, such as CN")
        }
        country = code
      }
      let upload = try services.requireWorkspace().read { try Uploads.upload(id, in: $0) }
      let record = try await UploadScreening(services).screen(
        upload, actor: actor, knownOn: knownOn, exportCountry: country)
      return .json(
        try Self.screening(record.id, services), status: .created,
        headers: [.location: "/v1/screenings/\(record.id)"])
    },
    Endpoint(
      .get, "/v1/screenings", .reading, tag: "screenings", "Lists runs of the screening, latest first.",
      parameters: Schema.paging
    ) { request, _, services in
      try request.allow(only: ["limit", "offset"])
      let (offset, limit) = try request.page()
      let (page, total) = try services.requireWorkspace().read {
        (
          try DecisionStore.screenings(offset: offset, limit: limit, in: $0),
          try DecisionStore.screeningCount(in: $0)
        )
      }
      return .page(page.map { JSON($0.json) }, total: total, offset: offset, limit: limit, for: request)
    },
    Endpoint(
      .get, "/v1/screenings/{id}", .reading, tag: "screenings",
      "Shows a run of the screening: what it rested on, and how many items lie in each lane."
    ) { request, context, services in
      .tagged(try Self.screening(try context.id(), services), for: request)
    },
    Endpoint(
      .get, "/v1/queue", .reading, tag: "decisions",
      "The day's queue: referred items nobody has disposed of, by expected harm, cut at the inspection capacity.",
      parameters: [
        .query("capacity", "Items that can be opened in a day.", Schema.integer(0...10_000, default: 40))
      ] + Schema.paging
    ) { request, _, services in
      try request.allow(only: ["capacity", "limit", "offset"])
      let capacity = try request.number("capacity", 0...10_000, default: 40)
      var query = DecisionStore.Query()
      (query.offset, query.limit) = try request.page()
      query.minimumLane = 2
      query.isOpen = true
      let asked = query
      let (page, total) = try services.requireWorkspace().read {
        (try DecisionStore.list(asked, in: $0), try DecisionStore.count(asked, in: $0))
      }
      let items = page.enumerated().map { index, record -> JSON in
        let place = asked.offset + index
        return [
          "place": .int(place + 1), "within_capacity": .bool(place < capacity), "decision": JSON(record.json),
        ]
      }
      return .tagged(
        [
          "day": .string(services.chinaDay.description), "capacity": .int(capacity), "items": .array(items),
          "total": .int(total), "offset": .int(asked.offset), "limit": .int(asked.limit),
        ], for: request)
    },
  ]

  private static func kind(_ request: Request) throws -> StoredUpload.Kind? {
    guard let text = try request.query("kind") else { return nil }
    guard let kind = StoredUpload.Kind(rawValue: text) else {
      throw Problem(.badRequest, "parameter", "'kind' is declarations or statistics")
    }
    return kind
  }

  private static func screening(_ id: Int64, _ services: Services) throws -> JSON {
    try services.requireWorkspace().read { database in
      let lanes = try DecisionStore.lanes(of: id, in: database)
      return [
        "screening": JSON(try DecisionStore.screening(id, in: database).json),
        "lanes": .object(
          DecisionRecord.laneNames.enumerated().map { .init(name: $1, value: .int(lanes[$0] ?? 0)) }),
      ]
    }
  }
}
