// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Memory for copies of the chunks of a file, used again as soon as a chunk is done with.
final class CopyPool: Sendable {
  private let spare = Mutex<[Memory]>([])

  /// One copy's memory, which goes back to the pool when nobody holds it any more.
  final class Copy: Sendable {
    let memory: Memory
    private let pool: CopyPool

    init(_ memory: Memory, _ pool: CopyPool) {
      self.memory = memory
      self.pool = pool
    }

    deinit { pool.spare.withLock { $0.append(memory) } }
  }

  /// Memory of a size, which is the same at every call.
  func take(_ size: Int) -> Copy {
    Copy(spare.withLock { $0.popLast() } ?? Memory(size), self)
  }
}
