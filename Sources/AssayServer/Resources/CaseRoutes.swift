// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird

/// Cases. Each reading and each change is an entry of the audit.
enum CaseRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/cases", .casework, tag: "cases", "Lists cases, most pressing first.",
      parameters: [
        .query("status", "One status.", Schema.choice(CaseStatus.self)),
        .query("assignee", "Of one officer."), .query("closed", "Closed ones too.", ["type": "boolean"]),
        .query("tag", "With one tag."),
        .query("about", "About one kind of thing, with 'target'.", Schema.choice(CaseLinkKind.self)),
        .query("target", "What they are about, such as a party's name."),
      ] + Schema.paging
    ) { request, context, services in
      try request.allow(
        only: ["status", "assignee", "closed", "tag", "about", "target", "limit", "offset"])
      var query = CaseBook.Query()
      (query.offset, query.limit) = try request.page()
      query.assignee = try request.query("assignee")
      query.isOpen = try request.query("closed") != "true"
      if let status = try request.query("status") {
        guard let known = CaseStatus(rawValue: status) else {
          throw Problem(.badRequest, "parameter", "'status' is no status of a case")
        }
        query.status = known
      }
      query.tag = try request.query("tag")?.lowercased()
      switch (try request.query("about"), try request.query("target")) {
      case (nil, nil): break
      case (let about?, let target?):
        guard let kind = CaseLinkKind(rawValue: about) else {
          throw Problem(.badRequest, "parameter", "'about' is no kind of link of a case")
        }
        query.link = CaseLink(kind, target)
      default: throw Problem(.badRequest, "parameter", "'about' and 'target' are given together")
      }
      let (asked, actor) = (query, try context.requireCaller().principal)
      let (page, total) = try services.requireWorkspace().write(actor: actor) {
        (try CaseBook.list(asked, in: $0, audit: $1), try CaseBook.count(asked, in: $0))
      }
      return .page(
        page.map { JSON($0.json) }, total: total, offset: asked.offset, limit: asked.limit, for: request)
    },
    Endpoint(
      .post, "/v1/cases", .casework, tag: "cases", "Opens a case.",
      body: Schema.object(
        [
          "title": Schema.text, "priority": Schema.choice(CasePriority.self), "assignee": Schema.text,
          "decision": ["type": "integer", "minimum": 1],
        ], required: ["title"]), success: 201, others: [404]
    ) { request, context, services in
      let form = try await request.object(upTo: 64 << 10)
      let title = try form.required("title", most: 500)
      let priority = try form.choice("priority", CasePriority.self) ?? .normal
      let assignee = try form.optional("assignee", most: 128)
      let links = try form.integer("decision").map { [CaseLink(.decision, String($0))] } ?? []
      let record = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
        try CaseBook.open(
          title: title, priority: priority, assignee: assignee, links: links, in: $0, audit: $1)
      }
      return .json(JSON(record.json), status: .created)
    },
    Endpoint(.get, "/v1/cases/{id}", .casework, tag: "cases", "Shows a case with all that belongs to it.") {
      request, context, services in
      let id = try context.id()
      let folder = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
        try CaseBook.read(id, in: $0, audit: $1)
      }
      return .tagged(JSON(folder.json), for: request)
    },
    Endpoint(
      .patch, "/v1/cases/{id}", .casework, tag: "cases", "Changes assignee, priority or status.",
      body: Schema.object([
        "assignee": Schema.text, "priority": Schema.choice(CasePriority.self),
        "status": Schema.choice(CaseStatus.self),
      ]), others: [409]
    ) { request, context, services in
      let id = try context.id()
      let form = try await request.object(upTo: 64 << 10)
      let assignee = try form.optional("assignee", most: 128)
      let priority = try form.choice("priority", CasePriority.self)
      let status = try form.choice("status", CaseStatus.self)
      guard assignee != nil || priority != nil || status != nil else {
        throw Problem(.badRequest, "field", "give an assignee, a priority or a status")
      }
      let folder = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
        if let assignee { try CaseBook.assign(id, to: assignee, in: $0, audit: $1) }
        if let priority { try CaseBook.setPriority(id, priority, in: $0, audit: $1) }
        if let status { try CaseBook.setStatus(id, status, in: $0, audit: $1) }
        return try CaseBook.read(id, in: $0, audit: $1)
      }
      return .json(JSON(folder.json))
    },
    Endpoint(
      .post, "/v1/cases/{id}/comments", .casework, tag: "cases", "Adds a comment.",
      body: Schema.object(["text": Schema.text], required: ["text"]), success: 201
    ) { request, context, services in
      let id = try context.id()
      let text = try await request.object(upTo: 256 << 10).required("text", most: 100_000)
      let comment = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
        try CaseBook.comment(text, on: id, in: $0, audit: $1)
      }
      return .json(JSON(comment.json), status: .created)
    },
    Endpoint(
      .post, "/v1/cases/{id}/closing", .casework, tag: "cases",
      "Proposes to close a case; another officer agrees or refuses.",
      body: Schema.object(
        ["outcome": Schema.choice(CaseOutcome.self), "summary": Schema.text],
        required: ["outcome", "summary"]), success: 201, others: [409]
    ) { request, context, services in
      let id = try context.id()
      let form = try await request.object(upTo: 256 << 10)
      guard let outcome = try form.choice("outcome", CaseOutcome.self) else {
        throw Problem(.badRequest, "field", "'outcome' must be given")
      }
      let summary = try form.required("summary", most: 100_000)
      let approval = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
        try CaseBook.proposeClosing(id, outcome: outcome, summary: summary, in: $0, audit: $1)
      }
      return .json(JSON(approval.json), status: .created)
    },
  ]
}
