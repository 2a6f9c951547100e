// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Reads the header of a CSV file and decides which column feeds which field.
struct HeaderReading {
  let file: String
  /// Line of the header.
  let line: Int
  let mapping: ColumnMapping
  let wanted: Set<DeclarationField>?
  let isJSON: Bool

  /// The delimiter whose count in the header line is highest, comma first at a tie.
  static func delimiter(of header: Bytes) -> UInt8? {
    var best: (byte: UInt8, count: Int)?
    for byte: UInt8 in [0x2C, 0x09, 0x3B, 0x7C] {
      var count = 0
      var quoted = false
      for index in 0..<header.count {
        if header[index] == 0x22 { quoted.toggle() }
        if header[index] == byte, !quoted { count += 1 }
      }
      if count > best?.count ?? 0 { best = (byte, count) }
    }
    return best?.byte
  }

  /// The headings of the header line, quotes undone.
  static func headings(of header: Bytes, delimiter: UInt8) -> [String] {
    var out: [String] = []
    var current: [UInt8] = []
    var quoted = false
    var index = 0
    while index < header.count {
      let byte = header[index]
      if byte == 0x22 {
        if quoted, index + 1 < header.count, header[index + 1] == 0x22 {
          current.append(byte)
          index += 1
        } else {
          quoted.toggle()
        }
      } else if byte == delimiter, !quoted {
        out.append(String(decoding: current, as: UTF8.self).trimmed)
        current = []
      } else {
        current.append(byte)
      }
      index += 1
    }
    out.append(String(decoding: current, as: UTF8.self).trimmed)
    return out
  }

  struct Outcome {
    var plan: FilePlan
    var columns: [RecognisedColumn]
    var diagnostics: [Diagnostic]
  }

  /// Makes the plan of a file from its headings.
  func plan(headings: [String], delimiter: UInt8) throws(IntakeError) -> Outcome {
    var taken: [DeclarationField: (column: Int, rank: Int)] = [:]
    var columns = headings.enumerated().map {
      RecognisedColumn(file: file, position: $0 + 1, heading: $1, field: nil, basis: .unknown)
    }
    try refuseTwins(headings)
    var constants: [DeclarationField: String] = [:]
    var mapped: Set<Int> = []
    for field in DeclarationField.allCases {
      switch mapping.fields[field] {
      case .column(let name):
        let column = try find(name, field, headings)
        taken[field] = (column, -1)
        mapped.insert(column)
        columns[column].field = field
        columns[column].basis = .mapping
      case .constant(let text): constants[field] = text
      case .nothing, nil: break
      }
    }
    for column in columns.indices where !mapped.contains(column) {
      recognise(&columns, column, &taken, constants)
    }
    for (field, text) in constants.sorted(by: { $0.key.index < $1.key.index }) {
      columns.append(
        RecognisedColumn(file: file, position: 0, heading: "=" + text, field: field, basis: .constant))
    }
    try requireColumns(taken, constants, columns)
    let diagnostics = notes(on: columns)
    for index in columns.indices {
      if let field = columns[index].field, let wanted, !wanted.contains(field), columns[index].basis != .spare
      {
        columns[index].basis = .unwanted
        taken[field] = nil
      }
    }
    return Outcome(
      plan: makePlan(taken, constants, columns, count: headings.count, delimiter), columns: columns,
      diagnostics: diagnostics)
  }

  private func place(_ column: Int) -> SourceLocation {
    SourceLocation(file: file, line: line, column: column)
  }

  private func refuseTwins(_ headings: [String]) throws(IntakeError) {
    var seen: [String: Int] = [:]
    for (index, heading) in headings.enumerated() where !heading.isEmpty {
      if let first = seen[heading] {
        throw IntakeError(
          .duplicateColumn, "columns \(first + 1) and \(index + 1) have the same heading '\(heading)'",
          at: place(0),
          suggestion: "rename one of them")
      }
      seen[heading] = index
    }
  }

  private func find(_ name: String, _ field: DeclarationField, _ headings: [String]) throws(IntakeError)
    -> Int
  {
    if let exact = headings.firstIndex(of: name) { return exact }
    let folded = ColumnNames.folded(name)
    if let loose = headings.firstIndex(where: { ColumnNames.folded($0) == folded }) { return loose }
    let near = nearestName(to: name, among: headings)
    throw IntakeError(
      .mapping, "the mapping takes \(field.rawValue) from a column '\(name)', which the file does not have",
      at: place(0),
      suggestion: near.map { "did you mean '\($0)'?" } ?? "columns: \(headings.joined(separator: ", "))")
  }

