// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes a text to a file, or to standard output for `-`.
func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

/// Writes bytes to a file, or to standard output for `-`.
func write(_ bytes: [UInt8], to path: String) throws { try write(to: path) { sink in sink(bytes) } }

/// Writes bytes as they are made; `-` is standard output.
///
/// A file is written by way of a temporary one beside it, so that a half-written file is never left. A device or a pipe is
/// written to as it is.
func write(to path: String, _ body: (_ sink: ([UInt8]) -> Void) throws -> Void) throws {
  let isFile = path != "-" && isReplaceable(path)
  let target = isFile ? path + ".part" : path
  guard let handle = path == "-" ? FileHandle.standardOutput : openedForWriting(target) else {
    throw couldNotRun("\(path): error: cannot be written; check that the folder exists and may be written to")
  }
  var failed = false
  do {
    try body { bytes in
      if failed { return }
      do { try handle.write(contentsOf: bytes) } catch { failed = true }
    }
  } catch {
    if isFile { try? FileManager.default.removeItem(atPath: target) }
    throw error
  }
  if path != "-" { do { try handle.close() } catch { failed = true } }
  if isFile, !failed { failed = unsafe rename(target, path) != 0 }
  guard !failed else {
    if isFile { try? FileManager.default.removeItem(atPath: target) }
    let name = path == "-" ? "standard output" : path
    throw couldNotRun("\(name): error: writing failed; check the space on the disk")
  }
}

/// Opens a file to be written from its beginning; a device or a pipe stays what it is.
func openedForWriting(_ path: String) -> FileHandle? {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  return descriptor < 0 ? nil : FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
}

/// Whether a path leads to a file, or to nothing yet.
private func isReplaceable(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
}
