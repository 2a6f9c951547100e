// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Parties
import Tabular
import TradeModel

/// Measures the name scorer on labelled pairs.
struct EvaluateNames: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "names",
    abstract: "Measure the name scorer on labelled pairs (schema,name1,name2,is_match,quality,category).")

  @Argument(help: "CSV file of labelled pairs.", completion: .file(extensions: ["csv"]))
  var file: String

  @Option(
    help: "Also refit on all folds but one and measure on that one; pairs sharing a name stay in one fold.")
  var crossValidate: Int?

  @Flag(help: "Print the weights fitted to this file instead, as a table for Reference/names/name_model.tsv.")
  var fit = false

  @Option(help: "Print up to this many pairs that are judged wrongly.")
  var errors = 0

  func run() throws {
    let table = try readTable(file)
    let pairs = try reading(file) { () throws(ValueError) in try LabelledPair.read(table) }
    let features = NameEvaluation.features(pairs)
    if fit {
      let model = NameModel(features: features, labels: pairs.map(\.isMatch))
      for (name, weight) in zip(NameFeatures.names + ["intercept"], model.fit.weights) {
        print("\(name)\t\(decimals(weight, 3))")
      }
      return
    }
    var scorer = NameScorer()
    let prepared = pairs.map { pair in
      let kind = PartyKind(schema: pair.schema)
      return (PreparedName(pair.first, kind: kind), PreparedName(pair.second, kind: kind))
    }
    var probabilities: [Double] = []
    let clock = ContinuousClock()
    let time = clock.measure {
      for _ in 0..<20 { probabilities = prepared.map { scorer.score($0.0, $0.1).probability } }
    }
    let whole = clock.measure {
      for _ in 0..<20 {
        for pair in pairs {
          let kind = PartyKind(schema: pair.schema)
          _ = scorer.score(PreparedName(pair.first, kind: kind), PreparedName(pair.second, kind: kind))
        }
      }
    }
    let count = Double(max(1, pairs.count * 20))
    show(
      "stored model, threshold \(NameModel.threshold)", NameEvaluation(pairs, probabilities: probabilities))
    print(
      "time a pair: \(decimals(time / .microseconds(1) / count, 2)) µs compared, \(decimals(whole / .microseconds(1) / count, 2)) µs with preparation"
    )
    if let folds = crossValidate, folds > 1 {
      show(
        "refitted, \(folds) folds",
        NameEvaluation(pairs, probabilities: NameEvaluation.crossValidated(pairs, folds: folds)))
    }
    let wrong = pairs.indices.filter { (probabilities[$0] >= NameModel.threshold) != pairs[$0].isMatch }
    for index in wrong.prefix(errors) {
      print(
        "\(decimals(probabilities[index], 2)) \(pairs[index].isMatch ? "match" : "non-match"): \(pairs[index].first) | \(pairs[index].second)"
      )
    }
  }

  private func show(_ title: String, _ e: NameEvaluation) {
    print("\(title): \(e.pairs) pairs, \(e.matches) matches")
    print(
      "  F1 \(decimals(e.f1, 3))  precision \(decimals(e.precision, 3))  recall \(decimals(e.recall, 3))  AUC \(decimals(e.auc, 3))  calibration error \(decimals(e.calibrationError, 3))"
    )
    for mean in e.means where mean.count > 0 {
      print("  \(mean.label): \(mean.count) pairs, mean \(decimals(mean.mean, 3))")
    }
  }
}
