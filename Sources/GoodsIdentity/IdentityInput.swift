// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// What is known of a goods item beside its words, for the question what it really is. Absent facts are absent evidence.
public struct IdentityInput: Sendable {
  public var reading: GoodsReading
  public var code: CommodityCode?
  /// What the code alone says, where the caller keeps it; it must be that of `code`.
  public var codeFacts: CodeFacts?
  /// Statistical value per kilogram of net mass in US dollars of the day.
  public var pricePerKilogram: Double?
  /// The band of such prices learned from the file at hand; without one the model's own price book is asked.
  public var learned: PriceBook.Band?
  public var day: Day
  public var netKilograms: Double?
  public var packageCount: Int?
  public var packing: Packing
  public var mode: TransportMode
  public var exportCountry: CountryCode
  public var origin: CountryCode?
  public var destination: CountryCode?
  public var history: PartyHistory

  public init(
    reading: GoodsReading, code: CommodityCode?, day: Day, pricePerKilogram: Double? = nil,
    learned: PriceBook.Band? = nil, netKilograms: Double? = nil, packageCount: Int? = nil,
    packing: Packing = .unknown,
    mode: TransportMode = .unknown, exportCountry: CountryCode = .china, origin: CountryCode? = nil,
    destination: CountryCode? = nil, history: PartyHistory = PartyHistory()
  ) {
    self.reading = reading
    self.code = code
    self.day = day
    self.pricePerKilogram = pricePerKilogram
    self.learned = learned
    self.netKilograms = netKilograms
    self.packageCount = packageCount
    self.packing = packing
    self.mode = mode
    self.exportCountry = exportCountry
    self.origin = origin
    self.destination = destination
    self.history = history
  }
}

/// Minerals that the parties declared before, each as a set of positions in `ReferenceData.minerals` (bit by position).
public struct PartyHistory: Sendable, Hashable {
  public var exporterMinerals: UInt64
  public var consigneeMinerals: UInt64

  public init(exporterMinerals: UInt64 = 0, consigneeMinerals: UInt64 = 0) {
    self.exporterMinerals = exporterMinerals
    self.consigneeMinerals = consigneeMinerals
  }

  /// The bit of a material's mineral.
  public static func bit(_ material: MaterialID, _ reference: ReferenceData) -> UInt64 {
    let mineral = reference[material].mineral
    return mineral < 64 ? 1 << UInt64(mineral) : 0
  }
}

/// What the parties declared before, in words for evidence ("under 280530 since 2025-03-02"); asked by the bit of a mineral.
public struct PartyPast {
  public var exporter: (_ mineral: UInt64) -> String?
  public var consignee: (_ mineral: UInt64) -> String?

  public init(
    exporter: @escaping (UInt64) -> String? = { _ in nil },
    consignee: @escaping (UInt64) -> String? = { _ in nil }
  ) {
    self.exporter = exporter
    self.consignee = consignee
  }
}

/// How goods are packed, as far as it tells dear powders and metals from bulk goods.
public enum Packing: UInt8, Sendable, Hashable, CaseIterable {
  case unknown, drum, bottle, sealed, bag, box, pallet, bulk, container, other

  /// Reads the kind of package from its code (UN/ECE Recommendation 21) or usual name in English or Chinese.
  public init(kind: String?) {
    guard let kind, !kind.isEmpty else {
      self = .unknown
      return
    }
    let text = kind.prefix(64).lowercased()
    func has(_ words: [String]) -> Bool { words.contains { text.contains($0) } }
    if has(["argon", "vacuum", "sealed", "ampoule", "氩", "真空", "密封"]) {
      self = .sealed
    } else if text == "dr" || text == "1a" || has(["drum", "barrel", "桶"]) {
      self = .drum
    } else if text == "bo" || has(["bottle", "flask", "jar", "瓶", "罐", "cylinder"])
      || text == "can" || text == "cans" || text == "tin" || text == "tins"
    {
      self = .bottle
    } else if text == "bg" || has(["bag", "sack", "袋", "包"]) {
      self = .bag
    } else if text == "cn" || has(["container", "fcl", "集装箱"]) {
      self = .container
    } else if text == "px" || has(["pallet", "托盘", "skid"]) {
      self = .pallet
    } else if text == "vr" || has(["bulk", "散"]) {
      self = .bulk
    } else if text == "ct" || text == "bx" || text == "cs"
      || has(["carton", "box", "case", "crate", "parcel", "箱", "盒"])
    {
      self = .box
    } else {
      self = .other
    }
  }
}
