// SPDX-License-Identifier: Apache-2.0

import Synchronization
import TradeModel

/// Reads goods items one at a time, each one JSON object, as a server receives them.
///
///     let reading = try ItemReader().read(body, name: "request")
///     reading.table.rowCount   // 1, or 0 with the faults in `reading.quarantine`
///
/// The table is the one that `DeclarationReader` makes of a file of that one line. What takes the time there is not the line but
/// finding out what its keys mean: that is kept by the keys of an object, in bounded memory. Objects whose keys cannot be read in
/// that way take the reader's way, so that every answer and every error is the same.
public final class ItemReader: Sendable {
  /// One item as a table, or what is wrong with it.
  public struct Reading: Sendable {
    public var table: DeclarationTable
    public var quarantine: [QuarantinedRow]
  }

  /// What is known of objects with the same keys.
  private final class Known: Sendable {
    let plan: FilePlan
    let targets: KeyTargets
    let countsItems: Bool
    /// Parsers that wait for the next object.
    private let idle = Mutex<[ItemParser]>([])
    /// More are used by so many threads only, and not kept.
    private static let mostIdle = 8

    init(plan: FilePlan, targets: KeyTargets) {
      self.plan = plan
      self.targets = targets
      countsItems = !plan.sources.contains { $0.field == F.itemNumber }
    }

    func lend(for name: String) -> ItemParser? {
      idle.withLock { $0.popLast() }.flatMap { $0.name == name ? $0 : nil }
    }

    func giveBack(_ parser: ItemParser) {
      guard !parser.isWorn else { return }
      idle.withLock { if $0.count < Self.mostIdle { $0.append(parser) } }
    }
  }

  /// Sets of keys that are kept; beyond it all are forgotten.
  private static let mostKnown = 64
  /// Bytes of the keys of one object that is kept.
  private static let longestKeys = 4096

  private let known = Mutex<[[UInt8]: Known]>([:])
  private let names: any TradeNames

  public init(names: any TradeNames = ReferenceNames()) { self.names = names }

  /// Reads one object without line ends.
  /// - Throws: `IntakeError` where the object cannot be read as a whole, such as one without a date.
  /// - Complexity: linear in the bytes; keys that came before cost a look-up.
  public func read(_ object: [UInt8], name: String) throws(IntakeError) -> Reading {
    guard let line = PlainLine(object) else { return try readAsFile(object, name) }
    let plan: Known
    if let found = known.withLock({ $0[line.keys] }) {
      plan = found
    } else {
      // The header's faults are told by the reader of files.
      let file = try FileFeed(.bytes(object, name: name), index: 0, options: options)
      guard let keys = file.keys, file.encoding == .utf8 else { return try readAsFile(object, name) }
      plan = Known(plan: file.plan, targets: KeyTargets(file.plan, keys: keys))
      if line.keys.count <= Self.longestKeys {
        known.withLock { known in
          if known.count >= Self.mostKnown { known.removeAll() }
          known[line.keys] = plan
        }
      }
    }
    let builder = TableBuilder(files: [name], workers: 1, names: names, slots: InternTable.fewSlots)
    let parser =
      plan.lend(for: name) ?? ItemParser(name, plan.plan, plan.targets, names: names, builder.dictionaries)
    defer { plan.giveBack(parser) }
    let chunk = Chunk(
      bytes: line.bytes, owner: line.owner, fileIndex: 0, firstLine: 1, lineCount: 1, bytesBefore: 0,
      bytesInAll: line.bytes.count)
    let parsed = parser.parse(chunk, into: builder.dictionaries)
    builder.merge(parsed, worker: 0, own: builder.dictionaries, countItems: plan.countsItems)
    return Reading(table: builder.finish(), quarantine: builder.quarantine)
  }

  private var options: IntakeOptions {
    var options = IntakeOptions()
    options.digests = false
    options.names = names
    return options
  }

  private func readAsFile(_ object: [UInt8], _ name: String) throws(IntakeError) -> Reading {
    let result = try DeclarationReader(options).read([.bytes(object, name: name)])
    return Reading(table: result.table, quarantine: result.quarantine)
  }
}

/// Parses objects that have the same keys, each into a table of its own; used by one thread at a time, which is why it may be
/// handed on.
private final class ItemParser: @unchecked Sendable {
  let name: String
  private var parser: JSONChunkParser
  /// Most bytes of an object, and of remembered values, after which a parser is used again.
  private static let mostKept = 32 << 10
  private var largest = 0

  init(
    _ name: String, _ plan: FilePlan, _ targets: KeyTargets, names: any TradeNames,
    _ dictionaries: DictionarySet
  ) {
    self.name = name
    parser = JSONChunkParser(
      fileName: name, plan: plan, targets: targets, names: names, dictionaries: dictionaries,
      idSeed: dictionaries.declarationID.seed)
  }

  func parse(_ chunk: Chunk, into dictionaries: DictionarySet) -> ParsedChunk {
    largest = max(largest, chunk.bytes.count)
    parser.turn(to: dictionaries)
    return parser.parse(chunk)
  }

  var isWorn: Bool { max(largest, parser.cachedBytes) > Self.mostKept }
}

/// One line that is an object of well-formed UTF-8, with its keys in order of appearance.
private struct PlainLine {
  let owner: InputFile
  let bytes: Bytes
  /// The keys, each followed by a line end.
  let keys: [UInt8]

  init?(_ object: [UInt8]) {
    owner = InputFile(copying: object)
    var from = 0
    while from < owner.bytes.count, Bytes.isBlank(owner.bytes[from]) { from += 1 }
    bytes = owner.bytes[from..<owner.bytes.count]
    guard bytes.count <= EncodingSample.size, !bytes.isEmpty, bytes[0] == 0x7B,
      bytes.firstIndex(of: 0x0A) == nil, bytes.firstIndex(of: 0) == nil, bytes.firstBadUTF8 == nil
    else { return nil }
    var reader = JSONLineReader()
    var keys: [UInt8] = []
    keys.reserveCapacity(512)
    var isPlain = true
    let fault = reader.read(bytes) { key, _, _ in
      // A line end can be written as an escape.
      if key.firstIndex(of: 0x0A) != nil { isPlain = false }
      for index in 0..<key.count { keys.append(key[index]) }
      keys.append(0x0A)
    }
    guard fault == nil, isPlain, !keys.isEmpty else { return nil }
    self.keys = keys
  }
}
