// SPDX-License-Identifier: Apache-2.0

/// Regression that minimises the sum of the h smallest squared residuals (Rousseeuw 1984; fast algorithm by Rousseeuw
/// and Van Driessen, Data Mining and Knowledge Discovery 12, 2006).
public enum LeastTrimmedSquares {
  public enum Trimming: Hashable, Sendable {
    /// h is the whole part of a share of the rows, 0.5 to 1.
    case share(Double)
    /// h is `(n + p + 1) / 2`: half of the rows may be wrong.
    case half
  }

  public struct Fit: Hashable, Sendable {
    public var coefficients: [Double]
    /// The sum of the h smallest squared residuals.
    public var objective: Double
    public var h: Int
    /// Consistent robust spread of the residuals.
    public var scale: Double
  }

  /// Fits by exact start from elemental subsets, two concentration steps on all, the best twenty to convergence.
  ///
  /// One column is exact in the limit of starts: every row's own ratio is a start when there are at most `starts`.
  /// The seed is fixed, so that the same data give the same answer.
  public static func fit(
    columns: [[Double]], response: [Double], trimming: Trimming = .half, starts: Int = 3000
  ) -> Fit {
    let n = response.count
    let p = columns.count
    precondition(p > 0 && columns.allSatisfy { $0.count == n }, "columns as long as the response")
    let h =
      switch trimming {
      case .share(let share): min(n, max((n + p + 1) / 2, Int(share * Double(n))))
      case .half: min(n, (n + p + 1) / 2)
      }
    guard n > p + 1 else {
      let beta = LeastSquares.solve(columns: columns, response: response)
      return Fit(coefficients: beta, objective: 0, h: n, scale: 0)
    }
    var generator = Xorshift(seed: 0x9E37_79B9_7F4A_7C15)
    var best: [(objective: Double, beta: [Double])] = []
    func keep(_ candidate: (objective: Double, beta: [Double])) {
      guard best.count < 20 || candidate.objective < best[best.count - 1].objective else { return }
      if best.contains(where: { abs($0.objective - candidate.objective) <= 1e-12 * candidate.objective }) {
        return
      }
      let place = best.firstIndex { $0.objective > candidate.objective } ?? best.count
      best.insert(candidate, at: place)
      if best.count > 20 { best.removeLast() }
    }
    let rounds = p == 1 ? min(n, starts) : starts
    for round in 0..<rounds {
      var subset: [Int] = []
      if p == 1 {
        subset = [round * n / rounds]
      } else {
        while subset.count < p {
          let row = Int(generator.next() % UInt64(n))
          if !subset.contains(row) { subset.append(row) }
        }
      }
      var beta = LeastSquares.solve(
        columns: columns.map { column in subset.map { column[$0] } }, response: subset.map { response[$0] })
      var objective = Double.infinity
      for _ in 0..<2 { (objective, beta) = concentrate(columns, response, beta, h) }
      keep((objective, beta))
    }
    var final = (objective: Double.infinity, beta: [Double](repeating: 0, count: p))
    for start in best {
      var current = start
      for _ in 0..<100 {
        let next = concentrate(columns, response, current.beta, h)
        let done = next.objective >= current.objective * (1 - 1e-14)
        current = (next.objective, next.beta)
        if done { break }
      }
      if current.objective < final.objective { final = current }
    }
    return Fit(
      coefficients: final.beta, objective: final.objective, h: h, scale: scale(final.objective, h: h, n: n))
  }

  /// One concentration step: rows with the h smallest residuals, and least squares on them.
  static func concentrate(_ columns: [[Double]], _ response: [Double], _ beta: [Double], _ h: Int) -> (
    objective: Double, beta: [Double]
  ) {
    let rows = smallest(residuals(columns, response, beta), h)
    let next = LeastSquares.solve(
      columns: columns.map { column in rows.map { column[$0] } }, response: rows.map { response[$0] })
    let squares = residuals(columns, response, next)
    let objective = smallest(squares, h).reduce(0) { $0 + squares[$1] }
    return (objective, next)
  }

  private static func residuals(_ columns: [[Double]], _ response: [Double], _ beta: [Double]) -> [Double] {
    var result = response
    for (column, b) in zip(columns, beta) { for i in result.indices { result[i] -= b * column[i] } }
    for i in result.indices { result[i] *= result[i] }
    return result
  }

  private static func smallest(_ squares: [Double], _ h: Int) -> [Int] {
    if h >= squares.count { return Array(squares.indices) }
    let limit = squares.sorted()[h - 1]
    var rows = squares.indices.filter { squares[$0] < limit }
    for row in squares.indices where squares[row] == limit && rows.count < h { rows.append(row) }
    return rows
  }

  /// The spread for normal errors: the mean of the h smallest of n squares is less than the variance by a known factor
  /// (Croux and Haesbroeck 1999).
  static func scale(_ objective: Double, h: Int, n: Int) -> Double {
    guard h < n else { return (objective / Double(max(1, n))).squareRoot() }
    let share = Double(h) / Double(n)
    let q = PriceScreen.normalQuantile((1 + share) / 2)
    let density = Mathematics.exp(-q * q / 2) / (2 * Double.pi).squareRoot()
    let factor = 1 - 2 * q * density / share
    return (objective / Double(h) / factor).squareRoot()
  }
}

/// A small generator of pseudo-random numbers (Marsaglia 2003), the same on every machine.
struct Xorshift {
  private var state: UInt64
  init(seed: UInt64) { state = seed == 0 ? 1 : seed }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
  /// A number from 0 up to, not including, 1.
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
