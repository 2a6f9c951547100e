// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird

/// Exceptions to list hits: one officer asks, another agrees, one is enough to end it.
enum ExceptionRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/exceptions", .casework, tag: "exceptions", "Lists exceptions to list hits.",
      parameters: [.query("all", "Those that have ended too.", ["type": "boolean"])] + Schema.paging
    ) { request, _, services in
      try request.allow(only: ["all", "limit", "offset"])
      let (offset, limit) = try request.page()
      let moment = try request.query("all") == "true" ? nil : services.clock()
      let list = try services.requireWorkspace().read { try PartyExceptions.list(at: moment, in: $0) }
      let page = list.dropFirst(offset).prefix(limit).map { JSON($0.json) }
      return .page(page, total: list.count, offset: offset, limit: limit, for: request)
    },
    Endpoint(
      .post, "/v1/exceptions", .casework, tag: "exceptions",
      "Asks for an exception: the party is not the one listed. Another officer must agree.",
      body: Schema.object(
        [
          "list": Schema.text, "entry": Schema.text, "party": Schema.text, "reason": Schema.text,
          "expires": ["type": ["string", "null"]],
        ], required: ["list", "entry", "party", "reason"]), success: 201, others: [409]
    ) { request, context, services in
      let form = try await request.object(upTo: 64 << 10)
      var expires: Instant?
      if let text = try form.optional("expires", most: 32) {
        guard let moment = Instant(text) else {
          throw Problem(.badRequest, "field", "'expires' is a day or a moment, such as 2026-03-01")
        }
        expires = moment
      }
      let end = expires
      let (list, entry) = (try form.required("list", most: 500), try form.required("entry", most: 500))
      let (party, reason) = (try form.required("party", most: 500), try form.required("reason", most: 2000))
      let approval = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
        try PartyExceptions.ask(
          list: list, entry: entry, party: party, reason: reason, expires: end, in: $0, audit: $1)
      }
      return .json(JSON(approval.json), status: .created)
    },
    Endpoint(
      .post, "/v1/exceptions/{id}/end", .casework, tag: "exceptions", "Ends an exception.",
      body: Schema.object(["reason": Schema.text], required: ["reason"]), success: 204
    ) { request, context, services in
      let id = try context.id()
      let reason = try await request.object(upTo: 64 << 10).required("reason", most: 2000)
      try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
        try PartyExceptions.end(id, reason: reason, in: $0, audit: $1)
      }
      return Response(status: .noContent)
    },
  ]
}
