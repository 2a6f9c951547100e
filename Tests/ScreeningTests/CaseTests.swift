// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ControlLaw
import Foundation
import Indicators
import Intake
import Licensing
import Ranking
import Screening
import Tabular
import Testing
import TradeModel

/// What must come out for one item of Examples/cases.
private struct Expectation: CustomTestStringConvertible {
  var declaration: String
  var item: Int
  var isTwin: Bool
  var outcomes: [String]
  var control: String
  var licence: String
  var typologies: [String]
  var laneAtLeast: Lane?
  var laneAtMost: Lane?

  var testDescription: String { "\(declaration)/\(item)" }

  static func load() throws -> [Expectation] {
    let path = repositoryRoot() + "/Examples/cases/expected.csv"
    let table = try DelimitedTable(try Data(contentsOf: URL(fileURLWithPath: path)), file: "expected.csv")
    return try table.records.map { record in
      func text(_ name: String) throws -> String {
        record.cells[try #require(table.column(name), "expected.csv needs \(name)")].text
      }
      return Expectation(
        declaration: try text("declaration_id"), item: Int(try text("item_number")) ?? 1,
        isTwin: try text("role") == "twin",
        outcomes: try text("expected_outcome").split(separator: "|").map(String.init),
        control: try text("expected_control"), licence: try text("expected_licence"),
        typologies: try text("expected_typologies").split(separator: ";").map(String.init),
        laneAtLeast: Lane(name: try text("lane_at_least")), laneAtMost: Lane(name: try text("lane_at_most")))
    }
  }
}

/// All cases screened together, as `assay screen Examples/cases/cases.csv --licences Examples/cases/licences.csv` does.
private let screened: ScreeningResult = {
  let folder = repositoryRoot() + "/Examples/cases/"
  let licences = FileManager.default.contents(atPath: folder + "licences.csv") ?? Data()
  guard let read = try? DeclarationReader().read([.file(folder + "cases.csv")]),
    let reading = try? LicenceFile.read(licences, file: "licences.csv")
  else { preconditionFailure("the example cases can be read") }
  precondition(read.quarantine.isEmpty && reading.diagnostics.isEmpty, "the example cases are well-formed")
  return screener.screen(read.table, licences: reading.licences)
}()

@Suite("Cases of record and their lawful twins") struct CaseTests {
  @Test func `every case has its expectation, and a twin beside it`() throws {
    let expectations = try Expectation.load()
    #expect(expectations.count == screened.table.rowCount)
    #expect(expectations.contains { $0.isTwin } && expectations.contains { !$0.isTwin })
  }

  @Test(arguments: try Expectation.load())
  fileprivate func `comes out as the case was decided`(_ expected: Expectation) throws {
    let row = try #require(
      screened.table.rows(declaration: expected.declaration).first {
        Int(screened.table.itemNumber[$0]) == expected.item
      })
    let assessment = screened.assessment(at: row)
    #expect(expected.outcomes.contains(assessment.declared.outcome.name))
    if !expected.control.isEmpty {
      let deciding = assessment.declared.findings.filter { $0.outcome == assessment.declared.outcome }
      #expect(
        deciding.contains { $0.controlCode == expected.control }, "\(deciding.compactMap(\.controlCode))")
    }
    switch expected.licence {
    case "covered": #expect(assessment.licence.state == .covered, "\(assessment.licence)")
    case "missing" where assessment.declared.outcome >= .licenceRequired:
      #expect(assessment.licence.state == .notCited || assessment.licence.state == .unfit)
    default: #expect(assessment.licence.state == .notNeeded)
    }
    if let least = expected.laneAtLeast { #expect(assessment.lane >= least, "\(assessment.headline)") }
    if let most = expected.laneAtMost { #expect(assessment.lane <= most, "\(assessment.headline)") }
    let shown = Set(assessment.indicators.map(\.definition.typology))
    for typology in expected.typologies {
      #expect(shown.contains(typology), "\(assessment.indicators.map(\.definition.id))")
    }
  }
}
