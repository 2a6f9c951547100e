// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlLaw
import Foundation
import GoodsIdentity
import Intake
import Licensing
import Ranking
import Screening
import Tabular
import TradeModel

/// `assay evaluate identity`: how well the identity model finds planted schemes, beside the usual price test.
struct EvaluateIdentity: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity",
    abstract:
      "Measure on labelled declarations how well hidden goods are found: precision, recall, AUC, calibration.",
    discussion: """
      The truth file is that of `assay generate` or Tools/validation_traffic.py. Beside the screen score and the identity
      alone stand the usual z-score of unit prices and, when Python with scikit-learn is there, an isolation forest on the
      same file (Tools/isolation_forest.py). Every score is measured on all planted items, and on those that papers and
      licences do not give away by themselves (not unlawful as declared).
      """)

  @Argument(help: "Declarations.") var file: String
  @Option(help: "The truth file.") var truth: String
  @OptionGroup var input: ScreeningInput
  @Option(
    name: [.customLong("reliability"), .customLong("diagram")], help: "Write the reliability diagram as SVG.")
  var diagram: String?
  @Option(help: "The script that scores with an isolation forest; 'none' leaves it out.")
  var forest = "Tools/isolation_forest.py"
  @Option(help: "Write row, declaration, label, screen score, identity probability and price score as CSV.")
  var scores: String?
  @Option(help: "The share of rows that can be opened.") var share = 0.01

  func run() throws {
    let progress = ProgressLine(enabled: false)
    let screener = try input.screener()
    let result = try input.read([file], progress: progress)
    let table = result.table
    let labels = try labels()
    var isScheme: [Bool] = []
    var schemes: [String] = []
    for row in 0..<table.rowCount {
      let id = table.declarationID.text(at: row) ?? ""
      let label = labels[id + "#" + "\(table.itemNumber[row])"] ?? labels[id + "#"] ?? labels[id + "#1"]
      isScheme.append(label?.isScheme ?? false)
      schemes.append(label.map { $0.scheme + " / " + $0.method } ?? "")
    }
    let licences = try input.readLicences()
    let screened = screener.screen(
      table, licences: licences, options: try input.screeningOptions(progress: progress))
    let identities = screener.identities(table)
    var columns: [(String, [Double])] = [
      ("screen score", screened.compact.map { Double($0.score) }),
      ("identity: hidden", identities.map(\.hidden)),
      ("price z-score", screener.priceScores(table)),
    ]
    if forest != "none", let scores = forestScores(rows: table.rowCount) {
      columns.append(("isolation forest", scores))
    }
    print("rows \(table.rowCount), planted \(isScheme.count { $0 })")
    print("\nall planted items")
    for (name, scores) in columns { show(name, RankingMeasure(scores: scores, isCase: isScheme)) }
    let isQuiet = (0..<table.rowCount).map { row in
      screened.compact[row].declaredOutcome < .licenceRequired || screened.compact[row].licence == .covered
    }
    print(
      "\nwithout what is unlawful as declared: \(isScheme.indices.count { isScheme[$0] && isQuiet[$0] }) planted items"
    )
    for (name, scores) in columns {
      let kept = isScheme.indices.filter { isQuiet[$0] }
      show(name, RankingMeasure(scores: kept.map { scores[$0] }, isCase: kept.map { isScheme[$0] }))
    }
    let lawful = isScheme.count { !$0 }
    let red = isScheme.indices.count { !isScheme[$0] && screened.compact[$0].lane == .red }
    print(
      "\nlawful items in the red lane: \(red) of \(lawful), \(decimals(Double(red) / Double(max(lawful, 1)) * 1000, 2)) in 1,000\n"
    )
    showSchemes(columns, isScheme, schemes)
    let calibration = Calibration(probabilities: columns[0].1, isTrue: isScheme)
    let identity = Calibration(probabilities: columns[1].1, isTrue: isScheme)
    print(
      "expected calibration error: screen \(decimals(calibration.expectedError, 4)), identity \(decimals(identity.expectedError, 4))"
    )
    if let diagram { try write(Array(calibration.diagram.utf8), to: diagram) }
    if let scores { try writeScores(scores, table, isScheme, columns.map(\.1)) }
  }

  private struct Label {
    var isScheme: Bool
    var scheme: String
    var method: String
  }

  private func labels() throws -> [String: Label] {
    let table: DelimitedTable
    do { table = try DelimitedTable(contents(of: truth), file: truth) } catch let error as TableError {
      throw couldNotRun(error.description)
    }
    guard let id = table.column("declaration_id"), let item = table.column("item_number"),
      let flag = table.column("is_scheme"), let scheme = table.column("scheme"),
      let method = table.column("method")
    else {
      throw couldNotRun(
        "\(truth): error: not a truth file; its columns are those of 'assay generate --truth'")
    }
    var labels: [String: Label] = [:]
    for record in table.records {
      func cell(_ index: Int) -> String { index < record.cells.count ? record.cells[index].text : "" }
      labels[cell(id) + "#" + cell(item)] = Label(
        isScheme: cell(flag) == "1", scheme: cell(scheme), method: cell(method))
    }
    return labels
  }

  /// Precision and recall at some shares of the top, the share planted among them, and the area under the ROC curve.
  private func show(_ name: String, _ measure: RankingMeasure) {
    let planted = Double(measure.cases) / Double(max(measure.count, 1))
    print("  " + name + ": AUC " + decimals(measure.areaUnderCurve, 3))
    for part in [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05] {
      let ceiling = min(1, planted / part)
      print(
        "    top \(decimals(part * 100, 2)) %: precision \(decimals(measure.precision(atTop: part), 3)) (ceiling "
          + "\(decimals(ceiling, 2))), recall \(decimals(measure.recall(atTop: part), 3)), false positive rate "
          + "\(decimals(measure.falsePositiveRate(atTop: part), 5))")
    }
  }

  /// Scores of scikit-learn's isolation forest on the same file, in the order of rows; nothing when it cannot be run.
  private func forestScores(rows: Int) -> [Double]? {
    guard FileManager.default.fileExists(atPath: forest) else {
      Terminal.note("isolation forest: not run, there is no \(forest) here; name it with --forest")
      return nil
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", forest, file, truth, "--scores"]
    let output = Pipe()
    process.standardOutput = output
    do { try process.run() } catch {
      Terminal.note("isolation forest: not run, python3 cannot be started")
      return nil
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let scores = String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { Double($0) }
    guard process.terminationStatus == 0, scores.count == rows else {
      Terminal.note(
        "isolation forest: not run, it needs Python with scikit-learn and a plain CSV whose rows are all read"
      )
      return nil
    }
    return scores
  }

  /// How much of each scheme lies in the top share, by each score.
  private func showSchemes(_ columns: [(String, [Double])], _ isScheme: [Bool], _ schemes: [String]) {
    let tops = columns.map { Set(RankingMeasure(scores: $0.1, isCase: isScheme).top(share)) }
    var rows: [String: [Int]] = [:]
    for row in isScheme.indices where isScheme[row] { rows[schemes[row], default: []].append(row) }
    print("scheme / method: rows, part found in the top by " + columns.map(\.0).joined(separator: ", "))
    for (scheme, members) in rows.sorted(by: { $0.key < $1.key }) {
      let parts = tops.map { top in
        decimals(Double(members.count { top.contains($0) }) / Double(members.count), 2)
      }
      print("  \(scheme): \(members.count), " + parts.joined(separator: ", "))
    }
  }

  private func writeScores(
    _ path: String, _ table: DeclarationTable, _ isScheme: [Bool], _ columns: [[Double]]
  ) throws {
    var text = "row,declaration_id,label,screen,identity,price\n"
    for row in 0..<table.rowCount {
      let id = table.declarationID.text(at: row) ?? ""
      text += "\(row),\(id.contains(",") ? "" : id),\(isScheme[row] ? 1 : 0),"
      text += columns.map { "\($0[row])" }.joined(separator: ",") + "\n"
    }
    try write(Array(text.utf8), to: path)
  }
}
