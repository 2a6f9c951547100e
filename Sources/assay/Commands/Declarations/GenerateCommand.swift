// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import DeclarationGenerator
import Foundation
import TradeModel

/// Writes invented export declarations with planted schemes and their truth.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write invented export declarations with planted schemes.",
    discussion: """
      The declarations are invented, and marked: numbers begin with GEN, every address says (generated), and a note is
      written beside the file. The same seed gives the same bytes, on any number of threads.

      Example: assay generate --rows 50000 --seed 1 --month 2025-06 --out month.csv --licences licences.csv --truth truth.csv
      """)

  @Option(help: "Number of goods items.") var rows: Int
  @Option(help: "Seed of the chance.") var seed: UInt64 = 1
  @Option(help: "The month of the declarations, as 2025-06.") var month: String?
  @Option(help: "The first day, as 2025-04-01.") var from: String?
  @Option(help: "The last day, as 2025-09-30.") var to: String?
  @Option(name: .customLong("schemes-share"), help: "Share of items that belong to a scheme, 0 to 0.3.")
  var schemesShare: Double = 0.005
  @Option(
    help: ArgumentHelp(
      "Plant only the schemes named, with their weights: T7, T1:3 or T1/false-name:2. May be repeated.",
      valueName: "scheme[:weight]"))
  var scheme: [String] = []
  @Option(help: "Where to write the licences.") var licences: String?
  @Option(help: "Where to write the truth, one line for each item.") var truth: String?
  @Option(help: "Columns: canonical or forensic.") var layout: Layout = .canonical
  @Option(help: "A folder with changed copies of the scenario tables.") var scenarios: String?
  @Option(help: "Threads; the number never changes the result.") var threads = Terminal.cores
  @Option(help: "The declaration file: .csv or .jsonl, and .gz for gzip; - for standard output.") var out:
    String

  func run() throws {
    do {
      try generate()
    } catch let error as GenerationError {
      try fail("\(error)")
    } catch let error as ScenarioError {
      try fail("\(error)")
    }
  }

  private func fail(_ message: String) throws -> Never {
    FileHandle.standardError.write(Data("assay generate: \(message)\n".utf8))
    throw ExitCode(2)
  }

  private func period() throws -> (Day, Day) {
    func day(_ text: String, _ option: String) throws -> Day {
      do throws(ValueError) { return try Day(text[...]) } catch {
        throw ValidationError("--\(option): \(error)")
      }
    }
    if let month {
      guard from == nil, to == nil else {
        throw ValidationError("--month and --from/--to exclude each other")
      }
      let first = try day(month + "-01", "month")
      let (year, number, _) = first.civil
      let last = (28...31).reversed().lazy.compactMap { Day(year: year, month: number, day: $0) }.first
      return (first, last ?? first)
    }
    guard let from, let to else { throw ValidationError("give --month, or --from and --to") }
    return (try day(from, "from"), try day(to, "to"))
  }

  private func weights() throws -> [String: Double] {
    var weights: [String: Double] = [:]
    for entry in scheme {
      let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2, let name = parts.first, !name.isEmpty else {
        throw ValidationError("--scheme: write T7, T1:3 or T1/false-name:2")
      }
      guard let weight = parts.count == 2 ? Double(parts[1]) : 1 else {
        throw ValidationError("--scheme: '\(parts[1])' is no weight")
      }
      weights[String(name), default: 0] += weight
    }
    return weights
  }

  private func scenario() throws -> Scenario {
    guard let scenarios else { return try Scenario.bundled() }
    return try Scenario { name throws(ScenarioError) in
      guard let data = FileManager.default.contents(atPath: scenarios + "/" + name) else {
        throw ScenarioError("the scenario table '\(name)' cannot be read in the folder given")
      }
      return [UInt8](data)
    }
  }

  private func generate() throws {
    let (first, last) = try period()
    let compressed = out.hasSuffix(".gz")
    let stem = compressed ? String(out.dropLast(3)) : out
    let format: RowFormat = stem.hasSuffix(".jsonl") || stem.hasSuffix(".ndjson") ? .jsonLines : .csv
    var request = GenerationRequest(
      rows: rows, seed: seed, from: first, to: last, schemesShare: schemesShare,
      schemeWeights: try weights(), layout: layout, format: format, compressed: compressed, threads: threads)
    request.writesTruth = truth != nil
    let generator = try DeclarationGenerator(request, scenario: try scenario())

    let start = ContinuousClock.now
    let declarations = try OutputFile(out)
    let truthFile = try truth.map { try OutputFile($0) }
    try declarations.write(generator.header)
    try truthFile?.write(DeclarationGenerator.truthHeader)
    let (summary, licenceBytes) = try generator.run { block in
      try declarations.write(block.declarations)
      try truthFile?.write(block.truth)
    }
    try declarations.close()
    try truthFile?.close()
    if let licences {
      let file = try OutputFile(licences)
      try file.write(licenceBytes)
      try file.close()
    }
    if out != "-" {
      let note = try OutputFile(out + ".GENERATED.txt")
      try note.write(Array(Self.note(request, summary).utf8))
      try note.close()
    }
    let elapsed = ContinuousClock.now - start
    let seconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    FileHandle.standardError.write(
      Data(
        """
        generated \(summary.rows) items, \(summary.schemeRows) of them in schemes (\(summary.campaigns) campaigns), \
        \(summary.licences) licences; \(Int(Double(summary.rows) / max(seconds, 1e-9))) rows a second

        """.utf8))
  }

  /// What stands beside the file, so that nobody takes it for a record of real trade.
  static func note(_ request: GenerationRequest, _ summary: GenerationSummary) -> String {
    """
    This file is GENERATED. Every party, shipment and licence in it is invented; no row records real trade.

    rows: \(summary.rows)
    in planted schemes: \(summary.schemeRows)
    seed: \(request.seed)
    days: \(request.from) to \(request.to)
    schemes share: \(request.schemesShare)
    layout: \(request.layout.rawValue)
    parameters: Examples/scenarios

    """
  }
}

extension Layout: ExpressibleByArgument {}
