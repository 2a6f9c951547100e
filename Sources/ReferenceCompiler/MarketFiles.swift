// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel
import Yams

extension ReferenceCompiler {
  func isMaterial(_ slug: String) -> Bool { lines.contains { $0.hasPrefix("material\t\(slug)\t") } }
  func isMineral(_ slug: String) -> Bool { lines.contains { $0.hasPrefix("mineral\t\(slug)\t") } }

  /// Reads what has been declared to hide what.
  mutating func readDisguises() {
    let file = "disguises.yaml"
    guard let root = node(of: file)?.mapping else { return }
    known(root, ["disguises", "motives"], file)
    for node in root["disguises"]?.sequence ?? [] {
      guard let row = node.mapping else { continue }
      known(row, ["declared_as", "headings", "hides", "confidence", "source"], file)
      let codes = row["headings"]?.sequence?.compactMap(\.string) ?? []
      let hidden = row["hides"]?.sequence?.compactMap(\.string) ?? []
      for slug in hidden where !isMaterial(slug) {
        report("reference.material", "unknown material '\(slug)'", file, line(row))
      }
      if codes.isEmpty || codes.contains(where: { $0.utf8.count != 6 || Int($0) == nil }) {
        report("reference.heading", "headings are six digits in quotes", file, line(row))
      }
      let fact = facts(row, file)
      add(
        "disguise", string(row, "declared_as", file) ?? "", codes.joined(separator: ","),
        hidden.joined(separator: ","),
        fact.confidence, fact.source)
    }
    for node in root["motives"]?.sequence ?? [] {
      guard let row = node.mapping else { continue }
      known(row, ["weight", "minerals", "confidence", "source"], file)
      let minerals = row["minerals"]?.sequence?.compactMap(\.string) ?? []
      for slug in minerals where !isMineral(slug) {
        report("reference.mineral", "unknown mineral '\(slug)'", file, line(row))
      }
      _ = facts(row, file)
      add("motive", string(row, "weight", file) ?? "", minerals.joined(separator: ","))
    }
  }

  /// Reads usual prices by heading.
  mutating func readHeadingPrices() {
    let file = "heading-prices.yaml"
    guard let rows = node(of: file)?.mapping?["bands"]?.sequence else {
      report("reference.shape", "a list `bands` is needed", file, nil)
      return
    }
    for node in rows {
      guard let row = node.mapping else { continue }
      known(row, ["headings", "usd_per_kg", "bulk"], file)
      let band = row["usd_per_kg"]?.sequence?.compactMap(\.float) ?? []
      guard band.count == 2, band[0] > 0, band[0] < band[1] else {
        report("reference.price", "a band needs two prices in order", file, line(row))
        continue
      }
      for code in row["headings"]?.sequence?.compactMap(\.string) ?? [] {
        guard [2, 4, 6].contains(code.utf8.count), Int(code) != nil else {
          report("reference.heading", "a heading has two, four or six digits in quotes", file, line(row))
          continue
        }
        add("heading-price", "1" + code, "\(band[0])", "\(band[1])", row["bulk"]?.bool == true ? "bulk" : "")
      }
    }
  }
}
