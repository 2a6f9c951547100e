// SPDX-License-Identifier: Apache-2.0

import PageMarkup
internal import Parties
internal import TradeModel

/// A picture of a network as SVG, alone or in an HTML page with its leads.
public struct NetworkPicture: Sendable {
  let network: PartyNetwork
  let communities: [Int]
  let rank: [Double]
  /// Most nodes drawn; the most important stay.
  public static let mostNodes = 220
  static let palette = [
    "#3b6ea5", "#c2703d", "#4f8a5b", "#8a5a99", "#b0963a", "#4b8f97", "#a34f62", "#6b6f78", "#7a8f3a",
    "#9a6b4f",
  ]

  public init(_ network: PartyNetwork) {
    let graph = network.graph
    let rank = graph.pageRank()
    var drawn = network
    if network.nodes.count > Self.mostNodes {
      let kept = network.nodes.indices.sorted {
        (network.nodes[$0].listed.isEmpty ? 0 : 1, rank[$0], -$0) > (
          network.nodes[$1].listed.isEmpty ? 0 : 1, rank[$1], -$1
        )
      }.prefix(Self.mostNodes)
      drawn = network.restricted(to: Set(kept))
    }
    self.network = drawn
    communities = Leiden().communities(drawn.graph)
    self.rank = drawn.graph.pageRank()
  }

  /// A node as it was laid out.
  public struct Place: Sendable, Hashable {
    public var node: NetworkNode
    public var x: Double
    public var y: Double
    public var radius: Double
    public var community: Int
  }

  /// The nodes that are drawn, with their places in a picture of this size, for whoever draws it otherwise; `bonds` name
  /// them by position.
  public func places(width: Double, height: Double) -> [Place] {
    let at = layout(width: width, height: height)
    return network.nodes.indices.map { number in
      Place(
        node: network.nodes[number], x: at[number].x, y: at[number].y, radius: radius(number),
        community: communities[number])
    }
  }

  /// How many nodes are drawn.
  public var count: Int { network.nodes.count }

  /// The bonds between the nodes that are drawn.
  public var bonds: [NetworkEdge] { network.edges }

  /// Places by forces: neighbours attract, all repel, communities begin together.
  ///
  /// T. M. J. Fruchterman, E. M. Reingold, "Graph drawing by force-directed placement" (1991).
  private func layout(width: Double, height: Double) -> [(x: Double, y: Double)] {
    let n = network.nodes.count
    guard n > 0 else { return [] }
    let groups = (communities.max() ?? 0) + 1
    // Points on a circle by the golden angle, without trigonometry of the platform: repeated rotation.
    let (c, s) = (-0.737_368_878_078_320, 0.675_490_294_261_524)
    var direction = (x: 1.0, y: 0.0)
    var centres: [(x: Double, y: Double)] = []
    for group in 0..<groups {
      let radius = 0.36 * (Double(group + 1) / Double(groups)).squareRoot()
      centres.append((0.5 + radius * direction.x, 0.5 + radius * direction.y))
      direction = (direction.x * c - direction.y * s, direction.x * s + direction.y * c)
    }
    var at = (0..<n).map { node -> (x: Double, y: Double) in
      let centre = centres[communities[node]]
      direction = (direction.x * c - direction.y * s, direction.x * s + direction.y * c)
      return (centre.x + 0.06 * direction.x, centre.y + 0.06 * direction.y)
    }
    let ideal = (1.0 / Double(n)).squareRoot() * 1.1
    // Many bonds of one pair draw no nearer than one.
    let bonds = Set(
      network.edges.filter { $0.from != $0.to }.map { [min($0.from, $0.to), max($0.from, $0.to)] }
    )
    .sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
    var heat = 0.08
    for _ in 0..<160 {
      var push = Array(repeating: (x: 0.0, y: 0.0), count: n)
      for i in 0..<n {
        for j in i + 1..<max(n, i + 1) {
          var (dx, dy) = (at[i].x - at[j].x, at[i].y - at[j].y)
          if dx == 0, dy == 0 { (dx, dy) = (1e-4 * Double(i - j), 1e-4) }
          let square = max(1e-6, dx * dx + dy * dy)
          let force = ideal * ideal / square
          push[i].x += dx * force
          push[i].y += dy * force
          push[j].x -= dx * force
          push[j].y -= dy * force
        }
      }
      for bond in bonds {
        let (a, b) = (bond[0], bond[1])
        let (dx, dy) = (at[a].x - at[b].x, at[a].y - at[b].y)
        let length = (dx * dx + dy * dy).squareRoot()
        let force = length / ideal * 0.5
        push[a].x -= dx * force
        push[a].y -= dy * force
        push[b].x += dx * force
        push[b].y += dy * force
      }
      for node in 0..<n {
        push[node].x += (0.5 - at[node].x) * 0.3
        push[node].y += (0.5 - at[node].y) * 0.3
        let length = max(1e-9, (push[node].x * push[node].x + push[node].y * push[node].y).squareRoot())
        let step = min(length, heat) / length
        at[node].x += push[node].x * step
        at[node].y += push[node].y * step
      }
      heat = max(0.002, heat * 0.97)
    }
    let (lowX, highX) = (at.map(\.x).min()!, at.map(\.x).max()!)
    let (lowY, highY) = (at.map(\.y).min()!, at.map(\.y).max()!)
    var placed = at.map {
      (
        x: 70 + ($0.x - lowX) / max(1e-9, highX - lowX) * (width - 140),
        y: 50 + ($0.y - lowY) / max(1e-9, highY - lowY) * (height - 100)
      )
    }
    separate(&placed, width, height)
    return placed
  }

