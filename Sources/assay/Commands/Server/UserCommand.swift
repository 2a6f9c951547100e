// SPDX-License-Identifier: Apache-2.0

import Accounts
import ArgumentParser
import Casework
import Foundation

/// The moment now, from the machine's clock.
func systemInstant() -> Instant {
  Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
}

/// A role as a word of the command line.
enum RoleName: String, ExpressibleByArgument, CaseIterable {
  case viewer, analyst, supervisor, administrator, service
  var role: Role {
    switch self {
    case .viewer: .viewer
    case .analyst: .analyst
    case .supervisor: .supervisor
    case .administrator: .administrator
    case .service: .service
    }
  }
}

/// `assay user`: who may use the server of a workspace.
struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Add and change users of a workspace's server.",
    subcommands: [Add.self, List.self, ChangeRole.self, Password.self, Token.self, Bar.self])

  struct Place: ParsableArguments {
    @Option(help: ArgumentHelp("The workspace.", valueName: "folder")) var workspace: String

    func accounts() throws -> Accounts {
      try orEnd {
        Accounts(
          try Workspace.open(workspace, clock: { systemInstant() }, modules: [AccountSchema.module]))
      }
    }

    /// Says what the store refuses in one line.
    func orEnd<Value>(_ body: () throws -> Value) throws -> Value {
      do {
        return try body()
      } catch let error as WorkspaceError {
        throw couldNotRun("error: \(error.message)")
      }
    }
  }

  /// Whoever runs the program on the machine of the workspace.
  static let actor = Principal("command-line")

  static func readPassword() throws -> String {
    if isatty(0) == 1 { Terminal.note("password (12 characters or more), then Enter:") }
    guard let line = readLine(), !line.isEmpty else {
      throw couldNotRun("error: give the password on standard input")
    }
    return line
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a user; the password is read from standard input.")
    @OptionGroup var place: Place
    @Argument(help: "Small letters, digits, '.', '-', '_' or '@'.") var name: String
    @Option(help: "viewer, analyst, supervisor, administrator or service.") var role: RoleName = .analyst

    func run() throws {
      let accounts = try place.accounts()
      let password = role == .service ? nil : try UserCommand.readPassword()
      try place.orEnd {
        _ = try accounts.add(name, role: role.role, password: password, by: UserCommand.actor)
      }
      print("\(name): \(role.rawValue)")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List users with their roles.")
    @OptionGroup var place: Place

    func run() throws {
      for account in try place.orEnd({ try place.accounts().list() }) {
        print("\(account.name)  \(account.role.rawValue)\(account.isDisabled ? "  barred" : "")")
      }
    }
  }

  struct ChangeRole: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "role", abstract: "Give a user another role; open sessions end.")
    @OptionGroup var place: Place
    @Argument(help: "The user.") var name: String
    @Argument(help: "viewer, analyst, supervisor, administrator or service.") var role: RoleName

    func run() throws {
      let accounts = try place.accounts()
      try place.orEnd { try accounts.setRole(name, role.role, by: UserCommand.actor) }
    }
  }

  struct Password: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set a user's password, read from standard input; open sessions end.")
    @OptionGroup var place: Place
    @Argument(help: "The user.") var name: String

    func run() throws {
      let accounts = try place.accounts()
      let password = try UserCommand.readPassword()
      try place.orEnd { try accounts.setPassword(name, password, by: UserCommand.actor) }
    }
  }

  struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a token for programs and print it once, or revoke all of a user's.")
    @OptionGroup var place: Place
    @Argument(help: "The user.") var name: String
    @Option(help: "What the token is for.") var label = "command line"
    @Option(help: "Days until it ends, 1 to 366.") var days = 90
    @Flag(help: "Revoke all tokens of the user instead.") var revoke = false

    func run() throws {
      let accounts = try place.accounts()
      try place.orEnd {
        if revoke {
          try accounts.revokeTokens(of: name, by: UserCommand.actor)
        } else {
          print(try accounts.makeToken(name, label: label, days: days, by: UserCommand.actor))
        }
      }
    }
  }

  struct Bar: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bar a user, or let one in again.")
    @OptionGroup var place: Place
    @Argument(help: "The user.") var name: String
    @Flag(help: "Let the user in again.") var undo = false

    func run() throws {
      let accounts = try place.accounts()
      try place.orEnd { try accounts.setDisabled(name, !undo, by: UserCommand.actor) }
    }
  }
}
