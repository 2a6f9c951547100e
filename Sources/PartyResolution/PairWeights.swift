// SPDX-License-Identifier: Apache-2.0

/// Weighs the levels of a pair: those of the model, and what the frequency of a value agreed upon adds.
struct PairWeights: Sendable {
  /// Held within two powers of ten: counts of small files are themselves uncertain.
  static let mostRarity = 4.6

  let model: LinkageModel
  private let top: [Int8]
  private let codes: [[Int32]]
  /// For each field, what agreement on each of its values adds beyond the average agreement.
  private let rarities: [[Double]]
  private let isAddress: [Bool]
  /// Fields that an address line says too.
  private let isImplied: [Bool]

  init(_ model: LinkageModel, _ table: ResolutionTable, _ top: [Int8]) {
    (self.model, self.top) = (model, top)
    codes = table.columns.map(\.codes)
    isAddress = table.columns.map { $0.kind == .addressLine }
    isImplied = table.columns.map {
      table.hasCompanyNames && [.city, .state, .country, .postcode].contains($0.kind)
    }
    rarities = table.columns.indices.map { field in
      let column = table.columns[field]
      let present = Double(table.count) - Double(column.counts[0])
      guard present > 1 else { return Array(repeating: 0, count: column.counts.count) }
      let average = model.u[field][model.u[field].count - 1]
      // Few counts are different from one another.
      var known: [Int32: Double] = [:]
      return column.counts.indices.map { code in
        let count = column.counts[code]
        guard code != 0 else { return 0 }
        if let rarity = known[count] { return rarity }
        let rarity = min(
          Self.mostRarity, max(-Self.mostRarity, logarithm(average * present / Double(count))))
        known[count] = rarity
        return rarity
      }
    }
  }

  /// What the frequency of the value of a record adds, when another agrees with it.
  private func rarity(_ field: Int, _ record: Int) -> Double { rarities[field][Int(codes[field][record])] }

  /// What each field adds to the log-odds of a pair, of which one record is given; nothing for fields that one lacks.
  func contribution(_ field: Int, _ level: Int8, _ record: Int) -> Double {
    model.weight(field, level) + (level == top[field] ? rarity(field, record) : 0)
  }

  /// Log-odds of a pair, of which one record is given; agreement on a rare value counts more than on a common one.
  func logOdds(_ levels: [Int8], _ record: Int) -> Double {
    var odds = model.base
    let sameLine = levels.indices.contains { isAddress[$0] && levels[$0] >= 2 }
    for field in levels.indices where levels[field] >= 0 {
      let added = contribution(field, levels[field], record)
      // An address line says its town and country too: they are not counted again.
      odds += sameLine && isImplied[field] ? min(0, added) : added
    }
    return odds
  }
}
