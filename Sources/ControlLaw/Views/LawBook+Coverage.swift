// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

extension Condition {
  /// What a limit limits, in words.
  public var quantity: String {
    switch self {
    case .share(let element, _), .statedShare(let element, _): "share of \(element.symbol)"
    case .purity: "purity"
    case .property(let property, _): property.words
    case .mass: "net mass"
    case .massInWindow(let days, _): "mass within \(days) days"
    case .valueShare: "share of the value"
    default: ""
    }
  }
}

extension LawBook {
  /// Texts without those seen before, in order.
  public static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// The page docs/law.md: what is covered with dates, what is not, how sure.
  public var coveragePage: String {
    var page = """
      <!-- Generated from the files under Law/ by assay-pack. Do not edit: edit the files and run it again. -->

      # The law in this version

      Law of \(version): \(tables.instruments.count) instruments, \(tables.controls.count) controls,
      \(tables.controls.map(\.examples.count).reduce(0, +) + tables.checks.count) worked examples,
      \(tables.sources.count) sources. This is no legal advice: every answer names its source and how sure it is, and a
      lawyer can check each one.

      Confidence: `confirmed` was read in the source named; `reported` comes from a secondary source; `inferred` is
      deduced from a confirmed one; `memory` is from the compiler's memory; `unverified` means that nobody has checked
      the state on that day. What rests on `unverified` is answered "cannot decide", never "not controlled".

      ## How sure

      | confidence | instruments | controls |
      | --- | --- | --- |

      """
    for confidence in Confidence.allCases.reversed() {
      let instruments = tables.instruments.count { $0.confidence == confidence }
      let controls = tables.controls.count { $0.confidence == confidence }
      page += "| \(confidence.rawValue) | \(instruments) | \(controls) |\n"
    }
    page += """

      ## What is decided, and how

      - A commodity code never decides alone: it makes an answer open, words make it firm.
      - An ordinary export licence (from memory) and state trading are shown as notes and do not raise the answer.
      - A composition that claims to be whole is taken at its word.
      - After a suspension has run out and nothing is known of its extension, the rule is unverified.
      - As known on a day, the answer takes no later publication into account.

      ## Days on which nobody has verified the state


      """
    for control in tables.controls {
      for event in control.force where event.state == .unverified {
        let line =
          "- \(tables.instruments[control.instrument].citation): from \(event.from). \(event.note ?? "")\n"
        if !page.contains(line) { page += line }
      }
    }
    for jurisdiction in jurisdictions.sorted() {
      page += "\n## Law of \(jurisdiction)\n"
      for (index, instrument) in tables.instruments.enumerated() where instrument.jurisdiction == jurisdiction
      {
        page += section(instrument, index)
      }
    }
    page += """

      ## Sources

      | key | source |
      | --- | --- |

      """
    for source in tables.sources {
      page += "| \(source.key) | \(Self.cell(source.text)) |\n"
    }
    return page
  }

  private func section(_ instrument: Instrument, _ index: Int) -> String {
    let controls = tables.controls.filter { $0.instrument == index }
    var text = "\n### \(instrument.citation)\n\n\(instrument.title)"
    if !instrument.titleLocal.isEmpty { text += " (\(instrument.titleLocal))" }
    text += "\n\n`\(instrument.id)`, published \(instrument.published), \(instrument.confidence.rawValue), "
    text += "reviewed \(instrument.reviewedOn)"
    text += instrument.reviewNext.map { ", next by \($0)" } ?? ""
    text += ". Sources: \(instrument.sources.joined(separator: ", ")). File: Law/\(instrument.file).\n"
    let states = Self.unique(
      controls.flatMap(\.force).map { event in
        "\(event.state.name) from \(event.from)" + (event.to.map { " to \($0)" } ?? "")
          + (event.by == instrument.id ? "" : " (by \(citation(event.by)))")
      })
    if !states.isEmpty { text += "\nForce: \(states.joined(separator: "; ")).\n" }
    if !instrument.notes.isEmpty { text += "\n" + instrument.notes.map { "- \($0)\n" }.joined() }
    if !controls.isEmpty {
      text += "\n| item | code | what | answer | limits | sure |\n| --- | --- | --- | --- | --- | --- |\n"
      for control in controls {
        let limits = Self.unique(
          control.condition.parts.compactMap { part in part.limit.map { "\(part.quantity) \($0.text)" } })
        text +=
          "| \(Self.cell(control.item)) | \(control.code ?? "") | \(Self.cell(control.text)) | "
          + "\(control.isNote ? "note only" : control.outcome.name) | \(Self.cell(limits.joined(separator: "; "))) | "
          + "\(min(control.confidence, instrument.confidence).rawValue) |\n"
      }
    }
    if !instrument.provisions.isEmpty {
      text += "\nProvisions that no determination computes:\n\n"
      for provision in instrument.provisions {
        let article = provision.article.map { "art. \($0): " } ?? ""
        text += "- \(article)\(provision.text) (\(provision.confidence.rawValue))\n"
      }
    }
    return text
  }

  private static func cell(_ text: String) -> String {
    String(text.map { $0 == "|" ? "/" : $0 == "\n" ? " " : $0 })
  }
}
