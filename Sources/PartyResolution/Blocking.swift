// SPDX-License-Identifier: Apache-2.0

internal import Parties

/// Finds pairs of records worth comparing.
///
/// Records that share a value of some field are candidates. A value shared by too many records is joined with the
/// values of every other field, so that no common value makes the work quadratic. Words of names that are rare count
/// as values of their own.
struct Blocking {
  let table: ResolutionTable
  /// Records of one key that are all compared with one another.
  static let largestBlock = 40

  /// Pairs (smaller record first), sorted, each once.
  func pairs() -> [UInt64] {
    var pairs: [UInt64] = []
    var blocks: [[Int32]] = []
    for field in table.columns.indices { blocks += groups(field) }
    blocks += rareWords()
    for block in blocks {
      if block.count <= Self.largestBlock {
        insert(block, &pairs)
      } else {
        refine(block, &pairs)
      }
    }
    // Sorted, then each once: cheaper than a set of all.
    pairs.sort()
    var kept = 0
    for pair in pairs where kept == 0 || pairs[kept - 1] != pair {
      pairs[kept] = pair
      kept += 1
    }
    pairs.removeLast(pairs.count - kept)
    return pairs
  }

  private func insert(_ block: [Int32], _ pairs: inout [UInt64]) {
    for i in block.indices {
      for j in block.indices where j > i {
        let (a, b) = (UInt64(min(block[i], block[j])), UInt64(max(block[i], block[j])))
        if a != b { pairs.append(a << 32 | b) }
      }
    }
  }

  private func refine(_ block: [Int32], _ pairs: inout [UInt64]) {
    for column in table.columns where column.kind != .country && column.kind != .state {
      var inner: [Int32: [Int32]] = [:]
      for record in block where column.codes[Int(record)] != 0 {
        inner[column.codes[Int(record)], default: []].append(record)
      }
      for group in inner.values
      where group.count > 1 && group.count <= Self.largestBlock && group.count < block.count {
        insert(group, &pairs)
      }
    }
  }

  /// Records by the value of one field.
  private func groups(_ field: Int) -> [[Int32]] {
    let column = table.columns[field]
    guard column.kind != .country, column.kind != .state else { return [] }
    var byValue: [[UInt8]: [Int32]] = [:]
    for (record, code) in column.codes.enumerated() where code != 0 {
      byValue[column.values[Int(code)], default: []].append(Int32(record))
    }
    return byValue.values.filter { $0.count > 1 }
  }

  /// Records by the rarer words of their names, and by the beginnings of those.
  private func rareWords() -> [[Int32]] {
    var byWord: [String: [Int32]] = [:]
    for column in table.columns where column.kind == .name {
      for (record, code) in column.codes.enumerated() where code != 0 {
        let words = column.prepared[Int(code)].words.filter { $0.utf8.count >= 3 }
        for word in Set(words) { byWord[word, default: []].append(Int32(record)) }
        if let first = words.first {
          byWord["^" + first.prefix(4) + (words.dropFirst().first?.prefix(3) ?? ""), default: []].append(
            Int32(record))
        }
        let joined = words.joined()
        byWord["=" + joined.prefix(8), default: []].append(Int32(record))
      }
    }
    return byWord.values.filter { $0.count > 1 }
  }
}
