// SPDX-License-Identifier: Apache-2.0

public import ReferenceData

/// What a package of a kind can hold of a material, from its density and the package's usual volume.
public enum PackingPhysics {
  /// Usual volumes of a package in litres, and the least part of it that is filled: nobody ships air.
  static func volume(_ packing: Packing) -> (litres: ClosedRange<Double>, leastFilled: Double)? {
    switch packing {
    case .drum: (25...220, 0.15)
    case .bottle: (0.05...50, 0.05)
    case .container: (33_000...76_000, 0)
    default: nil
    }
  }

  /// The least a whole container is hired for, in kilograms, where the goods are dense enough to fill it by weight.
  static let leastContainerLoad = 5_000.0
  /// The greatest load of a container in kilograms.
  static let containerPayload = 28_500.0

  /// The part of a solid's density that loose goods of a kind reach: powders by tap, pieces by packing.
  static func packingShare(_ kind: MaterialKind) -> Double {
    switch kind {
    case .powder, .oxide, .compound, .carbide: 0.3
    case .metal, .alloy, .magnet, .target: 0.5
    default: 0.35
    }
  }

  /// The masses in kilograms that one package can hold, or nothing when kind or density are not known.
  public static func bounds(_ packing: Packing, of material: Material) -> ClosedRange<Double>? {
    guard let (litres, leastFilled) = volume(packing), let density = material.density?.value, density > 0
    else {
      return nil
    }
    if packing == .container {
      // Dense goods fill a container by weight long before they fill its room.
      return density >= 2 ? leastContainerLoad...containerPayload : 500...containerPayload
    }
    let loose = density * packingShare(material.kind)
    return litres.lowerBound * loose * leastFilled...litres.upperBound * density
  }
}
