// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// What a table holds beside one lane, for the tests of innocent explanations.
public struct LaneSurroundings: Sendable {
  /// All lanes of the table, whatever their code.
  public let lanes: [LaneSeries]
  /// Kilograms without a partner by reporter, direction, code and month.
  private let unplaced: [Key: [Month: Double]]

  private struct Key: Hashable {
    var reporter: CountryCode
    var isImport: Bool
    var code: CommodityCode
  }

  public init() {
    lanes = []
    unplaced = [:]
  }

  public init(_ table: FlowTable, lanes: [LaneSeries]) {
    self.lanes = lanes
    var sums: [Key: [Month: Double]] = [:]
    for record in table.unplaced where record.period.months == 1 && record.kilograms > 0 {
      let key = Key(
        reporter: record.reporter, isImport: record.direction == .goodsIn, code: record.code)
      sums[key, default: [:]][record.period.first, default: 0] += record.kilograms
    }
    unplaced = sums
  }

  /// Kilograms a month that the reporter of a lane leaves without a partner, before and from a month on.
  func unplaced(of lane: LaneSeries, from month: Month) -> (before: Double, after: Double)? {
    guard !lanes.isEmpty else { return nil }
    let key = Key(
      reporter: lane.byImporter ? lane.importer : lane.exporter, isImport: lane.byImporter, code: lane.code)
    let months = unplaced[key] ?? [:]
    var sums = (before: 0.0, after: 0.0)
    var counts = (before: 0.0, after: 0.0)
    for index in lane.mass.months {
      let at = lane.mass.month(at: index)
      let distance = month.distance(to: at)
      if distance >= 0 {
        sums.after += months[at] ?? 0
        counts.after += 1
      } else if distance >= -12 {
        sums.before += months[at] ?? 0
        counts.before += 1
      }
    }
    return (sums.before / max(1, counts.before), sums.after / max(1, counts.after))
  }
}

/// The innocent explanations of a change on one lane, each with the test that was made of it.
struct LaneTests {
  var lane: LaneSeries
  var event: ControlEvent
  /// Kilograms since the control above the year before, and the change of level in logarithms.
  var excess: Double
  var level: Double
  var identity: CodeIdentity
  var price: Double?
  var facts: FlowReference
  var surroundings: LaneSurroundings

  func run() -> [Explanation] {
    [transit, coding, lag, weights, confidentiality, stock, capacity]
  }

  private func tonnes(_ kilograms: Double) -> String {
    Figure.tonnes(kilograms) + " t"
  }

  private var transit: Explanation {
    if !lane.byImporter, let reason = facts.entrepots[lane.importer] {
      return Explanation(
        .transit, facts.documentedEntrepots.contains(lane.importer) && excess > 0 ? .explains : .possible,
        "\(lane.importer.place) is an entrepot (\(reason)); an exporter's destination may not be the last one."
      )
    }
    if let reason = facts.entrepots[lane.exporter] {
      return Explanation(
        .transit, .possible, "\(lane.exporter.place) is an entrepot (\(reason)); the goods may be of others.")
    }
    return Explanation(.transit, .excluded, "Neither end of the lane is a known entrepot.")
  }

  private var coding: Explanation {
    let words = identity.statement(unitValue: price)
    let siblings = surroundings.lanes.filter {
      $0.exporter == lane.exporter && $0.importer == lane.importer && $0.byImporter == lane.byImporter
        && $0.code != lane.code && $0.code.digits.prefix(4) == lane.code.digits.prefix(4)
    }
    guard !siblings.isEmpty else {
      return Explanation(.coding, .possible, words + " No sibling code of this lane is in the table.")
    }
    var counter = 0.0
    for sibling in siblings {
      if let moved = AlertFinder.measure(sibling, event)?.excess, moved * excess < 0 { counter += abs(moved) }
    }
    if counter >= abs(excess) / 2, abs(excess) > 0 {
      return Explanation(
        .coding, .explains,
        words + " Sibling codes of this lane moved the other way by \(tonnes(counter)): a reclassification.")
    }
    return Explanation(
      .coding, identity.purity == .exact ? .excluded : .possible,
      words
        + " \(Figure.count(siblings.count, "sibling code")) of this lane moved the other way by \(tonnes(counter)) only."
    )
  }

  private var lag: Explanation {
    var later = event
    later.effective = event.effective.advanced(by: 3)
    let from = lane.mass.start.distance(to: event.effective)
    let before = lane.mass.values[
      max(0, min(from - 12, lane.mass.values.count))..<max(0, min(from, lane.mass.values.count))
    ]
    .filter(\.isFinite)
    let tail = lane.mass.values.dropFirst(max(0, from + 3)).filter(\.isFinite)
    guard before.count >= 6, tail.count >= 3 else {
      return Explanation(
        .lag, .possible,
        "Goods under way at the control arrive up to three months after it; too few months follow.")
    }
    let mean = before.reduce(0, +) / Double(before.count)
    let late = tail.reduce(0, +) / Double(tail.count)
    let persists = (late - mean) * excess > 0 && abs(late - mean) * 2 >= abs(excess) / Double(tail.count + 3)
    return persists
      ? Explanation(.lag, .excluded, "The change is still there three months after the control and later.")
      : Explanation(
        .lag, .possible, "The change is mostly in the first three months, when goods under way arrive.")
  }

