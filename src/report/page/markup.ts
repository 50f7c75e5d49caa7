/** HTML from untrusted words: what is put into a template is text, unless it came out of one. */
import {raw, html as template} from 'hono/html'
import type {HtmlEscapedString} from 'hono/utils/html'
import {instantOf} from '../../audit/record.ts'
import type {ZoneClock} from '../zone.ts'

export type Html = HtmlEscapedString

export type Value = string | number | Html | false | undefined | readonly Value[]

/** Hono's template waits only for promises, and these values hold none. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return template(strings, ...values) as Html
}

/** Markup of our own making, or a plot's, as it is. */
export function trusted(markup: string): Html {
  return raw(markup)
}

const longest = 160

/**
 * An untrusted text as one line: cut, without control and format characters. Each run of those shows as `�`, so that
 * two names that differ in nothing else do not look alike.
 */
export function plain(text: string, most = longest): string {
  const short = text.slice(0, most + 1)
  const line = short
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, '�')
    // Marks piled on one letter cover the lines around it.
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
  return text.length > most ? `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line
}

/** An untrusted name, isolated from the text direction around it; breaks before a domain and between the words of one like MailItemsAccessed. */
export function humanName(text: string, most = longest): Html {
  const [first = '', ...rest] = plain(text, most).split(/(?=@)|(?<=[a-z])(?=[A-Z])/)
  return html`<bdi>${first}${rest.map(part => html`<wbr>${part}`)}</bdi>`
}

/** A moment on the zone's clock; UTC where one hovers. */
export function timeElement(clock: ZoneClock, moment: number, text = clock.moment(moment)): Html {
  if (!Number.isFinite(moment)) return html`at an unknown time`
  return html`<time datetime="${instantOf(moment)}" title="${instantOf(moment)}">${text}</time>`
}

/** From one moment to another: the day once where it is one day, one moment where it is one minute, seconds where they count. */
export function timeRange(clock: ZoneClock, from: number, to: number): Html {
  const exact = [from, to].some(moment => moment % 60_000 !== 0) && to - from < 600_000
  const texts = clock.ends(from, to, exact)
  return texts.length === 1
    ? timeElement(clock, from, texts[0])
    : html`${timeElement(clock, from, texts[0])}${' – '}${timeElement(clock, to, texts[1])}`
}

export interface Column {
  head: string
  /** Numbers stand at the right. */
  number?: boolean
}

/** Rows under a caption; the first cell of a row is its header. Wide ones scroll by themselves, not the page. */
export function htmlTable(caption: string, columns: readonly Column[], rows: readonly (readonly Value[])[]): Html {
  const css = (column: Column | undefined) => (column?.number ? 'number' : 'text')
  const small = columns.length <= 4 && columns.slice(1).every(column => column.number)
  return html`<div class="scroll${small && ' small'}" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(column => html`<th scope="col" class="${css(column)}">${column.head}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell, index) => html`<td class="${css(columns[index + 1])}">${cell}</td>`)}</tr>`,
  )}</tbody>
</table></div>`
}

/** Details that open on a click. */
export function folded(summary: string, content: Value): Html {
  return html`<details><summary>${summary}</summary>${content}</details>`
}

export function section(id: string, title: string, content: Value): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}</section>
`
}

/** Whatever a name in it contains: nothing runs, nothing loads, nothing is sent. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A whole page that needs nothing but itself. */
export function htmlDocument({title, style, body}: {title: string; style: string; body: Value}): string {
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
${body}
</body>
</html>
`)
}
