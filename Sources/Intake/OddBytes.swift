// SPDX-License-Identifier: Apache-2.0

/// The blocks of 64 bytes in which a row has bytes that are NUL or not ASCII, from the first to the last.
///
/// No character lies across the edges of the stretch: the block on the other side would have odd bytes too.
struct OddBytes {
  var first = Int.max
  var last = -1

  var isEmpty: Bool { last < 0 }

  @inline(__always) mutating func add(_ block: Int) {
    if first == .max { first = block }
    last = block
  }
}
