// SPDX-License-Identifier: Apache-2.0

public import TradeModel
import Yams

/// One file of the law folder, with its lines at hand for diagnostics.
public struct SourceFile: Sendable {
  /// The path as shown, from the law folder.
  public var path: String
  public var text: String
  let lines: [Substring]

  public init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  func line(_ number: Int) -> String? {
    lines.indices.contains(number - 1) ? String(lines[number - 1].prefix(200)) : nil
  }
}

/// Collects what is wrong with law files, in the order found.
public final class DiagnosticCollector {
  public private(set) var diagnostics: [Diagnostic] = []
  /// More than this many errors help nobody.
  static let ceiling = 500

  public init() {}

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  func add(_ diagnostic: Diagnostic) {
    if diagnostics.count < Self.ceiling { diagnostics.append(diagnostic) }
  }

  func report(
    _ code: String, _ message: String, in file: SourceFile, at mark: Mark?, width: Int = 1,
    suggestion: String? = nil, notes: [Diagnostic] = [], severity: Diagnostic.Severity = .error
  ) {
    report(
      code, message, in: file, line: mark?.line ?? 1, column: mark?.column ?? 1, width: width,
      suggestion: suggestion, notes: notes, severity: severity)
  }

  func report(
    _ code: String, _ message: String, in file: SourceFile, line: Int, column: Int = 1, width: Int = 1,
    suggestion: String? = nil, notes: [Diagnostic] = [], severity: Diagnostic.Severity = .error
  ) {
    add(
      Diagnostic(
        severity, code, message,
        at: SourceLocation(file: file.path, line: line, column: column), width: max(1, min(width, 80)),
        suggestion: suggestion, excerpt: file.line(line), notes: notes))
  }
}
