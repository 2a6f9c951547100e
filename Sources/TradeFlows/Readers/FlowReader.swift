// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
import Tabular
public import TradeModel

/// Reads trade statistics of any publisher into a table, row by row through the gates.
public struct FlowReader: Sendable {
  public var map: ColumnMap
  public var areas: AreaCodes
  public var currencies: CurrencyTable
  /// Periods that end after this month are set aside as future dates.
  public var latest: Month?
  /// What revisions of the Harmonized System did to codes.
  public var revisions: CodeRevisions = .embedded

  public init(map: ColumnMap, areas: AreaCodes, currencies: CurrencyTable, latest: Month? = nil) {
    self.map = map
    self.areas = areas
    self.currencies = currencies
    self.latest = latest
  }

  /// Reads a file: JSON when it starts with a bracket, separated values otherwise.
  /// - Throws: `ValueError` when the file is not readable as a whole or lacks a column that is needed.
  public func read(_ bytes: [UInt8], file: String) throws(ValueError) -> FlowTable {
    var table = FlowTable()
    let start = bytes.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
    if start == 0x5B || start == 0x7B {
      let rows = try JSONRows(bytes)
      if rows.rowCount > 0 { try fill(&table, from: rows, file: file) }
    } else {
      let text = try DelimitedText(bytes, file: file)
      table.rows = text.rejectedRows
      if text.rejectedRows > 0 { table.count(.unreadableRow, text.rejectedRows) }
      table.diagnostics = text.diagnostics
      try fill(&table, from: text, file: file)
    }
    table.reconciled = map.reconciled
    table.hasParts = map.hasParts
    table.finish()
    return table
  }

  private struct Columns {
    var place: [FlowColumn: Int] = [:]
  }

  private func fill(_ table: inout FlowTable, from rows: some FieldRows, file: String) throws(ValueError) {
    var place: [FlowColumn: Int] = [:]
    for (column, names) in map.names {
      for name in names {
        if let index = rows.header.firstIndex(of: name) {
          place[column] = index
          break
        }
      }
    }
    func needed(_ column: FlowColumn, unless other: Bool) throws(ValueError) {
      guard place[column] != nil || other else {
        let names = map.names[column] ?? [column.rawValue]
        throw ValueError(
          "no column for \(column.rawValue); looked for \(names.prefix(4).joined(separator: ", "))")
      }
    }
    try needed(.period, unless: place[.year] != nil)
    try needed(.reporter, unless: map.reporter != nil)
    try needed(.partner, unless: false)
    try needed(.code, unless: false)
    try needed(.flow, unless: map.direction != nil)
    if place[.indicator] != nil, place[.value] != nil {
      try pivot(&table, from: rows, place: place, file: file)
      return
    }
    var units: [CommodityCode: String] = [:]
    for row in 0..<rows.rowCount {
      table.rows += 1
      guard var record = key(of: row, in: rows, place: place, table: &table, file: file) else { continue }
      guard measure(&record, row: row, rows: rows, place: place, units: &units, table: &table, file: file)
      else {
        continue
      }
      put(record, into: &table)
    }
  }

