// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The terminal: results go to standard output, everything else to standard error.
enum Terminal {
  /// The width in columns; 100 when the output is no terminal.
  static var width: Int {
    var size = winsize()
    if unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 { return Int(size.ws_col) }
    if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), columns >= 40 {
      return columns
    }
    return 100
  }

  /// Whether colour is wanted: standard output is a terminal and `NO_COLOR` is not set.
  static var hasColour: Bool {
    isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
  }

  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Threads to use when the user does not say: the cores there are, at most 16.
  static var cores: Int { max(1, min(16, ProcessInfo.processInfo.activeProcessorCount)) }
}

/// A number with a fixed count of decimals, the same in every locale.
func decimals(_ x: Double, _ count: Int) -> String {
  String(format: "%.\(count)f", x)
}
