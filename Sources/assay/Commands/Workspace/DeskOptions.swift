// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import TradeModel

/// Which workspace a command works on, and who gives it.
struct DeskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The workspace folder; $ASSAY_WORKSPACE when absent.", valueName: "folder"))
  var workspace: String?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Who acts; the name of the system's user when absent.", valueName: "user"))
  var user: String?

  static let programVersion = "0.1.0"

  /// The folder given or set in the environment.
  var folder: String? { workspace ?? ProcessInfo.processInfo.environment["ASSAY_WORKSPACE"] }

  var principal: Principal {
    let name = user ?? ProcessInfo.processInfo.environment["USER"] ?? "user\(getuid())"
    return Principal(String(name.unicodeScalars.filter { !$0.properties.isWhitespace }.map(Character.init)))
  }

  static let clock: Clock = {
    Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }

  func open(_ mode: Workspace.Mode = .readWrite) throws -> Workspace {
    guard let folder else {
      throw ValidationError(
        "name the workspace with --workspace FOLDER or in ASSAY_WORKSPACE; 'assay init' makes one")
    }
    return try Desk.saying {
      try Workspace.open(folder, mode: mode, clock: Self.clock, programVersion: Self.programVersion)
    }
  }

  /// Changes the workspace as the user.
  func write<Value>(_ workspace: Workspace, _ body: (DeskWriter) throws -> Value) throws -> Value {
    try Desk.saying {
      try workspace.write(actor: principal) { try body(DeskWriter(database: $0, audit: $1)) }
    }
  }
}

/// What a write transaction hands on.
struct DeskWriter {
  let database: WorkspaceDatabase
  let audit: AuditTrail
}

/// What the commands on a workspace share.
enum Desk {
  /// Runs work on a workspace; a refusal ends the command with 1, a failure with 2.
  static func saying<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as WorkspaceError {
      Terminal.note("error: \(error.message)")
      switch error.code {
      case .ledger, .conflict, .fourEyes, .keyReused: throw Exit.findings
      default: throw Exit.couldNotRun
      }
    }
  }

  static func print(_ json: CanonicalValue) { Terminal.write(VisibleText.lines(json.string) + "\n") }

  static func line(_ text: String) { Terminal.write(VisibleText.lines(text) + "\n") }

  static func day(_ text: String?, _ option: String) throws -> Day {
    guard let text else { return DeskOptions.clock().day }
    guard let day = Day(text) else { throw ValidationError("\(option) is a day, such as 2026-03-01") }
    return day
  }

  static func moment(_ text: String?, _ option: String) throws -> Instant? {
    guard let text else { return nil }
    guard let moment = Instant(text) else {
      throw ValidationError("\(option) is a day or a moment, such as 2026-03-01 or 2026-03-01T08:00Z")
    }
    return moment
  }

  static func choice<Value: RawRepresentable & CaseIterable>(
    _ text: String, _ option: String, as type: Value.Type = Value.self
  ) throws -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: text) else {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(option) is one of \(names)")
    }
    return value
  }
}
