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
  /// The longest run of columns that say something of the whole declaration, columns nobody reads among them; the items of a
  /// declaration mostly repeat its bytes.
  var head: Span? { Self.head(of: sources) }

  /// The column that feeds a field, 0-based.
  func column(of field: Int) -> Int? { sources.first { $0.field == field }?.column }

  /// The fields that are read from the head alone: those of its columns, and of each party that has no column elsewhere.
  var headFields: Set<Int> {
    guard let head else { return [] }
    let inside = Set(sources.filter { (head.first...head.last).contains($0.column) }.map(\.field))
    let outside = Set(sources.map(\.field)).subtracting(inside)
    let divided = PartyRole.allCases.map { DeclarationField.ofParty($0).map(\.index) }
      .filter { !outside.isDisjoint(with: $0) }
    return inside.subtracting(divided.joined())
  }

  private static func head(of sources: [Source]) -> Span? {
    let ofDeclaration = Set(
      [F.date, F.office, F.procedure]
        + PartyRole.allCases.flatMap { DeclarationField.ofParty($0).map(\.index) })
    var best: (span: Span, count: Int)?
    var run: (span: Span, count: Int)?
    for source in sources.sorted(by: { $0.column < $1.column }) {
      guard ofDeclaration.contains(source.field) else {
        run = nil
        continue
      }
      run = (Span(first: run?.span.first ?? source.column, last: source.column), (run?.count ?? 0) + 1)
      if let found = run, found.count > best?.count ?? 1 { best = found }
    }
    return best?.span
  }

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
