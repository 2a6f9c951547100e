// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import Intake
import Licensing
import Parties
import Recording
import Screening
import TradeModel

/// Keeps the screening of `screen --workspace`.
struct ScreeningKeeper {
  private let desk: DeskOptions
  private let files: [String]
  private let workspace: Workspace

  /// Nothing when no workspace is named.
  init?(_ desk: DeskOptions, _ files: [String]) throws {
    guard desk.folder != nil else { return nil }
    guard !files.contains("-") else {
      throw ValidationError(
        "a workspace keeps the declarations it decides on; give a file instead of standard input")
    }
    self.desk = desk
    self.files = files
    workspace = try desk.open()
  }

  /// The folder of the workspace's lists.
  var lists: String { workspace.folder.lists }

  /// The licences on the ledger with what is available, unless files of licences are given.
  func licences(_ input: ScreeningInput) throws -> [Licence] {
    guard input.licences.isEmpty else { return try input.readLicences() }
    return try Desk.saying { try workspace.read { try LicenceRegister.usable(in: $0) } }
  }

  /// Findings in force that a party is not the one listed.
  func exceptions() throws -> [NamedException] {
    try Desk.saying { try WorkspaceExceptions.inForce(in: workspace) }
  }

  /// Keeps a screening.
  /// - Parameter parties: lists and ownership without the exceptions of the workspace.
  func keep(
    _ outcome: ScreeningOutcome, _ licences: [Licence], _ parties: PartyScreening?,
    _ exceptions: [NamedException], _ input: ScreeningInput
  ) throws {
    var plan = ScreeningPlan(
      inputs: [], licences: licences, knownOn: input.knownOn.flatMap { Day($0) },
      exportCountry: CountryCode(input.exportCountry) ?? .china, today: ScreeningInput.today)
    plan.exceptions = exceptions
    for (index, path) in files.enumerated() {
      let content = try contents(of: path)
      guard Digest.sha256(content) == outcome.read.digests[index] else {
        throw couldNotRun(
          "\(path): error: the file changed while it was screened; nothing was kept; screen it again")
      }
      plan.inputs.append((path, content))
    }
    if let mapping = input.mapping {
      plan.mapping = String(decoding: try contents(of: mapping), as: UTF8.self)
    }
    if let alerts = input.alerts { plan.alerts = try contents(of: alerts) }
    let record = try Desk.saying {
      try Recorder.record(
        outcome, of: plan, law: try input.screener().law,
        listsDigest: ScreeningEngines.digest(of: parties), in: workspace, actor: desk.principal)
    }
    if !input.quiet {
      Terminal.note(
        "kept as screening \(record.id) with \(record.rows) decisions; 'assay decision list' shows them")
    }
  }
}
