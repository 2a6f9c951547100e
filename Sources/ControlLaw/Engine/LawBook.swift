// SPDX-License-Identifier: Apache-2.0

import CEmbedded
public import TradeModel

/// A body of law, compiled and ready to be asked: immutable, so that many threads may share it.
///
///     let law = LawBook.embedded
///     let answer = law.determine(question)
public struct LawBook: Sendable {
  public let tables: LawTables
  public let vocabulary: MaterialVocabulary
  /// The digest of the pack: two books with one digest give the same answers.
  public let digest: String
  /// Slugs that the law names and the vocabulary does not know; a control cannot be met by them.
  public let unresolvedMaterials: [String]

  let conditions: ConditionTable
  let compiled: [CompiledControl]
  /// Positions of clauses that add themselves to other controls.
  let overlays: [UInt16]
  /// Controls that a claim of a material can bring into play, by number of the material.
  let controlsByMaterial: [[UInt16]]
  /// Controls that a stated element alone can bring into play, by atomic number.
  let controlsByElement: [[UInt16]]
  /// Controls that vague words under a subheading leave open.
  let controlsBySubheading: [Int32: [UInt16]]
  /// Controls on technology.
  let controlsOnTechnology: [UInt16]
  /// The jurisdictions whose law the book holds.
  public let jurisdictions: Set<CountryCode>

  /// What the loop over millions needs of a control.
  struct CompiledControl {
    var root: Int32
    var outcome: Outcome
    var jurisdiction: CountryCode
    var isExtraterritorial: Bool
    var isOverlay: Bool
    var force: [ForceEvent]
    /// Overlays that add themselves to this control, as bits in order of `overlays`.
    var overlayMask: UInt64
    /// Subheadings under which the controlled goods may travel, with the day from which the law says so.
    var subheadings: [Subheading]

    func couldCarry(_ question: LawQuestion) -> Bool {
      if question.reading.isSpecific { return false }
      guard let code = question.commodityCode else { return true }
      let wanted = Int32(code.subheading)
      return subheadings.contains {
        $0.number == wanted && $0.from <= question.validOn && $0.from <= question.knownOn
      }
    }
  }

  struct Subheading {
    var number: Int32
    var from: Day
  }

  /// Reads a pack and ties it to a vocabulary of materials.
  public init(pack: [UInt8], vocabulary: MaterialVocabulary? = nil) throws(ValueError) {
    self.init(
      try LawTables(pack: pack), vocabulary: vocabulary ?? .embedded, digest: SHA256.hexDigest(of: pack))
  }

  /// Ties compiled tables to a vocabulary of materials.
  public init(_ tables: LawTables, vocabulary: MaterialVocabulary? = nil) {
    self.init(
      tables, vocabulary: vocabulary ?? .embedded, digest: SHA256.hexDigest(of: tables.packed))
  }

  /// - Parameter digest: that of the pack which the tables make; the same tables always make the same pack.
  private init(_ tables: LawTables, vocabulary: MaterialVocabulary, digest: String) {
    self.tables = tables
    self.vocabulary = vocabulary
    self.digest = digest
    jurisdictions = Set(tables.instruments.map(\.jurisdiction))

    let overlays = tables.controls.indices.filter { tables.controls[$0].scope != nil }
    precondition(overlays.count <= 64, "at most 64 clauses on destinations and users")
    var conditions = ConditionTable(vocabulary: vocabulary)
    var compiled: [CompiledControl] = []
    var byMaterial = [Set<UInt16>](repeating: [], count: vocabulary.entries.count)
    var byElement = [Set<UInt16>](repeating: [], count: 119)
    var bySubheading: [Int32: Set<UInt16>] = [:]
    for (index, control) in tables.controls.enumerated() {
      let position = UInt16(index)
      let instrument = tables.instruments[control.instrument]
      var mask: UInt64 = 0
      if control.scope == nil {
        for (bit, overlay) in overlays.enumerated() {
          let other = tables.controls[overlay]
          if let scope = other.scope, scope.covers(control, of: instrument),
            tables.instruments[other.instrument].jurisdiction == instrument.jurisdiction
          {
            mask |= 1 << UInt64(bit)
          }
        }
      }
      var subheadings: [Int32: Day] = [:]
      if control.scope == nil, !control.isNote {
        for material in conditions.resolve(control.condition.positiveMaterials) {
          byMaterial[Int(material.rawValue)].insert(position)
        }
        for material in conditions.resolve(control.condition.namedMaterials) {
          for number in vocabulary.entries[Int(material.rawValue)].subheadings {
            subheadings[Int32(number)] = Day(number: .min)
          }
        }
        for printed in control.codes {
          let number = Int32(printed.code.subheading)
          subheadings[number] = min(subheadings[number] ?? printed.from, printed.from)
        }
        for number in subheadings.keys { bySubheading[number, default: []].insert(position) }
        for element in control.condition.statedElements {
          byElement[Int(element.atomicNumber)].insert(position)
        }
      } else if control.scope == nil {
        for material in conditions.resolve(control.condition.positiveMaterials) {
          byMaterial[Int(material.rawValue)].insert(position)
        }
      }
      compiled.append(
        CompiledControl(
          root: conditions.append(control.condition), outcome: control.outcome,
          jurisdiction: instrument.jurisdiction,
          isExtraterritorial: control.regime == .extraterritorial || control.regime == .originRisk,
          isOverlay: control.scope != nil, force: control.force, overlayMask: mask,
          subheadings: subheadings.map { Subheading(number: $0, from: $1) }.sorted { $0.number < $1.number }))
    }
    controlsOnTechnology = tables.controls.indices.filter { index in
      tables.controls[index].condition.parts.contains { if case .technology = $0 { true } else { false } }
    }.map { UInt16($0) }
    self.overlays = overlays.map { UInt16($0) }
    self.conditions = conditions
    self.compiled = compiled
    unresolvedMaterials = conditions.unresolved.sorted()
    controlsByMaterial = byMaterial.map { $0.sorted() }
    controlsByElement = byElement.map { $0.sorted() }
    controlsBySubheading = bySubheading.mapValues { $0.sorted() }
  }

  /// The law that the binary carries.
  public static let embedded: LawBook = {
    let bytes = unsafe [UInt8](
      unsafe UnsafeBufferPointer(
        start: assay_law_pack_bytes(), count: assay_law_pack_size))
    do throws(ValueError) {
      return try LawBook(pack: bytes)
    } catch {
      preconditionFailure("the embedded law pack is whole: \(error)")
    }
  }()

  /// The version of the book: the day of the newest review of its files.
  public var version: Day { tables.version }

  public func instrument(of control: ControlID) -> Instrument {
    tables.instruments[tables.controls[Int(control.rawValue)].instrument]
  }

  /// A control with all that the law says of it.
  public func control(_ id: ControlID) -> Control { tables.controls[Int(id.rawValue)] }

  /// All controls, in order.
  public var controlIDs: [ControlID] {
    tables.controls.indices.map { ControlID(rawValue: UInt16($0)) }
  }

  /// The control of an item of an instrument, by their identifiers.
  public func control(instrument: String, item: String) -> ControlID? {
    tables.controls.firstIndex {
      $0.item == item && tables.instruments[$0.instrument].id == instrument
    }.map { ControlID(rawValue: UInt16($0)) }
  }
}

extension OverlayScope {
  func covers(_ control: Control, of instrument: Instrument) -> Bool {
    !control.isNote && regimes.contains(control.regime)
      && (minerals.isEmpty || control.minerals.contains(where: minerals.contains))
      && (instruments.isEmpty || instruments.contains(instrument.id))
  }
}
