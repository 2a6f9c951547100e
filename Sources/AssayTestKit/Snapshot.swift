// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Golden output kept in files beside the tests.
///
/// With `ASSAY_RECORD_SNAPSHOTS=1` in the environment the files are written anew, to be read in the diff.
public enum Snapshot {
  /// What comparing came to.
  public enum Verdict: Sendable, Equatable {
    case same
    case recorded
    /// The first line that differs, 1-based, with both texts; an absent file differs at line 0.
    case differs(line: Int, expected: String, actual: String)
  }

  /// Compares text with the file `Snapshots/<name>` beside the calling test.
  public static func compare(_ text: String, _ name: String, file: String = #filePath) throws -> Verdict {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Snapshots")
    let place = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["ASSAY_RECORD_SNAPSHOTS"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: place)
      return .recorded
    }
    guard let data = try? Data(contentsOf: place) else {
      return .differs(line: 0, expected: "no file \(name); record it", actual: "")
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard expected.utf8.elementsEqual(text.utf8) == false else { return .same }
    let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let right = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(left, right).enumerated().first { $1.0 != $1.1 }?.offset ?? min(left.count, right.count)
    return .differs(
      line: line + 1, expected: line < left.count ? String(left[line]) : "",
      actual: line < right.count ? String(right[line]) : "")
  }
}
