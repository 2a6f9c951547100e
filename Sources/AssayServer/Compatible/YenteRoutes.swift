// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import NIOCore
import Parties
import Screening
import TradeModel

/// An error in the shape of yente: one member `detail`.
struct YenteFailure: Error, HTTPResponseError {
  var status: HTTPResponse.Status
  var detail: JSON

  static let noDataset = YenteFailure(status: .notFound, detail: "No such dataset.")
  static func bad(_ text: String) -> Self { Self(status: .badRequest, detail: .string(text)) }
  static func invalid(_ place: [String], _ message: String, _ type: String) -> Self {
    Self(
      status: .unprocessableContent,
      detail: [["type": .string(type), "loc": .strings(place), "msg": .string(message)]])
  }

  func response(from request: Request, context: some RequestContext) -> Response {
    .json(["detail": detail], status: status)
  }
}

/// The interface of yente 5.5: matching by example, search, entities.
enum YenteRoutes {
  /// Most queries of one request.
  static let mostQueries = 100
  /// Names of algorithms that clients of yente send; all are answered by the one algorithm here.
  private static let algorithms: Set<String> = [
    "assay", "best", "logic-v2", "logic-v1", "name-based", "name-qualified", "regression-v1",
  ]

  static let all: [Endpoint] = [
    Endpoint(
      .post, "/match/{dataset}", .reading, tag: "yente", "Finds entities like those given.",
      parameters: [
        .query("limit", "Results of each query.", Schema.integer(1...500, default: 5)),
        .query("threshold", "Least score of a match.", ["type": "number", "default": .number(0.7)]),
        .query("cutoff", "Least score given at all.", ["type": "number", "default": 0]),
        .query("algorithm", "best, or a name of /algorithms."),
        .query("include_dataset", "Only these datasets.", Schema.texts),
        .query("exclude_dataset", "Not these datasets.", Schema.texts),
        .query("exclude_schema", "Not these schemata.", Schema.texts),
        .query("topics", "Only entities with one of these topics.", Schema.texts),
        .query("changed_since", "Only entities changed since a day."),
        .query("exclude_entity_ids", "Not these entities; 50 at most.", Schema.texts),
      ], body: Schema.object(["queries": Schema.any], required: ["queries"]), others: [414, 422]
    ) { request, context, services in
      try await match(request, context, services)
    },
    Endpoint(
      .get, "/search/{dataset}", .reading, tag: "yente", "Searches by free text.",
      parameters: [
        .query("q", "Text."), .query("schema", "Kind of entity.", ["type": "string", "default": "Thing"]),
        .query("limit", "Results.", Schema.integer(0...500, default: 10)),
        .query("offset", "Results to pass over.", Schema.integer(0...9499, default: 0)),
        .query("countries", "Only these countries.", Schema.texts),
        .query("topics", "Only these topics.", Schema.texts),
        .query("datasets", "Only these datasets.", Schema.texts),
        .query("include_dataset", "Only these datasets.", Schema.texts),
        .query("exclude_dataset", "Not these datasets.", Schema.texts),
        .query("exclude_schema", "Not these schemata.", Schema.texts),
        .query("changed_since", "Only entities changed since a day."),
        .query("facets", "countries, topics, datasets.", Schema.texts),
      ], others: [422]
    ) { request, context, services in
      try search(request, context, services)
    },
    Endpoint(
      .get, "/entities/{id}", .reading, tag: "yente", "Shows an entity.",
      parameters: [.query("nested", "Accepted; entities of lists hold no others.", ["type": "boolean"])]
    ) { _, context, services in
      guard let entity = services.lists.entity(id: try context.text("id")) else {
        throw YenteFailure(status: .notFound, detail: "No such entity!")
      }
      return .json(FollowTheMoneyView.entity(entity))
    },
    Endpoint(.get, "/algorithms", .reading, tag: "yente", "Tells how scores are made.") { request, _, _ in
      let features = MatchFeature.Kind.allCases.map {
        JSON.Member(
          name: $0.rawValue,
          value: [
            "description": .string($0.meaning), "coefficient": .number($0.logOdds),
            "url": "https://www.rfc-editor.org/",
          ])
      }
      return .tagged(
        [
          "algorithms": [
            [
              "name": "assay",
              "description":
                "A calibrated probability that two names are of one party, moved by identifiers, countries, addresses and dates; coefficients are log-odds.",
              "features": .object(features),
            ]
          ], "default": "assay", "best": "assay",
        ], for: request)
    },
    Endpoint(.get, "/catalog", .reading, tag: "yente", "Tells the datasets loaded.") { request, _, services in
      let datasets = services.lists.datasets.map { list -> JSON in
        [
          "name": .string(list.id), "title": .string(list.title), "version": .string(list.version),
          "index_version": .string(list.version), "index_current": true, "load": true,
          "entity_count": .int(list.entryCount), "checksum": .string(list.sha256),
          "publisher": ["name": .string(list.publisher)], "children": [],
        ]
      }
      let all: JSON = [
        "name": "default", "title": "All lists", "version": .string(services.lists.digest), "load": true,
        "index_version": .string(services.lists.digest), "index_current": true,
        "entity_count": .int(services.lists.entryCount),
        "children": .strings(services.lists.datasets.map(\.id)),
      ]
      return .tagged(
        [
          "datasets": .array([all] + datasets),
          "current": .strings(["default"] + services.lists.datasets.map(\.id)), "outdated": [],
          "index_stale": false,
        ], for: request)
    },
  ]

