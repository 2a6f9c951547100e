// SPDX-License-Identifier: Apache-2.0

import CSodium

/// An Ed25519 key pair (RFC 8032): signs checkpoints of the audit and certificates.
public struct SigningKey: Sendable {
  /// The 64 bytes of libsodium: seed and public key.
  private let secret: [UInt8]
  public let publicKey: PublicKey

  /// A fresh key from the system's random numbers.
  public static func generate() -> SigningKey {
    precondition(sodium_init() >= 0, "libsodium finds no source of random numbers")
    var seed = [UInt8](repeating: 0, count: 32)
    unsafe randombytes_buf(&seed, 32)
    return SigningKey(seed: seed)!
  }

  /// The key of a seed of 32 bytes; nothing for another length.
  public init?(seed: [UInt8]) {
    guard seed.count == 32, sodium_init() >= 0 else { return nil }
    var publicBytes = [UInt8](repeating: 0, count: 32)
    var secretBytes = [UInt8](repeating: 0, count: 64)
    guard unsafe crypto_sign_ed25519_seed_keypair(&publicBytes, &secretBytes, seed) == 0 else { return nil }
    secret = secretBytes
    publicKey = PublicKey(bytes: publicBytes)!
  }

  /// The seed, which is all a file must hold.
  public var seed: [UInt8] { Array(secret.prefix(32)) }

  /// The signature of a message, 64 bytes.
  public func sign(_ message: [UInt8]) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: 64)
    unsafe _ = crypto_sign_ed25519_detached(&signature, nil, message, UInt64(message.count), secret)
    return signature
  }
}

/// The public half of a signing key: all that is needed to check a signature.
public struct PublicKey: Sendable, Hashable {
  public let bytes: [UInt8]

  /// The key of 32 bytes; nothing for another length.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  public init?(hex: some StringProtocol) {
    guard let bytes = Digest.bytes(hex: hex) else { return nil }
    self.init(bytes: bytes)
  }

  public var hex: String { Digest.hex(bytes) }

  /// A short name for people to compare: the first 16 hexadecimal digits of the key's digest.
  public var fingerprint: String { String(Digest.sha256(bytes).prefix(16)) }

  /// Whether a signature of a message is this key's.
  public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard signature.count == 64, sodium_init() >= 0 else { return false }
    return unsafe crypto_sign_ed25519_verify_detached(signature, message, UInt64(message.count), bytes) == 0
  }
}
