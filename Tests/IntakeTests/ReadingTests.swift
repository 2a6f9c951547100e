// SPDX-License-Identifier: Apache-2.0

import Intake
import Testing
import TradeModel

/// Reads a text as if it were a file.
func read(
  _ text: String, threads: Int = 1, chunkBytes: Int = 4 << 20,
  configure: (inout IntakeOptions) -> Void = { _ in }
) throws(IntakeError) -> IntakeResult {
  var options = IntakeOptions()
  options.threads = threads
  options.chunkBytes = chunkBytes
  configure(&options)
  return try DeclarationReader(options).read([.bytes(Array(text.utf8), name: "test.csv")])
}

@Suite("Reading CSV") struct ReadingTests {
  static let small = """
    declaration_id,item_number,date,exporter_name,commodity_code,goods_description,destination,net_mass,statistical_value
    D1,1,2025-04-04,Foo Metals,2805301100,dysprosium metal,JP,12.5,4100
    D1,2,2025-04-04,Foo Metals,8505.11.10,magnets,DE,0.25,17.125
    D2,1,2025-04-05,"Bar, ""Rare"" Ltd",,"two
    lines",US,1000,0

    """

  @Test func `reads plain and quoted rows into columns`() throws {
    let result = try read(Self.small)
    let table = result.table
    #expect(result.quarantine.isEmpty)
    #expect(table.rowCount == 3)
    #expect(table.line == [2, 3, 4])
    #expect(table.itemNumber == [1, 2, 1])
    #expect(table.declarationID.codes == [1, 1, 2])
    #expect(table.netMass == [12_500_000, 250_000, 1_000_000_000])
    #expect(table.statisticalValue == [4_100_000_000, 17_125_000, 0])
    #expect(table.commodityCodes[Int(table.commodityCode[1])]?.digits == "85051110")
    #expect(table.party(.exporter) == [1, 1, 2])
    #expect(table.parties.party(2)?.name == #"Bar, "Rare" Ltd"#)
    let item = table.item(at: 2)
    #expect(item.goodsDescription == "two\nlines")
    #expect(item.commodityCode == nil)
    #expect(item.day == Day("2025-04-05"))
    #expect(item.destination == CountryCode("US"))
    #expect(item.statisticalValue == Money(.zero, .usd))
    #expect(item.source == SourceLocation(file: "test.csv", line: 4))
    #expect(table.row(file: "test.csv", line: 3) == 1)
    #expect(table.row(file: "test.csv", line: 5) == nil)
    #expect(table.rows(declaration: "D1") == [0, 1])
  }

  @Test func `a row takes at most 120 bytes beside the dictionaries`() throws {
    let fields = DeclarationField.allCases
    var text = fields.map(\.rawValue).joined(separator: ",") + "\n"
    for row in 0..<14_000 {
      // Every column differs from row to row.
      let other = row % 2 == 1
      text +=
        fields.map { field in
          switch field {
          case .declarationID: "D\(row / 3)"
          case .itemNumber: "\(row)"
          case .date: other ? "2025-01-02" : "2025-01-01"
          case .commodityCode: other ? "280530" : "284610"
          case .origin, .destination, .exporterCountry, .consigneeCountry, .declarantCountry, .notifyCountry:
            other ? "CN" : "JP"
          case .mode: other ? "air" : "sea"
          case .massUnit, .quantityUnit: other ? "KG" : "T"
          case .currency: other ? "USD" : "CNY"
          case .packages, .netMass, .grossMass, .quantity, .statisticalValue: other ? "1" : "2"
          default: other ? "a" : "b"
          }
        }.joined(separator: ",") + "\n"
    }
    let table = try read(text, chunkBytes: 10_000).table
    #expect(table.rowCount == 14_000)
    #expect(table.bytesPerRow <= 120)
    #expect(table.bytesPerRow > 110)
  }

  @Test func `columns that the input does not have take no memory`() throws {
    var text = "date,destination,commodity_code\n"
    for day in 1...28 { for _ in 0..<500 { text += "2025-01-\(day < 10 ? "0" : "")\(day),JP,280530\n" } }
    let table = try read(text, chunkBytes: 10_000).table
    #expect(table.rowCount == 14_000)
    // The day and the line.
    #expect(table.bytesPerRow < 9)
    #expect(table.netMass.count == 14_000 && table.netMass[13_999] == DeclarationTable.absent64)
  }

  @Test(
    "gives the same table for any chunk size and number of threads", arguments: [1, 2, 3], [1, 17, 100, 5000])
  func sameForAnyChunks(threads: Int, chunkBytes: Int) throws {
    let text = Samples.mixed(rows: 300, seed: 7)
    let reference = try read(text)
    let other = try read(text, threads: threads, chunkBytes: chunkBytes)
    #expect(Samples.same(reference, other))
    #expect(reference.quarantine.count > 10)
    #expect(reference.rowsRead == reference.table.rowCount + reference.quarantine.count)
  }

