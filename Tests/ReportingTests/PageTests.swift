// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationXML
import Ranking
import Reporting
import Screening
import Testing
import TradeModel

@Suite("The page") struct PageTests {
  @Test func `a page is well-formed and names its lanes, notice and counts`() throws {
    let page = try SamplePage()
    let bytes = page.render()
    // To look at: ASSAY_PAGE=/some/file.html swift test --filter PageTests
    if let path = ProcessInfo.processInfo.environment["ASSAY_PAGE"] {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
    let tree = try Tree(bytes)
    #expect(tree.text.contains("Generated data."))
    #expect(tree.text.contains("40,012"))
  }
}
