// SPDX-License-Identifier: Apache-2.0

public import Parties
internal import TradeModel

/// How a published list is written.
public enum ListFormat: String, Sendable, Hashable, CaseIterable {
  /// A table whose columns say what they hold (China's lists, the EU annexes, the US statutory lists, CSL CSV).
  case table
  /// OFAC's primary, alias and address files, without header rows.
  case ofacDelimited = "ofac-csv"
  case ofacXML = "ofac-xml"
  case bisDenied = "bis-dpl"
  case consolidatedScreening = "csl-json"
  case euXML = "eu-xml"
  case unXML = "un-xml"
  case meti
  case followTheMoney = "ftm"
}

/// A list Assay knows: where it is published and how it is read.
public struct ListSource: Sendable, Hashable {
  public var id: String
  public var title: String
  public var publisher: String
  /// Whose list it is: a country code, `EU` or `UN`; found from the file when absent.
  public var jurisdiction: String?
  public var format: ListFormat
  public var effect: ListEffect
  /// Official addresses, the main file first; companions (aliases, addresses) follow.
  public var addresses: [String]
  /// Days after which a copy is too old to rely on.
  public var staleAfter: Int

  public init(
    id: String, title: String, publisher: String, format: ListFormat, effect: ListEffect,
    addresses: [String] = [],
    staleAfter: Int = 7
  ) {
    (self.id, self.title, self.publisher) = (id, title, publisher)
    (self.format, self.effect, self.addresses, self.staleAfter) = (format, effect, addresses, staleAfter)
  }

  /// The lists with official machine-readable addresses; addresses as published by each authority.
  public static let known: [ListSource] = [
    ListSource(
      id: "us-sdn", title: "Specially Designated Nationals", publisher: "US Treasury, OFAC",
      format: .ofacDelimited,
      effect: .sanctions,
      addresses: [
        "https://www.treasury.gov/ofac/downloads/sdn.csv", "https://www.treasury.gov/ofac/downloads/alt.csv",
        "https://www.treasury.gov/ofac/downloads/add.csv",
      ]),
    ListSource(
      id: "us-consolidated", title: "Consolidated non-SDN list", publisher: "US Treasury, OFAC",
      format: .ofacDelimited, effect: .sanctions,
      addresses: [
        "https://www.treasury.gov/ofac/downloads/consolidated/cons_prim.csv",
        "https://www.treasury.gov/ofac/downloads/consolidated/cons_alt.csv",
        "https://www.treasury.gov/ofac/downloads/consolidated/cons_add.csv",
      ]),
    ListSource(
      id: "us-sdn-xml", title: "Specially Designated Nationals (XML)", publisher: "US Treasury, OFAC",
      format: .ofacXML, effect: .sanctions, addresses: ["https://www.treasury.gov/ofac/downloads/sdn.xml"]),
    ListSource(
      id: "us-dpl", title: "Denied Persons List", publisher: "US Commerce, BIS", format: .bisDenied,
      effect: .controlList, addresses: ["https://www.bis.doc.gov/dpl/dpl.txt"]),
    ListSource(
      id: "us-csl", title: "Consolidated Screening List", publisher: "US Commerce, ITA",
      format: .consolidatedScreening, effect: .sanctions,
      addresses: ["https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json"]),
    ListSource(
      id: "eu-fsf", title: "Consolidated financial sanctions list", publisher: "European Commission",
      format: .euXML, effect: .sanctions,
      addresses: [
        "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"
      ]),
    ListSource(
      id: "un-sc", title: "Security Council consolidated list", publisher: "United Nations", format: .unXML,
      effect: .sanctions, addresses: ["https://scsanctions.un.org/resources/xml/en/consolidated.xml"]),
    // No machine-readable address is published by these authorities: the file is given by the operator.
    ListSource(
      id: "cn", title: "Export control, watch and unreliable entity lists",
      publisher: "China, Ministry of Commerce",
      format: .table, effect: .controlList, staleAfter: 14),
    ListSource(
      id: "jp-meti", title: "Export prohibition notices", publisher: "Japan, METI and MOFA", format: .meti,
      effect: .controlList, staleAfter: 90),
  ]
}

/// Why a list could not be read at all.
public struct ListReadError: Error, Sendable, Hashable, CustomStringConvertible {
  public var message: String
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}

