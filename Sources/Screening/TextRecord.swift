// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import Indicators
import Intake
import TradeModel

/// What the words, the composition and the code of an item say; found once per distinct combination and thread.
final class TextRecord {
  let serial: UInt32
  let code: CommodityCode?
  let reading: GoodsReading
  let signs: TextSigns
  /// Whether the item has a description, whether it is specific, whether a composition is stated.
  let fields: Certainty.Fields
  /// Whether the law's answer to the goods as declared may hang on how much leaves.
  let massMatters: Bool

  init(
    serial: UInt32, code: CommodityCode?, reading: GoodsReading, signs: TextSigns, fields: Certainty.Fields,
    massMatters: Bool
  ) {
    self.massMatters = massMatters
    self.serial = serial
    self.code = code
    self.reading = reading
    self.signs = signs
    self.fields = fields
  }
}

/// The dictionary codes that fix a `TextRecord`.
struct TextKey: Hashable {
  let description: UInt32
  let composition: UInt32
  let code: UInt32
}

/// What fixes the law's answer to one text: the period of law, the places, the end user.
struct LawKey: Hashable {
  let text: UInt32
  var day: Int32
  let destination: UInt16
  let origin: UInt16
  let endUser: UInt8
  /// The supposed material plus one; 0 for the goods as declared.
  let material: UInt16
  /// The stretches between limits that the masses lie in; 0 where no mass matters.
  var mass: UInt64 = 0
}
