// SPDX-License-Identifier: Apache-2.0

import Parties
import Screening
import TradeModel

/// A party that may be on a list, in words.
enum ListedPartyText {
  /// For a cell: role, list, entry and probability; no name.
  static func short(_ party: ListedParty) -> String {
    "\(party.role): \(party.hit.list) \(party.hit.entryID) (\(party.hit.effect.rawValue)) "
      + PlainFigures.fixed(party.hit.probability, 2)
  }

  /// For people: everything that says which entry, of which edition, since when, how sure.
  static func long(_ hit: ListHit) -> String {
    let until = hit.listedUntil.map { ", until \($0)" } ?? ""
    let since = hit.listedFrom.map { ", listed from \($0)\(until)" } ?? ", day of listing not stated"
    let program = hit.program.map { ", \($0)" } ?? ""
    return
      "\(hit.isLikely ? "likely" : "possibly") \(hit.matchedName), entry \(hit.entryID) of \(hit.listTitle) "
      + "(\(hit.effect.rawValue)\(program)), edition \(hit.listVersion)\(since); probability "
      + "\(PlainFigures.fixed(hit.probability, 2)), rank \(PlainFigures.fixed(hit.rank, 1))"
  }
}
