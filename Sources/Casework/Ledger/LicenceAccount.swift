// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Whether a licence can be drawn on.
public enum LicenceStatus: String, Sendable, Hashable, CaseIterable {
  case active, exhausted, surrendered, expired, revoked
}

/// A quantity kept aside on a licence for one declaration, and what was drawn from it.
public struct Reservation: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    case open
    /// All of it was drawn or the rest given back.
    case settled
    /// Nothing was drawn and all given back.
    case released
    /// The licence ended while it was open.
    case lapsed
  }

  public var id: String
  public var declaration: String
  public var item: Int
  /// Still kept aside, in the licence's unit.
  public var reserved: ExactDecimal
  /// Drawn for good.
  public var committed: ExactDecimal
  public var state: State

  public init(
    id: String, declaration: String, item: Int = 0, reserved: ExactDecimal, committed: ExactDecimal = .zero,
    state: State = .open
  ) {
    self.id = id
    self.declaration = declaration
    self.item = item
    self.reserved = reserved
    self.committed = committed
    self.state = state
  }
}

/// What is done to a licence. Quantities are in the licence's unit.
public enum LedgerOperation: Sendable, Hashable {
  case reserve(id: String, declaration: String, item: Int, quantity: ExactDecimal, day: Day)
  /// Changes what a reservation keeps aside.
  case amendReservation(id: String, quantity: ExactDecimal, day: Day)
  /// Draws from a reservation; `final` gives the rest back.
  case commit(id: String, quantity: ExactDecimal?, final: Bool, day: Day)
  /// Gives back what a reservation keeps aside.
  case release(id: String)
  /// Takes back what was drawn: goods that came back or never left.
  case giveBack(id: String, quantity: ExactDecimal)
  case amendLicence(granted: ExactDecimal?, validTo: Day?)
  /// Ends it when the day after its last one has come.
  case expire(day: Day)
  case revoke
  case surrender
  case markExhausted
  /// Undoes a surrender or a mark of being used up that was a mistake.
  case reopen(day: Day)

  public var kind: String {
    switch self {
    case .reserve: "reserve"
    case .amendReservation: "amend-reservation"
    case .commit: "commit"
    case .release: "release"
    case .giveBack: "return"
    case .amendLicence: "amend"
    case .expire: "expire"
    case .revoke: "revoke"
    case .surrender: "surrender"
    case .markExhausted: "exhaust"
    case .reopen: "reopen"
    }
  }

  /// The reservation it is about.
  public var reservation: String? {
    switch self {
    case .reserve(let id, _, _, _, _), .amendReservation(let id, _, _), .commit(let id, _, _, _),
      .release(let id),
      .giveBack(let id, _):
      id
    default: nil
    }
  }
}

/// One licence on the ledger: a state machine whose operations either keep every promise or change nothing.
///
/// The promise: what is drawn and kept aside together never exceeds what was granted.
public struct LicenceAccount: Sendable, Hashable {
  public var licence: Licence
  public var status: LicenceStatus
  /// Drawn for good, over all reservations.
  public private(set) var committed: ExactDecimal
  /// Kept aside by open reservations.
  public private(set) var reserved: ExactDecimal
  public private(set) var reservations: [String: Reservation]

  public init(_ licence: Licence) {
    self.licence = licence
    status = .active
    committed = .zero
    reserved = .zero
    reservations = [:]
  }

  /// An account as it was stored; `reservations` may hold only those an operation is about.
  init(
    licence: Licence, status: LicenceStatus, committed: ExactDecimal, reserved: ExactDecimal,
    reservations: [String: Reservation]
  ) {
    self.licence = licence
    self.status = status
    self.committed = committed
    self.reserved = reserved
    self.reservations = reservations
  }

  /// What can still be reserved; nothing for a licence without a ceiling.
  public var available: ExactDecimal? {
    licence.granted.map { granted in
      granted.subtracting(committed)?.subtracting(reserved) ?? .zero
    }
  }

  /// Does an operation, or throws and changes nothing.
  public mutating func apply(_ operation: LedgerOperation) throws(LedgerRefusal) {
    // Every operation checks all before it changes anything, so no copy is needed to undo it.
    try perform(operation)
    precondition(keepsPromise, "drawn and reserved never exceed what was granted")
  }

  var keepsPromise: Bool {
    guard committed >= .zero, reserved >= .zero, let used = committed.adding(reserved) else { return false }
    return licence.granted.map { used <= $0 } ?? true
  }

  private mutating func perform(_ operation: LedgerOperation) throws(LedgerRefusal) {
    switch operation {
    case .reserve(let id, let declaration, let item, let quantity, let day):
      try reserve(id, declaration, item, quantity, day)
    case .amendReservation(let id, let quantity, let day): try amendReservation(id, quantity, day)
    case .commit(let id, let quantity, let final, let day): try commit(id, quantity, final, day)
    case .release(let id): try release(id)
    case .giveBack(let id, let quantity): try giveBack(id, quantity)
    case .amendLicence(let granted, let validTo): try amendLicence(granted, validTo)
    case .expire(let day):
      guard status == .active || status == .exhausted else { throw .notActive(status) }
      guard day > licence.validTo else { throw .stillValid(until: licence.validTo) }
      end(.expired)
    case .revoke:
      guard status != .revoked else { throw .notActive(status) }
      end(.revoked)
    case .surrender:
      guard status == .active || status == .exhausted else { throw .notActive(status) }
      try refuseOpenReservations()
      status = .surrendered
    case .markExhausted:
      guard status == .active else { throw .notActive(status) }
      try refuseOpenReservations()
      if let available, available > .zero { throw .notExhausted(left: available, unit: licence.unit) }
      status = .exhausted
    case .reopen(let day):
      guard status == .surrendered || status == .exhausted else { throw .notActive(status) }
      guard day <= licence.validTo else { throw .expired(on: licence.validTo) }
      status = .active
    }
  }

