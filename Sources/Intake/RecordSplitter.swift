// SPDX-License-Identifier: Apache-2.0

import CByteScan

/// Where one record of a CSV file ends, seen byte by byte (RFC 4180; a quote opens a field only at its start).
struct RecordEnd {
  enum Fault { case none, unclosed, misplaced, tooLong, unfinished }
  /// Where the next record begins.
  var next: Int
  var fault: Fault
}

/// The one rule for where records end, used by the splitter and by the parser alike, so that they agree.
struct RecordRule: Sendable {
  static let recordLimit = 8 << 20
  var delimiter: UInt8
  /// Whether quotes have a meaning; they have none in JSON Lines.
  var quotes: Bool

  /// Finds the end of the record that starts at `start`.
  ///
  /// An unclosed quote gives the row up at its first line end, so that one fault costs one row. `unfinished`
  /// means that more bytes are needed.
  /// - Complexity: linear in the record; a give-up looks at most 8 MiB ahead, and only once for such a stretch,
  ///   because the quote that would open the next one would have closed this one.
  func end(in window: Bytes, from start: Int, atEnd: Bool) -> RecordEnd {
    var i = start
    var atFieldStart = true
    var misplaced = false
    let limit = min(window.count, start + Self.recordLimit)
    while i < limit {
      let byte = window[i]
      if byte == 0x0A { return RecordEnd(next: i + 1, fault: misplaced ? .misplaced : .none) }
      if byte == delimiter {
        atFieldStart = true
        i += 1
        continue
      }
      guard byte == 0x22, atFieldStart, quotes else {
        if !(atFieldStart && Bytes.isBlank(byte)) { atFieldStart = false }
        i += 1
        continue
      }
      // Inside quotes.
      i += 1
      var closed = false
      while let quote = window[0..<limit].firstIndex(of: 0x22, from: i) {
        if quote + 1 < window.count, window[quote + 1] == 0x22 {
          i = quote + 2
          continue
        }
        if quote + 1 == window.count, !atEnd { return RecordEnd(next: start, fault: .unfinished) }
        i = quote + 1
        closed = true
        break
      }
      if !closed {
        if limit == window.count, !atEnd { return RecordEnd(next: start, fault: .unfinished) }
        return giveUp(window, start, .unclosed, atEnd)
      }
      while i < limit, Bytes.isBlank(window[i]), window[i] != delimiter { i += 1 }
      if i < limit, window[i] != 0x0A, window[i] != delimiter { misplaced = true }
      atFieldStart = false
    }
    if limit == window.count {
      return atEnd
        ? RecordEnd(next: limit, fault: misplaced ? .misplaced : .none)
        : RecordEnd(next: start, fault: .unfinished)
    }
    return giveUp(window, start, .tooLong, atEnd)
  }

  /// Ends a record at its first line end; a line longer than the limit is too long whatever is in it.
  private func giveUp(_ window: Bytes, _ start: Int, _ fault: RecordEnd.Fault, _ atEnd: Bool) -> RecordEnd {
    let line = window.firstIndex(of: 0x0A, from: start)
    guard line != nil || atEnd else { return RecordEnd(next: start, fault: .unfinished) }
    let next = line.map { $0 + 1 } ?? window.count
    return RecordEnd(next: next, fault: next - start > Self.recordLimit ? .tooLong : fault)
  }

  /// How much of a window can be handed out as one chunk of whole records.
  struct Cut {
    var count: Int
    /// Line ends within those bytes.
    var lines: Int
  }

  /// Cuts at the first record end at or after `target` bytes, or at the last one there is.
  ///
  /// Gives nothing when not even one record is complete.
  func cut(_ window: Bytes, target: Int, atEnd: Bool) -> Cut? {
    var recordStart = 0
    var block = 0
    /// Line ends up to `block`, and up to `recordStart`.
    var lines = 0
    var linesAtStart = 0
    var scan = Self.start
    while true {
      while block < window.count {
        let left = window.count &- block
        let found = fields(window, at: block, recordStart: recordStart, &scan)
        if found.is_plain == 0 {
          // Another use of quotes: the record is looked at whole.
          let end = self.end(in: window, from: recordStart, atEnd: atEnd)
          if end.fault == .unfinished {
            return recordStart > 0 ? Cut(count: recordStart, lines: linesAtStart) : nil
          }
          lines = linesAtStart &+ Self.countLines(window[recordStart..<end.next])
          linesAtStart = lines
          recordStart = end.next
          if recordStart >= target { return Cut(count: recordStart, lines: lines) }
          block = recordStart
          scan = Self.start
          continue
        }
        if found.newline != 0 {
          let last = 63 &- found.newline.leadingZeroBitCount
          if block &+ last &+ 1 >= target {
            return cut(at: target, in: found, block: block, lines: lines)
          }
          recordStart = block &+ last &+ 1
          let upTo = ((2 as UInt64) << UInt64(last)) &- 1
          linesAtStart = lines &+ ((found.newline | found.inner) & upTo).nonzeroBitCount
        }
        lines &+= (found.newline | found.inner).nonzeroBitCount
        block &+= min(64, left)
      }
      guard atEnd else { return recordStart > 0 ? Cut(count: recordStart, lines: linesAtStart) : nil }
      guard scan.inside != 0 else { return Cut(count: window.count, lines: lines) }
      // A quote that nothing closes.
      let end = self.end(in: window, from: recordStart, atEnd: true)
      lines = linesAtStart &+ Self.countLines(window[recordStart..<end.next])
      linesAtStart = lines
      recordStart = end.next
      if recordStart >= target { return Cut(count: recordStart, lines: lines) }
      block = recordStart
      scan = Self.start
    }
  }

  /// The cut at the first line end of a block that reaches the target.
  private func cut(at target: Int, in found: assay_fields, block: Int, lines: Int) -> Cut {
    var rest = found.newline
    var at = rest.trailingZeroBitCount
    while block &+ at &+ 1 < target {
      rest &= rest &- 1
      at = rest.trailingZeroBitCount
    }
    let upTo = ((2 as UInt64) << UInt64(at)) &- 1
    return Cut(
      count: block &+ at &+ 1, lines: lines &+ ((found.newline | found.inner) & upTo).nonzeroBitCount)
  }

  /// The scan at the beginning of a record.
  static let start = assay_scan(inside: 0, after_separator: 1)

  /// The ends of fields and records in a block of at most 64 bytes; not plain where a record nears its limit.
  @inline(__always)
  func fields(_ window: Bytes, at block: Int, recordStart: Int, _ scan: inout assay_scan) -> assay_fields {
    let left = window.count &- block
    let quotes: Int32 = self.quotes ? 1 : 0
    if self.quotes, block &- recordStart > Self.recordLimit &- 128 {
      return assay_fields(newline: 0, delimiter: 0, inner: 0, odd: 0, quote: 0, is_plain: 0)
    }
    return unsafe left > 64
      ? assay_fields64(window.base + block, left, delimiter, quotes, &scan)
      : assay_fields_tail(window.base + block, left, delimiter, quotes, &scan)
  }

  static func countLines(_ bytes: Bytes) -> Int {
    var lines = 0
    var from = 0
    while let found = bytes.firstIndex(of: 0x0A, from: from) {
      lines += 1
      from = found + 1
    }
    return lines
  }
}
