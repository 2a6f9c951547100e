// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Testing
import TradeModel

@testable import Intake

/// The head of a declaration is read once for the items that repeat it; a row by itself in its chunk has none before it.
@Suite("Items that repeat the head of their declaration") struct DeclarationHeadTests {
  private static let heads = [
    "2025-04-01,5304,0110,Firm A,A1,\"Road 1, Moshan\",CN,Buyer,B1,,JP",
    "2025-04-01,5304,0110,Firm A,A1,Road 1,CN,,,,",
    "2025-04-02,,0110,皓月天耀,A1,Road 1,CN,Buyer,B1,\"2nd \"\"Road\"\"\",JP",
    "2025-04-02,5304,,Firm A ,A1,,CN,Buyer,B1,,KR",
    "2025-04-02,5304,,Firm A,A1,\"Road\n1\",CN,Buyer,B1,\"2nd\n\nRoad\",KR",
    "2025-02-30,5304,0110,Firm A,A1,Road 1,CN,Buyer,B1,,JP", ",,,,,,,,,,",
    "2025-04-01,5304,0110,Firm A,A1,Road 1,XX,,,,",
  ]
  private static let orders = [
    "declaration_id,item_number,HEAD,commodity_code,goods_description,destination,net_mass",
    "HEAD,declaration_id,item_number,commodity_code,goods_description,destination,net_mass",
    "declaration_id,item_number,commodity_code,goods_description,destination,net_mass,HEAD",
  ]
  private static let names =
    "date,office,procedure,exporter_name,exporter_id,exporter_address,exporter_country,consignee_name,consignee_id,consignee_address,consignee_country"

  private static func text(_ order: String, seed: UInt64) -> String {
    var random = SeededGenerator(seed: seed)
    var text = order.replacing("HEAD", with: names) + "\n"
    var head = heads[0]
    for row in 0..<400 {
      if Int.random(in: 0..<3, using: &random) == 0 { head = heads.randomElement(using: &random)! }
      let item = [
        "D\(row / 2)", "\(row)", "280530",
        ["dust", "钕粉", "\"a, b\"", "\"two\nlines\"", "bad\u{0}"].randomElement(
          using: &random)!, ["JP", "KR", "XX", ""].randomElement(using: &random)!, "\(row).5",
      ]
      let places = [
        "declaration_id", "item_number", "commodity_code", "goods_description", "destination", "net_mass",
      ]
      text +=
        order.split(separator: ",").map { column in
          column == "HEAD" ? head : item[places.firstIndex(of: String(column))!]
        }.joined(separator: ",") + (row % 7 == 0 ? "\r\n" : "\n")
      if row % 31 == 0 { text += "\n" }
    }
    return text
  }

  private func read(_ text: String, chunkBytes: Int, fields: Set<DeclarationField>? = nil) throws
    -> IntakeResult
  {
    var options = IntakeOptions()
    options.chunkBytes = chunkBytes
    options.fields = fields
    return try DeclarationReader(options).read([.bytes(Array(text.utf8), name: "h.csv")])
  }

  @Test(arguments: [0, 1, 2], [UInt64(3), 4])
  func `are read as rows that stand alone`(order: Int, seed: UInt64) throws {
    let text = Self.text(Self.orders[order], seed: seed)
    let alone = try read(text, chunkBytes: 1)
    let together = try read(text, chunkBytes: 1 << 20)
    #expect(together.table.rowCount > 50 && together.quarantine.count > 50)
    #expect(Samples.same(alone, together))
    #expect(
      (0..<alone.table.rowCount).allSatisfy { alone.table.item(at: $0) == together.table.item(at: $0) })
  }

  @Test func `are read so when only some columns are asked for`() throws {
    let text = Self.text(Self.orders[0], seed: 5)
    let fields: Set<DeclarationField> = [.declarationID, .date, .exporterID, .commodityCode, .destination]
    let alone = try read(text, chunkBytes: 1, fields: fields)
    let together = try read(text, chunkBytes: 1 << 20, fields: fields)
    #expect(together.table.rowCount > 50)
    #expect(Samples.same(alone, together))
    #expect(together.table.netMass.allSatisfy { $0 == DeclarationTable.absent64 })
  }

  @Test(arguments: ["notify_country", "consignee_country", "exporter_id"])
  func `are read so where the head begins with a party, and where a party stands in two places`(
    _ apart: String
  ) throws {
    var random = SeededGenerator(seed: 6)
    var text =
      "declaration_id,exporter_name,exporter_address,consignee_name,goods_description,\(apart),date,destination\n"
    var head = ""
    for row in 0..<200 {
      if row == 0 || Int.random(in: 0..<3, using: &random) == 0 {
        let (name, place) = (Int.random(in: 0..<9999, using: &random), Int.random(in: 0..<99, using: &random))
        head = "\"Firm \(name)\",Road \(place),Buyer \(name / 2)"
      }
      text += "D\(row),\(head),dust \(row),\(["JP", "KR", ""].randomElement(using: &random)!),2025-04-01,JP\n"
    }
    let alone = try read(text, chunkBytes: 1)
    let together = try read(text, chunkBytes: 1 << 20)
    #expect(together.table.rowCount == 200)
    #expect(Samples.same(alone, together))
    #expect(
      (0..<alone.table.rowCount).allSatisfy { alone.table.item(at: $0) == together.table.item(at: $0) })
  }
}
