// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import Parties
import TradeModel

/// The interface of watchman 0.5x: search and what lists are loaded.
enum WatchmanRoutes {
  private static let types = ["person", "business", "organization", "aircraft", "vessel"]
  /// Parameters that are taken; any other is an error, as there.
  private static let known: Set<String> = [
    "name", "type", "source", "sourceID", "altNames", "limit", "minMatch", "requestID", "debug",
    "debugSourceIDs", "format", "gender", "birthDate", "deathDate", "titles", "created", "dissolved",
    "imoNumber", "vesselType", "flag", "built", "mmsi", "callSign", "owner", "tonnage",
    "grossRegisteredTonnage", "model", "aircraftType", "icaoCode", "serialNumber", "address", "email",
    "phone", "fax", "website", "cryptoAddress", "emailAddress", "phoneNumber", "country",
  ]

  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v2/search", .reading, tag: "watchman", "Searches the lists.",
      parameters: [
        .query("name", "Name."), .query("type", "Kind.", ["type": "string", "enum": .strings(types)]),
        .query("source", "One list."), .query("limit", "Results.", Schema.integer(1...100, default: 10)),
        .query("minMatch", "Least score.", ["type": "number", "minimum": 0, "maximum": 1]),
      ]
    ) { request, _, services in
      try search(request, services)
    },
    Endpoint(.get, "/v2/listinfo", .reading, tag: "watchman", "Tells the lists loaded.") { _, _, services in
      let lists = services.lists.datasets
      return .json([
        "lists": .object(lists.map { .init(name: $0.id, value: .int($0.entryCount)) }),
        "listHashes": .object(lists.map { .init(name: $0.id, value: .string($0.sha256)) }),
        "startedAt": .string(services.started.description), "endedAt": .string(services.started.description),
        "version": .string(services.configuration.programVersion),
      ])
    },
  ]

  private static func search(_ request: Request, _ services: Services) throws -> Response {
    for (name, _) in request.uri.queryParameters
    where !known.contains(String(name)) && !name.hasPrefix("gov_") {
      throw Problem(.badRequest, "parameter-unknown", "a parameter of the query is not known here")
    }
    let get = { (name: String) -> String? in request.uri.queryParameters.get(name) }
    let limit = try request.number("limit", 1...100, default: 10)
    var least = 0.0
    if let text = get("minMatch") {
      guard let value = Double(text), (0...1).contains(value) else {
        throw Problem(.badRequest, "parameter", "'minMatch' is a number from 0 to 1")
      }
      least = value
    }
    let type = get("type")
    if let type, !types.contains(type) {
      throw Problem(.badRequest, "parameter", "'type' is one of \(types.joined(separator: ", "))")
    }
    var filter = EntityFilter()
    if let source = get("source"), !source.isEmpty { filter.datasets = [source] }
    switch type {
    case "person": filter.schema = "Person"
    case "business", "organization": filter.schema = "Organization"
    case "vessel": filter.schema = "Vessel"
    case "aircraft": filter.schema = "Airplane"
    default: break
    }
    let name = String((get("name") ?? "").prefix(1000))
    let others = request.uri.queryParameters.getAll("altNames").prefix(10)
    let identifiers =
      ["imoNumber", "mmsi", "serialNumber"].compactMap { get($0) }
      + request.uri.queryParameters.filter { $0.key.hasPrefix("gov_") }.map {
        String($0.value.split(separator: ":").last ?? "")
      }
    let profile = PartyProfile(
      names: ([name] + others).filter { !$0.isEmpty },
      kind: type.map { PartyKind(schema: $0 == "business" ? "company" : $0) } ?? .unknown,
      identifiers: identifiers.compactMap { PartyIdentifier($0) },
      countries: [get("country"), get("flag")].compactMap { $0.flatMap { CountryCode($0.uppercased()) } },
      addresses: Array(request.uri.queryParameters.getAll("address").prefix(5)),
      birthDates: [get("birthDate"), get("created")].compactMap(\.self))
    guard !profile.names.isEmpty || !profile.identifiers.isEmpty else {
      throw Problem(.badRequest, "parameter", "give a name or an identifier")
    }
    let found = services.lists.match(profile, where: filter, limit: limit, floor: least)
    return .json([
      "query": ["name": .string(name), "entityType": .string(type ?? "")],
      "entities": .array(found.map(entity)),
    ])
  }

  private static func entity(_ match: EntityMatch) -> JSON {
    let entity = match.entity
    let kind =
      switch entity.schema {
      case "Person": "person"
      case "Vessel": "vessel"
      case "Airplane": "aircraft"
      case "Company": "business"
      default: "organization"
      }
    let particulars: JSON = [
      "name": .string(entity.caption), "altNames": .strings(entity.values(of: "alias")), "governmentIDs": [],
    ]
    func part(_ name: String) -> JSON { name == kind ? particulars : .null }
    let addresses = entity.values(of: "address").map {
      JSON.object([.init(name: "line1", value: .string($0))])
    }
    return [
      "name": .string(entity.caption), "entityType": .string(kind),
      "sourceList": .string(entity.datasets.first ?? ""), "sourceID": .string(entity.id),
      "person": part("person"), "business": part("business"), "organization": part("organization"),
      "aircraft": part("aircraft"), "vessel": part("vessel"),
      "contact": ["emailAddresses": .null, "phoneNumbers": .null, "faxNumbers": .null, "websites": .null],
      "addresses": addresses.isEmpty ? .null : .array(addresses), "cryptoAddresses": .null,
      "affiliations": .null, "sanctionsInfo": .null, "historicalInfo": .null,
      "sourceData": [
        "id": .string(entity.id), "program": .strings(entity.values(of: "program")),
        "topics": .strings(entity.topics),
      ], "match": .number(match.score),
    ]
  }
}
