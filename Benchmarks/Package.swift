// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of its own, so that nobody who uses the engine builds the benchmarks.
let package = Package(
  name: "assay-benchmarks",
  dependencies: [.package(name: "assay", path: "..")],
  targets: [
    .executableTarget(
      name: "assay-bench", dependencies: [.product(name: "AssayEngine", package: "assay")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .swiftLanguageMode(.v6),
      ])
  ]
)
