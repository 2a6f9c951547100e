// SPDX-License-Identifier: Apache-2.0

public import Foundation
import TradeFlows
public import TradeModel

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Fetches statistics part by part into a folder; what lies there already is not fetched again, so that a run that was
/// cut off goes on where it stopped.
public struct StatisticsFetcher: Sendable {
  public struct Options: Sendable, Hashable {
    /// Tries of one page before the run gives up.
    public var tries = 5
    /// Wait before the second try in seconds, doubled each time, unless the service says how long.
    public var firstWait = 1.0
    /// Longest wait that the service may ask for, in seconds.
    public var longestWait = 60.0
    /// Most bytes of one page.
    public var mostBytes = 256 << 20
    /// Most pages of one part.
    public var mostPages = 1000
    /// Another base than the publisher's own, for a mirror or a test.
    public var base: String?
    /// Fetches again what lies in the folder.
    public var refresh = false
    public init() {}
  }

  /// What happened with one part.
  public struct Outcome: Sendable, Hashable {
    public var name: String
    public var files: [URL]
    public var wasCached: Bool
    public var tries: Int
  }

  public var options: Options
  let key: String?

  /// - Parameter key: the key of the service, from the environment; never written anywhere
  public init(key: String?, options: Options = Options()) {
    self.key = key
    self.options = options
  }

  /// Fetches all parts of a request into a folder, one after the other.
  /// - Throws: `ValueError` that names the part, what the service answered and what to do; never the key.
  public func fetch(_ request: StatisticsRequest, into folder: URL) async throws(ValueError) -> [Outcome] {
    do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
      throw ValueError("the folder cannot be made; check that it may be written to")
    }
    var outcomes: [Outcome] = []
    for part in request.parts { outcomes.append(try await fetch(part, of: request, into: folder)) }
    return outcomes
  }

  private func fetch(_ part: StatisticsRequest.Part, of request: StatisticsRequest, into folder: URL)
    async
    throws(ValueError) -> Outcome
  {
    let done = folder.appendingPathComponent(part.name + ".done")
    if !options.refresh, let list = try? String(contentsOf: done, encoding: .utf8) {
      let files = list.split(separator: "\n").map { folder.appendingPathComponent(String($0)) }
      if files.allSatisfy({ FileManager.default.fileExists(atPath: $0.path) }) {
        return Outcome(name: part.name, files: files, wasCached: true, tries: 0)
      }
    }
    let base = options.base ?? request.publisher.base
    var next: String? = base + part.path
    var files: [URL] = []
    var tries = 0
    var seen: Set<String> = []
    while let address = next {
      guard files.count < options.mostPages else {
        throw ValueError("\(part.name): more than \(options.mostPages) pages")
      }
      guard seen.insert(address).inserted else {
        throw ValueError("\(part.name): the pages go round in a circle")
      }
      let isCSV = request.publisher == .eurostat
      let file = folder.appendingPathComponent("\(part.name)-\(files.count + 1).\(isCSV ? "csv" : "json")")
      let (data, used) = try await page(address, publisher: request.publisher, name: part.name)
      tries += used
      next = nil
      if part.isPaged, let link = (try? JSONRows([UInt8](data)))?.next, !link.isEmpty {
        // A page may only point to the same service; else a forged answer could lead the key elsewhere.
        guard link.hasPrefix(base) || link.hasPrefix("/") else {
          throw ValueError("\(part.name): the next page lies on another host; not followed")
        }
        next = link.hasPrefix("/") ? base + link : link
      }
      do { try data.write(to: file, options: .atomic) } catch {
        throw ValueError("\(part.name): cannot be written; check the space on the disk")
      }
      files.append(file)
    }
    let list = files.map(\.lastPathComponent).joined(separator: "\n")
    do { try Data(list.utf8).write(to: done, options: .atomic) } catch {
      throw ValueError("\(part.name): cannot be written; check the space on the disk")
    }
    return Outcome(name: part.name, files: files, wasCached: false, tries: tries)
  }

  /// One page, tried again on what can pass: no connection, 408, 425, 429 and 5xx.
  private func page(_ address: String, publisher: StatisticsPublisher, name: String) async throws(ValueError)
    -> (
      Data, Int
    )
  {
    let (path, header) = StatisticsRequest.authorised(address, publisher: publisher, key: key)
    guard let url = URL(string: path) else { throw ValueError("\(name): the address is not well formed") }
    var wait = options.firstWait
    var last = "no answer"
    for attempt in 1...max(1, options.tries) {
      var request = URLRequest(url: url, timeoutInterval: 120)
      request.setValue("assay (statistics reader)", forHTTPHeaderField: "User-Agent")
      if let header { request.setValue(header.1, forHTTPHeaderField: header.0) }
      var pause = wait
      do {
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let answer = response as? HTTPURLResponse else { throw ValueError("no answer of HTTP") }
        switch answer.statusCode {
        case 200:
          guard data.count <= options.mostBytes else {
            throw ValueError("\(name): a page has more than \(options.mostBytes >> 20) MiB")
          }
          return (data, attempt)
        case 204:
          // The Census answers so when nothing was traded.
          return (Data("[]".utf8), attempt)
        case 401, 403:
          let variable = publisher.keyVariable.map { "; set \($0) in the environment" } ?? ""
          throw ValueError("\(name): the service refuses (\(answer.statusCode))\(variable)")
        case 408, 425, 429, 500...599:
          last = "status \(answer.statusCode)"
          if let after = answer.value(forHTTPHeaderField: "Retry-After"), let seconds = Double(after),
            seconds >= 0
          {
            pause = min(seconds, options.longestWait)
          }
        default: throw ValueError("\(name): the service answers \(answer.statusCode); check codes and months")
        }
      } catch let error as ValueError {
        throw error
      } catch {
        last = "no connection"
      }
      if attempt < options.tries {
        try? await Task.sleep(nanoseconds: UInt64(min(pause, options.longestWait) * 1e9))
        wait = min(wait * 2, options.longestWait)
      }
    }
    throw ValueError("\(name): gave up after \(options.tries) tries (\(last)); run again to go on from here")
  }
}
