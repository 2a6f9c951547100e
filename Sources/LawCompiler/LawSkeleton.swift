// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// The file of a new announcement, ready to be filled in.
public struct LawSkeleton: Sendable {
  public var id: String
  public var citation: String
  public var jurisdiction: CountryCode
  public var published: Day
  public var effective: Day

  public init(id: String, citation: String, jurisdiction: CountryCode, published: Day, effective: Day) {
    self.id = id
    self.citation = citation
    self.jurisdiction = jurisdiction
    self.published = published
    self.effective = effective
  }

  /// The file with one item to fill in, its questions as remarks.
  public var text: String {
    let before = effective.advanced(by: -1)
    let after = effective.advanced(by: 1)
    return """
      # SPDX-License-Identifier: Apache-2.0
      # Fill in every line marked TODO, then run: assay law lint --law Law && assay law test --law Law
      # How to: docs/adding-law.md
      id: \(id)
      kind: announcement
      citation: "\(citation)"
      title: "TODO the title in English"
      title local: "TODO the title as published"
      issuers: [TODO]
      jurisdiction: \(jurisdiction)
      published: \(published)
      effective: \(effective)
      # confirmed: read in the source; reported: a law firm or the press; inferred; memory; unverified
      confidence: reported
      # Keys of Law/sources.yaml; add the address there first.
      sources: []
      reviewed: { day: \(published), next: \(effective.advanced(by: 90)) }
      regime: dual-use
      outcome: licence required
      # What every item must say on these days, for its first example.
      days:
        \(before): not controlled
        \(effective): licence required
        \(after): licence required

      items:
        - item: TODO-1
          control code: "TODO"
          minerals: [gallium]
          form: metal
          text: "TODO the item in English, as the act words it"
          codes:
            published: []
          when:
            material: gallium/metal
          examples:
            - { goods: gallium metal, is: gallium/metal, day: \(effective), to: DE, expect: licence required }
            - { goods: steel bolts M8, day: \(effective), to: DE, expect: not controlled }

      # If the act suspends, ends or revives another one, say so here and leave the other file alone:
      # changes:
      #   - of: [CN-MOFCOM-GAC-2025-55]
      #     state: suspended            # in force, suspended, ended, unverified
      #     from: \(effective)
      #     until: \(effective.advanced(by: 365))
      #     after: { state: unverified, note: "what happens after is not known" }

      """
  }
}
