// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization

/// All candidate pairs with the pattern of their levels, found and compared in one pass.
struct PairScan: Sendable {
  /// Pairs in order of their smaller record: that record in the upper half, the other in the lower.
  private(set) var pairs: [UInt64] = []
  /// Number of the pattern of each pair.
  private(set) var patternOf: [Int32] = []
  /// Levels of each pattern, and how many pairs have it.
  private(set) var patterns: [(levels: [Int8], count: Int)] = []

  private var numbers: [UInt64: Int32] = [:]

  /// Records whose pairs are compared by one thread at a time.
  private static let chunk = 128

  private struct Part: Sendable {
    var pairs: [UInt64] = []
    var digits: [UInt64] = []
  }

  init(_ table: ResolutionTable, _ blocking: Blocking, threads: Int) {
    let chunks = (table.count + Self.chunk - 1) / Self.chunk
    let fields = table.columns.count
    let parts = Mutex([Part](repeating: Part(), count: chunks))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, chunks))) { _ in
      var comparison = RecordComparison(table)
      var levels = [Int8](repeating: 0, count: fields)
      var seen = [Int32](repeating: -1, count: table.count)
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < chunks else { return }
        var part = Part()
        for record in number * Self.chunk..<min((number + 1) * Self.chunk, table.count) {
          blocking.partners(of: record, &seen) { other in
            comparison.compare(record, other, into: &levels)
            part.pairs.append(UInt64(record) << 32 | UInt64(other))
            part.digits.append(Self.digits(levels))
          }
        }
        parts.withLock { $0[number] = part }
      }
    }
    let all = parts.withLock { parts in
      let all = parts
      parts = []
      return all
    }
    let total = all.reduce(0) { $0 + $1.pairs.count }
    pairs.reserveCapacity(total)
    patternOf.reserveCapacity(total)
    for part in all {
      pairs.append(contentsOf: part.pairs)
      for digits in part.digits { patternOf.append(count(digits, fields)) }
    }
  }

  private mutating func count(_ digits: UInt64, _ fields: Int) -> Int32 {
    let fresh = Int32(patterns.count)
    let number = numbers[digits] ?? fresh
    if number == fresh {
      numbers[digits] = fresh
      patterns.append((Self.levels(digits, fields), 0))
    }
    patterns[Int(number)].count += 1
    return number
  }

  /// Levels of one pair as the digits of a number: levels are -1 to 4, so that 24 fields fit.
  static func digits(_ levels: [Int8]) -> UInt64 {
    var number: UInt64 = 0
    for level in levels { number = number &* 6 &+ UInt64(bitPattern: Int64(level + 1)) }
    return number
  }

  static func levels(_ digits: UInt64, _ fields: Int) -> [Int8] {
    var rest = digits
    var levels = [Int8](repeating: 0, count: fields)
    for at in levels.indices.reversed() {
      levels[at] = Int8(rest % 6) - 1
      rest /= 6
    }
    return levels
  }
}
