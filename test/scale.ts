/** The tables of `docs/scale.md`, as the page has them. To renew them: RENEW=1 npm run test:long -- test/scale.long.test.ts */
import {readFileSync, writeFileSync} from 'node:fs'

const page = new URL('../docs/scale.md', import.meta.url)

const place = (name: string) =>
  new RegExp(`(<!-- ${name} -->\\n\\n[^\\n]*\\n[^\\n]*\\n)([\\s\\S]*?)(\\n?<!-- /${name} -->)`)

/** The lines below the header. */
export function linesOf(name: 'reading' | 'space'): string[] {
  const [, , rows = ''] = place(name).exec(readFileSync(page, 'utf8')) ?? []
  return rows.split('\n').filter(line => line !== '')
}

export function renew(name: 'reading' | 'space', lines: readonly string[]): void {
  const text = readFileSync(page, 'utf8')
  writeFileSync(
    page,
    text.replace(place(name), (_all, before, _rows, after) => `${before}${lines.join('\n')}\n${after}`),
  )
}
