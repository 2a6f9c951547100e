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
    var counts = (far: 0, close: 0)
    func check(_ question: LawQuestion) {
      let close = law.determine(question).findings.flatMap(\.nearMisses).contains(where: \.isClose)
      let may = law.mayNearlyMiss(
        question.reading, code: question.commodityCode, exportCountry: question.exportCountry)
      #expect(may || !close || question.technology != nil)
      counts.far += may ? 0 : 1
      counts.close += close ? 1 : 0
    }
    var generator = QuestionGenerator(seed: 25, law: law)
    for _ in 0..<2000 { check(generator.next()) }
    // Every limit of the law, and values on both sides of it.
    for id in law.controlIDs {
      let condition = law.control(id).condition
      let claims = condition.positiveMaterials.flatMap(law.vocabulary.materials).prefix(2)
        .map { MaterialClaim($0, .named) }
      for part in condition.parts {
        guard let limit = part.limit?.value else { continue }
        let step = (90..<100).contains(limit) ? (100 - limit) / 2 : limit / 100
        for value in [limit - step, limit + step, limit / 2] {
          var reading = GoodsReading(claims: claims, isSpecific: true)
          switch part {
          case .purity: reading.purity = Bounds(exactly: value)
          case .share(let element, _), .statedShare(let element, _):
            reading.composition = [ElementShare(element, Bounds(exactly: value))]
          case .property(let property, _):
            reading.properties = [PropertyValue(property, Bounds(exactly: value))]
          default: continue
          }
          check(
            LawQuestion(
              commodityCode: nil, reading: reading, validOn: law.version,
              exportCountry: law.instrument(of: id).jurisdiction, destination: CountryCode("US")))
        }
      }
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
