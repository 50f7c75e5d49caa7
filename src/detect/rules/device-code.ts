/** Sign-ins finished on another device: device codes (AUTH-10), and the one application that policies let through (AUTH-15). */
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {isTrue} from '../field-values.ts'
import {isEstablished, isUnfamiliarAddress, quoted} from '../novelty.ts'
import {type DetectionContext, day, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'

const code: RuleMeta = {
  id: 'AUTH-10',
  title: 'Device code sign-in',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1528', 'T1566.002'],
  question: 'Did a user enter a device code that an attacker sent?',
  benign: 'A meeting-room device, a television, a command line without a browser.',
  next: [
    'Ask the user whether they entered a code, and who sent it.',
    'Revoke the sessions if the code came in a message or a call.',
    'Block device code flow in a Conditional Access policy where it is not needed.',
  ],
  source: 'https://learn.microsoft.com/entra/identity/conditional-access/concept-authentication-flows',
  needs: {operations: ['userloggedin']},
}

const portal: RuleMeta = {
  id: 'AUTH-15',
  title: 'Company Portal token for another resource',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1078.004', 'T1550.001'],
  question: 'Was the policy that requires a managed device bypassed?',
  benign: 'The enrolment of a new device.',
  next: [
    'Ask the user whether they enrolled a device at that time.',
    'Check what else the session did: directory, mail, files.',
    'Revoke the sessions if no device was enrolled.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: {operations: ['userloggedin']},
}

const broker = '29d9ed98-a469-4536-ade2-f981bc1d605e'
const companyPortal = '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223'
const intune = '0000000a-0000-0000-c000-000000000000'
const graphs = new Set(['00000003-0000-0000-c000-000000000000', '00000002-0000-0000-c000-000000000000'])

/** Command lines and Teams, which meeting rooms run: their owners use codes where others would have a browser. */
const withoutBrowser = new Set([
  ...['04b07795-8ddb-461a-bbee-02f9e1bf7b46', '1950a258-227b-4e31-a9cf-717495945fc2'],
  ...['aebc6443-996d-45c2-90f0-388ff96faa56', '1fec8e78-bce4-4aaf-ab1b-5451cc387264'],
])
/** What signs in so on several days is a device that has no browser. */
const severalDays = 3

function start(context: DetectionContext): RuleRun {
  const used = new BoundedMap<string, Set<number>>('accounts with device codes', 20_000, context.evictions, {
    // Days that are forgotten here tell more.
    harmless: () => true,
  })
  return {
    see(event) {
      if (event.extended.get('RequestType') !== 'Cmsi:Cmsi') return
      if (event.application === companyPortal) {
        tellPortal(context, event)
        return
      }
      const {user, application} = event
      const key = `${user} ${application}`
      const first = used.get(key) === undefined
      const days = used.at(key, () => new Set())
      days.add(Math.floor(event.time / day))
      tellCode(context, event, {first, days})
    },
  }
}

/** @param days on which the account used the application so. */
function tellCode(
  context: DetectionContext,
  event: AuditEvent,
  {first, days}: {first: boolean; days: ReadonlySet<number>},
): void {
  const {user, time, application, address} = event
  const isElsewhere = isUnfamiliarAddress(context, event)
  if (!isElsewhere && !first) return
  const isKnown =
    withoutBrowser.has(application) ||
    context.terms.firstSeen('user-application', user, application) === Number.NEGATIVE_INFINITY
  const unmanaged = !isTrue(event.device.get('IsCompliant'))
  const wide = application === broker && graphs.has(event.object.toLowerCase())
  const grave = wide && unmanaged && isEstablished(context, user, time)
  const parts = [
    isElsewhere ? `from ${address?.network}, not seen with ${user} before` : 'for the first time this month',
    wide ? 'by the authentication broker, for Microsoft Graph' : '',
    unmanaged ? 'on a device that is not managed' : '',
  ]
  context.report(
    signalOf(event, {
      rule: code.id,
      key: `${user} ${application}`,
      severity: isElsewhere && unmanaged ? 'medium' : grave ? 'low' : 'hint',
      title: `${user}${address ? ` from ${address.text}` : ''}`,
      why: `RequestType is Cmsi:Cmsi, ${parts.filter(Boolean).join(', ')}`,
      settle: () => (unmanaged && (wide || !isKnown) && days.size < severalDays ? {rareSeverity: 'low'} : {}),
    }),
  )
}

function tellPortal(context: DetectionContext, event: AuditEvent): void {
  const {user, address} = event
  if (event.object.toLowerCase() === intune) return
  const isElsewhere = isUnfamiliarAddress(context, event)
  context.report(
    signalOf(event, {
      rule: portal.id,
      key: user,
      severity: isElsewhere ? 'medium' : 'hint',
      title: `${user} from ${address?.text ?? 'an unknown IP address'}`,
      why: `Company Portal asked for ${quoted(event.object)} instead of Intune${isElsewhere ? `, from ${address?.network}, not seen with ${user} before` : ''}`,
    }),
  )
}

export const deviceCodes: Rule[] = [
  {metas: [code, portal], wants: {operations: ['userloggedin']}, actors: 'accounts', start},
]
