// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The command line of Assay.
@main
struct Assay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Screens export declarations of strategic minerals under the law of their day.",
    subcommands: [
      InitCommand.self,
      Read.self,
      ScreenCommand.self,
      ExplainCommand.self,
      IdentifyCommand.self,
      LawCommand.self,
      MatchCommand.self,
      PartyCommand.self,
      ResolveCommand.self,
      NetworkCommand.self,
      ListsCommand.self,
      Evaluate.self,
      Flows.self,
      GenerateCommand.self,
      LicenceCommand.self,
      DecisionCommand.self,
      ReplayCommand.self,
      RescreenCommand.self,
      CaseCommand.self,
      ApprovalCommand.self,
      ExceptionCommand.self,
      CertificateCommand.self,
      VerifyCommand.self,
      AuditCommand.self,
      UserCommand.self,
    ] + server)

  #if ASSAY_SERVER
    private static let server: [any ParsableCommand.Type] = [ServeCommand.self]
  #else
    private static let server: [any ParsableCommand.Type] = []
  #endif
}
