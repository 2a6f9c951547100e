// SPDX-License-Identifier: Apache-2.0

import CByteScan

/// Memory that grows without being copied where it is large.
///
/// Tables grow to gigabytes: copying them at each growth would hold them twice. One thread at a time may grow it.
@safe public final class GrowingMemory: @unchecked Sendable {
  private var base: UnsafeMutableRawPointer?
  private(set) var capacity = 0
  /// Up to where the system was asked for pages.
  private var ready = 0
  /// So many bytes are asked for at a time.
  private static let step = 128 << 10

  init() { unsafe base = nil }

  deinit { if let base = unsafe base { unsafe assay_memory_free(base, capacity) } }

  /// The memory, grown to at least so many bytes; what was in it stays.
  @inline(__always) func reserve(_ bytes: Int) -> UnsafeMutableRawPointer {
    if bytes <= capacity, let base = unsafe base { return unsafe base }
    return unsafe grow(bytes)
  }

  /// Asks for the pages of bytes that are about to be written, in order, with some more behind them.
  @inline(__always) func prepare(upTo end: Int) {
    if end > ready, capacity >= assay_memory_mapped_from { askForPages(end) }
  }

  @inline(never) private func askForPages(_ end: Int) {
    guard let base = unsafe base else { return }
    let stop = min(capacity, end + Self.step)
    unsafe assay_memory_ready(base + ready, stop - ready)
    ready = stop
  }

  @inline(never) private func grow(_ bytes: Int) -> UnsafeMutableRawPointer {
    let size = assay_memory_size(bytes)
    guard let grown = unsafe assay_memory_grow(base, capacity, size) else {
      preconditionFailure("there is memory for \(size) bytes")
    }
    unsafe base = grown
    capacity = size
    return unsafe grown
  }
}
