// SPDX-License-Identifier: Apache-2.0

/// The columns of the table as it grows: each chunk is appended and its own cells are free for the next one, so that no
/// row is ever held twice.
struct TableColumns {
  var line: [UInt32] = []
  var declarationID: [UInt32] = []
  var itemNumber: [Int32] = []
  var day: [Int32] = []
  var commodityCode: [UInt32] = []
  var origin: [UInt16] = []
  var destination: [UInt16] = []
  var mode: [UInt8] = []
  var packages: [Int32] = []
  var netMass: [Int64] = []
  var grossMass: [Int64] = []
  var quantity: [Int64] = []
  var quantityUnit: [UInt8] = []
  var value: [Int64] = []
  var currency: [UInt16] = []
  /// By role.
  var parties: [[UInt32]] = Array(repeating: [], count: RowParser.roles)
  /// In the order of `TextColumn`.
  var text: [[UInt32]] = Array(repeating: [], count: TextColumn.allCases.count)

  /// Appends the first rows of a chunk; `room` is how many rows the columns should have room for.
  mutating func append(_ chunk: ChunkColumns, _ rows: Int, room: Int) {
    guard rows > 0 else { return }
    let needed = line.count + rows
    // A little at a time costs a copy each time: half as much again where the end is not known.
    let capacity = needed <= line.capacity ? 0 : max(room, needed + needed / 2)
    func put<Value: BitwiseCopyable>(_ cells: Cells<Value>, _ column: inout [Value]) {
      if capacity > 0 { column.reserveCapacity(capacity) }
      cells.append(rows, to: &column)
    }
    put(chunk.line, &line)
    put(chunk.declarationID, &declarationID)
    put(chunk.itemNumber, &itemNumber)
    put(chunk.day, &day)
    put(chunk.commodityCode, &commodityCode)
    put(chunk.origin, &origin)
    put(chunk.destination, &destination)
    put(chunk.mode, &mode)
    put(chunk.packages, &packages)
    put(chunk.netMass, &netMass)
    put(chunk.grossMass, &grossMass)
    put(chunk.quantity, &quantity)
    put(chunk.quantityUnit, &quantityUnit)
    put(chunk.value, &value)
    put(chunk.currency, &currency)
    for (role, cells) in [chunk.exporter, chunk.consignee, chunk.declarant, chunk.notifyParty].enumerated() {
      put(cells, &parties[role])
    }
    for (index, cells) in chunk.text.enumerated() { put(cells, &text[index]) }
  }
}
