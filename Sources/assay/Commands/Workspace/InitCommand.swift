// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework

/// `assay init`: makes a workspace.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a workspace: a folder that remembers licences, decisions, cases and what was done.",
    discussion:
      "Keep a copy of keys/signing.pub elsewhere: with it anybody can check audits and certificates.")

  @Argument(help: "A folder that is empty or does not exist yet.") var folder: String

  func run() throws {
    let workspace = try Desk.saying {
      try Workspace.create(folder, clock: DeskOptions.clock, programVersion: DeskOptions.programVersion)
    }
    Desk.line("made a workspace in \(folder)")
    Desk.line("public key \(workspace.publicKey.hex)")
  }
}
