// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Screening
import Testing
import TradeModel

/// A hollow tungsten cylinder, controlled above 20 kg only (item 1C226), before No. 10 of 2025 asks for its shape.
private let cylinder = Row([
  "declaration_id": "D-9", "item_number": "1", "date": "2024-06-10", "exporter_name": "Example Tungsten Co",
  "exporter_id": "91360700MA3CCCCC0C", "consignee_name": "Beispiel Werke GmbH", "consignee_country": "DE",
  "commodity_code": "8101999000", "origin": "CN", "destination": "DE", "net_mass": "25", "mass_unit": "kg",
  "goods_description": "hollow tungsten cylinder, W 99.95%, inside diameter 150 mm",
  "statistical_value": "2500", "currency": "USD",
])

private func outcomes(_ rows: [Row]) throws -> [Outcome] {
  let result = try screen(rows)
  return (0..<rows.count).map { result.assessment(at: $0).declared.outcome }
}

@Suite("How much leaves") struct MassTests {
  @Test func `rows with the same words and different masses each get the answer of their own mass`() throws {
    let masses = ["25", "10", "20", "20.1", "3", "400"]
    let rows = masses.enumerated().map { index, mass in
      cylinder.setting("net_mass", mass).setting("declaration_id", "D-\(index)")
        .setting("exporter_name", "Exporter \(index)").setting("exporter_id", nil)
    }
    let expected: [Outcome] = masses.map { Double($0)! > 20 ? .licenceRequired : .notControlled }
    #expect(try outcomes(rows) == expected)
    #expect(try outcomes(rows.reversed()) == expected.reversed())
    #expect(try screen(rows).compact.map(\.declaredOutcome) == expected)
  }

  @Test(arguments: [2, 3, 10])
  func `a consignment split into lines of one day is judged as the whole`(_ parts: Int) throws {
    let split = (0..<parts).map { index in
      cylinder.setting("net_mass", "\(25.0 / Double(parts))").setting("item_number", "\(index + 1)")
    }
    #expect(try outcomes([cylinder]) == [.licenceRequired])
    #expect(try outcomes(split).allSatisfy { $0 >= .licenceRequired })
  }

  @Test func `small consignments of other exporters, codes or days are not added up`() throws {
    let small = cylinder.setting("net_mass", "12")
    let rows = [
      small,
      small.setting("declaration_id", "D-10").setting("date", "2024-06-11"),
      small.setting("declaration_id", "D-11").setting("exporter_name", "Another Co").setting(
        "exporter_id", "91360700MA3DDDDD0D"),
      small.setting("declaration_id", "D-12").setting("commodity_code", "7326909000"),
    ]
    #expect(try outcomes(rows).allSatisfy { $0 == .notControlled })
  }
}
