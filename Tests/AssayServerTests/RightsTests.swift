// SPDX-License-Identifier: Apache-2.0

import Accounts
import AssayServer
import Casework
import Foundation
import HTTPTypes
import Testing

@Suite("Rights") struct RightsTests {
  /// Who may do what by the plain words of each right; written here a second time on purpose.
  private static let expected: [Access: Set<Role>] = [
    .reading: [.viewer, .analyst, .supervisor, .administrator, .service],
    .screening: [.analyst, .supervisor, .administrator, .service],
    .casework: [.analyst, .supervisor, .administrator],
    .approval: [.supervisor, .administrator],
    .administration: [.administrator],
  ]

  private func path(_ endpoint: Endpoint) -> String {
    endpoint.path.replacingOccurrences(of: "{id}", with: "1").replacingOccurrences(of: "{name}", with: "x")
      .replacingOccurrences(of: "{dataset}", with: "default")
  }

  @Test func `every route answers every role as its right says`() async throws {
    let desk = try Desk(accounts: true)
    for endpoint in AssayApplication.endpoints + Pages.all {
      let body = endpoint.body == nil ? nil : "{}"
      let headers: HTTPFields = endpoint.body == nil ? [:] : [.contentType: endpoint.consumes[0]]
      for role in Role.allCases {
        let answer = try await desk.send(
          endpoint.method, path(endpoint), body, headers: headers, token: try desk.token(role))
        let isAllowed = endpoint.access == .open || Self.expected[endpoint.access]?.contains(role) == true
        let isRefused = answer.status == 403 && answer.code == "role"
        #expect(isRefused != isAllowed, "\(endpoint.method) \(endpoint.path) as \(role): \(answer.status)")
      }
      let nobody = try await desk.send(endpoint.method, path(endpoint), body, headers: headers)
      #expect(
        (nobody.status == 401 && nobody.code == "sign-in" && nobody.headers[.wwwAuthenticate] != nil)
          == (endpoint.access != .open), "\(endpoint.method) \(endpoint.path) as nobody: \(nobody.status)")
    }
  }

  @Test func `the table of rights in the documentation is the one of the routes`() throws {
    let page = try String(contentsOf: Project.root.appending(path: "docs/api.md"), encoding: .utf8)
    for endpoint in AssayApplication.endpoints {
      let row = "| \(endpoint.method.rawValue) | `\(endpoint.path)` | \(endpoint.access.rawValue) |"
      #expect(page.contains(row), "docs/api.md lacks: \(row)")
    }
    let rows = page.split(separator: "\n").count {
      $0.hasPrefix("| GET |") || $0.hasPrefix("| POST |")
        || $0.hasPrefix("| PATCH |") || $0.hasPrefix("| DELETE |")
    }
    #expect(rows == AssayApplication.endpoints.count)
  }

  @Test func `only open routes are open`() {
    let open = AssayApplication.endpoints.filter { $0.access == .open }.map(\.path)
    #expect(Set(open) == ["/healthz", "/readyz", "/openapi.json", "/v1/session"])
  }

  @Test func `the OpenAPI document is the one of the routes`() throws {
    let file = Project.root.appending(path: "docs/openapi.json")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(OpenAPIDocument.text.utf8).write(to: file)
    }
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(
      text == OpenAPIDocument.text, "docs/openapi.json is out of date; run the tests with RECORD_SNAPSHOTS=1")
    let paths = try #require(JSON(parsing: text.utf8)?["paths"])
    for endpoint in AssayApplication.endpoints {
      #expect(paths[endpoint.path]?[endpoint.method.rawValue.lowercased()] != nil)
    }
  }
}

enum Project {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
}
