/**
 * A session that moves: from the proxy where it was phished to its attacker (AUTH-11), or from its owner's device to another
 * (AUTH-12); and a sign-in on an unfamiliar network while the owner works at the usual one (AUTH-16).
 */

import type {Severity} from '../../audit/severity.ts'
import {clientName} from '../acts.ts'
import {isScript} from '../agent.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {isUnfamiliarAddress, isUnfamiliarClient, networkSince, quoted} from '../novelty.ts'
import {type DetectionContext, day, minute, type Rule, type RuleMeta, type RuleRun, spanText} from '../rule.ts'

const moved: RuleMeta = {
  id: 'AUTH-12',
  title: 'Session used from another network and device',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1539', 'T1550.004', 'T1185'],
  question: 'Was a session token stolen and used elsewhere?',
  benign: 'A VPN that changes its exit, a virtual desktop, a carrier’s network.',
  next: [
    'Revoke the account’s sessions: a new password alone does not end them.',
    'Check what the session did from the second network.',
    'Ask the owner which links they followed before the sign-in.',
  ],
  source: 'https://attack.mitre.org/techniques/T1539/',
  needs: {operations: ['userloggedin']},
}

const phished: RuleMeta = {
  ...moved,
  id: 'AUTH-11',
  thresholds: [],
  title: 'Possible AiTM phishing: session reused from another network',
  severity: 'high',
  techniques: ['T1557', 'T1539', 'T1566.002'],
  question: 'Did a phishing proxy relay the sign-in (adversary in the middle)?',
  benign: 'A traveller who changes from one network to the next, with a second device.',
}