  private func recognise(
    _ columns: inout [RecognisedColumn], _ column: Int,
    _ taken: inout [DeclarationField: (column: Int, rank: Int)], _ constants: [DeclarationField: String]
  ) {
    let heading = columns[column].heading
    guard let meaning = ColumnNames.meaning(of: heading) else {
      let folded = ColumnNames.folded(heading)
      if ColumnNames.quarantineColumns.contains(folded) {
        columns[column].basis = .unwanted
      } else {
        columns[column].nearest = nearestName(to: heading, among: ColumnNames.allNames)
      }
      return
    }
    let field = meaning.field
    columns[column].field = field
    columns[column].unit = meaning.unit ?? meaning.currency
    if mapping.fields[field] == .nothing {
      columns[column].basis = .unwanted
      return
    }
    if constants[field] != nil {
      columns[column].basis = .spare
      return
    }
    if let other = taken[field] {
      if other.rank <= meaning.rank {
        columns[column].basis = .spare
        return
      }
      columns[other.column].basis = .spare
    }
    taken[field] = (column, meaning.rank)
    columns[column].basis = meaning.rank == 0 ? .canonical : .alias
  }

  private func requireColumns(
    _ taken: [DeclarationField: (column: Int, rank: Int)], _ constants: [DeclarationField: String],
    _ columns: [RecognisedColumn]
  ) throws(IntakeError) {
    func has(_ field: DeclarationField) -> Bool { taken[field] != nil || constants[field] != nil }
    var missing: [[DeclarationField]] = []
    if !has(.date) { missing.append([.date]) }
    if !has(.destination) { missing.append([.destination]) }
    if !has(.commodityCode), !has(.goodsDescription) { missing.append([.commodityCode, .goodsDescription]) }
    guard let first = missing.first else { return }
    let unknown = columns.filter { $0.basis == .unknown }.map(\.heading)
    if taken.isEmpty, constants.isEmpty {
      throw IntakeError(
        .noHeader, "no heading of the first line is known", at: place(1),
        suggestion: "put the column names in the first line, or say with a mapping file which column is which"
      )
    }
    let names = first.map(\.rawValue).joined(separator: " or ")
    let near = first.lazy.compactMap { field in
      (ColumnNames.table[field] ?? []).lazy.compactMap { nearestName(to: $0, among: unknown) }.first
    }.first
    let others =
      missing.dropFirst().isEmpty
      ? "" : " (also missing: \(missing.dropFirst().joined().map(\.rawValue).joined(separator: ", ")))"
    throw IntakeError(
      .missingColumn, "no column for \(names)\(others)", at: place(0),
      suggestion: near.map {
        "is it '\($0)'? rename it, or map it in a mapping file (\(first[0].rawValue): \($0))"
      }
        ?? "name it in a mapping file (\(first[0].rawValue): COLUMN, or \(first[0].rawValue): =CONSTANT)")
  }

  private func notes(on columns: [RecognisedColumn]) -> [Diagnostic] {
    columns.compactMap { column in
      switch column.basis {
      case .unknown where !column.heading.isEmpty:
        return Diagnostic(
          column.nearest == nil ? .note : .warning, "column-unknown",
          "column \(column.position) '\(column.heading)' is not known and not used",
          at: SourceLocation(file: file, line: line),
          suggestion: column.nearest.map { "did you mean '\($0)'?" })
      case .spare:
        return Diagnostic(
          .note, "column-spare",
          "column \(column.position) '\(column.heading)' is not used: \(column.field?.rawValue ?? "") is taken already",
          at: SourceLocation(file: file, line: line))
      default: return nil
      }
    }
  }

  private func makePlan(
    _ taken: [DeclarationField: (column: Int, rank: Int)], _ constants: [DeclarationField: String],
    _ columns: [RecognisedColumn], count: Int, _ delimiter: UInt8
  ) -> FilePlan {
    func heading(_ field: DeclarationField) -> String? { taken[field].flatMap { columns[$0.column].unit } }
    func unit(_ field: DeclarationField) -> QuantityUnit? {
      mapping.units[field] ?? heading(field).flatMap { QuantityUnit(name: $0) }
    }
    let sources = taken.map { FilePlan.Source(field: $0.key.index, column: $0.value.column) }
      .sorted { $0.column < $1.column }
    let fixed = constants.map { (field: $0.key.index, bytes: Array($0.value.utf8)) }.sorted {
      $0.field < $1.field
    }
    return FilePlan(
      delimiter: delimiter, columnCount: count, sources: sources, constants: fixed,
      netUnit: unit(.netMass) ?? .kilogram, grossUnit: unit(.grossMass) ?? .kilogram,
      quantityUnit: unit(.quantity),
      currency: mapping.currency ?? heading(.statisticalValue).flatMap { CurrencyCode($0) } ?? .usd,
      decimalComma: mapping.decimalComma, dateFormat: mapping.dateFormat ?? .yearMonthDay,
      translations: mapping.translations,
      partySpans: FilePlan.spans(of: sources, constants: Set(fixed.map(\.field))))
  }
}
