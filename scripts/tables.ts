/** Writes README.md's tables of inputs and outputs from action.yml, and of permissions, between their markers. */
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {isMap, isScalar, type Pair, parseDocument} from 'yaml'
import {permissions} from '../src/signin/permissions.ts'

const action = new URL('../action.yml', import.meta.url)
const readme = new URL('../README.md', import.meta.url)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const before = readFileSync(readme, 'utf8')
  const after = withTables(before, readFileSync(action, 'utf8'))
  if (after !== before) writeFileSync(readme, after)
  console.log(after === before ? 'README.md is current.' : 'README.md is written anew.')
}

/** The page with its tables renewed; everything outside the markers stays. */
export function withTables(page: string, actionYaml: string): string {
  const document = parseDocument(actionYaml)
  const inputs = table(['Input', 'Default', 'Meaning'], rows(document.get('inputs'), inputRow))
  const outputs = table(['Output', 'Meaning'], rows(document.get('outputs'), outputRow))
  const granted = Object.values(permissions).map(each => [`\`${each.value}\``, each.resourceName, each.why])
  const allowed = table(['Application permission', 'Of', 'What for'], granted)
  return between(between(between(page, 'inputs', inputs), 'outputs', outputs), 'permissions', allowed)
}

interface Entry {
  name: string
  description: string
  default: string
  /** The comment that opens a group of entries. */
  group: string
}

function rows(section: unknown, row: (entry: Entry) => string[]): string[][] {
  if (!isMap(section)) return []
  return section.items.flatMap((pair, index) => {
    const entry = entryOf(pair, index === 0 ? (section.commentBefore ?? '') : '')
    const heading = entry.group
      ? [
          [
            `**${entry.group}**`,
            ...row(entry)
              .slice(1)
              .map(() => ''),
          ],
        ]
      : []
    return [...heading, row(entry)]
  })
}

function entryOf(pair: Pair, sectionComment: string): Entry {
  const {key, value} = pair
  const field = (name: string) => (isMap(value) ? String(value.get(name) ?? '') : '')
  return {
    name: isScalar(key) ? String(key.value) : '',
    description: field('description'),
    default: field('default'),
    group: ((isScalar(key) && key.commentBefore) || sectionComment).trim(),
  }
}

function inputRow(entry: Entry): string[] {
  return [`\`${entry.name}\``, entry.default ? `\`${entry.default}\`` : '–', entry.description]
}

function outputRow(entry: Entry): string[] {
  return [`\`${entry.name}\``, entry.description]
}

function table(head: string[], body: string[][]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  return [head, head.map(() => '---'), ...body].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n')
}

function between(page: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [start, end] = [page.indexOf(open), page.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`README.md lacks the markers ${open} and ${close}.`)
  return `${page.slice(0, start + open.length)}\n\n${content}\n\n${page.slice(end)}`
}
