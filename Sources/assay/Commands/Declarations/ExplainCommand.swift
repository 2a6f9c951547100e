// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Intake
import Ranking
import Reporting
import Screening
import TradeModel

/// `assay explain`: one assessment in full, with citations.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Print one assessment in full: evidence, law with citations, licences, what would make it lawful.",
    discussion: """
      The item is named by its line in a file, or by its declaration id in the files given:

        assay explain june.csv:1204 --licences licences.csv
        assay explain GEN0000042 june.csv

      The whole file is read, since licences are drawn in order of date and some indicators look across items.
      """)

  @Argument(help: ArgumentHelp("FILE:ROW, or a declaration id.", valueName: "item"))
  var item: String

  @Argument(help: "The files, when the item is named by its declaration id.")
  var files: [String] = []

  @OptionGroup var input: ScreeningInput

  @OptionGroup var desk: DeskSource

  func run() throws {
    var paths = files
    var line: Int?
    if paths.isEmpty {
      guard let colon = item.lastIndex(of: ":"), let number = Int(item[item.index(after: colon)...]),
        number > 0
      else {
        throw ValidationError("name the item as FILE:ROW, or give its declaration id and the files")
      }
      paths = [String(item[..<colon])]
      line = number
    }
    let progress = ProgressLine(enabled: !input.quiet)
    let screener = try input.screener()
    let read = try input.read(paths, progress: progress)
    let rows: [Int]
    if let line {
      if let row = read.table.row(file: paths[0], line: line) {
        rows = [row]
      } else if let quarantined = read.quarantine.first(where: { $0.line == line }) {
        throw couldNotRun(quarantined.diagnostic.rendered)
      } else {
        throw couldNotRun(
          "\(paths[0]):\(line): error: no goods item begins on this line; line 1 is the header")
      }
    } else {
      rows = read.table.rows(declaration: item)
      guard !rows.isEmpty else {
        throw couldNotRun("error: no declaration of this id in \(paths.joined(separator: ", "))")
      }
    }
    var licences = try input.readLicences()
    if input.licences.isEmpty, let workspace = try desk.open() {
      licences = try Desk.saying { try workspace.read { try LicenceRegister.usable(in: $0) } }
    }
    let parties = try input.partyScreening(fallback: desk.lists)?.excepting(try desk.exceptions())
    let result = screener.screen(
      read.table, licences: licences, parties: parties,
      options: try input.screeningOptions(progress: progress))
    progress.finish()
    var strictest = Lane.green
    for assessment in result.assessments(at: rows) {
      Terminal.write(
        ResultWriter.explanation(assessment, of: result, width: Terminal.width, colour: Terminal.hasColour))
      strictest = max(strictest, assessment.lane)
    }
    if strictest >= .yellow { throw Exit.findings }
  }
}
