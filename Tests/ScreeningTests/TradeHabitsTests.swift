// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import Screening
import Testing

/// What the past of the parties in the file does to a suspicion.
@Suite("Habits of trade") struct TradeHabitsTests {
  private func row(
    _ number: Int, exporter: String, consignee: String, day: String, value: Double, kilograms: Double = 1000
  ) -> Row {
    bolts.setting("declaration_id", "C-\(number)").setting("exporter_id", exporter)
      .setting("exporter_name", "Exporter \(exporter)").setting("consignee_name", "Buyer \(consignee)")
      .setting("date", day).setting("commodity_code", "8112990000")
      .setting("goods_description", "base metal n.e.s.").setting("net_mass", "\(kilograms)")
      .setting("gross_mass", nil).setting("statistical_value", "\(value)").setting("packages", nil)
  }

  /// 2,400 items of sixty firms at 45 USD/kg, one of which always sends at 250 USD/kg to the same buyer.
  private func market() -> [Row] {
    (0..<2400).map { number in
      let firm = number % 60
      let month = 1 + number / 200
      let price = firm == 7 ? 250.0 : 40 + Double(number % 11)
      return row(
        number, exporter: "E\(firm)", consignee: "B\(firm)",
        day: "2025-\(month < 10 ? "0" : "")\(month)-15", value: price * 1000)
    }
  }

  @Test func `a party that hardly trades weighs more, one of many like items less`() throws {
    let rows =
      market() + [
        row(9001, exporter: "NEW", consignee: "NEWBUYER", day: "2025-06-15", value: 250_000)
      ]
    let result = try screen(rows)
    let steady = result.compact[7]
    let new = result.compact[2400]
    #expect(new.score > 2 * steady.score)
    let evidence = result.assessment(at: 2400).identity.evidence.filter { $0.material == nil }
    #expect(evidence.contains { $0.kind == .context && $0.statement.contains("1 item in the file") })
    let regular = result.assessment(at: 7).identity.evidence.filter { $0.material == nil }
    #expect(
      regular.contains { $0.kind == .context && $0.statement.hasPrefix("regular trade") && $0.logOdds < 0 })
  }

  @Test func `a single odd price among an exporter's usual ones is a fainter lead`() throws {
    var rows = market()
    rows.append(row(9001, exporter: "E3", consignee: "B3", day: "2025-06-15", value: 250_000))
    rows.append(row(9002, exporter: "E99", consignee: "B99", day: "2025-06-15", value: 250_000))
    let result = try screen(rows)
    #expect(result.compact[2400].score < result.compact[2401].score)
    #expect(
      result.assessment(at: 2400).identity.evidence.contains { $0.statement.hasPrefix("a single odd price") })
  }

  @Test func `explaining a row gives the score of the run, and small files teach nothing`() throws {
    let rows = market()
    let result = try screen(rows)
    for row in [0, 7, 67, 2399] {
      #expect(Float(result.assessment(at: row).score) == result.compact[row].score)
    }
    let small = try screen(Array(rows.prefix(300)))
    #expect(!small.assessment(at: 7).identity.evidence.contains { $0.kind == .context && $0.material == nil })
  }
}
