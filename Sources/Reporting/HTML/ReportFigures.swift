// SPDX-License-Identifier: Apache-2.0

public import Ranking
public import TradeModel

/// How many items of one day went to one lane.
public struct DayCount: Sendable, Hashable {
  public var day: Day
  public var lane: Lane
  /// 0 or more.
  public var count: Int

  public init(_ day: Day, _ lane: Lane, _ count: Int) {
    self.day = day
    self.lane = lane
    self.count = count
  }
}

/// The unit price and net mass of one item, a mark on a chart.
public struct PricePoint: Sendable, Hashable {
  /// Net mass in kilograms, above 0.
  public var netKilograms: Double
  /// Statistical value in US dollars a kilogram of net mass, above 0.
  public var dollarsPerKilogram: Double
  public var lane: Lane
  /// `Assessment.row` of the item, to link the mark with the item in the list.
  public var row: Int?

  public init(netKilograms: Double, dollarsPerKilogram: Double, lane: Lane, row: Int? = nil) {
    self.netKilograms = netKilograms
    self.dollarsPerKilogram = dollarsPerKilogram
    self.lane = lane
    self.row = row
  }
}

/// How many items to one destination went to one lane.
public struct DestinationCount: Sendable, Hashable {
  public var country: CountryCode
  /// The country's name for people; the code stands in when there is none.
  public var name: String?
  public var lane: Lane
  /// 0 or more.
  public var count: Int

  public init(_ country: CountryCode, name: String? = nil, _ lane: Lane, _ count: Int) {
    self.country = country
    self.name = name
    self.lane = lane
    self.count = count
  }
}
