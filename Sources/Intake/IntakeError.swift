// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Why a whole input cannot be read: where, what is wrong and what to do, in one line.
///
/// A single bad row is never such an error; it is quarantined.
public struct IntakeError: Error, Sendable, CustomStringConvertible {
  /// What kind of fault it is; two errors are equal when their codes are.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    case notFound = "file-not-found"
    case notReadable = "file-not-readable"
    case empty = "file-empty"
    case headerOnly = "header-only"
    case noHeader = "no-header"
    case wrongDelimiter = "wrong-delimiter"
    case duplicateColumn = "duplicate-column"
    case missingColumn = "missing-column"
    case utf16 = "encoding-utf16"
    case mixedEncodings = "encoding-mixed"
    case unknownEncoding = "encoding-unknown"
    case notLines = "json-not-lines"
    case lineEnds = "line-ends"
    case compressed = "compressed-damaged"
    case mapping = "mapping"
    case tooLarge = "too-large"
    case tooManyFaults = "too-many-faults"
  }

  public let code: Code
  public let diagnostic: Diagnostic

  public init(
    _ code: Code, _ message: String, at location: SourceLocation, suggestion: String? = nil,
    notes: [Diagnostic] = []
  ) {
    self.code = code
    diagnostic = Diagnostic(
      .error, code.rawValue, message, at: location, suggestion: suggestion, notes: notes)
  }

  public var description: String { diagnostic.rendered }
}
