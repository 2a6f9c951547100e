// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// One way that goods above expectation can have taken, with what it can have carried.
public struct Chain: Hashable, Sendable {
  public struct Leg: Hashable, Sendable {
    public var exporter: CountryCode
    public var importer: CountryCode
    /// Month in which the leg is recorded.
    public var month: Month
    /// Kilograms of this chain on the leg.
    public var kilograms: Double
  }
  public var legs: [Leg]
  public var kilograms: Double
  /// The countries from origin to destination.
  public var route: [CountryCode] { (legs.first.map { [$0.exporter] } ?? []) + legs.map(\.importer) }
}

/// Chains of one mineral between an origin and a destination, as the greatest flow over time.
public struct ChainAnswer: Hashable, Sendable {
  /// Upper bound of what can have been diverted, in kilograms.
  public var upperBound: Double
  /// The bound over the factor by which firm-level data cut such bounds.
  public var firmLevel: Double { upperBound / Relay.firmLevelFactor }
  /// Ways that make up the bound, the largest first.
  public var chains: [Chain]
  /// The legs whose audit would settle it: a least cut.
  public var cut: [Chain.Leg]
}

/// Greatest flow of goods above expectation on a network of countries and months.
///
/// Nodes are (country, month); an arc between countries carries what a month records above the share of the exporter
/// in the importer's total before the measure, times that total; a lag of 0 to `longestLag` months and storage of up
/// to `longestStorage` months join the legs. What a country mines itself leaves it first and is taken off its arcs.
public struct ChainFinder: Sendable {
  public struct Options: Hashable, Sendable {
    /// Months between leaving and arriving, at most.
    public var longestLag = 3
    /// Months that goods may lie in a country.
    public var longestStorage = 6
    /// Most legs of a chain shown.
    public var mostChains = 50
    public init() {}
  }
  public var options: Options
  public init(options: Options = Options()) { self.options = options }

  /// Finds chains in monthly records.
  ///
  /// - Parameters:
  ///   - excess: kilograms above expectation by exporter, importer and month
  ///   - own: kilograms a month that a country mines itself
  public func chains(
    excess: [(exporter: CountryCode, importer: CountryCode, month: Month, kilograms: Double)],
    own: [CountryCode: Double] = [:], from origin: CountryCode, to destination: CountryCode
  ) -> ChainAnswer {
    // The direct lane is no way over others.
    let positive = excess.filter {
      $0.kilograms > 0 && $0.exporter != $0.importer
        && !($0.exporter == origin && $0.importer == destination)
    }
    guard let first = positive.map(\.month).min(), let last = positive.map(\.month).max(),
      first.distance(to: last) < 1200
    else { return ChainAnswer(upperBound: 0, chains: [], cut: []) }
    let months = first.distance(to: last) + 1
    let countries = Set(positive.flatMap { [$0.exporter, $0.importer] }).union([origin, destination]).sorted()
    let index = Dictionary(uniqueKeysWithValues: countries.enumerated().map { ($1, $0) })
    // A country and month has one node for each month of storage already used, so that storage ends.
    let ages = options.longestStorage + 1
    func node(_ country: Int, _ month: Int, _ age: Int) -> Int { (country * months + month) * ages + age }
    let base = countries.count * months * ages
    let source = base
    let sink = base + 1
    // One node for each recorded leg keeps the leg's capacity whatever age the goods had.
    var network = MaxFlow(nodes: base + 2 + 2 * positive.count)
    var legArcs: [Int] = []
    let originIndex = index[origin] ?? 0
    let destinationIndex = index[destination] ?? 0
    var ownLeft: [Int: Double] = [:]
    for (country, mined) in own {
      guard let place = index[country] else { continue }
      for month in 0..<months { ownLeft[place * months + month] = mined }
    }
    for (number, leg) in positive.enumerated() {
      let from = index[leg.exporter]!
      let to = index[leg.importer]!
      let month = first.distance(to: leg.month)
      var capacity = leg.kilograms
      if from != originIndex, let mined = ownLeft[from * months + month] {
        let taken = min(mined, capacity)
        ownLeft[from * months + month] = mined - taken
        capacity -= taken
      }
      let gate = base + 2 + 2 * number
      legArcs.append(network.add(gate, gate + 1, capacity: capacity))
      // Goods never come back to the origin and never leave the destination.
      guard capacity > 0, to != originIndex, from != destinationIndex else { continue }
      if from == originIndex {
        network.add(source, gate, capacity: .infinity)
      } else {
        for age in 0..<ages { network.add(node(from, month, age), gate, capacity: .infinity) }
      }
      if to == destinationIndex {
        network.add(gate + 1, sink, capacity: .infinity)
      } else {
        // Recorded here this month, the goods can be re-exported from this month on, or were already on the way.
        network.add(gate + 1, node(to, month, 0), capacity: .infinity)
      }
    }
    for country in countries.indices where country != originIndex && country != destinationIndex {
      for month in 0..<(months - 1) {
        for age in 0..<(ages - 1) {
          network.add(node(country, month, age), node(country, month + 1, age + 1), capacity: .infinity)
        }
      }
      // A leg out may be recorded up to the longest lag before the leg in, when the first is booked on arrival.
      for month in 1..<max(1, months) {
        for back in 1...max(1, options.longestLag) where month - back >= 0 && options.longestLag > 0 {
          network.add(node(country, month, 0), node(country, month - back, ages - 1), capacity: .infinity)
        }
      }
    }
    let total = network.run(from: source, to: sink)
    let legs = positive.indices.map { number in
      Chain.Leg(
        exporter: positive[number].exporter, importer: positive[number].importer,
        month: positive[number].month,
        kilograms: network.flow(of: legArcs[number]))
    }
    let reachable = network.sourceSide(source)
    var cut: [Chain.Leg] = []
    for number in positive.indices {
      let gate = base + 2 + 2 * number
      if reachable[gate], !reachable[gate + 1] { cut.append(legs[number]) }
    }
    cut.sort { ($1.kilograms, $0.month, $0.exporter) < ($0.kilograms, $1.month, $1.exporter) }
    return ChainAnswer(
      upperBound: total,
      chains: decompose(legs.filter { $0.kilograms > 1e-3 }, origin: origin, destination: destination),
      cut: cut)
  }

