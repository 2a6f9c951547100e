// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import StatisticsFetch
import Synchronization
import Testing
import TradeFlows
import TradeModel

/// A service on a port of this machine that answers what a closure says; one connection after the other.
final class LocalService: Sendable {
  let port: UInt16
  private let socket: Int32
  let seen = Mutex<[String]>([])

  /// - Parameter answer: status, headers and body for the count and first lines of a request
  init(_ answer: @escaping @Sendable (Int, String) -> (Int, [String], String)) throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe Glibc.bind(socket, $0, size) }
    }
    guard bound == 0, listen(socket, 8) == 0 else { throw ValueError("no port") }
    var own = sockaddr_in()
    var length = size
    _ = unsafe withUnsafeMutablePointer(to: &own) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(socket, $0, &length)
      }
    }
    port = UInt16(bigEndian: own.sin_port)
    self.socket = socket
    Thread.detachNewThread { [self] in
      var count = 0
      while true {
        let client = accept(socket, nil, nil)
        guard client >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let got = unsafe read(client, &buffer, buffer.count)
        let text = String(decoding: buffer[..<max(0, got)], as: UTF8.self)
        self.seen.withLock { $0.append(text) }
        count += 1
        let (status, headers, body) = answer(count, text)
        let head =
          (["HTTP/1.1 \(status) x", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers)
          .joined(separator: "\r\n")
        let bytes = Array((head + "\r\n\r\n" + body).utf8)
        _ = unsafe write(client, bytes, bytes.count)
        close(client)
      }
    }
  }

  func stop() {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }
}

@Suite("Fetching from services", .serialized) struct FetchTests {
  func folder() -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("flows-\(UUID().uuidString)")
  }

  func fetcher(_ service: LocalService, key: String? = nil) -> StatisticsFetcher {
    var options = StatisticsFetcher.Options()
    options.base = "http://127.0.0.1:\(service.port)"
    options.firstWait = 0.01
    options.tries = 3
    return StatisticsFetcher(key: key, options: options)
  }

  @Test func `busy services are asked again, and what is there is not fetched twice`() async throws {
    let service = try LocalService { count, _ in
      count == 1
        ? (429, ["Retry-After: 0"], "")
        : (
          200, [],
          "{\"data\":[{\"period\":\"202401\",\"reporterCode\":842,\"partnerCode\":156,\"flowCode\":\"M\",\"cmdCode\":\"811010\",\"netWgt\":5,\"primaryValue\":9}]}"
        )
    }
    defer { service.stop() }
    let place = folder()
    let request = StatisticsRequest(
      publisher: .comtrade, codes: [code("811010")], first: (2024, 1), last: (2025, 2))
    let first = try await fetcher(service, key: "SECRET").fetch(request, into: place)
    #expect(first.count == 2, "twelve months, then two")
    #expect(first.map(\.tries) == [2, 1])
    let again = try await fetcher(service, key: "SECRET").fetch(request, into: place)
    let cached = again.filter(\.wasCached).count
    #expect(cached == again.count)
    let requests = service.seen.withLock { $0 }
    #expect(requests.count == 3)
    #expect(requests[0].contains("Ocp-Apim-Subscription-Key: SECRET"))
    #expect(requests[0].contains("period=202401,202402") && requests[2].contains("period=202501,202502"))
    let text = try String(contentsOf: first[0].files[0], encoding: .utf8)
    let table = try reading(text, .comtrade)
    #expect(table.records.count == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: place.path)
    for file in files {
      #expect(!file.contains("SECRET"))
    }
  }

  @Test func `pages are followed on the same host only`() async throws {
    let service = try LocalService { count, _ in
      let row =
        "{\"MonthId\":202401,\"FlowTypeId\":3,\"NetMass\":\(count),\"Commodity\":{\"Cn8Code\":\"81101000\"},\"Country\":{\"CountryCodeAlpha\":\"CN\"}}"
      let next =
        count == 1
        ? "\"@odata.nextLink\":\"/OTS?page=2\","
        : count == 3 ? "\"@odata.nextLink\":\"http://elsewhere.invalid/x\"," : ""
      return (200, [], "{\(next)\"value\":[\(row)]}")
    }
    defer { service.stop() }
    let request = StatisticsRequest(
      publisher: .hmrc, codes: [code("81101000")], first: (2024, 1), last: (2024, 2))
    let outcome = try await fetcher(service).fetch(request, into: folder())
    #expect(outcome[0].files.count == 2)
    await #expect(throws: ValueError.self) { try await fetcher(service).fetch(request, into: folder()) }
  }

  @Test func `a refusal says which variable is wanted and never shows the key`() async throws {
    let service = try LocalService { _, _ in (403, [], "no") }
    defer { service.stop() }
    let request = StatisticsRequest(
      publisher: .census, codes: [code("8110100000")], first: (2024, 1), last: (2024, 2))
    do {
      _ = try await fetcher(service, key: "SECRET").fetch(request, into: folder())
      Issue.record("a refusal is an error")
    } catch {
      #expect(error.message.contains("CENSUS_KEY"))
      #expect(!error.message.contains("SECRET"))
    }
    #expect(service.seen.withLock { $0.count } == 1, "a refusal is not tried again")
  }

  @Test func `a run that was cut off goes on where it stopped`() async throws {
    let service = try LocalService { count, _ in
      count == 2 || count == 3 || count == 4 ? (503, [], "") : (200, [], "freq,x\n")
    }
    defer { service.stop() }
    let place = folder()
    let request = StatisticsRequest(
      publisher: .eurostat, codes: [code("81101000"), code("81129289")], first: (2024, 1), last: (2024, 2),
      reporter: "DE")
    await #expect(throws: ValueError.self) { try await fetcher(service).fetch(request, into: place) }
    let second = try await fetcher(service).fetch(request, into: place)
    #expect(second.map(\.wasCached) == [true, false])
  }
}
