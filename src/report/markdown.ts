/** Markdown from untrusted words: names in records are treated as hostile. */

/** Text that stays text in a table cell or a line: no markup, no links, no mentions, no second line. */
export function escapeMarkdown(text: string, longest = 120): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1).replace(halfCharacter, '')}…` : text
  return short
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/[&<>|`*_~[\](){}#+!\\$:/@-]/g, character => `&#${character.charCodeAt(0)};`)
    .replace(bareLink, '$1&#46;')
}

/** GitHub makes a link of what begins so, without any markup. */
const bareLink = /(www)\./gi
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

/** 1234567 → 1,234,567 */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** As many whole sections as fit, the first always; what was left out is said. Bytes, since GitHub counts bytes. */
export function withinSize(sections: readonly string[], maximumBytes: number): string {
  const size = (text: string) => new TextEncoder().encode(text).length
  const kept: string[] = []
  const note = (left: number) =>
    `\n\n_${left} sections are left out here for their size; summary.md in the folder has them._\n`
  let used = size(note(sections.length))
  for (const [index, section] of sections.entries()) {
    used += size(section) + 2
    if (index > 0 && used > maximumBytes) return kept.join('\n\n') + note(sections.length - index)
    kept.push(section)
  }
  return `${kept.join('\n\n')}\n`
}
