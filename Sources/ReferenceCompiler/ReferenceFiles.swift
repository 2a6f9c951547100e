// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ReferenceData
public import TradeModel
import Yams

/// Reads the files of `Reference/` and turns them into the pack that the binary embeds.
///
/// Reading is strict: every key is used or reported, every fact names a known source and its confidence.
public struct ReferenceCompiler {
  /// What is wrong with the files; the pack is made only when no error is among it.
  public private(set) var diagnostics: [Diagnostic] = []
  let folder: String
  var sources: [String: String] = [:]
  var lines: [String] = []

  public init(folder: String) { self.folder = folder }

  /// Compiles the folder; nothing when an error was found.
  public mutating func compile() -> [UInt8]? {
    lines = ["assay-reference\t1"]
    readSources()
    for file in mineralFiles() { readMineral(file) }
    readLexicon()
    readCompositions()
    readDisguises()
    readHeadingPrices()
    readCountries()
    readCurrencies()
    readPorts()
    guard !diagnostics.contains(where: { $0.severity == .error }) else { return nil }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  mutating func text(of file: String) -> String? {
    guard let data = FileManager.default.contents(atPath: folder + "/" + file) else {
      report("reference.file-missing", "the file cannot be read", file, nil)
      return nil
    }
    return String(decoding: data, as: UTF8.self)
  }

  mutating func node(of file: String) -> Node? {
    guard let text = text(of: file) else { return nil }
    do { return try Yams.compose(yaml: text) } catch {
      report("reference.yaml", "not YAML: \(error)", file, nil)
      return nil
    }
  }

  mutating func report(_ code: String, _ message: String, _ file: String, _ line: Int?) {
    diagnostics.append(
      Diagnostic(.error, code, message, at: SourceLocation(file: folder + "/" + file, line: line ?? 1)))
  }

  mutating func mineralFiles() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/minerals")) ?? []
    let files = names.filter { $0.hasSuffix(".yaml") }.sorted()
    if files.isEmpty { report("reference.file-missing", "no mineral files", "minerals", nil) }
    return files.map { "minerals/" + $0 }
  }

  mutating func readSources() {
    let file = "sources.yaml"
    guard let root = node(of: file), let mapping = root.mapping?["sources"]?.mapping else {
      report("reference.shape", "a mapping `sources` is needed", file, nil)
      return
    }
    for (key, value) in mapping {
      guard let name = key.string, let text = value.string else { continue }
      sources[name] = text
    }
    for name in sources.keys.sorted() { add("source", name, sources[name] ?? "") }
  }

  /// Adds a record to the pack; tabs and line ends inside a field become spaces.
  mutating func add(_ fields: String...) { add(fields) }
  mutating func add(_ fields: [String]) {
    lines.append(
      fields.map { field in
        String(String.UnicodeScalarView(field.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
      }.joined(separator: "\t"))
  }
}
