// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Parties
internal import Synchronization
public import Tabular
public import TradeModel

/// Records of parties, column by column: each distinct value once, with its frequency.
///
/// Records stand in order of their ids, so that nothing that follows depends on the order of rows.
public struct ResolutionTable: Sendable {
  struct Column: Sendable {
    var heading: String
    var kind: FieldKind
    /// Code of the value of each record; 0 when absent.
    var codes: [Int32]
    /// Folded text of each code, each once; the first is empty.
    var values: [[UInt8]]
    /// Records with each code; the first is the number without a value.
    var counts: [Int32]
    /// Names made ready for comparison, for the kinds that are compared as names.
    var prepared: [PreparedName]
    /// Words of each value, for addresses.
    var addresses: [AddressLine] = []
    /// For mail addresses, the number of the domain of each value; 0 for one that many share.
    var domains: [Int32] = []
  }

  /// In ascending order.
  public private(set) var ids: [String]
  var columns: [Column]
  /// Whether records are named as firms are, and not by given name and surname.
  private(set) var hasCompanyNames = false
  public var count: Int { ids.count }
  /// The columns used, as heading and meaning.
  public var fields: [(heading: String, kind: FieldKind)] { columns.map { ($0.heading, $0.kind) } }

  /// Takes the columns of a table that say something about identity.
  /// - Parameters:
  ///   - mapping: meanings of headings that are not recognised by themselves, or should be read otherwise.
  ///   - threads: threads that make names ready; the number never changes the result.
  /// - Throws: `ValueError` when there is no id column, no usable column, or an id occurs twice.
  public init(_ table: DelimitedText, mapping: [String: FieldKind] = [:], threads: Int = 1) throws(ValueError)
  {
    guard let id = table.column("id", "rec_id", "record_id", "entity_id") else {
      throw ValueError("the table has no column called id")
    }
    var ids: [String] = []
    ids.reserveCapacity(table.rowCount)
    for (row, line) in zip(table.rows, table.lines) {
      guard let value = DelimitedText.value(row, id) else { throw ValueError("line \(line): no id") }
      ids.append(value)
    }
    let order = ids.indices.sorted { ids[$0] < ids[$1] }
    for (before, row) in zip(order, order.dropFirst()) where ids[before] == ids[row] {
      throw ValueError("line \(table.line(ofRow: max(before, row))): an id occurs twice")
    }
    self.ids = order.map { ids[$0] }
    columns = []
    for (place, heading) in table.header.enumerated() where place != id {
      guard let kind = mapping[heading] ?? FieldKind(heading: heading) else { continue }
      columns.append(Self.column(table, order, place, heading, kind, threads))
    }
    columns = columns.filter { $0.values.count > 1 }
    // More columns than that say nothing new, and their levels would not fit one number.
    columns = Array(columns.prefix(24))
    hasCompanyNames = columns.contains { $0.kind == .name }
    guard !columns.isEmpty else {
      throw ValueError("no column says who a record is about; name one with a mapping")
    }
  }

  /// Some of the records, in ascending order.
  func taking(_ records: [Int]) -> ResolutionTable {
    var table = self
    table.ids = records.map { ids[$0] }
    for place in columns.indices {
      let codes = records.map { columns[place].codes[$0] }
      var counts = [Int32](repeating: 0, count: columns[place].counts.count)
      for code in codes { counts[Int(code)] += 1 }
      table.columns[place].codes = codes
      table.columns[place].counts = counts
    }
    return table
  }

  private static func column(
    _ table: DelimitedText, _ order: [Int], _ place: Int, _ heading: String, _ kind: FieldKind, _ threads: Int
  ) -> Column {
    var codes: [Int32] = []
    codes.reserveCapacity(order.count)
    // Each spelling is folded once; spellings that fold to the same are one value.
    var spellings: [String: Int32] = [:]
    var texts: [String] = []
    for row in order {
      let text = table[row, place]
      if text.isEmpty {
        codes.append(-1)
      } else if let known = spellings[text] {
        codes.append(known)
      } else {
        codes.append(Int32(texts.count))
        spellings[text] = Int32(texts.count)
        texts.append(text)
      }
    }
    let folded = inParallel(texts, threads) { Self.folded($0, kind) }
    var values: [[UInt8]] = [[]]
    var firsts: [String] = [""]
    var known: [[UInt8]: Int32] = [[]: 0]
    let valueOf = folded.indices.map { at in
      if let code = known[folded[at]] { return code }
      let code = Int32(values.count)
      known[folded[at]] = code
      values.append(folded[at])
      firsts.append(texts[at])
      return code
    }
    var counts = [Int32](repeating: 0, count: values.count)
    for record in codes.indices {
      codes[record] = codes[record] < 0 ? 0 : valueOf[Int(codes[record])]
      counts[Int(codes[record])] += 1
    }
    let prepared =
      kind == .name
      ? inParallel(firsts, threads) { PreparedName(FieldFolding.name($0), kind: .unknown) } : []
    var column = Column(
      heading: heading, kind: kind, codes: codes, values: values, counts: counts, prepared: prepared)
    if kind == .addressLine { column.addresses = values.map(AddressLine.init) }
    if kind == .email { column.domains = Self.domains(values) }
    return column
  }

  /// Most mail addresses at a domain that tells firms apart; more are customers of a provider of mail.
  static let mostMailboxes = 12

  private static func domains(_ values: [[UInt8]]) -> [Int32] {
    var numbers: [ArraySlice<UInt8>: Int32] = [:]
    var mailboxes: [Int] = [0]
    let all: [Int32] = values.map { value in
      guard let at = value.lastIndex(of: UInt8(ascii: "@")), at + 1 < value.count else { return 0 }
      let fresh = Int32(mailboxes.count)
      let number = numbers[value[(at + 1)...]] ?? fresh
      if number == fresh {
        numbers[value[(at + 1)...]] = fresh
        mailboxes.append(0)
      }
      mailboxes[Int(number)] += 1
      return number
    }
    return all.map { mailboxes[Int($0)] <= mostMailboxes ? $0 : 0 }
  }

  /// The results of a function for many texts, in order.
  private static func inParallel<T: Sendable>(
    _ texts: [String], _ threads: Int, _ body: @Sendable (String) -> T
  ) -> [T] {
    let size = 512
    let chunks = (texts.count + size - 1) / size
    guard threads > 1, chunks > 1 else { return texts.map(body) }
    let parts = Mutex([[T]](repeating: [], count: chunks))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, chunks)) { _ in
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < chunks else { return }
        let part = texts[number * size..<min((number + 1) * size, texts.count)].map(body)
        parts.withLock { $0[number] = part }
      }
    }
    return Array(parts.withLock { $0 }.joined())
  }

  private static func folded(_ text: String, _ kind: FieldKind) -> [UInt8] {
    switch kind {
    case .date, .number, .postcode: FieldFolding.lettersAndDigits(text.utf8)
    case .identifier: FieldFolding.identifier(text)
    case .phone: FieldFolding.phone(text)
    case .email: Array(text.lowercased().utf8.prefix(100))
    case .country: FieldFolding.country(text)
    case .addressLine: AddressText.folded(text, longest: 200)
    case .name: PreparedName.folded(FieldFolding.name(text), longest: 100)
    default: PreparedName.folded(text, longest: 100)
    }
  }
}
