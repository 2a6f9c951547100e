// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Puts parsed chunks together in the order of the input.
///
/// Every code of the table is given here, in order of first appearance, whichever worker read the chunk.
final class TableBuilder {
  /// What a worker's codes mean in the table; it grows as chunks of the worker are merged.
  struct Remap {
    var name: [UInt32] = [0]
    var identifier: [UInt32] = [0]
    var address: [UInt32] = [0]
    var party: [UInt32] = [0]
    var commodityCode: [UInt32] = [0]
    var text: [[UInt32]] = TextColumn.allCases.map { _ in [0] }
  }

  /// The table's dictionaries; with a single worker they are the worker's own.
  let dictionaries: DictionarySet
  private let isSingle: Bool
  private var remaps: [Remap]
  private var columns = TableColumns()
  private var fileStarts: [Int] = []
  private var items: ItemRegister
  private(set) var rowCount = 0
  private(set) var rowsRead = 0
  private(set) var blankLines = 0
  private(set) var quarantine: [QuarantinedRow] = []
  private let files: [String]
  private let names: any TradeNames
  private var nearest: [String: String?] = [:]

  /// - Parameter slots: how large each dictionary begins.
  init(
    files: [String], workers: Int, names: any TradeNames, slots: Int = InternTable.usualSlots
  ) {
    self.names = names
    self.files = files
    dictionaries = DictionarySet(areMerged: false, slots: slots)
    isSingle = workers == 1
    remaps = (0..<workers).map { _ in Remap() }
    items = ItemRegister()
  }

  /// Merges the next chunk in order, read by a worker with its own dictionaries.
  func merge(_ parsed: ParsedChunk, worker: Int, own: DictionarySet, countItems: Bool) {
    while fileStarts.count <= parsed.chunk.fileIndex { fileStarts.append(rowCount) }
    if !isSingle {
      extend(&remaps[worker], from: own)
      apply(remaps[worker], to: parsed)
    }
    registerItems(of: parsed, countItems: countItems)
    rowsRead += parsed.rowsRead
    blankLines += parsed.blankLines
    for row in parsed.quarantine { quarantine.append(hinted(row)) }
    rowCount += parsed.rows
    columns.append(parsed.columns, parsed.rows, room: room(for: parsed))
  }

  /// Rows that the columns should have room for: as many as the rest of the file holds, at its rows a byte so far.
  private func room(for parsed: ParsedChunk) -> Int {
    let chunk = parsed.chunk
    let seen = chunk.bytesBefore + chunk.bytes.count
    let start = fileStarts[chunk.fileIndex]
    guard chunk.bytesInAll > seen, seen > 0 else { return rowCount }
    let whole = Double(rowCount - start) / Double(seen) * Double(chunk.bytesInAll)
    return start + Int(whole * 1.02) + 1024
  }

  private func extend(_ remap: inout Remap, from own: DictionarySet) {
    func grow(_ codes: inout [UInt32], _ source: Interner, _ target: Interner) {
      let (source, target) = (source.table, target.table)
      let (first, end) = (codes.count, source.count + 1)
      guard first < end else { return }
      // Slots are asked for some entries ahead, so that their memory has come when they are looked at.
      var hashes = InlineArray<8, UInt64>(repeating: 0)
      for code in first..<end + 8 {
        let ready = code - 8
        if ready >= first {
          codes.append(target.intern(source[UInt32(ready)], hash: hashes[ready & 7]))
        }
        if code < end { hashes[code & 7] = target.prefetch(source[UInt32(code)]) }
      }
    }
    grow(&remap.name, own.name, dictionaries.name)
    grow(&remap.identifier, own.identifier, dictionaries.identifier)
    grow(&remap.address, own.address, dictionaries.address)
    grow(&remap.commodityCode, own.commodityCode, dictionaries.commodityCode)
    for column in TextColumn.allCases {
      grow(&remap.text[column.rawValue], own.text[column.rawValue], dictionaries.text[column.rawValue])
    }
    while remap.party.count <= own.party.count {
      let key = PartyKey(own.party[UInt32(remap.party.count)])
      let shared = PartyKey(
        name: remap.name[Int(key.name)], identifier: remap.identifier[Int(key.identifier)],
        address: remap.address[Int(key.address)], country: key.country)
      remap.party.append(shared.code(in: dictionaries.party.table))
    }
  }

  private func apply(_ remap: Remap, to parsed: ParsedChunk) {
    func translate(_ cells: Cells<UInt32>, _ codes: [UInt32]) {
      for row in 0..<parsed.rows { cells[row] = codes[Int(cells[row])] }
    }
    let columns = parsed.columns
    translate(columns.commodityCode, remap.commodityCode)
    for cells in [columns.exporter, columns.consignee, columns.declarant, columns.notifyParty] {
      translate(cells, remap.party)
    }
    for (cells, codes) in zip(columns.text, remap.text) { translate(cells, codes) }
  }

  /// The row with the nearest known country named, for the first few hundred unknown ones: looking is slow, and
  /// it is done here, in the order of the input, so that the messages do not depend on threads.
  private func hinted(_ row: QuarantinedRow) -> QuarantinedRow {
    guard row.faults.contains(where: { $0.unknownCountry != nil }) else { return row }
    var row = row
    for index in row.faults.indices {
      guard let text = row.faults[index].unknownCountry else { continue }
      row.faults[index].unknownCountry = nil
      if nearest[text] == nil, nearest.count < 500 { nearest[text] = .some(names.nearestCountry(to: text)) }
      if let near = nearest[text] ?? nil {
        row.faults[index].message = QuarantineReason.countryUnknown.line(
          field: row.faults[index].field, hint: "did you mean '\(near)'?")
      }
    }
    return row
  }

