// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Where the planted schemes stand in the file: rows in order, each with its campaign and step.
struct Plan: Sendable {
  struct Slot: Sendable {
    var row: Int
    var campaign: Int32
    var step: Int32
  }

  private(set) var slots: [Slot] = []
  private(set) var campaignCount = 0
  private let schemes: AliasTable
  private let world: World

  init(_ world: World, share: Double, weights: [Double]) {
    self.world = world
    // Weights are shares of planted rows; a campaign of many rows is drawn so much the more seldom.
    schemes = AliasTable(
      world.scenario.schemes.indices.map { index in
        let scheme = world.scenario.schemes[index]
        return weights[index] / (Double(scheme.rowsLow + scheme.rowsHigh) / 2)
      })
    let rows = world.schedule.firstRow[world.schedule.dayCount]
    let target = Int((Double(rows) * share).rounded())
    var taken: Set<Int> = []
    var planted = 0
    while planted < target, taken.count < rows / 2 {
      let campaign = Campaign(campaignCount, world: world, schemes: schemes)
      var rowsOfCampaign: [Int] = []
      var chance = campaign.chance(0, 9)
      for dayIndex in campaign.stepDays {
        if let row = free(dayIndex, &chance, taken) {
          taken.insert(row)
          rowsOfCampaign.append(row)
        }
      }
      // Steps are numbered in the order of rows; a step that found no room is left out at the end.
      rowsOfCampaign.sort()
      for (step, row) in rowsOfCampaign.enumerated() {
        slots.append(Slot(row: row, campaign: Int32(campaignCount), step: Int32(step)))
        if campaign.isScheme(step) { planted += 1 }
      }
      campaignCount += 1
      if campaignCount > 4 * target + 64 { break }
    }
    slots.sort { $0.row < $1.row }
  }

  func campaign(_ number: Int) -> Campaign { Campaign(number, world: world, schemes: schemes) }

  /// Position of the first slot at or after a row.
  func firstSlot(from row: Int) -> Int {
    var low = 0
    var high = slots.count
    while low < high {
      let middle = (low + high) / 2
      if slots[middle].row < row { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A row of the day that no scheme has yet, or of a later day when it is full.
  private func free(_ dayIndex: Int, _ chance: inout Chance, _ taken: Set<Int>) -> Int? {
    let first = world.schedule.firstRow[dayIndex]
    let count = world.schedule.firstRow[dayIndex + 1] - first
    if count > 0 {
      let start = chance.below(count)
      for offset in 0..<min(count, 256) {
        let row = first + (start + offset) % count
        if !taken.contains(row) { return row }
      }
    }
    let end = world.schedule.firstRow[world.schedule.dayCount]
    var row = first
    while row < end {
      if !taken.contains(row) { return row }
      row += 1
    }
    return nil
  }
}
