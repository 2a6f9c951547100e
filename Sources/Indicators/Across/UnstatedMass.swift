// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Controlled goods with too few kilograms a package and too many dollars a kilogram at once, beside others of the same goods.
public struct UnstatedMass: FileIndicator {
  /// The least number of items to compare with.
  public let least: Int

  public init(least: Int = 8) { self.least = least }

  public let definition = IndicatorDefinition(
    id: "unstated-mass", title: "Light packages and dear kilograms together", typology: "T5", weight: 0.35,
    floor: .blue, source: "typology T5; unit values and package habits among peers",
    innocentExplanations: ["small packages of a dear grade", "packages counted otherwise"])

  /// Robust standard deviations that both must be off by.
  static let reach = 1.3

  public func findings(_ file: FileItems) -> [FileFinding] {
    let peers = Grouping(peersAmong: file) {
      $0.pricePerKilogram != nil && ($0.packageKilograms ?? 0) > 0
    }
    var findings: [FileFinding] = []
    for group in 0..<peers.count where peers.size(group) >= least {
      let members = peers.peers(group, file)
      let prices = RobustBand(members.map { logarithm($0.pricePerKilogram ?? 1) })
      let packages = RobustBand(members.map { logarithm($0.packageKilograms ?? 1) })
      for item in members where item.declared >= .licenceRequired || item.licence != 0 {
        let dear = prices.distance(logarithm(item.pricePerKilogram ?? 1))
        let light = -packages.distance(logarithm(item.packageKilograms ?? 1))
        guard let mass = item.netMass, mass.kilograms >= 1 else { continue }
        let lack = min(light, dear)
        guard lack > Self.reach else { continue }
        let strength = 0.4 + 0.3 * (lack - Self.reach)
        findings.append(
          FileFinding(
            row: item.row, strength: min(1, strength),
            statement: IndicatorStatement(
              "Kilograms a package are \(figure(light)) robust standard deviations below and dollars a "
                + "kilogram \(figure(dear)) above the median of \(members.count) items of the same "
                + "material: as if part of the mass were not stated.",
              fields: ["net_mass", "packages", "statistical_value"],
              tested: ["a dear grade, or small packages: either alone is usual, both together are not"])))
      }
    }
    return (findings + lightAlone(file, besides: Set(findings.map(\.row)))).sorted { $0.row < $1.row }
  }

  /// Where goods under one line are packed alike by everybody, packages far too light speak alone: a value stated for the mass
  /// that is stated shows no dear kilogram.
  private func lightAlone(_ file: FileItems, besides known: Set<Int>) -> [FileFinding] {
    let peers = Grouping(file.strategic.count) { place in
      let item = file.items[file.strategic[place]]
      guard let material = item.material, let code = item.commodityCode, (item.packageKilograms ?? 0) > 0
      else {
        return nil
      }
      return UInt64(material.rawValue) << 40 | code.number
    }
    var findings: [FileFinding] = []
    for group in 0..<peers.count where peers.size(group) >= least + 2 {
      let members = peers.peers(group, file)
      let logs = members.map { logarithm($0.packageKilograms ?? 1) }.sorted()
      let middle = logs[(logs.count - 1) / 2]
      let deviations = logs.map { abs($0 - middle) }.sorted()
      let scale = max(0.18, 1.4826 * deviations[(deviations.count - 1) / 2])
      guard scale <= Self.alike else { continue }
      for item in members where !known.contains(item.row) {
        guard item.declared >= .licenceRequired || item.licence != 0, let mass = item.netMass,
          let each = item.packageKilograms, mass.kilograms >= 2.5 * each
        else { continue }
        let light = (middle - logarithm(each)) / scale
        guard light > 3, !isUsual(each, besides: item, members) else { continue }
        findings.append(
          FileFinding(
            row: item.row, strength: min(0.8, 0.3 + 0.15 * (light - 3)),
            statement: IndicatorStatement(
              "\(figure(each)) kg a package, \(figure(light)) robust standard deviations below the median of "
                + "\(members.count) items of the same material and code, which are packed alike.",
              fields: ["net_mass", "packages"],
              tested: ["the last package, part filled: no, there are several packages"])))
      }
    }
    return findings
  }

  /// Whether others pack so too, or the exporter always so: bags beside big bags are two customs, not one and a lack.
  private func isUsual(_ each: Double, besides item: FileItem, _ members: [FileItem]) -> Bool {
    members.contains {
      guard $0.row != item.row, let other = $0.packageKilograms, other > 0 else { return false }
      return abs(logarithm(other / each)) < ($0.exporter == item.exporter ? 0.06 : 0.3)
    }
  }

  /// The greatest spread of the logarithm of kilograms a package of goods that are packed alike.
  static let alike = 0.5
}
