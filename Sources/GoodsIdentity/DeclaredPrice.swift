// SPDX-License-Identifier: Apache-2.0

/// How likely a price is if the papers are right: densities of its logarithm.
struct DeclaredPrice {
  /// Among what goods of the heading and of the code usually cost.
  let usual: Double
  /// Among prices that are wrong or special for no reason, and how many of those there are.
  let noise: Double
  let noiseShare: Double

  init(
    _ logPrice: Double, _ facts: CodeFacts?, learned: PriceBook.Band?, noiseShare: Double
  ) {
    noise = Numerics.density(logPrice - 2, scale: 2.5)
    self.noiseShare = noiseShare
    var sum = 0.0
    var parts = 0.0
    if let facts, facts.heading != nil {
      sum += Numerics.density(logPrice - facts.logMiddle, scale: facts.logSpread)
      parts += 1
    }
    if let learned {
      let weight = 2.0
      sum += weight * Numerics.density(logPrice - learned.center, scale: learned.scale * 1.15)
      parts += weight
    }
    usual = parts > 0 ? sum / parts : Numerics.density(logPrice - 2, scale: 2)
  }

  /// The density for goods that are none of the materials.
  var density: Double { (1 - noiseShare) * usual + noiseShare * noise }

  /// The density for goods that are a material.
  /// - Parameter own: the density among prices of the material, where any are known.
  func density(own: Double?, isClaimed: Bool) -> Double {
    let own = own ?? usual
    // Papers that name a material are not proved wrong by a price that is usual for the heading.
    return (1 - noiseShare) * (isClaimed ? 0.6 * own + 0.4 * usual : own) + noiseShare * noise
  }
}
