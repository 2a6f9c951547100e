// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// What is known of a party that is looked for: several names, numbers, countries and dates are allowed.
public struct PartyProfile: Sendable, Hashable {
  public var names: [String]
  public var kind: PartyKind
  public var identifiers: [PartyIdentifier]
  public var countries: [CountryCode]
  public var addresses: [String]
  /// Dates of birth or of founding, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
  public var birthDates: [String]

  public init(
    names: [String], kind: PartyKind = .unknown, identifiers: [PartyIdentifier] = [],
    countries: [CountryCode] = [], addresses: [String] = [], birthDates: [String] = []
  ) {
    self.names = names
    self.kind = kind
    self.identifiers = identifiers
    self.countries = countries
    self.addresses = addresses
    self.birthDates = birthDates
  }

  public init(_ party: Party, kind: PartyKind = .unknown) {
    self.init(
      names: [party.name].compactMap(\.self), kind: kind,
      identifiers: party.identifier.flatMap { PartyIdentifier($0) }.map { [$0] } ?? [],
      countries: [party.country].compactMap(\.self), addresses: [party.address].compactMap(\.self))
  }
}

/// One thing that speaks for or against a match, for people and for the wire.
public struct MatchFeature: Sendable, Hashable {
  /// What is compared; the names are those of the wire formats.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case name = "name_match"
    case identifier = "identifier_match"
    case identifierConflict = "identifier_conflict"
    case country = "country_match"
    case countryMismatch = "country_mismatch"
    case address = "address_match"
    case birthDate = "birth_date_match"
    case birthDateMismatch = "birth_date_mismatch"
    case weakAlias = "weak_alias"

    /// What the feature means, in one sentence.
    public var meaning: String {
      switch self {
      case .name: "Calibrated probability that the two names are of one party."
      case .identifier: "A registration number, USCC, LEI, IMO or other number is the same."
      case .identifierConflict: "Both have a number of the same kind, and the numbers differ."
      case .country: "Both name the same country."
      case .countryMismatch: "Both name countries, and none in common."
      case .address: "Both give the same address."
      case .birthDate: "Dates of birth or founding agree as far as both are stated."
      case .birthDateMismatch: "Dates of birth or founding contradict one another."
      case .weakAlias: "The name found is marked as a weak alias by the source."
      }
    }

    /// What the feature adds to the log-odds of a match; stated, not fitted. The name and an equal identifier speak for
    /// themselves.
    public var logOdds: Double {
      switch self {
      case .name, .identifier: 0
      case .identifierConflict: -4
      case .country: 0.4
      case .countryMismatch: -0.8
      case .address: 1.0
      case .birthDate: 1.0
      case .birthDateMismatch: -2.5
      case .weakAlias: -0.7
      }
    }
  }

  public var kind: Kind
  /// For the name its probability, 1 for an equal identifier, else the log-odds added.
  public var score: Double
  /// In words.
  public var detail: String
  /// The values compared.
  public var query: String?
  public var candidate: String?
}
