/**
 * `archive.json`: where a month's evidence was archived, and what the service said of it then. A file only grows, so that those
 * of several runs are joined without a loss. Its JSON Schema is made from the one here.
 */
import {z} from 'zod'
import {compareText} from '../audit/compare-text.ts'

const archiveSchema = 'm365-audit-export/archive/1'

const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const archivedFile = z.strictObject({
  name: z.string(),
  bytes: z.int().min(0),
  sha256: sha256.describe('of the bytes that were read back'),
  versionId: z.string().optional().describe('of the blob, where the account keeps versions'),
  policy: z
    .strictObject({mode: z.enum(['locked', 'unlocked']), until: moment})
    .optional()
    .describe('of immutability, as the service stated it of this blob'),
  legalHold: z.boolean(),
})
export type ArchivedFile = z.infer<typeof archivedFile>

const archivePlace = z
  .strictObject({
    url: z.url().describe('the folder; each file lies below it under its name'),
    at: moment.describe('when it was read back'),
    manifest: sha256.describe('of the manifest.json that lies there'),
    content: sha256.describe('its content digest, as in review.json'),
    container: z
      .strictObject({
        immutabilityPolicy: z
          .boolean()
          .describe('whether the container has a policy of its own, whose end only its owner can read'),
        legalHold: z.boolean(),
        versionLevelImmutability: z.boolean(),
      })
      .describe('as the service stated it'),
    lockedUntil: moment
      .optional()
      .describe(
        'until when no file can be changed or deleted; absent where not every file has a locked policy of its own',
      ),
    files: z.array(archivedFile).min(1),
  })
  .describe('one archived folder')
export type ArchivePlace = z.infer<typeof archivePlace>

export const ArchiveFile = z.strictObject({
  schema: z.literal(archiveSchema),
  tenant: z.string(),
  period: z.strictObject({label: z.string(), start: moment, end: moment}),
  places: z.array(archivePlace).min(1).describe('in order of time'),
})
export type ArchiveFile = z.infer<typeof ArchiveFile>

/** The published schema, as text. */
export function archiveJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(ArchiveFile), null, 2)}\n`
}

/** The file as it is written. */
export function archiveText(month: Pick<ArchiveFile, 'tenant' | 'period'>, places: readonly ArchivePlace[]): string {
  const {tenant, period} = month
  const {label, start, end} = period
  return `${JSON.stringify({schema: archiveSchema, tenant, period: {label, start, end}, places}, null, 2)}\n`
}

/** The places of several files, each once as it was last read back, in order of time. */
export function joinPlaces(lists: readonly (readonly ArchivePlace[])[]): ArchivePlace[] {
  const joined = new Map<string, ArchivePlace>()
  for (const one of lists.flat()) {
    const known = joined.get(one.url)
    if (known === undefined || order(known, one) < 0) joined.set(one.url, one)
  }
  return [...joined.values()].sort(order)
}

/** Total, so that the order in which files are found plays no part. */
function order(a: ArchivePlace, b: ArchivePlace): number {
  return compareText(a.at, b.at) || compareText(a.url, b.url) || compareText(JSON.stringify(a), JSON.stringify(b))
}

/**
 * Until when an archive keeps the evidence of this content, in milliseconds; `forever` where it lies in one that sets no end.
 * Undefined where none is on record: what was archived of another content is not this evidence.
 */
export function archivedUntil(places: readonly ArchivePlace[], content: string): number | 'forever' | undefined {
  const ends = places
    .filter(place => place.content === content)
    .map(({lockedUntil}) => (lockedUntil === undefined ? ('forever' as const) : Date.parse(lockedUntil)))
  if (ends.includes('forever')) return 'forever'
  return ends.length === 0 ? undefined : Math.max(...ends.map(Number))
}

/** What the service's word of each file makes of the folder: locked only as long as every file is. */
export function lockOf(files: readonly ArchivedFile[]): Pick<ArchivePlace, 'lockedUntil'> {
  const ends = files.map(({policy}) => (policy?.mode === 'locked' ? policy.until : ''))
  const [earliest = ''] = [...ends].sort(compareText)
  return earliest === '' ? {} : {lockedUntil: earliest}
}

const date = (moment: string) => moment.slice(0, 10)

/** How safe it lies there, in a sentence. */
export function lockWords({lockedUntil, container, files}: ArchivePlace): string {
  if (lockedUntil !== undefined) return `It can’t be changed or deleted before ${date(lockedUntil)}.`
  const holds = container.legalHold || files.every(({legalHold}) => legalHold)
  if (holds) return 'A legal hold keeps it from being changed or deleted until that is lifted.'
  if (container.immutabilityPolicy)
    return 'The container has an immutability policy; until when, and whether it is locked, only its owner can read.'
  const unlocked = files.flatMap(({policy}) => (policy?.mode === 'unlocked' ? [policy.until] : [])).sort(compareText)
  if (unlocked.length === files.length)
    return `An unlocked policy keeps it until ${date(unlocked[0] ?? '')}; who may manage the account can shorten it.`
  return 'No policy keeps it from being deleted by who may do so.'
}
