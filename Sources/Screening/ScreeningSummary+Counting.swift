// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Indicators
import Intake
import Licensing
import Ranking
import ReferenceData
import TradeModel

extension ScreeningSummary {
  /// Counts the results of a run.
  init(
    _ compact: [CompactAssessment], settlements: [Int: LicenceSettlement], table: DeclarationTable,
    screener: Screener
  ) {
    self.init()
    assessed = compact.count
    rowsRead = compact.count
    var lanes = [Int](repeating: 0, count: Lane.allCases.count)
    var materials: [UInt16: Int] = [:]
    var controls: [UInt16: Int] = [:]
    var licences = [Int](repeating: 0, count: LicenceSettlement.State.allCases.count)
    var bits = [Int](repeating: 0, count: IndicatorCatalogue.definitions.count)
    for result in compact {
      lanes[Int(result.lane.rawValue)] += 1
      licences[Int(result.licence.rawValue)] += 1
      let outcome = max(result.declaredOutcome, result.likelyOutcome)
      if outcome > .notControlled {
        if result.material != CompactAssessment.none { materials[result.material, default: 0] += 1 }
        let control =
          result.declaredOutcome > .notControlled ? result.declaredControl : result.likelyControl
        if control != CompactAssessment.none { controls[control, default: 0] += 1 }
      }
      var rest = result.indicators
      while rest != 0 {
        bits[rest.trailingZeroBitCount] += 1
        rest &= rest - 1
      }
    }
    for lane in Lane.allCases { byLane[lane] = lanes[Int(lane.rawValue)] }
    for state in LicenceSettlement.State.allCases { byLicence[state.name] = licences[Int(state.rawValue)] }
    for (material, count) in materials {
      byMineral[screener.reference.mineral(of: MaterialID(rawValue: material)).slug, default: 0] += count
    }
    for (control, count) in controls {
      byControl[screener.law.label(of: ControlID(rawValue: control)), default: 0] += count
    }
    for (definition, count) in zip(IndicatorCatalogue.definitions, bits) where count > 0 {
      byIndicator[definition.id] = count
    }
    firstDay = table.day.min().map { Day(number: $0).description }
    lastDay = table.day.max().map { Day(number: $0).description }
    digests = ["law": screener.law.digest, "reference": screener.reference.digest]
  }
}

extension LawBook {
  /// A control as people cite it: instrument and control code, or item.
  func label(of id: ControlID) -> String {
    let control = control(id)
    return "\(instrument(of: id).citation), \(control.code ?? control.item)"
  }
}
