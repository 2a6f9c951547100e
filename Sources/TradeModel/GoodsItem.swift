// SPDX-License-Identifier: Apache-2.0

/// A party as named on a declaration; each field as received, absent when empty.
public struct Party: Hashable, Sendable {
  public var name: String?
  /// Registration number: USCC, customs code, tax or other identifier.
  public var identifier: String?
  public var address: String?
  public var country: CountryCode?

  public init(
    name: String? = nil, identifier: String? = nil, address: String? = nil, country: CountryCode? = nil
  ) {
    self.name = name
    self.identifier = identifier
    self.address = address
    self.country = country
  }

  public var isEmpty: Bool { name == nil && identifier == nil && address == nil && country == nil }
}

/// The part a party plays in a declaration (WCO Data Model).
public enum PartyRole: UInt8, Sendable, Hashable, CaseIterable {
  case exporter, consignee, declarant, notifyParty

  public var name: String {
    switch self {
    case .exporter: "exporter"
    case .consignee: "consignee"
    case .declarant: "declarant"
    case .notifyParty: "notify party"
    }
  }
}

/// How the goods leave (UN/ECE Recommendation 19).
public enum TransportMode: UInt8, Sendable, Hashable, CaseIterable {
  case unknown = 0, sea = 1, rail = 2, road = 3, air = 4, mail = 5, multimodal = 6, fixed = 7, inlandWater = 8
  /// Express courier or cross-border e-commerce parcel (Chinese procedures 9610, 9710 and like).
  case express = 9

  public var name: String {
    switch self {
    case .unknown: "unknown"
    case .sea: "sea"
    case .rail: "rail"
    case .road: "road"
    case .air: "air"
    case .mail: "mail"
    case .multimodal: "multimodal"
    case .fixed: "fixed"
    case .inlandWater: "inland water"
    case .express: "express"
    }
  }

  /// Whether the goods fly: by air, by mail or with a courier, as mail and parcels abroad mostly do.
  public var flies: Bool { self == .air || self == .mail || self == .express }

  /// Reads a code of Recommendation 19 or a usual name in English or Chinese.
  public init?(name: String) {
    switch name.lowercased().trimmed {
    case "", "0", "unknown": self = .unknown
    case "1", "10", "sea", "maritime", "ocean", "vessel", "ship", "海运", "水路运输", "水运", "江海运输": self = .sea
    case "2", "20", "rail", "train", "铁路", "铁路运输": self = .rail
    case "3", "30", "road", "truck", "公路", "公路运输", "汽车运输": self = .road
    case "4", "40", "air", "airfreight", "air freight", "空运", "航空", "航空运输": self = .air
    case "5", "50", "mail", "post", "postal", "邮件", "邮件运输", "邮寄": self = .mail
    case "6", "60", "multimodal", "多式联运": self = .multimodal
    case "7", "70", "fixed", "pipeline", "固定设施运输": self = .fixed
    case "8", "80", "inland water", "inland waterway", "barge", "内河运输": self = .inlandWater
    case "9", "90", "express", "courier", "parcel", "快件", "快递", "其他运输", "其他": self = .express
    default: return nil
    }
  }
}

/// One goods item of an export declaration, fully read. Only `day`, `destination` and a code or a description are sure.
public struct GoodsItem: Hashable, Sendable {
  /// Name of the file and line the item came from, 1-based.
  public var source: SourceLocation
  public var declarationID: String?
  public var itemNumber: Int?
  public var day: Day
  public var office: String?
  public var procedure: String?
  public var exporter: Party?
  public var consignee: Party?
  public var declarant: Party?
  public var notifyParty: Party?
  public var commodityCode: CommodityCode?
  public var goodsDescription: String?
  public var compositionText: String?
  public var origin: CountryCode?
  public var destination: CountryCode
  /// Countries, ports or places passed through, in order, as received.
  public var itinerary: String?
  public var mode: TransportMode
  public var packageCount: Int?
  public var packageKind: String?
  public var netMass: Mass?
  public var grossMass: Mass?
  public var quantity: ExactDecimal?
  public var quantityUnit: QuantityUnit?
  public var statisticalValue: Money?
  public var licenceNumbers: [String]
  public var endUse: String?
  public var endUser: String?

  public init(source: SourceLocation, day: Day, destination: CountryCode) {
    self.source = source
    self.day = day
    self.destination = destination
    mode = .unknown
    licenceNumbers = []
  }

  public subscript(role: PartyRole) -> Party? {
    switch role {
    case .exporter: exporter
    case .consignee: consignee
    case .declarant: declarant
    case .notifyParty: notifyParty
    }
  }
}

extension StringProtocol {
  /// The text without white space at its ends.
  package var trimmed: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return String(rest)
  }
}
