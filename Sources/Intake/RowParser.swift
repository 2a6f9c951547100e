// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Reads the fields of one row into the cells of a chunk, or collects what is wrong with them.
///
/// The tokenizers (CSV fast and quoted, JSON Lines) put the bytes of each field into a slot; everything after
/// that is the same for all of them.
struct RowParser: ~Copyable {
  static let fieldLimit = 1 << 20
  /// Most kilograms that one item may weigh: the largest bulk carriers carry 4e8.
  static let largestMass: Int64 = 1_000_000_000 * 1_000_000
  /// Most that a value or a quantity may be, in millionths: nine million million.
  static let largestAmount: Int64 = 9_000_000_000_000 * 1_000_000

  let plan: FilePlan
  let names: any TradeNames
  /// Keeps the dictionaries alive that `tables` reaches.
  private(set) var dictionaries: DictionarySet
  private(set) var tables: DictionaryTables
  let slots: Cells<Bytes>
  static let roles = PartyRole.allCases.count
  /// Of each party the columns that stand side by side, -1 for none, and their bytes in the row at hand.
  let spans: Cells<FilePlan.Span>
  let spanBytes: Cells<Bytes>
  /// Bit by field: it is read. The cells of the others keep their absent values.
  private let reads: UInt64
  private let partyReads: UInt8
  /// The same without what is read from the head of the declaration alone.
  private let itemReads: UInt64
  private let itemPartyReads: UInt8
  private var idSeed: UInt64
  private let constantStore: [Interner]
  private let spanOwners: [Interner]
  let spanCache: InlineArray<4, InternTable>
  var spanParty: InlineArray<4, [UInt32]>
  var countries = ValueCache()
  var codes = ValueCache()
  var units = ValueCache()
  var currencies = ValueCache()
  var modes = ValueCache()
  var faults: [RowFault] = []

  /// - Parameters:
  ///   - idSeed: the key under which declaration ids are hashed.
  ///   - reads: indices of the fields that a row can hold.
  init(
    plan: FilePlan, names: any TradeNames, dictionaries: DictionarySet, idSeed: UInt64, reads: Set<Int>
  ) {
    self.plan = plan
    self.idSeed = idSeed
    self.reads = reads.reduce(0) { $0 | 1 << UInt64($1) }
    var partyReads: UInt8 = 0
    spans = Cells(capacity: Self.roles)
    spanBytes = Cells(capacity: Self.roles)
    for role in 0..<Self.roles {
      spans[role] = plan.partySpans[role] ?? FilePlan.Span(first: -1, last: -1)
      spanBytes[role] = Bytes.empty
      if Self.partyFields[role].contains(where: reads.contains) { partyReads |= 1 << UInt8(role) }
    }
    self.partyReads = partyReads
    let head = plan.headFields
    itemReads = self.reads & ~head.reduce(0) { $0 | 1 << UInt64($1) }
    var headParties: UInt8 = 0
    for role in 0..<Self.roles where !head.isDisjoint(with: Self.partyFields[role]) {
      headParties |= 1 << UInt8(role)
    }
    itemPartyReads = partyReads & ~headParties
    self.names = names
    self.dictionaries = dictionaries
    tables = DictionaryTables(dictionaries)
    slots = Cells(capacity: DeclarationField.allCases.count)
    for index in 0..<DeclarationField.allCases.count { slots[index] = Bytes.empty }
    let store = Interner()
    let placed = plan.constants.map { ($0.field, Self.keep($0.bytes, in: store)) }
    for (field, code) in placed { slots[field] = store[code] }
    constantStore = [store]
    let owners = PartyRole.allCases.map { _ in Interner() }
    spanOwners = owners
    spanCache = InlineArray { owners[$0].table }
    spanParty = InlineArray(repeating: [0])
  }

  /// Writes into the dictionaries of another table from now on. For rows without spans, whose codes would be those of the
  /// table before.
  mutating func turn(to dictionaries: DictionarySet) {
    self.dictionaries = dictionaries
    tables = DictionaryTables(dictionaries)
    idSeed = dictionaries.declarationID.seed
    codes = ValueCache()
  }

  /// Bytes of memory that remembered values take.
  var cachedBytes: Int {
    countries.byteCount + units.byteCount + currencies.byteCount + modes.byteCount
  }

