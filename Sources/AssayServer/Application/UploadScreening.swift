// SPDX-License-Identifier: Apache-2.0

public import Casework
import ControlLaw
import HTTPTypes
import Intake
import Recording
import Screening
public import TradeModel

/// Files handed in, screened and kept: what the interface and the pages share.
public struct UploadScreening: Sendable {
  let services: Services

  public init(_ services: Services) { self.services = services }

  /// Keeps a file as received.
  /// - Returns: the file, and whether it is new.
  public func keep(
    _ content: [UInt8], name: String, kind: StoredUpload.Kind = .declarations, actor: Principal
  ) throws -> (upload: StoredUpload, isNew: Bool) {
    let workspace = try services.requireWorkspace()
    return try workspace.write(actor: actor) {
      try Uploads.keep(content, name: name, kind: kind, workspace: workspace, in: $0, audit: $1)
    }
  }

  /// Screens a kept file, and keeps a decision for every item. Runs off the threads that serve requests.
  /// - Parameters:
  ///   - licences: those that count; the ones on the ledger when none are given.
  ///   - progress: told by stage, rows done and rows in all.
  public func screen(
    _ upload: StoredUpload, licences given: [Licence]? = nil, actor: Principal, knownOn: Day? = nil,
    exportCountry: CountryCode = .china,
    progress: (@Sendable (String, Int, Int) -> Void)? = nil
  ) async throws -> ScreeningRecord {
    let workspace = try services.requireWorkspace()
    guard upload.kind == .declarations else {
      throw Problem(.conflict, "kind", "this upload holds no declarations")
    }
    let content = try ContentStore.content(upload.digest, in: workspace.folder.inputs)
    let licences = try given ?? workspace.read { try LicenceRegister.usable(in: $0) }
    let plan = ScreeningPlan(
      inputs: [(upload.name, content)], licences: licences, knownOn: knownOn, exportCountry: exportCountry,
      today: services.chinaDay, exceptions: try WorkspaceExceptions.inForce(in: workspace))
    let engines = services.engines
    let result = await Background.run { () -> Result<ScreeningRecord, any Error> in
      Result {
        let outcome = try plan.carryOut(with: engines, progress: progress)
        return try Recorder.record(
          outcome, of: plan, law: engines.law, listsDigest: engines.listsDigest, in: workspace, actor: actor)
      }
    }
    do { return try result.get() } catch let error as IntakeError {
      throw Problem(.unprocessableContent, "input-\(error.code.rawValue)", error.diagnostic.message)
    }
  }
}
