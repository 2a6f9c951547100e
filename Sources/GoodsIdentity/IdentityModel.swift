// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// What goods most likely are: a probability over the materials of the reference and over none of them.
///
/// A naive Bayes model over hypotheses. "As declared" stands for what the papers say (materials they name, or none of the
/// materials under the declared heading); beside it stands every material that such a declaration may hide. A prior comes
/// from the code and the words; price, packing and context each multiply the odds. All parameters are in `Parameters`.
/// The method and its figures are described in docs/methods/identity.md.
public struct IdentityModel: Sendable {
  /// The numbers of the model; stated, not fitted to any generated file.
  public struct Parameters: Sendable {
    /// Share of declarations under an ordinary heading whose goods are a hidden material.
    public var hiddenRate = 0.001
    /// The same under a heading that has served as a disguise, and under a residual code.
    public var disguiseRate = 0.01
    public var residualRate = 0.003
    /// Vague words make hiding likelier, words that name other goods less likely.
    public var vagueFactor = 2.5
    public var specificFactor = 0.6
    /// Share of hidden goods whose value is stated near the true one; the others carry a price that fits the papers.
    public var honestPriceShare = 0.65
    /// Share of prices that are wrong for no reason (units, currencies, slips).
    public var noiseShare = 0.006
    /// Probability that goods whose papers name a material are it, when nothing else is known.
    public var namedTrust = 0.97
    public var codedTrust = 0.9
    /// On a residual line with words that name nothing: the share that goes to what else the heading names.
    public var residualOpenShare = 0.3
    /// Candidates below this probability are left out.
    public var floor = 0.005

    public init() {}
  }

  public var parameters: Parameters
  /// Kinds of evidence that count; leave one out to see what rests on it.
  public var kinds: Set<IdentityEvidence.Kind> {
    get { Set(IdentityEvidence.Kind.allCases.filter(counts)) }
    set { mask = Self.mask(newValue) }
  }
  public var priceBook: PriceBook
  private var mask: UInt8
  let tables: Tables

  public var reference: ReferenceData { tables.reference }
  var prices: PriceModel { tables.prices }
  var everywhere: [Candidate] { tables.everywhere }

  /// What is worked out from the reference once. A model is copied for every item that is weighed, so that all its tables
  /// stand behind one reference.
  final class Tables: Sendable {
    let reference: ReferenceData
    let prices: PriceModel
    /// Hidden materials to think of under a subheading, with relative weights.
    let hidden: [Int: [Candidate]]
    /// Hidden materials to think of everywhere.
    let everywhere: [Candidate]
    /// The same by mineral, as its bit in a party's history is numbered, and the greatest of their weights.
    let everywhereByMineral: [[Candidate]]
    let greatestShare: Double
    /// Materials that a subheading may rightly hold, with their prior share.
    let rightful: [Int: [Candidate]]
    /// What a heading holds, for lines of it that are no subheading of the reference.
    let rightfulByHeading: [Int: [Candidate]]
    /// Subheadings that have served as a disguise.
    let disguised: Set<Int>
    /// By material: whether it is worth smuggling.
    let isMotive: [Bool]
    /// The bit of each material's mineral in a party's history.
    let mineralBits: [UInt64]
    let containedValue: ContainedValue

    init(_ reference: ReferenceData) {
      self.reference = reference
      prices = PriceModel(reference)
      containedValue = ContainedValue(reference)
      everywhere = IdentityModel.motives(reference, prices)
      disguised = Set(reference.disguises.flatMap(\.subheadings))
      mineralBits = reference.materials.map { PartyHistory.bit($0.id, reference) }
      var byMineral = [[Candidate]](repeating: [], count: 64)
      for candidate in everywhere {
        let bit = mineralBits[Int(candidate.material.rawValue)]
        if bit != 0 { byMineral[bit.trailingZeroBitCount].append(candidate) }
      }
      everywhereByMineral = byMineral
      greatestShare = everywhere.map(\.weight).max() ?? 0
      hidden = IdentityModel.hidden(reference, everywhere)
      rightful = IdentityModel.rightful(reference)
      rightfulByHeading = IdentityModel.rightfulByHeading(reference)
      isMotive = reference.materials.map { reference.motives[reference.minerals[$0.mineral].slug] != nil }
    }
  }

  struct Candidate: Sendable {
    var material: MaterialID
    var weight: Double
  }

  public init(
    _ reference: ReferenceData, priceBook: PriceBook = PriceBook(), parameters: Parameters = Parameters()
  ) {
    self.priceBook = priceBook
    self.parameters = parameters
    mask = Self.mask(Set(IdentityEvidence.Kind.allCases))
    tables = Tables(reference)
  }

  /// Whether a material is of a mineral worth smuggling.
  public func isWorthHiding(_ material: MaterialID) -> Bool { tables.isMotive[Int(material.rawValue)] }

  /// What the elements of a stated composition are worth at the most on a day, in US dollars per kilogram of goods.
  public func containedValue(
    of reading: GoodsReading, on day: Day, from country: CountryCode
  ) -> Double? {
    tables.containedValue.value(of: reading) { priceSpan(of: $0, on: day, from: country) }
  }

  /// Lowest and highest usual price of a material on a day, in US dollars per kilogram, in the markets open to the exporter.
  public func priceSpan(of material: MaterialID, on day: Day, from country: CountryCode) -> ClosedRange<
    Double
  >? {
    prices.span(of: material, on: day, fromChina: country == .china)
  }