  /// Moves nodes apart until none covers another or its name.
  private func separate(_ at: inout [(x: Double, y: Double)], _ width: Double, _ height: Double) {
    for _ in 0..<60 {
      var moved = false
      for i in at.indices {
        for j in at.indices where j > i {
          let least = radius(i) + radius(j) + 16
          var (dx, dy) = (at[j].x - at[i].x, (at[j].y - at[i].y) * 0.8)
          if dx == 0, dy == 0 { (dx, dy) = (0.1 * Double(j - i), 0.1) }
          let length = (dx * dx + dy * dy).squareRoot()
          guard length < least else { continue }
          let half = (least - length) / length * 0.5
          at[i].x -= dx * half
          at[i].y -= dy * half
          at[j].x += dx * half
          at[j].y += dy * half
          moved = true
        }
      }
      for i in at.indices {
        at[i].x = min(width - 60, max(60, at[i].x))
        at[i].y = min(height - 30, max(36, at[i].y))
      }
      if !moved { break }
    }
  }

  /// The picture as one SVG element.
  public func svg(width: Int = 1200, height: Int = 820) -> String {
    let at = layout(width: Double(width), height: Double(height))
    func r(_ x: Double) -> String { "\((x * 10).rounded() / 10)" }
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" role="img" font-family="system-ui, sans-serif">
      <title>Network of \(network.nodes.count) nodes</title>
      <style>\(Self.drawingStyle)</style>
      <defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="5" markerHeight="5" orient="auto"><path class="tip" d="M0 1 8 4 0 7z"/></marker><marker id="own" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="5" markerHeight="5" orient="auto"><path class="tip own" d="M0 1 8 4 0 7z"/></marker></defs>
      <rect class="ground" width="\(width)" height="\(height)"/>

      """
    var drawn: Set<[Int]> = []
    for edge in network.edges
    where drawn.insert([edge.from, edge.to, edge.relation == .ships ? 1 : edge.relation == .owns ? 2 : 0])
      .inserted
    {
      let (a, b) = (at[edge.from], at[edge.to])
      let length = max(1, ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot())
      let gap = radius(edge.to) + 2
      let end = (x: b.x + (a.x - b.x) / length * gap, y: b.y + (a.y - b.y) / length * gap)
      let style =
        edge.relation == .ships
        ? "class=\"ships\" marker-end=\"url(#to)\""
        : edge.relation == .owns ? "class=\"owns\" marker-end=\"url(#own)\"" : "class=\"has\""
      text +=
        "<line x1=\"\(r(a.x))\" y1=\"\(r(a.y))\" x2=\"\(r(end.x))\" y2=\"\(r(end.y))\" \(style)><title>\(edge.relation.rawValue)\(edge.day.map { " \($0)" } ?? "")</title></line>\n"
    }
    for (number, node) in network.nodes.enumerated() {
      let size = radius(number)
      let colour = Self.palette[communities[number] % Self.palette.count]
      let ring = node.listed.isEmpty ? "class=\"party\"" : "class=\"party listed\""
      let title =
        "<title>\(SafeText.escape(node.label))\(node.country.map { " (\($0))" } ?? "")\(node.listed.first.map { ": may be on \(SafeText.escape($0.listTitle))" } ?? "")</title>"
      if node.kind == .party {
        text +=
          "<circle cx=\"\(r(at[number].x))\" cy=\"\(r(at[number].y))\" r=\"\(r(size))\" fill=\"\(colour)\" \(ring)>\(title)</circle>\n"
      } else {
        text +=
          "<rect x=\"\(r(at[number].x - 5))\" y=\"\(r(at[number].y - 5))\" width=\"10\" height=\"10\" rx=\"2\" class=\"thing\" stroke=\"\(colour)\">\(title)</rect>\n"
      }
    }
    text += labels(at)
    return text + "</svg>\n"
  }

  /// Names of the listed and the most important, beside their node where no other name or circle is covered; the others
  /// show theirs when pointed at.
  private func labels(_ at: [(x: Double, y: Double)]) -> String {
    let order = rank.indices.sorted { a, b in
      let (x, y) = (network.nodes[a].listed.isEmpty ? 0 : 1, network.nodes[b].listed.isEmpty ? 0 : 1)
      return x != y ? x > y : rank[a] != rank[b] ? rank[a] > rank[b] : a < b
    }
    var taken: [(x: Double, y: Double, half: Double)] = []
    var text = ""
    for node in order.prefix(90) {
      let name = String(network.nodes[node].label.prefix(34))
      let size = network.nodes[node].kind == .party ? 12.0 : 10.0
      // Han and its like are as wide as high.
      let half = name.unicodeScalars.reduce(0.0) { $0 + ($1.value >= 0x2E80 ? 0.5 : 0.29) } * size
      let (x, y) = at[node]
      let gap = radius(node)
      let places: [(x: Double, y: Double)] = [
        (x, y - gap - 4), (x, y + gap + size + 1), (x + gap + half + 5, y + 4),
        (x - gap - half - 5, y + 4),
      ]
      func isFree(_ place: (x: Double, y: Double)) -> Bool {
        !taken.contains { abs($0.y - place.y) < 13 && abs($0.x - place.x) < $0.half + half }
          && !at.indices.contains {
            $0 != node && abs(at[$0].y - place.y + 4) < radius($0) + 5
              && abs(at[$0].x - place.x) < radius($0) + half
          }
      }
      // Whoever may be on a list is named in any case.
      guard let place = places.first(where: isFree) ?? (network.nodes[node].listed.isEmpty ? nil : places[0])
      else { continue }
      taken.append((place.x, place.y, half))
      text +=
        "<text x=\"\((place.x * 10).rounded() / 10)\" y=\"\((place.y * 10).rounded() / 10)\" text-anchor=\"middle\" font-size=\"\(Int(size))\" class=\"label\">\(SafeText.escape(name))</text>\n"
    }
    return text
  }

  private func radius(_ node: Int) -> Double {
    guard network.nodes[node].kind == .party, let most = rank.max(), most > 0 else { return 6 }
    return 6 + 14 * (rank[node] / most).squareRoot()
  }

  /// Colours of the drawing by day and by night; the hues of communities stand out on both.
  static let drawingStyle = """
    svg{--ground:#fbfbf9;--ink:#23272f;--ship:#8b93a1;--own:#a34f62;--has:#d3d6dc;--listed:#b3261e;--thing:#fff}\
    @media(prefers-color-scheme:dark){svg{--ground:#171c20;--ink:#e3e7ea;--ship:#7d8794;--own:#d98095;--has:#3d464e;\
    --listed:#ff6f61;--thing:#171c20}}.ground{fill:var(--ground)}.ships{stroke:var(--ship);stroke-width:1.3}\
    .owns{stroke:var(--own);stroke-width:1.6}.has{stroke:var(--has);stroke-dasharray:3 3}.tip{fill:var(--ship)}\
    .tip.own{fill:var(--own)}.party{stroke:var(--ground);stroke-width:1.5}.party.listed{stroke:var(--listed);stroke-width:3.5}\
    .thing{fill:var(--thing);stroke-width:1.6}.label{fill:var(--ink);stroke:var(--ground);stroke-width:3;paint-order:stroke}
    """

  /// A page with the picture, a legend and the leads; no script, nothing loaded from elsewhere.
  public func html(title: String, leads: [NetworkLead], of whole: PartyNetwork) -> String {
    var rows = ""
    for lead in leads.prefix(300) {
      let lines = lead.lines.prefix(12).map(String.init).joined(separator: ", ")
      rows +=
        "<tr><td>\(SafeText.escape(lead.kind.rawValue))</td><td>\(SafeText.escape(whole.nodes[lead.party].label))</td><td>\(SafeText.escape(lead.explanation))</td><td>\(lines)</td></tr>\n"
    }
    return """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><title>\(SafeText.escape(title))</title>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <style>:root{color-scheme:light dark;--page:#fff;--ink:#23272f;--soft:#555b66;--line:#e4e6ea;--own:#a34f62;--listed:#b3261e}
      @media(prefers-color-scheme:dark){:root{--page:#101417;--ink:#e3e7ea;--soft:#9aa5ae;--line:#2b3339;--own:#d98095;--listed:#ff6f61}}
      body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--page);margin:2rem auto;max-width:1240px;padding:0 1rem}
      h1{font-size:1.35rem;margin:0 0 .3rem}p{color:var(--soft);margin:.2rem 0 1rem}svg{width:100%;height:auto;border:1px solid var(--line);border-radius:8px}
      .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin-top:1.4rem;font-size:.9rem}th,td{text-align:left;padding:.45rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
      th{color:var(--soft);font-weight:600}td:first-child{min-width:9rem}.key{display:flex;gap:.4rem 1.4rem;flex-wrap:wrap;font-size:.85rem;color:var(--soft);margin:.6rem 0}
      .key i{display:inline-block;width:.7rem;height:.7rem;border-radius:50%;margin-right:.4rem;border:2.5px solid var(--listed)}.key .o{border:0;border-radius:0;height:2px;width:1.2rem;vertical-align:middle;background:var(--own)}
      .key .s{border:0;border-radius:0;height:2px;width:1.2rem;vertical-align:middle;background:#8b93a1}.key .t{border:1.6px solid var(--soft);border-radius:2px}.key .p{border:0;background:#3b6ea5}</style></head>
      <body><h1>\(SafeText.escape(title))</h1>
      <p>\(whole.nodes.count) nodes, \(whole.edges.count) bonds, \(network.nodes.count) drawn. Leads to check; none of them is a verdict.</p>
      \(svg())
      <div class="key"><span><i class="p"></i>party, size by PageRank, colour by community</span><span><i></i>may be on a list</span><span><i class="t"></i>address, phone, vessel, container, licence</span><span><i class="s"></i>shipment</span><span><i class="o"></i>ownership</span></div>
      <div class="wide"><table><thead><tr><th>Lead</th><th>Party</th><th>What it rests on</th><th>Lines</th></tr></thead><tbody>
      \(rows)</tbody></table></div></body></html>

      """
  }
}
