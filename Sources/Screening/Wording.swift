// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Indicators
import Licensing
import Parties
import TradeModel

/// The words of an assessment: its finding in one sentence, and what would make the export lawful or settle it.
///
/// Wording keeps to what was measured and to what the law asks for; it gives no way around a control.
enum Wording {
  /// The finding in one sentence for tables, without names or figures of trade.
  static func headline(
    declared: Determination, hypotheses: [Assessment.Hypothesis], licence: LicenceSettlement,
    indicators: [IndicatorFinding]
  ) -> String {
    if declared.outcome >= .licenceRequired {
      let control = declared.findings.first { $0.outcome == declared.outcome }
      let code = control?.controlCode.map { " (\($0))" } ?? ""
      switch declared.outcome {
      case .prohibited: return "prohibited as declared\(code)"
      case .presumptionOfDenial where licence.state != .covered:
        return "presumption of denial\(code), no licence"
      case .quotaExceeded: return "quota exceeded\(code)"
      default: break
      }
      switch licence.state {
      case .covered: break
      case .notCited: return "licence required\(code), none cited"
      case .unfit:
        let reasons = Set(licence.rejections.flatMap(\.reasons).map(\.name)).sorted().joined(separator: ", ")
        return "licence required\(code), the cited one does not cover: \(reasons)"
      case .notNeeded: return "licence required\(code)"
      }
    }
    if let hidden = hypotheses.first(where: { $0.isStricter && !$0.isCovered }), hidden.probability >= 0.2 {
      return
        "most likely \(hidden.name), \(percent(hidden.probability)): \(hidden.determination.outcome.name)"
    }
    if declared.outcome == .cannotDecide {
      let question = declared.findings.lazy.flatMap(\.questions).first
      return "cannot decide" + (question.map { ": \($0)" } ?? "")
    }
    if let strongest = indicators.max(by: { $0.strength < $1.strength }) { return strongest.definition.title }
    if declared.outcome >= .licenceRequired { return "controlled, covered by licence" }
    return "nothing found"
  }

  /// What would make the export lawful or settle what is open, most important first.
  static func remedies(
    declared: Determination, hypotheses: [Assessment.Hypothesis], licence: LicenceSettlement,
    listed: [ListedParty] = []
  ) -> [String] {
    var remedies: [String] = []
    for party in listed.prefix(3) {
      remedies.append(
        "Settle whether the \(party.role) is entry \(party.hit.entryID) of \(party.hit.listTitle): compare registration "
          + "number, address and persons; when it is another, record an exception with the reason.")
    }
    let needing = declared.findings.filter { $0.outcome >= .licenceRequired }
    if let prohibited = needing.first(where: { $0.outcome == .prohibited }) {
      remedies.append(
        "Do not export: \(prohibited.citation) prohibits it for this destination, end user or end use.")
    }
    if declared.outcome == .presumptionOfDenial || declared.outcome == .quotaExceeded,
      let finding = needing.first
    {
      remedies.append(
        "Only the authority can allow it (\(finding.citation)): a licence is refused in principle for these goods "
          + "and this destination.")
    }
    if !needing.isEmpty, licence.state == .notCited || licence.state == .unfit {
      if !licence.fitting.isEmpty {
        remedies.append("Cite licence \(licence.fitting.joined(separator: " or ")), which covers the goods.")
      }
      for rejection in licence.rejections {
        for reason in rejection.reasons {
          if let remedy = remedy(for: reason) { remedies.append("Licence \(rejection.licence): \(remedy)") }
        }
      }
      let codes = Set(needing.compactMap(\.controlCode)).sorted().joined(separator: ", ")
      let citations = Set(needing.map(\.citation)).sorted().joined(separator: "; ")
      if licence.fitting.isEmpty {
        remedies.append(
          "Obtain a dual-use export licence for \(codes.isEmpty ? "the goods" : codes) (\(citations)) and cite it."
        )
      }
    }
    for question in declared.findings.flatMap(\.questions) { remedies.append("Answer: \(question)") }
    for hypothesis in hypotheses where hypothesis.isStricter && !hypothesis.isCovered {
      let control = hypothesis.determination.findings.first
      let code = control?.controlCode.map { " (\($0))" } ?? ""
      remedies.append(
        "Show by a certificate of analysis that the goods are not \(hypothesis.name)\(code); if they are, the law "
          + "says: \(hypothesis.determination.outcome.name).")
    }
    var seen: Set<String> = []
    return remedies.filter { seen.insert($0).inserted }
  }

  private static func remedy(for reason: LicenceMisfit) -> String? {
    switch reason {
    case .unknownNumber: "check the number; no such licence is on file."
    case .otherHolder: "the exporter must be the holder; apply for an own licence."
    case .otherItem, .otherCommodityCode: "apply for a licence or an amendment that covers this item."
    case .otherCountry: "apply for an amendment that names this country."
    case .otherConsignee: "apply for an amendment that names this consignee."
    case .otherEndUser: "apply for an amendment that names this end user."
    case .notYetValid(let from): "export on or after \(from)."
    case .expired: "apply for a new licence; an expired one covers nothing."
    case .spent(let balance, _, let unit):
      "declare no more than the balance of \(balance) \(unit.code), or apply for a further quantity."
    case .quantityUnknown(let unit): "state the quantity in \(unit.code)."
    }
  }

  static func percent(_ probability: Double) -> String {
    let rounded = Int((probability * 100).rounded())
    return "\(min(max(rounded, probability > 0 ? 1 : 0), probability < 1 ? 99 : 100)) %"
  }
}
