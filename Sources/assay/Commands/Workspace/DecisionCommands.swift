// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import Recording
import TradeModel

/// `assay replay`: does what was decided again, and says whether every byte is the same.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Do a kept decision again from the declarations, law and licences it rested on.",
    discussion: "Exit code 1 when anything comes out otherwise; what differs is said, field by field.")

  @OptionGroup var desk: DeskOptions
  @Argument(help: "The decision's number.") var decision: Int64?
  @Flag(help: "Every screening in the workspace.") var all = false
  @Option(help: "Every decision of one screening.") var screening: Int64?
  @OptionGroup var input: ScreeningInput

  func validate() throws {
    guard [decision != nil, all, screening != nil].count(where: \.self) == 1 else {
      throw ValidationError("give a decision's number, --screening NUMBER or --all")
    }
  }

  func run() throws {
    let workspace = try desk.open(.readOnly)
    let engines = try input.engines(lists: workspace.folder.lists)
    var targets: [(Int64, Int?)] = []
    if let decision {
      let record = try Desk.saying { try workspace.read { try DecisionStore.decision(decision, in: $0) } }
      targets = [(record.screening, record.row)]
    } else if let screening {
      targets = [(screening, nil)]
    } else {
      targets = try Desk.saying { try workspace.read { try DecisionStore.screenings(limit: .max, in: $0) } }
        .map { ($0.id, nil) }.reversed()
    }
    var same = true
    for (screening, row) in targets {
      let report = try Desk.saying { try Replay.run(screening, only: row, in: workspace, engines: engines) }
      for circumstance in report.circumstances { Desk.line("screening \(screening): \(circumstance)") }
      for difference in report.differences {
        Desk.line("decision \(difference.decision): \(difference.fields.joined(separator: "; "))")
      }
      Desk.line(
        "screening \(screening): \(report.rows) decisions done again, \(report.differences.count) differ")
      same = same && report.isSame
    }
    if !same { throw Exit.findings }
  }
}

/// `assay rescreen`: screens again what a change may decide otherwise.
struct RescreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rescreen",
    abstract: "Screen again what rests on a law, list or party record that has changed; each change once.",
    discussion: "Exit code 1 when a decision comes out otherwise.")

  @OptionGroup var desk: DeskOptions
  @OptionGroup var input: ScreeningInput
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let workspace = try desk.open()
    let engines = try input.engines(lists: workspace.folder.lists)
    let reports = try Desk.saying {
      try Rescreening.run(
        in: workspace, engines: engines, exceptions: WorkspaceExceptions.inForce(in: workspace),
        actor: desk.principal)
    }
    for report in reports {
      if json {
        Desk.print(report.json)
        continue
      }
      Desk.line(
        "screening \(report.screening) is now \(report.replacement) (\(report.cause)): \(report.changes.count) of \(report.rows) decisions changed"
      )
      for change in report.changes {
        Desk.line(
          "  \(change.declaration ?? "?") item \(change.item ?? 0): \(change.fields.joined(separator: "; "))")
      }
    }
    if reports.isEmpty, !json { Desk.line("nothing to do: no law, list or party record has changed") }
    if reports.contains(where: { !$0.changes.isEmpty }) { throw Exit.findings }
  }
}

/// `assay certificate`: a signed statement of what was decided.
struct CertificateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate",
    abstract: "Make a signed certificate of a decision, as JSON or a page, that 'assay verify' checks alone.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case json, html }

  @OptionGroup var desk: DeskOptions
  @Argument(help: "The decision's number.") var decision: Int64
  @Option(help: "json or html.") var format: Format = .json
  @Option(name: .shortAndLong, help: "Where it goes; '-' is standard output.") var out: String = "-"

  func run() throws {
    let workspace = try desk.open()
    let certificate = try Desk.saying { try workspace.certificate(of: decision, actor: desk.principal) }
    try write(format == .json ? certificate.bytes : certificate.html, to: out)
  }
}

