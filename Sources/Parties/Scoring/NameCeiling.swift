// SPDX-License-Identifier: Apache-2.0

/// The highest log-odds that two names can still reach, once part of a comparison is done.
///
/// Never too low: features that are not known yet count with the value that speaks most for a match.
struct NameCeiling: Sendable {
  private let fit: LogisticFit
  private let top: Double
  private let edits: Double
  private let distance: Double
  private let legalConflict: Double

  init(_ fit: LogisticFit) {
    func weight(_ feature: NameFeature) -> Double { fit.weights[feature.rawValue] }
    var top = fit.weights[fit.weights.count - 1]
    for feature in NameFeature.allCases {
      let most: Double =
        switch feature {
        case .edits: 6
        case .initials: 2
        case .abjad, .nick: 30
        default: 1
        }
      top += most * max(0, weight(feature))
    }
    self.fit = fit
    self.top = top
    edits = weight(.edits)
    distance = weight(.distance)
    legalConflict = weight(.legalConflict)
  }

  /// With the edits found so far, of which there may be more yet.
  func logOdds(edits found: Float, legalConflict conflict: Bool) -> Double {
    let found = Double(found)
    return top + min(0, edits) * min(found, 6) + min(0, distance) * min(8, found) / 8
      + (conflict ? min(0, legalConflict) : 0)
  }

  func weighed(_ features: borrowing NameFeatures) -> Double { features.weighed(by: fit.weights) }

  /// Of features that are known but for the edits between what stands on one side only, of which there are some at least.
  func logOdds(_ known: Double, edits found: Float, opposed: Float) -> Double {
    known + min(0, distance) * Double(min(8, found + opposed) - min(8, found)) / 8
  }
}
