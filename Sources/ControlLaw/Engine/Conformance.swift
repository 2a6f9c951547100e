// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// How one worked example came out.
public struct ConformanceResult: Sendable, Hashable {
  /// The control beside which the example stands; nothing for checks of the whole law.
  public var control: ControlID?
  public var example: Example
  /// What went wrong, in words; nothing when the example holds.
  public var failure: String?
  public var location: SourceLocation

  public var holds: Bool { failure == nil }
}

extension LawBook {
  /// The question that an example asks.
  public func question(of example: Example) -> LawQuestion {
    let reading = GoodsReading(
      claims: example.claims.flatMap(vocabulary.materials).map { MaterialClaim($0, .named) },
      composition: example.composition, compositionIsWhole: example.compositionIsWhole,
      purity: example.purity,
      properties: example.properties, isSpecific: example.isSpecific)
    var question = LawQuestion(
      commodityCode: example.code, reading: reading, validOn: example.day, knownOn: example.knownOn,
      exportCountry: example.exportCountry, origin: example.origin, destination: example.destination,
      endUser: example.endUser, netMass: example.netMass)
    question.windows = example.window.map { [$0] } ?? []
    question.originValueShare = example.originValueShare
    question.quotaBalance = example.quotaBalance
    question.exporterListed = example.exporterListed
    question.procedure = example.procedure
    question.technology = example.technology
    question.facts = example.facts
    return question
  }

  /// Runs every example that stands beside a rule, and the checks of the whole law.
  public func conformance() -> [ConformanceResult] {
    var results: [ConformanceResult] = []
    for id in controlIDs {
      let control = control(id)
      for example in control.examples {
        results.append(
          ConformanceResult(
            control: id, example: example, failure: failure(of: example, control: id),
            location: SourceLocation(file: instrument(of: id).file, line: example.line)))
      }
    }
    for check in tables.checks {
      results.append(
        ConformanceResult(
          control: nil, example: check, failure: failure(of: check, control: nil),
          location: SourceLocation(file: "checks.yaml", line: check.line)))
    }
    return results
  }

  private func failure(of example: Example, control id: ControlID?) -> String? {
    let question = question(of: example)
    let answer = determine(question)
    let small = compact(question)
    if small.outcome != answer.outcome {
      return "the fast answer is \(small.outcome.name), the explained one \(answer.outcome.name)"
    }
    if let id {
      let control = control(id)
      let instrument = instrument(of: id).id
      let found =
        answer.findings.first { $0.instrument == instrument && $0.item == control.item }?.outcome
        ?? .notControlled
      if found != example.expect {
        return "expected \(example.expect.name), the item says \(found.name)"
      }
    } else if answer.outcome != example.expect {
      return "expected \(example.expect.name), the law says \(answer.outcome.name)"
    }
    if let overall = example.overall, overall != answer.outcome {
      return "expected \(overall.name) overall, the law says \(answer.outcome.name)"
    }
    let said = answer.findings.flatMap { finding in
      finding.matched + finding.misses + finding.questions + finding.notes
        + [finding.citation, finding.itemDescription, finding.controlCode ?? ""]
    }
    for words in example.says where !said.contains(where: { $0.contains(words) }) {
      return "the answer does not say '\(words)'"
    }
    return nil
  }
}
