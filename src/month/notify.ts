/** Notifies the recipients of `notify`: of what is new in a month, of a run that failed. Remembers it, so that a rerun repeats nothing. */
import {dirname, join, resolve} from 'node:path'
import {monthLabel} from '../audit/period.ts'
import {fillPlaceholders} from '../audit/placeholders.ts'
import {writeHandedOn} from '../evidence/handed-on-bundle.ts'
import type {MonthSettings, NotifySettings} from '../inputs/settings.ts'
import {type MonthToTell, monthNews, recipientDigest} from '../publish/month-news.ts'
import type {Delivery, Published} from '../publish/publish.ts'
import {artifactName, notifiedName, planUpload} from '../publish/upload.ts'
import {sendToWebhook, webhookPolicy} from '../publish/webhook.ts'
import {type MonthNews, monthNotification} from '../report/notification.ts'
import {type NotifiedMonth, nothingNotified, notifiedText} from '../report/notified.ts'
import {isWebhookRoute, messageName, type Route, routeName} from '../report/route.ts'
import type {EarlierRuns} from '../restore/earlier-runs.ts'
import {notifiedBefore, notifiedFile} from '../restore/notified-before.ts'
import {shorterTemplate} from '../restore/shorter-exports.ts'
import {asFailure, causes, explain, Failure} from '../wire/failure.ts'
import type {RunContext} from './context.ts'
import {mailTo} from './mail.ts'
import {noSender} from './notify-failure.ts'
import {RunLog} from './run-log.ts'
import type {CallerIdentity} from './session.ts'

type Settings = Pick<MonthSettings, 'notify' | 'artifactName' | 'upload' | 'retentionDays' | 'stateKey' | 'directory'>

export interface MonthToNotify extends MonthToTell {
  caller?: CallerIdentity | undefined
  earlierRuns: EarlierRuns
  issueUrl?: string | undefined
  /** The start of the period, in milliseconds since 1970. */
  start: number
}

/** One recipient's failure does not stop the next. Never rejects. */
export async function notifyOfMonth(
  settings: Settings,
  context: RunContext,
  month: MonthToNotify,
): Promise<Published[]> {
  const {notify} = settings
  if (notify === undefined) return []
  const memory = await memoryOf(settings, context, month)
  const published: Published[] = []
  let after = memory.before
  let isSent = false
  for (const route of notify.routes) {
    const digest = recipientDigest(route)
    const found = monthNews(route, month, memory.before.recipients[digest])
    const name = messageName(route)
    if (found?.news === undefined) {
      if (found) after = {...after, recipients: {...after.recipients, [digest]: found.after}}
      published.push({name, did: `No ${name}: nothing that it asks for is new.`, notes: []})
      continue
    }
    try {
      const {news} = found
      published.push({name, ...(await notifyOne({notify, route}, context, {...month, news}))})
      after = {...after, recipients: {...after.recipients, [digest]: found.after}}
      isSent = true
    } catch (error) {
      published.push({name, did: '', notes: [], failure: asFailure(error)})
    }
  }
  if (after === memory.before) return published
  const notes = [...(isSent ? memory.notes : []), ...(await memory.keep(after))]
  return [...published, {name: 'messages', did: '', notes}]
}

async function notifyOne(
  {notify, route}: {notify: NotifySettings; route: Route},
  context: RunContext,
  {publication, news, caller, issueUrl}: MonthToNotify & {news: MonthNews},
): Promise<Delivery> {
  const {world, cancelled, synthetic} = context
  if (!isWebhookRoute(route)) {
    const address = routeName(route)
    const way = mailTo(address, notify.sender, context, caller)
    if (way === undefined) throw noSender(address)
    return await way.publisher.publish(publication)
  }
  const notification = monthNotification(publication, news, {issueUrl, isSynthetic: synthetic})
  const did = await sendToWebhook(
    {
      ...{world, route, secret: notify.secret, signal: cancelled},
      // The demo does not wait as long as a service asks for.
      policy: synthetic ? {...webhookPolicy, tries: 1} : webhookPolicy,
    },
    notification,
  )
  return {did, notes: []}
}

function onlyHere(folder: string): string {
  return `What was sent is kept in ${folder} alone: on another machine, a rerun sends it again.`
}

interface Memory {
  before: NotifiedMonth
  /** What a reader should know of it where something was sent: sentences. */
  notes: string[]
  /** Never rejects. @returns notes. */
  keep(after: NotifiedMonth): Promise<string[]>
}

/** By month, also where periods are shorter: an incident that grows from day to day is the same one. */
async function memoryOf(
  settings: Settings,
  {host, world, synthetic}: RunContext,
  {publication, earlierRuns, start}: MonthToNotify,
): Promise<Memory> {
  const {tenant} = publication
  const month = monthLabel(start, publication.period.timezone)
  // A demo is there to be seen, each time.
  if (synthetic) return {before: nothingNotified(tenant, month), notes: [], keep: async () => []}
  const name = fillPlaceholders('notified-<tenant>-<period>', {tenant, period: month})
  const folder = resolve(host.facts.workspace, dirname(settings.directory), name)
  const about = {tenant, month, folder}
  // Days, and the month's own export: one name for all of them, and another for each month.
  const template = shorterTemplate(settings.artifactName)
  const found = await notifiedBefore(template, earlierRuns, about, new RunLog(host))
  const plan = planUpload(settings.upload, host)
  const unknown =
    found.value === undefined
      ? [`What was sent of this month before is unknown (${found.because}), so that messages may repeat it.`]
      : []
  return {
    before: found.value ?? nothingNotified(tenant, month),
    notes: 'upload' in plan ? unknown : [...unknown, onlyHere(folder)],
    keep: async after => {
      try {
        const {stateKey, retentionDays} = settings
        const contents = new Map([[notifiedFile, notifiedText(after)]])
        const parts = {kind: 'notified' as const, contents, known: [notifiedFile]}
        const names = await writeHandedOn(world.disk, folder, parts, stateKey)
        if (!('upload' in plan)) return []
        const name = notifiedName(artifactName(template, tenant, month))
        await plan.upload({name, root: folder, files: names.map(one => join(folder, one)), retentionDays})
        return []
      } catch (error) {
        return [
          `Messages were sent, but a rerun will send them again: what was sent could not be kept. ${error instanceof Failure ? explain(error) : causes(error)}`,
        ]
      }
    },
  }
}
