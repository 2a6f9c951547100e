// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Cells of one column of one chunk: a fixed block of memory, written once by the parser of the chunk.
@safe final class Cells<Value: BitwiseCopyable>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Value>
  let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

  @inline(__always) subscript(row: Int) -> Value {
    get {
      assert(row >= 0 && row < capacity, "row out of bounds")
      return unsafe base[row]
    }
    set {
      assert(row >= 0 && row < capacity, "row out of bounds")
      unsafe base[row] = newValue
    }
  }

  init(capacity: Int, filledWith value: Value) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
    unsafe base.initialize(repeating: value, count: capacity)
  }

  /// Lends the first rows.
  func lend(_ count: Int, _ body: (UnsafeBufferPointer<Value>) -> Void) {
    precondition(count <= capacity, "rows in bounds")
    unsafe body(UnsafeBufferPointer(start: base, count: count))
  }
}

/// The columns of text that each have a dictionary of their own.
enum TextColumn: Int, CaseIterable {
  case office, procedure, goodsDescription, composition, itinerary, packageKind, licences, endUse, endUser
}

/// One chunk of rows in columns; codes are the worker's own until the chunk is merged.
///
/// A worker uses its cells again for its next chunk. Fields that are not read keep the absent value they begin with.
final class ChunkColumns: Sendable {
  static let absent64 = Int64.min
  static let absent32 = Int32(-1)

  let capacity: Int
  /// Declaration id of each row, pointing into the chunk or into what the chunk keeps, and its hash.
  let id: Cells<Bytes>
  let idHash: Cells<UInt64>
  /// Where each row lies in the chunk.
  let offset: Cells<UInt32>
  let line: Cells<UInt32>
  let declarationID: Cells<UInt32>
  let itemNumber: Cells<Int32>
  let day: Cells<Int32>
  let commodityCode: Cells<UInt32>
  let origin: Cells<UInt16>
  let destination: Cells<UInt16>
  let mode: Cells<UInt8>
  let packages: Cells<Int32>
  let netMass: Cells<Int64>
  let grossMass: Cells<Int64>
  let quantity: Cells<Int64>
  let quantityUnit: Cells<UInt8>
  let value: Cells<Int64>
  let currency: Cells<UInt16>
  let exporter: Cells<UInt32>
  let consignee: Cells<UInt32>
  let declarant: Cells<UInt32>
  let notifyParty: Cells<UInt32>
  let office: Cells<UInt32>
  let procedure: Cells<UInt32>
  let goodsDescription: Cells<UInt32>
  let composition: Cells<UInt32>
  let itinerary: Cells<UInt32>
  let packageKind: Cells<UInt32>
  let licences: Cells<UInt32>
  let endUse: Cells<UInt32>
  let endUser: Cells<UInt32>
  /// The nine columns of text, in the order of `TextColumn`.
  let text: [Cells<UInt32>]

