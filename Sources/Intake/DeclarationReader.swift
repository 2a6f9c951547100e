// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization
public import TradeModel

/// What the reading of declarations may be told.
public struct IntakeOptions: Sendable {
  /// How columns are read where the headings do not say it.
  public var mapping: ColumnMapping = ColumnMapping()
  /// Threads that read, 1 or more; the result is the same for any number.
  public var threads: Int = 1
  /// Bytes that one thread reads at a time, 1 to 1 GiB; the result is the same for any number.
  public var chunkBytes: Int = 512 << 10
  /// The fields to read; nothing for all. Fields left out are not even checked.
  public var fields: Set<DeclarationField>?
  /// The day of the run: later dates are warned of.
  public var today: Day?
  /// Countries and currencies by name.
  public var names: any TradeNames = ReferenceNames()
  /// Rows that may be quarantined before the reading is given up.
  public var quarantineLimit: Int = 1_000_000
  /// Whether the SHA-256 of each input is taken, by which a decision can be replayed; a fifth of the time of a lean reading.
  public var digests: Bool = true
  /// Told now and then how far the reading has come, from any thread, one call at a time.
  public var progress: (@Sendable (IntakeProgress) -> Void)?

  public init() {}
}

/// Reads declarations into a `DeclarationTable`.
///
///     let result = try DeclarationReader(options).read([.file("march.csv")])
///     result.rowsRead == result.table.rowCount + result.quarantine.count   // always
public struct DeclarationReader: Sendable {
  public let options: IntakeOptions

  public init(_ options: IntakeOptions = IntakeOptions()) {
    precondition(
      options.threads >= 1 && (1...1 << 30).contains(options.chunkBytes), "threads and chunks in range")
    self.options = options
  }

  /// Reads all sources, in order, into one table.
  /// - Throws: `IntakeError` when a source cannot be read as a whole; a bad row never throws.
  public func read(_ sources: [InputSource]) throws(IntakeError) -> IntakeResult {
    let builder = TableBuilder(files: sources.map(\.name), workers: options.threads, names: options.names)
    let workers = (0..<options.threads).map { _ in
      options.threads == 1 ? builder.dictionaries : DictionarySet(areMerged: true)
    }
    var columns: [RecognisedColumn] = []
    var diagnostics: [Diagnostic] = []
    var headers: [[UInt8]] = []
    var delimiters: [UInt8] = []
    var digests: [String] = []
    var bytesRead = 0
    for (index, source) in sources.enumerated() {
      let feed = try FileFeed(source, index: index, options: options)
      columns += feed.columns
      diagnostics += feed.diagnostics
      headers.append(feed.header)
      delimiters.append(feed.plan.delimiter)
      let before = builder.rowsRead
      let pipeline = Pipeline(
        feed: feed, builder: builder, workers: workers, options: options, bytesBefore: bytesRead)
      try pipeline.run()
      if builder.rowsRead == before {
        throw IntakeError(
          .headerOnly, "has a header and no rows", at: SourceLocation(file: source.name, line: 1),
          suggestion: "check that the export was complete")
      }
      bytesRead += feed.bytesRead
      if options.digests { digests.append(feed.digest) }
    }
    let table = builder.finish()
    if let today = options.today { diagnostics += futureDates(in: table, after: today) }
    return IntakeResult(
      table: table, quarantine: builder.quarantine, diagnostics: diagnostics, columns: columns,
      headers: headers, delimiters: delimiters,
      rowsRead: builder.rowsRead, blankLines: builder.blankLines, bytesRead: bytesRead, digests: digests)
  }

  private func futureDates(in table: DeclarationTable, after today: Day) -> [Diagnostic] {
    var first: Int?
    var count = 0
    for row in 0..<table.rowCount where table.day[row] > today.number {
      if first == nil { first = row }
      count += 1
    }
    guard let first else { return [] }
    return [
      Diagnostic(
        .warning, "date-future",
        "\(count) \(count == 1 ? "row is" : "rows are") dated after \(today), this the first",
        at: table.location(of: first), suggestion: "check the clock and the date column")
    ]
  }
}

