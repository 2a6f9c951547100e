// SPDX-License-Identifier: Apache-2.0

public import Casework
import ControlLaw
import Intake
import Screening
import TradeModel

/// What came of doing a screening again.
public struct ReplayReport: Sendable, Hashable {
  /// A decision that came out otherwise, and in what.
  public struct Difference: Sendable, Hashable {
    public var decision: Int64
    public var row: Int
    /// `field: then -> now`, in the order of the fields.
    public var fields: [String]
  }

  public var screening: Int64
  public var rows: Int
  /// What differs in what the screening rests on, such as the program's version; replay uses the law, the declarations
  /// and the licences that were kept.
  public var circumstances: [String]
  public var differences: [Difference]

  /// Whether every byte is the same.
  public var isSame: Bool { differences.isEmpty }

  public var json: CanonicalValue {
    [
      "screening": .integer(screening), "rows": .integer(Int64(rows)), "same": .flag(isSame),
      "circumstances": .texts(circumstances),
      "differences": .list(
        differences.map {
          ["decision": .integer($0.decision), "row": .integer(Int64($0.row)), "fields": .texts($0.fields)]
        }),
    ]
  }
}

/// Does screenings again from what was kept.
public enum Replay {
  /// Does a whole screening again and compares every decision.
  /// - Parameter only: the row of the one decision to report on.
  public static func run(
    _ screening: Int64, only: Int? = nil, in workspace: Workspace, engines: ScreeningEngines
  ) throws -> ReplayReport {
    let record = try workspace.read { try DecisionStore.screening(screening, in: $0) }
    let law = try Recorder.law(of: record, in: workspace)
    let outcome = try Recorder.plan(of: record, in: workspace).carryOut(with: engines, law: law)
    let again = DecisionMaking.decisions(of: outcome.result)

    var circumstances: [String] = []
    func compare(_ name: String, _ then: String, _ now: String) {
      if then != now { circumstances.append("\(name): \(then.prefix(16)) -> \(now.prefix(16))") }
    }
    compare("program", record.program, workspace.programVersion)
    compare(
      "reference data and models", record.modelDigest, outcome.result.summary.digests["reference"] ?? "")
    compare("lists", record.listsDigest, engines.listsDigest)
    compare("law", record.lawDigest, law.digest)
    compare("rows", String(record.rows), String(again.count))

    var query = DecisionStore.Query()
    query.screening = screening
    query.limit = .max
    let kept = try workspace.read { try DecisionStore.list(query, in: $0) }.sorted { $0.row < $1.row }
    var differences: [ReplayReport.Difference] = []
    for decision in kept where only == nil || decision.row == only {
      guard again.indices.contains(decision.row) else {
        differences.append(
          .init(decision: decision.id, row: decision.row, fields: ["the row is not read any more"]))
        continue
      }
      let now = again[decision.row]
      if now.digest != decision.digest {
        differences.append(
          .init(decision: decision.id, row: decision.row, fields: Self.fields(decision, now)))
      }
    }
    return ReplayReport(
      screening: screening, rows: only == nil ? again.count : 1, circumstances: circumstances,
      differences: differences)
  }

  /// What differs between two decisions on one item.
  static func fields(_ then: DecisionRecord, _ now: DecisionRecord) -> [String] {
    var fields: [String] = []
    func compare(_ name: String, _ a: String?, _ b: String?) {
      if a != b { fields.append("\(name): \(a ?? "none") -> \(b ?? "none")") }
    }
    compare("lane", then.laneName, now.laneName)
    compare("score", String(then.score), String(now.score))
    compare("declared", then.declared, now.declared)
    compare("likely", then.likely, now.likely)
    compare("control", then.control, now.control)
    compare("material", then.material, now.material)
    compare("licence", then.licenceState, now.licenceState)
    compare("finding", then.headline, now.headline)
    if fields.isEmpty { fields.append("evidence or wording of the whole assessment") }
    return fields
  }
}
