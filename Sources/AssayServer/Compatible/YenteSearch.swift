// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Parties
import ReferenceData
import Screening
import TradeModel

/// yente's search by free text, with its filters, orders and counts.
enum YenteSearch {
  /// What can be counted; countries, topics and datasets are when nothing is asked for.
  static let facets = ["datasets", "schema", "countries", "identifiers", "topics", "genders"]
  private static let identifiers = [
    "registrationNumber", "uscCode", "leiCode", "innCode", "ogrnCode", "vatCode", "dunsCode", "taxNumber",
    "uniqueEntityId", "bicCode", "swiftBic", "idNumber", "passportNumber", "imoNumber", "mmsi",
  ]

  static func answer(_ request: Request, _ given: EntityFilter, _ services: Services) throws -> Response {
    var filter = given
    let schema = request.uri.queryParameters.get("schema") ?? "Thing"
    guard YenteQuery.schemata.contains(schema) else { throw YenteFailure.bad("Invalid schema") }
    filter.schema = schema
    var limit = try YenteRoutes.whole(request, "limit", most: 500, 10)
    if limit == 0 { limit = 10 }
    let offset = max(0, try YenteRoutes.whole(request, "offset", most: 9499, 0))
    let refinement = try Refinement(request)
    let orders = try orders(request)
    let asked = try facets(request)
    for name in ["fuzzy", "simple"] { _ = try YenteRoutes.flag(request, name) }
    let text = String((request.uri.queryParameters.get("q") ?? "").prefix(1000))
    var found = services.lists.search(text, where: filter, limit: .max).page.filter {
      refinement.admits($0.entity)
    }
    if !orders.isEmpty { found = sorted(found, by: orders) }
    let entities = found.map(\.entity)
    return .json([
      "limit": .int(max(0, limit)), "offset": .int(offset),
      "total": ["value": .int(found.count), "relation": "eq"],
      "results": .array(
        found.dropFirst(offset).prefix(max(0, limit)).map {
          FollowTheMoneyView.entity($0.entity, score: $0.score)
        }),
      "facets": .object(asked.map { .init(name: $0, value: facet($0, entities, services)) }),
    ])
  }

  // MARK: Filters

  /// What a search asks for beside text and lists: values of fields, all or any of each field's, and targets.
  private struct Refinement {
    var values: [String: Set<String>] = [:]
    var needsAll: Bool
    var isTarget: Bool?

    init(_ request: Request) throws {
      let operation = request.uri.queryParameters.get("filter_op") ?? "OR"
      guard operation == "AND" || operation == "OR" else {
        throw YenteFailure.invalid(
          ["query", "filter_op"], "Input should be 'AND' or 'OR'", "enum",
          input: .string(String(operation.prefix(60))))
      }
      needsAll = operation == "AND"
      isTarget = try YenteRoutes.flag(request, "target")
      for name in ["countries", "topics", "datasets"] {
        for value in YenteRoutes.texts(request, name) { values[name, default: []].insert(value.lowercased()) }
      }
      for pair in YenteRoutes.texts(request, "filter") {
        guard let colon = pair.firstIndex(of: ":"), colon > pair.startIndex else {
          throw YenteFailure.bad("Invalid filter: use the form field:value")
        }
        var field = String(pair[..<colon])
        if field.hasPrefix("properties.") { field.removeFirst("properties.".count) }
        values[field, default: []].insert(pair[pair.index(after: colon)...].lowercased())
      }
    }

    func admits(_ entity: EntityRecord) -> Bool {
      if let isTarget, entity.isTarget != isTarget { return false }
      return values.allSatisfy { field, wanted in
        let held = Set(YenteSearch.values(of: field, entity).map { $0.lowercased() })
        return needsAll ? wanted.isSubset(of: held) : !wanted.isDisjoint(with: held)
      }
    }
  }

  /// Values of a field of the index or of a property.
  private static func values(of field: String, _ entity: EntityRecord) -> [String] {
    switch field {
    case "countries": entity.values(of: "country")
    case "topics": entity.topics
    case "datasets": entity.datasets
    case "schema": [entity.schema]
    case "genders": entity.values(of: "gender")
    case "identifiers": identifiers.flatMap { entity.values(of: $0) }
    case "id": [entity.id]
    case "caption": [entity.caption]
    case "first_seen": [entity.firstSeen].compactMap(\.self)
    case "last_seen": [entity.lastSeen].compactMap(\.self)
    case "last_change": [entity.lastChange].compactMap(\.self)
    default: entity.values(of: field)
    }
  }

  // MARK: Order

  private struct Order {
    var field: String
    var isDescending: Bool
  }

  private static func orders(_ request: Request) throws -> [Order] {
    try YenteRoutes.texts(request, "sort").prefix(8).map { text in
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      let direction = parts.count == 2 ? parts[1].lowercased() : "asc"
      guard let field = parts.first, direction == "asc" || direction == "desc" else {
        throw YenteFailure.bad("Invalid sort: use the form field:asc or field:desc")
      }
      let bare = field.hasPrefix("properties.") ? String(field.dropFirst("properties.".count)) : field
      return Order(field: bare, isDescending: direction == "desc")
    }
  }

  /// By the first value of each field; entities without one come last, and ties keep the order of likeness.
  private static func sorted(_ found: [EntityMatch], by orders: [Order]) -> [EntityMatch] {
    let keys = found.map { match in orders.map { values(of: $0.field, match.entity).min() } }
    return found.indices.sorted { a, b in
      for (place, order) in orders.enumerated() where keys[a][place] != keys[b][place] {
        guard let x = keys[a][place] else { return false }
        guard let y = keys[b][place] else { return true }
        return order.isDescending ? x > y : x < y
      }
      return a < b
    }.map { found[$0] }
  }

  // MARK: Counts

  private static func facets(_ request: Request) throws -> [String] {
    let asked = YenteRoutes.texts(request, "facets")
    if let unknown = asked.first(where: { !facets.contains($0) }) {
      let names = facets.map { "'\($0)'" }
      throw YenteFailure.invalid(
        ["query", "facets"],
        "Input should be \(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1])", "enum",
        input: .string(String(unknown.prefix(60))))
    }
    var seen: Set<String> = []
    return (asked.isEmpty ? ["countries", "topics", "datasets"] : asked).filter { seen.insert($0).inserted }
  }

  /// Counts over all that was found.
  private static func facet(_ name: String, _ entities: [EntityRecord], _ services: Services) -> JSON {
    var counts: [String: Int] = [:]
    for entity in entities {
      for value in Set(values(of: name, entity)) { counts[value, default: 0] += 1 }
    }
    let titles = Dictionary(
      services.lists.datasets.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
    func label(_ value: String) -> String {
      switch name {
      case "datasets": titles[value] ?? value
      case "countries":
        CountryCode(value.uppercased()).flatMap { services.screener.reference.countries[$0]?.name } ?? value
      default: value
      }
    }
    let title =
      switch name {
      case "datasets": "Data sources"
      case "schema": "Schema"
      default: name.prefix(1).uppercased() + name.dropFirst()
      }
    return [
      "label": .string(title),
      "values": .array(
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(500).map {
          ["name": .string($0.key), "label": .string(label($0.key)), "count": .int($0.value)]
        }),
    ]
  }
}
