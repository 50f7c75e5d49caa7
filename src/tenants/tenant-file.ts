/** `tenants.yml`: the tenants that one repository exports. Its text becomes a list, or every mistake in it with its line. */
import {isMap, isNode, isScalar, LineCounter, type Node, parseDocument} from 'yaml'
import {z} from 'zod'
import {isGuid} from '../audit/identity.ts'
import {fillPlaceholders} from '../audit/placeholders.ts'
import {mostShards} from '../audit/shard.ts'
import {didYouMean} from '../inputs/did-you-mean.ts'
import {emailAddress, mailbox} from '../inputs/mail-readers.ts'
import {mistakeText, shownText} from '../inputs/mistake-text.ts'
import {clientId, type InputReader, tenantId, timezone} from '../inputs/readers.ts'
import {clouds, sources} from '../inputs/settings.ts'
import {Failure} from '../wire/failure.ts'

/** One tenant, with what `defaults` says of all. */
export interface TenantEntry {
  /** In names of artifacts, folders and environments, in titles and subjects. */
  name: string
  /** A GUID in lower case, or a domain. */
  tenantId: string
  clientId?: string
  /** The job's environment at GitHub, whose secrets and variables are this tenant's. */
  environment?: string
  source?: (typeof sources)[number]
  timezone?: string
  cloud?: (typeof clouds)[number]
  mailTo?: readonly string[]
  mailFrom?: string
  /** How many jobs read one period of it; absent where earlier exports say how many are needed. */
  shards?: number
}

/** More than one repository's workflow should carry; a bound for what is read. */
export const mostTenants = 1000
/** Bytes. */
export const largestTenantFile = 1 << 20

/** In the place of a tenant's name, in the artifact of `mode: overview`. */
export const overviewName = 'overview'

/** Letters, digits and hyphens: it becomes a part of file names and of addresses. */
const namePattern = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?$/

const name = z
  .string()
  .regex(namePattern, 'a name has 1 to 40 letters, digits and hyphens, with a letter or digit at both ends')
  .refine(text => text.toLowerCase() !== overviewName, `${overviewName} is the name of the overview’s own artifact`)
  .describe('in names of artifacts, folders and environments, in titles and subjects; unique, whatever the letter case')

/** `<tenant>` stands for the tenant's name. https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments */
const environment = z
  .string()
  .regex(
    /^(?:[\w.-]|<tenant>)(?:[\w .-]|<tenant>){0,99}$/,
    'an environment is named by letters, digits, . _ - and blanks',
  )
  .describe(
    'the job’s environment at GitHub, whose secrets and variables are this tenant’s; <tenant> stands for the name',
  )

const settings = {
  'client-id': read(clientId).describe('application (client) id; else the input client-id'),
  environment,
  source: z.enum(sources).describe('as the input source'),
  timezone: read(timezone).describe('IANA zone in which months and days begin'),
  cloud: z.enum(clouds).describe('as the input cloud'),
  'mail-to': z.array(read(emailAddress)).min(1).max(20).describe('recipients of the tenant’s mail'),
  'mail-from': read(mailbox).describe('sending mailbox'),
  shards: z
    .int()
    .min(1)
    .max(mostShards)
    .describe('jobs that read one period of it; left out: as many as the last export says are needed'),
}

const Tenant = z.strictObject({
  name,
  'tenant-id': read(tenantId).describe('directory (tenant) id, or primary domain'),
  ...z.strictObject(settings).partial().shape,
})

const TenantFile = z.strictObject({
  defaults: z.strictObject(settings).partial().optional().describe('what a tenant does not say for itself'),
  tenants: z.array(Tenant).min(1).max(mostTenants),
})
type TenantFile = z.infer<typeof TenantFile>

/** Undefined for a domain. */
export function tenantGuid(tenantId: string): string | undefined {
  return isGuid(tenantId) ? tenantId : undefined
}

