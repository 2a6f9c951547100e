// SPDX-License-Identifier: Apache-2.0

/// The columns of the table as it grows: each chunk is appended and its own cells are free for the next one, so that no
/// row is ever held twice.
struct TableColumns {
  var line = ColumnBuilder<UInt32>()
  var declarationID = ColumnBuilder<UInt32>()
  var itemNumber = ColumnBuilder<Int32>()
  var day = ColumnBuilder<Int32>()
  var commodityCode = ColumnBuilder<UInt32>()
  var origin = ColumnBuilder<UInt16>()
  var destination = ColumnBuilder<UInt16>()
  var mode = ColumnBuilder<UInt8>()
  var packages = ColumnBuilder<Int32>()
  var netMass = ColumnBuilder<Int64>()
  var grossMass = ColumnBuilder<Int64>()
  var quantity = ColumnBuilder<Int64>()
  var quantityUnit = ColumnBuilder<UInt8>()
  var value = ColumnBuilder<Int64>()
  var currency = ColumnBuilder<UInt16>()
  /// By role.
  var parties = (0..<RowParser.roles).map { _ in ColumnBuilder<UInt32>() }
  /// In the order of `TextColumn`.
  var text = TextColumn.allCases.map { _ in ColumnBuilder<UInt32>() }

  /// Appends the first rows of a chunk; `room` is how many rows the columns should have room for.
  mutating func append(_ chunk: ChunkColumns, _ rows: Int, room: Int) {
    guard rows > 0 else { return }
    line.append(chunk.line, rows, room: room)
    declarationID.append(chunk.declarationID, rows, room: room)
    itemNumber.append(chunk.itemNumber, rows, room: room)
    day.append(chunk.day, rows, room: room)
    commodityCode.append(chunk.commodityCode, rows, room: room)
    origin.append(chunk.origin, rows, room: room)
    destination.append(chunk.destination, rows, room: room)
    mode.append(chunk.mode, rows, room: room)
    packages.append(chunk.packages, rows, room: room)
    netMass.append(chunk.netMass, rows, room: room)
    grossMass.append(chunk.grossMass, rows, room: room)
    quantity.append(chunk.quantity, rows, room: room)
    quantityUnit.append(chunk.quantityUnit, rows, room: room)
    value.append(chunk.value, rows, room: room)
    currency.append(chunk.currency, rows, room: room)
    for (role, cells) in [chunk.exporter, chunk.consignee, chunk.declarant, chunk.notifyParty].enumerated() {
      parties[role].append(cells, rows, room: room)
    }
    for (index, cells) in chunk.text.enumerated() { text[index].append(cells, rows, room: room) }
  }
}
