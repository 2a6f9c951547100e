// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import Parties
import PartyGraph
import TradeModel
import Workbench

/// One party: its record, entries of lists like it, whom it deals with, what it declared.
enum PartyPages {
  static let all: [Endpoint] =
    lookups + [
      Pages.action("/open-case", .casework, "Opens a case about a party or an alert.") {
        form, context, services in
        let link = CaseLink(try form.choice("kind", CaseLinkKind.self), try form.required("target"))
        let caller = try context.requireCaller()
        let title = String(try form.required("title").prefix(200))
        let record = try services.requireWorkspace().write(actor: caller.principal) {
          try CaseBook.open(title: title, assignee: caller.name, links: [link], in: $0, audit: $1)
        }
        return Services.with("opened", "/cases/\(record.id)")
      },
      Pages.action("/party/exceptions", .casework, "Asks that a party be excepted from a list's entry.") {
        form, context, services in
        let (list, entry, party) = (
          try form.required("list"), try form.required("entry"), try form.required("party")
        )
        let reason = try form.required("reason")
        let expires = try form["expires"].map { text in
          guard let day = Day(text) else {
            throw Problem(.badRequest, "field", "an exception ends on a day such as 2027-03-01")
          }
          return Instant(day)
        }
        _ = try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
          try PartyExceptions.ask(
            list: list, entry: entry, party: party, reason: reason, expires: expires, in: $0, audit: $1)
        }
        return Services.with("asked", "/party?name=\(Address.segment(party))#hits")
      },
      Pages.action("/party/exceptions/{id}/end", .casework, "Ends an exception to a list's entry.") {
        form, context, services in
        let (id, reason) = (try context.id(), try form.required("reason"))
        try services.requireWorkspace().write(actor: try context.requireCaller().principal) {
          try PartyExceptions.end(id, reason: reason, in: $0, audit: $1)
        }
        return Services.with("changed", "/party?name=\(Address.segment(try form.required("party")))#hits")
      },
    ]

  private static let lookups: [Endpoint] = Pages.page(
    "/party", .reading, "What is known of a party.",
    parameters: [
      .required("name", "The party's name as declared."),
      .query(
        "as", "`declared` for this spelling alone; else all that are taken for the party.",
        ["type": "string", "enum": ["resolved", "declared"]]),
    ] + Schema.paging
  ) { request, context, services in
    guard let name = try request.query("name"), !name.isEmpty, name.utf8.count <= 2000 else {
      throw Problem(.badRequest, "parameter", "'name' is the party's name and must be given")
    }
    let way = try request.query("as") ?? "resolved"
    guard way == "resolved" || way == "declared" else {
      throw Problem(.badRequest, "parameter", "'as' is resolved or declared")
    }
    let paging = try request.page()
    let book = try await services.partyBooks.book(services)
    let asked = Asked(
      name: name, variants: book?.variants(of: name), isResolved: way == "resolved", offset: paging.offset,
      limit: paging.limit)
    var model = try page(asked, try context.requireCaller(), services)
    model.cases = try cases(name, context, services)
    return model
  }

  /// The party that is asked for, and the spellings taken for it.
  private struct Asked {
    var name: String
    var variants: [PartyBook.Variant]?
    var isResolved: Bool
    var offset: Int
    var limit: Int

    /// Other spellings whose declarations are shown with those of the name.
    var others: [String] { isResolved ? (variants ?? []).map(\.name) : [] }
  }

  /// Cases about a party, for those who work on cases; naming them is an entry of the audit.
  private static func cases(
    _ name: String, _ context: AssayContext, _ services: Services
  ) throws -> [Link]? {
    let caller = try context.requireCaller()
    guard Access.casework.admits(caller.role) else { return nil }
    var query = CaseBook.Query()
    query.link = CaseLink(.party, name)
    query.isOpen = false
    query.limit = 20
    let asked = query
    guard try services.requireWorkspace().read({ try CaseBook.count(asked, in: $0) }) > 0 else { return [] }
    return try services.requireWorkspace().write(actor: caller.principal) {
      try CaseBook.list(asked, in: $0, audit: $1).map { Link("\($0.id)  \($0.title)", "/cases/\($0.id)") }
    }
  }

  private static func page(_ asked: Asked, _ caller: Caller, _ services: Services) throws -> PartyPage {
    let (name, others) = (asked.name, asked.others)
    let now = services.clock()
    let (record, items, dealings, exceptions, waiting) = try services.requireWorkspace().read { database in
      (
        try PartyRecords.record(name, alsoAs: others, in: database),
        try PartyRecords.items(
          of: name, alsoAs: others, offset: asked.offset, limit: asked.limit, in: database),
        try PartyRecords.dealings(around: name, alsoAs: others, in: database),
        try PartyExceptions.list(at: now, in: database), try Approvals.list(in: database)
      )
    }
    let day = record.last ?? services.chinaDay
    // One circle for the party, however it is spelled.
    let spelled = Set(others)
    let joined = dealings.map { dealing in
      var dealing = dealing
      if spelled.contains(dealing.exporter) { dealing.exporter = name }
      if spelled.contains(dealing.consignee) { dealing.consignee = name }
      return dealing
    }
    let (network, leads) = network(name, joined, day, services)
    var hits = hits(name, day, services)
    // A name that nothing speaks of is no party of this workspace.
    guard record.items > 0 || !hits.isEmpty else { throw Problem.notFound }
    for place in hits.indices {
      hits[place].exception = exception(to: hits[place], name, exceptions, waiting, caller)
    }
    return PartyPage(
      name: name, facts: facts(record, joined, services),
      lanes: DecisionRecord.laneNames.enumerated().reversed().map {
        Fact($1, String(record.lanes[$0] ?? 0))
      }, listsRead: services.lists.datasets.map(\.title), hits: hits, network: network, leads: leads,
      history: items.map { item($0, name, spelled) }, total: record.items, offset: asked.offset,
      limit: asked.limit, variants: asked.variants.map { $0.map { variant($0, services) } },
      isResolved: asked.isResolved, mayExcept: Access.casework.admits(caller.role))
  }

  private static func variant(_ variant: PartyBook.Variant, _ services: Services) -> PartyVariantView {
    PartyVariantView(
      name: variant.name,
      details: [
        variant.identifier, variant.address, variant.country.map { services.country($0.description) },
      ].compactMap(\.self), probability: variant.probability,
      reasons: variant.evidence.map {
        PartyPage.Reason(feature: $0.field, text: "", weight: $0.logOdds, probability: nil)
      })
  }

  /// What officers have found of a hit, or what one has asked and another has not answered.
  private static func exception(
    to hit: PartyPage.ListHit, _ name: String, _ standing: [PartyException], _ waiting: [Approval],
    _ caller: Caller
  ) -> PartyExceptionView? {
    func isSame(_ list: String?, _ entry: String?, _ party: String?) -> Bool {
      // As exceptions go: without regard to case and white space.
      func folded(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
      }
      return list == hit.listID && entry == hit.entry && party.map(folded) == folded(name)
    }
    if let found = standing.first(where: { isSame($0.list, $0.entry, $0.party) }) {
      return PartyExceptionView(
        id: found.id, reason: found.reason, askedBy: found.askedBy, approvedBy: found.approvedBy,
        until: found.expires?.day.description, request: nil)
    }
    let request = waiting.first { approval in
      func text(_ key: String) -> String? { approval.request[key]?.textValue }
      return approval.kind == .addException && isSame(text("list"), text("entry"), text("party"))
    }
    return request.map {
      PartyExceptionView(
        id: nil, reason: $0.reason, askedBy: $0.askedBy, approvedBy: nil, until: nil,
        request: ApprovalView($0, caller))
    }
  }

  private static func facts(
    _ record: PartyRecord, _ dealings: [PartyDealing], _ services: Services
  ) -> [Fact] {
    let partners = Set(
      dealings.filter { $0.exporter == record.name || $0.consignee == record.name }
        .flatMap { [$0.exporter, $0.consignee] }
    ).subtracting([record.name])
    func counted(_ list: [(name: String, items: Int)], _ named: (String) -> String) -> String {
      list.map { "\(named($0.name)) (\($0.items))" }.joined(separator: ", ")
    }
    return [
      Fact("as-exporter", record.asExporter > 0 ? String(record.asExporter) : ""),
      Fact("as-consignee", record.asConsignee > 0 ? String(record.asConsignee) : ""),
      Fact("first", record.first?.description ?? ""), Fact("last", record.last?.description ?? ""),
      Fact("partners", partners.isEmpty ? "" : String(partners.count)),
      Fact("destinations", counted(record.destinations) { services.country($0) }),
      Fact("commodities", counted(record.codes) { $0 }),
    ]
  }

  private static func item(
    _ record: DecisionRecord, _ name: String, _ others: Set<String>
  ) -> PartyPage.Item {
    let isExporter = record.exporter.map { $0 == name || others.contains($0) } ?? false
    let spelling = isExporter ? record.exporter : record.consignee
    return PartyPage.Item(
      id: record.id, day: record.day.description, role: isExporter ? "exporter" : "consignee",
      other: isExporter ? record.consignee : record.exporter, code: record.commodityCode ?? "",
      destination: record.destination, lane: record.laneName, headline: record.headline,
      spelling: spelling == name ? nil : spelling)
  }

  /// Entries like the party as of its last day, each feature with what it adds.
  private static func hits(_ name: String, _ day: Day, _ services: Services) -> [PartyPage.ListHit] {
    guard services.lists.entryCount > 0 else { return [] }
    var filter = EntityFilter()
    filter.asOf = day
    let titles = Dictionary(
      services.lists.datasets.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
    return services.lists.match(PartyProfile(names: [name]), where: filter, limit: 6, floor: 0.3).map {
      match in
      let entity = match.entity
      return PartyPage.ListHit(
        name: entity.caption, list: entity.datasets.map { titles[$0] ?? $0 }.joined(separator: ", "),
        listed: entity.listedFrom?.description,
        reference: entity.values(of: "program").first ?? entity.values(of: "reference").first,
        entity: entity.id, score: match.score, effect: entity.effect.rawValue,
        reasons: match.features.map { feature in
          let isProbability = feature.kind == .name || feature.kind == .identifier
          return PartyPage.Reason(
            feature: feature.kind.rawValue,
            text: feature.detail.isEmpty ? feature.kind.meaning : feature.detail,
            weight: isProbability ? nil : feature.score, probability: isProbability ? feature.score : nil)
        }, listID: entity.datasets.first ?? "", entry: entity.entryID)
    }
  }

  /// The picture of the network, laid out, and the signs in it that concern the party.
  private static func network(
    _ name: String, _ dealings: [PartyDealing], _ day: Day, _ services: Services
  ) -> (PartyNetworkPlot?, [PartyPage.Lead]) {
    guard !dealings.isEmpty else { return (nil, []) }
    var network = PartyNetwork()
    for (line, dealing) in dealings.enumerated() {
      let (from, to) = (network.node(.party, dealing.exporter), network.node(.party, dealing.consignee))
      // A bond for each item up to some, so that ties that are used more draw nearer.
      for _ in 0..<min(dealing.items, 20) {
        network.connect(from, to, .ships, day: dealing.last, line: line + 1)
      }
    }
    if services.lists.entryCount > 0 { network.screen(services.lists, on: day) }
    guard let centre = network.party(name) else { return (nil, []) }
    let leads = network.leads().filter { $0.party == centre || $0.others.contains(centre) }.prefix(8).map {
      PartyPage.Lead(kind: $0.kind.rawValue, words: $0.explanation)
    }
    let centreID = network.nodes[centre].id
    let picture = NetworkPicture(network)
    let width = 900.0
    let height = picture.count < 8 ? 120 + 46 * Double(picture.count) : 520
    var places = picture.places(width: width, height: height)
    if places.count < 8 { align(&places, centreID, width, height, picture.bonds) }
    let nodes = places.map { place in
      PartyNetworkPlot.Node(
        name: place.node.label, country: place.node.country.map { services.country($0.description) },
        href: "/party?name=\(Address.segment(place.node.label))", x: place.x, y: place.y,
        radius: place.radius, isCentre: place.node.id == centreID, list: place.node.listed.first?.listTitle)
    }
    var ties: [[Int]: Int] = [:]
    for bond in picture.bonds where bond.relation == .ships { ties[[bond.from, bond.to], default: 0] += 1 }
    let edges = ties.keys.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.map {
      PartyNetworkPlot.Edge(from: $0[0], to: $0[1], items: ties[$0] ?? 1)
    }
    return (PartyNetworkPlot(width: width, height: height, nodes: nodes, edges: edges), Array(leads))
  }

  /// A small network reads best from left to right: those who send, the party, those who receive.
  private static func align(
    _ places: inout [NetworkPicture.Place], _ centre: String, _ width: Double, _ height: Double,
    _ bonds: [NetworkEdge]
  ) {
    guard let middle = places.firstIndex(where: { $0.node.id == centre }) else { return }
    // Steps from the party: against the arrows to the left, along them to the right.
    var column = [middle: 0]
    var frontier = [middle]
    while !frontier.isEmpty {
      var next: [Int] = []
      for bond in bonds {
        for (here, there, step) in [(bond.from, bond.to, 1), (bond.to, bond.from, -1)]
        where frontier.contains(here) && column[there] == nil {
          column[there] = (column[here] ?? 0) + step
          next.append(there)
        }
      }
      frontier = next
    }
    let columns = Set(column.values).sorted()
    for (index, name) in columns.enumerated() {
      let rows = column.filter { $0.value == name }.keys.sorted()
      for (row, node) in rows.enumerated() {
        places[node].x = width * (Double(index) + 0.5) / Double(columns.count)
        places[node].y = height * (Double(row) + 0.5) / Double(rows.count)
        places[node].radius = min(places[node].radius, 14)
      }
    }
  }
}
