// SPDX-License-Identifier: Apache-2.0

public import Casework
public import ControlLaw
import Foundation
import Intake
import Screening
import TradeModel

/// Keeps screenings in a workspace: the inputs, law and licences they rested on, and a decision for every item.
public enum Recorder {
  /// Keeps a screening. All of it is there afterwards, or nothing.
  ///
  /// - Parameters:
  ///   - outcome: what `plan` gave when it was carried out with `engines`.
  ///   - replaces: the screening this one does again, and why.
  /// - Returns: the screening as kept, with its number.
  @discardableResult
  public static func record(
    _ outcome: ScreeningOutcome, of plan: ScreeningPlan, law: LawBook, listsDigest: String,
    in workspace: Workspace,
    actor: Principal, replaces: Int64? = nil, cause: String? = nil
  ) throws -> ScreeningRecord {
    let screening = try prepare(outcome, plan, law, listsDigest, workspace, replaces: replaces, cause: cause)
    return try workspace.write(actor: actor) { database, audit in
      try DecisionStore.store(
        screening.record, program: workspace.programVersion, decisions: screening.decisions, in: database,
        audit: audit)
    }
  }

  /// Writes what does not belong in the database, and makes the decisions.
  static func prepare(
    _ outcome: ScreeningOutcome, _ plan: ScreeningPlan, _ law: LawBook, _ listsDigest: String,
    _ workspace: Workspace, replaces: Int64?, cause: String?
  ) throws -> (record: ScreeningRecord, decisions: [DecisionRecord]) {
    let folder = workspace.folder
    var inputs: [ScreeningRecord.Input] = []
    for input in plan.inputs {
      inputs.append(.init(name: input.name, digest: try ContentStore.store(input.content, in: folder.inputs)))
    }
    try ContentStore.store(law.tables.packed, in: folder.law)
    let licences = CanonicalValue.list(plan.licences.map(LicenceJSON.value)).bytes
    let decisions = DecisionMaking.decisions(of: outcome.result)
    let record = ScreeningRecord(
      inputs: inputs, lawDigest: law.digest, listsDigest: listsDigest,
      modelDigest: outcome.result.summary.digests["reference"] ?? "",
      ledgerDigest: try ContentStore.store(licences, in: folder.inputs),
      options: try options(plan, folder), rows: outcome.read.table.rowCount,
      quarantined: outcome.read.quarantine.count, resultDigest: DecisionMaking.digest(of: decisions),
      replaces: replaces, cause: cause)
    return (record, decisions)
  }

  private static func options(_ plan: ScreeningPlan, _ folder: WorkspaceFolder) throws -> CanonicalValue {
    // Named by the digest of the exceptions in force, as `PartyExceptions` gives it; `none` without any.
    let exceptions =
      plan.exceptions.isEmpty
      ? "none" : try ContentStore.store(WorkspaceExceptions.bytes(plan.exceptions), in: folder.inputs)
    return [
      "exceptions": .text(exceptions),
      "export_country": .text(plan.exportCountry.description),
      "known_on": .optional(plan.knownOn?.description), "today": .optional(plan.today?.description),
      "alerts": .optional(try plan.alerts.map { try ContentStore.store($0, in: folder.inputs) }),
      "mapping": .optional(
        try plan.mapping.map { try ContentStore.store(Array($0.utf8), in: folder.inputs) }),
    ]
  }

  /// The plan of a screening as it was kept.
  /// - Throws: `WorkspaceError` when a file is missing or was changed.
  public static func plan(of record: ScreeningRecord, in workspace: Workspace) throws -> ScreeningPlan {
    let folder = workspace.folder
    var plan = ScreeningPlan(inputs: [])
    for input in record.inputs {
      plan.inputs.append((input.name, try ContentStore.content(input.digest, in: folder.inputs)))
    }
    let licences = try ContentStore.content(record.ledgerDigest, in: folder.inputs)
    guard let list = CanonicalValue(parsing: licences)?.listValue else {
      throw WorkspaceError(.damaged, "the licences of screening \(record.id) cannot be read")
    }
    plan.licences = list.compactMap(LicenceJSON.licence)
    func text(_ key: String) -> String? { record.options[key]?.textValue }
    plan.mapping = try text("mapping").map {
      String(decoding: try ContentStore.content($0, in: folder.inputs), as: UTF8.self)
    }
    plan.alerts = try text("alerts").map { try ContentStore.content($0, in: folder.inputs) }
    plan.knownOn = text("known_on").flatMap { Day($0) }
    plan.today = text("today").flatMap { Day($0) }
    if let exceptions = text("exceptions"), exceptions != "none" {
      plan.exceptions = try WorkspaceExceptions.read(ContentStore.content(exceptions, in: folder.inputs))
    }
    plan.exportCountry = text("export_country").flatMap { CountryCode($0) } ?? .china
    return plan
  }

  /// The law a screening rested on.
  public static func law(of record: ScreeningRecord, in workspace: Workspace) throws -> LawBook {
    let pack = try ContentStore.content(record.lawDigest, in: workspace.folder.law)
    do throws(ValueError) { return try LawBook(pack: pack) } catch {
      throw WorkspaceError(
        .damaged, "the law of screening \(record.id) cannot be read by this version of the program")
    }
  }
}