  static func mask(_ kinds: Set<IdentityEvidence.Kind>) -> UInt8 { kinds.reduce(0) { $0 | 1 << $1.rawValue } }
  func counts(_ kind: IdentityEvidence.Kind) -> Bool { mask >> kind.rawValue & 1 == 1 }

  private static func motives(_ reference: ReferenceData, _ prices: PriceModel) -> [Candidate] {
    let kinds: [MaterialKind: Double] = [
      .metal: 1, .powder: 0.6, .oxide: 0.7, .alloy: 0.5, .compound: 0.3, .magnet: 0.3, .crystal: 0.3,
      .wafer: 0.2,
    ]
    var all: [Candidate] = []
    for material in reference.materials where prices.hasBand(material.id) {
      guard let weight = reference.motives[reference.minerals[material.mineral].slug],
        let kind = kinds[material.kind]
      else { continue }
      all.append(Candidate(material: material.id, weight: weight * kind))
    }
    return normalized(all)
  }

  static func normalized(_ candidates: [Candidate]) -> [Candidate] {
    let sum = candidates.reduce(0) { $0 + $1.weight }
    return sum > 0 ? candidates.map { Candidate(material: $0.material, weight: $0.weight / sum) } : []
  }

  /// Under a heading that hides by custom, the share of the weight that goes to all that is worth hiding; the rest goes to
  /// what the heading is known to have hidden.
  static let everywhereShare = 0.25

  private static func hidden(_ reference: ReferenceData, _ everywhere: [Candidate]) -> [Int: [Candidate]] {
    var named: [Int: [MaterialID: Double]] = [:]
    for disguise in reference.disguises {
      for subheading in disguise.subheadings {
        for slug in disguise.materials {
          guard let id = reference.material(slug: slug) else { continue }
          named[subheading, default: [:]][id, default: 0] += 1
        }
      }
    }
    return named.mapValues { materials in
      let own = normalized(materials.map { Candidate(material: $0.key, weight: $0.value) })
      var sum: [MaterialID: Double] = [:]
      for candidate in own { sum[candidate.material, default: 0] += (1 - everywhereShare) * candidate.weight }
      for candidate in everywhere {
        sum[candidate.material, default: 0] += everywhereShare * candidate.weight
      }
      return sum.map { Candidate(material: $0.key, weight: $0.value) }.sorted { $0.material < $1.material }
    }
  }

  private static func rightful(_ reference: ReferenceData) -> [Int: [Candidate]] {
    var found: [Int: [Candidate]] = [:]
    for material in reference.materials {
      let weight: Double =
        switch material.scope {
        case .named: 1
        case .mixed: 0.4
        case .basket: 0.1
        }
      for subheading in material.subheadings {
        found[subheading, default: []].append(Candidate(material: material.id, weight: weight))
      }
    }
    // A heading that names materials holds them; a basket holds mostly other goods.
    return found.mapValues { candidates in
      let share = min(0.9, candidates.map(\.weight).max().map { $0 >= 1 ? 0.9 : $0 >= 0.4 ? 0.5 : 0.03 } ?? 0)
      return normalized(candidates).map { Candidate(material: $0.material, weight: $0.weight * share) }
    }
  }

  /// Three in ten declarations on an unknown line of a heading that names materials hold one of them, half of that where it
  /// names them among others.
  private static func rightfulByHeading(_ reference: ReferenceData) -> [Int: [Candidate]] {
    var found: [Int: [MaterialID: Double]] = [:]
    for material in reference.materials where material.scope != .basket {
      for heading in Set(material.subheadings.map { $0 / 100 }) {
        found[heading, default: [:]][material.id] = material.scope == .named ? 1 : 0.5
      }
    }
    return found.mapValues { materials in
      let sum = materials.keys.sorted().reduce(0) { $0 + (materials[$1] ?? 0) }
      let share = 0.3 * (materials.values.max() ?? 0) / sum
      return materials.sorted { $0.key < $1.key }
        .map { Candidate(material: $0.key, weight: share * $0.value) }
    }
  }

  /// What goods most likely are, with every piece of evidence.
  /// - Parameter past: when and how the parties declared a mineral before, in words, for the evidence; asked by the bit of
  ///   the mineral in `PartyHistory`.
  public func identify(_ input: IdentityInput, past: PartyPast = PartyPast()) -> Identity {
    var weighing = Weighing(self, input)
    weighing.run()
    let candidates = weighing.candidates()
    return Identity(
      candidates: candidates, none: weighing.none, evidence: explain(input, weighing, candidates, past))
  }

  /// The materials above the floor, likeliest first, without evidence in words.
  public func candidates(_ input: IdentityInput) -> [Identity.Candidate] {
    var weighing = Weighing(self, input)
    if weighing.isPlain, input.reading.claims.isEmpty { return [] }
    weighing.run()
    return weighing.candidates()
  }

  /// The likeliest material that the papers do not name, without words; for items by the million.
  public func topCandidate(_ input: IdentityInput) -> CompactIdentity {
    var weighing = Weighing(self, input)
    if !weighing.isPlain { weighing.run() }
    return weighing.compact()
  }
}

/// The small result: what the papers do not name and is most likely, and how likely the goods are other than declared.
public struct CompactIdentity: Sendable, Hashable {
  /// The likeliest material that the papers do not name, where one is above the floor.
  public var material: MaterialID?
  public var probability: Double
  /// The probability that the goods are a material that neither papers nor heading name.
  public var hidden: Double
  /// The probability that the goods are none of the materials.
  public var none: Double

  public init(material: MaterialID?, probability: Double, hidden: Double, none: Double) {
    self.material = material
    self.probability = probability
    self.hidden = hidden
    self.none = none
  }
}
