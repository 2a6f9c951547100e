// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Parties
import Tabular
import TradeFlows

/// Scores pairs of names, or finds the best entities of a list for many queries.
struct MatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Score pairs of names, or find the likest entities of a list.",
    discussion: """
      Pairs: --pairs FILE (id,schema,name1,name2) gives id,score, the calibrated probability of one party.
      Retrieval: --list FILE (entity_id,schema,name; one row a name) and --queries FILE (query_id,schema,name) give
      query_id,rank,entity_id,score, never thresholded; score is unsaturated: ties mean equal evidence.
      """)

  @Option(help: "CSV of pairs: id,schema,name1,name2.", completion: .file())
  var pairs: String?
  @Option(help: "CSV of a list: entity_id,schema,name.", completion: .file())
  var list: String?
  @Option(help: "CSV of queries: query_id,schema,name.", completion: .file())
  var queries: String?
  @Option(help: "Answers for each query.")
  var top = 5
  @Option(help: "Where to write the result; - is standard output.", completion: .file())
  var out = "-"
  @Flag(help: "Print the time used to standard error.")
  var timing = false

  func validate() throws {
    guard (pairs != nil) != (list != nil && queries != nil) else {
      throw ValidationError("give either --pairs, or --list and --queries")
    }
    guard (1...1000).contains(top) else { throw ValidationError("--top is 1 to 1000") }
  }

  func run() throws {
    if let pairs { try scorePairs(pairs) } else if let list, let queries { try search(list, queries) }
  }

  private func scorePairs(_ path: String) throws {
    let table = try readTable(path)
    guard let first = table.column("name1"), let second = table.column("name2") else {
      throw couldNotRun("\(path):1: error: the columns name1 and name2 are needed")
    }
    let id = table.column("id")
    let schema = table.column("schema")
    var scorer = NameScorer()
    var text = "id,score\n"
    for (row, line) in zip(table.rows, table.lines) {
      let kind = PartyKind(schema: DelimitedText.value(row, schema) ?? "")
      let score = scorer.score(
        PreparedName(DelimitedText.value(row, first) ?? "", kind: kind),
        PreparedName(DelimitedText.value(row, second) ?? "", kind: kind))
      text +=
        "\(DelimitedText.cell(DelimitedText.value(row, id) ?? String(line))),\(BreakTable.decimal(score.probability, places: 6))\n"
    }
    try write(text, to: out)
  }

  /// Names of a list with the entity of each, and the index of them.
  private func index(_ listPath: String) throws -> (index: NameIndex, id: (Int) -> String) {
    if isIndex(listPath) {
      let lists = try readLists([listPath])
      return (lists.nameIndex, { lists.entryID(of: $0) })
    }
    let list = try readTable(listPath)
    guard let entity = list.column("entity_id", "id"), let name = list.column("name") else {
      throw couldNotRun("\(listPath):1: error: the columns entity_id and name are needed")
    }
    let schema = list.column("schema")
    var ids: [String] = []
    var owners: [String: Int] = [:]
    var names: [(name: String, kind: PartyKind, owner: Int)] = []
    for row in list.rows {
      guard let id = DelimitedText.value(row, entity), let name = DelimitedText.value(row, name) else {
        continue
      }
      let owner = owners[id] ?? ids.count
      if owner == ids.count {
        owners[id] = owner
        ids.append(id)
      }
      names.append((name, PartyKind(schema: DelimitedText.value(row, schema) ?? ""), owner))
    }
    guard !names.isEmpty else {
      throw couldNotRun(
        "\(listPath): error: no row has an entity and a name; check that the list is complete")
    }
    return (NameIndex(names), { [ids] in ids[$0] })
  }

  private func search(_ listPath: String, _ queryPath: String) throws {
    let table = try readTable(queryPath)
    guard let queryID = table.column("query_id", "id"), let query = table.column("name") else {
      throw couldNotRun("\(queryPath):1: error: the columns query_id and name are needed")
    }
    let querySchema = table.column("schema")
    let clock = ContinuousClock()
    let begin = clock.now
    let (index, id) = try index(listPath)
    var searcher = NameSearcher(index)
    let built = clock.now
    var text = "query_id,rank,entity_id,score\n"
    var times: [Duration] = []
    times.reserveCapacity(table.rows.count)
    for row in table.rows {
      let asked = clock.now
      defer { times.append(clock.now - asked) }
      let queried = DelimitedText.cell(DelimitedText.value(row, queryID) ?? "")
      let hits = searcher.search(
        DelimitedText.value(row, query) ?? "",
        kind: PartyKind(schema: DelimitedText.value(row, querySchema) ?? ""), most: top)
      for (rank, hit) in hits.enumerated() {
        text +=
          "\(queried),\(rank + 1),\(DelimitedText.cell(id(hit.owner))),\(BreakTable.decimal(hit.score.rank, places: 5))\n"
      }
    }
    let end = clock.now
    try write(text, to: out)
    if timing {
      let seconds = (end - built) / .seconds(1)
      times.sort()
      func milliseconds(_ share: Double) -> String {
        times.isEmpty ? "-" : decimals(times[Int(share * Double(times.count - 1))] / .milliseconds(1), 3)
      }
      Terminal.note(
        "\(index.count) names read and indexed in \(decimals((built - begin) / .seconds(1), 2)) s; \(table.rows.count) queries in \(decimals(seconds, 2)) s, \(Int(Double(table.rows.count) / max(1e-9, seconds))) a second; one query \(milliseconds(0.5)) ms at the median, \(milliseconds(0.99)) at the 99th percentile, \(milliseconds(1)) at most"
      )
    }
  }
}
