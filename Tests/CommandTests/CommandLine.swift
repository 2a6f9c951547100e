// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation

/// Runs the built program as a user does, in a scratch folder of its own.
struct CommandLineRun {
  var status: Int32
  var output: String
  var errors: String

  init(
    _ arguments: [String], input: Data? = nil, folder: URL, environment extra: [String: String] = [:]
  ) throws {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["NO_COLOR"] = "1"
    environment["COLUMNS"] = "120"
    environment.merge(extra) { $1 }
    process.environment = environment
    let out = folder.appendingPathComponent("stdout.\(UUID().uuidString)")
    let err = folder.appendingPathComponent("stderr.\(UUID().uuidString)")
    let inn = folder.appendingPathComponent("stdin.\(UUID().uuidString)")
    for url in [out, err] { _ = FileManager.default.createFile(atPath: url.path, contents: nil) }
    _ = FileManager.default.createFile(atPath: inn.path, contents: input ?? Data())
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = try FileHandle(forReadingFrom: inn)
    try process.run()
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    output = String(decoding: try Data(contentsOf: out), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: err), as: UTF8.self)
  }

  /// The program beside the test bundle.
  static let program: URL = {
    var folder = Bundle.main.bundleURL
    for _ in 0..<4 {
      let candidate = folder.appendingPathComponent("assay")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return URL(fileURLWithPath: repositoryRoot()).appendingPathComponent(".build/debug/assay")
  }()
}

/// A folder that lives as long as the value.
final class ScratchFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("assay-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  @discardableResult
  func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }

  @discardableResult
  func file(_ name: String, _ data: Data) throws -> String {
    try data.write(to: url.appendingPathComponent(name))
    return name
  }

  func run(_ arguments: String..., input: Data? = nil) throws -> CommandLineRun {
    try CommandLineRun(arguments, input: input, folder: url)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }
}
