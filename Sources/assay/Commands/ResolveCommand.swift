// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Parties
import PartyResolution

/// Resolves records to parties.
struct ResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Finds which records of a table are of one party.",
    discussion: """
      The table has a column id; other columns are recognised by their names (name, given_name, surname, date_of_birth,
      address, city, postcode, country, registration, phone, email, ...) or by --map HEADING=MEANING. Writes
      id1,id2,score for all pairs within a party.
      """)

  @Argument(help: "CSV of records.", completion: .file()) var records: String
  @Option(help: "Where to write the links; - is standard output.", completion: .file()) var out = "-"
  @Option(
    name: .customLong("map"),
    help: "HEADING=MEANING; meanings: \(FieldKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var maps: [String] = []
  @Option(help: "Also write what speaks for each link, one field a row.", completion: .file()) var evidence:
    String?
  @Option(help: "Threads; the number never changes the result.") var threads = Terminal.cores
  @Flag(help: "Print counts and time to standard error.") var timing = false

  func run() throws {
    var mapping: [String: FieldKind] = [:]
    for map in maps {
      let parts = map.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let kind = FieldKind(rawValue: parts[1]) else {
        throw ValidationError("--map is HEADING=MEANING with a known meaning")
      }
      mapping[parts[0]] = kind
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let table = try ResolutionTable(try readTable(records), mapping: mapping)
    let resolution = PartyResolver.resolve(table, threads: threads)
    let end = clock.now
    var text = "id1,id2,score\n"
    for link in resolution.links {
      text +=
        "\(DelimitedText.quote(link.first)),\(DelimitedText.quote(link.second)),\(decimals(link.probability, 6))\n"
    }
    try write(text, to: out)
    if let evidence {
      var text = "id1,id2,field,level,of,log_odds\n"
      for link in resolution.links {
        for e in link.evidence {
          text +=
            "\(DelimitedText.quote(link.first)),\(DelimitedText.quote(link.second)),\(DelimitedText.quote(e.field)),\(e.level),\(e.top),\(decimals(e.logOdds, 3))\n"
        }
      }
      try write(text, to: evidence)
    }
    if timing {
      FileHandle.standardError.write(
        Data(
          "\(table.count) records by \(table.fields.map(\.heading).joined(separator: ", ")): \(resolution.compared) pairs compared, \(resolution.parties.count) parties of several records, \(resolution.links.count) links, \(resolution.refused) joins refused, \(decimals((end - begin) / .seconds(1), 2)) s\n"
            .utf8))
    }
  }
}
