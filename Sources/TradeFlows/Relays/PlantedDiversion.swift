// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// How small a diversion the relay search can find: a stated share of a real lane is moved through a relay in a copy of the
/// table, with noise on every report, and the search is asked whether it sees it.
public struct PlantedDiversion: Sendable {
  /// One planting and what the search made of it.
  public struct Trial: Hashable, Sendable {
    public var relay: CountryCode
    /// Kilograms moved through the relay; 0 for a trial without a planting.
    public var planted: Double
    /// The score by which trials are ranked: the breach of mass or the diverted value over its error.
    public var score: Double
    /// Whether the search lists the relay by its own rules.
    public var isListed: Bool

    public init(relay: CountryCode, planted: Double, score: Double, isListed: Bool) {
      self.relay = relay
      self.planted = planted
      self.score = score
      self.isListed = isListed
    }
  }

  public var finder: RelayFinder
  /// Relative spread of the noise laid on each report of the copy.
  public var noise = 0.1
  /// Whether the leg into the relay is in no statistic (smuggled), or recorded by both sides (transhipped).
  public var isFirstLegHidden = false
  public var seed: UInt64 = 1

  public init(finder: RelayFinder) { self.finder = finder }

  /// Plants shares of the lane from origin to destination through each relay.
  ///
  /// The moved goods leave the direct lane, enter the relay unless that leg is hidden, and leave it for the destination; with
  /// months, `lag` of them later.
  public func trials(
    _ question: RelayQuestion, in pairs: [MirrorPair], relays: [CountryCode], shares: [Double],
    rounds: Int = 5,
    lag: Int = 1
  ) -> [Trial] {
    let own = pairs.filter { $0.code == question.code }
    let base = FlowMatrix(own, code: question.code, window: question.base)
    let lane = base.flow(question.origin, question.destination)
    guard lane > 0 else { return [] }
    var random = Xorshift(seed: seed &* 2_654_435_761 &+ 97)
    for _ in 0..<8 { _ = random.next() }
    var trials: [Trial] = []
    for relay in relays where relay != question.origin && relay != question.destination {
      for share in [0] + shares {
        for _ in 0..<rounds {
          var copy = own
          noisy(&copy, &random)
          if share > 0 { plant(share * lane, through: relay, question, lag: lag, into: &copy) }
          var open = finder
          open.options.leastExcess = 1
          let found = open.assessment(of: relay, for: question, in: copy)
          trials.append(
            Trial(relay: relay, planted: share * lane, score: found.score, isListed: found.isListed))
        }
      }
    }
    return trials
  }

  private func noisy(_ pairs: inout [MirrorPair], _ random: inout Xorshift) {
    for index in pairs.indices {
      // A sum of twelve uniform numbers is normal enough, and the same on every machine.
      func factor() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += random.unit() }
        return Mathematics.exp(noise * sum)
      }
      pairs[index].exported = pairs[index].exported.map { $0 * factor() }
      pairs[index].imported = pairs[index].imported.map { $0 * factor() }
    }
  }

  private func plant(
    _ kilograms: Double, through relay: CountryCode, _ question: RelayQuestion, lag: Int,
    into pairs: inout [MirrorPair]
  ) {
    let periods = question.end.sorted()
    for (place, period) in periods.enumerated() {
      let part = kilograms / Double(periods.count)
      move(-part, question.origin, question.destination, period, question.code, &pairs)
      if !isFirstLegHidden { move(part, question.origin, relay, period, question.code, &pairs) }
      let later = period.months == 1 ? min(periods.count - 1, place + lag) : place
      move(part, relay, question.destination, periods[later], question.code, &pairs)
    }
  }

  /// Adds mass to a lane by the report of both sides.
  private func move(
    _ kilograms: Double, _ exporter: CountryCode, _ importer: CountryCode, _ period: FlowPeriod,
    _ code: CommodityCode, _ pairs: inout [MirrorPair]
  ) {
    if let index = pairs.firstIndex(where: {
      $0.exporter == exporter && $0.importer == importer && $0.period == period
    }) {
      let (out, into) = (pairs[index].exported, pairs[index].imported)
      if out != nil || into == nil { pairs[index].exported = max(0, (out ?? 0) + kilograms) }
      if into != nil { pairs[index].imported = max(0, (into ?? 0) + kilograms) }
    } else if kilograms > 0 {
      var pair = MirrorPair(code: code, period: period, exporter: exporter, importer: importer)
      pair.imported = kilograms
      pair.importerReports = pairs.contains {
        $0.importer == importer && $0.period == period && $0.importerReports
      }
      pairs.append(pair)
    }
  }

  /// The curve of detections against false alarms: one point for each threshold of the score, from strict to lax.
  public static func curve(_ trials: [Trial]) -> [(falseAlarms: Double, detections: Double)] {
    let planted = trials.filter { $0.planted > 0 }.map(\.score)
    let empty = trials.filter { $0.planted == 0 }.map(\.score)
    guard !planted.isEmpty, !empty.isEmpty else { return [] }
    let thresholds = Set(planted + empty).sorted(by: >)
    return [(0, 0)]
      + thresholds.map { limit in
        (
          Double(empty.count { $0 >= limit }) / Double(empty.count),
          Double(planted.count { $0 >= limit }) / Double(planted.count)
        )
      }
  }

  /// Area under the curve: the chance that a planting scores above a trial without one, ties counted half.
  public static func area(_ trials: [Trial]) -> Double? {
    let planted = trials.filter { $0.planted > 0 }.map(\.score)
    let empty = trials.filter { $0.planted == 0 }.map(\.score)
    guard !planted.isEmpty, !empty.isEmpty else { return nil }
    var sum = 0.0
    for x in planted { for y in empty { sum += x > y ? 1 : x == y ? 0.5 : 0 } }
    return sum / Double(planted.count * empty.count)
  }

  /// The least planted mass from which on at least four fifths of the trials are found at no more than five per cent of
  /// false alarms, in kilograms; nothing when none is.
  public static func smallestFound(_ trials: [Trial], falseAlarms: Double = 0.05, power: Double = 0.8)
    -> Double?
  {
    let empty = trials.filter { $0.planted == 0 }.map(\.score).sorted(by: >)
    guard !empty.isEmpty else { return nil }
    let allowed = Int(falseAlarms * Double(empty.count))
    let limit = allowed < empty.count ? empty[allowed] : -.infinity
    var least: Double?
    for mass in Set(trials.map(\.planted)).filter({ $0 > 0 }).sorted(by: >) {
      let own = trials.filter { $0.planted == mass }
      guard Double(own.count { $0.score > limit }) >= power * Double(own.count) else { break }
      least = mass
    }
    return least
  }
}
