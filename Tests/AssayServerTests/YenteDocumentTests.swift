// SPDX-License-Identifier: Apache-2.0

import AssayServer
import Foundation
import HTTPTypes
import Testing

/// Holds our answers against yente's own OpenAPI document and samples, where they lie beside the project.
@Suite("Answers in yente's shape") struct YenteDocumentTests {
  private static let samples = Project.root.deletingLastPathComponent().appending(
    path: "shared/formats/samples")
  static var areThere: Bool {
    FileManager.default.fileExists(atPath: samples.appending(path: "yente-openapi.json").path)
  }

  private static func sample(_ name: String) throws -> JSON {
    let data = try Data(contentsOf: samples.appending(path: name))
    return try #require(JSON(parsing: Array(data)))
  }

  /// What JSON Schema says of a value, as far as yente's document uses it; each fault with its place.
  private struct Checker {
    let document: JSON

    func faults(_ value: JSON, _ schema: JSON, at place: String = "$") -> [String] {
      if let reference = schema["$ref"]?.text {
        let target = reference.split(separator: "/").dropFirst().reduce(document as JSON?) {
          $0?[String($1)]
        }
        return target.map { faults(value, $0, at: place) } ?? ["\(place): no \(reference)"]
      }
      if let choices = schema["anyOf"]?.elements {
        return choices.contains { faults(value, $0).isEmpty } ? [] : ["\(place): none of the choices"]
      }
      if let allowed = schema["enum"]?.elements, !allowed.contains(value) { return ["\(place): not allowed"] }
      switch (schema["type"]?.text, value) {
      case (nil, _), ("string", .string), ("integer", .integer), ("number", .integer), ("number", .number),
        ("boolean", .bool), ("null", .null):
        return []
      case ("array", .array(let elements)):
        guard let items = schema["items"] else { return [] }
        return elements.enumerated().flatMap { faults($1, items, at: "\(place)[\($0)]") }
      case ("object", .object(let members)):
        let missing = (schema["required"]?.elements ?? []).compactMap(\.text).filter { value[$0] == nil }
        return missing.map { "\(place): lacks \($0)" }
          + members.flatMap { member -> [String] in
            let own = schema["properties"]?[member.name] ?? schema["additionalProperties"]
            guard let own, own.members != nil else { return [] }
            return faults(member.value, own, at: "\(place).\(member.name)")
          }
      default: return ["\(place): not of type \(schema["type"]?.text ?? "?")"]
      }
    }

    func schema(_ method: String, _ path: String, _ status: Int) throws -> JSON {
      let response = try #require(document["paths"]?[path]?[method]?["responses"]?[String(status)])
      return try #require(response["content"]?["application/json"]?["schema"])
    }
  }

