/** What recipients were notified of in a month, by digests that tell neither an address nor an incident. */
import {z} from 'zod'
import {parsedJson} from '../audit/json.ts'

const notifiedSchema = 'm365-audit-export/notified/1'

/** Of one recipient. More incidents than this are forgotten, the oldest first. */
export const mostRemembered = 2_000

const verdict = z.enum(['complete', 'provisional', 'incomplete'])

const RecipientMemory = z.strictObject({
  /** Digests of id and severity. */
  incidents: z.array(z.string()),
  /** The last verdict, by the period's label. */
  verdicts: z.record(z.string(), verdict),
  /** Labels of earlier months. */
  unreviewed: z.array(z.string()),
  /** Periods, by label, whose own export was told: what their days say later is old. */
  closed: z.array(z.string()).optional(),
})
export type RecipientMemory = z.infer<typeof RecipientMemory>

const NotifiedMonth = z.strictObject({
  schema: z.literal(notifiedSchema),
  tenant: z.string(),
  /** `2026-10` */
  month: z.string(),
  /** By digest of the address. */
  recipients: z.record(z.string(), RecipientMemory),
})
export type NotifiedMonth = z.infer<typeof NotifiedMonth>

/** Undefined for what is no such file. */
export function readNotified(text: string): NotifiedMonth | undefined {
  return NotifiedMonth.safeParse(parsedJson(text)).data
}

export function notifiedText(month: NotifiedMonth): string {
  return `${JSON.stringify(month, null, 1)}\n`
}

export function nothingNotified(tenant: string, month: string): NotifiedMonth {
  return {schema: notifiedSchema, tenant, month, recipients: {}}
}

/** All that either knows; of a period's verdict, the later one's word. */
export function joinNotified(earlier: NotifiedMonth, later: NotifiedMonth): NotifiedMonth {
  const recipients = {...earlier.recipients}
  for (const [digest, memory] of Object.entries(later.recipients)) {
    const known = recipients[digest]
    recipients[digest] = known
      ? {
          incidents: [...new Set([...known.incidents, ...memory.incidents])].slice(-mostRemembered),
          verdicts: {...known.verdicts, ...memory.verdicts},
          unreviewed: [...new Set([...known.unreviewed, ...memory.unreviewed])],
          closed: [...new Set([...(known.closed ?? []), ...(memory.closed ?? [])])],
        }
      : memory
  }
  return {...later, recipients}
}
