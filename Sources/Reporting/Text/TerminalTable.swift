// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Licensing
import Ranking
public import Screening
import TradeModel

/// The ranked table of a run, fitted to the width of the terminal, and the summary under it.
public enum TerminalTable {
  /// Makes the table and the summary.
  /// - Parameters:
  ///   - top: the assessments to show, in order of rank.
  ///   - width: columns of the terminal, 60 or more to be readable.
  public static func text(
    _ top: [Assessment], _ summary: ScreeningSummary, width: Int, colour: Bool
  ) -> String {
    let style = Style(colour: colour)
    var lines: [String] = []
    if !top.isEmpty {
      let columns = Columns(top, width: max(60, width))
      lines.append(style.dim(columns.header))
      for (rank, assessment) in top.enumerated() { lines += columns.lines(rank + 1, assessment, style) }
      lines.append("")
    }
    lines += SummaryBlock.lines(summary, width: max(60, width), style: style)
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Columns {
    let rank: Int
    let lane = 6
    let score = 5
    let declaration: Int
    let day = 10
    let destination = 4
    let code = 10
    let goods: Int
    let finding: Int
    /// Below this width the finding has lines of its own under the item: in a narrow column it could not be read.
    static let wide = 116
    let isStacked: Bool

    init(_ top: [Assessment], width: Int) {
      rank = String(top.count).count
      declaration = min(
        18, max(4, top.map { DisplayWidth.of(TerminalTable.name($0)) }.max() ?? 4))
      let fixed = rank + lane + score + declaration + day + destination + code + 8
      let rest = max(16, width - fixed)
      isStacked = width < Self.wide
      goods = isStacked ? rest + 1 : min(32, rest * 2 / 5)
      finding = isStacked ? width - rank - 1 - lane - 1 : rest - goods
    }

    var header: String {
      [
        DisplayWidth.fit("#", rank, right: true), DisplayWidth.fit("lane", lane),
        DisplayWidth.fit("score", score, right: true), DisplayWidth.fit("item", declaration),
        DisplayWidth.fit("date", day), DisplayWidth.fit("to", destination), DisplayWidth.fit("code", code),
        DisplayWidth.fit("declared as", goods) + (isStacked ? "" : " finding"),
      ].joined(separator: " ")
    }

    func lines(_ position: Int, _ assessment: Assessment, _ style: Style) -> [String] {
      let item = assessment.item
      let cells = [
        DisplayWidth.fit(String(position), rank, right: true),
        style.lane(assessment.lane, DisplayWidth.fit(assessment.lane.name, lane)),
        DisplayWidth.fit(PlainFigures.fixed(assessment.score, 2), score, right: true),
        DisplayWidth.fitEnd(TerminalTable.name(assessment), declaration),
        DisplayWidth.fit(item.day.description, day),
        DisplayWidth.fit(item.destination.description, destination),
        DisplayWidth.fit(item.commodityCode?.digits ?? "–", code),
        DisplayWidth.fit(item.goodsDescription ?? "–", goods),
      ]
      let wrapped = DisplayWidth.wrap(assessment.headline, finding)
      let shown =
        wrapped.count > 2
        ? [wrapped[0], DisplayWidth.fit(wrapped[1...].joined(separator: " "), finding)] : wrapped
      if isStacked {
        let indent = String(repeating: " ", count: rank + 1 + lane + 1)
        return [cells.joined(separator: " ")] + shown.map { indent + $0 }
      }
      let indent = String(
        repeating: " ", count: rank + lane + score + declaration + day + destination + code + goods + 8)
      return [cells.joined(separator: " ") + " " + shown[0]] + shown.dropFirst().map { indent + $0 }
    }
  }

  /// How an item is named in tables: its declaration and item number, or its line.
  static func name(_ assessment: Assessment) -> String {
    let item = assessment.item
    guard let id = item.declarationID else { return "line \(item.source.line)" }
    return item.itemNumber.map { $0 > 1 ? "\(id)/\($0)" : id } ?? id
  }
}
