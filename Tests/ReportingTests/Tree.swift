// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationXML

/// A page read back by an XML parser that shares no code with the writer.
final class Tree: NSObject, XMLParserDelegate {
  struct Node {
    var name: String
    var attributes: [String: String]
    /// Names of the elements around it, outermost first.
    var path: [String]
    /// Labels of the elements around it, outermost first.
    var labels: [String]
    var text = ""
  }

  struct Malformed: Error { var line: Int }

  private(set) var nodes: [Node] = []
  private(set) var text = ""
  /// Text that is on the page without opening anything.
  private(set) var closedText = ""
  private var open: [Int] = []

  init(_ bytes: [UInt8]) throws {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { throw Malformed(line: parser.lineNumber) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    nodes.append(
      Node(
        name: name, attributes: attributes, path: open.map { nodes[$0].name },
        labels: open.compactMap { nodes[$0].attributes["aria-label"] }))
    open.append(nodes.count - 1)
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?)
  {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    text += string
    let inBody = open.contains { nodes[$0].name == "body" }
    let inDetails = open.contains { nodes[$0].name == "details" }
    let inSummary = open.contains { nodes[$0].name == "summary" }
    if inBody, !inDetails || inSummary { closedText += string }
    for index in open { nodes[index].text += string }
  }

  func all(_ name: String) -> [Node] { nodes.filter { $0.name == name } }

  func all(class kind: String) -> [Node] {
    nodes.filter { ($0.attributes["class"] ?? "").split(separator: " ").contains { $0 == kind } }
  }

  /// Counted marks inside a drawing whose label starts with a text.
  func marks(in label: String) -> [Node] {
    nodes.filter { node in
      node.attributes["data-n"] != nil && node.labels.contains { $0.hasPrefix(label) }
    }
  }
}
