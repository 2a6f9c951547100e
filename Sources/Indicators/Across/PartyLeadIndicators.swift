// SPDX-License-Identifier: Apache-2.0

import Ranking

/// Indicators from the network of a file's parties; the network finds them, this says what they weigh.
public enum PartyLeadIndicators {
  public static let definitions: [IndicatorDefinition] = [
    IndicatorDefinition(
      id: "shared-contact", title: "Address or contact shared with a listed party", typology: "T11",
      weight: 0.35, floor: .yellow, source: "typology T11; docs/methods/parties.md, network",
      innocentExplanations: ["an office building or an agent's address", "a former tenant"]),
    IndicatorDefinition(
      id: "owned-by-listed", title: "Owned 50 % or more by listed parties", typology: "T11", weight: 0.60,
      floor: .yellow,
      source: "OFAC, Revised Guidance on Entities Owned by Persons Whose Property Is Blocked, 13 August 2014",
      innocentExplanations: ["shares sold since", "a namesake of the owner"]),
    IndicatorDefinition(
      id: "registration-factory", title: "Many parties at one address", typology: "T11", weight: 0.12,
      floor: .blue, source: "FATF-Egmont Trade-Based Money Laundering Risk Indicators, 2021",
      innocentExplanations: ["a business park or free-zone authority", "a group's head office"]),
    IndicatorDefinition(
      id: "successor", title: "Takes over the trade of a listed or stopped exporter", typology: "T11",
      weight: 0.25, floor: .blue, source: "typology T11; docs/methods/parties.md, network",
      innocentExplanations: [
        "a merger or change of name that is on record", "customers that changed supplier",
      ]),
    IndicatorDefinition(
      id: "circular-shipments", title: "Goods that come back in a circle", typology: "T10", weight: 0.20,
      floor: .blue, source: "FATF-Egmont Trade-Based Money Laundering Risk Indicators, 2021",
      innocentExplanations: ["toll processing or repair", "returned goods"]),
    IndicatorDefinition(
      id: "regrouped-consignees", title: "Consignees that ship on to one party", typology: "T6", weight: 0.25,
      floor: .blue, source: "typology T6; docs/methods/parties.md, network",
      innocentExplanations: ["a distributor with several warehouses"]),
  ]
}
