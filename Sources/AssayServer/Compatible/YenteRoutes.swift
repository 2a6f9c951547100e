// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
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
  /// What FastAPI says of a value of the wrong form.
  static func invalid(_ place: [String], _ message: String, _ type: String, input: JSON = .null) -> Self {
    Self(
      status: .unprocessableContent,
      detail: [
        ["type": .string(type), "loc": .strings(place), "msg": .string(message), "input": input]
      ])
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
  /// Settings of logic-v2: accepted, since clients send them, and without effect on the algorithm here.
  private static let settings: Set<String> = [
    "nm_name_property", "nm_number_mismatch", "nm_extra_query_name", "nm_extra_result_name",
    "nm_family_name_weight", "nm_fuzzy_cutoff_factor",
  ]

  /// Whether an address is one of yente's, whose errors have its shape.
  static func owns(_ path: String) -> Bool {
    ["/match/", "/search/", "/entities/", "/algorithms", "/catalog"].contains { path.hasPrefix($0) }
  }

  static let all: [Endpoint] = [
    Endpoint(
      .post, "/match/{dataset}", .reading, tag: "yente", "Finds entities like those given.",
      parameters: [
        .query("limit", "Results of each query.", Schema.integer(0...500, default: 5)),
        .query("threshold", "Least score of a match.", ["type": "number", "default": .number(0.7)]),
        .query("cutoff", "Least score given at all.", ["type": "number", "default": 0]),
        .query("algorithm", "best, or a name of /algorithms."),
        .query("include_dataset", "Only these datasets.", Schema.texts),
        .query("exclude_dataset", "Not these datasets.", Schema.texts),
        .query("exclude_schema", "Not these schemata.", Schema.texts),
        .query("topics", "Only entities with one of these topics.", Schema.texts),
        .query("changed_since", "Only entities changed since a day.", moment),
        .query(
          "exclude_entity_ids", "Not these entities; 50 at most.",
          ["type": "array", "items": ["type": "string"], "maxItems": 50]),
      ],
      body: Schema.object(
        [
          "queries": ["type": "object", "maxProperties": .int(mostQueries), "additionalProperties": example],
          "weights": ["type": "object", "additionalProperties": ["type": "number"]],
          "config": ["type": "object"],
        ], required: ["queries"]), others: [414, 422]
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
        .query("changed_since", "Only entities changed since a day.", moment),
        .query(
          "filter", "Only entities with a value of a property, as field:value; several.", Schema.texts),
        .query(
          "filter_op", "How several values of one field go together.",
          ["type": "string", "enum": ["AND", "OR"], "default": "OR"]),
        .query("sort", "Order, as field:asc or field:desc; by likeness without it.", Schema.texts),
        .query("target", "Only targets, or only others.", ["type": "boolean"]),
        .query("fuzzy", "Accepted; every search here forgives spelling.", ["type": "boolean"]),
        .query("simple", "Accepted; the text is always plain.", ["type": "boolean"]),
        .query(
          "facets", "Which counts to give.",
          [
            "type": "array",
            "items": ["type": "string", "enum": .strings(YenteSearch.facets)],
          ]),
      ], others: [414, 422]
    ) { request, context, services in
      try YenteSearch.answer(request, try filter(request, context, services), services)
    },
    Endpoint(
      .get, "/entities/{id}", .reading, tag: "yente", "Shows an entity.",
      parameters: [.query("nested", "Accepted; entities of lists hold no others.", ["type": "boolean"])],
      others: [308, 414, 422]
    ) { request, context, services in
      _ = try flag(request, "nested")
      let id = try context.text("id")
      if let entity = services.lists.entity(id: id) { return .json(FollowTheMoneyView.entity(entity)) }
      // An identity that was merged into another leads there.
      if let canonical = services.canonical(of: id),
        let place = canonical.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed.subtracting(["/"]))
      {
        return Response(status: .permanentRedirect, headers: [.location: "/entities/\(place)"])
      }
      throw YenteFailure(status: .notFound, detail: "No such entity!")
    },
    Endpoint(.get, "/algorithms", .reading, tag: "yente", "Tells how scores are made.") { request, _, _ in
      let features = MatchFeature.Kind.allCases.map {
        JSON.Member(
          name: $0.rawValue,
          value: [
            "description": .string($0.meaning), "coefficient": .number($0.logOdds),
            "url": "docs/methods/parties.md",
          ])
      }
      let description: JSON =
        "A calibrated probability that two names are of one party, moved by identifiers, countries, addresses and dates; coefficients are log-odds."
      return .tagged(
        [
          "algorithms": [
            [
              "name": "assay", "description": description, "features": .object(features),
              "docs": [
                "name": "assay", "description": description, "config": .object([]),
                "features": .object(features),
              ],
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
          "publisher": ["name": .string(list.publisher), "country_label": .null], "children": [],
          "tags": [], "resources": [], "deprecated": false, "namespace": false,
        ]
      }
      let all: JSON = [
        "name": "default", "title": "All lists", "version": .string(services.lists.digest), "load": true,
        "index_version": .string(services.lists.digest), "index_current": true,
        "entity_count": .int(services.lists.entryCount),
        "children": .strings(services.lists.datasets.map(\.id)), "tags": [], "resources": [],
        "deprecated": false, "namespace": false,
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
    var limit = try whole(request, "limit", most: 500, 5)
    if limit == 0 { limit = 5 }
    let threshold = try real(request, "threshold", 0.7)
    let cutoff = try real(request, "cutoff", 0)
    let queries = try queries(
      of: try await request.bytes(upTo: 1 << 20),
      algorithm: request.uri.queryParameters.get("algorithm") ?? "best")
    let examples = try queries.filter { $0.value != .null }.map {
      (
        name: $0.name,
        query: try YenteQuery($0.value, name: $0.name, reference: services.screener.reference)
      )
    }
    guard !examples.isEmpty else { throw YenteFailure.bad("No queries provided.") }
    let answers = examples.map { example -> JSON.Member in
      guard limit > 0 else { return .init(name: example.name, value: matches([], example.query, threshold)) }
      var own = filter
      // An organisation may be listed under any schema of its family.
      let isOrganisation = ["Company", "PublicBody", "Organization"].contains(example.query.schema)
      own.schema = isOrganisation ? "Organization" : example.query.schema
      let found = services.lists.match(example.query.profile, where: own, limit: limit, floor: cutoff)
        .filter { $0.score > cutoff }.sorted { ($0.score, $0.rank) > ($1.score, $1.rank) }
      return .init(name: example.name, value: matches(found, example.query, threshold))
    }
    return .json(
      [
        "responses": .object(answers), "limit": .int(max(0, limit)), "algorithm_version": "assay-1",
        "list_snapshot": .string(services.lists.digest),
      ], headers: [HTTPField.Name("x-batch-size")!: String(examples.count)])
  }

  /// The queries of a body, after what concerns all of them was checked.
  private static func queries(of bytes: [UInt8], algorithm: String) throws -> [JSON.Member] {
    guard let body = JSON(parsing: bytes) else {
      throw YenteFailure.invalid(["body"], "JSON decode error", "json_invalid")
    }
    guard body.members != nil else {
      throw YenteFailure.invalid(
        ["body"], "Input should be a valid dictionary or object to extract fields from",
        "model_attributes_type", input: body)
    }
    for name in ["weights", "config"] {
      guard let value = body[name], value.members == nil else { continue }
      throw YenteFailure.invalid(
        ["body", name], "Input should be a valid dictionary", "dict_type", input: value)
    }
    for weight in body["weights"]?.members ?? [] {
      switch weight.value {
      case .integer, .number: continue
      default:
        throw YenteFailure.invalid(
          ["body", "weights", weight.name], "Input should be a valid number", "float_type",
          input: weight.value)
      }
    }
    guard let given = body["queries"] else {
      throw YenteFailure.invalid(["body", "queries"], "Field required", "missing", input: body)
    }
    guard let queries = given.members else {
      throw YenteFailure.invalid(
        ["body", "queries"], "Input should be a valid dictionary", "dict_type", input: given)
    }
    let name = algorithm.lowercased()
    guard algorithms.contains(name) else {
      throw YenteFailure.bad("Unknown algorithm: \(algorithm.prefix(60))")
    }
    for setting in body["config"]?.members ?? []
    where !settings.contains(setting.name) || !["best", "logic-v2", "assay"].contains(name) {
      throw YenteFailure.bad(
        "Invalid configuration parameter: \(setting.name.prefix(60)) for algorithm \(name)")
    }
    guard queries.count <= mostQueries else {
      throw YenteFailure.bad("Too many queries in one batch (limit: \(mostQueries))")
    }
    return queries
  }

  private static func matches(_ found: [EntityMatch], _ query: YenteQuery, _ threshold: Double) -> JSON {
    [
      "status": 200, "results": .array(found.map { result($0, threshold) }),
      "total": ["value": .int(found.count { $0.score >= threshold }), "relation": "eq"], "query": query.json,
    ]
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
        ["query", "exclude_entity_ids"],
        "List should have at most 50 items after validation, not \(excluded.count)", "too_long")
    }
    filter.excludedIDs = Set(excluded)
    if let since = request.uri.queryParameters.get("changed_since") {
      guard Day(String(since.prefix(10))) as Day? != nil, isMoment(since) else {
        throw YenteFailure.invalid(
          ["query", "changed_since"], "String should match pattern '\(pattern)'", "string_pattern_mismatch",
          input: .string(String(since.prefix(60))))
      }
      filter.changedSince = since
    }
    return filter
  }

  static func texts(_ request: Request, _ name: String) -> [String] {
    request.uri.queryParameters.getAll(name).prefix(200).filter { !$0.isEmpty }
  }

  /// A whole number; what is below nothing counts as nothing, as there.
  static func whole(_ request: Request, _ name: String, most: Int, _ standard: Int) throws -> Int {
    guard let text = request.uri.queryParameters.get(name) else { return standard }
    let input = JSON.string(String(text.prefix(60)))
    guard let value = Int(text) else {
      throw YenteFailure.invalid(
        ["query", name], "Input should be a valid integer, unable to parse string as an integer",
        "int_parsing", input: input)
    }
    guard value <= most else {
      throw YenteFailure.invalid(
        ["query", name], "Input should be less than or equal to \(most)", "less_than_equal", input: input)
    }
    return max(-1, value)
  }

  private static func real(_ request: Request, _ name: String, _ standard: Double) throws -> Double {
    guard let text = request.uri.queryParameters.get(name) else { return standard }
    guard let value = Double(text), value.isFinite else {
      throw YenteFailure.invalid(
        ["query", name], "Input should be a valid number, unable to parse string as a number",
        "float_parsing", input: .string(String(text.prefix(60))))
    }
    return value
  }

  /// A flag as FastAPI reads it.
  static func flag(_ request: Request, _ name: String) throws -> Bool? {
    guard let text = request.uri.queryParameters.get(name) else { return nil }
    switch text.lowercased() {
    case "1", "true", "t", "yes", "y", "on": return true
    case "0", "false", "f", "no", "n", "off": return false
    default:
      throw YenteFailure.invalid(
        ["query", name], "Input should be a valid boolean, unable to interpret input", "bool_parsing",
        input: .string(String(text.prefix(60))))
    }
  }

  private static let pattern = #"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$"#
  private static let moment: JSON = ["type": "string", "pattern": .string(pattern)]
  private static let example: JSON = [
    "type": "object", "required": ["schema", "properties"],
    "properties": [
      "id": ["type": ["string", "null"]], "schema": ["type": "string"], "properties": ["type": "object"],
    ],
  ]

  private static func isMoment(_ text: String) -> Bool {
    let form = Array("0000-00-00T00:00:00".utf8)
    guard [10, 13, 16, 19].contains(text.utf8.count) else { return false }
    return zip(text.utf8, form).allSatisfy { byte, sign in
      sign == 0x30 ? (0x30...0x39).contains(byte) : byte == sign
    }
  }
}
