// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import Licensing
import ReferenceData
import TradeModel

extension Evaluator {
  /// The same evaluation in words: full determinations, evidence, indicators, remedies.
  func explain(
    _ row: Int, _ evaluation: Evaluation, settlement: LicenceSettlement, hits: [FileHit]
  ) -> Assessment {
    let text = evaluation.text
    let endUser = learned.endUser(table, row)
    let declared = screener.law.determine(question(row, text, reading: text.reading, endUser: endUser))
    let hypotheses = evaluation.hypotheses.map { hypothesis in
      let material = screener.reference[hypothesis.material]
      let reading = screener.model.hypothesis(supposing: hypothesis.material, declared: text.reading)
      return Assessment.Hypothesis(
        material: hypothesis.material, slug: material.slug, name: material.name,
        probability: hypothesis.probability,
        determination: screener.law.determine(question(row, text, reading: reading, endUser: endUser)),
        isStricter: hypothesis.isStricter, isCovered: hypothesis.isCovered)
    }
    var findings = zip(IndicatorCatalogue.items, evaluation.strengths).compactMap { indicator, strength in
      strength > 0 ? indicator.finding(evaluation.context) : nil
    }
    findings += hits.map { hit in
      IndicatorFinding(
        IndicatorCatalogue.across[hit.indicator].definition, strength: hit.strength,
        statement: hit.statement.text, fields: hit.statement.fields, tested: hit.statement.tested)
    }
    let facts = screener.identityFacts(row: row, table: table, text: text, learned: learned)
    return Assessment(
      row: row, item: table.item(at: row), reading: text.reading, declared: declared,
      identity: screener.model.identify(facts), hypotheses: hypotheses, licence: settlement,
      indicators: findings,
      score: evaluation.score, lane: evaluation.lane, certainty: evaluation.certainty,
      remedies: Wording.remedies(declared: declared, hypotheses: hypotheses, licence: settlement),
      headline: Wording.headline(
        declared: declared, hypotheses: hypotheses, licence: settlement, indicators: findings))
  }
}