  @Test(.enabled(if: areThere, "yente's document is not there"))
  func `keep to yente's document, errors too`() async throws {
    let checker = Checker(document: try Self.sample("yente-openapi.json"))
    let desk = try Desk(workspace: false, lists: CompatibleTests.lists)
    let id = try #require(
      try await desk.send(.get, "/search/default?q=gallium").json?["results"]?.elements?.first?["id"]?.text)
    let query = CompatibleTests.query
    let many = (0...100).map { #""q\#($0)":{"schema":"Company","properties":{"name":"x"}}"# }
    let cases: [(HTTPRequest.Method, String, String, String?, Int)] = [
      (.post, "/match/{dataset}", "/match/default", query, 200),
      (.post, "/match/{dataset}", "/match/default", #"{"queries":{}}"#, 400),
      (.post, "/match/{dataset}", "/match/default?algorithm=x", query, 400),
      (.post, "/match/{dataset}", "/match/default", "{\"queries\":{\(many.joined(separator: ","))}}", 400),
      (.post, "/match/{dataset}", "/match/default", #"{"queries":{"a":{"properties":{"name":"x"}}}}"#, 422),
      (.post, "/match/{dataset}", "/match/default?limit=501", query, 422),
      (.post, "/match/{dataset}", "/match/default?threshold=x", query, 422),
      (.post, "/match/{dataset}", "/match/default", "[]", 422),
      (.get, "/search/{dataset}", "/search/default?q=gallium&facets=schema&facets=countries", nil, 200),
      (.get, "/search/{dataset}", "/search/default", nil, 200),
      (.get, "/search/{dataset}", "/search/default?schema=Spaceship", nil, 400),
      (.get, "/search/{dataset}", "/search/default?facets=moods", nil, 422),
      (.get, "/search/{dataset}", "/search/default?offset=9500", nil, 422),
      (.get, "/entities/{entity_id}", "/entities/\(id)", nil, 200),
      (.get, "/entities/{entity_id}", "/entities/none", nil, 404),
      (.get, "/entities/{entity_id}", "/entities/\(id)?nested=perhaps", nil, 422),
      (.get, "/algorithms", "/algorithms", nil, 200), (.get, "/catalog", "/catalog", nil, 200),
      (.get, "/healthz", "/healthz", nil, 200), (.get, "/readyz", "/readyz", nil, 200),
    ]
    for (method, pattern, path, body, status) in cases {
      let answer = try await desk.send(method, path, body)
      #expect(answer.status == status, "\(path): \(answer.text.prefix(200))")
      let schema = try checker.schema(method.rawValue.lowercased(), pattern, status)
      let faults = checker.faults(try #require(answer.json), schema)
      #expect(faults.isEmpty, "\(path): \(faults.prefix(5))")
    }
  }

  @Test(.enabled(if: areThere, "yente's samples are not there"))
  func `hold every member of the samples, of the same kind`() async throws {
    let desk = try Desk(workspace: false, lists: CompatibleTests.lists)
    let sample = try Self.sample("yente-match-sample.json")
    let answer = try #require(
      try await desk.send(.post, "/match/default?cutoff=0", CompatibleTests.query).json)
    let (theirs, ours) = (sample["responses"]?["q1"], answer["responses"]?["q1"])
    #expect(differences(try #require(theirs), try #require(ours), at: "q1").isEmpty)
    #expect(answer["limit"] == sample["limit"])
    // The same entity first, and the same number of matches; how far others are behind is each algorithm's own.
    #expect(
      ours?["results"]?.elements?.first?["caption"] == theirs?["results"]?.elements?.first?["caption"])
    #expect(ours?["total"] == theirs?["total"])
    #expect(ours?["query"]?["properties"] != nil)
    let algorithms = try Self.sample("yente-algorithms.json")
    let one = try #require(algorithms["algorithms"]?.elements?.first)
    let own = try #require(
      try await desk.send(.get, "/algorithms").json?["algorithms"]?.elements?.first)
    #expect(differences(one, own, at: "algorithm", names: false).isEmpty)
  }

  /// Members of theirs that ours lacks or has of another kind; explanations and properties name what they like.
  private func differences(_ theirs: JSON, _ ours: JSON, at place: String, names: Bool = true) -> [String] {
    switch (theirs, ours) {
    case (.object(let members), .object(let own)):
      if ["explanations", "features", "properties", "config"].contains(where: place.hasSuffix) {
        guard let first = members.first?.value, let second = own.first?.value else { return [] }
        return differences(first, second, at: place + ".*", names: names)
      }
      return members.flatMap { member -> [String] in
        guard let value = ours[member.name] else { return ["\(place) lacks \(member.name)"] }
        return differences(member.value, value, at: "\(place).\(member.name)", names: names)
      }
    case (.array(let elements), .array(let own)):
      guard let first = elements.first, let second = own.first else { return [] }
      return differences(first, second, at: place + "[]", names: names)
    case (.null, _), (_, .null), (.string, .string), (.bool, .bool), (.integer, .integer),
      (.number, .number), (.integer, .number), (.number, .integer):
      return []
    default: return ["\(place) is of another kind"]
    }
  }
}
