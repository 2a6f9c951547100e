// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird

/// What a case gathers: files, tags, links, findings, and sleep.
enum CaseWorkRoutes {
  static let all: [Endpoint] = files + marks + course

  private static let files: [Endpoint] = [
    Endpoint(
      .post, "/v1/cases/{id}/files", .casework, tag: "cases",
      "Attaches a file, kept under the digest of its content.",
      parameters: [.required("name", "The file's name.", ["type": "string", "minLength": 1])],
      body: ["type": "string"], consumes: ["application/octet-stream"], success: 201, others: [409, 507],
      bodyLimit: 64 << 20
    ) { request, context, services in
      try request.allow(only: ["name"])
      let (id, actor) = (try context.id(), try context.requireCaller().principal)
      guard let name = try request.query("name"), !name.isEmpty else {
        throw Problem(.badRequest, "parameter", "'name' is the file's name and must be given")
      }
      let content = try await request.bytes(upTo: services.configuration.uploadLimit)
      let workspace = try services.requireWorkspace()
      let file = try workspace.write(actor: actor) {
        try CaseFiles.attach(content, name: name, to: id, workspace: workspace, in: $0, audit: $1)
      }
      return .json(JSON(file.json), status: .created)
    },
    Endpoint(
      .get, "/v1/cases/{id}/files/{name}", .casework, tag: "cases",
      "Fetches an attached file by its digest, checked against it.", produces: "application/octet-stream"
    ) { _, context, services in
      let (id, digest) = (try context.id(), try context.text("name"))
      guard digest.utf8.count == 64, Digest.bytes(hex: digest) != nil else { throw Problem.notFound }
      let workspace = try services.requireWorkspace()
      let (file, content) = try workspace.write(actor: try context.requireCaller().principal) {
        try CaseFiles.read(digest, of: id, workspace: workspace, in: $0, audit: $1)
      }
      return .attachment(content, name: file.name)
    },
    Endpoint(
      .get, "/v1/cases/{id}/package", .casework, tag: "cases",
      "Exports a case as an archive: JSON, files, FollowTheMoney, its part of the audit, and a signed manifest.",
      produces: "application/x-tar"
    ) { _, context, services in
      let id = try context.id()
      let package = try services.requireWorkspace().exportCase(
        id, actor: try context.requireCaller().principal)
      return .attachment(
        TarArchive.bytes(package.files, seconds: services.clock().milliseconds / 1000),
        name: "case-\(id).tar", type: "application/x-tar")
    },
  ]

