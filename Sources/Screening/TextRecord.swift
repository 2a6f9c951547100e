// SPDX-License-Identifier: Apache-2.0

import CByteScan
import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import ReferenceData
import TradeModel

/// What a commodity code says by itself; found once a code.
final class CodeRecord: Sendable {
  let code: CommodityCode
  let facts: CodeFacts
  /// Whether its chapter is one under which materials of the reference travel.
  let isChapterOfConcern: Bool
  /// Whether indicators across items look at goods under it, whatever they are.
  let isOfConcern: Bool
  /// Whether it is a residual line of its heading.
  let isResidualLine: Bool

  init(_ code: CommodityCode, _ screener: Screener) {
    self.code = code
    facts = screener.model.facts(of: code)
    isChapterOfConcern = screener.chaptersOfConcern.contains(code.chapter)
    isOfConcern = isChapterOfConcern || facts.isDisguise
    isResidualLine = code.subheading % 10 == 9 || code.subheading % 100 == 90
  }
}

/// What the words, the composition and the code of an item say; found once per distinct combination.
final class TextRecord: Sendable {
  let serial: UInt32
  let code: CommodityCode?
  let codeRecord: CodeRecord?
  let words: GoodsWords
  let keptWords: KeptWords
  let codeSigns: CodeSigns?
  /// Whether indicators across items look at the goods, whatever they are.
  let isOfConcern: Bool
  /// Whether the item has a description, whether it is specific, whether a composition is stated.
  let fields: Certainty.Fields
  /// Whether the law's answer to the goods as declared may hang on how much leaves.
  let massMatters: Bool
  /// Whether any rule can be brought into play by the goods as declared.
  let isTouched: Bool
  /// Whether a stated value may lie close on the free side of a limit of the law.
  let mayNearlyMiss: Bool
  /// What must hold of the price for nothing to stand out; nothing for goods that are weighed at any price.
  let plain: PlainGoods?
  /// What the papers alone make likely.
  let prior: PaperPrior
  /// The first material that the papers claim.
  let claimed: MaterialID?
  /// Whether the papers claim a material worth smuggling.
  let isStrategic: Bool

  @inline(__always) func prefetchParts() {
    unsafe keptWords.withAddress { unsafe assay_prefetch($0) }
    unsafe prior.withAddress { unsafe assay_prefetch($0) }
  }

  init(
    serial: UInt32, code: CodeRecord?, words: GoodsWords, fields: Certainty.Fields, massMatters: Bool,
    isTouched: Bool, mayNearlyMiss: Bool, model: IdentityModel
  ) {
    self.isTouched = isTouched
    self.mayNearlyMiss = mayNearlyMiss
    self.massMatters = massMatters
    self.serial = serial
    self.code = code?.code
    codeRecord = code
    self.words = words
    keptWords = KeptWords(words)
    codeSigns = code.map {
      CodeSigns(
        isChapterOfConcern: $0.isChapterOfConcern, isResidualLine: $0.isResidualLine,
        headingUpperPrice: $0.facts.heading?.upper)
    }
    isOfConcern = code?.isOfConcern ?? true
    self.fields = fields
    plain = model.plainGoods(words.reading, code?.facts)
    prior = model.prior(words.reading, code?.facts)
    claimed = words.reading.claims.first?.material
    isStrategic = words.reading.claims.contains { model.isWorthHiding($0.material) }
  }
}

extension Screener {
  /// Reads the texts of a row.
  func read(_ table: DeclarationTable, _ row: Int, _ codes: CodeTable, serial: UInt32) -> TextRecord {
    let code = codes.facts[Int(table.commodityCode[row])]
    let description = table.goodsDescription.dictionary.text(table.goodsDescription.codes[row])
    let composition = table.composition.dictionary.text(table.composition.codes[row])
    let reading = reader.read(description: description, composition: composition, code: code?.code)
    var fields: Certainty.Fields = []
    if code != nil { fields.insert(.code) }
    if description != nil { fields.insert(.description) }
    if reading.isSpecific { fields.insert(.specificWords) }
    if !reading.composition.isEmpty || reading.purity != nil { fields.insert(.composition) }
    let signs = TextSigns(description: description, composition: composition, reading: reading)
    return TextRecord(
      serial: serial, code: code, words: GoodsWords(reading, signs), fields: fields,
      massMatters: massMatters(reading),
      isTouched: law.canTouch(reading, code: code?.code, exportCountry: exportCountry),
      mayNearlyMiss: law.mayNearlyMiss(reading, code: code?.code, exportCountry: exportCountry), model: model)
  }
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
