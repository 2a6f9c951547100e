// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
public import GoodsIdentity
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
  let portPlaces = PortPlaces()
  /// By kind of packing and material: what one package can hold, in kilograms.
  private let loads: [ClosedRange<Double>?]
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
    loads = Packing.allCases.flatMap { packing in
      reference.materials.map { PackingPhysics.bounds(packing, of: $0) }
    }
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

  /// What one package of a kind can hold of a material, in kilograms; nothing when that is not known.
  func packageBounds(_ packing: Packing, _ material: MaterialID) -> ClosedRange<Double>? {
    loads[Int(packing.rawValue) * reference.materials.count + Int(material.rawValue)]
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

  /// A code under which the law prints the control that applies, where the declared code is another one.
  func namedCode(_ code: CommodityCode?, _ declared: CompactDetermination) -> CommodityCode? {
    guard let code, declared.outcome >= .licenceRequired, let id = declared.control else { return nil }
    let printed = law.control(id).codes.map(\.code)
    guard !printed.isEmpty, !printed.contains(where: { code.hasPrefix($0) || $0.hasPrefix(code) }) else {
      return nil
    }
    return printed.max { code.commonPrefixLength(with: $0) < code.commonPrefixLength(with: $1) }
  }
}
