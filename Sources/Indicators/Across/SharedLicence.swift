// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// One licence number cited by several exporters.
public struct SharedLicence: FileIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "shared-licence", title: "One licence cited by several exporters", typology: "T14", weight: 0.40,
    floor: .yellow,
    source: "Export Control Law of China, articles 34 and 36; typology T14: reuse",
    innocentExplanations: [
      "one firm under two registrations", "a mistyped number", "a general licence open to several",
    ])

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    var users: [UInt32: [UInt32: Int]] = [:]
    for item in items where item.licence != 0 && item.exporter != 0 {
      users[item.licence, default: [:]][item.exporter, default: 0] += 1
    }
    var findings: [FileFinding] = []
    for item in items where item.licence != 0 {
      guard let own = users[item.licence], own.count > 1, own.count <= 6, let count = own[item.exporter]
      else { continue }
      let most = own.values.max() ?? 0
      let isMain = count == most && own.values.count(where: { $0 == most }) == 1
      findings.append(
        FileFinding(
          row: item.row, strength: isMain ? 0.15 : 1,
          statement: IndicatorStatement(
            "The licence cited is cited by \(own.count) exporters in the file; this one \(isMain ? "does most often" : "does in \(count) items").",
            fields: ["licence_numbers", "exporter_name"],
            tested: ["general licence: no, \(own.count) exporters only"])))
    }
    return findings.sorted { $0.row < $1.row }
  }
}
