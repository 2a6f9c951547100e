// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import ListFetch
import ListReaders
import Parties
import Synchronization
import Testing

/// A server on this machine that plays the sources: one answer a request, faults included.
final class PlayedSource: Sendable {
  enum Answer: Sendable {
    case file(String)
    case status(Int)
    /// Announces more bytes than it sends, then hangs up.
    case cutOff(String)
    case hangUp
  }

  let port: UInt16
  private let socket: Int32
  private let answers: Mutex<[Answer]>
  let asked = Mutex(0)

  init(_ answers: [Answer]) throws {
    self.answers = Mutex(answers)
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (socket) = socket
    let bound = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe Glibc.bind(socket, $0, length) }
    }
    guard bound == 0, listen(socket, 8) == 0 else { throw CocoaError(.featureUnsupported) }
    var taken = length
    _ = unsafe withUnsafeMutablePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(socket, $0, &taken) }
    }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in serve() }
  }

  private func serve() {
    while true {
      let client = accept(socket, nil, nil)
      guard client >= 0 else { return }
      var request = [UInt8](repeating: 0, count: 4096)
      _ = unsafe recv(client, &request, request.count, 0)
      asked.withLock { $0 += 1 }
      let answer = answers.withLock { $0.isEmpty ? .status(404) : $0.removeFirst() }
      var text: String?
      switch answer {
      case .file(let body):
        text = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
      case .status(let status):
        text = "HTTP/1.1 \(status) No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      case .cutOff(let body):
        text =
          "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count + 5000)\r\nConnection: close\r\n\r\n\(body)"
      case .hangUp: text = nil
      }
      if let text {
        let bytes = Array(text.utf8)
        _ = unsafe send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      }
      close(client)
    }
  }

  func stop() { _ = shutdown(socket, Int32(SHUT_RDWR)) }
  var address: String { "http://127.0.0.1:\(port)/list.csv" }
}

@Suite("Fetching lists", .serialized) struct ListFetchTests {
  static func table(_ count: Int) -> String {
    "id,schema,name,startDate\n"
      + (0..<count).map { "\($0),Company,Metal Works Number \($0),2025-01-02\n" }.joined()
  }

  static func fetch(
    _ answers: [PlayedSource.Answer], _ body: (ListFetcher, ListSource, PlayedSource) async throws -> Void
  )
    async throws
  {
    let played = try PlayedSource(answers)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "assay-lists-\(UInt64.random(in: 0 ... .max))")
    defer {
      played.stop()
      try? FileManager.default.removeItem(at: folder)
    }
    let source = ListSource(
      id: "t", title: "Test", publisher: "test", format: .table, effect: .sanctions,
      addresses: [played.address])
    let transport = HTTPListTransport(timeout: 1, largest: 1 << 20, tries: 2, pause: 60) { _ in }
    try await body(ListFetcher(store: ListStore(folder: folder), transport: transport), source, played)
  }

  let now = Date(timeIntervalSince1970: 1_790_000_000)

  @Test func `a list is fetched, kept, read back and shown with its age`() async throws {
    try await Self.fetch([.file(Self.table(40))]) { fetcher, source, _ in
      #expect(fetcher.store.standing(source, at: now).state == .missing)
      #expect(await fetcher.fetch(source, at: now) == .renewed(entries: 40, version: "2025-01-02"))
      let kept = try fetcher.store.load(source)
      #expect(kept.entries.count == 40)
      #expect(fetcher.store.standing(source, at: now.addingTimeInterval(86_400 * 3)).state == .current)
      #expect(fetcher.store.standing(source, at: now.addingTimeInterval(86_400 * 9)).state == .stale)
    }
  }

  @Test(
    "whatever goes wrong, the last good copy stays in use and the failure is noted",
    arguments: [
      ("status", [PlayedSource.Answer.status(404)]), ("status", [.status(500), .status(503)]),
      ("cut off", [.cutOff("id,schema,name\n1,Company,A"), .cutOff("id")]), ("hang-up", [.hangUp, .hangUp]),
      ("page", [.file("<html>We are sorry</html>")]), ("empty", [.file("")]),
      ("shrunk", [.file(ListFetchTests.table(19))]),
      ("broken quote", [.file("id,schema,name\n1,Company,\"A")]),
    ] as [(String, [PlayedSource.Answer])])
  func faults(_ what: String, _ answers: [PlayedSource.Answer]) async throws {
    try await Self.fetch([.file(Self.table(40))] + answers) { fetcher, source, _ in
      _ = await fetcher.fetch(source, at: now)
      let outcome = await fetcher.fetch(source, at: now.addingTimeInterval(60))
      guard case .failed = outcome else {
        Issue.record("\(what): \(outcome)")
        return
      }
      let kept = try fetcher.store.load(source)
      #expect(kept.entries.count == 40)
      #expect(fetcher.store.copy("t")?.lastFailure != nil)
    }
  }

  @Test func `a server that fails once is asked again`() async throws {
    try await Self.fetch([.status(503), .file(Self.table(3))]) { fetcher, source, played in
      #expect(await fetcher.fetch(source, at: now) == .renewed(entries: 3, version: "2025-01-02"))
      #expect(played.asked.withLock { $0 } == 2)
    }
  }

  @Test func `a copy changed on disk is found damaged and not used`() async throws {
    try await Self.fetch([.file(Self.table(5))]) { fetcher, source, _ in
      _ = await fetcher.fetch(source, at: now)
      let file = fetcher.store.folder.appendingPathComponent("t/current/0")
      try Data((Self.table(4) + "x").utf8).write(to: file)
      #expect(fetcher.store.standing(source, at: now).state == .damaged)
      #expect(throws: ListReadError.self) { try fetcher.store.load(source) }
    }
  }

  @Test func `a shrunk list is taken when the operator says so`() async throws {
    try await Self.fetch([.file(Self.table(40)), .file(Self.table(2))]) { fetcher, source, _ in
      _ = await fetcher.fetch(source, at: now)
      #expect(
        await fetcher.fetch(source, at: now, acceptShrink: true)
          == .renewed(entries: 2, version: "2025-01-02"))
    }
  }
}
