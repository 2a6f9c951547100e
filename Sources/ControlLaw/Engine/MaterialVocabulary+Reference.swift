// SPDX-License-Identifier: Apache-2.0

public import ReferenceData

extension MaterialVocabulary {
  /// The materials of reference data, by its numbers.
  public init(_ reference: ReferenceData) {
    self.init(
      reference.materials.map { material in
        Entry(
          slug: material.slug, name: material.name, element: material.element,
          subheadings: material.subheadings)
      })
  }

  /// The materials of the reference data that the binary carries.
  public static let embedded = MaterialVocabulary(ReferenceData.embedded)
}
