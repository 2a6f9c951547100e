// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// Elements and formulas as assay statements write them, and which material a composition makes.
struct Chemistry {
  /// An element, or a compound counted as its element.
  struct Species {
    var element: Element
    /// Mass of the element in one mass of the species.
    var fraction: Double
    var isCompound: Bool
  }

  var bySymbol: [[UInt8]: Species] = [:]
  /// Names of elements in lower case (`gallium`, `镓`).
  var byName: [[UInt8]: Element] = [:]
  var rules: [(material: MaterialID, parts: [CompositionRule.Part])] = []
  var metals: [Element: MaterialID] = [:]
  var alloys: [Element: MaterialID] = [:]
  let reference: ReferenceData
  /// Whether any symbol or name has a first byte, a last byte and a length, as bits of the three: most words have not.
  private var looks = [Bool](repeating: false, count: 1 << 14)

  init(_ reference: ReferenceData) {
    self.reference = reference
    for number in 1...118 {
      guard let element = Element(atomicNumber: number) else { continue }
      bySymbol[Array(element.symbol.utf8)] = Species(element: element, fraction: 1, isCompound: false)
    }
    let others: [(String, String)] = [
      ("Fe", "iron"), ("Fe", "铁"), ("Pb", "lead"), ("Pb", "铅"), ("Zn", "zinc"), ("Zn", "锌"), ("C", "carbon"),
      ("C", "碳"),
    ]
    for (symbol, name) in others { byName[Array(name.utf8)] = Element(symbol: symbol) }
    for mineral in reference.minerals {
      guard let element = mineral.element, mineral.slug != "superhard" else { continue }
      for list in mineral.names where list.language == "en" || list.language == "zh" {
        for name in list.names { byName[Array(name.lowercased().utf8)] = element }
      }
      for position in mineral.materials {
        let material = reference.materials[position]
        if material.slug.hasSuffix("/metal") || material.slug.hasSuffix("/unwrought") {
          metals[element] = material.id
        }
        if material.slug.hasSuffix("/alloy"),
          (57...71).contains(element.atomicNumber) || [21, 39].contains(element.atomicNumber)
        {
          alloys[element] = material.id
        }
        if let formula = material.formula, let fraction = material.metalMassFraction, fraction < 1 {
          bySymbol[Array(formula.utf8)] = Species(element: element, fraction: fraction, isCompound: true)
        }
      }
    }
    for rule in reference.compositions {
      if let id = reference.material(slug: rule.material) { rules.append((id, rule.parts)) }
    }
    for name in Array(bySymbol.keys) + Array(byName.keys) where !name.isEmpty && name.count <= 16 {
      looks[Self.look(name[0], name[name.count - 1], name.count)] = true
    }
  }

  private static func look(_ first: UInt8, _ last: UInt8, _ count: Int) -> Int {
    (count & 15) << 10 | Int(first & 31) << 5 | Int(last & 31)
  }

  /// Whether a word of so many bytes, 1 to 16, may be a symbol or a name; capitals do not matter.
  func mayBeNamed(_ first: UInt8, _ last: UInt8, _ count: Int) -> Bool {
    looks[Self.look(first, last, count)]
  }

  /// The materials that a composition makes of goods whose words allow it.
  func materials(of assay: Assay, named: [MaterialID], magnet: Bool, isSpecific: Bool) -> [MaterialID] {
    guard !assay.shares.isEmpty else { return [] }
    var found: [MaterialID] = []
    for rule in rules where fits(rule.parts, assay) {
      found.append(rule.material)
      break
    }
    guard found.isEmpty else { return found }
    for share in assay.shares {
      let percent = share.percent.lower
      if percent >= 95, !assay.compounds.contains(share.element), let metal = metals[share.element] {
        if named.allSatisfy({ reference.mineral(of: $0).element != share.element }) { found.append(metal) }
      } else if percent >= 5, !assay.compounds.contains(share.element), let alloy = alloys[share.element] {
        found.append(alloy)
      }
    }
    return found
  }

  private func fits(_ parts: [CompositionRule.Part], _ assay: Assay) -> Bool {
    parts.allSatisfy { part in
      var sum = 0.0
      var any = false
      for share in assay.shares
      where part.elements.contains(share.element) && !assay.compounds.contains(share.element) {
        sum += (share.percent.lower + share.percent.upper) / 2
        any = true
      }
      return any && part.percent.contains(sum)
    }
  }
}
