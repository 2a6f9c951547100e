// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Foundation
import GoodsIdentity
import Intake
import Licensing
import Ranking
import ReferenceData
import Screening
import TradeModel

/// Times one job on a declaration file in a process of its own, so that peak memory belongs to that job.
@main
struct Bench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "export-rules" where arguments.count == 2:
      try CodeRule.csv(CodeRule.all(.embedded)).write(toFile: arguments[1], atomically: true, encoding: .utf8)
    case "read" where arguments.count == 2: try read(arguments[1])
    case "read" where arguments.count == 3: try read(arguments[1], form: arguments[2])
    case "law" where arguments.count == 2: try LawJob.run(questions: Int(arguments[1]) ?? 10_000_000)
    case "identity" where arguments.count == 2: try identity(arguments[1])
    case "rules" where arguments.count == 5:
      try rules(arguments[1], licences: arguments[2], out: arguments[3], counts: arguments[4])
    case "screen" where arguments.count == 3: try screen(arguments[1], licences: arguments[2])
    default:
      FileHandle.standardError.write(
        Data(
          """
          usage: assay-bench export-rules OUT | law QUESTIONS | read FILE [FORM] | identity FILE
                 | rules FILE LICENCES OUT COUNTS | screen FILE LICENCES

          """.utf8))
      exit(64)
    }
  }

  private static let threads = ProcessInfo.processInfo.activeProcessorCount

  private static func table(
    _ path: String, fields: Set<DeclarationField>? = nil, digests: Bool = true
  ) throws -> DeclarationTable {
    var options = IntakeOptions()
    options.digests = digests
    options.threads = threads
    if let text = ProcessInfo.processInfo.environment["CHUNK"], let size = Int(text) {
      options.chunkBytes = size
    }
    options.fields = fields
    let result = try DeclarationReader(options).read([.file(path)])
    guard result.rowsRead == result.table.rowCount, result.quarantine.isEmpty else {
      throw Wrong(what: "\(result.quarantine.count) generated rows were quarantined; none may be")
    }
    return result.table
  }

  private static func licences(_ path: String) throws -> [Licence] {
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    let reading = try LicenceFile.read(bytes, file: path)
    guard reading.diagnostics.isEmpty else { throw Wrong(what: "a generated licence cannot be read") }
    return reading.licences
  }

  // The rules job takes no digest of its input, as the database takes none.

  /// Reads every column, and sums net mass as the answer.
  /// - Parameter form: how the file is packed, for the name of the job.
  private static func read(_ path: String, form: String = "plain") throws {
    let start = ContinuousClock.now
    let table = try table(path)
    var milligrams: Int64 = 0
    for mass in table.netMass where mass != DeclarationTable.absent64 { milligrams += mass }
    report(
      form == "plain" ? "read" : "read-\(form)", rows: table.rowCount, wall: ContinuousClock.now - start,
      answers: [
        ("net_mass_kg", "\(milligrams / 1_000_000)"), ("bytes_per_row", "\(Int(table.bytesPerRow))"),
        ("dictionaries_mib", "\(table.dictionaryBytes >> 20)"),
      ])
  }

  /// The identity step by itself on one thread: texts kept for their next appearance, and every row read anew.
  private static func identity(_ path: String) throws {
    let reference = ReferenceData.embedded
    let screener = Screener(
      law: .embedded, reference: reference, reader: GoodsReader(reference), model: IdentityModel(reference))
    let table = try table(path)
    var found: [Int] = []
    for (name, reusing) in [("identity-cached", true), ("identity-uncached", false)] {
      let (start, before) = (ContinuousClock.now, Usage.now().cpuSeconds)
      found.append(screener.rowsThatMayBeOther(table, reusingTexts: reusing))
      report(
        name, rows: table.rowCount, wall: ContinuousClock.now - start, cpuBefore: before,
        answers: [("rows_that_may_be_other", "\(found.last ?? 0)")])
    }
    guard found[0] == found[1] else { throw Wrong(what: "a cache changed an identity") }
  }

  private static func rules(_ path: String, licences licencePath: String, out: String, counts: String) throws
  {
    let start = ContinuousClock.now
    let table = try table(
      path,
      fields: [
        .declarationID, .itemNumber, .date, .exporterID, .commodityCode, .destination, .licenceNumbers,
      ], digests: false)
    let job = RulesJob(table: table, law: .embedded, licences: try licences(licencePath))
    let answer = try job.run(to: out)
    var lines = answer.controls.sorted { $0.key < $1.key }.map { "control,\($0.key),\($0.value)\n" }
    for (name, count) in zip(RulesJob.states, answer.states) where count > 0 {
      lines.append("licence,\(name),\(count)\n")
    }
    try lines.sorted().joined().write(toFile: counts, atomically: true, encoding: .utf8)
    report(
      "rules", rows: table.rowCount, wall: ContinuousClock.now - start,
      answers: [("controlled", "\(answer.controls.values.reduce(0, +))")])
  }

  private static func screen(_ path: String, licences licencePath: String) throws {
    let start = ContinuousClock.now
    let reference = ReferenceData.embedded
    let screener = Screener(
      law: .embedded, reference: reference, reader: GoodsReader(reference), model: IdentityModel(reference))
    let table = try table(path)
    var options = ScreeningOptions()
    options.threads = threads
    let result = screener.screen(table, licences: try licences(licencePath), options: options)
    guard result.summary.assessed == table.rowCount, result.compact.count == table.rowCount else {
      throw Wrong(what: "rows in are not rows assessed")
    }
    var lanes = result.summary.byLane.map { ($0.key, $0.value) }
    lanes.sort { $0.0 > $1.0 }
    report(
      "screen", rows: table.rowCount, wall: ContinuousClock.now - start,
      answers: lanes.map { ("\($0.0)", "\($0.1)") })
  }
}

/// A benchmark whose answer is wrong counts for nothing.
struct Wrong: Error, CustomStringConvertible {
  var what: String
  var description: String { "assay-bench: \(what)" }
}
