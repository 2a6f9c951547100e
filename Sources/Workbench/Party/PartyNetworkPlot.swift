// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Those a party deals with, as a network that was laid out before: circles for parties, arrows for shipments.
public struct PartyNetworkPlot: Encodable, Sendable {
  public struct Node: Encodable, Sendable {
    public var name: String
    public var country: String?
    public var href: String
    /// Place and size in the units of `width` and `height`.
    public var x: Double
    public var y: Double
    public var radius: Double
    /// Whether it is the party of the page.
    public var isCentre: Bool
    /// The list it may be on, where one was found.
    public var list: String?

    public init(
      name: String, country: String?, href: String, x: Double, y: Double, radius: Double, isCentre: Bool,
      list: String?
    ) {
      self.name = name
      self.country = country
      self.href = href
      self.x = x
      self.y = y
      self.radius = radius
      self.isCentre = isCentre
      self.list = list
    }
  }

  public struct Edge: Encodable, Sendable {
    /// Positions in `nodes`: from the exporter to the consignee.
    public var from: Int
    public var to: Int
    /// How many items.
    public var items: Int

    public init(from: Int, to: Int, items: Int) {
      self.from = from
      self.to = to
      self.items = items
    }
  }

  public var width: Double
  public var height: Double
  public var nodes: [Node]
  public var edges: [Edge]

  public init(width: Double, height: Double, nodes: [Node], edges: [Edge]) {
    self.width = width
    self.height = height
    self.nodes = nodes
    self.edges = edges
  }

  func write(_ name: String, to page: inout Page) {
    let most = Double(max(1, edges.map(\.items).max() ?? 1))
    page.tag(
      "figure",
      [
        "class": "network", "data-live": "network", "data-say-closer": page.say("live.closer"),
        "data-say-farther": page.say("live.farther"), "data-say-whole": page.say("live.whole"),
        "data-say-hint": page.say("live.network.hint"),
      ]
    ) { page in
      page.tag(
        "svg",
        [
          "viewBox": "0 0 \(Number.length(width)) \(Number.length(height))", "role": "group", "class": "plot",
          "aria-label": page.say("party.network.label", name, Number.grouped(max(0, nodes.count - 1))),
        ]
      ) { page in
        page.html.raw(
          "<defs><marker id=\"arrow-soft\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"5\" markerHeight=\"5\" orient=\"auto\"><path class=\"arrowhead soft\" d=\"M0 1 8 4 0 7z\"/></marker></defs>\n"
        )
        page.tag("g", ["class": "stage"]) { page in
          for edge in edges where nodes.indices.contains(edge.from) && nodes.indices.contains(edge.to) {
            tie(edge, most, &page)
          }
          for (number, node) in nodes.enumerated() { circle(node, number, &page) }
          for (number, place) in labels() { label(number, place, &page) }
        }
      }
      page.tag("figcaption", ["class": "legend"]) { page in
        page.tag("span", page.say("party.network.legend"))
        if nodes.contains(where: { $0.list != nil }) {
          page.tag("span") { page in
            page.html.raw(
              "<svg class=\"swatch\" viewBox=\"0 0 14 14\" width=\"14\" height=\"14\" aria-hidden=\"true\"><g class=\"node listed\"><circle class=\"shape\" cx=\"7\" cy=\"7\" r=\"4.6\"/><circle class=\"ring\" cx=\"7\" cy=\"7\" r=\"6.2\"/></g></svg>"
            )
            page.html.text(page.say("party.network.listed"))
          }
        }
      }
    }
  }

  private func tie(_ edge: Edge, _ most: Double, _ page: inout Page) {
    let (a, b) = (nodes[edge.from], nodes[edge.to])
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = max(1, (dx * dx + dy * dy).squareRoot())
    let gap = min(length / 2, b.radius + 4)
    let end = (x: b.x - dx / length * gap, y: b.y - dy / length * gap)
    let isOwn = a.isCentre || b.isCentre
    page.tag(
      "line",
      [
        "class": isOwn ? "tie own" : "tie", "x1": Number.length(a.x), "y1": Number.length(a.y),
        "x2": Number.length(end.x), "y2": Number.length(end.y),
        "stroke-width": Number.length(1 + 2.4 * (Double(edge.items) / most).squareRoot()),
        "marker-end": "url(#\(isOwn ? "arrow" : "arrow-soft"))", "data-from": String(edge.from),
        "data-to": String(edge.to),
      ]
    ) { page in
      page.tag("title", "\(a.name) → \(b.name): \(page.say.count("party.items", edge.items))")
    }
  }

  private func circle(_ node: Node, _ number: Int, _ page: inout Page) {
    page.tag("a", ["href": node.href, "data-node": String(number), "aria-label": Self.label(node)]) { page in
      page.tag(
        "g", ["class": node.list != nil ? "node listed" : node.isCentre ? "node self" : "node"]
      ) { page in
        page.tag("title", Self.label(node))
        page.html.empty(
          "circle",
          [
            "class": "shape", "cx": Number.length(node.x), "cy": Number.length(node.y),
            "r": Number.length(node.radius),
          ])
        if node.list != nil {
          page.html.empty(
            "circle",
            [
              "class": "ring", "cx": Number.length(node.x), "cy": Number.length(node.y),
              "r": Number.length(node.radius + 3.5),
            ])
        }
      }
    }
  }

  private static func label(_ node: Node) -> String {
    [node.name, node.country, node.list].compactMap(\.self).joined(separator: " · ")
  }

  private func label(_ number: Int, _ place: (x: Double, y: Double), _ page: inout Page) {
    let node = nodes[number]
    page.tag(
      "text",
      [
        "data-label": String(number), "class": node.isCentre ? "name self" : "name",
        "x": Number.length(place.x),
        "y": Number.length(place.y), "text-anchor": "middle", "aria-hidden": "true",
      ], Self.short(node.name))
  }

  /// Names below or above their circles, where they cover neither another name nor a circle; the rest show on pointing.
  private func labels() -> [(Int, (x: Double, y: Double))] {
    var taken: [(x: Double, y: Double, half: Double)] = []
    var placed: [(Int, (x: Double, y: Double))] = []
    let order = nodes.enumerated().sorted {
      ($0.element.isCentre ? 0 : $0.element.list != nil ? 1 : 2, -$0.element.radius, $0.offset)
        < ($1.element.isCentre ? 0 : $1.element.list != nil ? 1 : 2, -$1.element.radius, $1.offset)
    }
    for (number, node) in order {
      let half = Number.width(of: Self.short(node.name), size: node.isCentre ? 14.5 : 12.5) / 2 + 3
      for y in [node.y + node.radius + 15, node.y - node.radius - 7] {
        let x = min(width - half, max(half, node.x))
        let isFree =
          !taken.contains { abs($0.y - y) < 14 && abs($0.x - x) < $0.half + half }
          && !nodes.contains {
            ($0.x != node.x || $0.y != node.y) && abs($0.y - y + 4) < $0.radius + 6
              && abs($0.x - x) < $0.radius + half
          }
        guard isFree || node.isCentre else { continue }
        taken.append((x, y, half))
        placed.append((number, (x, max(14, min(height - 6, y)))))
        break
      }
    }
    return placed
  }

  private static func short(_ name: String) -> String { Number.cut(name, to: 210, size: 12.5) }
}
