// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

// Coverage-guided fuzzing of the readers by libFuzzer; its own package, so that users never build it. The folders
// under Sources are links to the engine's, so that only what the readers need is built, with coverage.
//
//     cd Fuzz && ./run 60        # seconds

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableExperimentalFeature("Lifetimes"),
  .swiftLanguageMode(.v6),
  .unsafeFlags(["-sanitize=fuzzer,address"]),
]

let package = Package(
  name: "Fuzz",
  targets: [
    .target(name: "TradeModel", swiftSettings: settings),
    .target(name: "CEmbedded", exclude: ["packs"]),
    .target(name: "ReferenceData", dependencies: ["TradeModel", "CEmbedded"], swiftSettings: settings),
    .target(name: "CByteScan"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    .target(
      name: "Intake", dependencies: ["TradeModel", "ReferenceData", "CByteScan", "CZlib", "CZstd"],
      swiftSettings: settings),
    .executableTarget(
      name: "FuzzReaders", dependencies: ["Intake"],
      swiftSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ],
  cLanguageStandard: .c2x
)
