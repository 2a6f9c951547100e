// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Parties
import TradeModel

/// Asks the lists about one party.
struct PartyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "party",
    abstract: "Find a party on restricted-party lists as of a day.",
    discussion: "Exit code 1 when the party may be listed. A hit is a lead to check, not a verdict.")

  @Argument(help: "Name of the party, in any script.") var name: String
  @Option(
    name: .customLong("list"),
    help:
      "List file, or a folder of `assay lists`; may be repeated. The workspace's, else the folder `lists`, when absent.",
    completion: .file())
  var lists: [String] = []
  @OptionGroup var desk: DeskSource
  @Option(help: "Two-letter country code.") var country: String?
  @Option(name: .customLong("id"), help: "Registration number, USCC, LEI, IMO number.") var identifier:
    String?
  @Option(help: "Day of the question, YYYY-MM-DD; today when absent.") var asOf: Day?
  @Option(help: "person, organisation or vessel.") var kind: String = "unknown"
  @Option(help: "File of exceptions (docs/methods/parties.md).", completion: .file()) var exceptions: String?
  @Flag(help: "Show what speaks for and against.") var explain = false

  func run() throws {
    let snapshot = try readLists(try desk.paths(lists), exceptions: exceptions).excepting(
      try desk.exceptions())
    let day = asOf ?? listDay()
    let code = try country.map { try countryCode($0) }
    var screener = ListScreener(snapshot)
    let hits = screener.screen(
      Party(name: name, identifier: identifier, country: code), on: day, kind: PartyKind(schema: kind))
    print(
      "\(snapshot.entryCount) entries, \(snapshot.nameCount) names, digest \(snapshot.digest.prefix(12)), as of \(day)"
    )
    for hit in hits {
      let until = hit.listedUntil.map { " until \($0)" } ?? ""
      print(
        VisibleText.line(
          "\(decimals(hit.probability, 3))  \(hit.matchedName)  [\(hit.list) \(hit.entryID)]  \(hit.effect.rawValue), from \(hit.listedFrom?.description ?? "?")\(until)"
        ))
      if explain { for line in hit.explanation { print(VisibleText.line("         \(line)")) } }
    }
    if hits.isEmpty { print("no listed party found") } else { throw ExitCode(1) }
  }
}
