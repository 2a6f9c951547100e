// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import TradeModel

/// A sign in the network that deserves a look, with what it rests on. A lead, not a finding of guilt.
public struct NetworkLead: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case sharedContact = "shared address or contact with a listed party"
    case ownedByListed = "owned 50 % or more by listed parties"
    case registrationFactory = "registration factory"
    case forwarderConsignee = "forwarder as consignee"
    case successor = "new firm takes over the trade of a listed or stopped one"
    case circular = "circular shipments"
    case regrouped = "consignees meet again behind a third country"
  }
  public var kind: Kind
  /// The party the lead is about.
  public var party: Int
  /// Others it rests on.
  public var others: [Int]
  /// Strength for ordering, above 0.
  public var score: Double
  public var explanation: String
  /// Lines of the input it rests on.
  public var lines: [Int]
}

extension PartyNetwork {
  /// All leads, strongest first within each kind.
  public func leads(_ options: LeadOptions = LeadOptions()) -> [NetworkLead] {
    let found =
      sharedContacts() + ownedByListed(options) + registrationFactories(options) + forwarders()
      + successors(options) + circles(options) + regrouped(options)
    return found.sorted {
      ($0.kind.rawValue, -$0.score, nodes[$0.party].id, $0.explanation)
        < ($1.kind.rawValue, -$1.score, nodes[$1.party].id, $1.explanation)
    }
  }

  private func edges(_ relations: Set<Relation>) -> [NetworkEdge] {
    edges.filter { relations.contains($0.relation) }
  }

  private func label(_ node: Int) -> String { nodes[node].label }

  /// Parties that share an address, phone or mail address with a listed one.
  private func sharedContacts() -> [NetworkLead] {
    var holders: [Int: [(party: Int, line: Int)]] = [:]
    for edge in edges([.at, .phone, .email]) { holders[edge.to, default: []].append((edge.from, edge.line)) }
    var leads: [NetworkLead] = []
    for contact in holders.keys.sorted() {
      let parties = Dictionary(holders[contact]!.map { ($0.party, $0.line) }, uniquingKeysWith: min)
      let listed = parties.keys.filter { !nodes[$0].listed.isEmpty }.sorted()
      guard !listed.isEmpty, parties.count <= 200 else { continue }
      for party in parties.keys.sorted() where nodes[party].listed.isEmpty {
        // A contact that many share says less.
        leads.append(
          NetworkLead(
            kind: .sharedContact, party: party, others: listed + [contact],
            score: 1 / Double(parties.count - 1),
            explanation:
              "shares \(nodes[contact].kind.rawValue) \(label(contact)) with \(listed.map(label).joined(separator: ", ")); \(parties.count) parties in all have it",
            lines: ([party] + listed).compactMap { parties[$0] }.sorted()))
      }
    }
    return leads
  }

  /// Parties owned 50 % or more, in sum, by parties that are listed or so owned themselves.
  ///
  /// The rule of OFAC's guidance of 13 August 2014 and of BIS's affiliates rule: shares of all blocked owners add up,
  /// and what they own to half is blocked in turn. The least set closed under the rule is found by repetition, so
  /// chains count and loops cannot hold themselves up.
  func ownedByListed(_ options: LeadOptions) -> [NetworkLead] {
    var shares: [Int: [Int: (share: Double, line: Int)]] = [:]
    for edge in edges([.owns]) where edge.from != edge.to {
      // The latest statement of a share stands.
      shares[edge.to, default: [:]][edge.from] = (edge.amount, edge.line)
    }
    var blocked = Set(nodes.indices.filter { !nodes[$0].listed.isEmpty })
    let begun = blocked
    var leads: [NetworkLead] = []
    var step = 0
    while true {
      step += 1
      var added: [Int] = []
      for company in shares.keys.sorted() where !blocked.contains(company) {
        let owners = shares[company]!.filter { blocked.contains($0.key) }
        let sum = owners.values.reduce(0) { $0 + $1.share }
        guard options.ownershipIsStrict ? sum > options.ownershipLimit : sum >= options.ownershipLimit else {
          continue
        }
        added.append(company)
        let names = owners.keys.sorted().map { owner in
          "\(label(owner)) \(Int(owners[owner]!.share.rounded())) %\(begun.contains(owner) ? "" : " (itself so owned)")"
        }
        leads.append(
          NetworkLead(
            kind: .ownedByListed, party: company, others: owners.keys.sorted(),
            score: sum / 100 / Double(step),
            explanation: "owned \(Int(sum.rounded())) % by listed parties: \(names.joined(separator: ", "))",
            lines: owners.values.map(\.line).sorted()))
      }
      if added.isEmpty { return leads }
      blocked.formUnion(added)
    }
  }