  /// The key of a row, or nothing when a gate set it aside.
  private func key(
    of row: Int, in rows: some FieldRows, place: [FlowColumn: Int], table: inout FlowTable, file: String
  ) -> FlowRecord? {
    let line = rows.line(ofRow: row)
    func text(_ column: FlowColumn) -> String? { place[column].map { rows[row, $0] } }
    // Comtrade and others repeat a flow by customs procedure, second partner and means of transport.
    if let procedure = text(.procedure), !["", "C00", "4", "1", "0", "TOTAL"].contains(procedure) {
      table.count(.subtotal)
      return nil
    }
    if let second = text(.secondPartner), !["", "0", "W00"].contains(second) {
      table.count(.subtotal)
      return nil
    }
    if let transport = text(.transport), !["", "0", "DET", "-"].contains(transport) {
      table.count(.subtotal)
      return nil
    }
    if let derived = text(.derived), derived == "1" || derived.lowercased() == "true" {
      table.count(.derivedRow)
      return nil
    }
    let period: FlowPeriod
    do throws(ValueError) {
      var periodText = text(.period) ?? text(.year) ?? ""
      if periodText.utf8.count == 8, periodText.hasSuffix("0101"), text(.year)?.utf8.count == 4 {
        periodText = text(.year) ?? ""
      }
      period = try FlowPeriod(periodText)
    } catch {
      table.note(.unreadablePeriod, error.message, file, line)
      return nil
    }
    if let latest, period.last > latest {
      table.note(.futurePeriod, "the period ends after \(latest)", file, line)
      return nil
    }
    guard
      let reporter = area(.reporter, row: row, rows: rows) ?? (place[.reporter] == nil ? map.reporter : nil),
      let partner = area(.partner, row: row, rows: rows)
    else {
      table.note(.unknownArea, "reporter or partner is no known country or area", file, line)
      return nil
    }
    var code: CommodityCode
    do throws(ValueError) {
      var digits = text(.code) ?? ""
      // Codes read as numbers lose the zero of chapters 1 to 9.
      if digits.utf8.count == 5 || digits.utf8.count == 7 || digits.utf8.count == 9 { digits = "0" + digits }
      code = try CommodityCode(digits)
    } catch {
      table.note(.unreadableCode, error.message, file, line)
      return nil
    }
    if let edition = text(.revision).flatMap(CodeRevisions.edition), edition < 2022 {
      switch revisions.followed(code, from: edition) {
      case .same: break
      case .moved(let after):
        code = after
        table.count(.revised)
      case .split: table.count(.splitByRevision)
      }
    }
    if let system = text(.system)?.lowercased(), system.hasPrefix("s") { table.count(.specialSystem) }
    guard let direction = text(.flow).flatMap({ map.flows[$0.lowercased()] }) ?? map.direction else {
      table.note(.unknownFlow, "the direction of flow is not known", file, line)
      return nil
    }
    return FlowRecord(
      period: period, reporter: reporter, partner: partner, direction: direction, code: code, kilograms: .nan)
  }

  /// The area of a row from the first of the columns for it that holds one: some rows lack the ISO code of their area.
  private func area(_ column: FlowColumn, row: Int, rows: some FieldRows) -> CountryCode? {
    for name in map.names[column] ?? [] {
      guard let index = rows.header.firstIndex(of: name) else { continue }
      if let area = areas.area(rows[row, index], twoLetter: map.twoLetterAreas) { return area }
    }
    return nil
  }

