// SPDX-License-Identifier: Apache-2.0

import PageMarkup
public import TradeModel

/// Everything found about one mineral and lane, as one page of HTML that needs nothing else.
public struct FlowReport: Sendable {
  public struct DrawnSeries: Sendable {
    public var title: String
    public var series: MonthlySeries
    public var breaks: [SeriesBreak]
    /// Months in which an alert says that the course changed at a control.
    public var atControls: [Month] = []
    /// Controls drawn in, in order of date.
    public var events: [ControlEvent]
    public init(title: String, series: MonthlySeries, breaks: [SeriesBreak], events: [ControlEvent]) {
      self.events = events
      self.title = title
      self.series = series
      self.breaks = breaks
    }
  }

  public var title: String
  public var origin: CountryCode
  public var destination: CountryCode
  public var sources: [String]
  public var identities: [CodeIdentity] = []
  public var gates: [FlowGate: Int] = [:]
  public var rows = 0
  public var gaps: [MirrorGap] = []
  public var relays: [(code: CommodityCode, relay: Relay)] = []
  public var alerts: [FlowAlert] = []
  public var series: [DrawnSeries] = []
  public var chains: ChainAnswer?
  public var arrivals: [ArrivalsUnderBan] = []
  public var facts: FlowReference

  public init(
    title: String, origin: CountryCode, destination: CountryCode, sources: [String], facts: FlowReference
  ) {
    self.title = title
    self.origin = origin
    self.destination = destination
    self.sources = sources
    self.facts = facts
  }

  public func html() -> String {
    let body =
      headSection + summarySection + mapSection + alertSection + arrivalSection + relaySection + chainSection
      + seriesSection + funnelSection + gapSection + identitySection + gateSection
    return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      + "content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">"
      + "<title>\(SafeText.escape(title))</title><style>\(Self.style)</style></head><body><main>\(body)</main></body></html>\n"
  }
}
