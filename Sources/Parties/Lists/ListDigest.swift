// SPDX-License-Identifier: Apache-2.0

internal import TradeModel

/// Digests of texts.
public enum ListDigest {
  /// Lower-case hexadecimal SHA-256 of a text.
  public static func hex(_ text: String) -> String { SHA256.hexDigest(of: text.utf8) }
}
