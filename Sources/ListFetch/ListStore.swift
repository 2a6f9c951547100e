// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import ListReaders
public import Parties
internal import TradeModel

/// What is known of the copy of a list that is kept.
public struct ListCopy: Sendable, Hashable, Codable {
  public var id: String
  public var version: String
  public var sha256: String
  public var entries: Int
  public var names: Int
  public var rows: Int
  /// When the copy was fetched, in seconds since 1970.
  public var fetched: Double
  public var files: Int
  /// Why the last attempt failed, when it did; the copy is then the last good one.
  public var lastFailure: String?
}

/// How a list stands.
public struct ListStanding: Sendable, Hashable {
  public enum State: String, Sendable, Hashable {
    case current, stale, damaged, missing
  }
  public var source: ListSource
  public var copy: ListCopy?
  public var state: State
  /// Whole days since the copy was fetched.
  public var age: Int?
}

/// Keeps the last good copy of each list in a folder.
///
/// A copy is written beside the old one and put in its place by one rename, so that a crash leaves either the old or
/// the new; what replaced it stays as `previous`.
public struct ListStore: Sendable {
  public let folder: URL

  public init(folder: URL) { self.folder = folder }

  private func place(_ id: String) -> URL { folder.appendingPathComponent(id, isDirectory: true) }

  /// The copy kept of a list.
  public func copy(_ id: String) -> ListCopy? {
    guard let data = try? Data(contentsOf: place(id).appendingPathComponent("current/manifest.json")) else {
      return nil
    }
    return try? JSONDecoder().decode(ListCopy.self, from: data)
  }

  func files(_ copy: ListCopy) -> [[UInt8]]? {
    var files: [[UInt8]] = []
    for number in 0..<copy.files {
      guard let data = try? Data(contentsOf: place(copy.id).appendingPathComponent("current/\(number)"))
      else { return nil }
      files.append([UInt8](data))
    }
    return files
  }

  /// Whether the files kept are those that were fetched.
  func isWhole(_ copy: ListCopy) -> Bool {
    guard let files = files(copy) else { return false }
    var hash = SHA256()
    for file in files { hash.update(file) }
    return hash.finalize() == copy.sha256
  }

  /// How a list stands at an instant.
  public func standing(_ source: ListSource, at now: Date) -> ListStanding {
    guard let copy = copy(source.id) else {
      return ListStanding(source: source, copy: nil, state: .missing, age: nil)
    }
    let age = Int((now.timeIntervalSince1970 - copy.fetched) / 86_400)
    let state: ListStanding.State = !isWhole(copy) ? .damaged : age > source.staleAfter ? .stale : .current
    return ListStanding(source: source, copy: copy, state: state, age: age)
  }

  /// Reads the copy kept of a list.
  public func load(_ source: ListSource) throws(ListReadError) -> PartyList {
    guard let copy = copy(source.id), let files = files(copy) else {
      throw ListReadError("no copy of the list is kept")
    }
    guard isWhole(copy) else { throw ListReadError("the copy kept of the list is damaged; fetch it again") }
    return try ListReader.read(source, files: files)
  }

  /// Puts a new copy in the place of the old one.
  public func keep(_ list: PartyList, files: [[UInt8]], at now: Date) throws {
    let manager = FileManager.default
    let home = place(list.id)
    let fresh = home.appendingPathComponent("new-\(UInt32.random(in: 0...UInt32.max))", isDirectory: true)
    try manager.createDirectory(at: fresh, withIntermediateDirectories: true)
    for (number, file) in files.enumerated() {
      try Data(file).write(to: fresh.appendingPathComponent(String(number)))
    }
    let copy = ListCopy(
      id: list.id, version: list.version, sha256: list.sha256, entries: list.entries.count,
      names: list.nameCount,
      rows: list.rowCount, fetched: now.timeIntervalSince1970, files: files.count, lastFailure: nil)
    try write(copy, in: fresh)
    let current = home.appendingPathComponent("current", isDirectory: true)
    let previous = home.appendingPathComponent("previous", isDirectory: true)
    if manager.fileExists(atPath: current.path) {
      try? manager.removeItem(at: previous)
      try manager.moveItem(at: current, to: previous)
    }
    try manager.moveItem(at: fresh, to: current)
  }

  /// Notes that an attempt failed; the copy kept stays.
  public func note(failure: String, for id: String) {
    guard var copy = copy(id) else { return }
    copy.lastFailure = failure
    try? write(copy, in: place(id).appendingPathComponent("current", isDirectory: true))
  }

  private func write(_ copy: ListCopy, in folder: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try encoder.encode(copy).write(to: folder.appendingPathComponent("manifest.json"), options: .atomic)
  }
}
