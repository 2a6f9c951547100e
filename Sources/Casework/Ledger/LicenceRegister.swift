// SPDX-License-Identifier: Apache-2.0

public import GRDB
public import TradeModel

/// The licence ledger in the database. Each operation is done once: with its key again it gives the first answer.
public enum LicenceRegister {
  /// Puts a licence on the ledger.
  @discardableResult
  public static func grant(
    _ licence: Licence, in database: Database, audit: AuditTrail, key: String? = nil
  ) throws -> LicenceRecord {
    let request = Digest.sha256(
      LicenceRecord(
        licence: licence, status: .active, statusReason: nil, committed: .zero, reserved: .zero, version: 0
      ).json.bytes)
    if let key, let earlier = try Self.earlier(key, request: request, actor: audit.actor, in: database) {
      return try record(earlier.licence, in: database)
    }
    let numberKey = LicenceNumber.key(licence.number)
    guard !numberKey.isEmpty else { throw WorkspaceError(.invalid, "a licence needs a number") }
    guard licence.validTo >= licence.validFrom else { throw LedgerRefusal.validityReversed.workspaceError }
    if let granted = licence.granted, granted <= .zero { throw LedgerRefusal.notPositive.workspaceError }
    guard try LedgerRows.row(licence.number, in: database) == nil else {
      throw LedgerRefusal.licenceExists.workspaceError
    }
    try database.execute(
      sql: """
        INSERT INTO licence (number_key, number, holder_name, holder_id, control_codes, commodity_codes, granted, unit,
          valid_from, valid_to, consignee, country, end_user, status, source_file, source_line)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?)
        """,
      arguments: [
        numberKey, licence.number, licence.holder.name, licence.holder.identifier,
        LedgerRows.texts(licence.controlCodes), LedgerRows.texts(licence.commodityCodes.map(\.digits)),
        licence.granted?.millionths, licence.unit.code, licence.validFrom.number, licence.validTo.number,
        licence.consignee, licence.country?.description, licence.endUser, licence.source.file,
        licence.source.line,
      ])
    let id = database.lastInsertedRowID
    let account = LicenceAccount(licence)
    let answer = answer(account, kind: "grant", reservation: nil, quantity: licence.granted, notes: [])
    try log(answer, account, licence: id, key: key, request: request, in: database, audit: audit)
    return try record(licence.number, in: database)
  }

  /// Does an operation on a licence.
  ///
  /// - Parameters:
  ///   - operation: built for the licence as it stands; quantities are converted by `quantity`.
  ///   - reason: why, for the ledger and the audit.
  ///   - key: an idempotency key: the same request under the same key is done once.
  ///   - version: the version the caller saw; another one is a conflict.
  /// - Throws: `WorkspaceError` with the code `ledger` and the refusal's name as reason; nothing is changed then.
  @discardableResult
  public static func perform(
    _ number: String, in database: Database, audit: AuditTrail, reason: String? = nil, key: String? = nil,
    version: Int? = nil, _ operation: (LicenceRecord) throws(LedgerRefusal) -> LedgerOperation
  ) throws -> LedgerAnswer {
    guard let row = try LedgerRows.row(number, in: database) else {
      throw LedgerRefusal.unknownLicence.workspaceError
    }
    let record = try LedgerRows.record(row)
    do {
      let wanted = try operation(record)
      let request = Digest.sha256("\(LicenceNumber.key(number)) \(wanted)")
      if let key, let earlier = try Self.earlier(key, request: request, actor: audit.actor, in: database) {
        return earlier
      }
      if let version, version != record.version {
        throw WorkspaceError(.conflict, "the licence was changed in between; look at it again and repeat")
      }
      let before = try LedgerRows.account(row, for: wanted, in: database)
      var account = before
      try account.apply(wanted)
      let at = try audit.moment()
      try LedgerRows.store(account, id: row["id"], reason: reason, was: before, at: at, in: database)
      var notes: [String] = []
      if number != record.licence.number {
        notes.append("the licence number was read without its blanks and marks")
      }
      let answer = Self.answer(
        account, kind: wanted.kind, reservation: wanted.reservation, quantity: moved(wanted, before, account),
        notes: notes)
      try log(
        answer, account, licence: row["id"], key: key, request: request, reason: reason, in: database,
        audit: audit)
      return answer
    } catch let refusal as LedgerRefusal {
      throw refusal.workspaceError
    }
  }

  /// The licence of a number.
  public static func record(_ number: String, in database: Database) throws -> LicenceRecord {
    guard let row = try LedgerRows.row(number, in: database) else {
      throw LedgerRefusal.unknownLicence.workspaceError
    }
    return try LedgerRows.record(row)
  }

  /// Licences by number, some at a time.
  public static func list(
    status: LicenceStatus? = nil, offset: Int = 0, limit: Int = .max, in database: Database
  ) throws -> [LicenceRecord] {
    try Row.fetchAll(
      database,
      sql: "SELECT * FROM licence WHERE ?1 IS NULL OR status = ?1 ORDER BY number_key LIMIT ?2 OFFSET ?3",
      arguments: [status?.rawValue, limit, offset]
    ).map(LedgerRows.record)
  }

  /// The reservations of a licence, or those open on any that have not moved since a moment.
  public static func reservations(of number: String, in database: Database) throws -> [Reservation] {
    guard let row = try LedgerRows.row(number, in: database) else {
      throw LedgerRefusal.unknownLicence.workspaceError
    }
    return try Row.fetchAll(
      database, sql: "SELECT * FROM reservation WHERE licence_id = ? ORDER BY opened, id",
      arguments: [row["id"] as Int64]
    ).map(LedgerRows.reservation)
  }

