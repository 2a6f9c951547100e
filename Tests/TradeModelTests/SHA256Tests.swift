// SPDX-License-Identifier: Apache-2.0

import Testing
import TradeModel

@Suite("SHA-256") struct SHA256Tests {
  /// Vectors of FIPS 180-4 and NIST's example values.
  @Test(
    arguments: zip(
      ["", "abc", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"],
      [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
      ]))
  func `known messages give their digests`(message: String, digest: String) {
    #expect(SHA256.hexDigest(of: message.utf8) == digest)
  }

  @Test func `a million letters a`() {
    #expect(
      SHA256.hexDigest(of: [UInt8](repeating: 0x61, count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func `pieces give the digest of the whole`() {
    var hash = SHA256()
    for piece in ["a", "", "bc"] { hash.update(piece.utf8) }
    #expect(hash.finalize() == SHA256.hexDigest(of: "abc".utf8))
  }
}
