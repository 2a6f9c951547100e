// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A limit in a text of law, such as "99.9 % or more", in the canonical unit of what it limits.
public struct Limit: Sendable, Hashable {
  public var comparison: Bounds.Comparison
  public var value: Double
  /// The limit as the file writes it, with its unit (`>= 99.9 %`).
  public var text: String

  public init(_ comparison: Bounds.Comparison, _ value: Double, text: String) {
    self.comparison = comparison
    self.value = value
    self.text = text
  }
}

/// What a condition may hold at most.
public enum ConditionLimits {
  /// Lengths that a window of mass may have, in days.
  public static let windowDays = 1...366
}

/// When a control applies: a tree of typed conditions, each answered yes, no or not known.
public indirect enum Condition: Sendable, Hashable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  /// The goods are one of these materials, by slug (`gallium/metal`) or whole mineral (`gallium`).
  case material([String])
  /// Goods claimed to be one of these broader materials may be the controlled one: never yes, never no.
  case mayBe([String])
  /// Mass share of an element in percent. An element that is not stated is not known, unless the composition is whole.
  case share(Element, Limit)
  /// As `share`, but an element that is not stated does not count.
  case statedShare(Element, Limit)
  /// Purity in percent by mass.
  case purity(Limit)
  case property(PhysicalProperty, Limit)
  /// Net mass in kilograms.
  case mass(Limit)
  /// Mass of the exporter's like goods within so many days, in kilograms.
  case massInWindow(days: Int, Limit)
  /// Share of the value in percent.
  case valueShare(Limit)
  case destination([CountryCode])
  case origin([CountryCode])
  case exportedFrom([CountryCode])
  case endUser([EndUserStatus])
  case procedure([String])
  /// Technology that is transferred, by name; what is not stated is not technology.
  case technology([String])
  /// A condition that counts only when it is stated: an exemption must be claimed.
  case stated(Condition)
  /// The commodity code starts with one of these.
  case code([CommodityCode])
  /// Somebody has stated that the exporter is not on the list that the rule asks for.
  case exporterNotListed
  /// The goods are more than what is left of the quota.
  case overQuota
  /// A fact that only the exporter can state.
  case fact(String)
  /// A condition with the question to ask when it cannot be answered.
  case asking(String, Condition)
}

extension Condition {
  /// Every part of the tree, itself first.
  public var parts: [Condition] {
    switch self {
    case .all(let children), .any(let children): [self] + children.flatMap(\.parts)
    case .not(let child), .asking(_, let child), .stated(let child): [self] + child.parts
    default: [self]
    }
  }

  /// Materials and minerals that the condition may be met by, outside negations.
  public var positiveMaterials: [String] {
    switch self {
    case .all(let children), .any(let children): children.flatMap(\.positiveMaterials)
    case .asking(_, let child): child.positiveMaterials
    case .material(let slugs), .mayBe(let slugs): slugs
    default: []
    }
  }

  /// Materials and minerals whose claim by itself can meet the condition.
  public var namedMaterials: [String] {
    switch self {
    case .all(let children), .any(let children): children.flatMap(\.namedMaterials)
    case .asking(_, let child): child.namedMaterials
    case .material(let slugs): slugs
    default: []
    }
  }

  /// Elements whose stated share alone brings the condition into play.
  public var statedElements: [Element] {
    parts.compactMap { part in
      if case .statedShare(let element, _) = part { element } else { nil }
    }
  }
}