  // MARK: Declarations and their items

  private func registerItems(of parsed: ParsedChunk, countItems: Bool) {
    let columns = parsed.columns
    let ids = dictionaries.declarationID.table
    var duplicates: [QuarantinedRow] = []
    var previous = Bytes.empty
    var previousCode: UInt32 = 0
    var kept = 0
    // Out of this object for the loop, which would ask for access to it at every row.
    var items = ItemRegister()
    swap(&items, &self.items)
    defer { swap(&items, &self.items) }
    for row in 0..<parsed.rows {
      let id = columns.id[row]
      if row &+ 8 < parsed.rows { ids.prefetch(hash: columns.idHash[row &+ 8]) }
      if !id.isEmpty, !(unsafe id.equals(previous.base, previous.count)) {
        previous = id
        previousCode = ids.internRising(id, hash: columns.idHash[row])
      }
      let code = id.isEmpty ? 0 : previousCode
      columns.declarationID[row] = code
      if code != 0 {
        let item = columns.itemNumber[row]
        if item != ChunkColumns.absent32 {
          let place = ItemRegister.Place(file: parsed.chunk.fileIndex, line: columns.line[row])
          let first = items.register(code, item, at: place) { self.earlierItems(parsed, kept, $0) }
          if let first {
            duplicates.append(duplicate(parsed, row, of: first))
            continue
          }
        } else if countItems {
          columns.itemNumber[row] = items.next(code)
        }
      }
      if kept != row { columns.move(row, to: kept) }
      kept += 1
    }
    if !duplicates.isEmpty {
      parsed.quarantine = (parsed.quarantine + duplicates).sorted { $0.line < $1.line }
      parsed.rows = kept
    }
  }

  /// Hands every declaration and item merged so far to the register, when it needs them.
  private func earlierItems(
    _ parsed: ParsedChunk, _ kept: Int, _ body: (UInt32, Int32, ItemRegister.Place) -> Void
  ) {
    for row in 0..<rowCount where columns.declarationID[row] != 0 && columns.itemNumber[row] >= 0 {
      let file = (fileStarts.lastIndex { $0 <= row }) ?? 0
      body(
        columns.declarationID[row], columns.itemNumber[row],
        ItemRegister.Place(file: file, line: columns.line[row]))
    }
    let own = parsed.columns
    for row in 0..<kept where own.declarationID[row] != 0 && own.itemNumber[row] >= 0 {
      body(
        own.declarationID[row], own.itemNumber[row],
        ItemRegister.Place(file: parsed.chunk.fileIndex, line: own.line[row]))
    }
  }

  private func duplicate(_ parsed: ParsedChunk, _ row: Int, of first: ItemRegister.Place) -> QuarantinedRow {
    let reason = QuarantineReason.duplicateItem
    let place = SourceLocation(file: files[first.file], line: Int(first.line))
    let raw = parsed.rawRow(at: row)
    return QuarantinedRow(
      fileIndex: parsed.chunk.fileIndex, file: files[parsed.chunk.fileIndex],
      line: Int(parsed.columns.line[row]),
      faults: [
        RowFault(
          reason: reason, field: .declarationID, column: 0,
          message: "\(reason.message) (first at \(place)); \(reason.advice)")
      ], raw: raw, isCut: raw.count == QuarantinedRow.rawLimit)
  }

  // MARK: The table

  /// The table of all that was merged.
  func finish() -> DeclarationTable {
    while fileStarts.count <= files.count { fileStarts.append(rowCount) }
    func text(_ column: TextColumn) -> TextCodes {
      TextCodes(
        codes: columns.text[column.rawValue].finish(),
        dictionary: TextDictionary(interner: dictionaries.text[column.rawValue]))
    }
    var codes: [CommodityCode?] = [nil]
    for code in 0..<dictionaries.commodityCode.count {
      codes.append(CodeKey(dictionaries.commodityCode[UInt32(code + 1)]).value)
    }
    let parties = PartyDictionary(
      names: TextDictionary(interner: dictionaries.name),
      identifiers: TextDictionary(interner: dictionaries.identifier),
      addresses: TextDictionary(interner: dictionaries.address), interner: dictionaries.party)
    return DeclarationTable(
      rowCount: rowCount, files: files, fileStarts: fileStarts, line: columns.line.finish(),
      declarationID: TextCodes(
        codes: columns.declarationID.finish(),
        dictionary: TextDictionary(interner: dictionaries.declarationID)),
      itemNumber: columns.itemNumber.finish(), day: columns.day.finish(), office: text(.office),
      procedure: text(.procedure),
      commodityCode: columns.commodityCode.finish(), commodityCodes: codes,
      goodsDescription: text(.goodsDescription),
      composition: text(.composition), origin: columns.origin.finish(),
      destination: columns.destination.finish(),
      itinerary: text(.itinerary), mode: columns.mode.finish(), packages: columns.packages.finish(),
      packageKind: text(.packageKind), netMass: columns.netMass.finish(),
      grossMass: columns.grossMass.finish(),
      quantity: columns.quantity.finish(), quantityUnit: columns.quantityUnit.finish(),
      statisticalValue: columns.value.finish(),
      currency: columns.currency.finish(), licences: text(.licences), endUse: text(.endUse),
      endUser: text(.endUser),
      parties: parties, partyCodes: columns.parties.map { $0.finish() })
  }
}
