// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Licensing
import Ranking
import TradeModel

/// A licence is cited that is spent, expired, another's, or for something else.
public struct LicenceMisuse: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "licence-misuse", title: "A cited licence does not cover the goods", typology: "T14", weight: 0.40,
    floor: .red, source: "Export Control Law of China, articles 34 and 36; typology T14",
    innocentExplanations: [
      "an amendment of the licence not yet on file", "a mistyped licence number", "the name of a merged firm",
    ])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard item.licence.state == .unfit else { return 0 }
    // Goods for which no licence is needed as declared: why is one cited, and why one that cannot be used?
    return item.declared.outcome >= .cannotDecide ? 1 : 0.5
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let reasons = item.licence.rejections.map { rejection in
      "\(rejection.licence): " + rejection.reasons.map(\.explanation).joined(separator: ", ")
    }
    let tested =
      item.licence.fitting.isEmpty
      ? ["another licence of the exporter that would fit: none on file"]
      : ["another licence of the exporter that would fit: \(item.licence.fitting.joined(separator: ", "))"]
    return IndicatorStatement(
      "No cited licence covers the goods: \(reasons.joined(separator: "; ")).",
      fields: ["licence_numbers", "exporter_name", "net_mass", "date"], tested: tested)
  }
}
