// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// What reads the chunks of one file.
protocol ChunkParser: ~Copyable {
  mutating func parse(_ chunk: Chunk) -> ParsedChunk
}

extension CSVChunkParser: ChunkParser {}

/// Reads the chunks of one JSON Lines file; one a worker.
struct JSONChunkParser: ~Copyable, ChunkParser {
  private let fileName: String
  private let rule = RecordRule(delimiter: 0x0A, quotes: false)
  private var parser: RowParser
  private var reader = JSONLineReader()
  private let keys = Interner()
  /// The field of each key seen, by the key's code; -1 for none.
  private var targets: [Int] = [-1]
  private let plannedTargets: KeyTargets
  private let offsets: Cells<Int>
  private let stamps: Cells<Int>
  private var stamp = 0
  private var columns = ChunkColumns(capacity: 0)

  init(
    fileName: String, plan: FilePlan, targets: KeyTargets, names: any TradeNames, dictionaries: DictionarySet,
    idSeed: UInt64
  ) {
    self.fileName = fileName
    parser = RowParser(
      plan: plan, names: names, dictionaries: dictionaries, idSeed: idSeed, reads: KeyTargets.reads)
    plannedTargets = targets
    let count = DeclarationField.allCases.count
    offsets = Cells(capacity: count)
    stamps = Cells(capacity: count)
    for field in 0..<count { stamps[field] = 0 }
  }

  /// Reads into the dictionaries of another table from now on.
  mutating func turn(to dictionaries: DictionarySet) { parser.turn(to: dictionaries) }

  /// Bytes of memory that remembered values take.
  var cachedBytes: Int { parser.cachedBytes }

  mutating func parse(_ chunk: Chunk) -> ParsedChunk {
    columns = columns.fitting(chunk.lineCount + 1)
    let out = ParsedChunk(chunk: chunk, rule: rule, columns: columns)
    let bytes = chunk.bytes
    var from = 0
    var line = chunk.firstLine
    while from < bytes.count {
      let found = bytes.firstIndex(of: 0x0A, from: from) ?? bytes.count
      var end = found
      if end > from, bytes[end - 1] == 0x0D { end -= 1 }
      row(from..<end, line, out)
      from = found + 1
      line += 1
    }
    return out
  }

  private mutating func row(_ range: Range<Int>, _ line: Int, _ out: ParsedChunk) {
    let record = out.chunk.bytes[range]
    if record.trimmed.isEmpty {
      out.blankLines += 1
      return
    }
    out.rowsRead += 1
    parser.clearFaults()
    if record.count > RecordRule.recordLimit {
      parser.fault(.rowTooLong)
    } else if record.firstIndex(of: 0) != nil {
      parser.fault(.nul)
    } else if record.firstBadUTF8 != nil {
      parser.fault(.bytesInvalid)
    } else if read(record) {
      let row = out.rows
      if parser.parse(into: out.columns, row: row, hasSpans: false) {
        out.columns.line[row] = UInt32(truncatingIfNeeded: line)
        out.columns.id[row] = out.keep(parser.slots[F.declarationID])
        out.columns.offset[row] = UInt32(truncatingIfNeeded: range.lowerBound)
        out.rows = row + 1
        return
      }
    }
    let offsets = self.offsets
    let (stamps, stamp) = (self.stamps, self.stamp)
    parser.placeFaults { field in
      stamps[field.index] == stamp ? record[0..<offsets[field.index]].characterCount + 1 : 0
    }
    out.quarantine.append(
      QuarantinedRow(
        fileIndex: out.chunk.fileIndex, file: fileName, line: line, faults: parser.faults,
        raw: record[0..<min(record.count, QuarantinedRow.rawLimit)].array,
        isCut: record.count > QuarantinedRow.rawLimit))
  }

  /// Puts the values of a line into the slots; false when there is a fault.
  private mutating func read(_ record: Bytes) -> Bool {
    for field in plannedTargets.open { parser.slots[field] = Bytes.empty }
    stamp += 1
    var faults: [(QuarantineReason, Int)] = []
    let fault = emitAll(record, &faults)
    for (reason, field) in faults { parser.fault(reason, DeclarationField.allCases[field]) }
    if let fault {
      parser.fault(.jsonMalformed)
      parser.placeLastFault(record[0..<min(fault, record.count)].characterCount + 1)
    }
    return parser.faults.isEmpty
  }

  private mutating func emitAll(_ record: Bytes, _ faults: inout [(QuarantineReason, Int)]) -> Int? {
    // The closure may not touch `self`, which the reader is part of: it takes what it needs.
    let (slots, stamps, offsets, stamp, keys) = (
      parser.slots, self.stamps, self.offsets, self.stamp, self.keys
    )
    let planned = plannedTargets
    var targets = exchange(&self.targets, with: [])
    var found: [(QuarantineReason, Int)] = []
    let fault = reader.read(record) { key, value, offset in
      let code = Int(keys.intern(key))
      if code == targets.count { targets.append(planned.field(of: key.text)) }
      let field = targets[code]
      if field < 0 { return }
      if stamps[field] == stamp { found.append((.jsonKeyTwice, field)) }
      stamps[field] = stamp
      offsets[field] = offset
      switch value {
      case .nested: found.append((.jsonType, field))
      case .text(let text):
        if text.count > RowParser.fieldLimit { found.append((.fieldTooLong, field)) }
        slots[field] = text.trimmed
      }
    }
    self.targets = targets
    faults = found
    return fault
  }

  /// The keys of the first lines of a file, in order of appearance.
  static func keys(of sample: Bytes, lines: Int = 1000) -> [String] {
    var reader = JSONLineReader()
    var keys: [String] = []
    var seen: Set<String> = []
    var from = 0
    for _ in 0..<lines where from < sample.count {
      let end = sample.firstIndex(of: 0x0A, from: from) ?? sample.count
      let line = sample[from..<end].trimmed
      from = end + 1
      if line.isEmpty || line.firstBadUTF8 != nil || keys.count > 10_000 { continue }
      _ = reader.read(line) { key, _, _ in
        let text = key.text
        if seen.insert(text).inserted { keys.append(text) }
      }
    }
    return keys
  }
}

private func exchange<T>(_ value: inout T, with other: T) -> T {
  let old = value
  value = other
  return old
}