/// `assay verify`: checks a certificate without a workspace.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Check a certificate: nothing else is needed than the file, and the public key to know whose it is.",
    discussion: "Exit codes: 0 intact, 1 changed or signed by another key, 2 no certificate.")

  @Argument(help: "The certificate, JSON or HTML.") var file: String
  @Option(help: "The public key as learnt from the authority, hexadecimal or a file that holds it.") var key:
    String?

  func run() throws {
    var known: PublicKey?
    if let key {
      let text = PublicKey(hex: key) == nil ? String(decoding: try contents(of: key), as: UTF8.self) : key
      guard let given = PublicKey(hex: text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
        throw ValidationError("--key is a public key of 64 hexadecimal digits, or a file that holds one")
      }
      known = given
    }
    let (verdict, certificate) = Certificate.verify(try contents(of: file), known: known)
    let kind = certificate?.kind?.rawValue ?? "unknown"
    switch verdict {
    case .genuine: Desk.line("genuine: a \(kind) certificate signed by the key given")
    case .selfSigned(let fingerprint):
      Desk.line(
        "intact: a \(kind) certificate; compare the key's fingerprint with the authority's: \(fingerprint)")
    case .otherKey(let fingerprint):
      Desk.line("not theirs: signed by another key, fingerprint \(fingerprint)")
      throw Exit.findings
    case .forged:
      Desk.line("changed: the content is not what was signed")
      throw Exit.findings
    case .unreadable: throw couldNotRun("\(file): error: this is no certificate of assay")
    }
  }
}

/// `assay decision`: what was decided, and what officers do about it.
struct DecisionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decision", abstract: "List decisions; release, hold or examine an item.",
    subcommands: [DecisionList.self, DecisionShow.self, DecisionDispose.self],
    defaultSubcommand: DecisionList.self)
}

struct DecisionList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List decisions, most pressing first.")

  @OptionGroup var desk: DeskOptions
  @Option(help: "Only one screening's.") var screening: Int64?
  @Option(help: "Only one declaration's.") var declaration: String?
  @Option(name: .customLong("at-least"), help: "The least lane: green, blue, yellow or red.") var lane:
    String = "yellow"
  @Flag(help: "Only what nobody has disposed of.") var open = false
  @Option(help: "How many.") var limit: Int = 50
  @Flag(help: "Print JSON, one decision a line.") var json = false

  func run() throws {
    guard let lane = DecisionRecord.laneNames.firstIndex(of: lane) else {
      throw ValidationError("--at-least is green, blue, yellow or red")
    }
    var query = DecisionStore.Query()
    query.screening = screening
    query.declaration = declaration
    query.minimumLane = lane
    query.isOpen = open
    query.limit = limit
    let workspace = try desk.open(.readOnly)
    for decision in try Desk.saying({ try workspace.read { try DecisionStore.list(query, in: $0) } }) {
      if json {
        Desk.print(decision.json)
      } else {
        Desk.line(
          "\(decision.id)  \(decision.laneName)  \(decision.declaration ?? "?") item \(decision.item ?? 0)  \(decision.disposition?.kind.rawValue ?? "open")  \(decision.headline)"
        )
      }
    }
  }
}

struct DecisionShow: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a decision as JSON.")

  @OptionGroup var desk: DeskOptions
  @Argument(help: "The decision's number.") var decision: Int64
  @Flag(help: "The whole assessment, where it was kept.") var full = false

  func run() throws {
    let workspace = try desk.open(.readOnly)
    let record = try Desk.saying { try workspace.read { try DecisionStore.decision(decision, in: $0) } }
    if full {
      guard let bytes = record.full else {
        throw couldNotRun(
          "error: of released items the digest alone is kept; 'assay replay' makes the assessment again")
      }
      Desk.line(String(decoding: bytes, as: UTF8.self))
    } else {
      Desk.print(record.json)
    }
  }
}

struct DecisionDispose: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dispose",
    abstract: "Release, hold or examine an item; a red one is released only when a second officer approves.")

  @OptionGroup var desk: DeskOptions
  @Argument(help: "The decision's number.") var decision: Int64
  @Argument(help: "released, held or examine.") var kind: String
  @Option(help: "Why.") var reason: String

  func run() throws {
    let kind: Disposition.Kind = try Desk.choice(kind, "the disposition")
    let workspace = try desk.open()
    let answer = try desk.write(workspace) {
      try Dispositions.dispose(of: decision, kind, reason: reason, in: $0.database, audit: $0.audit)
    }
    switch answer {
    case .done(let disposition): Desk.print(disposition.json)
    case .needsApproval(let approval):
      Desk.line("a red item needs a second officer: assay approval approve \(approval.id) --as ANOTHER")
      Desk.print(approval.json)
    }
  }
}
