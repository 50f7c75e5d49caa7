/** The watchdog's one issue: what it says, and what it remembers of months whose artifacts expire. */

import {z} from 'zod'
import {compareText} from '../audit/compare-text.ts'
import {parsedJson} from '../audit/json.ts'
import {escapeMarkdown} from '../report/markdown.ts'
import type {OverdueItem} from './overdue.ts'

const remembered = z.strictObject({
  export: z.enum(['complete', 'provisional', 'incomplete']),
  review: z.enum(['reviewed', 'open', 'unknown']).optional(),
  expires: z.number().optional(),
  archived: z.union([z.number(), z.literal('forever')]).optional(),
})
export type RememberedMonth = z.infer<typeof remembered>

const Memory = z.strictObject({
  tenant: z.string(),
  /** By label. */
  months: z.record(z.string(), remembered),
  /** Names of what was overdue. */
  overdue: z.array(z.string()),
  /** The same by recipient of a message, as a digest. */
  notified: z.record(z.string(), z.array(z.string())).optional(),
})
export type WatchdogMemory = z.infer<typeof Memory>

const opener = '<!-- m365-audit-watchdog '

/** Months that are remembered at most. */
const mostMonths = 36

/** Undefined for an issue that is not the watchdog's, or a damaged memory. */
export function readMemory(body: string): WatchdogMemory | undefined {
  if (!body.startsWith(opener)) return undefined
  const end = body.indexOf(' -->')
  return Memory.safeParse(parsedJson(body.slice(opener.length, Math.max(end, 0)))).data
}

export const watchdogTitle = (tenant: string): string =>
  `Microsoft 365 audit log: what is overdue (tenant ${tenant.replace(/[^\w.-]/g, '').slice(0, 8)}…)`

/** @param checked an instant. */
export function watchdogBody(items: readonly OverdueItem[], memory: WatchdogMemory, checked: string): string {
  const labels = Object.keys(memory.months).sort(compareText).slice(-mostMonths)
  const kept = {...memory, months: Object.fromEntries(labels.map(label => [label, memory.months[label]]))}
  const json = JSON.stringify(kept).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')
  return [`${opener}${json} -->`, watchdogText(items), `_Checked at ${checked}. Every run replaces this text._`].join(
    '\n\n',
  )
}

/** Markdown, for issue and summary. */
export function watchdogText(items: readonly OverdueItem[]): string {
  if (items.length === 0) return 'Nothing is overdue.'
  return items.map(({text, remedy}) => `- ${escapeMarkdown(text, 500)} ${escapeMarkdown(remedy, 400)}`).join('\n')
}
