// SPDX-License-Identifier: Apache-2.0

import CByteScan
import TradeModel

/// Reads the chunks of one CSV file; one a worker.
struct CSVChunkParser: ~Copyable {
  private let fileName: String
  private let rule: RecordRule
  private var parser: RowParser
  private let ends: Cells<Int>
  private let fields: Cells<Bytes>
  private let fieldOffsets: Cells<Int>
  private let scratch = Scratch()
  private var columns = ChunkColumns(capacity: 0)
  // What the inner loop reads of the plan, without a retain a row.
  private let sources: Cells<FilePlan.Source>
  private let sourceCount: Int
  /// How many of the sources, which stand first, are not read from the head of a declaration alone.
  private let itemSourceCount: Int
  private let width: Int
  /// The columns of the head, and its bytes in the row before where that row stands in the cells.
  private let head: FilePlan.Span
  private var lastHead = Bytes.empty
  private var lastHeadLines = 0
  /// Whether nothing but the head is read from its columns, so that a scan may pass over a head that repeats.
  private let mayPassHead: Bool
  /// Bit by separator of a row, up to the 64th: its place is asked for; all of them where the row has more.
  private let needs: UInt64

  init(fileName: String, plan: FilePlan, names: any TradeNames, dictionaries: DictionarySet, idSeed: UInt64) {
    self.fileName = fileName
    rule = RecordRule(delimiter: plan.delimiter, quotes: true)
    parser = RowParser(
      plan: plan, names: names, dictionaries: dictionaries, idSeed: idSeed,
      reads: Set(plan.sources.map(\.field)).union(plan.constants.map(\.field)))
    ends = Cells(capacity: plan.columnCount + 1)
    fields = Cells(capacity: plan.columnCount + 1)
    fieldOffsets = Cells(capacity: plan.columnCount + 1)
    sources = Cells(capacity: plan.sources.count)
    let headFields = plan.headFields
    let ofItem = plan.sources.filter { !headFields.contains($0.field) }
    let ofHead = plan.sources.filter { headFields.contains($0.field) }
    for (index, source) in (ofItem + ofHead).enumerated() { sources[index] = source }
    sourceCount = plan.sources.count
    itemSourceCount = ofItem.count
    let head = plan.head ?? FilePlan.Span(first: -1, last: -1)
    self.head = head
    mayPassHead = !ofItem.contains { $0.column >= head.first && $0.column <= head.last }
    width = plan.columnCount
    var needs: UInt64 = plan.columnCount > 64 ? ~0 : 0
    for source in plan.sources where plan.columnCount <= 64 {
      needs |= 1 << UInt64(source.column)
      if source.column > 0 { needs |= 1 << UInt64(source.column - 1) }
    }
    if head.last >= 0, plan.columnCount <= 64 {
      needs |= 1 << UInt64(head.last)
      if head.first > 0 { needs |= 1 << UInt64(head.first - 1) }
    }
    self.needs = needs
  }

