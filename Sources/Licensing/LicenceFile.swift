// SPDX-License-Identifier: Apache-2.0

public import Tabular
public import TradeModel

/// Reads licences from a table: number, holder, controlled item or code, quantity, unit, validity, consignee, country,
/// end user.
public enum LicenceFile {
  /// What a licence file gave: the licences that can be used and what is wrong with the others.
  public struct Reading: Sendable {
    public var licences: [Licence]
    /// Errors leave their licence out; a declaration that cites it is told that the number is unknown.
    public var diagnostics: [Diagnostic]
  }

  /// Reads a licence file.
  /// - Throws: `TableError` when it is no table or lacks a column it cannot do without.
  public static func read(_ bytes: some Collection<UInt8>, file: String) throws(TableError) -> Reading {
    let table = try DelimitedTable(bytes, file: file)
    let columns = try Columns(table, file: file)
    var reading = Reading(licences: [], diagnostics: [])
    var seen: [String: SourceLocation] = [:]
    for record in table.records {
      do throws(Fault) {
        let licence = try columns.licence(record)
        let key = LicenceLedger.numberKey(licence.number)
        if let first = seen[key] {
          throw Fault(
            "licence-duplicate", "this licence number stands twice; the first one counts",
            at: record.location,
            notes: [Diagnostic(.note, "licence-first", "first given here", at: first)])
        }
        seen[key] = record.location
        reading.licences.append(licence)
      } catch {
        reading.diagnostics.append(error.diagnostic)
      }
    }
    return reading
  }

  private struct Fault: Error {
    var diagnostic: Diagnostic

    init(
      _ code: String, _ message: String, at location: SourceLocation, suggestion: String? = nil,
      notes: [Diagnostic] = []
    ) {
      diagnostic = Diagnostic(.error, code, message, at: location, suggestion: suggestion, notes: notes)
    }
  }

  private struct Columns {
    let number, holderName, holderID, control, code, quantity, unit, from, to, consignee, country,
      endUser: Int?

    init(_ table: DelimitedTable, file: String) throws(TableError) {
      number = table.column(
        "licence_number", "license_number", "licence no", "licence", "license", "许可证号", "许可证编号")
      holderName = table.column("holder_name", "holder", "exporter", "exporter_name", "持证人", "经营单位", "出口商")
      holderID = table.column("holder_id", "exporter_id", "holder code", "社会信用代码", "经营单位编码")
      control = table.column("control_code", "control_codes", "controlled_item", "管制编码", "管制物项")
      code = table.column("commodity_code", "hs_code", "hs", "hs8", "hs10", "商品编码", "商品编号")
      quantity = table.column("quantity", "granted", "granted_quantity", "数量", "许可数量")
      unit = table.column("unit", "quantity_unit", "单位", "计量单位")
      from = table.column("valid_from", "issued", "issue_date", "发证日期", "有效期起")
      to = table.column("valid_to", "valid_until", "expiry", "expires", "有效截止日期", "有效期至", "有效期止")
      consignee = table.column("consignee", "consignee_name", "收货人")
      country = table.column("country", "destination", "country_of_destination", "进口国", "运抵国", "目的国")
      endUser = table.column("end_user", "最终用户")
      for (index, name) in [(number, "licence_number"), (from, "valid_from"), (to, "valid_to")]
      where index == nil {
        let near = nearestName(to: name, among: table.header).map { "; the nearest column is '\($0)'" } ?? ""
        throw TableError(
          "a licence file needs the column '\(name)'\(near)", at: SourceLocation(file: file, line: 1))
      }
      guard holderName != nil || holderID != nil else {
        throw TableError(
          "a licence file needs the column 'holder_name' or 'holder_id'",
          at: SourceLocation(file: file, line: 1))
      }
    }

    func licence(_ record: DelimitedTable.Record) throws(Fault) -> Licence {
      func cell(_ index: Int?) -> DelimitedTable.Cell? {
        guard let index, !record.cells[index].text.isEmpty else { return nil }
        return record.cells[index]
      }
      func required(_ index: Int?, _ name: String) throws(Fault) -> DelimitedTable.Cell {
        guard let cell = cell(index) else {
          throw Fault("licence-missing", "a licence needs \(name)", at: record.location)
        }
        return cell
      }
      func day(_ index: Int?, _ name: String) throws(Fault) -> Day {
        let cell = try required(index, name)
        do throws(ValueError) {
          return try Day(cell.text[...])
        } catch {
          throw Fault(
            "date-impossible", error.message, at: cell.location,
            suggestion: "correct the day on the licence, such as 2025-04-04")
        }
      }

      let number = try required(number, "a number")
      let holder = Party(name: cell(holderName)?.text, identifier: cell(holderID)?.text)
      guard !holder.isEmpty else {
        throw Fault("licence-missing", "a licence needs a holder", at: record.location)
      }
      let validFrom = try day(from, "a first day of validity")
      let validTo = try day(to, "a last day of validity")
      guard validFrom <= validTo else {
        throw Fault(
          "licence-validity", "the validity ends before it begins",
          at: cell(to)?.location ?? record.location, suggestion: "check both dates on the licence")
      }
      let controls = list(cell(control)?.text)
      var codes: [CommodityCode] = []
      if let cell = cell(code) {
        for text in list(cell.text) {
          do throws(ValueError) {
            codes.append(try CommodityCode(text))
          } catch {
            throw Fault("code-invalid", error.message, at: cell.location)
          }
        }
      }
      guard !controls.isEmpty || !codes.isEmpty else {
        throw Fault(
          "licence-missing", "a licence needs a controlled item or a commodity code", at: record.location)
      }
      var unit = QuantityUnit.kilogram
      if let cell = cell(self.unit) {
        guard let known = QuantityUnit(name: cell.text) else {
          throw Fault("unit-unknown", "unknown unit", at: cell.location, suggestion: "write kg, t, g or pcs")
        }
        unit = known
      }
      var granted: ExactDecimal?
      if let cell = cell(quantity) {
        do throws(ValueError) {
          granted = try ExactDecimal(cell.text)
        } catch {
          throw Fault("quantity-invalid", error.message, at: cell.location)
        }
        guard granted ?? .zero > .zero else {
          throw Fault(
            "quantity-invalid", "a granted quantity is more than zero", at: cell.location,
            suggestion: "leave it empty for a general licence without a ceiling")
        }
      }
      var country: CountryCode?
      if let cell = cell(self.country) {
        guard let known = CountryCode(cell.text) else {
          throw Fault(
            "country-unknown", "unknown country", at: cell.location,
            suggestion: "write the two-letter code of ISO 3166")
        }
        country = known
      }
      return Licence(
        number: number.text, holder: holder, controlCodes: controls, commodityCodes: codes, granted: granted,
        unit: unit, validFrom: validFrom, validTo: validTo, consignee: cell(consignee)?.text,
        country: country,
        endUser: cell(endUser)?.text, source: record.location)
    }

    private func list(_ text: String?) -> [String] {
      (text ?? "").split { $0 == ";" || $0 == "|" || $0 == "；" || $0 == "、" }
        .map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
    }
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> String {
    var slice = self
    while slice.first == " " { slice.removeFirst() }
    while slice.last == " " { slice.removeLast() }
    return String(slice)
  }
}
