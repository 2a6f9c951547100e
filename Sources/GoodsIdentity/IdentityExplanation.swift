// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

extension IdentityModel {
  /// The evidence in words for the likeliest materials, strongest first.
  func explain(
    _ input: IdentityInput, _ weighing: Weighing, _ candidates: [Identity.Candidate], _ past: PartyPast
  ) -> [IdentityEvidence] {
    var evidence: [IdentityEvidence] = []
    for claim in input.reading.claims {
      let name = reference[claim.material].name
      switch claim.basis {
      case .named where counts(.words):
        evidence.append(
          IdentityEvidence(
            .words, material: claim.material, logOdds: 3.5, statement: "the text names \(name)"))
      case .composed where counts(.composition):
        evidence.append(
          IdentityEvidence(
            .composition, material: claim.material, logOdds: 3,
            statement: "the stated composition is that of \(name)"))
      case .coded where counts(.code):
        evidence.append(
          IdentityEvidence(
            .code, material: claim.material, logOdds: 2, statement: "the code names \(name) alone"))
      default: break
      }
    }
    for candidate in candidates.prefix(3) {
      guard let hypothesis = weighing.hypotheses.first(where: { $0.material == candidate.material }) else {
        continue
      }
      if hypothesis.standing == .hidden { evidence += hidden(input, weighing, candidate.material) }
      evidence += price(input, weighing, candidate.material)
      evidence += context(input, weighing, candidate.material, past)
    }
    return evidence.filter { abs($0.logOdds) > 0.05 }
  }

  private func hidden(
    _ input: IdentityInput, _ weighing: Weighing, _ material: MaterialID
  ) -> [IdentityEvidence] {
    var evidence: [IdentityEvidence] = []
    let slug = reference[material].slug
    if counts(.code), let code = input.code {
      let odds = Numerics.logarithm(parameters.disguiseRate / parameters.hiddenRate)
      for disguise in reference.disguises
      where disguise.subheadings.contains(code.subheading) && disguise.materials.contains(slug) {
        evidence.append(
          IdentityEvidence(
            .code, material: material, logOdds: odds,
            statement: "\(reference[material].name) has been declared as \(disguise.declaredAs)"
              + (disguise.confidence < .reported ? " (not confirmed)" : "")))
      }
    }
    if counts(.words), !input.reading.isSpecific {
      evidence.append(
        IdentityEvidence(
          .words, material: material,
          logOdds: Numerics.logarithm(parameters.vagueFactor / parameters.specificFactor),
          statement: "the words name no particular goods"))
    }
    if weighing.packingOdds > 1 {
      var parts: [String] = []
      if input.mode.flies {
        parts.append("carried by \(input.mode.name)")
      }
      if let mass = input.netKilograms, mass < 500 { parts.append("\(Self.figure(mass)) kg only") }
      if input.packing == .sealed || input.packing == .drum || input.packing == .bottle {
        parts.append("packed in \(input.packing == .sealed ? "sealed packages" : "\(input.packing)s")")
      }
      if !parts.isEmpty {
        evidence.append(
          IdentityEvidence(
            .packing, material: material, logOdds: Numerics.logarithm(weighing.packingOdds),
            statement: parts.joined(separator: ", ") + ", unusual for goods of this heading"))
      }
    }
    return evidence
  }

  private func price(
    _ input: IdentityInput, _ weighing: Weighing, _ material: MaterialID
  ) -> [IdentityEvidence] {
    guard counts(.price), let price = input.pricePerKilogram, let logPrice = weighing.logPrice,
      let span = prices.span(of: material, on: input.day, fromChina: weighing.fromChina),
      let density = prices.density(
        of: logPrice, material: material, on: input.day, fromChina: weighing.fromChina)
    else { return [] }
    let share = parameters.honestPriceShare
    let odds = Numerics.logarithm(
      (share * density + (1 - share) * weighing.declaredDensity) / max(weighing.declaredDensity, 1e-12))
    var statement = "\(Self.figure(price)) USD/kg lies "
    statement += span.contains(price) ? "within" : price < span.lowerBound ? "below" : "above"
    statement +=
      " \(Self.figure(span.lowerBound)) to \(Self.figure(span.upperBound)) USD/kg of \(reference[material].name)"
    if let learned = weighing.learned {
      let usual = Numerics.exponential(learned.center)
      statement += " and is \(Self.figure(price / usual)) times the median of the code in this file"
    } else if let heading = weighing.heading, price > heading.upper {
      statement +=
        " and is \(Self.figure(price / heading.upper)) times the upper end of the declared heading's "
        + "\(Self.figure(heading.lower)) to \(Self.figure(heading.upper)) USD/kg"
    }
    return [IdentityEvidence(.price, material: material, logOdds: odds, statement: statement)]
  }

  private func context(
    _ input: IdentityInput, _ weighing: Weighing, _ material: MaterialID, _ past: PartyPast
  ) -> [IdentityEvidence] {
    guard counts(.context) else { return [] }
    let bit = PartyHistory.bit(material, reference)
    let mineral = reference.mineral(of: material).name
    var evidence: [IdentityEvidence] = []
    if input.history.exporterMinerals & bit != 0 {
      evidence.append(
        IdentityEvidence(
          .context, material: material, logOdds: Numerics.logarithm(5),
          statement: "the exporter declared \(mineral) before"
            + (past.exporter(bit).map { ", \($0)" } ?? "")))
    }
    if input.history.consigneeMinerals & bit != 0 {
      evidence.append(
        IdentityEvidence(
          .context, material: material, logOdds: Numerics.logarithm(4),
          statement: "the consignee received \(mineral) before"
            + (past.consignee(bit).map { ", \($0)" } ?? "")))
    }
    return evidence
  }

  /// Three significant figures without an exponent.
  public static func figure(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return "0" }
    var unit = 1.0
    while value / unit >= 1000 { unit *= 10 }
    while value / unit < 100, unit > 1e-4 { unit /= 10 }
    let rounded = (value / unit).rounded() * unit
    if unit >= 1 { return String(Int(rounded)) }
    var text = ExactDecimal(rounding: rounded)?.description ?? "\(rounded)"
    if text.hasSuffix(".0") { text.removeLast(2) }
    return text
  }
}
