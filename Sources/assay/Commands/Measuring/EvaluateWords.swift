// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GoodsIdentity
import ReferenceData
import Tabular
import TradeModel

/// `assay evaluate words`: named or not named, on sentences whose commodity code is known.
struct EvaluateWords: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "words",
    abstract: "Measure whether goods texts are read as the right minerals: precision and recall by language.",
    discussion: """
      The file has a column `code` and one column a language; codes are divided into a half to develop on and a half
      that is held out. The truth file names the minerals of code prefixes.
      """)

  @Argument(help: "CSV of code and sentences, one column a language.") var file: String
  @Option(help: "CSV of prefix, minerals, standing.") var truth: String
  @Flag(help: "Measure the held-out half instead of the other.") var heldOut = false
  @Option(help: "Print up to this many wrong answers of each language, of the half to develop on.")
  var errors = 0
  @Flag(help: "Print each mineral.") var minerals = false

  func run() throws {
    let sentences = try table(file)
    guard let codes = sentences.column("code") else { throw couldNotRun("\(file): error: no column 'code'") }
    let reader = GoodsReader(.embedded)
    let truth = try readTruth()
    for (column, language) in sentences.header.enumerated() where column != codes {
      var measure = WordsMeasure(reader: reader, truth: truth)
      var texts: [String: String] = [:]
      for record in sentences.records where record.cells.count > max(codes, column) {
        let code = record.cells[codes].text
        guard WordsMeasure.isHeldOut(code) == heldOut else { continue }
        texts[code] = record.cells[column].text
        measure.add(code: code, text: record.cells[column].text)
      }
      let total = measure.total
      print(
        "\(language): precision \(decimals(total.precision, 3)), recall \(decimals(total.recall, 3)) "
          + "(\(total.hits) right, \(total.falseAlarms) false, \(total.misses) missed)")
      if minerals {
        for (mineral, counts) in measure.byMineral.sorted(by: { $0.key < $1.key }) {
          print("  \(mineral): \(decimals(counts.precision, 2)) \(decimals(counts.recall, 2))")
        }
      }
      if !heldOut {
        for error in measure.errors.prefix(errors) {
          print(
            "  \(error.claimed ? "false" : "missed") \(error.mineral) \(error.code) \((texts[error.code] ?? "").prefix(150))"
          )
        }
      }
    }
  }

  private func table(_ path: String) throws -> DelimitedTable {
    do { return try DelimitedTable(contents(of: path), file: path) } catch let error as TableError {
      throw couldNotRun(error.description)
    }
  }

  private func readTruth() throws -> WordsMeasure.Truth {
    let rows = try table(truth)
    guard let prefix = rows.column("prefix"), let minerals = rows.column("minerals"),
      let standing = rows.column("standing")
    else { throw couldNotRun("\(truth): error: the columns are prefix, minerals, standing") }
    var result = WordsMeasure.Truth()
    for record in rows.records where record.cells.count > max(prefix, minerals, standing) {
      for mineral in record.cells[minerals].text.split(separator: " ") {
        result.add(
          prefix: record.cells[prefix].text, mineral: String(mineral),
          isNamed: record.cells[standing].text == "named")
      }
    }
    return result
  }
}
