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
  let dictionaries: DictionarySet
  let slots: Cells<Bytes>
  private let constantStore: [Interner]
  private let spanCache: [Interner]
  private var spanParty: [[UInt32]]
  private let countries = ValueCache()
  private let codes = ValueCache()
  private let units = ValueCache()
  private let currencies = ValueCache()
  private let modes = ValueCache()
  private(set) var faults: [RowFault] = []

  init(plan: FilePlan, names: any TradeNames, dictionaries: DictionarySet) {
    self.plan = plan
    self.names = names
    self.dictionaries = dictionaries
    slots = Cells(capacity: DeclarationField.allCases.count)
    for index in 0..<DeclarationField.allCases.count { slots[index] = Bytes.empty }
    let store = Interner()
    let placed = plan.constants.map { ($0.field, Self.keep($0.bytes, in: store)) }
    for (field, code) in placed { slots[field] = store[code] }
    constantStore = [store]
    spanCache = PartyRole.allCases.map { _ in Interner() }
    spanParty = PartyRole.allCases.map { _ in [0] }
  }

  private static func keep(_ bytes: [UInt8], in store: Interner) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer {
      unsafe $0.isEmpty ? 0 : store.intern(Bytes($0.baseAddress!, $0.count))
    }
  }

  // MARK: Faults

  mutating func clearFaults() { if !faults.isEmpty { faults.removeAll(keepingCapacity: true) } }

  mutating func fault(_ reason: QuarantineReason, _ field: DeclarationField? = nil, hint: String? = nil) {
    let name = field.map { "\($0.rawValue): " } ?? ""
    let did = hint.map { "; \($0)" } ?? ""
    faults.append(
      RowFault(
        reason: reason, field: field, column: 0, message: "\(name)\(reason.message)\(did); \(reason.advice)"))
  }

  /// Sets the columns of the faults found, from the field's index.
  mutating func placeFaults(_ column: (DeclarationField) -> Int) {
    for index in faults.indices {
      if let field = faults[index].field { faults[index].column = column(field) }
    }
  }

  @inline(__always) private func slot(_ field: Int) -> Bytes { slots[field] }

  // MARK: One row

  /// Writes the row and gives true, or gives false and leaves the faults in `faults`.
  ///
  /// `spanOf` gives the bytes of columns side by side, for the party look-up, when the row lies whole in memory.
  @inline(__always)
  mutating func parse(into out: ChunkColumns, row: Int, spanOf: ((FilePlan.Span) -> Bytes)?) -> Bool {
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

    let codeText = slot(F.commodityCode)
    let code = codeText.isEmpty ? 0 : codeValue(codeText)
    if codeText.isEmpty {
      if slot(F.goodsDescription).isEmpty { fault(.goodsMissing, .commodityCode) }
    } else if code < 0 {
      fault(code == -1 ? .codeMalformed : .codeLength, .commodityCode)
    }

    let destination = slot(F.destination)
    if destination.isEmpty {
      fault(.destinationMissing, .destination)
    } else {
      out.destination[row] = country(destination, .destination)
    }
    out.origin[row] = country(slot(F.origin), .origin)

    readMasses(into: out, row: row)
    readAmounts(into: out, row: row)
    out.itemNumber[row] = whole(slot(F.itemNumber), .itemNumber)
    out.packages[row] = whole(slot(F.packages), .packages)
    out.mode[row] = mode(slot(F.mode))

    if !faults.isEmpty { return false }

    out.exporter[row] = party(0, spanOf)
    out.consignee[row] = party(1, spanOf)
    out.declarant[row] = party(2, spanOf)
    out.notifyParty[row] = party(3, spanOf)
    if !faults.isEmpty { return false }

    out.commodityCode[row] = UInt32(truncatingIfNeeded: code)
    for (column, field) in Self.textFields {
      out.text[column][row] = dictionaries.text[column].intern(slot(field))
    }
    return true
  }

  private static let textFields: [(Int, Int)] = [
    (TextColumn.office.rawValue, F.office), (TextColumn.procedure.rawValue, F.procedure),
    (TextColumn.goodsDescription.rawValue, F.goodsDescription),
    (TextColumn.composition.rawValue, F.composition),
    (TextColumn.itinerary.rawValue, F.itinerary), (TextColumn.packageKind.rawValue, F.packageKind),
    (TextColumn.licences.rawValue, F.licences), (TextColumn.endUse.rawValue, F.endUse),
    (TextColumn.endUser.rawValue, F.endUser),
  ]

  // MARK: Numbers

  @inline(__always) private mutating func readMasses(into out: ChunkColumns, row: Int) {
    var net = plan.netUnit
    var gross = plan.grossUnit
    let unitText = slot(F.massUnit)
    if !unitText.isEmpty {
      let unit = unitValue(unitText, .massUnit)
      if unit >= 0, let known = QuantityUnit(rawValue: UInt8(unit)) {
        if known.milligrams == nil { fault(.unitNotMass, .massUnit) }
        net = known
        gross = known
      }
    }
    out.netMass[row] = amount(slot(F.netMass), .netMass, net.milligrams ?? 1_000_000, Self.largestMass)
    out.grossMass[row] = amount(
      slot(F.grossMass), .grossMass, gross.milligrams ?? 1_000_000, Self.largestMass)
  }

  @inline(__always) private mutating func readAmounts(into out: ChunkColumns, row: Int) {
    let quantity = amount(slot(F.quantity), .quantity, 1_000_000, Self.largestAmount)
    out.quantity[row] = quantity
    let unitText = slot(F.quantityUnit)
    if unitText.isEmpty {
      let unit = plan.quantityUnit
      out.quantityUnit[row] = quantity == ChunkColumns.absent64 ? 0 : unit.map { $0.rawValue + 1 } ?? 0
    } else {
      let unit = unitValue(unitText, .quantityUnit)
      out.quantityUnit[row] = unit < 0 ? 0 : UInt8(unit) + 1
    }
    out.value[row] = amount(slot(F.statisticalValue), .statisticalValue, 1_000_000, Self.largestAmount)
    let currency = slot(F.currency)
    out.currency[row] = currency.isEmpty ? plan.currency.packed : currencyValue(currency)
  }

  @inline(__always)
  private mutating func amount(_ text: Bytes, _ field: DeclarationField, _ factor: Int64, _ limit: Int64)
    -> Int64
  {
    if text.isEmpty { return ChunkColumns.absent64 }
    guard let number = WrittenNumber.read(text, decimalComma: plan.decimalComma) else {
      fault(.numberMalformed, field)
      return ChunkColumns.absent64
    }
    if number.mantissa < 0 {
      fault(.numberNegative, field)
      return ChunkColumns.absent64
    }
    guard let scaled = number.scaled(by: factor), scaled <= limit else {
      fault(.numberAbsurd, field)
      return ChunkColumns.absent64
    }
    return scaled
  }

  @inline(__always) private mutating func whole(_ text: Bytes, _ field: DeclarationField) -> Int32 {
    if text.isEmpty { return ChunkColumns.absent32 }
    var value: Int32 = 0
    if text.count <= 9 {
      var i = 0
      while i < text.count, text[i] &- 0x30 < 10 {
        value = value &* 10 &+ Int32(text[i] &- 0x30)
        i &+= 1
      }
      if i == text.count { return value }
    }
    return slowWhole(text, field)
  }

  @inline(never) private mutating func slowWhole(_ text: Bytes, _ field: DeclarationField) -> Int32 {
    guard let number = WrittenNumber.read(text, decimalComma: plan.decimalComma) else {
      fault(.numberMalformed, field)
      return ChunkColumns.absent32
    }
    if number.mantissa < 0 {
      fault(.numberNegative, field)
      return ChunkColumns.absent32
    }
    let power = WrittenNumber.powers[number.places]
    guard number.mantissa % power == 0 else {
      fault(.numberMalformed, field, hint: "a whole number is wanted")
      return ChunkColumns.absent32
    }
    guard let value = Int32(exactly: number.mantissa / power), value <= 999_999_999 else {
      fault(.numberAbsurd, field)
      return ChunkColumns.absent32
    }
    return value
  }

  // MARK: Codes

  private func translated(_ text: Bytes, _ kind: ValueKind) -> String {
    let plain = text.text
    return plan.translations[kind]?[plain] ?? plain
  }

  /// The dictionary code of a commodity code; -1 malformed, -2 of wrong length.
  @inline(__always) private func codeValue(_ text: Bytes) -> Int64 {
    codes.value(of: text) { text in
      var number: UInt64 = 0
      var digits = 0
      var group = 2
      for byte in translated(text, .codes).utf8 {
        switch byte {
        case 0x30...0x39:
          digits += 1
          group += 1
          if digits > 10 { return -2 }
          number = number * 10 + UInt64(byte - 0x30)
        case 0x2E, 0x20, 0x2D:
          if group < 2 { return -1 }
          group = 0
        default: return -1
        }
      }
      if digits < 6 { return -2 }
      if group < 2 { return -1 }
      return Int64(CodeKey(number: number, count: digits).code(in: dictionaries.commodityCode))
    }
  }

  @inline(__always) private mutating func country(_ text: Bytes, _ field: DeclarationField) -> UInt16 {
    if text.isEmpty { return 0 }
    let value = countries.value(of: text) { text in
      guard text.count <= 200 else { return -1 }
      return names.country(named: translated(text, .countries)).map { Int64($0.packed) } ?? -1
    }
    if value >= 0 { return UInt16(truncatingIfNeeded: value) }
    countryFault(text, field)
    return 0
  }

  @inline(never) private mutating func countryFault(_ text: Bytes, _ field: DeclarationField) {
    let near = text.count <= 60 ? names.nearestCountry(to: text.text) : nil
    fault(.countryUnknown, field, hint: near.map { "did you mean '\($0)'?" })
  }

  @inline(__always) private mutating func unitValue(_ text: Bytes, _ field: DeclarationField) -> Int64 {
    let value = units.value(of: text) { text in
      guard text.count <= 60 else { return -1 }
      return QuantityUnit(name: translated(text, .units)).map { Int64($0.rawValue) } ?? -1
    }
    if value < 0 { fault(.unitUnknown, field) }
    return value
  }

  @inline(__always) private mutating func currencyValue(_ text: Bytes) -> UInt16 {
    let value = currencies.value(of: text) { text in
      guard text.count <= 60 else { return -1 }
      return names.currency(named: translated(text, .currencies)).map { Int64($0.packed) } ?? -1
    }
    if value >= 0 { return UInt16(truncatingIfNeeded: value) }
    fault(.currencyUnknown, .currency)
    return 0
  }

  @inline(__always) private mutating func mode(_ text: Bytes) -> UInt8 {
    if text.isEmpty { return 0 }
    let value = modes.value(of: text) { text in
      guard text.count <= 60 else { return -1 }
      return TransportMode(name: translated(text, .modes)).map { Int64($0.rawValue) } ?? -1
    }
    if value >= 0 { return UInt8(truncatingIfNeeded: value) }
    fault(.modeUnknown, .mode)
    return 0
  }

  // MARK: Parties

  private static let partyFields: [[Int]] = PartyRole.allCases.map {
    DeclarationField.ofParty($0).map(\.index)
  }

  @inline(__always)
  private mutating func party(_ role: Int, _ spanOf: ((FilePlan.Span) -> Bytes)?) -> UInt32 {
    if let spanOf, let span = plan.partySpans[role] {
      let bytes = spanOf(span)
      let known = Int(spanCache[role].find(bytes))
      if known > 0 { return spanParty[role][known] }
      let made = freshParty(role)
      if faults.isEmpty, !bytes.isEmpty {
        _ = spanCache[role].intern(bytes)
        spanParty[role].append(made)
      }
      return made
    }
    return freshParty(role)
  }

  @inline(never) private mutating func freshParty(_ role: Int) -> UInt32 {
    let fields = Self.partyFields[role]
    let country = slot(fields[3])
    var packed: UInt16 = 0
    if !country.isEmpty {
      packed = self.country(country, DeclarationField.allCases[fields[3]])
      if packed == 0 { return 0 }
    }
    let key = PartyKey(
      name: dictionaries.name.intern(slot(fields[0])),
      identifier: dictionaries.identifier.intern(slot(fields[1])),
      address: dictionaries.address.intern(slot(fields[2])), country: UInt32(packed))
    return key.isEmpty ? 0 : key.code(in: dictionaries.party)
  }
}