  @Test(
    "recognises headings in English and Chinese",
    arguments: [
      "申报日期,商品编号,商品名称,申报要素,最终目的国(地区),净重(千克),毛重,境内发货人,总价,币制,许可证号",
      "Acceptance Date,CN code,Description of goods,Spec,Country of Destination,Net weight (kg),Gross Weight,Consignor,FOB value,Currency code,License No.",
      "DATE,Box 33,Box 31,Ingredients,Box 17a,Box 38,Box 35,Box 2,Box 46,Box 22,Box 44",
    ])
  func headings(header: String) throws {
    let result = try read(header + "\n2025-04-04,280530,metal,Dy 99.9%,JP,1.5,2,A Co,12,CNY,L1;L2\n")
    let item = result.table.item(at: 0)
    #expect(item.commodityCode?.digits == "280530")
    #expect(item.goodsDescription == "metal")
    #expect(item.compositionText == "Dy 99.9%")
    #expect(item.netMass == Mass(milligrams: 1_500_000))
    #expect(item.grossMass == Mass(milligrams: 2_000_000))
    #expect(item.exporter?.name == "A Co")
    #expect(item.statisticalValue?.currency == .cny)
    #expect(item.licenceNumbers == ["L1", "L2"])
    #expect(result.columns.allSatisfy { $0.field != nil })
  }

  @Test func `reads the seventeen-column layout`() throws {
    let header =
      "declaration_id,date,exporter_id,exporter,consignee_id,consignee,hs8,description,origin,destination,transit,port,net_kg,value,currency,licence_no,packages,mode"
    let result = try read(
      header
        + "\nX1,2025-05-01,E9,Exp Co,C9,Con Co,81101010,antimony ingot,CN,US,TH,Ningbo,20000,500000,USD,,20,sea\n"
    )
    let item = result.table.item(at: 0)
    #expect(item.exporter == Party(name: "Exp Co", identifier: "E9"))
    #expect(item.consignee == Party(name: "Con Co", identifier: "C9"))
    #expect(item.itinerary == "TH")
    #expect(item.office == "Ningbo")
    #expect(item.netMass == Mass(milligrams: 20_000_000_000))
    #expect(item.packageCount == 20)
    #expect(item.mode == .sea)
    #expect(item.licenceNumbers.isEmpty)
    #expect(item.itemNumber == 1)
    #expect(result.columns.map(\.field).contains(nil) == false)
  }

  @Test func `a unit in the heading, a unit column and kilograms give the same mass`() throws {
    let tonnes = try read("date,destination,hs,net weight (t)\n2025-01-01,JP,280530,1.25\n").table
    let grams = try read("date,destination,hs,net_mass,mass_unit\n2025-01-01,JP,280530,1250000,g\n").table
    let kilograms = try read("date,destination,hs,net_kg\n2025-01-01,JP,280530,1250\n").table
    #expect(tonnes.netMass == kilograms.netMass)
    #expect(grams.netMass == kilograms.netMass)
  }

  @Test("undoes byte order mark, CRLF and other delimiters", arguments: [",", "\t", ";", "|"])
  func delimiters(_ d: String) throws {
    let text = "\u{FEFF}date,hs,destination\r\n2025-01-01,280530,JP\r\n\r\n,,\r\n2025-01-02,280530,KR"
      .replacing(",", with: d)
    let result = try read(text)
    #expect(result.table.rowCount == 2)
    #expect(result.blankLines == 2)
    #expect(result.table.line == [2, 5])
    #expect(result.table.item(at: 1).destination == CountryCode("KR"))
  }

  @Test(
    "rows quoted throughout, CRLF or LF, are read as plain ones", arguments: ["\n", "\r\n"], [1, 64, 4000])
  func quotedThroughout(lineEnd: String, chunkBytes: Int) throws {
    var plain = "date,hs,destination,description\n"
    var quoted = plain
    for row in 0..<200 {
      let fields = ["2025-01-01", "28053\(row % 10)", "JP", "goods \(row % 7)\(row % 3 == 0 ? "\nx" : "")"]
      plain += fields.joined(separator: ",").replacing("\nx", with: " x") + "\n"
      quoted += fields.map { "\"\($0)\"" }.joined(separator: ",") + lineEnd
    }
    let a = try read(plain)
    let b = try read(quoted, chunkBytes: chunkBytes)
    #expect(b.quarantine.isEmpty && b.table.rowCount == 200)
    #expect(a.table.goodsDescription.codes == b.table.goodsDescription.codes)
    #expect(b.table.goodsDescription.text(at: 0) == "goods 0\nx")
    #expect(Set(b.table.line).count == 200 && b.table.line.last == 268)
  }

  @Test func `only the wanted fields are read`() throws {
    let text = "date,hs,destination,net_mass,exporter\n2025-01-01,280530,JP,not a number,Foo\n"
    let full = try read(text)
    #expect(full.quarantine.map(\.reason) == [.numberMalformed])
    let narrow = try read(text) { $0.fields = [.date, .commodityCode, .destination] }
    #expect(narrow.quarantine.isEmpty)
    #expect(narrow.table.parties.count == 1)
  }
}
