// SPDX-License-Identifier: Apache-2.0

/// How much each possible change would lower the residual sum of squares, for all months in one pass.
///
/// Every kind of change is a column `v(k) = c(k) e(k) + b(k) v(k+1)`, `e(k)` being 1 at the k-th observation only. Its
/// products with the basis, the residual and itself therefore follow by recursion from the last month to the first:
/// a scan costs O(months x parameters), not O(months squared x parameters).
struct ChangeScan {
  let months: [Int]
  let n: Int
  /// Basis columns and, as the last, the residual.
  let width: Int
  var shortest = 3
  /// Products of the whitened unit vectors with basis and residual: row k, `width` columns.
  private var unit: [Double]
  /// Length squared of the whitened unit vector, and its product with a column that starts one observation later.
  private var unitNorm: [Double]
  private var link: [Double]
  // Levels and slopes: products and squared lengths.
  private var level: [Double]
  private var levelNorm: [Double]
  private var slope: [Double]
  private var slopeNorm: [Double]

  init(months: [Int], whitening: Whitening, projection: Projection, residual: [Double]) {
    self.months = months
    let n = months.count
    let p = projection.count
    let width = p + 1
    self.n = n
    self.width = width
    unit = [Double](repeating: 0, count: n * width)
    unitNorm = [Double](repeating: 0, count: n)
    link = [Double](repeating: 0, count: n)
    for k in 0..<n {
      let own = whitening.scale[k]
      let next = k + 1 < n ? -whitening.scale[k + 1] * whitening.carry[k + 1] : 0
      for j in 0..<p {
        let start = j * n + k
        unit[k * width + j] =
          own * projection.basis[start] + (next != 0 ? next * projection.basis[start + 1] : 0)
      }
      unit[k * width + p] = own * residual[k] + (next != 0 ? next * residual[k + 1] : 0)
      unitNorm[k] = own * own + next * next
      link[k] = k + 1 < n ? next * whitening.scale[k + 1] : 0
    }
    level = unit
    levelNorm = unitNorm
    slope = [Double](repeating: 0, count: n * width)
    slopeNorm = [Double](repeating: 0, count: n)
    var cross = 0.0
    for k in (0..<max(0, n - 1)).reversed() {
      let gap = Double(months[k + 1] - months[k])
      slopeNorm[k] = slopeNorm[k + 1] + 2 * gap * cross + gap * gap * levelNorm[k + 1]
      for j in 0..<width {
        slope[k * width + j] = slope[(k + 1) * width + j] + gap * level[(k + 1) * width + j]
        level[k * width + j] += level[(k + 1) * width + j]
      }
      cross = cross + gap * levelNorm[k + 1] + gap * link[k]
      levelNorm[k] += levelNorm[k + 1] + 2 * link[k]
    }
  }

  /// Calls back with every change considered and its drop in the residual sum of squares.
  func run(_ offer: (RegimeTerm, Double) -> Void) {
    levelsAndTransients(offer)
    slopes(offer)
    for stays in [55, 70, 80, 88] { decays(stays, offer) }
    if let first = months.first, let last = months.last, last - first >= 35 {
      for harmonic in 1...2 { seasons(harmonic, offer) }
    }
  }

  /// The squared length left of a column, and its product with the residual.
  private func remaining(_ rows: [Double], _ k: Int, _ norm: Double) -> (norm: Double, pull: Double) {
    var left = norm
    let base = k * width
    for j in 0..<(width - 1) { left -= rows[base + j] * rows[base + j] }
    return (left, rows[base + width - 1])
  }

  private func levelsAndTransients(_ offer: (RegimeTerm, Double) -> Void) {
    let edge = shortest
    guard n > 2 * edge else { return }
    let own = (0..<n).map { remaining(level, $0, levelNorm[$0]) }
    var best = (drop: 0.0, start: 0, end: 0)
    for k in edge...(n - edge) {
      let (norm, pull) = own[k]
      if norm > 1e-8 * levelNorm[k] { offer(.level(months[k]), pull * pull / norm) }
      let longest = min(n - edge, k + max(shortest, min(24, n / 3)))
      var e = k + shortest
      while e <= longest {
        // The product of two level columns is that of the later one with itself, less its first link.
        var shared = levelNorm[e] + link[e - 1]
        let x = k * width
        let y = e * width
        for j in 0..<(width - 1) { shared -= level[x + j] * level[y + j] }
        let length = norm + own[e].norm - 2 * shared
        if length > 0.02 {
          let dot = pull - own[e].pull
          let drop = dot * dot / length
          if drop > best.drop { best = (drop, k, e) }
        }
        e += 1
      }
    }
    if best.drop > 0 { offer(.transient(months[best.start], months[best.end]), best.drop) }
  }

  private func slopes(_ offer: (RegimeTerm, Double) -> Void) {
    let edge = max(shortest, 5)
    for k in edge..<max(edge, n - edge) {
      let (norm, pull) = remaining(slope, k, slopeNorm[k])
      if norm > 1e-8 * slopeNorm[k] { offer(.slope(months[k]), pull * pull / norm) }
    }
  }

  private func decays(_ hundredths: Int, _ offer: (RegimeTerm, Double) -> Void) {
    let stays = Double(hundredths) / 100
    var row = [Double](repeating: 0, count: width)
    var norm = 0.0
    var k = n - 1
    while k >= shortest {
      var carried = 0.0
      if k + 1 < n {
        carried = 1
        for _ in 0..<min(400, months[k + 1] - months[k]) { carried *= stays }
      }
      norm = unitNorm[k] + carried * carried * norm + 2 * carried * link[k]
      for j in 0..<width { row[j] = unit[k * width + j] + carried * row[j] }
      if k <= n - 1 - shortest {
        let (left, pull) = remaining(row, 0, norm)
        if left > 1e-8 * norm { offer(.decay(months[k], hundredths), pull * pull / left) }
      }
      k -= 1
    }
  }

  private func seasons(_ harmonic: Int, _ offer: (RegimeTerm, Double) -> Void) {
    var cosine = [Double](repeating: 0, count: width)
    var sine = cosine
    var (cosineNorm, sineNorm, cross) = (0.0, 0.0, 0.0)
    var (nextC, nextS) = (0.0, 0.0)
    for k in (0..<n).reversed() {
      let c = RegimeTerm.cosines[harmonic - 1][months[k] % 12]
      let s = RegimeTerm.sines[harmonic - 1][months[k] % 12]
      cross += c * s * unitNorm[k] + link[k] * (c * nextS + s * nextC)
      cosineNorm += c * c * unitNorm[k] + 2 * c * link[k] * nextC
      sineNorm += s * s * unitNorm[k] + 2 * s * link[k] * nextS
      (nextC, nextS) = (c, s)
      for j in 0..<width {
        cosine[j] += c * unit[k * width + j]
        sine[j] += s * unit[k * width + j]
      }
      guard k >= 12, k <= n - 12 else { continue }
      let (a, left) = remaining(cosine, 0, cosineNorm)
      let (d, right) = remaining(sine, 0, sineNorm)
      var b = cross
      for j in 0..<(width - 1) { b -= cosine[j] * sine[j] }
      let determinant = a * d - b * b
      guard a > 1e-6, d > 1e-6, determinant > 1e-6 * a * d else { continue }
      offer(
        .seasonal(months[k], harmonic),
        (left * left * d - 2 * left * right * b + right * right * a) / determinant)
    }
  }
}
