// SPDX-License-Identifier: Apache-2.0

import PageMarkup
internal import Parties
internal import TradeModel

/// The network in formats that other tools read.
extension PartyNetwork {
  /// GraphML 1.0 (graphml.graphdrawing.org).
  public func graphML() -> String {
    let communities = Leiden().communities(graph)
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="label" for="node" attr.name="label" attr.type="string"/>
        <key id="kind" for="node" attr.name="kind" attr.type="string"/>
        <key id="country" for="node" attr.name="country" attr.type="string"/>
        <key id="listed" for="node" attr.name="listed" attr.type="boolean"/>
        <key id="community" for="node" attr.name="community" attr.type="int"/>
        <key id="relation" for="edge" attr.name="relation" attr.type="string"/>
        <key id="day" for="edge" attr.name="day" attr.type="string"/>
        <key id="amount" for="edge" attr.name="amount" attr.type="double"/>
        <graph edgedefault="directed">

      """
    for (number, node) in nodes.enumerated() {
      text +=
        "    <node id=\"n\(number)\"><data key=\"label\">\(SafeText.escape(node.label))</data><data key=\"kind\">\(node.kind.rawValue)</data>"
      if let country = node.country { text += "<data key=\"country\">\(country)</data>" }
      text +=
        "<data key=\"listed\">\(!node.listed.isEmpty)</data><data key=\"community\">\(communities[number])</data></node>\n"
    }
    for (number, edge) in edges.enumerated() {
      text +=
        "    <edge id=\"e\(number)\" source=\"n\(edge.from)\" target=\"n\(edge.to)\"><data key=\"relation\">\(edge.relation.rawValue)</data>"
      if let day = edge.day { text += "<data key=\"day\">\(day)</data>" }
      text += "<data key=\"amount\">\(edge.amount)</data></edge>\n"
    }
    return text + "  </graph>\n</graphml>\n"
  }

  /// FollowTheMoney entities, one JSON object a line.
  public func followTheMoney() -> String {
    var lines: [String] = []
    func entity(_ id: String, _ schema: String, _ properties: [(String, String)]) {
      let members = properties.map { "\(Markup.json($0.0)):[\(Markup.json($0.1))]" }.joined(separator: ",")
      lines.append("{\"id\":\(Markup.json(id)),\"schema\":\"\(schema)\",\"properties\":{\(members)}}")
    }
    func id(_ node: Int) -> String { "assay-" + SHA256Short.of(nodes[node].id) }
    for number in nodes.indices {
      let node = nodes[number]
      var properties = [("name", node.label)]
      if let country = node.country { properties.append(("country", country.description.lowercased())) }
      switch node.kind {
      case .party:
        if !node.listed.isEmpty { properties.append(("topics", "export.control.linked")) }
        entity(id(number), "LegalEntity", properties)
      case .address: entity(id(number), "Address", [("full", node.label)])
      case .vessel: entity(id(number), "Vessel", [("name", node.label)])
      case .phone, .email, .container, .licence: break
      }
    }
    for (number, edge) in edges.enumerated() {
      let own = "assay-link-\(number)"
      var properties: [(String, String)] = []
      if let day = edge.day { properties.append(("date", day.description)) }
      switch edge.relation {
      case .owns:
        entity(
          own, "Ownership",
          [("owner", id(edge.from)), ("asset", id(edge.to)), ("percentage", "\(edge.amount)")] + properties)
      case .ships, .declares:
        entity(
          own, "UnknownLink",
          [("subject", id(edge.from)), ("object", id(edge.to)), ("role", edge.relation.rawValue)] + properties
        )
      case .at:
        entity(
          own, "UnknownLink",
          [("subject", id(edge.from)), ("object", id(edge.to)), ("role", "address")] + properties)
      case .carriedBy:
        entity(
          own, "UnknownLink",
          [("subject", id(edge.from)), ("object", id(edge.to)), ("role", "vessel")] + properties)
      case .phone, .email, .packedIn, .under: break
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

enum SHA256Short {
  static func of(_ text: String) -> String { String(ListDigest.hex(text).prefix(16)) }
}

/// Text made safe for JSON.
enum Markup {
  static func json(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      default:
        if scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029 {
          out += " "
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out + "\""
  }
}
