// SPDX-License-Identifier: Apache-2.0

/// A month in which a series changed its course.
public struct SeriesBreak: Hashable, Sendable {
  /// The first month of the new course.
  public var month: Month
  public var kind: BreakKind
  /// The evidence in multiples of what is asked of a break: at least 1.
  public var score: Double
  /// The factor by which the quantity changed, where the change is one of level and the scale is one of ratios.
  public var factor: Double?
}

/// What was found in one series.
public struct BreakReport: Hashable, Sendable {
  public var breaks: [SeriesBreak]
  /// Months treated as isolated outliers: one or two in a row that no regime explains.
  public var outliers: [Month]
  /// The scale in which the series was judged.
  public var scale: ValueScale
  /// The autoregression of the errors that was allowed for.
  public var autocorrelation: Double
  /// Why nothing could be judged, in words; nothing when the series was judged.
  public var notJudged: String?
}

/// The scale on which changes add up.
public enum ValueScale: String, Hashable, Sendable, CaseIterable {
  case logarithm, squareRoot, identity
}

/// Finds the months in which monthly series change level, slope or season, robust to outliers and gaps.
///
/// The model is that of the robust monitoring of trade series (Rousseeuw, Perrotta, Riani, Hubert, "Robust monitoring
/// of time series with application to fraud detection", Econometrics and Statistics 9, 2019, doi 10.1016/j.ecosta.2018.05.001):
/// trend, harmonics of the year and a level shift at an unknown month under trimming of isolated outliers, widened to
/// several changes of several kinds, chosen by penalised likelihood over scale and autocorrelation too.
public struct BreakFinder: Sendable {
  public struct Options: Sendable, Hashable {
    /// Shorter series are not judged.
    public var fewestMonths: Int = 24
    /// A departure shorter than this, in months, is an outlier and not a regime.
    public var shortestRegime: Int = 3
    public var mostChanges: Int = 5
    /// Multiplies the evidence asked of a break.
    public var strictness: Double = 1
    /// Longest series taken, in months; a guard of running time.
    public var mostMonths: Int = 1200
    public init() {}
  }

  public var options: Options

  public init(options: Options = Options()) { self.options = options }

  public func report(on series: MonthlySeries) -> BreakReport {
    var observed: [Int] = []
    for (index, value) in series.values.enumerated() where value.isFinite && value >= 0 {
      observed.append(index)
    }
    func none(_ reason: String) -> BreakReport {
      BreakReport(breaks: [], outliers: [], scale: .logarithm, autocorrelation: 0, notJudged: reason)
    }
    guard observed.count >= options.fewestMonths else {
      return none("fewer than \(options.fewestMonths) months with a report")
    }
    guard observed.count <= options.mostMonths else { return none("more than \(options.mostMonths) months") }
    let quantities = observed.map { series.values[$0] }
    let positive = quantities.filter { $0 > 0 }
    guard let low = quantities.min(), let high = quantities.max(), high > low, !positive.isEmpty else {
      return none("the quantity never changes")
    }
    let occurrence =
      positive.count < quantities.count
      ? OccurrenceSearch(
        isZero: quantities.map { $0 == 0 }, penalty: RegimePenalty(strictness: options.strictness),
        shortest: options.shortestRegime, mostChanges: options.mostChanges) : nil
    // Months without trade are judged by how often they come, the others by their quantities.
    let traded = quantities.indices.filter { quantities[$0] > 0 }
    guard traded.count >= min(options.fewestMonths, 12) else {
      guard let occurrence, !occurrence.changes.isEmpty else {
        return none("fewer than \(min(options.fewestMonths, 12)) months with trade")
      }
      var report = none("")
      report.notJudged = nil
      return Self.adding(occurrence, observed, series, shortest: options.shortestRegime, to: report)
    }
    let typical = Mathematics.median(positive)
    var best: (candidate: ScaledSearch, criterion: Double)?
    func consider(_ scale: ValueScale, _ phi: Double) {
      let candidate = ScaledSearch(
        months: traded.map { observed[$0] }, quantities: traded.map { quantities[$0] }, typical: typical,
        scale: scale, phi: phi, options: options)
      if candidate.criterion < best?.criterion ?? .infinity { best = (candidate, candidate.criterion) }
    }
    for scale in ValueScale.allCases { consider(scale, 0) }
    if let scale = best?.candidate.scale { for phi in [0.3, 0.6] { consider(scale, phi) } }
    guard let chosen = best?.candidate else { return none("no model fits") }
    let report = chosen.report(series)
    guard let occurrence else { return report }
    return Self.adding(occurrence, observed, series, shortest: options.shortestRegime, to: report)
  }

  /// Adds stops and starts to the changes of quantities; of two within half a year the stronger tells of both.
  private static func adding(
    _ occurrence: OccurrenceSearch, _ observed: [Int], _ series: MonthlySeries, shortest: Int,
    to report: BreakReport
  ) -> BreakReport {
    var stops: [SeriesBreak] = []
    for change in occurrence.changes {
      func add(_ place: Int, _ kind: BreakKind) {
        stops.append(
          SeriesBreak(month: series.month(at: observed[place]), kind: kind, score: change.score, factor: nil))
      }
      add(change.start, change.end == nil ? .level : .transient)
      if let end = change.end { add(end, .recovery) }
    }
    var report = report
    report.breaks.removeAll { found in
      stops.contains { abs($0.month.distance(to: found.month)) <= 6 && $0.score >= found.score }
    }
    let changes = report.breaks
    report.breaks += stops.filter { stop in
      !changes.contains { abs($0.month.distance(to: stop.month)) <= 6 }
    }
    report.breaks.sort { $0.month < $1.month }
    let alone = observed.indices.filter {
      series.values[observed[$0]] == 0 && !occurrence.isMostlyZero(at: $0)
    }
    report.outliers = (report.outliers + alone.map { series.month(at: observed[$0]) }).sorted()
    return report
  }
}

extension BreakFinder {
  /// Judges many series, each on its own; the order of the answer is that of the input.
  public func reports(on series: [MonthlySeries]) -> [(MonthlySeries, BreakReport)] {
    series.map { ($0, report(on: $0)) }
  }
}
