// SPDX-License-Identifier: Apache-2.0

/// The price of adding a term, in units of twice the log-likelihood.
///
/// Found by simulation so that at most one series in two hundred without a break gives one (docs/methods/flows.md).
struct RegimePenalty: Sendable {
  var strictness = 1.0

  func price(of term: RegimeTerm, observations n: Double) -> Double {
    let l = Mathematics.log(n)
    switch term {
    case .trend: return l
    case .harmonic: return 1.5 * l
    case .level: return strictness * (9 + 3 * l)
    case .slope: return strictness * (9 + 3 * l)
    case .decay: return strictness * (13 + 3 * l)
    case .transient: return strictness * (12 + 3 * l)
    case .seasonal: return strictness * (14 + 3 * l)
    }
  }
}

/// A stepwise search for the regimes of one series of observations.
///
/// Terms are added while the gain in likelihood exceeds their price; after each addition every change is taken out
/// and put back where, and as what, it fits best; terms that no longer earn their price leave. Errors may follow an
/// autoregression of order one whose coefficient is given; response and columns are then whitened first.
struct RegimeSearch: Sendable {
  /// Months of the observations kept, rising.
  let months: [Int]
  let phi: Double
  let penalty: RegimePenalty
  let shortest: Int
  let mostChanges: Int
  /// The whitened response.
  let response: [Double]
  private let whitening: Whitening
  private let floor: Double
  private let first: Int
  private let last: Int

  struct Fit: Sendable {
    var terms: [RegimeTerm]
    /// Residual sum of squares of the whitened response.
    var rss: Double
    /// Parameters of the mean.
    var width: Int
  }

  init(
    months: [Int], response: [Double], phi: Double, penalty: RegimePenalty, shortest: Int, mostChanges: Int
  ) {
    self.months = months
    self.phi = phi
    self.penalty = penalty
    self.shortest = shortest
    self.mostChanges = mostChanges
    let whitening = Whitening(months: months, phi: phi)
    self.whitening = whitening
    self.response = whitening.apply(response)
    first = months.first ?? 0
    last = months.last ?? 0
    let range = (response.max() ?? 0) - (response.min() ?? 0)
    floor = Double(months.count) * max(1e-300, 1e-10 * range * range)
  }

  private func columns(of term: RegimeTerm) -> [[Double]] {
    term.columns(at: months).map(whitening.apply)
  }

  private func projection(of terms: [RegimeTerm]) -> Projection {
    var projection = Projection(rows: months.count)
    projection.add(whitening.apply([Double](repeating: 1, count: months.count)))
    for term in terms { for column in columns(of: term) { projection.add(column) } }
    return projection
  }

  func fit(_ terms: [RegimeTerm]) -> Fit {
    let projection = projection(of: terms)
    return Fit(
      terms: terms, rss: max(floor, sumOfSquares(projection.remainder(of: response))), width: projection.count
    )
  }

  /// Twice the gain in log-likelihood from one fit to a richer one, by degrees of freedom left.
  private func gain(from before: Double, to after: Double, width: Int) -> Double {
    let freedom = Double(months.count - width) - 0.5
    guard freedom > 2 else { return 0 }
    return freedom * Mathematics.log(max(before, floor) / max(after, floor))
  }

  /// The best single term to add, with its gain less its price; nothing when none earns its price.
  private func bestAddition(to terms: [RegimeTerm], changesAllowed: Bool, nuisances: Bool) -> (
    term: RegimeTerm, net: Double, gain: Double
  )? {
    let n = months.count
    let projection = projection(of: terms)
    let residual = projection.remainder(of: response)
    let rss = max(floor, sumOfSquares(residual))
    var best: (term: RegimeTerm, net: Double, gain: Double)?
    func offer(_ term: RegimeTerm, drop: Double) {
      let gain = gain(from: rss, to: rss - drop, width: projection.count + term.width)
      let net = gain - penalty.price(of: term, observations: Double(n))
      if net > best?.net ?? 0 { best = (term, net, gain) }
    }
    func offer(_ term: RegimeTerm, columns: [[Double]]) {
      var taken: [[Double]] = []
      var drop = 0.0
      for column in columns {
        var v = projection.remainder(of: column)
        for u in taken {
          let dot = innerProduct(u, v)
          for i in v.indices { v[i] -= dot * u[i] }
        }
        let norm = sumOfSquares(v)
        guard norm > 1e-8 * sumOfSquares(column) else { return }
        let scale = 1 / norm.squareRoot()
        for i in v.indices { v[i] *= scale }
        let dot = innerProduct(v, residual)
        drop += dot * dot
        taken.append(v)
      }
      offer(term, drop: drop)
    }
    if nuisances {
      if !terms.contains(.trend) { offer(.trend, columns: columns(of: .trend)) }
      if last - first >= 23 {
        for k in 1...6 where !terms.contains(.harmonic(k)) {
          offer(.harmonic(k), columns: columns(of: .harmonic(k)))
        }
      }
    }
    guard changesAllowed else { return best }
    var scan = ChangeScan(months: months, whitening: whitening, projection: projection, residual: residual)
    scan.shortest = shortest
    scan.run { term, drop in offer(term, drop: drop) }
    return best
  }

