// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Commands over small tables") struct TableCommandTests {
  @Test(arguments: [
    (["resolve", "twice.csv", "--out", "o.csv"], "twice.csv: error: line 3: an id occurs twice"),
    (["resolve", "nothing.csv", "--out", "o.csv"], "nothing.csv: error: the table has no column called id"),
    (["resolve", "absent.csv", "--out", "o.csv"], "absent.csv: error: no such file; check the path"),
    (
      ["match", "--pairs", "nothing.csv", "--out", "o.csv"],
      "nothing.csv:1: error: the columns name1 and name2"
    ),
    (["match", "--list", "twice.csv", "--queries", "nothing.csv", "--out", "o.csv"], "nothing.csv:1: error"),
    (
      ["match", "--list", "none.csv", "--queries", "queries.csv", "--out", "o.csv"],
      "none.csv: error: no row has"
    ),
    (["network", "open.csv"], "open.csv: error: a quote in line 2 is never closed"),
    (["evaluate", "names", "nothing.csv"], "nothing.csv: error: "),
  ])
  func `say which file is wrong and could not run`(_ arguments: [String], _ line: String) throws {
    let scratch = try ScratchFolder()
    try scratch.file("twice.csv", "id,name\n1,A\n1,B\n")
    try scratch.file("nothing.csv", "foo,bar\n1,2\n")
    try scratch.file("none.csv", "entity_id,schema,name\n")
    try scratch.file("queries.csv", "query_id,schema,name\n1,Company,X\n")
    try scratch.file("open.csv", "exporter,consignee\n\"Firm A,Buyer\n")
    let run = try CommandLineRun(arguments, folder: scratch.url)
    #expect(run.status == 2)
    #expect(run.errors.contains(line), "\(run.errors)")
  }

  @Test func `show names of lists and shipments that would steer a terminal`() throws {
    let scratch = try ScratchFolder()
    try scratch.file("list.csv", "id,name,schema,country\n1,\"Kestrel \u{1B}]0;x\u{7}Metals\",Company,CN\n")
    try scratch.file(
      "trade.csv", "date,exporter_name,consignee_name\n2025-06-02,\"Firm \u{1B}[2JA\",\"Buyer \u{202E}B\"\n")
    let party = try scratch.run("party", "Kestrel Metals", "--list", "list.csv", "--explain")
    let network = try scratch.run("network", "trade.csv")
    #expect(party.output.contains("Metals") && party.status == 1, "\(party.output)\(party.errors)")
    #expect(network.output.contains("Firm"), "\(network.output)\(network.errors)")
    for text in [party.output, network.output] {
      #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{202E}" })
    }
  }

  #if os(Linux)
    @Test func `tell that there is no room and leave a device what it is`() throws {
      let scratch = try ScratchFolder()
      try scratch.file("a.csv", "date,destination,goods_description\n2025-06-02,US,gallium metal\n")
      for arguments in [
        ["screen", "a.csv", "--format", "csv", "--out", "/dev/full", "--quiet"],
        ["generate", "--rows", "10", "--month", "2025-06", "--out", "/dev/full", "--truth", "t.csv"],
      ] {
        let run = try CommandLineRun(arguments, folder: scratch.url)
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.errors.contains("disk"), "\(run.errors)")
        let kind = try FileManager.default.attributesOfItem(atPath: "/dev/full")[.type] as? FileAttributeType
        #expect(kind == .typeCharacterSpecial)
      }
    }
  #endif
}
