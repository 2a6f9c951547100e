// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
public import TradeModel
import Yams

extension LawCompiler {
  /// Reads goods to ask the law about, in the shape of the examples beside the rules; `expect` may be left out.
  public func examples(in file: SourceFile) -> (examples: [Example], diagnostics: [Diagnostic]) {
    let out = DiagnosticCollector()
    let context = CompilerContext(vocabulary: vocabulary, out: out)
    var examples: [Example] = []
    if let root = YAMLFile.root(of: file, out) {
      let nodes: [Node]
      if case .sequence(let sequence) = root {
        nodes = Array(sequence)
      } else if let fields = Fields(root, what: "the goods", in: file, out) {
        nodes = fields.list("goods")
        fields.finish()
      } else {
        nodes = []
      }
      let reader = ExampleReader(file: file, out: out, context: context, needsExpectation: false)
      examples = nodes.compactMap(reader.read)
    }
    return (out.hasErrors ? [] : examples, out.diagnostics)
  }

  /// Reads a stated value such as `>= 99.8 %` for the command line; `name` is `purity`, an element or a property.
  public static func bounds(_ text: String, of name: String) throws(ValueError) -> Bounds {
    if name == "purity" || name == "value share" || Element(symbol: name) != nil {
      return try Measure.share.bounds(text)
    }
    guard let property = ConditionReader.properties.first(where: { $0.name == name })?.value else {
      let near = nearestName(to: name, among: ConditionReader.properties.map(\.name))
      throw ValueError("'\(name)' is no property" + (near.map { "; did you mean '\($0)'?" } ?? ""))
    }
    return try Measure.property(property).bounds(text)
  }

  /// Reads `600 kg` as an exact mass.
  public static func mass(_ text: String) throws(ValueError) -> Mass { try readMass(text) }

  /// The property of a name that law files use.
  public static func property(_ name: String) -> PhysicalProperty? {
    ConditionReader.properties.first { $0.name == name }?.value
  }
}
