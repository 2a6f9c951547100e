// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ListFetch
import ListReaders
import Parties

/// The restricted-party lists kept.
struct ListsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lists",
    abstract: "Show, fetch and add restricted-party lists; the last good copy is always kept.",
    subcommands: [
      Status.self, Fetch.self, Add.self, ListsIndexCommand.self, ListsExceptCommand.self,
      ListsExceptionsCommand.self,
    ],
    defaultSubcommand: Status.self)

  struct Place: ParsableArguments {
    @Option(
      help: "Folder that keeps the lists; that of the workspace, else `lists`, when absent.",
      completion: .directory)
    var folder: String?
    @OptionGroup var desk: DeskSource

    var store: ListStore {
      get throws {
        let path = try folder ?? desk.paths([])[0]
        return ListStore(folder: URL(fileURLWithPath: path, isDirectory: true))
      }
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Show name, edition, age and state of each list; exit code 1 when one in use is stale or damaged.")
    @OptionGroup var place: Place

    func run() throws {
      let store = try place.store
      var alarm = false
      print("list             state    age  entries  names   edition     sha256        last failure")
      for source in ListSource.known {
        let standing = store.standing(source, at: Date())
        if standing.state == .stale || standing.state == .damaged { alarm = true }
        let copy = standing.copy
        print(
          [
            padded(source.id, 16), padded(standing.state.rawValue, 8),
            padded(standing.age.map { "\($0) d" } ?? "-", 4),
            padded(copy.map { String($0.entries) } ?? "-", 8),
            padded(copy.map { String($0.names) } ?? "-", 7),
            padded(copy?.version ?? "-", 11), padded(copy.map { String($0.sha256.prefix(12)) } ?? "-", 13),
            copy?.lastFailure ?? "",
          ].joined(separator: " "))
      }
      if alarm { throw ExitCode(1) }
    }
  }

  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Fetch lists from their official addresses; a bad or halved list never replaces a good copy.")
    @OptionGroup var place: Place
    @Argument(help: "Ids of lists; all with an address when none is given.") var ids: [String] = []
    @Flag(help: "Take a list that lost more than half of its entries.") var acceptShrink = false

    func run() async throws {
      let sources = ListSource.known.filter { ids.isEmpty ? !$0.addresses.isEmpty : ids.contains($0.id) }
      if let unknown = ids.first(where: { id in !ListSource.known.contains { $0.id == id } }) {
        throw ValidationError("no list is called \(unknown)")
      }
      let store = try place.store
      var failed = false
      for source in sources {
        switch await ListFetcher(store: store).fetch(source, at: Date(), acceptShrink: acceptShrink) {
        case .renewed(let entries, let version): print("\(source.id): \(entries) entries, edition \(version)")
        case .unchanged: print("\(source.id): unchanged")
        case .failed(let why):
          failed = true
          print("\(source.id): not renewed, \(why)")
        }
      }
      if failed { throw ExitCode(1) }
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep a list given as a file, under the same checks.")
    @OptionGroup var place: Place
    @Argument(help: "Id of a list, as shown by `assay lists`.") var id: String
    @Argument(help: "The file, then its companions.", completion: .file()) var files: [String]
    @Flag(help: "Take a list that lost more than half of its entries.") var acceptShrink = false

    func run() throws {
      guard !files.isEmpty else { throw ValidationError("name the file") }
      let bytes = try files.map { try ListFiles.bytes($0) }
      guard let source = ListSource.known.first(where: { $0.id == id }) else {
        throw ValidationError("the id is one of \(ListSource.known.map(\.id).joined(separator: ", "))")
      }
      let outcome = try ListFetcher(store: try place.store).keep(
        source, files: bytes, at: Date(), acceptShrink: acceptShrink)
      if case .renewed(let entries, let version) = outcome {
        print("\(id): \(entries) entries, edition \(version)")
      } else {
        print("\(id): unchanged")
      }
    }
  }
}

/// Text filled with spaces to a width.
func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
