// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Public data that tests may read when it lies beside the checkout; it is never part of the project.
public enum SharedData {
  /// The folder named by `ASSAY_SHARED`, or `../shared` beside the checkout; nothing when there is none.
  public static var folder: String? {
    let named = ProcessInfo.processInfo.environment["ASSAY_SHARED"]
    let beside = FileManager.default.currentDirectoryPath + "/../shared"
    return [named, beside].compactMap(\.self).first { FileManager.default.fileExists(atPath: $0) }
  }

  /// The path of a file in the folder, when it is there.
  public static func path(_ name: String) -> String? {
    guard let folder, FileManager.default.fileExists(atPath: folder + "/" + name) else { return nil }
    return folder + "/" + name
  }

  /// Why tests on a file are skipped when it is absent.
  public static func reason(_ name: String) -> String {
    "needs \(name) in the folder named by ASSAY_SHARED or in ../shared"
  }
}

/// The root folder of the checkout, found from a test's source file.
public func repositoryRoot(of file: String = #filePath) -> String {
  var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
  while folder.path != "/" {
    if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
      return folder.path
    }
    folder.deleteLastPathComponent()
  }
  return FileManager.default.currentDirectoryPath
}
