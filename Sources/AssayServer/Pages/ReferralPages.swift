// SPDX-License-Identifier: Apache-2.0

import Casework
import GoodsIdentity
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import ReferenceData
import Screening
import TradeModel
import Workbench

/// One referred item with all its reasons, and what officers decide about it.
enum ReferralPages {
  static let all: [Endpoint] =
    Pages.page("/referrals/{id}", .reading, "A referred item with its reasons and the decision buttons.") {
      _, context, services in
      try model(try context.id(), context, services)
    } + [
      Pages.action("/referrals/{id}/decision", .casework, "Releases, holds or examines an item.") {
        form, context, services in
        let (id, actor) = (try context.id(), try context.requireCaller().principal)
        let kind = try form.choice("decision", Disposition.Kind.self)
        let reason = try form.required("reason")
        let answer = try services.requireWorkspace().write(actor: actor) {
          try Dispositions.dispose(of: id, kind, reason: reason, in: $0, audit: $1)
        }
        let done = if case .done = answer { "decided" } else { "asked" }
        return Services.with(done, "/referrals/\(id)")
      },
      Pages.action("/approvals/{id}", .approval, "Agrees to or refuses what another asked for.") {
        form, context, services in
        let (id, actor) = (try context.id(), try context.requireCaller().principal)
        guard let answer = form["answer"], answer == "approve" || answer == "reject" else {
          throw Problem(.badRequest, "field", "the answer is approve or reject")
        }
        let reason = try form.required("approval-reason")
        _ = try services.requireWorkspace().write(actor: actor) {
          try Approvals.decide(id, approve: answer == "approve", reason: reason, in: $0, audit: $1)
        }
        return Services.with(answer == "approve" ? "approved" : "rejected", Address.own(form["back"] ?? "/"))
      },
      Pages.form("/referrals/{id}/certificate", .screening, "Makes the signed certificate of a decision.") {
        form, context, services in
        let (id, actor) = (try context.id(), try context.requireCaller().principal)
        let certificate = try services.requireWorkspace().certificate(of: id, actor: actor)
        let isPage = form["format"] == "html"
        return file(
          isPage ? certificate.html : certificate.bytes,
          name: "certificate-\(id).\(isPage ? "html" : "json")",
          type: isPage ? "text/html; charset=utf-8" : "application/json")
      },
    ]

  /// Bytes to be saved, never shown as a page of this server.
  private static func file(_ bytes: [UInt8], name: String, type: String) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"",
        .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private static func model(_ id: Int64, _ context: AssayContext, _ services: Services) throws -> ReferralPage
  {
    let workspace = try services.requireWorkspace()
    let caller = try context.requireCaller()
    let record = try workspace.read { try DecisionStore.decision(id, in: $0) }
    let reading = ReferralReading(record.full) { services.materialName($0) }
    var page = try workspace.read { database in
      let waiting = try Approvals.list(subject: "decision:\(id)", in: database)
      var page = ReferralPage(
        id: id, lane: record.laneName, score: Double(record.score) / 10_000, headline: record.headline,
        declaration: (record.declaration ?? "–") + (record.item.map { " / \($0)" } ?? ""),
        day: record.day.description, goods: "", declaredOutcome: record.declared,
        likelyOutcome: record.likely,
        licence: .init(state: record.licenceState, lines: []),
        decision: .init(
          state: TodayPages.state(of: record, waiting),
          made: record.disposition.map {
            .init(at: $0.at.minute, actor: $0.actor, reason: $0.reason, second: $0.second)
          },
          mayDecide: context.isCaseworker, needsSecond: record.lane >= 3,
          request: waiting.first.map { ApprovalView($0, caller) }))
      (page.previous, page.next) = try DecisionStore.neighbours(of: record, in: database)
      page.supersededBy = try DecisionStore.replacement(of: record.screening, in: database)
      page.digests = digests(record, try DecisionStore.screening(record.screening, in: database))
      return page
    }
    page.isWhole = record.full != nil
    reading.fill(&page)
    if context.isCaseworker {
      var query = CaseBook.Query()
      query.link = CaseLink(.decision, String(id))
      query.isOpen = false
      let asked = query
      page.decision.cases = try workspace.write(actor: caller.principal) {
        try CaseBook.list(asked, in: $0, audit: $1).map { .init(id: $0.id, title: $0.title) }
      }
    }
    let facts = try services.shelf.table(of: record.screening, in: workspace).flatMap { table in
      table.rowCount > record.row ? ReferralFacts(services, table, row: record.row) : nil
    }
    facts?.fill(&page, likely: services.likely(record, reading))
    page.parties = try parties(record, facts?.item, reading, workspace, services)
    return page
  }

  private static func digests(_ record: DecisionRecord, _ screening: ScreeningRecord) -> [Fact] {
    [
      Fact("assessment", record.digest), Fact("input", screening.inputDigest),
      Fact("law", screening.lawDigest),
      Fact("lists", screening.listsDigest), Fact("model", screening.modelDigest),
      Fact("ledger", screening.ledgerDigest), Fact("program", screening.program),
    ]
  }

  private static func parties(
    _ record: DecisionRecord, _ item: GoodsItem?, _ reading: ReferralReading, _ workspace: Workspace,
    _ services: Services
  ) throws -> [ReferralPage.PartyRow] {
    var parties: [(role: String, name: String, country: String?)] = []
    func add(_ role: String, _ name: String?, _ country: CountryCode?) {
      guard let name, !name.isEmpty else { return }
      parties.append((role, name, country.map { services.country($0.description) }))
    }
    if let item {
      for (role, party) in [
        (PartyRole.exporter, item.exporter), (.consignee, item.consignee), (.declarant, item.declarant),
        (.notifyParty, item.notifyParty),
      ] { add(role.name, party?.name, party?.country) }
      add("end user", item.endUser, nil)
    } else {
      add("exporter", record.exporter, nil)
      add("consignee", record.consignee, nil)
    }
    return try parties.map { party in
      let past = try workspace.read {
        try DecisionStore.history(of: party.name, except: record.id, limit: 8, in: $0)
      }
      return .init(
        role: party.role, name: party.name, country: party.country,
        href: "/party?name=\(Address.segment(party.name))", hits: reading.hits(party.role),
        history: past.items.map {
          HistoryRow(
            id: $0.id, day: $0.day.description, code: $0.commodityCode ?? "",
            destination: services.country($0.destination), lane: $0.laneName, headline: $0.headline)
        }, total: past.total, referred: past.referred)
    }
  }
}

extension ApprovalView {
  init(_ approval: Approval, _ caller: Caller) {
    let isOwn = approval.askedBy == caller.name
    self.init(
      id: approval.id, askedBy: approval.askedBy, at: approval.asked.minute, reason: approval.reason,
      isOwn: isOwn,
      mayAnswer: !isOwn && Access.approval.admits(caller.role))
  }
}

extension Services {
  /// The English name of a material by its slug, or the slug.
  func materialName(_ slug: String) -> String {
    screener.reference.material(slug: slug).map { screener.reference[$0].name } ?? slug
  }

  /// The materials that an item most likely is.
  fileprivate func likely(_ record: DecisionRecord, _ reading: ReferralReading) -> [MaterialID] {
    let kept = (reading.whole["identity"]?["candidates"]?.elements ?? []).filter {
      ($0["probability"]?.double ?? 0) > 0.05
    }
    .compactMap { $0["material"]?.text }
    return (kept.isEmpty ? [record.material].compactMap(\.self) : kept).compactMap {
      screener.reference.material(slug: $0)
    }
  }
}
