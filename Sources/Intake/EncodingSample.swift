// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// The encodings that are read.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  case utf8 = "utf-8"
  case gb18030
}

/// Tells the encoding of a file from its first bytes.
struct EncodingSample {
  /// How many bytes are looked at.
  static let size = 1 << 20

  /// What the first bytes say that are not text we read at all, or nothing.
  static func foreign(_ head: Bytes, file: String) -> IntakeError? {
    func starts(_ bytes: [UInt8]) -> Bool {
      head.count >= bytes.count && bytes.indices.allSatisfy { head[$0] == bytes[$0] }
    }
    let place = SourceLocation(file: file, line: 1, column: 1)
    if starts([0xFF, 0xFE]) || starts([0xFE, 0xFF]) || looksLikeUTF16(head) {
      return IntakeError(
        .utf16, "is text in UTF-16", at: place,
        suggestion: "save it as UTF-8 (\"CSV UTF-8\" in a spreadsheet)")
    }
    let kinds: [([UInt8], String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "is a ZIP archive or a spreadsheet workbook"),
      ([0xD0, 0xCF, 0x11, 0xE0], "is an old spreadsheet workbook"),
      ([0x50, 0x41, 0x52, 0x31], "is a Parquet file"),
      ([0x25, 0x50, 0x44, 0x46], "is a PDF document"), ([0xFD, 0x37, 0x7A, 0x58], "is compressed by xz"),
      ([0x42, 0x5A, 0x68], "is compressed by bzip2"),
    ]
    for (magic, words) in kinds where starts(magic) {
      return IntakeError(
        .unknownEncoding, words, at: place,
        suggestion: "export it as CSV or JSON Lines, plain or by gzip or zstd")
    }
    return nil
  }

  /// Every second byte of the beginning is 0, as in Latin text in UTF-16 without a mark.
  private static func looksLikeUTF16(_ head: Bytes) -> Bool {
    let count = min(head.count, 64) & ~1
    guard count >= 8 else { return false }
    var zeros = [0, 0]
    for index in 0..<count where head[index] == 0 { zeros[index & 1] += 1 }
    return max(zeros[0], zeros[1]) > count / 2 - count / 8 && min(zeros[0], zeros[1]) == 0
  }

  /// Decides between UTF-8 and GB 18030 line by line.
  /// - Throws: `IntakeError` when the lines disagree or fit neither.
  static func encoding(of sample: Bytes, isWhole: Bool, file: String) throws(IntakeError) -> TextEncoding {
    var utf8 = 0
    var gb = 0
    var either = 0
    var neither = 0
    var firstGB = 0
    var firstUTF8 = 0
    var firstNeither = 0
    var line = 0
    var from = 0
    while from < sample.count {
      let found = sample.firstIndex(of: 0x0A, from: from)
      if found == nil, !isWhole, line > 0 { break }
      line += 1
      let text = sample[from..<(found ?? sample.count)]
      from = (found ?? sample.count) + 1
      switch kind(of: text, isCut: found == nil && !isWhole) {
      case .plain: continue
      case .either: either += 1
      case .utf8:
        utf8 += 1
        if firstUTF8 == 0 { firstUTF8 = line }
      case .gb18030:
        gb += 1
        if firstGB == 0 { firstGB = line }
      case .neither:
        neither += 1
        if firstNeither == 0 { firstNeither = line }
      }
    }
    if utf8 > 0, gb > 0, utf8 < 20 * gb {
      let (first, second) = firstUTF8 < firstGB ? ("UTF-8", "GB 18030") : ("GB 18030", "UTF-8")
      throw IntakeError(
        .mixedEncodings,
        "mixes encodings: this line is \(second), line \(min(firstUTF8, firstGB)) is \(first)",
        at: SourceLocation(file: file, line: max(firstUTF8, firstGB)),
        suggestion: "save the whole file as UTF-8")
    }
    // A few lines of bad bytes are quarantined one by one; a file full of them is refused.
    if utf8 == 0, neither >= 3, neither * 20 > line, neither * 10 > gb, either < 20 * neither {
      throw IntakeError(
        .unknownEncoding, "is neither UTF-8 nor GB 18030", at: SourceLocation(file: file, line: firstNeither),
        suggestion: "save it as UTF-8")
    }
    return gb > utf8 && either < 20 * gb ? .gb18030 : .utf8
  }

  private enum Kind { case plain, utf8, either, gb18030, neither }

  private static func kind(of line: Bytes, isCut: Bool) -> Kind {
    var high = false
    var long = false
    for index in 0..<line.count where line[index] >= 0x80 {
      high = true
      if line[index] >= 0xE0 { long = true }
    }
    if !high { return .plain }
    let fault = line.firstBadUTF8
    if fault == nil || (isCut && fault! > line.count - 4) {
      // Two-byte sequences alone may be either ("联通" in GB 2312 is also well-formed UTF-8): they decide nothing.
      return long ? .utf8 : .either
    }
    return isPlausibleGB18030(line) ? .gb18030 : .neither
  }

  /// Well-formed GB 18030 in which most second bytes are high, as in running Chinese and unlike Latin-1.
  private static func isPlausibleGB18030(_ line: Bytes) -> Bool {
    var index = 0
    var pairs = 0
    var highPairs = 0
    while index < line.count {
      let lead = line[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      guard (0x81...0xFE).contains(lead), index + 1 < line.count else { return false }
      let second = line[index + 1]
      if (0x30...0x39).contains(second) {
        guard index + 3 < line.count, (0x81...0xFE).contains(line[index + 2]),
          (0x30...0x39).contains(line[index + 3])
        else { return false }
        index += 4
        continue
      }
      guard second >= 0x40, second != 0x7F, second != 0xFF else { return false }
      pairs += 1
      if second >= 0x80 { highPairs += 1 }
      index += 2
    }
    return pairs > 0 && highPairs * 2 >= pairs
  }
}
