// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import TradeModel
import Workbench

/// Cases: the list, and one with all that belongs to it. Each reading is an entry of the audit.
enum CasePages {
  static let all: [Endpoint] =
    Pages.page(
      "/cases", .casework, "Cases, most pressing first.",
      parameters: [
        .query("status", "One status, or 'mine'."),
        .query("offset", "How many to skip.", ["type": "integer"]),
      ]
    ) { request, context, services in
      try list(request, context, services)
    }
    + Pages.page("/cases/{id}", .casework, "A case with all that belongs to it.") { _, context, services in
      let (id, caller) = (try context.id(), try context.requireCaller())
      let workspace = try services.requireWorkspace()
      return try workspace.write(actor: caller.principal) { database, audit in
        let folder = try CaseBook.read(id, in: database, audit: audit)
        var page = page(folder, caller, workspace.now)
        // Items say what they are.
        for index in page.ties.indices
        where page.ties[index].kind == "decision" && page.ties[index].note == nil {
          guard let item = Int64(page.ties[index].target) else { continue }
          let record = try DecisionStore.decision(item, in: database)
          page.ties[index].note = [record.declaration, record.headline].compactMap(\.self).joined(
            separator: ", ")
        }
        return page
      }
    } + CaseForms.all

  private static func list(
    _ request: Request, _ context: AssayContext, _ services: Services
  ) throws -> CasesPage {
    let caller = try context.requireCaller()
    let workspace = try services.requireWorkspace()
    var query = CaseBook.Query()
    let status = try request.query("status")
    if status == "mine" {
      query.assignee = caller.name
    } else {
      query.status = status.flatMap(CaseStatus.init(rawValue:))
    }
    query.offset = try request.number("offset", 0...10_000_000, default: 0)
    let asked = query
    return try workspace.write(actor: caller.principal) {
      let records = try CaseBook.list(asked, in: $0, audit: $1)
      return CasesPage(
        rows: records.map { row($0, workspace.now) }, total: try CaseBook.count(asked, in: $0),
        status: status == "mine" ? status : asked.status?.rawValue, offset: asked.offset)
    }
  }

  private static func row(_ record: CaseRecord, _ now: Instant) -> CasesPage.Row {
    CasesPage.Row(
      id: record.id, title: record.title, status: record.status.rawValue, priority: record.priority.rawValue,
      assignee: record.assignee, due: record.due?.day.description, tags: record.tags,
      changed: record.changed.minute, isOverdue: record.isOverdue(at: now),
      asleep: record.isSnoozed(at: now) ? record.snoozedUntil?.day.description : nil)
  }

  private static func page(_ folder: CaseFolder, _ caller: Caller, _ now: Instant) -> CasePage {
    let record = folder.record
    let closing = folder.approvals.filter { $0.kind == .closeCase }
    return CasePage(
      row: row(record, now), opened: record.opened.minute, openedBy: record.openedBy,
      ties: folder.links.map {
        .init(kind: $0.kind.rawValue, target: $0.target, note: $0.note, href: href($0))
      },
      comments: folder.comments.map { .init(at: $0.at.minute, actor: $0.author, text: $0.text) },
      findings: folder.findings.map {
        .init(
          at: $0.examined.minute, actor: $0.actor, label: $0.label.rawValue, material: $0.material,
          note: $0.note,
          decision: $0.decision)
      },
      files: folder.files.map {
        .init(name: $0.name, digest: $0.digest, bytes: $0.bytes, at: $0.at.minute, actor: $0.actor)
      },
      outcome: record.outcome?.rawValue, summary: record.summary,
      answers: closing.filter { $0.state != .open }.map {
        .init(
          at: $0.decided?.minute ?? "", actor: $0.decidedBy ?? "", askedBy: $0.askedBy,
          state: $0.state.rawValue,
          reason: $0.decisionReason ?? "")
      },
      request: closing.first { $0.state == .open }.map { ApprovalView($0, caller) },
      mayChange: Access.casework.admits(caller.role), fileLimit: CaseForms.fileLimit)
  }

  /// The page of an alert that was linked from there, such as `flows:3:lane-2`.
  private static func alert(_ target: String) -> String? {
    let parts = target.split(separator: ":")
    guard parts.count == 3, parts[0] == "flows", let study = Int64(parts[1]) else { return nil }
    return "/flows?study=\(study)#\(Address.segment(String(parts[2])))"
  }

  private static func href(_ link: CaseLink) -> String? {
    switch link.kind {
    case .decision: "/referrals/\(Address.segment(link.target))"
    case .cases: "/cases/\(Address.segment(link.target))"
    case .licence: "/licences/\(Address.segment(link.target))"
    case .party: "/party?name=\(Address.segment(link.target))"
    case .declaration: "/search?q=\(Address.segment(link.target))"
    case .alert: alert(link.target)
    }
  }
}