  /// Open reservations that have not moved since a moment: what would be stuck elsewhere can be settled from here.
  public static func stuck(
    since: Instant, in database: Database
  ) throws -> [(licence: String, reservation: Reservation)] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT reservation.*, licence.number FROM reservation JOIN licence ON licence.id = licence_id
        WHERE state = 'open' AND moved <= ? ORDER BY moved, reservation.id
        """, arguments: [since.milliseconds]
    ).map { ($0["number"], try LedgerRows.reservation($0)) }
  }

  /// The movements of a licence in order.
  public static func events(of number: String, in database: Database) throws -> [LedgerEvent] {
    guard let row = try LedgerRows.row(number, in: database) else {
      throw LedgerRefusal.unknownLicence.workspaceError
    }
    return try Row.fetchAll(
      database, sql: "SELECT * FROM ledger_event WHERE licence_id = ? ORDER BY sequence",
      arguments: [row["id"] as Int64]
    ).map { row in
      LedgerEvent(
        sequence: row["sequence"], kind: row["kind"], reservation: row["reservation"],
        quantity: decimal(row["quantity"]), committed: ExactDecimal(millionths: row["committed"]),
        reserved: ExactDecimal(millionths: row["reserved"]), granted: decimal(row["granted"]),
        status: try LedgerRows.status(row), at: Instant(milliseconds: row["at"]), actor: row["actor"])
    }
  }

  /// A digest of the whole ledger as it stands, for decisions that rest on it.
  public static func digest(in database: Database) throws -> String {
    var digest = RunningDigest()
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM licence ORDER BY number_key")
    while let row = try rows.next() { digest.update(try LedgerRows.record(row).json.bytes) }
    return digest.finish()
  }

  private static func decimal(_ millionths: Int64?) -> ExactDecimal? {
    millionths.map(ExactDecimal.init(millionths:))
  }

  private static func answer(
    _ account: LicenceAccount, kind: String, reservation: String?, quantity: ExactDecimal?, notes: [String]
  ) -> LedgerAnswer {
    LedgerAnswer(
      licence: account.licence.number, kind: kind, reservation: reservation, quantity: quantity,
      unit: account.licence.unit, committed: account.committed, reserved: account.reserved,
      available: account.available, status: account.status, isRepeated: false, notes: notes)
  }

  /// The quantity an operation moved.
  private static func moved(
    _ operation: LedgerOperation, _ before: LicenceAccount, _ after: LicenceAccount
  ) -> ExactDecimal? {
    switch operation {
    case .reserve(_, _, _, let quantity, _), .amendReservation(_, let quantity, _),
      .giveBack(_, let quantity):
      quantity
    case .commit: after.committed.subtracting(before.committed)
    case .release, .expire, .revoke: before.reserved.subtracting(after.reserved)
    case .amendLicence(let granted, _): granted
    case .surrender, .markExhausted, .reopen: nil
    }
  }

  private static func log(
    _ answer: LedgerAnswer, _ account: LicenceAccount, licence: Int64, key: String?, request: String,
    reason: String? = nil, in database: Database, audit: AuditTrail
  ) throws {
    let entry = try audit.append(
      "licence.\(answer.kind)", "licence:\(LicenceNumber.key(answer.licence))",
      [
        "reservation": .optional(answer.reservation),
        "quantity": answer.quantity.map(CanonicalValue.decimal) ?? .null,
        "committed": .decimal(answer.committed), "reserved": .decimal(answer.reserved),
        "granted": account.licence.granted.map(CanonicalValue.decimal) ?? .null,
        "unit": .text(answer.unit.code), "status": .text(answer.status.rawValue), "reason": .optional(reason),
      ])
    try database.execute(
      sql: """
        INSERT INTO ledger_event (licence_id, kind, reservation, quantity, committed, reserved, granted, status, at,
          actor, key, request, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        licence, answer.kind, answer.reservation, answer.quantity?.millionths, answer.committed.millionths,
        answer.reserved.millionths, account.licence.granted?.millionths, answer.status.rawValue,
        entry.at.milliseconds, entry.actor, key, request, answer.json.string,
      ])
  }

  /// What was answered under a key before; nothing when the key is new.
  private static func earlier(
    _ key: String, request: String, actor: String, in database: Database
  ) throws -> LedgerAnswer? {
    guard (1...200).contains(key.utf8.count) else {
      throw WorkspaceError(.invalid, "an idempotency key is 1 to 200 bytes long")
    }
    guard
      let row = try Row.fetchOne(database, sql: "SELECT * FROM ledger_event WHERE key = ?", arguments: [key])
    else { return nil }
    // A key is its user's: another learns nothing by it.
    guard row["request"] == request, row["actor"] == actor else {
      throw WorkspaceError(
        .keyReused, "this idempotency key was used for another request; use a new key for a new request")
    }
    guard let json = CanonicalValue(parsing: (row["answer"] as String).utf8),
      let number = json["licence"]?.textValue,
      let unit = QuantityUnit.allCases.first(where: { $0.code == json["unit"]?.textValue })
    else {
      throw WorkspaceError(.damaged, "an entry of the ledger cannot be read; restore the latest backup")
    }
    func decimal(_ name: String) -> ExactDecimal? {
      guard let text = json[name]?.textValue else { return nil }
      do throws(ValueError) { return try ExactDecimal(text) } catch { return nil }
    }
    return LedgerAnswer(
      licence: number, kind: row["kind"], reservation: row["reservation"], quantity: decimal("quantity"),
      unit: unit,
      committed: ExactDecimal(millionths: row["committed"]),
      reserved: ExactDecimal(millionths: row["reserved"]),
      available: decimal("available"), status: try LedgerRows.status(row), isRepeated: true,
      notes: json["notes"]?.listValue?.compactMap(\.textValue) ?? [])
  }
}
