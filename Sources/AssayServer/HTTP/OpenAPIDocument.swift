// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// The OpenAPI 3.1 document, made from the endpoints; docs/openapi.json is this text, and a test holds it to that.
public enum OpenAPIDocument {
  public static let json: JSON = document(AssayApplication.endpoints)

  /// The document as a file with line breaks, one member a line.
  public static var text: String { pretty(json, indent: "") + "\n" }

  private static let problem: JSON = [
    "description": "An error as RFC 9457 describes it.",
    "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
  ]

  /// Routes of yente answer errors of their own in yente's shape, those of the gate as everywhere.
  private static let eitherShape: JSON = [
    "description": "An error in yente's shape, or as RFC 9457 describes it.",
    "content": [
      "application/json": ["schema": ["type": "object", "required": ["detail"]]],
      "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]],
    ],
  ]

  static func document(_ endpoints: [Endpoint]) -> JSON {
    var paths: [JSON.Member] = []
    for endpoint in endpoints where !paths.contains(where: { $0.name == endpoint.path }) {
      let operations = endpoints.filter { $0.path == endpoint.path }
        .map { JSON.Member(name: $0.method.rawValue.lowercased(), value: operation($0)) }
      paths.append(.init(name: endpoint.path, value: .object(operations)))
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Assay", "version": "1",
        "description":
          "Screens export declarations of strategic minerals under the law of their day. An anomaly is a lead, not guilt.",
        "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
      ],
      "paths": .object(paths),
      "components": [
        "schemas": [
          "Problem": [
            "type": "object", "required": ["type", "title", "status", "code", "detail"],
            "properties": [
              "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
              "code": ["type": "string"], "detail": ["type": "string"],
            ],
          ]
        ],
        "securitySchemes": [
          "token": ["type": "http", "scheme": "bearer"],
          "session": ["type": "apiKey", "in": "cookie", "name": "assay_session"],
        ],
      ],
    ]
  }

  private static func operation(_ endpoint: Endpoint) -> JSON {
    var members: [JSON.Member] = [
      .init(
        name: "operationId",
        value: .string(
          ([endpoint.method.rawValue.lowercased()]
            + endpoint.path.split { !$0.isLetter && !$0.isNumber }.map(String.init))
            .joined(separator: "_"))),
      .init(name: "summary", value: .string(endpoint.summary)),
      .init(name: "tags", value: [.string(endpoint.tag)]),
      .init(name: "x-access", value: .string(endpoint.access.rawValue)),
    ]
    if endpoint.access != .open {
      members.append(.init(name: "security", value: [["token": []], ["session": []], [:]]))
    }
    let inPath = endpoint.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
      parameter(
        .init(
          name: String($0.dropFirst().dropLast()), place: .path, note: "Part of the address.",
          schema: $0 == "{id}" && endpoint.path.hasPrefix("/v1/")
            ? ["type": "integer", "minimum": 1] : ["type": "string", "minLength": 1], isRequired: true))
    }
    let parameters = inPath + endpoint.parameters.map(parameter)
    if !parameters.isEmpty { members.append(.init(name: "parameters", value: .array(parameters))) }
    if let body = endpoint.body {
      let content = endpoint.consumes.map { JSON.Member(name: $0, value: ["schema": body]) }
      members.append(.init(name: "requestBody", value: ["required": true, "content": .object(content)]))
    }
    members.append(.init(name: "responses", value: responses(endpoint)))
    return .object(members)
  }

  private static func responses(_ endpoint: Endpoint) -> JSON {
    var answers: [JSON.Member] = []
    if endpoint.success == 204 {
      answers.append(.init(name: "204", value: ["description": "Done."]))
    } else {
      let schema: JSON = endpoint.produces == "application/json" ? [:] : ["type": "string"]
      for status in [endpoint.success] + endpoint.others.filter({ $0 < 300 }) {
        answers.append(
          .init(
            name: String(status),
            value: [
              "description": status == endpoint.success ? "The answer." : "The answer; nothing new was kept.",
              "content": .object([.init(name: endpoint.produces, value: ["schema": schema])]),
            ]))
      }
    }
    var errors: Set<Int> = [400, 421, 429]
    if endpoint.access != .open { errors.formUnion([401, 403]) }
    if endpoint.body != nil { errors.formUnion([403, 413, 415]) }
    if endpoint.path.contains("{") { errors.insert(404) }
    if endpoint.path.hasPrefix("/v1/") { errors.insert(503) }
    errors.formUnion(endpoint.others.filter { $0 >= 300 })
    for status in errors.sorted() where status != endpoint.success {
      answers.append(.init(name: String(status), value: endpoint.tag == "yente" ? eitherShape : problem))
    }
    return .object(answers)
  }

  private static func parameter(_ parameter: Endpoint.Parameter) -> JSON {
    [
      "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
      "required": .bool(parameter.isRequired), "description": .string(parameter.note),
      "schema": parameter.schema,
    ]
  }

  private static func pretty(_ value: JSON, indent: String) -> String {
    let deeper = indent + "  "
    switch value {
    case .object(let members) where !members.isEmpty:
      return "{\n"
        + members.map {
          deeper + String(decoding: JSON.string($0.name).bytes, as: UTF8.self) + ": "
            + pretty($0.value, indent: deeper)
        }.joined(separator: ",\n") + "\n\(indent)}"
    case .array(let values) where values.contains(where: { $0.members != nil }):
      return "[\n" + values.map { deeper + pretty($0, indent: deeper) }.joined(separator: ",\n")
        + "\n\(indent)]"
    default: return String(decoding: value.bytes, as: UTF8.self)
    }
  }
}
