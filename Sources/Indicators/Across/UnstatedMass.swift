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
    return findings.sorted { $0.row < $1.row }
  }
}
