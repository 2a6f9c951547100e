// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Measures the engines on labelled data.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure the engines on labelled data.",
    subcommands: [
      EvaluateFlows.self,
      EvaluateIdentity.self,
      EvaluateNames.self,
      EvaluateWords.self,
    ])
}
