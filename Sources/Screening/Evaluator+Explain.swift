// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import Licensing
import ReferenceData
import TradeModel

/// What an assessment says in words, without the evidence on identity: enough for a line of a table.
public struct AssessmentBrief: Sendable, Hashable {
  public var headline: String
  public var remedies: [String]
  /// Parties that may be on a list on the day of the declaration.
  public var listed: [ListedParty]
}

extension Evaluator {
  /// The same evaluation in words: full determinations, evidence, indicators, remedies.
  func explain(
    _ row: Int, _ evaluation: Evaluation, settlement: LicenceSettlement, hits: [FileHit]
  ) -> Assessment {
    let text = evaluation.text
    let declared = determination(row, text, endUser: endUse(row), material: nil)
    let hypotheses = hypotheses(row, evaluation)
    let findings = findings(evaluation, hits)
    let facts = ground.identityFacts(row, text)
    let past = PartyPast { [learned, table] in
      learned.past(of: table.party(.exporter, at: row), mineral: $0, before: facts.day)
    } consignee: { [learned, table] in
      learned.past(of: table.party(.consignee, at: row), mineral: $0, before: facts.day)
    }
    return Assessment(
      row: row, item: table.item(at: row), reading: text.reading, declared: declared,
      identity: screener.model.identify(facts, past: past), hypotheses: hypotheses, licence: settlement,
      indicators: findings,
      score: evaluation.score, lane: evaluation.lane, certainty: evaluation.certainty,
      remedies: Wording.remedies(
        declared: declared, hypotheses: hypotheses, licence: settlement, listed: evaluation.listed),
      headline: Wording.headline(
        declared: declared, hypotheses: hypotheses, licence: settlement, indicators: findings),
      listed: evaluation.listed)
  }

  /// The words for a line of a table.
  func brief(
    _ row: Int, _ evaluation: Evaluation, settlement: LicenceSettlement, hits: [FileHit]
  ) -> AssessmentBrief {
    let declared = determination(row, evaluation.text, endUser: endUse(row), material: nil)
    let hypotheses = hypotheses(row, evaluation)
    return AssessmentBrief(
      headline: Wording.headline(
        declared: declared, hypotheses: hypotheses, licence: settlement,
        indicators: findings(evaluation, hits)),
      remedies: Wording.remedies(
        declared: declared, hypotheses: hypotheses, licence: settlement, listed: evaluation.listed),
      listed: evaluation.listed)
  }

  private func hypotheses(_ row: Int, _ evaluation: Evaluation) -> [Assessment.Hypothesis] {
    let endUser = endUse(row)
    var hypotheses: [Assessment.Hypothesis] = []
    for hypothesis in evaluation.hypotheses {
      let material = screener.reference[hypothesis.material]
      hypotheses.append(
        Assessment.Hypothesis(
          material: hypothesis.material, slug: material.slug, name: material.name,
          probability: hypothesis.probability,
          determination: determination(row, evaluation.text, endUser: endUser, material: hypothesis.material),
          isStricter: hypothesis.isStricter, isCovered: hypothesis.isCovered))
    }
    return hypotheses
  }

  private func findings(_ evaluation: Evaluation, _ hits: [FileHit]) -> [IndicatorFinding] {
    IndicatorCatalogue.items.enumerated().compactMap { position, indicator in
      evaluation.fired >> UInt64(position) & 1 == 1 ? indicator.finding(evaluation.context) : nil
    }
      + hits.map { hit in
        IndicatorFinding(
          IndicatorCatalogue.acrossDefinitions[hit.indicator], strength: hit.strength,
          statement: hit.statement.text, fields: hit.statement.fields, tested: hit.statement.tested)
      }
  }
}
