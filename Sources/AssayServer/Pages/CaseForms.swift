// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import TradeModel

/// What officers do with a case.
enum CaseForms {
  /// The most bytes of a file handed in by a form.
  static let fileLimit = 32 << 20

  static let all: [Endpoint] = [
    Pages.action("/cases", .casework, "Opens a case.") { form, context, services in
      let title = try form.required("title")
      let links = form["decision"].map { [CaseLink(.decision, $0)] } ?? []
      let caller = try context.requireCaller()
      let record = try services.requireWorkspace().write(actor: caller.principal) {
        try CaseBook.open(title: title, assignee: caller.name, links: links, in: $0, audit: $1)
      }
      return Services.with("opened", "/cases/\(record.id)")
    },
    change("", "Changes status, priority, assignee, due day; adds a tag.", done: "changed", apply: record),
    change("/comments", "Adds a comment.", done: "commented", fragment: "comments") { id, form, writer in
      try CaseBook.comment(form.required("text"), on: id, in: writer.database, audit: writer.audit)
    },
    change("/close", "Proposes to close a case.", done: "asked") { id, form, writer in
      try CaseBook.proposeClosing(
        id, outcome: form.choice("outcome", CaseOutcome.self), summary: form.required("reason"),
        in: writer.database, audit: writer.audit)
    },
    change("/reopen", "Opens a closed case again.", done: "reopened") { id, form, writer in
      try CaseBook.reopen(id, reason: form.required("reason"), in: writer.database, audit: writer.audit)
    },
    change("/findings", "Records what an examination showed.", done: "found", fragment: "findings") {
      id, form, writer in
      let finding = ExaminationFinding(
        caseID: id, decision: form["decision"].flatMap { Int64($0) },
        label: try form.choice("label", ExaminationFinding.Label.self), note: form["note"] ?? "",
        examined: writer.workspace.now)
      try Examinations.record(finding, in: writer.database, audit: writer.audit)
    },
    change(
      "/files", "Attaches a file.", done: "attached", fragment: "files", isUpload: true,
      limit: fileLimit + (64 << 10)
    ) { id, form, writer in
      guard let file = form.files["file"], !file.bytes.isEmpty else {
        throw Problem(.badRequest, "field", "choose a file")
      }
      try CaseFiles.attach(
        file.bytes, name: file.name, to: id, workspace: writer.workspace, in: writer.database,
        audit: writer.audit)
    },
  ]

  /// One transaction on a case.
  private struct Writer {
    let workspace: Workspace
    let database: WorkspaceDatabase
    let audit: AuditTrail
  }

  private static func change(
    _ path: String, _ summary: String, done: String, fragment: String = "", isUpload: Bool = false,
    limit: Int = 256 << 10, apply: @escaping @Sendable (Int64, Form, Writer) throws -> Void
  ) -> Endpoint {
    Pages.action("/cases/{id}\(path)", .casework, summary, isUpload: isUpload, limit: limit) {
      form, context, services in
      let id = try context.id()
      let workspace = try services.requireWorkspace()
      try workspace.write(actor: try context.requireCaller().principal) {
        try apply(id, form, Writer(workspace: workspace, database: $0, audit: $1))
      }
      return Services.with(done, "/cases/\(id)" + (fragment.isEmpty ? "" : "#\(fragment)"))
    }
  }

  /// Only what differs is changed, so that the audit holds no change that is none.
  private static func record(_ id: Int64, _ form: Form, _ writer: Writer) throws {
    let (database, audit) = (writer.database, writer.audit)
    let now = try CaseBook.read(id, in: database, audit: audit).record
    let status = try form.choice("status", CaseStatus.self)
    if status != now.status { try CaseBook.setStatus(id, status, in: database, audit: audit) }
    let priority = try form.choice("priority", CasePriority.self)
    if priority != now.priority { try CaseBook.setPriority(id, priority, in: database, audit: audit) }
    if form["assignee"] != now.assignee {
      try CaseBook.assign(id, to: form["assignee"], in: database, audit: audit)
    }
    if form["due"] != now.due?.day.description {
      let day = try form["due"].map { text in
        guard let day = Day(text) else {
          throw Problem(.badRequest, "field", "a due day is such as 2026-03-01")
        }
        return day
      }
      // Due at the end of the day.
      try CaseBook.setDue(
        id, day.map { Instant($0).advanced(milliseconds: 86_399_000) }, in: database, audit: audit)
    }
    if let tag = form["tag"] { try CaseBook.tag(id, tag, in: database, audit: audit) }
  }
}
