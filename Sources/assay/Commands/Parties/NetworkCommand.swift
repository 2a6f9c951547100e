// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Parties
import PartyGraph
import TradeModel

/// The network of parties behind shipments.
struct NetworkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network",
    abstract: "Find communities, central parties and leads in the network behind shipments.",
    discussion:
      "Writes a table, GraphML, FollowTheMoney, or a picture as SVG or HTML. Leads are to be checked.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, graphml, ftm, svg, html }

  @Argument(
    help: "CSV of shipments: exporter, consignee, their addresses and phones, date, destination, ...",
    completion: .file())
  var shipments: String
  @Option(help: "CSV of ownership: owner, owned, share in per cent.", completion: .file()) var ownership:
    String?
  @Option(
    name: .customLong("list"), help: "List file, or a folder of `assay lists`; may be repeated.",
    completion: .file())
  var lists: [String] = []
  @OptionGroup var desk: DeskSource
  @Option(help: "Day as of which lists are asked; the last day of the shipments when absent.") var asOf: Day?
  @Option(help: "Only what lies around this party.") var party: String?
  @Option(help: "Steps around the party.") var steps = 2
  @Option(help: "table, graphml, ftm, svg or html.") var format = Format.table
  @Option(help: "Where to write the result; - is standard output.", completion: .file()) var out = "-"
  @Option(help: "Nodes shown in the table.") var top = 20

  func run() throws {
    var network = PartyNetwork()
    let given = try readTable(shipments)
    var problems = try reading(shipments) { () throws(ValueError) in
      try NetworkReader.addShipments(given, to: &network)
    }
    if let ownership {
      let given = try readTable(ownership)
      problems += try reading(ownership) { () throws(ValueError) in
        try NetworkReader.addOwnership(given, to: &network)
      }
    }
    for problem in problems.prefix(20) { FileHandle.standardError.write(Data((problem + "\n").utf8)) }
    let lists = lists.isEmpty ? try desk.kept().map { [$0] } ?? [] : lists
    if !lists.isEmpty {
      let last =
        network.nodes.compactMap(\.lastShipped).max()
        ?? listDay()
      network.screen(try readLists(lists).excepting(try desk.exceptions()), on: asOf ?? last)
    }
    if let party {
      guard let centre = network.party(party) else {
        throw couldNotRun("\(shipments): error: the party is not in the file; check its name")
      }
      network = network.around(centre, steps: steps)
    }
    let leads = network.leads()
    switch format {
    case .graphml: try write(network.graphML(), to: out)
    case .ftm: try write(network.followTheMoney(), to: out)
    case .svg: try write(NetworkPicture(network).svg(), to: out)
    case .html:
      try write(NetworkPicture(network).html(title: "Party network", leads: leads, of: network), to: out)
    case .table: try write(table(network, leads), to: out)
    }
  }

  private func table(_ network: PartyNetwork, _ leads: [NetworkLead]) -> String {
    let graph = network.graph
    let components = Set(graph.components()).count
    let communities = Leiden().communities(graph)
    let rank = graph.pageRank()
    let between = graph.betweenness(cutoff: 4, sources: min(graph.count, 2000))
    var text =
      "\(network.nodes.count) nodes, \(network.edges.count) bonds, \(components) components, \(Set(communities).count) communities (modularity \(decimals(Leiden.modularity(graph, communities), 3)))\n\n"
    text += "rank   between   group  country  listed  party\n"
    let parties = network.nodes.indices.filter { network.nodes[$0].kind == .party }.sorted {
      (rank[$0], -$0) > (rank[$1], -$1)
    }
    for node in parties.prefix(top) {
      text +=
        "\(decimals(rank[node], 4)) \(padded(decimals(between[node], 1), 9)) \(padded(String(communities[node]), 6)) \(padded(network.nodes[node].country?.description ?? "-", 8)) \(padded(network.nodes[node].listed.isEmpty ? "" : "yes", 7)) \(network.nodes[node].label)\n"
    }
    text += "\n\(leads.count) leads\n"
    for lead in leads {
      text +=
        "[\(lead.kind.rawValue)] \(network.nodes[lead.party].label): \(lead.explanation)\(lead.lines.isEmpty ? "" : " (lines \(lead.lines.prefix(8).map(String.init).joined(separator: ", ")))")\n"
    }
    // Names are others': nothing in them steers a terminal.
    return VisibleText.lines(text)
  }
}
