// SPDX-License-Identifier: Apache-2.0

import CByteScan
import GoodsIdentity
import Indicators
import Intake
import TradeModel

/// What the judgement of every row of a run stands on: engines, table, what the table teaches. Never changed once made.
///
/// One object, so that the evaluators of all threads share it and nothing of it is copied for a row.
final class ScreeningGround: Sendable {
  let screener: Screener
  /// The screener's own, which is asked for every row.
  let model: IdentityModel
  /// Whether the model knows no prices but those of the file.
  let hasNoPriceBook: Bool
  let table: DeclarationTable
  let learned: LearnedContext
  let options: ScreeningOptions
  let texts: GoodsTexts
  /// Parties by role, so that a row is looked up without asking for the column first.
  let exporters: Column<UInt32>
  let consignees: Column<UInt32>
  let notifyParties: Column<UInt32>
  /// By code of a party.
  private let parties: [PartySigns]

  /// What indicators ask of a party by itself, side by side, so that one look at memory tells it.
  private struct PartySigns {
    /// The packed country; 0 when it is not stated.
    var country: UInt16
    /// Whether the name is that of a forwarder, warehouse or courier.
    var isForwarder: Bool
    /// Whether the party ever declared a mineral worth hiding.
    var dealtInMinerals: Bool
  }

  init(
    _ screener: Screener, _ table: DeclarationTable, _ options: ScreeningOptions,
    parties screened: PartyScreening? = nil, memory: ScreeningMemory? = nil, texts known: GoodsTexts? = nil,
    textLimit: Int = GoodsTexts.limit
  ) {
    self.screener = screener
    model = screener.model
    hasNoPriceBook = screener.model.priceBook.isEmpty
    self.table = table
    self.options = options
    exporters = table.party(.exporter)
    consignees = table.party(.consignee)
    notifyParties = table.party(.notifyParty)
    learned = LearnedContext(
      table, reference: screener.reference, massRules: screener.massRules,
      exportCountry: screener.exportCountry, places: screener.portPlaces, memory: memory,
      listed: screened.map { ListedParties(table, $0.lists, threads: options.threads, memory: memory) }
        ?? ListedParties())
    texts =
      known ?? GoodsTexts(table, screener: screener, threads: options.threads, limit: textLimit)
    let names = table.parties.names
    let forwarding = (0..<UInt32(names.count)).map { names.withUTF8($0) { ForwarderNames.matches($0) } }
    let learned = learned
    self.parties = (0..<UInt32(table.parties.count)).map { code in
      let party = table.parties[code]
      return PartySigns(
        country: party.country, isForwarder: forwarding[Int(party.name)],
        dealtInMinerals: learned.everDealtInMinerals(code))
    }
  }

  /// The stated country of a party.
  @inline(__always)
  func country(ofParty code: UInt32) -> CountryCode? {
    let packed = parties[Int(code)].country
    return packed == 0 ? nil : CountryCode(packed: packed)
  }

  /// Whether a party's name is that of a forwarder, warehouse or courier.
  @inline(__always)
  func isForwarder(_ code: UInt32) -> Bool { code != 0 && parties[Int(code)].isForwarder }

  /// Asks for the memory that judging a row some rows ahead will look at.
  @inline(__always)
  func prefetch(_ row: Int) {
    texts.sight(row)?.prefetch()
    learned.prefetchBand(row)
    prefetch(party: exporters[row])
    prefetch(party: consignees[row])
  }

  private func prefetch(party code: UInt32) {
    unsafe parties.withUnsafeBufferPointer { unsafe assay_prefetch($0.baseAddress! + Int(code)) }
  }

  /// What the identity model sees of a row.
  func identityFacts(_ row: Int, _ text: TextSight) -> IdentityInput {
    let day = Day(number: table.day[row])
    var input = IdentityInput(
      reading: text.reading, code: text.code, day: day, exportCountry: screener.exportCountry)
    input.codeFacts = text.codeRecord?.facts
    input.pricePerKilogram = learned.price(table, row)
    if table.netMass[row] != DeclarationTable.absent64 {
      input.netKilograms = Double(table.netMass[row]) / 1e6
    }
    if table.packages[row] != DeclarationTable.absent32 { input.packageCount = Int(table.packages[row]) }
    input.packing = learned.packing(table.packageKind.codes[row])
    input.mode = TransportMode(rawValue: table.mode[row]) ?? .unknown
    if table.origin[row] != 0 { input.origin = CountryCode(packed: table.origin[row]) }
    if table.destination[row] != 0 { input.destination = CountryCode(packed: table.destination[row]) }
    input.learned = learned.band(row)
    input.history = history(row)
    return input
  }

  /// Minerals worth hiding that the parties of a row declared before its day.
  @inline(__always)
  func history(_ row: Int) -> PartyHistory {
    let day = Day(number: table.day[row])
    func minerals(_ party: UInt32) -> UInt64 {
      parties[Int(party)].dealtInMinerals ? learned.minerals(of: party, before: day) : 0
    }
    return PartyHistory(
      exporterMinerals: minerals(exporters[row]), consigneeMinerals: minerals(consignees[row]))
  }

  /// What of a row speaks beside its papers, in plain numbers.
  func itemSight(_ row: Int, logPrice: Double?) -> ItemSight {
    let mass = table.netMass[row]
    return ItemSight(
      day: Day(number: table.day[row]), logPrice: logPrice, learned: learned.band(row),
      netKilograms: mass == DeclarationTable.absent64 ? nil : Double(mass) / 1e6,
      packing: learned.packing(table.packageKind.codes[row]),
      mode: TransportMode(rawValue: table.mode[row]) ?? .unknown, exportCountry: screener.exportCountry,
      history: history(row))
  }

  /// Whether nothing of an item can stand out, by its price and the past of its parties alone.
  func isPlain(_ item: ItemSight, _ text: TextSight) -> Bool {
    guard let plain = text.plain, let logPrice = item.logPrice else { return false }
    // A price book of the model may know what the file does not.
    guard item.learned != nil || hasNoPriceBook else { return false }
    return plain.holds(logPrice: logPrice, learned: item.learned, history: item.history)
  }
}
