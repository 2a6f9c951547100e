// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Countries that no rule of a book tells apart, by number: questions that differ only within a class are answered alike.
public struct PlaceClasses: Sendable {
  /// By packed code of a country; 0 for those that no rule names.
  private let destinations: [UInt16]
  private let origins: [UInt16]

  init(_ conditions: ConditionTable) {
    destinations = Self.classes(of: .destination, conditions)
    origins = Self.classes(of: .origin, conditions)
  }

  private static func classes(of kind: ConditionNode.Kind, _ conditions: ConditionTable) -> [UInt16] {
    let nodes = conditions.nodes.filter { $0.kind == kind }
    let sets = nodes.map { node in
      Set(conditions.countries[Int(node.first)..<Int(node.first + node.count)])
    }
    var numbers: [[Bool]: UInt16] = [sets.map { _ in false }: 0]
    var classes = [UInt16](repeating: 0, count: 1 << 16)
    for country in Set(sets.joined()).sorted() {
      let signature = sets.map { $0.contains(country) }
      let number = numbers[signature] ?? UInt16(numbers.count)
      numbers[signature] = number
      classes[Int(country.packed)] = number
    }
    return classes
  }

  /// The class of a destination by its packed code, below 65,536.
  public func destination(_ packed: UInt16) -> UInt16 { destinations[Int(packed)] }

  /// The class of an origin by its packed code; an origin that is not stated, 0, has one of its own.
  public func origin(_ packed: UInt16) -> UInt16 { packed == 0 ? .max : origins[Int(packed)] }
}

extension LawBook {
  /// The classes of countries that the rules of this book tell apart.
  public var placeClasses: PlaceClasses { PlaceClasses(conditions) }

  /// Whether any rule can be brought into play by goods in a reading under a code, on whatever day, whatever the places
  /// and masses; where none can, the answer is always "not controlled" and without findings.
  public func canTouch(_ reading: GoodsReading, code: CommodityCode?, exportCountry: CountryCode) -> Bool {
    let question = LawQuestion(
      commodityCode: code, reading: reading, validOn: version, exportCountry: exportCountry, destination: nil)
    var found = isTooVague(question)
    forEachCandidate(question) { _ in found = true }
    return found
  }

  /// Whether a value that the goods state may lie close on the free side of a limit of any rule they can bring into play;
  /// where none does, on whatever day, `determine` finds no near miss that is close.
  public func mayNearlyMiss(_ reading: GoodsReading, code: CommodityCode?, exportCountry: CountryCode) -> Bool
  {
    guard reading.purity != nil || !reading.composition.isEmpty || !reading.properties.isEmpty else {
      return false
    }
    let question = LawQuestion(
      commodityCode: code, reading: reading, validOn: version, exportCountry: exportCountry, destination: nil)
    var found = overlays.contains { conditions.isNearlyMissed(at: compiled[Int($0)].root, by: reading) }
    forEachCandidate(question) { position in
      found = found || conditions.isNearlyMissed(at: compiled[Int(position)].root, by: reading)
    }
    return found
  }

  /// The controls that apply and need a licence, as the findings of `determine` have them, without words; in order.
  ///
  /// - Complexity: that of `compact`.
  public func controlsNeedingLicence(_ question: LawQuestion) -> [ControlID] {
    var found: Set<UInt16> = []
    var met: UInt64 = 0
    forEachCandidate(question) { position in
      let control = compiled[Int(position)]
      let speaks = speaks(control, question)
      guard speaks || control.overlayMask != 0, applies(control, question) else { return }
      met |= control.overlayMask
      if speaks, control.outcome >= .licenceRequired { found.insert(position) }
    }
    for bit in overlays.indices where met & 1 << UInt64(bit) != 0 {
      let position = overlays[bit]
      let control = compiled[Int(position)]
      if speaks(control, question), control.outcome >= .licenceRequired, applies(control, question) {
        found.insert(position)
      }
    }
    return found.sorted().map { ControlID(rawValue: $0) }
  }

  private func applies(_ control: CompiledControl, _ question: LawQuestion) -> Bool {
    guard control.force.force(on: question.validOn, knownOn: question.knownOn).current?.state == .inForce
    else {
      return false
    }
    let couldCarry = control.isOverlay ? false : control.couldCarry(question)
    return conditions.truth(of: control.root, question, couldCarry: couldCarry) == .true
  }
}

extension ConditionTable {
  /// Whether a limit anywhere in a condition is missed closely by a stated value.
  fileprivate func isNearlyMissed(at index: Int32, by reading: GoodsReading) -> Bool {
    let node = nodes[Int(index)]
    let stated: Bounds?
    switch node.kind {
    case .all, .any:
      return children[Int(node.first)..<Int(node.first + node.count)].contains {
        isNearlyMissed(at: $0, by: reading)
      }
    case .not, .stated: return isNearlyMissed(at: node.first, by: reading)
    case .share, .statedShare:
      stated = reading.composition.first { $0.element.atomicNumber == node.tag }?.percent
    case .purity: stated = reading.purity
    case .property: stated = reading[node.property]
    default: return false
    }
    guard let stated, stated.isExact, stated.compares(node.comparison, node.limit) == .false else {
      return false
    }
    return NearMiss.isClose(stated.lower, to: node.limit, isPercentage: true)
      || NearMiss.isClose(stated.lower, to: node.limit, isPercentage: false)
  }
}
