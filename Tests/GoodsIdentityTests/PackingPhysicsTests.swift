// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import ReferenceData
import Testing
import TradeModel

@Suite("What a package can hold") struct PackingPhysicsTests {
  private func bounds(_ packing: Packing, _ slug: String) throws -> ClosedRange<Double> {
    let reference = ReferenceData.embedded
    let material = reference[try #require(reference.material(slug: slug))]
    return try #require(PackingPhysics.bounds(packing, of: material))
  }

  @Test func `a drum of tungsten powder weighs more than 20 kg and may weigh 100`() throws {
    let drum = try bounds(.drum, "tungsten/powder")
    #expect(!drum.contains(20))
    #expect(drum.contains(100))
  }

  @Test func `a container of two tonnes of antimony ingots is not filled, one of 25 tonnes is`() throws {
    let container = try bounds(.container, "antimony/metal")
    #expect(!container.contains(2_000))
    #expect(container.contains(25_000))
    #expect(!container.contains(60_000))
  }

  @Test func `nothing is said of boxes, or of a material whose density is not known`() {
    let reference = ReferenceData.embedded
    for material in reference.materials {
      #expect(PackingPhysics.bounds(.box, of: material) == nil)
      if material.density == nil { #expect(PackingPhysics.bounds(.drum, of: material) == nil) }
    }
  }

  @Test(arguments: [
    ("40' container", Packing.container), ("STEEL DRUM", .drum), ("cans", .bottle), ("carton", .box),
    ("散装", .bulk),
  ])
  func `kinds of package are read`(_ text: String, _ packing: Packing) {
    #expect(Packing(kind: text) == packing)
  }
}
