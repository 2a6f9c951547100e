// SPDX-License-Identifier: Apache-2.0

#if ASSAY_SERVER
  import Accounts
  import ArgumentParser
  import AssayServer
  import Casework
  import ControlLaw
  import Foundation
  import GoodsIdentity
  import Hummingbird
  import Parties
  import ReferenceData
  import Screening

  /// `assay serve`: the interface over HTTP.
  struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "serve", abstract: "Serve the workbench and the interface over HTTP.",
      discussion: """
          assay serve --workspace desk
          assay serve --lists lists
          assay serve --workspace desk --accounts --host 0.0.0.0 --behind-tls

        On this machine alone, one person works without an account. Anything else demands accounts (`assay user add`).
        The interface is described at /openapi.json and in docs/api.md. HTTPS is for a proxy in front.
        """)

    @Option(help: ArgumentHelp("The workspace that keeps cases, licences and users.", valueName: "folder"))
    var workspace: String?
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes a free one.") var port = 8080
    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        "Restricted-party lists: files, or folders that `assay lists` keeps.", valueName: "file"))
    var lists: [String] = []
    @Option(help: ArgumentHelp("Law from a folder of YAML instead of the embedded law.", valueName: "folder"))
    var law: String?
    @Flag(help: "Demand accounts on this machine too.") var accounts = false
    @Flag(name: .customLong("behind-tls"), help: "A proxy in front speaks HTTPS: mark cookies as secure.")
    var behindTLS = false
    @Option(name: .customLong("rate"), help: "Requests one caller may make a second; 0 is no limit.")
    var rate = 0.0

    func validate() throws {
      guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535") }
      guard rate >= 0, rate.isFinite else { throw ValidationError("--rate is 0 or more") }
      if accounts, workspace == nil { throw ValidationError("--accounts needs --workspace") }
    }

    func run() async throws {
      var configuration = ServerConfiguration()
      (configuration.host, configuration.port) = (host, port)
      configuration.isBehindTLS = behindTLS
      configuration.requestsPerSecond = rate
      guard configuration.isLoopback || accounts else {
        throw couldNotRun(
          "error: \(host) can be reached from other machines: that demands accounts; "
            + "add users with 'assay user add' and start with --workspace FOLDER --accounts")
      }
      var desk: Workspace?
      if let workspace {
        do {
          desk = try .open(workspace, clock: { systemInstant() }, modules: [AccountSchema.module])
        } catch let error as WorkspaceError {
          throw couldNotRun("error: \(error.message)")
        }
      }
      let keeper = accounts ? desk.map { Accounts($0) } : nil
      if let keeper, try keeper.list().isEmpty {
        throw couldNotRun("error: nobody could sign in; add a user first with 'assay user add'")
      }
      let reference = ReferenceData.embedded
      var book = LawBook.embedded
      if let law { book = try lawBook(from: law) }
      let screener = Screener(
        law: book, reference: reference, reader: GoodsReader(reference), model: IdentityModel(reference))
      let services = Services(
        configuration: configuration, screener: screener,
        lists: try readKept(desk),
        workspace: desk, accounts: keeper, clock: { systemInstant() })
      let shown = host.contains(":") ? "[\(host)]" : host
      let application = AssayApplication.build(services) { port in
        Terminal.note("Assay listens on http://\(shown):\(port)/ (Ctrl-C ends it)")
      }
      do {
        try await application.runService()
      } catch {
        throw couldNotRun("error: cannot listen on \(shown):\(port); is the port in use?")
      }
    }

    /// The lists named, else those that the workspace keeps.
    private func readKept(_ desk: Workspace?) throws -> PartyLists {
      var sources = lists
      if sources.isEmpty, let kept = desk?.folder.lists,
        let names = try? FileManager.default.contentsOfDirectory(atPath: kept), !names.isEmpty
      {
        sources = [kept]
      }
      return try sources.isEmpty ? .empty : readLists(sources)
    }
  }
#endif
