// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework

/// `assay exception`: hits of lists that two officers found to be another party.
struct ExceptionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exception",
    abstract: "Exceptions to list hits: asked for by one officer, approved by another, with an end.",
    subcommands: [ExceptionList.self, ExceptionAsk.self, ExceptionEnd.self],
    defaultSubcommand: ExceptionList.self)
}

struct ExceptionList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the exceptions in force, as JSON lines.")
  @OptionGroup var desk: DeskOptions
  @Flag(help: "Those that ended too.") var all = false

  func run() throws {
    let workspace = try desk.open(.readOnly)
    let moment = all ? nil : workspace.now
    for exception in try Desk.saying({ try workspace.read { try PartyExceptions.list(at: moment, in: $0) } })
    {
      Desk.print(exception.json)
    }
  }
}

struct ExceptionAsk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask for an exception; a second officer must approve.")
  @OptionGroup var desk: DeskOptions
  @Option(help: "The list.") var list: String
  @Option(help: "The entry of the list.") var entry: String
  @Option(help: "The party as declared.") var party: String
  @Option(help: "Why it is another party.") var reason: String
  @Option(help: "When the exception ends, a day or a moment.") var expires: String?

  func run() throws {
    let expires = try Desk.moment(expires, "--expires")
    let workspace = try desk.open()
    let approval = try desk.write(workspace) {
      try PartyExceptions.ask(
        list: list, entry: entry, party: party, reason: reason, expires: expires, in: $0.database,
        audit: $0.audit)
    }
    Desk.print(approval.json)
  }
}

struct ExceptionEnd: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "end", abstract: "End an exception.")
  @OptionGroup var desk: DeskOptions
  @Argument(help: "The exception's number.") var id: Int64
  @Option(help: "Why.") var reason: String

  func run() throws {
    let workspace = try desk.open()
    try desk.write(workspace) {
      try PartyExceptions.end(id, reason: reason, in: $0.database, audit: $0.audit)
    }
  }
}