  /// Addresses where many parties sit that have nothing else in common.
  private func registrationFactories(_ options: LeadOptions) -> [NetworkLead] {
    var at: [Int: [Int: Int]] = [:]
    for edge in edges([.at]) where at[edge.to]?[edge.from] == nil {
      at[edge.to, default: [:]][edge.from] = edge.line
    }
    return at.keys.sorted().compactMap { address in
      let parties = at[address]!
      guard parties.count >= options.factorySize else { return nil }
      let sorted = parties.keys.sorted()
      return NetworkLead(
        kind: .registrationFactory, party: sorted[0], others: Array(sorted.dropFirst()) + [address],
        score: Double(parties.count),
        explanation: "\(parties.count) parties at \(label(address))", lines: parties.values.sorted())
    }
  }

  /// Consignees whose name says that they forward what others use.
  private func forwarders() -> [NetworkLead] {
    let words = [
      "logistic", "forward", "freight", "shipping agency", "cargo", "express", "warehous", "customs broker",
      "货运", "物流", "仓储", "货代", "报关",
    ]
    var lines: [Int: [Int]] = [:]
    var from: [Int: Set<Int>] = [:]
    for edge in edges([.ships]) {
      lines[edge.to, default: []].append(edge.line)
      from[edge.to, default: []].insert(edge.from)
    }
    return lines.keys.sorted().compactMap { party in
      let name = label(party).lowercased()
      guard let word = words.first(where: name.contains) else { return nil }
      let exporters = from[party]!.sorted()
      return NetworkLead(
        kind: .forwarderConsignee, party: party, others: exporters, score: Double(exporters.count),
        explanation:
          "named as consignee of \(lines[party]!.count) shipments of \(exporters.count) exporters; the name says \(word)",
        lines: Array(lines[party]!.prefix(20)))
    }
  }

  /// Exporters that begin to ship to the consignees of another just after that one stopped or was listed.
  private func successors(_ options: LeadOptions) -> [NetworkLead] {
    var trade: [Int: [Int: Double]] = [:]
    var lines: [Int: [Int: [Int]]] = [:]
    var last: Day?
    for edge in edges([.ships]) {
      trade[edge.from, default: [:]][edge.to, default: 0] += max(edge.amount, 1)
      lines[edge.from, default: [:]][edge.to, default: []].append(edge.line)
      if let day = edge.day { last = max(last ?? day, day) }
    }
    guard let last else { return [] }
    // Exporters by consignee, so that only those with a common one are compared.
    var byConsignee: [Int: [Int]] = [:]
    for exporter in trade.keys.sorted() {
      for consignee in trade[exporter]!.keys { byConsignee[consignee, default: []].append(exporter) }
    }
    var leads: [NetworkLead] = []
    for old in trade.keys.sorted() {
      guard let ended = nodes[old].lastShipped, let begun = nodes[old].firstShipped, let volume = trade[old]
      else { continue }
      let listedFrom = nodes[old].listed.compactMap(\.listedFrom).filter { $0 > begun }.min()
      // Silence to the end of the data counts as having stopped.
      guard listedFrom != nil || ended.distance(to: last) >= options.silenceDays else { continue }
      let turn = listedFrom ?? ended
      var near: Set<Int> = []
      for consignee in volume.keys {
        if let others = byConsignee[consignee], others.count <= 500 { near.formUnion(others) }
      }
      let total = volume.values.reduce(0, +)
      for new in near.sorted() where new != old && nodes[new].listed.isEmpty {
        guard let start = nodes[new].firstShipped else { continue }
        let gap = turn.distance(to: start)
        guard gap >= -options.overlapDays, gap <= options.successionDays else { continue }
        let common = volume.keys.filter { trade[new]![$0] != nil }.sorted()
        let taken = common.reduce(0.0) { $0 + volume[$1]! } / total
        guard taken >= options.successionShare else { continue }
        let what = listedFrom.map { "listed from \($0)" } ?? "no shipment after \(ended)"
        leads.append(
          NetworkLead(
            kind: .successor, party: new, others: [old] + common, score: taken * Double(common.count),
            explanation:
              "first ships on \(start), \(gap) days after \(label(old)) (\(what)); its consignees made up \(Int((taken * 100).rounded())) % of that one's trade",
            lines: common.flatMap { consignee in
              // The last shipments of the one and the first of the other.
              (lines[old]?[consignee] ?? []).suffix(3) + (lines[new]?[consignee] ?? []).prefix(3)
            }.sorted()))
      }
    }
    return leads
  }

