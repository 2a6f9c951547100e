// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import TradeModel

/// `assay case`: referrals that people work on.
struct CaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case",
    abstract: "Cases: open, work on, examine, close by two officers, export.",
    discussion: "Every change and every reading of a case is an entry of the audit.",
    subcommands: [
      CaseOpen.self, CaseList.self, CaseShow.self, CaseComment_.self, CaseAssign.self, CaseChange.self,
      CaseTag.self, CaseLink_.self, CaseAttach.self, CaseFind.self, CaseSnooze.self, CaseClose.self,
      CaseApprove.self, CaseReopen.self, CaseExport.self, CaseLabels.self,
    ])
}

/// What commands on one case share.
struct CaseOptions: ParsableArguments {
  @OptionGroup var desk: DeskOptions
  @Argument(help: "The case's number.") var id: Int64

  /// Changes the case and prints how it stands.
  func change(_ body: (DeskWriter) throws -> Void) throws {
    let workspace = try desk.open()
    let folder = try desk.write(workspace) { writer in
      try body(writer)
      return try CaseBook.read(id, in: writer.database, audit: writer.audit)
    }
    Desk.print(folder.record.json)
  }
}

struct CaseOpen: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "open", abstract: "Open a case.")

  @OptionGroup var desk: DeskOptions
  @Argument(help: "A title in one line.") var title: String
  @Option(help: "low, normal, high or urgent.") var priority: String = "normal"
  @Option(help: "Whose case it is.") var assignee: String?
  @Option(help: "When it is due, a day or a moment.") var due: String?
  @Option(help: "A decision it is about; may be repeated.") var decision: [Int64] = []
  @Option(help: "A declaration it is about; may be repeated.") var declaration: [String] = []

  func run() throws {
    let priority: CasePriority = try Desk.choice(priority, "--priority")
    let due = try Desk.moment(due, "--due")
    let links =
      decision.map { CaseLink(.decision, String($0)) } + declaration.map { CaseLink(.declaration, $0) }
    let workspace = try desk.open()
    let record = try desk.write(workspace) {
      try CaseBook.open(
        title: title, priority: priority, assignee: assignee, due: due, links: links, in: $0.database,
        audit: $0.audit)
    }
    Desk.print(record.json)
  }
}

struct CaseList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List cases, most pressing first; what sleeps or is closed is left out.")

  @OptionGroup var desk: DeskOptions
  @Option(help: "open, examining, awaiting, closing or closed.") var status: String?
  @Option(help: "Only this user's.") var assignee: String?
  @Option(help: "Only with this tag.") var tag: String?
  @Flag(help: "Closed and sleeping ones too.") var all = false
  @Option(help: "How many.") var limit: Int = 50
  @Flag(help: "Print JSON, one case a line.") var json = false

  func run() throws {
    var query = CaseBook.Query()
    query.status = try status.map { try Desk.choice($0, "--status") }
    query.assignee = assignee
    query.tag = tag
    query.isOpen = !all
    query.awakeAt = all ? nil : DeskOptions.clock()
    query.limit = limit
    let workspace = try desk.open()
    let now = workspace.now
    for record in try desk.write(workspace, { try CaseBook.list(query, in: $0.database, audit: $0.audit) }) {
      if json {
        Desk.print(record.json)
      } else {
        let due =
          record.due.map { record.isOverdue(at: now) ? "overdue since \($0)" : "due \($0)" } ?? "no due time"
        Desk.line(
          "\(record.id)  \(record.priority.rawValue)  \(record.status.rawValue)  \(record.assignee ?? "nobody")  \(due)  \(record.title)"
        )
      }
    }
  }
}

struct CaseShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a case with all that belongs to it, as JSON.")
  @OptionGroup var options: CaseOptions

  func run() throws {
    let workspace = try options.desk.open()
    let folder = try options.desk.write(workspace) {
      try CaseBook.read(options.id, in: $0.database, audit: $0.audit)
    }
    Desk.print(folder.json)
  }
}

struct CaseComment_: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "comment", abstract: "Add a comment.")
  @OptionGroup var options: CaseOptions
  @Argument(help: "The text.") var text: String

  func run() throws {
    try options.change { try CaseBook.comment(text, on: options.id, in: $0.database, audit: $0.audit) }
  }
}

struct CaseAssign: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "assign", abstract: "Give a case to somebody.")
  @OptionGroup var options: CaseOptions
  @Argument(help: "The user; nobody when absent.") var user: String?

  func run() throws {
    try options.change { try CaseBook.assign(options.id, to: user, in: $0.database, audit: $0.audit) }
  }
}

struct CaseChange: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Set status, priority or due time.")
  @OptionGroup var options: CaseOptions
  @Option(help: "open, examining or awaiting.") var status: String?
  @Option(help: "low, normal, high or urgent.") var priority: String?
  @Option(help: "A day or a moment.") var due: String?

  func validate() throws {
    guard status != nil || priority != nil || due != nil else {
      throw ValidationError("give --status, --priority or --due")
    }
  }

  func run() throws {
    let status: CaseStatus? = try status.map { try Desk.choice($0, "--status") }
    let priority: CasePriority? = try priority.map { try Desk.choice($0, "--priority") }
    let due = try Desk.moment(due, "--due")
    let id = options.id
    try options.change { writer in
      if let status { try CaseBook.setStatus(id, status, in: writer.database, audit: writer.audit) }
      if let priority { try CaseBook.setPriority(id, priority, in: writer.database, audit: writer.audit) }
      if let due { try CaseBook.setDue(id, due, in: writer.database, audit: writer.audit) }
    }
  }
}

