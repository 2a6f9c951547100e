// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Something wrong with the audit.
public struct AuditFault: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A field of an entry is not what its digest says.
    case changed
    /// A number in the sequence is missing, or stands elsewhere.
    case gap
    /// An entry does not follow from the one before.
    case broken
    /// An entry lies before the one before it in time.
    case backDated = "back-dated"
    /// A checkpoint is missing, is not what the chain says, or is not signed by the workspace.
    case checkpoint
    /// The signed end is not the end of the chain.
    case end
    /// The files beside the database have seen what the database does not hold.
    case witness
  }

  public var kind: Kind
  public var sequence: Int64
  public var message: String
}

/// What a verification found.
public struct AuditReport: Sendable, Hashable {
  public var entries: Int64 = 0
  public var checkpoints = 0
  /// Entries at which the machine's clock stood behind the entry before.
  public var clockJumps: [Int64] = []
  public var lastDigest = AuditEntry.genesis
  public var faults: [AuditFault] = []

  public var isSound: Bool { faults.isEmpty }
}

/// Checks the audit from the first entry to the last against digests, signatures and the files beside the database.
public struct AuditVerifier {
  /// After this many faults the check stops; one is enough to know.
  public static let faultLimit = 100

  let key: PublicKey
  let witness: AuditWitness?
  /// A signed end kept elsewhere, which the chain must still hold.
  let anchor: AuditCheckpoint?
  private var report = AuditReport()
  private var digests: [Int64: String] = [:]
  private var moments: [Int64: Instant] = [:]

  init(key: PublicKey, witness: AuditWitness?, anchor: AuditCheckpoint? = nil) {
    self.key = key
    self.witness = witness
    self.anchor = anchor
  }

  mutating func verify(_ database: Database) throws -> AuditReport {
    let head = try Row.fetchOne(database, sql: "SELECT * FROM audit_head").map(AuditCheckpoint.init)
    let checkpoints = try Row.fetchAll(database, sql: "SELECT * FROM audit_checkpoint ORDER BY sequence")
      .map(AuditCheckpoint.init)
    let seen = witness.map { ($0.head(), $0.checkpoints()) }
    var wanted = Set(checkpoints.map(\.sequence))
    for checkpoint in [head, seen?.0, anchor].compactMap(\.self) { wanted.insert(checkpoint.sequence) }
    for checkpoint in seen?.1 ?? [] { wanted.insert(checkpoint.sequence) }

    let last = try chain(database, wanted: wanted)
    end(head, last)
    kept(checkpoints)
    if let seen { outside(seen.0, seen.1) }
    if let anchor { hold(anchor, "the anchor given", .witness) }
    return report
  }

  /// Follows the chain; remembers the entries that checkpoints speak of.
  private mutating func chain(_ database: Database, wanted: Set<Int64>) throws -> AuditEntry? {
    var last: AuditEntry?
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM audit ORDER BY sequence")
    while let row = try rows.next() {
      let entry = AuditEntry(row)
      let number = entry.sequence
      if number != (last?.sequence ?? 0) + 1 {
        fault(.gap, number, "entry \((last?.sequence ?? 0) + 1) is missing")
      }
      if entry.digest != entry.computedDigest { fault(.changed, number, "entry \(number) was changed") }
      if entry.previous != last?.digest ?? AuditEntry.genesis {
        fault(.broken, number, "entry \(number) does not follow from the one before")
      }
      if let last, entry.at < last.at {
        fault(.backDated, number, "entry \(number) lies before the one before it")
      }
      if entry.clockBehind > 0 { report.clockJumps.append(number) }
      if wanted.contains(number) {
        digests[number] = entry.digest
        moments[number] = entry.at
      }
      last = entry
      report.entries += 1
      if report.faults.count >= Self.faultLimit { break }
    }
    report.lastDigest = last?.digest ?? AuditEntry.genesis
    return last
  }

  private mutating func end(_ head: AuditCheckpoint?, _ last: AuditEntry?) {
    switch (head, last) {
    case (nil, nil): break
    case (nil, let last?): fault(.end, last.sequence, "the signed end is missing")
    case (let head?, _):
      if head.sequence != last?.sequence ?? 0 {
        fault(
          .end, head.sequence,
          "the chain ends at entry \(last?.sequence ?? 0), but its signed end is entry \(head.sequence)")
      }
      hold(head, "the signed end", .end)
    }
  }

