// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// What was read, in words for the terminal.
public enum IntakeReport {
  /// One line a column: the heading and what it was taken for.
  public static func columns(_ result: IntakeResult) -> [String] {
    var file = ""
    var lines: [String] = []
    let width = min(40, result.columns.map { VisibleText.line($0.heading).count }.max() ?? 0)
    for column in result.columns {
      if column.file != file {
        file = column.file
        lines.append("\(file): columns")
      }
      let name = VisibleText.line(column.heading)
      let heading = name + String(repeating: " ", count: max(0, width - name.count))
      let field = column.field?.rawValue ?? ""
      let unit = column.unit.map { " in \($0)" } ?? ""
      let meaning =
        switch column.basis {
        case .canonical, .alias: "\(field)\(unit)"
        case .mapping: "\(field)\(unit) (mapping)"
        case .constant: "\(field) (mapping, the same for all rows)"
        case .unknown: "not used" + (column.nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .spare: "not used; another column gives \(field)"
        case .unwanted: "not used"
        }
      lines.append("  \(heading)  \(meaning)")
    }
    return lines
  }

  /// The counts in one line: what was read is what was assessed and what was quarantined.
  public static func counts(_ result: IntakeResult) -> String {
    "rows read \(result.rowsRead) = read in full \(result.table.rowCount) + quarantined \(result.quarantine.count)"
  }
}
