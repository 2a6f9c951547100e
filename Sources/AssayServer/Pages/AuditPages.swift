// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import Workbench

/// The audit: its latest entries, and whether all of it holds.
enum AuditPages {
  static let all: [Endpoint] = Pages.page(
    "/audit", .casework, "The record of everything that was done.",
    parameters: [
      .query("verify", "Checks all of it.", ["type": "string", "enum": ["1"]]),
      .query("subject", "Of one subject, such as case:12."),
      .query("before", "Entries before a number.", ["type": "integer", "minimum": 1]),
    ]
  ) { request, _, services in
    let workspace = try services.requireWorkspace()
    let subject = try request.query("subject").flatMap { $0.isEmpty ? nil : $0 }
    let before = try request.number("before", 0...Int(Int32.max), default: 0)
    let entries = try workspace.auditEntries(
      subject: subject, before: before > 0 ? Int64(before) : nil, limit: 50)
    var verdict: AuditPage.Verdict?
    if try request.query("verify") != nil {
      verdict = try await Background.run { Result { try check(workspace) } }.get()
    }
    return AuditPage(
      verdict: verdict,
      rows: entries.map {
        .init(
          sequence: $0.sequence, at: $0.at.minute, actor: $0.actor, action: $0.action, subject: $0.subject,
          digest: $0.digest)
      }, total: try workspace.auditAnchor()?.sequence ?? 0, subject: subject, isLatest: before == 0,
      key: workspace.publicKey.hex)
  }

  private static func check(_ workspace: Workspace) throws -> AuditPage.Verdict {
    let report = try workspace.check()
    return AuditPage.Verdict(
      isIntact: report.isSound, entries: report.audit.entries,
      faults: report.faults + report.audit.faults.map { "\($0.kind.rawValue): \($0.message)" },
      head: report.audit.lastDigest)
  }
}
