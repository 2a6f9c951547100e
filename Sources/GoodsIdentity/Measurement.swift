// SPDX-License-Identifier: Apache-2.0

/// How well scores single out the rows that are true, on labelled data.
public struct RankingMeasure: Sendable {
  /// Scores in any order, and whether each row is a case.
  let scores: [Double]
  let isCase: [Bool]
  /// Rows by falling score; equal scores keep the order of rows.
  let order: [Int]
  public let cases: Int

  public init(scores: [Double], isCase: [Bool]) {
    precondition(scores.count == isCase.count, "one label a score")
    self.scores = scores
    self.isCase = isCase
    order = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
    cases = isCase.count { $0 }
  }

  /// Rows in a share of the top, at least one.
  public func top(_ share: Double) -> ArraySlice<Int> {
    order.prefix(max(1, Int((Double(order.count) * share).rounded())))
  }

  /// The part of the top share that are cases.
  public func precision(atTop share: Double) -> Double {
    let rows = top(share)
    return rows.isEmpty ? 0 : Double(rows.count { isCase[$0] }) / Double(rows.count)
  }

  /// The part of all cases that are in the top share.
  public func recall(atTop share: Double) -> Double {
    cases == 0 ? 0 : Double(top(share).count { isCase[$0] }) / Double(cases)
  }

  /// The part of the rows that are no cases in the top share: the other axis of the ROC curve.
  public func falsePositiveRate(atTop share: Double) -> Double {
    let others = isCase.count - cases
    return others == 0 ? 0 : Double(top(share).count { !isCase[$0] }) / Double(others)
  }

  public var count: Int { isCase.count }

  /// Area under the ROC curve: the chance that a case scores above another row, ties counted half.
  public var areaUnderCurve: Double {
    let others = isCase.count - cases
    guard cases > 0, others > 0 else { return 0.5 }
    var rankSum = 0.0
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      // Ranks count from the lowest score, 1.
      let middle = Double(order.count - start + order.count - end + 1) / 2
      rankSum += middle * Double(order[start..<end].count { isCase[$0] })
      start = end
    }
    return (rankSum - Double(cases) * Double(cases + 1) / 2) / (Double(cases) * Double(others))
  }
}

/// Whether probabilities come true as often as they say.
public struct Calibration: Sendable {
  public struct Bin: Sendable, Hashable {
    public var count: Int
    public var meanProbability: Double
    public var frequency: Double
  }

  /// Ten bins of equal width from 0 to 1.
  public let bins: [Bin]

  public init(probabilities: [Double], isTrue: [Bool]) {
    var sums = [(count: Int, sum: Double, hits: Int)](repeating: (0, 0, 0), count: 10)
    for (probability, hit) in zip(probabilities, isTrue) {
      let bin = min(9, max(0, Int(probability * 10)))
      sums[bin].count += 1
      sums[bin].sum += probability
      sums[bin].hits += hit ? 1 : 0
    }
    bins = sums.map { count, sum, hits in
      Bin(
        count: count, meanProbability: count == 0 ? 0 : sum / Double(count),
        frequency: count == 0 ? 0 : Double(hits) / Double(count))
    }
  }

  /// Expected calibration error: mean distance of probability and frequency, bins weighted by their rows.
  public var expectedError: Double {
    let total = bins.reduce(0) { $0 + $1.count }
    guard total > 0 else { return 0 }
    return bins.reduce(0) { $0 + Double($1.count) * abs($1.meanProbability - $1.frequency) } / Double(total)
  }

  /// A reliability diagram as a self-contained SVG picture.
  public var diagram: String {
    let size = 400.0
    let margin = 50.0
    func x(_ value: Double) -> Int { Int(margin + value * size) }
    func y(_ value: Double) -> Int { Int(margin + (1 - value) * size) }
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 510" font-family="sans-serif" font-size="12">
      <rect width="500" height="510" fill="white"/>
      <line x1="\(x(0))" y1="\(y(0))" x2="\(x(1))" y2="\(y(1))" stroke="#bbb"/>
      <rect x="\(x(0))" y="\(y(1))" width="400" height="400" fill="none" stroke="#333"/>

      """
    for tick in 0...5 {
      let value = Double(tick) / 5
      svg += "<text x=\"\(x(value))\" y=\"\(y(0) + 16)\" text-anchor=\"middle\">0.\(tick * 2)</text>\n"
        .replacing10(tick)
      svg += "<text x=\"\(x(0) - 8)\" y=\"\(y(value) + 4)\" text-anchor=\"end\">0.\(tick * 2)</text>\n"
        .replacing10(tick)
    }
    for bin in bins where bin.count > 0 {
      svg +=
        "<circle cx=\"\(x(bin.meanProbability))\" cy=\"\(y(bin.frequency))\" r=\"5\" fill=\"#1f5fa8\"/>"
        + "<text x=\"\(x(bin.meanProbability) + 8)\" y=\"\(y(bin.frequency) + 4)\">\(bin.count)</text>\n"
    }
    svg +=
      "<text x=\"250\" y=\"490\" text-anchor=\"middle\">stated probability (rows beside each point)</text>\n"
    svg +=
      "<text x=\"14\" y=\"250\" transform=\"rotate(-90 14 250)\" text-anchor=\"middle\">part that is true</text>\n"
    return svg + "</svg>\n"
  }
}

extension String {
  /// The label of the last tick is 1.0.
  fileprivate func replacing10(_ tick: Int) -> String {
    guard tick == 5 else { return self }
    return split(separator: "0.10", omittingEmptySubsequences: false).joined(separator: "1.0")
  }
}
