// SPDX-License-Identifier: Apache-2.0

import CByteScan
import GoodsIdentity
import Indicators
import TradeModel

/// What the texts of an item say, looked at without counting a reference: the ground or the evaluator that gave it keeps the
/// record for as long as the item is judged.
///
/// Many rows share a record, and a count that several threads change at once costs more than all that is asked of it (about
/// a twentieth of a screening).
@safe struct TextSight {
  private let record: Unmanaged<TextRecord>

  /// - Parameter record: must be kept by the caller.
  init(_ record: TextRecord) { unsafe self.record = .passUnretained(record) }

  @inline(__always)
  private func look<Value>(_ body: (TextRecord) -> Value) -> Value {
    unsafe record._withUnsafeGuaranteedRef(body)
  }

  /// Asks for the memory of the record, which is seldom in the processor's caches.
  @inline(__always) func prefetch() {
    let start = unsafe UnsafeRawPointer(record.toOpaque())
    unsafe assay_prefetch(start)
    unsafe assay_prefetch(start + 64)
    unsafe assay_prefetch(start + 128)
  }

  /// Asks for the memory of what the record refers to; some time after `prefetch`.
  @inline(__always) func prefetchParts() { look { $0.prefetchParts() } }

  var serial: UInt32 { look { $0.serial } }
  var code: CommodityCode? { look { $0.code } }
  var codeRecord: CodeRecord? { look { $0.codeRecord } }
  var reading: GoodsReading { look { $0.words.reading } }
  var words: KeptWords { look { $0.keptWords } }
  var fields: Certainty.Fields { look { $0.fields } }
  var massMatters: Bool { look { $0.massMatters } }
  var isTouched: Bool { look { $0.isTouched } }
  var mayNearlyMiss: Bool { look { $0.mayNearlyMiss } }
  var plain: PlainGoods? { look { $0.plain } }
  var claimed: MaterialID? { look { $0.claimed } }
  var isStrategic: Bool { look { $0.isStrategic } }
  var isOfConcern: Bool { look { $0.isOfConcern } }
  var codeSigns: CodeSigns? { look { $0.codeSigns } }

  /// Whether the goods may be a material that their papers do not name, by a bound that is never too low.
  func mayHide(
    _ item: ItemSight, above floor: Double, _ model: IdentityModel, ceiling: inout HiddenCeiling
  ) -> Bool {
    look {
      model.mayHide($0.prior, $0.codeRecord?.facts, item, above: floor, ceiling: &ceiling)
    }
  }
}

/// What indicators ask of a commodity code.
struct CodeSigns: Sendable {
  let isChapterOfConcern: Bool
  let isResidualLine: Bool
  let headingUpperPrice: Double?
}
