// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// The distinct texts of one column, by code; code 0 is the absent text.
///
/// Codes are given in order of first appearance in the input, so they do not depend on threads or chunks.
public struct TextDictionary: Sendable {
  let interner: Interner

  /// How many codes there are, the absent one included: codes run from 0 to `count - 1`.
  public var count: Int { interner.count + 1 }

  /// The text of a code, empty for code 0.
  public subscript(code: UInt32) -> String { interner[code].text }

  /// The text of a code, nothing for code 0.
  public func text(_ code: UInt32) -> String? { code == 0 ? nil : interner[code].text }

  /// The UTF-8 bytes of a code.
  public func utf8(_ code: UInt32) -> [UInt8] { interner[code].array }

  /// Lends the UTF-8 bytes of a code without a copy.
  public func withUTF8<Result>(_ code: UInt32, _ body: (Span<UInt8>) -> Result) -> Result {
    let bytes = interner[code]
    return unsafe body(Span(_unsafeStart: bytes.base, count: bytes.count))
  }

  /// The code of a text, or nothing when the input never held it.
  public func code(of text: String) -> UInt32? {
    if text.isEmpty { return 0 }
    var text = text
    let code = text.withUTF8 { unsafe interner.find(Bytes($0.baseAddress!, $0.count)) }
    return code == 0 ? nil : code
  }

  /// Bytes of memory that the dictionary takes.
  public var byteCount: Int { interner.byteCount }
}

/// A column of texts: a code a row, and what the codes stand for.
public struct TextCodes: Sendable {
  /// One code a row; 0 is absent.
  public let codes: Column<UInt32>
  public let dictionary: TextDictionary

  /// The text of a row, nothing when absent.
  public func text(at row: Int) -> String? { dictionary.text(codes[row]) }
}

/// A distinct party as codes of the table's name, identifier and address dictionaries.
public struct PartyCodes: Sendable, Hashable {
  public let name: UInt32
  public let identifier: UInt32
  public let address: UInt32
  /// The packed country code, 0 when absent.
  public let country: UInt16
}

/// The distinct parties of a table, by code; code 0 is the absent party.
public struct PartyDictionary: Sendable {
  public let names: TextDictionary
  public let identifiers: TextDictionary
  public let addresses: TextDictionary
  let interner: Interner

  /// How many codes there are, the absent one included.
  public var count: Int { interner.count + 1 }

  public subscript(code: UInt32) -> PartyCodes {
    if code == 0 { return PartyCodes(name: 0, identifier: 0, address: 0, country: 0) }
    let key = PartyKey(interner[code])
    return PartyCodes(
      name: key.name, identifier: key.identifier, address: key.address, country: UInt16(key.country))
  }

  /// The party of a code with its texts, nothing for code 0.
  public func party(_ code: UInt32) -> Party? {
    if code == 0 { return nil }
    let codes = self[code]
    return Party(
      name: names.text(codes.name), identifier: identifiers.text(codes.identifier),
      address: addresses.text(codes.address),
      country: codes.country == 0 ? nil : CountryCode(packed: codes.country))
  }
}

/// Goods items in columns: at most 116 bytes a row beside the dictionaries.
///
/// Rows stand in the order of the input. One object that never changes: a value of forty arrays would be copied, each array
/// counted, wherever a row is looked at. Absent numbers are `absent64` or `absent32`, absent codes 0.
public final class DeclarationTable: Sendable {
  /// An absent mass, quantity or value.
  public static let absent64 = ChunkColumns.absent64
  /// An absent item number or number of packages.
  public static let absent32 = ChunkColumns.absent32

  public let rowCount: Int
  /// Names of the files, in the order of the sources.
  public let files: [String]
  /// The first row of each file, and the number of rows at the end.
  public let fileStarts: [Int]

