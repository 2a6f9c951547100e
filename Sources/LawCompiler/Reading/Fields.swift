// SPDX-License-Identifier: Apache-2.0

import TradeModel
import Yams

/// A mapping of a law file, read strictly: every key is asked for, or reported with the nearest known name.
final class Fields {
  let file: SourceFile
  let out: DiagnosticCollector
  let mark: Mark?
  private var entries: [(key: String, mark: Mark?, value: Node)] = []
  private var asked: Set<String> = []

  /// Reads a node as a mapping; reports and gives nothing when it is none.
  init?(_ node: Node, what: String, in file: SourceFile, _ out: DiagnosticCollector) {
    self.file = file
    self.out = out
    mark = node.mark
    guard case .mapping(let mapping) = node else {
      out.report("shape", "\(what) is a list of 'name: value' lines", in: file, at: node.mark)
      return nil
    }
    for (key, value) in mapping {
      guard let name = key.string else {
        out.report("shape", "a name is plain text", in: file, at: key.mark)
        continue
      }
      entries.append((name, key.mark, value))
    }
  }

  var keys: [String] { entries.map(\.key) }

  func mark(of key: String) -> Mark? { entries.first { $0.key == key }?.mark ?? mark }
  func valueMark(_ key: String) -> Mark? { entries.first { $0.key == key }?.value.mark ?? mark }

  func report(
    _ code: String, _ message: String, at key: String? = nil, suggestion: String? = nil,
    severity: Diagnostic.Severity = .error
  ) {
    let entry = entries.first { $0.key == key }
    out.report(
      code, message, in: file, at: entry?.value.mark ?? mark,
      width: entry?.value.string?.unicodeScalars.count ?? 1, suggestion: suggestion, severity: severity)
  }

  func node(_ key: String) -> Node? {
    asked.insert(key)
    guard let value = entries.first(where: { $0.key == key })?.value else { return nil }
    if case .scalar(let scalar) = value, scalar.style == .plain, ["", "~", "null"].contains(scalar.string) {
      return nil
    }
    return value
  }

  func text(_ key: String) -> String? {
    guard let node = node(key) else { return nil }
    guard let text = node.string else {
      report("shape", "'\(key)' is one text", at: key)
      return nil
    }
    return text
  }

  func requiredText(_ key: String) -> String {
    if let text = text(key), !text.isEmpty { return text }
    if node(key) == nil {
      out.report("missing", "'\(key)' is missing", in: file, at: mark, suggestion: "add '\(key): …'")
    }
    return ""
  }

  /// A text, or a list of texts.
  func texts(_ key: String) -> [String] {
    guard let node = node(key) else { return [] }
    switch node {
    case .scalar(let scalar): return [scalar.string]
    case .sequence(let sequence):
      return sequence.compactMap { item in
        if let text = item.string { return text }
        out.report("shape", "'\(key)' is a list of texts", in: file, at: item.mark)
        return nil
      }
    default:
      report("shape", "'\(key)' is a text or a list of texts", at: key)
      return []
    }
  }

  func list(_ key: String) -> [Node] {
    guard let node = node(key) else { return [] }
    if case .sequence(let sequence) = node { return Array(sequence) }
    report("shape", "'\(key)' is a list; start each entry with '- '", at: key)
    return []
  }

  func fields(_ key: String) -> Fields? {
    node(key).flatMap { Fields($0, what: "'\(key)'", in: file, out) }
  }

  func day(_ key: String) -> Day? {
    guard let text = text(key) else { return nil }
    do throws(ValueError) { return try Day(text[...]) } catch {
      report("date", "'\(key)' is no day: \(error.message)", at: key)
      return nil
    }
  }

  func country(_ key: String) -> CountryCode? {
    guard let text = text(key) else { return nil }
    if let country = CountryCode(text) { return country }
    report("country", "'\(key)' is a country of two letters, such as CN", at: key)
    return nil
  }

  func flag(_ key: String) -> Bool? {
    guard let text = text(key) else { return nil }
    switch text {
    case "yes", "true": return true
    case "no", "false": return false
    default:
      report("shape", "'\(key)' is yes or no", at: key)
      return nil
    }
  }

  /// A value of a closed set by its name.
  func choice<Value>(_ key: String, of values: [(name: String, value: Value)]) -> Value? {
    guard let text = text(key) else { return nil }
    if let found = values.first(where: { $0.name == text }) { return found.value }
    unknown(text, key, values.map(\.name))
    return nil
  }

  func unknown(_ text: String, _ key: String, _ names: [String]) {
    let near = nearestName(to: text, among: names)
    report(
      "unknown-value", "'\(text)' is not a value of '\(key)'", at: key,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? "one of: \(names.prefix(12).joined(separator: ", "))")
  }

  /// Reports every key that nobody asked for.
  func finish(alsoKnown: [String] = []) {
    for entry in entries where !asked.contains(entry.key) {
      let near = nearestName(to: entry.key, among: (asked.sorted() + alsoKnown))
      out.report(
        "unknown-key", "'\(entry.key)' is not known here", in: file, at: entry.mark,
        width: entry.key.unicodeScalars.count, suggestion: near.map { "did you mean '\($0)'?" })
    }
  }
}
