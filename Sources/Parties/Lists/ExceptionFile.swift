// SPDX-License-Identifier: Apache-2.0

internal import Tabular
public import TradeModel

/// Exceptions as a file: one row an exception, added at the end, never changed.
///
/// The file names no party: a party and an entry are held by digests of what identifies them, so that an exception lapses
/// by itself when either changes. An exception is taken back by a later row with the same list, entry and party whose last
/// day is the day it was made.
public enum ExceptionFile {
  public static let columns = [
    "list", "entry_id", "party_digest", "entry_digest", "reason", "author", "made", "expires",
  ]

  /// Reads exceptions; rows that cannot be read are told by line, without their values, and are no exceptions.
  public static func read(_ bytes: [UInt8]) throws(ValueError) -> (
    exceptions: [ListException], problems: [String]
  ) {
    let table = try DelimitedText(bytes)
    guard !table.header.isEmpty else { return ([], []) }
    let places = columns.map { table.column($0) }
    if let missing = zip(columns, places).first(where: { $0.1 == nil }) {
      throw ValueError("the file of exceptions has no column \(missing.0)")
    }
    var exceptions: [ListException] = []
    var problems: [String] = []
    for (row, line) in zip(table.rows, table.lines) {
      let values = places.map { DelimitedText.original(DelimitedText.value(row, $0) ?? "") }
      guard let made = Day(values[6]), let expires = Day(values[7]) else {
        problems.append("line \(line): made and expires are days such as 2025-04-04")
        continue
      }
      do throws(ValueError) {
        exceptions.append(
          try ListException(
            list: values[0], entryID: values[1], partyDigest: values[2], entryDigest: values[3],
            reason: values[4], author: values[5], made: made, expires: expires))
      } catch { problems.append("line \(line): \(error.message)") }
    }
    return (exceptions, problems)
  }

  /// One exception as a line of the file.
  public static func line(_ exception: ListException) -> String {
    [
      exception.list, exception.entryID, exception.partyDigest, exception.entryDigest, exception.reason,
      exception.author, exception.made.description, exception.expires.description,
    ].map { DelimitedText.cell($0.replacing("\n", with: " ").replacing("\r", with: " ")) }
      .joined(separator: ",") + "\n"
  }

  /// The whole file.
  public static func text(_ exceptions: [ListException]) -> String {
    columns.joined(separator: ",") + "\n" + exceptions.map { line($0) }.joined()
  }
}
