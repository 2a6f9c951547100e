// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// A country through which goods of a controlled origin may reach a destination under a measure.
public struct Relay: Hashable, Sendable {
  /// The four conditions of Freund and others (2025), and two of physics and price.
  public struct Conditions: Hashable, Sendable {
    public var originFellAtDestination = false
    public var originRoseAtRelay = false
    public var relayRoseAtDestination = false
    public var originGrewMoreElsewhere = false
    public var legsMatch = false
    /// The relay's own output cannot supply what the destination records.
    public var cannotProduce = false
    /// Unit values of both legs within a factor of 1.5 and above half the fair price; nothing when unknown.
    public var unitValuesMatch: Bool?

    /// The four conditions of the published screen.
    public var freund: Bool {
      originFellAtDestination && originRoseAtRelay && relayRoseAtDestination && originGrewMoreElsewhere
        && legsMatch
    }
  }
  public enum Ground: String, Hashable, Sendable, CaseIterable {
    /// All conditions of the published screen hold.
    case direct
    /// Partners record more out of the country than it takes in and mines.
    case massBalance = "mass-balance"
    /// Both.
    case both
  }
  public var country: CountryCode
  public var ground: Ground
  public var conditions: Conditions
  /// Kilograms at the destination from the relay, at the start and at the end.
  public var before: Double
  public var after: Double
  /// Kilograms above what the relay's share at the start would give at the end: the upper bound of diversion.
  public var excess: Double
  /// The bound by the direct leg too: the lesser of the excess of both legs (Freund's diverted value).
  public var excessOfBothLegs: Double
  /// What partners record out of the relay, what goes in, what it mines, in kilograms at the end.
  public var outflow: Double
  public var inflow: Double
  public var ownOutput: Double
  /// Outflow beyond inflow and own output, with a 95 % band.
  public var breach: Double
  public var breachBand: ClosedRange<Double>
  /// The same over both windows together, so that goods which lay in the country between them are not counted.
  public var breachOfBoth: Double
  public var breachOfBothBand: ClosedRange<Double>
  /// Whether the country reports its own imports; when not, inflow is what its partners report.
  public var inflowIsOwnReport: Bool
  /// How strongly onward lane, first leg and balance speak together for a diversion, in standard errors; see
  /// docs/methods/flows.md.
  public var evidence: Double
  public var explanations: [Explanation]

  /// Product-level excess over what firm-level data confirm: 16.1 to 16.5 % against 1.7 to 1.8 % for Vietnam in 2021
  /// (Harvard Business School working paper 24-072).
  public static let firmLevelFactor = 9.0
  /// The excess discounted to firm level, in kilograms: what may truly be diversion.
  public var firmLevelExcess: Double { excess / Self.firmLevelFactor }
}

/// What a relay search looks for.
public struct RelayQuestion: Hashable, Sendable {
  public var code: CommodityCode
  public var origin: CountryCode
  public var destination: CountryCode
  public var base: Set<FlowPeriod>
  public var end: Set<FlowPeriod>

  public init(
    code: CommodityCode, origin: CountryCode, destination: CountryCode, base: Set<FlowPeriod>,
    end: Set<FlowPeriod>
  ) {
    self.code = code
    self.origin = origin
    self.destination = destination
    self.base = base
    self.end = end
  }
}

/// Finds relays between an origin and a destination by shares, legs, capacity and mass balance.
public struct RelayFinder: Sendable {
  public struct Options: Hashable, Sendable {
    /// Smaller excesses, in kilograms, are not listed.
    public var leastExcess: Double = 1000
    /// How much of the onward leg the first leg must carry (Freund: 0.75).
    public var legShare: Double = 0.75
    public init() {}
  }

  public var reference: ReferenceData
  public var facts: FlowReference
  public var options: Options

  public init(reference: ReferenceData, facts: FlowReference, options: Options = Options()) {
    self.reference = reference
    self.facts = facts
    self.options = options
  }

