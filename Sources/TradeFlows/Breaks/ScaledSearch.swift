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
    months: [Int], quantities: [Double], typical: Double, scale: ValueScale, phi: Double,
    options: BreakFinder.Options
  ) {
    self.months = months
    self.scale = scale
    self.phi = phi
    shortest = options.shortestRegime
    let relative = quantities.map { $0 / typical }
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
    for round in 0..<4 {
      residuals = Self.residuals(of: fit.terms, search: search, months: months, response: response)
      var found = Set(Self.isolatedResiduals(residuals, limit: 3.5, longestRun: options.shortestRegime - 1))
      let carried = Self.carriedByOutliers(
        fit, search: search, months: months, response: response, residuals: residuals)
      found.formUnion(carried)
      if round > 0 && carried.isEmpty { break }
      // A month seen to carry a false regime stays out.
      let next = round == 0 ? found : trimmed.union(found)
      guard next != trimmed, next.count <= months.count / 4 else { break }
      trimmed = next
      search = searching(without: trimmed)
      fit = search.run()
    }
    fit = Self.withoutWandering(fit, search: search)
    residuals = Self.residuals(of: fit.terms, search: search, months: months, response: response)
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

  static func residuals(of terms: [RegimeTerm], search: RegimeSearch, months: [Int], response: [Double])
    -> [Double]
  {
    let beta = search.coefficients(terms)
    var residuals = response
    // The trend column is centred by the last month kept; build columns with the same centre.
    var columns: [[Double]] = [[Double](repeating: 1, count: months.count)]
    let middle = Double(search.months.last ?? 0) / 2
    for term in terms {
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

  /// A residual counts for no more than this many squared standard deviations, so that two outliers in a row cannot
  /// pay for a regime (Fearnhead and Rigaill, "Changepoint detection in the presence of outliers", JASA 114, 2019).
  static let mostPerMonth = 12.25

  /// Months that make a change which most of its other months do not support.
  static func carriedByOutliers(
    _ fit: RegimeSearch.Fit, search: RegimeSearch, months: [Int], response: [Double], residuals: [Double]
  ) -> [Int] {
    let n = Double(search.months.count)
    let spread = max(
      Mathematics.scaledMAD(residuals), 0.3 * (fit.rss / max(1, n - Double(fit.width))).squareRoot())
    guard spread > 0 else { return [] }
    var result: [Int] = []
    for (index, term) in fit.terms.enumerated() where term.isChange {
      var rest = fit.terms
      rest.remove(at: index)
      let plain = Self.residuals(of: rest, search: search, months: months, response: response)
      var gain = 0.0
      for i in months.indices {
        let before = plain[i] / spread
        let after = residuals[i] / spread
        gain += min(before * before, mostPerMonth) - min(after * after, mostPerMonth)
      }
      guard gain < search.penalty.price(of: term, observations: n) * 0.9 else { continue }
      result += months.indices.filter { abs(plain[$0]) > 3 * spread && abs(plain[$0]) > abs(residuals[$0]) }
    }
    return result
  }

  /// Drops changes whose evidence is no more than what errors that wander would give by chance.
  ///
  /// The autocorrelation left in the residuals, corrected for the parameters spent, raises the price by
  /// `(1 + r) / (1 - r)`, the ratio of the long-run variance to the variance of an autoregression of order one.
  static func withoutWandering(_ fit: RegimeSearch.Fit, search: RegimeSearch) -> RegimeSearch.Fit {
    var fit = fit
    while let change = fit.terms.firstIndex(where: \.isChange) {
      let white = search.whiteResiduals(fit.terms)
      var (products, squares) = (0.0, 0.0)
      for i in white.indices {
        squares += white[i] * white[i]
        if i > 0 { products += white[i] * white[i - 1] }
      }
      let left = squares > 0 ? products / squares + Double(fit.width) / Double(white.count) : 0
      let r = min(0.8, max(0, left - 1 / Double(white.count).squareRoot() * 0.5))
      let factor = (1 + r) / (1 - r)
      var weakest = (index: change, ratio: Double.infinity)
      for index in fit.terms.indices where fit.terms[index].isChange {
        let worth = search.worth(of: index, in: fit.terms, rss: fit.rss, width: fit.width)
        let ratio = worth / search.penalty.price(of: fit.terms[index], observations: Double(white.count))
        if ratio < weakest.ratio { weakest = (index, ratio) }
      }
      guard weakest.ratio < factor else { break }
      var rest = fit.terms
      rest.remove(at: weakest.index)
      fit = search.fit(rest)
    }
    return fit
  }

  /// The evidence of a change beside a change of slope, as a share of that slope's.
  static let leastBesideSlope = 0.35

  func report(_ series: MonthlySeries) -> BreakReport {
    let n = Double(search.months.count)
    let beta = search.coefficients(fit.terms)
    var column = 1
    var found: [SeriesBreak] = []
    let scores = fit.terms.indices.map { index -> Double in
      guard fit.terms[index].isChange else { return 0 }
      let worth = search.worth(of: index, in: fit.terms, rss: fit.rss, width: fit.width)
      return worth / search.penalty.price(of: fit.terms[index], observations: n)
    }
    // A straight line only comes near a gradual change, above all near a floor: what it leaves over is no break of its
    // own unless it carries a fair part of the same evidence.
    var steepest = 0.0
    for (index, term) in fit.terms.enumerated() {
      if case .slope = term { steepest = max(steepest, scores[index]) }
    }
    for (index, term) in fit.terms.enumerated() {
      defer { column += term.width }
      guard term.isChange, scores[index] >= Self.leastBesideSlope * steepest else { continue }
      let score = scores[index]
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
