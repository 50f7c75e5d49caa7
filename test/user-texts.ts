/** Every text that a user can read: strings of the source, action.yml, the pages, and what is kept of a run. */
import {globSync, readFileSync} from 'node:fs'
import {parseAst} from 'rolldown/parseAst'
import {parse} from 'yaml'

const root = new URL('../', import.meta.url)

export interface UserText {
  /** Relative to the repository. */
  file: string
  text: string
}

/** Strings of the source with two words or more; an expression inside of one is `…`. The simulator's are other services' words. */
export function sourceTexts(): UserText[] {
  return globSync('src/**/*.ts', {cwd: root})
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => !path.startsWith('src/simulator/') && !path.endsWith('.d.ts'))
    .sort()
    .flatMap(file => stringsIn(read(file)).map(text => ({file, text})))
}

/** Descriptions of the action, and the pages by paragraph: a phrase may go on in the next line. */
export function pageTexts(): UserText[] {
  const pages = globSync(['README.md', 'docs/**/*.md', '.github/*.md', '.github/ISSUE_TEMPLATE/*', 'test/golden/*'], {
    cwd: root,
  })
  return [
    ...descriptionsIn(parse(read('action.yml'))).map(text => ({file: 'action.yml', text})),
    ...pages
      .map(path => path.replaceAll('\\', '/'))
      .flatMap(file => paragraphs(read(file)).map(text => ({file, text}))),
  ]
}

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

function paragraphs(page: string): string[] {
  return page.split(/\n\s*\n|\n(?=[|#>*-])/).map(text => text.replace(/\s+/g, ' '))
}

function descriptionsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'description' && typeof inner === 'string' ? [inner] : descriptionsIn(inner),
  )
}

interface Node {
  type: string
  [name: string]: unknown
}

/** Joined where they are added to each other. */
export function stringsIn(source: string): string[] {
  const found: string[] = []
  collect(parseAst(source, {lang: 'ts'}) as unknown as Node, found)
  return found.filter(text => /\p{L}\s+\S|\S\s+\p{L}/u.test(text))
}

function collect(node: Node, found: string[]): void {
  const text = textOf(node)
  if (text !== undefined) found.push(text)
  for (const [name, child] of Object.entries(node)) {
    if (text !== undefined && node.type !== 'TemplateLiteral') continue
    if (/^(source|imported|exported|typeAnnotation)$/.test(name)) continue
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) collect(one, found)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type === 'TemplateLiteral')
    return (node.quasis as {value: {cooked?: string; raw: string}}[])
      .map(({value}) => value.cooked ?? value.raw)
      .join('…')
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined
  const [left, right] = [textOf(node.left as Node), textOf(node.right as Node)]
  return left === undefined || right === undefined ? undefined : left + right
}

const counted =
  /^ (?:(?!(?:is|was|and|of|in|at|or|to|has|that|the|which|for)\b)[\w-]+ ){0,2}(?:windows|records|rows|gaps|findings|incidents|files|faults|parts|steps|queries|searches|months|days|hours|minutes|artifacts|rules|accounts|mailboxes|networks|pages|times|certificates|keys|thumbprints|cmdlets|others|entries|addresses|reasons|sections|jobs|checks|users|devices|apps|domains|groups|methods|bytes|characters|requests|recipients|services|years|notes|changes|runs|answers|messages|errors|mistakes)\b/

/** `expression noun` wherever a template puts an expression before a noun in the plural; constants are told by their names. */
export function countsIn(source: string): string[] {
  const found: string[] = []
  visit(parseAst(source, {lang: 'ts'}) as unknown as Node, node => {
    if (node.type !== 'TemplateLiteral') return
    const quasis = node.quasis as {value: {cooked?: string}}[]
    for (const [at, expression] of (node.expressions as {start: number; end: number}[]).entries()) {
      const code = source.slice(expression.start, expression.end)
      const [noun] = counted.exec(quasis[at + 1]?.value.cooked ?? '') ?? []
      const isSafe = /^pluralise\(|^(thousands\()?(most|least|longest|deepest|minimum|maximum)\w*\)?$|Limit$/.test(code)
      if (noun !== undefined && !isSafe) found.push(code + noun)
    }
  })
  return found
}

function visit(node: Node, look: (node: Node) => void): void {
  look(node)
  for (const child of Object.values(node))
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) visit(one, look)
}
