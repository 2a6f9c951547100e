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
    // Straight from the array: a copy into Data would cost as much as the write.
    let descriptor = handle.fileDescriptor
    let isWhole = unsafe bytes.withUnsafeBytes { buffer in
      var rest = unsafe buffer[...]
      while unsafe !rest.isEmpty {
        let written = unsafe Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return false }
        unsafe rest = rest.dropFirst(written)
      }
      return true
    }
    guard isWhole else { throw OutputError(description: "writing failed; is the disk full?") }
  }

  func close() throws {
    guard !isStandardOutput else { return }
    do { try handle.close() } catch { throw OutputError(description: "writing failed; is the disk full?") }
  }
}
