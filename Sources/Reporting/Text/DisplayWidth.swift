// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// How wide text is in a terminal, and how it is cut and padded; what steers never reaches the terminal.
enum DisplayWidth {
  /// Columns that a character takes: 2 for East Asian wide and full-width ones (Unicode TR 11), 0 for combining marks.
  static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default:
      return scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
    }
  }

  static func of(_ text: String) -> Int {
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + of($1) }
  }

  /// Text cut to a width, with an ellipsis where something is missing, and padded to it.
  static func fit(_ text: String, _ width: Int, right: Bool = false) -> String {
    let clean = VisibleText.line(text)
    let own = of(clean)
    if own <= width {
      let padding = String(repeating: " ", count: width - own)
      return right ? padding + clean : clean + padding
    }
    guard width > 1 else { return String(repeating: "…", count: max(0, width)) }
    var cut = ""
    var used = 0
    for character in clean {
      let next = of(character)
      guard used + next <= width - 1 else { break }
      cut.append(character)
      used += next
    }
    return cut + "…" + String(repeating: " ", count: width - 1 - used)
  }

  /// An identifier cut to a width at its beginning, since the end tells it from its neighbours, and padded.
  static func fitEnd(_ text: String, _ width: Int) -> String {
    let clean = VisibleText.line(text)
    guard of(clean) > width, width > 1 else { return fit(clean, width) }
    var cut = ""
    var used = 0
    for character in clean.reversed() {
      let next = of(character)
      guard used + next <= width - 1 else { break }
      cut = String(character) + cut
      used += next
    }
    return fit("…" + cut, width)
  }

  /// Text broken into lines of at most a width, at spaces where there are some.
  static func wrap(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in VisibleText.line(text).split(separator: " ", omittingEmptySubsequences: true) {
      var rest = Substring(word)
      while of(String(rest)) > width {
        if !line.isEmpty {
          lines.append(line)
          line = ""
          used = 0
        }
        var part = ""
        var taken = 0
        while let character = rest.first, taken + of(character) <= width {
          part.append(character)
          taken += of(character)
          rest = rest.dropFirst()
        }
        if part.isEmpty { rest = rest.dropFirst() } else { lines.append(part) }
      }
      let size = of(String(rest))
      if size == 0 { continue }
      if used > 0, used + 1 + size > width {
        lines.append(line)
        line = ""
        used = 0
      }
      if used > 0 {
        line += " "
        used += 1
      }
      line += rest
      used += size
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }
}
