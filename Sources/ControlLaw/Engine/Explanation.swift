// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Why a condition is met, open or missed, in words.
struct Explanation {
  var truth: Truth
  var matched: [String] = []
  var misses: [String] = []
  var questions: [String] = []
  /// Whether the goods are, or might be, of the kind the control speaks of, so that a miss is worth telling.
  var isNear = false
  /// Stated values on the free side of a limit.
  var nearMisses: [NearMiss] = []
}

extension LawBook {
  /// The truth of a control's condition with its reasons; the truth is that of the compiled table.
  func explain(_ position: UInt16, _ question: LawQuestion) -> Explanation {
    let control = tables.controls[Int(position)]
    let couldCarry = compiled[Int(position)].scope(question, isOverlay: control.scope != nil)
    return explain(
      control.condition, at: compiled[Int(position)].root, question, couldCarry: couldCarry,
      control: control, ask: nil)
  }

  /// - Parameter index: the node of the compiled table that the condition made.
  private func explain(
    _ condition: Condition, at index: Int32, _ question: LawQuestion, couldCarry: Bool, control: Control,
    ask: String?
  ) -> Explanation {
    switch condition {
    case .asking(let text, let child):
      return explain(child, at: index, question, couldCarry: couldCarry, control: control, ask: text)
    case .all(let children):
      let parts = zip(children, conditions.childIndexes(of: index)).map {
        explain($0, at: $1, question, couldCarry: couldCarry, control: control, ask: ask)
      }
      var result = Explanation(truth: parts.map(\.truth).reduce(.true) { $0 && $1 })
      let hasMaterialMiss = zip(children, parts).contains { child, part in
        part.truth == .false && !child.positiveMaterials.isEmpty && !part.isNear
      }
      result.isNear = !hasMaterialMiss && parts.contains(where: \.isNear)
      for part in parts {
        if part.truth == .true || result.truth == .unknown { result.matched += part.matched }
        if part.truth == .unknown { result.questions += part.questions }
        if part.truth == .false, result.isNear {
          result.misses += part.misses
          result.nearMisses += part.nearMisses
        }
      }
      return result
    case .any(let children):
      let parts = zip(children, conditions.childIndexes(of: index)).map {
        explain($0, at: $1, question, couldCarry: couldCarry, control: control, ask: ask)
      }
      var result = Explanation(truth: parts.map(\.truth).reduce(.false) { $0 || $1 })
      result.isNear = parts.contains(where: \.isNear)
      for part in parts {
        if part.truth == result.truth, result.truth != .false { result.matched += part.matched }
        if result.truth == .unknown, part.truth == .unknown { result.questions += part.questions }
        if result.truth != .true, part.truth == .false, part.isNear {
          result.misses += part.misses
          result.nearMisses += part.nearMisses
        }
      }
      return result
    case .not(let child):
      let inner = explain(
        child, at: conditions.nodes[Int(index)].first, question, couldCarry: couldCarry, control: control,
        ask: ask)
      var result = Explanation(truth: !inner.truth)
      switch inner.truth {
      case .true: result.misses = inner.matched.map { "excluded: \($0)" }
      case .unknown: result.questions = inner.questions
      case .false: break
      }
      return result
    case .stated(let child):
      var inner = explain(
        child, at: conditions.nodes[Int(index)].first, question, couldCarry: couldCarry, control: control,
        ask: ask)
      if inner.truth == .unknown { inner = Explanation(truth: .false) }
      return inner
    default:
      return leaf(condition, at: index, question, couldCarry: couldCarry, control: control, ask: ask)
    }
  }

