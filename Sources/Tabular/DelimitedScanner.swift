// SPDX-License-Identifier: Apache-2.0

/// Cuts delimited text (RFC 4180) into records: the one scanner behind every small table.
///
/// A quote opens a field whose text so far is blank; inside it separators and line breaks are text and a doubled quote is
/// one. Lines end with LF, CR or both. What is amiss is told as a `Fault` of the record, and the caller decides whether the
/// record or the whole file is refused.
package struct DelimitedScanner {
  package enum Fault: Hashable, Sendable {
    /// A quote that opens here and never ends.
    case openQuote(line: Int, column: Int)
    case nul
    case longField
  }

  /// Longest field read, in bytes; a longer one means a quote that was never closed.
  package static let longestField = 1 << 20

  private let bytes: [UInt8]
  private let end: Int
  private let separator: UInt8
  private var position: Int
  private var nextLine = 1
  private var lineStart: Int

  /// The fields of the record, end to end, as bytes without their quotes, and where each ends.
  package private(set) var text: [UInt8] = []
  package private(set) var ends: [Int] = []
  /// Line and column at which each field begins, 1-based.
  package private(set) var places: [(line: Int, column: Int)] = []
  /// The line on which the record begins, 1-based.
  package private(set) var line = 1
  package private(set) var fault: Fault?

  package init(_ bytes: [UInt8], separator: UInt8? = nil) {
    self.bytes = bytes
    // The end-of-file mark of old systems ends the published OFAC files.
    end = bytes.last == 0x1A ? bytes.count - 1 : bytes.count
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    lineStart = position
    self.separator = separator ?? Self.separator(of: bytes)
  }

  /// The comma, semicolon, tab or bar that the first line holds most of outside quotes; the comma when it holds none.
  package static func separator(of bytes: [UInt8]) -> UInt8 {
    let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
    var counts = [0, 0, 0, 0]
    var quoted = false
    for byte in bytes {
      if byte == 0x22 { quoted.toggle() }
      if byte == 0x0A || byte == 0x0D { break }
      if !quoted, let place = candidates.firstIndex(of: byte) { counts[place] += 1 }
    }
    var best = 0
    for place in counts.indices where counts[place] > counts[best] { best = place }
    return candidates[best]
  }

  /// Reads the next record; false at the end of the text.
  package mutating func next() -> Bool {
    guard position < end else { return false }
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    fault = nil
    line = nextLine
    var fieldStart = 0
    places.append((nextLine, position - lineStart + 1))
    while true {
      let stop = plainEnd(from: position)
      text.append(contentsOf: bytes[position..<stop])
      position = stop
      if text.count - fieldStart > Self.longestField { fault = .longField }
      guard position < end else { break }
      let byte = bytes[position]
      position += 1
      if byte == separator {
        ends.append(text.count)
        fieldStart = text.count
        places.append((nextLine, position - lineStart + 1))
      } else if byte == 0x0A || byte == 0x0D {
        if byte == 0x0D, position < end, bytes[position] == 0x0A { position += 1 }
        nextLine += 1
        lineStart = position
        break
      } else if byte == 0x22, text[fieldStart...].allSatisfy({ $0 == 0x20 }) {
        text.removeLast(text.count - fieldStart)
        guard quoted() else { break }
        if text.count - fieldStart > Self.longestField { fault = .longField }
      } else {
        if byte == 0 { fault = .nul }
        text.append(byte)
      }
    }
    ends.append(text.count)
    return true
  }

  /// Where the run of ordinary bytes from a place ends.
  private func plainEnd(from start: Int) -> Int {
    let span = bytes.span
    var at = start
    while at < end {
      let byte = span[at]
      if byte == separator || byte == 0x22 || byte == 0x0A || byte == 0x0D || byte == 0 { break }
      at += 1
    }
    return at
  }

  /// Takes the rest of a quoted part; false when the text ends inside it.
  private mutating func quoted() -> Bool {
    let opening = (line: nextLine, column: position - lineStart)
    while true {
      var at = position
      while at < end, bytes[at] != 0x22 {
        if bytes[at] == 0x0A {
          nextLine += 1
          lineStart = at + 1
        } else if bytes[at] == 0 {
          fault = .nul
        }
        at += 1
      }
      text.append(contentsOf: bytes[position..<at])
      guard at < end else {
        position = end
        fault = .openQuote(line: opening.line, column: opening.column)
        return false
      }
      position = at + 1
      guard position < end, bytes[position] == 0x22 else { return true }
      text.append(0x22)
      position += 1
    }
  }
}
