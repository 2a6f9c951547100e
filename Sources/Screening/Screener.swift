// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
public import GoodsIdentity
import Indicators
public import Intake
import Licensing
public import ReferenceData
public import TradeModel

/// The engines of one run, each with its version: law, reference data, identity. A pure value.
public struct Screener: Sendable {
  public let law: LawBook
  public let reference: ReferenceData
  public let reader: GoodsReader
  public let model: IdentityModel
  /// The country whose law is asked.
  public let exportCountry: CountryCode
  /// Chapters under which materials of the reference travel.
  let chaptersOfConcern: Set<Int>
  /// For which goods the law asks how much leaves.
  let massRules: MassRules
  /// Countries that the law does not tell apart.
  let places: PlaceClasses
  /// Days on which the force of any control, or the list of its codes, changes; in order.
  private let changeDays: [Int32]

  public init(
    law: LawBook, reference: ReferenceData, reader: GoodsReader, model: IdentityModel,
    exportCountry: CountryCode = .china
  ) {
    self.law = law
    self.reference = reference
    self.reader = reader
    self.model = model
    self.exportCountry = exportCountry
    massRules = law.massRules
    places = law.placeClasses
    chaptersOfConcern = Set(reference.materials.flatMap(\.subheadings).map { $0 / 10_000 })
    let days = law.controlIDs.flatMap { id in
      let control = law.control(id)
      return control.force.flatMap { [$0.from, $0.knownFrom] + ($0.to.map { [$0.advanced(by: 1)] } ?? []) }
        + control.codes.map(\.from)
    }
    changeDays = Set(days.map(\.number)).sorted()
  }

  /// Assesses every row of a table.
  ///
  /// With `parties`, each distinct party is held against the lists once, and the network of parties is searched for leads.
  /// The result does not depend on the number of threads or the size of chunks, and rows keep their order.
  /// - Complexity: O(n log n) in the rows that need a licence, O(n) in the others.
  public func screen(
    _ table: DeclarationTable, licences: [Licence] = [], parties: PartyScreening? = nil,
    options: ScreeningOptions = ScreeningOptions()
  ) -> ScreeningResult {
    ScreeningRun(screener: self, table: table, licences: licences, parties: parties, options: options)
      .result()
  }

  /// Whether the law's answer to goods in a reading may hang on how much leaves; vague words leave it open.
  func massMatters(_ reading: GoodsReading) -> Bool {
    guard !massRules.limits.isEmpty else { return false }
    return !reading.isSpecific || reading.claims.contains { massRules.materials.contains($0.material) }
  }

  /// The number of the period that a day lies in: within one, the law answers the same question alike.
  func epoch(of day: Int32) -> Int32 {
    var low = 0
    var high = changeDays.count
    while low < high {
      let middle = (low + high) / 2
      if changeDays[middle] <= day { low = middle + 1 } else { high = middle }
    }
    return Int32(low)
  }

  /// What the identity model sees of a row.
  func identityFacts(
    row: Int, table: DeclarationTable, text: TextRecord, learned: LearnedContext, band: PriceBook.Band?
  ) -> IdentityInput {
    let day = Day(number: table.day[row])
    var input = IdentityInput(reading: text.reading, code: text.code, day: day, exportCountry: exportCountry)
    input.pricePerKilogram = learned.price(table, row)
    if table.netMass[row] != DeclarationTable.absent64 {
      input.netKilograms = Double(table.netMass[row]) / 1e6
    }
    if table.packages[row] != DeclarationTable.absent32 { input.packageCount = Int(table.packages[row]) }
    input.packing = learned.packing(table.packageKind.codes[row])
    input.mode = TransportMode(rawValue: table.mode[row]) ?? .unknown
    if table.origin[row] != 0 { input.origin = CountryCode(packed: table.origin[row]) }
    if table.destination[row] != 0 { input.destination = CountryCode(packed: table.destination[row]) }
    input.learned = band
    input.history = PartyHistory(
      exporterMinerals: learned.minerals(of: table.party(.exporter, at: row), before: day),
      consigneeMinerals: learned.minerals(of: table.party(.consignee, at: row), before: day))
    return input
  }

  /// What an item indicator sees of a row.
  func itemContext(
    row: Int, table: DeclarationTable, text: TextRecord, declared: CompactDetermination,
    settlement: LicenceSettlement, learned: LearnedContext, pricePerKilogram: Double?, band: PriceBook.Band?
  ) -> ItemContext {
    let absent = DeclarationTable.absent64
    var context = ItemContext(
      day: Day(number: table.day[row]), destination: CountryCode(packed: table.destination[row]),
      mode: TransportMode(rawValue: table.mode[row]) ?? .unknown, reading: text.reading, signs: text.signs,
      declared: declared, licence: settlement)
    context.commodityCode = text.code
    if table.origin[row] != 0 { context.origin = CountryCode(packed: table.origin[row]) }
    if table.packages[row] != DeclarationTable.absent32 { context.packageCount = Int(table.packages[row]) }
    if table.netMass[row] != absent { context.netMass = Mass(milligrams: table.netMass[row]) }
    if table.grossMass[row] != absent { context.grossMass = Mass(milligrams: table.grossMass[row]) }
    context.pricePerKilogram = pricePerKilogram
    let consignee = table.party(.consignee, at: row)
    let notify = table.party(.notifyParty, at: row)
    context.consigneeCountry = country(of: consignee, table)
    context.notifyCountry = country(of: notify, table)
    context.consigneeIsForwarder = consignee != 0 && learned.isForwarder(consignee)
    context.expectation = LearnedContext.expectation(band)
    context.headingUpperPrice = text.code.flatMap { reference.headingPrice(for: $0)?.upper }
    context.namedCode = namedCode(text.code, declared)
    context.packageMassDistance = learned.packageDistance(table, row)
    context.isDescribed = table.goodsDescription.dictionary.count > 1
    context.beyondDestination = learned.beyondDestination(table, row, exportCountry: exportCountry)
    context.isForeignOrigin = context.origin.map { $0 != exportCountry } ?? false
    if let code = text.code {
      context.isChapterOfConcern = chaptersOfConcern.contains(code.chapter)
      context.isResidualLine = code.subheading % 10 == 9 || code.subheading % 100 == 90
    }
    if let named = text.reading.claims.first?.material {
      context.namedSpan = model.priceSpan(of: named, on: context.day, from: exportCountry)
      if context.packageCount != nil {
        context.packageBounds = PackingPhysics.bounds(
          learned.packing(table.packageKind.codes[row]), of: reference[named])
      }
    }
    return context
  }

  /// A code under which the law prints the control that applies, where the declared code is another one.
  private func namedCode(_ code: CommodityCode?, _ declared: CompactDetermination) -> CommodityCode? {
    guard let code, declared.outcome >= .licenceRequired, let id = declared.control else { return nil }
    let printed = law.control(id).codes.map(\.code)
    guard !printed.isEmpty, !printed.contains(where: { code.hasPrefix($0) || $0.hasPrefix(code) }) else {
      return nil
    }
    return printed.max { code.commonPrefixLength(with: $0) < code.commonPrefixLength(with: $1) }
  }

  private func country(of party: UInt32, _ table: DeclarationTable) -> CountryCode? {
    guard party != 0 else { return nil }
    let packed = table.parties[party].country
    return packed == 0 ? nil : CountryCode(packed: packed)
  }
}
