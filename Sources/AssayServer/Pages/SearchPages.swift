// SPDX-License-Identifier: Apache-2.0

import Casework
import ControlLaw
import HTTPTypes
import Hummingbird
import Parties
import ReferenceData
import Screening
import TradeModel
import Workbench

/// One box for everything that has a name or a number.
enum SearchPages {
  static let all: [Endpoint] = Pages.page(
    "/search", .reading, "Finds declarations, parties, entries of lists, cases, licences and law.",
    parameters: [.query("q", "What to look for.")]
  ) { request, context, services in
    let query = String((try request.query("q") ?? "").prefix(200)).trimmedOfSpace
    guard !query.isEmpty else { return SearchPage(query: "", groups: []) }
    let groups =
      try kept(query, context, services) + [entities(query, services)] + law(query, services)
    return SearchPage(query: query, groups: groups)
  }

  /// Hits shown of each kind.
  private static let most = 12

  /// What the workspace keeps; cases only for those who work on them.
  private static func kept(
    _ query: String, _ context: AssayContext, _ services: Services
  ) throws -> [SearchPage.Group] {
    let caller = try context.requireCaller()
    let workspace = try services.requireWorkspace()
    let (declarations, parties, licences) = try workspace.read {
      (
        try WorkspaceSearch.declarations(query, limit: most, in: $0),
        try WorkspaceSearch.parties(query, limit: most, in: $0),
        try WorkspaceSearch.licences(query, limit: most, in: $0)
      )
    }
    var groups = [
      SearchPage.Group(
        kind: "declarations", hits: declarations.hits.map(hit), total: declarations.total),
      SearchPage.Group(
        kind: "parties",
        hits: parties.hits.map {
          SearchPage.Hit(
            title: $0.name, detail: "", href: "/party?name=\(Address.segment($0.name))", items: $0.items)
        }, total: parties.total),
    ]
    if Access.casework.admits(caller.role) {
      let cases = try workspace.write(actor: caller.principal) {
        try WorkspaceSearch.cases(query, limit: most, in: $0, audit: $1)
      }
      groups.append(
        SearchPage.Group(
          kind: "cases",
          hits: cases.hits.map {
            SearchPage.Hit(
              title: $0.title, detail: ([$0.status.rawValue] + $0.tags).joined(separator: " · "),
              href: "/cases/\($0.id)")
          }, total: cases.total))
    }
    groups.append(
      SearchPage.Group(
        kind: "licences",
        hits: licences.hits.map {
          SearchPage.Hit(
            title: $0.licence.number,
            detail: [
              $0.licence.holder.name, $0.licence.controlCodes.joined(separator: ", "),
              "\($0.licence.validFrom) – \($0.licence.validTo)",
            ].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · "),
            href: "/licences/\(Address.segment($0.licence.number))")
        }, total: licences.total))
    return groups
  }

  private static func hit(_ record: DecisionRecord) -> SearchPage.Hit {
    SearchPage.Hit(
      title: "\(record.declaration ?? "–") / \(record.item ?? 1)",
      detail: [record.day.description, record.destination, record.commodityCode ?? "", record.headline]
        .filter { !$0.isEmpty }.joined(separator: " · "),
      href: "/referrals/\(record.id)", lane: record.laneName)
  }

  private static func entities(_ query: String, _ services: Services) -> SearchPage.Group {
    guard services.lists.entryCount > 0 else { return SearchPage.Group(kind: "entities", hits: [], total: 0) }
    let titles = Dictionary(
      services.lists.datasets.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
    // Weak likenesses are for the page of a party, which explains them.
    let found = services.lists.search(query, limit: EntitySearch.most).page.filter { $0.score >= 0.3 }
    return SearchPage.Group(
      kind: "entities",
      hits: found.prefix(most).map { match in
        SearchPage.Hit(
          title: match.entity.caption,
          detail: (match.entity.datasets.map { titles[$0] ?? $0 } + [match.entity.id])
            .joined(separator: " · "),
          href: "/party?name=\(Address.segment(match.entity.caption))")
      }, total: found.count)
  }

  private static func law(_ query: String, _ services: Services) -> [SearchPage.Group] {
    let book = services.law
    let wanted = query.lowercased()
    let minerals = services.screener.reference.minerals.filter { mineral in
      !book.controls(onMineral: mineral.slug).isEmpty
        && (mineral.slug.contains(wanted)
          || mineral.names.contains { $0.names.contains { $0.lowercased().contains(wanted) } })
    }
    let acts = book.tables.instruments.filter {
      $0.citation.lowercased().contains(wanted) || $0.title.lowercased().contains(wanted)
        || $0.titleLocal.contains(query) || $0.id.lowercased() == wanted
    }
    let controls = book.controlIDs.filter { id in
      let control = book.control(id)
      return control.code?.lowercased().hasPrefix(wanted) == true || control.item.lowercased() == wanted
        || wanted.utf8.count >= 4 && control.text.lowercased().contains(wanted)
    }
    let actHits = acts.map {
      SearchPage.Hit(
        title: $0.citation, detail: $0.title, href: "/law/instruments/\(Address.segment($0.id))")
    }
    let controlHits = controls.prefix(most).map { id in
      let (control, instrument) = (book.control(id), book.instrument(of: id))
      return SearchPage.Hit(
        title: "\(control.code ?? control.item)  \(control.text.prefix(160))", detail: instrument.citation,
        href: "/law/instruments/\(Address.segment(instrument.id))")
    }
    return [
      SearchPage.Group(
        kind: "minerals",
        hits: minerals.prefix(most).map {
          SearchPage.Hit(
            title: [$0.name, $0.chineseName].compactMap(\.self).joined(separator: "  "),
            detail: $0.covers == $0.name ? "" : $0.covers, href: "/law?mineral=\(Address.segment($0.slug))")
        }, total: minerals.count),
      SearchPage.Group(
        kind: "law", hits: Array((actHits + controlHits).prefix(most)), total: acts.count + controls.count),
    ]
  }
}

extension String {
  fileprivate var trimmedOfSpace: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
