// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import Parties

/// Reads lists from files and folders on disk.
public enum ListFiles {
  /// Reads a list from a file, its format guessed when not stated.
  ///
  /// Companion files of OFAC (`alt.csv`, `add.csv` beside `sdn.csv`) are read with it.
  public static func read(_ path: String, as source: ListSource? = nil) throws(ListReadError) -> PartyList {
    let main = try bytes(path)
    let url = URL(fileURLWithPath: path)
    let name = url.deletingPathExtension().lastPathComponent
    guard let format = source?.format ?? ListReader.format(of: main, name: url.lastPathComponent) else {
      throw ListReadError("the format of the list is not known; name it")
    }
    let source =
      source ?? ListSource(id: name, title: name, publisher: "file", format: format, effect: .other)
    var files = [main]
    if format == .ofacDelimited {
      let stem = name.hasPrefix("cons_") ? "cons_" : ""
      for companion in ["alt", "add"] {
        let path = url.deletingLastPathComponent().appendingPathComponent(stem + companion + ".csv").path
        if FileManager.default.fileExists(atPath: path) { files.append(try bytes(path)) }
      }
    }
    return try ListReader.read(source, files: files)
  }

  /// Reads a file.
  public static func bytes(_ path: String) throws(ListReadError) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw ListReadError("the file cannot be read")
    }
  }
}
