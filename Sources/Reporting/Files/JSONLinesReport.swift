// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Licensing
import Parties
import Ranking
import ReferenceData
import Screening
import TradeModel

/// The whole assessment of every item, one JSON object a line; the schema is docs/output.md.
enum JSONLinesReport {
  static func rows(
    _ rows: Range<Int>, of result: ScreeningResult, explain: Explainer
  ) -> [UInt8] {
    var writer = JSONWriter()
    let reference = result.reference
    for row in rows {
      write(explain.assessment(at: row), materialSlug: { reference[$0].slug }, to: &writer)
      writer.endLine()
    }
    return writer.bytes
  }

  static func write(
    _ assessment: Assessment, materialSlug: (MaterialID) -> String?, to writer: inout JSONWriter
  ) {
    let item = assessment.item
    writer.object { writer in
      writer.key("item")
      writer.object { writer in
        writer.member("file", item.source.file)
        writer.key("line")
        writer.value(item.source.line)
        writer.member("declaration_id", item.declarationID)
        if let number = item.itemNumber {
          writer.key("item_number")
          writer.value(number)
        }
        writer.member("date", item.day.description)
        writer.member("destination", item.destination.description)
        writer.member("origin", item.origin?.description)
        writer.member("commodity_code", item.commodityCode?.digits)
        writer.member("goods_description", item.goodsDescription)
        writer.member("composition", item.compositionText)
        writer.member("net_mass_kg", item.netMass?.exactKilograms.description)
      }
      writer.member("lane", assessment.lane.name)
      writer.key("score")
      writer.value(assessment.score, places: 4)
      writer.key("expected_illegality")
      writer.value(assessment.expectedIllegality, places: 4)
      if let contrast = assessment.contrast {
        writer.key("contrast")
        writer.value(contrast)
      }
      writer.key("certainty")
      writer.value(assessment.certainty, places: 2)
      writer.member("finding", assessment.headline)
      writer.key("declared")
      write(assessment.declared, to: &writer)
      writer.key("identity")
      identity(assessment, materialSlug, to: &writer)
      writer.key("hypotheses")
      writer.array { writer in
        for hypothesis in assessment.hypotheses { write(hypothesis, to: &writer) }
      }
      writer.key("licence")
      write(assessment.licence, to: &writer)
      writer.key("indicators")
      writer.array { writer in
        for indicator in assessment.indicators { write(indicator, to: &writer) }
      }
      writer.key("listed_parties")
      writer.array { writer in
        for party in assessment.listed { write(party, to: &writer) }
      }
      writer.member("to_do", assessment.remedies)
    }
  }

  private static func write(_ determination: Determination, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("outcome", determination.outcome.name)
      writer.key("controls")
      writer.array { writer in
        for finding in determination.findings {
          writer.object { writer in
            writer.member("outcome", finding.outcome.name)
            writer.member("instrument", finding.instrument)
            writer.member("citation", finding.citation)
            writer.member("item", finding.item)
            writer.member("control_code", finding.controlCode)
            writer.member("article", finding.article)
            writer.member("text", finding.itemDescription)
            writer.member("version", finding.version.description)
            writer.member("confidence", finding.confidence.rawValue)
            writer.member("sources", finding.sources)
            writer.member("matched", finding.matched)
            writer.member("misses", finding.misses)
            writer.member("questions", finding.questions)
            writer.member("notes", finding.notes)
          }
        }
      }
    }
  }

  private static func identity(
    _ assessment: Assessment, _ slug: (MaterialID) -> String?, to writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.key("candidates")
      writer.array { writer in
        for candidate in assessment.identity.candidates {
          writer.object { writer in
            writer.member("material", slug(candidate.material))
            writer.key("probability")
            writer.value(candidate.probability, places: 4)
          }
        }
      }
      writer.key("none")
      writer.value(assessment.identity.none, places: 4)
      writer.key("evidence")
      writer.array { writer in
        for evidence in assessment.identity.evidence {
          writer.object { writer in
            writer.member("kind", evidence.kind.name)
            writer.member("material", evidence.material.flatMap(slug))
            writer.key("log_odds")
            writer.value(evidence.logOdds, places: 3)
            writer.member("statement", evidence.statement)
          }
        }
      }
    }
  }

  private static func write(_ hypothesis: Assessment.Hypothesis, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("material", hypothesis.slug)
      writer.member("name", hypothesis.name)
      writer.key("probability")
      writer.value(hypothesis.probability, places: 4)
      writer.key("law_is_stricter")
      writer.value(hypothesis.isStricter)
      writer.key("covered_by_licence")
      writer.value(hypothesis.isCovered)
      writer.key("determination")
      write(hypothesis.determination, to: &writer)
    }
  }

  private static func write(_ licence: LicenceSettlement, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("state", licence.state.name)
      writer.key("draws")
      writer.array { writer in
        for draw in licence.draws {
          writer.object { writer in
            writer.member("licence", draw.licence)
            writer.member("quantity", draw.quantity?.description)
            writer.member("unit", draw.unit.code)
            writer.member("balance", draw.balance?.description)
          }
        }
      }
      writer.key("rejections")
      writer.array { writer in
        for rejection in licence.rejections {
          writer.object { writer in
            writer.member("licence", rejection.licence)
            writer.member("reasons", rejection.reasons.map(\.explanation))
          }
        }
      }
      writer.member("fitting_but_not_cited", licence.fitting)
    }
  }

  private static func write(_ party: ListedParty, to writer: inout JSONWriter) {
    let hit = party.hit
    writer.object { writer in
      writer.member("role", party.role)
      writer.member("list", hit.list)
      writer.member("list_title", hit.listTitle)
      writer.member("list_version", hit.listVersion)
      writer.member("jurisdiction", hit.jurisdiction)
      writer.member("entry", hit.entryID)
      writer.member("name_on_list", hit.matchedName)
      writer.member("effect", hit.effect.rawValue)
      writer.member("program", hit.program)
      writer.member("listed_from", hit.listedFrom?.description)
      writer.member("listed_until", hit.listedUntil?.description)
      writer.key("probability")
      writer.value(hit.probability, places: 4)
      writer.key("rank")
      writer.value(hit.rank, places: 2)
      writer.key("likely")
      writer.value(hit.isLikely)
      writer.member("evidence", hit.explanation)
      writer.member("reference", hit.reference)
    }
  }

  private static func write(_ indicator: IndicatorFinding, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", indicator.definition.id)
      writer.member("title", indicator.definition.title)
      writer.member("typology", indicator.definition.typology)
      writer.key("strength")
      writer.value(indicator.strength, places: 3)
      writer.member("statement", indicator.statement)
      writer.member("fields", indicator.fields)
      writer.member("innocent_explanations", indicator.definition.innocentExplanations)
      writer.member("tested", indicator.tested)
      writer.member("source", indicator.definition.source)
    }
  }
}
