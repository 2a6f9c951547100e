// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import TradeModel

extension Assessment {
  /// The expected illegality of the goods as materials the papers do not name: for each, the probability that they are it,
  /// times whether the law is stricter for it, times whether no licence covers it. From 0 to 1.
  ///
  /// A material on which the law itself cannot decide counts half, as in the score.
  public var expectedIllegality: Double {
    hypotheses.reduce(0) { $0 + $1.expectedIllegality }
  }

  /// Declared and inferred side by side in one sentence, where a likelier or stricter material stands beside the papers.
  ///
  ///     declared: ferro-alloy powder, not controlled. Likely (0.93): dysprosium metal, MOFCOM/GAC No. 18 of 2025,
  ///     1C905.a.1: licence required, because 412 USD/kg lies within …; packed in drums, unusual for …
  public var contrast: String? {
    guard let hypothesis = hypotheses.first(where: { $0.expectedIllegality > 0 }),
      hypothesis.probability >= 0.05
    else {
      return nil
    }
    let goods =
      item.goodsDescription.map { Self.short($0) } ?? item.commodityCode.map { "code \($0.digits)" }
      ?? "goods"
    var sentence =
      "declared: \(goods), \(declared.outcome.name). Likely (\(Self.hundredths(hypothesis.probability))): "
    sentence += hypothesis.name
    let control = hypothesis.determination.findings.first { $0.outcome == hypothesis.determination.outcome }
    if let control {
      sentence += ", \(control.citation)"
      if let code = control.controlCode ?? control.item { sentence += ", \(code)" }
    }
    sentence += ": \(hypothesis.determination.outcome.name)"
    let reasons = identity.evidence.filter { $0.material == hypothesis.material && $0.logOdds > 0.2 }
      .sorted { $0.logOdds != $1.logOdds ? $0.logOdds > $1.logOdds : $0.kind.rawValue < $1.kind.rawValue }
    if !reasons.isEmpty {
      sentence += ", because " + reasons.prefix(4).map(\.statement).joined(separator: "; ")
    }
    return sentence + "."
  }

  private static func short(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count <= 60 ? line : line.prefix(59) + "…"
  }

  private static func hundredths(_ probability: Double) -> String {
    let whole = min(99, max(1, Int((probability * 100).rounded())))
    return whole < 10 ? "0.0\(whole)" : "0.\(whole)"
  }
}

extension Assessment.Hypothesis {
  /// Probability times stricter times not licensed.
  public var expectedIllegality: Double {
    guard isStricter, !isCovered else { return 0 }
    return probability * (determination.outcome == .cannotDecide ? 0.5 : 1)
  }
}