/** The published schema, as text. */
export function tenantFileJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(TenantFile, {io: 'input'}), null, 2)}\n`
}

/** A text that an input's reader understands, by the same rules and with the same words. */
function read(reader: InputReader<string>) {
  return z.string().transform((text, context) => {
    const value = reader(text)
    if ('ok' in value) return value.ok
    context.addIssue({code: 'custom', message: mistakeText('', text, value.wrong), params: value.wrong})
    return z.NEVER
  })
}

/** @param path as people know the file. */
export function parseTenantFile(
  text: string,
  path: string,
): {tenants: readonly TenantEntry[]} | {mistakes: readonly Failure[]} {
  const lines = new LineCounter()
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {lineCounter: lines, logLevel: 'error'})
  if (document.errors.length > 0) {
    const mistakes = document.errors.map(error =>
      malformed(path, lines.linePos(error.pos[0]).line, error.message.split(/ at line |:\n/, 1)[0] ?? ''),
    )
    return {mistakes}
  }
  const lineOf = (at: readonly PropertyKey[], key?: string) =>
    lines.linePos(offsetOf(document.contents as Node | null, at, key)).line
  let data: unknown
  try {
    // A few aliases are no mistake; thousands of them within each other would fill the memory.
    data = document.toJS({maxAliasCount: 50})
  } catch (error) {
    return {mistakes: [malformed(path, 1, error instanceof Error ? error.message : String(error))]}
  }
  const parsed = TenantFile.safeParse(data)
  const found = [...(parsed.error?.issues ?? []).flatMap(issue => mistakesOf(issue, lineOf)), ...repeated(data, lineOf)]
  if (parsed.data !== undefined && found.length === 0)
    return {tenants: parsed.data.tenants.map(one => entryOf(one, parsed.data.defaults))}
  // Of one value the first mistake says what it should be.
  const first = found.filter(({place}, index) => found.findIndex(other => other.place === place) === index)
  first.sort((a, b) => a.line - b.line)
  return {mistakes: first.map(({line, words, remedy}) => malformed(path, line, words, remedy))}
}

type LineOf = (at: readonly PropertyKey[], key?: string) => number

interface Mistake {
  /** Of the value or key; that it is given twice is apart from what else is wrong with it. */
  place: string
  line: number
  words: string
  remedy?: string | undefined
}

function entryOf(tenant: TenantFile['tenants'][number], defaults: TenantFile['defaults']): TenantEntry {
  const {name, 'tenant-id': id, ...own} = tenant
  const {environment, source, timezone, cloud, shards, ...rest} = {...defaults, ...own}
  const {'client-id': client, 'mail-to': mailTo, 'mail-from': mailFrom} = rest
  return {
    ...{name, tenantId: id},
    ...(client === undefined ? {} : {clientId: client}),
    ...(environment === undefined ? {} : {environment: fillPlaceholders(environment, {tenant: name, period: ''})}),
    ...(source === undefined ? {} : {source}),
    ...(timezone === undefined ? {} : {timezone}),
    ...(cloud === undefined ? {} : {cloud}),
    ...(mailTo === undefined ? {} : {mailTo}),
    ...(mailFrom === undefined ? {} : {mailFrom}),
    ...(shards === undefined ? {} : {shards}),
  }
}

/** @param data as it stands in the file, whatever else is wrong with it. */
function repeated(data: unknown, lineOf: LineOf): Mistake[] {
  const list = typeof data === 'object' && data !== null && 'tenants' in data ? data.tenants : []
  const entries: readonly unknown[] = Array.isArray(list) ? list : []
  return (['name', 'tenant-id'] as const).flatMap(field => {
    const known = new Map<string, number>()
    return entries.flatMap((entry, index): Mistake[] => {
      const text = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>)[field] : undefined
      if (typeof text !== 'string') return []
      const value = text.toLowerCase()
      const first = known.get(value)
      if (first === undefined) {
        known.set(value, index)
        return []
      }
      const at = ['tenants', index, field]
      const words = `${field} ${shownText(value)} is that of tenants[${first}] too`
      const remedy = 'Each tenant stands in the file once, under one name.'
      return [{place: `${placeText(at)} twice`, line: lineOf(at), words, remedy}]
    })
  })
}

type Issue = z.core.$ZodIssue

function mistakesOf(issue: Issue, lineOf: LineOf): Mistake[] {
  const place = placeText(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 ? ['defaults', 'tenants'] : ['name', 'tenant-id', ...Object.keys(settings)]
    return issue.keys.map(key => {
      const meant = didYouMean(key, known)
      return {
        place: `${place}.${key}`,
        line: lineOf(issue.path, key),
        words: `${place} has the key “${key.slice(0, 60)}”, which means nothing`,
        remedy: meant ? `Did you mean ${meant}?` : `The keys are ${known.join(', ')}.`,
      }
    })
  }
  const line = lineOf(issue.path)
  if (issue.code === 'custom') {
    const remedy = typeof issue.params?.remedy === 'string' ? issue.params.remedy : undefined
    return [{place, line, words: `${place}${issue.message.replace(/\.$/, '')}`, remedy}]
  }
  if (issue.code === 'invalid_type' && /received undefined$/.test(issue.message))
    return [{place, line, words: `${place} is missing`}]
  return [{place, line, ...wordsOf(issue, place)}]
}

/** Kinds of values, as people who write the file call them. */
const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'keys with values',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
}

function wordsOf(issue: Issue, place: string): Pick<Mistake, 'words' | 'remedy'> {
  if (issue.code === 'invalid_type') {
    const [, received = ''] = /received (\w+)$/.exec(issue.message) ?? []
    const is = issue.expected === 'int' && received === 'number' ? 'a number with a fraction' : kinds[received]
    const remedy =
      issue.expected === 'array' && place.endsWith('mail-to')
        ? 'Write it in brackets: [security@contoso.com].'
        : issue.expected === 'string' && received === 'number'
          ? 'Put it in quotes.'
          : undefined
    return {words: `${place} is ${is ?? received}; expected ${kinds[issue.expected] ?? issue.expected}`, remedy}
  }
  if (issue.code === 'invalid_value') return {words: `${place}: expected ${issue.values.map(String).join(', ')}`}
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    const bound = issue.code === 'too_big' ? `at most ${issue.maximum}` : `at least ${issue.minimum}`
    return {words: `${place}: expected ${bound}${issue.origin === 'array' ? ' in the list' : ''}`}
  }
  return {words: `${place}: ${issue.message.replace(/^Invalid \w+: /, '')}`}
}

/** `tenants[3].tenant-id` */
function placeText(path: readonly PropertyKey[]): string {
  const text = path.map(one => (typeof one === 'number' ? `[${one}]` : `.${String(one)}`)).join('')
  return text.replace(/^\./, '') || 'the file'
}

/** Where a value begins, or the key itself; of what is missing, where that begins which should have it. */
function offsetOf(contents: Node | null, path: readonly PropertyKey[], key?: string): number {
  let node: unknown = contents
  let offset = 0
  for (const step of path) {
    if (isNode(node) && node.range) offset = node.range[0]
    const next: unknown =
      isNode(node) && 'get' in node && typeof node.get === 'function' ? node.get(step, true) : undefined
    if (!isNode(next)) return offset
    node = next
  }
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find(one => isScalar(one.key) && one.key.value === key)
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0]
  }
  return isNode(node) && node.range ? node.range[0] : offset
}

function malformed(
  path: string,
  line: number,
  words: string,
  remedy: string | undefined = 'docs/many-tenants.md shows the file.',
): Failure {
  return new Failure({code: 'TENANTS_MALFORMED', message: `${path}, line ${line}: ${words}.`, remedy})
}
