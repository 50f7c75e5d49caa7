/** The statement as Markdown and as a page that needs nothing but itself. */
import {escapeMarkdown, markdownTable} from '../report/markdown.ts'
import {type Html, html, htmlDocument, plain} from '../report/page/markup.ts'
import type {Statement, StatementSection} from './statement.ts'

const longest = 2000

export function statementMarkdown({title, conclusion, sections}: Statement): string {
  const text = (words: string) => escapeMarkdown(words, longest)
  const parts = sections.flatMap(section => [
    `## ${text(section.title)}`,
    ...section.paragraphs.map(text),
    ...(section.table
      ? [
          markdownTable(
            section.table.head.map(text),
            section.table.rows.map(row => row.map(text)),
          ),
        ]
      : []),
  ])
  return `${[`# ${text(title)}`, `**${text(conclusion)}**`, ...parts].join('\n\n')}\n`
}

const style = `
:root { color-scheme: light dark; --text: #1b2026; --muted: #59636e; --line: #d3d9e0; --bg: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ec; --muted: #a2acb7; --line: #39424d; --bg: #14181d; } }
body { margin: 0 auto; padding: 2rem 1rem 3rem; max-width: 60rem; background: var(--bg); color: var(--text); font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2rem; }
p { max-width: 46rem; } .conclusion { font-weight: 600; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { border-top: 1px solid var(--line); padding: 0.35rem 0.6rem 0.35rem 0; text-align: left; vertical-align: top; min-width: 6rem; }
th { color: var(--muted); font-weight: 600; }
@media print { :root { --text: #000; --muted: #333; --line: #999; --bg: #fff; } body { max-width: none; padding: 0; font-size: 11px; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`

export function statementPage({title, conclusion, sections}: Statement): string {
  return htmlDocument({
    title: plain(title),
    style,
    body: html`<main>
<h1>${plain(title)}</h1>
<p class="conclusion">${plain(conclusion, longest)}</p>
${sections.map(sectionOf)}
</main>`,
  })
}

function sectionOf({title, paragraphs, table}: StatementSection): Html {
  const isLabelled = table?.head.some(name => name !== '')
  return html`<section>
<h2>${plain(title)}</h2>
${paragraphs.map(words => html`<p>${plain(words, longest)}</p>`)}
${
  table &&
  html`<div class="wide" tabindex="0" role="region" aria-label="${plain(title)}"><table>${isLabelled && html`<thead><tr>${table.head.map(name => html`<th scope="col">${plain(name)}</th>`)}</tr></thead>`}<tbody>${table.rows.map(row => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${plain(cell, longest)}</th>` : html`<td>${plain(cell, longest)}</td>`))}</tr>`)}</tbody></table></div>`
}
</section>
`
}
