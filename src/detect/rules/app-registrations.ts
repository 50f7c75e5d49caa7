/** Apps registered (APP-07), opened to others (APP-10, APP-13), and deleted again (APP-15). */

import {operationName} from '../acts.ts'
import {BoundedMap, SlidingWindow} from '../bounded.ts'
import {applicationName, applicationsOf} from '../directory.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  listed,
  matching,
  minute,
  type Rule,
  type RuleMatch,
  type RuleMeta,
  type RuleRun,
  signalOf,
  spanText,
} from '../rule.ts'

const made: RuleMeta = {
  id: 'APP-07',
  thresholds: [{what: 'apps registered by one account', least: 4, within: 10 * minute}],
  title: 'App registered',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1098.001', 'T1136.003'],
  question: 'Are apps registered by an account that did not do so before, or many at once?',
  benign: 'Work of a developer or administrator; Microsoft creates its own apps by the hundred.',
  next: [
    'Ask the creator what the apps are for.',
    'Check which credentials and consents they were given since.',
    'Restrict app registration to the roles that need it.',
  ],
  source: 'https://attack.mitre.org/techniques/T1098/001/',
  needs: {operations: ['add application', 'add service principal']},
}

const shared: RuleMeta = {
  ...made,
  id: 'APP-10',
  thresholds: [],
  title: 'App opened to other tenants',
  confidence: 'high',
  techniques: ['T1098.001'],
  question: 'Can other tenants now use one of our apps?',
  benign: 'A product that is sold to other organisations.',
  next: [
    'Ask the app owner why other tenants need it.',
    'Check the app’s redirect URIs and credentials.',
    'Set the app back to single tenant if it is not needed.',
  ],
  needs: {operations: ['update application']},
}

const reply: RuleMeta = {
  ...shared,
  id: 'APP-13',
  thresholds: [],
  title: 'App redirect URI changed',
  confidence: 'medium',
  techniques: ['T1528'],
  question: 'Can an unknown party now receive the tokens of the app’s sign-ins?',
  benign: 'A new environment of a developer.',
  next: [
    'Find out who owns the new URI.',
    'Ask the app owner for the change record.',
    'Remove the redirect URI if it is not known.',
  ],
  needs: {operations: ['update application', 'update service principal']},
}

const gone: RuleMeta = {
  ...made,
  id: 'APP-15',
  thresholds: [{what: 'days at most between registration and deletion', least: 7}],
  title: 'App registered, granted access and deleted',
  severity: 'medium',
  techniques: ['T1098.001', 'T1070'],
  question: 'Were the traces of an app removed?',
  benign: 'The clean-up of a test.',
  next: [
    'Check what the app did while it existed.',
    'Ask the creator what it was for.',
    'Look for other apps by the same creator.',
  ],
  needs: {operations: ['delete application', 'hard delete application', 'remove service principal']},
}

const making = ['add application', 'add service principal']
const opening = [
  ...['consent to application', 'add service principal credentials', 'add app role assignment to service principal'],
  'update application - certificates and secrets management',
]
const deleting = ['delete application', 'hard delete application', 'remove service principal']
const within = 7 * day

interface Made {
  name: string
  mark: EvidenceRecord
  opened: EvidenceRecord | undefined
  told: boolean
}

function start(context: DetectionContext): RuleRun {
  const recent = new BoundedMap<string, SlidingWindow<{name: string; mark: EvidenceRecord}>>(
    'creators of apps',
    5_000,
    context.evictions,
    {until: window => window.until, weight: window => window.size},
  )
  const born = new BoundedMap<string, Made>('new apps', 5_000, context.evictions, {
    until: ({mark}) => mark.time + within,
    weight: ({opened}) => Number(opened !== undefined),
    actor: (_id, {mark}) => mark.scene?.user ?? '',
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      const {user, time, act} = event
      const ids = applicationsOf(event)
      const name = applicationName(event)
      if (making.includes(act)) {
        // An application and its principal are one, made twice.
        const known = ids.some(id => born.get(id) !== undefined)
        const one = {name, mark: event.mark, opened: undefined, told: false}
        for (const id of ids) born.at(id, () => one)
        if (known) return
        const window = recent.at(user, () => new SlidingWindow(10 * minute, 50))
        window.add(time, {name, mark: event.mark})
        tellMade(context, event, window)
        return
      }
      const one = ids.map(id => born.get(id)).find(found => found !== undefined)
      if (!one || time - one.mark.time > within) return
      if (opening.includes(act)) one.opened ??= event.mark
      else if (deleting.includes(act) && !one.told) {
        one.told = true
        tellGone(context, event, one)
      }
    },
  }
}

function tellMade(
  context: DetectionContext,
  event: AuditEvent,
  window: SlidingWindow<{name: string; mark: EvidenceRecord}>,
): void {
  const {user, time} = event
  const all = window.within(time)
  const names = [...new Set(all.map(({value}) => value.name))]
  const many = names.length > 3
  context.report({
    rule: made.id,
    key: user,
    severity: many ? 'low' : 'hint',
    title: many ? `${user} registered ${countOf(names.length, 'app')} in 10 min` : `by ${user}`,
    why: `${listed(names.map(quoted), 4)}, registered in ${spanText(time - (all[0]?.time ?? time))}`,
    actors: [user],
    objects: names.slice(0, 20),
    facts: names.slice(0, 20),
    applications: applicationsOf(event),
    evidence: EvidenceList.of(...all.map(({value}) => value.mark)),
  })
}

