// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A workspace with one licence of 100 kg, and ways to do it harm.
private struct HarmedDesk {
  let scratch: ScratchFolder
  /// The library that stands between the program and the disk; nothing where no C compiler is.
  let crashShim: String?

  init() throws {
    scratch = try ScratchFolder()
    try scratch.file(
      "licences.csv",
      """
      licence_number,holder_name,control_code,quantity,unit,valid_from,valid_to
      L-1,Holder,1C905,100,kg,2026-01-01,2026-12-31
      """)
    #expect(try scratch.run("init", "desk").status == 0)
    #expect(try scratch.run("licence", "add", "licences.csv", "--workspace", "desk").status == 0)
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Crash/crash.c"
    ).path
    let compilers = ["/usr/bin/cc", "/usr/bin/clang", "/usr/bin/gcc"]
    guard let compiler = compilers.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      crashShim = nil
      return
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: compiler)
    let target = scratch.url.appendingPathComponent("crash.so").path
    process.arguments = ["-shared", "-fPIC", "-O1", "-o", target, source, "-ldl"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    crashShim = process.terminationStatus == 0 ? target : nil
  }

  /// A fresh copy of the desk.
  func copy() throws {
    let files = FileManager.default
    let target = scratch.url.appendingPathComponent("copy")
    try? files.removeItem(at: target)
    try files.copyItem(at: scratch.url.appendingPathComponent("desk"), to: target)
  }

  func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> CommandLineRun {
    try CommandLineRun(arguments + ["--workspace", "copy"], folder: scratch.url, environment: environment)
  }

  func reserve(_ environment: [String: String] = [:]) throws -> CommandLineRun {
    try run(
      [
        "licence", "reserve", "L-1", "--id", "a", "--declaration", "D", "--quantity", "60kg", "--day",
        "2026-03-01",
        "--key", "k1",
      ], environment)
  }

  func harm(_ mode: String, at point: Int = 1) -> [String: String] {
    ["LD_PRELOAD": crashShim ?? "", "CRASH_PATH": "copy/", "CRASH_MODE": mode, "CRASH_AT": String(point)]
  }

  /// What is left on the licence, as the listing says.
  func left() throws -> String {
    let text = try run(["licence", "list"]).output
    return text.split(separator: "left ").last.map { String($0.prefix { $0 != " " }) } ?? "?"
  }
}

@Suite("A workspace that is harmed", .serialized) struct WorkspaceHarmTests {
  /// Every write the program does is its last one once, whole or torn in the middle.
  @Test(arguments: ["kill", "torn"])
  func `loses nothing that was acknowledged, whichever write is the last`(mode: String) throws {
    let desk = try HarmedDesk()
    guard desk.crashShim != nil else { return }
    // The two ways share the writes between them, which saves time: each write is the last one of one of them.
    var point = mode == "kill" ? 1 : 2
    var before = 0
    var after = 0
    while point < 500 {
      try desk.copy()
      let run = try desk.reserve(desk.harm(mode, at: point))
      let acknowledged = run.output.contains("\"reserved\":\"60\"")
      let left = try desk.left()
      #expect(left == "40" || (left == "100" && !acknowledged), "point \(point)")
      if left == "40" { after += 1 } else { before += 1 }
      let audit = try desk.run(["audit"])
      #expect(audit.status == 0, "point \(point): \(audit.output)")
      // Given again under its key it is done once, whatever the crash left.
      let again = try desk.reserve()
      #expect(again.status == 0, "point \(point): \(again.errors)")
      #expect(again.output.contains("\"repeated\":\(left == "40")"), "point \(point)")
      #expect(try desk.left() == "40", "point \(point)")
      if run.status == 0 { break }
      point += 2
    }
    #expect(before > 3 && after > 3, "crashes on both sides of the commit: \(before), \(after)")
  }

  @Test func `says that the disk is full, and goes on when there is space again`() throws {
    let desk = try HarmedDesk()
    guard desk.crashShim != nil else { return }
    var refused = 0
    for point in stride(from: 1, to: 60, by: 4) {
      try desk.copy()
      let run = try desk.reserve(desk.harm("full", at: point))
      let left = try desk.left()
      if run.status == 0 {
        #expect(left == "40", "point \(point)")
      } else {
        refused += 1
        #expect(run.status == 2, "point \(point)")
        #expect(
          run.errors.contains("disk") || run.errors.contains("cannot be opened"),
          "point \(point): \(run.errors)")
      }
      #expect(try desk.reserve().status == 0, "point \(point)")
      #expect(try desk.left() == "40", "point \(point)")
      #expect(try desk.run(["audit"]).status == 0, "point \(point)")
    }
    #expect(refused > 3)
  }

  @Test func `on a disk for reading only is refused clearly`() throws {
    let desk = try HarmedDesk()
    guard desk.crashShim != nil else { return }
    try desk.copy()
    let run = try desk.reserve(desk.harm("read-only"))
    #expect(run.status == 2)
    #expect(run.errors.contains("written to") || run.errors.contains("opened for writing"), "\(run.errors)")
    #expect(try desk.left() == "100")
  }

  /// Each page of the database is overwritten in turn, with zeros and with noise.
  @Test(arguments: [UInt8(0), 0xA5])
  func `with a corrupted page is found, without a crash`(noise: UInt8) throws {
    let desk = try HarmedDesk()
    try desk.copy()
    let path = desk.scratch.url.appendingPathComponent("copy/assay.sqlite")
    let whole = try Data(contentsOf: path)
    let pages = whole.count / 4096
    for page in stride(from: 0, to: pages, by: 3) {
      try desk.copy()
      var harmed = whole
      harmed.replaceSubrange(page * 4096..<(page + 1) * 4096, with: [UInt8](repeating: noise, count: 4096))
      try harmed.write(to: path)
      let run = try desk.run(["audit"])
      #expect(run.status == 1 || run.status == 2, "page \(page): \(run.output)")
      #expect(!run.output.isEmpty || !run.errors.isEmpty, "page \(page)")
      let write = try desk.reserve()
      #expect([0, 1, 2].contains(write.status), "page \(page)")
    }
  }

  @Test func `is written to by many processes at once and never over-drawn`() throws {
    let desk = try HarmedDesk()
    try desk.copy()
    var processes: [Process] = []
    for number in 0..<12 {
      let process = Process()
      process.executableURL = CommandLineRun.program
      process.currentDirectoryURL = desk.scratch.url
      process.arguments = [
        "licence", "reserve", "L-1", "--id", "r\(number)", "--declaration", "D", "--quantity", "15kg",
        "--day",
        "2026-03-01", "--workspace", "copy",
      ]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      processes.append(process)
    }
    for process in processes { process.waitUntilExit() }
    #expect(processes.count { $0.terminationStatus == 0 } == 6)
    #expect(processes.count { $0.terminationStatus == 1 } == 6)
    #expect(try desk.left() == "10")
    #expect(try desk.run(["audit"]).status == 0)
  }
}
