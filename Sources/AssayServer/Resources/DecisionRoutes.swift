// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird

/// What was decided, and what officers make of it.
enum DecisionRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/decisions", .reading, tag: "decisions", "Lists decisions by expected harm.",
      parameters: [
        .query(
          "lane", "The least lane: 0 green, 1 blue, 2 yellow, 3 red.", Schema.integer(0...3, default: 2)),
        .query("open", "Only those nobody has disposed of.", ["type": "boolean"]),
        .query("screening", "Of one run.", Schema.integer(0...Int(Int32.max), default: 0)),
      ] + Schema.paging
    ) { request, _, services in
      try request.allow(only: ["lane", "open", "screening", "limit", "offset"])
      var query = DecisionStore.Query()
      (query.offset, query.limit) = try request.page()
      query.minimumLane = try request.number("lane", 0...3, default: 2)
      query.isOpen = try request.query("open") == "true"
      let screening = try request.number("screening", 0...Int(Int32.max), default: 0)
      if screening > 0 { query.screening = Int64(screening) }
      let asked = query
      let (page, total) = try services.requireWorkspace().read {
        (try DecisionStore.list(asked, in: $0), try DecisionStore.count(asked, in: $0))
      }
      return .page(
        page.map { JSON($0.json) }, total: total, offset: asked.offset, limit: asked.limit, for: request)
    },
    Endpoint(.get, "/v1/decisions/{id}", .reading, tag: "decisions", "Shows a decision with its assessment.")
    {
      request, context, services in
      let id = try context.id()
      let record = try services.requireWorkspace().read { try DecisionStore.decision(id, in: $0) }
      return .tagged(
        ["decision": JSON(record.json), "assessment": record.full.map(JSON.raw) ?? .null], for: request)
    },
    Endpoint(
      .post, "/v1/decisions/{id}/disposition", .casework, tag: "decisions",
      "Lets an item go, holds it or has it examined; a red item is let go by two.",
      body: Schema.object(
        ["kind": Schema.choice(Disposition.Kind.self), "reason": Schema.text], required: ["kind", "reason"]),
      others: [404, 409]
    ) { request, context, services in
      let (id, actor) = (try context.id(), try context.requireCaller().principal)
      let form = try await request.object(upTo: 64 << 10)
      guard let kind = try form.choice("kind", Disposition.Kind.self) else {
        throw Problem(.badRequest, "field", "'kind' must be given")
      }
      let reason = try form.required("reason", most: 2000)
      let answer = try services.requireWorkspace().write(actor: actor) {
        try Dispositions.dispose(of: id, kind, reason: reason, in: $0, audit: $1)
      }
      switch answer {
      case .done(let disposition): return .json(["state": "done", "disposition": JSON(disposition.json)])
      case .needsApproval(let approval):
        return .json(["state": "needs approval", "approval": JSON(approval.json)])
      }
    },
    Endpoint(
      .get, "/v1/approvals", .casework, tag: "approvals", "Lists what waits for a second pair of eyes."
    ) {
      request, _, services in
      let open = try services.requireWorkspace().read { try Approvals.list(in: $0) }
      return .page(
        open.map { JSON($0.json) }, total: open.count, offset: 0, limit: open.count, for: request)
    },
    Endpoint(
      .post, "/v1/approvals/{id}", .approval, tag: "approvals",
      "Agrees to or refuses what another asked for.",
      body: Schema.object(
        ["approve": ["type": "boolean"], "reason": Schema.text], required: ["approve", "reason"]),
      others: [404, 409]
    ) { request, context, services in
      let (id, actor) = (try context.id(), try context.requireCaller().principal)
      let form = try await request.object(upTo: 64 << 10)
      guard let approve = form["approve"]?.flag else {
        throw Problem(.badRequest, "field", "'approve' is true or false")
      }
      let reason = try form.required("reason", most: 2000)
      let approval = try services.requireWorkspace().write(actor: actor) {
        try Approvals.decide(id, approve: approve, reason: reason, in: $0, audit: $1)
      }
      return .json(JSON(approval.json))
    },
  ]
}
