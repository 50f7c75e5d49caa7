/** The folder of the team's own Sigma rules: read, every mistake told at once, and what can't run named. */

import {createHash} from 'node:crypto'
import {join, resolve} from 'node:path'
import {isMap, isNode, isPair, LineCounter, parseAllDocuments} from 'yaml'
import {pluralise} from '../audit/numbers.ts'
import type {OwnRules} from '../detect/detection.ts'
import {compileSigma, type DocumentProblem, type SigmaDocument} from '../detect/sigma/compile.ts'
import type {Place} from '../detect/sigma/problems.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {flatColumnReader} from '../report/flat/row.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {DiskContext} from './context.ts'

/** More is no folder of rules. */
const mostFiles = 5_000
const longestFile = 1 << 20
const deepest = 20
/** Named one by one; the rest is counted. */
const mostNamed = 50

/** Undefined without `rules`. @throws Failure for a folder that can't be read or has mistakes, with all of them. */
export async function ownRules(
  {rules: folder}: Pick<MonthSettings, 'rules'>,
  {host, world}: DiskContext,
): Promise<OwnRules | undefined> {
  if (folder === undefined) return undefined
  const root = resolve(host.facts.workspace, folder)
  const files = await readFiles(world.disk, root, folder)
  const mistakes: string[] = []
  const documents: Parsed[] = []
  for (const {name, text} of files) {
    const parsed = parseFile(name, text)
    mistakes.push(...parsed.mistakes)
    documents.push(...parsed.documents)
  }
  const {rules, problems} = compileSigma(
    documents.map(({document}) => document),
    flatColumnReader,
  )
  const lineOf = linesOf(documents)
  const told = (problem: DocumentProblem) => `${lineOf(problem)}: ${problem.says}`
  mistakes.push(...problems.filter(({kind}) => kind === 'mistake').map(told))
  if (mistakes.length > 0) throw malformed(folder, mistakes)
  const sha256 = createHash('sha256')
    .update(JSON.stringify(files.map(({name, text}) => [name, text])))
    .digest('hex')
  return {rules, notes: [...leftOut(problems, told, documents.length), ...remarks(problems, told)], sha256}
}

interface Parsed {
  document: SigmaDocument
  line(place: Place): number
}

interface RuleFile {
  /** Relative to the folder, with forward slashes. */
  name: string
  text: string
}

async function readFiles(disk: DiskContext['world']['disk'], root: string, folder: string): Promise<RuleFile[]> {
  const files: RuleFile[] = []
  const visit = async (below: string, depth: number): Promise<void> => {
    for (const entry of [...(await disk.list(join(root, below)))].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory() && depth < deepest && !entry.name.startsWith('.')) await visit(name, depth + 1)
      if (!entry.isFile() || !/\.ya?ml$/i.test(entry.name)) continue
      if (files.length >= mostFiles) throw unreadable(folder, `it holds more than ${mostFiles} files`)
      const path = join(root, name)
      if ((await disk.size(path)) > longestFile) throw unreadable(folder, `${name} is larger than 1 MB`)
      files.push({name, text: String(await disk.readFile(path))})
    }
  }
  try {
    await visit('', 0)
  } catch (error) {
    throw error instanceof Failure ? error : unreadable(folder, causes(error), error)
  }
  if (files.length === 0) throw unreadable(folder, 'it holds no file that ends in .yml or .yaml')
  return files
}

function parseFile(file: string, text: string): {documents: Parsed[]; mistakes: string[]} {
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, {lineCounter: lines})
  const documents: Parsed[] = []
  const mistakes: string[] = []
  for (const [index, document] of (Array.isArray(parsed) ? parsed : []).entries()) {
    const [error] = document.errors
    if (error) {
      mistakes.push(`${file}:${lines.linePos(error.pos[0]).line}: ${error.message.split(' at line ', 1)[0]}`)
      continue
    }
    if (document.contents === null) continue
    const line = (place: Place) => lineAt(document.contents, place, lines)
    try {
      documents.push({document: {file, index, data: document.toJS()}, line})
    } catch (thrown) {
      mistakes.push(`${file}:${line([])}: ${causes(thrown)}`)
    }
  }
  return {documents, mistakes}
}

/** Where the place stands, or the nearest above it that the file has. */
function lineAt(contents: unknown, place: Place, lines: LineCounter): number {
  let node: unknown = contents
  let line = startOf(contents) ?? 0
  for (const step of place) {
    const pair: unknown = isMap(node) ? node.items.find(({key}) => String(key) === String(step)) : undefined
    const next: unknown = isPair(pair) ? pair.value : hasItems(node) ? node.items[Number(step)] : undefined
    const start = startOf(isPair(pair) ? pair.key : next)
    if (start === undefined) break
    line = start
    node = next
  }
  return lines.linePos(line).line
}

function hasItems(node: unknown): node is {items: unknown[]} {
  return isNode(node) && 'items' in node && Array.isArray(node.items)
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}

function linesOf(documents: readonly Parsed[]): (problem: DocumentProblem) => string {
  const byDocument = new Map(documents.map(({document, line}) => [document, line]))
  return ({document, place}) => `${document.file}:${byDocument.get(document)?.(place) ?? 1}`
}

type Told = (problem: DocumentProblem) => string

function leftOut(problems: readonly DocumentProblem[], told: Told, all: number): string[] {
  const unsupported = problems.filter(({kind}) => kind === 'unsupported')
  if (unsupported.length === 0) return []
  const left = new Set(unsupported.map(({document}) => document)).size
  return [
    `${left} of the ${pluralise(all, 'own rule')} can't run, since they use what this version lacks: ${named(unsupported, told)}.`,
  ]
}

function remarks(problems: readonly DocumentProblem[], told: Told): string[] {
  const doubtful = problems.filter(({kind}) => kind === 'remark')
  return doubtful.length === 0 ? [] : [`Own rules that run, but probably not as intended: ${named(doubtful, told)}.`]
}

function named(problems: readonly DocumentProblem[], told: Told): string {
  const more = problems.length - mostNamed
  return problems.slice(0, mostNamed).map(told).join('; ') + (more > 0 ? `; and ${more} more` : '')
}

function malformed(folder: string, mistakes: readonly string[]): Failure {
  return new Failure({
    code: 'RULES_MALFORMED',
    message: `The rules in ${folder} can't be used: ${mistakes.join('; ')}.`,
    remedy: 'Nothing was read from the tenant. Correct the files at the lines named, or leave the input rules out.',
  })
}

function unreadable(folder: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code: 'RULES_UNREADABLE',
    message: `The folder of rules ${folder} can't be used: ${why}.`,
    remedy:
      'Nothing was read from the tenant. Check out the repository before this step, and name a folder of Sigma files.',
    ...(cause === undefined ? {} : {cause}),
  })
}
