// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// One node of a condition in the flat table that is evaluated by the million.
struct ConditionNode {
  enum Kind: UInt8 {
    case all, any, not, material, mayBe, share, statedShare, purity, property, mass, massInWindow, valueShare
    case destination, origin, exportedFrom, endUser, procedure, technology, stated, code, exporterNotListed,
      overQuota, fact
  }

  var kind: Kind
  var comparison: Bounds.Comparison = .greater
  /// Atomic number, or bit set of end-user states.
  var tag: UInt8 = 0
  /// Where the children or the set of the node begin, and how many there are; of a window, `count` is its days.
  var first: Int32 = 0
  var count: Int32 = 0
  var limit: Double = 0
  var property: PhysicalProperty = .density
}

/// All conditions of a book in flat tables.
struct ConditionTable {
  var nodes: [ConditionNode] = []
  var children: [Int32] = []
  var materials: [MaterialID] = []
  var countries: [CountryCode] = []
  var codes: [CommodityCode] = []
  var names: [String] = []
  /// The element of each material by its number; 0 where none stands for it.
  let elementByMaterial: [UInt8]
  let vocabulary: MaterialVocabulary
  /// Slugs of the law that the vocabulary does not know.
  private(set) var unresolved: Set<String> = []

  init(vocabulary: MaterialVocabulary) {
    self.vocabulary = vocabulary
    elementByMaterial = vocabulary.elementNumbers
  }

  mutating func resolve(_ slugs: [String]) -> [MaterialID] {
    var found: Set<MaterialID> = []
    for slug in slugs {
      let materials = vocabulary.materials(slug)
      if materials.isEmpty { unresolved.insert(slug) }
      found.formUnion(materials)
    }
    return found.sorted()
  }

