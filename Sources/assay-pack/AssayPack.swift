// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import FoundationEssentials
import LawCompiler
import ReferenceCompiler
import ReferenceData
import TradeModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Compiles Law/ and Reference/ into the packs that the binary embeds.
///
/// Run in the root of the repository: `swift run assay-pack` writes the packs, `swift run assay-pack --check` compares
/// them with what is committed and fails on a difference.
@main
struct AssayPack {
  static func main() {
    do { try run() } catch {
      print("error: \(error)")
      exit(1)
    }
  }

  static func run() throws {
    let check = CommandLine.arguments.contains("--check")
    var reference = ReferenceCompiler(folder: "Reference")
    let pack = reference.compile()
    for diagnostic in reference.diagnostics { print(diagnostic.rendered) }
    guard let pack else { throw Failure("the reference pack could not be made") }
    try deliver(pack, "reference.pack", check: check)

    let vocabulary = MaterialVocabulary(try ReferenceData(pack: pack))
    let law = LawCompiler(vocabulary: vocabulary).compile(folder: "Law")
    for diagnostic in law.diagnostics { print(diagnostic.rendered) }
    guard let tables = law.tables else { throw Failure("the law pack could not be made") }
    try deliver(tables.packed, "law.pack", check: check)
    let page = LawBook(tables, vocabulary: vocabulary).coveragePage
    try deliver(Array(page.utf8), "law.md", in: "docs/", check: check)
  }

  /// Writes a pack, or compares it with the one that stands there.
  static func deliver(
    _ pack: [UInt8], _ name: String, in folder: String = "Sources/CEmbedded/packs/", check: Bool
  ) throws {
    let path = folder + name
    if check {
      guard let old = FileManager.default.contents(atPath: path), old.elementsEqual(pack) else {
        throw Failure("\(name) differs from its files; run assay-pack and commit the result")
      }
    } else if !FileManager.default.createFile(atPath: path, contents: Data(pack)) {
      throw Failure("\(name) cannot be written")
    }
    print("\(name): \(pack.count) bytes, sha256 \(SHA256.hexDigest(of: pack))")
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }
}