const place: RuleMeta = {
  id: 'AUTH-16',
  title: 'Sign-in from an unfamiliar network and client',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1078.004'],
  question: 'Did another party sign in from a network the owner does not use?',
  benign: 'A mobile carrier, a VPN, a second device on another network.',
  next: [
    'Ask the owner whether both networks were theirs.',
    'Compare device and client app with the usual ones.',
    'Check what the session on the new network did.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: {operations: ['userloggedin']},
}

/** OfficeHome, the Office portal and Outlook on the web: where phishing proxies lead. */
const signInApps = new Set([
  '4765445b-32c6-49b0-83e6-1d93765276ca',
  '72782ba9-4490-4f03-8d82-562370ea3566',
  '00000002-0000-0ff1-ce00-000000000000',
])
const types = ['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'ExchangeItemAggregated', 'ExchangeItem']

interface Session {
  time: number
  network: string
  system: string
  script: boolean
  family: string
  /** Signed in on an unfamiliar network, to one of those apps. */
  doubtful: boolean
  mark: EvidenceRecord
  /** Networks that were told of: hardly any session has some. */
  told: Set<string> | undefined
}

function startSessions(context: DetectionContext): RuleRun {
  const sessions = new BoundedMap<string, Session>('sessions', 50_000, context.evictions, {
    weight: ({doubtful}) => Number(doubtful),
  })
  return {
    see(event) {
      const {user, time, address: here} = event
      if (!here || event.result === 'failure' || event.act === 'userloginfailed') return
      const signIn = event.act === 'userloggedin'
      // Only what comes from a network that is new for the person can be a attacker's.
      const fresh = networkSince(context, event, here) > time - 2 * day
      if (!signIn && !fresh) return
      if (event.session === '') return
      const id = `${user} ${event.session}`
      const known = sessions.get(id)
      if (!known) {
        if (signIn) sessions.at(id, () => begun(context, event, here.network))
        return
      }
      if (fresh && known.network !== here.network) judge(context, event, known)
    },
  }
}

function begun(context: DetectionContext, event: AuditEvent, network: string): Session {
  return {
    time: event.time,
    network,
    system: systemOf(event),
    script: isScript(event.agent),
    family: event.agentFamily,
    doubtful: signInApps.has(event.application) && isUnfamiliarAddress(context, event),
    mark: event.mark,
    told: undefined,
  }
}

function judge(context: DetectionContext, event: AuditEvent, session: Session): void {
  const {user, time, address: here, agentFamily} = event
  if (!here || networkSince(context, event, here) < session.time) return
  const system = systemOf(event)
  const script = isScript(event.agent) && !session.script
  const other = script || (system !== '' && session.system !== '' && system !== session.system)
  const program = agentFamily !== '' && session.family !== '' && agentFamily !== session.family
  const meta = session.doubtful && time - session.time <= day ? phished : moved
  // On one's own phone in the train every session moves.
  if (!other && !(meta === phished && program)) return
  const severity: Severity | 'hint' = other ? meta.severity : 'hint'
  const key = `${here.network} ${severity}`
  session.told ??= new Set()
  if (session.told.has(key) || session.told.size >= 20) return
  session.told.add(key)
  const how = script
    ? `with a script (${quoted(agentFamily)})`
    : other
      ? `on ${system} instead of ${session.system}`
      : ''
  context.report({
    rule: meta.id,
    key: user,
    severity,
    confidence: other ? 'high' : 'low',
    title: `${user} from ${session.network} to ${here.network}`,
    why: `Signed in from ${session.network}${meta === phished ? `, first seen for ${user}` : ''}; ${spanText(Math.max(0, time - session.time))} later the same session came from ${here.network}, also first seen for ${user}${how ? `, ${how}` : ''}`,
    actors: [user],
    addresses: [here.text, here.network, ...(meta === phished ? [session.network] : [])],
    evidence: EvidenceList.of(session.mark).add(event, 2),
  })
}

/** A tablet may call itself a Mac, and a phone a Linux, at its user's wish. */
const systems: [name: string, system: string][] = [
  ['windows', 'Windows'],
  ['ios', 'Apple’s'],
  ['mac', 'Apple’s'],
  ['android', 'Android or Linux'],
  ['linux', 'Android or Linux'],
]

function systemOf(event: AuditEvent): string {
  const text = (event.device.get('OS') || event.agentFamily).slice(0, 200).toLowerCase()
  return systems.find(([name]) => text.includes(name))?.[1] ?? ''
}

interface Seat {
  network: string
  time: number
  mark: EvidenceRecord
}

function startPlaces(context: DetectionContext): RuleRun {
  const seats = new BoundedMap<string, Seat>('networks of users', 20_000, context.evictions, {
    until: ({time}) => time + 15 * minute,
  })
  return {
    see(event) {
      const {user, time, address: here} = event
      if (!here) return
      const unfamiliar = isUnfamiliarAddress(context, event) && isUnfamiliarClient(context, event)
      if (!unfamiliar) {
        const seat = seats.at(user, () => ({network: here.network, time, mark: event.mark}))
        seat.network = here.network
        seat.time = time
        seat.mark = event.mark
        return
      }
      const seat = seats.get(user)
      const together = seat !== undefined && seat.network !== here.network && time - seat.time <= 15 * minute
      const unmanaged = !/^true$/i.test(event.device.get('IsCompliant'))
      context.report({
        rule: place.id,
        key: `${user} ${here.network}`,
        severity: together && unmanaged ? 'low' : 'hint',
        ...(unmanaged ? {rareSeverity: 'low' as const} : {}),
        confidence: unmanaged ? 'medium' : 'low',
        title: `${user} from ${here.network}`,
        why: `Network and client app (${clientName(event.agent)}) are first seen for ${user}${together ? `; ${spanText(time - seat.time)} before, ${user} signed in from ${seat.network}` : ''}`,
        actors: [user],
        addresses: [here.text, here.network],
        evidence: together ? EvidenceList.of(seat.mark).add(event, 2) : EvidenceList.of(event),
      })
    },
  }
}

export const sessions: Rule[] = [
  {metas: [phished, moved], wants: {recordTypes: types}, actors: 'people', start: startSessions},
  {metas: [place], wants: {operations: ['userloggedin']}, actors: 'members', start: startPlaces},
]
