/**
 * Phishing that needs no consent: the victim signs in to one of Microsoft's own clients and hands the answer over; the
 * token is fetched elsewhere (AUTH-13), and a device is registered with it (AUTH-14).
 */

import {foldUser} from '../../audit/identity.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {isEstablished, isUnfamiliarAddress, isUnfamiliarApplication, quoted} from '../novelty.ts'
import {type DetectionContext, minute, type Rule, type RuleMeta, type RuleRun, signalOf, spanText} from '../rule.ts'

const handed: RuleMeta = {
  id: 'AUTH-13',
  title: 'OAuth code phishing through a first-party client',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1528', 'T1566.002', 'T1550.001'],
  question: 'Did a user hand the result of a sign-in to an attacker?',
  benign: 'A developer whose command line runs on a server or behind a VPN.',
  next: [
    'Ask the user whether they work with that client.',
    'Ask whether they were told to paste an address that begins with localhost.',
    'Revoke the sessions and check what was done with the token.',
  ],
  source: 'https://attack.mitre.org/techniques/T1528/',
  needs: {operations: ['userloggedin']},
}

const registered: RuleMeta = {
  ...handed,
  id: 'AUTH-14',
  thresholds: [],
  title: 'Device registered after OAuth code phishing',
  techniques: ['T1098.005', 'T1528'],
  question: 'Did an attacker register a device of their own?',
  benign: 'A day on which many devices are set up; a new laptop.',
  next: [
    'Ask the user whether the device is theirs.',
    'Remove the device and revoke the sessions if it is not.',
    'Look for methods and devices added since.',
  ],
}

/** Visual Studio Code, Azure CLI, Azure PowerShell, the authentication broker. */
const clients = new Map([
  ['aebc6443-996d-45c2-90f0-388ff96faa56', 'Visual Studio Code'],
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Azure CLI'],
  ['1950a258-227b-4e31-a9cf-717495945fc2', 'Azure PowerShell'],
  ['29d9ed98-a469-4536-ade2-f981bc1d605e', 'the authentication broker'],
])
/** Clients that may use each other's tokens; of old Azure AD Graph they have little need. */
const family = new Set([
  ...['d3590ed6-52b3-4102-aeff-aad2292ab01c', '1fec8e78-bce4-4aaf-ab1b-5451cc387264'],
  ...['27922004-5251-4030-b22d-91ecd9a37ea4', 'ab9b8c07-8f02-4f72-87fa-80105867a763'],
  ...['872cd9fa-d31f-45e0-9eab-6e460a02d1f1', '4813382a-8fa7-425e-ab75-3b753aab3abb'],
])
const graph = '00000003-0000-0000-c000-000000000000'
const oldGraph = '00000002-0000-0000-c000-000000000000'
const window = 30 * minute
const registering = ['add registered users to device', 'add registered owner to device', 'register device']

interface Opened {
  time: number
  network: string
  client: string
  mark: EvidenceRecord
  token: {mark: EvidenceRecord; time: number; network: string; unfamiliar: boolean} | undefined
}

function start(context: DetectionContext): RuleRun {
  const opened = new BoundedMap<string, Opened>('sign-ins to developers’ clients', 10_000, context.evictions, {
    until: ({time}) => time + window,
    weight: ({token}) => (token === undefined ? 0 : token.unfamiliar ? 2 : 1),
  })
  return {
    see(event) {
      if (event.act !== 'userloggedin') {
        if (event.result !== 'failure') tellDevice(context, event, opened)
        return
      }
      if (event.isService) return
      const {user, application, time, address} = event
      const client = clients.get(application)
      const resource = event.object.toLowerCase()
      const type = event.extended.get('RequestType')
      if (!client) {
        if (resource === oldGraph && family.has(application)) tellFirst(context, event, 'an Office client')
        return
      }
      if (type === 'OAuth2:Authorize' && event.extended.get('ResultStatusDetail') === 'Redirect') {
        if (resource !== graph && resource !== oldGraph) return
        opened.delete(user)
        const network = address?.network ?? ''
        opened.at(user, () => ({time, network, client, mark: event.mark, token: undefined}))
        tellFirst(context, event, client)
        return
      }
      const before = opened.get(user)
      if (type !== 'OAuth2:Token' || !before || time - before.time > window) return
      const unfamiliar = isUnfamiliarAddress(context, event)
      before.token ??= {mark: event.mark, time, network: address?.network ?? '', unfamiliar}
      tellHanded(context, event, before, unfamiliar)
    },
  }
}

function tellFirst(context: DetectionContext, event: AuditEvent, client: string): void {
  const {user} = event
  if (!isUnfamiliarApplication(context, event)) return
  context.report(
    signalOf(event, {
      rule: handed.id,
      key: user,
      severity: 'hint',
      confidence: 'low',
      title: `${user} signed in to ${client} for the first time`,
      why: `${client} asked for ${quoted(event.object)}; ${user} had not used it before`,
    }),
  )
}

function tellHanded(context: DetectionContext, event: AuditEvent, before: Opened, unfamiliar: boolean): void {
  const {user, address, time} = event
  if (!address || before.network === '' || address.network === before.network) return
  if (!unfamiliar && isEstablished(context, user, time)) return
  context.report({
    ...signalOf(event, {
      rule: handed.id,
      key: user,
      severity: unfamiliar ? 'medium' : 'hint',
      title: `${user} signed in to ${before.client}; the token was used elsewhere`,
      why: `Signed in from ${before.network}; ${spanText(time - before.time)} later the token was fetched from ${address.network}${unfamiliar ? `, not seen with ${user} before` : ''}`,
    }),
    addresses: [address.text, address.network],
    evidence: EvidenceList.of(before.mark, event),
  })
}

function tellDevice(context: DetectionContext, event: AuditEvent, opened: BoundedMap<string, Opened>): void {
  // The service often registers in the owner's name: then the owner is the target.
  const names = [event.user, foldUser(event.target.name), foldUser(event.object)]
  const user = names.find(name => name !== '' && opened.get(name) !== undefined)
  const before = user === undefined ? undefined : opened.get(user)
  if (user === undefined || !before?.token || event.time - before.time > window) return
  const {token} = before
  const moved = before.network !== '' && token.network !== '' && token.network !== before.network
  context.report({
    rule: registered.id,
    key: user,
    severity: moved && token.unfamiliar ? 'high' : token.unfamiliar ? 'medium' : 'hint',
    title: `device of ${user}, after a sign-in to ${before.client}`,
    why: `${spanText(event.time - before.time)} after the sign-in from ${before.network || 'an unknown network'}, and ${spanText(event.time - token.time)} after the token was fetched from ${token.network || 'an unknown network'}`,
    actors: [user],
    objects: [event.target.name || event.object].filter(Boolean),
    addresses: [token.network].filter(Boolean),
    evidence: EvidenceList.of(before.mark, token.mark, event),
  })
}

export const firstPartyClientAbuse: Rule[] = [
  {metas: [handed, registered], wants: {operations: ['userloggedin', ...registering]}, start},
]