  private func leaf(
    _ condition: Condition, at index: Int32, _ question: LawQuestion, couldCarry: Bool, control: Control,
    ask: String?
  ) -> Explanation {
    var result = Explanation(truth: conditions.truth(of: index, question, couldCarry: couldCarry))
    let reading = question.reading
    /// A measured value against a limit, in words.
    func measured(_ what: String, _ value: String?, _ limit: Limit, bounds: Bounds? = nil) {
      if result.truth == .false, let bounds, bounds.isExact {
        result.nearMisses = [
          NearMiss(quantity: "\(what), \(unit(limit))", value: bounds.lower, limit: limit.value)
        ]
      }
      switch result.truth {
      case .true: result.matched = ["\(what) \(value ?? "") meets the limit \(limit.text)"]
      case .false:
        result.misses = [
          "\(what) \(value ?? "not stated in a whole composition") is outside the limit \(limit.text)"
        ]
      case .unknown:
        let known = value.map { ": \($0) does not settle it" } ?? ""
        result.questions = [ask ?? "What is the \(what)? The limit is \(limit.text)\(known)."]
      }
    }
    func unit(_ limit: Limit) -> String {
      limit.text.split(separator: " ").dropFirst(2).joined(separator: " ")
    }
    func text(_ value: Bounds?, _ limit: Limit) -> String? { value.map { "\($0.words) \(unit(limit))" } }
    switch condition {
    case .material(let slugs), .mayBe(let slugs):
      result.isNear = result.truth != .false
      let set = Set(slugs.flatMap(vocabulary.materials))
      let claimed = reading.claims.filter { set.contains($0.material) }
      for claim in claimed {
        let name = vocabulary.name(of: claim.material)
        let matched =
          switch claim.basis {
          case .named: "the description names \(name)"
          case .composed: "the composition makes it \(name)"
          case .coded: "the commodity code names \(name)"
          case .supposed: "supposing the goods are \(name)"
          }
        result.matched.append(matched)
      }
      if result.truth == .unknown {
        if claimed.isEmpty {
          let code = question.commodityCode.map { "; code \($0) can carry it" } ?? ""
          result.questions = [
            ask ?? "Are the goods \(Self.summary(control))? The words do not say\(code)."
          ]
        } else {
          result.questions = [ask ?? "Are the goods, more closely, \(Self.summary(control))?"]
        }
      }
    case .share(let element, let limit), .statedShare(let element, let limit):
      let share = reading.share(of: element)
      measured("share of \(element.symbol)", text(share, limit), limit, bounds: share)
    case .purity(let limit): measured("purity", text(reading.purity, limit), limit, bounds: reading.purity)
    case .property(let property, let limit):
      measured(property.words, text(reading[property], limit), limit, bounds: reading[property])
    case .mass(let limit):
      measured("net mass", question.massThatCounts.map { "\($0.exactKilograms) kg" }, limit)
    case .massInWindow(let days, let limit):
      measured("mass within \(days) days", question.mass(within: days).map { "\($0.words) kg" }, limit)
    case .valueShare(let limit):
      measured("share of the value", text(question.originValueShare, limit), limit)
    case .destination(let countries):
      place("destination", question.destination, countries, &result)
    case .origin(let countries): place("origin", question.origin, countries, &result)
    case .exportedFrom(let countries):
      place("country of export", question.exportCountry, countries, &result)
    case .endUser(let states):
      let names = states.map(\.words).joined(separator: " or ")
      switch result.truth {
      case .true: result.matched = ["the end user is \(question.endUser.words)"]
      case .false: result.misses = ["the end user is \(question.endUser.words), not \(names)"]
      case .unknown: result.questions = [ask ?? "Is the end user or end use \(names)?"]
      }
    case .procedure(let names):
      if result.truth == .true { result.matched = ["procedure \(names.joined(separator: ", "))"] }
    case .technology(let names):
      result.isNear = result.truth == .true
      if result.truth == .true {
        result.matched = ["technology: \(names.map(MaterialVocabulary.plainName).joined(separator: ", "))"]
      }
    case .code(let codes):
      if result.truth == .true {
        result.matched = ["the commodity code is under \(codes.map(\.digits).joined(separator: ", "))"]
      }
      if result.truth == .unknown { result.questions = ["What is the commodity code?"] }
    case .exporterNotListed:
      if result.truth == .true { result.matched = ["the exporter is not on the list"] }
    case .overQuota:
      switch result.truth {
      case .true: result.matched = ["the goods are more than is left of the quota"]
      case .false: result.misses = ["the goods are within what is left of the quota"]
      case .unknown: result.questions = [ask ?? "What is left of the exporter's quota in this period?"]
      }
    case .fact(let name):
      let plain = MaterialVocabulary.plainName(name)
      switch result.truth {
      case .true: result.matched = ["stated: \(plain)"]
      case .false: result.misses = ["stated: not \(plain)"]
      case .unknown: result.questions = [ask ?? "Does this hold: \(plain)?"]
      }
    case .all, .any, .not, .asking, .stated: break
    }
    return result
  }

  private func place(
    _ what: String, _ country: CountryCode?, _ countries: [CountryCode], _ result: inout Explanation
  ) {
    switch result.truth {
    case .true: result.matched = ["the \(what) is \(country?.description ?? "")"]
    case .false: result.misses = []
    case .unknown:
      result.questions = [
        "What is the \(what)? \(countries.map(\.description).joined(separator: ", ")) would count."
      ]
    }
  }

  /// The control in a few words, for questions.
  static func summary(_ control: Control) -> String {
    let text = control.text.prefix { $0 != ";" && $0 != "(" && $0 != ":" }
    let short = text.utf8.count > 90 ? String(text.prefix(90)) + "…" : String(text)
    var trimmed = short
    while trimmed.last == " " { trimmed.removeLast() }
    return trimmed + (control.code.map { " (\($0))" } ?? "")
  }
}

extension LawBook.CompiledControl {
  func scope(_ question: LawQuestion, isOverlay: Bool) -> Bool { isOverlay ? false : couldCarry(question) }
}

extension EndUserStatus {
  /// The status in words.
  public var words: String {
    switch self {
    case .unknown: "unknown"
    case .civil: "civil"
    case .military: "military"
    case .onControlList: "on the control list"
    case .onWatchList: "on the watch list"
    }
  }
}

extension PhysicalProperty {
  /// The property in words, as the law files write it.
  public var words: String {
    switch self {
    case .density: "density"
    case .particleSize: "particle size"
    case .flexuralStrength: "flexural strength"
    case .tensileStrength: "tensile strength"
    case .elasticLimit: "elastic limit"
    case .elongation: "elongation"
    case .outsideDiameter: "outside diameter"
    case .insideDiameter: "inside diameter"
    case .wallThickness: "wall thickness"
    case .length: "length"
    case .width: "width"
    case .thickness: "thickness"
    case .volume: "volume"
    case .power: "power"
    case .pressure: "pressure"
    case .frequency: "frequency"
    case .magneticField: "magnetic field"
    case .temperature: "temperature"
    case .energyDensity: "energy density"
    case .capacity: "capacity"
    case .compactDensity: "compact density"
    case .transmittance: "transmittance"
    case .dislocationDensity: "dislocation density"
    case .enrichment: "enrichment"
    case .layers: "layers"
    }
  }
}

extension Bounds {
  /// The interval as people write it: `99.8`, `99.8 or more`, `below 0.5`, `1 to 2`.
  public var words: String {
    func text(_ value: Double) -> String {
      value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
    if isExact { return text(lower) }
    if upper >= 100, lower > 50 { return "\(includesLower ? "at least" : "over") \(text(lower))" }
    if lower <= 0 { return "\(includesUpper ? "at most" : "below") \(text(upper))" }
    if upper > 1e12 { return "\(includesLower ? "at least" : "over") \(text(lower))" }
    return "\(text(lower)) to \(text(upper))"
  }
}