/// Reads published lists from bytes.
public enum ListReader {
  /// Largest file read, in bytes.
  public static let largest = 1 << 30

  /// Reads a list.
  /// - Parameter files: the main file and its companions in the order of the source's addresses.
  public static func read(_ source: ListSource, files: [[UInt8]]) throws(ListReadError) -> PartyList {
    guard let main = files.first, !main.isEmpty else { throw ListReadError("the file is empty") }
    guard files.allSatisfy({ $0.count <= largest }) else {
      throw ListReadError("the file is larger than 1 GiB")
    }
    var built: ListBuild
    switch source.format {
    case .table: built = try TableList.read(main, source)
    case .ofacDelimited: built = try OFACList.read(files, source)
    case .bisDenied: built = try DeniedPersonsList.read(main, source)
    case .ofacXML: built = try OFACXMLList.read(main, source)
    case .euXML: built = try EUXMLList.read(main, source)
    case .unXML: built = try UNList.read(main, source)
    case .meti: built = try METIList.read(main, source)
    case .consolidatedScreening: built = try ScreeningListJSON.read(main, source)
    case .followTheMoney: built = try FollowTheMoneyList.read(main, source)
    }
    guard !built.entries.isEmpty else {
      throw ListReadError("no entry could be read; is this \(source.format.rawValue)?")
    }
    built.makeIDsUnique()
    var hash = SHA256()
    for file in files { hash.update(file) }
    let newest = built.entries.compactMap(\.from).max()
    return PartyList(
      id: source.id, title: source.title, publisher: source.publisher,
      version: built.version ?? newest?.description ?? "undated", sha256: hash.finalize(),
      rowCount: built.rows,
      entries: built.entries, problems: built.problems,
      jurisdiction: source.jurisdiction ?? jurisdiction(source, built.entries))
  }

  /// Whose list it is, by its format, its id, or where its entries say they were published.
  private static func jurisdiction(_ source: ListSource, _ entries: [ListEntry]) -> String? {
    switch source.format {
    case .ofacDelimited, .ofacXML, .bisDenied, .consolidatedScreening: return "US"
    case .euXML: return "EU"
    case .unXML: return "UN"
    case .meti: return "JP"
    case .table, .followTheMoney: break
    }
    let chinese = entries.count { $0.reference?.contains(".gov.cn") == true }
    if chinese * 2 > entries.count { return "CN" }
    let head = source.id.prefix { $0.isLetter }.uppercased()
    return ["CN", "US", "EU", "UN", "JP", "GB", "KR"].contains(head) ? head : nil
  }

  /// Guesses the format of a file by its beginning.
  public static func format(of bytes: [UInt8], name: String) -> ListFormat? {
    let head = String(decoding: bytes.prefix(4096), as: UTF8.self)
    if head.contains("CONSOLIDATED_LIST") { return .unXML }
    if head.contains("sdnList") { return .ofacXML }
    if head.contains("sanctionEntity") || head.contains("<export ") { return .euXML }
    if head.contains("Effective_Date"), head.contains("\t") { return .bisDenied }
    if head.contains("指定日") || head.contains("外務省告示") { return .meti }
    let first = head.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if first.hasPrefix("{") {
      if head.contains("\"schema\""), head.contains("\"properties\"") { return .followTheMoney }
      return .consolidatedScreening
    }
    let line = head.prefix { $0 != "\n" && $0 != "\r\n" }
    if line.lowercased().contains("name") { return .table }
    if line.contains("-0-") { return .ofacDelimited }
    return nil
  }
}

/// A list while it is being read.
struct ListBuild {
  var entries: [ListEntry] = []
  var rows = 0
  var version: String?
  var problems: [String] = []
  /// Ids were made from names: that one occurs twice is no fault of the source.
  var idsAreMade = false

  static let mostProblems = 50

  mutating func problem(_ text: String) {
    if problems.count < Self.mostProblems { problems.append(text) }
  }

  /// Gives later entries of an id already used a suffix, and says so.
  mutating func makeIDsUnique() {
    var seen: [String: Int] = [:]
    for index in entries.indices {
      let id = entries[index].id
      let times = seen[id, default: 0]
      seen[id] = times + 1
      if times > 0 {
        entries[index].id = "\(id)#\(times + 1)"
        if !idsAreMade { problem("record \(index + 1): an id occurs \(times + 1) times") }
      }
    }
  }
}