  /// Goods that come back: cycles of shipments of the same goods, each later than the one before.
  private func circles(_ options: LeadOptions) -> [NetworkLead] {
    var out: [Int: [NetworkEdge]] = [:]
    for edge in edges([.ships]) where edge.day != nil { out[edge.from, default: []].append(edge) }
    for node in out.keys { out[node]!.sort { ($0.day!, $0.to, $0.line) < ($1.day!, $1.to, $1.line) } }
    var leads: [NetworkLead] = []
    var known: Set<[Int]> = []
    for start in out.keys.sorted() {
      var visits = 0
      func follow(_ path: [NetworkEdge], _ seen: Set<Int>) {
        visits += 1
        guard visits < 20_000, leads.count < 1000 else { return }
        let end = path[path.count - 1]
        for edge in out[end.to] ?? [] {
          guard edge.day! >= end.day!, path[0].day!.distance(to: edge.day!) <= options.circleDays,
            edge.goods?.prefix(4) == path[0].goods?.prefix(4)
          else { continue }
          if edge.to == start {
            let members = (path + [edge]).map(\.from)
            guard known.insert(members.sorted()).inserted else { continue }
            let least = (path + [edge]).map(\.amount).min() ?? 0
            leads.append(
              NetworkLead(
                kind: .circular, party: start, others: Array(members.dropFirst()),
                score: 1 + NameScale.log(1 + least),
                explanation:
                  "goods \(edge.goods?.prefix(4) ?? "of no stated code") return after \(path.count + 1) shipments in \(path[0].day!.distance(to: edge.day!)) days: \((members + [start]).map(label).joined(separator: " > "))",
                lines: (path + [edge]).map(\.line)))
          } else if path.count < options.circleLength - 1, !seen.contains(edge.to) {
            follow(path + [edge], seen.union([edge.to]))
          }
        }
      }
      for edge in out[start]! { follow([edge], [start, edge.to]) }
    }
    return leads
  }

  /// Consignees in one country that all ship on to the same party in another.
  private func regrouped(_ options: LeadOptions) -> [NetworkLead] {
    var suppliers: [Int: [Int: [NetworkEdge]]] = [:]
    var receives: [Int: [NetworkEdge]] = [:]
    for edge in edges([.ships]) {
      suppliers[edge.to, default: [:]][edge.from, default: []].append(edge)
      receives[edge.to, default: []].append(edge)
    }
    var leads: [NetworkLead] = []
    for end in suppliers.keys.sorted() {
      // Suppliers that are themselves consignees of earlier shipments of the same goods.
      let between = suppliers[end]!.filter { middle, onward in
        guard let inward = receives[middle] else { return false }
        return inward.contains { a in
          a.from != end
            && onward.contains { b in
              a.goods?.prefix(4) == b.goods?.prefix(4) && (a.day == nil || b.day == nil || a.day! <= b.day!)
            }
        }
      }
      guard between.count >= options.regroupedSize else { continue }
      let middles = between.keys.sorted()
      let sources = Set(middles.flatMap { receives[$0]!.map(\.from) }).subtracting([end])
      let lines = middles.flatMap { between[$0]!.map(\.line) }
      leads.append(
        NetworkLead(
          kind: .regrouped, party: end, others: middles + sources.sorted(), score: Double(between.count),
          explanation:
            "\(between.count) consignees of \(sources.count) exporters ship the same goods on to \(label(end))\(nodes[end].country.map { " in \($0)" } ?? "")",
          lines: Array(lines.sorted().prefix(40))))
    }
    return leads
  }
}

/// Limits of the indicators; stated values, to be set by the user's experience.
public struct LeadOptions: Sendable, Hashable {
  /// Share of ownership in per cent.
  public var ownershipLimit = 50.0
  /// Whether the share must exceed the limit (EU: more than 50 %) or may equal it (US: 50 % or more).
  public var ownershipIsStrict = false
  /// Parties at one address that make it a factory.
  public var factorySize = 5
  /// Days without a shipment that count as having stopped.
  public var silenceDays = 90
  /// Days within which a successor begins.
  public var successionDays = 180
  /// Days that a successor may begin before the other stops.
  public var overlapDays = 30
  /// Share of the old trade that goes to common consignees.
  public var successionShare = 0.5
  /// Longest time of a circle in days, and most shipments in it.
  public var circleDays = 365
  public var circleLength = 5
  public var regroupedSize = 2

  public init() {}
}