/// Indices of fields, as constants for the inner loop.
enum F {
  static let date = DeclarationField.date.index
  static let commodityCode = DeclarationField.commodityCode.index
  static let goodsDescription = DeclarationField.goodsDescription.index
  static let destination = DeclarationField.destination.index
  static let origin = DeclarationField.origin.index
  static let itemNumber = DeclarationField.itemNumber.index
  static let packages = DeclarationField.packages.index
  static let mode = DeclarationField.mode.index
  static let massUnit = DeclarationField.massUnit.index
  static let netMass = DeclarationField.netMass.index
  static let grossMass = DeclarationField.grossMass.index
  static let quantity = DeclarationField.quantity.index
  static let quantityUnit = DeclarationField.quantityUnit.index
  static let statisticalValue = DeclarationField.statisticalValue.index
  static let currency = DeclarationField.currency.index
  static let declarationID = DeclarationField.declarationID.index
  static let office = DeclarationField.office.index
  static let procedure = DeclarationField.procedure.index
  static let composition = DeclarationField.composition.index
  static let itinerary = DeclarationField.itinerary.index
  static let packageKind = DeclarationField.packageKind.index
  static let licences = DeclarationField.licenceNumbers.index
  static let endUse = DeclarationField.endUse.index
  static let endUser = DeclarationField.endUser.index
}
