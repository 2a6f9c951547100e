// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

// Coverage-guided fuzzing of the readers by libFuzzer; its own package, so that users never build it.
//
//     cd Fuzz
//     swift build -c release
//     SWIFT_BACKTRACE=enable=no .build/release/FuzzReaders -max_total_time=60 -max_len=4096 corpus/

import PackageDescription

let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "assay", path: "..")],
  targets: [
    .executableTarget(
      name: "FuzzReaders", dependencies: [.product(name: "AssayEngine", package: "assay")],
      swiftSettings: [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
  ]
)
