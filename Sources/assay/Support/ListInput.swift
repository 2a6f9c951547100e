// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ListFetch
import ListReaders
import Parties
import Screening
import Tabular
import TradeModel

/// Reads lists named on the command line: files, folders that `assay lists` keeps, or folders of list files.
func readLists(_ paths: [String], exceptions: String? = nil) throws -> PartyLists {
  var lists: [PartyList] = []
  let noted = try exceptions.map { try readExceptions($0) } ?? ListExceptions()
  if paths.contains(where: isIndex) {
    guard paths.count == 1 else {
      throw ValidationError("an index stands alone; make one of all lists with `assay lists index`")
    }
    do throws(ValueError) { return try IndexFile.open(paths[0], exceptions: noted) } catch {
      throw couldNotRun("\(paths[0]): error: \(error.message)")
    }
  }
  for path in paths {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw couldNotRun(
        "\(path): error: there is no list here; check the path, or fetch with `assay lists fetch`")
    }
    lists += isFolder.boolValue ? try listsInFolder(path) : [try listInFile(path)]
  }
  // Two lists of one id would hide one another in results.
  var seen: [String: Int] = [:]
  for index in lists.indices {
    let times = seen[lists[index].id, default: 0]
    seen[lists[index].id] = times + 1
    if times > 0 { lists[index].id += "-\(times + 1)" }
  }
  return PartyLists(lists, exceptions: noted)
}

/// Whether a file is an index of lists.
func isIndex(_ path: String) -> Bool {
  guard let handle = FileHandle(forReadingAtPath: path) else { return false }
  defer { try? handle.close() }
  return IndexFile.isIndex((try? handle.read(upToCount: 8)) ?? Data())
}

private func listInFile(_ path: String) throws -> PartyList {
  do throws(ListReadError) { return try ListFiles.read(path) } catch {
    throw couldNotRun("\(path): error: \(error.message)")
  }
}

/// The good copies of a folder of `assay lists`; when there is none, every file in it that is a list.
private func listsInFolder(_ path: String) throws -> [PartyList] {
  let store = ListStore(folder: URL(fileURLWithPath: path, isDirectory: true))
  var lists: [PartyList] = []
  for source in ListSource.known where store.copy(source.id) != nil {
    do throws(ListReadError) { lists.append(try store.load(source)) } catch {
      throw couldNotRun("\(path)/\(source.id): error: \(error.message)")
    }
  }
  if !lists.isEmpty { return lists }
  let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  // Companions of OFAC's primary files are read with them.
  let companions: Set<String> = ["alt.csv", "add.csv", "cons_alt.csv", "cons_add.csv"]
  for name in names where !companions.contains(name) && !name.hasPrefix(".") {
    let ending = (name as NSString).pathExtension.lowercased()
    guard ["csv", "xml", "json", "txt", "tsv", "jsonl"].contains(ending) else { continue }
    lists.append(try listInFile(path + "/" + name))
  }
  guard !lists.isEmpty else { throw couldNotRun("\(path): error: no list is kept in this folder") }
  return lists
}

/// Reads a file of exceptions; rows that cannot be read are told and do not count.
func readExceptions(_ path: String) throws -> ListExceptions {
  do throws(ValueError) {
    let read = try ExceptionFile.read(try readBytes(path))
    for problem in read.problems { Terminal.note("\(path): \(problem); the row is no exception") }
    return ListExceptions(read.exceptions)
  } catch {
    throw couldNotRun("\(path): error: \(error.message)")
  }
}

private func readBytes(_ path: String) throws(ValueError) -> [UInt8] {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw ValueError("no such file, or it cannot be read")
  }
  return Array(data)
}

/// Reads shares of ownership: owner, owned, share in per cent.
func readOwnership(_ path: String) throws -> [PartyScreening.Ownership] {
  let table = try readTable(path)
  guard let owner = table.column("owner", "parent", "shareholder"),
    let owned = table.column("owned", "company", "asset", "subsidiary"),
    let share = table.column("share", "percentage", "percent")
  else { throw couldNotRun("\(path): error: the table needs the columns owner, owned and share") }
  var shares: [PartyScreening.Ownership] = []
  for (row, line) in zip(table.rows, table.lines) {
    let text = DelimitedText.value(row, share).map { $0.hasSuffix("%") ? String($0.dropLast()) : $0 }
    guard let a = DelimitedText.value(row, owner), let b = DelimitedText.value(row, owned),
      let percent = text.flatMap({ Double($0.trimmed) }), (0...100).contains(percent)
    else {
      Terminal.note("\(path):\(line): owner, owned or a share of 0 to 100 is missing; the row is left out")
      continue
    }
    shares.append(.init(owner: a, owned: b, percent: percent))
  }
  return shares
}

/// The day on which lists are asked when no other is named: today, UTC.
func listDay() -> Day { Day(number: Int32(currentSeconds() / 86_400)) }

/// The country that `--country` names.
func countryCode(_ text: String) throws -> CountryCode {
  guard let code = CountryCode(text) else { throw ValidationError("--country is two letters, such as JP") }
  return code
}
