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
    do {
      guard let node = try Yams.compose(yaml: file.text) else {
        out.report("file-empty", "the file states nothing", in: file, at: nil)
        return nil
      }
      return hasAnchors(node, file, out) ? nil : node
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

  private static func hasAnchors(_ node: Node, _ file: SourceFile, _ out: DiagnosticCollector) -> Bool {
    if node.anchor != nil {
      out.report(
        "anchor", "law files use no anchors or aliases; write the value out", in: file, at: node.mark)
      return true
    }
    switch node {
    case .mapping(let mapping):
      return mapping.contains { hasAnchors($0.key, file, out) || hasAnchors($0.value, file, out) }
    case .sequence(let sequence): return sequence.contains { hasAnchors($0, file, out) }
    case .scalar: return false
    case .alias:
      out.report(
        "anchor", "law files use no anchors or aliases; write the value out", in: file, at: node.mark)
      return true
    }
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
