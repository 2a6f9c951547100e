// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// The innocent explanations of one gap, each with the test that was made of it.
struct GapTests {
  var pair: MirrorPair
  var kind: MirrorGap.Kind
  var kilograms: Double
  var identity: CodeIdentity
  var facts: FlowReference
  var orphansElsewhere: Double
  var excessElsewhere: Double
  var unplaced: (exporter: Double, importer: Double)

  func run() -> [Explanation] {
    [transit, coding, lag, weights, confidentiality, stock, capacity].compactMap { $0 }
  }

  private func tonnes(_ kilograms: Double) -> String {
    Figure.tonnes(kilograms) + " t"
  }

  private var transit: Explanation {
    switch kind {
    case .orphanExports:
      if let reason = facts.entrepots[pair.importer] {
        return Explanation(
          .transit, facts.documentedEntrepots.contains(pair.importer) ? .explains : .possible,
          "\(pair.importer.place) is an entrepot (\(reason)); other importers record \(tonnes(excessElsewhere)) more from "
            + "\(pair.exporter.place) than it reports to them.")
      }
      if excessElsewhere >= kilograms / 2 {
        return Explanation(
          .transit, .possible,
          "Other importers record \(tonnes(excessElsewhere)) more from \(pair.exporter.place) than it reports to them, so the "
            + "goods may have gone on.")
      }
      return Explanation(
        .transit, .excluded,
        "No other importer records goods of \(pair.exporter.place) that could be these (\(tonnes(excessElsewhere)) in excess)."
      )
    case .excessImports:
      if orphansElsewhere >= kilograms {
        return Explanation(
          .transit, .possible,
          "\(pair.exporter.place) reports \(tonnes(orphansElsewhere)) to places that do not record them; goods declared for "
            + "another place may have come here, as importers record origin.")
      }
      return Explanation(
        .transit, .excluded,
        "\(pair.exporter.place) reports only \(tonnes(orphansElsewhere)) to places that do not record them.")
    }
  }

  private var coding: Explanation {
    switch identity.purity {
    case .exact:
      return Explanation(
        .coding, .possible,
        identity.statement(unitValue: pair.unitValue)
          + " A sibling code may hold the other report; not seen here.")
    case .dominant, .basket, .unknown:
      return Explanation(
        .coding, identity.purity == .basket ? .explains : .possible,
        identity.statement(unitValue: pair.unitValue))
    }
  }

  private var lag: Explanation {
    if let quarter = pair.quarterGap {
      let signed = kind == .excessImports ? quarter : -quarter
      let set =
        pair.lag > 0 ? "The importer's report was set back by \(Figure.count(pair.lag, "month")). " : ""
      return signed < kilograms / 2
        ? Explanation(
          .lag, .explains,
          set + "Over the three months around it the gap is \(tonnes(signed)): goods counted a month apart.")
        : Explanation(
          .lag, .excluded, set + "Over the three months around it the gap is still \(tonnes(signed)).")
    }
    return pair.period.months == 12
      ? Explanation(
        .lag, .possible, "Goods at sea over the turn of the year: at most about a month of the flow.")
      : Explanation(.lag, .notTested, "One month alone cannot tell a lag; see the sum over three months.")
  }

  private var weights: Explanation {
    switch (pair.exportEstimated, pair.importEstimated) {
    case (false, false):
      return Explanation(.estimatedWeights, .excluded, "Neither report is marked or found as estimated.")
    default:
      return Explanation(
        .estimatedWeights, .possible,
        "The mass of \(pair.exportEstimated ? "the exporter" : "the importer") was estimated; the band is widened."
      )
    }
  }

  private var confidentiality: Explanation {
    let hidden = kind == .excessImports ? unplaced.exporter : unplaced.importer
    let who = (kind == .excessImports ? pair.exporter : pair.importer).place
    if hidden >= kilograms {
      return Explanation(
        .confidentiality, .explains, "\(who) leaves \(tonnes(hidden)) without a partner, more than the gap.")
    }
    return Explanation(
      .confidentiality, hidden > 0 ? .possible : .excluded,
      "\(who) leaves \(tonnes(hidden)) without a partner.")
  }

  private var stock: Explanation? {
    kind == .excessImports
      ? Explanation(
        .stock, .notTested,
        "Goods of this origin held in a third country since before a control show the same.")
      : nil
  }

  private var capacity: Explanation? { nil }
}
