// SPDX-License-Identifier: Apache-2.0

import TradeModel
import Yams

/// Parses a law file, refusing what a law file has no use for: anchors, aliases, depth and size without bound.
enum YAMLFile {
  static let maximumBytes = 4_000_000
  static let maximumDepth = 24

  static func root(of file: SourceFile, _ out: DiagnosticCollector) -> Node? {
    guard file.text.utf8.count <= maximumBytes else {
      out.report("file-too-large", "a law file has at most 4 MB; split it by measure", in: file, at: nil)
      return nil
    }
    if let line = deepLine(file) {
      out.report(
        "too-deep", "nested more than \(maximumDepth) levels deep", in: file, line: line)
      return nil
    }
    if let (line, column) = anchor(file) {
      out.report(
        "anchor",
        "law files use no anchors or aliases; write the value out, or put the text in quotation marks",
        in: file, line: line, column: column)
      return nil
    }
    do {
      guard let node = try Yams.compose(yaml: file.text) else {
        out.report("file-empty", "the file states nothing", in: file, at: nil)
        return nil
      }
      return node
    } catch let error as YamlError {
      report(error, file, out)
    } catch {
      out.report("yaml", "the file cannot be read as YAML", in: file, at: nil)
    }
    return nil
  }

  /// The first line on which brackets or dashes open more levels than a law file needs.
  private static func deepLine(_ file: SourceFile) -> Int? {
    var depth = 0
    for (index, line) in file.lines.enumerated() {
      var dashes = 0
      var leading = true
      for byte in line.utf8 {
        switch byte {
        case 0x5B, 0x7B: depth += 1
        case 0x5D, 0x7D: depth = max(0, depth - 1)
        case 0x2D where leading: dashes += 1
        case 0x20: break
        default: leading = false
        }
        if depth > maximumDepth || dashes > maximumDepth && line.utf8.count > 2 * dashes { return index + 1 }
      }
    }
    return nil
  }

  /// The first place outside quotation marks and remarks that reads as an anchor (`&name`) or an alias (`*name`).
  ///
  /// They are refused before parsing, since a few lines of nested aliases stand for more values than any memory holds.
  private static func anchor(_ file: SourceFile) -> (line: Int, column: Int)? {
    lines: for (index, line) in file.lines.enumerated() {
      var quote: UInt8?
      var previous: UInt8 = 0x20
      var column = 0
      let bytes = Array(line.utf8)
      for (position, byte) in bytes.enumerated() {
        if byte & 0xC0 != 0x80 { column += 1 }
        defer { previous = byte }
        if let open = quote {
          if byte == open, previous != 0x5C || open == 0x27 { quote = nil }
          continue
        }
        let opens = [0x20, 0x5B, 0x7B, 0x2C].contains(previous)
        switch byte {
        case 0x22, 0x27: if opens { quote = byte }
        case 0x23: if opens { continue lines }
        case 0x26, 0x2A:
          guard opens, position + 1 < bytes.count else { continue }
          let next = bytes[position + 1]
          if next > 0x20, next != byte { return (index + 1, column) }
        default: break
        }
      }
    }
    return nil
  }

  private static func report(_ error: YamlError, _ file: SourceFile, _ out: DiagnosticCollector) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      out.report("yaml", "not YAML: \(problem)", in: file, at: mark)
    case .duplicatedKeysInMapping(let duplicates, let context):
      out.report(
        "key-twice", "written twice: \(duplicates.map { String(describing: $0) }.joined(separator: ", "))",
        in: file, at: context.mark)
    default: out.report("yaml", "the file cannot be read as YAML", in: file, at: nil)
    }
  }
}
