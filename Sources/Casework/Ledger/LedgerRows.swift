// SPDX-License-Identifier: Apache-2.0

import GRDB
import TradeModel

/// Licences and reservations between the tables and their values.
enum LedgerRows {
  static func row(_ number: String, in database: Database) throws -> Row? {
    try Row.fetchOne(
      database, sql: "SELECT * FROM licence WHERE number_key = ?", arguments: [LicenceNumber.key(number)])
  }

  static func licence(_ row: Row) throws -> Licence {
    guard let unit = QuantityUnit.allCases.first(where: { $0.code == row["unit"] as String }) else {
      throw WorkspaceError(.damaged, "a licence on the ledger has an unknown unit; restore the latest backup")
    }
    let codes = list(row["commodity_codes"])
    return Licence(
      number: row["number"], holder: Party(name: row["holder_name"], identifier: row["holder_id"]),
      controlCodes: list(row["control_codes"]),
      commodityCodes: codes.compactMap { text in
        do throws(ValueError) { return try CommodityCode(text) } catch { return nil }
      },
      granted: (row["granted"] as Int64?).map(ExactDecimal.init(millionths:)), unit: unit,
      validFrom: Day(number: row["valid_from"]), validTo: Day(number: row["valid_to"]),
      consignee: row["consignee"],
      country: (row["country"] as String?).flatMap { CountryCode($0) }, endUser: row["end_user"],
      source: SourceLocation(file: row["source_file"], line: row["source_line"]))
  }

  static func record(_ row: Row) throws -> LicenceRecord {
    LicenceRecord(
      licence: try licence(row), status: try status(row), statusReason: row["status_reason"],
      committed: ExactDecimal(millionths: row["committed"]),
      reserved: ExactDecimal(millionths: row["reserved"]),
      version: row["version"])
  }

  static func status(_ row: Row) throws -> LicenceStatus {
    guard let status = LicenceStatus(rawValue: row["status"]) else {
      throw WorkspaceError(
        .damaged, "a licence on the ledger has an unknown status; restore the latest backup")
    }
    return status
  }

  static func reservation(_ row: Row) throws -> Reservation {
    guard let state = Reservation.State(rawValue: row["state"]) else {
      throw WorkspaceError(.damaged, "a reservation has an unknown state; restore the latest backup")
    }
    return Reservation(
      id: row["id"], declaration: row["declaration"], item: row["item"],
      reserved: ExactDecimal(millionths: row["reserved"]),
      committed: ExactDecimal(millionths: row["committed"]),
      state: state)
  }

  /// The account of a licence with the reservations that an operation can touch.
  static func account(_ row: Row, for operation: LedgerOperation, in database: Database) throws
    -> LicenceAccount
  {
    let id: Int64 = row["id"]
    let touched: [Row] =
      if let reservation = operation.reservation {
        try Row.fetchAll(database, sql: "SELECT * FROM reservation WHERE id = ?", arguments: [reservation])
      } else {
        try Row.fetchAll(
          database, sql: "SELECT * FROM reservation WHERE licence_id = ? AND state = 'open'", arguments: [id])
      }
    var reservations: [String: Reservation] = [:]
    for row in touched {
      let reservation = try reservation(row)
      guard row["licence_id"] == id else {
        // Names are unique over all licences: another licence's is taken, but never this one's to move.
        if case .reserve = operation { throw LedgerRefusal.reservationExists }
        throw LedgerRefusal.unknownReservation
      }
      reservations[reservation.id] = reservation
    }
    return LicenceAccount(
      licence: try licence(row), status: try status(row),
      committed: ExactDecimal(millionths: row["committed"]),
      reserved: ExactDecimal(millionths: row["reserved"]), reservations: reservations)
  }

  static func store(
    _ account: LicenceAccount, id: Int64, reason: String?, was: LicenceAccount, at: Instant,
    in database: Database
  ) throws {
    try database.execute(
      sql: """
        UPDATE licence SET granted = ?, valid_to = ?, status = ?, status_reason = coalesce(?, status_reason),
          committed = ?, reserved = ?, version = version + 1 WHERE id = ?
        """,
      arguments: [
        account.licence.granted?.millionths, account.licence.validTo.number, account.status.rawValue, reason,
        account.committed.millionths, account.reserved.millionths, id,
      ])
    for (name, reservation) in account.reservations where was.reservations[name] != reservation {
      try database.execute(
        sql: """
          INSERT INTO reservation (id, licence_id, declaration, item, reserved, committed, state, opened, moved)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET reserved = excluded.reserved, committed = excluded.committed,
            state = excluded.state, moved = excluded.moved
          """,
        arguments: [
          name, id, reservation.declaration, reservation.item, reservation.reserved.millionths,
          reservation.committed.millionths, reservation.state.rawValue, at.milliseconds, at.milliseconds,
        ])
    }
  }

  static func texts(_ texts: [String]) -> String { CanonicalValue.texts(texts).string }

  private static func list(_ text: String) -> [String] {
    CanonicalValue(parsing: text.utf8)?.listValue?.compactMap(\.textValue) ?? []
  }
}
