// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// A stretch of whole records of one file, in memory until it is merged.
final class Chunk: Sendable {
  let bytes: Bytes
  /// Keeps the memory of `bytes` alive.
  let owner: any Sendable
  let fileIndex: Int
  /// Line number of its first byte.
  let firstLine: Int
  let lineCount: Int
  /// Bytes of the file before it.
  let bytesBefore: Int
  /// Bytes of the file in all, 0 where nobody knows.
  let bytesInAll: Int
  /// Whether it is the beginning of one line longer than the limit, the rest of which was passed over.
  let isCutLine: Bool

  init(
    bytes: Bytes, owner: any Sendable, fileIndex: Int, firstLine: Int, lineCount: Int, bytesBefore: Int,
    bytesInAll: Int = 0, isCutLine: Bool = false
  ) {
    self.bytesInAll = bytesInAll
    self.bytes = bytes
    self.owner = owner
    self.fileIndex = fileIndex
    self.firstLine = firstLine
    self.lineCount = lineCount
    self.bytesBefore = bytesBefore
    self.isCutLine = isCutLine
  }
}

/// What became of one chunk.
final class ParsedChunk {
  let chunk: Chunk
  /// The worker's own cells, used again for its next chunk.
  let columns: ChunkColumns
  var rows = 0
  var rowsRead = 0
  var blankLines = 0
  var quarantine: [QuarantinedRow] = []
  private var kept: [Scratch] = []
  private let rule: RecordRule

  init(chunk: Chunk, rule: RecordRule, columns: ChunkColumns) {
    self.chunk = chunk
    self.rule = rule
    self.columns = columns
  }

  /// The bytes of a row as received, without its line end.
  func rawRow(at row: Int) -> [UInt8] {
    let start = Int(columns.offset[row])
    var end = rule.end(in: chunk.bytes, from: start, atEnd: true).next
    while end > start, chunk.bytes[end - 1] == 0x0A || chunk.bytes[end - 1] == 0x0D { end -= 1 }
    return chunk.bytes[start..<min(end, start + QuarantinedRow.rawLimit)].array
  }

  /// Copies bytes so that they live as long as the chunk.
  func keep(_ bytes: Bytes) -> Bytes {
    if bytes.isEmpty { return Bytes.empty }
    if kept.last.map({ $0.room < bytes.count }) ?? true {
      kept.append(Scratch(capacity: max(min(65_536, chunk.bytes.count), bytes.count)))
    }
    let store = kept[kept.count - 1]
    let mark = store.count
    store.append(bytes)
    return store.bytes(from: mark)
  }
}

extension ParsedChunk {
  /// The only row of a chunk that is the beginning of a line beyond the limit.
  convenience init(cutLine chunk: Chunk, rule: RecordRule, file: String) {
    self.init(chunk: chunk, rule: rule, columns: ChunkColumns(capacity: 0))
    rowsRead = 1
    let reason = QuarantineReason.rowTooLong
    quarantine = [
      QuarantinedRow(
        fileIndex: chunk.fileIndex, file: file, line: chunk.firstLine,
        faults: [
          RowFault(reason: reason, field: nil, column: 0, message: reason.line(field: nil, hint: nil))
        ],
        raw: chunk.bytes[0..<min(chunk.bytes.count, QuarantinedRow.rawLimit)].array, isCut: true)
    ]
  }
}
