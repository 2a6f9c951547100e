// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A publisher of trade statistics with a data service.
public enum StatisticsPublisher: String, Sendable, Hashable, CaseIterable {
  case comtrade, census, eurostat, hmrc

  /// Where the service answers, unless another base is given.
  public var base: String {
    switch self {
    case .comtrade: "https://comtradeapi.un.org"
    case .census: "https://api.census.gov"
    case .eurostat: "https://ec.europa.eu"
    case .hmrc: "https://api.uktradeinfo.com"
    }
  }

  /// The variable of the environment that holds the key, where the service wants one.
  public var keyVariable: String? {
    switch self {
    case .comtrade: "COMTRADE_KEY"
    case .census: "CENSUS_KEY"
    case .eurostat, .hmrc: nil
    }
  }
}

/// What to fetch: codes over a span of months, as one or more requests that each have a stable name.
public struct StatisticsRequest: Sendable, Hashable {
  /// One request of the service. The key is kept apart so that it never stands in a name, a log or a cache.
  public struct Part: Sendable, Hashable {
    /// A name for the cache: letters, digits and hyphens.
    public var name: String
    /// Path and query without the key.
    public var path: String
    /// Whether the answer may go on in further pages.
    public var isPaged: Bool
  }

  public var publisher: StatisticsPublisher
  public var codes: [CommodityCode]
  /// First and last month as (year, month), in order.
  public var first: (year: Int, month: Int)
  public var last: (year: Int, month: Int)
  /// The reporting country as the service codes it (Comtrade M49 number, Eurostat two letters); all when empty.
  public var reporter: String

  public init(
    publisher: StatisticsPublisher, codes: [CommodityCode], first: (year: Int, month: Int),
    last: (year: Int, month: Int), reporter: String = ""
  ) {
    self.publisher = publisher
    self.codes = codes
    self.first = first
    self.last = last
    self.reporter = reporter
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.publisher == b.publisher && a.codes == b.codes && a.first == b.first && a.last == b.last
      && a.reporter == b.reporter
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(codes)
    hasher.combine(first.year)
  }

  private var months: [(year: Int, month: Int)] {
    var result: [(year: Int, month: Int)] = []
    var index = first.year * 12 + first.month - 1
    while index <= last.year * 12 + last.month - 1, result.count < 1200 {
      result.append((index / 12, index % 12 + 1))
      index += 1
    }
    return result
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The requests, in order. Comtrade takes at most twelve periods at once, Census one code and month range.
  public var parts: [Part] {
    let list = codes.map(\.digits)
    switch publisher {
    case .comtrade:
      return stride(from: 0, to: months.count, by: 12).map { start in
        let window = months[start..<min(months.count, start + 12)]
        let periods = window.map { "\($0.year)\(Self.padded($0.month))" }
        let area = reporter.isEmpty ? "" : "&reporterCode=\(reporter)"
        return Part(
          name:
            "comtrade-\(reporter.isEmpty ? "all" : reporter)-\(list.joined(separator: "-"))-\(periods[0])",
          path:
            "/data/v1/get/C/M/HS?cmdCode=\(list.joined(separator: ","))&period=\(periods.joined(separator: ","))"
            + "&flowCode=M,X,RX,RM&customsCode=C00&motCode=0&partner2Code=0&includeDesc=false\(area)",
          isPaged: false)
      }
    case .census:
      let from = "\(first.year)-\(Self.padded(first.month))"
      let to = "\(last.year)-\(Self.padded(last.month))"
      return list.map { code in
        Part(
          name: "census-\(code)-\(from)-\(to)",
          path: "/data/timeseries/intltrade/imports/hs?get=CTY_CODE,CTY_NAME,GEN_VAL_MO,GEN_QY1_MO,UNIT_QY1"
            + "&time=from+\(from)+to+\(to)&COMM_LVL=HS10&I_COMMODITY=\(code)", isPaged: false)
      }
    case .eurostat:
      let from = "\(first.year)-\(Self.padded(first.month))"
      let to = "\(last.year)-\(Self.padded(last.month))"
      return list.map { code in
        Part(
          name: "eurostat-\(reporter.isEmpty ? "all" : reporter)-\(code)-\(from)-\(to)",
          path: "/eurostat/api/comext/dissemination/sdmx/2.1/data/DS-045409/M.\(reporter)..\(code)..."
            + "?format=SDMX-CSV&startPeriod=\(from)&endPeriod=\(to)", isPaged: false)
      }
    case .hmrc:
      let from = "\(first.year)\(Self.padded(first.month))"
      let to = "\(last.year)\(Self.padded(last.month))"
      return list.map { code in
        Part(
          name: "hmrc-\(code)-\(from)-\(to)",
          path:
            "/OTS?$filter=MonthId%20ge%20\(from)%20and%20MonthId%20le%20\(to)%20and%20Commodity/Cn8Code%20eq%20'"
            + "\(code)'&$expand=Commodity,Country", isPaged: true)
      }
    }
  }

  /// The name of the header that carries the key, or of the query parameter.
  static func authorised(_ path: String, publisher: StatisticsPublisher, key: String?) -> (
    path: String, header: (String, String)?
  ) {
    guard let key, !key.isEmpty else { return (path, nil) }
    switch publisher {
    case .comtrade: return (path, ("Ocp-Apim-Subscription-Key", key))
    case .census: return (path + "&key=" + key, nil)
    case .eurostat, .hmrc: return (path, nil)
    }
  }
}
