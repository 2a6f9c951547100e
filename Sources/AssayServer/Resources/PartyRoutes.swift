// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import Parties
import TradeModel

/// Parties on lists. A hit is a lead to check, not a verdict.
enum PartyRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/parties/screen", .screening, tag: "parties", "Finds a party on the lists as of a day.",
      body: Schema.object(
        [
          "name": Schema.text, "identifier": Schema.text, "country": Schema.text, "address": Schema.text,
          "as_of": Schema.day,
        ], required: ["name"])
    ) { request, _, services in
      let form = try await request.object(upTo: 64 << 10)
      var party = Party(
        name: try form.required("name", most: 2000), identifier: try form.optional("identifier", most: 200),
        address: try form.optional("address", most: 4000))
      if let country = try form.optional("country", most: 8) {
        guard let code = CountryCode(country.uppercased()) else {
          throw Problem(.badRequest, "field", "'country' is a country of two letters, such as JP")
        }
        party.country = code
      }
      var day = services.clock().day
      if let text = try form.optional("as_of", most: 32) {
        guard let given = Day(text) else {
          throw Problem(.badRequest, "field", "'as_of' is a day such as 2025-04-04")
        }
        day = given
      }
      let standing = try services.listsInForce()
      return .json([
        "as_of": .string(day.description), "basis": .raw(standing.basis),
        "hits": .array(standing.lists.screen(party, on: day).map(hit)),
      ])
    },
    Endpoint(
      .get, "/v1/parties", .reading, tag: "parties", "Searches the entities of the lists.",
      parameters: [.query("q", "Name, identifier or id.")] + Schema.paging
    ) { request, _, services in
      try request.allow(only: ["q", "limit", "offset"])
      let (offset, limit) = try request.page()
      let found = services.lists.search(
        String((try request.query("q") ?? "").prefix(1000)), limit: limit, offset: offset)
      return .page(
        found.page.map { FollowTheMoneyView.entity($0.entity, score: $0.score) }, total: found.total,
        offset: offset, limit: limit, for: request)
    },
    Endpoint(
      .get, "/v1/lists", .reading, tag: "parties", "Tells the lists loaded, with editions and checksums."
    ) {
      request, _, services in
      let lists = services.lists.datasets.map { list -> JSON in
        [
          "id": .string(list.id), "title": .string(list.title), "publisher": .string(list.publisher),
          "version": .string(list.version), "sha256": .string(list.sha256), "entries": .int(list.entryCount),
          "names": .int(list.nameCount),
        ]
      }
      return .page(lists, total: lists.count, offset: 0, limit: lists.count, for: request)
    },
  ]

  static func hit(_ hit: ListHit) -> JSON {
    [
      "list": .string(hit.list), "list_title": .string(hit.listTitle),
      "list_version": .string(hit.listVersion),
      "entry": .string(hit.entryID), "matched_name": .string(hit.matchedName),
      "probability": .number((hit.probability * 10_000).rounded() / 10_000),
      "effect": .string(hit.effect.rawValue), "listed_from": .optional(hit.listedFrom?.description),
      "listed_until": .optional(hit.listedUntil?.description), "program": .optional(hit.program),
      "reference": .optional(hit.reference), "explanation": .strings(hit.explanation),
    ]
  }
}
