// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Opens one source, reads its header and hands out its rows in chunks of whole records.
final class FileFeed {
  let name: String
  let index: Int
  private(set) var plan: FilePlan
  private(set) var columns: [RecognisedColumn]
  private(set) var diagnostics: [Diagnostic]
  /// The header line as received.
  let header: [UInt8]
  private(set) var byteCount: Int
  private let file: InputFile
  private let rule: RecordRule
  private let chunkBytes: Int
  private var position: Int
  private var line: Int

  init(_ source: InputSource, index: Int, options: IntakeOptions) throws(IntakeError) {
    name = source.name
    self.index = index
    switch source {
    case .file(let path): file = try InputFile(path: path)
    case .bytes(let bytes, _): file = InputFile(copying: bytes)
    case .standardInput: file = try InputFile(path: "/dev/stdin")
    }
    let bytes = file.bytes
    byteCount = bytes.count
    let start = SourceLocation(file: name, line: 1, column: 1)
    if bytes.isEmpty {
      throw IntakeError(
        .empty, "is empty", at: SourceLocation(file: name, line: 0),
        suggestion: "check that the export was complete")
    }
    var from = 0
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { from = 3 }
    line = 1
    while from < bytes.count, bytes[from] == 0x0A || bytes[from] == 0x0D {
      if bytes[from] == 0x0A { line += 1 }
      from += 1
    }
    if from == bytes.count {
      throw IntakeError(.empty, "holds nothing but line ends", at: start, suggestion: "check the export")
    }
    let quick = RecordRule(delimiter: 0x2C, quotes: true).end(in: bytes, from: from, atEnd: true).next
    var end = quick
    while end > from, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    let headerBytes = bytes[from..<end]
    if headerBytes.count > RowParser.fieldLimit {
      throw IntakeError(
        .noHeader, "the first line is longer than 1 MiB", at: start,
        suggestion: "check the line ends of the file")
    }
    guard let delimiter = options.mapping.delimiter ?? HeaderReading.delimiter(of: headerBytes) else {
      throw IntakeError(
        .wrongDelimiter, "the first line holds no comma, tab, semicolon or bar", at: start,
        suggestion: "separate the columns by commas, or name the delimiter in a mapping file (delimiter: X)")
    }
    header = headerBytes.array
    let headings = HeaderReading.headings(of: headerBytes, delimiter: delimiter)
    let reading = HeaderReading(file: name, mapping: options.mapping, wanted: options.fields)
    let outcome = try reading.plan(headings: headings, delimiter: delimiter)
    plan = outcome.plan
    columns = outcome.columns
    diagnostics = outcome.diagnostics
    rule = RecordRule(delimiter: delimiter, quotes: true)
    chunkBytes = options.chunkBytes
    line += RecordRule.countLines(bytes[from..<quick])
    position = quick
  }

  /// The next chunk, nothing at the end.
  func next() throws(IntakeError) -> Chunk? {
    let bytes = file.bytes
    guard position < bytes.count else { return nil }
    guard let cut = rule.cut(bytes[position..<bytes.count], target: chunkBytes, atEnd: true) else {
      return nil
    }
    let chunk = Chunk(
      bytes: bytes[position..<position + cut.count], owner: file, fileIndex: index, firstLine: line,
      lineCount: cut.lines, bytesBefore: position)
    position += cut.count
    line += cut.lines
    if line > Int(UInt32.max) - chunkBytes {
      throw IntakeError(
        .tooLarge, "has more than four thousand million lines", at: SourceLocation(file: name, line: line),
        suggestion: "split the file")
    }
    return chunk
  }
}