  private mutating func kept(_ checkpoints: [AuditCheckpoint]) {
    report.checkpoints = checkpoints.count
    let present = Set(checkpoints.map(\.sequence))
    for number in stride(
      from: AuditCheckpoint.interval, through: report.entries, by: Int(AuditCheckpoint.interval))
    where !present.contains(number) {
      fault(.checkpoint, number, "the checkpoint of entry \(number) is missing")
    }
    for checkpoint in checkpoints {
      if !checkpoint.sequence.isMultiple(of: AuditCheckpoint.interval) {
        fault(
          .checkpoint, checkpoint.sequence,
          "a checkpoint stands at entry \(checkpoint.sequence), where none belongs")
      }
      hold(checkpoint, "the checkpoint of entry \(checkpoint.sequence)", .checkpoint)
    }
  }

  private mutating func outside(_ head: AuditCheckpoint?, _ checkpoints: [AuditCheckpoint]) {
    if let head {
      hold(head, "the end seen last (audit/head.json)", .witness)
    } else if report.entries > 0 {
      fault(.witness, report.entries, "audit/head.json is missing or cannot be read")
    }
    for checkpoint in checkpoints {
      hold(checkpoint, "a checkpoint seen (audit/checkpoints.jsonl)", .witness)
    }
  }

  /// A signed statement must be signed by the workspace and true of the chain.
  private mutating func hold(_ checkpoint: AuditCheckpoint, _ name: String, _ kind: AuditFault.Kind) {
    let number = checkpoint.sequence
    if !checkpoint.isSigned(by: key) {
      fault(kind, number, "\(name) is not signed by this workspace")
    } else if digests[number] == nil {
      fault(
        kind, number,
        "\(name) speaks of entry \(number), which the chain does not hold: it was cut short or put back")
    } else if digests[number] != checkpoint.digest || moments[number] != checkpoint.at {
      fault(kind, number, "\(name) does not agree with entry \(number)")
    }
  }

  private mutating func fault(_ kind: AuditFault.Kind, _ sequence: Int64, _ message: String) {
    guard report.faults.count < Self.faultLimit else { return }
    report.faults.append(AuditFault(kind: kind, sequence: sequence, message: message))
  }
}

extension Workspace {
  /// Checks the whole audit.
  /// - Parameters:
  ///   - key: the public key known from elsewhere; that of the workspace when absent.
  ///   - anchor: a signed end kept elsewhere.
  /// - Complexity: one pass over all entries.
  public func verifyAudit(key: PublicKey? = nil, anchor: AuditCheckpoint? = nil) throws -> AuditReport {
    var verifier = AuditVerifier(key: key ?? publicKey, witness: witness, anchor: anchor)
    return try read { try verifier.verify($0) }
  }

  /// The signed end of the audit, to be kept elsewhere: with it a later verification notices that the whole folder was
  /// put back.
  public func auditAnchor() throws -> AuditCheckpoint? {
    try read { try Row.fetchOne($0, sql: "SELECT * FROM audit_head").map(AuditCheckpoint.init) }
  }

  /// Entries of the audit, latest first, of one subject or all.
  public func auditEntries(subject: String? = nil, before: Int64? = nil, limit: Int = 50) throws
    -> [AuditEntry]
  {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM audit WHERE (?1 IS NULL OR subject = ?1) AND (?2 IS NULL OR sequence < ?2)
          ORDER BY sequence DESC LIMIT ?3
          """, arguments: [subject, before, limit]
      ).map(AuditEntry.init)
    }
  }

  /// Takes the chain as it stands for the truth after it was put back on purpose, such as from a backup; the files that
  /// saw more are kept, and the audit says so.
  public func acceptAudit(actor: Principal, reason: String) throws {
    guard let witness else { return }
    let seen = witness.head()
    try witness.setAside(stamp: now.description.filter { $0 != ":" })
    try write(actor: actor) { _, audit in
      try audit.append(
        "audit.accept", "audit",
        [
          "reason": .text(try CaseText.required(reason, "a reason")), "seen": seen?.json ?? .null,
        ])
    }
  }
}

extension AuditEntry {
  public var json: CanonicalValue {
    [
      "sequence": .integer(sequence), "at": .text(at.description), "at_ms": .integer(at.milliseconds),
      "clock_behind": .integer(clockBehind), "actor": .text(actor), "action": .text(action),
      "subject": .text(subject), "detail": CanonicalValue(parsing: detail.utf8) ?? .text(detail),
      "previous": .text(previous), "digest": .text(digest),
    ]
  }
}