  // MARK: Match

  private static func match(_ request: Request, _ context: AssayContext, _ services: Services) async throws
    -> Response
  {
    let filter = try filter(request, context, services)
    let limit = min(500, max(1, try whole(request, "limit", 0...500, 5)))
    let threshold = try real(request, "threshold", 0.7)
    let cutoff = try real(request, "cutoff", 0)
    if let name = request.uri.queryParameters.get("algorithm"), !algorithms.contains(name) {
      throw YenteFailure.bad("Unknown algorithm")
    }
    guard let body = JSON(parsing: try await request.bytes(upTo: 1 << 20)), body.members != nil else {
      throw YenteFailure.invalid(["body"], "JSON decode error", "json_invalid")
    }
    guard let queries = body["queries"]?.members else {
      throw YenteFailure.invalid(["body", "queries"], "Field required", "missing")
    }
    guard !queries.isEmpty else { throw YenteFailure.bad("No queries provided.") }
    guard queries.count <= mostQueries else {
      throw YenteFailure.bad("Too many queries in one batch (limit: \(mostQueries))")
    }
    let examples = try queries.map {
      (name: $0.name, query: try YenteQuery($0.value, reference: services.screener.reference))
    }
    let answers = examples.map { example -> JSON.Member in
      var own = filter
      // An organisation may be listed under any schema of its family.
      let isOrganisation = ["Company", "PublicBody", "Organization"].contains(example.query.schema)
      own.schema = isOrganisation ? "Organization" : example.query.schema
      let found = services.lists.match(example.query.profile, where: own, limit: limit, floor: cutoff)
        .filter { $0.score > cutoff }.sorted { ($0.score, $0.rank) > ($1.score, $1.rank) }
      let matches = found.count { $0.score >= threshold }
      return .init(
        name: example.name,
        value: [
          "status": 200, "results": .array(found.map { result($0, threshold) }),
          "total": ["value": .int(matches), "relation": "eq"], "query": example.query.json,
        ])
    }
    return .json(
      [
        "responses": .object(answers), "limit": .int(limit), "algorithm_version": "assay-1",
        "list_snapshot": .string(services.lists.digest),
      ], headers: [HTTPField.Name("x-batch-size")!: String(examples.count)])
  }

  private static func result(_ match: EntityMatch, _ threshold: Double) -> JSON {
    let explanations = match.features.map { feature in
      JSON.Member(
        name: feature.kind.rawValue,
        value: [
          "detail": .string(feature.detail), "score": .number(feature.score),
          "query": .optional(feature.query), "candidate": .optional(feature.candidate),
        ])
    }
    var seen: Set<String> = []
    return FollowTheMoneyView.entity(
      match.entity, score: match.score,
      extra: [
        .init(name: "explanations", value: .object(explanations.filter { seen.insert($0.name).inserted })),
        .init(name: "match", value: .bool(match.score >= threshold)),
        .init(name: "rank_score", value: .number(match.rank)),
      ])
  }

  // MARK: Search

