// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import Indicators
import Intake
import TradeModel

/// What the words, the composition and the code of an item say; found once per distinct combination and thread.
final class TextRecord: Sendable {
  let serial: UInt32
  let code: CommodityCode?
  let reading: GoodsReading
  let signs: TextSigns
  /// Whether the item has a description, whether it is specific, whether a composition is stated.
  let fields: Certainty.Fields
  /// Whether the law's answer to the goods as declared may hang on how much leaves.
  let massMatters: Bool
  /// Whether any rule can be brought into play by the goods as declared.
  let isTouched: Bool

  init(
    serial: UInt32, code: CommodityCode?, reading: GoodsReading, signs: TextSigns, fields: Certainty.Fields,
    massMatters: Bool, isTouched: Bool
  ) {
    self.isTouched = isTouched
    self.massMatters = massMatters
    self.serial = serial
    self.code = code
    self.reading = reading
    self.signs = signs
    self.fields = fields
  }
}

/// The dictionary codes that fix a `TextRecord`.
struct TextKey {
  let description: UInt32
  let composition: UInt32
  let code: UInt32

  var number: NumberKey { NumberKey(UInt64(description) << 32 | UInt64(composition), UInt64(code)) }
}

/// What fixes the law's answer to one text: the period of law, the places, the end user.
struct LawKey {
  let text: UInt32
  /// The number of the period of law, or the day itself where words may name it.
  var day: Int32
  /// Classes of countries that the law does not tell apart, or packed codes where words may name them.
  var destination: UInt16
  var origin: UInt16
  let endUser: UInt8
  /// The supposed material plus one; 0 for the goods as declared.
  let material: UInt16
  /// The stretches between limits that the masses lie in; 0 where no mass matters.
  var mass: UInt64 = 0

  var number: NumberKey {
    NumberKey(
      UInt64(text) << 32 | UInt64(UInt32(bitPattern: day)),
      UInt64(destination) << 48 | UInt64(origin) << 32 | UInt64(material) << 8 | UInt64(endUser), mass)
  }
}
