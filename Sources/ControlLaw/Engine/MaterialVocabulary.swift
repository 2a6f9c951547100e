// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// The materials that a law book speaks about: which number a slug has, and what a material is made of.
///
/// It ties the text of the law, which writes slugs, to the numbers of the reference data.
public struct MaterialVocabulary: Sendable {
  /// One material of the vocabulary.
  public struct Entry: Sendable, Hashable {
    /// `mineral/form`, such as `gallium/metal`.
    public var slug: String
    /// The name for people ("gallium metal").
    public var name: String
    /// The element that a composition would show; nothing where none stands for it.
    public var element: Element?
    /// Harmonized System subheadings it travels under, as numbers.
    public var subheadings: [Int]

    public init(slug: String, name: String, element: Element?, subheadings: [Int]) {
      self.slug = slug
      self.name = name
      self.element = element
      self.subheadings = subheadings
    }

    /// The part of the slug before the slash.
    public var mineral: Substring { slug.prefix { $0 != "/" } }
  }

  /// Materials by their number.
  public let entries: [Entry]
  /// The atomic number of the element of each material, 0 where none stands for it.
  let elementNumbers: [UInt8]
  private let indexBySlug: [String: Int]
  private let indexesByMineral: [String: [Int]]

  public init(_ entries: [Entry]) {
    precondition(entries.count <= Int(UInt16.max), "a material number has 16 bits")
    self.entries = entries
    elementNumbers = entries.map { $0.element?.atomicNumber ?? 0 }
    indexBySlug = Dictionary(entries.enumerated().map { ($1.slug, $0) }, uniquingKeysWith: { a, _ in a })
    indexesByMineral = Dictionary(grouping: entries.indices) { String(entries[$0].mineral) }
  }

  /// The material of a slug.
  public func material(_ slug: String) -> MaterialID? {
    indexBySlug[slug].map { MaterialID(rawValue: UInt16($0)) }
  }

  /// The material of a slug, or every material of a mineral.
  public func materials(_ name: String) -> [MaterialID] {
    if let one = material(name) { return [one] }
    return (indexesByMineral[name] ?? []).map { MaterialID(rawValue: UInt16($0)) }
  }

  /// The name of a material for people.
  public func name(of material: MaterialID) -> String {
    entries.indices.contains(Int(material.rawValue))
      ? entries[Int(material.rawValue)].name : "unknown material"
  }

  /// The words of a slug: `gallium/zone-refined` reads "gallium zone refined".
  public static func plainName(_ slug: String) -> String {
    String(slug.map { $0 == "/" || $0 == "-" ? " " : $0 })
  }
}
