// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import PageMarkup
import Testing

@testable import Workbench

@Suite("Pages of the workbench") struct PageTests {
  /// Breaks out of text, attributes, scripts, styles and addresses where one of them is not escaped.
  static let hostile =
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)></title></textarea>&amp;\u{202E}javascript:alert(1)"

  @Test func `hostile text in every field stays text`() throws {
    for language in Language.allCases {
      for page in Samples.all(Self.hostile) {
        let tree = try MarkupTree(page.render(Samples.frame(Self.hostile, language: language)))
        let name = String(describing: type(of: page))
        #expect(
          tree.all("script").map(\.attributes["src"]) == ["/assets/workbench.js?\(Assets.tag)"], "\(name)")
        #expect(tree.all("img").isEmpty, "\(name)")
        for node in tree.nodes {
          for (attribute, value) in node.attributes {
            #expect(!attribute.lowercased().hasPrefix("on"), "\(name): \(attribute)")
            if attribute == "href" || attribute == "action" || attribute == "src" {
              #expect(
                value.hasPrefix("/") || value.hasPrefix("#") || value.hasPrefix("https://")
                  || value == Self.shown, "\(name): \(attribute) leads to \(value)")
            }
          }
          #expect(node.attributes["style"] == nil, "\(name): styles stand in the stylesheet")
        }
        #expect(!tree.text.unicodeScalars.contains("\u{202E}"), "\(name): direction is not overridden")
      }
    }
  }

  /// How the hostile text is written; the frame's own address and twin are made by the server, which admits paths only.
  static let shown = hostile.replacingOccurrences(of: "\u{202E}", with: "[U+202E]")

  @Test func `every page is well formed in both languages and says what it is`() throws {
    for language in Language.allCases {
      for page in Samples.all("plain") {
        let frame = PageFrame(
          language: language, user: .init(name: "ana", role: "analyst", hasAccount: true), workspace: "desk",
          csrf: "token", address: "/", twin: "/today.json")
        let tree = try MarkupTree(page.render(frame))
        let name = String(describing: type(of: page))
        #expect(tree.all("html").first?.attributes["lang"] == language.tag)
        #expect(tree.all("h1").count == 1, "\(name) has one heading of its own")
        #expect(tree.all("main").count == 1)
        #expect(tree.all("title").first?.text.isEmpty == false)
        #expect(
          !tree.text.contains("["),
          "\(name): a text is missing: \(tree.text.suffix(from: tree.text.firstIndex(of: "[") ?? tree.text.endIndex).prefix(60))"
        )
        let ids = tree.nodes.compactMap(\.attributes["id"])
        #expect(Set(ids).count == ids.count, "\(name): an id stands twice")
        for form in tree.all("form") where form.attributes["method"] == "post" {
          #expect(form.attributes["action"]?.hasPrefix("/") == true)
        }
        // Every field has a label that names it.
        let labels = Set(tree.all("label").compactMap(\.attributes["for"]))
        for field in tree.all("input") + tree.all("textarea") + tree.all("select")
        where field.attributes["type"] != "hidden" {
          #expect(labels.contains(field.attributes["id"] ?? ""), "\(name): a field without a label")
        }
      }
    }
  }

  @Test func `every form that is posted carries the token`() throws {
    for page in Samples.all("plain") {
      let tree = try MarkupTree(
        page.render(PageFrame(user: .init(name: "a", role: "analyst", hasAccount: true), csrf: "the-token")))
      let forms = tree.all("form").count { $0.attributes["method"] == "post" }
      let tokens = tree.all("input").count {
        $0.attributes["name"] == "csrf_token" && $0.attributes["value"] == "the-token"
      }
      #expect(forms == tokens)
    }
  }

  @Test func `the twin of a page holds what the page holds`() throws {
    let page = try #require(Samples.desk("a text").first { $0 is TodayPage })
    let json = try JSONEncoder().encode(page)
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect((object["queue"] as? [[String: Any]])?.first?["headline"] as? String == "a text")
  }

  @Test func `drawings answer to the pointer where the library can be had, and say all without it`() throws {
    for page in Samples.all("plain") where page.hasLivePlots {
      var frame = PageFrame(libraryTag: "0123")
      let live = try MarkupTree(page.render(frame)).all("script").compactMap(\.attributes["src"])
      #expect(
        live == [
          "/assets/workbench.js?\(Assets.tag)", "/assets/d3.min.js?0123", "/assets/explore.js?\(Assets.tag)",
        ])
      frame.libraryTag = nil
      let plain = try MarkupTree(page.render(frame)).all("script").compactMap(\.attributes["src"])
      #expect(plain == ["/assets/workbench.js?\(Assets.tag)"])
    }
  }

  @Test func `a script reads the values of a series to four places`() {
    #expect(Figures.plain(1234.56789) == "1234.5679")
    #expect(Figures.plain(-0.5) == "-0.5")
    #expect(Figures.plain(0) == "0" && Figures.plain(.nan) == "")
  }

  @Test func `no redirect leads to another machine`() {
    for text in [
      "//evil.example", "https://evil.example", "/\\evil", "evil", "", "/a b", "/\u{202E}",
      "/x\r\nSet-Cookie: a=b",
    ] {
      #expect(Address.own(text) == "/")
    }
    #expect(Address.own("/cases/3?done=opened#links") == "/cases/3?done=opened#links")
    #expect(Address.segment("a/b ?") == "a%2Fb%20%3F")
    #expect(Address.segment("..") == "%2E%2E")
  }
}
