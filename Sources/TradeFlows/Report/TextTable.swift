// SPDX-License-Identifier: Apache-2.0

/// A table for the terminal: figures to the right under their unit, long words wrapped below their row.
public struct TextTable: Sendable {
  public struct Column: Sendable {
    public var title: String
    public var unit: String
    public var isFigure: Bool
    /// Widest cell; longer text is cut with an ellipsis.
    public var widest: Int

    public static func words(_ title: String, widest: Int = 28) -> Column {
      Column(title: title, unit: "", isFigure: false, widest: widest)
    }
    public static func figure(_ title: String, _ unit: String = "") -> Column {
      Column(title: title, unit: unit, isFigure: true, widest: 24)
    }
  }

  /// A line under a row: a short label and text.
  public struct Note: Hashable, Sendable {
    public var label: String
    public var text: String
    public init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  public struct Row: Sendable {
    public var cells: [String]
    public var below: [Note]
    public init(_ cells: [String], below: [Note] = []) {
      self.cells = cells
      self.below = below
    }
  }

  public struct Block: Sendable {
    public var heading: String
    public var rows: [Row]
    /// Rows beyond this many are counted, not printed.
    public var most: Int
    /// Notes that hold for every row that has notes, said once.
    public private(set) var common: [Note] = []

    public init(_ heading: String, _ rows: [Row], most: Int = 60) {
      self.heading = heading
      self.rows = rows
      self.most = most
      let noted = rows.filter { !$0.below.isEmpty }
      guard noted.count >= 3, let first = noted.first else { return }
      common = first.below.filter { note in noted.allSatisfy { $0.below.contains(note) } }
      for place in self.rows.indices { self.rows[place].below.removeAll { common.contains($0) } }
    }
  }

  public var columns: [Column]
  public var blocks: [Block]
  /// Said when there is no row at all.
  public var whenEmpty: String
  public var notes: [String]

  public init(
    _ columns: [Column], blocks: [Block], whenEmpty: String = "Nothing found.", notes: [String] = []
  ) {
    self.columns = columns
    self.blocks = blocks
    self.whenEmpty = whenEmpty
    self.notes = notes
  }

  /// The table as lines of at most `width` columns, where its cells allow.
  public func text(width: Int = 100) -> String {
    var lines: [String] = []
    let shown = blocks.filter { !$0.rows.isEmpty }
    if shown.isEmpty { lines += Self.wrapped(whenEmpty, width: width) }
    let widths = columns.indices.map { place in
      let cells = shown.flatMap { $0.rows.prefix($0.most).map { $0.cells[place].count } }
      return min(
        columns[place].widest,
        max(columns[place].title.count, columns[place].unit.count, cells.max() ?? 0))
    }
    func line(_ cells: [String]) -> String {
      var out = ""
      for (place, cell) in cells.enumerated() {
        let text = cell.count > widths[place] ? String(cell.prefix(widths[place] - 1)) + "…" : cell
        let pad = String(repeating: " ", count: widths[place] - text.count)
        out += (place > 0 ? "  " : "") + (columns[place].isFigure ? pad + text : text + pad)
      }
      while out.hasSuffix(" ") { out.removeLast() }
      return out
    }
    for (number, block) in shown.enumerated() {
      if number > 0 { lines.append("") }
      if !block.heading.isEmpty { lines += Self.wrapped(block.heading, width: width) }
      lines.append(line(columns.map(\.title)))
      if columns.contains(where: { !$0.unit.isEmpty }) { lines.append(line(columns.map(\.unit))) }
      lines.append(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
      for row in block.rows.prefix(block.most) {
        lines.append(line(row.cells))
        lines += row.below.flatMap { Self.lines(of: $0, width: width) }
      }
      let left = block.rows.count - block.most
      if left > 0 {
        lines.append("… and \(Figure.grouped(Double(left), places: 0)) more; --format csv lists all")
      }
      if !block.common.isEmpty {
        lines.append("The same for every row with notes:")
        lines += block.common.flatMap { Self.lines(of: $0, width: width) }
      }
    }
    for note in notes where !note.isEmpty { lines += [""] + Self.wrapped(note, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of note: Note, width: Int) -> [String] {
    let label = note.label + String(repeating: " ", count: max(0, 10 - note.label.count))
    return wrapped(note.text, width: width, first: "    " + label + "  ", next: 16)
  }

  /// Words on lines of a width; the first line begins with `first`, later ones with spaces.
  public static func wrapped(_ text: String, width: Int, first: String = "", next: Int = 0) -> [String] {
    var lines: [String] = []
    var line = first
    var isFresh = true
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }) {
      if !isFresh, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: next)
        isFresh = true
      }
      line += (isFresh ? "" : " ") + word
      isFresh = false
    }
    return lines + [line]
  }
}

extension Explanation.Kind {
  /// The reason in words.
  public var words: String {
    switch self {
    case .transit, .coding, .lag, .confidentiality, .stock: rawValue
    case .estimatedWeights: "estimated weights"
    case .newCapacity: "new capacity"
    case .oneReport: "one report only"
    }
  }
}

extension Explanation.Verdict {
  public var name: String { self == .notTested ? "not tested" : rawValue }
}

extension Explanation {
  /// The explanation as a line under a row.
  var note: TextTable.Note { TextTable.Note(verdict.name, "\(kind.words): \(words)") }
}
