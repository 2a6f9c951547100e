// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// How the columns of a file are to be read, where the headings alone do not say it.
public struct ColumnMapping: Sendable {
  /// What feeds a field.
  public enum Source: Sendable, Hashable {
    /// The column with this heading.
    case column(String)
    /// The same text for every row.
    case constant(String)
    /// Nothing, whatever the headings say.
    case nothing
  }

  public var fields: [DeclarationField: Source] = [:]
  /// Unit of the net mass, the gross mass or the quantity, where no unit column gives it.
  public var units: [DeclarationField: QuantityUnit] = [:]
  public var currency: CurrencyCode?
  public var dateFormat: DateFormat?
  public var decimalComma = false
  public var delimiter: UInt8?
  /// The encoding, where the reader should not find it out.
  public var encoding: TextEncoding?
  public var translations: [ValueKind: [String: String]] = [:]

  public init() {}
}
