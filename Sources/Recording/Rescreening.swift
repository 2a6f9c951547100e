// SPDX-License-Identifier: Apache-2.0

public import Casework
import ControlLaw
import Intake
public import Parties
import ReferenceData
import Screening
import TradeModel

/// What came of screening again under a new law, list or party record.
public struct RescreeningReport: Sendable, Hashable {
  public struct Change: Sendable, Hashable {
    public var declaration: String?
    public var item: Int?
    public var before: Int64
    public var after: Int64
    public var fields: [String]
  }

  /// The screening done again, and the one that takes its place.
  public var screening: Int64
  public var replacement: Int64
  /// What had changed: law, lists, reference data, party records.
  public var cause: String
  public var rows: Int
  public var changes: [Change]

  public var json: CanonicalValue {
    [
      "screening": .integer(screening), "replacement": .integer(replacement), "cause": .text(cause),
      "rows": .integer(Int64(rows)),
      "changes": .list(
        changes.map {
          [
            "declaration": .optional($0.declaration), "item": $0.item.map { .integer(Int64($0)) } ?? .null,
            "before": .integer($0.before), "after": .integer($0.after), "fields": .texts($0.fields),
          ]
        }),
    ]
  }
}

/// Screens again what a change of law, lists, reference data or party records may decide otherwise.
public enum Rescreening {
  /// Does again every current screening that rests on something that has changed, each exactly once a change.
  ///
  /// Two processes that run it at once do the work twice at most and keep one result: the change is claimed in the
  /// transaction that keeps it.
  /// - Parameter exceptions: the party records: findings in force that a party is not the one listed.
  public static func run(
    in workspace: Workspace, engines: ScreeningEngines, exceptions: [NamedException] = [], actor: Principal
  ) throws -> [RescreeningReport] {
    var reports: [RescreeningReport] = []
    let current = try workspace.read { database in
      try Rescreenings.current(in: database)
    }
    for record in current {
      var target = RescreeningKey(
        screening: record.id, law: engines.law.digest, lists: engines.listsDigest, model: record.modelDigest,
        parties: WorkspaceExceptions.digest(exceptions))
      var plan = try Recorder.plan(of: record, in: workspace)
      target.model = engines.make(engines.law, plan.exportCountry).reference.digest
      guard let cause = try workspace.read({ try Rescreenings.cause(record, target, in: $0) }) else {
        continue
      }
      plan.exceptions = exceptions
      let outcome = try plan.carryOut(with: engines)
      let prepared = try Recorder.prepare(
        outcome, plan, engines.law, engines.listsDigest, workspace, replaces: record.id, cause: cause)
      let report = try workspace.write(actor: actor) { database, audit -> RescreeningReport? in
        guard try Rescreenings.isUnclaimed(target, in: database) else { return nil }
        let stored = try DecisionStore.store(
          prepared.record, program: workspace.programVersion, decisions: prepared.decisions, in: database,
          audit: audit)
        let changes = try Rescreenings.pairs(record.id, stored.id, in: database).compactMap {
          before, after -> RescreeningReport.Change? in
          guard before.digest != after.digest else { return nil }
          let fields = Replay.fields(before, after)
          return .init(
            declaration: after.declaration, item: after.item, before: before.id, after: after.id,
            fields: fields)
        }
        let report = RescreeningReport(
          screening: record.id, replacement: stored.id, cause: cause, rows: stored.rows, changes: changes)
        try Rescreenings.claim(target, by: stored.id, changes: report.json, in: database, audit: audit)
        return report
      }
      if let report { reports.append(report) }
    }
    return reports
  }
}
