/** `findings.json`: what detection found, joined into incidents. Its JSON Schema is made from the one here. */
import {z} from 'zod'
import {compareText} from '../audit/compare-text.ts'
import {instantOf} from '../audit/record.ts'

export const findingsSchema = 'm365-audit-export/findings/2'

const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
const count = z.int().min(0)
const severity = z.enum(['high', 'medium', 'low', 'info'])
const confidence = z.enum(['high', 'medium', 'low'])
const record = z.strictObject({
  id: z.string().describe("the record's Id; '' where it has none"),
  time: moment,
  operation: z.string(),
})

/** Names the fields that a finding must match; text with `*` for any run of characters; letter case does not matter. */
export const AcceptedEntry = z.strictObject({
  rule: z.string().optional(),
  actor: z.string().optional(),
  application: z.string().optional(),
  address: z.string().optional().describe('an address, or a network as 192.0.2.0/24'),
  domain: z.string().optional().describe('a domain named among the objects or actors'),
  reason: z.string().min(1),
  until: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .optional()
    .describe('the last day it holds, UTC'),
})
export type AcceptedEntry = z.infer<typeof AcceptedEntry>

export const Finding = z.strictObject({
  id: z.string().describe('the same on every run over the same records'),
  rule: z.string(),
  rules: z.array(z.string()).describe('ids of all rules that it came from, its own first'),
  title: z.string(),
  severity,
  confidence,
  techniques: z.array(z.string()).describe('MITRE ATT&CK'),
  actors: z.array(z.string()),
  objects: z.array(z.string()),
  users: z.array(z.string()).describe('other users concerned'),
  addresses: z.array(z.string()),
  applications: z.array(z.string()),
  facts: z
    .array(z.string())
    .describe('names in its texts that are no person’s: apps, permissions, roles, words of rules'),
  unfamiliar: z.array(z.string()).describe('IP addresses in a network that no account used before'),
  first: moment,
  last: moment,
  count: count.describe('records'),
  telling: z.array(record).max(5).describe('records that say most'),
  evidence: z.array(record).describe('in order of time'),
  evidenceCut: count.describe('records counted whose ids are not listed'),
  accounts: z
    .array(
      z.strictObject({
        actor: z.string().describe("an address or an app where no account is known; '' for neither"),
        findings: count.describe('findings of it that are part of the sum'),
        count: count.describe('records'),
        first: moment,
        last: moment,
        objects: z.array(z.string()).max(5),
        records: z.array(record).max(5).describe('those that say most'),
      }),
    )
    .optional()
    .describe('of a finding that sums up those of many: each account, by name'),
  question: z.string(),
  why: z.string(),
  benign: z.string(),
  next: z.array(z.string()),
  incident: z.string().describe("an incident's id; every finding belongs to one"),
  accepted: z.strictObject({reason: z.string(), until: z.string().optional()}).optional(),
  accept: z.string().describe('the entry of the accepted-findings file that would accept it'),
})
export type Finding = z.infer<typeof Finding>

const timelineEntry = z.strictObject({
  time: moment,
  id: z.string().describe("the record's Id; '' where it has none"),
  user: z.string(),
  account: z.string().describe("the user's object id in the directory; '' where the record has none"),
  address: z.string().describe("the client's IP address"),
  client: z.string(),
  act: z.string(),
})
export type TimelineEntry = z.infer<typeof timelineEntry>

export const Incident = z.strictObject({
  id: z.string().describe('fixed by the first record of its evidence'),
  formerly: z
    .array(z.string())
    .max(50)
    .describe(
      'ids that its other findings have, or had, as incidents of their own; where two merge, the older id stays',
    ),
  title: z.string(),
  severity: severity.describe('by what happened in sum: at least that of the most severe finding'),
  confidence,
  techniques: z.array(z.string()).describe('MITRE ATT&CK'),
  actors: z.array(z.string()),
  addresses: z.array(z.string()),
  applications: z.array(z.string()),
  first: moment,
  last: moment,
  count: count.describe('records'),
  findings: z.array(z.string()).describe('ids, most severe first'),
  narrative: z.string(),
  timeline: z.array(timelineEntry).max(40).describe('records that say most, in order of time'),
  benign: z.array(z.string()).describe('benign causes'),
  next: z.array(z.string()).max(5).describe('next steps: contain, confirm, scope'),
  hints: z.array(z.strictObject({time: moment, rule: z.string(), text: z.string()})).describe('weak signals'),
  accepted: z.boolean().describe('whether all its findings are accepted'),
})
export type Incident = z.infer<typeof Incident>

/** What a review has to deal with: incidents that are not accepted, by id. */
export function incidentsToReview(incidents: readonly Incident[]): Pick<Incident, 'id' | 'severity'>[] {
  const open = incidents.filter(one => !one.accepted).map(({id, severity}) => ({id, severity}))
  return open.sort((a, b) => compareText(a.id, b.id))
}

const severityCounts = z.strictObject({high: count, medium: count, low: count, info: count})

export const FindingsFile = z.strictObject({
  schema: z.literal(findingsSchema),
  period: z.strictObject({start: moment, end: moment}),
  learning: z.boolean().describe('no baseline: first-seen values are reported from the eighth day only'),
  counts: severityCounts.describe('findings, accepted ones left out'),
  incidentCounts: severityCounts.describe('incidents, accepted ones left out'),
  findings: z.array(Finding),
  incidents: z.array(Incident),
  unseen: z
    .array(
      z.strictObject({
        rule: z.string(),
        title: z.string(),
        missing: z.string(),
        reason: z
          .enum(['not-recorded', 'did-not-happen', 'not-given'])
          .describe('no record of the service or licence; records of it, none of the operations; an input is missing'),
      }),
    )
    .describe('rules without data: a rule whose data was not recorded proves nothing'),
  notes: z.array(z.string()),
})
export type FindingsFile = z.infer<typeof FindingsFile>

/** The published schema, as text. */
export function findingsJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(FindingsFile), null, 2)}\n`
}

/** The file as it is written: the same text for the same records. */
export function findingsText(
  period: {start: number; end: number},
  result: Omit<FindingsFile, 'schema' | 'period'>,
): string {
  const {learning, counts, incidentCounts, findings, incidents, unseen, notes} = result
  const file: FindingsFile = {
    schema: findingsSchema,
    period: {start: instantOf(period.start), end: instantOf(period.end)},
    ...{learning, counts, incidentCounts, findings, incidents, unseen, notes},
  }
  return `${JSON.stringify(file, null, 2)}\n`
}
