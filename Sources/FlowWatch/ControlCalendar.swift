// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
import ReferenceData
public import TradeFlows
public import TradeModel

/// The law as events in time, as the flow engine asks for them.
public enum ControlCalendar {
  /// Controls of a jurisdiction that print a code or name its mineral, one event for each instrument and month.
  public static func events(
    for code: CommodityCode, jurisdiction: CountryCode, law: LawBook = .embedded
  ) -> [ControlEvent] {
    let identity = CodeIdentity(code, reference: .embedded)
    var found: [String: ControlEvent] = [:]
    for id in law.controlIDs {
      let control = law.control(id)
      let instrument = law.instrument(of: id)
      guard instrument.jurisdiction == jurisdiction, !control.isNote else { continue }
      let byCode = control.codes.contains { $0.code.subheading == code.subheading }
      let byMineral =
        identity.mineral.map { (control.minerals + (control.scope?.minerals ?? [])).contains($0.slug) }
        ?? false
      guard byCode || byMineral else { continue }
      for (index, force) in control.force.enumerated()
      where force.state == .inForce || force.state == .suspended {
        let month = Month(of: force.from)
        // A suspension ends what was in force, on the day before it begins.
        let suspended = control.force.filter { $0.state == .suspended && $0.from > force.from }.map(\.from)
          .min()
        let end = [force.to, suspended.map { $0.advanced(by: -1) }].compactMap(\.self).min()
        let key = "\(instrument.id) \(month) \(force.state.name)"
        let words = force.state == .suspended ? "suspended: " : ""
        found[key] = ControlEvent(
          id: key, title: words + instrument.citation,
          announced: index == 0
            ? Month(of: min(instrument.published, force.knownFrom)) : Month(of: force.knownFrom),
          effective: month, until: end.map { Month(of: $0) },
          isBan: found[key]?.isBan ?? false || force.state == .inForce && Self.forbids(control))
      }
    }
    return found.values.sorted { ($0.effective, $0.id) < ($1.effective, $1.id) }
  }

  /// Whether a control forbids, or licenses only against a presumption of denial.
  private static func forbids(_ control: Control) -> Bool {
    control.regime == .destination || control.regime == .ban || control.outcome == .prohibited
      || control.outcome == .presumptionOfDenial
  }
}
