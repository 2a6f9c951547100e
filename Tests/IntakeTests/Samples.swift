// SPDX-License-Identifier: Apache-2.0

import Intake
import TradeModel

/// A small generator of numbers, so that tests give the same input everywhere (SplitMix64, Steele et al. 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

enum Samples {
  /// Rows of every shape: plain, quoted, with line ends in quotes, Chinese, broken in many ways, blank.
  static func mixed(rows: Int, seed: UInt64) -> String {
    var random = SplitMix(state: seed)
    var text =
      "declaration_id,item_number,date,exporter_name,exporter_id,exporter_address,exporter_country,commodity_code,goods_description,destination,net_mass,statistical_value,licence_numbers\n"
    for row in 0..<rows {
      let party = Int.random(in: 0..<9, using: &random)
      var fields = [
        "D\(row / 3)", "\(row % 3 + 1)", "2025-0\(1 + row % 9)-1\(row % 10)", "Firm \(party)",
        "ID\(party % 4)",
        "Road \(party)", ["CN", "HK", ""][party % 3], "28053\(row % 10)", "goods \(row % 17)", "JP",
        "\(row).\(row % 10)", "\(row * 3)", "",
      ]
      switch Int.random(in: 0..<12, using: &random) {
      case 0: fields[8] = "\"quoted, with \"\"marks\"\"\""
      case 1: fields[8] = "\"two\nlines\(row % 5)\""
      case 2: fields[8] = "氧化镝 \(row % 7)"
      case 3: fields[2] = "2025-02-30"
      case 4: fields[10] = "-4"
      case 5: fields[9] = "Narnia"
      case 6: fields[7] = "ABCDEF"
      case 7: fields.removeLast()
      case 8: fields[8] = "  padded  "
      case 9: fields[0] = "D0"
      case 10: text += "\n"
      default: break
      }
      text += fields.joined(separator: ",") + (row % 5 == 0 ? "\r\n" : "\n")
    }
    return text
  }

  /// Whether two results are the same in every cell, code, text and quarantined row.
  static func same(_ a: IntakeResult, _ b: IntakeResult) -> Bool {
    let (x, y) = (a.table, b.table)
    func texts(_ t: DeclarationTable) -> [TextCodes] {
      [
        t.declarationID, t.office, t.procedure, t.goodsDescription, t.composition, t.itinerary, t.packageKind,
        t.licences, t.endUse, t.endUser,
      ]
    }
    for (p, q) in zip(texts(x), texts(y)) {
      guard p.codes == q.codes, p.dictionary.count == q.dictionary.count else { return false }
      for code in 0..<UInt32(p.dictionary.count) where p.dictionary[code] != q.dictionary[code] {
        return false
      }
    }
    guard x.parties.count == y.parties.count else { return false }
    for code in 0..<UInt32(x.parties.count) where x.parties[code] != y.parties[code] { return false }
    for code in 0..<UInt32(x.parties.count) where x.parties.party(code) != y.parties.party(code) {
      return false
    }
    return a.quarantine == b.quarantine && a.rowsRead == b.rowsRead && a.blankLines == b.blankLines
      && x.line == y.line && x.itemNumber == y.itemNumber && x.day == y.day
      && x.commodityCode == y.commodityCode
      && x.commodityCodes == y.commodityCodes && x.origin == y.origin && x.destination == y.destination
      && x.mode == y.mode && x.packages == y.packages && x.netMass == y.netMass && x.grossMass == y.grossMass
      && x.quantity == y.quantity && x.quantityUnit == y.quantityUnit
      && x.statisticalValue == y.statisticalValue
      && x.currency == y.currency && x.fileStarts == y.fileStarts
      && [.exporter, .consignee, .declarant, .notifyParty].allSatisfy { x.party($0) == y.party($0) }
  }
}
