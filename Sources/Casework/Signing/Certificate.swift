// SPDX-License-Identifier: Apache-2.0

/// A signed statement of what was decided about a goods item, which a third party checks with the public key alone.
public struct Certificate: Sendable, Hashable {
  /// `no-hit` when the item was let go by the law as asked, `hit` when it was referred.
  public enum Kind: String, Sendable, Hashable {
    case noHit = "no-hit"
    case hit
  }

  public static let format = "assay-certificate-1"
  /// What is signed, in canonical form.
  public var body: CanonicalValue
  /// Ed25519 over the canonical bytes of `body`, hexadecimal.
  public var signature: String

  public init(body: CanonicalValue, signature: String) {
    self.body = body
    self.signature = signature
  }

  /// Makes and signs the certificate of a decision.
  init(of decision: DecisionRecord, _ screening: ScreeningRecord, at: Instant, head: String, key: SigningKey)
  {
    let kind: Kind = decision.lane >= 2 ? .hit : .noHit
    let statement =
      switch kind {
      case .noHit:
        "On the data given, screening found nothing that needs a check before release. This is no licence and no proof that the goods are lawful."
      case .hit:
        "On the data given, screening found reasons for a check before release. They are leads, not findings of guilt."
      }
    body = [
      "format": .text(Self.format), "kind": .text(kind.rawValue), "statement": .text(statement),
      "issued": .text(at.description), "key": .text(key.publicKey.hex), "decision": decision.json,
      "assessment": .optional(decision.full.map { String(decoding: $0, as: UTF8.self) }),
      "screening": screening.json, "audit_head": .text(head),
    ]
    signature = Digest.hex(key.sign(body.bytes))
  }

  public var json: CanonicalValue { ["certificate": body, "signature": .text(signature)] }

  public var kind: Kind? { body["kind"]?.textValue.flatMap(Kind.init(rawValue:)) }
  public var key: PublicKey? { body["key"]?.textValue.flatMap { PublicKey(hex: $0) } }

  /// The certificate as a file of JSON.
  public var bytes: [UInt8] { json.bytes + [0x0A] }

  /// Reads a certificate from JSON, or from the page made of it.
  public init?(file: [UInt8]) {
    var content = file[...]
    if let start = Self.range(of: Self.opening, in: content) {
      content = content[start.upperBound...]
      guard let end = Self.range(of: Self.closing, in: content) else { return nil }
      content = content[..<end.lowerBound]
    }
    guard let json = CanonicalValue(parsing: content), let body = json["certificate"],
      let signature = json["signature"]?.textValue
    else { return nil }
    self.init(body: body, signature: signature)
  }

  static let opening = Array("<script type=\"application/json\" id=\"certificate\">".utf8)
  static let closing = Array("</script>".utf8)

  private static func range(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
    var position = bytes.startIndex
    while position <= bytes.endIndex - pattern.count {
      if bytes[position] == first, bytes[position..<position + pattern.count].elementsEqual(pattern) {
        return position..<position + pattern.count
      }
      position += 1
    }
    return nil
  }
}

/// What checking a certificate gave.
public enum CertificateVerdict: Sendable, Hashable {
  /// Signed by the key given.
  case genuine
  /// Signed by the key it carries, but that key was not known from elsewhere; its fingerprint must be compared.
  case selfSigned(fingerprint: String)
  /// Signed by another key than the one given.
  case otherKey(fingerprint: String)
  /// Changed since it was signed.
  case forged
  /// No certificate.
  case unreadable

  public var isIntact: Bool {
    switch self {
    case .genuine, .selfSigned: true
    default: false
    }
  }
}

extension Certificate {
  /// Checks a file without a workspace.
  /// - Parameter known: the public key as learnt from the authority itself.
  public static func verify(_ file: [UInt8], known: PublicKey? = nil) -> (CertificateVerdict, Certificate?) {
    guard let certificate = Certificate(file: file), certificate.body["format"]?.textValue == format,
      let key = certificate.key, let signature = Digest.bytes(hex: certificate.signature)
    else { return (.unreadable, nil) }
    guard key.verifies(signature, of: certificate.body.bytes) else { return (.forged, certificate) }
    // A page shows what it was made from, or it was changed around the signed part.
    if file.first != 0x7B, file != certificate.html {
      return (.forged, certificate)
    }
    guard let known else { return (.selfSigned(fingerprint: key.fingerprint), certificate) }
    return (known == key ? .genuine : .otherKey(fingerprint: key.fingerprint), certificate)
  }
}

extension Workspace {
  /// Makes the certificate of a decision; making it is an entry of the audit.
  public func certificate(of decision: Int64, actor: Principal) throws -> Certificate {
    guard let key else {
      throw WorkspaceError(.readOnly, "\(folder.path): the workspace is open for reading only")
    }
    return try write(actor: actor) { database, audit in
      let record = try DecisionStore.decision(decision, in: database)
      let screening = try DecisionStore.screening(record.screening, in: database)
      let entry = try audit.append(
        "certificate.issue", "decision:\(decision)", ["digest": .text(record.digest)])
      return Certificate(of: record, screening, at: entry.at, head: entry.digest, key: key)
    }
  }
}
