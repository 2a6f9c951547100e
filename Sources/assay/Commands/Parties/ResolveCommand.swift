// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Parties
import PartyResolution
import Tabular
import TradeModel

/// Resolves records to parties.
struct ResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Find which records of a table are of one party.",
    discussion: """
      The table has a column id; other columns are recognised by their names (name, given_name, surname, date_of_birth,
      address, city, postcode, country, registration, phone, email, ...) or by --map HEADING=MEANING. Writes
      id1,id2,score for all pairs within a party; a party of more than 500 records is written as pairs with its first record.
      """)

  @Argument(help: "CSV of records.", completion: .file()) var records: String
  @Option(help: "Where to write the links; - is standard output.", completion: .file()) var out = "-"
  @Option(
    name: .customLong("map"),
    help: "HEADING=MEANING; meanings: \(FieldKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var maps: [String] = []
  @Option(help: "Also write what speaks for each link, one field a row.", completion: .file()) var evidence:
    String?
  @Option(
    help: "Also write the party of every record: id,party. A record alone is a party of its own.",
    completion: .file()) var parties: String?
  @Option(
    help: "A file that --parties wrote for an earlier state of the records: parties keep their ids.",
    completion: .file()) var previous: String?
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
    let given = try readTable(records)
    let table = try reading(records) { () throws(ValueError) in
      try ResolutionTable(given, mapping: mapping, threads: threads)
    }
    var resolution = PartyResolver.resolve(table, threads: threads, evidence: evidence != nil)
    var earlier: [String: String] = [:]
    if let previous {
      let old = try readTable(previous)
      guard let id = old.column("id"), let party = old.column("party") else {
        throw couldNotRun("\(previous): error: no columns id and party; give a file that --parties wrote")
      }
      for row in old.rows {
        if let record = DelimitedText.value(row, id), let name = DelimitedText.value(row, party) {
          earlier[DelimitedText.original(record)] = name
        }
      }
      resolution = resolution.keeping(earlier)
    }
    let end = clock.now
    var text: [UInt8] = Array("id1,id2,score\n".utf8)
    for link in resolution.links {
      text.append(contentsOf: DelimitedText.cell(link.first).utf8)
      text.append(0x2C)
      text.append(contentsOf: DelimitedText.cell(link.second).utf8)
      text.append(0x2C)
      Self.append(probability: link.probability, to: &text)
      text.append(0x0A)
    }
    try write(text, to: out)
    if let parties {
      var party: [String: String] = [:]
      for group in resolution.parties { for record in group.records { party[record] = group.id } }
      var given = Set(party.values)
      var text = "id,party\n"
      for record in table.ids.sorted() {
        // A record alone keeps its id unless another has it: a record that left its party does not take it along.
        let wanted = [earlier[record], "party-" + record, "party-" + record + "-2"].compactMap(\.self)
        let own = party[record] ?? wanted.first { !given.contains($0) } ?? "party-" + record + "-3"
        given.insert(own)
        text += "\(DelimitedText.cell(record)),\(DelimitedText.cell(own))\n"
      }
      try write(text, to: parties)
    }
    if let evidence {
      var text = "id1,id2,field,level,of,log_odds\n"
      for link in resolution.links {
        for e in link.evidence {
          text +=
            "\(DelimitedText.cell(link.first)),\(DelimitedText.cell(link.second)),\(DelimitedText.cell(e.field)),\(e.level),\(e.top),\(decimals(e.logOdds, 3))\n"
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

  /// Writes a probability with six decimals.
  private static func append(probability: Double, to text: inout [UInt8]) {
    let millionths = Int((probability * 1_000_000).rounded())
    text.append(0x30 + UInt8(millionths / 1_000_000))
    text.append(0x2E)
    var unit = 100_000
    while unit > 0 {
      text.append(0x30 + UInt8(millionths / unit % 10))
      unit /= 10
    }
  }
}
