// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// For which goods the law asks how much leaves, so that whoever asks it of a file can add up what belongs together.
public struct MassRules: Sendable, Hashable {
  /// Materials of controls that hold a limit of mass.
  public var materials: Set<MaterialID> = []
  /// Subheadings under which they travel.
  public var subheadings: Set<Int> = []
  /// The limits in kilograms, in order.
  public var limits: [Double] = []
  /// Lengths of windows in days, in order. A limit on a mass alone counts the like goods of one day.
  public var windows: [Int] = []

  /// Which of the stretches between limits, and which limit itself, a mass lies in: two masses with one number are
  /// answered alike.
  public func stretch(of mass: Mass?) -> UInt8 {
    guard let kilograms = mass?.kilograms else { return 0 }
    var stretch = 1
    for limit in limits {
      if kilograms > limit { stretch += 2 } else if kilograms == limit { stretch += 1 }
    }
    return UInt8(min(255, stretch))
  }
}

extension LawBook {
  /// The rules on mass of this book.
  public var massRules: MassRules {
    var rules = MassRules()
    var limits: Set<Double> = []
    var windows: Set<Int> = []
    for control in tables.controls where !control.isNote {
      var asks = false
      for part in control.condition.parts {
        switch part {
        case .mass(let limit):
          limits.insert(limit.value)
          windows.insert(1)
          asks = true
        case .massInWindow(let days, let limit):
          limits.insert(limit.value)
          windows.insert(days)
          asks = true
        default: break
        }
      }
      guard asks else { continue }
      let materials = control.condition.positiveMaterials.flatMap(vocabulary.materials)
      rules.materials.formUnion(materials)
      for material in materials {
        rules.subheadings.formUnion(vocabulary.entries[Int(material.rawValue)].subheadings)
      }
      rules.subheadings.formUnion(control.codes.map(\.code.subheading))
    }
    rules.limits = limits.sorted()
    rules.windows = windows.sorted()
    return rules
  }
}
