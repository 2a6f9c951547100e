// SPDX-License-Identifier: Apache-2.0

/// Ordinary least squares by Gram-Schmidt with a second pass; columns that depend on earlier ones get zero.
enum LeastSquares {
  static func solve(columns: [[Double]], response: [Double]) -> [Double] {
    let p = columns.count
    let n = response.count
    var q: [[Double]] = []
    var r = [[Double]](repeating: [Double](repeating: 0, count: p), count: p)
    var place: [Int] = []
    for j in 0..<p {
      precondition(columns[j].count == n, "every column is as long as the response")
      var v = columns[j]
      let before = sumOfSquares(v)
      for _ in 0..<2 {
        for (m, u) in q.enumerated() {
          let dot = innerProduct(u, v)
          r[m][j] += dot
          for i in 0..<n { v[i] -= dot * u[i] }
        }
      }
      let norm = sumOfSquares(v)
      guard norm > 1e-18 * before, norm > 0 else { continue }
      let length = norm.squareRoot()
      for i in 0..<n { v[i] /= length }
      r[q.count][j] = length
      place.append(j)
      q.append(v)
    }
    var beta = [Double](repeating: 0, count: p)
    for m in q.indices.reversed() {
      var value = innerProduct(q[m], response)
      for later in place[(m + 1)...] { value -= r[m][later] * beta[later] }
      beta[place[m]] = value / r[m][place[m]]
    }
    return beta
  }
}
