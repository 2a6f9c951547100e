// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tabular
import TradeModel

/// Reads a CSV file named on the command line; `-` is standard input.
func readTable(_ path: String) throws -> DelimitedText {
  let bytes =
    path == "-" ? Array(FileHandle.standardInput.readDataToEndOfFile()) : try contents(of: path)
  return try reading(path) { () throws(ValueError) in try DelimitedText(bytes) }
}

/// Runs what reads a file, or ends the run with a line that names the file.
func reading<T>(_ path: String, _ body: () throws(ValueError) -> T) throws -> T {
  do throws(ValueError) { return try body() } catch { throw couldNotRun("\(path): error: \(error.message)") }
}