  /// Line of the file on which the row begins.
  public let line: Column<UInt32>
  public let declarationID: TextCodes
  /// The item number as received; where the input has none, the count of the row within its declaration.
  public let itemNumber: Column<Int32>
  /// Days since 1970-01-01.
  public let day: Column<Int32>
  public let office: TextCodes
  public let procedure: TextCodes
  /// Codes into `commodityCodes`; 0 is absent.
  public let commodityCode: Column<UInt32>
  /// The distinct commodity codes; the element at 0 is nothing.
  public let commodityCodes: [CommodityCode?]
  public let goodsDescription: TextCodes
  public let composition: TextCodes
  /// Packed country codes; 0 is absent.
  public let origin: Column<UInt16>
  /// Packed country codes, never 0.
  public let destination: Column<UInt16>
  public let itinerary: TextCodes
  /// Raw values of `TransportMode`.
  public let mode: Column<UInt8>
  public let packages: Column<Int32>
  public let packageKind: TextCodes
  /// Milligrams.
  public let netMass: Column<Int64>
  /// Milligrams.
  public let grossMass: Column<Int64>
  /// Millionths of the unit.
  public let quantity: Column<Int64>
  /// Raw values of `QuantityUnit` plus one; 0 is absent.
  public let quantityUnit: Column<UInt8>
  /// Millionths of the currency.
  public let statisticalValue: Column<Int64>
  /// Packed currency codes.
  public let currency: Column<UInt16>
  /// Licence numbers as received, several separated by `;` or `|`.
  public let licences: TextCodes
  public let endUse: TextCodes
  public let endUser: TextCodes
  public let parties: PartyDictionary
  let partyCodes: [Column<UInt32>]

  init(
    rowCount: Int, files: [String], fileStarts: [Int], line: Column<UInt32>, declarationID: TextCodes,
    itemNumber: Column<Int32>, day: Column<Int32>, office: TextCodes, procedure: TextCodes,
    commodityCode: Column<UInt32>,
    commodityCodes: [CommodityCode?], goodsDescription: TextCodes, composition: TextCodes,
    origin: Column<UInt16>,
    destination: Column<UInt16>, itinerary: TextCodes, mode: Column<UInt8>, packages: Column<Int32>,
    packageKind: TextCodes,
    netMass: Column<Int64>, grossMass: Column<Int64>, quantity: Column<Int64>, quantityUnit: Column<UInt8>,
    statisticalValue: Column<Int64>,
    currency: Column<UInt16>, licences: TextCodes, endUse: TextCodes, endUser: TextCodes,
    parties: PartyDictionary,
    partyCodes: [Column<UInt32>]
  ) {
    self.rowCount = rowCount
    self.files = files
    self.fileStarts = fileStarts
    self.line = line
    self.declarationID = declarationID
    self.itemNumber = itemNumber
    self.day = day
    self.office = office
    self.procedure = procedure
    self.commodityCode = commodityCode
    self.commodityCodes = commodityCodes
    self.goodsDescription = goodsDescription
    self.composition = composition
    self.origin = origin
    self.destination = destination
    self.itinerary = itinerary
    self.mode = mode
    self.packages = packages
    self.packageKind = packageKind
    self.netMass = netMass
    self.grossMass = grossMass
    self.quantity = quantity
    self.quantityUnit = quantityUnit
    self.statisticalValue = statisticalValue
    self.currency = currency
    self.licences = licences
    self.endUse = endUse
    self.endUser = endUser
    self.parties = parties
    self.partyCodes = partyCodes
  }

  /// Codes into `parties`, one a row; 0 is absent.
  public func party(_ role: PartyRole) -> Column<UInt32> { partyCodes[Int(role.rawValue)] }

  /// The code into `parties` of one row; 0 is absent.
  public func party(_ role: PartyRole, at row: Int) -> UInt32 { partyCodes[Int(role.rawValue)][row] }

  /// Bytes of memory a row takes, beside the dictionaries.
  public var bytesPerRow: Double {
    if rowCount == 0 { return 0 }
    func size<T>(_ column: Column<T>) -> Int { column.byteCount }
    let texts = [
      declarationID, office, procedure, goodsDescription, composition, itinerary, packageKind, licences,
      endUse,
      endUser,
    ]
    var total = texts.reduce(0) { $0 + size($1.codes) }
    total += partyCodes.reduce(0) { $0 + size($1) }
    total +=
      size(line) + size(itemNumber) + size(day) + size(commodityCode) + size(origin) + size(destination)
    total +=
      size(mode) + size(packages) + size(netMass) + size(grossMass) + size(quantity) + size(quantityUnit)
    total += size(statisticalValue) + size(currency)
    return Double(total) / Double(rowCount)
  }

