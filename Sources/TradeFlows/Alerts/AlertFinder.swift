// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
import TradeModel

/// Tests all lanes of a table around a control, with the gates of identity and price.
public struct AlertFinder: Sendable {
  public var reference: ReferenceData
  public var facts: FlowReference
  public var breaks: BreakFinder
  /// Fewest kilograms above expectation for an alert.
  public var leastMass = 100.0
  /// Permutations of the greatest statistic; none when 0.
  public var permutations = 199

  public init(
    reference: ReferenceData, facts: FlowReference = .embedded, breaks: BreakFinder = BreakFinder()
  ) {
    self.reference = reference
    self.facts = facts
    self.breaks = breaks
  }

  /// One result for each lane that can be tested, alerts first, the most certain first.
  ///
  /// - Parameters:
  ///   - lanes: all lanes of the family, controlled or not, so that the correction counts them
  ///   - placebos: lanes of codes that are not controlled; their changes in other months show what chance does
  ///   - surroundings: what else the table holds, for the tests of explanations
  public func results(
    for event: ControlEvent, lanes: [LaneSeries], placebos: [LaneSeries] = [],
    surroundings: LaneSurroundings = LaneSurroundings()
  ) -> [FlowAlert] {
    var results: [FlowAlert] = []
    for lane in lanes {
      guard let measured = Self.measure(lane, event) else { continue }
      let identity = CodeIdentity(lane.code, reference: reference, period: FlowPeriod(month: event.effective))
      let report = breaks.report(on: lane.mass)
      let nearest = report.breaks.filter { event.explains(breakAt: $0.month) }.max { $0.score < $1.score }
      let last = lane.mass.month(at: max(0, lane.mass.values.count - 1))
      let price = lane.unitValue(from: event.effective, to: last)
      let tests = LaneTests(
        lane: lane, event: event, excess: measured.excess, level: measured.level, identity: identity,
        price: price, facts: facts, surroundings: surroundings)
      var alert = FlowAlert(
        event: event, identity: identity, lane: lane,
        breakMonth: nearest?.month
          ?? (measured.p < 0.05 ? AnchoredBreak.month(in: lane.mass, near: event) : nil),
        kilograms: measured.excess, band: measured.band, level: measured.level, p: measured.p, q: 1,
        explanations: tests.run(),
        silence: Self.silence(identity: identity, price: price, excess: measured.excess, least: leastMass))
      alert.statistic = measured.statistic
      alert.rush = Self.rush(lane, event)
      results.append(alert)
    }
    correct(&results, event: event, placebos: placebos)
    return results.sorted { a, b in
      if a.isAlert != b.isAlert { return a.isAlert }
      if a.q != b.q { return a.q < b.q }
      return abs(a.kilograms) > abs(b.kilograms)
    }
  }

  /// Corrections for the many lanes tested at once.
  private func correct(_ results: inout [FlowAlert], event: ControlEvent, placebos: [LaneSeries]) {
    let dependent = MultipleTesting.qValues(results.map(\.p), dependent: true)
    let independent = MultipleTesting.qValues(results.map(\.p))
    let statistics = Self.placeboStatistics(placebos, avoiding: event)
    let placeboP = MultipleTesting.placeboP(results.map(\.statistic), placebos: statistics)
    for index in results.indices {
      results[index].q = dependent[index]
      results[index].qIndependent = independent[index]
      results[index].placebos = statistics.count
      results[index].placeboP = statistics.isEmpty ? nil : placeboP[index]
    }
    guard permutations > 0, let first = results.first else { return }
    // Only lanes of one span without gaps can be permuted together.
    let same = results.indices.filter {
      let mass = results[$0].lane.mass
      return mass.start == first.lane.mass.start && mass.values.count == first.lane.mass.values.count
        && mass.values.allSatisfy(\.isFinite)
    }
    guard same.count >= 2 else { return }
    let at = first.lane.mass.start.distance(to: event.effective)
    let resampled = MultipleTesting.blockPermutations(
      of: same.map { results[$0].lane.mass.values }, count: permutations,
      statistic: { Self.statistic($0, at: at, end: nil)?.statistic ?? 0 })
    guard let width = resampled.first?.count, width == same.count else { return }
    // The permutations are rows by series; turn nothing: one row a resample already.
    let family = MultipleTesting.maxT(same.map { results[$0].statistic }, resampled: resampled)
    for (place, index) in same.enumerated() { results[index].familyP = family[place] }
  }

