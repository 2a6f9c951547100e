// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

extension IdentityModel {
  /// Share of prices that are wrong or special for no reason; samples by courier cost many times the usual.
  func noiseShare(_ netKilograms: Double?) -> Double {
    guard let mass = netKilograms else { return parameters.noiseShare }
    return mass < 1 ? 0.4 : mass < 5 ? 0.25 : parameters.noiseShare
  }

  /// The odds that carriage and packing give to any hidden dear material: dear metals have what cheap bulk goods have not.
  func packingOdds(_ heading: HeadingPrice?, _ item: ItemSight) -> Double {
    guard counts(.packing), let heading else { return 1 }
    let middle = (heading.lower * heading.upper).squareRoot()
    var odds = 1.0
    if middle < 12 {
      switch item.mode {
      case .air: odds *= heading.isBulk ? 4 : 2
      case .express, .mail: odds *= heading.isBulk ? 5 : 1.5
      default: break
      }
      if heading.isBulk, let mass = item.netKilograms, mass > 0, mass < 500 { odds *= 1.8 }
    }
    if heading.isBulk, item.packing == .sealed { odds *= 4 }
    if heading.isBulk, item.packing == .drum || item.packing == .bottle { odds *= 1.5 }
    return min(odds, 20)
  }

  /// The share of declarations that hide any material, under a code that is no disguise by custom.
  func ordinaryRate(_ facts: CodeFacts) -> Double {
    let isResidual = counts(.code) && facts.isResidual
    let rate = isResidual ? parameters.residualRate : parameters.hiddenRate
    return rate * (facts.isMaterial ? 1 : 0.4)
  }

  /// The prior of anything hidden, after the words.
  func hiddenPrior(_ rate: Double, isSpecific: Bool) -> Double {
    guard counts(.words) else { return rate }
    return rate * (isSpecific ? parameters.specificFactor : parameters.vagueFactor)
  }

  /// Tens of tonnes of a material of which the world trades kilograms are not plausible.
  /// - Parameter lowest: the lowest usual price of the material in USD per kilogram, where one is known.
  func massOdds(_ netKilograms: Double?, lowest: Double?) -> Double {
    guard counts(.packing), let mass = netKilograms, mass > 3000, let lowest else { return 1 }
    let worth = mass * lowest
    return worth > 2e7 ? 0.05 : worth > 4e6 ? 0.3 : 1
  }
}
