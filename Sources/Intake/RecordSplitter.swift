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

  /// The closing quote of a plain quoted field: it begins right after a delimiter or a line end, holds no quote, and
  /// a delimiter or a line end follows it. Nothing for any other use of quotes.
  ///
  /// `nextQuote` is the next quote where the caller knows it.
  @inline(__always)
  func plainClose(of quote: Int, recordStart: Int, in window: Bytes, nextQuote: Int?) -> Int? {
    guard quote == recordStart || window[quote &- 1] == delimiter,
      let close = nextQuote ?? window.firstIndex(of: 0x22, from: quote &+ 1), close &+ 1 < window.count,
      close &- recordStart < Self.recordLimit
    else { return nil }
    let after = window[close &+ 1]
    if after == delimiter || after == 0x0A { return close }
    // The last field of a line that ends in CRLF.
    return after == 0x0D && close &+ 2 < window.count && window[close &+ 2] == 0x0A ? close : nil
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
    while block < window.count {
      let left = window.count &- block
      let masks =
        unsafe left >= 64
        ? assay_classify64(window.base + block, delimiter)
        : assay_classify_tail(window.base + block, left, delimiter)
      if masks.quote == 0 || !quotes {
        if masks.newline != 0 {
          lines &+= masks.newline.nonzeroBitCount
          linesAtStart = lines
          recordStart = block &+ 64 &- masks.newline.leadingZeroBitCount
          if recordStart >= target { return Cut(count: recordStart, lines: lines) }
        }
        block &+= min(64, left)
        continue
      }
      var quotes = masks.quote
      var newlines = masks.newline
      var next = block &+ min(64, left)
      while quotes != 0 {
        // Line ends before the quote end records.
        let first = quotes.trailingZeroBitCount
        let before = newlines & ((1 << UInt64(first)) &- 1)
        if before != 0 {
          newlines ^= before
          lines &+= before.nonzeroBitCount
          linesAtStart = lines
          recordStart = block &+ 64 &- before.leadingZeroBitCount
          if recordStart >= target { return Cut(count: recordStart, lines: lines) }
        }
        let quote = block &+ first
        quotes &= quotes &- 1
        let known = quotes == 0 ? nil : block &+ quotes.trailingZeroBitCount
        if let close = plainClose(of: quote, recordStart: recordStart, in: window, nextQuote: known) {
          // The field may hold line ends; they are counted and end no record.
          let after = close &+ 1 &- block
          if known == nil {
            lines &+= Self.countLines(window[quote..<close])
            next = max(next, close &+ 1)
            newlines = after >= 64 ? 0 : newlines & ~((1 << UInt64(after)) &- 1)
          } else {
            let inside = (1 << UInt64(after &- 1)) &- 1 as UInt64
            lines &+= (newlines & inside).nonzeroBitCount
            newlines &= ~inside
            quotes &= quotes &- 1
          }
          continue
        }
        // Any other use of quotes: the record is looked at whole.
        let end = self.end(in: window, from: recordStart, atEnd: atEnd)
        if end.fault == .unfinished {
          return recordStart > 0 ? Cut(count: recordStart, lines: linesAtStart) : nil
        }
        lines = linesAtStart &+ Self.countLines(window[recordStart..<end.next])
        linesAtStart = lines
        recordStart = end.next
        if recordStart >= target { return Cut(count: recordStart, lines: lines) }
        next = recordStart
        newlines = 0
        break
      }
      if newlines != 0 {
        lines &+= newlines.nonzeroBitCount
        linesAtStart = lines
        recordStart = block &+ 64 &- newlines.leadingZeroBitCount
        if recordStart >= target { return Cut(count: recordStart, lines: lines) }
      }
      block = next
    }
    if atEnd { return Cut(count: window.count, lines: lines) }
    return recordStart > 0 ? Cut(count: recordStart, lines: linesAtStart) : nil
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
