/**
 * Writes between their markers: the tables of inputs and outputs in docs/inputs-and-outputs.md, from action.yml; that of
 * permissions in docs/set-up.md; that of flat columns in docs/columns.md; those of shapes in src/simulator/SHAPES.md.
 * docs/rules.md and the packed verify.html it writes as a whole.
 */
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {isMap, isScalar, type Pair, parseDocument} from 'yaml'
import {flatColumns, wholeText} from '../src/report/flat/columns.ts'
import {permissions} from '../src/signin/permissions.ts'
import {SHAPES, type Shape} from '../src/simulator/shapes.ts'
import {rulesPage} from './rules-page.ts'

const action = new URL('../action.yml', import.meta.url)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  renew('docs/inputs-and-outputs.md', page => withInputsAndOutputs(page, readFileSync(action, 'utf8')))
  renew('docs/set-up.md', withPermissions)
  renew('docs/columns.md', withColumns)
  renew('src/simulator/SHAPES.md', withShapes)
  renew('docs/rules.md', rulesPage)
  const {builtVerifyPage, renewVerifyPage} = await import('./verify-page.ts')
  console.log(renewVerifyPage(await builtVerifyPage()) ? 'verify.html is packed anew.' : 'verify.html is current.')
}

function renew(name: string, change: (page: string) => string): void {
  const file = new URL(`../${name}`, import.meta.url)
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  if (after !== before) writeFileSync(file, after)
  console.log(after === before ? `${name} is current.` : `${name} is written anew.`)
}

/** The page with its table of flat columns renewed. */
export function withColumns(page: string): string {
  const rows = [...flatColumns, wholeText].map(({name, type, says}) => [`\`${name}\``, type, says])
  return between(page, 'columns', table(['Column', 'Type', 'Content'], rows))
}

/** The page with its tables of shapes renewed, one for each kind. */
export function withShapes(page: string): string {
  const kinds: [kind: Shape['kind'], heading: string, says: string][] = [
    ['good', 'Good answers', 'Every record is there. Right: `complete`, with every record, at ordinary cost.'],
    ['refusal', 'Refusals', 'A part is refused. Right: a gap that names it, and all the rest.'],
    [
      'bad',
      'Bad answers that look good',
      'Records are missing, or contradict each other, without a signal. Right: never `complete` with one missing.',
    ],
  ]
  const sections = kinds.map(([kind, heading, says]) => {
    const rows = Object.entries(SHAPES)
      .filter(([, shape]) => shape.kind === kind)
      .map(([name, {number, ...shape}]) => [
        `\`${name}\``,
        shape.service === 'graph' ? 'Graph' : 'Exchange',
        shape.says,
        number === undefined ? '' : `${number.means}; ${number.usual.toLocaleString('en-US')}`,
        shape.evidence,
        shape.source,
      ])
    const head = ['Shape', 'Service', 'What happens', 'Number', 'Evidence', 'Known from']
    return `## ${heading}\n\n${says}\n\n${table(head, rows)}`
  })
  return between(page, 'shapes', sections.join('\n\n'))
}

/** The page with its tables of inputs and outputs renewed; everything outside the markers stays. */
export function withInputsAndOutputs(page: string, actionYaml: string): string {
  const document = parseDocument(actionYaml)
  const inputs = table(['Input', 'Default', 'Meaning'], rows(document.get('inputs'), inputRow))
  const outputs = table(['Output', 'Meaning'], rows(document.get('outputs'), outputRow))
  return between(between(page, 'inputs', inputs), 'outputs', outputs)
}

/** The page with its table of application permissions renewed. */
export function withPermissions(page: string): string {
  const granted = Object.values(permissions).map(each => [`\`${each.value}\``, each.resourceName, each.why])
  return between(page, 'permissions', table(['Application permission', 'Of', 'What for'], granted))
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
  // A link of action.yml is relative to the repository, and the page lies in docs.
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('](docs/', '](')
  return [head, head.map(() => '---'), ...body].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n')
}

function between(page: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [start, end] = [page.indexOf(open), page.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`The page lacks the markers ${open} and ${close}.`)
  return `${page.slice(0, start + open.length)}\n\n${content}\n\n${page.slice(end)}`
}
