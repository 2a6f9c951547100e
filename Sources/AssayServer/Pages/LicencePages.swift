// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import TradeModel
import Workbench

/// The licence ledger.
enum LicencePages {
  static let all: [Endpoint] =
    Pages.page(
      "/licences", .reading, "Licences with their balances.",
      parameters: [.query("status", "One status.", Schema.choice(LicenceStatus.self))] + Schema.paging
    ) { request, _, services in
      try list(request, services)
    }
    + Pages.page("/licences/{name}", .reading, "One licence: its balance over time and what draws on it.") {
      _, context, services in
      try licence(try context.text("name"), services)
    }

  private static func list(_ request: Request, _ services: Services) throws -> LicencesPage {
    let (offset, limit) = try request.page()
    var status: LicenceStatus?
    if let text = try request.query("status") {
      guard let known = LicenceStatus(rawValue: text) else {
        throw Problem(.badRequest, "parameter", "'status' is no status of a licence")
      }
      status = known
    }
    let wanted = status
    let all = try services.requireWorkspace().read { try LicenceRegister.list(in: $0) }
    let counts = Dictionary(grouping: all, by: \.status).mapValues(\.count)
    let chosen = all.filter { wanted == nil || $0.status == wanted }
    return LicencesPage(
      rows: chosen.dropFirst(offset).prefix(limit).map(row), total: chosen.count, offset: offset,
      limit: limit, status: wanted?.rawValue,
      counts: LicenceStatus.allCases.compactMap { status in
        counts[status].map { Fact(status.rawValue, String($0)) }
      })
  }

  private static func row(_ record: LicenceRecord) -> LicencesPage.Row {
    LicencesPage.Row(
      number: record.licence.number, holder: record.licence.holder.name ?? "",
      controls: record.licence.controlCodes, granted: record.licence.granted?.double,
      committed: record.committed.double, reserved: record.reserved.double,
      unit: record.licence.unit.symbol, validFrom: record.licence.validFrom.description,
      validTo: record.licence.validTo.description, status: record.status.rawValue)
  }

  private static func licence(_ number: String, _ services: Services) throws -> LicencePage {
    let (record, reservations, events) = try services.requireWorkspace().read { database in
      (
        try LicenceRegister.record(number, in: database),
        try LicenceRegister.reservations(of: number, in: database),
        try LicenceRegister.events(of: number, in: database)
      )
    }
    let licence = record.licence
    let unit = licence.unit.symbol
    let names = Dictionary(
      reservations.map { ($0.id, "\($0.declaration) / \($0.item)") }, uniquingKeysWith: { first, _ in first })
    func quantity(_ value: ExactDecimal?) -> String { value.map { "\(grouped($0)) \(unit)" } ?? "–" }
    return LicencePage(
      row: row(record),
      facts: [
        Fact("holder", licence.holder.name ?? ""), Fact("holder-id", licence.holder.identifier ?? ""),
        Fact("controls", licence.controlCodes.joined(separator: ", ")),
        Fact("codes", licence.commodityCodes.map(\.digits).joined(separator: ", ")),
        Fact("consignee", licence.consignee ?? ""),
        Fact("country", licence.country.map { services.country($0.description) } ?? ""),
        Fact("end-user", licence.endUser ?? ""), Fact("valid-from", licence.validFrom.description),
        Fact("valid-to", licence.validTo.description), Fact("reason", record.statusReason ?? ""),
      ], balance: balance(record, events, services),
      draws: reservations.map { reservation in
        LicencePage.Draw(
          declaration: reservation.declaration, item: reservation.item,
          href: "/search?q=\(Address.segment(reservation.declaration))",
          committed: quantity(reservation.committed), reserved: quantity(reservation.reserved),
          state: reservation.state.rawValue)
      },
      events: events.reversed().map { event in
        let used = event.committed.adding(event.reserved) ?? event.committed
        return LicencePage.Event(
          at: event.at.minute, kind: event.kind, quantity: quantity(event.quantity),
          left: event.granted.map { quantity($0.subtracting(used)) } ?? "–", actor: event.actor,
          reservation: event.reservation.map { names[$0] ?? $0 } ?? "")
      })
  }

  private static func balance(
    _ record: LicenceRecord, _ events: [LedgerEvent], _ services: Services
  ) -> BalancePlot {
    let (from, to) = (record.licence.validFrom, record.licence.validTo)
    let points = events.map { event in
      BalancePlot.Point(
        at: Double(event.at.milliseconds) / 86_400_000, label: event.at.minute, kind: event.kind,
        committed: event.committed.double, reserved: event.reserved.double,
        granted: event.granted?.double)
    }
    let begin = min(Double(from.number), points.first?.at ?? Double(from.number))
    let end = max(Double(to.number), points.last?.at ?? Double(to.number))
    return BalancePlot(
      unit: record.licence.unit.symbol, from: Double(from.number), to: Double(to.number),
      today: Double(services.clock().milliseconds) / 86_400_000, ticks: ticks(begin, end), points: points)
  }

  /// First days of months, six or so between two days.
  private static func ticks(_ begin: Double, _ end: Double) -> [LawTimeline.Year] {
    let (first, last) = (Day(number: Int32(begin)).civil, Day(number: Int32(end)).civil)
    let months = (last.year - first.year) * 12 + last.month - first.month
    let step = [1, 2, 3, 6, 12, 24, 60].first { months / $0 <= 7 } ?? 120
    return (0...max(0, months + 1)).compactMap { offset in
      let number = first.year * 12 + first.month - 1 + offset
      guard (number % 12).isMultiple(of: min(step, 12)), (number / 12).isMultiple(of: max(1, step / 12)),
        let day = Day(year: number / 12, month: number % 12 + 1, day: 1), Double(day.number) >= begin,
        Double(day.number) <= end
      else { return nil }
      return LawTimeline.Year(name: String(day.description.prefix(7)), at: Double(day.number))
    }
  }
}

/// An exact quantity with commas between thousands.
private func grouped(_ value: ExactDecimal) -> String {
  let parts = value.description.split(separator: ".", maxSplits: 1)
  let digits = Array(parts[0])
  let whole = digits.enumerated().flatMap { index, digit -> [Character] in
    let rest = digits.count - index
    return index > 0 && rest.isMultiple(of: 3) && digits[index - 1] != "-" ? [",", digit] : [digit]
  }
  return String(whole) + (parts.count > 1 ? ".\(parts[1])" : "")
}

extension QuantityUnit {
  /// The unit as people write it.
  fileprivate var symbol: String {
    switch self {
    case .kilogram: "kg"
    case .gram: "g"
    case .tonne: "t"
    case .milligram: "mg"
    case .pound: "lb"
    case .ounce: "oz"
    case .troyOunce: "ozt"
    case .litre: "l"
    case .millilitre: "ml"
    case .cubicMetre: "m³"
    case .squareMetre: "m²"
    case .metre: "m"
    case .carat: "ct"
    case .piece, .set, .pair, .other: code
    }
  }
}
