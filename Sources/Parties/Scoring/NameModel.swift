// SPDX-License-Identifier: Apache-2.0

/// How likely two names are of the same party.
public struct NameScore: Sendable, Hashable {
  /// Probability that the names are of one party, 0...1, calibrated on labelled pairs.
  public var probability: Double
  /// Orders matches without a ceiling: two exact matches differ by how much of the name they confirm.
  public var rank: Double
}

/// A score and what it rests on, for people to read.
public struct NameExplanation: Sendable, Hashable {
  /// What one feature adds to the log-odds of a match.
  public struct Contribution: Sendable, Hashable {
    public var feature: String
    public var value: Double
    public var logOdds: Double
  }
  public var score: NameScore
  /// Log-odds before any feature is looked at.
  public var base: Double
  public var contributions: [Contribution]
  /// Which words were found in the other name, and how.
  public var links: [NameLink]
  public var firstWords: [String]
  public var secondWords: [String]

  /// One line per word found and per feature, largest first.
  public var lines: [String] {
    var lines = links.map { "\($0.first) = \($0.second) (\($0.how.rawValue))" }
    for c in contributions.sorted(by: { abs($0.logOdds) > abs($1.logOdds) }) {
      lines.append("\(c.feature) \(rounded(c.value)): \(c.logOdds < 0 ? "" : "+")\(rounded(c.logOdds))")
    }
    return lines
  }

