// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Where declarations come from.
public enum InputSource: Sendable {
  /// A file by its path.
  case file(String)
  case standardInput
  /// Bytes in memory, with the name that messages show.
  case bytes([UInt8], name: String)

  /// The name that messages show.
  public var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: "-"
    case .bytes(_, let name): name
    }
  }
}

/// What a column of a file was taken for.
public struct RecognisedColumn: Sendable, Hashable {
  public enum Basis: String, Sendable, Hashable {
    /// Our own name.
    case canonical
    /// A usual name in English or Chinese.
    case alias
    /// The mapping file says so.
    case mapping
    /// The mapping file gives one text for all rows.
    case constant
    /// Not used: the heading is not known.
    case unknown
    /// Not used: another column feeds the same field.
    case spare
    /// Not used: the caller does not ask for the field.
    case unwanted
  }

  public var file: String
  /// Position of the column from 1; 0 for a constant.
  public var position: Int
  /// The heading as received.
  public var heading: String
  public var field: DeclarationField?
  public var basis: Basis
  /// The unit or currency that the heading states.
  public var unit: String?
  /// The nearest known name of an unknown heading.
  public var nearest: String?
}

/// How far the reading has come.
public struct IntakeProgress: Sendable {
  public var rowsRead: Int
  public var bytesRead: Int
}

/// What was read: the table, the rows that could not be read, and what was found on the way.
public struct IntakeResult: Sendable {
  public var table: DeclarationTable
  /// Rows that could not be read, in the order of the input.
  public var quarantine: [QuarantinedRow]
  /// Warnings and notes on whole files and columns.
  public var diagnostics: [Diagnostic]
  public var columns: [RecognisedColumn]
  /// The header line of each file as received, for the quarantine file.
  public var headers: [[UInt8]]
  /// The delimiter of each file.
  public var delimiters: [UInt8]
  /// Rows with text in them; `table.rowCount + quarantine.count`.
  public var rowsRead: Int
  /// Lines without any text, which are no rows.
  public var blankLines: Int
  public var bytesRead: Int
  /// SHA-256 of each file as received, in hexadecimal; of the bytes before decompression.
  public var digests: [String]
}
