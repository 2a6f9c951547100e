// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ControlLaw
import GoodsIdentity
import Intake
import Licensing
import ReferenceData
import Screening
import TradeModel

/// The engines as the program uses them; made once.
let screener = Screener(
  law: .embedded, reference: .embedded, reader: GoodsReader(.embedded), model: IdentityModel(.embedded))

/// A declaration row as field and text; what is not named is absent.
struct Row {
  var cells: [String: String]

  init(_ cells: [String: String]) { self.cells = cells }

  func setting(_ field: String, _ text: String?) -> Row {
    var copy = self
    copy.cells[field] = text
    return copy
  }
}

/// Rows as CSV text under canonical names.
func csv(_ rows: [Row]) -> [UInt8] {
  let fields = Set(rows.flatMap(\.cells.keys)).sorted()
  var text = fields.joined(separator: ",") + "\n"
  for row in rows {
    text +=
      fields.map { field in
        "\"" + (row.cells[field] ?? "").replacing("\"", with: "\"\"") + "\""
      }.joined(separator: ",") + "\n"
  }
  return Array(text.utf8)
}

func read(_ rows: [Row], chunkBytes: Int = 1 << 20, threads: Int = 1) throws -> IntakeResult {
  var options = IntakeOptions()
  options.chunkBytes = chunkBytes
  options.threads = threads
  return try DeclarationReader(options).read([.bytes(csv(rows), name: "t.csv")])
}

func screen(
  _ rows: [Row], licences: [Licence] = [], options: ScreeningOptions = ScreeningOptions()
) throws -> ScreeningResult {
  screener.screen(try read(rows).table, licences: licences, options: options)
}

func assess(_ row: Row, licences: [Licence] = []) throws -> Assessment {
  try screen([row], licences: licences).assessment(at: 0)
}

/// A lawful, plain export: steel bolts to Germany by sea, nothing missing.
let bolts = Row([
  "declaration_id": "D-1", "item_number": "1", "date": "2025-06-10", "office": "Ningbo", "procedure": "0110",
  "exporter_name": "Example Fasteners Co", "exporter_id": "91330200MA2AAAAA0A", "exporter_country": "CN",
  "consignee_name": "Beispiel Handels GmbH", "consignee_country": "DE", "commodity_code": "7318151090",
  "goods_description": "hexagon head steel bolts M8 x 40, zinc plated", "origin": "CN", "destination": "DE",
  "mode": "sea", "packages": "24", "package_kind": "carton", "net_mass": "1200", "gross_mass": "1260",
  "mass_unit": "kg", "statistical_value": "2900", "currency": "USD", "end_use": "construction",
  "end_user": "Beispiel Handels GmbH",
])

/// Dysprosium oxide to Japan, declared as what it is: licence required under No. 18 of 2025.
let dysprosiumOxide = Row([
  "declaration_id": "D-2", "item_number": "1", "date": "2025-06-10", "exporter_name": "Example Rare Earth Co",
  "exporter_id": "91360700MA3BBBBB0B", "consignee_name": "Rei Shoji KK", "consignee_country": "JP",
  "commodity_code": "2846901500", "goods_description": "dysprosium oxide Dy2O3 99.9%, powder", "origin": "CN",
  "destination": "JP", "mode": "air", "packages": "10", "package_kind": "drum", "net_mass": "250",
  "gross_mass": "270", "mass_unit": "kg", "statistical_value": "60000", "currency": "USD",
  "end_use": "magnet production", "end_user": "Rei Shoji KK",
])

func licence(
  _ number: String, for row: Row, controls: [String], kilograms: Int, from: String = "2025-05-01",
  to: String = "2026-04-30"
) -> Licence {
  Licence(
    number: number,
    holder: Party(name: row.cells["exporter_name"], identifier: row.cells["exporter_id"]),
    controlCodes: controls, granted: ExactDecimal(kilograms), unit: .kilogram, validFrom: Day(from)!,
    validTo: Day(to)!, country: row.cells["destination"].flatMap { CountryCode($0) },
    source: SourceLocation(file: "l.csv", line: 2))
}
