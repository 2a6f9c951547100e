// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import ReferenceData
import TradeFlows
import TradeModel

extension RegressionTests {
  static func country(_ text: String) -> CountryCode { CountryCode(text)! }
}

func country(_ text: String) -> CountryCode { CountryCode(text)! }
func code(_ text: String) -> CommodityCode { try! CommodityCode(text) }

func reading(_ text: String, _ map: ColumnMap, latest: Month? = nil) throws(ValueError) -> FlowTable {
  try FlowReader(map: map, areas: .embedded, currencies: ReferenceData.embedded.currencies, latest: latest)
    .read(Array(text.utf8), file: "test")
}

/// A shared file of statistics, read with a map.
func shared(_ names: [String], _ map: ColumnMap) throws -> FlowTable {
  var table = FlowTable()
  for name in names {
    let data = try Data(contentsOf: URL(fileURLWithPath: SharedData.path(name)!))
    let reader = FlowReader(map: map, areas: .embedded, currencies: ReferenceData.embedded.currencies)
    table.append(try reader.read(Array(data), file: name))
  }
  return table
}
