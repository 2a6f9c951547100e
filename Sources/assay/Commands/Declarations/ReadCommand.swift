// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Intake
import TradeModel

/// Reads declarations and says how they were understood, without judging them.
struct Read: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Show how files of declarations are read: columns, rows, and what cannot be read.",
    discussion: """
      Example: assay read march.csv --mapping ours.yaml --quarantine march.bad.csv
      The exit code is 0 when every row is read, 1 when rows are quarantined, 2 when a file cannot be read.
      """)

  @Argument(help: "Files of declarations; - is standard input.")
  var files: [String]
  @Option(help: "A mapping file that says which column is which.")
  var mapping: String?
  @Option(help: "Threads that read.")
  var threads = 1
  @Option(help: "Write the rows that cannot be read to this file, to be mended and fed again.")
  var quarantine: String?

  func validate() throws {
    guard (1...256).contains(threads) else { throw ValidationError("--threads is 1 to 256") }
  }

  func run() throws {
    var options = IntakeOptions()
    options.threads = threads
    let clock = ContinuousClock()
    let start = clock.now
    do throws(IntakeError) {
      if let mapping { options.mapping = try ColumnMapping(contentsOf: mapping) }
      let result = try DeclarationReader(options).read(files.map { $0 == "-" ? .standardInput : .file($0) })
      try report(result, clock.now - start)
    } catch {
      printError(error.description)
      throw ExitCode(2)
    }
  }

  private func report(_ result: IntakeResult, _ time: Duration) throws(IntakeError) {
    for line in IntakeReport.columns(result) { print(line) }
    for diagnostic in result.diagnostics { printError(diagnostic.rendered) }
    for row in result.quarantine.prefix(20) { printError(row.diagnostic.rendered) }
    print(IntakeReport.counts(result))
    let seconds = Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds)
    printError("\(Int(Double(result.rowsRead) / max(seconds, 1e-9))) rows per second")
    if let quarantine { try QuarantineFile.write(result, to: quarantine) }
    if !result.quarantine.isEmpty { Read.exit(withError: ExitCode(1)) }
  }

  private func printError(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