  private mutating func reserve(
    _ id: String, _ declaration: String, _ item: Int, _ quantity: ExactDecimal, _ day: Day
  ) throws(LedgerRefusal) {
    try requireUsable(on: day)
    guard quantity > .zero else { throw .notPositive }
    // One that was given back, or whose licence had ended, may be opened again under its name.
    let earlier = reservations[id]
    if let earlier, earlier.state != .released, earlier.state != .lapsed { throw .reservationExists }
    try take(quantity)
    reservations[id] = Reservation(
      id: id, declaration: declaration, item: item, reserved: quantity, committed: earlier?.committed ?? .zero
    )
  }

  private mutating func amendReservation(_ id: String, _ quantity: ExactDecimal, _ day: Day)
    throws(LedgerRefusal)
  {
    var reservation = try openReservation(id)
    guard quantity > .zero else { throw .notPositive }
    guard let difference = quantity.subtracting(reservation.reserved) else { throw .outOfRange }
    if difference > .zero { try requireUsable(on: day) }
    try take(difference)
    reservation.reserved = quantity
    reservations[id] = reservation
  }

  private mutating func commit(
    _ id: String, _ quantity: ExactDecimal?, _ final: Bool, _ day: Day
  ) throws(LedgerRefusal) {
    var reservation = try openReservation(id)
    try requireUsable(on: day)
    let drawn = quantity ?? reservation.reserved
    guard drawn > .zero else { throw .notPositive }
    guard drawn <= reservation.reserved else {
      throw .exceedsReservation(open: reservation.reserved, asked: drawn, unit: licence.unit)
    }
    guard let rest = reservation.reserved.subtracting(drawn), let total = reservation.committed.adding(drawn),
      let allReserved = reserved.subtracting(final ? reservation.reserved : drawn),
      let allCommitted = committed.adding(drawn)
    else { throw .outOfRange }
    reservation.reserved = final ? .zero : rest
    reservation.committed = total
    if reservation.reserved == .zero { reservation.state = .settled }
    reserved = allReserved
    committed = allCommitted
    reservations[id] = reservation
  }

  private mutating func release(_ id: String) throws(LedgerRefusal) {
    var reservation = try openReservation(id)
    guard let rest = reserved.subtracting(reservation.reserved) else { throw .outOfRange }
    reserved = rest
    reservation.reserved = .zero
    reservation.state = reservation.committed > .zero ? .settled : .released
    reservations[id] = reservation
  }

  private mutating func giveBack(_ id: String, _ quantity: ExactDecimal) throws(LedgerRefusal) {
    guard var reservation = reservations[id] else { throw .unknownReservation }
    guard quantity > .zero else { throw .notPositive }
    guard quantity <= reservation.committed else {
      throw .exceedsCommitted(committed: reservation.committed, asked: quantity, unit: licence.unit)
    }
    guard let own = reservation.committed.subtracting(quantity), let all = committed.subtracting(quantity)
    else {
      throw .outOfRange
    }
    reservation.committed = own
    committed = all
    reservations[id] = reservation
    if status == .exhausted { status = .active }
  }

  private mutating func amendLicence(_ granted: ExactDecimal?, _ validTo: Day?) throws(LedgerRefusal) {
    guard status != .revoked, status != .surrendered else { throw .notActive(status) }
    if let granted {
      guard granted > .zero else { throw .notPositive }
      guard let used = committed.adding(reserved) else { throw .outOfRange }
      guard granted >= used else { throw .belowDrawn(drawn: used, asked: granted, unit: licence.unit) }
    }
    if let validTo, validTo < licence.validFrom { throw .validityReversed }
    if let granted { licence.granted = granted }
    if let validTo {
      if status == .expired, validTo > licence.validTo { status = .active }
      licence.validTo = validTo
    }
    if status == .exhausted, let available, available > .zero { status = .active }
  }

  /// Ends the licence and frees what its reservations keep aside; the store lapses them.
  private mutating func end(_ status: LicenceStatus) {
    self.status = status
    reserved = .zero
    for (id, reservation) in reservations where reservation.state == .open {
      var lapsed = reservation
      lapsed.state = .lapsed
      lapsed.reserved = .zero
      reservations[id] = lapsed
    }
  }

  private func requireUsable(on day: Day) throws(LedgerRefusal) {
    guard status == .active else { throw .notActive(status) }
    guard day >= licence.validFrom else { throw .notYetValid(from: licence.validFrom) }
    guard day <= licence.validTo else { throw .expired(on: licence.validTo) }
  }

  private func refuseOpenReservations() throws(LedgerRefusal) {
    guard reserved == .zero else {
      throw .openReservations(max(1, reservations.values.count { $0.state == .open }))
    }
  }

  private func openReservation(_ id: String) throws(LedgerRefusal) -> Reservation {
    guard let reservation = reservations[id] else { throw .unknownReservation }
    guard reservation.state == .open else { throw .reservationClosed(reservation.state) }
    return reservation
  }

  /// Keeps a quantity aside; a negative one gives back.
  private mutating func take(_ quantity: ExactDecimal) throws(LedgerRefusal) {
    guard let now = reserved.adding(quantity), let used = now.adding(committed) else { throw .outOfRange }
    if let granted = licence.granted, used > granted, quantity > .zero {
      throw .exceedsBalance(available: available ?? .zero, asked: quantity, unit: licence.unit)
    }
    reserved = now
  }
}
