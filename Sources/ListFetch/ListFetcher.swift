// SPDX-License-Identifier: Apache-2.0

public import Foundation
internal import FoundationNetworking
public import ListReaders
internal import Parties
internal import TradeModel

/// Fetches bytes from an address.
public protocol ListTransport: Sendable {
  /// - Throws: `ListReadError` that says whether it was the network, the status or the size.
  func get(_ address: String) async throws -> [UInt8]
}

/// Fetches over HTTP with a limit on time and size; three tries, waiting longer before each.
public struct HTTPListTransport: ListTransport {
  public var timeout: TimeInterval
  public var largest: Int
  public var tries: Int
  /// Seconds before the second try; doubled before the third.
  public var pause: Double
  /// Waits for some seconds; tests put a clock of their own here.
  public var wait: @Sendable (_ seconds: Double) async throws -> Void

  public init(
    timeout: TimeInterval = 60, largest: Int = 512 << 20, tries: Int = 3, pause: Double = 2,
    wait: @escaping @Sendable (_ seconds: Double) async throws -> Void = {
      try await Task.sleep(for: .seconds($0))
    }
  ) {
    (self.timeout, self.largest, self.tries, self.pause) = (timeout, largest, tries, pause)
    self.wait = wait
  }

  public func get(_ address: String) async throws -> [UInt8] {
    guard let url = URL(string: address), ["http", "https"].contains(url.scheme ?? "") else {
      throw ListReadError("the address is not one of HTTP")
    }
    var last = ListReadError("no try was made")
    for attempt in 0..<max(1, tries) {
      if attempt > 0 { try await wait(pause * Double(1 << (attempt - 1))) }
      do {
        return try await once(url)
      } catch let error as ListReadError {
        last = error
        // The server's own refusal does not get better by asking again.
        if error.message.hasPrefix("the server refused") { throw error }
      }
    }
    throw last
  }

  private func once(_ url: URL) async throws -> [UInt8] {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeout
    configuration.timeoutIntervalForResource = timeout * 10
    let session = URLSession(configuration: configuration)
    defer { session.finishTasksAndInvalidate() }
    var request = URLRequest(url: url)
    request.setValue("assay-lists", forHTTPHeaderField: "User-Agent")
    let result: (Data, URLResponse)
    do { result = try await session.data(for: request) } catch {
      throw ListReadError("the source could not be reached")
    }
    guard let response = result.1 as? HTTPURLResponse else {
      throw ListReadError("the source did not answer in HTTP")
    }
    switch response.statusCode {
    case 200: break
    case 400..<500: throw ListReadError("the server refused with status \(response.statusCode)")
    default: throw ListReadError("the server answered with status \(response.statusCode)")
    }
    guard result.0.count <= largest else {
      throw ListReadError("the file is larger than \(largest >> 20) MiB")
    }
    if let announced = response.value(forHTTPHeaderField: "Content-Length").flatMap(Int.init),
      announced != result.0.count,
      response.value(forHTTPHeaderField: "Content-Encoding") == nil
    {
      throw ListReadError("the file was cut off on the way")
    }
    return [UInt8](result.0)
  }
}

/// Fetches lists and keeps the good ones.
public struct ListFetcher: Sendable {
  public enum Outcome: Sendable, Hashable {
    case renewed(entries: Int, version: String)
    case unchanged
    /// The copy kept stays in use.
    case failed(String)
  }

  public let store: ListStore
  public let transport: any ListTransport
  /// A new edition with fewer than this share of the entries kept is not accepted.
  public var smallestShare = 0.5

  public init(store: ListStore, transport: any ListTransport = HTTPListTransport()) {
    self.store = store
    self.transport = transport
  }

  /// Fetches a list; whatever goes wrong, the last good copy stays.
  /// - Parameter acceptShrink: take a list that lost more than half of its entries.
  public func fetch(_ source: ListSource, at now: Date, acceptShrink: Bool = false) async -> Outcome {
    do {
      guard !source.addresses.isEmpty else {
        throw ListReadError("the authority publishes no file; give one by hand")
      }
      var files: [[UInt8]] = []
      for address in source.addresses { files.append(try await transport.get(address)) }
      return try keep(source, files: files, at: now, acceptShrink: acceptShrink)
    } catch {
      let message = (error as? ListReadError)?.message ?? "the list could not be kept"
      store.note(failure: message, for: source.id)
      return .failed(message)
    }
  }

  /// Takes files given by hand as a new copy, under the same checks.
  public func keep(_ source: ListSource, files: [[UInt8]], at now: Date, acceptShrink: Bool = false) throws
    -> Outcome
  {
    let list = try ListReader.read(source, files: files)
    let old = store.copy(source.id)
    if let old, store.isWhole(old) {
      if !acceptShrink, Double(list.entries.count) < Double(old.entries) * smallestShare {
        throw ListReadError("the list shrank from \(old.entries) to \(list.entries.count) entries; not taken")
      }
      let bad = list.problems.count
      if bad >= 50, Double(bad) > 0.2 * Double(list.rowCount) {
        throw ListReadError("too many rows could not be read")
      }
    }
    try store.keep(list, files: files, at: now)
    if let old, old.sha256 == list.sha256 { return .unchanged }
    return .renewed(entries: list.entries.count, version: list.version)
  }
}
