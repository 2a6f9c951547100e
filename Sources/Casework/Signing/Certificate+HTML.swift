// SPDX-License-Identifier: Apache-2.0

import PageMarkup

extension Certificate {
  /// The certificate as a page for people, with the signed JSON inside; it loads nothing from anywhere.
  public var html: [UInt8] {
    func text(_ path: String...) -> String {
      var value: CanonicalValue? = body
      for key in path { value = value?[key] }
      switch value {
      case .text(let text): return SafeText.escape(text)
      case .integer(let number): return String(number)
      default: return "–"
      }
    }
    func rows(_ entries: [(String, String)]) -> String {
      entries.map { "<tr><th scope=\"row\">\($0.0)</th><td>\($0.1)</td></tr>" }.joined()
    }
    let title = kind == .hit ? "Certificate of a referral" : "Certificate of screening without a referral"
    let goods = rows([
      ("Declaration", text("decision", "declaration")), ("Item", text("decision", "item")),
      ("Date", text("decision", "date")), ("Destination", text("decision", "destination")),
      ("Commodity code", text("decision", "commodity_code")), ("Exporter", text("decision", "exporter")),
      ("Consignee", text("decision", "consignee")),
    ])
    let answer = rows([
      ("Lane", text("decision", "lane")), ("Law, as declared", text("decision", "declared")),
      ("Law, as most likely", text("decision", "likely")), ("Control", text("decision", "control")),
      ("Licence", text("decision", "licence")), ("Finding", text("decision", "finding")),
    ])
    let rests = rows([
      ("Program", text("screening", "program")), ("Law", text("screening", "law_digest")),
      ("Lists", text("screening", "lists_digest")), ("Reference data", text("screening", "model_digest")),
      ("Licences", text("screening", "ledger_digest")), ("Assessment", text("decision", "digest")),
      ("Audit", text("audit_head")), ("Key", text("key")), ("Signature", SafeText.escape(signature)),
    ])
    // `<` inside a text of JSON may be written as an escape; the parser gives the same value.
    let data = json.string.split(separator: "<", omittingEmptySubsequences: false).joined(
      separator: "\\u003c")
    let page = """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(title)</title><style>
      body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
      table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}
      th{text-align:left;font-weight:600;width:12rem;vertical-align:top}
      th,td{padding:.25rem .5rem;border-bottom:1px solid #ccc;overflow-wrap:anywhere}
      @media (prefers-color-scheme:dark){body{color:#eee;background:#161616}th,td{border-color:#444}}
      </style></head><body><main><h1>\(title)</h1><p>\(text("statement"))</p><p>Issued \(text("issued")).
      Check this file with <code>assay verify</code>; any change to it is found.</p>
      <h2>Goods item</h2><table>\(goods)</table><h2>Answer</h2><table>\(answer)</table>
      <h2>What it rests on</h2><table>\(rests)</table></main>
      \(String(decoding: Self.opening, as: UTF8.self))\(data)</script>
      </body></html>

      """
    return Array(page.utf8)
  }

}