  private var weights: Explanation {
    let known = lane.mass.values.count(where: \.isFinite)
    let share = known > 0 ? Double(lane.estimatedMonths.count) / Double(known) : 0
    return lane.estimatedMonths.isEmpty
      ? Explanation(.estimatedWeights, .excluded, "No month's mass is marked or found as estimated.")
      : Explanation(
        .estimatedWeights, .possible,
        "\(lane.estimatedMonths.count) months (\(BreakTable.decimal(100 * share, places: 0)) %) have estimated mass."
      )
  }

  private var confidentiality: Explanation {
    guard let hidden = surroundings.unplaced(of: lane, from: event.effective) else {
      return Explanation(
        .confidentiality, .notTested,
        "\(lane.mass.values.count { $0 == 0 }) months are zero or secret; the table does not tell which.")
    }
    let after = Double(max(1, lane.mass.values.count - max(0, lane.mass.start.distance(to: event.effective))))
    let moved = (hidden.before - hidden.after) * after
    if moved * excess > 0, abs(moved) >= abs(excess) / 2 {
      return Explanation(
        .confidentiality, .explains,
        "Mass without a partner moved the other way by \(tonnes(abs(moved))): partners were hidden or shown.")
    }
    let any = hidden.before + hidden.after > 0
    return Explanation(
      .confidentiality, any ? .possible : .excluded,
      any
        ? "The reporter leaves \(tonnes(hidden.before)) a month before and \(tonnes(hidden.after)) after without a partner."
        : "The reporter leaves no mass of this code without a partner.")
  }

  private var stock: Explanation {
    let at = lane.mass.start.distance(to: event.effective)
    let values = lane.mass.values
    if excess < 0 {
      guard at >= 12, at <= values.count else {
        return Explanation(.stock, .notTested, "Too few months before the control to see a rush into stock.")
      }
      let half = values[(at - 6)..<at].filter(\.isFinite)
      let earlier = values[max(0, at - 18)..<(at - 6)].filter(\.isFinite)
      guard half.count >= 4, earlier.count >= 4 else {
        return Explanation(.stock, .notTested, "Too few months before the control to see a rush into stock.")
      }
      let rush =
        half.reduce(0, +) - Double(half.count) * earlier.reduce(0, +) / Double(earlier.count)
      return rush >= -excess / 2
        ? Explanation(
          .stock, .possible,
          "\(tonnes(rush)) above usual moved in the half year before: buyers may be living on it.")
        : Explanation(
          .stock, .excluded,
          "Only \(tonnes(max(0, rush))) above usual moved in the half year before the control.")
    }
    // A rise out of a country: what went in and did not come out in the year before.
    var (into, out) = (0.0, 0.0)
    var seen = false
    for other in surroundings.lanes where other.code == lane.code && other.byImporter == lane.byImporter {
      for index in other.mass.months {
        let distance = event.effective.distance(to: other.mass.month(at: index))
        guard distance < 0, distance >= -12, other.mass.values[index].isFinite else { continue }
        if other.importer == lane.exporter {
          into += other.mass.values[index]
          seen = true
        }
        if other.exporter == lane.exporter { out += other.mass.values[index] }
      }
    }
    guard seen else {
      return Explanation(
        .stock, .notTested,
        "Goods held in \(lane.exporter.place) or on the way since before the control show the same; what went in is not in the table."
      )
    }
    return into - out >= excess / 2
      ? Explanation(
        .stock, .possible,
        "\(tonnes(into - out)) more went into \(lane.exporter.place) than out in the year before.")
      : Explanation(
        .stock, .excluded,
        "Only \(tonnes(max(0, into - out))) more went into \(lane.exporter.place) than out in the year before."
      )
  }

  private var capacity: Explanation {
    guard excess > 0 else {
      return Explanation(
        .newCapacity, .possible,
        "New capacity at \(lane.importer.place) would lower what it buys; capacity there is not in these statistics."
      )
    }
    guard let mineral = identity.mineral, let outputs = facts.mineOutput[mineral.slug] else {
      return Explanation(.newCapacity, .notTested, "No output by country is on file for this code.")
    }
    let output = (outputs[lane.exporter] ?? 0) * 1000
    return output >= excess
      ? Explanation(
        .newCapacity, .possible,
        "\(lane.exporter.place) mines \(tonnes(output)) a year: enough for the change.")
      : Explanation(
        .newCapacity, .excluded,
        "\(lane.exporter.place) mines \(tonnes(output)) a year by the source on file, less than the change; smelting of scrap "
          + "is not in it.")
  }
}
