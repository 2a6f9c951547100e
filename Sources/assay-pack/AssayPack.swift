// SPDX-License-Identifier: Apache-2.0

/// Compiles Law/ and Reference/ into the packs that the binary embeds.
@main
struct AssayPack {
  static func main() {}
}
