// SPDX-License-Identifier: Apache-2.0

/// The canonical columns of a declaration file, in order.
enum Column: Int, CaseIterable, Sendable {
  case declaration, item, date, office, procedure
  case exporterName, exporterID, exporterAddress, exporterCountry
  case consigneeName, consigneeID, consigneeAddress, consigneeCountry
  case declarantName, declarantID
  case notifyName, notifyID, notifyAddress, notifyCountry
  case code, description, composition, origin, destination, itinerary, mode
  case packages, packageKind, netMass, grossMass, massUnit, quantity, quantityUnit, value, currency
  case licences, endUse, endUser

  var name: StaticString {
    switch self {
    case .declaration: "declaration_id"
    case .item: "item_number"
    case .date: "date"
    case .office: "office"
    case .procedure: "procedure"
    case .exporterName: "exporter_name"
    case .exporterID: "exporter_id"
    case .exporterAddress: "exporter_address"
    case .exporterCountry: "exporter_country"
    case .consigneeName: "consignee_name"
    case .consigneeID: "consignee_id"
    case .consigneeAddress: "consignee_address"
    case .consigneeCountry: "consignee_country"
    case .declarantName: "declarant_name"
    case .declarantID: "declarant_id"
    case .notifyName: "notify_name"
    case .notifyID: "notify_id"
    case .notifyAddress: "notify_address"
    case .notifyCountry: "notify_country"
    case .code: "commodity_code"
    case .description: "goods_description"
    case .composition: "composition"
    case .origin: "origin"
    case .destination: "destination"
    case .itinerary: "itinerary"
    case .mode: "mode"
    case .packages: "packages"
    case .packageKind: "package_kind"
    case .netMass: "net_mass"
    case .grossMass: "gross_mass"
    case .massUnit: "mass_unit"
    case .quantity: "quantity"
    case .quantityUnit: "quantity_unit"
    case .value: "statistical_value"
    case .currency: "currency"
    case .licences: "licence_numbers"
    case .endUse: "end_use"
    case .endUser: "end_user"
    }
  }

  /// Whether JSON gives the column as a number.
  var isNumber: Bool {
    switch self {
    case .item, .packages, .netMass, .grossMass, .quantity, .value: true
    default: false
    }
  }
}

/// The columns of a file: all of them, or the few of an investigator's spreadsheet.
public enum Layout: String, Sendable, CaseIterable {
  case canonical, forensic

  var columns: [(name: StaticString, column: Column)] {
    switch self {
    case .canonical: Column.allCases.map { ($0.name, $0) }
    case .forensic:
      [
        ("declaration_id", .declaration), ("date", .date), ("exporter_id", .exporterID),
        ("exporter", .exporterName), ("consignee_id", .consigneeID), ("consignee", .consigneeName),
        ("hs8", .code), ("description", .description), ("origin", .origin), ("destination", .destination),
        ("transit", .itinerary), ("port", .office), ("net_kg", .netMass), ("value", .value),
        ("currency", .currency), ("licence_no", .licences), ("packages", .packages), ("mode", .mode),
      ]
    }
  }
}

/// How rows are written down.
public enum RowFormat: String, Sendable, CaseIterable {
  case csv, jsonLines
}

/// One goods item in the making: the bytes of each column, empty when absent.
struct Row: Sendable {
  private var cells: [Bytes] = Array(repeating: [], count: Column.allCases.count)

  // What is true of the goods, for the truth file.
  var isScheme = false
  var schemeName: Bytes = []
  var method: Bytes = []
  var material: Bytes = []
  var note: Bytes = []

  subscript(column: Column) -> Bytes {
    _read { yield cells[column.rawValue] }
    _modify { yield &cells[column.rawValue] }
  }

  func isEmpty(_ column: Column) -> Bool { cells[column.rawValue].isEmpty }

  mutating func clear() {
    for index in cells.indices where !cells[index].isEmpty { cells[index].removeAll(keepingCapacity: true) }
    isScheme = false
    schemeName.removeAll(keepingCapacity: true)
    method.removeAll(keepingCapacity: true)
    material.removeAll(keepingCapacity: true)
    note.removeAll(keepingCapacity: true)
  }

  mutating func set(exporter party: InventedParty) {
    self[.exporterName] += party.name
    self[.exporterID] += party.identifier
    self[.exporterAddress] += party.address
    self[.exporterCountry] += party.country
  }
  mutating func set(consignee party: InventedParty) {
    self[.consigneeName] += party.name
    self[.consigneeID] += party.identifier
    self[.consigneeAddress] += party.address
    self[.consigneeCountry] += party.country
  }
  mutating func set(notify party: InventedParty) {
    self[.notifyName] += party.name
    self[.notifyID] += party.identifier
    self[.notifyAddress] += party.address
    self[.notifyCountry] += party.country
  }
}

/// Writes rows in a layout and format.
struct RowWriter: Sendable {
  private let columns: [(name: StaticString, column: Column)]
  private let layout: Layout
  private let format: RowFormat

  init(layout: Layout, format: RowFormat) {
    self.layout = layout
    self.format = format
    columns = layout.columns
  }

  /// The header line; empty for JSON Lines.
  var header: Bytes {
    guard format == .csv else { return [] }
    var bytes: Bytes = []
    for (index, column) in columns.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(column.name)
    }
    bytes.append(0x0A)
    return bytes
  }

  func write(_ row: borrowing Row, into bytes: inout Bytes) {
    switch format {
    case .csv:
      for index in columns.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        let column = columns[index].column
        if row.isEmpty(column) { continue }
        if layout == .forensic, column == .code {
          bytes.append(contentsOf: row[column].prefix(8))
        } else {
          bytes.append(delimited: row[column])
        }
      }
      bytes.append(0x0A)
    case .jsonLines:
      bytes.append(UInt8(ascii: "{"))
      var first = true
      for (name, column) in columns {
        let cell = layout == .forensic && column == .code ? Bytes(row[column].prefix(8)) : row[column]
        guard !cell.isEmpty else { continue }
        if !first { bytes.append(UInt8(ascii: ",")) }
        first = false
        bytes.append(UInt8(ascii: "\""))
        bytes.append(name)
        bytes.append("\":")
        if column.isNumber {
          bytes.append(contentsOf: cell)
        } else {
          bytes.append(jsonString: cell)
        }
      }
      bytes.append("}\n")
    }
  }
}

extension [UInt8] {
  /// Appends a cell of delimited text, quoted where it must be (RFC 4180).
  mutating func append(delimited cell: [UInt8]) {
    var plain = true
    for byte in cell where byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte < 0x20 {
      plain = false
      break
    }
    if plain {
      append(contentsOf: cell)
      return
    }
    append(UInt8(ascii: "\""))
    for byte in cell {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends a JSON string.
  mutating func append(jsonString cell: [UInt8]) {
    append(UInt8(ascii: "\""))
    for byte in cell {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case 0..<0x20: append(0x20)
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }
}