  /// All relays, the largest excess first; empty when the code is a basket, for a basket is not its mineral.
  public func relays(for question: RelayQuestion, in pairs: [MirrorPair]) -> [Relay] {
    let identity = CodeIdentity(question.code, reference: reference, period: question.end.max())
    guard let mineral = identity.mineral else { return [] }
    let before = FlowMatrix(pairs, code: question.code, window: question.base)
    let after = FlowMatrix(pairs, code: question.code, window: question.end)
    let reliability = ReporterReliability(pairs.filter { $0.code == question.code })
    let years = Double(question.end.reduce(0) { $0 + Int($1.months) }) / 12
    let (o, d) = (question.origin, question.destination)
    let fairPrice = PriceScreen.cleanedAverage(
      after.mass.flatMap { exporter, row in row.keys.compactMap { after.unitValue(exporter, $0) } })
    let evidence = RelayEvidence(question, before: before, after: after, reliability: reliability)
    var relays: [Relay] = []
    for r in after.countries where r != o && r != d && !r.isSpecial {
      let onward = after.flow(r, d)
      guard onward > 0 else { continue }
      let excess = max(0, onward - before.share(of: r, in: d) * (after.into[d] ?? 0))
      guard excess >= options.leastExcess else { continue }
      var conditions = Relay.Conditions()
      conditions.originFellAtDestination = after.share(of: o, in: d) < before.share(of: o, in: d)
      conditions.originRoseAtRelay = after.share(of: o, in: r) > before.share(of: o, in: r)
      conditions.relayRoseAtDestination = after.share(of: r, in: d) > before.share(of: r, in: d)
      let left: Set<CountryCode> = [o, r, d]
      let growthO =
        after.share(of: o, inWorldWithout: left) - before.share(of: o, inWorldWithout: left)
      let growthR =
        after.share(of: r, inWorldWithout: left) - before.share(of: r, inWorldWithout: left)
      conditions.originGrewMoreElsewhere = growthO > growthR
      conditions.legsMatch = after.flow(o, r) >= options.legShare * onward
      let metal = mineral.metalFraction ?? 1
      let known = facts.mineOutput[mineral.slug]
      let output = (known?[r] ?? 0) * 1000 * years / max(0.01, metal)
      conditions.cannotProduce = known != nil && output < onward
      if let first = after.unitValue(o, r), let second = after.unitValue(r, d) {
        conditions.unitValuesMatch =
          max(first, second) / min(first, second) <= 1.5
          && (fairPrice.map { min(first, second) >= $0 / 2 } ?? true)
      }
      let outflow = after.outOf[r] ?? 0
      let inflow = after.into[r] ?? 0
      let breach = outflow - inflow - output
      let half = 1.96 * Self.balanceVariance(of: r, in: after, reliability: reliability).squareRoot()
      let band = (breach - half)...(breach + half)
      let outputBefore = output / max(1, years) * Double(question.base.reduce(0) { $0 + Int($1.months) }) / 12
      let both = breach + (before.outOf[r] ?? 0) - (before.into[r] ?? 0) - outputBefore
      let halfBefore = 1.96 * Self.balanceVariance(of: r, in: before, reliability: reliability).squareRoot()
      let halfBoth = (half * half + halfBefore * halfBefore).squareRoot()
      let bothBand = (both - halfBoth)...(both + halfBoth)
      let ownReport = after.importReporters.contains(r)
      let breaks = known != nil && (band.lowerBound > 0 || bothBand.lowerBound > 0)
      let isBalance =
        conditions.originFellAtDestination && conditions.relayRoseAtDestination && conditions.cannotProduce
        && breaks
      let isDirect = conditions.freund && conditions.cannotProduce
      guard isBalance || isDirect else { continue }
      let legExcess = max(0, after.flow(o, r) - before.share(of: o, in: r) * (after.into[r] ?? 0))
      relays.append(
        Relay(
          country: r, ground: isBalance ? (isDirect ? .both : .massBalance) : .direct, conditions: conditions,
          before: before.flow(r, d), after: onward, excess: excess, excessOfBothLegs: min(excess, legExcess),
          outflow: outflow, inflow: inflow, ownOutput: output, breach: breach, breachBand: band,
          breachOfBoth: both, breachOfBothBand: bothBand,
          inflowIsOwnReport: ownReport, evidence: evidence.score(of: r),
          explanations: explanations(
            r, question: question, after: after, identity: identity, ownReport: ownReport, output: output)))
    }
    return relays.sorted { ($1.excess, $0.country) < ($0.excess, $1.country) }
  }

  /// How strongly one country stands out as a relay, in standard errors, and whether the search lists it.
  func assessment(of r: CountryCode, for question: RelayQuestion, in pairs: [MirrorPair]) -> (
    score: Double, isListed: Bool
  ) {
    let identity = CodeIdentity(question.code, reference: reference, period: question.end.max())
    guard identity.mineral != nil else { return (0, false) }
    let evidence = RelayEvidence(
      question, before: FlowMatrix(pairs, code: question.code, window: question.base),
      after: FlowMatrix(pairs, code: question.code, window: question.end),
      reliability: ReporterReliability(pairs.filter { $0.code == question.code }))
    return (
      evidence.score(of: r), relays(for: question, in: pairs).contains { $0.country == r }
    )
  }

  /// Squared spread of outflow less inflow, each flow with the relative error of the country that reports it.
  static func balanceVariance(
    of r: CountryCode, in matrix: FlowMatrix, reliability: ReporterReliability
  ) -> Double {
    var squares = 0.0
    // In order of countries, so that the sums have the same last bits each time.
    for (importer, kilograms) in (matrix.mass[r] ?? [:]).sorted(by: { $0.key.packed < $1.key.packed }) {
      let error = reliability.relativeError(of: importer, asExporter: false) / 2 * kilograms
      squares += error * error
    }
    let own = reliability.relativeError(of: r, asExporter: false) / 2
    for (_, row) in matrix.mass.sorted(by: { $0.key.packed < $1.key.packed }) {
      guard let kilograms = row[r] else { continue }
      squares += own * kilograms * own * kilograms
    }
    return squares
  }

  private func explanations(
    _ r: CountryCode, question: RelayQuestion, after: FlowMatrix, identity: CodeIdentity, ownReport: Bool,
    output: Double
  ) -> [Explanation] {
    var list: [Explanation] = []
    if let reason = facts.entrepots[r] {
      list.append(Explanation(.transit, .possible, "\(r.place) is an entrepot: \(reason)."))
    }
    list.append(
      Explanation(
        .newCapacity, output > 0 ? .possible : .notTested,
        output > 0
          ? "The country mines \(Figure.tonnes(output)) t; counted as its own."
          : "No mine output is known; smelting of imported ore or scrap is under other codes and not tested here."
      ))
    list.append(
      Explanation(.coding, .possible, identity.statement(unitValue: after.unitValue(r, question.destination)))
    )
    list.append(
      Explanation(
        .stock, .notTested,
        "Goods that lay in the country before the window would leave without entering in it."))
    if !ownReport {
      list.append(
        Explanation(
          .oneReport, .possible,
          "The country reports no imports of its own; what goes in is what its partners report, and is too low."
        ))
    }
    return list
  }
}
