// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Indicators
import Intake

/// Words by which a declaration states a military or a civil end use, judged once per distinct text.
struct EndUseWords: Sendable {
  private static let military = PhraseFinder([
    "military", "defence", "defense", "army", "navy", "air force", "munition", "weapon", "missile",
    "armament", "ordnance", "军事",
    "军用", "国防", "军队", "武器", "导弹", "弹药",
  ])
  private static let negated = PhraseFinder([
    "non-military", "not military", "no military", "non military", "非军事", "非军用",
  ])

  /// By code of the dictionaries of end use and end user: the text is military.
  private let uses: [Bool]
  private let users: [Bool]

  init(_ table: DeclarationTable) {
    uses = Self.judge(table.endUse.dictionary)
    users = Self.judge(table.endUser.dictionary)
  }

  private static func judge(_ dictionary: TextDictionary) -> [Bool] {
    (0..<UInt32(dictionary.count)).map { code in
      guard let text = dictionary.text(code) else { return false }
      return military.matches(text) && !negated.matches(text)
    }
  }

  /// What is known of whom the goods of a row are for.
  func status(_ table: DeclarationTable, _ row: Int) -> EndUserStatus {
    let use = table.endUse.codes[row]
    let user = table.endUser.codes[row]
    if uses[Int(use)] || users[Int(user)] { return .military }
    return use == 0 ? .unknown : .civil
  }
}
