// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
import FoundationEssentials
import ReferenceData
public import TradeModel
import Yams

/// Turns a folder of law files into a law book, and says what is wrong with the files.
///
///     let result = LawCompiler().compile(folder: "Law")
///     for diagnostic in result.diagnostics { print(diagnostic.rendered) }
///     if let tables = result.tables { … LawBook(tables) … }
public struct LawCompiler: Sendable {
  /// What a compilation gives: tables when the files hold no error, and everything found.
  public struct Result: Sendable {
    public var tables: LawTables?
    public var diagnostics: [Diagnostic]
  }

  public var vocabulary: MaterialVocabulary

  public init(vocabulary: MaterialVocabulary = .embedded) { self.vocabulary = vocabulary }

  /// Compiles every `.yaml` file of a folder and its folders.
  public func compile(folder: String) -> Result {
    let manager = FileManager.default
    var isFolder = false
    guard manager.fileExists(atPath: folder, isDirectory: &isFolder), isFolder,
      let names = try? manager.subpathsOfDirectory(atPath: folder)
    else {
      return failure("no such folder; give the folder that holds sources.yaml", folder)
    }
    var files: [SourceFile] = []
    for name in names.sorted() where name.hasSuffix(".yaml") {
      let path = folder + "/" + name
      guard let data = manager.contents(atPath: path) else {
        return failure("the file cannot be read", path)
      }
      guard let text = String(validating: data, as: UTF8.self) else {
        return failure("the file is not UTF-8 text", path)
      }
      files.append(SourceFile(path: path, text: text))
    }
    return compile(files, folder: folder)
  }

  private func failure(_ message: String, _ path: String) -> Result {
    Result(
      tables: nil,
      diagnostics: [Diagnostic(.error, "unreadable", message, at: SourceLocation(file: path, line: 0))])
  }

  /// Compiles files; paths are as shown in diagnostics, `folder` is taken off the paths that the book keeps.
  public func compile(_ files: [SourceFile], folder: String = "Law") -> Result {
    let out = DiagnosticCollector()
    let context = CompilerContext(vocabulary: vocabulary, out: out)
    var rest: [SourceFile] = []
    for file in files.sorted(by: { $0.path < $1.path }) {
      switch file.path.split(separator: "/").last {
      case "sources.yaml": readSources(file, context)
      case "groups.yaml": readGroups(file, context)
      default: rest.append(file)
      }
    }
    var results: [(SourceFile, InstrumentReader.Result)] = []
    var checks: [Example] = []
    for file in rest {
      guard let root = YAMLFile.root(of: file, out) else { continue }
      if file.path.hasSuffix("checks.yaml") {
        if let fields = Fields(root, what: "checks", in: file, out) {
          checks += fields.list("checks").compactMap(
            ExampleReader(file: file, out: out, context: context).read)
          fields.finish()
        }
      } else if let result = InstrumentReader(file: file, out: out, context: context).read(root) {
        results.append((file, result))
      }
    }
    let tables = assemble(results, checks, context, folder: folder)
    return Result(tables: out.hasErrors ? nil : tables, diagnostics: out.diagnostics)
  }

  private func readSources(_ file: SourceFile, _ context: CompilerContext) {
    guard let root = YAMLFile.root(of: file, context.out),
      let fields = Fields(root, what: "the sources", in: file, context.out)
    else { return }
    for key in fields.keys {
      context.sources.append(LawSource(key: key, text: fields.requiredText(key)))
      context.sourceKeys.insert(key)
    }
    fields.finish()
  }

  private func readGroups(_ file: SourceFile, _ context: CompilerContext) {
    guard let root = YAMLFile.root(of: file, context.out),
      let fields = Fields(root, what: "the groups of countries", in: file, context.out)
    else { return }
    for key in fields.keys {
      context.groups[key] = fields.texts(key).compactMap { text in
        if let country = CountryCode(text) { return country }
        fields.report("country", "'\(text)' is not a country of two letters", at: key)
        return nil
      }
    }
    fields.finish()
  }

  private func assemble(
    _ results: [(SourceFile, InstrumentReader.Result)], _ checks: [Example], _ context: CompilerContext,
    folder: String
  ) -> LawTables {
    let ordered = results.sorted { a, b in
      (a.1.instrument.published, a.1.instrument.id) < (b.1.instrument.published, b.1.instrument.id)
    }
    var places: [String: (SourceFile, Mark?)] = [:]
    var targets: Set<String> = []
    for (file, result) in ordered {
      let id = result.instrument.id
      if let (other, mark) = places[id] {
        context.out.report(
          "instrument-twice", "instrument '\(id)' is stated twice", in: file, at: result.mark,
          notes: [
            Diagnostic(
              .note, "first", "it is first stated here",
              at: SourceLocation(file: other.path, line: mark?.line ?? 1, column: mark?.column ?? 1))
          ])
      }
      places[id] = (file, result.mark)
      targets.insert(id)
      for control in result.controls { targets.insert("\(id)#\(control.item)") }
    }
    let changes = ordered.flatMap(\.1.changes)
    for change in changes where !targets.contains(change.target) {
      let near = nearestName(to: change.target, among: targets.sorted())
      context.out.report(
        "unknown-instrument", "'\(change.target)' is no instrument or clause of the law folder",
        in: change.file,
        at: change.mark, width: 2, suggestion: near.map { "did you mean '\($0)'?" })
    }
    var controls: [Control] = []
    for (index, (_, result)) in ordered.enumerated() {
      let id = result.instrument.id
      for var control in result.controls {
        control.instrument = index
        control.force +=
          changes.filter { $0.target == id || $0.target == "\(id)#\(control.item)" }.map(\.event)
        control.force = control.force.enumerated()
          .sorted { ($0.element.knownFrom, $0.offset) < ($1.element.knownFrom, $1.offset) }.map(\.element)
        if let example = control.examples.first(where: { $0.expect != .notControlled }) {
          control.examples += result.days.map { day, expect in
            var dated = example
            dated.day = day
            dated.knownOn = nil
            dated.expect = expect
            dated.overall = nil
            dated.says = []
            dated.source = nil
            return dated
          }
        }
        controls.append(control)
      }
    }
    let instruments = ordered.map { _, result in
      var instrument = result.instrument
      if instrument.file.hasPrefix(folder + "/") { instrument.file.removeFirst(folder.count + 1) }
      return instrument
    }
    return LawTables(
      version: instruments.map(\.reviewedOn).max() ?? Day(number: 0),
      sources: context.sources.sorted { $0.key < $1.key }, instruments: instruments, controls: controls,
      checks: checks)
  }
}
