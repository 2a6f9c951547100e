// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Many small consignments of one material between the same parties within a short time.
public struct Splitting: FileIndicator {
  /// The window in days.
  public let window: Int
  /// The least number of consignments in the window.
  public let least: Int
  /// The greatest mass of one small consignment in kilograms.
  public let smallMass: Double

  public init(window: Int = 10, least: Int = 4, smallMass: Double = 30) {
    self.window = window
    self.least = least
    self.smallMass = smallMass
  }

  public let definition = IndicatorDefinition(
    id: "splitting", title: "One consignment in many small parts", typology: "T7", weight: 0.30, floor: .blue,
    source: "MSS statement of 18 July 2025, method 4; typology T7",
    innocentExplanations: ["regular small deliveries to one customer", "an online shop with many buyers"])

  private struct Key: Hashable {
    let exporter: UInt32
    let consignee: UInt32
    let subject: UInt32
  }

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    var groups: [Key: [FileItem]] = [:]
    for item in items {
      guard item.exporter != 0, let material = item.material, let mass = item.netMass,
        mass.kilograms > 0, mass.kilograms <= smallMass
      else { continue }
      let key = Key(exporter: item.exporter, consignee: item.consignee, subject: UInt32(material.rawValue))
      groups[key, default: []].append(item)
    }
    var findings: [FileFinding] = []
    for group in groups.values where group.count >= least {
      findings += windows(of: group.sorted { ($0.day, $0.row) < ($1.day, $1.row) })
    }
    return findings.sorted { $0.row < $1.row }
  }

  /// For each item of a group in order of day, the fullest window that holds it.
  private func windows(of group: [FileItem]) -> [FileFinding] {
    var best = [(count: Int, kilograms: Double)](repeating: (0, 0), count: group.count)
    var start = 0
    for end in group.indices {
      while group[start].day.distance(to: group[end].day) >= window { start += 1 }
      let count = end - start + 1
      guard count >= least else { continue }
      // The window is extended to all items of its last day, so that order within a day does not matter.
      guard end == group.count - 1 || group[end + 1].day != group[end].day else { continue }
      let kilograms = group[start...end].reduce(0) { $0 + ($1.netMass?.kilograms ?? 0) }
      for index in start...end where (count, kilograms) > best[index] { best[index] = (count, kilograms) }
    }
    let masses = group.map { $0.netMass?.kilograms ?? 0 }.sorted()
    let usualLot = masses[masses.count / 2]
    return group.indices.compactMap { index in
      let (count, kilograms) = best[index]
      guard count >= least else { return nil }
      var parcel = group[index].mode == .express || group[index].mode == .mail ? 1.0 : 0.7
      // What leaves under a licence is written off it however it is parted.
      if group[index].isLicensed { parcel *= 0.1 }
      // Goods that everybody sends in such lots are not parted.
      if let usual = group[index].usualKilograms, usual < 3 * usualLot { parcel *= 0.5 }
      return FileFinding(
        row: group[index].row, strength: min(1, parcel * (0.5 + Double(count - least) * 0.1)),
        statement: IndicatorStatement(
          "One of \(count) consignments of at most \(figure(smallMass)) kg between the same parties within "
            + "\(window) days, \(figure(kilograms)) kg together.",
          fields: ["exporter_name", "consignee_name", "net_mass", "date"],
          tested: ["regular small deliveries: the file shows \(group.count) of them in all"]))
    }
  }
}