  /// Splits flow on legs into ways, always taking the largest leg that fits in time.
  private func decompose(_ legs: [Chain.Leg], origin: CountryCode, destination: CountryCode) -> [Chain] {
    var left = legs
    var chains: [Chain] = []
    for _ in 0..<10_000 {
      var way: [Int] = []
      var place = origin
      var month: Month?
      var seen: Set<CountryCode> = [origin]
      while place != destination {
        var best: Int?
        for i in left.indices where left[i].exporter == place && left[i].kilograms > 1e-3 {
          if seen.contains(left[i].importer) { continue }
          if let month {
            let wait = month.distance(to: left[i].month)
            guard wait >= -options.longestLag, wait <= options.longestStorage else { continue }
          }
          // Only legs that can still reach the destination are of use; the largest is tried first.
          guard
            left[i].importer == destination
              || left.contains(where: { $0.exporter == left[i].importer && $0.kilograms > 1e-3 })
          else { continue }
          if best == nil || left[i].kilograms > left[best!].kilograms { best = i }
        }
        guard let best else { break }
        way.append(best)
        place = left[best].importer
        month = left[best].month
        seen.insert(place)
      }
      guard let firstLeg = way.first else { break }
      guard place == destination else {
        // A dead end: this leg's flow went another way in the network; set it aside.
        left[way.last ?? firstLeg].kilograms = 0
        continue
      }
      let amount = way.map { left[$0].kilograms }.min() ?? 0
      chains.append(
        Chain(
          legs: way.map { i in
            Chain.Leg(
              exporter: left[i].exporter, importer: left[i].importer, month: left[i].month, kilograms: amount)
          }, kilograms: amount))
      for i in way { left[i].kilograms -= amount }
    }
    return Array(
      chains.sorted { ($1.kilograms, $0.legs.count) < ($0.kilograms, $1.legs.count) }.prefix(
        options.mostChains))
  }

  /// Flow above expectation by constant shares: what each exporter would have sent had it kept its share.
  public static func excess(
    _ pairs: [MirrorPair], code: CommodityCode, base: Set<FlowPeriod>, end: Set<FlowPeriod>
  ) -> [(exporter: CountryCode, importer: CountryCode, month: Month, kilograms: Double)] {
    let before = FlowMatrix(pairs, code: code, window: base)
    var result: [(exporter: CountryCode, importer: CountryCode, month: Month, kilograms: Double)] = []
    for period in end.sorted() {
      let now = FlowMatrix(pairs, code: code, window: [period])
      for (exporter, row) in now.mass {
        for (importer, kilograms) in row {
          let expected = before.share(of: exporter, in: importer) * (now.into[importer] ?? 0)
          // An origin under control that still ships is all above expectation of the measure, not of the share.
          if kilograms > expected { result.append((exporter, importer, period.first, kilograms - expected)) }
        }
      }
    }
    return result.sorted {
      ($0.month, $0.exporter, $0.importer) < ($1.month, $1.exporter, $1.importer)
    }
  }
}
