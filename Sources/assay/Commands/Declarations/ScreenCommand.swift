// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Intake
import Ranking
import Recording
import Reporting
import Screening
import TradeModel

/// `assay screen`: reads declarations and answers, for every goods item, what the law demands and what the goods are.
struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "Assess every goods item of export declarations under the law of its day.",
    discussion: """
      Reads CSV and JSON Lines, plain or packed (gzip, zstd), UTF-8 or GB18030; '-' is standard input.
      For every item: what the law demands of the goods as declared, and of the goods as they most likely are;
      whether a licence covers them; which risk indicators fire; a score, a lane, and what would make it lawful.

        assay screen june.csv --licences licences.csv --format html --out june.html

      Rows that cannot be read go to a quarantine file that can be mended and fed again.
      Exit codes: 0 clean, 1 findings, 2 could not run, 64 usage.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, csv, jsonl, html
  }

  @Argument(help: "Declaration files; '-' is standard input.")
  var files: [String]

  @OptionGroup var input: ScreeningInput

  @OptionGroup var desk: DeskOptions

  @Option(help: "What is written to --out: table, csv, jsonl or html.")
  var format: Format = .table

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the result goes; '-' is standard output.", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("Where id and score of every item go, as CSV.", valueName: "file"))
  var scores: String?

  @Option(help: ArgumentHelp("Where rows that cannot be read go.", valueName: "file"))
  var quarantine: String?

  @Option(help: "Rows of the ranked table.")
  var top: Int = 20

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("name at least one file, or '-' for standard input") }
    guard files.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("standard input can be read once only")
    }
    guard (0...10_000).contains(top) else { throw ValidationError("--top is 0 to 10000") }
    if format != .table, out == nil {
      throw ValidationError("--format \(format.rawValue) needs --out FILE ('-' is standard output)")
    }
  }

  func run() throws {
    let progress = ProgressLine(enabled: !input.quiet)
    let started = ContinuousClock.now
    let screener = try input.screener()
    let read = try input.read(files, progress: progress)
    if !input.quiet { Terminal.note(ColumnListing.text(read.columns)) }
    for diagnostic in read.diagnostics where !input.quiet || diagnostic.severity == .error {
      Terminal.note(diagnostic.rendered)
    }
    let keeper = try ScreeningKeeper(desk, files)
    let licences = try keeper?.licences(input) ?? input.readLicences()
    let parties = try input.partyScreening(fallback: keeper?.lists)
    let exceptions = try keeper?.exceptions() ?? []
    if !exceptions.isEmpty, parties != nil, !input.quiet {
      Terminal.note("exceptions of the workspace in force: \(exceptions.count)")
    }
    let result = screener.screen(
      read.table, licences: licences, parties: parties?.excepting(exceptions),
      options: try input.screeningOptions(progress: progress))
    progress.finish()

    var summary = result.summary
    summary.rowsRead = read.rowsRead
    summary.quarantined = read.quarantine.count
    for (name, digest) in zip(files, read.digests) { summary.digests["input \(name)"] = digest }
    summary.elapsedSeconds = (ContinuousClock.now - started) / .seconds(1)
    precondition(
      summary.rowsRead == summary.assessed + summary.quarantined, "rows in = assessed + quarantined")

    try writeQuarantine(read)
    if let scores { try write(to: scores) { sink in ResultWriter.scores(result, sink) } }
    try writeResult(result, summary)
    try keeper?.keep(
      ScreeningOutcome(read: read, result: result), licences, parties, exceptions,
      input)

    let needsAttention = (summary.byLane[.red] ?? 0) + (summary.byLane[.yellow] ?? 0) + summary.quarantined
    if needsAttention > 0 { throw Exit.findings }
  }

  /// Rows that could not be read go to a file of their own, and the first of them to standard error.
  private func writeQuarantine(_ read: IntakeResult) throws {
    guard !read.quarantine.isEmpty else { return }
    for (index, file) in files.enumerated() {
      guard let bytes = QuarantineFile.text(of: read, file: index) else { continue }
      let name = file == "-" ? "stdin" : (file as NSString).lastPathComponent
      let path =
        quarantine.map { files.count == 1 ? $0 : "\($0).\(index + 1)" } ?? "\(name).quarantine.csv"
      try write(bytes, to: path)
      let count = read.quarantine.count { $0.fileIndex == index }
      Terminal.note(
        "\(file): \(count) \(count == 1 ? "row" : "rows") cannot be read; mend \(count == 1 ? "it" : "them") in \(path) "
          + "and feed that file again")
    }
    let shown = input.quiet ? 0 : 10
    for row in read.quarantine.prefix(shown) { Terminal.note(row.diagnostic.rendered) }
    if read.quarantine.count > shown, shown > 0 {
      Terminal.note("… and \(read.quarantine.count - shown) more")
    }
  }

  private func writeResult(_ result: ScreeningResult, _ summary: ScreeningSummary) throws {
    let ranked = result.ranking(limit: max(top, format == .html ? 200 : 0))
    let assessments = result.assessments(at: ranked)
    switch format {
    case .csv: try write(to: out ?? "-") { ResultWriter.csv(result, $0) }
    case .jsonl: try write(to: out ?? "-") { ResultWriter.jsonLines(result, $0) }
    case .html:
      let title = files.map { $0 == "-" ? "standard input" : ($0 as NSString).lastPathComponent }
      try write(
        ResultWriter.html(result, summary, top: assessments, title: title.joined(separator: ", ")),
        to: out ?? "-")
    case .table: break
    }
    guard out != "-" || format == .table, !input.quiet || format == .table else { return }
    let text = ResultWriter.table(
      Array(assessments.prefix(top)), summary, width: Terminal.width, colour: Terminal.hasColour)
    if format == .table, let out {
      try write(Array(text.utf8), to: out)
    } else {
      Terminal.write(text)
    }
  }
}
