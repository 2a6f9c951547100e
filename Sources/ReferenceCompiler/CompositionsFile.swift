// SPDX-License-Identifier: Apache-2.0

import TradeModel
import Yams

extension ReferenceCompiler {
  /// Reads the rules that tell materials by composition.
  mutating func readCompositions() {
    let file = "compositions.yaml"
    guard let root = node(of: file)?.mapping, let rules = root["rules"]?.sequence else {
      report("reference.shape", "a list `rules` is needed", file, nil)
      return
    }
    known(root, ["worth", "rules"], file)
    readWorth(root, file)
    for rule in rules {
      guard let mapping = rule.mapping, let shares = mapping["shares"]?.mapping else {
        report("reference.shape", "a rule needs `material` and `shares`", file, rule.mark?.line)
        continue
      }
      known(mapping, ["material", "shares"], file)
      let slug = string(mapping, "material", file) ?? ""
      if !lines.contains(where: { $0.hasPrefix("material\t\(slug)\t") }) {
        report("reference.material", "unknown material '\(slug)'", file, line(mapping))
      }
      var parts: [String] = []
      for (elements, limits) in shares {
        let limits = limits.sequence?.compactMap(\.float) ?? []
        let names = (elements.string ?? "").split(separator: "+")
        guard limits.count == 2, limits[0] <= limits[1], names.allSatisfy({ Element(symbol: $0) != nil })
        else {
          report("reference.share", "a share needs elements and two limits", file, elements.mark?.line)
          continue
        }
        parts.append("\(elements.string ?? ""):\(limits[0]):\(limits[1])")
      }
      add("composition", slug, parts.joined(separator: ";"))
    }
  }

  /// Reads what elements without a price of their own cost at most.
  private mutating func readWorth(_ root: Node.Mapping, _ file: String) {
    guard let worth = root["worth"]?.mapping else {
      report("reference.shape", "a mapping `worth` is needed", file, nil)
      return
    }
    known(worth, ["usd_per_kg", "decisive", "confidence", "source"], file)
    let price = worth["usd_per_kg"]?.float ?? 0
    let decisive = worth["decisive"]?.sequence?.compactMap(\.string) ?? []
    guard price > 0, !decisive.isEmpty, decisive.allSatisfy({ Element(symbol: $0) != nil }) else {
      report("reference.price", "a price above zero and elements are needed", file, line(worth))
      return
    }
    let fact = facts(worth, file)
    add("worth", "\(price)", decisive.joined(separator: ","), fact.confidence, fact.source)
  }
}
