// SPDX-License-Identifier: Apache-2.0

public import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lists with their index of names as one file that is mapped and used without being read through.
///
/// Layout: a header of 64 bytes (mark, version, sizes of two records, checksum), a table of sections (offset and length in
/// bytes), the sections, each at a multiple of 64. Numbers are little-endian, as on every machine this runs on. The file is
/// made by this program for this program: another version refuses it and asks for it to be made again.
public enum IndexFile {
  static let mark: [UInt8] = Array("ASSAYNX1".utf8)
  static let version: UInt64 = 1
  static let header = 64
  static let sections = 14

  /// Whether a file begins as an index does.
  public static func isIndex(_ head: some Sequence<UInt8>) -> Bool { head.prefix(8).elementsEqual(mark) }

  /// Writes lists and their index to a file, by way of a temporary one beside it.
  public static func write(_ lists: PartyLists, to path: String) throws(ValueError) {
    let table = IndexTables(lists)
    let index = lists.index
    let temporary = path + ".part"
    guard let file = unsafe fopen(temporary, "wb") else {
      throw ValueError("the index cannot be written; check that the folder exists and may be written to")
    }
    var failed = false
    var checksum = Checksum()
    var position = 0
    func put(_ bytes: UnsafeRawBufferPointer) {
      if bytes.count > 0, unsafe fwrite(bytes.baseAddress, 1, bytes.count, file) != bytes.count {
        failed = true
      }
      position += bytes.count
    }
    func pad() {
      let zeros = [UInt8](repeating: 0, count: (64 - position % 64) % 64)
      unsafe zeros.withUnsafeBytes { unsafe put($0) }
    }
    // The header and the table of sections are written last, over zeros.
    let front = [UInt8](repeating: 0, count: header + sections * 16)
    unsafe front.withUnsafeBytes { unsafe put($0) }
    pad()
    var places: [(offset: Int, count: Int)] = []
    func section(_ bytes: UnsafeRawBufferPointer) {
      places.append((position, bytes.count))
      unsafe checksum.add(bytes)
      unsafe put(bytes)
      pad()
    }
    unsafe index.bytes.withBytes { unsafe section($0) }
    unsafe index.tokens.withBytes { unsafe section($0) }
    unsafe index.legal.withBytes { unsafe section($0) }
    unsafe index.places.withBytes { unsafe section($0) }
    unsafe index.starts.withBytes { unsafe section($0) }
    unsafe index.postings.withBytes { unsafe section($0) }
    unsafe index.weights.withBytes { unsafe section($0) }
    unsafe index.totals.withBytes { unsafe section($0) }
    unsafe table.entries.withUnsafeBytes { unsafe section($0) }
    unsafe table.entryStarts.withUnsafeBytes { unsafe section($0) }
    unsafe table.listOfEntry.withUnsafeBytes { unsafe section($0) }
    unsafe table.lists.withUnsafeBytes { unsafe section($0) }
    unsafe table.keys.withUnsafeBytes { unsafe section($0) }
    unsafe table.owners.withUnsafeBytes { unsafe section($0) }
    precondition(places.count == sections, "every section has its place")
    var words: [UInt64] = [version, layout, checksum.value, UInt64(position)]
    words += [UInt64](repeating: 0, count: (header - 8) / 8 - words.count)
    for place in places { words += [UInt64(place.offset), UInt64(place.count)] }
    unsafe rewind(file)
    unsafe mark.withUnsafeBytes { unsafe put($0) }
    unsafe words.withUnsafeBytes { unsafe put($0) }
    if unsafe fclose(file) != 0 { failed = true }
    guard !failed, unsafe rename(temporary, path) == 0 else {
      unsafe unlink(temporary)
      throw ValueError("the index cannot be written; check the space on the disk")
    }
  }

  /// Sizes of the records that are mapped as they are.
  private static var layout: UInt64 {
    UInt64(MemoryLayout<PreparedName.Token>.stride) << 32 | UInt64(MemoryLayout<NameIndex.Place>.stride)
  }

