// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
public import Hummingbird
import NIOCore
import NIOHTTP1
import TradeModel

extension Request {
  /// The whole body within a limit.
  public func bytes(upTo limit: Int) async throws -> [UInt8] {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw Self.tooLarge(limit)
    }
    var all: [UInt8] = []
    do {
      // A client that is slow is cut off by the connection (`SlowClients`).
      for try await buffer in body {
        guard all.count + buffer.readableBytes <= limit else { throw Self.tooLarge(limit) }
        all += buffer.readableBytesView
      }
    } catch is HTTPParserError {
      var problem = Problem(
        .badRequest, "body-truncated", "the body ended before its stated length, or is badly framed")
      problem.headers[.connection] = "close"
      throw problem
    }
    return all
  }

  static func tooLarge(_ limit: Int) -> Problem {
    var problem = Problem(.contentTooLarge, "body-too-large", "the body may have \(limit) bytes at most")
    // The rest of it is not waited for.
    problem.headers[.connection] = "close"
    return problem
  }

  /// The body as a JSON object.
  func object(upTo limit: Int = 1 << 20) async throws -> JSON {
    let bytes = try await bytes(upTo: limit)
    guard let value = JSON(parsing: bytes), value.members != nil else {
      throw Problem(.badRequest, "json-malformed", "the body is no JSON object; each name may stand once")
    }
    return value
  }

  func query(_ name: String) throws -> String? {
    let found = uri.queryParameters.getAll(name)
    guard found.count <= 1 else { throw Problem(.badRequest, "parameter", "'\(name)' is given twice") }
    return found.first
  }

  func number(_ name: String, _ range: ClosedRange<Int>, default standard: Int) throws -> Int {
    guard let text = try query(name) else { return standard }
    guard let value = Int(text), range.contains(value) else {
      throw Problem(
        .badRequest, "parameter",
        "'\(name)' is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func day(_ name: String) throws -> Day? {
    guard let text = try query(name) else { return nil }
    guard let day = Day(text) else {
      throw Problem(.badRequest, "parameter", "'\(name)' is a day such as 2025-04-04")
    }
    return day
  }

  /// Where a page of a list begins and how long it is.
  func page(most: Int = 500) throws -> (offset: Int, limit: Int) {
    (try number("offset", 0...10_000_000, default: 0), try number("limit", 1...most, default: min(50, most)))
  }

  /// Refuses names of query parameters that the route does not know.
  func allow(only names: Set<String>) throws {
    for (name, _) in uri.queryParameters where !names.contains(String(name)) {
      throw Problem(
        .badRequest, "parameter-unknown", "a parameter of the query is not known here; see /openapi.json")
    }
  }
}

extension JSON {
  func required(_ name: String, most: Int = 10_000) throws -> String {
    guard let text = self[name]?.text, !text.isEmpty, text.utf8.count <= most else {
      throw Problem(.badRequest, "field", "'\(name)' is a text of 1 to \(most) bytes and must be given")
    }
    return text
  }

  func optional(_ name: String, most: Int = 10_000) throws -> String? {
    switch self[name] {
    case nil, .null?: return nil
    case .string(let text)? where text.utf8.count <= most: return text
    default: throw Problem(.badRequest, "field", "'\(name)' is a text of at most \(most) bytes")
    }
  }

  func integer(_ name: String) throws -> Int? {
    switch self[name] {
    case nil, .null?: return nil
    case .integer(let value)?: return Int(value)
    default: throw Problem(.badRequest, "field", "'\(name)' is a whole number")
    }
  }

  func choice<Value: RawRepresentable & CaseIterable>(_ name: String, _: Value.Type) throws -> Value?
  where Value.RawValue == String {
    guard let text = try optional(name) else { return nil }
    guard let value = Value(rawValue: text) else {
      let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badRequest, "field", "'\(name)' is one of \(all)")
    }
    return value
  }
}

extension AssayContext {
  func text(_ name: String) throws -> String {
    guard let raw = parameters.get(name), let text = raw.removingPercentEncoding, !text.isEmpty,
      text.utf8.count <= 512
    else { throw Problem.notFound }
    return text
  }

  func id(_ name: String = "id") throws -> Int64 {
    guard let value = Int64(try text(name)), value > 0 else { throw Problem.notFound }
    return value
  }
}