  private static func keep(_ bytes: [UInt8], in store: Interner) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer {
      unsafe $0.isEmpty ? 0 : store.intern(Bytes($0.baseAddress!, $0.count))
    }
  }

  // MARK: Faults

  mutating func clearFaults() { if !faults.isEmpty { faults.removeAll(keepingCapacity: true) } }

  mutating func fault(_ reason: QuarantineReason, _ field: DeclarationField? = nil, hint: String? = nil) {
    faults.append(
      RowFault(reason: reason, field: field, column: 0, message: reason.line(field: field, hint: hint)))
  }

  /// Sets the columns of the faults found, from the field's index.
  mutating func placeFaults(_ column: (DeclarationField) -> Int) {
    for index in faults.indices {
      if let field = faults[index].field, faults[index].column == 0 { faults[index].column = column(field) }
    }
  }

  /// Sets the column of the last fault, where no field tells it.
  mutating func placeLastFault(_ column: Int) {
    if !faults.isEmpty { faults[faults.count - 1].column = column }
  }

  @inline(__always) func slot(_ field: Int) -> Bytes { slots[field] }

  /// The kind of package where the count was written with it.
  var packageWords = Bytes.empty

  // MARK: One row

  @inline(__always) func isRead(_ field: Int) -> Bool { isIn(reads, field) }

  @inline(__always) private func isIn(_ fields: UInt64, _ field: Int) -> Bool {
    fields &>> UInt64(field) & 1 != 0
  }

  /// Writes the row and gives true, or gives false and leaves the faults in `faults`.
  ///
  /// - Parameters:
  ///   - hasSpans: `spanBytes` holds the columns side by side, for the party look-up.
  ///   - repeatsHead: the head of the declaration is that of the row before, which stands in the cells; its slots and
  ///     spans need not be filled.
  @inline(__always)
  mutating func parse(into out: ChunkColumns, row: Int, hasSpans: Bool, repeatsHead: Bool = false) -> Bool {
    let reads = repeatsHead ? itemReads : self.reads
    let partyReads = repeatsHead ? itemPartyReads : self.partyReads
    // The dictionaries with most entries are asked for now and read at the end, when their memory has come.
    let descriptionHash = tables.goodsDescription.prefetch(slot(F.goodsDescription))
    let licencesHash = tables.licences.prefetch(slot(F.licences))
    let endUserHash = tables.endUser.prefetch(slot(F.endUser))
    let exporterSpan = span(0, hasSpans && partyReads & 1 != 0)
    let consigneeSpan = span(1, hasSpans && partyReads & 2 != 0)
    let declarantSpan = span(2, hasSpans && partyReads & 4 != 0)
    let notifySpan = span(3, hasSpans && partyReads & 8 != 0)

    if repeatsHead { out.repeatHead(row, parties: self.partyReads & ~partyReads) }
    if !repeatsHead || isIn(reads, F.date) { readDate(into: out, row: row) }

    let codeText = slot(F.commodityCode)
    let code = codeText.isEmpty ? 0 : codeValue(codeText)
    if codeText.isEmpty {
      if slot(F.goodsDescription).isEmpty, isRead(F.goodsDescription) || isRead(F.commodityCode) {
        fault(.goodsMissing, .commodityCode)
      }
    } else if code < 0 {
      fault(code == -1 ? .codeMalformed : .codeLength, .commodityCode)
    }

    tables.goodsDescription.prefetchEntry(descriptionHash)
    if let exporterSpan { spanCache[0].prefetchEntry(exporterSpan.hash) }
    if let consigneeSpan { spanCache[1].prefetchEntry(consigneeSpan.hash) }
    let destination = slot(F.destination)
    if destination.isEmpty {
      fault(.destinationMissing, .destination)
    } else {
      let before = faults.count
      let packed = country(destination, .destination)
      if packed == 0, faults.count == before { fault(.destinationMissing, .destination) }
      out.destination[row] = packed
    }
    if isRead(F.origin) { out.origin[row] = country(slot(F.origin), .origin) }

    if isRead(F.netMass) || isRead(F.grossMass) || isRead(F.massUnit) { readMasses(into: out, row: row) }
    if isRead(F.quantity) || isRead(F.quantityUnit) || isRead(F.statisticalValue) || isRead(F.currency) {
      readAmounts(into: out, row: row)
    } else {
      out.currency[row] = plan.currency.packed
    }
    // Counted when the chunk is merged where the input has none.
    out.itemNumber[row] = whole(slot(F.itemNumber), .itemNumber)
    packageWords = .empty
    if isRead(F.packages) { out.packages[row] = whole(slot(F.packages), .packages) }
    if isRead(F.mode) { out.mode[row] = mode(slot(F.mode)) }

    if !faults.isEmpty { return false }

    if partyReads & 1 != 0 { out.exporter[row] = party(0, exporterSpan) }
    if partyReads & 2 != 0 { out.consignee[row] = party(1, consigneeSpan) }
    if partyReads & 4 != 0 { out.declarant[row] = party(2, declarantSpan) }
    if partyReads & 8 != 0 { out.notifyParty[row] = party(3, notifySpan) }
    if !faults.isEmpty { return false }

    out.idHash[row] = slot(F.declarationID).hash(seed: idSeed)
    out.commodityCode[row] = UInt32(truncatingIfNeeded: code)
    if isIn(reads, F.office) { out.office[row] = tables.office.intern(slot(F.office)) }
    if isIn(reads, F.procedure) { out.procedure[row] = tables.procedure.intern(slot(F.procedure)) }
    if isRead(F.goodsDescription) {
      out.goodsDescription[row] = tables.goodsDescription.intern(
        slot(F.goodsDescription), hash: descriptionHash)
    }
    intern(F.composition, tables.composition, out.composition, row)
    intern(F.itinerary, tables.itinerary, out.itinerary, row)
    if isRead(F.packageKind) || isRead(F.packages) {
      let kind = slot(F.packageKind)
      out.packageKind[row] = tables.packageKind.intern(kind.isEmpty ? packageWords : kind)
    }
    if isRead(F.licences) {
      out.licences[row] = tables.licences.intern(slot(F.licences), hash: licencesHash)
    }
    intern(F.endUse, tables.endUse, out.endUse, row)
    if isRead(F.endUser) {
      out.endUser[row] = tables.endUser.intern(slot(F.endUser), hash: endUserHash)
    }
    return true
  }

  @inline(__always)
  private func intern(_ field: Int, _ dictionary: InternTable, _ cells: Cells<UInt32>, _ row: Int) {
    if isRead(field) { cells[row] = dictionary.intern(slot(field)) }
  }

  @inline(__always) private mutating func readDate(into out: ChunkColumns, row: Int) {
    let date = slot(F.date)
    if date.isEmpty {
      fault(.dateMissing, .date)
    } else {
      let day = DateReading.day(date, plan.dateFormat)
      if day > DateReading.impossible {
        out.day[row] = day
      } else {
        fault(day == DateReading.impossible ? .dateImpossible : .dateMalformed, .date)
      }
    }
  }
}
