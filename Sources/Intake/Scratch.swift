// SPDX-License-Identifier: Apache-2.0

/// Memory for unquoted fields, used again row after row.
@safe final class Scratch: @unchecked Sendable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 4096) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  var room: Int { capacity - count }

  deinit { unsafe base.deallocate() }

  /// Empties it and makes room; bytes handed out before are no longer valid.
  func reset(capacity wanted: Int) {
    count = 0
    if wanted > capacity {
      unsafe base.deallocate()
      capacity = max(wanted, capacity * 2)
      unsafe base = .allocate(capacity: capacity)
    }
  }

  func append(_ bytes: Bytes) {
    precondition(count + bytes.count <= capacity, "room was made before")
    unsafe (base + count).update(from: bytes.base, count: bytes.count)
    count += bytes.count
  }

  func append(byte: UInt8) {
    precondition(count < capacity, "room was made before")
    unsafe base[count] = byte
    count += 1
  }

  func bytes(from mark: Int) -> Bytes { unsafe Bytes(base + mark, count - mark) }
}
