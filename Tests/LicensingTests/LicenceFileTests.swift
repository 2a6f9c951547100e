// SPDX-License-Identifier: Apache-2.0

import Licensing
import Tabular
import Testing
import TradeModel

private let head =
  "licence_number,holder_name,holder_id,control_code,commodity_code,quantity,unit,valid_from,valid_to,consignee,country,end_user\n"

private func read(_ rows: String) throws -> LicenceFile.Reading {
  try LicenceFile.read(Array((head + rows).utf8), file: "l.csv")
}

@Suite("Licence files") struct LicenceFileTests {
  @Test func `a full row is read`() throws {
    let reading = try read(
      "L-1,Example Co,9133,1C905.a.4; 1C904.a.4,8505111000,2.5,t,2025-01-01,2025-12-31,Motor AG,DE,\n")
    let licence = try #require(reading.licences.first)
    #expect(licence.controlCodes == ["1C905.a.4", "1C904.a.4"])
    #expect(licence.granted == ExactDecimal(millionths: 2_500_000))
    #expect(licence.unit == .tonne)
    #expect(licence.country == CountryCode("DE"))
    #expect(reading.diagnostics.isEmpty)
  }

  @Test func `a licence without a quantity is general`() throws {
    let reading = try read("L-1,Example Co,,1C905,,,,2025-01-01,2025-12-31,,,\n")
    #expect(reading.licences.first?.granted == nil)
  }

  @Test(arguments: [
    ("L-1,E,,1C905,,1,kg,2025-12-31,2025-01-01,,,", "licence-validity"),
    ("L-1,E,,1C905,,1,kg,2025-02-30,2025-12-31,,,", "date-impossible"),
    ("L-1,E,,1C905,,-1,kg,2025-01-01,2025-12-31,,,", "quantity-invalid"),
    ("L-1,E,,1C905,,1,barrels,2025-01-01,2025-12-31,,,", "unit-unknown"),
    ("L-1,E,,,,1,kg,2025-01-01,2025-12-31,,,", "licence-missing"),
    ("L-1,E,,1C905,85ab,1,kg,2025-01-01,2025-12-31,,,", "code-invalid"),
    ("L-1,E,,1C905,,1,kg,2025-01-01,2025-12-31,,Germany,", "country-unknown"),
    (",E,,1C905,,1,kg,2025-01-01,2025-12-31,,,", "licence-missing"),
  ])
  func `a broken licence is left out and told`(_ row: String, _ code: String) throws {
    let reading = try read(row + "\n")
    #expect(reading.licences.isEmpty)
    #expect(reading.diagnostics.map(\.code) == [code])
    #expect(reading.diagnostics[0].location.line == 2)
  }

  @Test func `of two licences with one number the first counts`() throws {
    let reading = try read(
      "L-1,E,,1C905,,1,kg,2025-01-01,2025-12-31,,,\nl 1,E,,1C905,,9,kg,2025-01-01,2025-12-31,,,\n")
    #expect(reading.licences.map(\.granted) == [ExactDecimal(1)])
    #expect(reading.diagnostics.map(\.code) == ["licence-duplicate"])
  }

  @Test func `a missing column is named with the nearest one`() {
    let error = #expect(throws: TableError.self) {
      try LicenceFile.read(Array("licence_numbr,holder_name,valid_from,valid_to\n".utf8), file: "l.csv")
    }
    #expect(error?.message.contains("licence_numbr") == true)
  }
}
