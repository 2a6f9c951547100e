// SPDX-License-Identifier: Apache-2.0

public import Tabular
public import TradeModel

/// A pair of names with what is known of them.
public struct LabelledPair: Sendable, Hashable {
  public var schema: String
  public var first: String
  public var second: String
  public var isMatch: Bool
  /// How sure the label is: STRONG, MEDIUM or WEAK.
  public var quality: String
  public var category: String

  /// Reads a table with the fields schema, name1, name2, is_match, quality, category.
  public static func read(_ table: DelimitedText) throws(ValueError) -> [LabelledPair] {
    guard let schema = table.column("schema"), let first = table.column("name1"),
      let second = table.column("name2"),
      let match = table.column("is_match")
    else { throw ValueError("the file needs the columns schema, name1, name2 and is_match") }
    let quality = table.column("quality")
    let category = table.column("category")
    var pairs: [LabelledPair] = []
    for (row, line) in zip(table.rows, table.lines) {
      let isMatch: Bool
      switch DelimitedText.value(row, match)?.lowercased() {
      case "true", "1", "yes": isMatch = true
      case "false", "0", "no": isMatch = false
      default: throw ValueError("line \(line): is_match is neither true nor false")
      }
      pairs.append(
        LabelledPair(
          schema: DelimitedText.value(row, schema) ?? "", first: DelimitedText.value(row, first) ?? "",
          second: DelimitedText.value(row, second) ?? "", isMatch: isMatch,
          quality: DelimitedText.value(row, quality)?.uppercased() ?? "MEDIUM",
          category: DelimitedText.value(row, category) ?? ""))
    }
    return pairs
  }
}

/// How well probabilities tell labelled pairs apart.
public struct NameEvaluation: Sendable {
  public var pairs: Int
  public var matches: Int
  public var precision: Double
  public var recall: Double
  public var f1: Double
  /// Area under the receiver operating characteristic, ties counted half.
  public var auc: Double
  /// Expected calibration error over ten bins of equal width.
  public var calibrationError: Double
  /// Mean probability by strength of the label, from strong match to strong non-match.
  public var means: [(label: String, count: Int, mean: Double)]

  public init(_ labelled: [LabelledPair], probabilities: [Double], threshold: Double = NameModel.threshold) {
    precondition(labelled.count == probabilities.count, "one probability a pair")
    pairs = labelled.count
    matches = labelled.count { $0.isMatch }
    var (hit, false_, missed) = (0.0, 0.0, 0.0)
    var bins = Array(repeating: (count: 0.0, sum: 0.0, matches: 0.0), count: 10)
    for (pair, p) in zip(labelled, probabilities) {
      switch (pair.isMatch, p >= threshold) {
      case (true, true): hit += 1
      case (false, true): false_ += 1
      case (true, false): missed += 1
      default: break
      }
      let bin = min(9, Int(p * 10))
      bins[bin].count += 1
      bins[bin].sum += p
      bins[bin].matches += pair.isMatch ? 1 : 0
    }
    precision = hit / max(1, hit + false_)
    recall = hit / max(1, hit + missed)
    f1 = 2 * hit / max(1, 2 * hit + false_ + missed)
    calibrationError = bins.reduce(0) { $0 + abs($1.sum - $1.matches) } / Double(max(1, labelled.count))
    // Rank sum, ties sharing their mean rank (Mann-Whitney).
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    var rankSum = 0.0
    var at = 0
    while at < order.count {
      var end = at
      while end + 1 < order.count, probabilities[order[end + 1]] == probabilities[order[at]] { end += 1 }
      let rank = Double(at + end) / 2 + 1
      for k in at...end where labelled[order[k]].isMatch { rankSum += rank }
      at = end + 1
    }
    let m = Double(matches)
    let n = Double(pairs - matches)
    auc = m > 0 && n > 0 ? (rankSum - m * (m + 1) / 2) / (m * n) : .nan
    means = [
      ("STRONG", true), ("MEDIUM", true), ("WEAK", true), ("WEAK", false), ("MEDIUM", false),
      ("STRONG", false),
    ]
    .map { quality, match in
      let values = zip(labelled, probabilities).filter { $0.0.quality == quality && $0.0.isMatch == match }
        .map(\.1)
      return (
        "\(quality.lowercased()) \(match ? "match" : "non-match")", values.count,
        values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
      )
    }
  }

  /// Features of each pair.
  public static func features(_ pairs: [LabelledPair]) -> [NameFeatures] {
    var scorer = NameScorer()
    return pairs.map { pair in
      let kind = PartyKind(schema: pair.schema)
      return scorer.features(PreparedName(pair.first, kind: kind), PreparedName(pair.second, kind: kind))
    }
  }

  /// Probabilities of each pair by a model that has not seen it, nor any pair that shares a name with it.
  ///
  /// Folds are made of groups of pairs connected by a shared name, so that no variant of a test name is trained on.
  public static func crossValidated(_ pairs: [LabelledPair], folds: Int, penalty: Double = NameModel.penalty)
    -> [Double]
  {
    let features = features(pairs)
    var parent = Array(pairs.indices)
    func root(_ x: Int) -> Int {
      var x = x
      while parent[x] != x { x = parent[x] }
      return x
    }
    var firstWith: [String: Int] = [:]
    for (index, pair) in pairs.enumerated() {
      for name in [pair.first.lowercased(), pair.second.lowercased()] {
        if let other = firstWith[name] { parent[root(index)] = root(other) } else { firstWith[name] = index }
      }
    }
    var foldOf: [Int: Int] = [:]
    var result = Array(repeating: 0.0, count: pairs.count)
    for index in pairs.indices where foldOf[root(index)] == nil { foldOf[root(index)] = foldOf.count % folds }
    for fold in 0..<folds {
      let test = pairs.indices.filter { foldOf[root($0)] == fold }
      let train = pairs.indices.filter { foldOf[root($0)] != fold }
      guard !test.isEmpty, !train.isEmpty else { continue }
      let model = NameModel(
        features: train.map { features[$0] }, labels: train.map { pairs[$0].isMatch }, penalty: penalty)
      for index in test { result[index] = model.probability(features[index]) }
    }
    return result
  }
}
