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

  @Test func `let an approved exception act on screening, on what rests on it, and on replay`() throws {
    let scratch = try ScratchFolder()
    try scratch.file(
      "list.csv",
      "id,name,schema,country\n7,Quillfeather Antimony Trading Co Ltd,Company,SE\n")
    try scratch.file(
      "june.csv",
      """
      declaration_id,item_number,date,exporter_name,consignee_name,destination,commodity_code,goods_description,net_mass_kg,value,currency
      D1,1,2025-06-02,Exporter One,Quillfeather Antimony Trading Co Ltd,SE,7326901900,steel parts,500,1500,USD
      """)
    #expect(try scratch.run("init", "desk").status == 0)
    let screen = ["screen", "june.csv", "--lists", "list.csv", "--workspace", "desk", "--as", "anna"]
    func listed(_ run: CommandLineRun, _ name: String) throws -> Bool {
      try scratch.text(name).contains("\"list\":")
    }
    let before = try CommandLineRun(
      screen + ["--format", "jsonl", "--out", "before.jsonl"], folder: scratch.url)
    #expect(try listed(before, "before.jsonl"))
    let list = try scratch.text("before.jsonl").firstMatch(of: /"list":"([^"]+)"/)
    let entry = try scratch.text("before.jsonl").firstMatch(of: /"entry":"([^"]+)"/)
    let ask = [
      "exception", "ask", "--list", String(try #require(list).1), "--entry", String(try #require(entry).1),
      "--party", "QUILLFEATHER Antimony Trading Co Ltd", "--reason", "another firm", "--workspace", "desk",
    ]
    #expect(try CommandLineRun(ask + ["--as", "anna"], folder: scratch.url).status == 0)
    // Asked for is not approved.
    _ = try CommandLineRun(screen + ["--format", "jsonl", "--out", "asked.jsonl"], folder: scratch.url)
    #expect(try scratch.text("asked.jsonl") == scratch.text("before.jsonl"))
    #expect(
      try scratch.run(
        "approval", "approve", "1", "--reason", "seen", "--workspace", "desk", "--as", "bo"
      ).status == 0)
    let after = try CommandLineRun(
      screen + ["--format", "jsonl", "--out", "after.jsonl"], folder: scratch.url)
    #expect(after.errors.contains("exceptions of the workspace in force: 1"))
    // Commands that only read take lists, licences and exceptions from the workspace as well.
    try scratch.file("desk/lists/list.csv", try scratch.text("list.csv"))
    let name = "Quillfeather Antimony Trading Co Ltd"
    #expect(try scratch.run("party", name, "--list", "list.csv").status == 1)
    #expect(try scratch.run("party", name, "--workspace", "desk").status == 0)
    #expect(try scratch.run("party", "\(name) of Lund", "--workspace", "desk").status == 1)
    let alone = try scratch.run("explain", "june.csv:2", "--lists", "list.csv", "--quiet")
    #expect(alone.status == 1 && alone.output.contains("entry 7 of list"))
    let explained = try scratch.run("explain", "june.csv:2", "--workspace", "desk", "--quiet")
    #expect(explained.status == 0 && !explained.output.contains("entry 7 of list"))
    let status = try scratch.run("lists", "status", "--workspace", "desk")
    #expect(status.status != 2 && status.output.contains("list "))
    #expect(try scratch.run("lists", "index", "--workspace", "desk", "--out", "all.idx").status == 0)
    #expect(try scratch.run("party", name, "--workspace", "nowhere").status == 2)
    #expect(try !listed(after, "after.jsonl"))
    let replay = try scratch.run("replay", "--all", "--lists", "list.csv", "--workspace", "desk")
    #expect(replay.status == 0, "\(replay.output)")
    let again = try scratch.run("rescreen", "--lists", "list.csv", "--workspace", "desk")
    #expect(again.output.contains("party records"))
    #expect(
      try scratch.run("rescreen", "--lists", "list.csv", "--workspace", "desk").output.contains(
        "nothing to do")
    )
    #expect(try scratch.run("exception", "end", "1", "--reason", "wrong", "--workspace", "desk").status == 0)
    _ = try CommandLineRun(screen + ["--format", "jsonl", "--out", "ended.jsonl"], folder: scratch.url)
    #expect(try scratch.text("ended.jsonl") == scratch.text("before.jsonl"))
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

  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["ASSAY_ENGINES_ONLY"] != "1", "built without the server")
  )
  func `serve nobody elsewhere without accounts, and no accounts where there are none`() throws {
    let scratch = try ScratchFolder()
    #expect(try scratch.run("init", "desk").status == 0)
    for host in ["0.0.0.0", "::", "192.0.2.1", "example.org"] {
      let open = try scratch.run("serve", "--workspace", "desk", "--host", host, "--port", "0")
      #expect(open.status == 2 && open.errors.contains("demands accounts"), "\(host): \(open.errors)")
    }
    let empty = try scratch.run("serve", "--workspace", "desk", "--accounts", "--port", "0")
    #expect(empty.status == 2 && empty.errors.contains("assay user add"), "\(empty.errors)")
    #expect(try scratch.run("serve", "--accounts").status == 64)
  }
}
