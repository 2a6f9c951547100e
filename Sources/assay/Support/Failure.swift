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
