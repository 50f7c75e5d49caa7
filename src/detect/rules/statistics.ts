/** What is unusual by the numbers: daily volumes, first times and rarities. Alone these stay low; they weigh in company. */
import {habitOf} from '../baseline.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {Evidence} from '../evidence.ts'
import {evidenceOf, type Group, groups, type Person, type Volume} from '../profiles.ts'
import {type Context, counted, hour, listed, type Rule, type RuleMeta, signalOf, type Watcher} from '../rule.ts'
import {isSettled} from '../strange.ts'
import type {Habit} from '../terms.ts'

const attack = (technique: string) => `https://attack.mitre.org/techniques/${technique}/`
const places = {
  recordTypes: [
    ...['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'SharePoint', 'SharePointSharingOperation'],
    ...['ExchangeItem', 'ExchangeItemGroup', 'ExchangeItemAggregated'],
  ],
}
const adminTypes = {recordTypes: ['AzureActiveDirectory', 'ExchangeAdmin', 'SecurityComplianceCenterEOPCmdlet']}

const volume: RuleMeta = {
  id: 'STA-01',
  title: 'Far more than on this person’s other days',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1530', 'T1114.002'],
  question: 'Did somebody do many times what they do on other days?',
  benign: 'A first synchronisation, a move of files, a mailing, a clean-up, the end of a quarter.',
  next: [
    'Look at what was touched: one project’s folder, or everything.',
    'Compare place and program with the person’s other days.',
    'Ask the person.',
  ],
  source: attack('T1530'),
  needs: {operations: [/^file/, 'mailitemsaccessed', 'send', 'softdelete', 'harddelete']},
}

const newOperation: RuleMeta = {
  id: 'STA-02',
  title: 'Operations never met in this tenant',
  severity: 'info',
  confidence: 'low',
  techniques: [],
  question: 'What happened here for the first time?',
  benign: 'A new feature or product; a first occasion.',
  next: ['Read the list for what nobody planned.', 'Look up the actors’ other records of that hour.'],
  source: 'https://learn.microsoft.com/purview/audit-log-activities',
  needs: {operations: [/./]},
}

const rare: RuleMeta = {
  ...newOperation,
  id: 'STA-03',
  title: 'Rare administrative operations',
  question: 'Which administrative acts happened once or twice in the month?',
  benign: 'Most administration is rare.',
}

const newAgent: RuleMeta = {
  id: 'STA-04',
  title: 'A program this person did not use before',
  severity: 'info',
  confidence: 'low',
  techniques: ['T1078.004'],
  question: 'Does the account speak through a new program?',
  benign: 'A new device or browser.',
  next: ['Ask the person whether they have a new device or program.', 'Compare the place with their usual ones.'],
  source: attack('T1078/004'),
  needs: places,
}

const newNetwork: RuleMeta = {
  ...newAgent,
  id: 'STA-05',
  title: 'A network this person was not met on before',
  question: 'Was the account used at a new place?',
  benign: 'Travel, a mobile carrier, a new line at home.',
  next: ['Ask the person where they were.', 'Look at what the account did from there.'],
}

const newApplication: RuleMeta = {
  id: 'STA-06',
  title: 'An application new to the tenant',
  severity: 'info',
  confidence: 'low',
  techniques: ['T1528'],
  question: 'Which application was used here for the first time?',
  benign: 'A roll-out, or a client of Microsoft’s that is new.',
  next: [
    'Look the id up under Enterprise applications.',
    'Check who consented to what.',
    'Disable it if nobody knows it.',
  ],
  source: attack('T1528'),
  needs: places,
}

const offHours: RuleMeta = {
  id: 'STA-07',
  title: 'Administration outside the administrator’s own hours',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1078.004'],
  question: 'Did an administrator’s account work while its owner usually does not?',
  benign: 'A planned change at night, an emergency, a journey.',
  next: [
    'Ask the administrator.',
    'Compare place and program with their usual ones.',
    'Read the changes made in that hour.',
  ],
  source: attack('T1078/004'),
  needs: adminTypes,
}

const firstAdmin: RuleMeta = {
  id: 'STA-08',
  title: 'An account’s first administrative act',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1098'],
  question: 'Who administers that did not before?',
  benign: 'A new administrator; a delegation.',
  next: ['Check who gave the account its rights, and when.', 'Ask the owner whether the act was theirs.'],
  source: attack('T1098'),
  needs: adminTypes,
}

const dormant: RuleMeta = {
  id: 'STA-09',
  title: 'A dormant account wakes',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1078.004'],
  question: 'Is an account used again that had been quiet for months?',
  benign: 'The end of a long leave; seasonal work.',
  next: ['Ask the person’s manager.', 'Check place and program of the sign-in.', 'Disable accounts that nobody needs.'],
  source: attack('T1078/004'),
  needs: {operations: ['userloggedin']},
}

const leastDeviation = 0.35
const words: Record<Group, string> = {
  download: 'downloads',
  access: 'opened files',
  modify: 'changed files',
  delete: 'deleted items',
  send: 'sent messages',
  'mail-read': 'records of mail read',
  share: 'shares',
  admin: 'administrative acts',
}
const grave: ReadonlySet<Group> = new Set<Group>(['download', 'delete', 'send', 'mail-read', 'share'])

function volumes(context: Context): Watcher {
  return {
    see() {},
    finish() {
      const {people} = context.profiles
      const ceilings = groups.map((_, i) => ceiling(people.values(), i))
      for (const [user, person] of people.entries()) {
        const found = groups.flatMap((group, i) => {
          const volume = person.volumes[i]
          const excess = volume && excessOf(context, {user, group, volume, common: ceilings[i] ?? 0})
          return excess ? [excess] : []
        })
        if (found.length > 0) tellVolume(context, user, found)
      }
    },
  }
}

/** What 99 of 100 people do on a usual day; for people of whom little is known. */
function ceiling(people: Iterable<Person>, index: number): number {
  const medians: number[] = []
  for (const person of people) {
    const habit = habitOf(person.volumes[index]?.byDay ?? [])
    if (habit) medians.push(Math.expm1(habit.median))
  }
  medians.sort((a, b) => a - b)
  return medians[Math.floor(medians.length * 0.99)] ?? 0
}

interface Judged {
  user: string
  group: Group
  volume: Volume
  common: number
}

interface Excess {
  group: Group
  count: number
  usual: string
  /** Deviations above the person's median; 0 for somebody hardly known. */
  z: number
  evidence: Evidence
}

/** The busiest day, where it stands out. */
function excessOf(context: Context, {user, group, volume, common}: Judged): Excess | undefined {
  const {byDay} = volume
  let busiest = 0
  byDay.forEach((count, i) => {
    if (count > (byDay[busiest] ?? 0)) busiest = i
  })
  const count = byDay[busiest] ?? 0
  if (count < 100) return undefined
  const others = byDay.map((value, i) => (i === busiest ? 0 : value))
  const habit = merged(habitOf(others), context.history?.volume(user, group))
  const known = habit !== undefined && habit.days >= 5
  const z = known ? (Math.log1p(count) - habit.median) / Math.max(leastDeviation, 1.4826 * habit.deviation) : 0
  if (known ? z < 6 : count < 5 * common || common === 0) return undefined
  const evidence = evidenceOf(volume, busiest)
  if (!evidence) return undefined
  const usual = Math.round(known ? Math.expm1(habit.median) : common).toLocaleString('en-US')
  const comparison = known
    ? `where a usual day of ${habit.days} known ones has ${usual}`
    : `by somebody hardly known, where 99 of 100 people have at most ${usual} on a usual day`
  return {group, count, usual: comparison, z, evidence}
}

function tellVolume(context: Context, user: string, found: readonly Excess[]): void {
  const [first] = [...found].sort((a, b) => b.z - a.z || b.count - a.count)
  if (!first) return
  const evidence = new Evidence()
  for (const one of found) evidence.join(one.evidence)
  const texts = found.map(
    ({count, group, usual}) => `${count.toLocaleString('en-US')} ${words[group]} on one day, ${usual}`,
  )
  context.report({
    rule: volume.id,
    key: user,
    severity: first.z >= 8 && first.count >= 500 && grave.has(first.group) ? 'medium' : 'low',
    confidence: first.z >= 8 ? 'medium' : 'low',
    title: `${user}: ${first.count.toLocaleString('en-US')} ${words[first.group]} in a day`,
    why: texts.join('; '),
    actors: [user],
    evidence,
  })
}

function merged(now: Habit | undefined, before: Habit | undefined): Habit | undefined {
  if (!now || !before) return now ?? before
  const share = now.days / (now.days + before.days)
  return {
    median: share * now.median + (1 - share) * before.median,
    deviation: share * now.deviation + (1 - share) * before.deviation,
    days: now.days + before.days,
  }
}

/** Operations that people administer with, as against those that every owner of a mailbox or group uses. */
const administrative =
  /^((add|remove|update) (eligible )?member (to|from|in) role.*|reset user password|add user|delete user|disable account|(add|update|delete) conditional access policy|set domain authentication|set federation settings on domain|add app role assignment to service principal|(set|new|remove|enable|disable)-(adminauditlogconfig|transportrule|organizationconfig|inboundconnector|outboundconnector|rolegroup|managementroleassignment|accepteddomain|remotedomain|mailboxauditbypassassociation|antiphishpolicy|hostedcontentfilterpolicy|malwarefilterpolicy|unifiedauditlogretentionpolicy|compliancesearch.*)|add-(mailboxpermission|recipientpermission|rolegroupmember))$/

const mostOperations = 2_000

function operations(context: Context): Watcher {
  interface Seen {
    operation: string
    count: number
    actors: Set<string>
    evidence: Evidence
    fresh: boolean
    admin: boolean
  }
  const seen = new BoundedMap<string, Seen>('operations', mostOperations, context.evictions)
  const adminNames = new Set(adminTypes.recordTypes)
  const summary = (rule: RuleMeta, what: string, ones: Seen[]) => {
    if (ones.length === 0) return
    const evidence = new Evidence()
    for (const one of ones) evidence.join(one.evidence)
    const names = ones.map(one => one.operation.trim()).sort((a, b) => (a < b ? -1 : 1))
    context.report({
      rule: rule.id,
      key: 'tenant',
      title: `${counted(ones.length, 'operation')} ${what}`,
      why: listed(names, 10),
      actors: [],
      objects: names.slice(0, 50),
      evidence,
    })
  }
  return {
    see(event) {
      if (event.isService) return
      const one = seen.at(event.act, () => ({
        operation: event.operation,
        count: 0,
        actors: new Set(),
        evidence: new Evidence(5),
        fresh: context.terms.age('operation', '', event.act, event.time) === 0,
        admin: adminNames.has(event.recordType),
      }))
      one.count++
      if (one.evidence.count < 5) one.evidence.add(event)
      if (one.actors.size < 3) one.actors.add(event.user)
    },
    finish() {
      const all = [...seen.values()]
      summary(
        newOperation,
        'never met here before',
        all.filter(one => one.fresh),
      )
      summary(
        rare,
        'of administrators met at most three times',
        all.filter(one => !one.fresh && one.admin && one.count <= 3 && one.actors.size <= 2),
      )
    },
  }
}

function firstTimes(context: Context): Watcher {
  const told = new BoundedMap<string, true>('first times', 50_000, context.evictions)
  const once = (key: string) => {
    const known = told.get(key)
    if (!known) told.at(key, () => true)
    return !known
  }
  return {
    see(event) {
      if (!event.news || (event.kind !== 'person' && event.kind !== 'guest')) return
      const {user, time, place, agentFamily, application} = event
      if (application && context.terms.age('application', '', application, time) === 0 && once(`a ${application}`))
        context.report(
          signalOf(event, {
            rule: newApplication.id,
            key: application,
            title: `Application ${application} met for the first time`,
            why: `Not met in ${known(context)}; first used by ${user}`,
            objects: [application],
          }),
        )
      if (!isSettled(context, user, time)) return
      const strangeNetwork = place !== undefined && context.terms.age('user-network', user, place.network, time) === 0
      const strangeAgent = agentFamily !== '' && context.terms.age('user-agent', user, agentFamily, time) === 0
      const both = strangeNetwork && strangeAgent
      // On one's own phone in the train everybody is new somewhere: a network that others know tells nothing.
      const unknown = strangeNetwork && context.terms.age('network', '', place.network, time) === 0
      if ((both || unknown) && once(`n ${user} ${place?.network}`))
        context.report(
          signalOf(event, {
            rule: newNetwork.id,
            key: `${user} ${place?.network}`,
            severity: 'hint',
            confidence: both ? 'medium' : 'low',
            title: `${user} for the first time on ${place?.network}`,
            why: `Not met there in ${known(context)}${both ? `, and with a program not met before (${agentFamily})` : ''}`,
          }),
        )
      if (strangeAgent && once(`p ${user} ${agentFamily}`))
        context.report(
          signalOf(event, {
            rule: newAgent.id,
            key: `${user} ${agentFamily}`,
            severity: 'hint',
            title: `${user} for the first time with ${agentFamily.slice(0, 80)}`,
            why: `Not met in ${known(context)}`,
          }),
        )
    },
  }
}

function known(context: Context): string {
  return context.history ? 'the months that are remembered' : 'this month'
}

/** Whoever invites a guest makes an account without being an administrator. */
function invites(event: AuditEvent): boolean {
  return event.act === 'add user' && event.change('UserType')?.now === 'Guest'
}

function administration(context: Context): Watcher {
  interface Odd {
    user: string
    place: string
    time: number
    evidence: Evidence
    share: number
  }
  const odd = new BoundedMap<string, Odd>('administrators outside their hours', 5_000, context.evictions)
  return {
    see(event) {
      if (event.kind !== 'person') return
      const {user, time} = event
      if (administrative.test(event.act) && !invites(event)) {
        const first = context.terms.note('admin', '', user, time)
        if (first === time && !context.terms.learning('admin', time))
          context.report(
            signalOf(event, {
              rule: firstAdmin.id,
              key: user,
              title: `${user} administered for the first time: ${event.operation.trim()}`,
              why: `No administrative act by ${user} in ${known(context)}`,
              objects: [event.object].filter(Boolean),
            }),
          )
      }
      const night = `${user} ${Math.floor(time / (6 * hour))}`
      const share = shareOfHour(context, event, odd.get(night)?.evidence.count ?? 0)
      if (share === undefined || share >= 0.02) return
      const start = () => ({user, time, place: event.place?.text ?? '', evidence: new Evidence(50), share})
      odd.at(night, start).evidence.add(event)
    },
    finish() {
      for (const [, {user, place, time, evidence, share}] of odd.entries()) {
        const at = `${String(new Date(time).getUTCHours()).padStart(2, '0')}:00 UTC`
        context.report({
          rule: offHours.id,
          key: user,
          severity: evidence.count >= 5 ? 'low' : 'hint',
          title: `${user} administered around ${at}`,
          why: `${counted(evidence.count, 'act')} around ${at}, where ${(share * 100).toFixed(1)} % of this administrator’s acts fall`,
          actors: [user],
          addresses: place ? [place] : [],
          evidence,
        })
      }
    },
  }
}

/** The share of an administrator's other acts in this hour and its neighbours; undefined while fewer than 50 are known. */
function shareOfHour(context: Context, event: AuditEvent, alike: number): number | undefined {
  const month = context.profiles.people.get(event.user)?.hours
  const before = context.history?.hours(event.user)
  const at = (i: number) => (month?.[(i + 24) % 24] ?? 0) + (before?.[(i + 24) % 24] ?? 0)
  let total = 0
  for (let i = 0; i < 24; i++) total += at(i)
  // The act itself and those just before it are what is judged.
  const others = total - 1 - alike
  if (others < 50) return undefined
  const now = new Date(event.time).getUTCHours()
  return Math.max(0, at(now - 1) + at(now) + at(now + 1) - 1 - alike) / others
}

function sleepers(context: Context): Watcher {
  const told = new Set<string>()
  return {
    see(event) {
      const {user, place, time} = event
      if (event.kind !== 'person' || told.has(user)) return
      const absent = context.history?.absent(user)
      if (absent === undefined || absent < 2) return
      if (told.size < 50_000) told.add(user)
      const strange = place !== undefined && context.terms.age('user-network', user, place.network, time) === 0
      context.report(
        signalOf(event, {
          rule: dormant.id,
          key: user,
          severity: strange ? 'low' : 'hint',
          title: `${user} is back after ${absent} months`,
          why: `Last met ${absent} months ago; now signed in${strange ? ` from ${place.network}, where it was never met` : ''}`,
        }),
      )
    },
  }
}

export const statistics: Rule[] = [
  {metas: [volume], wants: {}, start: volumes},
  {metas: [newOperation, rare], wants: {operations: [/./]}, start: operations},
  {metas: [newAgent, newNetwork, newApplication], wants: places, start: firstTimes},
  {metas: [offHours, firstAdmin], wants: adminTypes, start: administration},
  {metas: [dormant], wants: {operations: ['userloggedin']}, start: sleepers},
]