  /// Gain lost when one term is taken out.
  func worth(of index: Int, in terms: [RegimeTerm], rss: Double, width: Int) -> Double {
    var rest = terms
    rest.remove(at: index)
    return gain(from: fit(rest).rss, to: rss, width: width)
  }

  /// Runs the search.
  func run() -> Fit {
    var terms: [RegimeTerm] = []
    for _ in 0..<(mostChanges + 8) {
      let changes = terms.count(where: \.isChange)
      guard
        let addition = bestAddition(to: terms, changesAllowed: changes < mostChanges, nuisances: true)
      else { break }
      terms.append(addition.term)
      settle(&terms)
      prune(&terms)
    }
    return fit(terms)
  }

  /// Takes each change out and puts back the change that then fits best, until nothing moves.
  private func settle(_ terms: inout [RegimeTerm]) {
    guard terms.count > 1 else { return }
    for _ in 0..<3 {
      var moved = false
      for index in terms.indices.reversed() where terms[index].isChange {
        var rest = terms
        let old = rest.remove(at: index)
        guard let better = bestAddition(to: rest, changesAllowed: true, nuisances: false), better.term != old
        else { continue }
        let now = fit(terms)
        let oldNet =
          gain(from: fit(rest).rss, to: now.rss, width: now.width)
          - penalty.price(of: old, observations: Double(months.count))
        guard better.net > oldNet + 1e-9 else { continue }
        terms[index] = better.term
        moved = true
      }
      if !moved { break }
    }
  }

  /// Drops the weakest term that does not earn its price, again and again.
  private func prune(_ terms: inout [RegimeTerm]) {
    while !terms.isEmpty {
      let now = fit(terms)
      var weakest: (index: Int, net: Double)?
      for index in terms.indices {
        let net =
          worth(of: index, in: terms, rss: now.rss, width: now.width)
          - penalty.price(of: terms[index], observations: Double(months.count))
        if net < weakest?.net ?? 0 { weakest = (index, net) }
      }
      guard let weakest else { return }
      terms.remove(at: weakest.index)
    }
  }

  /// The residuals of the whitened response.
  func whiteResiduals(_ terms: [RegimeTerm]) -> [Double] { projection(of: terms).remainder(of: response) }

  /// The coefficients: first the constant, then the columns of each term in order.
  func coefficients(_ terms: [RegimeTerm]) -> [Double] {
    let all =
      [whitening.apply([Double](repeating: 1, count: months.count))] + terms.flatMap(columns)
    return LeastSquares.solve(columns: all, response: response)
  }
}

/// The whitening of an autoregression of order one observed at some months.
struct Whitening: Sendable {
  let phi: Double
  /// For each observation the weight of the one before and the scale.
  let carry: [Double]
  let scale: [Double]
  /// Twice the log of the determinant of the whitening.
  let logDeterminant: Double

  init(months: [Int], phi: Double) {
    self.phi = phi
    var carry = [Double](repeating: 0, count: months.count)
    var scale = [Double](repeating: 1, count: months.count)
    var determinant = 0.0
    if phi != 0 {
      for i in months.indices {
        if i == 0 {
          scale[i] = (1 - phi * phi).squareRoot()
        } else {
          var c = 1.0
          for _ in 0..<min(60, months[i] - months[i - 1]) { c *= phi }
          carry[i] = c
          scale[i] = ((1 - phi * phi) / (1 - c * c)).squareRoot()
        }
        determinant += 2 * Mathematics.log(scale[i])
      }
    }
    self.carry = carry
    self.scale = scale
    logDeterminant = determinant
  }

  func apply(_ column: [Double]) -> [Double] {
    guard phi != 0 else { return column }
    var result = column
    for i in column.indices {
      result[i] = scale[i] * (column[i] - (i > 0 ? carry[i] * column[i - 1] : 0))
    }
    return result
  }
}
