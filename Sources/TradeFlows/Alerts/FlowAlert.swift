// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// A lane whose flow changed at a control and is not explained: a lead.
public struct FlowAlert: Hashable, Sendable {
  public var event: ControlEvent
  public var identity: CodeIdentity
  public var lane: LaneSeries
  /// The break nearest to the control, when one was found within a month of it.
  public var breakMonth: Month?
  /// Kilograms since the control above (or below, when negative) what the year before it would give, with a 95 % band.
  public var kilograms: Double
  public var band: ClosedRange<Double>
  /// Change of the monthly level in logarithms.
  public var level: Double
  public var p: Double
  /// Share of false alarms among alerts as strong as this one (Benjamini and Yekutieli).
  public var q: Double
  public var explanations: [Explanation]

  /// Share of false alarms by Benjamini and Hochberg, which holds for independent tests.
  public var qIndependent = 1.0
  /// Standardised change of the mean.
  public var statistic = 0.0
  /// Share of pooled placebos (uncontrolled codes, other months) at least as large, and how many there were; nothing
  /// without any.
  public var placeboP: Double?
  public var placebos = 0
  /// The chance of so great a statistic anywhere in the family, by permuted blocks of months; nothing where the lanes
  /// cannot be permuted together.
  public var familyP: Double?
  /// Kilograms from the announcement to the entry into force above what the year before would give, with its p-value.
  public var rush: Rush?
  /// Declarations of the lane, where a file of them was given.
  public var shipments: [AlertShipment] = []

  /// What moved between announcement and entry into force.
  public struct Rush: Hashable, Sendable {
    public var kilograms: Double
    public var p: Double
  }

  /// Why nothing is reported on the lane, when so; nothing for an alert.
  public var silence: String?

  public var isAlert: Bool {
    silence == nil && q < 0.05 && !explanations.contains { $0.verdict == .explains }
  }

  /// The alert in words: what was measured, and nothing more.
  public var words: String {
    let name = identity.mineral?.name ?? "goods"
    let way = kilograms < 0 ? "below" : "above"
    let reporter = (lane.byImporter ? lane.importer : lane.exporter).place
    var text =
      "\(name), \(lane.exporter.place) to \(lane.importer.place), code \(lane.code): \(Figure.tonnes(abs(kilograms))) t "
      + "\(way) what the twelve months before \(event.effective) would give (95 % band \(Figure.tonnes(band.lowerBound)) to "
      + "\(Figure.tonnes(band.upperBound)) t), by the \(lane.byImporter ? "import" : "export") statistics of \(reporter)."
    if let breakMonth { text += " The course changed in \(breakMonth)." }
    if let rush, rush.p < 0.05, let announced = event.announced {
      text +=
        " From the announcement in \(announced) to the entry into force \(Figure.tonnes(abs(rush.kilograms))) t "
        + (rush.kilograms > 0 ? "more" : "less") + " than usual moved."
    }
    if !shipments.isEmpty {
      text += " The file given holds \(Figure.count(shipments.count, "declaration")) of this lane."
    }
    text += " Unexplained so far; not shown to be unlawful."
    return text
  }
}

/// A declaration on the lane of an alert: who shipped what, for the analyst who looks into it.
public struct AlertShipment: Hashable, Sendable {
  public var declaration: String
  public var day: String
  public var exporter: String
  public var consignee: String
  public var code: String
  public var kilograms: Double?

  public init(
    declaration: String, day: String, exporter: String, consignee: String, code: String, kilograms: Double?
  ) {
    self.declaration = declaration
    self.day = day
    self.exporter = exporter
    self.consignee = consignee
    self.code = code
    self.kilograms = kilograms
  }
}
