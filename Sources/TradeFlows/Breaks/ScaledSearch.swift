// SPDX-License-Identifier: Apache-2.0

/// The search for regimes on one scale and with one autocorrelation, with isolated outliers trimmed.
struct ScaledSearch: Sendable {
  let months: [Int]
  let scale: ValueScale
  let phi: Double
  let shortest: Int
  private(set) var search: RegimeSearch
  private(set) var fit: RegimeSearch.Fit
  private(set) var outliers: [Int]
  /// The penalised deviance of all observations on the scale of the quantities, for comparison between scales.
  private(set) var criterion: Double = .infinity

  init(
    months: [Int], quantities: [Double], typical: Double, offset: Double, scale: ValueScale, phi: Double,
    options: BreakFinder.Options
  ) {
    self.months = months
    self.scale = scale
    self.phi = phi
    shortest = options.shortestRegime
    let relative = quantities.map { ($0 + offset) / typical }
    let response = relative.map { value in
      switch scale {
      case .logarithm: Mathematics.log(value)
      case .squareRoot: 2 * value.squareRoot()
      case .identity: value
      }
    }
    let penalty = RegimePenalty(strictness: options.strictness)
    func searching(without outliers: Set<Int>) -> RegimeSearch {
      let kept = months.indices.filter { !outliers.contains($0) }
      return RegimeSearch(
        months: kept.map { months[$0] }, response: kept.map { response[$0] }, phi: phi, penalty: penalty,
        shortest: options.shortestRegime, mostChanges: options.mostChanges)
    }
    var trimmed = Set(Self.isolated(in: response, window: 2))
    search = searching(without: trimmed)
    fit = search.run()
    var residuals: [Double] = []
    for round in 0..<2 {
      residuals = Self.residuals(of: fit, search: search, months: months, response: response)
      let found = Set(Self.isolatedResiduals(residuals, limit: 3.5, longestRun: options.shortestRegime - 1))
      guard found != trimmed, round < 1 else { break }
      trimmed = found
      search = searching(without: trimmed)
      fit = search.run()
    }
    residuals = Self.residuals(of: fit, search: search, months: months, response: response)
    outliers = trimmed.sorted()

    // Deviance with bounded loss over all observations, and the Jacobian of the scale.
    let whitening = Whitening(months: months, phi: phi)
    let white = whitening.apply(residuals)
    let kept = Double(search.months.count)
    let variance = max(1e-12, fit.rss / max(1, kept - Double(fit.width)))
    var deviance = Double(months.count) * Mathematics.log(variance) - whitening.logDeterminant
    for r in white { deviance += min(r * r / variance, 12.25) }
    var jacobian = 0.0
    for value in relative where value > 0 {
      switch scale {
      case .logarithm: jacobian += 2 * Mathematics.log(value)
      case .squareRoot: jacobian += Mathematics.log(value)
      case .identity: break
      }
    }
    deviance += jacobian
    for term in fit.terms { deviance += penalty.price(of: term, observations: kept) }
    if phi > 0 { deviance += 2 }
    criterion = deviance
    self.residuals = residuals
  }
  private(set) var residuals: [Double] = []

  static func residuals(of fit: RegimeSearch.Fit, search: RegimeSearch, months: [Int], response: [Double])
    -> [Double]
  {
    let beta = search.coefficients(fit.terms)
    var residuals = response
    // The trend column is centred by the last month kept; build columns with the same centre.
    var columns: [[Double]] = [[Double](repeating: 1, count: months.count)]
    let middle = Double(search.months.last ?? 0) / 2
    for term in fit.terms {
      if term == .trend {
        columns.append(months.map { Double($0) - middle })
      } else {
        columns += term.columns(at: months)
      }
    }
    for (column, b) in zip(columns, beta) {
      for i in residuals.indices { residuals[i] -= b * column[i] }
    }
    return residuals
  }

  /// Observations far from the median of their neighbours, `window` on each side: runs of at most `window`.
  static func isolated(in response: [Double], window: Int) -> [Int] {
    let n = response.count
    var departures = [Double](repeating: 0, count: n)
    for i in 0..<n {
      let low = max(0, min(i - window, n - 2 * window - 1))
      let high = min(n - 1, low + 2 * window)
      departures[i] = response[i] - Mathematics.median(Array(response[low...high]))
    }
    let spread = max(1e-12, Mathematics.scaledMAD(departures.filter { $0 != 0 }))
    let far = departures.indices.filter { abs(departures[$0]) > 5 * spread }
    let most = n / 6
    return far.count <= most
      ? far : Array(far.sorted { abs(departures[$0]) > abs(departures[$1]) }.prefix(most))
  }

  /// Residuals beyond a multiple of their robust spread that stand in runs no longer than allowed.
  static func isolatedResiduals(_ residuals: [Double], limit: Double, longestRun: Int) -> [Int] {
    let spread = max(1e-12, Mathematics.scaledMAD(residuals))
    var result: [Int] = []
    var run: [Int] = []
    var sign = 0.0
    for i in 0...residuals.count {
      let far = i < residuals.count && abs(residuals[i]) > limit * spread
      if far, run.isEmpty || (residuals[i] > 0) == (sign > 0) {
        run.append(i)
        sign = residuals[i]
      } else {
        if run.count <= longestRun { result += run }
        run = far ? [i] : []
        if far { sign = residuals[i] }
      }
    }
    let most = residuals.count / 5
    return result.count <= most
      ? result : Array(result.sorted { abs(residuals[$0]) > abs(residuals[$1]) }.prefix(most)).sorted()
  }

  func report(_ series: MonthlySeries) -> BreakReport {
    let n = Double(search.months.count)
    let beta = search.coefficients(fit.terms)
    var column = 1
    var found: [SeriesBreak] = []
    for (index, term) in fit.terms.enumerated() {
      defer { column += term.width }
      guard term.isChange else { continue }
      let worth = search.worth(of: index, in: fit.terms, rss: fit.rss, width: fit.width)
      let score = worth / search.penalty.price(of: term, observations: n)
      let effect = beta[column]
      let factor = scale == .logarithm ? Mathematics.exp(effect) : nil
      func add(_ at: Int, _ kind: BreakKind, _ factor: Double?) {
        found.append(SeriesBreak(month: series.month(at: at), kind: kind, score: score, factor: factor))
      }
      switch term {
      case .level(let b): add(b, .level, factor)
      case .slope(let b): add(b, .slope, nil)
      case .decay(let b, _): add(b, .decay, factor)
      case .seasonal(let b, _): add(b, .seasonal, nil)
      case .transient(let b, let e):
        add(b, .transient, factor)
        add(e, .recovery, factor.map { 1 / $0 })
      case .trend, .harmonic: break
      }
    }
    // Two changes within the shortest regime are one event; the stronger names it.
    found.sort { $0.score > $1.score }
    var kept: [SeriesBreak] = []
    for candidate in found
    where !kept.contains(where: { abs($0.month.distance(to: candidate.month)) < shortest }) {
      kept.append(candidate)
    }
    kept.sort { $0.month < $1.month }
    return BreakReport(
      breaks: kept, outliers: outliers.map { series.month(at: months[$0]) }, scale: scale,
      autocorrelation: phi,
      notJudged: nil)
  }
}
