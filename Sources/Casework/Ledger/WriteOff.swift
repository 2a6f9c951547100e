// SPDX-License-Identifier: Apache-2.0

public import GRDB
public import TradeModel

/// The status a declaration gives with a licence (UK NTE 2024/19).
public enum DocumentStatus: String, Sendable, Hashable, CaseIterable {
  /// Partly used: quantity is left.
  case partial = "EP"
  /// Used up by this declaration.
  case exhausted = "EE"
  /// Surrendered with this declaration, whatever is left.
  case surrendered = "ES"

  public init(code: String) throws(LedgerRefusal) {
    let letters = code.uppercased().filter { !$0.isWhitespace }
    guard let status = DocumentStatus(rawValue: letters) else { throw .unknownDocumentStatus }
    self = status
  }
}

/// What one goods item of a declaration writes off a licence.
public struct WriteOffLine: Sendable, Hashable {
  public var item: Int
  public var licence: String
  public var status: DocumentStatus
  public var quantity: LedgerQuantity

  public init(item: Int, licence: String, status: DocumentStatus, quantity: LedgerQuantity) {
    self.item = item
    self.licence = licence
    self.status = status
    self.quantity = quantity
  }
}

/// Declarations on the ledger: what each keeps aside, and what becomes of it when the goods leave or stay.
///
/// A declaration is never stuck: it can be given again with other quantities, cancelled, or settled, any number of times.
public enum WriteOffs {
  /// The reservation of an item of a declaration on a licence.
  static func reservation(_ declaration: String, _ item: Int, _ licence: String) -> String {
    "\(LicenceNumber.key(licence))/\(declaration)/\(item)"
  }

  /// Keeps aside what a declaration writes off; given again, the new quantities replace the old ones.
  ///
  /// All lines are done or none. Quantity 0 deletes the reservation of its line.
  /// - Parameter confirmsSurrender: a surrender ends a licence for good, so it must be meant.
  @discardableResult
  public static func lodge(
    _ declaration: String, _ lines: [WriteOffLine], day: Day, confirmsSurrender: Bool = false,
    in database: Database, audit: AuditTrail
  ) throws -> [LedgerAnswer] {
    let declaration = try CaseText.line(declaration, "a declaration", limit: 128)
    var statuses: [String: Set<DocumentStatus>] = [:]
    for line in lines { statuses[LicenceNumber.key(line.licence), default: []].insert(line.status) }
    for mixed in statuses.values where mixed.count > 1 {
      throw LedgerRefusal.mixedStatus(mixed.map(\.rawValue).sorted()).workspaceError
    }
    if lines.contains(where: { $0.status == .surrendered }), !confirmsSurrender {
      throw WorkspaceError(
        .ledger, reason: "confirm-surrender",
        "the status ES surrenders the licence, and nothing can be drawn on it after this declaration; confirm that this is meant, or use EP"
      )
    }
    var answers: [LedgerAnswer] = []
    for line in lines {
      answers.append(try keepAside(declaration, line, day, in: database, audit: audit))
    }
    var checked: Set<String> = []
    for line in lines
    where line.status == .exhausted && checked.insert(LicenceNumber.key(line.licence)).inserted {
      let record = try LicenceRegister.record(line.licence, in: database)
      if let left = record.available, left > .zero {
        throw LedgerRefusal.notExhausted(left: left, unit: record.licence.unit).workspaceError
      }
    }
    return answers
  }

  private static func keepAside(
    _ declaration: String, _ line: WriteOffLine, _ day: Day, in database: Database, audit: AuditTrail
  ) throws -> LedgerAnswer {
    let id = reservation(declaration, line.item, line.licence)
    let state = try String.fetchOne(
      database, sql: "SELECT state FROM reservation WHERE id = ?", arguments: [id])
    return try LicenceRegister.perform(line.licence, in: database, audit: audit) {
      record throws(LedgerRefusal) in
      let quantity = try line.quantity.converted(to: record.licence.unit)
      if quantity == .zero {
        guard state == Reservation.State.open.rawValue else { throw .nothingToDelete }
        return .release(id: id)
      }
      return switch state {
      case Reservation.State.open.rawValue: .amendReservation(id: id, quantity: quantity, day: day)
      // A reservation that was given back is opened again under the same name.
      default: .reserve(id: id, declaration: declaration, item: line.item, quantity: quantity, day: day)
      }
    }
  }

  /// The goods left: draws all that the declaration keeps aside. Doing it again changes nothing.
  @discardableResult
  public static func settle(
    _ declaration: String, day: Day, in database: Database, audit: AuditTrail
  ) throws -> [LedgerAnswer] {
    try each(declaration, in: database) { id, licence in
      try LicenceRegister.perform(licence, in: database, audit: audit) { _ throws(LedgerRefusal) in
        .commit(id: id, quantity: nil, final: true, day: day)
      }
    }
  }

  /// The goods stay: gives back all that the declaration keeps aside. Doing it again changes nothing.
  @discardableResult
  public static func cancel(
    _ declaration: String, in database: Database, audit: AuditTrail
  ) throws -> [LedgerAnswer] {
    try each(declaration, in: database) { id, licence in
      try LicenceRegister.perform(licence, in: database, audit: audit) { _ throws(LedgerRefusal) in
        .release(id: id)
      }
    }
  }

  private static func each(
    _ declaration: String, in database: Database, _ body: (String, String) throws -> LedgerAnswer
  ) throws -> [LedgerAnswer] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT reservation.id, licence.number FROM reservation JOIN licence ON licence.id = licence_id
        WHERE declaration = ? AND state = 'open' ORDER BY reservation.id
        """, arguments: [declaration])
    return try rows.map { try body($0["id"], $0["number"]) }
  }
}

extension LicenceRegister {
  /// Ends every licence whose last day is past, and frees what its reservations kept aside.
  @discardableResult
  public static func expireDue(on day: Day, in database: Database, audit: AuditTrail) throws -> [LedgerAnswer]
  {
    let due = try String.fetchAll(
      database,
      sql:
        "SELECT number FROM licence WHERE status IN ('active', 'exhausted') AND valid_to < ? ORDER BY number_key",
      arguments: [day.number])
    return try due.map { number in
      try perform(number, in: database, audit: audit) { _ throws(LedgerRefusal) in .expire(day: day) }
    }
  }
}
