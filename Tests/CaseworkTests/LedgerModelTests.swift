// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Casework
import GRDB
import Synchronization
import Testing
import TradeModel

/// The ledger as one would write it down on paper: every reservation in a list, every sum made anew.
private struct PaperLedger {
  struct Entry {
    var name: Int
    var aside: Int64
    var drawn: Int64
    var state: String
  }

  var granted: Int64
  var status = "active"
  var lastDay: Int32
  let firstDay: Int32
  var entries: [Entry] = []

  var aside: Int64 { entries.reduce(0) { $0 + $1.aside } }
  var drawn: Int64 { entries.reduce(0) { $0 + $1.drawn } }

  private func canDraw(_ day: Int32) -> Bool { status == "active" && day >= firstDay && day <= lastDay }
  private func open(_ name: Int) -> Int? { entries.firstIndex { $0.name == name && $0.state == "open" } }

  /// Whether the operation is allowed; it is done then.
  mutating func apply(_ step: Step) -> Bool {
    switch step.kind {
    case 0:  // reserve
      let earlier = entries.firstIndex { $0.name == step.name }
      if let earlier, entries[earlier].state == "open" || entries[earlier].state == "settled" { return false }
      guard canDraw(step.day), step.quantity > 0, drawn + aside + step.quantity <= granted else {
        return false
      }
      let before = earlier.map { entries.remove(at: $0).drawn } ?? 0
      entries.append(Entry(name: step.name, aside: step.quantity, drawn: before, state: "open"))
    case 1:  // amend what is kept aside
      guard let index = open(step.name), step.quantity > 0 else { return false }
      let more = step.quantity - entries[index].aside
      if more > 0, !canDraw(step.day) || drawn + aside + more > granted { return false }
      entries[index].aside = step.quantity
    case 2, 3:  // draw a part, or that part and give the rest back
      guard let index = open(step.name), canDraw(step.day), step.quantity > 0,
        step.quantity <= entries[index].aside
      else { return false }
      entries[index].drawn += step.quantity
      entries[index].aside = step.kind == 3 ? 0 : entries[index].aside - step.quantity
      if entries[index].aside == 0 { entries[index].state = "settled" }
    case 4:  // release
      guard let index = open(step.name) else { return false }
      entries[index].aside = 0
      entries[index].state = entries[index].drawn > 0 ? "settled" : "released"
    case 5:  // take back
      guard let index = entries.firstIndex(where: { $0.name == step.name }), step.quantity > 0,
        step.quantity <= entries[index].drawn
      else { return false }
      entries[index].drawn -= step.quantity
      if status == "exhausted" { status = "active" }
    case 6:  // amend the grant
      guard status != "revoked", status != "surrendered", step.quantity > 0, step.quantity >= drawn + aside
      else {
        return false
      }
      granted = step.quantity
      if status == "exhausted", granted > drawn + aside { status = "active" }
    case 7:  // expire
      guard status == "active" || status == "exhausted", step.day > lastDay else { return false }
      end("expired")
    case 8:  // amend the validity
      guard status != "revoked", status != "surrendered", step.day >= firstDay else { return false }
      if status == "expired", step.day > lastDay { status = "active" }
      lastDay = step.day
      if status == "exhausted", granted > drawn + aside { status = "active" }
    case 9:  // surrender
      guard status == "active" || status == "exhausted", aside == 0 else { return false }
      status = "surrendered"
    case 10:  // reopen
      guard status == "surrendered" || status == "exhausted", step.day <= lastDay else { return false }
      status = "active"
    case 11:  // mark used up
      guard status == "active", aside == 0, drawn == granted else { return false }
      status = "exhausted"
    default:  // revoke
      guard status != "revoked" else { return false }
      end("revoked")
    }
    return true
  }

  private mutating func end(_ status: String) {
    self.status = status
    for index in entries.indices where entries[index].state == "open" {
      entries[index].aside = 0
      entries[index].state = "lapsed"
    }
  }
}

/// One random operation.
private struct Step: Sendable {
  var kind: Int
  var name: Int
  var quantity: Int64
  var day: Int32

  static let first = Day("2026-01-01")!.number

  init(_ random: inout SeededGenerator) {
    // Mostly what happens all day; what ends a licence only now and then.
    let roll = Int.random(in: 0..<1000, using: &random)
    kind =
      switch roll {
      case 0..<420: 0
      case 420..<520: 1
      case 520..<660: 2
      case 660..<740: 3
      case 740..<850: 4
      case 850..<920: 5
      case 920..<950: 6
      case 950..<965: 7
      case 965..<985: 8
      case 985..<989: 9
      case 989..<995: 10
      case 995..<999: 11
      default: 12
      }
    name = Int.random(in: 0..<12, using: &random)
    quantity = Int64.random(in: -1...30, using: &random) * 250_000
    if kind == 6 { quantity = Int64.random(in: 0...100, using: &random) * 1_000_000 }
    day = Self.first + Int32.random(in: -3...60, using: &random)
    if kind == 8 { day = Self.first + Int32.random(in: 20...80, using: &random) }
  }

  var operation: LedgerOperation {
    let id = "r\(name)"
    let amount = ExactDecimal(millionths: quantity)
    let day = Day(number: day)
    return switch kind {
    case 0: .reserve(id: id, declaration: "D", item: 1, quantity: amount, day: day)
    case 1: .amendReservation(id: id, quantity: amount, day: day)
    case 2: .commit(id: id, quantity: amount, final: false, day: day)
    case 3: .commit(id: id, quantity: amount, final: true, day: day)
    case 4: .release(id: id)
    case 5: .giveBack(id: id, quantity: amount)
    case 6: .amendLicence(granted: amount, validTo: nil)
    case 7: .expire(day: day)
    case 8: .amendLicence(granted: nil, validTo: day)
    case 9: .surrender
    case 10: .reopen(day: day)
    case 11: .markExhausted
    default: .revoke
    }
  }
}

