// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Why an output cannot be written, in one line.
struct OutputError: Error, CustomStringConvertible {
  var description: String
}

/// A file that bytes are streamed to, or standard output for `-`.
struct OutputFile {
  private let handle: FileHandle
  private let isStandardOutput: Bool

  init(_ path: String) throws {
    isStandardOutput = path == "-"
    if isStandardOutput {
      handle = .standardOutput
      return
    }
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw OutputError(description: "'\(path)' cannot be written; does its folder exist?") }
    self.handle = handle
  }

  func write(_ bytes: [UInt8]) throws {
    do { try handle.write(contentsOf: Data(bytes)) } catch {
      throw OutputError(description: "writing failed; is the disk full?")
    }
  }

  func close() throws {
    guard !isStandardOutput else { return }
    do { try handle.close() } catch { throw OutputError(description: "writing failed; is the disk full?") }
  }
}
