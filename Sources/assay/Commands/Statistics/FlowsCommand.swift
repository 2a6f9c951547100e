// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Tabular
import TradeFlows
import TradeModel

/// Trade-flow forensics.
struct Flows: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flows",
    abstract: "Find, date and size leaks of minerals in trade statistics.",
    subcommands: [
      FlowsMirror.self, FlowsBreaks.self, FlowsRelays.self, FlowsChain.self, FlowsAlerts.self,
      FlowsEffect.self, FlowsPrices.self, FlowsReportCommand.self,
      FlowsFetch.self,
    ])
}

/// `assay flows breaks`.
struct FlowsBreaks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "breaks",
    abstract: "Find the months in which monthly series change their course.",
    discussion: """
      Reads a table with the columns series_id, month (YYYY-MM) and quantity; a file may hold several series. Writes \
      series_id, break_month, score, one row a break: the month is the first of the new course, the score the \
      evidence in multiples of what is asked of a break. Rows that cannot be used are counted on standard error.
      """)

  @Argument(help: "The table of series; - reads standard input.")
  var table: String

  @Option(name: .shortAndLong, help: "Where to write the breaks; standard output when not given.")
  var out: String?

  enum Method: String, ExpressibleByArgument, CaseIterable {
    case robust, pelt, cusum
  }

  @Option(
    help:
      "Detector: robust (regimes under trimming), pelt (segments of one mean) or cusum (alarms one by one).")
  var method: Method = .robust

  @Flag(help: "Also writes the kind of each break and the factor by which the quantity changed.")
  var detailed = false

  @Option(help: "Multiplies the evidence asked of a break; above 1 gives fewer false alarms.")
  var strictness: Double = 1

  @Option(help: "Months after this one (YYYY-MM) are left out as future dates.")
  var latest: String?

  func validate() throws {
    guard strictness > 0.1, strictness < 100 else {
      throw ValidationError("--strictness lies between 0.1 and 100")
    }
  }

  func run() throws {
    let bytes = try FlowsFiles.read(table)
    let input: SeriesTable
    do throws(ValueError) {
      input = try SeriesTable(
        bytes, file: table, latest: try latest.map { text throws(ValueError) in try Month(text) })
    } catch { throw FlowsFiles.fail("\(table): \(error.message)") }
    var options = BreakFinder.Options()
    options.strictness = strictness
    let finder = BreakFinder(options: options)
    var lines = [BreakTable.header(detailed: detailed)]
    var notJudged = 0
    for series in input.series {
      guard method == .robust else {
        lines += plainRows(series)
        continue
      }
      let report = finder.report(on: series)
      if report.notJudged != nil { notJudged += 1 }
      lines += BreakTable.rows(of: report, series: series.id, detailed: detailed)
    }
    try FlowsFiles.write(lines.joined(separator: "\n") + "\n", to: out)
    for diagnostic in input.diagnostics.prefix(20) { FlowsFiles.warn(diagnostic.rendered) }
    if input.used < input.rows || notJudged > 0 {
      let reasons = input.leftOut.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      FlowsFiles.warn(
        "\(input.rows) rows: \(input.used) used, \(input.rows - input.used) left out"
          + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))")
          + "; \(input.series.count) series, \(notJudged) not judged")
    }
  }
}

extension FlowsBreaks {
  /// Breaks of one series by the plain detectors, on logarithms of the quantities.
  func plainRows(_ series: MonthlySeries) -> [String] {
    let positive = series.values.filter { $0 > 0 && $0.isFinite }
    guard positive.count >= 24 else { return [] }
    let offset = series.values.contains(0) ? 0.02 * positive.sorted()[positive.count / 2] : 0
    let logs = series.values.map { $0.isFinite && $0 + offset > 0 ? log($0 + offset) : .nan }
    let places =
      method == .pelt
      ? Pelt.breaks(in: logs)
      : CumulativeSum.alarms(in: logs, from: min(36, logs.count / 2)).map(\.index)
    return places.map {
      "\(DelimitedText.cell(series.id)),\(series.month(at: $0)),1.000"
        + (detailed ? ",level," : "")
    }
  }
}

/// Reading and writing of whole files for the flow commands.
enum FlowsFiles {
  static func read(_ path: String) throws -> [UInt8] {
    if path == "-" {
      var bytes: [UInt8] = []
      while let line = readLine(strippingNewline: false) { bytes += Array(line.utf8) }
      return bytes
    }
    do { return Array(try Data(contentsOf: URL(filePath: path))) } catch {
      throw fail("\(path): the file cannot be read")
    }
  }

  static func write(_ text: String, to path: String?) throws {
    try assay.write(text, to: path ?? "-")
  }

  static func warn(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Says why the command could not run; exit code 2.
  static func fail(_ message: String) -> ExitCode {
    warn("error: \(message)")
    return ExitCode(2)
  }
}
