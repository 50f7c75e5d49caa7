/** Sign-ins by clients that people do not browse with: attack tools and scripts (AUTH-08), and legacy protocols (AUTH-09). */
import {isScript} from '../agent.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {isSubstrate} from '../mail-clients.ts'
import {isEstablished, isUnfamiliarAddress, isUnfamiliarClient, quoted} from '../novelty.ts'
import {remembered} from '../remembered.ts'
import {type DetectionContext, day, type Rule, type RuleMeta, type RuleRun, signalOf, type Wants} from '../rule.ts'

const signIns: Wants = {operations: ['userloggedin', 'userloginfailed']}

/** What mail clients of the old protocols leave, where the sign-in itself has a modern name or is not in the log. */
const reading = ['mailitemsaccessed', 'mailboxlogin']

const scripted: RuleMeta = {
  id: 'AUTH-08',
  thresholds: [{what: 'accounts at most on which a tool is seen before it counts as a habit', least: 8}],
  title: 'Sign-in by a script or attack tool',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1078.004', 'T1550.001'],
  question: 'Does a script or attack tool use a user’s account?',
  benign: 'The organisation’s own automation; an administrator’s command line; an ordered penetration test.',
  next: [
    'Ask the owner whether they run such a tool, and where.',
    'Read what the account did after the sign-in: mail, files, rules, methods.',
    'Revoke the sessions and reset the password if the tool is not known.',
  ],
  source: 'https://attack.mitre.org/techniques/T1550/001/',
  needs: signIns,
}

const legacy: RuleMeta = {
  id: 'AUTH-09',
  title: 'Legacy authentication sign-in',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1078.004', 'T1110'],
  question: 'Does the account sign in by a protocol without MFA?',
  benign: 'An old printer, scanner or mail app; a service account.',
  next: [
    'Find the device that signs in this way.',
    'Block legacy authentication in a Conditional Access policy.',
    'Reset the password if no such device is known.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: {operations: ['userloggedin', ...reading]},
}

/** Names that attack tools give themselves; the last is TeamFiltration's fixed one. */
const tools = [
  ...['aadinternals', 'azurehound', 'sharphound', 'bloodhound', 'roadtools', 'roadrecon', 'kali365', 'agentaxios'],
  'teams/1.3.00.30866 chrome/80.0.3987.165 electron/8.5.1',
]
/** The authentication broker and OfficeHome: what stolen sign-ins are mostly made with. */
const favoured = new Set(['29d9ed98-a469-4536-ade2-f981bc1d605e', '4765445b-32c6-49b0-83e6-1d93765276ca'])
const withoutMfa = /^(bav2ropc|cbainprod|cbaintar)/i
const oldProtocol = /\b(imap4?|pop3?)\b/i
/** A client at work on so many days is the owner's. */
const habit = 8
const severalDays = 3

function start(context: DetectionContext): RuleRun {
  // Days that are forgotten here make no habit, which tells more.
  const days = new BoundedMap<string, Set<number>>('accounts with scripts', 5_000, context.evictions, {
    harmless: () => true,
  })
  return {
    see(event) {
      if (event.agent === '') return
      const agent = event.agent.slice(0, 500).toLowerCase()
      const tool = toolIn(agent)
      if (reading.includes(event.act)) {
        if (!oldProtocol.test(agent) || isSubstrate(event) || event.result === 'failure') return
        const used = days.at(`${event.user} ${event.agentFamily}`, () => new Set())
        used.add(Math.floor(event.time / day))
        tellLegacy(context, event, used)
      } else if (tool) tellTool(context, event, tool)
      else if (event.act !== 'userloggedin') return
      else if (withoutMfa.test(agent)) {
        const used = days.at(`${event.user} ${event.agentFamily}`, () => new Set())
        used.add(Math.floor(event.time / day))
        tellLegacy(context, event, used)
      } else if (isScript(agent)) {
        const used = days.at(`${event.user} ${event.agentFamily}`, () => new Set())
        used.add(Math.floor(event.time / day))
        tellScript(context, event, used)
      }
    },
  }
}

/** The attack tool that a user agent in lower case names; '' for none. */
const toolIn = remembered(agent => tools.find(name => agent.includes(name)) ?? '')

function tellTool(context: DetectionContext, event: AuditEvent, tool: string): void {
  const {user, address, act} = event
  const got = act === 'userloggedin'
  context.report(
    signalOf(event, {
      rule: scripted.id,
      key: `${tool} ${address?.network ?? user}`,
      severity: got ? 'high' : 'medium',
      confidence: 'high',
      title: `attack tool ${got ? `signed in as ${user}` : `tried ${user}`}`,
      why: `The user agent is ${quoted(event.agent)}`,
      actors: got ? [user] : [],
      users: [user],
    }),
  )
}

function tellScript(context: DetectionContext, event: AuditEvent, used: ReadonlySet<number>): void {
  const {user, time, application, agentFamily} = event
  const settled = isEstablished(context, user, time)
  // Known for longer than a day: the owner's.
  if (settled && !isUnfamiliarClient(context, event)) return
  const strong = favoured.has(application)
  context.report(
    signalOf(event, {
      rule: scripted.id,
      key: `${user} ${agentFamily}`,
      severity: settled ? (strong ? 'medium' : 'low') : strong ? 'low' : 'hint',
      title: `script signed in as ${user}`,
      why: `The user agent is ${quoted(event.agent)}${settled ? `; first seen for ${user}` : ''}${strong ? '; it used an app that users open in a browser' : ''}`,
      settle: () => (used.size >= habit ? 'drop' : {}),
    }),
  )
}

/** @param used on which days the account used the client. */
function tellLegacy(context: DetectionContext, event: AuditEvent, used: ReadonlySet<number>): void {
  const {user, time, agentFamily, address} = event
  const fact = oldProtocol.test(event.agent)
    ? 'the client reads mail by IMAP or POP'
    : `${quoted(event.agent)} does not ask for MFA`
  const settled = isEstablished(context, user, time)
  if (settled && !isUnfamiliarClient(context, event)) return
  const unfamiliar = isUnfamiliarAddress(context, event)
  context.report(
    signalOf(event, {
      rule: legacy.id,
      key: `${user} ${agentFamily}`,
      severity: unfamiliar ? 'medium' : settled ? 'low' : 'hint',
      title: `${user} with ${event.agent.slice(0, 40)}`,
      why: `${fact}${settled ? `; first seen for ${user}` : ''}${unfamiliar ? `, also at ${address?.network}` : ''}`,
      // What signs in so on several days is a device that always did.
      settle: () => (used.size < severalDays ? {rareSeverity: 'low'} : {}),
    }),
  )
}

export const scriptedSignIns: Rule[] = [
  {
    metas: [scripted, legacy],
    wants: {operations: ['userloggedin', 'userloginfailed', ...reading]},
    actors: 'accounts',
    start,
  },
]
