// SPDX-License-Identifier: Apache-2.0

/// Triple difference by Poisson pseudo-maximum likelihood with fixed effects absorbed (Santos Silva and Tenreyro 2006; the
/// algorithm is that of ppmlhdfe, Correia, Guimaraes and Zylkin, Stata Journal 20, 2020).
///
/// `E[q] = exp(lane + product-month + destination-month + origin-month + b treated post banned)`: what befalls a product
/// everywhere, or a destination in all products, is not taken for the effect of the control.
public struct PoissonTripleDifference: Hashable, Sendable {
  /// One lane, product and month.
  public struct Row: Hashable, Sendable {
    /// Labels of the fixed effects, one for each dimension.
    public var effects: [Int]
    /// The cluster of the error: the pair and product.
    public var cluster: Int
    /// Whether product, month and destination are all under the control.
    public var isTreated: Bool
    /// Kilograms, at least zero.
    public var quantity: Double

    public init(effects: [Int], cluster: Int, isTreated: Bool, quantity: Double) {
      self.effects = effects
      self.cluster = cluster
      self.isTreated = isTreated
      self.quantity = quantity
    }
  }

  /// The coefficient in logarithms; `exp(b) - 1` is the relative change.
  public let effect: Double
  /// Standard error, robust to dependence within clusters and allowing for what clusters fit of themselves, their fixed
  /// effects included, as few treated clusters do (CR2, Bell and McCaffrey 2002).
  public let standardError: Double
  /// How many clusters in effect tell of the treatment, less one (Carter, Schnepel and Steigerwald 2017).
  public let freedom: Double
  public let p: Double
  /// Rows used, and rows left out because an effect is fitted perfectly by zeros or by one row.
  public let used: Int
  public let leftOut: Int
  /// The two-sided chance of an estimate so far from a value, if the value were true.
  public func chance(of value: Double) -> Double {
    standardError > 0 ? Distributions.studentTwoTails((effect - value) / standardError, freedom: freedom) : 1
  }
  public var relativeChange: Double { Mathematics.exp(effect) - 1 }

  /// Fits the model; nothing when the treatment cannot be told from the fixed effects or fewer than three clusters are left.
  public init?(_ rows: [Row], rounds: Int = 200) {
    let kept = Self.separable(rows)
    guard let dimensions = kept.first?.effects.count, kept.count > 10 else { return nil }
    let n = kept.count
    let y = kept.map(\.quantity)
    let x = kept.map { $0.isTreated ? 1.0 : 0.0 }
    guard x.contains(1), x.contains(0) else { return nil }
    var labels: [[Int]] = []
    var sizes: [Int] = []
    for d in 0..<dimensions {
      var known: [Int: Int] = [:]
      labels.append(
        kept.map { row in
          let next = known.count
          return known[row.effects[d], default: -1] >= 0
            ? known[row.effects[d]]!
            : {
              known[row.effects[d]] = next
              return next
            }()
        })
      sizes.append(known.count)
    }
    let typical = max(1e-9, y.reduce(0, +) / Double(n))
    var mu = y.map { ($0 + typical) / 2 }
    var eta = mu.map(Mathematics.log)
    var beta = 0.0
    var residual = x
    var deviance = Double.infinity
    for round in 0..<rounds {
      var z = (0..<n).map { eta[$0] + (y[$0] - mu[$0]) / mu[$0] }
      let target = z
      residual = x
      Self.absorb(&z, weights: mu, labels: labels, sizes: sizes)
      Self.absorb(&residual, weights: mu, labels: labels, sizes: sizes)
      var (xx, xz) = (0.0, 0.0)
      for i in 0..<n {
        xx += mu[i] * residual[i] * residual[i]
        xz += mu[i] * residual[i] * z[i]
      }
      guard xx > 1e-10 * mu.reduce(0, +) else { return nil }
      beta = xz / xx
      var next = 0.0
      for i in 0..<n {
        eta[i] = min(60, max(-60, target[i] - z[i] + beta * residual[i]))
        mu[i] = max(1e-12, Mathematics.exp(eta[i]))
        next += 2 * ((y[i] > 0 ? y[i] * Mathematics.log(y[i] / mu[i]) : 0) - (y[i] - mu[i]))
      }
      if round > 3, abs(next - deviance) <= 1e-9 * (0.1 + abs(next)) { break }
      deviance = next
    }
    effect = beta
    let clusters = ClusterInfluence(
      clusters: kept.map(\.cluster), weights: mu, treatment: residual,
      response: (0..<n).map { (y[$0] - mu[$0]) / mu[$0] })
    guard clusters.count >= 3, clusters.bread > 0 else { return nil }
    let variance = clusters.variance { weights, column in
      Self.absorb(&column, weights: weights, labels: labels, sizes: sizes, precision: 1e-10)
    }
    let concentration = clusters.concentration
    standardError = variance.squareRoot()
    freedom = max(1, 1 / max(1e-9, concentration) - 1)
    p = standardError > 0 ? Distributions.studentTwoTails(beta / standardError, freedom: freedom) : 1
    used = n
    leftOut = rows.count - n
  }

  /// Rows whose effects are told by more than one row and not by zeros alone: the rest is fitted perfectly.
  static func separable(_ rows: [Row]) -> [Row] {
    var kept = rows.filter { $0.quantity.isFinite && $0.quantity >= 0 }
    while true {
      var drop: Set<Int> = []
      for d in 0..<(kept.first?.effects.count ?? 0) {
        var sums: [Int: (count: Int, quantity: Double)] = [:]
        for row in kept {
          let entry = sums[row.effects[d]] ?? (0, 0)
          sums[row.effects[d]] = (entry.count + 1, entry.quantity + row.quantity)
        }
        for (index, row) in kept.enumerated() {
          let entry = sums[row.effects[d]] ?? (0, 0)
          if entry.count < 2 || entry.quantity <= 0 { drop.insert(index) }
        }
      }
      if drop.isEmpty { return kept }
      kept = kept.indices.filter { !drop.contains($0) }.map { kept[$0] }
    }
  }

  /// Takes weighted means of every effect out, in turn, until nothing moves.
  private static func absorb(
    _ column: inout [Double], weights: [Double], labels: [[Int]], sizes: [Int], precision: Double = 1e-15
  ) {
    let before = max(1e-300, sumOfSquares(column))
    for _ in 0..<500 {
      var moved = 0.0
      for d in labels.indices {
        var sums = [Double](repeating: 0, count: sizes[d])
        var mass = sums
        for i in column.indices {
          sums[labels[d][i]] += weights[i] * column[i]
          mass[labels[d][i]] += weights[i]
        }
        for k in sums.indices { sums[k] = mass[k] > 0 ? sums[k] / mass[k] : 0 }
        for i in column.indices { column[i] -= sums[labels[d][i]] }
        for value in sums { moved += value * value }
      }
      if moved <= precision * before { return }
    }
  }
}
