// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import Ranking
import Reporting
import Screening
import Testing
import TradeModel

@Suite("The page") struct PageTests {
  @Test func `says what was screened, over which period, and that the data are generated`() throws {
    let page = try SamplePage()
    let bytes = page.render()
    // To look at it: ASSAY_PAGE=/some/file.html swift test --filter PageTests
    if let path = ProcessInfo.processInfo.environment["ASSAY_PAGE"] {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
    let tree = try MarkupTree(bytes)
    #expect(tree.all("h1").map(\.text) == ["declarations.csv"])
    #expect(tree.all(class: "notice").count == 1)
    #expect(
      tree.all(class: "run").first?.text.split(separator: "\n").map(String.init) == [
        "Rows read40,012", "Assessed40,000", "Quarantined12", "Period1 April 2025 to 14 June 2025",
      ])
    for digest in page.summary.digests.values { #expect(tree.text.contains(digest)) }
    #expect(tree.text.contains("40,012 rows read = 40,000 assessed + 12 quarantined."))
    #expect(tree.text.contains("A finding is a lead, not a sign of guilt."))
  }

  @Test func `keeps silent about generated data when they are not`() throws {
    let tree = try MarkupTree(SamplePage(items: 10).render(isGenerated: false))
    #expect(tree.all(class: "notice").isEmpty)
  }

  @Test func `stands empty without items`() throws {
    let bytes = HTMLReport.page(
      summary: ScreeningSummary(), top: [], days: [], points: [], destinations: [], materialName: Sample.name,
      title: "", isGenerated: false)
    let tree = try MarkupTree(bytes)
    #expect(
      tree.text.contains("Of 0 items, 0 are put forward for examination and 0 for a check of documents."))
    #expect(tree.text.contains("No item is listed."))
    #expect(!tree.nodes.contains { $0.attributes["data-n"] != nil })
  }

  @Test func `gives the same bytes for any order of days, points and destinations`() throws {
    var page = try SamplePage(items: 3_000)
    let expected = page.render()
    var random = SystemRandomNumberGenerator()
    for _ in 0..<3 {
      page.days.shuffle(using: &random)
      page.points.shuffle(using: &random)
      page.destinations.shuffle(using: &random)
      #expect(page.render() == expected)
    }
  }

  @Test func `loads nothing and allows only its own style and script`() throws {
    let tree = try MarkupTree(SamplePage(items: 100).render())
    let policy = try #require(
      tree.all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }?.attributes[
        "content"])
    #expect(policy.hasPrefix("default-src 'none'; "))
    #expect(!policy.contains("unsafe"))
    for name in ["style", "script"] {
      let nodes = tree.all(name)
      #expect(nodes.count == 1)
      let hex = SHA256.hexDigest(of: Array(nodes.first?.text.utf8 ?? "".utf8))
      var digest = Data()
      var rest = hex[...]
      while let byte = UInt8(rest.prefix(2), radix: 16) {
        digest.append(byte)
        rest = rest.dropFirst(2)
      }
      #expect(digest.count == 32)
      #expect(policy.contains("\(name)-src 'sha256-\(digest.base64EncodedString())'"))
    }
    #expect(!tree.nodes.contains { $0.attributes["src"] != nil || $0.attributes["style"] != nil })
    #expect(tree.all("link").isEmpty && tree.all("img").isEmpty && tree.all("form").isEmpty)
    for node in tree.nodes {
      guard let target = node.attributes["href"] else { continue }
      #expect(target.hasPrefix("#") || (node.name == "a" && target.hasPrefix("https://")))
    }
    let style = tree.all("style").first?.text ?? ""
    #expect(!style.contains("@import"))
    #expect(style.components(separatedBy: "url(").dropFirst().allSatisfy { $0.hasPrefix("#") })
  }

  @Test func `links that lead inside the page arrive`() throws {
    let tree = try MarkupTree(SamplePage(items: 2_000).render())
    let names = tree.nodes.compactMap { $0.attributes["id"] }
    #expect(Set(names).count == names.count)
    for node in tree.nodes {
      guard let target = node.attributes["href"], target.hasPrefix("#") else { continue }
      #expect(names.contains(String(target.dropFirst())))
    }
    #expect(tree.nodes.contains { $0.attributes["href"] == "#item-27" })
  }
}

@Suite("Text on the page") struct PageTextTests {
  @Test func `hostile text stays text`() throws {
    let tree = try MarkupTree(SamplePage(items: 50).render(title: "<script>alert(0)</script>\u{202E}"))
    #expect(tree.all("script").count == 1)
    #expect(tree.all("img").isEmpty && tree.all("i").isEmpty)
    #expect(!tree.nodes.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
    #expect(tree.text.contains("</bdi><script>alert('x')</script> \" onmouseover=\"alert(1)[U+0000] &"))
    #expect(tree.text.contains("]]> --> <!-- </style></title>"))
    #expect(tree.text.contains("<b>bold</b> & “quotes”"))
    #expect(tree.all("h1").first?.text == "<script>alert(0)</script>[U+202E]")
  }

  @Test func `characters that cannot be seen are shown, and none is left`() throws {
    let text = try SamplePage(items: 50).text()
    #expect(text.contains("[U+202E]0090902827[U+202C] end"))
    #expect(text.contains("[U+2066]Co[U+2069][U+200B]mpany"))
    let unseen = text.unicodeScalars.filter {
      switch $0.value {
      case 0x0A: false
      case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF:
        true
      default: false
      }
    }
    #expect(unseen.isEmpty)
    #expect(text.unicodeScalars.count { $0.value == 0x301 } <= 8)
  }

  @Test func `long text is cut with a count of what is left out`() throws {
    let tree = try MarkupTree(SamplePage(items: 50).render())
    #expect(tree.text.contains("… (6,000 more characters)"))
  }

  @Test func `only plain web addresses become links`() throws {
    let tree = try MarkupTree(SamplePage(items: 50).render())
    let targets = tree.all("a").compactMap { $0.attributes["href"] }
    #expect(targets.contains("https://example.org/a?b=1&c=2"))
    #expect(!targets.contains { $0.contains("javascript") || $0.contains("\"") })
    #expect(tree.text.contains("javascript:alert(3)"))
  }

  @Test func `parties are named only inside an opened item`() throws {
    let tree = try MarkupTree(SamplePage(items: 50).render())
    #expect(tree.text.contains("Example Exporter 13"))
    #expect(tree.text.contains("Example Consignee 29"))
    for name in ["Example Exporter", "Example Consignee", "Example Motors", "EXAMPLE", "1 Sample Road"] {
      #expect(!tree.closedText.contains(name))
    }
    #expect(tree.closedText.contains("Magnets with dysprosium need a licence"))
  }
}
