// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

private func exponential(_ value: Double) -> Double { exp(value) }

/// How evidence becomes a score and a lane: stated thresholds, the same for every item of a run.
///
/// The score is a probability-like figure from 0 to 1: the chance that goods leave against the law, as far as the
/// evidence on file tells. Sources of suspicion combine as independent causes ("noisy or", Pearl 1988):
/// `1 - (1 - a)(1 - b)…`, so that adding evidence never lowers it. Circumstances of the trade then multiply the odds of what
/// is suspected, up or down.
public struct LanePolicy: Sendable, Hashable {
  /// Score given to goods that need a licence as declared and have none that fits.
  public var uncoveredScore = 0.95
  /// Score of goods the law cannot decide on: a question to be answered, not a suspicion.
  public var undecidedScore = 0.02
  /// From this score on, the goods are examined.
  public var redFrom = 0.5
  /// From this score on, documents are checked.
  public var yellowFrom = 0.2
  /// From this score on, the item is audited after clearance.
  public var blueFrom = 0.08

  public init() {}

  /// What the policy looks at.
  public struct Grounds: Sendable, Hashable {
    /// How much of the score of uncovered goods counts, 0 to 1: less where the same reason is common in the file, because
    /// then the licence file and the declarations are kept differently more often than somebody cheats.
    public var uncoveredWeight = 1.0
    /// The law demands a licence for the goods as declared, or forbids them, and nothing covers it.
    public var unlawfulAsDeclared = false
    /// The law cannot decide on the goods as declared.
    public var undecided = false
    /// A licence in order is cited for goods on which the law cannot decide.
    public var isUndecidedButLicensed = false
    /// The probability that the goods are a material for which the law is stricter and no licence covers it, 0 to 1.
    public var hiddenIllegality = 0.0
    /// Strengths of the indicators that fire, 0 to 1 each.
    public var indicators: [Double] = []
    /// The strictest lane an indicator that fires demands by itself.
    public var indicatorFloor = Lane.green
    /// Natural logarithm of the odds that the circumstances of the trade add to a suspicion: what parties have done before.
    /// They suspect nothing by themselves, and what the law says of the goods as declared does not depend on them.
    public var contextLogOdds = 0.0

    public init() {}
  }

  /// Score and lane for the grounds given.
  public func decide(_ grounds: Grounds) -> (score: Double, lane: Lane) {
    var innocence = 1 - min(max(grounds.hiddenIllegality, 0), 1)
    if grounds.undecided { innocence *= 1 - undecidedScore * (grounds.isUndecidedButLicensed ? 0.2 : 1) }
    for strength in grounds.indicators { innocence *= 1 - min(max(strength, 0), 1) }
    let suspicion = Self.shift(1 - innocence, by: grounds.contextLogOdds)
    // Circumstances may take an item out of the red lane; they do not put one into it.
    let weighed = innocence > 1 - redFrom ? min(suspicion, redFrom.nextDown) : suspicion
    var lane: Lane =
      weighed >= redFrom ? .red : weighed >= yellowFrom ? .yellow : weighed >= blueFrom ? .blue : .green
    var score = suspicion
    if grounds.unlawfulAsDeclared {
      score = 1 - (1 - suspicion) * (1 - uncoveredScore * min(max(grounds.uncoveredWeight, 0), 1))
    }
    if grounds.undecided { lane = max(lane, .yellow) }
    if grounds.unlawfulAsDeclared { lane = .red }
    lane = max(lane, grounds.indicatorFloor)
    return (score, lane)
  }

  /// A probability whose odds are multiplied by `exp(logOdds)`.
  static func shift(_ probability: Double, by logOdds: Double) -> Double {
    guard logOdds != 0, probability > 0, probability < 1 else { return probability }
    let odds = exponential(logOdds) * probability
    return odds / (1 - probability + odds)
  }
}