  private func rounded(_ x: Double) -> String {
    let hundredths = Int((x * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let whole = abs(hundredths) / 100
    let rest = abs(hundredths) % 100
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}

/// What the rank adds to the log-odds of a match: how much the words found tell of one party among many.
///
/// After I. P. Fellegi, A. B. Sunter, "A theory for record linkage" (1969), doi:10.1080/01621459.1969.10501049: a word
/// found counts by how rare it is in the list, a word that both names lack of the other counts against. Fitted on the
/// retrieval benchmark (Tools/benchmarks/retrieval.py).
public struct RankWeights: Sendable, Hashable {
  public var logOdds = 1.0
  /// For the root of the information found: the more there is, the less a further word adds.
  public var rootInformation = 0.0
  public var lackingBoth = 0.0
  public var blurred = 0.0
  public var surplus = 0.0
  public var worst = 0.0
  public var legalMissing = 0.0
  public var initials = 0.0
  public var numberConflict = 0.0
  /// One name has words that the other lacks.
  public var unmatched = 0.0
  public var person = 0.0
  public var intercept = 0.0

  init(_ stored: [(String, Double)]) {
    func weight(_ name: String) -> Double { stored.first { $0.0 == "rank." + name }?.1 ?? 0 }
    logOdds = weight("logOdds")
    rootInformation = weight("rootInformation")
    lackingBoth = weight("lackingBoth")
    blurred = weight("blurred")
    surplus = weight("surplus")
    worst = weight("worst")
    legalMissing = weight("legalMissing")
    initials = weight("initials")
    numberConflict = weight("numberConflict")
    unmatched = weight("unmatched")
    person = weight("person")
    intercept = weight("intercept")
  }
}

/// The weights of the name scorer.
///
/// A logistic model on the features of `NameFeatures`, fitted by `assay evaluate names --fit`; see
/// docs/methods/parties.md for the mathematics and the figures.
public struct NameModel: Sendable, Hashable {
  public var fit: LogisticFit
  public var rank: RankWeights
  /// Probability from which two names are called a match.
  public static let threshold = 0.5
  /// Ridge penalty of the fit, chosen by cross-validation.
  public static let penalty = 0.05

  public static let standard: NameModel = {
    let stored = NameTables.readModel()
    let weights = (NameFeatures.names + ["intercept"]).map { name in
      stored.first { $0.0 == name }?.1 ?? 0
    }
    return NameModel(fit: LogisticFit(weights: weights), rank: RankWeights(stored))
  }()

  /// Which way each feature may speak: -1 against a match, 1 for it, 0 either, 2 no weight.
  public static let signs: [Int] = NameFeature.allCases.map { feature in
    switch feature {
    case .conflict, .surplus, .edits, .legalConflict, .numberConflict, .numberSurplus, .commonConflict,
      .distance,
      .surplusOrganisation, .placeConflict, .reversal, .initialConflict:
      -1
    case .whole: 1
    // Said of the pair, but no evidence by themselves: kept for people to read.
    case .legalMissing, .oneWord, .abjad, .nick, .worst: 2
    case .initials, .person: 0
    }
  }

  /// Fits a model to labelled pairs.
  public init(features: [NameFeatures], labels: [Bool], penalty: Double = NameModel.penalty) {
    rank = NameModel.standard.rank
    fit = LogisticFit(
      rows: features.map(\.values), labels: labels, penalty: penalty, signs: Self.signs)
  }

  public init(fit: LogisticFit, rank: RankWeights) {
    self.fit = fit
    self.rank = rank
  }

  /// Weighs features.
  public func probability(_ features: NameFeatures) -> Double {
    LogisticFit.sigmoid(features.weighed(by: fit.weights))
  }
}

extension LogisticFit {
  public init(weights: [Double]) { self.weights = weights }
}

/// Compares names; holds scratch memory, so one per thread.
public struct NameScorer: ~Copyable {
  public let model: NameModel
  private var aligner = NameAligner()
  private let ceiling: NameCeiling
  /// Whether numbers contradicted in the last pair that reached its floor.
  package private(set) var numbersContradict = false

  public init(model: NameModel = .standard) {
    self.model = model
    ceiling = NameCeiling(model.fit)
  }

  /// The features of a pair of names.
  public mutating func features(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> NameFeatures {
    aligner.features(a, b)
  }

  /// What the last comparison found and did not find, in nats.
  var evidence: [Double] {
    [
      Double(aligner.information), Double(min(aligner.lacking.first, aligner.lacking.second)),
      Double(abs(aligner.lacking.first - aligner.lacking.second)), Double(aligner.blurred),
    ]
  }

  /// The probability that two names are of one party, and an unsaturated rank.
  public mutating func score(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> NameScore {
    guard !a.isEmpty, !b.isEmpty else { return NameScore(probability: 0, rank: -20) }
    let features = aligner.features(a, b)
    return score(features)
  }

  /// The log-odds that two names are of one party, or nothing where they are sure to lie below a floor: most pairs of a file
  /// are settled before the costly parts of a comparison.
  package mutating func logOdds(
    _ a: borrowing PreparedName, _ b: borrowing PreparedName, atLeast floor: Double
  ) -> Double? {
    guard !a.isEmpty, !b.isEmpty else { return nil }
    guard let features = aligner.features(a, b, floor: floor - 1e-9, ceiling) else { return nil }
    let z = features.weighed(by: model.fit.weights)
    numbersContradict = features[.numberConflict] > 0
    return z >= floor ? z : nil
  }

  private func score(_ features: borrowing NameFeatures) -> NameScore {
    let logOdds = features.weighed(by: model.fit.weights)
    let r = model.rank
    let lackingBoth = Double(min(aligner.lacking.first, aligner.lacking.second))
    let found = r.rootInformation * Double(max(0, aligner.information)).squareRoot()
    let missing =
      r.lackingBoth * lackingBoth + r.blurred * Double(aligner.blurred) + r.surplus * features[.surplus]
    let form =
      r.worst * features[.worst] + r.legalMissing * features[.legalMissing] + r.initials * features[.initials]
      + r.numberConflict * features[.numberConflict]
      + (aligner.lacking.first != aligner.lacking.second ? r.unmatched : 0) + r.person * features[.person]
    return NameScore(
      probability: LogisticFit.sigmoid(logOdds),
      rank: r.intercept + r.logOdds * logOdds + found + missing + form)
  }

  /// The score with what it rests on.
  public mutating func explain(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> NameExplanation {
    aligner.keepsLinks = true
    defer { aligner.keepsLinks = false }
    let features = aligner.features(a, b)
    let weights = model.fit.weights
    let contributions = NameFeature.allCases.compactMap { feature -> NameExplanation.Contribution? in
      let value = features[feature]
      guard value != 0, weights[feature.rawValue] != 0 else { return nil }
      return .init(
        feature: NameFeatures.names[feature.rawValue], value: value,
        logOdds: value * weights[feature.rawValue])
    }
    let empty = a.isEmpty || b.isEmpty
    return NameExplanation(
      score: empty
        ? NameScore(probability: 0, rank: -20)
        : score(features),
      base: weights[weights.count - 1], contributions: contributions, links: aligner.links,
      firstWords: a.words, secondWords: b.words)
  }
}
