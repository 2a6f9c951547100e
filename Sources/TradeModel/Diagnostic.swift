// SPDX-License-Identifier: Apache-2.0

/// A place in a file: path, line and column, both 1-based; column 0 means the whole line.
public struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String {
    line == 0 ? file : column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
  }

  public static func < (a: Self, b: Self) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}

/// Something found in a user's input: what is wrong, where, and what to do.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: UInt8, Sendable, Hashable, Comparable {
    case note, warning, error
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  public var severity: Severity
  /// A stable short name, such as `date-impossible`.
  public var code: String
  public var message: String
  public var location: SourceLocation
  /// How many columns the fault is wide; the caret line is drawn from it.
  public var width: Int
  /// What to do about it.
  public var suggestion: String?
  /// The source line, where it helps and holds no names or values of trade.
  public var excerpt: String?
  /// Other places that explain this one.
  public var notes: [Diagnostic]

  public init(
    _ severity: Severity, _ code: String, _ message: String, at location: SourceLocation, width: Int = 1,
    suggestion: String? = nil, excerpt: String? = nil, notes: [Diagnostic] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.location = location
    self.width = width
    self.suggestion = suggestion
    self.excerpt = excerpt
    self.notes = notes
  }

  /// The diagnostic as a compiler prints it: `path:line:column: error: message`, source line, caret, suggestion.
  public var rendered: String {
    let kind =
      switch severity {
      case .note: "note"
      case .warning: "warning"
      case .error: "error"
      }
    var text = "\(location): \(kind): \(message)"
    if let excerpt {
      let gutter = "  \(location.line) | "
      let blank = String(repeating: " ", count: gutter.count - 2) + "| "
      text += "\n\(gutter)\(excerpt)"
      if location.column > 0 {
        let caret =
          String(repeating: " ", count: location.column - 1) + "^"
          + String(repeating: "~", count: max(0, width - 1))
        text += "\n\(blank)\(caret)" + (suggestion.map { " \($0)" } ?? "")
      } else if let suggestion {
        text += "\n\(blank)\(suggestion)"
      }
    } else if let suggestion {
      text += "; \(suggestion)"
    }
    for note in notes { text += "\n" + note.rendered }
    return VisibleText.lines(text)
  }
}

/// Finds the known name nearest to an unknown one by edit distance, for "did you mean".
///
/// - Returns: the nearest candidate within a third of the length of the name, the first one at a tie.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let target = Array(name.lowercased().unicodeScalars)
  let limit = max(1, target.count / 3)
  var best: (distance: Int, name: String)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars)
    guard abs(other.count - target.count) <= limit, target.count < 200 else { continue }
    var row = Array(0...other.count)
    for (i, a) in target.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in other.enumerated() {
        let substituted = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    let distance = row[other.count]
    if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  return best?.name
}
