// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import ControlLaw
public import TradeModel

/// `assay law`: the rulebook itself, asked, shown, compared and tested.
struct LawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "law",
    abstract: "Ask, show, compare and test the law that screening applies.",
    discussion: """
      The law is dated and cited: every answer names the act, the article, the version and how sure the fact is.

        assay law check --is dysprosium/oxide --to JP --as-of 2025-06-01
        assay law timeline gallium
        assay law diff 2025-11-06 2025-11-08
      """,
    subcommands: [
      LawCheckCommand.self,
      LawShowCommand.self,
      LawListCommand.self,
      LawDiffCommand.self,
      LawTimelineCommand.self,
      LawSourcesCommand.self,
      LawLintCommand.self,
      LawTestCommand.self,
      LawCoverageCommand.self,
      LawNewCommand.self,
    ])
}

/// Which law book a command works on.
struct LawOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Law from a folder of YAML instead of the embedded law.", valueName: "folder"))
  var law: String?

  func book() throws -> LawBook { try law.map { try lawBook(from: $0) } ?? .embedded }
}

/// How results are written.
enum LawFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

extension Day: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// Splits `name=value`.
func pair(_ text: String) throws -> (String, String) {
  guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
    throw ValidationError("write it as name=value, such as Dy='0.2 %'")
  }
  return (String(text[..<equals]), String(text[text.index(after: equals)...]))
}

/// Runs something that may find a value at fault and turns the fault into a usage error.
func valid<Value>(_ option: String, _ body: () throws(ValueError) -> Value) throws -> Value {
  do throws(ValueError) { return try body() } catch { throw ValidationError("\(option): \(error.message)") }
}

/// Today in China's time zone.
func today() -> Day {
  let seconds = currentSeconds() + 8 * 3600
  return Day(number: Int32(seconds / 86_400))
}
