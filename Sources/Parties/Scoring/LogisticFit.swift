// SPDX-License-Identifier: Apache-2.0

/// Logistic regression with a quadratic penalty, fitted by Newton's method.
///
/// D. R. Cox, "The regression analysis of binary sequences" (1958); S. le Cessie, J. C. van Houwelingen, "Ridge
/// estimators in logistic regression", doi:10.2307/2347628. The intercept, kept last, is not penalised.
public struct LogisticFit: Sendable, Hashable {
  /// One weight for each column, then the intercept.
  public var weights: [Double]

  /// Fits weights to rows of equal length.
  /// - Parameters:
  ///   - prior: the weights the penalty draws towards, intercept included; zero when absent.
  ///   - signs: for each column -1, 0 or 1; a weight of the wrong sign is held at zero, one of 2 at its prior.
  /// - Complexity: rows x columns squared for each of at most 30 steps.
  public init(
    rows: [[Double]], labels: [Bool], penalty: Double, prior: [Double]? = nil, signs: [Int]? = nil
  ) {
    precondition(rows.count == labels.count && !rows.isEmpty, "as many labels as rows, and at least one")
    let columns = rows[0].count
    let prior = prior ?? Array(repeating: 0, count: columns + 1)
    var free = Array(repeating: true, count: columns + 1)
    for k in 0..<columns where signs?[k] == 2 { free[k] = false }
    var w = prior
    for _ in 0..<4 {
      w = Self.newton(rows, labels, penalty, prior, free, w)
      var changed = false
      for k in 0..<columns where free[k] {
        if let sign = signs?[k], sign != 0, w[k] * Double(sign) < 0 {
          free[k] = false
          w[k] = 0
          changed = true
        }
      }
      if !changed { break }
    }
    weights = w
  }

  private static func newton(
    _ rows: [[Double]], _ labels: [Bool], _ penalty: Double, _ prior: [Double], _ free: [Bool],
    _ start: [Double]
  ) -> [Double] {
    let n = start.count
    var w = start
    for _ in 0..<30 {
      var gradient = Array(repeating: 0.0, count: n)
      var hessian = Array(repeating: Array(repeating: 0.0, count: n), count: n)
      for (row, label) in zip(rows, labels) {
        var z = w[n - 1]
        for k in 0..<n - 1 { z += w[k] * row[k] }
        let p = Self.sigmoid(z)
        let error = (label ? 1 : 0) - p
        let weight = max(1e-6, p * (1 - p))
        for i in 0..<n {
          let xi = i < n - 1 ? row[i] : 1
          if xi == 0 { continue }
          gradient[i] += error * xi
          for j in 0...i { hessian[i][j] += weight * xi * (j < n - 1 ? row[j] : 1) }
        }
      }
      for i in 0..<n {
        let strength = i < n - 1 ? penalty : 1e-6
        gradient[i] -= strength * (w[i] - prior[i])
        hessian[i][i] += strength
        if !free[i] {
          gradient[i] = 0
          for j in 0..<n { if j <= i { hessian[i][j] = 0 } else { hessian[j][i] = 0 } }
          hessian[i][i] = 1
        }
      }
      let step = Self.solve(hessian, gradient)
      var largest = 0.0
      for i in 0..<n {
        w[i] += step[i]
        largest = max(largest, abs(step[i]))
      }
      if largest < 1e-9 { break }
    }
    return w
  }

  /// Solves a symmetric positive system given by its lower triangle (Cholesky).
  private static func solve(_ lower: [[Double]], _ right: [Double]) -> [Double] {
    let n = right.count
    var l = lower
    for j in 0..<n {
      var d = l[j][j]
      for k in 0..<j { d -= l[j][k] * l[j][k] }
      let root = max(1e-9, d).squareRoot()
      l[j][j] = root
      for i in j + 1..<max(n, j + 1) {
        var s = l[i][j]
        for k in 0..<j { s -= l[i][k] * l[j][k] }
        l[i][j] = s / root
      }
    }
    var y = right
    for i in 0..<n {
      for k in 0..<i { y[i] -= l[i][k] * y[k] }
      y[i] /= l[i][i]
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      for k in i + 1..<max(n, i + 1) { y[i] -= l[k][i] * y[k] }
      y[i] /= l[i][i]
    }
    return y
  }

  /// The log-odds of a row.
  public func logOdds(_ row: [Double]) -> Double {
    var z = weights[weights.count - 1]
    for k in row.indices { z += weights[k] * row[k] }
    return z
  }

  public static func sigmoid(_ z: Double) -> Double {
    z >= 0 ? 1 / (1 + expOf(-z)) : expOf(z) / (1 + expOf(z))
  }
}
