// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import GoodsIdentity
import ReferenceData
import Testing
import TradeModel

@Suite("Quick look for hidden materials") struct OthersTests {
  private static let reader = GoodsReader(.embedded)
  private static let model = IdentityModel(.embedded)
  private static let words = [
    "ferro-alloy powder", "steel bolts M8", "metal powder", "nickel powder 99.5%", "dysprosium oxide",
    "art supplies",
    "NdFeB magnets", "solder paste", "plastic toys", "铁合金粉", "graphite crucibles", "refractory bricks", "",
  ]
  private static let codes: [UInt64] = [
    7_202_999_000, 7_318_150_000, 8_105_209_000, 7_504_001_000, 2_846_901_500, 3_213_100_000, 8_505_111_000,
    3_810_100_000, 9_503_008_900, 8_112_929_010, 6_902_100_000, 8_471_300_000,
  ]

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `gives what the full weighing gives above the floor`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var ceiling = HiddenCeiling()
    for _ in 0..<60 {
      let code = CommodityCode(number: Self.codes.randomElement(using: &random)!, count: 10)
      let reading = Self.reader.read(
        description: Self.words.randomElement(using: &random)!, composition: nil, code: code)
      var input = IdentityInput(
        reading: reading, code: code, day: Day(number: 20_000 + Int32.random(in: 0..<400, using: &random)))
      input.pricePerKilogram =
        Bool.random(using: &random) ? exp(Double.random(in: -1...8, using: &random)) : nil
      input.netKilograms = exp(Double.random(in: 0...10, using: &random))
      input.mode = TransportMode.allCases.randomElement(using: &random)!
      input.packing = Packing.allCases.randomElement(using: &random)!
      input.history = PartyHistory(
        exporterMinerals: UInt64.random(in: 0...3, using: &random),
        consigneeMinerals: UInt64.random(in: 0...3, using: &random))
      let floor = [0.02, 0.05, 0.2].randomElement(using: &random)!
      let slow = Self.model.candidates(input).filter {
        $0.probability >= floor && !reading.claims($0.material)
      }
      #expect(Self.model.others(input, above: floor, ceiling: &ceiling) == slow)
    }
  }
}
