// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// How the columns of one file are read: which column feeds which field, and what the file leaves unsaid.
struct FilePlan: Sendable {
  struct Source: BitwiseCopyable, Sendable {
    var field: Int
    var column: Int
  }
  /// Columns of a party that stand side by side, so that their bytes can be looked up as one.
  struct Span: BitwiseCopyable, Sendable {
    var first: Int
    var last: Int
  }

  var delimiter: UInt8
  var columnCount: Int
  var sources: [Source]
  /// Constants of the mapping by field index.
  var constants: [(field: Int, bytes: [UInt8])]
  var netUnit: QuantityUnit
  var grossUnit: QuantityUnit
  var quantityUnit: QuantityUnit?
  var currency: CurrencyCode
  var decimalComma: Bool
  var dateFormat: DateFormat
  /// Translations of single values, as `US` for `502` among the countries.
  var translations: [ValueKind: [String: String]]
  var partySpans: [Span?]

  /// The column that feeds a field, 0-based.
  func column(of field: Int) -> Int? { sources.first { $0.field == field }?.column }

  /// Finds the party columns that stand side by side.
  static func spans(of sources: [Source], constants: Set<Int>) -> [Span?] {
    PartyRole.allCases.map { role in
      let fields = DeclarationField.ofParty(role).map(\.index)
      if fields.contains(where: constants.contains) { return nil }
      let columns = sources.filter { fields.contains($0.field) }.map(\.column).sorted()
      guard let first = columns.first, let last = columns.last, last - first + 1 == columns.count else {
        return nil
      }
      return Span(first: first, last: last)
    }
  }
}

/// Kinds of values that a mapping file can translate.
public enum ValueKind: String, Sendable, Hashable, CaseIterable {
  case countries, currencies, units, modes, codes
}
