// SPDX-License-Identifier: Apache-2.0

public import Parties
public import TradeModel

/// What a node of the network is.
public enum NodeKind: String, Sendable, Hashable, CaseIterable {
  case party, address, phone, email, vessel, container, licence
}

/// How two nodes are bound.
public enum Relation: String, Sendable, Hashable, CaseIterable {
  case ships = "ships to"
  case declares = "declares for"
  case at = "at address"
  case phone = "has phone"
  case email = "has email"
  case carriedBy = "carried by"
  case packedIn = "packed in"
  case under = "under licence"
  case owns
}

/// One thing in the network.
public struct NetworkNode: Sendable, Hashable {
  public var id: String
  public var kind: NodeKind
  public var label: String
  public var country: CountryCode?
  /// Lists the party is found on, with the probability of the best hit.
  public var listed: [ListHit] = []
  /// First and last day of a shipment as exporter.
  public var firstShipped: Day?
  public var lastShipped: Day?

  public init(id: String, kind: NodeKind, label: String) {
    (self.id, self.kind, self.label) = (id, kind, label)
  }
}

/// A bond between two nodes; shipments of one pair and destination on one day stay apart.
public struct NetworkEdge: Sendable, Hashable {
  public var from: Int
  public var to: Int
  public var relation: Relation
  public var day: Day?
  /// Declared mass in kilograms for shipments; share in per cent for ownership.
  public var amount: Double
  public var goods: String?
  /// Country the goods go to, for shipments.
  public var destination: CountryCode?
  /// Line of the input, 1-based.
  public var line: Int
}

/// A network of parties and what binds them.
public struct PartyNetwork: Sendable {
  public internal(set) var nodes: [NetworkNode] = []
  public internal(set) var edges: [NetworkEdge] = []
  private var numbers: [String: Int] = [:]

  public init() {}

  /// The number of a node, made when it is new.
  ///
  /// Parties are one when their folded names without legal forms are; addresses, phones and the rest when their
  /// letters and digits are.
  public mutating func node(_ kind: NodeKind, _ label: String, country: CountryCode? = nil) -> Int? {
    let key: String
    switch kind {
    case .party:
      let name = PreparedName(label, kind: .organisation)
      guard !name.isEmpty else { return nil }
      key = name.words.joined(separator: " ")
    default:
      let folded = PreparedName(label, kind: .person).words.joined()
      guard folded.utf8.count >= 3 else { return nil }
      key = folded
    }
    let id = "\(kind.rawValue):\(key)"
    if let number = numbers[id] {
      if nodes[number].country == nil { nodes[number].country = country }
      return number
    }
    numbers[id] = nodes.count
    var made = NetworkNode(id: id, kind: kind, label: label)
    made.country = country
    nodes.append(made)
    return nodes.count - 1
  }

  /// The number of a party by name, when it is in the network.
  public func party(_ name: String) -> Int? {
    numbers["party:" + PreparedName(name, kind: .organisation).words.joined(separator: " ")]
  }

  public mutating func connect(
    _ from: Int?, _ to: Int?, _ relation: Relation, day: Day? = nil, amount: Double = 1, goods: String? = nil,
    destination: CountryCode? = nil, line: Int
  ) {
    guard let from, let to, from != to || relation == .owns else { return }
    edges.append(
      NetworkEdge(
        from: from, to: to, relation: relation, day: day, amount: amount, goods: goods,
        destination: destination, line: line))
    if relation == .ships, let day {
      nodes[from].firstShipped = min(nodes[from].firstShipped ?? day, day)
      nodes[from].lastShipped = max(nodes[from].lastShipped ?? day, day)
    }
  }

  /// Marks a party as found on lists.
  public mutating func mark(_ node: Int, listed: [ListHit]) { nodes[node].listed = listed }

  /// Marks the parties found on lists as of a day.
  public mutating func screen(_ lists: PartyLists, on day: Day, least: Double = 0.8) {
    var screener = ListScreener(lists)
    for number in nodes.indices where nodes[number].kind == .party {
      let party = Party(name: nodes[number].label, country: nodes[number].country)
      nodes[number].listed = screener.screen(party, on: day).filter { $0.probability >= least }
    }
  }

  /// The network as an undirected graph, shipments between two parties counting by how many there are.
  public var graph: WeightedGraph {
    var weights: [UInt64: Double] = [:]
    for edge in edges {
      let key = UInt64(min(edge.from, edge.to)) << 32 | UInt64(max(edge.from, edge.to))
      weights[key, default: 0] += edge.relation == .owns ? max(0.1, edge.amount / 25) : 1
    }
    let list = weights.keys.sorted().map { key in
      // Many shipments bind more than one, but not in proportion.
      (a: Int(key >> 32), b: Int(key & 0xFFFF_FFFF), weight: 1 + NameNumerics.log(max(1, weights[key]!)))
    }
    return WeightedGraph(count: nodes.count, edges: list)
  }

  /// The part of the network within some steps of a node.
  public func around(_ centre: Int, steps: Int) -> PartyNetwork {
    var distance = [centre: 0]
    var frontier = [centre]
    var beside: [[Int]] = Array(repeating: [], count: nodes.count)
    for edge in edges {
      beside[edge.from].append(edge.to)
      beside[edge.to].append(edge.from)
    }
    for step in 1...max(1, steps) {
      var next: [Int] = []
      for node in frontier {
        for other in beside[node] where distance[other] == nil {
          distance[other] = step
          next.append(other)
        }
      }
      frontier = next
    }
    return restricted(to: Set(distance.keys))
  }

  func restricted(to kept: Set<Int>) -> PartyNetwork {
    var part = PartyNetwork()
    var moved: [Int: Int] = [:]
    for number in nodes.indices where kept.contains(number) {
      moved[number] = part.nodes.count
      part.numbers[nodes[number].id] = part.nodes.count
      part.nodes.append(nodes[number])
    }
    for var edge in edges {
      guard let from = moved[edge.from], let to = moved[edge.to] else { continue }
      (edge.from, edge.to) = (from, to)
      part.edges.append(edge)
    }
    return part
  }
}
