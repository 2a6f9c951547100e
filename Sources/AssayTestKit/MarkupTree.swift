// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import FoundationXML

/// A page read back by an XML parser that shares no code with the writer.
public final class MarkupTree: NSObject, XMLParserDelegate {
  public struct Node {
    public var name: String
    public var attributes: [String: String]
    /// Names of the elements around it, outermost first.
    public var path: [String]
    /// Labels of the elements around it, outermost first.
    public var labels: [String]
    public var text = ""
  }

  public struct Malformed: Error { public var line: Int }

  public private(set) var nodes: [Node] = []
  public private(set) var text = ""
  /// Text that is on the page without opening anything.
  public private(set) var closedText = ""
  private var open: [Int] = []

  public init(_ bytes: [UInt8]) throws {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { throw Malformed(line: parser.lineNumber) }
  }

  public func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    nodes.append(
      Node(
        name: name, attributes: attributes, path: open.map { nodes[$0].name },
        labels: open.compactMap { nodes[$0].attributes["aria-label"] }))
    open.append(nodes.count - 1)
  }

  public func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  public func parser(_ parser: XMLParser, foundCharacters string: String) {
    text += string
    let inBody = open.contains { nodes[$0].name == "body" }
    let inDetails = open.contains { nodes[$0].name == "details" }
    let inSummary = open.contains { nodes[$0].name == "summary" }
    if inBody, !inDetails || inSummary { closedText += string }
    for index in open { nodes[index].text += string }
  }

  public func all(_ name: String) -> [Node] { nodes.filter { $0.name == name } }

  public func all(class kind: String) -> [Node] {
    nodes.filter { ($0.attributes["class"] ?? "").split(separator: " ").contains { $0 == kind } }
  }

  /// Counted marks inside a drawing whose label starts with a text.
  public func marks(in label: String) -> [Node] {
    nodes.filter { node in
      node.attributes["data-n"] != nil && node.labels.contains { $0.hasPrefix(label) }
    }
  }
}