  init(capacity: Int) {
    self.capacity = capacity
    id = Cells(capacity: capacity)
    idHash = Cells(capacity: capacity)
    offset = Cells(capacity: capacity)
    line = Cells(capacity: capacity)
    declarationID = Cells(capacity: capacity, filledWith: 0)
    itemNumber = Cells(capacity: capacity, filledWith: Self.absent32)
    day = Cells(capacity: capacity, filledWith: 0)
    commodityCode = Cells(capacity: capacity, filledWith: 0)
    origin = Cells(capacity: capacity, filledWith: 0)
    destination = Cells(capacity: capacity, filledWith: 0)
    mode = Cells(capacity: capacity, filledWith: 0)
    packages = Cells(capacity: capacity, filledWith: Self.absent32)
    netMass = Cells(capacity: capacity, filledWith: Self.absent64)
    grossMass = Cells(capacity: capacity, filledWith: Self.absent64)
    quantity = Cells(capacity: capacity, filledWith: Self.absent64)
    quantityUnit = Cells(capacity: capacity, filledWith: 0)
    value = Cells(capacity: capacity, filledWith: Self.absent64)
    currency = Cells(capacity: capacity, filledWith: 0)
    exporter = Cells(capacity: capacity, filledWith: 0)
    consignee = Cells(capacity: capacity, filledWith: 0)
    declarant = Cells(capacity: capacity, filledWith: 0)
    notifyParty = Cells(capacity: capacity, filledWith: 0)
    office = Cells(capacity: capacity, filledWith: 0)
    procedure = Cells(capacity: capacity, filledWith: 0)
    goodsDescription = Cells(capacity: capacity, filledWith: 0)
    composition = Cells(capacity: capacity, filledWith: 0)
    itinerary = Cells(capacity: capacity, filledWith: 0)
    packageKind = Cells(capacity: capacity, filledWith: 0)
    licences = Cells(capacity: capacity, filledWith: 0)
    endUse = Cells(capacity: capacity, filledWith: 0)
    endUser = Cells(capacity: capacity, filledWith: 0)
    text = [
      office, procedure, goodsDescription, composition, itinerary, packageKind,
      licences, endUse, endUser,
    ]
  }

  /// These cells, or larger ones for so many rows.
  func fitting(_ rows: Int) -> ChunkColumns {
    rows <= capacity ? self : ChunkColumns(capacity: rows + rows / 8)
  }

  /// Gives a row the cells of the row before that are read from the head of a declaration; `parties` are bits by role.
  @inline(__always) func repeatHead(_ row: Int, parties: UInt8) {
    day[row] = day[row &- 1]
    office[row] = office[row &- 1]
    procedure[row] = procedure[row &- 1]
    if parties & 1 != 0 { exporter[row] = exporter[row &- 1] }
    if parties & 2 != 0 { consignee[row] = consignee[row &- 1] }
    if parties & 4 != 0 { declarant[row] = declarant[row &- 1] }
    if parties & 8 != 0 { notifyParty[row] = notifyParty[row &- 1] }
  }

  /// Moves the cells of one row to another, lower row (after a duplicate was taken out).
  func move(_ from: Int, to: Int) {
    line[to] = line[from]
    declarationID[to] = declarationID[from]
    itemNumber[to] = itemNumber[from]
    day[to] = day[from]
    commodityCode[to] = commodityCode[from]
    origin[to] = origin[from]
    destination[to] = destination[from]
    mode[to] = mode[from]
    packages[to] = packages[from]
    netMass[to] = netMass[from]
    grossMass[to] = grossMass[from]
    quantity[to] = quantity[from]
    quantityUnit[to] = quantityUnit[from]
    value[to] = value[from]
    currency[to] = currency[from]
    exporter[to] = exporter[from]
    consignee[to] = consignee[from]
    declarant[to] = declarant[from]
    notifyParty[to] = notifyParty[from]
    for cells in text { cells[to] = cells[from] }
  }
}

/// The dictionaries of one worker, or of the whole table.
final class DictionarySet: Sendable {
  let declarationID: Interner
  let name: Interner
  let identifier: Interner
  let address: Interner
  /// Distinct parties: sixteen bytes each, three codes of the dictionaries above and the packed country.
  let party: Interner
  /// Distinct commodity codes: eight bytes each, the number times sixteen plus the count of digits.
  let commodityCode: Interner
  let office: Interner
  let procedure: Interner
  let goodsDescription: Interner
  let composition: Interner
  let itinerary: Interner
  let packageKind: Interner
  let licences: Interner
  let endUse: Interner
  let endUser: Interner
  /// The nine dictionaries of text, in the order of `TextColumn`.
  let text: [Interner]
  /// Whether the set is a worker's own, whose entries are merged into those of the table.
  let areMerged: Bool

