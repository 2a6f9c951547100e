// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The Harmonized System as kept beside the law, for the linter.
public enum Nomenclature {
  /// Subheadings of the Harmonized System 2022 from `nomenclature/hs-2022.txt` of a law folder; empty when it is not there.
  public static func subheadings(in folder: String) -> Set<Int> {
    guard let data = FileManager.default.contents(atPath: folder + "/nomenclature/hs-2022.txt") else {
      return []
    }
    let text = String(decoding: data, as: UTF8.self)
    return Set(text.split(separator: "\n").compactMap { $0.hasPrefix("#") ? nil : Int($0) })
  }
}
