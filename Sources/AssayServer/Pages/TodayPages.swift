// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import ReferenceData
import Screening
import TradeModel
import Workbench

/// The day's queue.
enum TodayPages {
  static let all: [Endpoint] = Pages.page(
    "/", .reading, "What to open first, and what has changed.",
    parameters: [
      .query(
        "capacity", "Inspections that can be made today.",
        ["type": "integer", "minimum": 0, "maximum": 10_000]),
      .query("offset", "How many of the queue to skip.", ["type": "integer", "minimum": 0]),
    ]
  ) { request, _, services in
    try model(
      capacity: request.number("capacity", 0...10_000, default: 25),
      offset: request.number("offset", 0...10_000_000, default: 0), services)
  }

  /// Entries shown below the last that can be inspected.
  private static let below = 15

  private static func model(capacity: Int, offset: Int, _ services: Services) throws -> TodayPage {
    let workspace = try services.requireWorkspace()
    var query = DecisionStore.Query()
    query.minimumLane = 2
    query.isOpen = true
    query.offset = offset
    query.limit = offset > 0 ? 50 : max(50, min(250, capacity + below))
    let asked = query
    let changes = try changes(workspace)
    return try workspace.read { database in
      let waiting = try Approvals.list(in: database)
      let lanes = try services.laneCounts.lanes(in: database)
      let harm = try DecisionStore.harm(first: capacity, in: database)
      return TodayPage(
        day: services.clock().day.description, capacity: capacity,
        lanes: Dictionary(uniqueKeysWithValues: zip(DecisionRecord.laneNames, lanes)),
        open: try DecisionStore.count(asked, in: database),
        queue: try DecisionStore.list(asked, in: database).map { entry($0, waiting, services) },
        offset: offset, harmWithin: harm.first, harmInAll: harm.all, changes: changes,
        approvals: waiting.map(request))
    }
  }

  static func entry(_ record: DecisionRecord, _ waiting: [Approval], _ services: Services) -> TodayPage.Entry
  {
    TodayPage.Entry(
      id: record.id, lane: record.laneName, score: Double(record.score) / 10_000, headline: record.headline,
      goods: record.full.flatMap { JSON(parsing: $0)?["item"]?["goods_description"]?.text } ?? "",
      declaration: (record.declaration ?? "–") + (record.item.map { " / \($0)" } ?? ""),
      day: record.day.description, code: record.commodityCode ?? "", destination: record.destination,
      destinationName: services.country(record.destination), declared: record.declared,
      likely: record.likely, state: state(of: record, waiting))
  }

  static func state(of record: DecisionRecord, _ waiting: [Approval]) -> String {
    if waiting.contains(where: { $0.kind == .releaseItem && $0.subject == "decision:\(record.id)" }) {
      return "asked"
    }
    return record.disposition?.kind.rawValue ?? "open"
  }

  private static func request(_ approval: Approval) -> TodayPage.Change {
    var (number, href) = reference(approval.subject)
    if approval.kind == .addException, let party = approval.request["party"]?.textValue {
      (number, href) = (party, "/party?name=\(Address.segment(party))#hits")
    }
    return TodayPage.Change(
      at: approval.asked.minute, actor: approval.askedBy, action: approval.kind.rawValue, subject: number,
      note: approval.reason, href: href)
  }

  /// The latest changes that matter to the day; readings and signing in are not among them.
  private static func changes(_ workspace: Workspace) throws -> [TodayPage.Change] {
    try workspace.auditEntries(limit: 250).filter { Words.knows("change.text.\($0.action)") }.prefix(10).map {
      let (number, href) = reference($0.subject)
      return TodayPage.Change(
        at: $0.at.minute, actor: $0.actor, action: $0.action, subject: number, href: href)
    }
  }

  /// The number in the subject of an entry, and the page it has.
  static func reference(_ subject: String) -> (String, String?) {
    let parts = subject.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return (subject, nil) }
    let number = String(parts[1])
    let place = ["decision": "/referrals/", "case": "/cases/"][String(parts[0])]
    return (number, Int64(number) == nil ? nil : place.map { $0 + number })
  }
}

extension Services {
  /// The English name of a country, or its code.
  func country(_ code: String) -> String {
    CountryCode(code).flatMap { screener.reference.countries[$0]?.name } ?? code
  }
}
