/** Markdown from untrusted words: names in records are treated as hostile. */
import {pluralise} from '../audit/numbers.ts'

/**
 * Text that stays text in a table cell, a heading, a list item or a line: no markup, no links, no mentions, no second
 * line. Only what Markdown or GitHub would interpret becomes an entity.
 */
export function escapeMarkdown(text: string, longest = 120): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1).replace(halfCharacter, '')}…` : text
  return short
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trimStart()
    .replace(interpreted, character => `&#${character.charCodeAt(0)};`)
}

/**
 * Anywhere: HTML, cells, code, emphasis, links, mathematics. In places: entities, escapes, underscores at the edge of a word,
 * references to issues, emoji, addresses of pages and of mail, mentions. At the beginning: headings, quotes, lists.
 * https://github.github.com/gfm/ and https://docs.github.com/get-started/writing-on-github
 */
const interpreted = new RegExp(
  [
    /[<|`*~[\]$]/u,
    /&(?=#|\w)/u,
    /\\(?=[!-/:-@[-`{-~]|$)/u,
    /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u,
    /#(?!\p{L})/u,
    /(?<=GH)-(?=\d)/u,
    /:(?=\/\/)|(?<=\b(?:mailto|xmpp)):/u,
    /(?<!\d\d):(?=[\w+-]+:)/u,
    /@(?=[\p{L}\p{N}_])/u,
    /(?<=www)\./u,
    /^[#>+=-]/u,
    /(?<=^\d{1,9})[.)](?=\s|$)/u,
  ]
    .map(({source}) => source)
    .join('|'),
  'giu',
)
const halfCharacter = /[\ud800-\udbff]$/

/** Columns of numbers stand at the right; the first column never does. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = header.map((_name, index) =>
    index > 0 && rows.every(row => number.test(row[index] ?? '')) ? '---:' : '---',
  )
  return [line(header), line(rule), ...rows.map(line)].join('\n')
}

const number = /^([+−×]|up to )?[\d,.]+( %)?$|^(same|new|none now)?$/

/** As many whole sections as fit, the first always; what was left out is said. Bytes, since GitHub counts bytes. */
export function withinSize(sections: readonly string[], maximumBytes: number): string {
  const size = (text: string) => new TextEncoder().encode(text).length
  const kept: string[] = []
  const note = (left: number) =>
    `\n\n_${pluralise(left, 'section is', 'sections are')} left out here for size; summary.md in the folder has everything._\n`
  let used = size(note(sections.length))
  for (const [index, section] of sections.entries()) {
    used += size(section) + 2
    if (index > 0 && used > maximumBytes) return kept.join('\n\n') + note(sections.length - index)
    kept.push(section)
  }
  return `${kept.join('\n\n')}\n`
}
