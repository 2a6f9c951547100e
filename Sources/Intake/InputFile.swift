// SPDX-License-Identifier: Apache-2.0

import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file in memory: mapped, or bytes that were given. What is read through is read by copies, of which see `read`.
@safe final class InputFile: @unchecked Sendable {
  let bytes: Bytes
  private let mapping: UnsafeMutableRawPointer?
  /// The open file, -1 for bytes that were given.
  private let descriptor: Int32
  private let copied: UnsafeMutablePointer<UInt8>?

  /// Maps a file.
  init(path: String) throws(IntakeError) {
    let here = SourceLocation(file: path, line: 0)
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT {
        throw IntakeError(.notFound, "no such file", at: here, suggestion: "check the path")
      }
      throw IntakeError(.notReadable, "cannot be opened", at: here, suggestion: "check its permissions")
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw IntakeError(
        .notReadable, "is not a plain file", at: here, suggestion: "name a file, or - for standard input")
    }
    let size = Int(status.st_size)
    unsafe copied = nil
    self.descriptor = descriptor
    if size == 0 {
      bytes = Bytes.empty
      unsafe mapping = nil
      return
    }
    guard let mapped = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
      unsafe mapped != UnsafeMutableRawPointer(bitPattern: -1)
    else {
      close(descriptor)
      throw IntakeError(.notReadable, "cannot be read", at: here, suggestion: "copy it to a local disk")
    }
    unsafe madvise(mapped, size, MADV_SEQUENTIAL)
    unsafe mapping = mapped
    unsafe bytes = Bytes(UnsafePointer(mapped.assumingMemoryBound(to: UInt8.self)), size)
  }

  /// Copies bytes of the file into memory; false where they cannot be had so, and lie in `bytes` all the same.
  ///
  /// Memory that is used again stays near the processor and is never mapped anew, so that a copy of a file that is read
  /// through costs less than its pages do.
  func read(_ range: Range<Int>, into memory: Memory) -> Bool {
    guard descriptor >= 0, range.count <= memory.capacity else { return false }
    var done = 0
    while done < range.count {
      let count = unsafe pread(
        descriptor, memory.base + done, range.count - done, off_t(range.lowerBound + done))
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      done += count
    }
    return true
  }

  /// Gives back the memory of pages that were read; they come again from the disk when they are asked for.
  func release(_ part: Bytes) {
    guard unsafe mapping != nil else { return }
    let page = 4096
    let start = unsafe (UnsafeRawPointer(part.base) - UnsafeRawPointer(bytes.base)) / page * page
    let end = unsafe (UnsafeRawPointer(part.base) - UnsafeRawPointer(bytes.base) + part.count) / page * page
    guard end > start, let mapping = unsafe mapping else { return }
    unsafe madvise(mapping + start, end - start, MADV_DONTNEED)
  }

  /// Opens a pipe or a device for reading piece by piece; nothing when the path is something else.
  static func pipe(_ path: String) -> Int32? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFIFO || kind == S_IFCHR else { return nil }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    return descriptor < 0 ? nil : descriptor
  }

  init(copying array: [UInt8]) {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, array.count))
    unsafe array.withUnsafeBufferPointer { from in
      if let base = from.baseAddress { unsafe copy.initialize(from: base, count: from.count) }
    }
    unsafe copied = copy
    unsafe mapping = nil
    descriptor = -1
    unsafe bytes = Bytes(UnsafePointer(copy), array.count)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if let mapping = unsafe mapping { unsafe munmap(mapping, bytes.count) }
    if let copied = unsafe copied { unsafe copied.deallocate() }
  }
}