  /// Reads mass and value; answers false when a gate set the row aside.
  private func measure(
    _ record: inout FlowRecord, row: Int, rows: some FieldRows, place: [FlowColumn: Int],
    units: inout [CommodityCode: String], table: inout FlowTable, file: String
  ) -> Bool {
    let line = rows.line(ofRow: row)
    var unreadable = false
    func number(_ column: FlowColumn, _ factor: Double = 1) -> Double? {
      guard let index = place[column] else { return nil }
      switch SeriesTable.number(rows[row, index]) {
      case .value(let value): return value * factor
      case .missing: return nil
      case .unreadable:
        unreadable = true
        return nil
      }
    }
    var kilograms = number(.kilograms) ?? number(.tonnes, 1000) ?? number(.hundredKilograms, 100)
    if kilograms == nil, let quantity = number(.quantity) {
      let unit = place[.unit].map { rows[row, $0] } ?? "kg"
      if let before = units[record.code], before != unit, !unit.isEmpty {
        table.note(.foreignUnit, "this code is in another unit in other rows", file, line)
        return false
      }
      if !unit.isEmpty { units[record.code] = unit }
      if let milligrams = QuantityUnit(name: unit.isEmpty ? "kg" : unit)?.milligrams {
        kilograms = quantity * Double(milligrams) / 1e6
      } else {
        table.note(.foreignUnit, "the unit is not one of mass", file, line)
      }
    }
    var usd = number(.usd) ?? number(.thousandUSD, 1000)
    if usd == nil {
      for (column, currency) in [(FlowColumn.eur, "EUR"), (.gbp, "GBP")] {
        guard let amount = number(column), let code = CurrencyCode(currency),
          let rate = currencies.rate(of: code, on: record.period.first.firstDay)
        else { continue }
        usd = amount * rate.usd
      }
    }
    if unreadable {
      table.note(.unreadableNumber, "mass or value is not a number", file, line)
      return false
    }
    if let kilograms, kilograms < 0 {
      table.note(.negativeMass, "the mass is negative", file, line)
      return false
    }
    record.kilograms = kilograms ?? .nan
    record.usd = usd.map { $0 < 0 ? .nan : $0 } ?? .nan
    // A mass of zero beside a value means that none was reported.
    if record.kilograms == 0, record.usd > 0 { record.kilograms = .nan }
    if record.kilograms.isNaN { table.count(.missingMass) }
    if let index = place[.estimated], ["1", "true", "4", "6"].contains(rows[row, index].lowercased()) {
      record.estimated = true
      table.count(.estimatedMass)
    }
    return true
  }

  /// Puts a row where it belongs.
  private func put(_ record: FlowRecord, into table: inout FlowTable) {
    switch record.partner {
    case SpecialArea.world:
      table.count(.worldTotal)
      table.totals.append(record)
    case SpecialArea.group: table.count(.group)
    case SpecialArea.unspecified:
      table.count(.unspecifiedPartner)
      table.unplaced.append(record)
    case SpecialArea.zone:
      table.count(.zone)
      table.unplaced.append(record)
    default:
      guard !SpecialArea.contains(record.reporter) else {
        table.count(.group)
        return
      }
      if record.direction == .reExport || record.direction == .reImport { table.count(.reExport) }
      if record.reporter == record.partner { table.count(.selfTrade) }
      table.records.append(record)
    }
  }

  /// Joins rows that carry one indicator each (SDMX) into rows with mass and value.
  private func pivot(
    _ table: inout FlowTable, from rows: some FieldRows, place: [FlowColumn: Int], file: String
  ) throws(ValueError) {
    guard let indicatorColumn = place[.indicator], let valueColumn = place[.value] else { return }
    var joined: [FlowRecord: (kilograms: Double, eur: Double)] = [:]
    for row in 0..<rows.rowCount {
      table.rows += 1
      guard var record = key(of: row, in: rows, place: place, table: &table, file: file) else { continue }
      record.kilograms = 0
      record.usd = 0
      guard case .value(let value) = SeriesTable.number(rows[row, valueColumn]), value >= 0 else {
        table.note(
          .unreadableNumber, "the observation is not a number above zero", file, rows.line(ofRow: row))
        continue
      }
      var entry = joined[record] ?? (.nan, .nan)
      switch rows[row, indicatorColumn].uppercased() {
      case "QUANTITY_IN_100KG": entry.kilograms = value * 100
      case "QUANTITY_IN_KG", "QUANTITY_KG": entry.kilograms = value
      case "VALUE_IN_EUROS", "VALUE_EUR": entry.eur = value
      default:
        table.count(.foreignUnit)
        continue
      }
      joined[record] = entry
    }
    let euro = CurrencyCode("EUR")
    for (key, entry) in joined {
      var record = key
      record.kilograms = entry.kilograms
      let rate = euro.flatMap { currencies.rate(of: $0, on: record.period.first.firstDay)?.usd }
      record.usd = rate.map { entry.eur * $0 } ?? .nan
      if record.kilograms.isNaN { table.count(.missingMass) }
      put(record, into: &table)
    }
  }
}
