// SPDX-License-Identifier: Apache-2.0

public import GRDB
public import Licensing
public import TradeModel

/// What one licence says to a goods item: that it fits, or every reason why it does not.
public struct LicenceFit: Sendable, Hashable {
  public var licence: String
  /// Stable short names, such as `holder` or `revoked`; empty when it fits.
  public var reasons: [String]
  /// The same in words.
  public var explanations: [String]

  public var fits: Bool { reasons.isEmpty }

  public var json: CanonicalValue {
    [
      "licence": .text(licence), "fits": .flag(fits), "reasons": .texts(reasons),
      "explanations": .texts(explanations),
    ]
  }
}

/// Which licence a goods item can leave under.
public struct LicenceChoice: Sendable, Hashable {
  /// One entry a licence on the ledger, in order of number.
  public var fits: [LicenceFit]

  public var fitting: [String] { fits.filter(\.fits).map(\.licence) }

  /// The licence that may be chosen without asking: the only one that fits.
  public var automatic: String? { fitting.count == 1 ? fitting[0] : nil }

  /// The choice in one sentence.
  public var explanation: String {
    switch fitting.count {
    case 0: "no licence on the ledger fits; each says why"
    case 1: "exactly one licence fits"
    default: "\(fitting.count) licences fit; an officer must choose"
    }
  }

  public var json: CanonicalValue {
    [
      "automatic": .optional(automatic), "explanation": .text(explanation),
      "licences": .list(fits.map(\.json)),
    ]
  }
}

extension LicenceRegister {
  /// Asks every licence on the ledger whether it covers a goods item, from what is available now.
  /// - Complexity: O(licences); each is asked alone, so that each gives all its reasons.
  public static func fit(_ demand: LicenceDemand, in database: Database) throws -> LicenceChoice {
    guard !demand.controlCodes.isEmpty else {
      throw WorkspaceError(.invalid, "no control needs a licence here; name the controls that do")
    }
    return LicenceChoice(
      fits: try list(in: database).map { record in
        var licence = record.licence
        if licence.granted != nil { licence.granted = record.available }
        var ledger = LicenceLedger([licence])
        var asked = demand
        asked.cited = [licence.number]
        let settlement = ledger.settle(asked)
        let misfits = settlement.state == .covered ? [] : settlement.rejections.flatMap(\.reasons)
        var fit = LicenceFit(
          licence: licence.number, reasons: misfits.map(\.name), explanations: misfits.map(\.explanation))
        if record.status != .active {
          fit.reasons.insert(record.status.rawValue, at: 0)
          fit.explanations.insert(LedgerRefusal.notActive(record.status).explanation, at: 0)
        }
        return fit
      })
  }

  /// The licences that can be drawn on, with what is available as their quantity: what a screening reconciles with.
  public static func usable(in database: Database) throws -> [Licence] {
    try list(status: .active, in: database).map { record in
      var licence = record.licence
      if licence.granted != nil { licence.granted = record.available }
      return licence
    }
  }
}
