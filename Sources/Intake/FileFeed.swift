// SPDX-License-Identifier: Apache-2.0

import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Opens one source, tells its form, reads its header and hands out its rows in chunks of whole records.
///
/// A plain UTF-8 file is mapped and read where it lies; everything else passes through a chain of supplies
/// (decompression, conversion) into memory of bounded size.
final class FileFeed {
  let name: String
  let index: Int
  let plan: FilePlan
  let columns: [RecognisedColumn]
  let diagnostics: [Diagnostic]
  /// The header line, as UTF-8; empty for JSON Lines.
  let header: [UInt8]
  /// The keys of the first lines of JSON Lines; nothing for CSV.
  let keys: [String]?
  let encoding: TextEncoding
  private let rule: RecordRule
  private let chunkBytes: Int
  private let hashes: Bool
  private var line: Int
  private let opened: OpenedSource
  /// What is in memory: the whole file when it is mapped, else a stretch of the stream.
  private var window: Bytes
  private var windowOwner: any Sendable
  private var position: Int
  private var supplyEnded: Bool
  private let copies = CopyPool()

  init(_ source: InputSource, index: Int, options: IntakeOptions) throws(IntakeError) {
    name = source.name
    self.index = index
    chunkBytes = options.chunkBytes
    hashes = options.digests
    opened = try OpenedSource(source, encoding: options.mapping.encoding)
    encoding = opened.encoding
    window = opened.window
    windowOwner = opened.owner
    supplyEnded = opened.isWhole
    let start = SourceLocation(file: name, line: 1, column: 1)
    var from = 0
    if window.count >= 3, window[0] == 0xEF, window[1] == 0xBB, window[2] == 0xBF { from = 3 }
    line = 1
    while from < window.count, window[from] == 0x0A || Bytes.isBlank(window[from]) && window[from] != 0x09 {
      if window[from] == 0x0A { line += 1 }
      from += 1
    }
    if from == window.count {
      throw IntakeError(
        .empty, window.isEmpty ? "is empty" : "holds nothing but blanks",
        at: SourceLocation(file: name, line: 0),
        suggestion: "check that the export was complete")
    }
    let form = try Self.form(window, from, supplyEnded, start, options)
    rule = form.rule
    keys = form.keys
    header = form.header
    let reading = HeaderReading(
      file: name, line: form.keys == nil ? line : 1, mapping: options.mapping, wanted: options.fields,
      isJSON: form.keys != nil)
    let outcome = try reading.plan(headings: form.headings, delimiter: form.rule.delimiter)
    plan = outcome.plan
    columns = outcome.columns
    diagnostics = outcome.diagnostics
    line += RecordRule.countLines(window[from..<form.rowsStart])
    position = form.rowsStart
  }

  private struct Form {
    var rule: RecordRule
    var keys: [String]?
    var header: [UInt8]
    var headings: [String]
    var rowsStart: Int
  }

  /// Tells CSV from JSON Lines and reads the header.
  private static func form(
    _ window: Bytes, _ from: Int, _ isWhole: Bool, _ start: SourceLocation, _ options: IntakeOptions
  ) throws(IntakeError) -> Form {
    if window[from] == 0x7B {
      let sample = window[from..<min(window.count, from + EncodingSample.size)]
      let keys = JSONChunkParser.keys(of: sample)
      if keys.isEmpty {
        throw IntakeError(
          .notLines, "looks like JSON, but its first lines hold no whole object", at: start,
          suggestion: "write one object a line (JSON Lines)")
      }
      return Form(
        rule: RecordRule(delimiter: 0x0A, quotes: false), keys: keys, header: [], headings: keys,
        rowsStart: from)
    }
    if window[from] == 0x5B {
      throw IntakeError(
        .notLines, "is a JSON array", at: start, suggestion: "write one object a line (JSON Lines)")
    }
    let end = RecordRule(delimiter: 0x2C, quotes: true).end(in: window, from: from, atEnd: isWhole)
    var stop = end.next
    while stop > from, window[stop - 1] == 0x0A || window[stop - 1] == 0x0D { stop -= 1 }
    let header = window[from..<stop]
    if end.fault == .unfinished || end.fault == .tooLong || header.count > RowParser.fieldLimit {
      throw IntakeError(
        .noHeader, "the first line is longer than 1 MiB", at: start,
        suggestion: "check the line ends of the file")
    }
    if let offset = header.firstIndex(of: 0x0D), header[offset..<header.count].count > 1 {
      throw IntakeError(
        .lineEnds, "the lines end in carriage returns alone", at: start,
        suggestion: "save the file with line feeds")
    }
    guard let delimiter = options.mapping.delimiter ?? HeaderReading.delimiter(of: header) else {
      throw IntakeError(
        .wrongDelimiter, "the first line holds no comma, tab, semicolon or bar", at: start,
        suggestion: "separate the columns by commas, or name the delimiter in a mapping file (delimiter: X)")
    }
    return Form(
      rule: RecordRule(delimiter: delimiter, quotes: true), keys: nil, header: header.array,
      headings: HeaderReading.headings(of: header, delimiter: delimiter), rowsStart: end.next)
  }