function tellGone(context: DetectionContext, event: AuditEvent, one: Made): void {
  const {user, time} = event
  context.report({
    ...signalOf(event, {
      rule: gone.id,
      key: applicationsOf(event)[0] ?? one.name,
      severity: one.opened ? 'medium' : 'hint',
      title: `${user} deleted ${quoted(one.name)} ${spanText(time - one.mark.time)} after it was registered`,
      why: one.opened
        ? `Registered, granted access (${operationName(one.opened.operation)}) and deleted within ${spanText(time - one.mark.time)}`
        : `Registered and deleted within ${spanText(time - one.mark.time)}; no credential or consent was recorded`,
      objects: [one.name],
      facts: [one.name],
      applications: applicationsOf(event),
    }),
    evidence: EvidenceList.of(one.mark, ...(one.opened ? [one.opened] : []), event),
  })
}

function sharedMatch(event: AuditEvent): RuleMatch | undefined {
  const change = event.change('AvailableToOtherTenants')
  if (!change || !/^true$/i.test(change.now) || /^true$/i.test(change.old)) return undefined
  const name = applicationName(event)
  return {
    key: applicationsOf(event)[0] ?? name,
    title: `${quoted(name)} by ${event.user}`,
    why: 'AvailableToOtherTenants changed from False to True',
    objects: [name],
    applications: applicationsOf(event),
  }
}

/** An app that is being set up gets its first redirect URI soon after it is registered. */
const settingUp = day

function startReplies(context: DetectionContext): RuleRun {
  const registered = new BoundedMap<string, number>('apps registered', 5_000, context.evictions)
  return {
    see(event) {
      if (event.result === 'failure') return
      if (making.includes(event.act)) {
        for (const id of applicationsOf(event)) registered.at(id, () => event.time)
        registered.at(applicationName(event), () => event.time)
        return
      }
      const names = [...applicationsOf(event), applicationName(event)]
      const isNew = names.some(name => event.time - (registered.get(name) ?? Number.NEGATIVE_INFINITY) <= settingUp)
      const match = replyMatch(event, context, isNew)
      if (match) context.report(signalOf(event, {rule: reply.id, ...match}))
    },
  }
}

function replyMatch(event: AuditEvent, context: DetectionContext, isNew: boolean): RuleMatch | undefined {
  const change = event.change('AppAddress') ?? event.change('ReplyUrl') ?? event.change('ReplyUrls')
  if (!change) return undefined
  const old = urlsIn(change.old)
  const gained = urlsIn(change.now).filter(url => !old.some(one => one.href === url.href))
  const hosts = new Set(old.map(url => url.hostname))
  const isLocal = (url: URL) => url.hostname === 'localhost' || url.hostname === '127.0.0.1'
  const unknown = gained.filter(url => url.protocol === 'http:' || !hosts.has(url.hostname))
  const [first] = unknown
  if (!first) return undefined
  const name = applicationName(event)
  return {
    key: applicationsOf(event)[0] ?? name,
    severity: 'hint',
    title: `${event.user} added a redirect URI to ${quoted(name)}`,
    why: `New: ${listed(unknown.map(url => quoted(url.href)))}; before: ${listed([...hosts].slice(0, 20)) || 'none'}`,
    objects: [name, ...unknown.map(url => url.hostname)].slice(0, 20),
    facts: [name, ...unknown.flatMap(url => [url.hostname, url.href]), ...hosts].slice(0, 40),
    applications: applicationsOf(event),
    settle: () => {
      const outside = unknown.filter(url => !isLocal(url) && isOutside(context, url.hostname))
      if (outside.length === 0) return {}
      // A first URI belongs to the setting up of an app; one that is added to others may be an attacker's.
      if (old.length > 0) return {severity: 'low'}
      return isNew ? {} : {rareSeverity: 'low'}
    },
  }
}

function isOutside(context: DetectionContext, host: string): boolean {
  const parts = host.split('.')
  return parts.every((_, i) => i > parts.length - 2 || context.tenant.isOutside(parts.slice(i).join('.')))
}

function urlsIn(text: string): URL[] {
  const found = text.slice(0, 30_000).match(/https?:\/\/[^\s"'\\,;\]}]{1,500}/gi) ?? []
  return found.slice(0, 200).flatMap(one => (URL.canParse(one) ? [new URL(one)] : []))
}

export const applications: Rule[] = [
  {metas: [made, gone], wants: {operations: [...making, ...opening, ...deleting]}, actors: 'accounts', start},
  matching(shared, {operations: ['update application']}, sharedMatch),
  {
    metas: [reply],
    wants: {operations: [...making, 'update application', 'update service principal']},
    actors: 'accounts',
    start: startReplies,
  },
]
