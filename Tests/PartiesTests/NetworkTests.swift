// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ListReaders
import Parties
import PartyGraph
import Tabular
import Testing
import TradeModel

@Suite("The network of parties") struct NetworkTests {
  /// Rings of dense groups joined by single bridges.
  static func planted(_ groups: Int, _ size: Int, _ generator: inout SeededGenerator) -> (
    WeightedGraph, [Int]
  ) {
    var edges: [(a: Int, b: Int, weight: Double)] = []
    for group in 0..<groups {
      for i in 0..<size {
        for j in i + 1..<size where Double.random(in: 0..<1, using: &generator) < 0.7 {
          edges.append((group * size + i, group * size + j, 1))
        }
      }
      for i in 0..<size - 1 { edges.append((group * size + i, group * size + i + 1, 1)) }
      edges.append((group * size, ((group + 1) % groups) * size + 1, 1))
    }
    return (WeightedGraph(count: groups * size, edges: edges), (0..<groups * size).map { $0 / size })
  }

  @Test func `communities that were planted are found, and are the same each time`() {
    var generator = SeededGenerator(seed: 3)
    let (graph, truth) = Self.planted(12, 9, &generator)
    let found = Leiden().communities(graph)
    #expect(found == truth)
    #expect(found == Leiden().communities(graph))
    #expect(Leiden.modularity(graph, found) > 0.75)
  }

  @Test func `Zachary's karate club is parted at least as well as the best known partition`() {
    // W. W. Zachary (1977): 34 members, 78 bonds; the greatest modularity is 0.4198.
    let bonds = [
      (1, [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32]), (2, [3, 4, 8, 14, 18, 20, 22, 31]),
      (3, [4, 8, 9, 10, 14, 28, 29, 33]), (4, [8, 13, 14]), (5, [7, 11]), (6, [7, 11, 17]), (7, [17]),
      (9, [31, 33, 34]),
      (10, [34]), (14, [34]), (15, [33, 34]), (16, [33, 34]), (19, [33, 34]), (20, [34]), (21, [33, 34]),
      (23, [33, 34]),
      (24, [26, 28, 30, 33, 34]), (25, [26, 28, 32]), (26, [32]), (27, [30, 34]), (28, [34]), (29, [32, 34]),
      (30, [33, 34]), (31, [33, 34]), (32, [33, 34]), (33, [34]),
    ]
    let edges = bonds.flatMap { a, others in others.map { (a: a - 1, b: $0 - 1, weight: 1.0) } }
    #expect(edges.count == 78)
    let graph = WeightedGraph(count: 34, edges: edges)
    #expect(Leiden.modularity(graph, Leiden(rounds: 10).communities(graph)) > 0.415)
    // The two leaders carry most paths and rank highest.
    let between = graph.betweenness(cutoff: 10)
    #expect(abs(between[0] - 231.071) < 0.01)
    let rank = graph.pageRank()
    #expect(Set(rank.indices.sorted { rank[$0] > rank[$1] }.prefix(2)) == [0, 33])
    #expect(abs(rank.reduce(0, +) - 1) < 1e-9)
    #expect(abs(rank[33] - 0.1009) < 0.001)
  }

  /// A graph of forty nodes from a generator that Tools/network-measures.py runs too; the figures are those of igraph and
  /// networkx, which agree.
  static func known() -> WeightedGraph {
    var state = 12_345
    func draw(_ bound: Int) -> Int {
      state = (1_103_515_245 * state + 12_345) & 0x7fff_ffff
      return (state >> 8) % bound
    }
    var edges: [(a: Int, b: Int, weight: Double)] = []
    for _ in 0..<85 {
      let (a, b, weight) = (draw(40), draw(40), 1 + draw(5))
      if a != b { edges.append((a, b, Double(weight))) }
    }
    return WeightedGraph(count: 40, edges: edges)
  }

