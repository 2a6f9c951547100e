// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// What a control did to lanes of controlled codes from an origin to destinations, by three methods and at two dates.
public struct EffectStudy: Sendable {
  public struct Result: Hashable, Sendable {
    public var lane: String
    public var method: String
    /// `announced` or `effective`.
    public var date: String
    public var month: Month
    /// In logarithms.
    public var effect: Double
    public var error: Double?
    public var p: Double?
    public var note: String
    public var change: Double { Mathematics.exp(effect) - 1 }
  }

  public var lanes: [LaneSeries]
  public var treatedCodes: [CommodityCode]
  public var origin: CountryCode
  public var destinations: Set<CountryCode>
  public var event: ControlEvent

  public init(
    lanes: [LaneSeries], treatedCodes: [CommodityCode], origin: CountryCode, destinations: Set<CountryCode>,
    event: ControlEvent
  ) {
    self.lanes = lanes
    self.treatedCodes = treatedCodes
    self.origin = origin
    self.destinations = destinations
    self.event = event
  }

  private func isControlled(_ lane: LaneSeries) -> Bool {
    treatedCodes.contains { lane.code.hasPrefix($0) }
  }

  private func isTreated(_ lane: LaneSeries) -> Bool {
    isControlled(lane) && lane.exporter == origin && destinations.contains(lane.importer)
  }

  /// Results lane by lane, then those of all lanes together.
  public func results() -> [Result] {
    var dates: [(String, Month)] = [("effective", event.effective)]
    if let announced = event.announced, announced != event.effective {
      dates.insert(("announced", announced), at: 0)
    }
    var results: [Result] = []
    for lane in lanes.filter(isTreated) {
      for (date, month) in dates {
        if let fit = InterruptedSeries(lane.mass, event: month) {
          results.append(
            Result(
              lane: lane.mass.id, method: "interrupted-series", date: date, month: month, effect: fit.level,
              error: fit.levelError, p: fit.levelP,
              note: fit.hasTrend
                ? "change of level beside a trend; slope changes by \(BreakTable.decimal(fit.slope, places: 4)) a month"
                : "change of level; too few months before it for a trend"))
        }
        if let found = synthetic(lane, date: date, month: month) { results.append(found) }
      }
    }
    for (date, month) in dates {
      if let found = triple(date: date, month: month) { results.append(found) }
    }
    return results
  }

  /// Logarithms of a lane over a span, a fiftieth of its typical month added so that zeros count.
  private func logs(_ lane: LaneSeries, from: Month, months: Int) -> [Double]? {
    let positive = lane.mass.values.filter { $0 > 0 }
    guard positive.count >= 6 else { return nil }
    let offset = 0.02 * Mathematics.median(positive)
    var result: [Double] = []
    for step in 0..<months {
      guard let value = lane.mass[from.advanced(by: step)] else { return nil }
      result.append(Mathematics.log(value + offset))
    }
    return result
  }

  private func synthetic(_ lane: LaneSeries, date: String, month: Month) -> Result? {
    let months = lane.mass.values.count
    let at = lane.mass.start.distance(to: month)
    guard let own = logs(lane, from: lane.mass.start, months: months) else { return nil }
    // Donors: other goods to the same destination, and the same goods to destinations the measure does not name.
    let donors = lanes.filter {
      $0 != lane && !isTreated($0) && $0.byImporter == lane.byImporter && $0.exporter == lane.exporter
        && (!isControlled($0) || !destinations.contains($0.importer))
    }.compactMap { logs($0, from: lane.mass.start, months: months) }
    guard let fit = SyntheticDifference(treated: [own], donors: Array(donors.prefix(60)), event: at) else {
      return nil
    }
    return Result(
      lane: lane.mass.id, method: "synthetic-difference", date: date, month: month, effect: fit.effect,
      error: fit.standardError, p: fit.placeboP,
      note:
        "\(donors.count) donors (\(BreakTable.decimal(fit.effectiveDonors, places: 1)) in effect); p by placebos over donors"
    )
  }

  private func triple(date: String, month: Month) -> Result? {
    var rows: [PoissonTripleDifference.Row] = []
    var origins: Set<CountryCode> = []
    for (number, lane) in lanes.enumerated() {
      origins.insert(lane.exporter)
      let code = Int(lane.code.digits) ?? 0
      for index in lane.mass.months where lane.mass.values[index].isFinite {
        let at = lane.mass.month(at: index)
        let time = Int(at.number)
        rows.append(
          .init(
            effects: [
              number, code * 40_000 + time, Int(lane.importer.packed) * 40_000 + time,
              Int(lane.exporter.packed) * 40_000 + time,
            ], cluster: number, isTreated: isTreated(lane) && at >= month, quantity: lane.mass.values[index]))
      }
    }
    if origins.count == 1 { for index in rows.indices { rows[index].effects.removeLast() } }
    guard rows.count <= 200_000, let fit = PoissonTripleDifference(rows) else { return nil }
    return Result(
      lane: "all", method: "poisson-triple-difference", date: date, month: month, effect: fit.effect,
      error: fit.standardError, p: fit.p,
      note: "\(fit.used) lane-months, \(fit.leftOut) left out as fitted perfectly; clusters: lanes")
  }
}