  /// Appends a condition and gives the index of its root.
  mutating func append(_ condition: Condition) -> Int32 {
    var node = ConditionNode(kind: .all)
    func limited(_ limit: Limit) {
      node.comparison = limit.comparison
      node.limit = limit.value
    }
    switch condition {
    case .asking(_, let child): return append(child)
    case .all(let parts), .any(let parts):
      node.kind = if case .all = condition { .all } else { .any }
      let indexes = parts.map { append($0) }
      node.first = Int32(children.count)
      node.count = Int32(indexes.count)
      children += indexes
    case .not(let child), .stated(let child):
      node.kind = if case .not = condition { .not } else { .stated }
      node.first = append(child)
      node.count = 1
    case .material(let slugs), .mayBe(let slugs):
      node.kind = if case .material = condition { .material } else { .mayBe }
      let set = resolve(slugs)
      node.first = Int32(materials.count)
      node.count = Int32(set.count)
      materials += set
    case .share(let element, let limit), .statedShare(let element, let limit):
      node.kind = if case .share = condition { .share } else { .statedShare }
      node.tag = element.atomicNumber
      limited(limit)
    case .purity(let limit):
      node.kind = .purity
      limited(limit)
    case .property(let property, let limit):
      node.kind = .property
      node.property = property
      limited(limit)
    case .mass(let limit):
      node.kind = .mass
      limited(limit)
    case .massInWindow(let days, let limit):
      node.kind = .massInWindow
      node.count = Int32(days)
      limited(limit)
    case .valueShare(let limit):
      node.kind = .valueShare
      limited(limit)
    case .destination(let set), .origin(let set), .exportedFrom(let set):
      node.kind =
        switch condition {
        case .destination: .destination
        case .origin: .origin
        default: .exportedFrom
        }
      node.first = Int32(countries.count)
      node.count = Int32(set.count)
      countries += set
    case .endUser(let states):
      node.kind = .endUser
      node.tag = states.reduce(0) { $0 | 1 << $1.rawValue }
    case .procedure(let set), .technology(let set):
      node.kind = if case .procedure = condition { .procedure } else { .technology }
      node.first = Int32(names.count)
      node.count = Int32(set.count)
      names += set
    case .code(let set):
      node.kind = .code
      node.first = Int32(codes.count)
      node.count = Int32(set.count)
      codes += set
    case .exporterNotListed: node.kind = .exporterNotListed
    case .overQuota: node.kind = .overQuota
    case .fact(let name):
      node.kind = .fact
      node.first = Int32(names.count)
      node.count = 1
      names.append(name)
    }
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  /// The nodes of the parts of an "all" or "any".
  func childIndexes(of index: Int32) -> ArraySlice<Int32> {
    let node = nodes[Int(index)]
    return children[Int(node.first)..<Int(node.first + node.count)]
  }

  /// The truth of the condition at a node.
  ///
  /// - Parameter couldCarry: whether vague words under this code leave open that the goods are any of the materials.
  func truth(of index: Int32, _ question: LawQuestion, couldCarry: Bool) -> Truth {
    let node = nodes[Int(index)]
    switch node.kind {
    case .all:
      var result = Truth.true
      for child in children[Int(node.first)..<Int(node.first + node.count)] {
        result = result && truth(of: child, question, couldCarry: couldCarry)
        if result == .false { return .false }
      }
      return result
    case .any:
      var result = Truth.false
      for child in children[Int(node.first)..<Int(node.first + node.count)] {
        result = result || truth(of: child, question, couldCarry: couldCarry)
        if result == .true { return .true }
      }
      return result
    case .not: return !truth(of: node.first, question, couldCarry: couldCarry)
    case .stated: return Truth(truth(of: node.first, question, couldCarry: couldCarry) == .true)
    default: return leaf(node, question, couldCarry: couldCarry)
    }
  }

  private func leaf(_ node: ConditionNode, _ question: LawQuestion, couldCarry: Bool) -> Truth {
    let reading = question.reading
    switch node.kind {
    case .material, .mayBe:
      let set = materials[Int(node.first)..<Int(node.first + node.count)]
      var coded = false
      for claim in reading.claims where set.contains(claim.material) {
        // A code never decides alone: what only the code claims is open, and particular words overrule it.
        if claim.basis == .coded {
          coded = true
          continue
        }
        return node.kind == .material ? .true : .unknown
      }
      if coded, !reading.isSpecific { return .unknown }
      guard couldCarry else { return .false }
      guard reading.compositionIsWhole else { return .unknown }
      return set.contains { isOpen($0, reading) } ? .unknown : .false
    case .share, .statedShare:
      for share in reading.composition where share.element.atomicNumber == node.tag {
        return share.percent.compares(node.comparison, node.limit)
      }
      if node.kind == .statedShare { return .false }
      return reading.compositionIsWhole
        ? Bounds(exactly: 0).compares(node.comparison, node.limit) : .unknown
    case .purity: return reading.purity?.compares(node.comparison, node.limit) ?? .unknown
    case .property: return reading[node.property]?.compares(node.comparison, node.limit) ?? .unknown
    case .mass:
      guard let mass = question.massThatCounts else { return .unknown }
      return Bounds(exactly: mass.kilograms).compares(node.comparison, node.limit)
    case .massInWindow:
      return question.mass(within: Int(node.count))?.compares(node.comparison, node.limit) ?? .unknown
    case .valueShare: return question.originValueShare?.compares(node.comparison, node.limit) ?? .unknown
    case .destination: return contains(node, question.destination)
    case .origin: return contains(node, question.origin)
    case .exportedFrom: return contains(node, question.exportCountry)
    case .endUser:
      if question.endUser == .unknown { return .unknown }
      return Truth(node.tag & 1 << question.endUser.rawValue != 0)
    case .procedure:
      guard let procedure = question.procedure else { return .false }
      return Truth(names[Int(node.first)..<Int(node.first + node.count)].contains(procedure))
    case .technology:
      guard let technology = question.technology else { return .false }
      return Truth(names[Int(node.first)..<Int(node.first + node.count)].contains(technology))
    case .code:
      guard let code = question.commodityCode else { return .unknown }
      return Truth(codes[Int(node.first)..<Int(node.first + node.count)].contains { code.hasPrefix($0) })
    case .exporterNotListed: return Truth(question.exporterListed == .false)
    case .overQuota:
      guard let balance = question.quotaBalance, let mass = question.massThatCounts else { return .unknown }
      return Truth(mass > balance)
    case .fact:
      let name = names[Int(node.first)]
      for fact in question.facts where fact.name == name { return Truth(fact.holds) }
      return .unknown
    case .all, .any, .not, .stated: return .unknown
    }
  }

  /// Whether a whole composition leaves open that the goods are a material: its element is stated, or none stands for it.
  private func isOpen(_ material: MaterialID, _ reading: GoodsReading) -> Bool {
    let element = elementByMaterial[Int(material.rawValue)]
    return element == 0
      || reading.composition.contains { $0.element.atomicNumber == element && $0.percent.upper > 0 }
  }

  private func contains(_ node: ConditionNode, _ country: CountryCode?) -> Truth {
    guard let country else { return .unknown }
    return Truth(countries[Int(node.first)..<Int(node.first + node.count)].contains(country))
  }
}

extension LawQuestion {
  /// The mass that a limit or a balance is held against: that of the like goods in the window where it is known, so that
  /// a consignment split into lines or parcels is judged as the whole it was.
  var massThatCounts: Mass? { (windows.map(\.mass) + (netMass.map { [$0] } ?? [])).max() }

  /// What is known of the mass of like goods within a window, in kilograms: no less than within a shorter one, no more
  /// than within a longer one.
  func mass(within days: Int) -> Bounds? {
    let shorter = windows.filter { $0.days <= days }.map(\.mass) + (netMass.map { [$0] } ?? [])
    let longer = windows.filter { $0.days >= days }.map(\.mass)
    guard let least = shorter.max()?.kilograms else {
      return longer.min().map { Bounds(0, $0.kilograms) }
    }
    guard let most = longer.min()?.kilograms else { return Bounds(least, .infinity) }
    return Bounds(least, max(least, most))
  }
}