  private static func search(_ request: Request, _ context: AssayContext, _ services: Services) throws
    -> Response
  {
    var filter = try filter(request, context, services)
    let schema = request.uri.queryParameters.get("schema") ?? "Thing"
    guard YenteQuery.schemata.contains(schema) else { throw YenteFailure.bad("Invalid schema") }
    filter.schema = schema
    filter.countries = Set(texts(request, "countries").compactMap { CountryCode($0.uppercased()) })
    let limit = try whole(request, "limit", 0...500, 10)
    let offset = try whole(request, "offset", 0...9499, 0)
    let text = String((request.uri.queryParameters.get("q") ?? "").prefix(1000))
    let found = services.lists.search(text, where: filter, limit: limit, offset: offset)
    let asked = texts(request, "facets")
    let facets = (asked.isEmpty ? ["countries", "topics", "datasets"] : asked).filter {
      ["countries", "topics", "datasets"].contains($0)
    }
    return .json([
      "limit": .int(limit), "offset": .int(offset),
      "total": ["value": .int(found.total), "relation": "eq"],
      "results": .array(found.page.map { FollowTheMoneyView.entity($0.entity, score: $0.score) }),
      "facets": .object(facets.map { .init(name: $0, value: facet($0, found.page.map(\.entity))) }),
    ])
  }

  private static func facet(_ name: String, _ entities: [EntityRecord]) -> JSON {
    var counts: [String: Int] = [:]
    for entity in entities {
      let values =
        switch name {
        case "countries": entity.values(of: "country")
        case "topics": entity.topics
        default: entity.datasets
        }
      for value in Set(values) { counts[value, default: 0] += 1 }
    }
    return [
      "label": .string(name),
      "values": .array(
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
          ["name": .string($0.key), "label": .string($0.key), "count": .int($0.value)]
        }),
    ]
  }

  // MARK: Parameters

  private static func filter(_ request: Request, _ context: AssayContext, _ services: Services) throws
    -> EntityFilter
  {
    let dataset = try context.text("dataset")
    let known = Set(services.lists.datasets.map(\.id))
    guard dataset == "default" || known.contains(dataset) else { throw YenteFailure.noDataset }
    var filter = EntityFilter()
    if dataset != "default" { filter.datasets = [dataset] }
    let wanted = Set(texts(request, "include_dataset") + texts(request, "datasets"))
    if !wanted.isEmpty {
      filter.datasets = filter.datasets.isEmpty ? wanted : filter.datasets.intersection(wanted)
      if filter.datasets.isEmpty { filter.datasets = [""] }
    }
    filter.excludedDatasets = Set(texts(request, "exclude_dataset"))
    filter.excludedSchemata = Set(texts(request, "exclude_schema"))
    filter.topics = Set(texts(request, "topics"))
    let excluded = texts(request, "exclude_entity_ids")
    guard excluded.count <= 50 else {
      throw YenteFailure.invalid(
        ["query", "exclude_entity_ids"], "List should have at most 50 items", "too_long")
    }
    filter.excludedIDs = Set(excluded)
    if let since = request.uri.queryParameters.get("changed_since") {
      guard Day(String(since.prefix(10))) as Day? != nil else {
        throw YenteFailure.invalid(
          ["query", "changed_since"], "String should be a day", "string_pattern_mismatch")
      }
      filter.changedSince = since
    }
    return filter
  }

  private static func texts(_ request: Request, _ name: String) -> [String] {
    request.uri.queryParameters.getAll(name).prefix(200).filter { !$0.isEmpty }
  }

  private static func whole(_ request: Request, _ name: String, _ range: ClosedRange<Int>, _ standard: Int)
    throws -> Int
  {
    guard let text = request.uri.queryParameters.get(name) else { return standard }
    guard let value = Int(text), range.contains(value) else {
      throw YenteFailure.invalid(
        ["query", name], "Input should be a whole number from \(range.lowerBound) to \(range.upperBound)",
        "int_parsing")
    }
    return value
  }

  private static func real(_ request: Request, _ name: String, _ standard: Double) throws -> Double {
    guard let text = request.uri.queryParameters.get(name) else { return standard }
    guard let value = Double(text), value.isFinite else {
      throw YenteFailure.invalid(["query", name], "Input should be a valid number", "float_parsing")
    }
    return value
  }
}
