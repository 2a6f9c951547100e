// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel
import Yams

extension ReferenceCompiler {
  /// Reads the words of trade descriptions.
  mutating func readLexicon() {
    let file = "lexicon.yaml"
    guard let root = node(of: file)?.mapping else { return }
    known(root, ["forms", "classes", "characters"], file)
    for form in root["forms"]?.sequence ?? [] {
      guard let mapping = form.mapping, let words = mapping["words"]?.mapping else { continue }
      known(mapping, ["kinds", "words"], file)
      let kinds = (mapping["kinds"]?.sequence?.compactMap(\.string) ?? []).filter { $0 != "element" }
      for kind in kinds where MaterialKind(rawValue: kind) == nil {
        report("reference.kind", "unknown kind '\(kind)'", file, line(mapping))
      }
      lexemes(words, role: "form", kinds: kinds.joined(separator: ","), file)
    }
    for (role, words) in root["classes"]?.mapping ?? [:] {
      guard let name = role.string, LexiconEntry.Role(rawValue: name) != nil, let words = words.mapping else {
        report("reference.class", "unknown word class", file, role.mark?.line)
        continue
      }
      lexemes(words, role: name, kinds: "", file)
    }
    readGoodsWords()
    for (_, pairs) in root["characters"]?.mapping ?? [:] { add("characters", pairs.string ?? "") }
  }

  /// English words that name goods, one a line.
  private mutating func readGoodsWords() {
    let file = "goods-words.txt"
    let words = rows(of: file, columns: nil).compactMap(\.fields.first)
    if words.count < 1000 { report("reference.word", "fewer words than the file should hold", file, nil) }
    add(["lexeme", "particular", "", "en"] + words)
  }

  mutating func lexemes(_ words: Node.Mapping, role: String, kinds: String, _ file: String) {
    for (language, list) in words {
      let words = list.sequence?.compactMap(\.string) ?? []
      if let odd = words.first(where: { $0.isEmpty || $0.contains("\t") }) {
        report("reference.word", "'\(odd)' is no word", file, language.mark?.line)
      }
      if !words.isEmpty { add(["lexeme", role, kinds, language.string ?? ""] + words) }
    }
  }
}
