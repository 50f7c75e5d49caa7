/**
 * `review.json`: who said what about a month, and whether it is reviewed. A file only grows, so that those of two runs at
 * once are joined without a loss. Its JSON Schema is made from the one here.
 */
import {z} from 'zod'
import {compareText} from '../audit/compare-text.ts'
import {dispositions} from './review-command.ts'

export const reviewSchema = 'm365-audit-export/review/1'

const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const severity = z.enum(['high', 'medium', 'low', 'info'])
const login = z.string().min(1).max(100).describe('GitHub account')

const said = z
  .strictObject({
    id: z.string().describe('comment:NUMBER, or run:NUMBER of a form, with the number of the command in it'),
    at: moment,
    by: login,
    permission: z.enum(['admin', 'maintain', 'write']).describe('of the account, when it was said'),
    command: z.enum(['reviewed', 'incident', 'reopen']),
    incident: z.string().optional(),
    severity: severity.optional().describe('of the incident, when it was said'),
    disposition: z.enum(dispositions).optional(),
    text: z.string(),
    manifest: sha256.describe('of the manifest.json that was the newest then'),
    content: sha256.describe('its content digest'),
    changed: z.enum(['edited', 'deleted']).optional().describe('what became of the comment afterwards'),
  })
  .describe('one command')
export type Said = z.infer<typeof said>

export const ReviewFile = z.strictObject({
  schema: z.literal(reviewSchema),
  tenant: z.string(),
  period: z.strictObject({label: z.string(), start: moment, end: moment}),
  manifest: sha256.describe('of the manifest.json that is reviewed'),
  content: sha256.describe(
    'SHA-256 over tenant, period, filters, hashes of the record files, gaps, and ids and severities of the incidents',
  ),
  verdict: z.enum(['complete', 'provisional', 'incomplete']).describe('of the export'),
  ranBy: login.optional().describe('who ran the export; of a scheduled run, who last changed its workflow file'),
  reviewers: z.int().min(1).describe('how many people have to review'),
  independent: z.boolean().describe('who ran the export can’t be the only reviewer'),
  status: z.enum(['open', 'reviewed']),
  incidents: z.array(
    z.strictObject({
      id: z.string(),
      severity,
      disposition: z.enum(dispositions).optional(),
      by: login.optional(),
      at: moment.optional(),
      text: z.string().optional(),
    }),
  ),
  reviewedBy: z.array(z.strictObject({login, at: moment, text: z.string()})),
  said: z.array(said).describe('every command that counted, in order of time'),
})
export type ReviewFile = z.infer<typeof ReviewFile>

/** The published schema, as text. */
export function reviewJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(ReviewFile), null, 2)}\n`
}

/** The file as it is written. */
export function reviewText(file: ReviewFile): string {
  return `${JSON.stringify(file, null, 2)}\n`
}

/** The commands of several files, each once, in order of time. What became of a comment is kept from whichever knows it. */
export function joinSaid(lists: readonly (readonly Said[])[]): Said[] {
  const joined = new Map<string, Said>()
  for (const one of lists.flat()) {
    const known = joined.get(one.id)
    if (known === undefined || (known.changed !== 'deleted' && one.changed !== undefined)) joined.set(one.id, one)
  }
  return [...joined.values()].sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id))
}