  mutating func parse(_ chunk: Chunk) -> ParsedChunk {
    columns = columns.fitting(chunk.lineCount + 1)
    let out = ParsedChunk(chunk: chunk, rule: rule, columns: columns)
    let bytes = chunk.bytes
    var line = chunk.firstLine
    var rowStart = 0
    var count = 0
    // The stretch of blocks that hold odd bytes of the row.
    var odd = OddBytes()
    var quotes: UInt64 = 0
    var quotedLines = 0
    var block = 0
    var scan = RecordRule.start
    lastHead = .empty
    var headIsKnown = false
    while true {
      while block < bytes.count {
        let found = rule.fields(bytes, at: block, recordStart: rowStart, &scan)
        if found.is_plain == 0 {
          // Another use of quotes: the record is looked at whole.
          let end = rule.end(in: bytes, from: rowStart, atEnd: true)
          quotedRow(rowStart..<end.next, fault: end.fault, line: line, out)
          line &+= RecordRule.countLines(bytes[rowStart..<end.next])
          rowStart = end.next
          block = rowStart
          (count, quotedLines, quotes, odd, headIsKnown) = (0, 0, 0, OddBytes(), false)
          scan = RecordRule.start
          continue
        }
        quotes |= found.quote | scan.inside
        if found.odd != 0 { odd.add(block) }
        var bits = found.newline | found.delimiter
        var inner = found.inner
        var next = block &+ min(64, bytes.count &- block)
        if found.newline == 0 {
          // Separators whose places nobody asks for are only counted.
          let more = bits.nonzeroBitCount
          if count &+ more < 64, needs &>> UInt64(count) & (((1 as UInt64) << UInt64(more)) &- 1) == 0 {
            count &+= more
            bits = 0
          }
          // Most rows have as many as they should, which is asked once a block then.
          if count &+ bits.nonzeroBitCount <= width {
            // Up to the head, where the other loop looks whether it repeats.
            let stop = count < head.first ? head.first &- 1 : width
            while bits != 0, count < stop {
              ends[count] = block &+ bits.trailingZeroBitCount
              count &+= 1
              bits &= bits &- 1
            }
          }
        }
        while bits != 0 {
          let bit = bits.trailingZeroBitCount
          let at = block &+ bit
          bits &= bits &- 1
          if count < width { ends[count] = at }
          count &+= 1
          if found.newline &>> UInt64(bit) & 1 == 0 {
            guard count == head.first, mayPassHead, let end = endOfRepeatedHead(bytes, from: at &+ 1)
            else { continue }
            // The rest of the head was read before: on at the separator behind it.
            if inner != 0 { quotedLines &+= (inner & ((1 << UInt64(bit)) &- 1)).nonzeroBitCount }
            quotedLines &+= lastHeadLines
            (headIsKnown, inner, bits) = (true, 0, 0)
            ends[head.last] = end
            count = head.last &+ 1
            next = end &+ 1
            scan = RecordRule.start
            continue
          }
          if inner != 0 {
            let before = inner & ((1 << UInt64(bit)) &- 1)
            quotedLines &+= before.nonzeroBitCount
            inner ^= before
          }
          fastRow(
            rowStart..<at, fields: count, line: line, odd: odd, hasQuotes: quotes != 0,
            headIsKnown: headIsKnown, out)
          line &+= 1 &+ quotedLines
          rowStart = at &+ 1
          (count, quotedLines, quotes, headIsKnown) = (0, 0, found.quote, false)
          odd = OddBytes()
          if found.odd != 0 { odd.add(block) }
        }
        quotedLines &+= inner.nonzeroBitCount
        block = next
      }
      guard scan.inside != 0 else { break }
      // A quote that nothing closes.
      let end = rule.end(in: bytes, from: rowStart, atEnd: true)
      quotedRow(rowStart..<end.next, fault: end.fault, line: line, out)
      line &+= RecordRule.countLines(bytes[rowStart..<end.next])
      rowStart = end.next
      block = rowStart
      (count, quotedLines, quotes, odd, headIsKnown) = (0, 0, 0, OddBytes(), false)
      scan = RecordRule.start
    }
    if rowStart < bytes.count {
      if count < width { ends[count] = bytes.count }
      fastRow(
        rowStart..<bytes.count, fields: count + 1, line: line, odd: odd, hasQuotes: quotes != 0,
        headIsKnown: headIsKnown, out)
    }
    return out
  }

  // MARK: Rows without quotes

