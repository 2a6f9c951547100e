// SPDX-License-Identifier: Apache-2.0

/// Records that say the same in every field, taken as one: a party that ships every day is written the same way a hundred times,
/// and comparing those with one another would tell nothing.
struct DistinctRecords: Sendable {
  /// One record for each way of filling in the fields, the first by id; counts of values are those of these records.
  let table: ResolutionTable
  /// All records that each of them stands for, itself first.
  let copies: [[Int]]
  /// Ids of all records.
  let ids: [String]

  init(_ table: ResolutionTable) {
    var firsts: [Int] = []
    var copies: [[Int]] = []
    var known: [UInt64: [Int]] = [:]
    known.reserveCapacity(table.count)
    for record in 0..<table.count {
      var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
      for column in table.columns {
        hash = (hash ^ UInt64(UInt32(bitPattern: column.codes[record]))) &* 0xD6E8_FEB8_6659_FD93
        hash ^= hash >> 32
      }
      if let same = known[hash]?.first(where: { place in
        table.columns.allSatisfy { $0.codes[firsts[place]] == $0.codes[record] }
      }) {
        copies[same].append(record)
      } else {
        known[hash, default: []].append(firsts.count)
        firsts.append(record)
        copies.append([record])
      }
    }
    self.copies = copies
    ids = table.ids
    self.table = firsts.count == table.count ? table : table.taking(firsts)
  }
}
