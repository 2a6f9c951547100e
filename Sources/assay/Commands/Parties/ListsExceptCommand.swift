// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Parties
import TradeModel

/// Records that a party is not the entry it was taken for.
struct ListsExceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "except",
    abstract: "Record that a party is not a list entry; lapses when either record changes.",
    discussion:
      "The file keeps digests of both records, the reason, the author and the days; it names no party.")

  @Argument(help: "Name of the party, exactly as declared.") var name: String
  @Option(help: "Identifier of the party, exactly as declared.") var id: String?
  @Option(help: "Address of the party, exactly as declared.") var address: String?
  @Option(help: "Two-letter country of the party, as declared.") var country: String?
  @Option(
    help: "List files or folders, as given to screen; the workspace's, else the folder `lists`, when absent.")
  var lists: [String] = []
  @OptionGroup var desk: DeskSource
  @Option(name: .customLong("list-id"), help: "Id of the list of the hit.") var list: String
  @Option(help: "Id of the entry of the hit.") var entry: String
  @Option(help: "Why the party is another.") var reason: String
  @Option(help: "Who says so.") var author: String
  @Option(help: "First day on which the exception no longer holds.") var until: Day
  @Option(name: .customLong("on"), help: "Day on which it is made; today when absent.") var made: Day?
  @Option(help: "The file of exceptions; made when there is none.", completion: .file()) var file =
    "exceptions.csv"

  func run() throws {
    let day = made ?? listDay()
    let code = try country.map { try countryCode($0) }
    let snapshot = try readLists(try desk.paths(lists))
    guard snapshot.lists.contains(where: { $0.id == list }) else {
      throw couldNotRun(
        "error: no list is called \(list); there are \(snapshot.lists.map(\.id).joined(separator: ", "))")
    }
    guard let record = snapshot.entry(list: list, id: entry) else {
      throw couldNotRun("error: \(list) has no entry \(entry)")
    }
    let exception: ListException
    do throws(ValueError) {
      exception = try ListException(
        party: Party(name: name, identifier: id, address: address, country: code), entry: record, list: list,
        reason: reason, author: author, made: day, expires: until)
    } catch { throw ValidationError(error.message) }
    let known = FileManager.default.contents(atPath: file)
    var text = known.map { String(decoding: $0, as: UTF8.self) } ?? ExceptionFile.text([])
    if !text.hasSuffix("\n") { text += "\n" }
    try write(Array((text + ExceptionFile.line(exception)).utf8), to: file)
    print("recorded in \(file): \(list) \(entry), from \(day) until \(until)")
  }
}

/// Shows which exceptions hold.
struct ListsExceptionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exceptions", abstract: "Show which exceptions hold beside the lists as they are.")

  @Argument(help: "The file of exceptions.", completion: .file()) var file: String
  @Option(
    help: "List files or folders, as given to screen; the workspace's, else the folder `lists`, when absent.")
  var lists: [String] = []
  @OptionGroup var desk: DeskSource
  @Option(help: "Day of the question; today when absent.") var asOf: Day?

  func run() throws {
    let day = asOf ?? listDay()
    let snapshot = try readLists(try desk.paths(lists))
    print(
      "standing                made        until       list             entry            author           reason"
    )
    for exception in try readExceptions(file).all {
      let standing = ListExceptions.standing(exception, snapshot, on: day)
      print(
        [
          padded(standing.rawValue, 23), exception.made.description, exception.expires.description,
          padded(exception.list, 16), padded(exception.entryID, 16), padded(exception.author, 16),
          exception.reason,
        ].map(VisibleText.line).joined(separator: " "))
    }
  }
}
