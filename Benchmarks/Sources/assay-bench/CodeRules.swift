// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Foundation
import TradeModel

/// The part of the law that a join on codes can express: a code, the days it is under control, the control code.
///
/// It is no determination: codes never decide alone. It is the job that a database can do too, so that both can be
/// timed on the same work.
struct CodeRule {
  var code: String
  var from: Day
  /// Last day; nothing while in force.
  var to: Day?
  var control: String

  /// Every code of a Chinese control with the days on which it is in force, in order.
  static func all(_ law: LawBook) -> [CodeRule] {
    var rules: [CodeRule] = []
    for id in law.controlIDs {
      let control = law.control(id)
      guard law.instrument(of: id).jurisdiction == .china, let name = control.code else { continue }
      for code in control.codes {
        for event in control.force where event.state == .inForce {
          rules.append(
            CodeRule(
              code: code.code.description, from: max(event.from, code.from), to: event.to, control: name))
        }
      }
    }
    return rules.filter { $0.code.utf8.count >= 8 && ($0.to ?? $0.from) >= $0.from }
      .sorted { ($0.code, $0.control, $0.from) < ($1.code, $1.control, $1.from) }
  }

  static func csv(_ rules: [CodeRule]) -> String {
    "code,valid_from,valid_to,control\n"
      + rules.map { "\($0.code),\($0.from),\($0.to?.description ?? ""),\($0.control)\n" }.joined()
  }
}

/// The rules that a commodity code can meet, those with the longest common prefix first.
struct CodeMatches {
  struct Candidate {
    var length: Int
    var from: Int32
    var to: Int32
    var control: Int
  }
  /// Those of each code side by side.
  private let candidates: [Candidate]
  /// By code, where its candidates begin; one more at the end.
  private let starts: [Int]
  let controls: [String]

  /// - Parameter codes: the distinct codes of a table.
  init(_ rules: [CodeRule], codes: [CommodityCode?]) {
    controls = Set(rules.map(\.control)).sorted()
    let position = Dictionary(uniqueKeysWithValues: controls.enumerated().map { ($0.element, $0.offset) })
    var byHead: [Substring: [CodeRule]] = [:]
    for rule in rules { byHead[rule.code.prefix(8), default: []].append(rule) }
    let byCode = codes.map { code -> [Candidate] in
      guard let text = code?.description, text.utf8.count >= 8 else { return [] }
      return (byHead[text.prefix(8)] ?? []).map { rule in
        Candidate(
          length: zip(text.utf8, rule.code.utf8).prefix { $0 == $1 }.count, from: rule.from.number,
          to: rule.to?.number ?? .max, control: position[rule.control] ?? 0)
      }.sorted { ($1.length, $0.control) < ($0.length, $1.control) }
    }
    candidates = Array(byCode.joined())
    starts = byCode.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// The control of the longest prefix in force on a day, the first by name among equals; nothing for none.
  func control(code: UInt32, day: Int32) -> Int? {
    for index in starts[Int(code)]..<starts[Int(code) + 1]
    where candidates[index].from <= day && day <= candidates[index].to {
      return candidates[index].control
    }
    return nil
  }
}