  @inline(__always)
  private mutating func fastRow(
    _ range: Range<Int>, fields count: Int, line: Int, odd: OddBytes, hasQuotes: Bool,
    headIsKnown: Bool, _ out: ParsedChunk
  ) {
    let bytes = out.chunk.bytes
    let start = range.lowerBound
    var end = range.upperBound
    if end > start, bytes[end &- 1] == 0x0D { end &-= 1 }
    if end == start {
      out.blankLines += 1
      return
    }
    if count != width || end &- start > RowParser.fieldLimit {
      return slowRow(start..<end, line: line, out)
    }
    ends[width &- 1] = end
    var headBytes = Bytes.empty
    var repeatsHead = false
    if head.last >= 0 {
      headBytes = bytes[(head.first == 0 ? start : ends[head.first &- 1] &+ 1)..<ends[head.last]]
      repeatsHead = headIsKnown || !lastHead.isEmpty && headBytes.isSame(as: lastHead)
    }
    if !odd.isEmpty {
      let (low, high) = (max(start, odd.first), min(end, odd.last &+ 64))
      // A head that was read before is known to be sound.
      let isSound =
        repeatsHead
        ? isSound(bytes, low, min(high, offset(of: headBytes, in: bytes)))
          && isSound(bytes, max(low, ends[head.last]), high)
        : isSound(bytes, low, high)
      if !isSound { return slowRow(start..<end, line: line, out) }
    }
    let sourceCount = repeatsHead ? itemSourceCount : self.sourceCount
    var index = 0
    while index < sourceCount {
      let source = sources[index]
      let low = source.column == 0 ? start : ends[source.column &- 1] &+ 1
      let field = bytes[low..<ends[source.column]]
      parser.slots[source.field] = hasQuotes ? field.unquoted.trimmed : field.trimmed
      index &+= 1
    }
    parser.clearFaults()
    var role = 0
    while role < RowParser.roles {
      let span = parser.spans[role]
      // Of a head that was passed over the places within are not known, nor asked for.
      if span.last >= 0, !headIsKnown || span.last < head.first || span.first > head.last {
        let low = span.first == 0 ? start : ends[span.first &- 1] &+ 1
        parser.spanBytes[role] = bytes[low..<ends[span.last]]
      }
      role &+= 1
    }
    let row = out.rows
    if parser.parse(into: columns, row: row, hasSpans: true, repeatsHead: repeatsHead) {
      out.rowsRead &+= 1
      columns.line[row] = UInt32(truncatingIfNeeded: line)
      columns.id[row] = parser.slots[F.declarationID]
      columns.offset[row] = UInt32(truncatingIfNeeded: start)
      out.rows = row &+ 1
      if !repeatsHead {
        lastHeadLines = hasQuotes ? RecordRule.countLines(headBytes) : 0
      }
      lastHead = headBytes
    } else {
      slowRow(start..<end, line: line, out)
    }
  }

  /// Where the head of the row before ends when it stands again at an offset, before a separator; nothing when it does not.
  @inline(__always)
  private func endOfRepeatedHead(_ bytes: Bytes, from start: Int) -> Int? {
    let end = start &+ lastHead.count
    guard !lastHead.isEmpty, end < bytes.count, bytes[end] == rule.delimiter,
      bytes[start..<end].isSame(as: lastHead)
    else { return nil }
    return end
  }

  private func offset(of part: Bytes, in whole: Bytes) -> Int { unsafe part.base - whole.base }

  /// Whether a stretch of bytes, which may be none, is well-formed UTF-8 without NUL.
  @inline(never) private func isSound(_ bytes: Bytes, _ low: Int, _ high: Int) -> Bool {
    if low >= high { return true }
    let part = bytes[low..<high]
    return part.firstBadUTF8 == nil && part.firstIndex(of: 0) == nil
  }

  // MARK: Rows with quotes, and rows with faults

  @inline(never)
  private mutating func quotedRow(
    _ range: Range<Int>, fault: RecordEnd.Fault, line: Int, _ out: ParsedChunk
  ) {
    let bytes = out.chunk.bytes
    var end = range.upperBound
    if end > range.lowerBound, bytes[end - 1] == 0x0A { end -= 1 }
    if end > range.lowerBound, bytes[end - 1] == 0x0D { end -= 1 }
    slowRow(range.lowerBound..<end, fault: fault, line: line, out)
  }

