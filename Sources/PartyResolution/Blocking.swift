// SPDX-License-Identifier: Apache-2.0

internal import Parties

/// Finds pairs of records worth comparing.
///
/// Records that share a value of some field are candidates. A value shared by too many records is joined with the
/// values of every other field, so that no common value makes the work quadratic. Words of names that are rare count
/// as values of their own.
struct Blocking: Sendable {
  /// Records of one key that are all compared with one another.
  static let largestBlock = 40

  private let count: Int
  /// Records of all blocks, end to end, ascending within each, and where each block begins.
  private var members: [Int32] = []
  private var starts: [Int32] = [0]
  /// Blocks of all records, end to end, and where those of each record begin.
  private var blocks: [Int32] = []
  private var firsts: [Int32] = []

  init(_ table: ResolutionTable) {
    count = table.count
    for column in table.columns where Self.blocks(column.kind) {
      take(
        Self.groups(column.codes, column.values.count), table,
        isOwn: [.name, .identifier, .phone, .email, .addressLine].contains(column.kind))
      if column.kind == .email {
        let domains = column.codes.map { column.domains[Int($0)] }
        take(Self.groups(domains, Int(domains.max() ?? 0) + 1), table)
      }
    }
    for column in table.columns where column.kind == .name { take(Self.words(column), table) }
    index()
  }

  private static func blocks(_ kind: FieldKind) -> Bool { kind != .country && kind != .state }

  /// Records by group: all members end to end, and where each group begins.
  struct Groups {
    var members: [Int32]
    var starts: [Int32]
  }

  /// Records by the code of their value; 0 is no value.
  private static func groups(_ codes: [Int32], _ values: Int) -> Groups {
    var starts = [Int32](repeating: 0, count: values + 1)
    for code in codes where code != 0 { starts[Int(code) + 1] += 1 }
    for value in 0..<values { starts[value + 1] += starts[value] }
    var next = starts
    var members = [Int32](repeating: 0, count: Int(starts[values]))
    for (record, code) in codes.enumerated() where code != 0 {
      members[Int(next[Int(code)])] = Int32(record)
      next[Int(code)] += 1
    }
    return Groups(members: members, starts: starts)
  }

  /// Records by the words of their names, by the beginnings of the first two, and by the first letters of all.
  private static func words(_ column: ResolutionTable.Column) -> Groups {
    // Keys of each distinct name, then of the records that bear it.
    var numbers: [UInt64: Int32] = [:]
    var keys: [Int32] = []
    var ends: [Int32] = []
    for name in column.prepared {
      let start = keys.count
      func add(_ key: UInt64) {
        let fresh = Int32(numbers.count)
        let number = numbers[key] ?? fresh
        if number == fresh { numbers[key] = fresh }
        if !keys[start...].contains(number) { keys.append(number) }
      }
      var beginning: UInt64 = 0
      var joined: UInt64 = 0
      var letters = 0
      var words = 0
      var proper: [UInt8] = []
      name.eachWord { word, hash, isProper in
        if isProper { proper.append(contentsOf: word) }
        guard word.count >= 3 else { return }
        add(hash | 1)
        for letter in word.prefix(words == 0 ? 4 : words == 1 ? 3 : 0) {
          beginning = beginning << 8 | UInt64(letter)
        }
        for letter in word where letters < 8 {
          joined = joined << 8 | UInt64(letter)
          letters += 1
        }
        words += 1
      }
      // Names that are cut into words elsewhere end alike: "Shanghai Huajin", "shang hai hua jin".
      if proper.count >= 6 { add(Self.key(proper.suffix(6)) &* 0xA24B_AED4_963E_E407 & ~1) }
      if words > 0 {
        add(beginning &* 0x9E37_79B9_7F4A_7C15 & ~1)
        add((joined ^ 0x5555) &* 0xD6E8_FEB8_6659_FD92 & ~1)
      }
      ends.append(Int32(keys.count))
    }
    var starts = [Int32](repeating: 0, count: numbers.count + 1)
    func eachKey(_ body: (Int32, Int) -> Void) {
      for (record, code) in column.codes.enumerated() where code != 0 {
        for at in ends[Int(code) - 1]..<ends[Int(code)] { body(Int32(record), Int(keys[Int(at)])) }
      }
    }
    eachKey { _, key in starts[key + 1] += 1 }
    for key in 0..<numbers.count { starts[key + 1] += starts[key] }
    var next = starts
    var members = [Int32](repeating: 0, count: Int(starts[numbers.count]))
    eachKey { record, key in
      members[Int(next[key])] = record
      next[key] += 1
    }
    return Groups(members: members, starts: starts)
  }

