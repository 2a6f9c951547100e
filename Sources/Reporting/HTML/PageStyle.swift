// SPDX-License-Identifier: Apache-2.0

extension HTMLReport {
  /// The style of the page: quiet greys, one accent, four lanes told apart by tint, pattern and shape.
  ///
  /// Text has a contrast of at least 4.5 to 1 and drawn marks of 3 to 1 against what is behind them, light and dark
  /// (WCAG 2.2, 1.4.3 and 1.4.11).
  static let style: StaticString = """
    :root {
      color-scheme: light dark;
      --paper: #fdfcfa; --card: #ffffff; --ink: #1b1b1a; --soft: #55534e; --faint: #6d6a64; --rule: #dcd8d0;
      --grid: #e8e4dc; --wash: #f4f1eb; --accent: #a3201d;
      --green: #6c8f75; --green-line: #557a5f; --blue: #3c6a94; --blue-tint: #86a7c4; --yellow: #96690a;
      --yellow-tint: #ecca7c; --red: #a3201d; --bar: #5f5c56;
      --sans: "Helvetica Neue", "Segoe UI", Roboto, "Liberation Sans", Arial, "PingFang SC", "Microsoft YaHei",
        "Noto Sans CJK SC", sans-serif;
      --serif: Charter, "Iowan Old Style", Georgia, "Liberation Serif", "Times New Roman", "Songti SC",
        "Noto Serif CJK SC", serif;
      --mono: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #151614; --card: #1b1c1a; --ink: #e9e7e1; --soft: #b9b6ad; --faint: #9b988f; --rule: #393a36;
        --grid: #2a2b28; --wash: #21221f; --accent: #f0857c;
        --green: #5f8568; --green-line: #84aa8d; --blue: #8db4d8; --blue-tint: #45698a; --yellow: #e6bd5c;
        --yellow-tint: #6d5418; --red: #ec6d63; --bar: #9d9a91;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 var(--sans);
      overflow-wrap: anywhere; font-variant-numeric: tabular-nums;
    }
    main { max-width: 1080px; margin: 0 auto; padding: 36px 28px 64px; }
    .skip { position: absolute; left: -999px; }
    .skip:focus { left: 12px; top: 12px; background: var(--card); padding: 8px 12px; z-index: 2; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    a { color: inherit; text-decoration-color: var(--faint); text-underline-offset: 2px; }
    h1, h2, h3, h4, h5, h6, p, dl, dd, ol, ul { margin: 0; }
    h1, h2, .lede, .quote, .headline { font-family: var(--serif); }
    svg { display: block; width: 100%; overflow: visible; }
    svg.mark { display: inline-block; width: 14px; vertical-align: -2px; flex: none; }
    svg.swatch { display: inline-block; width: 18px; vertical-align: -1px; overflow: hidden; }
    svg.defs { position: absolute; width: 0; }
    code { font: 0.92em var(--mono); }
    bdi { unicode-bidi: isolate; }
    .note, .meta, .sources, .cells { color: var(--faint); font-size: 13px; }
    .none { color: var(--faint); font-style: italic; }

    .kicker { color: var(--accent); font-size: 13px; font-weight: 600; letter-spacing: .02em; }
    h1 { font-size: clamp(30px, 5vw, 46px); line-height: 1.1; font-weight: 700; letter-spacing: -.012em; margin: 6px 0 14px; }
    .lede { font-size: clamp(18px, 2.2vw, 21px); line-height: 1.42; max-width: 40em; color: var(--soft); }
    .notice { margin-top: 18px; padding: 10px 14px; border-left: 3px solid var(--accent); background: var(--wash); max-width: 52em; }
    .run { display: flex; flex-wrap: wrap; gap: 10px 40px; margin-top: 24px; padding: 12px 0; border-top: 1px solid var(--ink); border-bottom: 1px solid var(--rule); }
    .run dt { color: var(--faint); font-size: 13px; }
    .run dd { font-weight: 600; }
    h2 { font-size: 25px; line-height: 1.2; font-weight: 700; letter-spacing: -.005em; margin-bottom: 10px; }
    main > section, .columns { margin-top: 48px; }

    .lanebar { height: 34px; }
    .lanebar rect { stroke: var(--paper); stroke-width: 1px; }
    .lanecounts { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0 24px; margin-top: 14px; }
    .lanecounts dt { font-weight: 600; }
    .lanecounts .big { font: 700 32px/1.15 var(--serif); color: var(--ink); font-variant-numeric: lining-nums tabular-nums; }
    .lanecounts dd { color: var(--soft); font-size: 14px; }
    .lanecounts .lane-red .big { color: var(--accent); }
    .lanes .note { margin-top: 10px; }

    .f-red, .mk-red { fill: var(--red); }
    .f-yellow { fill: url(#p-yellow); } .tint-yellow { fill: var(--yellow-tint); } .line-yellow { fill: var(--yellow); }
    .f-blue { fill: url(#p-blue); } .tint-blue { fill: var(--blue-tint); } .line-blue { fill: var(--blue); }
    .f-green { fill: var(--green); }
    .mk-green { fill: none; stroke: var(--green-line); stroke-width: 1.3px; }
    .mk-blue { fill: none; stroke: var(--blue); stroke-width: 1.5px; }
    .mk-yellow { fill: var(--yellow-tint); stroke: var(--yellow); stroke-width: 1.4px; stroke-linejoin: round; }
    .f-ink { fill: var(--bar); } .track { fill: var(--grid); }
    .plot { display: grid; grid-template-columns: 62px 1fr; column-gap: 8px; }
    .plot .xaxis { grid-column: 2; }
    .plot text { fill: var(--faint); font: 12px var(--sans); }
    .grid { stroke: var(--grid); } .base { stroke: var(--faint); } .xaxis line { stroke: var(--faint); }
    .panel { color: var(--soft); font-size: 13px; font-weight: 600; margin: 12px 0 8px; }
    .panel.right { text-align: right; margin: 0; }
    .key { display: flex; flex-wrap: wrap; gap: 4px 20px; color: var(--soft); font-size: 13px; margin-top: 10px; }
    .area a { cursor: pointer; }
    .area .number { fill: var(--ink); font-weight: 700; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
    .area a:hover use, .area a:focus use { stroke: var(--ink); }

    .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 40px 56px; }
    h3 { font-size: 17px; line-height: 1.3; }
    .bars ol, .chances, .evidence ul { list-style: none; padding: 0; }
    .bars ol { margin-top: 10px; }
    .bars li { display: grid; grid-template-columns: 1fr auto; gap: 1px 16px; margin-bottom: 8px; font-size: 14px; line-height: 1.35; }
    .bars li svg { grid-column: 1 / -1; }
    .bars .count { font-weight: 600; }

    table { border-collapse: collapse; width: 100%; font-size: 14px; }
    th { text-align: left; font-weight: 400; }
    thead th { color: var(--faint); font-size: 13px; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
    td, th { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--rule); }
    .n, .figures td { text-align: right; white-space: nowrap; overflow-wrap: normal; }
    .figures thead th:not(:first-child) { text-align: right; }
    .destinations .bar { width: 42%; padding-right: 0; }
    .destinations .code { color: var(--faint); }
    .destinations thead th { white-space: nowrap; overflow-wrap: normal; }
    .figures { margin-top: 10px; font-size: 13px; color: var(--soft); }
    .figures table { font-size: 13px; max-width: 36em; }
    .scroll { max-height: 22em; overflow: auto; }
    summary { cursor: pointer; }

    .controls { display: flex; flex-wrap: wrap; gap: 10px 18px; align-items: center; padding: 10px 0 12px; font-size: 14px; }
    .check { display: inline-flex; align-items: center; gap: 5px; cursor: pointer; min-height: 24px; }
    input[type=checkbox] { accent-color: var(--bar); width: 16px; height: 16px; margin: 0; }
    .find, #open-all { display: none; }
    .scripted .find { display: inline-flex; gap: 6px; align-items: center; flex: 1 1 240px; }
    .scripted #open-all { display: inline-block; }
    .find input { flex: 1; min-width: 0; }
    .find input, #open-all { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--faint); border-radius: 3px; padding: 5px 10px; }
    #open-all { cursor: pointer; }
    .find input::placeholder { color: var(--faint); opacity: 1; }
    #shown { color: var(--faint); }
    .list:has(#show-red:not(:checked)) .entry.red, .list:has(#show-yellow:not(:checked)) .entry.yellow,
    .list:has(#show-blue:not(:checked)) .entry.blue, .list:has(#show-green:not(:checked)) .entry.green,
    [hidden] { display: none; }

    .items { list-style: none; padding: 0; border-top: 1px solid var(--ink); }
    .entry { border-bottom: 1px solid var(--rule); }
    .item { overflow: clip; }
    .item > summary { display: grid; grid-template-columns: 34px 76px 1fr 92px; gap: 0 14px; padding: 13px 0; list-style: none; align-items: baseline; }
    .item > summary::-webkit-details-marker { display: none; }
    .item > summary:hover { background: var(--wash); }
    .rank { color: var(--faint); text-align: right; }
    .lane { display: inline-flex; gap: 5px; align-items: center; font-size: 13px; }
    .headline { display: block; font-size: 18px; line-height: 1.32; }
    .item > summary .meta { display: block; margin-top: 2px; }
    .score { font-size: 14px; }
    .score .label { color: var(--faint); font-size: 13px; }
    .score svg { margin-top: 4px; }
    .item[open] > summary .headline { font-weight: 700; }
    .body { padding: 8px 0 34px 138px; }
    h4 { font-size: 15px; font-weight: 700; line-height: 1.35; margin: 28px 0 8px; }
    h5 { font-size: 14px; font-weight: 600; line-height: 1.35; }
    h5 .meta { font-weight: 400; }
    h6 { font-size: 13px; font-weight: 600; color: var(--soft); }
    .twice { display: grid; grid-template-columns: 1fr 1fr; gap: 0 36px; }
    .twice h4 { margin-top: 6px; padding-top: 8px; border-top: 2px solid var(--ink); }
    .quote { font-size: 18px; line-height: 1.35; margin-bottom: 8px; }
    .chance { color: var(--faint); font-weight: 400; font-family: var(--sans); font-size: 15px; }
    .aside { margin-left: 4px; font-size: 13px; color: var(--soft); }
    .facts { margin-top: 12px; font-size: 14px; }
    .facts > div { display: grid; grid-template-columns: 132px 1fr; gap: 14px; padding: 4px 0; border-top: 1px solid var(--grid); }
    .facts dt { color: var(--faint); font-size: 13px; }
    .declaration .facts { columns: 2; column-gap: 36px; }
    .declaration .facts > div { break-inside: avoid; }
    .chances { margin: 12px 0; font-size: 14px; }
    .chances li { display: grid; grid-template-columns: 1fr auto; gap: 2px 14px; margin-bottom: 8px; line-height: 1.35; }
    .chances svg, .chances small { grid-column: 1 / -1; }
    small { color: var(--faint); font-size: 13px; }
    .evidence h5 { margin-top: 12px; }
    .evidence li { display: grid; grid-template-columns: 112px 1fr 150px 40px; gap: 12px; padding: 4px 0; border-top: 1px solid var(--grid); font-size: 14px; align-items: center; }
    .evidence .kind { color: var(--faint); font-size: 13px; }
    .evidence .count { text-align: right; }
    .odds .for { fill: var(--bar); }
    .odds .against { fill: var(--card); stroke: var(--bar); stroke-width: 1.2px; }

    .outcome { display: inline-block; font-size: 13px; font-weight: 600; line-height: 1.3; padding: 2px 8px; border-radius: 2px; border: 1px solid var(--faint); color: var(--ink); }
    .outcome.free { border-color: var(--rule); color: var(--soft); font-weight: 400; }
    .outcome.open { border-style: dashed; border-color: var(--ink); }
    .outcome.bound { border-color: var(--accent); color: var(--accent); }
    .outcome.barred { border-color: var(--accent); background: var(--accent); color: var(--paper); }
    .control, .indicator { padding: 12px 0; border-top: 1px solid var(--rule); font-size: 14px; }
    .control header { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: baseline; }
    .control h5 code { margin-left: 10px; font-weight: 400; }
    .wording { margin-top: 6px; max-width: 46em; }
    .confidence { font-size: 13px; color: var(--faint); }
    .confidence b { font-weight: 600; }
    .confidence.weak { color: var(--ink); border-bottom: 2px dashed var(--accent); }
    .sentences { margin-top: 8px; }
    .sentences ul { padding-left: 18px; list-style: disc; }
    .sentences + .sources, .sentences + .cells { margin-top: 8px; }
    .nearby { margin-top: 8px; font-size: 14px; color: var(--soft); }
    .licence { font-size: 14px; }
    .sentences.open { border-left: 3px solid var(--accent); padding-left: 12px; }
    .remedies { margin-top: 24px; padding: 2px 18px 14px; background: var(--wash); }
    .remedies h4 { margin-top: 12px; }
    .remedies ol { padding-left: 20px; }

    footer { margin-top: 56px; border-top: 1px solid var(--ink); display: grid; grid-template-columns: 1fr 1fr; gap: 0 56px; }
    footer section { margin-top: 28px; font-size: 14px; }
    footer h2 { font-size: 20px; }
    footer p + p { margin-top: 10px; }
    footer ul { padding-left: 18px; }
    .provenance { grid-column: 1 / -1; }
    .provenance dl > div { display: grid; grid-template-columns: 160px 1fr; gap: 14px; padding: 4px 0; border-top: 1px solid var(--grid); }
    .provenance dt { color: var(--faint); }
    .provenance .note { margin-top: 12px; }

    @media (max-width: 720px) {
      main { padding: 22px 16px 48px; }
      main > section, .columns { margin-top: 38px; }
      .run { gap: 10px 28px; }
      .lanecounts { grid-template-columns: 1fr 1fr; gap: 16px 20px; }
      .columns, .twice, footer { grid-template-columns: 1fr; }
      .declaration .facts { columns: 1; }
      .twice section + section { margin-top: 22px; }
      .defs g > * { transform: scale(.72); }
      .plot { grid-template-columns: 48px 1fr; }
      .plot .alt { display: none; }
      .destinations .bar { width: 24%; }
      .destinations th.bar { font-size: 0; }
      .destinations .code { display: none; }
      td, th { padding-right: 8px; }
      .item > summary { grid-template-columns: 1fr auto; gap: 4px 12px; }
      .item > summary .rank { order: 2; }
      .item > summary .lane { order: 1; }
      .item > summary .head { order: 3; grid-column: 1 / -1; }
      .item > summary .score { order: 4; grid-column: 1 / -1; display: grid; grid-template-columns: auto auto 1fr; gap: 8px; align-items: center; }
      .score svg { margin: 0; }
      .body { padding-left: 0; }
      .facts > div { grid-template-columns: 108px 1fr; }
      .evidence li { grid-template-columns: 1fr 90px 36px; gap: 4px 10px; }
      .evidence .kind { grid-column: 1 / -1; }
      .provenance dl > div { grid-template-columns: 1fr; gap: 0; }
    }
    @media print {
      :root {
        --paper: #fff; --card: #fff; --ink: #000; --soft: #333; --faint: #555; --rule: #bbb; --grid: #ddd; --wash: #fff;
        --accent: #8f1a17; --green: #6c8f75; --green-line: #557a5f; --blue: #3c6a94; --blue-tint: #86a7c4;
        --yellow: #96690a; --yellow-tint: #ecca7c; --red: #8f1a17; --bar: #555;
      }
      body { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      main { max-width: none; padding: 0; }
      .controls, .skip, .figures:not([open]) { display: none; }
      .plot, .columns section, .control, .indicator, .item > summary, tr { break-inside: avoid; }
      .remedies { border: 1px solid var(--rule); }
      h2, h3, h4 { break-after: avoid; }
    }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    """
}
