// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Parties
import TradeModel

/// Makes one file of lists and their index of names.
struct ListsIndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Make one file of lists and their index, which is mapped and used at once.",
    discussion: """
      Give the file wherever lists are named (screen --lists, party --list, network --list, match --list). It is made by
      and for this version of the program; make it again when lists change.
      """)

  @Argument(
    help: "List files, or folders that `assay lists` keeps; those of the workspace when absent.",
    completion: .file())
  var lists: [String] = []
  @OptionGroup var desk: DeskSource
  @Option(name: .shortAndLong, help: "Where the index goes.", completion: .file()) var out: String

  func run() throws {
    let kept = try desk.kept()
    guard !lists.isEmpty || kept != nil else { throw ValidationError("name at least one list") }
    let snapshot = try readLists(lists.isEmpty ? kept.map { [$0] } ?? [] : lists)
    do throws(ValueError) { try IndexFile.write(snapshot, to: out) } catch {
      throw couldNotRun("\(out): error: \(error.message)")
    }
    print(
      "\(out): \(snapshot.entryCount) entries, \(snapshot.nameCount) names, digest \(snapshot.digest.prefix(12))"
    )
  }
}
