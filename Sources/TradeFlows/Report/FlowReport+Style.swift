// SPDX-License-Identifier: Apache-2.0

extension FlowReport {
  /// One calm sheet for light and dark, for screen and paper.
  static let style = """
    :root{color-scheme:light dark;--page:#f5f6f4;--sheet:#fff;--ink:#1d2a30;--soft:#5d6b72;--line:#e1e5e4;--land:#dfe4e1;\
    --border:#fff;--on:#c7d3cf;--blue:#2f6f8f;--lead:#b4541f;--wash:#faf3e6;--good:#2f6b4a;--bar:#9cbccb}\
    @media(prefers-color-scheme:dark){:root{--page:#12181b;--sheet:#192125;--ink:#e4e9e8;--soft:#98a6ab;--line:#2b363b;\
    --land:#2a363b;--border:#192125;--on:#3f5158;--blue:#74b3cf;--lead:#e8935a;--wash:#2a251b;--good:#83c5a0;--bar:#456a7b}}\
    *{box-sizing:border-box}body{margin:0;font:15px/1.55 ui-sans-serif,system-ui,"Segoe UI","Noto Sans",sans-serif;\
    color:var(--ink);background:var(--page)}main{max-width:1040px;margin:0 auto;padding:40px 24px 80px}header{margin-bottom:14px}\
    .kind{margin:0;color:var(--soft);font-size:12px;letter-spacing:.09em;text-transform:uppercase}h1{font-size:30px;\
    line-height:1.2;margin:4px 0;font-weight:650;letter-spacing:-.01em}.way{margin:0;color:var(--soft);font-size:17px}\
    .way span{color:var(--lead)}.lead{background:var(--wash);border-radius:8px;padding:10px 14px;margin:16px 0;font-size:14px}\
    section{background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:20px 24px;margin:18px 0}\
    h2{font-size:18px;margin:0 0 10px;font-weight:620}h3{font-size:15.5px;margin:0 0 8px;font-weight:620}p{margin:0 0 10px}\
    .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:18px 0}.cards div{\
    background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:14px 16px}.cards b{display:block;\
    font-size:23px;font-weight:620;font-variant-numeric:tabular-nums}.cards span{color:var(--soft);font-size:12.5px}\
    .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px}th,td{padding:6px 10px 6px 0;text-align:left;\
    border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--soft);font-weight:550}th.n,td.n{text-align:right;\
    font-variant-numeric:tabular-nums}svg{width:100%;height:auto;display:block;margin:6px 0}.land{fill:var(--land);\
    stroke:var(--border);stroke-width:.5;stroke-linejoin:round}.land.on{fill:var(--on)}.land.from{fill:var(--lead);\
    fill-opacity:.42}.land.to{fill:var(--blue);fill-opacity:.42}.arc{fill:none;stroke:var(--blue);opacity:.6;\
    stroke-linecap:round}.arc.lead{stroke:var(--lead);opacity:.85}.tip{fill:var(--blue)}.tip.lead{fill:var(--lead)}\
    .spot{fill:var(--ink)}.lead-line{stroke:var(--soft);stroke-width:.7}.name{font:600 12px system-ui,sans-serif;fill:var(--ink);paint-order:stroke;stroke:var(--sheet);\
    stroke-width:3.5px;stroke-linejoin:round}.g{stroke:var(--line);stroke-width:1}.s{fill:none;stroke:var(--blue);\
    stroke-width:1.9;stroke-linejoin:round;stroke-linecap:round}.area{fill:var(--blue);opacity:.08}.c{stroke:var(--lead);\
    stroke-width:1.3;stroke-dasharray:5 3}.ca{stroke:var(--lead);stroke-width:1;stroke-dasharray:1 3}.cl{font:650 11px \
    system-ui,sans-serif;fill:var(--lead)}.a{font:12px system-ui,sans-serif;fill:var(--soft)}.t{font:600 13px \
    system-ui,sans-serif;fill:var(--ink)}.b{fill:var(--sheet);stroke:var(--lead);stroke-width:2}.bar{fill:var(--bar)}\
    .bar.lead{fill:var(--lead);opacity:.75}.legend{font-size:12.5px;color:var(--soft);margin:4px 0 16px}.key{display:inline-block;\
    width:22px;height:4px;border-radius:2px;background:var(--blue);vertical-align:middle}.key.k2{background:var(--lead)}\
    .why{margin:8px 0 0;padding:0;list-style:none;font-size:13px;color:var(--soft)}.why li{display:grid;\
    grid-template-columns:86px 1fr;gap:10px;padding:3px 0}.why b{font-weight:550;font-size:12px;color:var(--soft);text-align:right}\
    .why em{font-style:normal;font-weight:550;color:var(--ink);margin-right:4px}.why b.explains{color:var(--good)}\
    .why b.possible{color:var(--lead)}.part{margin:18px 0 6px;font-size:14px;color:var(--soft);font-weight:550}\
    .gaps{font-size:13px}.gaps .head,.gaps summary{display:grid;grid-template-columns:64px minmax(150px,1fr) 76px 76px 76px \
    136px 96px;gap:0 12px;padding:6px 4px;border-bottom:1px solid var(--line);list-style:none;color:var(--ink)}.gaps .head{\
    color:var(--soft);font-weight:550}.gaps summary::-webkit-details-marker{display:none}.gaps summary:hover{background:var(--page)}\
    .gaps .n{text-align:right;font-variant-numeric:tabular-nums}.gaps small{color:var(--soft);margin-left:7px}.gaps .why{\
    margin:8px 0 14px}.soft{color:var(--soft)}.isLead{color:var(--lead);font-weight:600}.span{fill:var(--lead);opacity:.08}\
    @media(max-width:760px){main{padding:24px 12px 60px}section{padding:16px 14px}.gaps .head{display:none}.gaps summary{\
    grid-template-columns:64px 1fr 90px}.gaps summary span:nth-child(3),.gaps summary span:nth-child(4),\
    .gaps summary span:nth-child(6){display:none}.why li{grid-template-columns:1fr;gap:0}.why b{text-align:left}}\
    article{border-top:1px solid var(--line);padding:14px 0 8px}article:first-of-type{border-top:0}.chip{display:inline-block;\
    border:1px solid var(--line);border-radius:99px;padding:0 9px;font-size:12px;font-weight:450;color:var(--soft)}\
    .bars .row{display:flex;align-items:center;gap:10px;font-size:13px;margin:3px 0}.bars span{width:54px;color:var(--soft)}\
    .bars i{display:block;height:11px;border-radius:3px;background:var(--bar)}.bars i.strong{background:var(--lead)}\
    .bars b{font-weight:600;font-variant-numeric:tabular-nums}.facts,.gates{display:grid;grid-template-columns:\
    repeat(auto-fill,minmax(130px,1fr));gap:8px 16px;margin:10px 0 0}.facts dt{color:var(--soft);font-size:12px}.facts dd{margin:0;\
    font-variant-numeric:tabular-nums;font-weight:550}.facts small{font-weight:400;color:var(--soft);display:block}\
    .gates{grid-template-columns:repeat(auto-fill,minmax(230px,1fr));font-size:13px}.gates div{display:flex;justify-content:\
    space-between;border-bottom:1px solid var(--line);padding:3px 0}.gates dd{margin:0;font-variant-numeric:tabular-nums}\
    details summary{cursor:pointer;color:var(--soft);font-size:13px}@media print{body{background:#fff}section{break-inside:avoid}}
    """
}