private func licence(_ number: Int) -> Licence {
  var licence = someLicence("M-\(number)", granted: "50")
  licence.validFrom = Day(number: Step.first)
  licence.validTo = Day(number: Step.first + 40)
  return licence
}

/// One licence in both books, behind a lock.
private final class Desk: Sendable {
  struct Books {
    var account: LicenceAccount
    var paper = PaperLedger(granted: 50_000_000, lastDay: Step.first + 40, firstDay: Step.first)
    var done = 0
    var refused = 0
    var faults: [String] = []
  }

  let number: Int
  let books: Mutex<Books>

  init(_ number: Int) {
    self.number = number
    books = Mutex(Books(account: LicenceAccount(licence(number))))
  }

  func apply(_ step: Step) {
    books.withLock { books in
      let expected = books.paper.apply(step)
      var allowed = true
      do throws(LedgerRefusal) { try books.account.apply(step.operation) } catch { allowed = false }
      if expected { books.done += 1 } else { books.refused += 1 }
      let granted = books.account.licence.granted?.millionths ?? 0
      let sum = books.account.committed.millionths + books.account.reserved.millionths
      if allowed != expected || books.account.committed.millionths != books.paper.drawn
        || books.account.reserved.millionths != books.paper.aside
        || books.account.status.rawValue != books.paper.status
        || granted != books.paper.granted || sum > granted
      {
        if books.faults.count < 5 { books.faults.append("\(step) allowed \(allowed), expected \(expected)") }
      }
      // A licence that is over makes room for the next, or the books would stand still.
      if books.paper.status == "revoked" {
        let (done, refused, faults) = (books.done, books.refused, books.faults)
        books = Books(account: LicenceAccount(licence(number)))
        (books.done, books.refused, books.faults) = (done, refused, faults)
      }
    }
  }
}

/// Four licences on paper.
private final class Papers: Sendable {
  let books = Mutex(
    (0..<4).map { _ in PaperLedger(granted: 50_000_000, lastDay: Step.first + 40, firstDay: Step.first) })
  let disagreements = Mutex(0)
}

@Suite("The ledger against a model") struct LedgerModelTests {
  @Test func `agrees over a million random operations on 64 tasks, and never draws more than was granted`()
    async
  {
    let desks = (0..<8).map(Desk.init)
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<64 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(7000 + task))
          for _ in 0..<15_625 {
            let step = Step(&random)
            desks[Int.random(in: 0..<8, using: &random)].apply(step)
          }
        }
      }
    }
    var total = 0
    var done = 0
    for desk in desks {
      desk.books.withLock { books in
        #expect(books.faults.isEmpty, "\(books.faults)")
        total += books.done + books.refused
        done += books.done
      }
    }
    #expect(total == 1_000_000)
    #expect(done > 100_000, "enough operations were done to mean something: \(done)")
  }

  @Test func `agrees in the database, with 64 tasks that write at once`() async throws {
    let desk = try Workspace.inMemory(clock: TestClock().clock)
    try desk.write(actor: anna) { database, audit in
      for number in 0..<4 { try LicenceRegister.grant(licence(number), in: database, audit: audit) }
    }
    let papers = Papers()
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<64 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(9000 + task))
          for _ in 0..<60 {
            let step = Step(&random)
            let number = Int.random(in: 0..<4, using: &random)
            // Names are unique over all licences, so each licence has its own.
            var operation = step.operation
            if case .reserve(let id, let declaration, let item, let quantity, let day) = operation {
              operation = .reserve(
                id: "\(number)-\(id)", declaration: declaration, item: item, quantity: quantity, day: day)
            }
            do {
              try desk.write(actor: anna) { database, audit in
                let expected = papers.books.withLock { $0[number].apply(step) }
                do {
                  try LicenceRegister.perform("M-\(number)", in: database, audit: audit) {
                    [operation] _ throws(LedgerRefusal) in
                    operation.renamed("\(number)-")
                  }
                  if !expected { papers.disagreements.withLock { $0 += 1 } }
                } catch {
                  if expected { papers.disagreements.withLock { $0 += 1 } }
                  throw error
                }
              }
            } catch {}
          }
        }
      }
    }
    #expect(papers.disagreements.withLock(\.self) == 0)
    for (number, paper) in papers.books.withLock(\.self).enumerated() {
      let record = try desk.read { try LicenceRegister.record("M-\(number)", in: $0) }
      #expect(record.committed.millionths == paper.drawn)
      #expect(record.reserved.millionths == paper.aside)
      #expect(record.status.rawValue == paper.status)
    }
    #expect(try desk.check().isSound)
  }
}

extension LedgerOperation {
  /// The same operation on a reservation with a prefix to its name.
  fileprivate func renamed(_ prefix: String) -> LedgerOperation {
    func name(_ id: String) -> String { id.hasPrefix(prefix) ? id : prefix + id }
    return switch self {
    case .amendReservation(let id, let quantity, let day):
      .amendReservation(id: name(id), quantity: quantity, day: day)
    case .commit(let id, let quantity, let final, let day):
      .commit(id: name(id), quantity: quantity, final: final, day: day)
    case .release(let id): .release(id: name(id))
    case .giveBack(let id, let quantity): .giveBack(id: name(id), quantity: quantity)
    default: self
    }
  }
}
