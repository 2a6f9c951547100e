// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// What a run of screening rested on, so that it can be done again to the byte.
public struct ScreeningRecord: Sendable, Hashable {
  /// A file of declarations as received: its name, and the digest it is kept under.
  public struct Input: Sendable, Hashable {
    public var name: String
    public var digest: String

    public init(name: String, digest: String) {
      self.name = name
      self.digest = digest
    }
  }

  /// Given by the store.
  public var id: Int64 = 0
  public var at = Instant(milliseconds: 0)
  public var actor = ""
  public var program = ""
  public var inputs: [Input]
  public var lawDigest: String
  public var listsDigest: String
  public var modelDigest: String
  public var ledgerDigest: String
  /// Everything else that can change a result, as canonical JSON.
  public var options: CanonicalValue
  public var rows: Int
  public var quarantined: Int
  /// The digest over the digests of all decisions, in order.
  public var resultDigest: String
  /// The run this one does again, and why.
  public var replaces: Int64?
  public var cause: String?

  public init(
    inputs: [Input], lawDigest: String, listsDigest: String, modelDigest: String, ledgerDigest: String,
    options: CanonicalValue, rows: Int, quarantined: Int, resultDigest: String, replaces: Int64? = nil,
    cause: String? = nil
  ) {
    self.inputs = inputs
    self.lawDigest = lawDigest
    self.listsDigest = listsDigest
    self.modelDigest = modelDigest
    self.ledgerDigest = ledgerDigest
    self.options = options
    self.rows = rows
    self.quarantined = quarantined
    self.resultDigest = resultDigest
    self.replaces = replaces
    self.cause = cause
  }

  /// The digest of all inputs together.
  public var inputDigest: String { Digest.sha256(CanonicalValue.texts(inputs.map(\.digest)).bytes) }

  public var json: CanonicalValue {
    [
      "id": .integer(id), "at": .text(at.description), "actor": .text(actor), "program": .text(program),
      "inputs": .list(inputs.map { ["name": .text($0.name), "digest": .text($0.digest)] }),
      "law_digest": .text(lawDigest), "lists_digest": .text(listsDigest), "model_digest": .text(modelDigest),
      "ledger_digest": .text(ledgerDigest), "options": options, "rows": .integer(Int64(rows)),
      "quarantined": .integer(Int64(quarantined)), "result_digest": .text(resultDigest),
      "replaces": replaces.map(CanonicalValue.integer) ?? .null, "cause": .optional(cause),
    ]
  }
}

/// What was found about one goods item, as it is kept.
///
/// Referred items (yellow and red) keep the whole assessment in `full`; of released ones the digest stands for it, and
/// replay makes it again.
public struct DecisionRecord: Sendable, Hashable {
  public var id: Int64 = 0
  public var screening: Int64 = 0
  /// Position in the run, from 0.
  public var row: Int
  public var declaration: String?
  public var item: Int?
  public var day: Day
  public var destination: String
  public var commodityCode: String?
  public var exporter: String?
  public var consignee: String?
  /// 0 green, 1 blue, 2 yellow, 3 red.
  public var lane: Int
  /// The chance in ten-thousandths.
  public var score: Int
  /// The law's answer to the goods as declared, such as `licence required`.
  public var declared: String
  /// The law's answer to the goods as they most likely are.
  public var likely: String
  public var control: String?
  public var material: String?
  public var licenceState: String
  public var headline: String
  /// SHA-256 of the whole assessment as one line of JSON.
  public var digest: String
  /// The whole assessment as one line of JSON, for what was referred.
  public var full: [UInt8]?
  public var disposition: Disposition?

  public init(
    row: Int, declaration: String?, item: Int?, day: Day, destination: String, commodityCode: String?,
    exporter: String?, consignee: String?, lane: Int, score: Int, declared: String, likely: String,
    control: String?,
    material: String?, licenceState: String, headline: String, digest: String, full: [UInt8]?
  ) {
    self.row = row
    self.declaration = declaration
    self.item = item
    self.day = day
    self.destination = destination
    self.commodityCode = commodityCode
    self.exporter = exporter
    self.consignee = consignee
    self.lane = lane
    self.score = score
    self.declared = declared
    self.likely = likely
    self.control = control
    self.material = material
    self.licenceState = licenceState
    self.headline = headline
    self.digest = digest
    self.full = full
  }

  public static let laneNames = ["green", "blue", "yellow", "red"]
  public var laneName: String { Self.laneNames.indices.contains(lane) ? Self.laneNames[lane] : "unknown" }

  /// The record without the whole assessment.
  public var json: CanonicalValue {
    [
      "id": .integer(id), "screening": .integer(screening), "row": .integer(Int64(row)),
      "declaration": .optional(declaration), "item": item.map { .integer(Int64($0)) } ?? .null,
      "date": .text(day.description), "destination": .text(destination),
      "commodity_code": .optional(commodityCode), "exporter": .optional(exporter),
      "consignee": .optional(consignee), "lane": .text(laneName),
      "score": .text(ExactDecimal(millionths: Int64(score) * 100).description), "declared": .text(declared),
      "likely": .text(likely), "control": .optional(control), "material": .optional(material),
      "licence": .text(licenceState), "finding": .text(headline), "digest": .text(digest),
      "disposition": disposition?.json ?? .null,
    ]
  }
}

/// What an officer decided about a goods item.
public struct Disposition: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case released, held, examine
  }

  public var kind: Kind
  public var reason: String
  public var actor: String
  public var at: Instant
  /// The second pair of eyes, where one was needed.
  public var second: String?

  public var json: CanonicalValue {
    [
      "kind": .text(kind.rawValue), "reason": .text(reason), "actor": .text(actor),
      "at": .text(at.description),
      "second": .optional(second),
    ]
  }
}
