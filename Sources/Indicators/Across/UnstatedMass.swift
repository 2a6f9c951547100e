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

  private struct Key: Hashable {
    let material: MaterialID
    let subheading: Int
  }

  private struct Member {
    let item: FileItem
    let logPrice: Double
    let logPackage: Double
  }

  /// Robust standard deviations that both must be off by.
  static let reach = 1.3

  public func findings(_ items: [FileItem]) -> [FileFinding] {
    var groups: [Key: [Member]] = [:]
    for item in items where item.isStrategic && item.declared >= .cannotDecide {
      guard let material = item.material, let code = item.commodityCode, let price = item.pricePerKilogram,
        let package = item.packageKilograms, package > 0
      else { continue }
      groups[Key(material: material, subheading: code.subheading), default: []].append(
        Member(item: item, logPrice: logarithm(price), logPackage: logarithm(package)))
    }
    var findings: [FileFinding] = []
    for group in groups.values where group.count >= least {
      let (prices, packages) = (RobustBand(group.map(\.logPrice)), RobustBand(group.map(\.logPackage)))
      for member in group where member.item.declared >= .licenceRequired || member.item.licence != 0 {
        guard let mass = member.item.netMass, mass.kilograms >= 1 else { continue }
        let lack = min(-packages.distance(member.logPackage), prices.distance(member.logPrice))
        guard lack > Self.reach else { continue }
        let strength = 0.4 + 0.3 * (lack - Self.reach)
        findings.append(
          FileFinding(
            row: member.item.row, strength: min(1, strength),
            statement: IndicatorStatement(
              "Kilograms a package are \(figure(-packages.distance(member.logPackage))) robust standard deviations below and dollars a "
                + "kilogram \(figure(prices.distance(member.logPrice))) above the median of \(group.count) items of the same "
                + "material: as if part of the mass were not stated.",
              fields: ["net_mass", "packages", "statistical_value"],
              tested: ["a dear grade, or small packages: either alone is usual, both together are not"])))
      }
    }
    return findings.sorted { $0.row < $1.row }
  }
}

/// Median and scaled median absolute deviation of logarithms, the latter at least 0.35, since goods differ.
struct RobustBand {
  let center: Double
  let scale: Double

  init(_ values: [Double]) {
    let sorted = values.sorted()
    center = sorted[(sorted.count - 1) / 2]
    let middle = center
    let deviations = sorted.map { abs($0 - middle) }.sorted()
    scale = max(0.35, 1.4826 * deviations[(deviations.count - 1) / 2])
  }

  func distance(_ value: Double) -> Double { (value - center) / scale }
}
