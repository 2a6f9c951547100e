// SPDX-License-Identifier: Apache-2.0

import Casework
import Intake
import Recording
import ReferenceData
import Synchronization
import TradeModel

/// Declarations of kept screenings, read again from what was kept, a few at a time.
///
/// Pages show a referred item among the others of its file; the database keeps the decisions, not the cells.
final class DeclarationShelf: Sendable {
  /// Files beyond this many bytes are not read again for a page; it shows what was kept of the decision.
  private static let limit = 512 << 20
  private static let places = 3

  private let shelf = Mutex<[(screening: Int64, table: DeclarationTable)]>([])

  /// The declarations of a screening; nothing when they are too large to read for a page.
  func table(of screening: Int64, in workspace: Workspace) throws -> DeclarationTable? {
    if let kept = shelf.withLock({ shelf in shelf.first { $0.screening == screening }?.table }) {
      return kept
    }
    let record = try workspace.read { try DecisionStore.screening(screening, in: $0) }
    let plan = try Recorder.plan(of: record, in: workspace)
    guard plan.inputs.reduce(0, { $0 + $1.content.count }) <= Self.limit else { return nil }
    var options = IntakeOptions()
    options.threads = 2
    options.today = plan.today
    let table: DeclarationTable
    do throws(IntakeError) {
      if let mapping = plan.mapping { options.mapping = try ColumnMapping(text: mapping, file: "mapping") }
      table = try DeclarationReader(options).read(plan.inputs.map { .bytes($0.content, name: $0.name) }).table
    } catch {
      // What was read once can be read again, unless an older program read more.
      return nil
    }
    shelf.withLock { shelf in
      if shelf.count >= Self.places { shelf.removeFirst() }
      shelf.append((screening, table))
    }
    return table
  }
}

extension DeclarationTable {
  /// US dollars a kilogram of net mass, at the rate of the month.
  func price(at row: Int, _ currencies: CurrencyTable) -> Double? {
    let (mass, value) = (netMass[row], statisticalValue[row])
    guard mass > 0, value > 0, value != Self.absent64,
      let rate = currencies.rate(of: CurrencyCode(packed: currency[row]), on: Day(number: day[row]))?.usd
    else { return nil }
    return Double(value) / Double(mass) * rate
  }

  /// Kilograms of net mass in a package.
  func packageMass(at row: Int) -> Double? {
    let (mass, count) = (netMass[row], packages[row])
    guard mass > 0, mass != Self.absent64, count > 0, count != Self.absent32 else { return nil }
    return Double(mass) / 1e6 / Double(count)
  }

  /// A measure of the other rows under the code of one, at most so many, spread over the file.
  func others(
    like row: Int, most: Int = 4_000, _ measure: (Int) -> Double?
  ) -> [Double] {
    let code = commodityCode[row]
    var rows = commodityCode.indices.filter { commodityCode[$0] == code && $0 != row }
    if rows.count > most {
      let step = Double(rows.count) / Double(most)
      rows = (0..<most).map { rows[Int(Double($0) * step)] }
    }
    return rows.compactMap(measure)
  }
}
