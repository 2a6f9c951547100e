// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
public import TradeModel

/// Looks for what a compiler cannot refuse and a lawyer would: rules that cannot be reached, overlaps with different
/// answers, gaps in a timeline, codes that do not exist, facts past their review.
public struct LawLinter: Sendable {
  public var book: LawBook
  /// The Harmonized System; codes are looked up in the revision of the day from which a list prints them.
  public var nomenclature: Nomenclature
  /// The folder shown before file names.
  public var folder: String

  public init(book: LawBook, nomenclature: Nomenclature = Nomenclature([]), folder: String = "Law") {
    self.book = book
    self.nomenclature = nomenclature
    self.folder = folder
  }

  /// Everything found, by file and line. `today` decides what is past its review.
  public func lint(today: Day) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for slug in book.unresolvedMaterials {
      found.append(
        Diagnostic(
          .error, "unknown-material", "no material or mineral '\(slug)' in the reference data",
          at: SourceLocation(file: folder, line: 0)))
    }
    for instrument in book.tables.instruments { review(instrument, today, &found) }
    for id in book.controlIDs {
      unreachable(id, &found)
      gaps(id, &found)
      codes(id, &found)
    }
    overlaps(&found)
    return found.sorted { ($0.location, $0.code) < ($1.location, $1.code) }
  }

  private func place(_ id: ControlID) -> SourceLocation {
    SourceLocation(file: folder + "/" + book.instrument(of: id).file, line: book.control(id).line)
  }

  private func name(_ id: ControlID) -> String {
    let control = book.control(id)
    return control.isClause ? "clause '\(control.item)'" : "item '\(control.item)'"
  }

  private func review(_ instrument: Instrument, _ today: Day, _ found: inout [Diagnostic]) {
    guard let next = instrument.reviewNext, next < today else { return }
    found.append(
      Diagnostic(
        .warning, "review-due",
        "the facts were to be reviewed by \(next), last review \(instrument.reviewedOn)",
        at: SourceLocation(file: folder + "/" + instrument.file, line: 1),
        suggestion: "check for later acts, then set 'reviewed'"))
  }

  /// A rule that no goods, no day or no control can bring into play.
  private func unreachable(_ id: ControlID, _ found: inout [Diagnostic]) {
    let control = book.control(id)
    func report(_ message: String) {
      found.append(Diagnostic(.warning, "unreachable", "\(name(id)) \(message)", at: place(id)))
    }
    if !control.force.contains(where: { $0.state == .inForce || $0.state == .unverified }) {
      report("is never in force")
    }
    if let scope = control.scope {
      let covers = book.controlIDs.contains { other in
        let target = book.control(other)
        return target.scope == nil && !target.isNote && scope.regimes.contains(target.regime)
          && (scope.minerals.isEmpty || target.minerals.contains(where: scope.minerals.contains))
          && (scope.instruments.isEmpty || scope.instruments.contains(book.instrument(of: other).id))
      }
      if !covers { report("applies to no control") }
    } else if control.condition.positiveMaterials.isEmpty, control.condition.statedElements.isEmpty,
      !control.condition.parts.contains(where: { if case .technology = $0 { true } else { false } })
    {
      report("names no material, element or technology, so nothing brings it into play")
    }
    if contradicts(control.condition) { report("sets limits that no value can meet") }
  }

  /// Whether limits on one quantity, joined by "all", leave no value.
  private func contradicts(_ condition: Condition) -> Bool {
    switch condition {
    case .all(let parts):
      var ranges: [String: (low: Double, lowOpen: Bool, high: Double, highOpen: Bool)] = [:]
      for part in parts {
        guard let limit = part.limit else { continue }
        let key: String
        switch part {
        case .property(let property, _): key = property.rawValue
        case .share(let element, _), .statedShare(let element, _): key = "share \(element.symbol)"
        case .purity: key = "purity"
        case .mass: key = "mass"
        case .valueShare: key = "value share"
        default: continue
        }
        var range = ranges[key] ?? (-.infinity, false, .infinity, false)
        switch limit.comparison {
        case .greater where limit.value >= range.low: (range.low, range.lowOpen) = (limit.value, true)
        case .greaterOrEqual where limit.value > range.low: (range.low, range.lowOpen) = (limit.value, false)
        case .less where limit.value <= range.high: (range.high, range.highOpen) = (limit.value, true)
        case .lessOrEqual where limit.value < range.high: (range.high, range.highOpen) = (limit.value, false)
        default: break
        }
        ranges[key] = range
        if range.low > range.high || (range.low == range.high && (range.lowOpen || range.highOpen)) {
          return true
        }
      }
      return parts.contains(where: contradicts)
    case .any(let parts): return !parts.isEmpty && parts.allSatisfy(contradicts)
    case .asking(_, let part), .stated(let part): return contradicts(part)
    default: return false
    }
  }

  /// Days after the first on which nothing is stated of the rule's force, without its having ended.
  private func gaps(_ id: ControlID, _ found: inout [Diagnostic]) {
    let force = book.control(id).force
    let known = force.map(\.knownFrom).max() ?? Day(number: 0)
    for day in force.boundaries.dropFirst() {
      let state = force.force(on: day, knownOn: known)
      if state.current == nil, force.contains(where: { $0.from > day }) {
        found.append(
          Diagnostic(
            .warning, "timeline-gap", "\(name(id)): nothing states whether it is in force from \(day)",
            at: place(id), suggestion: "state it under 'force', as ended or unverified if nothing is known"))
      }
    }
    for event in force where event.to.map({ $0 < event.from }) == true {
      found.append(
        Diagnostic(.error, "date-order", "\(name(id)): a state ends before it begins", at: place(id)))
    }
  }

  /// Codes whose subheading the Harmonized System of the list's day does not hold.
  private func codes(_ id: ControlID, _ found: inout [Diagnostic]) {
    for printed in book.control(id).codes {
      guard let revision = nomenclature.revision(on: printed.from),
        !revision.subheadings.contains(printed.code.subheading)
      else { continue }
      found.append(
        Diagnostic(
          .warning, "code-unknown",
          "\(name(id)): subheading \(printed.code.digits.prefix(6)) of \(printed.code) is not in HS \(revision.year)",
          at: place(id), suggestion: "check the source; keep a misprint only with a note"))
    }
  }

  /// Rules of one country that the same goods meet by name alone and that answer differently on the same day.
  private func overlaps(_ found: inout [Diagnostic]) {
    var byMaterial: [String: [ControlID]] = [:]
    for id in book.controlIDs {
      let control = book.control(id)
      guard control.scope == nil, !control.isNote, control.regime != .extraterritorial else { continue }
      for material in Set(unconditional(control.condition)) { byMaterial[material, default: []].append(id) }
    }
    var reported: Set<[UInt16]> = []
    for (material, ids) in byMaterial.sorted(by: { $0.key < $1.key }) {
      for (index, a) in ids.enumerated() {
        for b in ids.dropFirst(index + 1) {
          let (first, second) = (book.control(a), book.control(b))
          guard book.instrument(of: a).jurisdiction == book.instrument(of: b).jurisdiction,
            first.outcome != second.outcome, meet(first.force, second.force),
            reported.insert([a.rawValue, b.rawValue]).inserted
          else { continue }
          found.append(
            Diagnostic(
              .warning, "overlap",
              "\(name(b)) says \(second.outcome.name) for \(material), where another rule says \(first.outcome.name)",
              at: place(b),
              notes: [Diagnostic(.note, "overlap", "the other rule is \(name(a))", at: place(a))]))
        }
      }
    }
  }

  /// Materials that meet a condition by their name alone.
  private func unconditional(_ condition: Condition) -> [String] {
    switch condition {
    case .material(let slugs): slugs
    case .asking(_, let part): unconditional(part)
    case .any(let parts): parts.flatMap(unconditional)
    case .all(let parts) where parts.count == 1: unconditional(parts[0])
    default: []
    }
  }

  private func meet(_ a: [ForceEvent], _ b: [ForceEvent]) -> Bool {
    let known = max(a.map(\.knownFrom).max() ?? Day(number: 0), b.map(\.knownFrom).max() ?? Day(number: 0))
    return (a.boundaries + b.boundaries).contains { day in
      a.force(on: day, knownOn: known).current?.state == .inForce
        && b.force(on: day, knownOn: known).current?.state == .inForce
    }
  }
}