  private static let marks: [Endpoint] = [
    Endpoint(
      .post, "/v1/cases/{id}/tags", .casework, tag: "cases", "Adds a tag.",
      body: Schema.object(["tag": Schema.text], required: ["tag"]), others: [409]
    ) { request, context, services in
      let tag = try await request.object(upTo: 4096).required("tag", most: 64)
      return try Self.change(context, services) { try CaseBook.tag($0, tag, in: $1, audit: $2) }
    },
    Endpoint(
      .delete, "/v1/cases/{id}/tags/{name}", .casework, tag: "cases", "Takes a tag away.", success: 200,
      others: [409]
    ) { _, context, services in
      let tag = try context.text("name")
      return try Self.change(context, services) { try CaseBook.tag($0, tag, remove: true, in: $1, audit: $2) }
    },
    Endpoint(
      .post, "/v1/cases/{id}/links", .casework, tag: "cases",
      "Ties a case to a declaration, party, licence, alert, decision or other case.",
      body: Schema.object(
        ["kind": Schema.choice(CaseLinkKind.self), "target": Schema.text, "note": Schema.text],
        required: ["kind", "target"]), others: [409]
    ) { request, context, services in
      let form = try await request.object(upTo: 64 << 10)
      guard let kind = try form.choice("kind", CaseLinkKind.self) else {
        throw Problem(.badRequest, "field", "'kind' must be given")
      }
      let link = CaseLink(
        kind, try form.required("target", most: 500), note: try form.optional("note", most: 2000))
      return try Self.change(context, services) { try CaseBook.link($0, link, in: $1, audit: $2) }
    },
    Endpoint(
      .post, "/v1/cases/{id}/findings", .casework, tag: "cases",
      "Records what an examination showed: a label to learn from.",
      body: Schema.object(
        [
          "label": Schema.choice(ExaminationFinding.Label.self), "material": Schema.text,
          "note": Schema.text, "examined": ["type": "string"],
          "decision": ["type": "integer", "minimum": 1],
        ], required: ["label"]), success: 201, others: [409]
    ) { request, context, services in
      let form = try await request.object(upTo: 64 << 10)
      guard let label = try form.choice("label", ExaminationFinding.Label.self) else {
        throw Problem(.badRequest, "field", "'label' must be given")
      }
      let finding = ExaminationFinding(
        caseID: try context.id(), decision: try form.integer("decision").map(Int64.init), label: label,
        material: try form.optional("material", most: 128), note: try form.optional("note") ?? "",
        examined: try Self.moment("examined", form) ?? services.clock())
      let kept = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
        try Examinations.record(finding, in: $0, audit: $1)
      }
      return .json(JSON(kept.json), status: .created)
    },
  ]

  private static let course: [Endpoint] = [
    Endpoint(
      .post, "/v1/cases/{id}/snooze", .casework, tag: "cases",
      "Lets a case sleep until a moment; without 'until' it wakes.",
      body: Schema.object(
        ["until": ["type": ["string", "null"]], "reason": Schema.text], required: ["reason"]), others: [409]
    ) { request, context, services in
      let form = try await request.object(upTo: 64 << 10)
      let reason = try form.required("reason", most: 2000)
      let until = try Self.moment("until", form)
      return try Self.change(context, services) {
        try CaseBook.snooze($0, until: until, reason: reason, in: $1, audit: $2)
      }
    },
    Endpoint(
      .post, "/v1/cases/{id}/due", .casework, tag: "cases",
      "Sets when a case is due; without 'due' it is due at no time.",
      body: Schema.object(["due": ["type": ["string", "null"]]]), others: [409]
    ) { request, context, services in
      let due = try Self.moment("due", try await request.object(upTo: 4096))
      return try Self.change(context, services) { try CaseBook.setDue($0, due, in: $1, audit: $2) }
    },
    Endpoint(
      .post, "/v1/cases/{id}/reopening", .casework, tag: "cases", "Opens a closed case again.",
      body: Schema.object(["reason": Schema.text], required: ["reason"]), others: [409]
    ) { request, context, services in
      let reason = try await request.object(upTo: 64 << 10).required("reason", most: 2000)
      return try Self.change(context, services) {
        try CaseBook.reopen($0, reason: reason, in: $1, audit: $2)
      }
    },
    Endpoint(
      .post, "/v1/approvals/{id}/withdrawal", .casework, tag: "approvals",
      "Takes a request for approval back; only who asked can.",
      body: Schema.object(["reason": Schema.text], required: ["reason"]), others: [409]
    ) { request, context, services in
      let id = try context.id()
      let reason = try await request.object(upTo: 64 << 10).required("reason", most: 2000)
      let approval = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
        try Approvals.withdraw(id, reason: reason, in: $0, audit: $1)
        return try Approvals.approval(id, in: $0)
      }
      return .json(JSON(approval.json))
    },
  ]

  /// Changes a case and shows it as it is then.
  private static func change(
    _ context: AssayContext, _ services: Services,
    _ body: (Int64, WorkspaceDatabase, AuditTrail) throws -> Void
  ) throws -> Response {
    let id = try context.id()
    let folder = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
      try body(id, $0, $1)
      return try CaseBook.read(id, in: $0, audit: $1)
    }
    return .json(JSON(folder.json))
  }

  private static func moment(_ name: String, _ form: JSON) throws -> Instant? {
    guard let text = try form.optional(name, most: 32) else { return nil }
    guard let moment = Instant(text) else {
      throw Problem(
        .badRequest, "field", "'\(name)' is a day or a moment, such as 2026-03-01 or 2026-03-01T08:00Z")
    }
    return moment
  }
}
