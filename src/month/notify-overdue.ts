/** Notifies of what is overdue: each thing once to each recipient, for as long as it stays overdue. */
import type {NotifySettings} from '../inputs/settings.ts'
import {recipientDigest} from '../publish/month-news.ts'
import {sendToWebhook} from '../publish/webhook.ts'
import {overdueNotification} from '../report/notification.ts'
import {isWebhookRoute, routeName, type WebhookRoute} from '../report/route.ts'
import type {OverdueItem} from '../watchdog/overdue.ts'
import {asFailure, explain} from '../wire/failure.ts'
import type {RunContext} from './context.ts'

/** Names of overdue things, by digest of the recipient. */
export type NotifiedOverdue = Readonly<Record<string, readonly string[]>>

interface Overdue {
  tenant: string
  items: readonly OverdueItem[]
  /** Undefined where nothing remembers. */
  before: NotifiedOverdue | undefined
  issueUrl: string | undefined
  runUrl: string | undefined
}

/** Never rejects: what can't be sent fails the step. @returns what each recipient knows now. */
export async function notifyOfOverdue(
  notify: NotifySettings | undefined,
  {host, world, cancelled}: Pick<RunContext, 'host' | 'world' | 'cancelled'>,
  {tenant, items, before, issueUrl, runUrl}: Overdue,
): Promise<NotifiedOverdue> {
  const after: Record<string, readonly string[]> = {}
  let sent = false
  for (const route of notify?.routes.filter(isWebhookRoute) ?? []) {
    const wanted = items.filter(item => isWanted(route, item))
    const known = new Set(before?.[recipientDigest(route)])
    const news = wanted.filter(({name}) => !known.has(name))
    // What is no longer overdue is forgotten: when it is again, it is news.
    after[recipientDigest(route)] = wanted.filter(({name}) => known.has(name)).map(({name}) => name)
    if (news.length === 0) continue
    const about = {tenant, known: wanted.length - news.length, issueUrl, runUrl}
    try {
      const settings = {world, route, secret: notify?.secret, signal: cancelled}
      host.info(await sendToWebhook(settings, overdueNotification(news, about)))
      after[recipientDigest(route)] = wanted.map(({name}) => name)
      sent = true
    } catch (error) {
      host.fail(`The message to ${routeName(route)} was not sent: ${explain(asFailure(error))}`)
    }
  }
  if (sent && before === undefined)
    host.notice('The next run will send the same again: without an issue nothing remembers what was sent.')
  return after
}

function isWanted({when}: WebhookRoute, {kind}: OverdueItem): boolean {
  return when.includes('overdue') || (kind === 'review' && when.includes('unreviewed'))
}
