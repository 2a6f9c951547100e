// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import TradeModel

/// Exit codes: 0 clean, 1 findings, 2 could not run, 64 usage.
enum Exit {
  static let findings = ExitCode(1)
  static let couldNotRun = ExitCode(2)
}

/// Ends the run with one clear line: where, what is wrong, what to do.
func couldNotRun(_ message: String) -> ExitCode {
  Terminal.note(message)
  return Exit.couldNotRun
}

/// Reads a whole file for a command, or ends the run with a clear line.
func contents(of path: String) throws -> [UInt8] {
  var isFolder: ObjCBool = false
  guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw couldNotRun("\(path): error: no such file; check the path")
  }
  guard !isFolder.boolValue else {
    throw couldNotRun("\(path): error: this is a folder, a file is expected")
  }
  guard let data = FileManager.default.contents(atPath: path) else {
    throw couldNotRun("\(path): error: the file cannot be read; check its permissions")
  }
  return Array(data)
}

/// Writes bytes to a file by way of a temporary one beside it, so that a half-written file is never left; `-` is standard
/// output.
func write(_ bytes: [UInt8], to path: String) throws {
  if path == "-" {
    FileHandle.standardOutput.write(Data(bytes))
    return
  }
  do {
    try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw couldNotRun("\(path): error: cannot be written; check that the folder exists and may be written to")
  }
}

/// Writes bytes as they are made, by way of a temporary file beside the target; `-` is standard output.
func write(to path: String, _ body: (_ sink: ([UInt8]) -> Void) throws -> Void) throws {
  if path == "-" {
    try body { FileHandle.standardOutput.write(Data($0)) }
    return
  }
  let temporary = path + ".part"
  guard FileManager.default.createFile(atPath: temporary, contents: nil),
    let handle = FileHandle(forWritingAtPath: temporary)
  else {
    throw couldNotRun("\(path): error: cannot be written; check that the folder exists and may be written to")
  }
  var failed = false
  try body { bytes in
    if failed { return }
    do { try handle.write(contentsOf: bytes) } catch { failed = true }
  }
  try? handle.close()
  guard !failed, unsafe rename(temporary, path) == 0 else {
    try? FileManager.default.removeItem(atPath: temporary)
    throw couldNotRun("\(path): error: writing failed; check the space on the disk")
  }
}
