// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// What a commodity code alone says to the identity model; looked up once a code, asked for every item.
public final class CodeFacts: Sendable {
  public let code: CommodityCode
  /// What goods of the heading usually cost.
  public let heading: HeadingPrice?
  /// Natural logarithm of the upper end of that price.
  let logUpper: Double
  /// The middle of its logarithm, and its spread; 0 and infinite where no price is known.
  let logMiddle: Double
  let logSpread: Double
  /// Whether the subheading has served as a disguise.
  public let isDisguise: Bool
  /// Materials that the subheading may rightly hold; nothing where the reference does not know the subheading.
  let rightful: [IdentityModel.Candidate]?
  /// What the heading holds, for lines of it that are no subheading of the reference.
  let rightfulByHeading: [IdentityModel.Candidate]?
  /// Materials to think of first under the subheading.
  let hidden: [IdentityModel.Candidate]?
  /// Those of them that are likelier here than their share of what is hidden everywhere.
  let hiddenByCustom: [IdentityModel.Candidate]
  /// Whether the line is a residual one, and whether its chapter is one of materials.
  let isResidual: Bool
  let isMaterial: Bool

  init(_ code: CommodityCode, _ tables: IdentityModel.Tables) {
    self.code = code
    heading = tables.reference.headingPrice(for: code)
    logUpper = heading.map { Numerics.logarithm($0.upper) } ?? .infinity
    let logLower = heading.map { Numerics.logarithm($0.lower) } ?? -.infinity
    logMiddle = heading == nil ? 0 : (logLower + logUpper) / 2
    logSpread = 0.1 + (logUpper - logLower) / 2.6
    let subheading = code.subheading
    isDisguise = tables.disguised.contains(subheading)
    rightful = tables.rightful[subheading]
    rightfulByHeading = tables.rightfulByHeading[code.heading]
    hidden = tables.hidden[subheading]
    let shares = Dictionary(uniqueKeysWithValues: tables.everywhere.map { ($0.material, $0.weight) })
    hiddenByCustom = (hidden ?? []).filter {
      $0.weight != IdentityModel.everywhereShare * (shares[$0.material] ?? 0)
    }
    isResidual = subheading % 10 == 9 || subheading % 100 == 90
    isMaterial = (25...38).contains(code.chapter) || (68...83).contains(code.chapter)
  }
}

/// Goods of which nothing stands out as long as their price is usual: found once a text and code.
public struct PlainGoods: Sendable, Hashable {
  /// The logarithm of the price from which on it is unusual for the heading; infinite where no price is known.
  let limit: Double
  /// Whether only prices of the file can say what is usual.
  let needsBand: Bool

  /// Nothing for goods that are never plain: under a heading that hides by custom, or under one of materials with vague words.
  init?(_ reading: GoodsReading, _ facts: CodeFacts?) {
    guard let facts, !facts.isDisguise else { return nil }
    if !reading.isSpecific, facts.rightful != nil || facts.rightfulByHeading != nil { return nil }
    limit = facts.logUpper + 0.3
    needsBand = facts.heading == nil
  }

  /// Whether the price is usual for what is declared and the parties never dealt in minerals worth hiding.
  public func holds(logPrice: Double, learned: PriceBook.Band?, history: PartyHistory) -> Bool {
    guard history.exporterMinerals | history.consigneeMinerals == 0, logPrice < limit else { return false }
    guard let learned else { return !needsBand }
    return logPrice < learned.center + 2.5 * learned.scale
  }
}

extension IdentityModel {
  /// What a code alone says.
  public func facts(of code: CommodityCode) -> CodeFacts { CodeFacts(code, tables) }

  /// What must hold of the price for goods to be plain, where their papers claim no material; nothing where it never does.
  public func plainGoods(_ reading: GoodsReading, _ facts: CodeFacts?) -> PlainGoods? {
    reading.claims.isEmpty ? PlainGoods(reading, facts) : nil
  }
}