  @Test func `importance is that of igraph and networkx`() {
    let golden = [
      0.0407197, 0.0175701, 0.025452932, 0.0136492, 0.025033609, 0.023343435, 0.033882012, 0.021851972,
      0.036982478, 0.026817189, 0.048995116, 0.006157901, 0.007241294, 0.027184382, 0.034526048, 0.026865412,
      0.027812253, 0.012987499, 0.03086708, 0.020544931, 0.025495424, 0.028728394, 0.03116135, 0.041212748,
      0.034834223, 0.009424309, 0.028816854, 0.016759161, 0.032818726, 0.019025399, 0.019995821, 0.013118816,
      0.031966027, 0.023370612, 0.036165817, 0.023365014, 0.016841567, 0.016941605, 0.019165403, 0.022308189,
    ]
    let rank = Self.known().pageRank()
    for (found, expected) in zip(rank, golden) { #expect(abs(found - expected) < 2e-9) }
  }

  @Test(arguments: [
    (
      2,
      [
        7.5, 5.0, 2.0, 0.5, 5.0, 2.0, 7.0, 7.0, 14.0, 5.5, 13.5, 0.0, 0.5, 5.0, 12.333333, 8.5, 5.5, 1.0, 7.5,
        4.5,
        6.0, 8.0, 9.5, 12.5, 13.0, 1.0, 8.333333, 0.5, 4.333333, 4.5, 4.0, 1.0, 11.0, 9.0, 11.5, 5.0, 0.5,
        2.0, 5.5,
        4.0,
      ]
    ),
    (
      3,
      [
        33.6, 18.983333, 7.333333, 2.333333, 26.409524, 6.733333, 22.0, 27.219048, 40.15, 23.17619, 41.9, 0.0,
        2.666667, 19.816667, 44.933333, 29.683333, 19.166667, 3.0, 26.819048, 21.666667, 27.25, 26.016667,
        36.95,
        43.292857, 48.366667, 4.083333, 37.7, 1.833333, 17.935714, 14.22619, 14.642857, 4.75, 34.97619,
        34.842857,
        42.242857, 17.583333, 2.616667, 7.866667, 23.333333, 10.9,
      ]
    ),
    (
      10,
      [
        46.682251, 32.503571, 9.119048, 5.108333, 43.568074, 9.671465, 27.644048, 38.17619, 53.810823,
        36.076407,
        67.257792, 0.0, 3.631818, 29.634957, 62.65404, 55.627453, 27.975108, 4.741667, 42.616775, 36.269192,
        58.21912, 33.777633, 58.638059, 63.379113, 71.817388, 5.619048, 51.500216, 2.852814, 30.148449,
        23.25285,
        22.514358, 5.981061, 47.212085, 53.125649, 60.577489, 26.45, 4.074242, 12.691667, 41.373485,
        15.026263,
      ]
    ),
  ])
  func `paths of bounded length through a node are those of igraph`(_ cutoff: Int, _ golden: [Double]) {
    let found = Self.known().betweenness(cutoff: cutoff)
    for (value, expected) in zip(found, golden) { #expect(abs(value - expected) < 1e-6) }
  }

  @Test func `communities are as good as the best of two hundred runs of igraph's`() {
    let graph = Self.known()
    #expect(Set(graph.components()).count == 1)
    let best =
      (1...20).map { Leiden.modularity(graph, Leiden(seed: $0, rounds: 10).communities(graph)) }.max() ?? 0
    // igraph's best is 0.481683.
    #expect(best > 0.475, "\(best)")
  }

  @Test func `components are those of a plain search, on random graphs`() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<30 {
      let n = Int.random(in: 1...40, using: &generator)
      let edges = (0..<n).map { _ in
        (
          a: Int.random(in: 0..<n, using: &generator), b: Int.random(in: 0..<n, using: &generator),
          weight: 1.0
        )
      }
      let component = WeightedGraph(count: n, edges: edges).components()
      var reach = (0..<n).map { i in (0..<n).map { $0 == i } }
      for edge in edges { (reach[edge.a][edge.b], reach[edge.b][edge.a]) = (true, true) }
      for k in 0..<n {
        for i in 0..<n where reach[i][k] { for j in 0..<n where reach[k][j] { reach[i][j] = true } }
      }
      for i in 0..<n { for j in 0..<n { #expect((component[i] == component[j]) == reach[i][j]) } }
    }
  }

  static func network(_ shipments: String, ownership: String? = nil, listed: String? = nil) throws
    -> PartyNetwork
  {
    var network = PartyNetwork()
    _ = try NetworkReader.addShipments(try DelimitedText(Array(shipments.utf8)), to: &network)
    if let ownership {
      _ = try NetworkReader.addOwnership(try DelimitedText(Array(ownership.utf8)), to: &network)
    }
    if let listed {
      let source = ListSource(id: "t", title: "Test", publisher: "t", format: .table, effect: .controlList)
      let list = try ListReader.read(source, files: [Array(("schema,name,startDate\n" + listed).utf8)])
      network.screen(PartyLists([list]), on: Day(year: 2025, month: 12, day: 31)!)
    }
    return network
  }

  static func found(_ network: PartyNetwork, _ kind: NetworkLead.Kind) -> [String] {
    network.leads().filter { $0.kind == kind }.map { network.nodes[$0.party].label }.sorted()
  }

  static let header =
    "exporter,exporter_address,exporter_phone,consignee,consignee_country,date,net_mass_kg,commodity_code\n"

  @Test func `an address or phone shared with a listed party is a lead`() throws {
    let network = try Self.network(
      Self.header
        + """
        Vermillion Antimony Works,5 Mill Lane,,Osaka Parts,JP,2025-03-01,10,811010
        Quiet Harbour Goods,5 Mill Lane,,Kobe Parts,JP,2025-03-02,10,811010
        Elsewhere Goods,9 Other Lane,,Kobe Parts,JP,2025-03-02,10,811010
        """, listed: "Company,Vermillion Antimony Works,2025-01-01\n")
    #expect(Self.found(network, .sharedContact) == ["Quiet Harbour Goods"])
  }

  @Test func `the 50 per cent rule adds shares, follows chains, and a loop does not hold itself up`() throws {
    let ownership = """
      owner,owned,share
      Vermillion Antimony Works,Middle Holding,30
      Cinnabar Foundation,Middle Holding,20
      Middle Holding,Bottom Trading,50
      Vermillion Antimony Works,Small Stake Metals,49.9
      Ring One Metals,Ring Two Metals,60
      Ring Two Metals,Ring One Metals,60
      Vermillion Antimony Works,Loop Alpha Metals,10
      Loop Beta Metals,Loop Alpha Metals,40
      Loop Alpha Metals,Loop Beta Metals,90
      """
    let network = try Self.network(
      Self.header, ownership: ownership,
      listed: "Company,Vermillion Antimony Works,2025-01-01\nCompany,Cinnabar Foundation,2025-01-01\n")
    #expect(Self.found(network, .ownedByListed) == ["Bottom Trading", "Middle Holding"])
  }

  @Test
  func `a firm that takes over the trade of a listed one is a lead, an old firm with the same buyers is not`()
    throws
  {
    var text = Self.header
    for day in 1...9 { text += "Vermillion Antimony Works,,,Osaka Parts,JP,2025-01-0\(day),100,811010\n" }
    text += "Vermillion Antimony Works,,,Nagoya Parts,JP,2025-01-09,100,811010\n"
    for month in 4...9 {
      text += "Fresh Start Resources,,,Osaka Parts,JP,2025-0\(month)-10,100,811010\n"
      text += "Old Neighbour Mining,,,Osaka Parts,JP,2025-0\(month)-11,100,811010\n"
    }
    text += "Old Neighbour Mining,,,Osaka Parts,JP,2023-01-11,100,811010\n"
    let network = try Self.network(text, listed: "Company,Vermillion Antimony Works,2025-03-01\n")
    #expect(Self.found(network, .successor) == ["Fresh Start Resources"])
    // What both shipped to the common buyer: three of the last and three of the first.
    let lead = try #require(network.leads().first { $0.kind == .successor })
    #expect(lead.lines.count == 6)
  }

  @Test func `goods that come back, consignees that meet again, forwarders and crowded addresses are leads`()
    throws
  {
    var text = Self.header
    text +=
      "Alpha Metals,,,Beta Metals,TH,2025-01-01,50,811010\nBeta Metals,,,Gamma Metals,MX,2025-02-01,50,811010\n"
    text += "Gamma Metals,,,Alpha Metals,CN,2025-03-01,49,811010\n"
    text +=
      "Delta Mine,,,Bangkok One,TH,2025-01-01,50,811292\nEpsilon Mine,,,Bangkok Two,TH,2025-01-05,50,811292\n"
    text +=
      "Bangkok One,,,Final User,US,2025-02-01,50,811292\nBangkok Two,,,Final User,US,2025-02-05,50,811292\n"
    text += "Delta Mine,,,Sunny Freight Forwarding,SG,2025-02-05,50,811292\n"
    for k in 0..<6 {
      text += "Numbered Firm \(k),77 Tower Street,,Buyer \(k),JP,2025-05-0\(k + 1),1,250410\n"
    }
    let network = try Self.network(text)
    #expect(network.leads().count { $0.kind == .circular } == 1)
    #expect(Self.found(network, .regrouped) == ["Final User"])
    #expect(Self.found(network, .forwarderConsignee) == ["Sunny Freight Forwarding"])
    #expect(network.leads().count { $0.kind == .registrationFactory } == 1)
  }

  @Test func `a circle in the wrong order of days is none`() throws {
    let network = try Self.network(
      Self.header
        + "Alpha Metals,,,Beta Metals,TH,2025-03-01,50,811010\nBeta Metals,,,Gamma Metals,MX,2025-02-01,50,811010\nGamma Metals,,,Alpha Metals,CN,2025-01-01,50,811010\n"
    )
    #expect(network.leads().allSatisfy { $0.kind != .circular })
  }

  @Test func `exports are well-formed and names cannot break out of them`() throws {
    let network = try Self.network(
      Self.header
        + "\"<script>alert(1)</script> & \"\"Co\"\"\",1 Mill Lane,,Osaka Parts,JP,2025-03-01,10,811010\n")
    let picture = NetworkPicture(network)
    let html = picture.html(title: "A <b>", leads: network.leads(), of: network)
    for text in [network.graphML(), picture.svg(), html] {
      #expect(!text.contains("<script>"))
      #expect(!text.contains("& \"Co"))
    }
    #expect(picture.svg() == NetworkPicture(network).svg())
    for line in network.followTheMoney().split(separator: "\n") {
      #expect(line.hasPrefix("{") && line.hasSuffix("}"))
    }
  }
}
