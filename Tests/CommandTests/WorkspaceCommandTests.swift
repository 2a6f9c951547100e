// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The commands on a workspace") struct WorkspaceCommandTests {
  @Test func `lead from a screening to a closed case, a sound audit and a checked certificate`() throws {
    let scratch = try ScratchFolder()
    try scratch.file(
      "june.csv",
      """
      declaration_id,item_number,date,exporter_name,consignee_name,destination,commodity_code,goods_description,net_mass_kg,value,currency
      D1,1,2025-06-02,Exporter One,Buyer One,US,8112929090,gallium metal 99.9999%,20,9000,USD
      D2,1,2025-06-03,Exporter Two,Buyer Two,DE,7326901900,steel parts,500,1500,USD
      """)
    #expect(try scratch.run("init", "desk").status == 0)
    let screen = try scratch.run("screen", "june.csv", "--workspace", "desk", "--as", "anna")
    #expect(screen.status == 1)
    #expect(screen.errors.contains("kept as screening 1 with 2 decisions"))
    let list = try scratch.run("decision", "list", "--workspace", "desk", "--json")
    #expect(list.output.contains("\"declaration\":\"D1\""))
    #expect(!list.output.contains("\"declaration\":\"D2\""))

    #expect(try scratch.run("replay", "--all", "--workspace", "desk").status == 0)
    #expect(try scratch.run("rescreen", "--workspace", "desk").output.contains("nothing to do"))

    let opened = try scratch.run(
      "case", "open", "Gallium", "--decision", "1", "--workspace", "desk", "--as", "anna")
    #expect(opened.output.contains("\"id\":1"))
    #expect(
      try scratch.run("case", "find", "1", "smuggled", "--decision", "1", "--workspace", "desk").status == 0)
    let close = ["case", "close", "1", "--outcome", "seized", "--summary", "found", "--workspace", "desk"]
    #expect(try CommandLineRun(close + ["--as", "anna"], folder: scratch.url).status == 0)
    let own = try scratch.run(
      "case", "approve", "1", "--reason", "mine", "--workspace", "desk", "--as", "anna")
    #expect(own.status == 1)
    #expect(own.errors.contains("another officer"))
    let second = try scratch.run(
      "case", "approve", "1", "--reason", "seen", "--workspace", "desk", "--as", "bo")
    #expect(second.output.contains("\"status\":\"closed\""))
    #expect(
      try scratch.run("case", "labels", "--workspace", "desk").output.contains("\"label\":\"smuggled\""))
    #expect(try scratch.run("case", "export", "1", "--out", "package", "--workspace", "desk").status == 0)
    #expect(try scratch.text("package/followthemoney.jsonl").contains("EconomicActivity"))

    #expect(try scratch.run("audit", "verify", "--workspace", "desk").output.hasPrefix("sound"))
    for format in ["json", "html"] {
      let made = try scratch.run(
        "certificate", "1", "--format", format, "--out", "c.\(format)", "--workspace", "desk")
      #expect(made.status == 0)
      #expect(try scratch.run("verify", "c.\(format)", "--key", "desk/keys/signing.pub").status == 0)
      try scratch.file("changed", try scratch.text("c.\(format)").replacing("D1", with: "D9"))
      #expect(try scratch.run("verify", "changed").status == 1)
    }
  }

  @Test func `refuse what cannot be with the exit code for it`() throws {
    let scratch = try ScratchFolder()
    #expect(try scratch.run("licence", "list", "--workspace", "nowhere").status == 2)
    #expect(try scratch.run("licence", "list").status == 64)
    #expect(try scratch.run("init", "desk").status == 0)
    #expect(try scratch.run("init", "desk").status == 2)
    #expect(try scratch.run("licence", "release", "X", "--id", "a", "--workspace", "desk").status == 2)
    #expect(try scratch.run("case", "show", "7", "--workspace", "desk").status == 2)
    #expect(try scratch.run("verify", "desk/keys/signing.pub").status == 2)
    #expect(try scratch.run("replay", "--workspace", "desk").status == 64)
  }
}