  /// Bytes received so far, as stored (compressed where the file is).
  var bytesRead: Int { opened.supply == nil ? position : opened.raw.bytesRead }

  /// SHA-256 of all bytes as received; complete when the last chunk was handed out.
  var digest: String { opened.supply == nil ? opened.wholeDigest : opened.raw.digest.hex }

  /// Takes the next chunk of a mapped file into the digest; called in the order of the chunks, at any time before the end.
  func hash(_ chunk: Chunk) {
    if opened.supply == nil, hashes { opened.hash(chunk.bytes, at: chunk.bytesBefore) }
  }

  /// The next chunk, nothing at the end.
  func next() throws(IntakeError) -> Chunk? {
    if line > Int(UInt32.max) - chunkBytes {
      throw IntakeError(
        .tooLarge, "has more than four thousand million lines", at: SourceLocation(file: name, line: line),
        suggestion: "split the file")
    }
    if opened.supply != nil { return try nextOfStream() }
    if let chunk = nextCopy() { return chunk }
    guard position < window.count,
      let cut = rule.cut(window[position..<window.count], target: chunkBytes, atEnd: true)
    else { return nil }
    return handOut(cut)
  }

  /// The next chunk of a file as a copy, where one of a common size holds whole records.
  private func nextCopy() -> Chunk? {
    guard let file = windowOwner as? InputFile, position < window.count else { return nil }
    // A little more than is wanted, so that the record that reaches the target ends in it as a rule.
    let size = min(chunkBytes + 4096, window.count - position)
    let copy = copies.take(chunkBytes + 4096)
    guard file.read(position..<position + size, into: copy.memory) else { return nil }
    let bytes = copy.memory.bytes(0..<size)
    guard let cut = rule.cut(bytes, target: chunkBytes, atEnd: position + size == window.count), cut.count > 0
    else { return nil }
    let part = bytes[0..<cut.count]
    let chunk = Chunk(
      bytes: part, owner: copy, fileIndex: index, firstLine: line, lineCount: cut.lines,
      bytesBefore: position,
      bytesInAll: window.count)
    position += cut.count
    line += cut.lines
    return chunk
  }

  private func handOut(_ cut: RecordRule.Cut) -> Chunk {
    let bytes = window[position..<position + cut.count]
    let chunk = Chunk(
      bytes: bytes, owner: windowOwner, fileIndex: index, firstLine: line, lineCount: cut.lines,
      bytesBefore: opened.supply == nil ? position : opened.raw.bytesRead,
      bytesInAll: opened.supply == nil ? window.count : 0)
    position += cut.count
    line += cut.lines
    return chunk
  }

  private func nextOfStream() throws(IntakeError) -> Chunk? {
    // What is in memory first: the beginning that was looked at may hold many chunks.
    if let cut = rule.cut(window[position..<window.count], target: chunkBytes, atEnd: supplyEnded),
      cut.count > 0,
      supplyEnded || cut.count >= chunkBytes
    {
      return handOut(cut)
    }
    if supplyEnded { return nil }
    var size = max(chunkBytes, 1 << 16) + (window.count - position)
    while true {
      try refill(size)
      if let cut = rule.cut(window, target: chunkBytes, atEnd: supplyEnded) {
        return cut.count > 0 ? handOut(cut) : nil
      }
      if window.count > RecordRule.recordLimit, window.firstIndex(of: 0x0A) == nil { return try cutLine() }
      size = window.count * 2
    }
  }

  /// Moves what is left of the window into new memory of a size and fills it.
  private func refill(_ size: Int) throws(IntakeError) {
    guard let supply = opened.supply else { return }
    let rest = window[position..<window.count]
    let memory = Memory(max(size, rest.count + 64))
    memory.put(rest, at: 0)
    var filled = rest.count
    while !supplyEnded, memory.capacity - filled >= 16 {
      let count = try supply.read(into: memory, filled..<memory.capacity)
      if count == 0 { supplyEnded = true }
      filled += count
    }
    window = memory.bytes(0..<filled)
    windowOwner = memory
    position = 0
  }

  /// Gives the beginning of a line beyond the limit and passes over the rest of it.
  private func cutLine() throws(IntakeError) -> Chunk? {
    guard let supply = opened.supply else { return nil }
    let kept = Memory(QuarantinedRow.rawLimit)
    kept.put(window[0..<QuarantinedRow.rawLimit], at: 0)
    let chunk = Chunk(
      bytes: kept.bytes(0..<kept.capacity), owner: kept, fileIndex: index, firstLine: line, lineCount: 1,
      bytesBefore: opened.raw.bytesRead, isCutLine: true)
    line += 1
    let memory = Memory(1 << 18)
    while true {
      let count = try supply.read(into: memory, 0..<memory.capacity)
      window = memory.bytes(0..<count)
      windowOwner = memory
      position = 0
      if count == 0 {
        supplyEnded = true
        return chunk
      }
      if let end = window.firstIndex(of: 0x0A) {
        position = end + 1
        return chunk
      }
    }
  }
}