  @inline(never)
  private mutating func slowRow(
    _ range: Range<Int>, fault: RecordEnd.Fault = .none, line: Int, _ out: ParsedChunk
  ) {
    let record = out.chunk.bytes[range]
    lastHead = .empty
    parser.clearFaults()
    let fault = fault == .none && record.count > RecordRule.recordLimit ? .tooLong : fault
    switch fault {
    case .unclosed: parser.fault(.quoteUnclosed)
    case .misplaced: parser.fault(.quoteMisplaced)
    case .tooLong: parser.fault(.rowTooLong)
    case .none, .unfinished: break
    }
    var isBlank = false
    if fault == .none {
      if record.firstIndex(of: 0) != nil { parser.fault(.nul) }
      if record.firstBadUTF8 != nil { parser.fault(.bytesInvalid) }
      let count = tokenize(record, &isBlank)
      if isBlank {
        out.blankLines += 1
        return
      }
      if count < width { parser.fault(.fieldsTooFew, nil, hint: "\(count) for \(width)") }
      if count > width { parser.fault(.fieldsTooMany, nil, hint: "\(count) for \(width)") }
      if count == width, parser.faults.isEmpty { readSlots(out, range, line) }
    }
    if parser.faults.isEmpty { return }
    out.rowsRead += 1
    let plan = parser.plan
    let offsets = fieldOffsets
    parser.placeFaults { field in
      guard let column = plan.column(of: field.index) else { return 0 }
      return record[0..<min(offsets[column], record.count)].characterCount + 1
    }
    out.quarantine.append(
      QuarantinedRow(
        fileIndex: out.chunk.fileIndex, file: fileName, line: line, faults: parser.faults,
        raw: record[0..<min(record.count, QuarantinedRow.rawLimit)].array,
        isCut: record.count > QuarantinedRow.rawLimit))
  }

  private mutating func readSlots(_ out: ParsedChunk, _ range: Range<Int>, _ line: Int) {
    for source in parser.plan.sources {
      let field = fields[source.column]
      if field.count > RowParser.fieldLimit {
        parser.fault(.fieldTooLong, DeclarationField.allCases[source.field])
      }
      parser.slots[source.field] = field.trimmed
    }
    let row = out.rows
    guard parser.faults.isEmpty, parser.parse(into: out.columns, row: row, hasSpans: false) else { return }
    out.rowsRead += 1
    out.columns.line[row] = UInt32(truncatingIfNeeded: line)
    out.columns.id[row] = out.keep(parser.slots[F.declarationID])
    out.columns.offset[row] = UInt32(truncatingIfNeeded: range.lowerBound)
    out.rows = row + 1
  }

  /// Cuts a record into `fields`, quotes undone; gives the number of fields.
  private func tokenize(_ record: Bytes, _ isBlank: inout Bool) -> Int {
    let width = fields.capacity - 1
    scratch.reset(capacity: record.count)
    var count = 0
    var i = 0
    isBlank = true
    while true {
      let start = i
      var field: Bytes
      var lead = i
      while lead < record.count, Bytes.isBlank(record[lead]), record[lead] != rule.delimiter { lead += 1 }
      if lead < record.count, record[lead] == 0x22 {
        i = lead + 1
        let mark = scratch.count
        while i < record.count {
          let quote = record.firstIndex(of: 0x22, from: i) ?? record.count
          scratch.append(record[i..<quote])
          i = quote + 1
          if quote + 1 < record.count, record[quote + 1] == 0x22 {
            scratch.append(record[quote..<quote + 1])
            i = quote + 2
          } else {
            break
          }
        }
        i = min(i, record.count)
        while i < record.count, record[i] != rule.delimiter { i += 1 }
        field = scratch.bytes(from: mark)
      } else {
        i = record.firstIndex(of: rule.delimiter, from: i) ?? record.count
        field = record[start..<i]
      }
      if !field.trimmed.isEmpty { isBlank = false }
      if count < width {
        fields[count] = field
        fieldOffsets[count] = start
      }
      count += 1
      if i >= record.count { return count }
      i += 1
    }
  }
}