  private static func key(_ letters: some Sequence<UInt8>) -> UInt64 {
    letters.reduce(1) { $0 << 8 | UInt64($1) }
  }

  private mutating func take(_ groups: Groups, _ table: ResolutionTable, isOwn: Bool = false) {
    for group in 0..<groups.starts.count - 1 {
      let range = Int(groups.starts[group])..<Int(groups.starts[group + 1])
      guard range.count > 1 else { continue }
      if range.count <= Self.largestBlock {
        members.append(contentsOf: groups.members[range])
        starts.append(Int32(members.count))
      } else {
        refine(groups.members[range], table)
        if isOwn { neighbours(groups.members[range], table) }
      }
    }
  }

  /// Joins a value that many records share with the values of every other field. Values that few share make blocks by
  /// themselves.
  private mutating func refine(_ group: ArraySlice<Int32>, _ table: ResolutionTable) {
    for column in table.columns where Self.blocks(column.kind) {
      var inner: [Int32: [Int32]] = [:]
      for record in group {
        let code = column.codes[Int(record)]
        if code != 0, column.counts[Int(code)] > Self.largestBlock { inner[code, default: []].append(record) }
      }
      for code in inner.keys.sorted() {
        guard let records = inner[code], records.count > 1, records.count <= Self.largestBlock,
          records.count < group.count
        else { continue }
        members.append(contentsOf: records)
        starts.append(Int32(members.count))
      }
    }
  }

  /// Records of a large group that stand side by side when ordered by their names (M. A. Hernandez, S. J. Stolfo, "The
  /// merge/purge problem for large databases", 1995, doi:10.1145/223784.223807): a party of very many records, and the parties of
  /// one agent.
  private mutating func neighbours(_ group: ArraySlice<Int32>, _ table: ResolutionTable) {
    let names = table.columns.filter { [.name, .givenName, .surname].contains($0.kind) }
    let rest = table.columns.filter { [.addressLine, .phone, .identifier].contains($0.kind) }
    func precedes(_ a: Int32, _ b: Int32) -> Bool {
      for column in names {
        let (x, y) = (column.codes[Int(a)], column.codes[Int(b)])
        if x != y { return column.values[Int(x)].lexicographicallyPrecedes(column.values[Int(y)]) }
      }
      for column in rest where column.codes[Int(a)] != column.codes[Int(b)] {
        return column.codes[Int(a)] < column.codes[Int(b)]
      }
      return a < b
    }
    let ordered = group.sorted(by: precedes)
    for start in stride(from: 0, to: ordered.count - 1, by: Self.window / 2) {
      members.append(contentsOf: ordered[start..<min(start + Self.window, ordered.count)].sorted())
      starts.append(Int32(members.count))
    }
  }

  /// Records of a large group that are compared with one another, each window overlapping half of the next.
  private static let window = 8

  private mutating func index() {
    firsts = [Int32](repeating: 0, count: count + 1)
    for record in members { firsts[Int(record) + 1] += 1 }
    for record in 0..<count { firsts[record + 1] += firsts[record] }
    var next = firsts
    blocks = [Int32](repeating: 0, count: members.count)
    for block in 0..<starts.count - 1 {
      for at in starts[block]..<starts[block + 1] {
        let record = Int(members[Int(at)])
        blocks[Int(next[record])] = Int32(block)
        next[record] += 1
      }
    }
  }

  /// Calls a function with every record behind a given one that shares a block with it, each once.
  /// - Parameter seen: for each record the last one that it was found with, to be kept between calls; begins with -1.
  func partners(of record: Int, _ seen: inout [Int32], _ body: (Int) -> Void) {
    for at in Int(firsts[record])..<Int(firsts[record + 1]) {
      let block = Int(blocks[at])
      var place = Int(starts[block + 1]) - 1
      while Int(members[place]) > record {
        let other = Int(members[place])
        if seen[other] != Int32(record) {
          seen[other] = Int32(record)
          body(other)
        }
        place -= 1
      }
    }
  }
}
