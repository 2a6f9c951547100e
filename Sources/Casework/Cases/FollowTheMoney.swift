// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// A case as entities of FollowTheMoney: each goods item an economic activity, its parties legal entities, the case a
/// note on them.
enum FollowTheMoney {
  static func entities(_ folder: CaseFolder, _ decisions: [DecisionRecord]) -> [CanonicalValue] {
    var parties: [String: (name: String, roles: Set<String>)] = [:]
    func party(_ name: String?, _ role: String) -> String? {
      guard let name else { return nil }
      let id = identifier("party", name)
      parties[id, default: (name, [])].roles.insert(role)
      return id
    }
    var entities: [CanonicalValue] = []
    var mentioned: [String] = []
    for decision in decisions {
      let id = identifier("activity", "\(decision.screening) \(decision.row)")
      mentioned.append(id)
      entities.append(
        entity(
          id, "EconomicActivity",
          [
            "ccdNumber": [decision.declaration], "date": [decision.day.description],
            "destinationCountry": [decision.destination.lowercased()], "vedCode": [decision.commodityCode],
            "description": [decision.headline], "sender": [party(decision.exporter, "exporter")],
            "receiver": [party(decision.consignee, "consignee")],
          ]))
    }
    for link in folder.links where link.kind == .party {
      if let id = party(link.target, "linked") { mentioned.append(id) }
    }
    for (id, party) in parties.sorted(by: { $0.key < $1.key }) {
      entities.append(
        entity(id, "LegalEntity", ["name": [party.name], "notes": party.roles.sorted().map(Optional.some)]))
    }
    for file in folder.files {
      entities.append(
        entity(
          identifier("file", file.digest + file.name), "Document",
          ["fileName": [file.name], "contentHash": [file.digest], "fileSize": [String(file.bytes)]]))
    }
    let record = folder.record
    entities.append(
      entity(
        identifier("case", String(record.id)), "Note",
        [
          "name": [record.title], "description": [record.summary ?? record.status.rawValue],
          "date": [record.opened.description], "entity": mentioned.map(Optional.some),
        ]))
    return entities
  }

  private static func identifier(_ kind: String, _ text: String) -> String {
    "assay-\(kind)-" + Digest.sha256(text).prefix(20)
  }

  private static func entity(_ id: String, _ schema: String, _ properties: [String: [String?]])
    -> CanonicalValue
  {
    let present = properties.mapValues { values in CanonicalValue.texts(values.compactMap(\.self)) }
      .filter { $0.value != .list([]) }
    return [
      "id": .text(id), "schema": .text(schema), "properties": .object(present), "datasets": ["assay-case"],
      "caption": .optional(properties["name"]?.first ?? properties["ccdNumber"]?.first ?? nil ?? schema),
      "referents": [], "target": .flag(false),
    ]
  }
}
