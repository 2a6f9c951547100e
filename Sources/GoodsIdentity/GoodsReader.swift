// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// Reads what a declaration says the goods are.
///
/// One pass over the text finds names, synonyms, formulas and registry numbers; the words around each tell whether the
/// goods are that material, or only serve it, look like it, lack it or hold a little of it. The reader is a value without
/// state; callers keep the reading of each distinct text.
public struct GoodsReader: Sendable {
  let lexicon: Lexicon
  let finder: ClaimFinder
  let chemistry: Chemistry
  let reference: ReferenceData
  /// The material that a subheading names alone.
  let coded: [Int: MaterialID]

  public init(_ reference: ReferenceData) {
    self.reference = reference
    lexicon = Lexicon(reference)
    finder = ClaimFinder(lexicon: lexicon)
    chemistry = Chemistry(reference)
    coded = Self.codedMaterials(reference)
  }

  /// What the papers say: claims, composition, purity, properties, and whether the words are specific.
  /// - Complexity: O(n) in the length of the texts.
  public func read(description: String?, composition: String?, code: CommodityCode?) -> GoodsReading {
    var claims: [MaterialClaim] = []
    var named: [MaterialID] = []
    var contained: [MaterialID] = []
    var composedOf: [MaterialID] = []
    var symbols: [Element] = []
    var assay = Assay()
    var isSpecific = false
    var magnet = false
    var isCoated = false
    var properties: [PropertyValue] = []
    if let description, !description.isEmpty {
      var mentions = Mentions()
      mentions.find(description, lexicon: lexicon)
      finder.find(mentions, into: &named, contained: &contained)
      for id in mentions.registered where !named.contains(id) { named.append(id) }
      isSpecific = finder.isSpecific(mentions) || !named.isEmpty
      magnet = finder.namesMagnet(mentions)
      if magnet || !named.isEmpty { symbols = finder.containedSymbols(mentions, chemistry) }
      assay.read(mentions.text, strict: true, chemistry: chemistry)
      // "Coated with metal of 97 % tin": the figures are those of the coat.
      isCoated = mentions.items.contains { $0.roles.contains(.attributeBefore) }
      PropertyFinder.find(mentions.text, into: &properties)
    }
    if let composition, !composition.isEmpty {
      var text = FoldedText()
      text.read(composition, characters: lexicon.characters)
      assay.read(text, strict: false, chemistry: chemistry)
      PropertyFinder.find(text, into: &properties)
      if named.isEmpty, assay.shares.count <= 1 {
        // "Graphite 99.91 %": a composition in words, not in elements.
        var mentions = Mentions()
        mentions.find(composition, lexicon: lexicon)
        finder.find(mentions, into: &composedOf, contained: &contained)
      }
    }
    claims = named.map { MaterialClaim($0, .named) }
    for id in chemistry.materials(of: assay, named: named, magnet: magnet, isSpecific: isSpecific)
    where !isCoated && !named.contains(where: { $0 == id || reference[$0].mineral == reference[id].mineral })
    {
      // A named material is assayed as another of its mineral by custom ("ammonium paratungstate, WO3 88.5 %").
      claims.append(MaterialClaim(id, .composed))
    }
    for id in composedOf {
      // Under a code that names the same mineral, the goods are what the code names ("crucibles", of graphite).
      let own = code.flatMap { coded[$0.subheading] }
      let claimed = own.map { reference[$0].mineral == reference[id].mineral ? $0 : id } ?? id
      if !claims.contains(where: { $0.material == claimed }) {
        claims.append(MaterialClaim(claimed, .composed))
      }
    }
    var shares = assay.shares
    for element in symbols where !shares.contains(where: { $0.element == element }) {
      shares.append(ElementShare(element, Bounds(0, 100, includesLower: false)))
    }
    for id in contained {
      guard let element = reference[id].element, !shares.contains(where: { $0.element == element }) else {
        continue
      }
      shares.append(ElementShare(element, Bounds(0, 100, includesLower: false)))
    }
    if let code, let id = coded[code.subheading],
      !claims.contains(where: { reference[$0.material].mineral == reference[id].mineral })
    {
      // A composition that is mostly the element the code names says that the code is right.
      let share = reference[id].element.flatMap { element in shares.first { $0.element == element } }
      claims.append(MaterialClaim(id, share.map { $0.percent.lower >= 50 } ?? false ? .composed : .coded))
    }
    return GoodsReading(
      claims: claims, composition: shares, compositionIsWhole: assay.isWhole, purity: assay.purity,
      properties: properties, isSpecific: isSpecific)
  }

  /// Subheadings that name one mineral alone, and the plainest of its materials under them.
  private static func codedMaterials(_ reference: ReferenceData) -> [Int: MaterialID] {
    var owners: [Int: Set<Int>] = [:]
    var first: [Int: MaterialID] = [:]
    for material in reference.materials {
      for subheading in material.subheadings {
        owners[subheading, default: []].insert(material.scope == .named ? material.mineral : -1)
        guard material.scope == .named else { continue }
        if let old = first[subheading],
          plainness(reference[old], subheading) <= plainness(material, subheading)
        {
          continue
        }
        first[subheading] = material.id
      }
    }
    return first.filter { owners[$0.key]?.count == 1 }
  }

  private static func plainness(_ material: Material, _ subheading: Int) -> Int {
    let order: [MaterialKind] = [.ore, .metal, .oxide, .ferroalloy, .powder, .article]
    let kind = order.firstIndex(of: material.kind) ?? order.count
    return (material.subheadings.first == subheading ? 0 : 100) + material.subheadings.count * 10 + kind
  }
}
