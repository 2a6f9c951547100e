// SPDX-License-Identifier: Apache-2.0

import Accounts
import AssayServer
import Casework
import ControlLaw
import Foundation
import GoodsIdentity
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Parties
import ReferenceData
import Screening
import Synchronization
import Testing

/// A server without a network: requests go to the router, answers come back whole.
struct Desk {
  static let screener: Screener = {
    let reference = ReferenceData.embedded
    return Screener(
      law: .embedded, reference: reference, reader: GoodsReader(reference), model: IdentityModel(reference))
  }()

  let services: Services
  let accounts: Accounts?
  /// The folder of a workspace on the disk, for what keeps files beside the database.
  private let scrap: Scrap?
  private let responder: any HTTPResponder<AssayContext>

  struct Answer {
    var status: Int
    var headers: HTTPFields
    var bytes: [UInt8]
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSON? { JSON(parsing: bytes) }
    var code: String? { json?["code"]?.text }
  }

  init(
    accounts wanted: Bool = false, workspace: Bool = true, store given: Workspace? = nil,
    lists: PartyLists = .empty,
    configuration: AssayServer.ServerConfiguration = AssayServer.ServerConfiguration(),
    endpoints: [Endpoint] = [], onDisk: Bool = false,
    clock: @escaping Clock = { Instant(milliseconds: 1_760_000_000_000) }
  ) throws {
    scrap = onDisk ? Scrap() : nil
    let store =
      if let given {
        given as Workspace?
      } else if let scrap {
        try Workspace.create(scrap.path, clock: clock, modules: [AccountSchema.module])
      } else if workspace {
        try Workspace.inMemory(clock: clock, modules: [AccountSchema.module])
      } else { nil as Workspace? }
    accounts = wanted ? store.map { Accounts($0, cost: .quick) } : nil
    services = Services(
      configuration: configuration, screener: Self.screener, lists: lists, workspace: store,
      accounts: accounts, clock: clock)
    responder = AssayApplication.router(services, pages: Pages.all + endpoints).buildResponder()
  }

  /// A token of a user of a role, made on the way.
  func token(_ role: Role) throws -> String {
    let accounts = try #require(accounts)
    let name = "user-\(role.rawValue)"
    if try !accounts.list().contains(where: { $0.name == name }) {
      try accounts.add(
        name, role: role, password: role == .service ? nil : "a long enough password", by: Principal("test"))
    }
    return try accounts.makeToken(name, label: "test", days: 1, by: Principal("test"))
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:],
    token: String? = nil, host: String = "localhost:8080"
  ) async throws -> Answer {
    try await send(
      method, path, bytes: body.map { Array($0.utf8) }, headers: headers, token: token, host: host)
  }

  /// Sends bytes as they are, such as a file.
  func send(
    _ method: HTTPRequest.Method, _ path: String, bytes body: [UInt8]?, headers: HTTPFields = [:],
    token: String? = nil, host: String = "localhost:8080"
  ) async throws -> Answer {
    var fields = headers
    if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
    if let token { fields[.authorization] = "Bearer \(token)" }
    let request = Request(
      head: HTTPRequest(method: method, scheme: "http", authority: host, path: path, headerFields: fields),
      body: RequestBody(buffer: ByteBuffer(bytes: body ?? [])))
    let context = AssayContext(
      source: .init(
        channel: EmbeddedChannel(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    let response = try await responder.respond(to: request, context: context)
    let collector = Collector()
    try await response.body.write(collector)
    return Answer(
      status: Int(response.status.code), headers: response.headers, bytes: collector.bytes.withLock { $0 })
  }

  private final class Scrap: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "assay-desk-\(UUID().uuidString)").path
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private final class Collector: ResponseBodyWriter, Sendable {
    let bytes = Mutex<[UInt8]>([])
    func write(_ buffer: ByteBuffer) async throws { bytes.withLock { $0 += buffer.readableBytesView } }
    func finish(_: HTTPFields?) async throws {}
  }
}

/// Runs a test with a server on a workspace of its own on the disk, which is gone afterwards.
func withDesk(
  accounts: Bool = false, clock: @escaping Clock = { Instant(milliseconds: 1_760_000_000_000) },
  _ body: (Desk) async throws -> Void
) async throws {
  try await body(Desk(accounts: accounts, onDisk: true, clock: clock))
}