  /// Maps an index.
  /// - Complexity: one pass over the bytes, to see that they are whole.
  public static func open(_ path: String, exceptions: ListExceptions = ListExceptions()) throws(ValueError)
    -> PartyLists
  {
    guard let memory = HeldMemory(mapping: path) else { throw ValueError("the index cannot be opened") }
    let broken = ValueError("the index is cut off or damaged; make it again with `assay lists index`")
    guard memory.count >= header + sections * 16, unsafe isIndex(memory.bytes) else { throw broken }
    guard let words = FlatArray<UInt64>(memory, offset: 8, byteCount: header - 8 + sections * 16) else {
      throw broken
    }
    guard words[0] == version, words[1] == layout else {
      throw ValueError("the index was made by another version; make it again with `assay lists index`")
    }
    guard words[3] == UInt64(memory.count) else { throw broken }
    var checksum = Checksum()
    var places: [(offset: Int, count: Int)] = []
    for section in 0..<sections {
      let (offset, count) = (words[7 + section * 2], words[8 + section * 2])
      guard offset <= UInt64(memory.count), count <= UInt64(memory.count) - offset else { throw broken }
      places.append((Int(offset), Int(count)))
      unsafe checksum.add(UnsafeRawBufferPointer(rebasing: memory.bytes[Int(offset)..<Int(offset + count)]))
    }
    guard checksum.value == words[2] else { throw broken }
    func array<T>(_ section: Int, _ type: T.Type) throws(ValueError) -> FlatArray<T> {
      guard let array = FlatArray<T>(memory, offset: places[section].offset, byteCount: places[section].count)
      else { throw broken }
      return array
    }
    let index = NameIndex(
      bytes: try array(0, UInt8.self), tokens: try array(1, PreparedName.Token.self),
      legal: try array(2, Int32.self), places: try array(3, NameIndex.Place.self),
      starts: try array(4, Int32.self), postings: try array(5, Int32.self),
      weights: try array(6, UInt16.self), totals: try array(7, UInt16.self))
    guard index.starts.count == NameIndex.pieces + 1, index.places.count == index.totals.count + 1 else {
      throw broken
    }
    let table = MappedEntries(
      bytes: try array(8, UInt8.self), starts: try array(9, Int64.self),
      listOfEntry: try array(10, Int32.self),
      keys: try array(12, UInt64.self), owners: try array(13, Int32.self))
    guard let lists = IndexTables.readLists(try array(11, UInt8.self)) else { throw broken }
    return PartyLists(lists, mapped: table, index: index, exceptions: exceptions)
  }
}

/// A quick check that bytes are those that were written: four lanes of multiply and rotate over eight bytes each. It finds
/// accidents, not forgery.
struct Checksum {
  private var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
  private static let prime: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var (a, b, c, d) = lanes
    var at = 0
    @inline(__always) func mix(_ lane: UInt64, _ word: UInt64) -> UInt64 {
      let x = (lane ^ word) &* Self.prime
      return x << 29 | x >> 35
    }
    while at + 32 <= bytes.count {
      a = mix(a, unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      b = mix(b, unsafe bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))
      c = mix(c, unsafe bytes.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self))
      d = mix(d, unsafe bytes.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self))
      at += 32
    }
    while at < bytes.count {
      a = mix(a, UInt64(unsafe bytes[at]) + 1)
      at += 1
    }
    lanes = (a, b ^ UInt64(bytes.count), c, d)
  }

  var value: UInt64 { lanes.0 ^ (lanes.1 << 1) ^ (lanes.2 << 2) ^ (lanes.3 << 3) ^ (lanes.3 >> 61) }
}