  /// Statistics of lanes that no control touches, at every third month that is not near the event.
  static func placeboStatistics(_ lanes: [LaneSeries], avoiding event: ControlEvent) -> [Double] {
    var result: [Double] = []
    for lane in lanes {
      for at in stride(from: 12, to: max(12, lane.mass.values.count - 5), by: 3) {
        let month = lane.mass.month(at: at)
        guard abs(month.distance(to: event.effective)) > 6,
          let found = statistic(lane.mass.values, at: at, end: nil)
        else { continue }
        result.append(found.statistic)
      }
    }
    return result
  }

  /// The mean after a month against the mean of the year before, over its error.
  static func statistic(_ values: [Double], at: Int, end: Int?) -> (
    statistic: Double, before: [Double], after: [Double], means: (Double, Double), error: Double
  )? {
    let count = values.count
    let before = values[max(0, min(at - 12, count))..<max(0, min(at, count))].filter(\.isFinite)
    let after = values[max(0, min(at, count))..<max(max(0, min(at, count)), min(end ?? count, count))]
      .filter(\.isFinite)
    guard before.count >= 6, after.count >= 3 else { return nil }
    func moments(_ v: [Double]) -> (mean: Double, variance: Double) {
      let mean = v.reduce(0, +) / Double(v.count)
      // Months lean on each other: variances of means count half the months as independent.
      return (
        mean,
        v.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, v.count - 1)) / (Double(v.count) / 2)
      )
    }
    let x = moments(before)
    let y = moments(after)
    let error = (x.variance + y.variance).squareRoot()
    let statistic = error > 0 ? (y.mean - x.mean) / error : 0
    return (statistic, before, after, (x.mean, y.mean), error)
  }

  /// The change since a control against the twelve months before it.
  static func measure(_ lane: LaneSeries, _ event: ControlEvent) -> (
    excess: Double, band: ClosedRange<Double>, level: Double, p: Double, statistic: Double
  )? {
    let at = lane.mass.start.distance(to: event.effective)
    let end = event.until.map { lane.mass.start.distance(to: $0) + 1 }
    guard at >= 0, let found = statistic(lane.mass.values, at: at, end: end) else { return nil }
    let (x, y) = found.means
    let count = Double(found.after.count)
    let excess = (y - x) * count
    let offset = max(1e-9, 0.02 * max(x, y))
    let half = 1.96 * found.error * count
    return (
      excess, (excess - half)...(excess + half), Mathematics.log((y + offset) / (x + offset)),
      // By ranks: monthly lanes are lumpy, and a mean over few lots has no normal error.
      RankSum.p(found.before, found.after, inflation: 1.5), found.statistic
    )
  }

  /// What moved from the announcement to the month before the entry into force, against the year before.
  static func rush(_ lane: LaneSeries, _ event: ControlEvent) -> FlowAlert.Rush? {
    guard let announced = event.announced, announced < event.effective else { return nil }
    let from = lane.mass.start.distance(to: announced)
    let to = lane.mass.start.distance(to: event.effective)
    guard from >= 6, to <= lane.mass.values.count else { return nil }
    let before = lane.mass.values[max(0, from - 12)..<from].filter(\.isFinite)
    let between = lane.mass.values[from..<to].filter(\.isFinite)
    guard before.count >= 6, !between.isEmpty else { return nil }
    let mean = before.reduce(0, +) / Double(before.count)
    let variance =
      before.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(before.count - 1)
    let n = Double(between.count)
    let excess = between.reduce(0, +) - mean * n
    let error = (variance * (n + n * n / Double(before.count)) * 1.5).squareRoot()
    return FlowAlert.Rush(
      kilograms: excess, p: error > 0 ? 2 * Mathematics.normalUpperTail(abs(excess) / error) : 1)
  }

  /// Why a lane is silent whatever its change.
  static func silence(identity: CodeIdentity, price: Double?, excess: Double, least: Double) -> String? {
    guard let mineral = identity.mineral else {
      return identity.purity == .basket
        ? "code-purity: a shared code is not reported as its mineral. " + identity.statement(unitValue: price)
        : "code-purity: no mineral of the reference travels under this code."
    }
    if let band = mineral.price, let price, price < band.lowerBound / 2 {
      return
        "product-mismatch: \(BreakTable.decimal(price, places: 2)) USD/kg is below half of any published price of "
        + "\(mineral.name); another product or a reclassification."
    }
    return abs(excess) < least ? "too little: less than \(BreakTable.decimal(least, places: 0)) kg" : nil
  }
}
