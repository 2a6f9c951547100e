// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// How surely goods under a commodity code are one mineral.
public enum CodePurity: String, Hashable, Sendable, CaseIterable {
  /// The code names one mineral.
  case exact
  /// One mineral of the reference travels here, beside other goods.
  case dominant
  /// Several minerals share the code: it is never reported as one of them.
  case basket
  /// No mineral of the reference travels here.
  case unknown
}

/// A mineral that goods under a code could be.
public struct CodeMineral: Hashable, Sendable {
  public var slug: String
  public var name: String
  /// Mass of the element in one mass of the goods, 0 to 1; the highest of its materials under the code.
  public var metalFraction: Double?
  /// Published prices in USD per kilogram of its materials under the code, lowest and highest; nothing when unknown.
  public var price: ClosedRange<Double>?
}

/// What a commodity code tells of the minerals under it.
public struct CodeIdentity: Hashable, Sendable {
  public var code: CommodityCode
  public var purity: CodePurity
  public var minerals: [CodeMineral]

  /// How far a customs unit value may stand from a published price, as a factor.
  static let priceTolerance = 1.6

  /// Reads the reference for a code; prices are those published for the year before and after a period, or all known.
  public init(
    _ code: CommodityCode, reference: ReferenceData, period: FlowPeriod? = nil,
    facts: FlowReference = .embedded
  ) {
    self.code = code
    var bySlug: [String: CodeMineral] = [:]
    var scopes: Set<HeadingScope> = []
    for id in reference.materials(underSubheading: code.subheading) {
      let material = reference[id]
      let mineral = reference.mineral(of: id)
      scopes.insert(material.scope)
      var entry = bySlug[mineral.slug] ?? CodeMineral(slug: mineral.slug, name: mineral.name)
      if let fraction = material.metalMassFraction {
        entry.metalFraction = max(entry.metalFraction ?? 0, fraction)
      }
      let near = material.prices.filter { band in
        guard let period else { return true }
        return Month(of: band.first).distance(to: period.last) > -12
          && period.first.distance(to: Month(of: band.last)) > -12
      }
      for band in near.isEmpty ? material.prices : near {
        let low = min(band.lower, entry.price?.lowerBound ?? band.lower)
        let high = max(band.upper, entry.price?.upperBound ?? band.upper)
        entry.price = low...max(low, high)
      }
      bySlug[mineral.slug] = entry
    }
    minerals = bySlug.values.sorted { $0.slug < $1.slug }
    // A national code can name one mineral of a shared subheading.
    let named = (7...10).reversed().lazy.compactMap { facts.nationalCodes[String(code.digits.prefix($0))] }
      .first
    if let named, let only = minerals.first(where: { $0.slug == named }) {
      minerals = [only]
      purity = .exact
    } else if minerals.isEmpty {
      purity = .unknown
    } else if minerals.count > 1 || scopes.contains(.basket) {
      purity = minerals.count == 1 && !scopes.contains(.basket) ? .dominant : .basket
    } else {
      purity = scopes == [.named] ? .exact : .dominant
    }
  }

  /// The mineral that the code can be reported as, or nothing for a basket.
  public var mineral: CodeMineral? { purity == .exact || purity == .dominant ? minerals.first : nil }

  /// The minerals whose published prices a unit value fits, nearest first; empty when none does.
  public func minerals(atUnitValue usdPerKilogram: Double) -> [CodeMineral] {
    minerals.filter { mineral in
      guard let price = mineral.price else { return false }
      return usdPerKilogram >= price.lowerBound / Self.priceTolerance
        && usdPerKilogram <= price.upperBound * Self.priceTolerance
    }.sorted { a, b in
      let x = Self.distance(usdPerKilogram, a.price)
      let y = Self.distance(usdPerKilogram, b.price)
      return (x, a.slug) < (y, b.slug)
    }
  }

  private static func distance(_ value: Double, _ price: ClosedRange<Double>?) -> Double {
    guard let price, price.lowerBound > 0, value > 0 else { return .infinity }
    return abs(Mathematics.log(value / (price.lowerBound * price.upperBound).squareRoot()))
  }

  /// What may be said of goods under the code at a unit value, in one sentence.
  public func statement(unitValue: Double?) -> String {
    switch purity {
    case .exact: return "The code names \(minerals[0].name)."
    case .dominant: return "The code holds \(minerals[0].name) beside other goods."
    case .unknown: return "No mineral of the reference travels under this code."
    case .basket:
      let all = minerals.map(\.name).joined(separator: ", ")
      guard let unitValue else {
        return "The code is shared by \(all); without a unit value nothing tells which."
      }
      let figure = BreakTable.decimal(unitValue, places: unitValue < 10 ? 2 : 0)
      let fits = minerals(atUnitValue: unitValue)
      let open = minerals.filter { $0.price == nil }.map(\.name)
      let rest =
        open.isEmpty ? "" : " No price is known for \(open.joined(separator: ", ")), so it is not excluded."
      guard !fits.isEmpty else {
        return
          "The code is shared by \(all); \(figure) USD/kg fits no published price of them: a mixture or another good."
          + rest
      }
      return
        "The code is shared by \(all); \(figure) USD/kg fits \(fits.map(\.name).joined(separator: " or "))."
        + rest
    }
  }
}
