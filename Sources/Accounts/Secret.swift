// SPDX-License-Identifier: Apache-2.0

import CSodium
import Casework

/// Random secrets, and the digests under which they are kept: whoever reads the database learns no secret.
public enum Secret {
  /// 256 random bits as hexadecimal digits after a prefix that scanners for leaked secrets can find.
  public static func random(prefix: String) -> String {
    precondition(sodium_init() >= 0, "the library of cryptography starts")
    var bytes = [UInt8](repeating: 0, count: 32)
    unsafe randombytes_buf(&bytes, bytes.count)
    return prefix + Digest.hex(bytes)
  }

  /// What is kept of a secret.
  public static func digest(_ secret: String) -> String {
    Digest.sha256(Array("assay-secret-1:\(secret)".utf8))
  }

  /// The token that forms of a session must bring along; it is worthless without the session's cookie.
  public static func formToken(ofSession secret: String) -> String {
    Digest.sha256(Array("assay-form-1:\(secret)".utf8))
  }

  /// Compares in a time that does not depend on where two texts differ.
  public static func equal(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
