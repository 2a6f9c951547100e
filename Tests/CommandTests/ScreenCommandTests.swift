// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

private let header =
  "declaration_id,item_number,date,exporter_name,consignee_name,commodity_code,goods_description,destination,net_mass,statistical_value,currency\n"
private let bolts =
  "D-1,1,2025-06-10,Example Co,Beispiel GmbH,7318151090,hexagon head steel bolts M8,DE,1200,2900,USD\n"
private let oxide =
  "D-2,1,2025-06-10,Example Co,Beispiel GmbH,2846901500,dysprosium oxide 99.9%,DE,250,60000,USD\n"

@Suite("assay screen, as a user runs it") struct ScreenCommandTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test func `clean declarations end with 0`() throws {
    try folder.file("a.csv", header + bolts)
    let run = try folder.run("screen", "a.csv")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func `findings end with 1 and are named`() throws {
    try folder.file("a.csv", header + bolts + oxide)
    let run = try folder.run("screen", "a.csv")
    #expect(run.status == 1)
    #expect(run.output.contains("D-2"))
    #expect(run.output.contains("1C905.b"))
  }

  @Test(arguments: ["csv", "jsonl", "html", "table"])
  func `every format is written whole or not at all`(_ format: String) throws {
    try folder.file("a.csv", header + bolts + oxide)
    let run = try folder.run("screen", "a.csv", "--format", format, "--out", "r.\(format)", "--quiet")
    #expect(run.status == 1, "\(run.errors)")
    #expect(try folder.text("r.\(format)").contains("D-2"))
    #expect(
      !FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("r.\(format).part").path))
  }

  @Test func `standard input is read as a file is`() throws {
    let bytes = Data((header + bolts + oxide).utf8)
    try folder.file("a.csv", bytes)
    let file = try folder.run("screen", "a.csv", "--format", "csv", "--out", "-", "--quiet")
    let piped = try folder.run("screen", "-", "--format", "csv", "--out", "-", "--quiet", input: bytes)
    #expect(piped.status == 1)
    #expect(piped.output.replacing("\n-,", with: "\na.csv,") == file.output)
  }

  @Test func `a row that cannot be read is quarantined, mended and fed again`() throws {
    try folder.file("a.csv", header + bolts + oxide.replacing("2025-06-10", with: "2025-02-30"))
    let run = try folder.run("screen", "a.csv", "--quarantine", "q.csv")
    #expect(run.status == 1)
    #expect(run.errors.contains("a.csv:3:"))
    #expect(run.output.contains("2") && run.output.contains("quarantined"))
    let mended = try folder.text("q.csv").replacing("2025-02-30", with: "2025-06-10")
    try folder.file("mended.csv", mended)
    let again = try folder.run("screen", "mended.csv")
    #expect(again.status == 1)
    #expect(again.output.contains("1C905.b"))
  }

  @Test(arguments: [
    ("empty.csv", ""), ("header.csv", header), ("blank.csv", "\n\n\n"),
    ("nocolumns.csv", "a,b,c\n1,2,3\n"), ("nodate.csv", "destination,goods_description\nDE,bolts\n"),
    ("binary.csv", "\u{1}\u{2}\u{3}\0\0\0\0"), ("html.csv", "<html><body>no table</body></html>"),
  ])
  func `a file that is no table of declarations ends with 2 and one clear line`(
    _ name: String, _ text: String
  ) throws {
    try folder.file(name, text)
    let run = try folder.run("screen", name)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(name))
    #expect(run.errors.contains("error:"))
  }

  @Test func `a file that is not there ends with 2`() throws {
    let run = try folder.run("screen", "absent.csv")
    #expect(run.status == 2)
    #expect(run.errors.contains("absent.csv"))
  }

  @Test(arguments: [
    ["screen"], ["screen", "a.csv", "--format", "pdf"], ["screen", "a.csv", "--format", "csv"],
    ["screen", "-", "-"], ["screen", "a.csv", "--threads", "0"], ["screen", "a.csv", "--known-on", "soon"],
    ["explain", "nonsense"], ["nothing"],
  ])
  func `a wrong call ends with 64 and says how`(_ arguments: [String]) throws {
    try folder.file("a.csv", header + bolts)
    let run = try CommandLineRun(arguments, folder: folder.url)
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.errors.contains("Error:") || run.errors.contains("Usage:"))
  }

  @Test func `a licence with an impossible validity is told with its place`() throws {
    try folder.file("a.csv", header + bolts)
    try folder.file(
      "l.csv",
      "licence_number,holder_name,control_code,quantity,unit,valid_from,valid_to\nL-1,Example Co,1C905,1,kg,2025-12-31,2025-01-01\n"
    )
    let run = try folder.run("screen", "a.csv", "--licences", "l.csv")
    #expect(run.status == 0)
    #expect(run.errors.contains("l.csv:2:"))
  }

  @Test func `one item is explained with its citation, by line and by declaration`() throws {
    try folder.file("a.csv", header + bolts + oxide)
    for arguments in [["explain", "a.csv:3"], ["explain", "D-2", "a.csv"]] {
      let run = try CommandLineRun(arguments, folder: folder.url)
      #expect(run.status == 1, "\(run.errors)")
      #expect(run.output.contains("1C905.b"))
      #expect(run.output.contains("18 of 2025"))
    }
    let plain = try folder.run("explain", "a.csv:2")
    #expect(plain.status == 0)
    let outside = try folder.run("explain", "a.csv:9")
    #expect(outside.status == 2)
  }

  @Test func `hostile text stays text in every format`() throws {
    let hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> dysprosium oxide"
    try folder.file("a.csv", header + oxide.replacing("dysprosium oxide 99.9%", with: "\"\(hostile)\""))
    for format in ["csv", "jsonl", "html"] {
      _ = try folder.run("screen", "a.csv", "--format", format, "--out", "r.\(format)", "--quiet")
    }
    #expect(!(try folder.text("r.html")).contains("<script>alert"))
    #expect(!(try folder.text("r.csv")).contains(",=cmd"))
    #expect(!(try folder.text("r.csv")).contains(",\"=cmd"))
  }
}
