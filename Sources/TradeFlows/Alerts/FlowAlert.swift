// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
import TradeModel

/// A lane whose flow changed at a control and is not explained: a lead.
public struct FlowAlert: Hashable, Sendable {
  public var event: ControlEvent
  public var identity: CodeIdentity
  public var lane: LaneSeries
  /// The break nearest to the control, when one was found within a month of it.
  public var breakMonth: Month?
  /// Kilograms since the control above (or below, when negative) what the year before it would give, with a 95 % band.
  public var kilograms: Double
  public var band: ClosedRange<Double>
  /// Change of the monthly level in logarithms.
  public var level: Double
  public var p: Double
  /// Share of false alarms among alerts as strong as this one (Benjamini and Yekutieli).
  public var q: Double
  public var explanations: [Explanation]

  /// Why nothing is reported on the lane, when so; nothing for an alert.
  public var silence: String?

  public var isAlert: Bool {
    silence == nil && q < 0.05 && !explanations.contains { $0.verdict == .explains }
  }

  /// The alert in words: what was measured, and nothing more.
  public var words: String {
    let name = identity.mineral?.name ?? "goods"
    let tonnes = BreakTable.decimal(abs(kilograms) / 1000, places: abs(kilograms) < 10_000 ? 2 : 0)
    let way = kilograms < 0 ? "below" : "above"
    let report =
      lane.byImporter ? "\(lane.importer)'s import statistics" : "\(lane.exporter)'s export statistics"
    let low = BreakTable.decimal(band.lowerBound / 1000, places: 2)
    let high = BreakTable.decimal(band.upperBound / 1000, places: 2)
    var text =
      "\(name), \(lane.exporter) to \(lane.importer), code \(lane.code): \(tonnes) t \(way) what the twelve months before "
      + "\(event.effective) would give (95 % band \(low) to \(high) t), by \(report)."
    if let breakMonth { text += " The course changed in \(breakMonth)." }
    text += " Unexplained so far; not shown to be unlawful."
    return text
  }
}

/// Tests all lanes of a table around a control, with the gates of identity and price.
public struct AlertFinder: Sendable {
  public var reference: ReferenceData
  public var breaks: BreakFinder
  /// Fewest kilograms above expectation for an alert.
  public var leastMass = 100.0

  public init(reference: ReferenceData, breaks: BreakFinder = BreakFinder()) {
    self.reference = reference
    self.breaks = breaks
  }

  /// One result for each lane that can be tested, alerts first, the most certain first.
  ///
  /// - Parameter lanes: all lanes of the family, controlled or not, so that the correction counts them
  public func results(for event: ControlEvent, lanes: [LaneSeries]) -> [FlowAlert] {
    var results: [FlowAlert] = []
    for lane in lanes {
      guard let measured = Self.measure(lane, event) else { continue }
      let identity = CodeIdentity(lane.code, reference: reference, period: FlowPeriod(month: event.effective))
      let report = breaks.report(on: lane.mass)
      let nearest = report.breaks.filter { event.explains(breakAt: $0.month) }.max { $0.score < $1.score }
      let last = lane.mass.month(at: max(0, lane.mass.values.count - 1))
      let price = lane.unitValue(from: event.effective, to: last)
      results.append(
        FlowAlert(
          event: event, identity: identity, lane: lane, breakMonth: nearest?.month,
          kilograms: measured.excess,
          band: measured.band, level: measured.level, p: measured.p, q: 1,
          explanations: Self.explanations(identity: identity, price: price, lane: lane, event: event),
          silence: Self.silence(identity: identity, price: price, excess: measured.excess, least: leastMass)))
    }
    let q = MultipleTesting.qValues(results.map(\.p), dependent: true)
    for index in results.indices { results[index].q = q[index] }
    return results.sorted { a, b in
      if a.isAlert != b.isAlert { return a.isAlert }
      if a.q != b.q { return a.q < b.q }
      return abs(a.kilograms) > abs(b.kilograms)
    }
  }

  /// The change since a control against the twelve months before it.
  static func measure(_ lane: LaneSeries, _ event: ControlEvent) -> (
    excess: Double, band: ClosedRange<Double>, level: Double, p: Double
  )? {
    let at = lane.mass.start.distance(to: event.effective)
    let end = event.until.map { min(lane.mass.values.count, lane.mass.start.distance(to: $0) + 1) }
    let before = lane.mass.values[
      max(0, min(at - 12, lane.mass.values.count))..<max(0, min(at, lane.mass.values.count))
    ]
    .filter(\.isFinite)
    let after = lane.mass.values[
      max(0, min(at, lane.mass.values.count))..<max(at, end ?? lane.mass.values.count)
    ]
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
    let count = Double(after.count)
    let error = (x.variance + y.variance).squareRoot()
    let excess = (y.mean - x.mean) * count
    let offset = max(1e-9, 0.02 * max(x.mean, y.mean))
    let level = Mathematics.log((y.mean + offset) / (x.mean + offset))
    // By ranks: monthly lanes are lumpy, and a mean over few lots has no normal error.
    let p = RankSum.p(before, after, inflation: 1.5)
    return (
      excess, (excess - 1.96 * error * count)...(excess + 1.96 * error * count), level, p
    )
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

  static func explanations(identity: CodeIdentity, price: Double?, lane: LaneSeries, event: ControlEvent)
    -> [Explanation]
  {
    var list = [Explanation(.coding, .possible, identity.statement(unitValue: price))]
    list.append(
      Explanation(
        .stock, .notTested,
        lane.byImporter
          ? "Importers record origin: goods of this origin held or worked elsewhere before the control show the same."
          : "Goods sold before the control and shipped after it show the same."))
    list.append(
      Explanation(.lag, .possible, "Goods under way at the control arrive up to three months after it."))
    list.append(
      Explanation(.newCapacity, .notTested, "New mines, smelters or recyclers are not in these statistics."))
    let zeros = lane.mass.values.count { $0 == 0 }
    list.append(
      Explanation(
        .confidentiality, .notTested, "\(zeros) months are zero or secret; the statistics do not tell which.")
    )
    return list
  }
}
