// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import TradeModel

/// `assay audit`: what was done, and whether the record of it is whole.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Read and verify the record of everything that was done.",
    subcommands: [AuditVerify.self, AuditList.self, AuditAnchor.self, AuditAccept.self],
    defaultSubcommand: AuditVerify.self)
}

struct AuditVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Check the whole audit: digests, order, times, signatures, that nothing was cut off; and the database.",
    discussion:
      "Tools/verify_audit.py checks the same and shares no code. Exit code 1 when anything is wrong.")

  @OptionGroup var desk: DeskOptions
  @Option(help: "The public key as learnt from elsewhere, hexadecimal.") var key: String?
  @Option(help: "A signed end kept elsewhere (assay audit anchor).") var anchor: String?

  func run() throws {
    let workspace = try desk.open(.readOnly)
    var known: PublicKey?
    if let key {
      guard let given = PublicKey(hex: key) else {
        throw ValidationError("--key is a public key of 64 hexadecimal digits")
      }
      known = given
    }
    var kept: AuditCheckpoint?
    if let anchor {
      guard let given = CanonicalValue(parsing: try contents(of: anchor)).flatMap(AuditCheckpoint.init(json:))
      else {
        throw couldNotRun(
          "\(anchor): error: this is no signed end of an audit; make one with 'assay audit anchor'")
      }
      kept = given
    }
    let whole = try Desk.saying { try workspace.check(key: known, anchor: kept) }
    let report = whole.audit
    for number in report.clockJumps.prefix(20) {
      Desk.line("note: at entry \(number) the machine's clock stood behind the entry before")
    }
    guard whole.isSound else {
      for fault in whole.faults { Desk.line(fault) }
      for fault in report.faults { Desk.line("\(fault.kind.rawValue): \(fault.message)") }
      throw Exit.findings
    }
    Desk.line("sound: \(report.entries) entries, \(report.checkpoints) checkpoints, end \(report.lastDigest)")
  }
}

struct AuditList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List entries of the audit, latest first.")

  @OptionGroup var desk: DeskOptions
  @Option(help: "Only entries on this subject, such as case:12.") var subject: String?
  @Option(help: "How many.") var limit: Int = 50
  @Flag(help: "Print JSON, one entry a line.") var json = false

  func run() throws {
    let workspace = try desk.open(.readOnly)
    for entry in try Desk.saying({ try workspace.auditEntries(subject: subject, limit: max(0, limit)) }) {
      if json {
        Desk.print(entry.json)
      } else {
        Desk.line(
          "\(entry.sequence)  \(entry.at)  \(entry.actor)  \(entry.action)  \(entry.subject)  \(entry.detail)"
        )
      }
    }
  }
}

struct AuditAnchor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "anchor",
    abstract: "Print the signed end of the audit, to be kept on another machine or on paper.")

  @OptionGroup var desk: DeskOptions

  func run() throws {
    let workspace = try desk.open(.readOnly)
    guard let anchor = try Desk.saying({ try workspace.auditAnchor() }) else {
      throw couldNotRun("error: the audit is empty")
    }
    Desk.print(anchor.json)
  }
}

struct AuditAccept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Go on from a database that was put back on purpose; the audit says so from then on.")

  @OptionGroup var desk: DeskOptions
  @Option(help: "Why, such as which backup was put back.") var reason: String

  func run() throws {
    let workspace = try desk.open()
    try Desk.saying { try workspace.acceptAudit(actor: desk.principal, reason: reason) }
  }
}
