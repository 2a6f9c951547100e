// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
public import TradeModel

/// The Harmonized System as kept beside the law, one list a revision, for the linter.
public struct Nomenclature: Sendable {
  /// One revision: the year from whose first day it is in force, and its subheadings as numbers.
  public struct Revision: Sendable {
    public var year: Int
    public var subheadings: Set<Int>

    public init(year: Int, subheadings: Set<Int>) {
      self.year = year
      self.subheadings = subheadings
    }
  }

  /// In order of years.
  public let revisions: [Revision]

  public init(_ revisions: [Revision]) { self.revisions = revisions.sorted { $0.year < $1.year } }

  /// Reads `nomenclature/hs-YEAR.txt` of a law folder; without them there are no revisions.
  public init(folder: String) {
    let place = folder + "/nomenclature"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    self.init(
      names.compactMap { name in
        guard name.hasPrefix("hs-"), name.hasSuffix(".txt"), let year = Int(name.dropFirst(3).dropLast(4)),
          let data = FileManager.default.contents(atPath: place + "/" + name)
        else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        return Revision(year: year, subheadings: Set(lines.compactMap { $0.hasPrefix("#") ? nil : Int($0) }))
      })
  }

  /// The revision in force on a day; nothing when it is older than all.
  public func revision(on day: Day) -> Revision? {
    revisions.last { Day(year: $0.year, month: 1, day: 1).map { $0 <= day } ?? false }
  }
}
