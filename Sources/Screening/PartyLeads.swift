// SPDX-License-Identifier: Apache-2.0

import Indicators
import Intake
import Parties
import PartyGraph
import TradeModel

/// Leads from the network of a file's parties, brought to the rows they speak of.
struct PartyLeads {
  let table: DeclarationTable
  let listed: ListedParties
  let ownership: [PartyScreening.Ownership]

  /// Hits by row.
  /// - Parameter concerned: rows of concern to the law; only leads by name or ownership reach other rows.
  func hits(concerned: Set<Int>) -> [Int: [FileHit]] {
    let (network, nodes) = network()
    var rowsOf: [Int: [Int]] = [:]
    let leads = network.leads().filter { $0.kind != .forwarderConsignee }
    guard !leads.isEmpty else { return [:] }
    let wanted = Set(leads.flatMap { Self.speaksOf($0) })
    for row in 0..<table.rowCount {
      for role in [PartyRole.exporter, .consignee, .notifyParty] {
        guard let node = nodes[table.party(role)[row]], wanted.contains(node), rowsOf[node]?.last != row
        else {
          continue
        }
        rowsOf[node, default: []].append(row)
      }
    }
    var found: [Int: [FileHit]] = [:]
    for lead in leads {
      let index = IndicatorCatalogue.across.count + Self.place(lead.kind)
      let definition = PartyLeadIndicators.definitions[Self.place(lead.kind)]
      let statement = IndicatorStatement(
        lead.explanation + ".", fields: Self.fields(lead.kind), tested: Self.tested(lead.kind))
      let strong = lead.kind == .sharedContact || lead.kind == .ownedByListed
      var rows = Set(Self.speaksOf(lead).flatMap { rowsOf[$0] ?? [] })
      if lead.kind == .circular || lead.kind == .regrouped { rows = Set(lead.lines.filter { $0 >= 0 }) }
      for row in rows.sorted() where strong || concerned.contains(row) {
        // One lead of a kind is enough for a row: the first is the strongest.
        if found[row]?.contains(where: { $0.indicator == index }) == true { continue }
        found[row, default: []].append(
          FileHit(
            indicator: index, strength: Self.strength(lead) * definition.weight, floor: definition.floor,
            statement: statement))
      }
    }
    return found
  }

  /// The network of the table, and the node of each party code. Edges carry the row as their line.
  private func network() -> (PartyNetwork, [UInt32: Int]) {
    var network = PartyNetwork()
    var nodes: [UInt32: Int] = [:]
    for code in 1..<max(1, UInt32(table.parties.count)) {
      guard let party = table.parties.party(code), let name = party.name,
        let node = network.node(.party, name, country: party.country)
      else { continue }
      nodes[code] = node
      let hits = listed.hits(of: code).filter(\.isLikely)
      if !hits.isEmpty { network.mark(node, listed: hits) }
      if let address = party.address {
        network.connect(node, network.node(.address, address), .at, line: -1)
      }
    }
    for row in 0..<table.rowCount {
      let mass = table.netMass[row]
      network.connect(
        nodes[table.party(.exporter)[row]], nodes[table.party(.consignee)[row]], .ships,
        day: Day(number: table.day[row]),
        amount: mass == DeclarationTable.absent64 ? 0 : Double(mass) / 1e6,
        goods: table.commodityCodes[Int(table.commodityCode[row])]?.digits,
        destination: CountryCode(packed: table.destination[row]), line: row)
    }
    for share in ownership {
      network.connect(
        network.node(.party, share.owner), network.node(.party, share.owned), .owns, amount: share.percent,
        line: -1)
    }
    return (network, nodes)
  }

  /// The parties whose rows a lead concerns.
  private static func speaksOf(_ lead: NetworkLead) -> [Int] {
    lead.kind == .registrationFactory ? [lead.party] + lead.others : [lead.party]
  }

  private static func strength(_ lead: NetworkLead) -> Double {
    switch lead.kind {
    case .sharedContact: 0.5 + 0.5 * min(1, lead.score)
    case .ownedByListed: 1
    case .registrationFactory: min(1, lead.score / 20)
    case .successor: min(1, max(0.4, lead.score))
    case .circular, .regrouped, .forwarderConsignee: 0.7
    }
  }

  private static func place(_ kind: NetworkLead.Kind) -> Int {
    switch kind {
    case .sharedContact: 0
    case .ownedByListed: 1
    case .registrationFactory: 2
    case .successor: 3
    case .circular: 4
    case .regrouped, .forwarderConsignee: 5
    }
  }

  private static func fields(_ kind: NetworkLead.Kind) -> [String] {
    switch kind {
    case .sharedContact, .registrationFactory: ["exporter_address", "consignee_address", "notify_address"]
    case .ownedByListed: ["exporter_name", "consignee_name"]
    case .successor: ["exporter_name", "consignee_name", "date", "net_mass"]
    case .circular, .regrouped, .forwarderConsignee:
      ["exporter_name", "consignee_name", "commodity_code", "date"]
    }
  }

  private static func tested(_ kind: NetworkLead.Kind) -> [String] {
    switch kind {
    case .sharedContact: ["an address of many: the strength falls with the number of parties that have it"]
    case .circular: ["order in time: each shipment is later than the one before"]
    case .successor: ["an unlike trade: at least half of the old volume went to consignees in common"]
    default: []
    }
  }
}
