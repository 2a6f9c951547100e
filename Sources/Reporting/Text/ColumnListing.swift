// SPDX-License-Identifier: Apache-2.0

public import Intake
import TradeModel

/// What each column was taken for, shown back to the user.
public enum ColumnListing {
  /// One line a file for what was understood; what was not is a diagnostic of reading, with its place.
  public static func text(_ columns: [RecognisedColumn]) -> String {
    var lines: [String] = []
    var files: [String] = []
    for column in columns where !files.contains(column.file) { files.append(column.file) }
    for file in files {
      let own = columns.filter { $0.file == file }
      let known = own.compactMap { column -> String? in
        guard let field = column.field, column.basis != .spare, column.basis != .unwanted else { return nil }
        let heading = VisibleText.line(column.heading)
        switch column.basis {
        case .canonical: return field.rawValue
        case .constant: return "\(field.rawValue) = constant"
        default: return "\(field.rawValue) ← \(heading)"
        }
      }
      lines.append("\(file): columns: " + known.joined(separator: ", "))
    }
    return lines.joined(separator: "\n")
  }
}
