// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlLaw
import Foundation
import LawCompiler
import TradeModel

/// `assay law lint`: what a compiler cannot refuse and a lawyer would.
struct LawLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract:
      "Look for unreachable rules, overlaps, gaps in time, unknown codes, and facts past their review.",
    discussion: "  assay law lint --law Law")

  @Option(help: "The day that decides what is past its review; today when left out.")
  var today: Day?
  @OptionGroup var options: LawOptions

  func run() throws {
    let book = try options.book()
    let folder = options.law ?? "Law"
    let linter = LawLinter(
      book: book, nomenclature: Nomenclature(folder: folder), folder: folder)
    let found = linter.lint(today: today ?? assay.today())
    for diagnostic in found { Terminal.write(diagnostic.rendered + "\n") }
    let errors = found.count { $0.severity == .error }
    Terminal.write(
      "\(book.tables.instruments.count) instruments, \(book.tables.controls.count) controls: "
        + "\(errors) error(s), \(found.count - errors) warning(s)\n")
    if !found.isEmpty { throw Exit.findings }
  }
}

/// `assay law test`: every worked example beside the rules.
struct LawTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run every worked example beside the rules and print the rate.",
    discussion: "  assay law test\n  assay law test --law Law")

  @OptionGroup var options: LawOptions

  func run() throws {
    let book = try options.book()
    let results = book.conformance()
    let failures = results.filter { !$0.holds }
    for result in failures {
      Terminal.write(
        "\(result.location): \(result.example.goods), \(result.example.day): \(result.failure ?? "")\n")
    }
    let held = results.count - failures.count
    let rate = results.isEmpty ? 0 : Double(held) / Double(results.count) * 100
    Terminal.write(
      "\(held) of \(results.count) examples hold (\((rate * 100).rounded() / 100) %), "
        + "\(book.tables.controls.count) controls, \(book.tables.checks.count) checks of the whole law\n")
    if !failures.isEmpty { throw Exit.findings }
  }
}

/// `assay law coverage`: what is covered, with dates, and how sure.
struct LawCoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage", abstract: "Print what the law covers, with dates and confidence, as a page.",
    discussion: "  assay law coverage > docs/law.md")

  @OptionGroup var options: LawOptions

  func run() throws { Terminal.write(try options.book().coveragePage) }
}

/// `assay law new`: the skeleton of a new announcement.
struct LawNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write the skeleton of a new announcement, ready to be filled in.",
    discussion: """
        assay law new CN-MOFCOM-GAC-2026-99 --citation "MOFCOM/GAC No. 99 of 2026" --published 2026-12-01 \\
          --effective 2027-01-01 --out Law/cn/dual-use/2026-99-subject.yaml

      What to do next stands in docs/adding-law.md.
      """)

  @Argument(help: "A short name that no other instrument has.") var id: String
  @Option(help: "The act as people cite it.") var citation: String
  @Option(help: "The country whose law it is.") var jurisdiction = "CN"
  @Option(help: "The day of publication.") var published: Day
  @Option(help: "The first day on which it is in force; the day of publication when left out.")
  var effective: Day?
  @Option(help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
  var out = "-"
  @OptionGroup var options: LawOptions

  func run() throws {
    guard let country = CountryCode(jurisdiction) else {
      throw ValidationError("--jurisdiction is a country of two letters, such as CN")
    }
    guard id.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }), !id.isEmpty,
      !citation.contains("\""), !citation.contains("\n")
    else {
      throw ValidationError("a name holds letters, digits and hyphens; a citation no quotation marks")
    }
    if try options.book().tables.instruments.contains(where: { $0.id == id }) {
      throw couldNotRun("error: the law already holds \(id); choose another name, or edit its file")
    }
    if out != "-", FileManager.default.fileExists(atPath: out) {
      throw couldNotRun("\(out): error: the file is there already; choose another name")
    }
    let skeleton = LawSkeleton(
      id: id, citation: citation, jurisdiction: country, published: published,
      effective: effective ?? published)
    try write(Array(skeleton.text.utf8), to: out)
  }
}
