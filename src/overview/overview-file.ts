/** `overview.json`: every tenant of a file, those that need a person first. It names no person. Its JSON Schema is made from the one here. */
import {z} from 'zod'

export const overviewSchema = 'm365-audit-export/overview/1'

const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
const count = z.int().min(0)
const verdict = z.enum(['complete', 'provisional', 'incomplete'])
const incidents = z
  .strictObject({high: count, medium: count, low: count, info: count})
  .describe('accepted ones left out')
const review = z.enum(['reviewed', 'open', 'unknown'])

const Need = z.strictObject({
  rank: z.int().min(1).max(9).describe('1 is looked at first; up to 4 it is urgent'),
  kind: z.enum(['export', 'certificate', 'incidents', 'evidence', 'review']),
  period: z.string().optional().describe('the month it is about'),
  text: z.string(),
  remedy: z.string(),
  isUnknown: z.boolean().describe('whether it is not known that anything is wrong'),
})
export type Need = z.infer<typeof Need>

const OverviewMonth = z.strictObject({
  period: z.string(),
  status: z
    .enum(['complete', 'provisional', 'incomplete', 'none', 'unknown'])
    .describe('none: no export is kept; unknown: GitHub did not say, or what is there is not trusted'),
  records: count.optional(),
  incidents: incidents.optional(),
  review: review.optional().describe('absent where nothing is known of reviews'),
})
export type OverviewMonth = z.infer<typeof OverviewMonth>

const OverviewTenant = z.strictObject({
  name: z.string(),
  id: z.string().optional().describe('the directory’s GUID, from the newest export'),
  attention: z.enum(['urgent', 'due', 'none']),
  needs: z.array(Need).describe('by rank; empty where nothing needs a person'),
  newest: z
    .strictObject({
      period: z.string(),
      status: verdict,
      records: count,
      incidents: incidents.optional().describe('absent where the export left no history'),
      review: review.optional(),
      finished: moment,
      run: z.string().optional().describe('its page'),
      expires: moment.optional().describe('of the artifact'),
      archived: z
        .union([moment, z.literal('forever')])
        .optional()
        .describe('until when an archive keeps the evidence'),
    })
    .optional()
    .describe('of the newest month that can be used; absent where there is none'),
  certificate: z
    .strictObject({notAfter: moment, days: z.int().describe('whole days from `checked` on')})
    .optional()
    .describe('that signed in last; absent where GitHub’s OIDC token did, or nothing is known'),
  months: z.array(OverviewMonth).describe('that have ended, oldest first, twelve at most'),
})
export type OverviewTenant = z.infer<typeof OverviewTenant>

export const Overview = z.strictObject({
  schema: z.literal(overviewSchema),
  checked: moment,
  timezone: z.string(),
  month: z.string().describe('the last one that has ended'),
  tenants: z.array(OverviewTenant).describe('those that need a person first'),
})
export type Overview = z.infer<typeof Overview>

/** The published schema, as text. */
export function overviewJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(Overview), null, 2)}\n`
}

/** The file as it is written. */
export function overviewText(overview: Overview): string {
  return `${JSON.stringify(Overview.parse(overview), null, 2)}\n`
}
