// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Testing
import TradeModel

@Suite("What a screening asks of the law without words") struct ScreeningViewTests {
  @Test(arguments: [UInt64(21), 22])
  func `controls that need a licence are those of the explained answer`(seed: UInt64) {
    let law = LawBook.embedded
    var generator = QuestionGenerator(seed: seed, law: law)
    var needing = 0
    for _ in 0..<1500 {
      let question = generator.next()
      let codes = law.controlsNeedingLicence(question).map { id in
        "\(law.instrument(of: id).id)#\(law.control(id).item)"
      }
      let findings = law.determine(question).findings.filter { $0.outcome >= .licenceRequired }
      #expect(Set(codes) == Set(findings.map { "\($0.instrument)#\($0.item ?? "")" }))
      needing += findings.isEmpty ? 0 : 1
    }
    #expect(needing > 20)
  }

  @Test func `goods that no rule touches are free and without findings`() {
    let law = LawBook.embedded
    var generator = QuestionGenerator(seed: 23, law: law)
    var free = 0
    for _ in 0..<3000 {
      var question = generator.next()
      question.technology = nil
      guard
        !law.canTouch(
          question.reading, code: question.commodityCode, exportCountry: question.exportCountry)
      else { continue }
      free += 1
      let answer = law.determine(question)
      #expect(answer.outcome == .notControlled && answer.findings.isEmpty)
      #expect(law.compact(question).control == nil)
    }
    #expect(free > 20)
  }

  @Test func `values that no limit is near to have no close near miss`() {
    let law = LawBook.embedded
    var generator = QuestionGenerator(seed: 25, law: law)
    var counts = (far: 0, close: 0)
    for number in 0..<4000 {
      var question = generator.next()
      // Purities around those that the law limits.
      if number % 2 == 0 {
        question.reading.purity = Bounds(exactly: 100 - [0.011, 0.06, 0.15, 0.6, 1.2, 4][number / 2 % 6])
      }
      let close = law.determine(question).findings.flatMap(\.nearMisses).contains(where: \.isClose)
      let may = law.mayNearlyMiss(
        question.reading, code: question.commodityCode, exportCountry: question.exportCountry)
      #expect(may || !close || question.technology != nil)
      counts.far += may ? 0 : 1
      counts.close += close ? 1 : 0
    }
    #expect(counts.far > 1000 && counts.close > 20)
  }

  @Test func `countries of one class are answered alike`() {
    let law = LawBook.embedded
    let places = law.placeClasses
    var generator = QuestionGenerator(seed: 24, law: law)
    let countries = ["US", "JP", "DE", "KR", "TW", "RU", "CN", "BR", "VN", "KP", "MX", "IR"].compactMap {
      CountryCode($0)
    }
    for _ in 0..<200 {
      var question = generator.next()
      var answers: [UInt16: CompactDetermination] = [:]
      for country in countries {
        question.destination = country
        let answer = law.compact(question)
        let known = answers.updateValue(answer, forKey: places.destination(country.packed))
        if let known { #expect(known == answer) }
      }
      answers = [:]
      for country in countries {
        question.origin = country
        let answer = law.compact(question)
        let known = answers.updateValue(answer, forKey: places.origin(country.packed))
        if let known { #expect(known == answer) }
      }
    }
  }
}
