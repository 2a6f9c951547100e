// SPDX-License-Identifier: Apache-2.0

/// Tails of the distributions that order statistics and small samples need.
enum Distributions {
  /// The natural logarithm of the gamma function for arguments above zero, by Stirling's series (error below 1e-12).
  static func logGamma(_ x: Double) -> Double {
    var shift = 0.0
    var y = x
    while y < 10 {
      shift -= Mathematics.log(y)
      y += 1
    }
    let square = 1 / (y * y)
    let series =
      (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188)))) / y
    return shift + (y - 0.5) * Mathematics.log(y) - y + 0.918_938_533_204_672_74 + series
  }

  /// The regularised incomplete beta function `I_x(a, b)`, by its continued fraction (modified Lentz), for `a, b > 0`.
  static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast on one side of the mean only.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(b, a, 1 - x) }
    let front = Mathematics.exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * Mathematics.log(x) + b * Mathematics.log(1 - x))
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var sum = d
    for round in 1...500 {
      let m = Double(round)
      for step in 0..<2 {
        let numerator =
          step == 0
          ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
          : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 + numerator * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + numerator / c
        if abs(c) < tiny { c = tiny }
        sum *= d * c
      }
      if abs(d * c - 1) < 1e-14 { break }
    }
    return min(1, front * sum / a)
  }

  /// The chance that a Student variable of `freedom` degrees exceeds `t` in absolute value.
  static func studentTwoTails(_ t: Double, freedom: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? 1 : 0 }
    return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t))
  }

  /// The chance that the `k`-th smallest of `n` independent draws lies so far out that a single one would with chance `tail`.
  static func orderStatisticTail(_ tail: Double, k: Int, of n: Int) -> Double {
    // P(k-th smallest of n uniforms > 1 - tail) = I_tail(n - k + 1, k).
    incompleteBeta(Double(n - k + 1), Double(k), tail)
  }
}
