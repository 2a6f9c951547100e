// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import Parties
import Recording

/// The workspace that a command takes lists, licences and exceptions from, when one is named; it is read, never changed.
struct DeskSource: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The workspace whose lists, licences and exceptions count; $ASSAY_WORKSPACE when absent.",
      valueName: "folder"))
  var workspace: String?

  private var folder: String? { workspace ?? ProcessInfo.processInfo.environment["ASSAY_WORKSPACE"] }

  /// The folder of the workspace's lists; nothing when no workspace is named.
  var lists: String? { folder.map { WorkspaceFolder($0).lists } }

  /// The workspace, open for reading; nothing when none is named.
  func open() throws -> Workspace? {
    guard let folder else { return nil }
    return try Desk.saying {
      try Workspace.open(
        folder, mode: .readOnly, clock: DeskOptions.clock, programVersion: DeskOptions.programVersion)
    }
  }

  /// Lists as named, else those of the workspace, else those in the folder `lists`.
  func paths(_ named: [String]) throws -> [String] {
    if !named.isEmpty { return named }
    guard let lists else { return ["lists"] }
    _ = try open()
    return [lists]
  }

  /// The folder of the workspace's lists, where it holds any.
  func kept() throws -> String? {
    guard let lists, let names = try? FileManager.default.contentsOfDirectory(atPath: lists), !names.isEmpty
    else { return nil }
    return lists
  }

  /// The findings of the workspace in force that a party is not the one listed.
  func exceptions() throws -> [NamedException] {
    guard let workspace = try open() else { return [] }
    return try Desk.saying { try WorkspaceExceptions.inForce(in: workspace) }
  }
}
