// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GoodsIdentity
import Intake
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
      The truth file is that of `assay generate`. --scores writes one line a row for other tools to compare with;
      Tools/isolation_forest.py scores the same file with scikit-learn.
      """)

  @Argument(help: "Declarations.") var file: String
  @Option(help: "The truth file.") var truth: String
  @OptionGroup var input: ScreeningInput
  @Option(help: "Write the reliability diagram as SVG.") var diagram: String?
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
      let label = labels[(table.declarationID.text(at: row) ?? "") + "#" + "\(table.itemNumber[row])"]
      isScheme.append(label?.isScheme ?? false)
      schemes.append(label.map { $0.scheme + " / " + $0.method } ?? "")
    }
    let licences = try input.readLicences()
    let screened = screener.screen(
      table, licences: licences, options: try input.screeningOptions(progress: progress))
    let identities = screener.identities(table)
    let columns: [(String, [Double])] = [
      ("screen score", screened.compact.map { Double($0.score) }),
      ("identity: hidden", identities.map(\.hidden)),
      ("price z-score", screener.priceScores(table)),
    ]
    print("rows \(table.rowCount), planted \(isScheme.count { $0 })")
    for (name, scores) in columns { show(name, RankingMeasure(scores: scores, isCase: isScheme)) }
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

  private func show(_ name: String, _ measure: RankingMeasure) {
    print(
      "\(name): precision at \(decimals(share * 100, 1)) % \(decimals(measure.precision(atTop: share), 3)), "
        + "recall \(decimals(measure.recall(atTop: share), 3)), AUC \(decimals(measure.areaUnderCurve, 3))")
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
