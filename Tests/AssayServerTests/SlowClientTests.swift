// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Synchronization
import Testing

@testable import AssayServer

@Suite("Slow clients") struct SlowClientTests {
  private let limits = SlowClients.Limits(head: .seconds(30), body: .seconds(60), answer: .seconds(20))
  private let head = HTTPRequestPart.head(
    HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/v1/screen"))

  /// A connection whose time the test moves.
  private func connection() throws -> (EmbeddedChannel, EmbeddedEventLoop) {
    let loop = EmbeddedEventLoop()
    let channel = EmbeddedChannel(handler: SlowClients(limits), loop: loop)
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    return (channel, loop)
  }

  private func status(_ channel: EmbeddedChannel) throws -> Int? {
    guard case .head(let response)? = try channel.readOutbound(as: HTTPResponsePart.self) else { return nil }
    return response.status.code
  }

  @Test func `that send no whole head in time are cut off`() throws {
    let (channel, loop) = try connection()
    loop.advanceTime(by: .seconds(29))
    #expect(channel.isActive)
    loop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
    #expect(try status(channel) == nil)
  }

  @Test func `that let a body drip are told so and cut off, however often a byte comes`() throws {
    let (channel, loop) = try connection()
    loop.advanceTime(by: .seconds(10))
    try channel.writeInbound(head)
    for _ in 0..<59 {
      loop.advanceTime(by: .seconds(1))
      try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: " ")))
      #expect(channel.isActive)
    }
    loop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
    #expect(try status(channel) == 408)
  }

  @Test func `whose request is whole may wait for their answer as long as it takes`() throws {
    let (channel, loop) = try connection()
    try channel.writeInbound(head)
    try channel.writeInbound(HTTPRequestPart.end(nil))
    loop.advanceTime(by: .hours(2))
    #expect(channel.isActive)
    try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
    try channel.writeOutbound(HTTPResponsePart.end(nil))
    // From then on the connection is idle.
    loop.advanceTime(by: .seconds(29))
    #expect(channel.isActive)
    loop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
  }

  @Test func `do not shorten the time of the next request on the connection`() throws {
    let (channel, loop) = try connection()
    for _ in 0..<5 {
      loop.advanceTime(by: .seconds(20))
      try channel.writeInbound(head)
      loop.advanceTime(by: .seconds(50))
      try channel.writeInbound(HTTPRequestPart.end(nil))
      try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
      try channel.writeOutbound(HTTPResponsePart.end(nil))
      #expect(channel.isActive)
    }
  }

  @Test func `that do not take their answer are cut off`() throws {
    let (channel, loop) = try connection()
    try channel.writeInbound(head)
    try channel.writeInbound(HTTPRequestPart.end(nil))
    channel.isWritable = false
    channel.pipeline.fireChannelWritabilityChanged()
    loop.advanceTime(by: .seconds(19))
    #expect(channel.isActive)
    loop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
    let (other, clock) = try connection()
    try other.writeInbound(head)
    try other.writeInbound(HTTPRequestPart.end(nil))
    other.isWritable = false
    other.pipeline.fireChannelWritabilityChanged()
    clock.advanceTime(by: .seconds(19))
    other.isWritable = true
    other.pipeline.fireChannelWritabilityChanged()
    clock.advanceTime(by: .hours(1))
    #expect(other.isActive)
  }

  // MARK: Over a real socket

  /// A server on a port of its own, for as long as the body runs.
  private func withServer(
    _ change: (inout AssayServer.ServerConfiguration) -> Void = { _ in }, workspace: Bool = true,
    endpoints: [Endpoint] = [],
    _ body: @escaping @Sendable (Int) throws -> Void
  ) async throws {
    var configuration = AssayServer.ServerConfiguration()
    configuration.port = 0
    change(&configuration)
    let desk = try Desk(workspace: workspace, configuration: configuration)
    let (ports, listening) = AsyncStream<Int>.makeStream()
    let application = AssayApplication.build(desk.services, pages: Pages.all + endpoints) { port in
      listening.yield(port)
      listening.finish()
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      group.addTask {
        // Clients block, so they have a thread of their own.
        for await port in ports {
          try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body(port) }) }
          }
        }
      }
      // The body ends first; the server is then told to stop.
      try await group.next()
      group.cancelAll()
      while let result = await group.nextResult() { _ = result }
    }
  }

  @Test func `over a real socket are closed, dribbled heads and stalled bodies alike`() async throws {
    try await withServer {
      $0.headTime = .milliseconds(200)
      $0.bodyTime = .milliseconds(200)
    } _: { port in
      // Each read returns when the server closes; how long that takes decides nothing.
      let silent = try ClientSocket(port)
      #expect(silent.rest().isEmpty)
      let dribbling = try ClientSocket(port)
      dribbling.send("GET /healthz HT")
      #expect(dribbling.rest().isEmpty)
      let stalled = try ClientSocket(port)
      stalled.send(
        "POST /v1/screen HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
      )
      let answer = stalled.rest()
      #expect(answer.hasPrefix("HTTP/1.1 408"), "\(answer)")
      #expect(answer.contains("too-slow"))
    }
  }

  /// Holds an answer back until it is let go, without giving its thread away.
  private final class Hold: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func wait() { semaphore.wait() }
    func release() { semaphore.signal() }
  }

  @Test func `over a real socket wait for nobody whose answer takes long`() async throws {
    let hold = Hold()
    let long = Endpoint(.get, "/test/long", .open, tag: "test", "Takes as long as it is held.") { _, _, _ in
      hold.wait()
      return .json(["status": "done"])
    }
    try await withServer(workspace: false, endpoints: [long]) { port in
      let held = try ClientSocket(port)
      held.send("GET /test/long HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      // More connections than there are event loops: some share the loop of the one that waits.
      for _ in 0..<4 * System.coreCount {
        let quick = try ClientSocket(port)
        quick.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(quick.rest().hasPrefix("HTTP/1.1 200"))
      }
      hold.release()
      #expect(held.rest().contains("done"))
    }
  }

  @Test func `over a real socket that break off or frame badly get an answer, and the server lives on`()
    async throws
  {
    try await withServer { port in
      for (request, status) in [
        (
          "POST /v1/law/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"goods\":",
          "400"
        ),
        (
          "POST /v1/law/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
          "400"
        ), ("GET / HTTP/9.9\r\n\r\n", "400"), ("\u{1}\u{2}\u{3}\r\n\r\n", "400"),
        (
          "POST /v1/law/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
          "400"
        ),
        (
          "POST /v1/law/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n",
          "413"
        ),
      ] {
        let client = try ClientSocket(port)
        client.send(request)
        client.endSending()
        let answer = client.rest()
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(request.prefix(40)): \(answer.prefix(200))")
        #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 2, "one answer: \(answer.prefix(400))")
      }
      // A head that is too large.
      let large = try ClientSocket(port)
      large.send(
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "a", count: 200_000))\r\n\r\n")
      large.endSending()
      _ = large.rest()
      let alive = try ClientSocket(port)
      alive.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(alive.rest().hasPrefix("HTTP/1.1 200"))
    }
  }
}

/// A client that sends what it is told, byte by byte true.
final class ClientSocket {
  private let descriptor: Int32

  init(_ port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(code == 0)
  }

  deinit { close(descriptor) }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(
          descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// All that comes until the other side closes.
  func rest() -> String {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return String(decoding: all, as: UTF8.self) }
      all += buffer[..<count]
    }
  }
}
