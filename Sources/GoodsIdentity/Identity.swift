// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// One piece of evidence on what goods are, as log-odds for a material, in words an analyst can check.
public struct IdentityEvidence: Sendable, Hashable {
  /// Where the evidence comes from; each kind can be switched off.
  public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    case code, words, composition, price, packing, context

    public var name: String {
      switch self {
      case .code: "commodity code"
      case .words: "words"
      case .composition: "composition"
      case .price: "price"
      case .packing: "packing"
      case .context: "context"
      }
    }
  }

  public var kind: Kind
  /// The material it speaks for or against; nothing when it speaks for "none of these".
  public var material: MaterialID?
  /// Natural logarithm of the odds it adds; negative speaks against.
  public var logOdds: Double
  /// The evidence in one clause ("412 USD/kg is 60 times the band of ferro-alloys").
  public var statement: String

  public init(_ kind: Kind, material: MaterialID?, logOdds: Double, statement: String) {
    self.kind = kind
    self.material = material
    self.logOdds = logOdds
    self.statement = statement
  }
}

/// What goods most likely are: a probability over the materials of the reference, and over none of them.
public struct Identity: Sendable, Hashable {
  public struct Candidate: Sendable, Hashable {
    public var material: MaterialID
    /// 0 to 1.
    public var probability: Double

    public init(_ material: MaterialID, probability: Double) {
      self.material = material
      self.probability = probability
    }
  }

  /// Materials above the model's floor, most likely first, then by material.
  public var candidates: [Candidate]
  /// The probability that the goods are none of the materials.
  public var none: Double
  public var evidence: [IdentityEvidence]

  public init(candidates: [Candidate], none: Double, evidence: [IdentityEvidence]) {
    self.candidates = candidates
    self.none = none
    self.evidence = evidence
  }
}
