// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import Testing

/// `docs/commands.md` is what the program says of itself; `ASSAY_RECORD_SNAPSHOTS=1` writes it anew.
@Suite("The page of commands") struct CommandReferenceTests {
  @Test func `shows every command and option as the program has them`() throws {
    let root = try Self.program()
    guard root.subcommands?.contains(where: { $0.commandName == "serve" }) == true else { return }
    let page = CommandPage(root).text
    let place = URL(fileURLWithPath: repositoryRoot()).appendingPathComponent("docs/commands.md")
    if ProcessInfo.processInfo.environment["ASSAY_RECORD_SNAPSHOTS"] == "1" {
      try Data(page.utf8).write(to: place)
    }
    let written = (try? String(contentsOf: place, encoding: .utf8)) ?? ""
    let old = written.split(separator: "\n", omittingEmptySubsequences: false)
    let new = page.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
    #expect(
      written == page,
      "docs/commands.md:\(line + 1) differs from the program; write it anew with ASSAY_RECORD_SNAPSHOTS=1")
  }

  @Test func `leaves no command and no option without a word of help`() throws {
    func check(_ command: Command, _ path: [String]) {
      let path = path + [command.commandName]
      #expect(command.abstract?.isEmpty == false, "\(path.joined(separator: " "))")
      for argument in command.shown {
        #expect(argument.abstract?.isEmpty == false, "\(path.joined(separator: " ")) \(argument.title)")
      }
      for next in command.commands { check(next, path) }
    }
    check(try Self.program(), [])
  }

  private static func program() throws -> Command {
    struct Dump: Decodable { var command: Command }
    let scratch = try ScratchFolder()
    let run = try scratch.run("--experimental-dump-help")
    return try JSONDecoder().decode(Dump.self, from: Data(run.output.utf8)).command
  }
}

/// A command as the program describes itself.
private struct Command: Decodable {
  var commandName: String
  var abstract: String?
  var discussion: String?
  var arguments: [Argument]?
  var subcommands: [Command]?

  var commands: [Command] { (subcommands ?? []).filter { $0.commandName != "help" } }
  var shown: [Argument] { (arguments ?? []).filter { $0.shouldDisplay && $0.valueName != "help" } }
}

private struct Argument: Decodable {
  struct Name: Decodable {
    var kind: String
    var name: String
    var spelled: String { kind == "long" ? "--\(name)" : "-\(name)" }
  }

  var kind: String
  var valueName: String?
  var abstract: String?
  var discussion: String?
  var defaultValue: String?
  var allValues: [String]?
  var isOptional: Bool
  var isRepeating: Bool
  var shouldDisplay: Bool
  var names: [Name]?

  /// The other side of a switch, such as `--no-what-if`.
  var isDenial: Bool { kind == "flag" && names?.first?.name.hasPrefix("no-") == true }

  /// `--out <file>`, `-q, --quiet`, `<files> ...`.
  var title: String {
    let value = valueName.map { "<\($0)>" } ?? ""
    let more = isRepeating ? " ..." : ""
    guard kind != "positional" else { return value + more }
    let names = (names ?? []).map(\.spelled).joined(separator: ", ")
    return kind == "flag" ? names : names + " " + value + more
  }
}

/// The page: one heading a command, one line an option.
private struct CommandPage {
  private(set) var text = """
    # Commands

    What `assay help` says, on one page. Exit codes: 0 clean, 1 findings, 2 could not run, 64 usage. A test holds this page to
    the program.


    """

  init(_ root: Command) {
    write(root, [])
    while text.hasSuffix("\n\n") { text.removeLast() }
  }

  private mutating func write(_ command: Command, _ path: [String]) {
    let path = path + [command.commandName]
    if path.count > 1 {
      text += String(repeating: "#", count: min(path.count, 3)) + " \(path.joined(separator: " "))\n\n"
      text += "\(Self.plain(command.abstract ?? ""))\n\n"
      if let discussion = command.discussion, !discussion.isEmpty {
        // Examples are indented in the terminal and are code here.
        if discussion.hasPrefix("  ") {
          text +=
            "```\n"
            + discussion.split(separator: "\n").map { $0.trimmingPrefix("  ") }.joined(separator: "\n")
          text += "\n```\n\n"
        } else {
          text += "\(Self.plain(discussion))\n\n"
        }
      }
      if !command.shown.isEmpty {
        for argument in command.shown where !argument.isDenial {
          text += "- `\(argument.title)`: \(Self.plain(argument.abstract ?? ""))"
          // The number of threads is that of the machine.
          if let value = argument.defaultValue, !value.isEmpty, argument.valueName != "threads" {
            text += " Default: `\(value)`."
          }
          text += "\n"
        }
        text += "\n"
      }
    }
    for next in command.commands { write(next, path) }
  }

  /// Text of a terminal as Markdown: nothing in it opens a tag, a table or an emphasis.
  private static func plain(_ text: String) -> String {
    var answer = ""
    for character in text {
      if "<>*|".contains(character) { answer += "\\" }
      answer.append(character)
    }
    return answer
  }
}
