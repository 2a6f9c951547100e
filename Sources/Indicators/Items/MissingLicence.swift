// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Licensing
import Ranking
import TradeModel

/// The goods as declared need a licence and the declaration cites none.
public struct MissingLicence: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "licence-missing", title: "Controlled goods without a licence cited", typology: "T14", weight: 0.20,
    floor: .red, source: "Export Control Law of China, articles 19 and 34; GAC Announcement 123 of 2025",
    innocentExplanations: [
      "a licence number left out of the data", "a certificate by registration for repair or exhibition",
    ])

  public func strength(_ item: borrowing ItemContext) -> Double {
    item.licence.state == .notCited ? 1 : 0
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let tested =
      item.licence.fitting.isEmpty
      ? ["a licence on file that would fit: none"]
      : ["a licence on file that would fit: \(item.licence.fitting.joined(separator: ", "))"]
    return IndicatorStatement(
      "The law asks for a licence for the goods as declared, and none is cited.",
      fields: ["licence_numbers", "goods_description", "commodity_code"], tested: tested)
  }
}
