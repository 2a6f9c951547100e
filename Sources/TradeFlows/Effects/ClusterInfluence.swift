// SPDX-License-Identifier: Apache-2.0

/// What each cluster of rows does to a weighted regression coefficient, fixed effects absorbed, and the variance from it.
///
/// A cluster's score (CR0) is too small, for the fit follows the cluster; the change of the estimate when the cluster is left
/// out (CR3, the jackknife) is too large. CR2 of Bell and McCaffrey ("Bias reduction in standard errors for linear
/// regression with multi-stage samples", Survey Methodology 28, 2002) divides by the root of one less the leverage and is
/// right on the mean: here it is the product of the two, which is the same where the rows of a cluster have one leverage. One
/// step of the fit is made again without the cluster, so that what its fixed effects fit of it counts too.
struct ClusterInfluence {
  /// Clusters left out one by one; with more, the rest takes their mean inflation.
  static let mostLeftOut = 200

  private let weights: [Double]
  /// The treatment and the working response, both with all effects taken out; the response less the fit is `response`.
  private let treatment: [Double]
  private let response: [Double]
  private let rows: [(cluster: Int, rows: [Int])]
  /// Weighted square of the treatment: what the estimate divides by.
  let bread: Double

  var count: Int { rows.count }

  init(clusters: [Int], weights: [Double], treatment: [Double], response: [Double]) {
    (self.weights, self.treatment, self.response) = (weights, treatment, response)
    var own: [Int: [Int]] = [:]
    for (row, cluster) in clusters.enumerated() { own[cluster, default: []].append(row) }
    rows = own.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    var sum = 0.0
    for i in weights.indices { sum += weights[i] * treatment[i] * treatment[i] }
    bread = sum
  }

  private func leverage(_ rows: [Int]) -> Double {
    rows.reduce(0) { $0 + weights[$1] * treatment[$1] * treatment[$1] } / bread
  }

  /// The sum of the squared shares of clusters in what tells of the treatment.
  var concentration: Double { rows.reduce(0) { $0 + leverage($1.rows) * leverage($1.rows) } }

  /// The variance of the coefficient.
  /// - Parameter absorb: takes the fixed effects out of a column under weights.
  func variance(absorb: ([Double], inout [Double]) -> Void) -> Double {
    let scores = rows.map { own in
      own.rows.reduce(0) { $0 + weights[$1] * treatment[$1] * response[$1] } / bread
    }
    let order = scores.indices.sorted { (abs(scores[$1]), $0) < (abs(scores[$0]), $1) }
    var (sum, plain, inflated) = (0.0, 0.0, 0.0)
    for place in order.prefix(Self.mostLeftOut) {
      let left =
        change(without: rows[place].rows, absorb) ?? scores[place] / max(0.05, 1 - leverage(rows[place].rows))
      // The change is at least the score, and of its sign; what is not comes of rounding.
      let product = max(scores[place] * scores[place], scores[place] * left)
      sum += product
      plain += scores[place] * scores[place]
      inflated += product
    }
    let factor = plain > 0 ? inflated / plain : 1
    for place in order.dropFirst(Self.mostLeftOut) { sum += scores[place] * scores[place] * factor }
    return sum
  }

  /// By how much the coefficient falls when some rows are left out; nothing when they alone tell of the treatment.
  private func change(without rows: [Int], _ absorb: ([Double], inout [Double]) -> Void) -> Double? {
    var rest = weights
    for row in rows { rest[row] = 0 }
    var (x, z) = (treatment, response)
    absorb(rest, &x)
    absorb(rest, &z)
    var (xx, xz) = (0.0, 0.0)
    for i in rest.indices {
      xx += rest[i] * x[i] * x[i]
      xz += rest[i] * x[i] * z[i]
    }
    guard xx > 1e-6 * bread else { return nil }
    // The response is what the whole fit left over, so that its own coefficient is nought.
    return -xz / xx
  }
}
