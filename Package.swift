// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// With ASSAY_ENGINES_ONLY=1 the HTTP server and what it needs are left out, so that work on the engines builds faster.
let hasServer = Context.environment["ASSAY_ENGINES_ONLY"] != "1"

let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["assay"]),
    .library(name: "AssayEngine", targets: ["Intake", "Screening", "Reporting"]),
    .library(name: "AssayTestKit", targets: ["AssayTestKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // Vocabulary: imports nothing of ours.
    .target(name: "TradeModel"),

    .target(name: "Tabular", dependencies: ["TradeModel"]),

    // Reference data and law: files under Reference/ and Law/ are the source of truth; CEmbedded carries the packs.
    .target(name: "CEmbedded", exclude: ["packs"]),
    .target(name: "ReferenceData", dependencies: ["TradeModel", "CEmbedded"]),
    .target(name: "ControlLaw", dependencies: ["TradeModel", "ReferenceData", "CEmbedded", "PageMarkup"]),
    .target(
      name: "LawCompiler",
      dependencies: ["TradeModel", "ReferenceData", "ControlLaw", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "ReferenceCompiler",
      dependencies: ["TradeModel", "ReferenceData", .product(name: "Yams", package: "Yams")]),
    .executableTarget(
      name: "assay-pack",
      dependencies: ["TradeModel", "ReferenceData", "ControlLaw", "LawCompiler", "ReferenceCompiler"]),

    // Engines: pure, synchronous values.
    .target(name: "CByteScan"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "Intake", dependencies: ["TradeModel", "ReferenceData", "CByteScan", "CZlib", "CZstd"]),
    .target(name: "GoodsIdentity", dependencies: ["TradeModel", "ReferenceData"]),
    .target(name: "CNames"),
    .target(name: "Parties", dependencies: ["TradeModel", "Tabular", "CNames"]),
    .target(name: "ListReaders", dependencies: ["TradeModel", "Tabular", "Parties"]),
    .target(name: "PartyResolution", dependencies: ["TradeModel", "Tabular", "Parties"]),
    .target(name: "PartyGraph", dependencies: ["TradeModel", "Tabular", "Parties", "PageMarkup"]),
    .target(name: "ListFetch", dependencies: ["TradeModel", "Parties", "ListReaders"]),
    .target(name: "Licensing", dependencies: ["TradeModel", "Tabular", "ControlLaw"]),
    .target(
      name: "Indicators",
      dependencies: [
        "TradeModel", "ReferenceData", "ControlLaw", "Intake", "GoodsIdentity", "Parties", "Licensing",
      ]),
    .target(name: "Ranking", dependencies: ["TradeModel"]),
    .target(
      name: "TradeFlows", dependencies: ["TradeModel", "Tabular", "ReferenceData", "CEmbedded", "PageMarkup"]),
    .target(name: "StatisticsFetch", dependencies: ["TradeModel", "TradeFlows"]),
    .target(name: "CScenarios"),
    .target(name: "DeclarationGenerator", dependencies: ["TradeModel", "Tabular", "CScenarios", "CZlib"]),

    // Composition and presentation.
    .target(
      name: "Screening",
      dependencies: [
        "TradeModel", "ReferenceData", "ControlLaw", "Intake", "GoodsIdentity", "Parties", "Licensing",
        "Indicators", "Ranking", "PartyGraph", "CByteScan",
      ]),
    // How every page is written, reports and workbench alike: escaped markup, figures, scales.
    .target(name: "PageMarkup", dependencies: ["TradeModel"]),
    .target(
      name: "Reporting",
      dependencies: [
        "PageMarkup", "TradeModel", "ReferenceData", "ControlLaw", "GoodsIdentity", "Licensing", "Intake",
        "Indicators",
        "Ranking", "Parties", "Screening",
      ]),

    // The workbench: page models in, HTML out; it knows neither the server nor the store.
    .target(name: "CWorkbench", exclude: ["assets"]),
    .target(
      name: "Workbench", dependencies: ["TradeModel", "ReferenceData", "PageMarkup", "CWorkbench"]),

    // Memory: the workspace's database. Casework and Accounts alone import GRDB.
    .systemLibrary(name: "CSodium", providers: [.apt(["libsodium-dev"])]),
    .target(
      name: "Casework",
      dependencies: [
        "TradeModel", "Licensing", "PageMarkup", "CSodium", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(
      name: "Recording",
      dependencies: [
        "TradeModel", "ReferenceData", "ControlLaw", "Indicators", "Intake", "Licensing", "Parties",
        "Ranking",
        "Screening", "Reporting", "Casework",
      ]),

    // Trade statistics asked at the dates of the law, for the command line and the server.
    .target(
      name: "FlowWatch",
      dependencies: ["TradeModel", "Tabular", "ReferenceData", "ControlLaw", "Indicators", "TradeFlows"]),

    .executableTarget(
      name: "assay",
      dependencies: [
        "TradeModel", "ReferenceData", "ControlLaw", "LawCompiler", "Intake", "GoodsIdentity", "Parties",
        "ListReaders", "ListFetch", "PartyResolution", "PartyGraph", "Licensing", "Indicators", "Ranking",
        "Tabular", "TradeFlows", "StatisticsFetch", "FlowWatch",
        "DeclarationGenerator", "Screening", "Reporting", "Casework", "Recording", "Accounts",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "AssayTestKit",
      dependencies: [
        "TradeModel", "ReferenceData", "ControlLaw", "GoodsIdentity", "Licensing", "Indicators", "Ranking",
        "Screening",
      ]),

    .testTarget(name: "TradeModelTests", dependencies: ["TradeModel", "AssayTestKit"]),
    .testTarget(
      name: "ReferenceDataTests", dependencies: ["ReferenceData", "ReferenceCompiler", "AssayTestKit"]),
    .testTarget(
      name: "ControlLawTests", dependencies: ["ControlLaw", "LawCompiler", "ReferenceData", "AssayTestKit"]),
    .testTarget(name: "IntakeTests", dependencies: ["Intake", "AssayTestKit", "CZlib", "CZstd"]),
    .testTarget(
      name: "GoodsIdentityTests", dependencies: ["GoodsIdentity", "AssayTestKit"], exclude: ["Cases"]),
    .testTarget(
      name: "PartiesTests",
      dependencies: [
        "Parties", "ListReaders", "ListFetch", "PartyResolution", "PartyGraph", "Tabular", "TradeModel",
        "AssayTestKit",
      ]),
    .testTarget(name: "TabularTests", dependencies: ["Tabular", "AssayTestKit"]),
    .testTarget(name: "RankingTests", dependencies: ["Ranking", "AssayTestKit"]),
    .testTarget(
      name: "IndicatorsTests",
      dependencies: ["Indicators", "ControlLaw", "Licensing", "Ranking", "TradeModel", "AssayTestKit"]),
    .testTarget(name: "LicensingTests", dependencies: ["Licensing", "Tabular", "AssayTestKit"]),
    .testTarget(
      name: "TradeFlowsTests",
      dependencies: ["TradeFlows", "StatisticsFetch", "ReferenceData", "Tabular", "AssayTestKit"]),
    .testTarget(
      name: "DeclarationGeneratorTests", dependencies: ["DeclarationGenerator", "Tabular", "TradeModel"]),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Reporting", "Screening", "ControlLaw", "GoodsIdentity", "Indicators", "Licensing", "Ranking",
        "ReferenceData", "TradeModel", "AssayTestKit",
      ]),
    .testTarget(
      name: "ScreeningTests",
      dependencies: [
        "Screening", "Reporting", "Indicators", "Ranking", "Intake", "Licensing", "ControlLaw",
        "GoodsIdentity",
        "ReferenceData", "Tabular", "DeclarationGenerator", "AssayTestKit", "Parties", "ListReaders",
      ]),
    .testTarget(
      name: "CaseworkTests",
      dependencies: [
        "Casework", "Licensing", "TradeModel", "AssayTestKit",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(
      name: "Accounts",
      dependencies: ["Casework", "CSodium", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "AccountsTests", dependencies: ["Accounts", "Casework"]),
    .testTarget(
      name: "RecordingTests",
      dependencies: [
        "Recording", "Casework", "Screening", "Intake", "ControlLaw", "LawCompiler", "GoodsIdentity",
        "ReferenceData", "Licensing", "Parties", "TradeModel", "DeclarationGenerator", "AssayTestKit",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(name: "WorkbenchTests", dependencies: ["Workbench", "PageMarkup", "AssayTestKit"]),
    .testTarget(name: "CommandTests", dependencies: ["assay", "AssayTestKit"], exclude: ["Crash"]),
  ],
  cLanguageStandard: .c2x
)

if hasServer {
  package.dependencies.append(
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []))
  package.dependencies.append(.package(url: "https://github.com/apple/swift-nio", from: "2.101.0"))
  package.dependencies.append(.package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"))
  package.targets += [
    .target(
      name: "AssayServer",
      dependencies: [
        "TradeModel", "ReferenceData", "ControlLaw", "GoodsIdentity", "Intake", "Parties", "Licensing",
        "Ranking", "Indicators", "PartyGraph", "PartyResolution", "Tabular", "TradeFlows", "FlowWatch",
        "PageMarkup",
        "Screening", "Reporting", "Casework", "Recording", "Accounts", "Workbench",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      ]),
    .testTarget(
      name: "AssayServerTests",
      dependencies: [
        "AssayServer", "AssayTestKit", "FlowWatch", "Indicators", "Recording", "Accounts", "Casework",
        "ControlLaw",
        "GoodsIdentity", "Parties", "ReferenceData",
        "Screening",
        "TradeModel", "Workbench", .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
  ]
  for target in package.targets where target.name == "assay" {
    target.dependencies.append("AssayServer")
    target.swiftSettings = [.define("ASSAY_SERVER")]
  }
}

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableExperimentalFeature("Lifetimes"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .swiftLanguageMode(.v6),
]

// One place for the settings of every Swift target, so that none can be laxer than the others.
let clang: Set<String> = ["CEmbedded", "CByteScan", "CNames", "CScenarios", "CWorkbench"]
for target in package.targets
where [.regular, .executable, .test].contains(target.type) && !clang.contains(target.name) {
  target.swiftSettings = (target.swiftSettings ?? []) + settings
}
