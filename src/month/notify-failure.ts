/** Notifies those who asked for it that a run failed. Such a run leaves no memory: each one that fails is told. */
import {createHash} from 'node:crypto'
import type {Period} from '../audit/period.ts'
import {instantOf} from '../audit/record.ts'
import {runPage} from '../host/text.ts'
import type {DeliverySettings, NotifySettings, SignInSettings} from '../inputs/settings.ts'
import {sendToWebhook, webhookPolicy} from '../publish/webhook.ts'
import {failureNotification, type Notification, notificationHtml, notificationText} from '../report/notification.ts'
import {isWebhookRoute, type Route, routeName} from '../report/route.ts'
import {asFailure, explain, Failure} from '../wire/failure.ts'
import type {RunContext} from './context.ts'
import {mailTo} from './mail.ts'
import {RunLog} from './run-log.ts'
import {callerOf} from './session.ts'

interface Settings {
  notify?: NotifySettings
  disclose?: DeliverySettings['disclose']
  tenantName?: string
  /** Absent where nothing signs in. */
  signIn?: SignInSettings
}

/** Milliseconds for all messages of a failed run. */
const mostTime = 60_000
/** The runner kills a cancelled run after some seconds, and a failed one should not wait for long. */
const shortPolicy = {...webhookPolicy, tries: 3, base: 1000, longest: 20_000, timeout: 10_000}

/** Never rejects: what can't be sent is an error in the log, as the step fails anyway. */
export async function notifyOfFailure(
  settings: Settings,
  given: RunContext,
  {failure, period}: {failure: Failure; period: Period | undefined},
): Promise<void> {
  const {notify, disclose, tenantName, signIn} = settings
  const routes = notify?.routes.filter(({when}) => when.includes('failed') || when.includes('always')) ?? []
  if (notify === undefined || routes.length === 0) return
  const {host} = given
  const bounds = period && {start: instantOf(period.start), end: instantOf(period.end)}
  const notification = failureNotification(failure, {
    ...{tenant: signIn?.tenant ?? '', tenantName},
    period: period && bounds && {label: period.label, text: period.text, ...bounds},
    runUrl: runPage(host.facts),
    withWords: disclose !== 'counts',
  })
  // The run may be at its end because it was cancelled.
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(tooLate()), mostTime)
  const context = {...given, cancelled: late.signal}
  await host.group('Notify', async () => {
    // At once: a recipient that does not answer takes no time from the others.
    const sent = await Promise.allSettled(
      routes.map(route => notifyOne({...settings, notify}, context, {route, notification})),
    )
    for (const [index, one] of sent.entries()) {
      const name = routeName(routes[index] as Route)
      if (one.status === 'fulfilled') host.info(one.value)
      else host.error(`The message to ${name} was not sent: ${explain(asFailure(one.reason))}`)
    }
  })
  clearTimeout(timer)
}

function tooLate(): Failure {
  return new Failure({
    code: 'NOTIFY_TIME',
    message: `The receiver did not answer within ${mostTime / 1000} s, and a failed run waits no longer.`,
    remedy: 'Look at the receiver. The failure itself stands in the log of the run.',
  })
}

async function notifyOne(
  {notify, signIn}: Settings & {notify: NotifySettings},
  context: RunContext,
  {route, notification}: {route: Route; notification: Notification},
): Promise<string> {
  const {world, cancelled} = context
  if (isWebhookRoute(route))
    return await sendToWebhook(
      {world, route, secret: notify.secret, policy: shortPolicy, signal: cancelled},
      notification,
    )
  const byGraph = notify.sender !== undefined && notify.sender.server === undefined
  const caller = byGraph && signIn ? await callerOf(signIn, {...context, log: new RunLog(context.host)}) : undefined
  const address = routeName(route)
  const way = mailTo(address, notify.sender, context, caller)
  if (way === undefined) throw noSender(address)
  const text = notificationText(notification)
  const {did, failure} = await way.transport.send({
    ...{to: [address], subject: notification.title, text, html: notificationHtml(notification), attachments: []},
    fingerprint: createHash('sha256').update(`${context.host.facts.runId}\n${text}`).digest('hex').slice(0, 32),
  })
  if (failure) throw failure
  return did
}

export function noSender(address: string): Failure {
  return new Failure({
    code: 'NOTIFY_NO_SENDER',
    message: `No mail goes to ${address}: it is sent through Graph, and nothing signed in.`,
    remedy: 'See above why; or give smtp-url, which needs no sign-in.',
  })
}
