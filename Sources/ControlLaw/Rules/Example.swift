// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A worked example beside a rule: goods, day, places, and what the law says of them.
public struct Example: Sendable, Hashable {
  /// The goods in words.
  public var goods: String
  /// Materials claimed, by slug.
  public var claims: [String]
  public var composition: [ElementShare]
  public var compositionIsWhole: Bool
  public var purity: Bounds?
  public var properties: [PropertyValue]
  public var isSpecific: Bool
  public var code: CommodityCode?
  public var day: Day
  public var knownOn: Day?
  public var exportCountry: CountryCode
  public var origin: CountryCode?
  public var destination: CountryCode
  public var endUser: EndUserStatus
  public var netMass: Mass?
  /// The mass of the exporter's like goods within some days.
  public var window: MassInWindow?
  public var originValueShare: Bounds?
  public var quotaBalance: Mass?
  public var exporterListed: Truth
  public var procedure: String?
  public var technology: String?
  public var facts: [StatedFact]
  /// What this control must say.
  public var expect: Outcome
  /// What the whole law must say, where stated.
  public var overall: Outcome?
  /// Words that the answer must hold.
  public var says: [String]
  /// Where the example comes from, for real cases.
  public var source: String?
  public var line: Int

  public init(goods: String, day: Day, destination: CountryCode, expect: Outcome, line: Int) {
    self.goods = goods
    claims = []
    composition = []
    compositionIsWhole = false
    properties = []
    isSpecific = true
    self.day = day
    exportCountry = .china
    self.destination = destination
    endUser = .unknown
    exporterListed = .unknown
    facts = []
    self.expect = expect
    says = []
    self.line = line
  }
}
