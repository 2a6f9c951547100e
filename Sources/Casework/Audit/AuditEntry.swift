// SPDX-License-Identifier: Apache-2.0

/// One link of the audit: what was done, by whom, when, and the digest that ties it to the link before.
public struct AuditEntry: Sendable, Hashable {
  /// From 1, without gaps.
  public var sequence: Int64
  /// Never earlier than the entry before, whatever the machine's clock says.
  public var at: Instant
  /// How far the machine's clock stood behind the entry before, in milliseconds; 0 when time went forward.
  public var clockBehind: Int64
  public var actor: String
  /// What was done, such as `case.close`.
  public var action: String
  /// What it was done to, such as `case:12`.
  public var subject: String
  /// The particulars as canonical JSON.
  public var detail: String
  /// The digest of the entry before; 64 zeros for the first.
  public var previous: String
  /// SHA-256 of all other fields.
  public var digest: String

  public init(
    sequence: Int64, at: Instant, clockBehind: Int64, actor: String, action: String, subject: String,
    detail: String, previous: String
  ) {
    self.sequence = sequence
    self.at = at
    self.clockBehind = clockBehind
    self.actor = actor
    self.action = action
    self.subject = subject
    self.detail = detail
    self.previous = previous
    digest = ""
    digest = computedDigest
  }

  /// Makes an entry as it stands somewhere, digest included, whether that is right or not.
  init(
    sequence: Int64, at: Instant, clockBehind: Int64, actor: String, action: String, subject: String,
    detail: String, previous: String, digest: String
  ) {
    self.init(
      sequence: sequence, at: at, clockBehind: clockBehind, actor: actor, action: action, subject: subject,
      detail: detail, previous: previous)
    self.digest = digest
  }

  public static let genesis = String(repeating: "0", count: 64)

  /// The digest the fields should have: SHA-256 over each as `length:bytes,` in order, so that no two entries share one.
  public var computedDigest: String {
    Digest.sha256(
      Self.framed([
        String(sequence), String(at.milliseconds), String(clockBehind), actor, action, subject, detail,
        previous,
      ]))
  }

  /// Texts as netstrings, which can be read in one way only.
  static func framed(_ fields: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for field in fields {
      bytes += Array("\(field.utf8.count):".utf8)
      bytes += Array(field.utf8)
      bytes.append(0x2C)
    }
    return bytes
  }
}

/// A signed statement that the chain had reached an entry.
public struct AuditCheckpoint: Sendable, Hashable {
  /// Every this many entries a checkpoint is kept for good.
  public static let interval: Int64 = 256

  public var sequence: Int64
  public var at: Instant
  /// The digest of the entry.
  public var digest: String
  /// Ed25519 over `message`, hexadecimal.
  public var signature: String

  public init(sequence: Int64, at: Instant, digest: String, signature: String) {
    self.sequence = sequence
    self.at = at
    self.digest = digest
    self.signature = signature
  }

  init(of entry: AuditEntry, key: SigningKey) {
    self.init(sequence: entry.sequence, at: entry.at, digest: entry.digest, signature: "")
    signature = Digest.hex(key.sign(message))
  }

  /// The bytes that are signed.
  public var message: [UInt8] {
    AuditEntry.framed(["assay-audit-1", String(sequence), String(at.milliseconds), digest])
  }

  func isSigned(by key: PublicKey) -> Bool {
    Digest.bytes(hex: signature).map { key.verifies($0, of: message) } ?? false
  }

  /// One line of JSON, as it is kept outside the database.
  public var json: CanonicalValue {
    [
      "sequence": .integer(sequence), "at": .integer(at.milliseconds), "digest": .text(digest),
      "signature": .text(signature),
    ]
  }

  /// Reads `json` back; nothing for another shape.
  public init?(json: CanonicalValue) {
    guard let sequence = json["sequence"]?.integerValue, let at = json["at"]?.integerValue,
      let digest = json["digest"]?.textValue, let signature = json["signature"]?.textValue
    else { return nil }
    self.init(sequence: sequence, at: Instant(milliseconds: at), digest: digest, signature: signature)
  }
}
