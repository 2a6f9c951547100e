// SPDX-License-Identifier: Apache-2.0

import CWorkbench

/// A language the workbench speaks.
public enum Language: String, Sendable, Hashable, CaseIterable, Codable {
  case english = "en"
  case chinese = "zh"

  /// Its own name for itself.
  public var name: String {
    switch self {
    case .english: "English"
    case .chinese: "中文"
    }
  }

  /// The `lang` of a page.
  public var tag: String {
    switch self {
    case .english: "en"
    case .chinese: "zh-Hans"
    }
  }
}

/// Every text of the workbench by its key, from the table `words.tsv`.
public struct Words: Sendable {
  public let language: Language

  public init(_ language: Language) { self.language = language }

  /// The text of a key; `{0}`, `{1}`… stand for the arguments. A key that the table lacks reads as itself in brackets.
  public func callAsFunction(_ key: String, _ arguments: String...) -> String {
    guard let entry = Self.table[key] else { return "[\(key)]" }
    let text = language == .english ? entry.english : entry.chinese
    guard !arguments.isEmpty else { return text }
    var out = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "{") {
      out += rest[..<start]
      let after = rest.index(after: start)
      guard let end = rest[after...].firstIndex(of: "}"), let number = Int(rest[after..<end]),
        arguments.indices.contains(number)
      else {
        out += rest[start...]
        return out
      }
      out += arguments[number]
      rest = rest[rest.index(after: end)...]
    }
    return out + rest
  }

  /// A term of the engines, such as an outcome or the name of a field, where the table has it; else the term itself.
  public func term(_ group: String, _ name: String) -> String {
    let key = "\(group).\(name.lowercased().split(separator: " ").joined(separator: "-"))"
    guard let entry = Self.table[key] else { return name }
    return language == .english ? entry.english : entry.chinese
  }

  /// A sentence for an action of the engines where the table has it; else the action and what it was done to.
  public func sentence(_ group: String, _ action: String, _ subject: String) -> String {
    Self.table["\(group).\(action)"] == nil ? "\(action) \(subject)" : self("\(group).\(action)", subject)
  }

  /// Whether the table has a text of this key.
  public static func knows(_ key: String) -> Bool { table[key] != nil }

  /// A count with the right form of its noun; `key.one` and `key.many` hold `{0}`.
  public func count(_ key: String, _ number: Int) -> String {
    self("\(key).\(number == 1 ? "one" : "many")", Number.grouped(number))
  }

  struct Entry: Sendable {
    var english: String
    var chinese: String
  }

  /// Key, tab, English, tab, Chinese; lines that begin with `#` are notes.
  static let table: [String: Entry] = {
    let bytes = unsafe [UInt8](
      UnsafeRawBufferPointer(start: assay_workbench_words_bytes(), count: assay_workbench_words_size))
    var table: [String: Entry] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 3 else { fatalError("words.tsv: a line does not hold three fields: \(line)") }
      guard
        table.updateValue(
          Entry(english: String(fields[1]), chinese: String(fields[2])), forKey: String(fields[0])) == nil
      else { fatalError("words.tsv: \(fields[0]) stands twice") }
    }
    return table
  }()
}