/// What stands beside the index of names: entries as bytes, their lists, and where identifiers and ids lead.
struct IndexTables {
  var entries: [UInt8] = []
  var entryStarts: [Int64] = [0]
  var listOfEntry: [Int32] = []
  var lists: [UInt8] = []
  /// Hashes of identifiers and entity ids, sorted, with the owner of each.
  var keys: [UInt64] = []
  var owners: [Int32] = []

  init(_ snapshot: PartyLists) {
    var pairs: [(key: UInt64, owner: Int32)] = []
    var coder = EntryCoder()
    for owner in 0..<snapshot.entryCount {
      let entry = snapshot.entry(owner)
      let list = snapshot.list(of: owner)
      coder.add(entry)
      entryStarts.append(Int64(coder.bytes.count))
      listOfEntry.append(Int32(snapshot.listNumber(of: owner)))
      for identifier in entry.identifiers where identifier.value.utf8.count >= 6 {
        pairs.append((Self.key(identifier: identifier.value), Int32(owner)))
      }
      pairs.append((Self.key(id: EntityRecord.id(entry, in: list)), Int32(owner)))
    }
    entries = coder.bytes
    pairs.sort { ($0.key, $0.owner) < ($1.key, $1.owner) }
    keys = pairs.map(\.key)
    owners = pairs.map(\.owner)
    var header = EntryCoder()
    header.add(Int32(snapshot.lists.count))
    for (list, count) in zip(snapshot.lists, snapshot.counts) {
      for text in [list.id, list.title, list.publisher, list.version, list.sha256] { header.add(text) }
      header.add(list.jurisdiction)
      header.add(Int32(list.rowCount))
      header.add(Int32(count.entries))
      header.add(Int32(count.names))
      header.add(list.problems)
    }
    lists = header.bytes
  }

  static func key(identifier: String) -> UInt64 { hash("i", identifier) }
  static func key(id: String) -> UInt64 { hash("e", id) }

  private static func hash(_ kind: String, _ text: String) -> UInt64 {
    var hash = FNV.seed
    for byte in (kind + text).utf8 { hash = FNV.add(byte, to: hash) }
    return hash
  }

  /// Lists without their entries, and how many entries and names each has.
  static func readLists(_ bytes: FlatArray<UInt8>) -> [(list: PartyList, entries: Int, names: Int)]? {
    var decoder = EntryDecoder(bytes, 0..<bytes.count)
    let count = Int(decoder.int())
    guard !decoder.isBroken, (0...10_000).contains(count) else { return nil }
    var lists: [(PartyList, Int, Int)] = []
    for _ in 0..<count where !decoder.isBroken {
      let texts = (0..<5).map { _ in decoder.text() }
      let jurisdiction = decoder.optional()
      let rows = Int(decoder.int())
      let (entries, names) = (Int(decoder.int()), Int(decoder.int()))
      lists.append(
        (
          PartyList(
            id: texts[0], title: texts[1], publisher: texts[2], version: texts[3], sha256: texts[4],
            rowCount: rows, entries: [], problems: decoder.texts(), jurisdiction: jurisdiction),
          entries, names
        ))
    }
    return decoder.isBroken ? nil : lists
  }
}

/// Entries in a mapped file, decoded when they are asked for.
struct MappedEntries: Sendable {
  let bytes: FlatArray<UInt8>
  let starts: FlatArray<Int64>
  let listOfEntry: FlatArray<Int32>
  let keys: FlatArray<UInt64>
  let owners: FlatArray<Int32>

  var count: Int { listOfEntry.count }

  func entry(_ owner: Int) -> ListEntry {
    let (begin, end) = (Int(starts[owner]), Int(starts[owner + 1]))
    var decoder = EntryDecoder(bytes, max(0, begin)..<max(max(0, begin), min(end, bytes.count)))
    return decoder.entry()
  }

  /// Owners under a key; equal hashes of other texts are possible, so the caller compares.
  func owners(of key: UInt64) -> [Int] {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    var found: [Int] = []
    while low < keys.count, keys[low] == key {
      found.append(Int(owners[low]))
      low += 1
    }
    return found
  }
}
