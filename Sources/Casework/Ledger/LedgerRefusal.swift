// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Why the ledger does not do an operation. Nothing was changed; each says how to go on.
public enum LedgerRefusal: Error, Sendable, Hashable {
  case unknownLicence
  case licenceExists
  case notPositive
  case outOfRange
  case exceedsBalance(available: ExactDecimal, asked: ExactDecimal, unit: QuantityUnit)
  case unitMismatch(given: QuantityUnit, licence: QuantityUnit)
  case notYetValid(from: Day)
  case expired(on: Day)
  case stillValid(until: Day)
  case notActive(LicenceStatus)
  case unknownReservation
  case reservationExists
  case reservationClosed(Reservation.State)
  case exceedsReservation(open: ExactDecimal, asked: ExactDecimal, unit: QuantityUnit)
  case exceedsCommitted(committed: ExactDecimal, asked: ExactDecimal, unit: QuantityUnit)
  case belowDrawn(drawn: ExactDecimal, asked: ExactDecimal, unit: QuantityUnit)
  case validityReversed
  /// Quantity 0 deletes a reservation, and there is none (UK NTE 2024/19: such a declaration was stuck for good).
  case nothingToDelete
  /// The status says used up, and quantity is left (UK NTE 2024/19: EE by mistake killed the licence).
  case notExhausted(left: ExactDecimal, unit: QuantityUnit)
  case unknownDocumentStatus
  /// One declaration gives several status codes for one licence (UK NTE 2024/19).
  case mixedStatus([String])
  case openReservations(Int)

  /// A stable short name.
  public var reason: String {
    switch self {
    case .unknownLicence: "unknown-licence"
    case .licenceExists: "licence-exists"
    case .notPositive: "not-positive"
    case .outOfRange: "out-of-range"
    case .exceedsBalance: "exceeds-balance"
    case .unitMismatch: "unit-mismatch"
    case .notYetValid: "not-yet-valid"
    case .expired: "expired"
    case .stillValid: "still-valid"
    case .notActive: "not-active"
    case .unknownReservation: "unknown-reservation"
    case .reservationExists: "reservation-exists"
    case .reservationClosed: "reservation-closed"
    case .exceedsReservation: "exceeds-reservation"
    case .exceedsCommitted: "exceeds-committed"
    case .belowDrawn: "below-drawn"
    case .validityReversed: "validity-reversed"
    case .nothingToDelete: "nothing-to-delete"
    case .notExhausted: "not-exhausted"
    case .unknownDocumentStatus: "unknown-status"
    case .mixedStatus: "mixed-status"
    case .openReservations: "open-reservations"
    }
  }

  /// What is wrong and how to go on.
  public var explanation: String {
    switch self {
    case .unknownLicence:
      "no licence of this number is on the ledger; add it with 'assay licence add', or correct the number"
    case .licenceExists: "a licence of this number is on the ledger already; amend it instead"
    case .notPositive: "the quantity must be more than 0; to delete a reservation, release it"
    case .outOfRange: "the quantity is out of range: at most 12 digits before the point and six after it"
    case .exceedsBalance(let available, let asked, let unit):
      "only \(available) \(unit.code) are left, \(asked) \(unit.code) are asked; reduce the quantity, release an open reservation, or have the licence amended"
    case .unitMismatch(let given, let licence):
      "the licence counts in \(licence.code), which \(given.code) cannot be converted to; give the quantity in \(licence.code)"
    case .notYetValid(let from): "the licence is valid only from \(from)"
    case .expired(let on): "the licence expired on \(on); have its validity amended, or use another licence"
    case .stillValid(let until): "the licence is valid until \(until), and cannot expire before the day after"
    case .notActive(let status):
      switch status {
      case .active: "the licence is active"
      case .exhausted: "the licence is marked used up; if by mistake, reopen it"
      case .surrendered: "the licence was surrendered; if by mistake, reopen it"
      case .expired: "the licence expired; have its validity amended, or use another licence"
      case .revoked: "the licence was revoked; nothing may be drawn on it"
      }
    case .unknownReservation:
      "there is no such reservation; list those of the licence with 'assay licence show'"
    case .reservationExists: "there is a reservation of this name already; amend it instead"
    case .reservationClosed(let state): "the reservation is \(state.rawValue); open a new one"
    case .exceedsReservation(let open, let asked, let unit):
      "the reservation has \(open) \(unit.code) open, \(asked) \(unit.code) are asked; amend the reservation first"
    case .exceedsCommitted(let committed, let asked, let unit):
      "\(committed) \(unit.code) were drawn, \(asked) \(unit.code) cannot come back"
    case .belowDrawn(let drawn, let asked, let unit):
      "\(drawn) \(unit.code) are drawn or reserved, so the licence cannot be cut to \(asked) \(unit.code); release reservations first"
    case .validityReversed: "the validity would end before it begins; check both dates"
    case .nothingToDelete:
      "quantity 0 deletes a reservation, and this declaration has none on the licence; nothing was changed: give a quantity, or leave the licence off the declaration"
    case .notExhausted(let left, let unit):
      "the status says that the licence is used up, but \(left) \(unit.code) would be left; use the partial status (EP), or surrender the licence on purpose"
    case .unknownDocumentStatus:
      "unknown document status; write EP (partly used), EE (used up) or ES (surrendered)"
    case .mixedStatus(let codes):
      "one declaration must give one status a licence over all its items, but gives \(codes.joined(separator: " and ")); give the same status on each"
    case .openReservations(let count):
      "\(count) reservations are open on the licence; commit or release them first"
    }
  }

  /// The refusal as an error of the store.
  public var workspaceError: WorkspaceError {
    WorkspaceError(self == .unknownLicence ? .notFound : .ledger, reason: reason, explanation)
  }
}