  /// Bytes that the dictionaries take.
  public var dictionaryBytes: Int {
    [
      declarationID, office, procedure, goodsDescription, composition, itinerary, packageKind, licences,
      endUse,
      endUser,
    ].reduce(0) { $0 + $1.dictionary.byteCount } + parties.names.byteCount + parties.identifiers.byteCount
      + parties.addresses.byteCount + parties.interner.byteCount + commodityCodes.count * 16
  }

  /// The position in `files` of the file a row came from.
  public func fileIndex(of row: Int) -> Int {
    precondition(row >= 0 && row < rowCount, "a row of the table")
    var low = 0
    var high = fileStarts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if fileStarts[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }

  /// Where a row stands in the input.
  public func location(of row: Int) -> SourceLocation {
    SourceLocation(file: files[fileIndex(of: row)], line: Int(line[row]))
  }
}

extension DeclarationTable {
  /// The goods item of a row with all its texts; for explaining, not for loops over millions.
  public func item(at row: Int) -> GoodsItem {
    var item = GoodsItem(
      source: location(of: row), day: Day(number: day[row]),
      destination: CountryCode(packed: destination[row]))
    item.declarationID = declarationID.text(at: row)
    item.itemNumber = itemNumber[row] == Self.absent32 ? nil : Int(itemNumber[row])
    item.office = office.text(at: row)
    item.procedure = procedure.text(at: row)
    item.exporter = parties.party(partyCodes[0][row])
    item.consignee = parties.party(partyCodes[1][row])
    item.declarant = parties.party(partyCodes[2][row])
    item.notifyParty = parties.party(partyCodes[3][row])
    item.commodityCode = commodityCodes[Int(commodityCode[row])]
    item.goodsDescription = goodsDescription.text(at: row)
    item.compositionText = composition.text(at: row)
    item.origin = origin[row] == 0 ? nil : CountryCode(packed: origin[row])
    item.itinerary = itinerary.text(at: row)
    item.mode = TransportMode(rawValue: mode[row]) ?? .unknown
    item.packageCount = packages[row] == Self.absent32 ? nil : Int(packages[row])
    item.packageKind = packageKind.text(at: row)
    item.netMass = mass(netMass[row])
    item.grossMass = mass(grossMass[row])
    item.quantity = quantity[row] == Self.absent64 ? nil : ExactDecimal(millionths: quantity[row])
    item.quantityUnit = quantityUnit[row] == 0 ? nil : QuantityUnit(rawValue: quantityUnit[row] - 1)
    if statisticalValue[row] != Self.absent64 {
      item.statisticalValue = Money(
        ExactDecimal(millionths: statisticalValue[row]), CurrencyCode(packed: currency[row]))
    }
    item.licenceNumbers = Self.licenceNumbers(in: licences.dictionary[licences.codes[row]])
    item.endUse = endUse.text(at: row)
    item.endUser = endUser.text(at: row)
    return item
  }

  private func mass(_ milligrams: Int64) -> Mass? {
    milligrams == Self.absent64 ? nil : Mass(milligrams: milligrams)
  }

  /// The single numbers of a licence field: separated by `;` or `|`, full-width `；` too, blanks dropped.
  public static func licenceNumbers(in text: String) -> [String] {
    // Most cite one number.
    if !text.utf8.contains(where: { $0 == 0x3B || $0 == 0x7C || $0 == 0xEF }) {
      let number = text.trimmed
      return number.isEmpty ? [] : [number]
    }
    return text.split(whereSeparator: { ";|；".contains($0) }).map { $0.trimmed }.filter { !$0.isEmpty }
  }

  /// The row that begins on a line of a file, or nothing.
  ///
  /// The file is named as in the sources or by its last path component.
  public func row(file: String, line wanted: Int) -> Int? {
    guard
      let index = files.firstIndex(of: file)
        ?? files.firstIndex(where: { $0.split(separator: "/").last.map(String.init) == file })
    else { return nil }
    var low = fileStarts[index]
    var high = fileStarts[index + 1]
    while low < high {
      let middle = (low + high) / 2
      if Int(line[middle]) < wanted { low = middle + 1 } else { high = middle }
    }
    return low < fileStarts[index + 1] && Int(line[low]) == wanted ? low : nil
  }

  /// The rows of a declaration, in order.
  public func rows(declaration id: String) -> [Int] {
    guard let code = declarationID.dictionary.code(of: id), code != 0 else { return [] }
    return declarationID.codes.indices.filter { declarationID.codes[$0] == code }
  }
}
