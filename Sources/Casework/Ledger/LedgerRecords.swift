// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A licence as it stands on the ledger.
public struct LicenceRecord: Sendable, Hashable {
  public var licence: Licence
  public var status: LicenceStatus
  public var statusReason: String?
  public var committed: ExactDecimal
  public var reserved: ExactDecimal
  /// Counts the changes; a caller that read an older one is told.
  public var version: Int

  /// What can still be reserved; nothing without a ceiling.
  public var available: ExactDecimal? {
    licence.granted.map { $0.subtracting(committed)?.subtracting(reserved) ?? .zero }
  }

  public var json: CanonicalValue {
    [
      "number": .text(licence.number), "holder": .optional(licence.holder.name),
      "holder_id": .optional(licence.holder.identifier), "control_codes": .texts(licence.controlCodes),
      "commodity_codes": .texts(licence.commodityCodes.map(\.digits)),
      "granted": licence.granted.map(CanonicalValue.decimal) ?? .null, "unit": .text(licence.unit.code),
      "valid_from": .text(licence.validFrom.description), "valid_to": .text(licence.validTo.description),
      "consignee": .optional(licence.consignee), "country": .optional(licence.country?.description),
      "end_user": .optional(licence.endUser), "status": .text(status.rawValue),
      "status_reason": .optional(statusReason), "committed": .decimal(committed),
      "reserved": .decimal(reserved),
      "available": available.map(CanonicalValue.decimal) ?? .null, "version": .integer(Int64(version)),
    ]
  }
}

/// What an operation on the ledger led to.
public struct LedgerAnswer: Sendable, Hashable {
  public var licence: String
  public var kind: String
  /// The reservation it was about.
  public var reservation: String?
  /// In the licence's unit.
  public var quantity: ExactDecimal?
  public var unit: QuantityUnit
  public var committed: ExactDecimal
  public var reserved: ExactDecimal
  /// Nothing without a ceiling.
  public var available: ExactDecimal?
  public var status: LicenceStatus
  /// Whether the operation was done before under the same key, and nothing was done now.
  public var isRepeated: Bool
  /// What was read otherwise than it was written, such as a number with a stray blank.
  public var notes: [String]

  public var json: CanonicalValue {
    [
      "licence": .text(licence), "operation": .text(kind), "reservation": .optional(reservation),
      "quantity": quantity.map(CanonicalValue.decimal) ?? .null, "unit": .text(unit.code),
      "committed": .decimal(committed), "reserved": .decimal(reserved),
      "available": available.map(CanonicalValue.decimal) ?? .null, "status": .text(status.rawValue),
      "repeated": .flag(isRepeated), "notes": .texts(notes),
    ]
  }
}

/// One movement of a licence.
public struct LedgerEvent: Sendable, Hashable {
  public var sequence: Int64
  public var kind: String
  public var reservation: String?
  public var quantity: ExactDecimal?
  /// After the movement.
  public var committed: ExactDecimal
  public var reserved: ExactDecimal
  public var granted: ExactDecimal?
  public var status: LicenceStatus
  public var at: Instant
  public var actor: String

  public var json: CanonicalValue {
    [
      "sequence": .integer(sequence), "operation": .text(kind), "reservation": .optional(reservation),
      "quantity": quantity.map(CanonicalValue.decimal) ?? .null, "committed": .decimal(committed),
      "reserved": .decimal(reserved), "granted": granted.map(CanonicalValue.decimal) ?? .null,
      "status": .text(status.rawValue), "at": .text(at.description), "actor": .text(actor),
    ]
  }
}

extension Reservation {
  public var json: CanonicalValue {
    [
      "id": .text(id), "declaration": .text(declaration), "item": .integer(Int64(item)),
      "reserved": .decimal(reserved), "committed": .decimal(committed), "state": .text(state.rawValue),
    ]
  }
}
