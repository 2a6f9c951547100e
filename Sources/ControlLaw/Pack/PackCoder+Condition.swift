// SPDX-License-Identifier: Apache-2.0

import TradeModel

extension PackCoder {
  /// Codes a condition; a tree deeper than 32 is a fault, so that no pack can exhaust the stack.
  mutating func code(_ value: inout Condition, depth: Int) {
    guard depth < 32 else { return reject() }
    var kind = value.kind
    code(&kind)
    switch kind {
    case 0...2, 23:
      var children = value.children
      code(&children, of: .all([])) { $0.code(&$1, depth: depth + 1) }
      switch kind {
      case 0: value = .all(children)
      case 1: value = .any(children)
      default:
        guard children.count == 1 else { return reject() }
        value = kind == 2 ? .not(children[0]) : .stated(children[0])
      }
    case 3, 4:
      var slugs: [String] = []
      if case .material(let known) = value { slugs = known }
      if case .mayBe(let known) = value { slugs = known }
      code(&slugs)
      value = kind == 3 ? .material(slugs) : .mayBe(slugs)
    case 5, 6:
      var element = Element(atomicNumber: 1)!
      var limit = Self.noLimit
      if case .share(let e, let l) = value { (element, limit) = (e, l) }
      if case .statedShare(let e, let l) = value { (element, limit) = (e, l) }
      code(&element)
      code(&limit)
      value = kind == 5 ? .share(element, limit) : .statedShare(element, limit)
    case 7, 9, 11:
      var limit = value.limit ?? Self.noLimit
      code(&limit)
      switch kind {
      case 7: value = .purity(limit)
      case 9: value = .mass(limit)
      default: value = .valueShare(limit)
      }
    case 10:
      var days = 1
      var limit = Self.noLimit
      if case .massInWindow(let d, let l) = value { (days, limit) = (d, l) }
      code(&days)
      code(&limit)
      guard ConditionLimits.windowDays.contains(days) else { return reject() }
      value = .massInWindow(days: days, limit)
    case 8:
      var property = PhysicalProperty.density
      var limit = Self.noLimit
      if case .property(let p, let l) = value { (property, limit) = (p, l) }
      code(&property)
      code(&limit)
      value = .property(property, limit)
    case 12, 13, 14:
      var countries = value.countries
      code(&countries)
      switch kind {
      case 12: value = .destination(countries)
      case 13: value = .origin(countries)
      default: value = .exportedFrom(countries)
      }
    case 15:
      var states: [EndUserStatus] = []
      if case .endUser(let known) = value { states = known }
      code(&states, of: .unknown) { $0.code(&$1) }
      value = .endUser(states)
    case 16, 22:
      var names: [String] = []
      if case .procedure(let known) = value { names = known }
      if case .technology(let known) = value { names = known }
      code(&names)
      value = kind == 16 ? .procedure(names) : .technology(names)
    case 17:
      var codes: [CommodityCode] = []
      if case .code(let known) = value { codes = known }
      code(&codes, of: CommodityCode(number: 0, count: 6)!) { $0.code(&$1) }
      value = .code(codes)
    case 18: value = .exporterNotListed
    case 19: value = .overQuota
    case 20:
      var name = ""
      if case .fact(let known) = value { name = known }
      code(&name)
      value = .fact(name)
    case 21:
      var question = ""
      var child = Condition.all([])
      if case .asking(let q, let c) = value { (question, child) = (q, c) }
      code(&question)
      code(&child, depth: depth + 1)
      value = .asking(question, child)
    default: reject()
    }
  }

  static let noLimit = Limit(.greater, 0, text: "")

  mutating func code(_ value: inout Limit) {
    code(&value.comparison)
    code(&value.value)
    code(&value.text)
  }
}

extension Condition {
  /// The number of the kind in a pack.
  fileprivate var kind: Int {
    switch self {
    case .all: 0
    case .any: 1
    case .not: 2
    case .material: 3
    case .mayBe: 4
    case .share: 5
    case .statedShare: 6
    case .purity: 7
    case .property: 8
    case .mass: 9
    case .massInWindow: 10
    case .valueShare: 11
    case .destination: 12
    case .origin: 13
    case .exportedFrom: 14
    case .endUser: 15
    case .procedure: 16
    case .code: 17
    case .exporterNotListed: 18
    case .overQuota: 19
    case .fact: 20
    case .asking: 21
    case .technology: 22
    case .stated: 23
    }
  }

  fileprivate var children: [Condition] {
    switch self {
    case .all(let children), .any(let children): children
    case .not(let child), .stated(let child): [child]
    default: []
    }
  }

  fileprivate var countries: [CountryCode] {
    switch self {
    case .destination(let countries), .origin(let countries), .exportedFrom(let countries): countries
    default: []
    }
  }

  /// The limit of a condition that has one.
  public var limit: Limit? {
    switch self {
    case .share(_, let limit), .statedShare(_, let limit), .purity(let limit), .property(_, let limit),
      .mass(let limit), .massInWindow(_, let limit), .valueShare(let limit):
      limit
    default: nil
    }
  }
}
