// SPDX-License-Identifier: Apache-2.0

/// An orthonormal basis of the columns of a regression, grown one column at a time (modified Gram-Schmidt).
struct Projection: Sendable {
  let rows: Int
  /// Orthonormal columns, one after the other.
  private(set) var basis: [Double] = []
  private(set) var count = 0

  init(rows: Int) { self.rows = rows }

  /// The part of a column that the basis does not explain.
  func remainder(of column: [Double]) -> [Double] {
    var v = column
    var start = 0
    for _ in 0..<count {
      var dot = 0.0
      for i in 0..<rows { dot += basis[start + i] * v[i] }
      for i in 0..<rows { v[i] -= dot * basis[start + i] }
      start += rows
    }
    return v
  }

  /// Adds a column; returns whether it was independent of those before.
  @discardableResult
  mutating func add(_ column: [Double]) -> Bool {
    var before = 0.0
    for x in column { before += x * x }
    var v = remainder(of: column)
    v = remainder(of: v)
    var norm = 0.0
    for x in v { norm += x * x }
    guard norm > 1e-10 * before, norm > 0 else { return false }
    let scale = 1 / norm.squareRoot()
    basis.reserveCapacity(basis.count + rows)
    for x in v { basis.append(x * scale) }
    count += 1
    return true
  }

  /// The product of every basis column with a column.
  func products(with column: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for j in 0..<count {
      var dot = 0.0
      let start = j * rows
      for i in 0..<rows { dot += basis[start + i] * column[i] }
      result[j] = dot
    }
    return result
  }
}

/// The sum of squares of a vector.
func sumOfSquares(_ v: [Double]) -> Double {
  var sum = 0.0
  for x in v { sum += x * x }
  return sum
}

/// The inner product of two vectors of one length.
func innerProduct(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count, "vectors of one length")
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}
