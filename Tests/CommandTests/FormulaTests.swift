// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Files that a spreadsheet opens") struct FormulaTests {
  private static let dangers = [
    "=HYPERLINK(1)", "+cmd", "-2+3", "@SUM(1)", "\tx", "=1;2", " =1",
  ]

  /// The cells of a CSV text as a spreadsheet divides them, whatever the delimiter it tries.
  private func cells(_ text: String, _ delimiter: Character) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, character == delimiter || character.isNewline {
        cells.append(cell)
        cell = ""
      } else {
        cell.append(character)
      }
    }
    return cells + [cell]
  }

  private func isDangerous(_ cell: String) -> Bool {
    guard let first = cell.first, "=+-@\t\r".contains(first) else { return false }
    return Double(cell) == nil
  }

  @Test(arguments: dangers)
  func `hold no cell that is run, whichever column the text came in by`(_ danger: String) throws {
    let scratch = try ScratchFolder()
    let fields = [
      "declaration_id", "exporter_name", "exporter_address", "consignee_name", "goods_description",
      "composition", "office", "end_use", "end_user", "licence_numbers", "package_kind",
    ]
    let quoted = "\"" + danger + "\""
    let good = fields.map { _ in quoted }.joined(separator: ",")
    let bad = fields.map { _ in quoted }.joined(separator: ",")
    try scratch.file(
      "=danger.csv",
      fields.joined(separator: ",") + ",date,destination,commodity_code,net_mass_kg,value,currency\n"
        + good + ",2025-06-02,US,8112929090,20,9000,USD\n" + bad + ",no day,US,8112929090,20,9000,USD\n"
        + danger.replacing("\t", with: "") + ",unquoted\n")
    _ = try scratch.run(
      "screen", "=danger.csv", "--format", "csv", "--out", "out.csv", "--scores", "scores.csv",
      "--quarantine", "bad.csv", "--quiet")
    for name in ["out.csv", "scores.csv", "bad.csv"] {
      let text = try scratch.text(name)
      #expect(text.contains("\n"), "\(name) holds rows")
      for cell in cells(text, ",") {
        #expect(!isDangerous(cell), "\(name): \(cell.debugDescription)")
      }
    }
  }

  @Test func `are read again after mending, signs of numbers untouched`() throws {
    let scratch = try ScratchFolder()
    try scratch.file(
      "a.csv", "declaration_id,date,destination,goods_description,net_mass_kg\n=D1,2025-13-02,US,+steel,-5\n")
    _ = try scratch.run("screen", "a.csv", "--quarantine", "bad.csv", "--quiet")
    let bad = try scratch.text("bad.csv")
    #expect(bad.contains("'=D1,2025-13-02,US,'+steel,-5,"))
    try scratch.file(
      "mended.csv", bad.replacing("2025-13-02", with: "2025-12-02").replacing(",-5,", with: ",5,"))
    let run = try scratch.run("screen", "mended.csv", "--format", "jsonl", "--out", "out.jsonl", "--quiet")
    #expect(run.status == 0 || run.status == 1, "\(run.errors)")
    #expect(try scratch.text("out.jsonl").contains("'=D1"))
  }

  @Test(arguments: ["=HYPERLINK(1)", "+cmd", "@SUM(1)", "-2+3"])
  func `of names and records hold no cell that is run, and ids of parties outlast them`(_ danger: String)
    throws
  {
    let scratch = try ScratchFolder()
    try scratch.file("pairs.csv", "id,schema,name1,name2\n\(danger),Company,Firm A,Firm A Ltd\n")
    try scratch.file("list.csv", "entity_id,schema,name\n\(danger),Company,Firm A\n")
    try scratch.file("queries.csv", "query_id,schema,name\n\(danger),Company,Firm A\n")
    try scratch.file(
      "records.csv",
      "id,name,city,phone\n\(danger),Grey Heron Metals,Moshan,5550199\nb,Grey Heron Metals,Moshan,5550199\nc,Other,Aden,5550123\n"
    )
    _ = try scratch.run("match", "--pairs", "pairs.csv", "--out", "a.csv")
    _ = try scratch.run("match", "--list", "list.csv", "--queries", "queries.csv", "--out", "b.csv")
    _ = try scratch.run(
      "resolve", "records.csv", "--out", "c.csv", "--parties", "d.csv", "--evidence", "e.csv")
    for name in ["a.csv", "b.csv", "c.csv", "d.csv", "e.csv"] {
      let text = try scratch.text(name)
      #expect(name == "e.csv" || text.split(separator: "\n").count > 1, "\(name) holds rows")
      for cell in cells(text, ",") { #expect(!isDangerous(cell), "\(name): \(cell.debugDescription)") }
    }
    _ = try scratch.run(
      "resolve", "records.csv", "--out", "f.csv", "--parties", "g.csv", "--previous", "d.csv")
    #expect(try scratch.text("g.csv") == scratch.text("d.csv"))
  }
}
