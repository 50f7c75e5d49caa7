/** How the page looks: one sheet, no font or picture from anywhere; light, dark, phone and paper. */

export const style = `
:root {
  color-scheme: light dark;
  --bg: #ffffff; --raised: #f6f7f9; --text: #1b2026; --muted: #59636e; --grid: #e1e5ea; --line: #d3d9e0; --link: #0b57a4;
  --high: #b3261e; --medium: #8f5200; --low: #2262a8; --info: #59636e;
  --complete: #1b7045; --provisional: #8f5200; --incomplete: #b3261e;
  --read: #6f9fce; --confirmed: #2f6db3; --gap: #b3261e;
  --s0: #2f6db3; --s1: #c2661d; --s2: #2a8573; --s3: #8a4fa3; --s4: #9c7c13; --s5: #b8436b; --s6: #5b6f86; --s7: #5f7f1e; --s8: #8b949e;
  --h0: #f0f2f5; --h1: #d3e2f1; --h2: #a3c6e8; --h3: #649fd6; --h4: #2f6db3; --h5: #153e70;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #14181d; --raised: #1c2128; --text: #e4e8ec; --muted: #a2acb7; --grid: #2a313a; --line: #39424d; --link: #8cbcf2;
    --high: #ff8f85; --medium: #f0b45a; --low: #8cbcf2; --info: #a2acb7;
    --complete: #6fd3a0; --provisional: #f0b45a; --incomplete: #ff8f85;
    --read: #4377ad; --confirmed: #7fb2ea; --gap: #ff8f85;
    --s0: #6ea8ea; --s1: #e79a5c; --s2: #56bfa8; --s3: #c08fe0; --s4: #d8bb55; --s5: #ea86a8; --s6: #9fb0c4; --s7: #a9c65c; --s8: #78828d;
    --h0: #1d232b; --h1: #20384f; --h2: #29587f; --h3: #3d7fb9; --h4: #72ade6; --h5: #c7e2fb;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem; background: var(--bg); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; font-weight: 650; margin: 0; }
h1 { font-size: 2rem; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; }
h3 { font-size: 1.05rem; }
p, ul, ol { margin: 0.6rem 0; max-width: 44rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
section { margin-top: 3.25rem; }
.part { margin-top: 2rem; }
.muted { color: var(--muted); }
.eyebrow { color: var(--muted); margin: 0 0 0.25rem; }
.verdict { border-left: 4px solid var(--verdict); padding-left: 1.1rem; margin: 1.5rem 0; }
.verdict strong { display: block; color: var(--verdict); font-size: 1.2rem; font-weight: 650; }
.verdict p { margin: 0.35rem 0; }
.complete { --verdict: var(--complete); } .provisional { --verdict: var(--provisional); } .incomplete { --verdict: var(--incomplete); }
.facts { display: grid; grid-template-columns: repeat(5, 1fr); gap: 1rem 1.25rem; margin: 1.75rem 0 0; padding: 1rem 0; border: solid var(--line); border-width: 1px 0; }
.facts dt { color: var(--muted); font-size: 0.875rem; }
.facts dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts dd small { display: block; font-size: 0.875rem; font-weight: 400; color: var(--muted); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; margin: 1rem 0 0; max-width: none; }
.incident { margin-top: 1.75rem; padding: 1.1rem 1.25rem 1.2rem; background: var(--raised); border-left: 4px solid var(--severity); border-radius: 0 6px 6px 0; }
.incident > :last-child { margin-bottom: 0; }
.high { --severity: var(--high); } .medium { --severity: var(--medium); } .low { --severity: var(--low); } .info { --severity: var(--info); }
.severity { color: var(--severity); font-weight: 650; white-space: nowrap; }
.index { list-style: none; padding: 0; margin: 1rem 0 0; max-width: none; }
.index li { padding: 0.2rem 0; }
.meta { color: var(--muted); font-size: 0.9rem; margin: 0.3rem 0 0; }
.incident h4 { font-size: 0.9rem; font-weight: 650; margin: 1rem 0 0; }
.incident .pair { gap: 0 2rem; }
.incident h4 + * { margin-top: 0.2rem; }
.timeline { list-style: none; padding: 0; margin: 0.4rem 0; max-width: none; }
.timeline li { position: relative; padding: 0 0 0.55rem 1.35rem; }
.timeline li::before { content: ""; position: absolute; left: 0.2rem; top: 0.5rem; width: 0.55rem; height: 0.55rem; border-radius: 50%; background: var(--severity); }
.timeline li::after { content: ""; position: absolute; left: 0.44rem; top: 1.05rem; bottom: -0.5rem; width: 1px; background: var(--line); }
.timeline li:last-child { padding-bottom: 0; }
.timeline li:last-child::after { display: none; }
time { white-space: nowrap; }
.timeline time { font-variant-numeric: tabular-nums; margin-right: 0.5rem; }
.timeline .who { display: block; color: var(--muted); font-size: 0.8rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.85em; }
pre { background: var(--raised); padding: 0.8rem 1rem; border-radius: 6px; overflow-x: auto; overflow-wrap: normal; }
.plot { margin: 0.9rem 0 0.4rem; }
.plot svg { display: block; width: 100%; height: auto; font-family: inherit; }
.narrow { display: none; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; padding: 0; margin: 0.5rem 0; max-width: none; font-size: 0.9rem; }
.key li { display: flex; align-items: baseline; gap: 0.4rem; }
.swatch { flex: none; width: 0.75rem; height: 0.75rem; border-radius: 2px; background: var(--swatch); forced-color-adjust: none; align-self: center; }
.scale { display: flex; align-items: center; gap: 2px; font-size: 0.85rem; color: var(--muted); margin: 0.4rem 0; }
.scale .swatch { width: 1.4rem; }
.scale span:first-child { margin-right: 0.4rem; } .scale span:last-child { margin-left: 0.4rem; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--link); font-size: 0.9rem; width: fit-content; padding: 0.15rem 0; }
.scroll { overflow-x: auto; margin: 0.6rem 0; container-type: inline-size; }
.small { max-width: 44rem; }
.pair .small { max-width: none; }
/* Six small charts of the same twelve months. */
.year { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.4rem 2.5rem; margin: 1.2rem 0; }
.year h3 { margin: 0 0 0.1rem; }
.year p { margin: 0 0 0.4rem; font-size: 0.875rem; }
.months { display: grid; grid-template-columns: repeat(var(--months), minmax(0, 1fr)); gap: 3px; }
.months .column { display: flex; flex-direction: column; justify-content: flex-end; height: 4.5rem; border-bottom: 1px solid var(--line); }
.months .column.none { background: repeating-linear-gradient(45deg, var(--grid) 0 2px, transparent 2px 6px); }
.months .bar { display: block; min-height: 2px; background: var(--bar); forced-color-adjust: none; }
.year .s-high { --bar: var(--high); } .year .s-medium { --bar: var(--medium); } .year .s-low { --bar: var(--low); } .year .s-info { --bar: var(--s8); }
.year .swatch { --swatch: var(--bar); }
.months .state { text-align: center; font-weight: 650; line-height: 1.8rem; border-bottom: 1px solid var(--line); color: var(--verdict, var(--muted)); }
.months .name { text-align: center; font-size: 0.75rem; color: var(--muted); }
.months .now { color: var(--text); font-weight: 650; }
.recurrence { white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; overflow-wrap: normal; }
caption { text-align: left; color: var(--muted); padding: 0 0 0.3rem; max-width: 100cqi; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--grid); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-weight: 500; border-bottom-color: var(--line); vertical-align: bottom; }
thead .number { white-space: normal; }
tbody th { font-weight: 400; overflow-wrap: anywhere; min-width: 8rem; }
td.text { overflow-wrap: anywhere; min-width: 7rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.share { display: block; height: 0.4rem; min-width: 1px; border-radius: 2px; background: var(--s0); forced-color-adjust: none; }
td.bar { width: 35%; vertical-align: middle; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; }
.pair > * { min-width: 0; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.875rem; }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  section { margin-top: 2.5rem; }
  .facts { grid-template-columns: 1fr 1fr; }
  .incident { padding: 0.9rem 0.9rem 1rem; }
  .wide { display: none; } .narrow { display: block; }
  .pair, .year { grid-template-columns: minmax(0, 1fr); }
  .recurrence { white-space: normal; }
  th, td { padding-right: 0.6rem; }
  tbody th { min-width: 6.5rem; }
}
@media print {
  :root {
    color-scheme: light;
    --bg: #ffffff; --raised: #ffffff; --text: #000000; --muted: #444c55; --grid: #dddddd; --line: #bbbbbb; --link: #000000;
    --high: #b3261e; --medium: #8f5200; --low: #2262a8; --info: #444c55;
    --complete: #1b7045; --provisional: #8f5200; --incomplete: #b3261e;
    --read: #6f9fce; --confirmed: #2f6db3; --gap: #b3261e;
    --s0: #2f6db3; --s1: #c2661d; --s2: #2a8573; --s3: #8a4fa3; --s4: #9c7c13; --s5: #b8436b; --s6: #5b6f86; --s7: #5f7f1e; --s8: #8b949e;
    --h0: #f0f2f5; --h1: #d3e2f1; --h2: #a3c6e8; --h3: #649fd6; --h4: #2f6db3; --h5: #153e70;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { margin: 15mm; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  nav, details:not([open]) { display: none; }
  section { margin-top: 1.8rem; }
  h2, h3, h4, h3 + p, caption { break-after: avoid; }
  .plot, .verdict, .facts, tr, .timeline li { break-inside: avoid; }
  .scroll { overflow: visible; container-type: normal; }
}
`