  /// - Parameter slots: how large each dictionary begins.
  init(areMerged: Bool, slots: Int = InternTable.usualSlots) {
    self.areMerged = areMerged
    func made() -> Interner { Interner(slots: slots) }
    (declarationID, name, identifier, address) = (made(), made(), made(), made())
    (party, commodityCode, office, procedure) = (made(), made(), made(), made())
    (goodsDescription, composition, itinerary, packageKind) = (made(), made(), made(), made())
    (licences, endUse, endUser) = (made(), made(), made())
    text = [
      office, procedure, goodsDescription, composition, itinerary, packageKind,
      licences, endUse, endUser,
    ]
  }

  var byteCount: Int {
    text.reduce(0) { $0 + $1.byteCount } + declarationID.byteCount + name.byteCount + identifier.byteCount
      + address.byteCount + party.byteCount + commodityCode.byteCount
  }
}

/// The tables of a set of dictionaries, as handles for the inner loop; the set must outlive them.
struct DictionaryTables: BitwiseCopyable {
  let name: InternTable
  let identifier: InternTable
  let address: InternTable
  let party: InternTable
  let commodityCode: InternTable
  let office: InternTable
  let procedure: InternTable
  let goodsDescription: InternTable
  let composition: InternTable
  let itinerary: InternTable
  let packageKind: InternTable
  let licences: InternTable
  let endUse: InternTable
  let endUser: InternTable

  init(_ set: DictionarySet) {
    name = set.name.table
    identifier = set.identifier.table
    address = set.address.table
    party = set.party.table
    commodityCode = set.commodityCode.table
    office = set.office.table
    procedure = set.procedure.table
    goodsDescription = set.goodsDescription.table
    composition = set.composition.table
    itinerary = set.itinerary.table
    packageKind = set.packageKind.table
    licences = set.licences.table
    endUse = set.endUse.table
    endUser = set.endUser.table
  }
}

/// A party as codes, in the form that the party dictionary interns.
struct PartyKey: BitwiseCopyable {
  var name: UInt32
  var identifier: UInt32
  var address: UInt32
  var country: UInt32

  var isEmpty: Bool { name | identifier | address | country == 0 }

  func code(in dictionary: InternTable) -> UInt32 {
    var key = self
    return unsafe withUnsafeBytes(of: &key) { raw in
      let bytes = unsafe raw.bindMemory(to: UInt8.self)
      return unsafe dictionary.intern(Bytes(bytes.baseAddress!, bytes.count))
    }
  }

  /// A code of its own for the party, whether it was seen before or not.
  func append(to dictionary: InternTable) -> UInt32 {
    var key = self
    return unsafe withUnsafeBytes(of: &key) { raw in
      let bytes = unsafe raw.bindMemory(to: UInt8.self)
      return unsafe dictionary.appendEach(Bytes(bytes.baseAddress!, bytes.count))
    }
  }

  init(name: UInt32, identifier: UInt32, address: UInt32, country: UInt32) {
    self.name = name
    self.identifier = identifier
    self.address = address
    self.country = country
  }

  init(_ bytes: Bytes) {
    precondition(bytes.count == 16, "a party key has sixteen bytes")
    self = unsafe UnsafeRawPointer(bytes.base).loadUnaligned(as: PartyKey.self)
  }
}

/// A commodity code in the form that its dictionary interns.
struct CodeKey: BitwiseCopyable {
  var packed: UInt64

  init(number: UInt64, count: Int) { packed = number << 4 | UInt64(count) }

  init(_ bytes: Bytes) {
    precondition(bytes.count == 8, "a commodity code key has eight bytes")
    packed = unsafe UnsafeRawPointer(bytes.base).loadUnaligned(as: UInt64.self)
  }

  func code(in dictionary: InternTable) -> UInt32 {
    var key = packed
    return unsafe withUnsafeBytes(of: &key) { raw in
      let bytes = unsafe raw.bindMemory(to: UInt8.self)
      return unsafe dictionary.intern(Bytes(bytes.baseAddress!, bytes.count))
    }
  }

  var value: CommodityCode? { CommodityCode(number: packed >> 4, count: Int(packed & 15)) }
}
