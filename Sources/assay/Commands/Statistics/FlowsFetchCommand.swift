// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import StatisticsFetch
import Synchronization
import TradeFlows
import TradeModel

/// `assay flows fetch`.
struct FlowsFetch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch statistics from UN Comtrade, US Census, Eurostat or HMRC into a folder.",
    discussion: """
      Keys come from the environment (COMTRADE_KEY, CENSUS_KEY) and are never written. What lies in the folder is not \
      fetched again; a run that was cut off goes on where it stopped. Mind the terms of each publisher.
      """)

  @Argument(help: "Publisher: comtrade, census, eurostat or hmrc.")
  var publisher: String

  @Option(help: "Commodity code; may be given several times.")
  var code: [String]

  @Option(help: "First month, YYYY-MM.")
  var from: String

  @Option(help: "Last month, YYYY-MM.")
  var to: String

  @Option(help: "Reporting country as the service codes it (Comtrade 842, Eurostat DE); all when not given.")
  var reporter: String = ""

  @Option(name: .shortAndLong, help: "Folder for the answers.")
  var out: String

  @Option(help: "Another address of the service, for a mirror or a test.")
  var base: String?

  @Flag(help: "Fetches again what lies in the folder.")
  var refresh = false

  func run() throws {
    guard let publisher = StatisticsPublisher(rawValue: publisher) else {
      throw ValidationError("the publisher is one of comtrade, census, eurostat, hmrc")
    }
    let first = try FlowsFiles.month(from)
    let last = try FlowsFiles.month(to)
    guard first <= last else { throw ValidationError("--from lies after --to") }
    guard reporter.allSatisfy({ $0.isLetter || $0.isNumber }) else {
      throw ValidationError("--reporter holds letters and digits only")
    }
    var options = StatisticsFetcher.Options()
    options.base = base
    options.refresh = refresh
    let key = publisher.keyVariable.flatMap { ProcessInfo.processInfo.environment[$0] }
    let request = StatisticsRequest(
      publisher: publisher, codes: try code.map(FlowsFiles.code), first: (first.year, first.monthOfYear),
      last: (last.year, last.monthOfYear), reporter: reporter)
    let fetcher = StatisticsFetcher(key: key, options: options)
    let folder = URL(fileURLWithPath: out)
    let answer = FetchAnswer()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do throws(ValueError) {
        answer.result.withLock { $0 = .success([]) }
        let outcomes = try await fetcher.fetch(request, into: folder)
        answer.result.withLock { $0 = .success(outcomes) }
      } catch { answer.result.withLock { $0 = .failure(error) } }
      done.signal()
    }
    done.wait()
    switch answer.result.withLock({ $0 }) {
    case .failure(let error): throw FlowsFiles.fail(error.message)
    case .success(let outcomes):
      for outcome in outcomes {
        for file in outcome.files { print(file.path) }
        let how = outcome.wasCached ? "was there" : "fetched in \(outcome.tries) requests"
        FlowsFiles.warn("\(outcome.name): \(how)")
      }
    }
  }
}

/// What the fetching task hands to the command that waits for it.
private final class FetchAnswer: Sendable {
  let result = Mutex<Result<[StatisticsFetcher.Outcome], ValueError>>(.success([]))
}
