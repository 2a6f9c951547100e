// SPDX-License-Identifier: Apache-2.0

import Ranking
public import TradeModel

/// A lane on which trade statistics show a change that is not explained, as context for single shipments.
public struct FlowLead: Sendable, Hashable {
  /// The mineral by its slug, and the first six digits of the code.
  public var mineral: String
  public var subheading: Int
  public var exporter: CountryCode
  public var importer: CountryCode
  /// First day of the change, and its last where the control has ended.
  public var from: Day
  public var until: Day?
  /// The alert in words.
  public var words: String

  public init(
    mineral: String, subheading: Int, exporter: CountryCode, importer: CountryCode, from: Day, until: Day?,
    words: String
  ) {
    self.mineral = mineral
    self.subheading = subheading
    self.exporter = exporter
    self.importer = importer
    self.from = from
    self.until = until
    self.words = words
  }

  /// Whether a shipment lies on the lane, or goes to the country from which the lane starts.
  public func concerns(
    subheading other: Int, exportCountry: CountryCode, destination: CountryCode, day: Day
  ) -> Bool {
    guard subheading == other, day >= from, until.map({ day <= $0 }) ?? true else { return false }
    return destination == exporter || (destination == importer && exportCountry == exporter)
  }
}

/// Trade statistics show an unexplained change on the lane of the shipment, or out of its destination.
public struct FlowAlertLane: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "flow-alert", title: "Lane with an unexplained change in trade statistics", typology: "T6",
    weight: 0.12,
    floor: .blue,
    source: "assay flows alerts; method in docs/methods/flows.md",
    innocentExplanations: [
      "ordinary trade on a lane that others use too",
      "a change that the statistics cannot explain but is lawful",
    ])

  public func strength(_ item: borrowing ItemContext) -> Double { item.hasFlowLead ? 1 : 0 }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    IndicatorStatement(
      item.flowLead.map(\.words) ?? "", fields: ["commodity_code", "destination_country", "date"],
      tested: ["explanations of the change in the statistics: see the alert"])
  }
}
