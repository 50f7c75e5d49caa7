/** Who is notified of what: a line of the input `notify`, understood. */
import {type Severity, severities} from '../audit/severity.ts'

/** A severity stands for itself and all that are graver. */
export const notifyConditions = [
  'info',
  'low',
  'medium',
  'high',
  'incomplete',
  'unreviewed',
  'overdue',
  'failed',
  'always',
] as const
export type NotifyCondition = (typeof notifyConditions)[number]

/** The form that a webhook takes a message in. */
export const webhookKinds = ['teams', 'slack', 'json'] as const
export type WebhookKind = (typeof webhookKinds)[number]

/** Path and query of an address are a secret. */
export interface Webhook {
  kind: WebhookKind
  url: string
}

/** One recipient, with all that it is notified of. */
export interface Route<To = Webhook | {kind: 'mail'; address: string}> {
  to: To
  when: readonly NotifyCondition[]
  /** The first line that names it, from 1. */
  line: number
}
export type WebhookRoute = Route<Webhook>

export function isWebhookRoute(route: Route): route is WebhookRoute {
  return route.to.kind !== 'mail'
}

/** For log and messages: of a webhook the host alone, with the line that tells two apart. */
export function routeName({to, line}: Pick<Route, 'to' | 'line'>): string {
  return to.kind === 'mail' ? to.address : `${hostOfWebhook(to)} (line ${line} of notify)`
}

/** As its delivery is called. */
export function messageName(route: Pick<Route, 'to' | 'line'>): string {
  return `message to ${routeName(route)}`
}

/** Whether it is notified of months, and not of failed runs and overdue things alone. */
export function isOfMonths({when}: Pick<Route, 'when'>): boolean {
  return when.some(condition => condition !== 'failed' && condition !== 'overdue')
}

/** With the port, where it is not that of the scheme. */
export function hostOfWebhook({url}: Webhook): string {
  return new URL(url).host
}

/** The incidents that it is notified of; `always` means all. */
export function leastSeverityOf({when}: Pick<Route, 'when'>): Severity | undefined {
  const of = (severity: Severity) => when.includes(severity) || (severity === 'info' && when.includes('always'))
  return severities.findLast(of)
}
