// SPDX-License-Identifier: Apache-2.0

import Intake
import Testing
import TradeModel

@Suite("Reading single items") struct ItemReaderTests {
  private let reader = ItemReader()

  private static let good = [
    #"{"declaration_id": "D1", "date": "2025-04-04", "hs": 280530, "description": "dy \u6c27\u5316 \"x\"", "destination": "JP", "net_mass": 12.5, "exporter": {"name": "A", "country": "CN"}, "licence_no": ["L1", "L2"], "extra": {"deep": [1, {"a": 2}]}}"#,
    #"{"date":"2025-01-01","hs":"280530","destination":"JP"}"#,
    #"  {"destination":"JP","hs":"280530","date":"2025-01-01"}  "#,
    #"{"date":"2025-01-01","goods_description":"氧化镝 99.9%","destination":"DE","packages":"12 drums","a\nkey":1}"#,
    #"{"date":"2025-01-01","hs":"280530","destination":"JP","net_mass_g":1500,"value":12,"currency":"EUR"}"#,
  ]
  private static let bad = [
    #"{"date":"2025-01-01","date":"2025-01-02","hs":"280530","destination":"JP"}"#,
    #"{"date":"2025-02-30","hs":"280530","destination":"JP"}"#,
    #"{"date":"2025-01-01","hs":"280530","destination":"Narnia"}"#,
    #"{"date":"2025-01-01","hs":[{"a":1}],"destination":"JP"}"#,
    #"{"hs":"280530","destination":"JP"}"#, #"{"date":"2025-01-01"}"#, "{}", "[1]", "", "date,hs",
    #"{"date":"2025-01-01","hs":"280530","destination":"\ud800"}"#,
  ]

  @Test func `gives the table of a file of one line, at first and again`() throws {
    for _ in 0..<3 {
      for text in Self.good.shuffled() {
        let item = try reader.read(Array(text.utf8), name: "request")
        let file = try DeclarationReader().read([.bytes(Array(text.utf8), name: "request")])
        #expect(item.table.rowCount == 1 && item.quarantine.isEmpty)
        #expect(item.table.item(at: 0) == file.table.item(at: 0))
      }
    }
  }

  @Test func `tells the faults that a file of one line has`() throws {
    for text in Self.bad + Self.bad {
      let bytes = Array(text.utf8)
      do throws(IntakeError) {
        let item = try reader.read(bytes, name: "request")
        let file = try? DeclarationReader().read([.bytes(bytes, name: "request")])
        #expect(item.table.rowCount == 0)
        #expect(
          item.quarantine.flatMap(\.faults).map(\.reason) == file?.quarantine.flatMap(\.faults).map(\.reason))
        #expect(item.quarantine.first?.raw == file?.quarantine.first?.raw)
      } catch {
        let wanted = error
        #expect {
          _ = try DeclarationReader().read([.bytes(bytes, name: "request")])
        } throws: { thrown in
          let other = thrown as? IntakeError
          return other?.code == wanted.code && other?.diagnostic.message == wanted.diagnostic.message
        }
      }
    }
  }

  @Test func `keeps items apart that have the same keys`() throws {
    var items: [GoodsItem] = []
    for code in ["280530", "811292", "280530"] {
      let text = #"{"date":"2025-01-01","hs":"\#(code)","destination":"JP","exporter_name":"Firm \#(code)"}"#
      items.append(try reader.read(Array(text.utf8), name: "request").table.item(at: 0))
    }
    #expect(items[0] == items[2] && items[0].exporter != items[1].exporter)
    #expect(items[1].commodityCode?.digits == "811292")
  }

  @Test func `forgets sets of keys when there are too many, and still reads`() throws {
    for number in 0..<600 {
      let text = #"{"date":"2025-01-01","hs":"280530","destination":"JP","key\#(number)":1}"#
      #expect(try reader.read(Array(text.utf8), name: "request").table.rowCount == 1)
    }
  }
}