struct CaseTag: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "tag", abstract: "Add a tag, or take it away.")
  @OptionGroup var options: CaseOptions
  @Argument(help: "The tag.") var tag: String
  @Flag(help: "Take it away.") var remove = false

  func run() throws {
    try options.change { try CaseBook.tag(options.id, tag, remove: remove, in: $0.database, audit: $0.audit) }
  }
}

struct CaseLink_: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Tie a case to a decision, declaration, party, licence, alert or another case.")
  @OptionGroup var options: CaseOptions
  @Argument(help: "decision, declaration, party, licence, alert or case.") var kind: String
  @Argument(help: "What it points at.") var target: String
  @Option(help: "Why.") var note: String?

  func run() throws {
    let kind: CaseLinkKind = try Desk.choice(kind, "the kind")
    try options.change {
      try CaseBook.link(options.id, CaseLink(kind, target, note: note), in: $0.database, audit: $0.audit)
    }
  }
}

struct CaseAttach: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Attach a file; it is kept under its digest.")
  @OptionGroup var options: CaseOptions
  @Argument(help: "The file.") var file: String

  func run() throws {
    let content = try contents(of: file)
    let workspace = try options.desk.open()
    let attached = try options.desk.write(workspace) {
      try CaseFiles.attach(
        content, name: (file as NSString).lastPathComponent, to: options.id, workspace: workspace,
        in: $0.database,
        audit: $0.audit)
    }
    Desk.print(attached.json)
  }
}

struct CaseFind: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Record what an examination showed: as-declared, misdescribed, smuggled or inconclusive.")
  @OptionGroup var options: CaseOptions
  @Argument(help: "as-declared, misdescribed, smuggled or inconclusive.") var label: String
  @Option(help: "The decision examined.") var decision: Int64?
  @Option(help: "What the goods were found to be, as mineral/form.") var material: String?
  @Option(help: "What was seen.") var note: String = ""
  @Option(help: "When; now when absent.") var examined: String?

  func run() throws {
    let label: ExaminationFinding.Label = try Desk.choice(label, "the label")
    let finding = ExaminationFinding(
      caseID: options.id, decision: decision, label: label, material: material, note: note,
      examined: try Desk.moment(examined, "--examined") ?? DeskOptions.clock())
    let workspace = try options.desk.open()
    Desk.print(
      try options.desk.write(workspace) { try Examinations.record(finding, in: $0.database, audit: $0.audit) }
        .json)
  }
}

struct CaseSnooze: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snooze", abstract: "Let a case sleep until a moment; without --until it wakes.")
  @OptionGroup var options: CaseOptions
  @Option(help: "A day or a moment, within a year.") var until: String?
  @Option(help: "Why.") var reason: String

  func run() throws {
    let until = try Desk.moment(until, "--until")
    try options.change {
      try CaseBook.snooze(options.id, until: until, reason: reason, in: $0.database, audit: $0.audit)
    }
  }
}

struct CaseClose: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Propose how a case ends; a second officer must approve.")
  @OptionGroup var options: CaseOptions
  @Option(help: "unfounded, corrected, licensed, refused, seized or handed-on.") var outcome: String
  @Option(help: "What was found and done.") var summary: String

  func run() throws {
    let outcome: CaseOutcome = try Desk.choice(outcome, "--outcome")
    let workspace = try options.desk.open()
    let approval = try options.desk.write(workspace) {
      try CaseBook.proposeClosing(
        options.id, outcome: outcome, summary: summary, in: $0.database, audit: $0.audit)
    }
    Desk.print(approval.json)
  }
}

struct CaseApprove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Agree, as a second officer, that a case is closed.")
  @OptionGroup var options: CaseOptions
  @Option(help: "Why.") var reason: String
  @Flag(help: "Refuse: the case stays open.") var reject = false

  func run() throws {
    try options.change { writer in
      let open = try Approvals.list(subject: "case:\(options.id)", in: writer.database)
      guard let approval = open.first else {
        throw WorkspaceError(
          .notFound, "nobody has proposed to close this case; do so with 'assay case close'")
      }
      try Approvals.decide(
        approval.id, approve: !reject, reason: reason, in: writer.database, audit: writer.audit)
    }
  }
}

struct CaseReopen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen", abstract: "Open a closed case again.")
  @OptionGroup var options: CaseOptions
  @Option(help: "Why.") var reason: String

  func run() throws {
    try options.change { try CaseBook.reopen(options.id, reason: reason, in: $0.database, audit: $0.audit) }
  }
}

struct CaseExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a case as a folder: JSON, files, audit, FollowTheMoney and a signed manifest.")
  @OptionGroup var options: CaseOptions
  @Option(name: .shortAndLong, help: "A folder that does not exist yet.") var out: String

  func run() throws {
    let workspace = try options.desk.open()
    try Desk.saying {
      let package = try workspace.exportCase(options.id, actor: options.desk.principal)
      try package.write(to: out)
      Desk.line("\(out): \(package.files.count) files")
    }
  }
}

struct CaseLabels: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labels",
    abstract: "List what examinations showed about decisions, to learn from, as JSON lines.")
  @OptionGroup var desk: DeskOptions
  @Option(help: "Only those recorded since a day or moment.") var since: String?

  func run() throws {
    let since = try Desk.moment(since, "--since")
    let workspace = try desk.open(.readOnly)
    for label in try Desk.saying({ try workspace.read { try Examinations.labels(since: since, in: $0) } }) {
      Desk.print(["decision": label.decision.json, "finding": label.finding.json])
    }
  }
}
