// SPDX-License-Identifier: Apache-2.0

import ReferenceData
public import TradeModel

extension IdentityModel {
  /// The goods supposed to be one material, for asking the law the second time.
  ///
  /// What the papers claim and what contradicts the supposition is dropped; facts that the supposition leaves standing
  /// (properties, and shares and purity where the papers speak of the same mineral) are kept.
  public func hypothesis(supposing material: MaterialID, declared: GoodsReading) -> GoodsReading {
    let mineral = reference[material].mineral
    let speaksOfIt = declared.claims.contains { reference[$0.material].mineral == mineral }
    let isWithin = declared.composition.contains {
      guard let element = reference[material].element else { return false }
      return $0.element == element && $0.percent.upper > 1
    }
    var reading = GoodsReading(
      claims: [MaterialClaim(material, .supposed)],
      composition: speaksOfIt || isWithin ? declared.composition : [],
      compositionIsWhole: (speaksOfIt || isWithin) && declared.compositionIsWhole,
      purity: speaksOfIt ? declared.purity : nil, properties: declared.properties, isSpecific: true)
    // A magnet with dysprosium is an NdFeB magnet with a share of dysprosium above nought.
    if reference[material].kind == .magnet, let element = reference[material].element,
      let plain = reference.material(slug: "rare-earths/ndfeb-magnet")
    {
      reading.claims.append(MaterialClaim(plain, .supposed))
      reading.claims.sort { $0.material < $1.material }
      reading.composition.removeAll { $0.element == element }
      reading.composition.append(ElementShare(element, Bounds(0, 12, includesLower: false)))
      reading.composition.sort { $0.element < $1.element }
      reading.compositionIsWhole = false
    }
    return reading
  }
}
