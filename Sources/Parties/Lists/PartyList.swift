// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// What being on a list means.
public enum ListEffect: String, Sendable, Hashable, CaseIterable {
  /// Exports of dual-use items to the party are prohibited (China's control list; denied persons; entity lists).
  case controlList = "control list"
  /// Exports to the party meet stricter examination; no general licence (China's watch list).
  case watchList = "watch list"
  /// China's unreliable entity list: trade with China is prohibited or limited.
  case unreliableEntity = "unreliable entity list"
  /// Assets are frozen or dealings prohibited.
  case sanctions = "sanctions"
  /// A stated bond with listed parties or a military end user, without a prohibition of its own.
  case concern = "of concern"
  case other = "other"
}

/// A number that names a party in some register.
public struct PartyIdentifier: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case uscc, lei, imo, mmsi, registration, tax, passport, national, other

    /// Kinds that lists use for one another: a register's number may be called any of these.
    var isGeneral: Bool {
      switch self {
      case .uscc, .registration, .tax, .national, .other: true
      case .lei, .imo, .mmsi, .passport: false
      }
    }
  }
  public var kind: Kind
  /// Letters and digits only, capitals.
  public var value: String

  public init?(_ text: String, kind: Kind = .other) {
    var value = ""
    for byte in text.utf8.prefix(64) {
      switch byte {
      case 0x30...0x39, 0x41...0x5A: value.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x61...0x7A: value.unicodeScalars.append(Unicode.Scalar(byte - 0x20))
      default: break
      }
    }
    guard value.utf8.count >= 4 else { return nil }
    self.value = value
    if kind == .other {
      let bytes = Array(value.utf8)
      self.kind =
        IdentifierCheck.isUSCC(bytes)
        ? .uscc
        : IdentifierCheck.isLEI(bytes)
          ? .lei
          : value.hasPrefix("IMO") && IdentifierCheck.isIMO(Array(bytes.dropFirst(3))) ? .imo : .other
    } else {
      self.kind = kind
    }
    if self.kind == .imo, self.value.hasPrefix("IMO") { self.value = String(self.value.dropFirst(3)) }
  }
}

/// Check digits of the identifiers that have them.
public enum IdentifierCheck {
  /// China's unified social credit code, GB 32100-2015: 18 signs, the last a check sign modulo 31.
  public static func isUSCC(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 18 else { return false }
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    var sum = 0
    var weight = 1
    for byte in bytes.prefix(17) {
      guard let value = alphabet.firstIndex(of: byte) else { return false }
      sum += value * weight
      weight = weight * 3 % 31
    }
    return alphabet[(31 - sum % 31) % 31] == bytes[17]
  }

  /// Legal entity identifier, ISO 17442: 20 signs, modulo 97 equal to 1 (ISO 7064).
  public static func isLEI(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 20 else { return false }
    var rest = 0
    for byte in bytes {
      switch byte {
      case 0x30...0x39: rest = (rest * 10 + Int(byte - 0x30)) % 97
      case 0x41...0x5A: rest = (rest * 100 + Int(byte - 0x41) + 10) % 97
      default: return false
      }
    }
    return rest == 1
  }

  /// Ship number of the International Maritime Organization: 7 digits, the last checks the others.
  public static func isIMO(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 7, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    var sum = 0
    for place in 0..<6 { sum += Int(bytes[place] & 15) * (7 - place) }
    return sum % 10 == Int(bytes[6] & 15)
  }
}

/// One party on a list, with when it was on it.
public struct ListEntry: Sendable, Hashable {
  public struct Name: Sendable, Hashable {
    public enum Strength: String, Sendable, Hashable { case primary, alias, weak, former }
    public var text: String
    public var strength: Strength
    public init(_ text: String, _ strength: Strength) {
      self.text = text
      self.strength = strength
    }
  }
  /// Unique within its list, and the same in the next edition when the source has numbers of its own.
  public var id: String
  public var kind: PartyKind
  public var names: [Name] = []
  public var identifiers: [PartyIdentifier] = []
  public var addresses: [String] = []
  public var countries: [CountryCode] = []
  public var from: Day?
  /// First day on which the party was no longer listed.
  public var until: Day?
  public var program: String?
  public var reference: String?
  public var effect: ListEffect
  /// FollowTheMoney schema as published, such as `Company`; nothing when the source does not say.
  public var schema: String?
  /// Risk topics as published, in FollowTheMoney's words.
  public var topics: [String] = []
  /// Everything else the source says, by FollowTheMoney property, such as `birthDate`.
  public var properties: [String: [String]] = [:]
  /// The identity of the party across lists, where the source has one.
  public var entityID: String?
  /// Other identities under which the source knew the party.
  public var referents: [String] = []
  /// When the source first and last saw the party and last changed it, as written there.
  public var firstSeen: String?
  public var lastSeen: String?
  public var lastChange: String?

  public init(id: String, kind: PartyKind, effect: ListEffect) {
    self.id = id
    self.kind = kind
    self.effect = effect
  }

  /// Whether the party was listed on a day; an unknown begin or end does not exclude.
  public func isListed(on day: Day) -> Bool {
    if let from, day < from { return false }
    if let until, day >= until { return false }
    return true
  }

  /// Adds a value of a property once; empty ones are left out.
  public mutating func add(_ value: String?, as property: String) {
    guard let value = value?.trimmed, !value.isEmpty else { return }
    if properties[property]?.contains(value) != true { properties[property, default: []].append(value) }
  }

  /// Adds a name once; empty ones are left out.
  public mutating func add(_ text: String?, _ strength: Name.Strength) {
    guard let text = text?.trimmed, !text.isEmpty, !names.contains(where: { $0.text == text }) else { return }
    names.append(Name(text, strength))
  }
}

/// A list of parties as published on a day.
public struct PartyList: Sendable {
  /// Short name, such as `cn-control`.
  public var id: String
  public var title: String
  public var publisher: String
  /// Whose list it is: a country code, `EU` or `UN`; nothing when it is not known.
  public var jurisdiction: String?
  /// What the source calls this edition, or the date of its newest entry.
  public var version: String
  /// Lower-case hexadecimal SHA-256 of the file read.
  public var sha256: String
  /// Rows or records of the file, read or not.
  public var rowCount: Int
  public var entries: [ListEntry]
  /// What could not be read, with the line; no values.
  public var problems: [String]

  public init(
    id: String, title: String, publisher: String, version: String, sha256: String, rowCount: Int,
    entries: [ListEntry],
    problems: [String] = [], jurisdiction: String? = nil
  ) {
    self.jurisdiction = jurisdiction
    (self.id, self.title, self.publisher, self.version) = (id, title, publisher, version)
    (self.sha256, self.rowCount, self.entries, self.problems) = (sha256, rowCount, entries, problems)
  }

  public var nameCount: Int { entries.reduce(0) { $0 + $1.names.count } }
}
