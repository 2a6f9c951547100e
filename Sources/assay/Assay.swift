// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The command line of Assay.
@main
struct Assay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Screens export declarations of strategic minerals under the law of their day.",
    groupedSubcommands: [
      CommandGroup(
        name: "Declarations",
        subcommands: [
          ScreenCommand.self, ExplainCommand.self, IdentifyCommand.self, Read.self, GenerateCommand.self,
        ]),
      CommandGroup(name: "Law", subcommands: [LawCommand.self]),
      CommandGroup(
        name: "Parties",
        subcommands: [
          PartyCommand.self, ListsCommand.self, MatchCommand.self, ResolveCommand.self, NetworkCommand.self,
        ]),
      CommandGroup(name: "Trade statistics", subcommands: [Flows.self]),
      CommandGroup(
        name: "Workspace",
        subcommands: [
          InitCommand.self, LicenceCommand.self, DecisionCommand.self, ReplayCommand.self,
          RescreenCommand.self,
          CaseCommand.self, ApprovalCommand.self, ExceptionCommand.self, CertificateCommand.self,
          VerifyCommand.self,
          AuditCommand.self, UserCommand.self,
        ] + server),
      CommandGroup(name: "Measuring", subcommands: [Evaluate.self]),
    ])

  #if ASSAY_SERVER
    private static let server: [any ParsableCommand.Type] = [ServeCommand.self]
  #else
    private static let server: [any ParsableCommand.Type] = []
  #endif
}
