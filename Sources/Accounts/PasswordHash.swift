// SPDX-License-Identifier: Apache-2.0

import CSodium

/// Passwords as Argon2id hashes in the usual text form, with a salt of their own.
public enum PasswordHash {
  /// Fewest characters of a password.
  public static let shortest = 12
  /// Most bytes of a password; longer ones would only cost time.
  public static let longest = 1024

  /// How costly a hash is. `interactive` takes 64 MiB and about 0.1 s; `quick` is for tests.
  public enum Cost: Sendable {
    case interactive, quick

    var operations: UInt64 { self == .quick ? 1 : 2 }
    var memory: Int { self == .quick ? 8192 : 64 << 20 }
  }

  /// The hash of a password; nothing when memory does not suffice.
  public static func make(_ password: String, cost: Cost = .interactive) -> String? {
    guard sodium_init() >= 0 else { return nil }
    let bytes = password.utf8.map { CChar(bitPattern: $0) } + [0]
    var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
    let code = unsafe crypto_pwhash_str(
      &text, bytes, UInt64(bytes.count - 1), cost.operations, cost.memory)
    guard code == 0 else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether a password is the one of a hash; takes as long for a wrong one.
  public static func verify(_ password: String, against hash: String) -> Bool {
    guard sodium_init() >= 0, password.utf8.count <= longest else { return false }
    let bytes = password.utf8.map { CChar(bitPattern: $0) }
    return unsafe crypto_pwhash_str_verify(hash, bytes, UInt64(bytes.count)) == 0
  }
}
