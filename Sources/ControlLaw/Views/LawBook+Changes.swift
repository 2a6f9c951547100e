// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// What changed in the law between two days, for one instrument and one change of state.
public struct LawChange: Sendable, Hashable {
  public var instrument: Instrument
  public var controls: [ControlID]
  /// The state before and after, in words ("not in force", "in force", "suspended", "unverified").
  public var before: String
  public var after: String
  /// The identifier of the instrument that made the change.
  public var by: String
}

extension LawBook {
  /// The state of a control on a day in words.
  public func stateName(of id: ControlID, on day: Day, knownOn: Day) -> String {
    let force = control(id).force.force(on: day, knownOn: knownOn)
    if let current = force.current { return current.state.name }
    if let coming = force.coming { return "published, in force from \(coming)" }
    return force.isKnown ? "not in force" : "not known"
  }

  /// What changed between two days, each as known on that day; grouped by instrument, oldest first.
  public func changes(from first: Day, to second: Day) -> [LawChange] {
    var changes: [LawChange] = []
    for id in controlIDs {
      let before = stateName(of: id, on: first, knownOn: first)
      let after = stateName(of: id, on: second, knownOn: second)
      if before == after { continue }
      let instrument = instrument(of: id)
      let by = control(id).force.force(on: second, knownOn: second).current?.by ?? instrument.id
      if let index = changes.firstIndex(where: {
        $0.instrument.id == instrument.id && $0.before == before && $0.after == after && $0.by == by
      }) {
        changes[index].controls.append(id)
      } else {
        changes.append(
          LawChange(instrument: instrument, controls: [id], before: before, after: after, by: by))
      }
    }
    return changes
  }

  /// Whom a control concerns, in words: its destinations, users, or everybody.
  public func audience(of id: ControlID) -> String {
    var words: [String] = []
    for part in control(id).condition.parts {
      switch part {
      case .destination(let countries):
        words.append("to \(countries.map(\.description).joined(separator: ", "))")
      case .endUser(let states): words.append("end user \(states.map(\.words).joined(separator: " or "))")
      case .origin(let countries):
        words.append("of origin \(countries.map(\.description).joined(separator: ", "))")
      default: break
      }
    }
    return words.isEmpty ? "all destinations" : Self.unique(words).joined(separator: ", ")
  }

  /// Controls that speak of a mineral: by its name, or by a material of it.
  public func controls(onMineral mineral: String) -> [ControlID] {
    controlIDs.filter { id in
      let control = control(id)
      return control.minerals.contains(mineral) || control.scope?.minerals.contains(mineral) == true
        || control.condition.positiveMaterials.contains { $0 == mineral || $0.hasPrefix(mineral + "/") }
    }
  }
}
