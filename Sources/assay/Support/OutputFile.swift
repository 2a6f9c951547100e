// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that bytes are streamed to, or standard output for `-`; what fails ends the run with one line.
struct OutputFile {
  private let handle: FileHandle
  private let path: String
  private var isStandardOutput: Bool { path == "-" }

  init(_ path: String) throws {
    self.path = path
    guard let handle = path == "-" ? .standardOutput : openedForWriting(path) else {
      throw couldNotRun(
        "\(path): error: cannot be written; check that the folder exists and may be written to")
    }
    self.handle = handle
  }

  private var noRoom: any Error {
    couldNotRun(
      "\(isStandardOutput ? "standard output" : path): error: writing failed; check the space on the disk")
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
    guard isWhole else { throw noRoom }
  }

  func close() throws {
    guard !isStandardOutput else { return }
    do { try handle.close() } catch { throw noRoom }
  }
}