/// Reads the chunks of one file on several threads and merges them in order.
final class Pipeline: @unchecked Sendable {
  // Touched only while `handedOut` is locked; its digest only by the worker whose turn it is.
  private let feed: FileFeed
  private let handedOut = Mutex(0)
  private let plan: FilePlan
  private let keys: [String]?
  private let rule: RecordRule
  private let fileName: String
  // Touched only by the worker whose turn it is; the semaphores order the turns.
  private let builder: TableBuilder
  private let workers: [DictionarySet]
  private let options: IntakeOptions
  private let bytesBefore: Int
  private let turns: [DispatchSemaphore]
  private let failure = Mutex<IntakeError?>(nil)

  init(
    feed: FileFeed, builder: TableBuilder, workers: [DictionarySet], options: IntakeOptions, bytesBefore: Int
  ) {
    plan = feed.plan
    keys = feed.keys
    rule = RecordRule(delimiter: feed.plan.delimiter, quotes: feed.keys == nil)
    fileName = feed.name
    self.feed = feed
    self.builder = builder
    self.workers = workers
    self.options = options
    self.bytesBefore = bytesBefore
    // Made with 0 and then raised: a semaphore may not end below the value it was made with.
    turns = workers.indices.map { _ in DispatchSemaphore(value: 0) }
    turns[0].signal()
  }

  func run() throws(IntakeError) {
    if workers.count == 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: workers.count) { self.work($0) }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private func next() -> (number: Int, chunk: Chunk)? {
    handedOut.withLock { count in
      if failure.withLock({ $0 != nil }) { return nil }
      do throws(IntakeError) {
        guard let chunk = try feed.next() else { return nil }
        defer { count += 1 }
        return (count, chunk)
      } catch {
        failure.withLock { $0 = $0 ?? error }
        return nil
      }
    }
  }

  private func work(_ worker: Int) {
    let dictionaries = workers[worker]
    let idSeed = builder.dictionaries.declarationID.seed
    if let keys {
      var parser = JSONChunkParser(
        fileName: fileName, plan: plan, targets: KeyTargets(plan, keys: keys), names: options.names,
        dictionaries: dictionaries, idSeed: idSeed)
      work(worker, &parser)
    } else {
      var parser = CSVChunkParser(
        fileName: fileName, plan: plan, names: options.names, dictionaries: dictionaries, idSeed: idSeed)
      work(worker, &parser)
    }
  }

  private func work<Parser: ChunkParser & ~Copyable>(_ worker: Int, _ parser: inout Parser) {
    let countsItems = !plan.sources.contains { $0.field == F.itemNumber }
    while let (number, chunk) = next() {
      let parsed =
        chunk.isCutLine ? ParsedChunk(cutLine: chunk, rule: rule, file: fileName) : parser.parse(chunk)
      turns[number % turns.count].wait()
      merge(parsed, worker, countsItems)
      turns[(number + 1) % turns.count].signal()
    }
  }

  /// Merges a chunk in its turn.
  private func merge(_ parsed: ParsedChunk, _ worker: Int, _ countsItems: Bool) {
    builder.merge(parsed, worker: worker, own: workers[worker], countItems: countsItems)
    // The bytes are still near the processor.
    feed.hash(parsed.chunk)
    (parsed.chunk.owner as? InputFile)?.release(parsed.chunk.bytes)
    if builder.quarantine.count > options.quarantineLimit, let last = builder.quarantine.last {
      failure.withLock {
        $0 =
          $0
          ?? IntakeError(
            .tooManyFaults, "more than \(options.quarantineLimit) rows cannot be read; here: \(last.message)",
            at: last.location, suggestion: "check the delimiter and the mapping")
      }
    }
    options.progress?(
      IntakeProgress(
        rowsRead: builder.rowsRead,
        bytesRead: bytesBefore + parsed.chunk.bytesBefore + parsed.chunk.bytes.count))
  }
}
