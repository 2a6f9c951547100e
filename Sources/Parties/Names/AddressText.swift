// SPDX-License-Identifier: Apache-2.0

/// An address folded to words of which all usual spellings are one: "RM 12, 40 Harbour Rd." and "40 Harbour Road, Room 12"
/// have the same words.
package enum AddressText {
  private static let words: [[UInt8]: [UInt8]] = {
    var words: [[UInt8]: [UInt8]] = [:]
    for (form, spelling) in NameTables.readAddressWords() {
      words[Array(spelling.utf8)] = form == "-" ? [] : Array(form.utf8)
    }
    return words
  }()

  /// The words in order, with single spaces.
  package static func folded(_ text: String, longest: Int) -> [UInt8] {
    var result: [UInt8] = []
    func add(_ word: ArraySlice<UInt8>) {
      if !result.isEmpty { result.append(0x20) }
      result.append(contentsOf: word)
    }
    for word in PreparedName.folded(text, longest: longest).split(separator: 0x20) {
      // "12f", "5th" and "3fl" are numbers of floors.
      var end = word.startIndex
      while end < word.endIndex, word[end] < 0x3A { end += 1 }
      let tail = word[end...]
      if end > word.startIndex, !tail.isEmpty, ordinals.contains(where: { tail.elementsEqual($0) }) {
        add(word[..<end])
      } else if let form = words[Array(word)] {
        if !form.isEmpty { add(form[...]) }
      } else {
        add(word)
      }
    }
    return result
  }

  private static let ordinals: [[UInt8]] = ["f", "fl", "flr", "st", "nd", "rd", "th"].map { Array($0.utf8) }

  /// Words that say what kind of place a name or number is of.
  package static let kinds: Set<[UInt8]> = Set(words.values.filter { !$0.isEmpty })
}
