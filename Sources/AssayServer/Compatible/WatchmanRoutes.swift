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
    "phone", "fax", "website", "cryptoAddress", "emailAddress", "phoneNumber", "faxNumber", "country",
    "emailAddresses", "phoneNumbers", "faxNumbers", "websites", "addresses", "cryptoAddresses",
  ]

  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v2/search", .reading, tag: "watchman", "Searches the lists.",
      parameters: [
        .query("name", "Name."), .query("type", "Kind.", ["type": "string", "enum": .strings(types)]),
        .query("source", "One list."), .query("sourceID", "One entry."),
        .query("altNames", "Other names.", Schema.texts),
        .query("limit", "Results; more than 100 are not given.", Schema.integer(1...100, default: 10)),
        .query("minMatch", "Least score.", ["type": "number", "minimum": 0, "maximum": 1]),
        .query("address", "Addresses.", Schema.texts), .query("country", "Country."),
        .query("birthDate", "Date of birth of a person."), .query("imoNumber", "Number of a vessel."),
        .query("debug", "Explain each score.", ["type": "boolean"]),
        .query("requestID", "Accepted for tracing."),
        .query("format", "watchman, the only form served.", ["type": "string", "enum": ["watchman"]]),
      ], others: [404]
    ) { request, _, services in
      do {
        return try search(request, services)
      } catch var problem as Problem {
        // Clients of watchman read this member.
        problem.extra.append(.init(name: "error", value: .string(problem.detail)))
        throw problem
      }
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
    let all = { (names: [String]) -> [String] in
      names.flatMap { request.uri.queryParameters.getAll($0) }.filter { !$0.isEmpty }
    }
    if let format = get("format"), format != "watchman" {
      throw Problem(.badRequest, "parameter", "'format' is watchman; other forms are not served here")
    }
    var limit = 10
    if let text = get("limit"), !text.isEmpty {
      guard let value = Int(text) else {
        throw Problem(.badRequest, "parameter", "'limit' is a whole number, 100 at most")
      }
      if value > 0 { limit = min(100, value) }
    }
    var least = 0.0
    if let text = get("minMatch"), !text.isEmpty {
      guard let value = Double(text), (0...1).contains(value) else {
        throw Problem(.badRequest, "parameter", "'minMatch' is a number from 0 to 1")
      }
      least = value
    }
    let type = get("type")?.lowercased()
    if let type, !type.isEmpty, !types.contains(type) {
      throw Problem(.badRequest, "parameter", "'type' is one of \(types.joined(separator: ", "))")
    }
    for name in ["tonnage", "grossRegisteredTonnage"] {
      if let text = get(name), !text.isEmpty, Int(text) == nil {
        throw Problem(.badRequest, "parameter", "'\(name)' is a whole number")
      }
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
    let identifiers =
      ["imoNumber", "mmsi", "serialNumber"].compactMap { get($0) }
      + request.uri.queryParameters.filter { $0.key.hasPrefix("gov_") }.map {
        String($0.value.split(separator: ":").last ?? "")
      }
    let profile = PartyProfile(
      names: ([name] + all(["altNames"]).prefix(10)).filter { !$0.isEmpty },
      kind: type.map { PartyKind(schema: $0 == "business" ? "company" : $0) } ?? .unknown,
      identifiers: identifiers.compactMap { PartyIdentifier($0) },
      countries: [get("country"), get("flag")].compactMap { $0.flatMap { CountryCode($0.uppercased()) } },
      addresses: Array(all(["address", "addresses"]).prefix(5)),
      birthDates: [get("birthDate"), get("created")].compactMap(\.self).filter { !$0.isEmpty })
    let sourceID = get("sourceID") ?? ""
    guard !profile.names.isEmpty || !profile.identifiers.isEmpty || !sourceID.isEmpty else {
      throw Problem(.badRequest, "parameter", "give a name, an identifier or a sourceID")
    }
    var found: [EntityMatch]
    if profile.names.isEmpty, profile.identifiers.isEmpty {
      found = services.lists.search(sourceID, where: filter, limit: 1).page.filter {
        $0.entity.id == sourceID
      }
    } else {
      found = services.lists.match(profile, where: filter, limit: limit, floor: least)
      if !sourceID.isEmpty { found = found.filter { $0.entity.id == sourceID } }
    }
    let debug = ["1", "true", "yes", "y"].contains(get("debug")?.lowercased() ?? "")
    let asked = WatchmanView.query(
      name: name, type: type ?? "", altNames: all(["altNames"]),
      contact: [
        all(["email", "emailAddress", "emailAddresses"]), all(["phone", "phoneNumber", "phoneNumbers"]),
        all(["fax", "faxNumber", "faxNumbers"]), all(["website", "websites"]),
      ], addresses: profile.addresses)
    return .json([
      "query": asked,
      "entities": .array(found.map { WatchmanView.entity($0, debug: debug) }),
    ])
  }
}
