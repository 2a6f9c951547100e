// SPDX-License-Identifier: Apache-2.0

import Casework
import Workbench

/// Reads the assessment that was kept of a referred item into the model of its page.
struct ReferralReading {
  /// The assessment as one object of `--format jsonl`; null where none was kept.
  let whole: JSON
  let materials: (String) -> String

  init(_ full: [UInt8]?, materials: @escaping (String) -> String) {
    whole = full.flatMap { JSON(parsing: $0) } ?? .null
    self.materials = materials
  }

  func fill(_ page: inout ReferralPage) {
    page.certainty = whole["certainty"]?.double
    page.goods = whole["item"]?["goods_description"]?.text ?? ""
    let hypotheses = whole["hypotheses"]?.elements ?? []
    page.candidates = (whole["identity"]?["candidates"]?.elements ?? []).prefix(12).map { candidate in
      let slug = candidate["material"]?.text ?? ""
      let asked = hypotheses.first { $0["material"]?.text == slug }
      return .init(
        name: materials(slug), probability: candidate["probability"]?.double ?? 0,
        outcome: asked?["determination"]?["outcome"]?.text,
        isStricter: asked?["law_is_stricter"]?.flag ?? false,
        isCovered: asked?["covered_by_licence"]?.flag ?? false)
    }
    page.none = whole["identity"]?["none"]?.double
    page.evidence = (whole["identity"]?["evidence"]?.elements ?? []).map {
      .init(
        material: $0["material"]?.text.map(materials), kind: $0["kind"]?.text ?? "",
        statement: $0["statement"]?.text ?? "", logOdds: $0["log_odds"]?.double ?? 0)
    }
    if let declared = whole["declared"] {
      page.answers = [
        .init(
          material: nil, probability: nil, outcome: declared["outcome"]?.text ?? "",
          controls: controls(declared))
      ]
    }
    page.answers += hypotheses.map {
      .init(
        material: $0["name"]?.text ?? "", probability: $0["probability"]?.double,
        outcome: $0["determination"]?["outcome"]?.text ?? "", controls: controls($0["determination"] ?? .null)
      )
    }
    page.remedies = whole["to_do"]?.texts ?? []
    page.licence.lines = licenceLines(whole["licence"] ?? .null)
    page.signs = (whole["indicators"]?.elements ?? []).map {
      .init(
        title: $0["title"]?.text ?? "", statement: $0["statement"]?.text ?? "",
        strength: $0["strength"]?.double ?? 0, tested: $0["tested"]?.texts ?? [],
        explanations: $0["innocent_explanations"]?.texts ?? [], source: $0["source"]?.text ?? "")
    }
  }

  /// What lists say of the party in a role, in words.
  func hits(_ role: String) -> [String] {
    (whole["listed_parties"]?.elements ?? []).filter { $0["role"]?.text == role }.map { hit in
      let name = hit["name_on_list"]?.text ?? ""
      let list = hit["list_title"]?.text ?? hit["list"]?.text ?? ""
      let evidence = hit["evidence"]?.texts ?? hit["evidence"]?.text.map { [$0] } ?? []
      let words = evidence.isEmpty ? "" : ": " + evidence.joined(separator: "; ")
      return "May be \(name) on \(list) (\(hit["effect"]?.text ?? ""))\(words)"
    }
  }

  private func controls(_ determination: JSON) -> [ControlView] {
    (determination["controls"]?.elements ?? []).map {
      ControlView(
        outcome: $0["outcome"]?.text ?? "", citation: $0["citation"]?.text ?? "",
        code: $0["control_code"]?.text,
        wording: $0["text"]?.text ?? "", article: $0["article"]?.text, version: $0["version"]?.text ?? "",
        confidence: $0["confidence"]?.text ?? "", sources: $0["sources"]?.texts ?? [],
        matched: $0["matched"]?.texts ?? [], misses: $0["misses"]?.texts ?? [],
        questions: $0["questions"]?.texts ?? [], notes: $0["notes"]?.texts ?? [],
        instrument: $0["instrument"]?.text)
    }
  }

  private func licenceLines(_ licence: JSON) -> [String] {
    let draws = (licence["draws"]?.elements ?? []).map { draw in
      let quantity =
        draw["quantity"]?.text.map { "\($0) \(draw["unit"]?.text ?? "")" } ?? "no stated quantity"
      let left = draw["balance"]?.text.map { ", \($0) left" } ?? ""
      return "\(draw["licence"]?.text ?? "") covers it: \(quantity)\(left)"
    }
    let rejections = (licence["rejections"]?.elements ?? []).map {
      "\($0["licence"]?.text ?? "") does not fit: \(($0["reasons"]?.texts ?? []).joined(separator: "; "))"
    }
    let fitting = (licence["fitting_but_not_cited"]?.texts ?? []).map { "\($0) would fit, but is not cited" }
    return draws + rejections + fitting
  }
}

extension JSON {
  /// A number of either kind.
  var double: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// The texts of a list of texts.
  var texts: [String]? { elements?.compactMap(\.text) }
}
