/** `tenants.yml`: the tenants that one repository exports. Its text becomes a list, or every mistake in it with its line. */
import {isMap, isNode, isScalar, LineCounter, type Node, parseDocument} from 'yaml'
import {z} from 'zod'
import {isGuid} from '../audit/identity.ts'
import {fillPlaceholders} from '../audit/placeholders.ts'
import {mostShards} from '../audit/shard.ts'
import {didYouMean} from '../inputs/did-you-mean.ts'
import {emailAddress, mailbox} from '../inputs/mail-readers.ts'
import {mistakeText} from '../inputs/mistake-text.ts'
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
  if (!parsed.success) return {mistakes: parsed.error.issues.flatMap(issue => mistakesOf(issue, path, lineOf))}
  const tenants = parsed.data.tenants.map(one => entryOf(one, parsed.data.defaults))
  const twice = repeated(tenants).map(({index, field, words}) =>
    malformed(path, lineOf(['tenants', index, field]), words, 'Each tenant stands in the file once, under one name.'),
  )
  return twice.length > 0 ? {mistakes: twice} : {tenants}
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

interface Repeated {
  index: number
  field: 'name' | 'tenant-id'
  words: string
}

function repeated(tenants: readonly TenantEntry[]): Repeated[] {
  const names = new Map<string, number>()
  const ids = new Map<string, number>()
  return tenants.flatMap((tenant, index) => {
    const found: Repeated[] = []
    const note = (known: Map<string, number>, value: string, field: Repeated['field']) => {
      const first = known.get(value)
      if (first === undefined) known.set(value, index)
      else found.push({index, field, words: `${field} “${value}” is that of tenants[${first}] too`})
    }
    note(names, tenant.name.toLowerCase(), 'name')
    note(ids, tenant.tenantId, 'tenant-id')
    return found
  })
}

type Issue = z.core.$ZodIssue

function mistakesOf(
  issue: Issue,
  path: string,
  lineOf: (at: readonly PropertyKey[], key?: string) => number,
): Failure[] {
  const place = placeText(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 ? ['defaults', 'tenants'] : ['name', 'tenant-id', ...Object.keys(settings)]
    return issue.keys.map(key => {
      const meant = didYouMean(key, known)
      const remedy = meant ? `Did you mean ${meant}?` : `The keys are ${known.join(', ')}.`
      return malformed(
        path,
        lineOf(issue.path, key),
        `${place} has the key “${key.slice(0, 60)}”, which means nothing`,
        remedy,
      )
    })
  }
  const line = lineOf(issue.path)
  if (issue.code === 'custom') {
    const remedy = typeof issue.params?.remedy === 'string' ? issue.params.remedy : undefined
    return [malformed(path, line, `${place}${issue.message.replace(/\.$/, '')}`, remedy)]
  }
  if (issue.code === 'invalid_type' && /received undefined$/.test(issue.message))
    return [malformed(path, line, `${place} is missing`)]
  return [malformed(path, line, `${place}: ${issue.message.replace(/^Invalid \w+: /, '')}`)]
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
  remedy = 'docs/many-tenants.md shows the file.',
): Failure {
  return new Failure({code: 'TENANTS_MALFORMED', message: `${path}, line ${line}: ${words}.`, remedy})
}
