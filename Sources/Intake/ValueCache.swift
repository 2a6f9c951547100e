// SPDX-License-Identifier: Apache-2.0

import CByteScan

/// Remembers what a text was read as, so that each distinct text is read once.
struct ValueCache: ~Copyable {
  private let owner = Interner()
  private let keys: InternTable
  private var values: [Int64] = [Int64.min]
  /// The short text asked for last: rows mostly repeat units, currencies and countries of those before them.
  private var last: (text: UInt64, count: Int, value: Int64) = (0, -1, 0)

  init() { keys = owner.table }

  /// Bytes of memory in use.
  var byteCount: Int { owner.byteCount + values.capacity * 8 }

  /// The value of a text, or nothing at its first appearance, after which `remember` must be called.
  @inline(__always) mutating func value(of bytes: Bytes) -> Int64? {
    guard bytes.count <= 8 else { return known(bytes) }
    let text = unsafe assay_short(bytes.base, bytes.count)
    if text == last.text, bytes.count == last.count { return last.value }
    guard let value = known(bytes) else { return nil }
    last = (text, bytes.count, value)
    return value
  }

  @inline(__always) private func known(_ bytes: Bytes) -> Int64? {
    let code = Int(keys.intern(bytes))
    return code < values.count ? values[code] : nil
  }

  /// Notes the value of the text that was asked for last.
  @inline(__always) mutating func remember(_ value: Int64) -> Int64 {
    values.append(value)
    return value
  }
}
