// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework

/// `assay approval`: what waits for a second officer.
struct ApprovalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approval", abstract: "What waits for a second officer: list, approve, reject, withdraw.",
    subcommands: [ApprovalList.self, ApprovalApprove.self, ApprovalReject.self, ApprovalWithdraw.self],
    defaultSubcommand: ApprovalList.self)
}

struct ApprovalList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List open requests, as JSON.")

  @OptionGroup var desk: DeskOptions
  @Flag(help: "Decided ones too.") var all = false

  func run() throws {
    let workspace = try desk.open(.readOnly)
    let approvals = try Desk.saying {
      try workspace.read { try Approvals.list(state: all ? nil : .open, in: $0) }
    }
    for approval in approvals { Desk.print(approval.json) }
  }
}

/// What deciding on a request needs.
struct ApprovalOptions: ParsableArguments {
  @OptionGroup var desk: DeskOptions
  @Argument(help: "The request's number.") var id: Int64
  @Option(help: "Why.") var reason: String

  func decide(_ approve: Bool) throws {
    let workspace = try desk.open()
    let approval = try desk.write(workspace) {
      try Approvals.decide(id, approve: approve, reason: reason, in: $0.database, audit: $0.audit)
    }
    Desk.print(approval.json)
  }
}

struct ApprovalApprove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Agree to what another officer asked for; it is done at once.")
  @OptionGroup var options: ApprovalOptions
  func run() throws { try options.decide(true) }
}

struct ApprovalReject: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Refuse what was asked for.")
  @OptionGroup var options: ApprovalOptions
  func run() throws { try options.decide(false) }
}

struct ApprovalWithdraw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Take your own request back.")
  @OptionGroup var options: ApprovalOptions

  func run() throws {
    let workspace = try options.desk.open()
    try options.desk.write(workspace) {
      try Approvals.withdraw(options.id, reason: options.reason, in: $0.database, audit: $0.audit)
    }
  }
}
